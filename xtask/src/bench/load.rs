//! A load generator of our own: many keep-alive connections on one thread, each sending its next
//! request when the last was answered, so that what is measured is whole answers over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One answer: its status and body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// One keep-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> Result<Connection> {
        let stream = TcpStream::connect(address).await.context("no connection")?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            buffer: Vec::with_capacity(16 * 1024),
        })
    }

    /// Sends the bytes of one request and reads its whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.read_more().await?;
        };
        let text = std::str::from_utf8(&self.buffer[..head]).context("a head that is no text")?;
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.context("no status")?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse().ok())?
        });
        let length: usize = length.unwrap_or(0);
        while self.buffer.len() < head + length {
            self.read_more().await?;
        }
        let body = self.buffer[head..head + length].to_vec();
        self.buffer.drain(..head + length);
        Ok(Answer { status, body })
    }

    async fn read_more(&mut self) -> Result<()> {
        let mut piece = vec![0_u8; 16 * 1024];
        let n = self.stream.read(&mut piece).await?;
        if n == 0 {
            bail!("the server closed the connection");
        }
        self.buffer.extend_from_slice(&piece[..n]);
        Ok(())
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

/// A request with a JSON body.
pub fn post(
    address: &str,
    path: &str,
    token: Option<&str>,
    key: Option<&str>,
    body: &str,
) -> Vec<u8> {
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n",
        body.len()
    );
    if let Some(token) = token {
        head.push_str(&format!("Authorization: Bearer {token}\r\n"));
    }
    if let Some(key) = key {
        head.push_str(&format!("Idempotency-Key: {key}\r\n"));
    }
    format!("{head}\r\n{body}").into_bytes()
}

pub fn get(address: &str, path: &str, extra: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{extra}\r\n").into_bytes()
}

/// What a run came to.
pub struct Figures {
    pub answered: u64,
    pub refused: u64,
    pub took: Duration,
    /// Sorted.
    pub latencies: Vec<Duration>,
}

impl Figures {
    pub fn per_second(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }

    pub fn percentile(&self, percent: f64) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        let at = (last as f64 * percent / 100.0).round() as usize;
        self.latencies.get(at).copied().unwrap_or_default()
    }

    pub fn row(&self, what: &str) -> String {
        format!(
            "| {what} | {:.0}/s | {:.1} ms | {:.1} ms | {} |",
            self.per_second(),
            self.percentile(50.0).as_secs_f64() * 1e3,
            self.percentile(99.0).as_secs_f64() * 1e3,
            self.refused,
        )
    }
}

/// Runs `connections` at once for a time. `make` gives the next request of a running number; an answer
/// with another status than those wanted counts as refused.
pub async fn run(
    address: &str,
    connections: usize,
    time: Duration,
    wanted: &'static [u16],
    make: Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>,
) -> Result<Figures> {
    let number = Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (address, number, make) = (address.to_owned(), number.clone(), make.clone());
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            let (mut latencies, mut refused) = (Vec::new(), 0_u64);
            let mut first_refusal = String::new();
            while began.elapsed() < time {
                let request = make(number.fetch_add(1, Ordering::Relaxed));
                let sent = Instant::now();
                let answer = connection.ask(&request).await?;
                latencies.push(sent.elapsed());
                if !wanted.contains(&answer.status) {
                    if refused == 0 {
                        first_refusal = String::from_utf8_lossy(&answer.body).into_owned();
                    }
                    refused += 1;
                }
            }
            Ok::<_, anyhow::Error>((latencies, refused, first_refusal))
        }));
    }
    let (mut latencies, mut refused) = (Vec::new(), 0);
    for task in tasks {
        let (mut part, part_refused, refusal) = task.await??;
        latencies.append(&mut part);
        if refused == 0 && part_refused > 0 {
            eprintln!("the first refusal: {refusal}");
        }
        refused += part_refused;
    }
    let took = began.elapsed();
    latencies.sort();
    let answered = latencies.len() as u64 - refused;
    Ok(Figures {
        answered,
        refused,
        took,
        latencies,
    })
}
