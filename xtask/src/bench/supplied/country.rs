//! The units of the country as `bench supplied` makes them, and all that is sent to the program.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use areas::{AreaCode, Level};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{CONNECTIONS, END_UNITS, NATION};
use crate::bench::board;
use crate::bench::load::{self, Connection, Figures};
use crate::product::Product;

/// All units of the country; the officer of the ministry keeps the books of those that have none of their own.
pub(super) struct Country {
    pub address: String,
    pub token: String,
    pub root: String,
    /// By tier, each with its parent and for how many end units it is there.
    pub tiers: [Vec<Unit>; 4],
    /// In Thailand, when the bench began: a month lasts past midnight.
    pub today: Date,
    /// The allocation of the ministry on the first day.
    pub traced: Option<String>,
}

pub(super) struct Unit {
    pub id: String,
    pub parent: String,
    pub ends: usize,
}

impl Country {
    /// Without its units.
    pub async fn of(product: &Product) -> Result<Country> {
        let address = product.address().to_owned();
        let token = board::sign_in_as(&address, NATION.username).await?;
        Ok(Country {
            address,
            token,
            root: String::new(),
            tiers: Default::default(),
            today: today(),
            traced: None,
        })
    }

    pub fn days_ago(&self, n: usize) -> Date {
        let n = i64::try_from(n).unwrap_or(0);
        self.today.saturating_sub(jiff::Span::new().days(n))
    }

    pub async fn made(product: &Product) -> Result<Country> {
        let mut country = Country::of(product).await?;
        let ministry = json!({ "incident": "COV", "name": "กระทรวงมหาดไทย" });
        let made = country
            .all(vec![("/api/v1/supply/units".to_owned(), ministry)], 1)
            .await?;
        country.root = text(&made.0[0], "id")?;
        let officer = json!({ "full_name": "ดารา ภูผาดี", "phone": NATION.phone });
        let seats = format!("/api/v1/supply/units/{}/seats", country.root);
        country.all(vec![(seats, officer)], 1).await?;
        let began = Instant::now();
        country.make_tree().await?;
        let n: usize = country.tiers.iter().map(Vec::len).sum();
        println!(
            "| {n} units made | {:.0}/s | | | |",
            n as f64 / began.elapsed().as_secs_f64()
        );
        Ok(country)
    }

    async fn make_tree(&mut self) -> Result<()> {
        let mut above: HashMap<u32, String> = HashMap::new();
        let levels = [Level::Province, Level::District, Level::Subdistrict];
        for (nth, level) in levels.into_iter().enumerate() {
            let tier = ["province", "district", "local"][nth];
            let areas: Vec<AreaCode> = areas::register()
                .of_level(level)
                .map(|area| area.code)
                .collect();
            let parents: Vec<String> = areas
                .iter()
                .map(
                    |code| match code.parent().filter(|_| level != Level::Province) {
                        None => Ok(self.root.clone()),
                        Some(code) => above.get(&code.get()).cloned().context("no unit above"),
                    },
                )
                .collect::<Result<_>>()?;
            let ids = self.make(tier, &areas, &parents).await?;
            for ((code, id), parent) in areas.iter().zip(ids).zip(parents) {
                above.insert(code.get(), id.clone());
                self.tiers[nth].push(Unit {
                    id,
                    parent,
                    ends: 0,
                });
            }
        }
        let subdistricts: Vec<AreaCode> = areas::register()
            .of_level(Level::Subdistrict)
            .map(|area| area.code)
            .collect();
        let areas: Vec<AreaCode> = subdistricts
            .iter()
            .cycle()
            .take(END_UNITS)
            .copied()
            .collect();
        let n = self.tiers[2].len();
        let parents: Vec<String> = (0..END_UNITS)
            .map(|nth| self.tiers[2][nth % n].id.clone())
            .collect();
        let ids = self.make("end", &areas, &parents).await?;
        self.tiers[3] = ids
            .into_iter()
            .zip(parents)
            .map(|(id, parent)| Unit {
                id,
                parent,
                ends: 1,
            })
            .collect();
        for nth in (0..3).rev() {
            let mut below: HashMap<String, usize> = HashMap::new();
            for unit in &self.tiers[nth + 1] {
                *below.entry(unit.parent.clone()).or_default() += unit.ends;
            }
            for unit in &mut self.tiers[nth] {
                unit.ends = below.get(&unit.id).copied().unwrap_or(0);
            }
        }
        Ok(())
    }

