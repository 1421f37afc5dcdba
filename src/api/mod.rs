//! What every endpoint for programs shares: who calls, a JSON body read strictly by the schema that
//! describes it, answers that never say what they may not, and the description of the whole.

pub mod caller;
pub mod document;
pub mod json;
pub mod problem;
pub mod received;
pub mod refused;
pub mod shape;

use axum::response::Response;
use http::HeaderValue;
use http::header::CACHE_CONTROL;

pub use caller::Caller;
pub use received::{Body, Received, ReceivedParts};

/// No cache on the way keeps what one person was told, unless the answer says that it may.
pub async fn not_kept(mut response: Response) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(no_store);
    response
}
