//! Masks from the ministry to the villages of Mae Sai: units with their officers, what was sent, handed out and
//! counted on each day, a box that did not arrive, a count that differs, and who has not reported.

mod promises;
mod tree;

use jiff::SignedDuration;

use super::cast::Cast;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::supplies::actions::{self, Came, HandOut, NewAllocation, Receipt, When};
use crate::supplies::model::{Count, Handle, Lot, NewShipment, Reason};
use crate::supplies::rules::Asked;
use tree::{CLINIC, DISTRICT, PROVINCE, ROOT, TOWN, UNITS, VILLAGE};

const MASK: &str = "surgical_mask";
const GEL: &str = "alcohol_gel";

/// The supplies of the story.
pub struct Supplies {
    units: Vec<Handle>,
}

impl Supplies {
    /// The tree, what the ministry received, and what it sent on the first day.
    pub async fn begin(app: &App, cast: &Cast, incident: IncidentId) -> Result<Supplies, Error> {
        let nation = cast.by_name(app, "nation").ok_or(Error::NotFound)?;
        let units = tree::grow(app, cast, &nation, incident).await?;
        let story = Supplies { units };
        let receipt = |item: &str, quantity, lot: Lot| Receipt {
            when: When::Now,
            item: item.to_owned(),
            lot,
            quantity,
            party: "องค์การเภสัชกรรม".to_owned(),
            document: "สธ 5101/887".to_owned(),
            note: String::new(),
        };
        let root = story.at(ROOT)?;
        actions::receive(
            app,
            &nation,
            root,
            &receipt(MASK, 200_000, Lot::default()),
            None,
        )
        .await?;
        let gel = Lot {
            name: "GPO-2612".to_owned(),
            expires_on: crate::clock::day(nation.now)
                .checked_add(jiff::Span::new().days(26))
                .ok(),
        };
        actions::receive(app, &nation, root, &receipt(GEL, 2_400, gel), None).await?;
        story
            .send(
                app,
                cast,
                ROOT,
                &[(PROVINCE, &[(MASK, 50_000), (GEL, 480)])],
                "มท 0309.2/ว 3141",
            )
            .await?;
        Ok(story)
    }

    fn at(&self, which: usize) -> Result<Handle, Error> {
        self.units.get(which).copied().ok_or(Error::NotFound)
    }

    fn officer(app: &App, cast: &Cast, which: usize) -> Result<Cx, Error> {
        let username = UNITS.get(which).and_then(|unit| unit.6);
        username
            .and_then(|username| cast.by_name(app, username))
            .ok_or(Error::NotFound)
    }

    /// Sends from a unit to those below it.
    async fn send(
        &self,
        app: &App,
        cast: &Cast,
        from: usize,
        to: &[(usize, &[(&str, i64)])],
        document: &str,
    ) -> Result<(), Error> {
        let cx = Self::officer(app, cast, from)?;
        let mut shipments = Vec::new();
        for (unit, goods) in to {
            shipments.push(NewShipment {
                to: self.at(*unit)?.id,
                wanted: goods
                    .iter()
                    .map(|(item, n)| ((*item).to_owned(), *n))
                    .collect(),
                planned: Vec::new(),
            });
        }
        let new = NewAllocation {
            when: When::Now,
            document: document.to_owned(),
            carrier: "ไปรษณีย์ไทย".to_owned(),
            note: String::new(),
            shipments,
        };
        actions::allocate(app, &cx, self.at(from)?, &new, None).await?;
        Ok(())
    }

    /// Acknowledges all that is on its way to a unit; `short` masks of it did not come.
    async fn acknowledge(
        &self,
        app: &App,
        cast: &Cast,
        which: usize,
        short: i64,
    ) -> Result<(), Error> {
        let cx = Self::officer(app, cast, which)?;
        let home = actions::home(app, &cx, self.at(which)?).await?;
        for (shipment, _) in &home.incoming {
            let handle = (self.at(which)?, shipment.handle());
            let (.., traced) = actions::shipment(app, &cx, handle.0, handle.1).await?;
            let masks = traced.lines.iter().find(|line| line.item == MASK);
            let came: Vec<Came> = masks
                .filter(|_| short > 0)
                .map(|line| Came {
                    item: line.item.clone(),
                    lot: String::new(),
                    received: line.quantity - short,
                    damaged: 0,
                    reason: Some(Reason::Lost),
                    note: "กล่องหายไป 1 กล่องระหว่างทาง".to_owned(),
                })
                .into_iter()
                .collect();
            actions::acknowledge(app, &cx, handle, (&came, ""), When::Now).await?;
        }
        Ok(())
    }

