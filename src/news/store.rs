//! Announcements in the database.

use areas::AreaCode;
use db::{Row, Tx, sql};
use i18n::Language;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::model::{Announcement, Level, Link, NewAnnouncement, Source, Text, Texts, Withdrawn};
use crate::accounts::store::read_area;
use crate::ids::{AccountId, AnnouncementId};

/// The most announcements kept in memory at once.
const MOST: i64 = 1_000;

macro_rules! columns {
    () => {
        "
    SELECT id, area, level, texts, pinned, source, link, from_at, until_at, incident, created_by,
        created_at, changed_at, version, withdrawn_at, withdrawn_by, withdrawn_reason
    FROM announcements"
    };
}

sql! { INSERT = "
    INSERT INTO announcements (id, area, level, texts, pinned, source, link, from_at, until_at,
        incident, created_by, created_at, changed_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1)
" }

pub async fn insert(
    tx: &mut Tx,
    id: AnnouncementId,
    new: &NewAnnouncement,
    by: AccountId,
    at: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(
        INSERT,
        &[
            &id,
            &new.area.get(),
            &new.level.code(),
            &write_texts(&new.texts),
            &new.pinned,
            &new.source.name.as_str(),
            &new.source.link.as_ref().map(Link::as_str),
            &new.from_at.unwrap_or(at),
            &new.until_at,
            &new.incident,
            &by,
            &at,
        ],
    )
    .await?;
    Ok(())
}

sql! { FIND = concat!(columns!(), " WHERE id = $1") }

pub async fn find(tx: &mut Tx, id: AnnouncementId) -> Result<Option<Announcement>, db::Error> {
    let row = tx.optional(FIND, &[&id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { CHANGE = "
    UPDATE announcements SET area = $3, level = $4, texts = $5, pinned = $6, source = $7, link = $8,
        from_at = $9, until_at = $10, incident = $11, changed_at = $12, version = version + 1
    WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL
" }

/// Whether the version named was the one that stood there.
pub async fn change(
    tx: &mut Tx,
    stands: &Announcement,
    new: &NewAnnouncement,
    at: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 12] = [
        &stands.id,
        &stands.version,
        &new.area.get(),
        &new.level.code(),
        &write_texts(&new.texts),
        &new.pinned,
        &new.source.name.as_str(),
        &new.source.link.as_ref().map(Link::as_str),
        &new.from_at.unwrap_or(stands.from_at),
        &new.until_at,
        &new.incident,
        &at,
    ];
    Ok(tx.execute(CHANGE, &args).await? == 1)
}

sql! { WITHDRAW = "
    UPDATE announcements SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4,
        changed_at = $2, version = version + 1
    WHERE id = $1 AND withdrawn_at IS NULL
" }

/// Whether it still stood.
pub async fn withdraw(
    tx: &mut Tx,
    id: AnnouncementId,
    withdrawn: &Withdrawn,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 4] = [
        &id,
        &withdrawn.at,
        &withdrawn.by,
        &withdrawn.reason.as_str(),
    ];
    Ok(tx.execute(WITHDRAW, &args).await? == 1)
}

sql! { CURRENT = concat!(columns!(), "
    WHERE (withdrawn_at IS NULL OR withdrawn_at > $1) AND (until_at IS NULL OR until_at > $1)
    ORDER BY pinned DESC, from_at DESC, id DESC
    LIMIT $2
") }

/// Those in force, still to come, or over for less than `lately`.
pub async fn current(
    tx: &mut Tx,
    now: Timestamp,
    lately: SignedDuration,
) -> Result<Vec<Announcement>, db::Error> {
    let since = now - lately;
    tx.all(CURRENT, &[&since, &MOST])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Which of all announcements are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Those told to readers of this area; all when left out.
    pub area: Option<AreaCode>,
    pub level: Option<Level>,
    pub in_force: Option<bool>,
}

sql! { PAGE = concat!(columns!(), "
    WHERE from_at <= $1 AND (withdrawn_at IS NULL OR withdrawn_at > from_at)
        AND (area IN (0, $2, $3, $4) OR (area BETWEEN $5 AND $6 AND (pinned OR $7)))
        AND ($8 = '' OR level = $8)
        AND ($9 = ''
            OR ($9 = 'yes' AND withdrawn_at IS NULL AND (until_at IS NULL OR until_at > $1))
            OR ($9 = 'no' AND (withdrawn_at IS NOT NULL OR until_at <= $1)))
        AND (from_at < $10 OR (from_at = $10 AND id < $11))
    ORDER BY from_at DESC, id DESC
    LIMIT $12
") }

/// One page of all that was ever told, the newest first, after the last one of the page before.
pub async fn page(
    tx: &mut Tx,
    wanted: Wanted,
    now: Timestamp,
    after: Option<(Timestamp, AnnouncementId)>,
    limit: usize,
) -> Result<Vec<Announcement>, db::Error> {
    let area = wanted.area.unwrap_or(AreaCode::COUNTRY);
    let above = |code: Option<AreaCode>| code.unwrap_or(area).get();
    let range = area.range();
    // Before the first page stands what nobody has begun yet.
    let (from, id) = after.unwrap_or((
        now + SignedDuration::from_hours(1),
        AnnouncementId(uuid::Uuid::nil()),
    ));
    let in_force = match wanted.in_force {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    let args: [&dyn db::ToValue; 12] = [
        &now,
        &above(area.province_code()),
        &above(area.district()),
        &area.get(),
        range.start(),
        range.end(),
        &wanted.area.is_none(),
        &wanted.level.map_or("", Level::code),
        &in_force,
        &from,
        &id,
        &i64::try_from(limit).unwrap_or(MOST),
    ];
    tx.all(PAGE, &args).await?.iter().map(read).collect()
}

fn write_texts(texts: &Texts) -> Value {
    let written = texts.iter().map(|(language, text)| {
        let text = json!({ "title": text.title, "words": text.words });
        (language.code().to_owned(), text)
    });
    Value::Object(written.collect::<Map<String, Value>>())
}

fn read_texts(row: &Row) -> Result<Texts, db::Error> {
    let texts: Value = row.get("texts")?;
    let of = |language: Language| {
        let written = texts.get(language.code())?;
        let part = |name: &str| written[name].as_str().unwrap_or_default().to_owned();
        Some(Text {
            title: part("title"),
            words: part("words"),
        })
    };
    let thai = of(Language::Th).ok_or_else(|| row.contradiction("no Thai text"))?;
    let others = Language::ALL
        .into_iter()
        .filter(|language| *language != Language::Th)
        .filter_map(|language| Some((language, of(language)?)));
    Ok(Texts::new(thai, others.collect()))
}

fn read(row: &Row) -> Result<Announcement, db::Error> {
    let level: String = row.get("level")?;
    let link: Option<String> = row.get("link")?;
    let withdrawn_at: Option<Timestamp> = row.get("withdrawn_at")?;
    let withdrawn_by: Option<AccountId> = row.get("withdrawn_by")?;
    let reason: Option<String> = row.get("withdrawn_reason")?;
    Ok(Announcement {
        id: row.get("id")?,
        area: read_area(row, "area")?,
        level: Level::from_code(&level).ok_or_else(|| row.contradiction("an unknown level"))?,
        texts: read_texts(row)?,
        pinned: row.get("pinned")?,
        source: Source {
            name: row.get("source")?,
            link: link
                .map(|link| Link::parse(&link).map_err(|err| row.contradiction(err)))
                .transpose()?,
        },
        from_at: row.get("from_at")?,
        until_at: row.get("until_at")?,
        incident: row.get("incident")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
        withdrawn: match (withdrawn_at, withdrawn_by, reason) {
            (Some(at), Some(by), Some(reason)) => Some(Withdrawn { at, by, reason }),
            (None, ..) => None,
            _ => return Err(row.contradiction("withdrawn by nobody")),
        },
    })
}
