//! Every address of the site on one page.

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::{help_requests, layout};

/// The whole site with its layers.
pub fn site(app: App) -> Router {
    layout::shell::wrap(pages(), app)
}

fn pages() -> Router<App> {
    Router::new()
        // Asking for help
        .route("/ask", get(help_requests::pages::ask::phone))
        .route("/ask/phone", post(help_requests::pages::ask::send_code))
        .route("/ask/kinds", get(help_requests::pages::ask::kinds))
        .route(
            "/ask/{incident}/{kind}",
            get(help_requests::pages::ask::show).post(help_requests::pages::ask::send),
        )
        .route("/follow/{token}", get(help_requests::pages::follow::show))
        .route("/follow/{token}/{word}", post(help_requests::pages::follow::say))
        .route("/mine", get(help_requests::pages::follow::own))
        // Helping
        .route("/help-requests", get(help_requests::pages::list::show))
        .route("/help-requests/{reference}", get(help_requests::pages::show::show))
        .route("/help-requests/{reference}/{deed}", post(help_requests::pages::show::act))
}
