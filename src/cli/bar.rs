//! The bar on a terminal while something long runs.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::areas::import::Progress;

/// A bar of unknown length, until it is told.
pub fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {per_sec} {eta}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// How far an import has come.
pub fn show(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Reading => bar.set_message("reading"),
        Progress::Writing { done, of } => {
            bar.set_message("writing");
            let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            set(bar, n(done), n(of));
        }
    }
}

/// So many of so many.
pub fn set(bar: &ProgressBar, done: i64, of: i64) {
    bar.set_length(u64::try_from(of).unwrap_or_default());
    bar.set_position(u64::try_from(done).unwrap_or_default());
}
