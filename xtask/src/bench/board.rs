//! `bench board`: the board of a province with a hundred thousand open cases, over HTTP, by an admin
//! who is signed in, on SQLite and on PostgreSQL.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::intake;
use super::load::{self, Connection};
use crate::postgres::Cluster;
use crate::product::Product;
use crate::run::command;

const CASES: u32 = 100_000;
const TIME: Duration = Duration::from_secs(5);
const PASSWORD: &str = "ข้าวเหนียว-7-มะม่วง";
pub(super) const KEY: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What is asked for: name, address.
const PAGES: [(&str, &str); 6] = [
    ("page, by urgency", "/board/57"),
    ("page, longest without a step", "/board/57?sort=step"),
    ("page, late ones by level", "/board/57?mark=late&sort=risen"),
    ("page, districts", "/board/57?tab=parts"),
    ("page, people", "/board/57?tab=people"),
    ("API", "/api/v1/areas/57/board"),
];

pub fn bench(binary: &PathBuf) -> Result<()> {
    println!("| what | answered | p50 | p95 | p99 |\n|---|---|---|---|---|");
    {
        let product = Product::start_with(binary, &["--log-level", "error"], &[])?;
        ask_once(&product)?;
        let folder = product.stop()?;
        let data = folder.path().to_string_lossy().into_owned();
        admin(binary, &["--data", &data], &[])?;
        let database = rusqlite::Connection::open(folder.path().join("jitasa.sqlite"))?;
        let mut names = database.prepare("SELECT name FROM pragma_table_info('help_requests')")?;
        let names = names.query_map([], |row| row.get(0))?;
        let names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
        database.execute_batch(&fill(&names, false))?;
        let product = Product::start_on(binary, folder, &["--log-level", "error"], &[])?;
        table("SQLite", &product)?;
    }
    let cluster = Cluster::start_durable()?;
    let url = cluster.database("bench")?;
    let env = [
        ("JITASA_DATABASE", url.as_str()),
        ("JITASA_SECRET_KEY", KEY),
    ];
    let mut migrate = command(binary);
    crate::run::run(migrate.arg("migrate").envs(env))?;
    let product = Product::start_with(binary, &["--log-level", "error"], &env)?;
    ask_once(&product)?;
    let folder = product.stop()?;
    admin(binary, &[], &env)?;
    runtime()?.block_on(async {
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        let asked = "SELECT column_name::text FROM information_schema.columns \
            WHERE table_name = 'help_requests'";
        let rows = client.query(asked, &[]).await?;
        let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        client.batch_execute(&fill(&names, true)).await?;
        client.batch_execute("ANALYZE").await?;
        Ok::<_, anyhow::Error>(())
    })?;
    let product = Product::start_on(binary, folder, &["--log-level", "error"], &env)?;
    table("PostgreSQL", &product)
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?)
}

/// The case of which the others are copies.
fn ask_once(product: &Product) -> Result<()> {
    runtime()?.block_on(async {
        let token = intake::sessions(product, 1).await?.remove(0);
        let incident = intake::incident(product.address()).await?;
        ask(product.address(), &token, &incident, 0).await
    })
}

pub(super) async fn ask(address: &str, token: &str, incident: &str, n: u64) -> Result<()> {
    let body = intake::request(incident, n, false).to_string();
    let key = format!("ask-{n}");
    let path = "/api/v1/help-requests";
    let send = load::post(address, path, Some(token), Some(&key), &body);
    let answer = Connection::open(address).await?.ask(&send).await?;
    if answer.status != 201 {
        bail!("refused: {}", String::from_utf8_lossy(&answer.body));
    }
    Ok(())
}

/// The admin of the province.
/// Who is made from the command line.
pub(super) struct Made<'a> {
    pub username: &'a str,
    pub phone: &'a str,
    /// The role, and the area where it has one.
    pub seat: &'a [&'a str],
}

const SOMSAK: Made<'static> = Made {
    username: "somsak",
    phone: "0812345678",
    seat: &["--role", "province_admin", "--area", "57"],
};

pub(super) fn admin(binary: &PathBuf, flags: &[&str], env: &[(&str, &str)]) -> Result<()> {
    make(binary, &SOMSAK, flags, env)
}

