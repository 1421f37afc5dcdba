//! The program at work: it listens, answers, works through what waits in the background, and ends
//! without losing anything it has acknowledged.

pub mod files;
pub mod health;
pub mod logs;
pub mod metrics;
pub mod sms;
pub mod stop;
pub mod tls;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::RustlsAcceptor;
use hyper_util::rt::TokioTimer;

use crate::app::App;
use crate::config::Settings;
use crate::snapshot;
use crate::work::Work;

/// How long open requests may take to end when the program is stopped.
const LAST_REQUESTS: Duration = Duration::from_secs(20);
/// How long a connection may take to send the head of a request.
const FIRST_WORDS: Duration = Duration::from_secs(15);

/// Listens until the program is told to stop. `told` gets the address once it can be reached.
pub async fn run(app: App, told: impl FnOnce(&str)) -> io::Result<()> {
    let told_to_stop = stop::asked()?;
    let listener = TcpListener::bind(app.settings.listen).map_err(|err| {
        io::Error::new(
            err.kind(),
            format!("cannot listen on {}: {err}", app.settings.listen),
        )
    })?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let tls = tls::config(&app.settings).await?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let handle = Handle::new();
    let work = Work::start(&app);
    let site = crate::routes::site(app.clone());
    let service = site.into_make_service_with_connect_info::<SocketAddr>();

    let mut server = axum_server::from_tcp(listener)?.handle(handle.clone());
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(FIRST_WORDS);
    server.http_builder().http2().timer(TokioTimer::new());
    let serving = tokio::spawn(async move {
        match tls {
            Some(tls) => {
                let acceptor = RustlsAcceptor::new(tls).acceptor(NoDelayAcceptor::new());
                server.acceptor(acceptor).serve(service).await
            }
            None => server.acceptor(NoDelayAcceptor::new()).serve(service).await,
        }
    });
    told(&format!("{scheme}://{address}"));
    remark(&app.settings);

    told_to_stop.await;
    tracing::info!(connections = handle.connection_count(), "stopping");
    // Who listens for what happens would never be done.
    app.live.close();
    handle.graceful_shutdown(Some(LAST_REQUESTS));
    let served = serving.await.map_err(io::Error::other)?;
    work.stop().await;
    // A handler whose client hung up works on in a task of its own; its write is waited for here.
    app.db.close().await;
    tracing::info!("stopped");
    served
}

/// What the operator should know at the start, such as that a page without HTTPS gets no position.
fn remark(settings: &Settings) {
    for remark in settings.remarks() {
        tracing::warn!("{remark}");
    }
}

/// Addresses that are no pages: answered without a look at who asks, and never logged.
pub fn without_frame(app: App) -> Router {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        .route("/assets/{name}", get(files::asset))
        .route("/sw.js", get(files::worker))
        .route("/public/{name}", get(snapshot::pages::served::show))
        .route(
            "/public/points/{name}",
            get(snapshot::pages::served::province),
        )
        .route("/favicon.ico", get(files::favicon))
        .route("/robots.txt", get(files::robots))
        .with_state(app)
}
