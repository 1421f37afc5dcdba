//! The ledger: written, read, never changed.

use db::{Row, Tx, sql};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::ids::SupplyEntryId;
use crate::supplies::model::{Account, Entry, Handle, Kind, Lot, Movement, NewEntry, Reason};

macro_rules! columns {
    () => {
        "e.province, e.id, e.unit, e.booked_on, e.happened_at, e.recorded_at, e.recorded_by, e.kind,
        e.item, e.lot, e.expires_on, e.from_account, e.to_account, e.quantity, e.risk_group, e.persons, e.shipment, e.document,
        e.party, e.reason, e.note, e.reverses"
    };
}

sql! { INSERT = "
    INSERT INTO supply_entries (province, id, unit, booked_on, happened_at, recorded_at, recorded_by,
        kind, item, lot, expires_on, from_account, to_account, quantity, risk_group, persons, shipment,
        document, party, reason, note, reverses)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22)
    ON CONFLICT DO NOTHING
" }

/// Whether it was written: not where something was reversed already.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<bool, db::Error> {
    let told = &entry.told;
    let args: [&dyn db::ToValue; 22] = [
        &entry.province,
        &entry.id,
        &entry.unit,
        &entry.booked_on,
        &entry.happened_at,
        &entry.recorded_at,
        &entry.recorded_by,
        &told.kind.code(),
        &told.item,
        &told.lot,
        &told.expires_on,
        &entry.from.code(),
        &entry.to.code(),
        &told.quantity,
        &told.risk_group,
        &told.persons,
        &told.shipment,
        &told.document,
        &told.party,
        &told.reason.map_or("", Reason::code),
        &told.note,
        &told.reverses,
    ];
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { FIND = concat!("SELECT ", columns!(), "
    FROM supply_entries AS e WHERE e.province = $1 AND e.unit = $2 AND e.id = $3
") }

pub async fn find(
    tx: &mut Tx,
    unit: Handle,
    id: SupplyEntryId,
) -> Result<Option<Entry>, db::Error> {
    let row = tx.optional(FIND, &[&unit.province, &unit.id, &id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { OF_DAYS = concat!("SELECT ", columns!(), "
    FROM supply_entries AS e
    WHERE e.province = $1 AND e.unit = $2 AND e.booked_on BETWEEN $3 AND $4
    ORDER BY e.booked_on, e.id
") }

/// The entries that count for some days, in order.
pub async fn of_days(
    tx: &mut Tx,
    unit: Handle,
    first: Date,
    last: Date,
) -> Result<Vec<Entry>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &first, &last];
    tx.all(OF_DAYS, &args).await?.iter().map(read).collect()
}

sql! { LATEST = concat!("SELECT ", columns!(), ",
        EXISTS (SELECT 1 FROM supply_entries AS r
            WHERE r.province = e.province AND r.reverses = e.id) AS is_reversed
    FROM supply_entries AS e
    WHERE e.province = $1 AND e.unit = $2
        AND (e.booked_on < $3 OR (e.booked_on = $3 AND e.id < $4))
    ORDER BY e.booked_on DESC, e.id DESC
    LIMIT $5
") }

/// The newest entries before a place in the list, each with whether it was taken back.
pub async fn latest(
    tx: &mut Tx,
    unit: Handle,
    before: (Date, SupplyEntryId),
    limit: i64,
) -> Result<Vec<(Entry, bool)>, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&unit.province, &unit.id, &before.0, &before.1, &limit];
    let rows = tx.all(LATEST, &args).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get("is_reversed")?)))
        .collect()
}

sql! { OF_SHIPMENT = concat!("SELECT ", columns!(), "
    FROM supply_entries AS e WHERE e.province = $1 AND e.unit = $2 AND e.shipment = $3 ORDER BY e.id
") }

/// What a unit entered of a shipment: sending, or what came.
pub async fn of_shipment(
    tx: &mut Tx,
    unit: Handle,
    shipment: crate::ids::SupplyShipmentId,
) -> Result<Vec<Entry>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&unit.province, &unit.id, &shipment];
    tx.all(OF_SHIPMENT, &args).await?.iter().map(read).collect()
}

sql! { MOVED = "
    SELECT booked_on, item, lot, kind,
        CAST(sum(CASE WHEN to_account = 'stock' THEN quantity
            WHEN from_account = 'stock' THEN -quantity ELSE 0 END) AS BIGINT) AS net
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on BETWEEN $3 AND $4
    GROUP BY booked_on, item, lot, kind
    ORDER BY booked_on, item, lot, kind
" }

/// What moved on each of some days, by item and lot.
pub async fn moved_on(
    tx: &mut Tx,
    unit: Handle,
    (first, last): (Date, Date),
) -> Result<Vec<(Date, String, String, Movement)>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &first, &last];
    let rows = tx.all(MOVED, &args).await?;
    let mut all: Vec<(Date, String, String, Movement)> = Vec::new();
    for row in &rows {
        let (day, item, lot): (Date, String, String) =
            (row.get("booked_on")?, row.get("item")?, row.get("lot")?);
        let (kind, net) = (read_kind(row)?, row.get("net")?);
        let same =
            |(d, i, l, _): &(Date, String, String, Movement)| (*d, i, l) == (day, &item, &lot);
        if !all.last().is_some_and(same) {
            all.push((day, item, lot, Movement::default()));
        }
        let Some((.., moved)) = all.last_mut() else {
            continue;
        };
        let net: i64 = net;
        match kind {
            Kind::Receipt | Kind::Arrival => moved.received += net,
            Kind::Sending => moved.sent -= net,
            Kind::HandOut => moved.handed_out -= net,
            Kind::Loss | Kind::Surplus | Kind::Shortfall => moved.corrected += net,
            // Never was in the store.
            Kind::Short | Kind::Damaged => {}
        }
    }
    Ok(all)
}

/// What moved on a day, by item and lot.
pub async fn moved(
    tx: &mut Tx,
    unit: Handle,
    day: Date,
) -> Result<Vec<(String, String, Movement)>, db::Error> {
    let all = moved_on(tx, unit, (day, day)).await?;
    Ok(all
        .into_iter()
        .map(|(_, item, lot, moved)| (item, lot, moved))
        .collect())
}

sql! { HANDED_OUT = "
    SELECT item, risk_group,
        CAST(sum(CASE WHEN to_account = 'stock' THEN -quantity ELSE quantity END) AS BIGINT) AS n
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on = $3 AND kind = 'hand_out'
    GROUP BY item, risk_group
    ORDER BY item, risk_group
" }

/// What was handed out on a day, by item and risk group.
pub async fn handed_out(
    tx: &mut Tx,
    unit: Handle,
    day: Date,
) -> Result<Vec<(String, String, i64)>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&unit.province, &unit.id, &day];
    let rows = tx.all(HANDED_OUT, &args).await?;
    rows.iter()
        .map(|row| Ok((row.get("item")?, row.get("risk_group")?, row.get("n")?)))
        .collect()
}