pub(super) fn make(
    binary: &PathBuf,
    who: &Made<'_>,
    flags: &[&str],
    env: &[(&str, &str)],
) -> Result<()> {
    let mut create = command(binary);
    create
        .args(["admin", "create", "--password-stdin"])
        .args(["--username", who.username, "--phone", who.phone])
        .args(who.seat)
        .args(flags)
        .envs(env.iter().copied());
    let mut child = create.stdin(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().context("no input")?;
    input.write_all(PASSWORD.as_bytes())?;
    drop(input);
    if !child.wait()?.success() {
        bail!("no admin was made");
    }
    Ok(())
}

pub(super) async fn sign_in(address: &str) -> Result<String> {
    sign_in_as(address, SOMSAK.username).await
}

pub(super) async fn sign_in_as(address: &str, username: &str) -> Result<String> {
    let body = json!({ "username": username, "password": PASSWORD }).to_string();
    let send = load::post(address, "/api/v1/sessions", None, None, &body);
    let answer = Connection::open(address).await?.ask(&send).await?;
    let told: Value = serde_json::from_slice(&answer.body)?;
    let token = told["token"].as_str().context("no token")?;
    Ok(token.to_owned())
}

/// Copies of the one case: seven of ten wait, three are held; asked within the last three days.
fn fill(names: &[String], is_postgres: bool) -> String {
    let pick = |sqlite: &'static str, postgres: &'static str| match is_postgres {
        true => postgres,
        false => sqlite,
    };
    let values: Vec<&str> = names
        .iter()
        .map(|name| match name.as_str() {
            "id" => pick("randomblob(16)", "gen_random_uuid()"),
            "reference" => pick(
                "'COV69-571101-' || printf('%06d', n.i)",
                "'COV69-571101-' || lpad(n.i::text, 6, '0')",
            ),
            "follow_hash" => pick(
                "randomblob(32)",
                "decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')",
            ),
            "area" => "570100 + 100 * (n.i % 5) + 1 + n.i % 4",
            "state" => {
                "CASE n.i % 10 WHEN 0 THEN 'taken' WHEN 1 THEN 'on_the_way' WHEN 2 THEN 'helping' \
                 ELSE 'waiting' END"
            }
            "taken_by" => "CASE WHEN n.i % 10 < 3 THEN (SELECT id FROM accounts LIMIT 1) END",
            "taken_at" => "CASE WHEN n.i % 10 < 3 THEN r.asked_at END",
            "lease_until" => pick(
                "CASE WHEN n.i % 10 < 3 THEN r.asked_at + 864000000000 END",
                "CASE WHEN n.i % 10 < 3 THEN r.asked_at + interval '10 days' END",
            ),
            "look_at" => "NULL",
            "escalation" => "n.i % 7 / 5",
            "urgent_since" | "asked_at" | "state_at" => match (name.as_str(), is_postgres) {
                ("urgent_since", false) => "r.urgent_since - n.i * 7919 % 259200 * 1000000",
                ("asked_at", false) => "r.asked_at - n.i * 7919 % 259200 * 1000000",
                (_, false) => "r.state_at - n.i * 7919 % 259200 * 1000000",
                ("urgent_since", true) => "r.urgent_since - n.i * 7919 % 259200 * interval '1 s'",
                ("asked_at", true) => "r.asked_at - n.i * 7919 % 259200 * interval '1 s'",
                (_, true) => "r.state_at - n.i * 7919 % 259200 * interval '1 s'",
            },
            _ => "",
        })
        .collect();
    let values: Vec<String> = values
        .iter()
        .zip(names)
        .map(|(value, name)| match *value {
            "" => format!("r.{name}"),
            value => value.to_owned(),
        })
        .collect();
    let one = "(SELECT * FROM help_requests LIMIT 1) AS r";
    let (names, values) = (names.join(", "), values.join(", "));
    if is_postgres {
        format!(
            "INSERT INTO help_requests ({names}) SELECT {values} \
             FROM generate_series(1, {CASES}::bigint) AS n(i), {one}"
        )
    } else {
        format!(
            "PRAGMA synchronous = OFF; INSERT INTO help_requests ({names}) \
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {CASES}) \
             SELECT {values} FROM n, {one}"
        )
    }
}

fn table(engine: &str, product: &Product) -> Result<()> {
    runtime()?.block_on(async {
        let address = product.address();
        let token = sign_in(address).await?;
        for (name, path) in PAGES {
            let extra = format!("Authorization: Bearer {token}\r\n");
            let ask = load::get(address, path, &extra);
            let make = move |_: u64| ask.clone();
            let figures = load::run(address, 4, TIME, &[200], Arc::new(make)).await?;
            if figures.refused > 0 {
                bail!("{} of {path} were refused", figures.refused);
            }
            let ms = |percent| figures.percentile(percent).as_secs_f64() * 1e3;
            println!(
                "| {engine}, {name}, 4 connections | {:.0}/s | {:.1} ms | {:.1} ms | {:.1} ms |",
                figures.per_second(),
                ms(50.0),
                ms(95.0),
                ms(99.0),
            );
        }
        println!(
            "| {engine}, memory afterwards | {:.0} MB | | | |",
            product.memory()? as f64 / 1e6
        );
        Ok(())
    })
}
