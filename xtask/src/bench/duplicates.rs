//! `bench duplicates`: a province where a hundred thousand have asked for help at places of their own;
//! how long it takes to be shown whether it is one of these, and what the finder costs each request.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::json;

use super::intake;
use super::load::{self, Connection};
use crate::product::Product;

const REQUESTS: u64 = 100_000;
/// Asked once the hundred thousand are there and looked at.
const AFTER: u64 = 2_000;
const TIME: Duration = Duration::from_secs(8);

const LIMITS: [&str; 6] = [
    "--otp-per-address-hour",
    "1000000",
    "--sms-per-day",
    "1000000",
    "--log-level",
    "error",
];

pub fn bench(binary: &PathBuf) -> Result<()> {
    println!("| what | answered | p50 | p99 | refused |\n|---|---|---|---|---|");
    super::on_both_engines(binary, &LIMITS, table)
}

fn table(engine: &str, product: &Product) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let address = product.address();
        let tokens = intake::sessions(product, 50).await?;
        let incident = intake::incident(address).await?;
        let sender = Sender {
            address,
            tokens: &tokens,
            incident: &incident,
        };
        sender.send(0, REQUESTS).await?;
        let (found, _) = settled(address, REQUESTS).await?;
        let before = looked_at(address).await?;
        sender.send(REQUESTS, REQUESTS + AFTER).await?;
        let (_, seconds) = settled(address, REQUESTS + AFTER).await?;
        println!(
            "| {engine}, the finder, each of {AFTER} requests beside {found} | | mean {:.1} ms | | |",
            (seconds - before.1) / AFTER as f64 * 1e3
        );
        let (to, about) = (address.to_owned(), incident.clone());
        let make = move |n: u64| {
            let (lat, lon) = place(n);
            let body = json!({ "incident": about, "kind": "goods", "lat": lat, "lon": lon });
            let path = "/api/v1/help-requests/duplicates";
            load::post(&to, path, None, None, &body.to_string())
        };
        let figures = load::run(address, 4, TIME, &[200], Arc::new(make)).await?;
        println!("{}", figures.row(&format!("{engine}, is it one of these, 4 connections")));
        Ok(())
    })
}

struct Sender<'a> {
    address: &'a str,
    tokens: &'a [String],
    incident: &'a str,
}

impl Sender<'_> {
    /// Sends the requests of these numbers, over sixty-four connections.
    async fn send(&self, from: u64, to: u64) -> Result<()> {
        let mut tasks = Vec::new();
        for lane in 0..64 {
            let mut connection = Connection::open(self.address).await?;
            let wanted = (from + lane..to).step_by(64);
            let asks: Vec<(u64, String)> = wanted.map(|n| (n, body(self.incident, n))).collect();
            let tokens = self.tokens.to_vec();
            let address = self.address.to_owned();
            tasks.push(tokio::spawn(async move {
                for (n, body) in asks {
                    let token = tokens.get(n as usize % tokens.len()).map(String::as_str);
                    let key = format!("double-{n}");
                    let path = "/api/v1/help-requests";
                    let ask = load::post(&address, path, token, Some(&key), &body);
                    let answer = connection.ask(&ask).await?;
                    if answer.status != 201 {
                        bail!("{}", String::from_utf8_lossy(&answer.body));
                    }
                }
                Ok(())
            }));
        }
        for task in tasks {
            task.await??;
        }
        Ok(())
    }
}

/// Scattered over some sixty kilometres, no two at the same place.
fn place(n: u64) -> (f64, f64) {
    let part = |step: u64| (n * step % 99_991) as f64 / 99_991.0;
    (19.6 + part(7_919) * 0.6, 99.6 + part(104_729) * 0.6)
}

/// Every hundredth comes with the phone of the one before.
fn body(incident: &str, n: u64) -> String {
    const NAMES: [&str; 8] = [
        "สมชาย",
        "สมหญิง",
        "บุญมี",
        "คำปัน",
        "แสงดาว",
        "จันทร์เพ็ญ",
        "ทองดี",
        "มาลัย",
    ];
    let (lat, lon) = place(n);
    let phone = if n.is_multiple_of(100) {
        n.saturating_sub(1)
    } else {
        n
    };
    let name = |n: u64| NAMES[(n % 8) as usize];
    json!({
        "incident": incident, "kind": "goods", "position": { "lat": lat, "lon": lon },
        "landmark": "บ้านหลังที่สอง รั้วสีเขียว", "headcount": 1 + n % 9,
        "details": "ข้าวสาร น้ำดื่ม", "contact_name": format!("{} {}", name(n), name(n / 8)),
        "contact_phone": format!("08{phone:08}"), "extra": { "items": ["water"] },
    })
    .to_string()
}

/// Waits until the finder has looked at so many.
async fn settled(address: &str, wanted: u64) -> Result<(u64, f64)> {
    loop {
        let (count, seconds) = looked_at(address).await?;
        if count >= wanted {
            return Ok((count, seconds));
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// How many requests the finder has looked at, and how long that took in all.
async fn looked_at(address: &str) -> Result<(u64, f64)> {
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask(&load::get(address, "/metrics", "")).await?;
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let figure = |name: &str| {
        let mut lines = text.lines();
        let told = lines.find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
        told.unwrap_or_default()
    };
    let count = figure("duplicates_find_seconds_count") as u64;
    Ok((count, figure("duplicates_find_seconds_sum")))
}
