//! What is promised to help requests, and by which entries it was handed over.

use db::{Row, Tx, sql};
use jiff::Timestamp;

use crate::ids::{AccountId, HelpRequestId, SupplyEntryId, SupplyReservationId};
use crate::supplies::model::{
    Ended, ForRequest, Goods, Handle, Lot, Outcome, Reservation, ReservationHandle,
};

macro_rules! columns {
    () => {
        "SELECT v.province, v.id, v.unit, v.request_province, v.request, v.reference, v.item, v.note, v.made_by,
        v.made_at, v.expires_at, v.asked_at, v.outcome, v.ended_by, v.ended_at, v.reason
    FROM supply_reservations AS v"
    };
}

sql! { INSERT = "
    INSERT INTO supply_reservations (province, id, unit, request_province, request, reference, item, note, made_by,
        made_at, expires_at, outcome, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '')
" }

sql! { INSERT_LINE = "
    INSERT INTO supply_reservation_lines (province, reservation, lot, expires_on, quantity)
    VALUES ($1, $2, $3, $4, $5)
" }

pub async fn insert(tx: &mut Tx, new: &Reservation) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 11] = [
        &new.province,
        &new.id,
        &new.unit,
        &new.request.province,
        &new.request.request,
        &new.request.reference,
        &new.item,
        &new.note,
        &new.made_by,
        &new.made_at,
        &new.expires_at,
    ];
    tx.execute(INSERT, &args).await?;
    for (lot, quantity) in &new.lots {
        let args: [&dyn db::ToValue; 5] =
            [&new.province, &new.id, &lot.name, &lot.expires_on, quantity];
        tx.execute(INSERT_LINE, &args).await?;
    }
    Ok(())
}

sql! { FIND = concat!(columns!(), " WHERE v.province = $1 AND v.id = $2") }

pub async fn find(tx: &mut Tx, which: ReservationHandle) -> Result<Option<Reservation>, db::Error> {
    match tx.optional(FIND, &[&which.province, &which.id]).await? {
        None => Ok(None),
        Some(row) => whole(tx, &row).await.map(Some),
    }
}

