//! Whether somebody on a sheet is probably recorded already.

use areas::AreaCode;
use db::Tx;
use uuid::Uuid;

use super::{Plan, Planning};
use crate::accounts::store::phone_hash;
use crate::alike::model::Reason;
use crate::alike::rules::{self as likeness, Likeness, Paper, Trace};
use crate::alike::store::traces::{self, Found};
use crate::ids::{HouseholdId, PersonId};
use crate::survey::handle::Handle;
use crate::survey::model::{HouseholdFacts, PersonFacts};
use crate::survey::store::write;

/// The score of a full name and a subdistrict.
const NAMESAKE: u8 = 48;

impl Planning<'_> {
    /// The household a new one probably is: one of the same subdistrict in which somebody lives who is likely
    /// one of these.
    pub async fn like(&self, tx: &mut Tx, plan: &Plan) -> Result<Option<Handle>, db::Error> {
        let Some((facts, persons)) = &plan.new else {
            return Ok(None);
        };
        for person in persons {
            let own = self.found(facts, person);
            let (others, phone_is_shared) = traces::candidates(tx, &own).await?;
            let here = others.iter().filter(|other| other.area == facts.area);
            for other in here {
                let alike = likeness::compare(&own.trace, &other.trace, phone_is_shared);
                if is_double(&alike) && !self.own.contains(&other.household.0) {
                    return Ok(Some(Handle {
                        province: other.province,
                        id: other.household,
                    }));
                }
            }
        }
        Ok(None)
    }

    fn found(&self, facts: &HouseholdFacts, person: &PersonFacts) -> Found {
        let vault = &self.app.vault;
        let area: AreaCode = facts.area;
        Found {
            province: area.province(),
            household: HouseholdId(Uuid::nil()),
            id: PersonId(Uuid::nil()),
            incident: self.incident.id,
            area,
            trace: Trace {
                name: person.name.as_str().to_owned(),
                name_key: i18n::thai_name_key(person.name.as_str()),
                birth_year: person.age.birth_year.map(|year| year.get()),
                paper: person.document.as_ref().map(|document| Paper {
                    kind: document.kind.clone(),
                    hash: write::document_hash(vault, document).to_vec(),
                    sure: document.sure,
                }),
                phone: person
                    .phone
                    .as_ref()
                    .map(|phone| phone_hash(vault, phone).to_vec()),
                nationality: person.nationality.clone(),
                sex: person.sex.map_or("", |sex| sex.code()).to_owned(),
                subdistrict: area.get(),
                village: facts.village_code,
            },
        }
    }
}

/// On paper many tell no year of birth: then a full name in one subdistrict is enough to have somebody look.
fn is_double(alike: &Likeness) -> bool {
    let same_name = alike.reasons.contains(&Reason::SameName);
    alike.is_proposed() || (same_name && alike.score >= NAMESAKE)
}
