//! Every address of the site on one page, those for programs on another.

mod accounts;
mod programs;
mod supplies;

use axum::Router;
use axum::middleware::map_response;
use axum::routing::{get, post};

use crate::app::App;
use crate::error::Error;
use crate::layout::Failure;
use crate::{
    alike, api, areas, board, demo, files, help_requests, home, household_sheets, imports,
    incidents, invites, layout, map, news, notifications, officer_sheets, organisations,
    point_imports, points, reports, rounds, server, statistics, survey, terms, vaccination,
    villages, volunteers,
};

/// The whole site with its layers.
pub fn site(app: App) -> Router {
    server::without_frame(app.clone()).merge(layout::shell::wrap(
        pages().merge(programs::all()).fallback(nowhere),
        with_files(),
        app,
    ))
}

/// Any other address: a page that says so, in the reader's language.
async fn nowhere() -> Failure {
    Error::NotFound.into()
}

fn pages() -> Router<App> {
    Router::new()
        // The first page, the map
        .route("/", get(home::show))
        .route("/map", get(map::pages::map::show))
        .route("/map/list", get(map::pages::list::show))
        .route("/tiles/public/{z}/{x}/{y}", get(map::tiles::public))
        .route("/tiles/staff/{z}/{x}/{y}", get(map::tiles::for_staff))
        .route("/tiles/base/{z}/{x}/{y}", get(map::tiles::ground))
        .route("/tiles/map/{z}/{x}/{y}", get(map::tiles::backdrop))
        .route("/api/v1/map/requests.geojson", get(map::geojson::requests))
        .route("/api/v1/areas", get(areas::api::list))
        .route("/api/v1/areas/search", get(areas::api::search))
        .route("/api/v1/areas/locate", get(areas::api::locate))
        .route(
            "/api/v1/areas/{area}/villages",
            get(villages::api::villages),
        )
        // Asking for help
        .route("/ask", get(help_requests::pages::ask::phone))
        .route("/ask/phone", post(help_requests::pages::ask::send_code))
        .route("/ask/kinds", get(help_requests::pages::ask::kinds))
        .route(
            "/ask/{incident}/{kind}",
            get(help_requests::pages::ask::show).post(help_requests::pages::ask::send),
        )
        .route("/follow/{token}", get(help_requests::pages::follow::show))
        .route(
            "/follow/{token}/{word}",
            post(help_requests::pages::follow::say),
        )
        .route(
            "/follow/{token}/amend",
            get(help_requests::pages::amend::show).post(help_requests::pages::amend::change),
        )
        .route(
            "/follow/{token}/checks",
            post(help_requests::pages::follow::check),
        )
        .route("/mine", get(help_requests::pages::own::show))
        .route(
            "/mine/phone",
            get(crate::accounts::pages::code::own_phone)
                .post(crate::accounts::pages::code::send_own),
        )
        // Households and figures
        .route("/households", get(survey::pages::own::list))
        .route("/households/{handle}", get(survey::pages::household::show))
        .route(
            "/households/{handle}/{deed}",
            post(survey::pages::household::act),
        )
        .route("/households/{handle}/done", get(survey::pages::own::done))
        .route("/households/{handle}/card", get(survey::pages::card::show))
        .route(
            "/households/{handle}/illness",
            get(help_requests::pages::from_household::back)
                .post(help_requests::pages::from_household::illness),
        )
        .route("/survey", get(survey::pages::phone::show))
        .route("/statistics", get(statistics::pages::show))
        .route("/statistics/figures.csv", get(statistics::pages::file::csv))
        .route(
            "/statistics/figures.xlsx",
            get(statistics::pages::file::xlsx),
        )
        .route("/statistics/supplies", get(statistics::pages::goods::show))
        .route("/reports", get(reports::pages::own))
        .route(
            "/reports/{area}",
            get(reports::pages::list).post(reports::pages::make),
        )
        .route(
            "/reports/{area}/{incident}/{last}",
            get(reports::pages::show),
        )
        .route(
            "/reports/{area}/{incident}/{last}/report.xlsx",
            get(reports::pages::xlsx),
        )
        // What is told to whom
        .route("/notifications", get(notifications::pages::show))
        .route(
            "/incidents",
            get(incidents::pages::show).post(incidents::pages::open),
        )
        .route("/incidents/{id}/close", post(incidents::pages::close))
        // Photos, by what is in them
        .route("/files/{name}", get(files::pages::show))
        // To read
        .route(
            "/news",
            get(news::pages::list::show).post(news::pages::edit::publish),
        )
        .route("/news/archive", get(news::pages::list::archive))
        .route("/news/new", get(news::pages::edit::new))
        .route(
            "/news/{id}",
            get(news::pages::show::show).post(news::pages::edit::change),
        )
        .route("/news/{id}/edit", get(news::pages::edit::edit))
        .route(
            "/news/{id}/withdraw",
            get(news::pages::withdraw::ask).post(news::pages::withdraw::withdraw),
        )
        .route("/news/asking", get(news::how_to::asking))
        .route("/news/finding", get(news::how_to::finding))
        .route("/news/officers", get(news::how_to::officers))
        .route("/news/volunteering", get(news::how_to::volunteering))
        .route("/terms", get(terms::pages::terms))
        .route("/privacy", get(terms::pages::privacy))
        .route("/demo/sms", get(demo::pages::sms))
        // The board of an area
        .route("/board", get(board::pages::show::own))
        .route("/board/{area}", get(board::pages::show::show))
        .route(
            "/board/{area}/bulk",
            get(board::pages::bulk::show).post(board::pages::bulk::send),
        )
        // Helping
        .route("/help-requests", get(help_requests::pages::list::show))
        .route(
            "/help-requests/next",
            get(help_requests::pages::next::show).post(help_requests::pages::next::ask),
        )
        .route(
            "/help-requests/{reference}",
            get(help_requests::pages::show::show),
        )
        .route(
            "/help-requests/{reference}/goods",
            get(help_requests::pages::goods::show).post(help_requests::pages::goods::reserve),
        )
        .route(
            "/help-requests/{reference}/{deed}",
            post(help_requests::pages::show::act),
        )
        // The desk
        .route("/desk", get(help_requests::pages::desk::show))
        .route("/desk/next", post(help_requests::pages::desk::next))
        .route("/desk/{reference}", get(help_requests::pages::desk::item))
        .route(
            "/desk/{reference}/{deed}",
            post(help_requests::pages::desk::act),
        )
        // Lists from outside
        .route("/imports/{id}", get(imports::pages::list::show))
        .route("/imports/{id}/problems.csv", get(imports::pages::csv::show))
        .route("/imports/{id}/{deed}", post(imports::pages::list::act))
        .merge(of_household_sheets())
        .merge(of_vaccination())
        .merge(of_points())
        .merge(of_point_imports())
        .merge(of_organisations())
        .merge(of_volunteers())
        .merge(of_rounds())
        .merge(accounts::all())
        .merge(supplies::all())
        .merge(of_alike())
}

