//! Many phones over a bad network, at a server that fares no better: letters are lost, their answers are
//! lost, letters come twice or long after later ones, clocks stand anywhere; processes die between letters and
//! amid one, the database goes back to an earlier copy, programs on phones are replaced. In the end every
//! household, person and dose is there once, and every change either stands in the line of its field or is
//! kept at odds.
//!
//! The seed decides all of it but one thing: what a process has done to the change it was at when it died.

mod judge;
mod world;

use db::Engine;

use world::World;

/// Tells how to run one world alone when it fails.
struct Seed(Engine, u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let (engine, seed) = (name_of(self.0), self.1);
            eprintln!(
                "alone: SEED={seed} cargo test -p jitasa --test it phones_lose_nothing_on_{engine}"
            );
        }
    }
}

fn name_of(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "the_embedded_database",
        Engine::Postgres => "postgresql",
    }
}

/// World 0 is the one of two hundred phones.
async fn simulate(engine: Engine, seed: u64) {
    let _told = Seed(engine, seed);
    let (n_phones, steps) = match seed {
        0 => (200, 60),
        // Few phones know most of what the others do.
        odd if odd % 2 == 1 => (6, 80),
        _ => (20, 80),
    };
    let mut world = World::of(engine, seed, n_phones).await;
    for _ in 0..steps {
        let at = world.dice.below(n_phones);
        world.happens(at).await;
        for _ in 0..=world.dice.below(3) {
            world.acts(at);
        }
        world.speaks(at).await;
    }
    world.all_come_back(seed).await;
    judge::judge(seed, &mut world).await;
}

/// Runs `usual` worlds from `first` on; `SEEDS=1000` that many, `SEED=17` that one alone.
async fn worlds(engine: Engine, first: u64, usual: u64) {
    let told = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let seeds = match (told("SEED"), told("SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, wanted) => first..first + wanted.unwrap_or(usual),
    };
    for seed in seeds {
        simulate(engine, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_on_the_embedded_database() {
    worlds(Engine::Sqlite, 0, 4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_on_postgresql() {
    if std::env::var("ONLY_SQLITE").is_ok() {
        return;
    }
    worlds(Engine::Postgres, 101, 2).await;
}
