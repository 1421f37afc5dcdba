//! Words for what two requests share.

/// The message key of what a pair shares.
pub fn said(code: &str) -> Option<&'static str> {
    Some(match code {
        "same_phone" => "shares-phone",
        "same_place" => "shares-place",
        "near" => "shares-near",
        "same_name" => "shares-name",
        "like_name" => "shares-like-name",
        "same_kind" => "shares-kind",
        "same_time" => "shares-time",
        "same_landmark" => "shares-landmark",
        _ => return None,
    })
}