sql! { OPEN = concat!(columns!(), "
    WHERE v.province = $1 AND v.unit = $2 AND v.ended_at IS NULL AND v.expires_at > $3
    ORDER BY v.id
") }

/// Those of a unit that stand, the oldest first.
pub async fn open(
    tx: &mut Tx,
    unit: Handle,
    now: Timestamp,
) -> Result<Vec<Reservation>, db::Error> {
    let rows = tx.all(OPEN, &[&unit.province, &unit.id, &now]).await?;
    all(tx, &rows).await
}

sql! { OF_UNIT = concat!(columns!(), "
    WHERE v.province = $1 AND v.unit = $2 AND v.id < $3
    ORDER BY v.id DESC
    LIMIT $4
") }

/// Those of a unit before a place in the list, the newest first, however they stand.
pub async fn of_unit(
    tx: &mut Tx,
    unit: Handle,
    before: SupplyReservationId,
    limit: i64,
) -> Result<Vec<Reservation>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &before, &limit];
    let rows = tx.all(OF_UNIT, &args).await?;
    all(tx, &rows).await
}

sql! { OF_REQUEST = concat!(columns!(), "
    WHERE v.request_province = $1 AND v.request = $2
    ORDER BY v.id
    LIMIT 100
") }

/// Those for one request, of all units, the oldest first.
pub async fn of_request(
    tx: &mut Tx,
    province: u8,
    request: HelpRequestId,
) -> Result<Vec<Reservation>, db::Error> {
    let rows = tx.all(OF_REQUEST, &[&province, &request]).await?;
    all(tx, &rows).await
}

sql! { STANDS_FOR = "
    SELECT 1 AS there FROM supply_reservations
    WHERE request_province = $1 AND request = $2 AND ended_at IS NULL
    LIMIT 1
" }

/// Whether anything is still promised to a request.
pub async fn stands_for(
    tx: &mut Tx,
    province: u8,
    request: HelpRequestId,
) -> Result<bool, db::Error> {
    let row = tx.optional(STANDS_FOR, &[&province, &request]).await?;
    Ok(row.is_some())
}

sql! { DUE = "
    SELECT province, id FROM supply_reservations
    WHERE ended_at IS NULL AND expires_at <= $1
    ORDER BY expires_at, id
    LIMIT $2
" }

/// Those whose time has run out and of which that is not written down.
pub async fn due(
    tx: &mut Tx,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<ReservationHandle>, db::Error> {
    let rows = tx.all(DUE, &[&now, &limit]).await?;
    rows.iter()
        .map(|row| {
            Ok(ReservationHandle {
                province: row.get("province")?,
                id: row.get("id")?,
            })
        })
        .collect()
}

sql! { RESERVED = "
    SELECT v.item AS item, l.lot AS lot, CAST(sum(l.quantity) AS BIGINT) AS quantity
    FROM supply_reservations AS v
    JOIN supply_reservation_lines AS l ON l.province = v.province AND l.reservation = v.id
    WHERE v.province = $1 AND v.unit = $2 AND v.ended_at IS NULL AND v.expires_at > $3
    GROUP BY v.item, l.lot
    ORDER BY v.item, l.lot
" }

/// How much of each lot of a unit is promised.
pub async fn reserved(tx: &mut Tx, unit: Handle, now: Timestamp) -> Result<Vec<Goods>, db::Error> {
    let rows = tx.all(RESERVED, &[&unit.province, &unit.id, &now]).await?;
    rows.iter()
        .map(|row| {
            Ok(Goods {
                item: row.get("item")?,
                lot: Lot {
                    name: row.get("lot")?,
                    expires_on: None,
                },
                quantity: row.get("quantity")?,
            })
        })
        .collect()
}

sql! { END = "
    UPDATE supply_reservations SET outcome = $3, ended_by = $4, ended_at = $5, reason = $6
    WHERE province = $1 AND id = $2 AND ended_at IS NULL
" }

/// Whether it still stood.
pub async fn end(
    tx: &mut Tx,
    which: ReservationHandle,
    (outcome, reason): (Outcome, &str),
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &which.province,
        &which.id,
        &outcome.code(),
        &by,
        &now,
        &reason,
    ];
    Ok(tx.execute(END, &args).await? == 1)
}

sql! { ASK = "
    UPDATE supply_reservations SET asked_at = $3
    WHERE province = $1 AND id = $2 AND ended_at IS NULL AND asked_at IS NULL
" }

/// Whether nobody had been asked about it.
pub async fn ask(tx: &mut Tx, which: ReservationHandle, now: Timestamp) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&which.province, &which.id, &now];
    Ok(tx.execute(ASK, &args).await? == 1)
}

sql! { LINK = "
    INSERT INTO supply_reservation_entries (province, reservation, entry) VALUES ($1, $2, $3)
" }

/// Remembers an entry by which it was handed over.
pub async fn link(
    tx: &mut Tx,
    which: ReservationHandle,
    entry: SupplyEntryId,
) -> Result<(), db::Error> {
    tx.execute(LINK, &[&which.province, &which.id, &entry])
        .await?;
    Ok(())
}

sql! { ENTRIES = "
    SELECT entry FROM supply_reservation_entries WHERE province = $1 AND reservation = $2 ORDER BY entry
" }

/// The entries by which it was handed over.
pub async fn entries(
    tx: &mut Tx,
    which: ReservationHandle,
) -> Result<Vec<SupplyEntryId>, db::Error> {
    let rows = tx.all(ENTRIES, &[&which.province, &which.id]).await?;
    rows.iter().map(|row| row.get("entry")).collect()
}

sql! { LINES = "
    SELECT lot, expires_on, quantity FROM supply_reservation_lines
    WHERE province = $1 AND reservation = $2
    ORDER BY CASE WHEN expires_on IS NULL THEN 1 ELSE 0 END, expires_on, lot
" }

async fn all(tx: &mut Tx, rows: &[Row]) -> Result<Vec<Reservation>, db::Error> {
    let mut all = Vec::new();
    for row in rows {
        all.push(whole(tx, row).await?);
    }
    Ok(all)
}

async fn whole(tx: &mut Tx, row: &Row) -> Result<Reservation, db::Error> {
    let mut one = read(row)?;
    for row in tx.all(LINES, &[&one.province, &one.id]).await? {
        let lot = Lot {
            name: row.get("lot")?,
            expires_on: row.get("expires_on")?,
        };
        one.lots.push((lot, row.get("quantity")?));
    }
    Ok(one)
}

fn read(row: &Row) -> Result<Reservation, db::Error> {
    let at: Option<Timestamp> = row.get("ended_at")?;
    let code: String = row.get("outcome")?;
    let ended = match (at, Outcome::from_code(&code)) {
        (None, _) => None,
        (Some(at), Some(outcome)) => Some(Ended {
            outcome,
            by: row.get("ended_by")?,
            at,
            reason: row.get("reason")?,
        }),
        (Some(_), None) => return Err(row.contradiction("an unknown outcome")),
    };
    Ok(Reservation {
        province: row.get("province")?,
        id: row.get("id")?,
        unit: row.get("unit")?,
        request: ForRequest {
            province: row.get("request_province")?,
            request: row.get("request")?,
            reference: row.get("reference")?,
        },
        item: row.get("item")?,
        lots: Vec::new(),
        note: row.get("note")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        expires_at: row.get("expires_at")?,
        asked_at: row.get("asked_at")?,
        ended,
    })
}