    async fn hand_out(
        &self,
        app: &App,
        cast: &Cast,
        which: usize,
        groups: &[(&str, i64, u32)],
    ) -> Result<(), Error> {
        let cx = Self::officer(app, cast, which)?;
        let groups = groups.iter();
        let out = HandOut {
            when: When::Now,
            item: MASK.to_owned(),
            lot: None,
            groups: groups
                .map(|(group, n, persons)| ((*group).to_owned(), *n, Some(*persons)))
                .collect(),
            note: String::new(),
        };
        actions::hand_out(app, &cx, self.at(which)?, &out, None).await?;
        Ok(())
    }

    /// Counts and closes the next day of a unit; `missing` masks were not found.
    async fn close(&self, app: &App, cast: &Cast, which: usize, missing: i64) -> Result<(), Error> {
        let cx = Self::officer(app, cast, which)?;
        let today = actions::today(app, &cx, self.at(which)?, None).await?;
        let counts = today.lines.iter().map(|line| {
            let missing = if line.item == MASK { missing } else { 0 };
            Count {
                item: line.item.clone(),
                lot: line.lot.name.clone(),
                counted: line.expected() - missing,
                reason: (missing > 0).then_some(Reason::NotBooked),
                note: String::new(),
            }
        });
        let asked = Asked {
            counts: counts.collect(),
            seen: None,
        };
        actions::close(app, &cx, self.at(which)?, today.day, &asked).await
    }

    /// What is done on the evening of a day of the story, from the first on.
    pub async fn evening(&self, app: &App, cast: &Cast, day: usize) -> Result<(), Error> {
        match day {
            0 => {
                self.acknowledge(app, cast, PROVINCE, 0).await?;
                let goods: &[(&str, i64)] = &[(MASK, 10_000), (GEL, 96)];
                self.send(
                    app,
                    cast,
                    PROVINCE,
                    &[(DISTRICT, goods), (3, &[(MASK, 12_000)])],
                    "ชร 0017.3/ว 905",
                )
                .await?;
                for unit in [ROOT, PROVINCE, DISTRICT, TOWN, CLINIC, VILLAGE] {
                    self.close(app, cast, unit, 0).await?;
                }
            }
            1 => {
                self.acknowledge(app, cast, DISTRICT, 50).await?;
                self.send(
                    app,
                    cast,
                    DISTRICT,
                    &[(TOWN, &[(MASK, 4_000), (GEL, 48)]), (5, &[(MASK, 2_000)])],
                    "ชร 0917/212",
                )
                .await?;
                self.acknowledge(app, cast, TOWN, 0).await?;
                self.send(
                    app,
                    cast,
                    TOWN,
                    &[(CLINIC, &[(MASK, 500)]), (VILLAGE, &[(MASK, 600)])],
                    "",
                )
                .await?;
                self.acknowledge(app, cast, CLINIC, 0).await?;
                self.acknowledge(app, cast, VILLAGE, 0).await?;
                self.hand_out(
                    app,
                    cast,
                    CLINIC,
                    &[("close_to_patients", 120, 12), ("vulnerable", 90, 45)],
                )
                .await?;
                self.hand_out(
                    app,
                    cast,
                    VILLAGE,
                    &[
                        ("close_to_public", 60, 12),
                        ("work_at_risk", 40, 8),
                        ("vulnerable", 160, 80),
                    ],
                )
                .await?;
                for unit in [ROOT, PROVINCE, DISTRICT, TOWN, VILLAGE] {
                    self.close(app, cast, unit, 0).await?;
                }
                self.close(app, cast, CLINIC, 10).await?;
            }
            _ => {
                self.hand_out(app, cast, VILLAGE, &[("vulnerable", 110, 55)])
                    .await?;
                self.send(
                    app,
                    cast,
                    DISTRICT,
                    &[(TOWN, &[(MASK, 1_500)])],
                    "ชร 0917/218",
                )
                .await?;
                for unit in [ROOT, PROVINCE] {
                    self.close(app, cast, unit, 0).await?;
                }
            }
        }
        Ok(())
    }
}

/// How long before the end each evening is.
pub const EVENINGS: [SignedDuration; 3] = [
    SignedDuration::from_hours(73),
    SignedDuration::from_hours(49),
    SignedDuration::from_hours(25),
];
