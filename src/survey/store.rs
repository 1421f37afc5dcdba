//! Households and persons in the database. Names, phones, exact places and health are read only by
//! `particulars`, which asks for a grant.

use contact::{PersonName, PhoneNumber, Position};
use db::{ComposedSql, Row, ToValue, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;
use vault::Vault;

use super::handle::Handle;
use super::model::BirthYear;
use super::model::{Age, Household, NewHousehold, NewPerson, Particulars, Person, Source, Wished};
use crate::access::Grant;
use crate::accounts::store::{open_phone, phone_hash, read_area, seal_phone};
use crate::areas::model::{Pin, PositionSource};
use crate::ids::{AccountId, HouseholdId, PersonId};

sql! { INSERT = "
    INSERT INTO households (province, id, incident, kind, area, lat, lon, accuracy_m,
        position_source, quadkey, landmark, village, contact_phone_sealed, contact_phone_hash,
        details, n_persons, source, recorded_by, asker_phone_hash, verified, practice, recorded_at,
        recorded_on, changed_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $22, 1)
" }

sql! { INSERT_PERSON = "
    INSERT INTO persons (province, household, id, place, name, name_key, phone_sealed, phone_hash,
        nationality, birth_year, age_band, history, wish, reason, reason_words, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
" }

/// Writes a household with its persons; `persons` are their ids, one each.
pub async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    household: &Household,
    new: &NewHousehold,
    persons: &[PersonId],
    recorded_on: Date,
) -> Result<(), db::Error> {
    let pin = new.pin;
    let contact = new.contact_phone.as_ref();
    tx.execute(
        INSERT,
        &[
            &household.province,
            &household.id,
            &household.incident,
            &household.kind,
            &household.area.get(),
            &pin.map(|pin| pin.position.lat()),
            &pin.map(|pin| pin.position.lon()),
            &pin.and_then(|pin| pin.accuracy_m),
            &pin.map(|pin| pin.source.code()),
            &pin.map(|pin| pin.position.quadkey()),
            &new.landmark,
            &household.village,
            &contact.map(|phone| seal_phone(vault, phone)),
            &contact.map(|phone| phone_hash(vault, phone)),
            &new.details,
            &household.n_persons,
            &household.source.code(),
            &household.recorded_by,
            &household.asker_phone_hash,
            &household.verified,
            &household.practice,
            &household.recorded_at,
            &recorded_on,
        ],
    )
    .await?;
    for (place, (person, id)) in new.persons.iter().zip(persons).enumerate() {
        insert_person(tx, vault, household, place, *id, person).await?;
    }
    Ok(())
}

async fn insert_person(
    tx: &mut Tx,
    vault: &Vault,
    household: &Household,
    place: usize,
    id: PersonId,
    person: &NewPerson,
) -> Result<(), db::Error> {
    let phone = person.phone.as_ref();
    let wished = |text: fn(&Wished) -> &str| person.wish.as_ref().map_or("", text);
    tx.execute(
        INSERT_PERSON,
        &[
            &household.province,
            &household.id,
            &id,
            &u16::try_from(place).unwrap_or(u16::MAX),
            &person.name.as_str(),
            &i18n::thai_name_key(person.name.as_str()),
            &phone.map(|phone| seal_phone(vault, phone)),
            &phone.map(|phone| phone_hash(vault, phone)),
            &person.nationality,
            &person.age.birth_year.map(BirthYear::get),
            &person.age.band,
            &person.history,
            &wished(|wished| &wished.wish),
            &wished(|wished| &wished.reason),
            &wished(|wished| &wished.words),
            &household.recorded_at,
        ],
    )
    .await?;
    Ok(())
}

sql! { FIND = "
    SELECT province, id, incident, kind, area, village, n_persons, source, verified, practice,
        recorded_by, asker_phone_hash, recorded_at, version
    FROM households
    WHERE province = $1 AND id = $2
" }

pub async fn find(tx: &mut Tx, handle: Handle) -> Result<Option<Household>, db::Error> {
    tx.optional(FIND, &[&handle.province, &handle.id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Whose households are listed: those an account recorded, or those a phone sent.
#[derive(Debug, Clone)]
pub enum Sender {
    Account(AccountId),
    Phone([u8; 32]),
}

const LIST: &str = "
    SELECT province, id, incident, kind, area, village, n_persons, source, verified, practice,
        recorded_by, asker_phone_hash, recorded_at, version
    FROM households";

/// Own households, the newest first, after the last row of the page before.
pub async fn list(
    tx: &mut Tx,
    from: &Sender,
    after: Option<(Timestamp, HouseholdId)>,
    limit: i64,
) -> Result<Vec<Household>, db::Error> {
    let whose = match from {
        Sender::Account(_) => "WHERE recorded_by = $1",
        Sender::Phone(_) => "WHERE asker_phone_hash = $1",
    };
    let mut statement = ComposedSql::of("survey::list", &[LIST, whose]);
    let who: &dyn ToValue = match from {
        Sender::Account(account) => account,
        Sender::Phone(hash) => hash,
    };
    let mut args: Vec<&dyn ToValue> = vec![who, &limit];
    if let Some((at, id)) = &after {
        statement = statement.push("AND (recorded_at, id) < ($3, $4)");
        args.extend([at as &dyn ToValue, id]);
    }
    let statement = statement.push("ORDER BY recorded_at DESC, id DESC LIMIT $2");
    tx.all_composed(&statement, &args)
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { PARTICULARS = "
    SELECT lat, lon, accuracy_m, position_source, landmark, contact_phone_sealed, details
    FROM households
    WHERE province = $1 AND id = $2
" }

sql! { PERSONS = "
    SELECT id, name, phone_sealed, nationality, birth_year, age_band, history, wish, reason,
        reason_words
    FROM persons
    WHERE province = $1 AND household = $2
    ORDER BY place, id
" }

/// Names, phones, the exact place and what was told of each person, for whoever holds the grant.
pub async fn particulars(
    tx: &mut Tx,
    vault: &Vault,
    household: &Household,
    grant: Grant,
) -> Result<Particulars, db::Error> {
    let key: [&dyn ToValue; 2] = [&household.province, &household.id];
    let row = tx.one(PARTICULARS, &key).await?;
    if !grant.covers(household.id.0) {
        return Err(row.contradiction("a grant for something else"));
    }
    let persons = tx.all(PERSONS, &key).await?;
    Ok(Particulars {
        pin: pin(&row)?,
        landmark: row.get("landmark")?,
        contact_phone: phone(vault, &row, "contact_phone_sealed")?,
        details: row.get("details")?,
        persons: persons
            .iter()
            .map(|row| person(vault, row))
            .collect::<Result<_, _>>()?,
    })
}

fn read(row: &Row) -> Result<Household, db::Error> {
    let source: String = row.get("source")?;
    Ok(Household {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        kind: row.get("kind")?,
        area: read_area(row, "area")?,
        village: row.get("village")?,
        n_persons: row.get("n_persons")?,
        source: Source::from_code(&source).ok_or_else(|| row.contradiction("an unknown source"))?,
        verified: row.get("verified")?,
        practice: row.get("practice")?,
        recorded_by: row.get("recorded_by")?,
        asker_phone_hash: row.get("asker_phone_hash")?,
        recorded_at: row.get("recorded_at")?,
        version: row.get("version")?,
    })
}

fn pin(row: &Row) -> Result<Option<Pin>, db::Error> {
    let (Some(lat), Some(lon)) = (row.get("lat")?, row.get("lon")?) else {
        return Ok(None);
    };
    let source: Option<String> = row.get("position_source")?;
    Ok(Some(Pin {
        position: Position::new(lat, lon).map_err(|err| row.contradiction(err))?,
        accuracy_m: row.get("accuracy_m")?,
        source: source
            .as_deref()
            .and_then(PositionSource::from_code)
            .ok_or_else(|| row.contradiction("a pin without its source"))?,
    }))
}

fn phone(vault: &Vault, row: &Row, column: &str) -> Result<Option<PhoneNumber>, db::Error> {
    let sealed: Option<Vec<u8>> = row.get(column)?;
    sealed
        .map(|sealed| open_phone(vault, row, &sealed))
        .transpose()
}

fn person(vault: &Vault, row: &Row) -> Result<Person, db::Error> {
    let name: String = row.get("name")?;
    let wish: String = row.get("wish")?;
    let wished = Wished {
        wish,
        reason: row.get("reason")?,
        words: row.get("reason_words")?,
    };
    let birth_year: Option<i16> = row.get("birth_year")?;
    Ok(Person {
        id: row.get("id")?,
        name: PersonName::parse(&name).map_err(|err| row.contradiction(err))?,
        phone: phone(vault, row, "phone_sealed")?,
        nationality: row.get("nationality")?,
        age: Age {
            birth_year: birth_year.map(BirthYear::stored),
            band: row.get("age_band")?,
        },
        history: row.get("history")?,
        wish: (!wished.wish.is_empty()).then_some(wished),
    })
}
