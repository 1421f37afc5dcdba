//! `bench events`: two thousand listeners on server-sent events; how long after somebody was answered
//! each of them hears of it, and what a listener costs in memory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use super::board;
use super::intake;
use super::load;
use crate::product::Product;

const LISTENERS: usize = 2_000;
const EVENTS: u64 = 60;

pub fn bench(binary: &PathBuf) -> Result<()> {
    let product = Product::start_with(binary, &["--log-level", "error"], &[])?;
    let folder = product.stop()?;
    let data = folder.path().to_string_lossy().into_owned();
    board::admin(binary, &["--data", &data], &[])?;
    let product = Product::start_on(binary, folder, &["--log-level", "error"], &[])?;
    board::runtime()?.block_on(listen(&product))
}

/// When each event was answered, and how long after it was heard.
#[derive(Default)]
struct Heard {
    asked: Vec<Instant>,
    late: Vec<Duration>,
}

async fn listen(product: &Product) -> Result<()> {
    let address = product.address().to_owned();
    let phone = intake::sessions(product, 1).await?.remove(0);
    let incident = intake::incident(&address).await?;
    let token = board::sign_in(&address).await?;
    let extra = format!("Authorization: Bearer {token}\r\n");
    let ask = load::get(&address, "/api/v1/events?area=57", &extra);
    let before = product.memory()?;
    let heard = Arc::new(Mutex::new(Heard::default()));
    let listening = Arc::new(Semaphore::new(0));
    for _ in 0..LISTENERS {
        let (ask, address) = (ask.clone(), address.clone());
        let (heard, listening) = (heard.clone(), listening.clone());
        tokio::spawn(async move {
            let fault = follow(&address, &ask, &heard, &listening).await;
            eprintln!("a listener was cut off: {fault:?}");
        });
    }
    let all = u32::try_from(LISTENERS)?;
    let opened = tokio::time::timeout(Duration::from_secs(60), listening.acquire_many(all)).await;
    if opened.is_err() {
        bail!("only {} listen", listening.available_permits());
    }
    let each = (product.memory()?.saturating_sub(before)) as f64 / LISTENERS as f64;
    println!(
        "| memory for each of {LISTENERS} listeners | {:.1} KB |",
        each / 1e3
    );
    for n in 0..EVENTS {
        board::ask(&address, &phone, &incident, n).await?;
        if let Ok(mut heard) = heard.lock() {
            heard.asked.push(Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut late = match heard.lock() {
        Ok(mut heard) => std::mem::take(&mut heard.late),
        Err(_) => bail!("a listener failed"),
    };
    late.sort();
    let wanted = LISTENERS * usize::try_from(EVENTS)?;
    let at = |percent: usize| late[(late.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    println!("| heard, of {wanted} | {} |", late.len());
    println!(
        "| from the answer to the listener | p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms |",
        at(50),
        at(95),
        at(99)
    );
    let after = product.memory()?.saturating_sub(before) as f64 / LISTENERS as f64;
    println!(
        "| memory for each after {EVENTS} events | {:.1} KB |",
        after / 1e3
    );
    Ok(())
}

async fn follow(
    address: &str,
    ask: &[u8],
    heard: &Mutex<Heard>,
    listening: &Semaphore,
) -> Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(ask).await?;
    let mut piece = [0_u8; 1024];
    let mut text = String::new();
    let mut n = 0;
    loop {
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            bail!("the line ended");
        }
        text.push_str(&String::from_utf8_lossy(&piece[..read]));
        while let Some((line, rest)) = text.split_once('\n') {
            let now = Instant::now();
            if line.contains("event: listening") {
                listening.add_permits(1);
            } else if line.contains("event: help_request.asked")
                && let Ok(mut heard) = heard.lock()
            {
                // An event may be heard before whoever asked has read their answer.
                let asked = heard.asked.get(n).copied().unwrap_or(now);
                heard.late.push(now.duration_since(asked));
                n += 1;
            }
            text = rest.to_owned();
        }
    }
}
