//! What programs call; all of it is described in `docs/api.json`.

use axum::Router;
use axum::middleware::map_response;
use axum::routing::{delete, get, post};

use crate::app::App;
use crate::{
    accounts, alike, api, board, events, help_requests, incidents, invites, news, organisations,
    point_imports, points, reports, rounds, statistics, supplies, survey, vaccination, villages,
    volunteers,
};

pub(super) fn all() -> Router<App> {
    Router::new()
        .route("/api/v1/openapi.json", get(api::document::show))
        .route("/api/v1/otp", post(accounts::api::codes::ask_code))
        .route(
            "/api/v1/otp/{challenge}/verify",
            post(accounts::api::codes::verify_code),
        )
        .route(
            "/api/v1/otp/{challenge}/without",
            post(accounts::api::codes::go_without_code),
        )
        .route("/api/v1/accounts", post(accounts::api::register::create))
        .route("/api/v1/sessions", post(accounts::api::sessions::create))
        .route(
            "/api/v1/sessions/current",
            delete(accounts::api::sessions::end),
        )
        .route(
            "/api/v1/incidents",
            get(incidents::api::list).post(incidents::api::open),
        )
        .route(
            "/api/v1/incidents/{prefix}/close",
            post(incidents::api::close),
        )
        .route("/api/v1/presets/{name}", get(incidents::api::show_preset))
        .route(
            "/api/v1/help-requests",
            get(help_requests::api::list::list).post(help_requests::api::ask::ask),
        )
        .route(
            "/api/v1/help-requests/own",
            get(help_requests::api::list::own),
        )
        .route(
            "/api/v1/help-requests/held",
            get(help_requests::api::list::held),
        )
        .route(
            "/api/v1/help-requests/duplicates",
            post(help_requests::api::likely::likely),
        )
        .route(
            "/api/v1/help-requests/next",
            post(help_requests::api::next::next),
        )
        .route(
            "/api/v1/help-requests/follow/{token}/amend",
            post(help_requests::api::next::amend),
        )
        .route(
            "/api/v1/help-requests/follow/{token}/checks",
            post(help_requests::api::next::check),
        )
        .route(
            "/api/v1/help-requests/{reference}",
            get(help_requests::api::see::by_reference),
        )
        .route(
            "/api/v1/help-requests/{reference}/assign",
            post(help_requests::api::assign::assign),
        )
        .route("/api/v1/areas/{area}/board", get(board::api::show))
        .route(
            "/api/v1/help-requests/{reference}/{deed}",
            post(help_requests::api::act::act),
        )
        .route(
            "/api/v1/help-requests/follow/{token}",
            get(help_requests::api::see::by_follow),
        )
        .route(
            "/api/v1/help-requests/follow/{token}/{word}",
            post(help_requests::api::act::say),
        )
        .route("/api/v1/volunteers", get(volunteers::api::list))
        .route(
            "/api/v1/volunteers/me",
            get(volunteers::api::me).post(volunteers::api::change),
        )
        .route(
            "/api/v1/volunteers/{id}/{word}",
            post(volunteers::api::decide),
        )
        .route(
            "/api/v1/seats",
            get(accounts::api::seats::list).post(accounts::api::seats::name),
        )
        .route("/api/v1/seats/{seat}", delete(accounts::api::seats::end))
        .route(
            "/api/v1/seats/{seat}/successor",
            post(accounts::api::seats::name_successor),
        )
        .route(
            "/api/v1/invites",
            get(invites::api::list).post(invites::api::create),
        )
        .route(
            "/api/v1/organisations",
            get(organisations::api::organisations::list)
                .post(organisations::api::organisations::create),
        )
        .route(
            "/api/v1/organisations/{id}",
            get(organisations::api::organisations::show)
                .post(organisations::api::organisations::change),
        )
        .route(
            "/api/v1/teams",
            get(organisations::api::teams::list).post(organisations::api::teams::create),
        )
        .route(
            "/api/v1/teams/{id}/members",
            post(organisations::api::teams::add).delete(organisations::api::teams::remove),
        )
        .route("/api/v1/desk/next", post(help_requests::api::desk::next))
        .route(
            "/api/v1/desk/{reference}/claim",
            post(help_requests::api::desk::claim),
        )
        .route(
            "/api/v1/desk/{reference}/call",
            post(help_requests::api::desk::call),
        )
        .route(
            "/api/v1/desk/{reference}/pin",
            post(help_requests::api::desk::pin),
        )
        .route(
            "/api/v1/desk/{reference}/skip",
            post(help_requests::api::desk::skip),
        )
        .route(
            "/api/v1/desk/{reference}/release",
            post(help_requests::api::desk::release),
        )
        .route(
            "/api/v1/desk/{reference}/close",
            post(help_requests::api::desk::close),
        )
        .route(
            "/api/v1/points",
            get(points::api::list::list).post(points::api::write::create),
        )
        .route("/api/v1/points.geojson", get(points::api::list::geojson))
        .route(
            "/api/v1/points/{id}",
            get(points::api::list::show)
                .patch(points::api::write::change)
                .delete(points::api::write::end),
        )
        .route(
            "/api/v1/points/{id}/verify",
            post(points::api::write::verify),
        )
        .route("/api/v1/points/queue/next", post(points::api::desk::next))
        .route("/api/v1/points/{id}/call", post(points::api::desk::call))
        .route("/api/v1/points/{id}/skip", post(points::api::desk::skip))
        .route(
            "/api/v1/points/{id}/release",
            post(points::api::desk::release),
        )
        .route(
            "/api/v1/points/{id}/report",
            post(points::api::desk::report),
        )
        .route(
            "/api/v1/points/{id}/history",
            get(points::api::list::history),
        )
        .route("/api/v1/imports/{id}", get(point_imports::api::show))
        .route(
            "/api/v1/imports/{id}/apply",
            post(point_imports::api::apply),
        )
        .route("/api/v1/imports/{id}/undo", post(point_imports::api::undo))
        .route(
            "/api/v1/households",
            get(survey::api::households::list).post(survey::api::record),
        )
        .route("/api/v1/households/sync", post(survey::api::sync::sync))
        .route(
            "/api/v1/households/{id}",
            get(survey::api::households::show).patch(survey::api::households::revise),
        )
        .route(
            "/api/v1/persons/{id}/doses",
            get(survey::api::persons::doses).post(survey::api::persons::give),
        )
        .route(
            "/api/v1/persons/{id}/followups",
            get(survey::api::persons::followups).post(survey::api::persons::follow_up),
        )
        .route("/api/v1/vaccination/demand", get(vaccination::api::demand))
        .route(
            "/api/v1/vaccination/sessions",
            get(vaccination::api::list).post(vaccination::api::plan),
        )
        .route(
            "/api/v1/vaccination/sessions/{session}",
            get(vaccination::api::show),
        )
        .route(
            "/api/v1/vaccination/sessions/{session}/invite",
            post(vaccination::api::invite),
        )
        .route(
            "/api/v1/vaccination/sessions/{session}/guests",
            post(vaccination::api::say),
        )
        .route("/api/v1/survey/area", get(survey::api::area::area))
        .route("/api/v1/survey/key", get(survey::api::area::key))
        .route("/api/v1/persons/alike", get(alike::api::list))
        .route("/api/v1/persons/alike/{id}/same", post(alike::api::same))
        .route(
            "/api/v1/persons/alike/{id}/different",
            post(alike::api::different),
        )
        .route("/api/v1/persons/alike/{id}/undo", post(alike::api::undo))
        .route(
            "/api/v1/rounds",
            get(rounds::api::list).post(rounds::api::open),
        )
        .route(
            "/api/v1/rounds/{id}",
            get(rounds::api::show).patch(rounds::api::change),
        )
        .route("/api/v1/rounds/{id}/close", post(rounds::api::close))
        .route(
            "/api/v1/rounds/{id}/shares",
            post(rounds::api::shares::give),
        )
        .route(
            "/api/v1/rounds/{id}/shares/{share}",
            delete(rounds::api::shares::end),
        )
        .route(
            "/api/v1/population",
            get(villages::api::list).put(villages::api::enter),
        )
        .route(
            "/api/v1/news",
            get(news::api::list).post(news::api::publish),
        )
        .route(
            "/api/v1/news/{id}",
            get(news::api::show).post(news::api::change),
        )
        .route("/api/v1/news/{id}/withdraw", post(news::api::withdraw))
        .merge(of_supplies())
        .route("/api/v1/statistics", get(statistics::api::show))
        .route("/api/v1/reports", get(reports::api::list))
        .route(
            "/api/v1/reports/{area}/{incident}/{last}",
            get(reports::api::show),
        )
        .route("/api/v1/events", get(events::api::listen))
        .layer(map_response(api::not_kept))
}

