//! The world of the tests: the whole program on a database of its own, with a clock moved by hand,
//! text messages that land in a file, the cast, and the verbs by which a test tells its story.

mod api;
mod browser;
mod cast;
mod page;
mod verbs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::Router;
use db::testing::{OnEngine, TestDb};
use db::{Engine, Options};
use jitasa::accounts::passwords::Passwords;
use jitasa::app::{App, MIGRATIONS, Outside};
use jitasa::clock::Clock;
use jitasa::config::{Flags, Settings, Sources};
use jobs::{Drained, Runner};
use tempfile::TempDir;
use vault::Vault;

pub use api::{Answer, Api};
pub use browser::Browser;
pub use cast::{ANONG, BOONMEE, Card, DAO, MALEE, Person, SOMSAK};
pub use page::Page;
pub use verbs::{AREA, Asked, KIND, registration, usual_form};

/// The whole program, for one test.
pub struct TestApp {
    app: App,
    site: Router,
    /// The key, for a second program on the same database.
    key: String,
    runner: Runner<App>,
    folder: TempDir,
    // Last, so that it is dropped when nobody uses it any more.
    db: TestDb,
}

impl OnEngine for TestApp {
    async fn on(engine: Engine) -> TestApp {
        TestApp::with(engine, TestDb::options(), &[]).await
    }
}

/// As [`TestApp`], with a database that keeps its contract under races and power cuts.
pub struct DurableApp(TestApp);

impl std::ops::Deref for DurableApp {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}

impl OnEngine for DurableApp {
    async fn on(engine: Engine) -> DurableApp {
        let options = Options {
            durable: true,
            ..TestDb::options()
        };
        DurableApp(TestApp::with(engine, options, &[]).await)
    }
}

impl TestApp {
    /// The program with some settings of its own, as names and texts.
    pub async fn with(engine: Engine, options: Options, settings: &[(&str, &str)]) -> TestApp {
        let folder = tempfile::tempdir().expect("a folder");
        let db = TestDb::with_options(engine, MIGRATIONS, options).await;
        let settings = read(folder.path(), settings);
        let key = Vault::fresh_key_text();
        let vault = Vault::from_key_text(&key).expect("a fresh key reads");
        let sms = jitasa::server::sms::gateway(&settings).expect("a gateway");
        let start = "2026-11-21T14:05:00+07:00".parse().expect("an instant");
        let outside = Outside {
            db: db.db().clone(),
            clock: Clock::by_hand(start),
            vault,
            sms,
            passwords: Passwords::weak(),
            is_demo: false,
        };
        let app = App::build(settings, outside)
            .await
            .expect("the program is built");
        let runner = jitasa::work::runner(&app);
        TestApp {
            site: jitasa::routes::site(app.clone()),
            app,
            runner,
            key,
            folder,
            db,
        }
    }

    /// Where a second program finds the same database; none for the embedded one.
    pub fn database_address(&self) -> Option<&str> {
        self.db.url()
    }

    /// A second program beside this one, on the same database, with the same key and clock.
    pub async fn another_on(&self, db: db::Db) -> App {
        let outside = Outside {
            db,
            clock: self.app.clock.clone(),
            vault: Vault::from_key_text(&self.key).expect("the key reads"),
            sms: jitasa::server::sms::gateway(&self.app.settings).expect("a gateway"),
            passwords: Passwords::weak(),
            is_demo: false,
        };
        App::build(self.app.settings.clone(), outside)
            .await
            .expect("the second program is built")
    }

    /// The process dies and another one takes over, with nothing in its memory. Browsers and programs of
    /// before reach the dead one.
    pub async fn starts_again(&mut self) {
        self.db.starts_again().await;
        self.serves_anew().await;
    }

    /// A copy of the database, as a backup that was taken now. On PostgreSQL the program starts again.
    pub async fn backs_up(&mut self) -> db::testing::Copy {
        let copy = self.db.copy().await;
        if self.engine() == Engine::Postgres {
            self.starts_again().await;
        }
        copy
    }

    /// The program is stopped, the copy put back, and the program started, in another epoch.
    pub async fn restores(&mut self, copy: &db::testing::Copy) {
        let mark = jitasa::meta::new_epoch_sql();
        self.db.goes_back(copy, &mark).await;
        self.serves_anew().await;
    }

    async fn serves_anew(&mut self) {
        self.app = self.another_on(self.db.db().clone()).await;
        self.site = jitasa::routes::site(self.app.clone());
        self.runner = jitasa::work::runner(&self.app);
    }

