//! `bench sync`: five hundred phones come back into the network with fifty households of four each, all at
//! once; nothing may be lost. Then the first pull of a subdistrict of two thousand households.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::load::{self, Connection};
use super::race;
use crate::product::Product;

const PHONES: usize = 500;
const HOUSEHOLDS: usize = 50;
const PERSONS: usize = 4;
/// Subdistricts over which the phones are spread.
const AREAS: usize = 35;
/// Of the first pull.
const PULLED: usize = 2_000;
const SYNC: &str = "/api/v1/households/sync";

pub fn bench(binary: &PathBuf) -> Result<()> {
    println!("| what | answered | p50 | p99 | refused |");
    println!("|---|---|---|---|---|");
    super::on_both_engines(binary, &race::LIMITS, sync)
}

fn sync(engine: &str, product: &Product) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut tokens = Vec::new();
        for n in 0..PHONES {
            tokens.push(race::register(product, n).await?);
        }
        eprintln!("{engine}: {PHONES} phones come back");
        let began = Instant::now();
        let mut tasks = Vec::new();
        for (phone, token) in tokens.into_iter().enumerate() {
            let address = product.address().to_owned();
            tasks.push(tokio::spawn(async move { comes_back(&address, phone, &token).await }));
        }
        let mut latencies = Vec::new();
        for task in tasks {
            latencies.push(task.await??);
        }
        let took = began.elapsed();
        latencies.sort();
        let n = PHONES * HOUSEHOLDS;
        println!(
            "| {engine}, {PHONES} phones × {HOUSEHOLDS} households of {PERSONS}, a letter each | {:.0} households/s | {:.0} ms | {:.0} ms | 0 |",
            n as f64 / took.as_secs_f64(),
            latencies[PHONES / 2].as_secs_f64() * 1e3,
            latencies[PHONES * 99 / 100].as_secs_f64() * 1e3,
        );
        let kept = surveyed(product).await?;
        if kept != n as i64 {
            bail!("{n} households were acknowledged, {kept} are there");
        }
        first_pull(engine, product).await
    })
}

/// One phone's letter: how long until all of it is acknowledged.
async fn comes_back(address: &str, phone: usize, token: &str) -> Result<Duration> {
    let mut connection = Connection::open(address).await?;
    let began = Instant::now();
    let answer = send(
        &mut connection,
        address,
        token,
        &letter(phone, phone % AREAS),
    )
    .await?;
    let took = began.elapsed();
    let outcomes = answer["outcomes"].as_array().context("no outcomes")?;
    if outcomes.len() != HOUSEHOLDS || outcomes.iter().any(|one| one["outcome"] != "done") {
        bail!("not all done: {:#}", outcomes[0]);
    }
    Ok(took)
}

async fn send(
    connection: &mut Connection,
    address: &str,
    token: &str,
    letter: &Value,
) -> Result<Value> {
    let body = letter.to_string();
    let answer = connection
        .ask(&load::post(address, SYNC, Some(token), None, &body))
        .await?;
    if answer.status != 200 {
        bail!(
            "{} {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

fn letter(phone: usize, area: usize) -> Value {
    let area = subdistrict(area);
    let changes: Vec<Value> = (0..HOUSEHOLDS)
        .map(|house| {
            let id = id_text(1, phone, house, 0);
            let persons: Vec<Value> = (0..PERSONS)
                .map(|person| {
                    let name = format!("สมหญิง ใจดี{}", person + house);
                    let wish = if person == 0 {
                        "wants"
                    } else {
                        "does_not_want"
                    };
                    let fields = json!({
                        "name": name, "nationality": "th", "age": (20 + person * 15).to_string(),
                        "sex": "female", "history": "none", "wish": wish, "reason": "side_effects",
                        "phone": format!("08{:08}", phone * 1000 + house),
                    });
                    json!({ "id": id_text(2, phone, house, person), "fields": fields })
                })
                .collect();
            json!({
                "id": id_text(3, phone, house, 0), "made_at": "2026-11-01T03:00:00Z",
                "household": format!("{}{}", &area[..2], id.replace('-', "")), "kind": "record",
                "fields": {
                    "area": area, "landmark": format!("บ้านเลขที่ {phone}/{house}"), "village": "หมู่ 3",
                    "consent": "consent",
                },
                "persons": persons,
            })
        })
        .collect();
    json!({ "v": 1, "incident": "COV", "changes": changes })
}

/// Subdistricts of seven districts of Chiang Rai, whose codes run on.
fn subdistrict(nth: usize) -> String {
    const DISTRICTS: [u32; 7] = [5701, 5703, 5704, 5705, 5707, 5708, 5709];
    format!(
        "{}{:02}",
        DISTRICTS[nth % DISTRICTS.len()],
        1 + nth / DISTRICTS.len()
    )
}

/// Looks like the ids phones make, and is another one for each thing.
fn id_text(kind: usize, phone: usize, house: usize, person: usize) -> String {
    let mixed = (phone as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (house as u64) << 20;
    let tail = mixed & 0x0fff_ffff_ffff;
    format!("0190d3b2-{kind:04x}-7{person:03x}-8{house:03x}-{tail:012x}")
}

/// Households as the public figures tell.
async fn surveyed(product: &Product) -> Result<i64> {
    let mut connection = Connection::open(product.address()).await?;
    let ask = load::get(product.address(), "/api/v1/statistics", "");
    let answer = connection.ask(&ask).await?;
    let told: Value = serde_json::from_slice(&answer.body)?;
    let n = told["total"]["figures"]["households"].as_i64();
    n.context("the figures tell no households")
}

/// One volunteer who recorded two thousand households asks from the start, as after a lost phone.
async fn first_pull(engine: &str, product: &Product) -> Result<()> {
    let token = race::register(product, PHONES).await?;
    let mut connection = Connection::open(product.address()).await?;
    for part in 0..PULLED / HOUSEHOLDS {
        send(
            &mut connection,
            product.address(),
            &token,
            &letter(PHONES + 1 + part, 0),
        )
        .await?;
    }
    let (mut cursor, mut n, mut bytes) = (Value::Null, 0, 0);
    let began = Instant::now();
    loop {
        let letter = json!({ "v": 1, "incident": "COV", "cursor": cursor, "changes": [] });
        let told = send(&mut connection, product.address(), &token, &letter).await?;
        n += told["households"].as_array().map_or(0, Vec::len);
        bytes += packed(&told)?;
        if told["more"] != true {
            break;
        }
        cursor = told["cursor"].clone();
    }
    println!(
        "| {engine}, first pull of {n} households of {PERSONS} | {:.2} s | {:.0} KB packed | | |",
        began.elapsed().as_secs_f64(),
        bytes as f64 / 1e3
    );
    Ok(())
}

/// As it goes over the wire, about: the program packs with brotli or gzip.
fn packed(told: &Value) -> Result<usize> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(told.to_string().as_bytes())?;
    Ok(packer.finish()?.len())
}
