//! Officers do whatever they like for some weeks, right and wrong, late and early; beside the program somebody
//! keeps the same books in plain maps. What the program says to each deed, and what stands in the end, must be
//! what those books say.

mod books;
mod judge;
mod play;
mod shipping;

use db::Engine;

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
    for seed in seeds {
        let _told = Seed(engine, seed);
        let mut play = play::Play::of(engine, seed).await;
        for _ in 0..150 {
            play.something_happens().await;
        }
        judge::judge(&play).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn books_agree_on_the_embedded_database() {
    histories(Engine::Sqlite, 0, 24).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn books_agree_on_postgresql() {
    if std::env::var("ONLY_SQLITE").is_ok() {
        return;
    }
    histories(Engine::Postgres, 1001, 3).await;
}
