//! `bench race`: two hundred volunteers at a thousand cases, all at once over HTTP: each asks for the
//! next case, takes it, and gives it back or goes on. Nobody may hold what another holds.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::intake;
use super::load::{self, Connection};
use crate::product::Product;

const VOLUNTEERS: usize = 200;
const CASES: u64 = 1_000;
const TIME: Duration = Duration::from_secs(20);

pub(super) const LIMITS: [&str; 8] = [
    "--otp-per-address-hour",
    "1000000",
    "--sms-per-day",
    "1000000",
    "--log-level",
    "error",
    "--sms-questions",
    "false",
];

pub fn bench(binary: &PathBuf) -> Result<()> {
    println!("| what | answered | p50 | p99 | refused |");
    println!("|---|---|---|---|---|");
    super::on_both_engines(binary, &LIMITS, race)
}

/// Who holds which case, as the answers told; a second holder is the fault looked for.
type Held = Arc<Mutex<BTreeMap<String, usize>>>;

#[derive(Default)]
struct Counts {
    /// By what was asked for.
    latencies: BTreeMap<&'static str, Vec<Duration>>,
    refused: u64,
    faults: u64,
}

fn race(engine: &str, product: &Product) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let address = product.address();
        let incident = intake::incident(address).await?;
        let askers = intake::sessions(product, 5).await?;
        let mut connection = Connection::open(address).await?;
        for n in 0..CASES {
            let body = intake::request(&incident, n, false).to_string();
            let token = askers.get(n as usize % askers.len()).map(String::as_str);
            let key = format!("case-{n}");
            let ask = load::post(address, "/api/v1/help-requests", token, Some(&key), &body);
            let answer = connection.ask(&ask).await?;
            if answer.status != 201 {
                bail!("{}", String::from_utf8_lossy(&answer.body));
            }
        }
        let mut tokens = Vec::new();
        for n in 0..VOLUNTEERS {
            tokens.push(register(product, n).await?);
        }
        let held: Held = Arc::default();
        eprintln!("{engine}: they begin");
        let began = Instant::now();
        let mut tasks = Vec::new();
        for (nth, token) in tokens.into_iter().enumerate() {
            let (address, held) = (address.to_owned(), held.clone());
            tasks.push(tokio::spawn(async move {
                works(&address, nth, &token, &held, began).await
            }));
        }
        let mut all = Counts::default();
        for task in tasks {
            let mut counts = task.await??;
            for (what, mut took) in std::mem::take(&mut counts.latencies) {
                all.latencies.entry(what).or_default().append(&mut took);
            }
            all.refused += counts.refused;
            all.faults += counts.faults;
        }
        let took = began.elapsed();
        for (what, mut latencies) in all.latencies {
            latencies.sort();
            let figures = load::Figures {
                answered: latencies.len() as u64,
                refused: 0,
                took,
                latencies,
            };
            println!("{}", figures.row(&format!("{engine}, {what}")));
        }
        println!(
            "| {engine}: refused because another has it {}, faults {} | | | |",
            all.refused, all.faults
        );
        Ok(())
    })
}

/// Next, take, then back or on to the end of the way, over and over.
async fn works(
    address: &str,
    nth: usize,
    token: &str,
    held: &Held,
    began: Instant,
) -> Result<Counts> {
    let mut connection = Connection::open(address).await?;
    let mut counts = Counts::default();
    let mut round = 0_usize;
    while began.elapsed() < TIME {
        round += 1;
        let next = post(&mut connection, &mut counts, address, token, "next", "next").await?;
        let told: Value = serde_json::from_slice(&next.body).unwrap_or_default();
        let Some(reference) = told["offer"]["reference"].as_str() else {
            continue;
        };
        let reference = reference.to_owned();
        let path = format!("{reference}/take");
        let taken = post(&mut connection, &mut counts, address, token, "take", &path).await?;
        match taken.status {
            200 => {
                if let Some(other) = held.lock().await.insert(reference.clone(), nth)
                    && other != nth
                {
                    counts.faults += 1;
                }
            }
            409 => {
                counts.refused += 1;
                continue;
            }
            _ => {
                counts.faults += 1;
                continue;
            }
        }
        if (round + nth).is_multiple_of(3) {
            let path = format!("{reference}/depart");
            post(
                &mut connection,
                &mut counts,
                address,
                token,
                "depart",
                &path,
            )
            .await?;
        }
        held.lock().await.remove(&reference);
        let path = format!("{reference}/release");
        post(
            &mut connection,
            &mut counts,
            address,
            token,
            "release",
            &path,
        )
        .await?;
    }
    Ok(counts)
}

async fn post(
    connection: &mut Connection,
    counts: &mut Counts,
    address: &str,
    token: &str,
    what: &'static str,
    path: &str,
) -> Result<load::Answer> {
    let path = format!("/api/v1/help-requests/{path}");
    let request = load::post(address, &path, Some(token), None, "{}");
    let sent = Instant::now();
    let answer = connection.ask(&request).await?;
    let took = sent.elapsed();
    counts.latencies.entry(what).or_default().push(took);
    if !matches!(answer.status, 200 | 409) {
        counts.faults += 1;
        eprintln!("{what}: {}", String::from_utf8_lossy(&answer.body));
    }
    Ok(answer)
}

/// A supplies volunteer of Chiang Rai, by the code that went out.
pub(super) async fn register(product: &Product, nth: usize) -> Result<String> {
    let address = product.address();
    let phone = format!("0820000{nth:03}");
    let otp = intake::token(product, &phone, "register").await?;
    let body = json!({
        "otp_token": otp, "full_name": "อาสา คนหนึ่ง", "role": "supplies", "province": "57",
        "username": format!("volunteer{nth}"), "password": "นาข้าว-ริมน้ำ-47",
        "accept_terms": true, "consent_personal_data": true,
    });
    let mut connection = Connection::open(address).await?;
    let sent = load::post(address, "/api/v1/accounts", None, None, &body.to_string());
    let answer = connection.ask(&sent).await?;
    let told: Value = serde_json::from_slice(&answer.body)?;
    let token = told["token"].as_str().with_context(|| format!("{told}"))?;
    Ok(token.to_owned())
}
