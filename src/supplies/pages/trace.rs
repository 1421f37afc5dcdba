//! Where the goods of one form went.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::{Words, handle, name};
use crate::error::Error;
use crate::ids::AllocationId;
use crate::layout::{Failure, Page};
use crate::supplies::actions::{self, Onward, Trace, Traced};
use crate::supplies::model::{Kind, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/trace.html")]
struct Show<'a> {
    page: &'a Page,
    trace: Trace,
    words: Words,
}

/// The balance of an item over all receivers.
struct Balance {
    item: String,
    sent: i64,
    arrived: i64,
    on_the_way: i64,
    /// Short and damaged.
    differs: i64,
    cancelled: i64,
}

impl Show<'_> {
    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn balances(&self) -> Vec<Balance> {
        let mut all: Vec<Balance> = Vec::new();
        for traced in self.trace.shipments.iter().map(|one| &one.traced) {
            for line in &traced.lines {
                let at = all.iter().position(|one| one.item == line.item);
                let at = at.unwrap_or_else(|| {
                    all.push(Balance {
                        item: line.item.clone(),
                        sent: 0,
                        arrived: 0,
                        on_the_way: 0,
                        differs: 0,
                        cancelled: 0,
                    });
                    all.len() - 1
                });
                let Some(balance) = all.get_mut(at) else {
                    continue;
                };
                balance.sent += line.quantity;
                if traced.shipment.cancelled_at.is_some() {
                    balance.cancelled += line.quantity;
                } else if traced.shipment.arrived_at.is_none() {
                    balance.on_the_way += line.quantity;
                }
            }
            for (kind, item, _, n) in &traced.came {
                let Some(balance) = all.iter_mut().find(|one| one.item == *item) else {
                    continue;
                };
                match kind {
                    Kind::Arrival => balance.arrived += n,
                    _ => balance.differs += n,
                }
            }
        }
        all
    }

    fn came(&self, traced: &Traced, kind: &str, item: &str) -> i64 {
        let came = traced.came.iter();
        came.filter(|(of, one, ..)| of.code() == kind && one == item)
            .map(|(.., n)| n)
            .sum()
    }

    /// Short and damaged.
    fn differs(&self, traced: &Traced, item: &str) -> i64 {
        self.came(traced, "short", item) + self.came(traced, "damaged", item)
    }

    fn next(&self, onward: &Onward) -> Vec<String> {
        let to = onward.traced.to.handle();
        let next = onward.next.iter();
        next.map(|allocation| format!("/supplies/{to}/trace/{allocation}"))
            .collect()
    }
}

pub async fn show(
    page: Page,
    Path((unit, allocation)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let allocation: AllocationId = allocation.parse().map_err(|_| Error::NotFound)?;
    let trace = actions::trace(&page.app, &page.cx, handle(&unit)?, allocation).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &trace.unit)
        .await?
        .preset;
    page.render(&Show {
        page: &page,
        words: Words::of(&page, preset),
        trace,
    })
}
