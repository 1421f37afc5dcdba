//! The supplies of a practice incident: what went between units, what they promised and entered, then the units
//! themselves with all that stands in their books, those without any below first. No event stays behind: no map shows
//! a unit.

use db::{Row, Tx, sql};
use uuid::Uuid;

use super::PIECE;
use crate::app::App;
use crate::ids::{Handle, SupplyUnitId};
use crate::incidents::model::Incident;

sql! { SHIPMENTS = "
    SELECT s.province, s.id, s.allocation
    FROM supply_shipments AS s
    WHERE s.incident = $1
    ORDER BY s.province, s.id
    LIMIT $2
" }

sql! { ENTRIES = "
    SELECT e.province, e.id
    FROM supply_units AS u
    JOIN supply_entries AS e ON e.province = u.province AND e.unit = u.id
    WHERE u.incident = $1
    ORDER BY e.province, e.id
    LIMIT $2
" }

sql! { RESERVATIONS = "
    SELECT v.province, v.id
    FROM supply_units AS u
    JOIN supply_reservations AS v ON v.province = u.province AND v.unit = u.id
    WHERE u.incident = $1
    ORDER BY v.province, v.id
    LIMIT $2
" }

sql! { UNITS = "
    SELECT u.province, u.id
    FROM supply_units AS u
    WHERE u.incident = $1 AND NOT EXISTS (SELECT 1 FROM supply_units AS b WHERE b.parent = u.id)
    ORDER BY u.province, u.id
    LIMIT $2
" }

sql! { REMOVE_SENDS = "DELETE FROM idempotency_keys WHERE province = $1 AND subject = $2" }
sql! { REMOVE_EVENTS = "DELETE FROM events WHERE province = $1 AND subject = $2" }
sql! { REMOVE_NOTICES = "DELETE FROM notices WHERE link = $1 OR link LIKE $2 OR link LIKE $3" }
sql! { REMOVE_PLANS = "DELETE FROM supply_shipment_plans WHERE province = $1 AND shipment = $2" }
sql! { REMOVE_LINES = "DELETE FROM supply_shipment_lines WHERE province = $1 AND shipment = $2" }
sql! { REMOVE_SHIPMENT = "DELETE FROM supply_shipments WHERE province = $1 AND id = $2" }
sql! { REMOVE_LINKS = "DELETE FROM supply_reservation_entries WHERE province = $1 AND reservation = $2" }
sql! { REMOVE_ASIDE = "DELETE FROM supply_reservation_lines WHERE province = $1 AND reservation = $2" }
sql! { REMOVE_RESERVATION = "DELETE FROM supply_reservations WHERE province = $1 AND id = $2" }
sql! { REMOVE_ENTRY = "DELETE FROM supply_entries WHERE province = $1 AND id = $2" }
sql! { REMOVE_COUNTS = "DELETE FROM supply_counts WHERE province = $1 AND unit = $2" }
sql! { REMOVE_ALERTS = "DELETE FROM supply_alerts WHERE province = $1 AND unit = $2" }
sql! { REMOVE_HEADCOUNTS = "DELETE FROM supply_headcounts WHERE province = $1 AND unit = $2" }
sql! { REMOVE_REPORTED = "DELETE FROM supply_reported WHERE province = $1 AND unit = $2" }
sql! { REMOVE_CLOSINGS = "DELETE FROM supply_closings WHERE province = $1 AND unit = $2" }
sql! { REMOVE_DAYS = "DELETE FROM supply_days WHERE province = $1 AND unit = $2" }
sql! { REMOVE_ARRIVALS = "DELETE FROM supply_arrivals WHERE province = $1 AND unit = $2" }
sql! { REMOVE_STOCK = "DELETE FROM supply_stock WHERE province = $1 AND unit = $2" }
sql! { REMOVE_SEATS = "DELETE FROM supply_seats WHERE unit = $1" }
sql! { REMOVE_UNIT = "DELETE FROM supply_units WHERE id = $1" }

#[derive(Debug, Clone, Copy)]
enum What {
    Shipments,
    Reservations,
    Entries,
    Units,
}

/// Removes all of it: how many units there were.
pub(super) async fn all(app: &App, incident: &Incident) -> Result<u64, db::Error> {
    pass(app, incident, SHIPMENTS, What::Shipments).await?;
    pass(app, incident, RESERVATIONS, What::Reservations).await?;
    pass(app, incident, ENTRIES, What::Entries).await?;
    pass(app, incident, UNITS, What::Units).await
}

async fn pass(
    app: &App,
    incident: &Incident,
    which: db::Sql,
    what: What,
) -> Result<u64, db::Error> {
    let mut removed = 0;
    loop {
        let rows = db::read!(app.db, |tx| {
            tx.all(which, &[&incident.id, &PIECE]).await
        })?;
        let Some(first) = rows.first() else {
            return Ok(removed);
        };
        // One write touches one province.
        let province: u8 = first.get("province")?;
        removed += db::write!(app.db, |tx| {
            let mut n = 0;
            for row in &rows {
                if row.get::<u8>("province")? == province {
                    match what {
                        What::Shipments => shipment(tx, row).await?,
                        What::Reservations => reservation(tx, row).await?,
                        What::Entries => entry(tx, row).await?,
                        What::Units => unit(tx, row).await?,
                    }
                    n += 1;
                }
            }
            Ok::<u64, db::Error>(n)
        })?;
    }
}

async fn shipment(tx: &mut Tx, row: &Row) -> Result<(), db::Error> {
    let (province, id): (u8, Uuid) = (row.get("province")?, row.get("id")?);
    let allocation: Uuid = row.get("allocation")?;
    tx.execute(REMOVE_SENDS, &[&province, &allocation]).await?;
    for what_hangs_on_it in [REMOVE_PLANS, REMOVE_LINES] {
        tx.execute(what_hangs_on_it, &[&province, &id]).await?;
    }
    tx.execute(REMOVE_SHIPMENT, &[&province, &id]).await?;
    Ok(())
}

async fn reservation(tx: &mut Tx, row: &Row) -> Result<(), db::Error> {
    let (province, id): (u8, Uuid) = (row.get("province")?, row.get("id")?);
    for statement in [REMOVE_SENDS, REMOVE_LINKS, REMOVE_ASIDE, REMOVE_RESERVATION] {
        tx.execute(statement, &[&province, &id]).await?;
    }
    Ok(())
}

async fn entry(tx: &mut Tx, row: &Row) -> Result<(), db::Error> {
    let (province, id): (u8, Uuid) = (row.get("province")?, row.get("id")?);
    for statement in [REMOVE_SENDS, REMOVE_ENTRY] {
        tx.execute(statement, &[&province, &id]).await?;
    }
    Ok(())
}

async fn unit(tx: &mut Tx, row: &Row) -> Result<(), db::Error> {
    let (province, id): (u8, Uuid) = (row.get("province")?, row.get("id")?);
    let handle = Handle {
        province,
        id: SupplyUnitId(id),
    };
    let at = format!("/supplies/{handle}");
    // To the unit, to a page of it, to one of its shipments or days.
    let below = [format!("{at}/%"), format!("{at}?%")];
    tx.execute(REMOVE_NOTICES, &[&at, &below[0], &below[1]])
        .await?;
    for what_hangs_on_it in [
        REMOVE_SENDS,
        REMOVE_EVENTS,
        REMOVE_COUNTS,
        REMOVE_DAYS,
        REMOVE_CLOSINGS,
        REMOVE_ALERTS,
        REMOVE_HEADCOUNTS,
        REMOVE_REPORTED,
        REMOVE_ARRIVALS,
        REMOVE_STOCK,
    ] {
        tx.execute(what_hangs_on_it, &[&province, &id]).await?;
    }
    for what_hangs_on_it in [REMOVE_SEATS, REMOVE_UNIT] {
        tx.execute(what_hangs_on_it, &[&id]).await?;
    }
    Ok(())
}