/// Relief supplies.
fn of_supplies() -> Router<App> {
    use supplies::api::{
        allocations, arranging, days, entries, headcounts, items, phone, reservations, seats,
        shipments, standing, units,
    };
    Router::new()
        .route(
            "/api/v1/supply/units",
            get(units::list).post(arranging::make),
        )
        .route(
            "/api/v1/supply/units/{unit}",
            get(units::show).patch(arranging::change),
        )
        .route(
            "/api/v1/supply/units/{unit}/seats",
            get(seats::list).post(seats::name),
        )
        .route(
            "/api/v1/supply/units/{unit}/seats/{seat}",
            delete(seats::end),
        )
        .route(
            "/api/v1/supply/units/{unit}/headcount",
            get(headcounts::show).put(headcounts::tell),
        )
        .route("/api/v1/supply/items", get(items::list))
        .route(
            "/api/v1/supply/entries",
            get(entries::list).post(entries::enter),
        )
        .route(
            "/api/v1/supply/reservations",
            get(reservations::list).post(reservations::reserve),
        )
        .route(
            "/api/v1/supply/reservations/{reservation}/hand-over",
            post(reservations::hand_over),
        )
        .route(
            "/api/v1/supply/reservations/{reservation}/release",
            post(reservations::release),
        )
        .route("/api/v1/supply/allocations", post(allocations::allocate))
        .route(
            "/api/v1/supply/allocations/{shipment}",
            get(shipments::show),
        )
        .route(
            "/api/v1/supply/allocations/{shipment}/acknowledge",
            post(shipments::acknowledge),
        )
        .route(
            "/api/v1/supply/allocations/{shipment}/undo",
            post(shipments::undo),
        )
        .route(
            "/api/v1/supply/allocations/{shipment}/cancel",
            post(shipments::cancel),
        )
        .route("/api/v1/supply/trace/{allocation}", get(allocations::trace))
        .route("/api/v1/supply/phone", get(phone::show))
        .route("/api/v1/supply/stock", get(standing::stock))
        .route(
            "/api/v1/supply/days/{unit}/close-quiet",
            post(days::close_quiet),
        )
        .route("/api/v1/supply/days/{unit}/{date}", get(days::show))
        .route("/api/v1/supply/days/{unit}/{date}/close", post(days::close))
        .route("/api/v1/supply/unreported", get(standing::unreported))
        .route("/api/v1/supply/verify", get(standing::verify))
}
