//! The program on a made-up situation: three days of an epidemic in two real provinces, with people
//! who ask, volunteers who help, and admins. It is played through the same actions as real life,
//! with a clock moved by hand, so that histories and figures agree.

mod asks;
mod dice;
mod news;
pub mod pages;
mod people;
mod places;
mod story;

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use db::{Db, Options};
use i18n::Language;
use jiff::SignedDuration;
use sms::{FileTarget, SmsConfig, SmsGateway};
use vault::Vault;

use crate::accounts::passwords::Passwords;
use crate::app::{App, MIGRATIONS, Outside};
use crate::clock::Clock;
use crate::config::Settings;
use crate::error::Error;

/// How long ago the story begins.
const BEGINS: SignedDuration = SignedDuration::from_hours(74);

/// Plays the story on a fresh database in the settings' data folder, whatever was there before of an
/// earlier demonstration, and gives the program to be served.
pub async fn prepare(settings: Settings) -> Result<App, Error> {
    clear(&settings.data).map_err(|err| Error::fault("making the folder", err))?;
    // What is played before anybody watches need not survive a power cut.
    let quick = Options {
        durable: false,
        ..Options::default()
    };
    let db = open(&settings.data, quick).await?;
    let begin = Clock::System.now() - BEGINS;
    // Nobody is sent what was asked days ago.
    let mut silent = settings.clone();
    silent.sms_questions = false;
    let past = build(&silent, db, Clock::by_hand(begin)).await?;
    story::play(&past, BEGINS).await?;
    past.db.close().await;
    let db = open(&settings.data, Options::default()).await?;
    build(&settings, db, Clock::System).await
}

async fn open(data: &Path, options: Options) -> Result<Db, Error> {
    let db = Db::open_sqlite(data, options).await?;
    db.migrate(MIGRATIONS).await?;
    Ok(db)
}

async fn build(settings: &Settings, db: Db, clock: Clock) -> Result<App, Error> {
    let file = SmsConfig::File(FileTarget {
        path: sms_path(settings),
    });
    let sms = SmsGateway::build(&file, |_| None).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Error::fault("opening the file of messages", faults.join("; "))
    })?;
    let vault = Vault::open_or_create(&settings.data.join("secret.key"))
        .map_err(|err| Error::fault("opening the key", err))?;
    let outside = Outside {
        db,
        clock,
        vault,
        sms,
        passwords: Passwords::weak(),
        is_demo: true,
    };
    App::build(settings.clone(), outside).await
}

/// Where the messages of a demonstration are kept.
pub fn sms_path(settings: &Settings) -> PathBuf {
    settings.data.join("sms.jsonl")
}

/// Marks a folder as one that a demonstration may empty.
const MARK: &str = "demonstration";

/// Makes the folder, or empties one that an earlier demonstration made; never one with real data.
fn clear(data: &Path) -> io::Result<()> {
    if data.join("jitasa.sqlite").exists() && !data.join(MARK).exists() {
        let said = format!(
            "{} holds a database that is no demonstration",
            data.display()
        );
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, said));
    }
    std::fs::create_dir_all(data)?;
    std::fs::write(
        data.join(MARK),
        "This folder is emptied by every `jitasa demo`.\n",
    )?;
    let made = [
        "jitasa.sqlite",
        "jitasa.sqlite-wal",
        "jitasa.sqlite-shm",
        "secret.key",
        "sms.jsonl",
    ];
    for name in made {
        match std::fs::remove_file(data.join(name)) {
            Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
            _ => {}
        }
    }
    Ok(())
}

/// Who can sign in, as a table for the terminal.
pub fn sign_ins() -> String {
    let mut table = format!(
        "Everybody's password: {}\n\n{:<14} {:<24} {:<34} Name\n",
        people::PASSWORD,
        "Username",
        "Role",
        "Area"
    );
    let groups = [
        ("", people::ADMINS),
        ("", people::VOLUNTEERS),
        (" (waits)", people::APPLICANTS),
    ];
    for (note, persons) in groups {
        for person in persons {
            let role = format!("{}{note}", person.role.code());
            let area = person
                .area()
                .map(|area| crate::areas::name(Language::En, area));
            let area = area.unwrap_or_default();
            let _ = writeln!(
                table,
                "{:<14} {role:<24} {area:<34} {}",
                person.username, person.full_name
            );
        }
    }
    table
}