    /// Jobs are done, events numbered, and what is kept in memory has followed.
    pub async fn follows(&self) {
        self.work_jobs().await;
        jitasa::map::catch_up(&self.app)
            .await
            .expect("the memory follows");
        jitasa::news::memory::refresh(&self.app)
            .await
            .expect("announcements are read");
    }

    /// Another process on the same database, with nothing in its memory.
    pub async fn another_process(&self) -> App {
        let settings = self.app.settings.clone();
        let outside = Outside {
            db: self.app.db.clone(),
            clock: self.app.clock.clone(),
            vault: Vault::from_key_text(&self.key).expect("the key reads again"),
            sms: jitasa::server::sms::gateway(&settings).expect("a gateway"),
            passwords: Passwords::weak(),
            is_demo: false,
        };
        let app = App::build(settings, outside).await;
        app.expect("the program is built once more")
    }

    /// The program itself, for what no page shows.
    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn db(&self) -> &TestDb {
        &self.db
    }

    pub fn engine(&self) -> Engine {
        self.app.db.engine()
    }

    /// Time passes only by `clock().pass(…)`.
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// The site as a server would call it.
    pub fn site(&self) -> Router {
        self.site.clone()
    }

    /// A browser nobody has used yet.
    pub fn browser(&self) -> Browser {
        Browser::new(self.site())
    }

    /// A program that speaks JSON, with a token or without.
    pub fn api(&self, token: impl Into<Option<String>>) -> Api {
        Api::new(self.site(), token.into())
    }

    /// Does every job that is due, and numbers the events that wait for it.
    pub async fn work_jobs(&self) -> Drained {
        let now = self.app.clock.now();
        let drained = self.runner.drain(&self.app, now).await.expect("jobs drain");
        if self.engine() == Engine::Postgres {
            while jitasa::events::feed::number_waiting(&self.app.db)
                .await
                .expect("events are numbered")
                > 0
            {}
        }
        drained
    }

    fn sms_file(&self) -> PathBuf {
        self.folder.path().join("sms.jsonl")
    }

    /// Every message sent to a phone so far, the oldest first. Due jobs are done before.
    pub async fn all_sms(&self, phone: &str) -> Vec<String> {
        self.work_jobs().await;
        let to = contact::PhoneNumber::parse(phone).expect("a phone");
        let lines = std::fs::read_to_string(self.sms_file()).unwrap_or_default();
        lines
            .lines()
            .map(|line| serde_json::from_str::<sms::FileLine>(line).expect("a message"))
            .filter(|line| line.to == to.e164())
            .map(|line| line.text)
            .collect()
    }

    /// The newest message to a phone.
    pub async fn last_sms(&self, phone: &str) -> String {
        let mut all = self.all_sms(phone).await;
        all.pop()
            .unwrap_or_else(|| panic!("no message went to {phone}"))
    }

    /// The code in the newest message to a phone.
    pub async fn last_code(&self, phone: &str) -> String {
        let text = self.last_sms(phone).await;
        let after = text.split("OTP ").nth(1).expect("a code in the message");
        after.chars().take_while(char::is_ascii_digit).collect()
    }

    /// From now on the gateway takes no message, or takes them again.
    pub fn sms_gateway_fails(&self, fails: bool) {
        let (file, aside) = (self.sms_file(), self.folder.path().join("aside"));
        let done = if fails {
            std::fs::rename(&file, &aside).and_then(|()| std::fs::create_dir(&file))
        } else {
            std::fs::remove_dir(&file).and_then(|()| std::fs::rename(&aside, &file))
        };
        done.expect("the file of messages is moved");
    }
}

fn read(folder: &Path, settings: &[(&str, &str)]) -> Settings {
    let path = folder.join("sms.jsonl");
    let data = folder.to_str().expect("a path in Unicode");
    let own = [
        ("data", data),
        ("sms_driver", "file"),
        ("sms_path", path.to_str().expect("a path in Unicode")),
    ];
    let mut flags = Flags::default();
    for (name, text) in own.into_iter().chain(settings.iter().copied()) {
        flags = flags
            .with(name, text)
            .unwrap_or_else(|| panic!("no setting {name}"));
    }
    let env = BTreeMap::new();
    let sources = Sources {
        file: None,
        env: &env,
        flags,
    };
    Settings::load(sources).expect("the settings of a test")
}