sql! { MOVED_SINCE = "
    SELECT item, CAST(sum(sent) AS BIGINT) AS sent, CAST(sum(handed_out) AS BIGINT) AS handed_out
    FROM (
        SELECT item, sent, handed_out
        FROM supply_counts
        WHERE province = $1 AND unit = $2 AND day > $3
        UNION ALL
        SELECT item,
            CASE WHEN kind <> 'sending' THEN 0 WHEN to_account = 'stock' THEN -quantity ELSE quantity END,
            CASE WHEN kind <> 'hand_out' THEN 0 WHEN to_account = 'stock' THEN -quantity ELSE quantity END
        FROM supply_entries
        WHERE province = $1 AND unit = $2 AND booked_on > (
            SELECT CASE WHEN max(c.last_day) > $3 THEN max(c.last_day) ELSE $3 END
            FROM supply_closings AS c WHERE c.province = $1 AND c.unit = $2
        )
    ) AS moved
    GROUP BY item
    ORDER BY item
" }

/// Item, what was sent on and what was handed out from a day on. Of closed days the counts say it, which never change:
/// a row where the entries are dozens.
pub async fn moved_since(
    tx: &mut Tx,
    unit: Handle,
    first: Date,
) -> Result<Vec<(String, i64, i64)>, db::Error> {
    let before = first.saturating_sub(1.days());
    let rows = tx
        .all(MOVED_SINCE, &[&unit.province, &unit.id, &before])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("item")?, row.get("sent")?, row.get("handed_out")?)))
        .collect()
}

sql! { LAST_DAY = "
    SELECT max(booked_on) AS day FROM supply_entries WHERE province = $1 AND unit = $2
" }

/// The last day for which something was entered.
pub async fn last_day(tx: &mut Tx, unit: Handle) -> Result<Option<Date>, db::Error> {
    let row = tx.one(LAST_DAY, &[&unit.province, &unit.id]).await?;
    row.get("day")
}

fn read_account(row: &Row, column: &str) -> Result<Account, db::Error> {
    let code: String = row.get(column)?;
    Account::from_code(&code).ok_or_else(|| row.contradiction("an unknown account"))
}

fn read_kind(row: &Row) -> Result<Kind, db::Error> {
    let kind: String = row.get("kind")?;
    Kind::from_code(&kind).ok_or_else(|| row.contradiction("an unknown kind of entry"))
}

fn read(row: &Row) -> Result<Entry, db::Error> {
    let reason: String = row.get("reason")?;
    let reason = match reason.as_str() {
        "" => None,
        code => {
            Some(Reason::from_code(code).ok_or_else(|| row.contradiction("an unknown reason"))?)
        }
    };
    let lot = Lot {
        name: row.get("lot")?,
        expires_on: row.get("expires_on")?,
    };
    let item: String = row.get("item")?;
    Ok(Entry {
        province: row.get("province")?,
        id: row.get("id")?,
        unit: row.get("unit")?,
        booked_on: row.get("booked_on")?,
        happened_at: row.get("happened_at")?,
        recorded_at: row.get("recorded_at")?,
        recorded_by: row.get("recorded_by")?,
        from: read_account(row, "from_account")?,
        to: read_account(row, "to_account")?,
        told: NewEntry {
            risk_group: row.get("risk_group")?,
            persons: row.get("persons")?,
            shipment: row.get("shipment")?,
            document: row.get("document")?,
            party: row.get("party")?,
            reason,
            note: row.get("note")?,
            reverses: row.get("reverses")?,
            ..NewEntry::of(read_kind(row)?, &item, &lot, row.get("quantity")?)
        },
    })
}
