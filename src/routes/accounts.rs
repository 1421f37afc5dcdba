//! The pages of accounts: codes, sign-in, registration, the profile, and who is let in and named.

use axum::Router;
use axum::routing::{get, post};

use crate::accounts::pages::{
    admins, applicants, code, lost_number, profile, recover, register, sign_in, volunteer,
};
use crate::app::App;

pub(super) fn all() -> Router<App> {
    Router::new()
        .route("/codes/{id}", get(code::show).post(code::verify))
        .route("/codes/{id}/again", post(code::again))
        .route("/codes/{id}/without", post(code::without))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-in/code", post(sign_in::send_code))
        .route("/sign-in/password", post(sign_in::by_password))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/register", get(register::show).post(register::send))
        .route("/register/done", get(register::done))
        .route("/register/username", get(register::username))
        .route("/register/affiliations", get(register::affiliations))
        .route(
            "/recover",
            get(code::recover_phone).post(code::send_recover),
        )
        .route("/recover/password", get(recover::show).post(recover::set))
        .route("/profile", get(profile::show).post(profile::change))
        .route("/profile/position-notice", post(profile::position_notice))
        .route("/profile/sessions/{id}/end", post(profile::end_session))
        .route("/volunteer", get(volunteer::show))
        .route(
            "/volunteers/phone",
            get(lost_number::show).post(lost_number::change),
        )
        .route("/admins", get(admins::own))
        .route("/admins/{area}", get(admins::show).post(admins::name))
        .route("/admins/seats/{id}/end", post(admins::end))
        .route("/admins/seats/{id}/successor", post(admins::name_successor))
        .route("/applicants", get(applicants::show))
        .route("/applicants/{id}/{word}", post(applicants::decide))
}
