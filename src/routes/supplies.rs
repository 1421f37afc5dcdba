//! The pages of supply units.

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn all() -> Router<App> {
    use crate::supplies::pages::{
        allocate, count, day, days, enter, entries, hang, headcounts, home, list, officers, phone,
        report, reservations, shipment, trace, units,
    };
    Router::new()
        .route("/supplies", get(list::show).post(list::root))
        .route("/supplies/phone", get(phone::show))
        .route("/supplies/{unit}", get(home::show))
        .route(
            "/supplies/{unit}/receive",
            get(enter::receive).post(enter::send_receive),
        )
        .route(
            "/supplies/{unit}/hand-out",
            get(enter::hand_out).post(enter::send_hand_out),
        )
        .route(
            "/supplies/{unit}/write-off",
            get(enter::write_off).post(enter::send_write_off),
        )
        .route(
            "/supplies/{unit}/allocate",
            get(allocate::show).post(allocate::send),
        )
        .route("/supplies/{unit}/entries", get(entries::show))
        .route(
            "/supplies/{unit}/entries/{entry}/reverse",
            get(entries::ask).post(entries::reverse),
        )
        .route(
            "/supplies/{unit}/shipments/{shipment}",
            get(shipment::show).post(shipment::acknowledge),
        )
        .route(
            "/supplies/{unit}/shipments/{shipment}/undo",
            post(shipment::undo),
        )
        .route(
            "/supplies/{unit}/shipments/{shipment}/cancel",
            post(shipment::cancel),
        )
        .route("/supplies/{unit}/reservations", get(reservations::list))
        .route(
            "/supplies/{unit}/reservations/{reservation}",
            get(reservations::show),
        )
        .route(
            "/supplies/{unit}/reservations/{reservation}/hand-over",
            post(reservations::hand_over),
        )
        .route(
            "/supplies/{unit}/reservations/{reservation}/release",
            post(reservations::release),
        )
        .route("/supplies/{unit}/trace/{allocation}", get(trace::show))
        .route("/supplies/{unit}/close", get(day::show).post(day::close))
        .route("/supplies/{unit}/close-quiet", post(day::close_quiet))
        .route("/supplies/{unit}/report", get(report::show))
        .route("/supplies/{unit}/report.csv", get(report::csv))
        .route("/supplies/{unit}/report.xlsx", get(report::xlsx))
        .route("/supplies/{unit}/days", get(days::show))
        .route("/supplies/{unit}/verify", post(days::verify))
        .route("/supplies/{unit}/units", get(units::show).post(units::make))
        .route("/supplies/{unit}/units/new", get(units::new))
        .route(
            "/supplies/{unit}/edit",
            get(units::edit).post(units::change),
        )
        .route("/supplies/{unit}/hang", get(hang::show).post(hang::hang))
        .route(
            "/supplies/{unit}/headcounts",
            get(headcounts::show).post(headcounts::tell),
        )
        .route("/supplies/{unit}/count", get(count::show).post(count::send))
        .route(
            "/supplies/{unit}/officers",
            get(officers::show).post(officers::add),
        )
        .route(
            "/supplies/{unit}/officers/empty.xlsx",
            get(crate::officer_sheets::pages::empty),
        )
        .route("/supplies/{unit}/officers/{seat}/end", post(officers::end))
}
