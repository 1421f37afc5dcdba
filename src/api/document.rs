//! The description of every endpoint, as OpenAPI 3.1. Bodies are read by the schemas in it, so it is
//! no second opinion.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::Value;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{Modify, OpenApi};

use super::problem;
use crate::{
    accounts, areas, help_requests, incidents, invites, map, news, organisations, point_imports,
    points, reports, rounds, statistics, supplies, survey, vaccination, villages, volunteers,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Jitasa",
        description = "People ask for help, are seen, and are helped. Names are snake_case, times \
            RFC 3339 in UTC, positions WGS 84 degrees, lists `{items, next}`. Fields that are not \
            described here are refused by name. Sentences come in the language of `Accept-Language` \
            (th, en, my, km, lo). Errors are application/problem+json with a stable `type`."
    ),
    paths(
        accounts::api::codes::ask_code,
        accounts::api::codes::verify_code,
        accounts::api::codes::go_without_code,
        accounts::api::register::create,
        accounts::api::sessions::create,
        accounts::api::sessions::end,
        areas::api::list,
        areas::api::search,
        areas::api::locate,
        incidents::api::list,
        incidents::api::open,
        incidents::api::close,
        incidents::api::show_preset,
        help_requests::api::ask::ask,
        help_requests::api::list::list,
        help_requests::api::list::own,
        help_requests::api::list::held,
        help_requests::api::see::by_reference,
        help_requests::api::see::by_follow,
        help_requests::api::act::act,
        help_requests::api::assign::assign,
        crate::board::api::show,
        help_requests::api::act::say,
        volunteers::api::me,
        volunteers::api::change,
        volunteers::api::list,
        volunteers::api::decide,
        accounts::api::seats::list,
        accounts::api::seats::name,
        accounts::api::seats::end,
        accounts::api::seats::name_successor,
        invites::api::list,
        invites::api::create,
        organisations::api::organisations::list,
        organisations::api::organisations::show,
        organisations::api::organisations::create,
        organisations::api::organisations::change,
        organisations::api::teams::list,
        organisations::api::teams::create,
        organisations::api::teams::add,
        organisations::api::teams::remove,
        help_requests::api::next::next,
        help_requests::api::next::amend,
        help_requests::api::next::check,
        help_requests::api::likely::likely,
        help_requests::api::desk::next,
        help_requests::api::desk::claim,
        help_requests::api::desk::call,
        help_requests::api::desk::pin,
        help_requests::api::desk::skip,
        help_requests::api::desk::release,
        help_requests::api::desk::close,
        survey::api::record,
        survey::api::households::list,
        survey::api::households::show,
        survey::api::households::revise,
        survey::api::persons::doses,
        survey::api::persons::give,
        survey::api::persons::followups,
        survey::api::persons::follow_up,
        survey::api::sync::sync,
        survey::api::area::area,
        survey::api::area::key,
        vaccination::api::demand,
        vaccination::api::list,
        vaccination::api::plan,
        vaccination::api::show,
        vaccination::api::invite,
        vaccination::api::say,
        crate::alike::api::list,
        crate::alike::api::same,
        crate::alike::api::different,
        crate::alike::api::undo,
        rounds::api::list,
        rounds::api::open,
        rounds::api::show,
        rounds::api::change,
        rounds::api::close,
        rounds::api::shares::give,
        rounds::api::shares::end,
        supplies::api::units::list,
        supplies::api::arranging::make,
        supplies::api::units::show,
        supplies::api::arranging::change,
        supplies::api::seats::list,
        supplies::api::seats::name,
        supplies::api::seats::end,
        supplies::api::headcounts::show,
        supplies::api::headcounts::tell,
        supplies::api::items::list,
        supplies::api::entries::list,
        supplies::api::entries::enter,
        supplies::api::reservations::list,
        supplies::api::reservations::reserve,
        supplies::api::reservations::hand_over,
        supplies::api::reservations::release,
        supplies::api::allocations::allocate,
        supplies::api::allocations::trace,
        supplies::api::shipments::show,
        supplies::api::shipments::acknowledge,
        supplies::api::shipments::undo,
        supplies::api::shipments::cancel,
        supplies::api::phone::show,
        supplies::api::standing::stock,
        supplies::api::days::show,
        supplies::api::days::close,
        supplies::api::days::close_quiet,
        supplies::api::standing::unreported,
        supplies::api::standing::verify,
        villages::api::villages,
        villages::api::list,
        villages::api::enter,
        news::api::list,
        news::api::show,
        news::api::publish,
        news::api::change,
        news::api::withdraw,
        statistics::api::show,
        reports::api::list,
        reports::api::show,
        crate::events::api::listen,
        map::geojson::requests,
        point_imports::api::create,
        point_imports::api::show,
        point_imports::api::apply,
        point_imports::api::undo,
        points::api::list::list,
        points::api::list::geojson,
        points::api::list::show,
        points::api::list::history,
        points::api::write::create,
        points::api::write::change,
        points::api::write::verify,
        points::api::write::end,
        points::api::desk::next,
        points::api::desk::call,
        points::api::desk::skip,
        points::api::desk::release,
        points::api::desk::report,
        points::geojson::show,
        show,
    ),
    components(schemas(
        problem::Problem,
        problem::FieldProblem,
        help_requests::api::act::Deed,
        help_requests::api::act::Word,
        volunteers::api::WordSent,
    ), responses(
        problem::BadRequest,
        problem::SignInNeeded,
        problem::Forbidden,
        problem::NotFound,
        problem::Conflict,
        problem::Gone,
        problem::TooLarge,
        problem::WrongContentType,
        problem::Unprocessable,
        problem::TooMany,
        problem::OutOfOrder,
    )),
    tags(
        (name = "accounts", description = "Codes, accounts, sessions"),
        (name = "areas", description = "Provinces, districts, subdistricts"),
        (name = "incidents", description = "Incidents and what may be asked for in them"),
        (name = "help-requests", description = "Asked, taken, helped, confirmed"),
        (name = "volunteers", description = "Profiles, seats, and the words of area admins"),
        (name = "organisations", description = "Organisations, their teams and people"),
        (name = "points", description = "Hospitals, shelters, oxygen: where, open, free, and when that was checked"),
        (name = "desk", description = "Requests that need a phone call first"),
        (name = "households", description = "Who lives where and wants to be vaccinated"),
        (name = "supply", description = "Relief supplies from the ministry to the last hand: units, entries, shipments, closed days"),
        (name = "news", description = "What the admins of areas announce"),
        (name = "figures", description = "Live figures and the public map"),
        (name = "events", description = "What happens, live"),
    ),
    modifiers(&WhatHoldsForAll)
)]
struct Document;

