//! Writing households and persons: every column, always, so that a row is what its facts say.

use db::{ToValue, Tx, Value, sql};
use jiff::Timestamp;
use vault::Vault;

use crate::accounts::store::{phone_hash, seal_phone};
use crate::ids::{HouseholdId, PersonId};
use crate::survey::handle::Handle;
use crate::survey::model::{BirthYear, CONSENT_VERSION, Household, HouseholdFacts};
use crate::survey::model::{Document, Person, PersonFacts, Wished};

pub const DOCUMENT: &[u8] = b"document";

sql! { INSERT = "
    INSERT INTO households (area, lat, lon, accuracy_m, position_source, quadkey, landmark, village,
        village_code, contact_phone_sealed, contact_phone_hash, details, consent, consent_version,
        state, n_persons, changed_at, version,
        province, id, incident, kind, source, recorded_by, asker_phone_hash, verified, practice,
        recorded_at, recorded_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)
    ON CONFLICT DO NOTHING
" }

/// Writes a new household; false where one of this id is there already.
pub async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    household: &Household,
    facts: &HouseholdFacts,
) -> Result<bool, db::Error> {
    let told = household_columns(vault, household, facts);
    let mut args: Vec<&dyn ToValue> = told.iter().map(|value| value as &dyn ToValue).collect();
    let source = household.source.code();
    let born: [&dyn ToValue; 11] = [
        &household.province,
        &household.id,
        &household.incident,
        &household.kind,
        &source,
        &household.recorded_by,
        &household.asker_phone_hash,
        &household.verified,
        &household.practice,
        &household.recorded_at,
        &household.recorded_on,
    ];
    args.extend(born);
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { UPDATE = "
    UPDATE households SET area = $1, lat = $2, lon = $3, accuracy_m = $4, position_source = $5,
        quadkey = $6, landmark = $7, village = $8, village_code = $9, contact_phone_sealed = $10,
        contact_phone_hash = $11, details = $12, consent = $13, consent_version = $14, state = $15,
        n_persons = $16, changed_at = $17, version = $18
    WHERE province = $19 AND id = $20
" }

/// Writes what a household says now.
pub async fn update(
    tx: &mut Tx,
    vault: &Vault,
    household: &Household,
    facts: &HouseholdFacts,
) -> Result<(), db::Error> {
    let told = household_columns(vault, household, facts);
    let mut args: Vec<&dyn ToValue> = told.iter().map(|value| value as &dyn ToValue).collect();
    args.push(&household.province);
    args.push(&household.id);
    tx.execute(UPDATE, &args).await?;
    Ok(())
}

fn household_columns(vault: &Vault, household: &Household, facts: &HouseholdFacts) -> Vec<Value> {
    let pin = facts.pin;
    let contact = facts.contact_phone.as_ref();
    let consent = facts.consent.map_or("", |one| one.code());
    let version = if consent.is_empty() {
        ""
    } else {
        CONSENT_VERSION
    };
    let columns: [&dyn ToValue; 18] = [
        &facts.area.get(),
        &pin.map(|pin| pin.position.lat()),
        &pin.map(|pin| pin.position.lon()),
        &pin.and_then(|pin| pin.accuracy_m),
        &pin.map(|pin| pin.source.code()),
        &pin.map(|pin| pin.position.quadkey()),
        &facts.landmark,
        &facts.village,
        &facts.village_code,
        &contact.map(|phone| seal_phone(vault, phone)),
        &contact.map(|phone| phone_hash(vault, phone)),
        &facts.details,
        &consent,
        &version,
        &facts.state.code(),
        &household.n_persons,
        &household.changed_at,
        &household.version,
    ];
    columns.iter().map(|column| column.to_value()).collect()
}

sql! { INSERT_PERSON = "
    INSERT INTO persons (name, name_key, phone_sealed, phone_hash, nationality, birth_year, age_band,
        history, wish, reason, reason_words, sex, target_group, risks, vulnerabilities,
        document_kind, document_sealed, document_hash, document_sure, point, mobile_team, bedridden,
        test_kind, test_on, test_result, state, changed_at,
        province, household, id, place, recorded_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)
    ON CONFLICT DO NOTHING
" }

/// Writes a new person at the end of a household; false where one of this id is there already.
pub async fn insert_person(
    tx: &mut Tx,
    vault: &Vault,
    household: Handle,
    place: usize,
    person: &Person,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let told = person_columns(vault, &person.facts, now);
    let mut args: Vec<&dyn ToValue> = told.iter().map(|value| value as &dyn ToValue).collect();
    let place = u16::try_from(place).unwrap_or(u16::MAX);
    let born: [&dyn ToValue; 5] = [
        &household.province,
        &household.id,
        &person.id,
        &place,
        &person.recorded_on,
    ];
    args.extend(born);
    Ok(tx.execute(INSERT_PERSON, &args).await? == 1)
}

sql! { UPDATE_PERSON = "
    UPDATE persons SET name = $1, name_key = $2, phone_sealed = $3, phone_hash = $4,
        nationality = $5, birth_year = $6, age_band = $7, history = $8, wish = $9, reason = $10,
        reason_words = $11, sex = $12, target_group = $13, risks = $14, vulnerabilities = $15,
        document_kind = $16, document_sealed = $17, document_hash = $18, document_sure = $19,
        point = $20, mobile_team = $21, bedridden = $22, test_kind = $23, test_on = $24,
        test_result = $25, state = $26, changed_at = $27
    WHERE province = $28 AND id = $29
" }

/// Writes what is said of a person now.
pub async fn update_person(
    tx: &mut Tx,
    vault: &Vault,
    province: u8,
    id: PersonId,
    facts: &PersonFacts,
    now: Timestamp,
) -> Result<(), db::Error> {
    let told = person_columns(vault, facts, now);
    let mut args: Vec<&dyn ToValue> = told.iter().map(|value| value as &dyn ToValue).collect();
    args.push(&province);
    args.push(&id);
    tx.execute(UPDATE_PERSON, &args).await?;
    Ok(())
}

fn person_columns(vault: &Vault, facts: &PersonFacts, now: Timestamp) -> Vec<Value> {
    let phone = facts.phone.as_ref();
    let wished = |text: fn(&Wished) -> &str| facts.wish.as_ref().map_or("", text);
    let document = facts.document.as_ref();
    let test = facts.test;
    let columns: [&dyn ToValue; 27] = [
        &facts.name.as_str(),
        &i18n::thai_name_key(facts.name.as_str()),
        &phone.map(|phone| seal_phone(vault, phone)),
        &phone.map(|phone| phone_hash(vault, phone)),
        &facts.nationality,
        &facts.age.birth_year.map(BirthYear::get),
        &facts.age.band,
        &facts.history,
        &wished(|wished| &wished.wish),
        &wished(|wished| &wished.reason),
        &wished(|wished| &wished.words),
        &facts.sex.map_or("", |sex| sex.code()),
        &facts.target_group,
        &facts.risks.join(","),
        &facts.vulnerabilities.join(","),
        &document.map_or("", |one| one.kind.as_str()),
        &document.map(|one| vault.seal(one.number.as_bytes(), DOCUMENT)),
        &document.map(|one| document_hash(vault, one)),
        &document.is_none_or(|one| one.sure),
        &facts.point,
        &facts.mobile_team,
        &facts.bedridden,
        &test.map_or("", |test| test.kind.code()),
        &test.and_then(|test| test.on),
        &test.map_or("", |test| test.result.code()),
        &facts.state.code(),
        &now,
    ];
    columns.iter().map(|column| column.to_value()).collect()
}

/// What a paper is found by, whatever kind it was said to be.
pub fn document_hash(vault: &Vault, document: &Document) -> [u8; 32] {
    vault.lookup("document", document.number.as_bytes())
}

sql! { MOVE_PERSON = "
    UPDATE persons SET household = $3, place = $4, changed_at = $5
    WHERE province = $1 AND id = $2
" }

/// Puts a person at the end of another household of the same province.
pub async fn move_person(
    tx: &mut Tx,
    to: Handle,
    person: PersonId,
    place: usize,
    now: Timestamp,
) -> Result<(), db::Error> {
    let place = u16::try_from(place).unwrap_or(u16::MAX);
    let args: [&dyn ToValue; 5] = [&to.province, &person, &to.id, &place, &now];
    tx.execute(MOVE_PERSON, &args).await?;
    Ok(())
}

sql! { HOUSEHOLD_OF = "SELECT household FROM persons WHERE province = $1 AND id = $2" }

/// Where a person lives now, as far as we were told.
pub async fn household_of(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
) -> Result<Option<HouseholdId>, db::Error> {
    let row = tx.optional(HOUSEHOLD_OF, &[&province, &person]).await?;
    row.map(|row| row.get("household")).transpose()
}
