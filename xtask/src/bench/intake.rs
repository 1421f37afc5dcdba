//! `bench intake`: people ask for help over HTTP, each answer after its fsync, spread over the country
//! and all in one subdistrict; beside a bare loop of inserts on the same disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::bare;
use super::load::{self, Connection};
use crate::postgres::Cluster;
use crate::product::Product;

/// How long each row of the table is measured.
const TIME: Duration = Duration::from_secs(8);

/// Phones that ask; each has a session of its own.
const PHONES: usize = 50;

pub fn bench(binary: &PathBuf) -> Result<()> {
    let limits = [
        "--otp-per-address-hour",
        "1000000",
        "--sms-per-day",
        "1000000",
    ];
    println!("| what | answered | p50 | p99 | refused |\n|---|---|---|---|---|");
    {
        let mut flags = limits.to_vec();
        flags.extend(["--log-level", "error"]);
        let product = Product::start_with(binary, &flags, &[])?;
        table("SQLite", &product)?;
        let folder = product.stop()?;
        println!("{}", bare::sqlite(folder.path())?);
    }
    let cluster = Cluster::start_durable()?;
    let url = cluster.database("bench")?;
    let key = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let env = [
        ("JITASA_DATABASE", url.as_str()),
        ("JITASA_SECRET_KEY", key),
    ];
    let mut migrate = crate::run::command(binary);
    migrate.arg("migrate").envs(env);
    crate::run::run(&mut migrate)?;
    let mut flags = limits.to_vec();
    flags.extend(["--log-level", "error", "--database-connections", "32"]);
    let product = Product::start_with(binary, &flags, &env)?;
    table("PostgreSQL", &product)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!("{}", runtime.block_on(bare::postgres(&url))?);
    Ok(())
}

fn table(engine: &str, product: &Product) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let address = product.address();
        let tokens = Arc::new(sessions(product, PHONES).await?);
        let incident = incident(address).await?;
        for connections in [16, 64, 500] {
            for (where_, spread) in [
                ("spread over the country", true),
                ("one subdistrict", false),
            ] {
                let (tokens, incident) = (tokens.clone(), incident.clone());
                let to = address.to_owned();
                let round = format!("{engine}-{connections}-{spread}");
                let make = move |n: u64| {
                    let token = &tokens[n as usize % tokens.len()];
                    let body = request(&incident, n, spread).to_string();
                    let key = format!("{round}-{n}");
                    load::post(&to, "/api/v1/help-requests", Some(token), Some(&key), &body)
                };
                let figures = load::run(address, connections, TIME, &[201], Arc::new(make)).await?;
                println!(
                    "{}",
                    figures.row(&format!("{engine}, {connections} connections, {where_}"))
                );
            }
        }
        println!(
            "| {engine}, memory afterwards | {:.0} MB | | | |",
            product.memory()? as f64 / 1e6
        );
        Ok(())
    })
}

/// A request in one of some subdistricts, or always in the same one.
pub(super) fn request(incident: &str, n: u64, spread: bool) -> Value {
    const SUBDISTRICTS: [&str; 16] = [
        "570901", "570101", "270101", "900101", "500101", "300101", "400101", "340101", "840101",
        "830101", "100101", "110101", "120101", "200101", "600101", "650101",
    ];
    let subdistrict = if spread {
        SUBDISTRICTS[n as usize % SUBDISTRICTS.len()]
    } else {
        SUBDISTRICTS[0]
    };
    json!({
        "incident": incident,
        "kind": "goods",
        "subdistrict": subdistrict,
        "landmark": "บ้านหลังที่สอง รั้วสีเขียว",
        "headcount": 1 + n % 9,
        "vulnerabilities": ["elderly"],
        "details": "ข้าวสาร น้ำดื่ม",
        "contact_phone": format!("08{:08}", n % 100_000_000),
        "extra": { "items": ["water"] },
    })
}

pub(super) async fn incident(address: &str) -> Result<String> {
    let mut connection = Connection::open(address).await?;
    let answer = connection
        .ask(&load::get(address, "/api/v1/incidents", ""))
        .await?;
    let list: Value = serde_json::from_slice(&answer.body)?;
    let id = list["items"][0]["id"]
        .as_str()
        .context("no open incident")?;
    Ok(id.to_owned())
}

/// Verified phones, by the codes that went out.
pub(super) async fn sessions(product: &Product, phones: usize) -> Result<Vec<String>> {
    let mut tokens = Vec::new();
    for n in 0..phones {
        tokens.push(token(product, &format!("0810000{n:03}"), "help_request").await?);
    }
    Ok(tokens)
}

/// A phone verified for a purpose, by the code that went out.
pub(super) async fn token(product: &Product, phone: &str, purpose: &str) -> Result<String> {
    let address = product.address();
    let mut connection = Connection::open(address).await?;
    let body = json!({ "phone": phone, "purpose": purpose });
    let ask = load::post(address, "/api/v1/otp", None, None, &body.to_string());
    let answer = connection.ask(&ask).await?;
    let told: Value = serde_json::from_slice(&answer.body)?;
    let challenge = told["challenge"]
        .as_str()
        .with_context(|| format!("{told}"))?;
    let reference = told["reference"].as_str().unwrap_or_default();
    let code = code(product, reference).await?;
    let path = format!("/api/v1/otp/{challenge}/verify");
    let body = json!({ "code": code }).to_string();
    let answer = connection
        .ask(&load::post(address, &path, None, None, &body))
        .await?;
    let told: Value = serde_json::from_slice(&answer.body)?;
    let token = told["token"].as_str().with_context(|| format!("{told}"))?;
    Ok(token.to_owned())
}

/// The code of the SMS with this reference, once it has left.
async fn code(product: &Product, reference: &str) -> Result<String> {
    for _ in 0..500 {
        if let Ok(line) = product.last_sms()
            && line.contains(&format!("(อ้างอิง {reference})"))
            && let Some((_, rest)) = line.split_once("OTP ")
        {
            return Ok(rest.chars().take_while(char::is_ascii_digit).collect());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bail!("the SMS did not leave")
}
