//! Reading names, phones, exact places and health, for whoever holds the grant.

use contact::{PersonName, PhoneNumber, Position};
use db::{Row, ToValue, Tx, sql};
use jiff::civil::Date;
use vault::Vault;

use super::changes;
use super::write::DOCUMENT;
use crate::access::Grant;
use crate::accounts::store::{open_phone, read_area};
use crate::areas::model::{Pin, PositionSource};
use crate::survey::fields;
use crate::survey::model::{Age, BirthYear, Consent, Document, Household, HouseholdFacts};
use crate::survey::model::{HouseholdState, Particulars, Person, PersonFacts, PersonState};
use crate::survey::model::{Sex, Test, TestKind, TestResult, Wished};

sql! { PARTICULARS = "
    SELECT id, area, lat, lon, accuracy_m, position_source, landmark, village, village_code,
        contact_phone_sealed, details, consent, state
    FROM households
    WHERE province = $1 AND id = $2
" }

sql! { PERSONS = "
    SELECT household, id, name, phone_sealed, nationality, birth_year, age_band, history, wish,
        reason, reason_words, sex, target_group, risks, vulnerabilities, document_kind,
        document_sealed, document_sure, point, mobile_team, bedridden, test_kind, test_on,
        test_result, state, recorded_on,
        (SELECT t.due_on FROM survey_tasks AS t
            WHERE t.province = persons.province AND t.person = persons.id AND t.kind = 'talk')
            AS next_talk_on
    FROM persons
    WHERE province = $1 AND household = $2
    ORDER BY place, id
" }

/// All that is known of a household and of those who live there.
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
    let facts = facts(vault, &row)?;
    let persons = tx.all(PERSONS, &key).await?;
    let mut persons: Vec<Person> = persons
        .iter()
        .map(|row| person(vault, row, household.recorded_on))
        .collect::<Result<_, _>>()?;
    for (whose, dose) in changes::doses(tx, household.handle()).await? {
        if let Some(person) = persons.iter_mut().find(|person| person.id == whose) {
            person.doses.push(dose);
        }
    }
    let conflicts = changes::conflicts(tx, vault, household.handle()).await?;
    Ok(Particulars {
        facts,
        persons,
        conflicts,
    })
}

pub fn facts(vault: &Vault, row: &Row) -> Result<HouseholdFacts, db::Error> {
    let consent: String = row.get("consent")?;
    Ok(HouseholdFacts {
        area: read_area(row, "area")?,
        pin: pin(row)?,
        landmark: row.get("landmark")?,
        village: row.get("village")?,
        village_code: row.get("village_code")?,
        contact_phone: phone(vault, row, "contact_phone_sealed")?,
        details: row.get("details")?,
        consent: Consent::from_code(&consent),
        state: coded(row, "state", HouseholdState::from_code)?.unwrap_or(HouseholdState::Here),
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

/// The value of a column of codes; empty is none, and one nobody knows contradicts the row.
fn coded<T>(row: &Row, column: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, db::Error> {
    let code: String = row.get(column)?;
    if code.is_empty() {
        return Ok(None);
    }
    read(&code)
        .map(Some)
        .ok_or_else(|| row.contradiction(format!("an unknown {column}")))
}

pub fn person(vault: &Vault, row: &Row, recorded_on: Date) -> Result<Person, db::Error> {
    let name: String = row.get("name")?;
    let wished = Wished {
        wish: row.get("wish")?,
        reason: row.get("reason")?,
        words: row.get("reason_words")?,
    };
    let birth_year: Option<i16> = row.get("birth_year")?;
    let list = |column: &str| -> Result<Vec<String>, db::Error> {
        let codes: String = row.get(column)?;
        Ok(fields::codes(&codes))
    };
    let facts = PersonFacts {
        name: PersonName::parse(&name).map_err(|err| row.contradiction(err))?,
        phone: phone(vault, row, "phone_sealed")?,
        nationality: row.get("nationality")?,
        age: Age {
            birth_year: birth_year.map(BirthYear::stored),
            band: row.get("age_band")?,
        },
        sex: coded(row, "sex", Sex::from_code)?,
        target_group: row.get("target_group")?,
        risks: list("risks")?,
        vulnerabilities: list("vulnerabilities")?,
        document: document(vault, row)?,
        history: row.get("history")?,
        wish: (!wished.wish.is_empty()).then_some(wished),
        point: row.get("point")?,
        mobile_team: row.get("mobile_team")?,
        bedridden: row.get("bedridden")?,
        test: test(row)?,
        state: coded(row, "state", PersonState::from_code)?.unwrap_or(PersonState::Here),
    };
    let since: Option<Date> = row.get("recorded_on")?;
    Ok(Person {
        id: row.get("id")?,
        recorded_on: since.unwrap_or(recorded_on),
        facts,
        doses: Vec::new(),
        next_talk_on: row.get("next_talk_on")?,
    })
}

fn document(vault: &Vault, row: &Row) -> Result<Option<Document>, db::Error> {
    let Some(sealed) = row.get::<Option<Vec<u8>>>("document_sealed")? else {
        return Ok(None);
    };
    let number = vault
        .open(&sealed, DOCUMENT)
        .map_err(|err| row.contradiction(err))?;
    Ok(Some(Document {
        kind: row.get("document_kind")?,
        number: String::from_utf8(number).map_err(|err| row.contradiction(err))?,
        sure: row.get("document_sure")?,
    }))
}

fn test(row: &Row) -> Result<Option<Test>, db::Error> {
    let kind = coded(row, "test_kind", TestKind::from_code)?;
    let result = coded(row, "test_result", TestResult::from_code)?;
    let (Some(kind), Some(result)) = (kind, result) else {
        return Ok(None);
    };
    Ok(Some(Test {
        kind,
        on: row.get("test_on")?,
        result,
    }))
}