    async fn make(
        &self,
        tier: &str,
        areas: &[AreaCode],
        parents: &[String],
    ) -> Result<Vec<String>> {
        let asks = areas
            .iter()
            .zip(parents)
            .enumerate()
            .map(|(nth, (area, parent))| {
                let mut body = json!({ "parent": parent, "tier": tier, "area": area.short(),
                "name": format!("หน่วย {nth} {}", area.short()) });
                if tier == "end" {
                    body["kind"] = json!("village");
                }
                ("/api/v1/supply/units".to_owned(), body)
            });
        let (made, _) = self.all(asks.collect(), CONNECTIONS).await?;
        made.iter().map(|one| text(one, "id")).collect()
    }

    /// Sends all of it on so many connections; the answers in the order of the asks.
    pub async fn all(
        &self,
        asks: Vec<(String, Value)>,
        connections: usize,
    ) -> Result<(Vec<Value>, Figures)> {
        self.sent(asks, connections, Duration::ZERO).await
    }

    /// The same evenly over a time. What comes late because the one before took long counts from when it was due.
    pub async fn paced(
        &self,
        asks: Vec<(String, Value)>,
        connections: usize,
        over: Duration,
    ) -> Result<Figures> {
        Ok(self.sent(asks, connections, over).await?.1)
    }

    async fn sent(
        &self,
        asks: Vec<(String, Value)>,
        connections: usize,
        over: Duration,
    ) -> Result<(Vec<Value>, Figures)> {
        let began = Instant::now();
        let between = over / u32::try_from(asks.len()).unwrap_or(1).max(1);
        let asks = Arc::new(asks);
        let connections = connections.min(asks.len()).max(1);
        let mut tasks = Vec::new();
        for first in 0..connections {
            let (asks, address, token) = (asks.clone(), self.address.clone(), self.token.clone());
            tasks.push(tokio::spawn(async move {
                let mut connection = Connection::open(&address).await?;
                let mut told = Vec::new();
                for (nth, (path, body)) in asks.iter().enumerate().skip(first).step_by(connections)
                {
                    let body = body.to_string();
                    let ask = load::post(&address, path, Some(&token), None, &body);
                    let due = began + between * u32::try_from(nth).unwrap_or(0);
                    tokio::time::sleep_until(due.into()).await;
                    let sent = if over.is_zero() { Instant::now() } else { due };
                    let answer = connection.ask(&ask).await?;
                    if !matches!(answer.status, 200 | 201) {
                        bail!("{path} {body}: {}", String::from_utf8_lossy(&answer.body));
                    }
                    told.push((nth, serde_json::from_slice(&answer.body)?, sent.elapsed()));
                }
                Ok(told)
            }));
        }
        let mut told: Vec<(usize, Value, Duration)> = Vec::new();
        for task in tasks {
            told.extend(task.await??);
        }
        let took = began.elapsed();
        told.sort_by_key(|(nth, ..)| *nth);
        let mut latencies: Vec<Duration> = told.iter().map(|(_, _, took)| *took).collect();
        latencies.sort();
        let figures = Figures {
            answered: latencies.len() as u64,
            refused: 0,
            took,
            latencies,
        };
        Ok((
            told.into_iter().map(|(_, answer, _)| answer).collect(),
            figures,
        ))
    }
}

pub(super) fn text(told: &Value, field: &str) -> Result<String> {
    let text = told[field].as_str();
    Ok(text
        .with_context(|| format!("no {field} in {told}"))?
        .to_owned())
}

#[expect(clippy::disallowed_methods, reason = "a bench lives in real time")]
fn today() -> Date {
    let here = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    jiff::Zoned::now().with_time_zone(here).date()
}