/// Forms that take a file.
fn with_files() -> Router<App> {
    Router::new()
        .route(
            "/imports",
            get(imports::pages::lists::show).post(imports::pages::lists::bring),
        )
        .route(
            "/households/sheets",
            get(household_sheets::pages::list::show).post(household_sheets::pages::list::bring),
        )
        .route(
            "/supplies/{unit}/officers/sheet",
            get(officer_sheets::pages::show).post(officer_sheets::pages::bring),
        )
        .route(
            "/supplies/{unit}/shipments/{shipment}/photo",
            post(crate::supplies::pages::shipment::photo),
        )
        .route("/points/{id}/photo", post(points::pages::show::photo))
        .route(
            "/organisations/{id}/points",
            get(points::pages::own::show).post(points::pages::own::bring),
        )
        .route(
            "/points/imports",
            get(point_imports::pages::runs::show).post(point_imports::pages::runs::bring),
        )
        .route(
            "/api/v1/imports",
            post(point_imports::api::create).layer(map_response(api::not_kept)),
        )
}

/// Households on sheets, on their way in and out.
fn of_household_sheets() -> Router<App> {
    use household_sheets::pages::{empty, export, list, one, to_mend};
    Router::new()
        .route("/households/sheets/empty.xlsx", get(empty))
        .route(
            "/households/sheets/export",
            get(list::ask_export).post(export),
        )
        .route("/households/sheets/{id}", get(one::show))
        .route("/households/sheets/{id}/mend.xlsx", get(to_mend))
        .route("/households/sheets/{id}/{deed}", post(one::act))
}

/// The demand for the vaccine, talks, days of vaccination.
fn of_vaccination() -> Router<App> {
    use vaccination::pages::{demand, session, talks};
    Router::new()
        .route("/vaccination", get(demand::show))
        .route("/vaccination/talks", get(talks::show))
        .route("/vaccination/talks/{household}", post(talks::assign))
        .route("/vaccination/sessions", post(session::plan))
        .route("/vaccination/sessions/new", get(session::new))
        .route("/vaccination/sessions/{session}", get(session::show))
        .route("/vaccination/sessions/{session}/{word}", post(session::act))
}