struct WhatHoldsForAll;

impl Modify for WhatHoldsForAll {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The `token` of a session or of a verified phone"))
            .build();
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        }
        for (path, item) in &mut document.paths.paths {
            for (method, operation) in operations(item) {
                operation.operation_id = Some(name(method, path));
                refusals(operation);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", &mut item.get),
        ("post", &mut item.post),
        ("put", &mut item.put),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// One name for each operation, such as `post_otp_challenge_verify`.
fn name(method: &str, path: &str) -> String {
    let path = path.trim_start_matches("/api/v1");
    let words = path.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    [method]
        .into_iter()
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}

/// What any endpoint may answer, and any that reads a body.
fn refusals(operation: &mut Operation) {
    let mut refusals = vec![("default", "OutOfOrder")];
    if operation.request_body.is_some() {
        refusals.extend([
            ("400", "BadRequest"),
            ("413", "TooLarge"),
            ("415", "WrongContentType"),
        ]);
    }
    for (status, name) in refusals {
        let answer = Ref::from_response_name(name);
        let known = &mut operation.responses.responses;
        known.entry(status.to_owned()).or_insert(RefOr::Ref(answer));
    }
}

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::to_value(Document::openapi()).expect("the document is plain data")
});

static TEXT: LazyLock<String> =
    LazyLock::new(|| serde_json::to_string_pretty(&*DOCUMENT).expect("the document is plain data"));

/// The whole document, as it is kept in `docs/api.json`.
pub fn text() -> &'static str {
    &TEXT
}

/// The schemas by name.
pub fn schemas() -> &'static Value {
    &DOCUMENT["components"]["schemas"]
}

/// This document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "figures",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json"))
)]
pub async fn show() -> Response {
    let mut response = text().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    response
}
