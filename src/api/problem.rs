//! How a no looks to a program, for the document: problem+json by status.

use serde::Serialize;
use utoipa::{ToResponse, ToSchema};

/// Why something was not done (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name, for programs to tell by.
    #[schema(example = "/problems/wrong-code")]
    pub r#type: String,
    /// A sentence in the reader's language (`Accept-Language`).
    pub title: String,
    pub status: u16,
    /// To tell the operator when something is out of order.
    pub request_id: String,
    /// Of `/problems/problems`: everything amiss at once.
    pub problems: Option<Vec<FieldProblem>>,
    /// Of `/problems/wrong-code`.
    pub tries_left: Option<u8>,
    /// Of `/problems/held-by-another`: until when.
    #[schema(format = DateTime)]
    pub until: Option<String>,
}

/// One field and what is amiss with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Where it stands in the body, such as `position.lat` or `persons.0.name`.
    pub field: String,
    /// Stable name of what is amiss.
    pub key: String,
    /// A sentence in the reader's language.
    pub message: String,
}

macro_rules! answers {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        $(#[$meta])*
        #[derive(ToResponse)]
        #[response(content_type = "application/problem+json")]
        pub struct $name(pub Problem);
    )+ };
}

answers! {
    /// The body or the address cannot be read.
    BadRequest;
    /// No token, or one that has run out.
    SignInNeeded;
    /// Known, and not allowed to.
    Forbidden;
    /// Not there, or not yours to know.
    NotFound;
    /// Somebody was quicker, or it stands otherwise.
    Conflict;
    /// The code has expired or was used.
    Gone;
    /// Larger than allowed.
    TooLarge;
    /// The body is not `application/json`.
    WrongContentType;
    /// Something needs mending; `problems` tells all of it at once.
    Unprocessable;
    /// Too many; `Retry-After` says when to try again.
    TooMany;
    /// Out of order for the moment; with `Retry-After` it is worth trying again.
    OutOfOrder;
}