/// Service points.
fn of_points() -> Router<App> {
    use points::pages::{edit, list, own, queue, report, show, update};
    Router::new()
        .route("/points", get(list::show).post(edit::create))
        .route("/points/new", get(edit::new))
        .route("/points/{id}", get(show::show).post(edit::change))
        .route("/points/{id}/card", get(show::card))
        .route("/points/{id}/edit", get(edit::edit))
        .route("/points/{id}/update", get(update::show).post(update::send))
        .route("/points/{id}/end", get(show::ask_end).post(show::end))
        .route("/points/{id}/report", get(report::show).post(report::send))
        .route("/points/queue", get(queue::show))
        .route("/points/queue/next", post(queue::next))
        .route("/points/queue/{id}", get(queue::item))
        .route("/points/queue/{id}/{deed}", post(queue::act))
        .route("/organisations/{id}/points/sheet.xlsx", get(own::sheet))
        .route("/organisations/{id}/points/confirm", post(own::confirm))
        .route("/organisations/{id}/points/apply", post(own::apply))
        .route("/tiles/points/{z}/{x}/{y}", get(points::tiles::show))
        .route("/api/v1/map/points.geojson", get(points::geojson::show))
}

/// Files of service points on their way in.
fn of_point_imports() -> Router<App> {
    use point_imports::pages::{csv, map, preview, run};
    Router::new()
        .route("/points/imports/{id}", get(run::show))
        .route("/points/imports/{id}/problems.csv", get(csv::show))
        .route("/points/imports/{id}/rows.geojson", get(map::show))
        .route("/points/imports/{id}/preview.svg", get(preview::show))
        .route("/points/imports/{id}/{deed}", post(run::act))
}

/// Organisations and teams.
fn of_organisations() -> Router<App> {
    use organisations::pages::{edit, list, show, team};
    Router::new()
        .route("/organisations", get(list::show).post(edit::create))
        .route("/organisations/new", get(edit::new))
        .route("/organisations/{id}", get(show::show).post(edit::change))
        .route("/organisations/{id}/edit", get(edit::edit))
        .route("/organisations/{id}/end", post(show::end))
        .route("/organisations/{id}/officers", post(show::appoint))
        .route(
            "/organisations/{id}/officers/{account}/remove",
            post(show::remove_officer),
        )
        .route("/organisations/{id}/teams", post(show::make_team))
        .route(
            "/organisations/{id}/cases",
            get(help_requests::pages::of_organisation::show),
        )
        .route("/teams/{id}", get(team::show).post(team::change))
        .route("/teams/{id}/end", post(team::end))
        .route("/teams/{id}/members", post(team::add_member))
        .route(
            "/teams/{id}/members/{account}/{word}",
            post(team::change_member),
        )
}

/// Volunteers, and the invites that bring them in.
fn of_volunteers() -> Router<App> {
    use invites::pages::{join, own, qr};
    use volunteers::pages::{list, profile, show};
    Router::new()
        .route("/volunteers", get(list::show))
        .route("/volunteers/{id}", get(show::show))
        .route("/volunteers/{id}/{word}", post(show::decide))
        .route(
            "/volunteer/profile",
            get(profile::show).post(profile::change),
        )
        .route("/volunteer/availability", post(profile::availability))
        .route("/volunteer/seats", post(profile::add_area))
        .route("/volunteer/seats/{id}/end", post(profile::give_up))
        .route("/invites", get(own::list).post(own::make))
        .route("/invites/new", get(own::new))
        .route("/invites/{code}", get(own::show))
        .route("/invites/{code}/end", post(own::end))
        .route("/invites/{code}/qr.svg", get(qr::show))
        .route("/join", get(join::ask))
        .route("/join/{code}", get(join::show).post(join::join))
}

/// Persons who may be recorded twice.
fn of_alike() -> Router<App> {
    use alike::pages;
    Router::new()
        .route("/persons/alike", get(pages::show))
        .route("/persons/alike/{id}/{deed}", post(pages::act))
}

/// Rounds of the household survey.
fn of_rounds() -> Router<App> {
    use rounds::pages::{close, edit, list, show};
    Router::new()
        .route("/rounds", get(list::show).post(edit::open))
        .route("/rounds/new", get(edit::new))
        .route("/rounds/{id}", get(show::show).post(edit::change))
        .route("/rounds/{id}/edit", get(edit::edit))
        .route("/rounds/{id}/close", get(close::ask).post(close::close))
        .route("/rounds/{id}/shares", post(show::give))
        .route("/rounds/{id}/shares/{share}/end", post(show::end))
        .route("/rounds/{id}/population", post(show::enter))
}
