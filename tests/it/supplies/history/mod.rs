//! Officers do whatever they like for some weeks, right and wrong, late and early; beside the program somebody
//! keeps the same books in plain maps. What the program says to each deed, and what stands in the end, must be
//! what those books say.

mod books;
mod judge;
mod play;
mod promising;
mod shipping;

use std::collections::BTreeSet;

use db::Engine;

/// The histories of every check on the embedded database, from the first on.
const MANY: u64 = 36;

/// What is met in the histories of every check; some of it is rare.
const EXPECTED: [(&str, &str); 42] = [
    ("receive", "done"),
    ("receive", "supply-future"),
    ("receive", "supply-before-opening"),
    ("hand out", "done"),
    ("hand out", "supply-future"),
    ("hand out", "supply-too-few"),
    ("hand out", "supply-too-few-then"),
    ("lose", "done"),
    ("lose", "supply-too-few"),
    ("send", "done"),
    ("send", "supply-too-few"),
    ("send", "supply-too-few-then"),
    ("acknowledge", "done"),
    ("acknowledge", "supply-acknowledged"),
    ("acknowledge", "supply-cancelled"),
    ("acknowledge", "supply-more-than-sent"),
    ("acknowledge", "supply-before-opening"),
    ("acknowledge", "supply-before-sending"),
    ("acknowledge", "supply-future"),
    ("cancel", "done"),
    ("cancel", "supply-arrived"),
    ("cancel", "supply-cancelled"),
    ("undo", "done"),
    ("undo", "supply-too-few"),
    ("undo", "supply-too-few-then"),
    ("take back", "done"),
    ("take back", "supply-reversed"),
    ("take back", "supply-too-few"),
    ("take back", "supply-too-few-then"),
    ("close", "done"),
    ("close", "supply-too-few"),
    ("skip", "supply-day-not-yet"),
    ("hand out", "supply-reserved"),
    ("send", "supply-reserved"),
    ("promise", "done"),
    ("promise", "supply-too-few"),
    ("promise", "supply-reserved"),
    ("hand over", "done"),
    ("hand over", "supply-reservation-ended"),
    ("hand over", "supply-more-than-reserved"),
    ("release", "done"),
    ("release", "supply-reservation-ended"),
];

/// Tells how to run one history alone when it fails.
struct Seed(Engine, u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let seed = self.1;
            let engine = match self.0 {
                Engine::Sqlite => "the_embedded_database",
                Engine::Postgres => "postgresql",
            };
            eprintln!("alone: SEED={seed} cargo test -p jitasa --test it books_agree_on_{engine}");
        }
    }
}

/// Runs `usual` histories from `first` on; `SEEDS=1000` that many, `SEED=17` that one alone.
async fn histories(engine: Engine, first: u64, usual: u64) {
    let told = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let seeds = match (told("SEED"), told("SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, wanted) => first..first + wanted.unwrap_or(usual),
    };
    let mut heard = BTreeSet::new();
    let is_usual = seeds == (0..MANY);
    for seed in seeds {
        let _told = Seed(engine, seed);
        let mut play = play::Play::of(engine, seed).await;
        for _ in 0..200 {
            play.something_happens().await;
        }
        judge::judge(&play).await;
        heard.extend(play.heard);
    }
    // A history in which nothing succeeds, or all, tells little.
    let missing: Vec<_> = EXPECTED.iter().filter(|one| !heard.contains(one)).collect();
    assert!(!is_usual || missing.is_empty(), "never met: {missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn books_agree_on_the_embedded_database() {
    histories(Engine::Sqlite, 0, MANY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn books_agree_on_postgresql() {
    if std::env::var("ONLY_SQLITE").is_ok() {
        return;
    }
    histories(Engine::Postgres, 1001, 3).await;
}
