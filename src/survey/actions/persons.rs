//! One person of a household by a program: what is noted of their doses and of talks with them, and one more.

use super::{keyed, see};
use crate::access::Cx;
use crate::alike;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::Key;
use crate::ids::{DoseId, TalkId};
use crate::survey::actions::see::Seen;
use crate::survey::deed::{Change, Deed};
use crate::survey::fields::{self, Fields};
use crate::survey::handle::PersonHandle;
use crate::survey::model::{Dose, Person};
use crate::survey::store::changes;
use crate::survey::store::tasks::{self, Talk};

/// The doses of a person, by day. The look at the household is written down.
pub async fn doses(app: &App, cx: &Cx, person: PersonHandle) -> Result<Vec<Dose>, Error> {
    let (_, known) = seen(app, cx, person).await?;
    Ok(known.doses)
}

/// Every talk with a person, the first one first. The look at the household is written down.
pub async fn talks(app: &App, cx: &Cx, person: PersonHandle) -> Result<Vec<Talk>, Error> {
    let (seen, _) = seen(app, cx, person).await?;
    let talks = seen.talks.into_iter();
    let theirs = talks.filter(|(whose, _)| *whose == person.id);
    Ok(theirs.map(|(_, talk)| talk).collect())
}

async fn seen(app: &App, cx: &Cx, person: PersonHandle) -> Result<(Seen, Person), Error> {
    let home = see::home_of(app, cx, person).await?;
    let seen = see::by_handle(app, cx, home.handle()).await?;
    let known = seen.particulars.person(person.id).cloned();
    // Nobody, where they moved out this moment.
    let known = known.ok_or(Error::NotFound)?;
    Ok((seen, known))
}

/// Who is meant by now: the one kept, of two that were made one.
async fn standing(app: &App, person: PersonHandle) -> Result<PersonHandle, Error> {
    let province = person.province;
    let id = db::read!(app.db, |tx| alike::store::kept(tx, province, person.id)
        .await)?;
    Ok(PersonHandle { province, id })
}

/// Writes a dose down: `brand`, `on`, `place`.
pub async fn give(
    app: &App,
    cx: &Cx,
    person: PersonHandle,
    told: Fields,
    key: Option<&Key>,
) -> Result<Dose, Error> {
    // By whom was addressed: the same send has the same id whatever was made one meanwhile.
    let id = keyed::id(app, cx, key, &format!("dose {person}"));
    let person = standing(app, person).await?;
    let home = see::home_of(app, cx, person).await?;
    let dose = DoseId(id.0);
    let change = Change {
        id,
        made_at: cx.now,
        household: home.handle(),
        base: home.version,
        deed: Deed::Dose {
            person: person.id,
            dose,
            fields: told,
        },
        fingerprint: keyed::fingerprint(key),
    };
    keyed::make(app, cx, &home, &change).await?;
    let doses = db::read!(app.db, |tx| changes::doses(tx, home.handle()).await)?;
    let given = doses.into_iter().find(|(_, one)| one.id == dose);
    given.map(|(_, dose)| dose).ok_or(Error::NotFound)
}

/// Writes a talk down: `wish`, `reason`, `reason_words`, `next_on`. Of the wish all three are told at once, so
/// that no reason is left of a wish they do not have any more; without a wish nobody was met.
pub async fn talk(
    app: &App,
    cx: &Cx,
    person: PersonHandle,
    mut told: Fields,
    key: Option<&Key>,
) -> Result<Talk, Error> {
    let id = keyed::id(app, cx, key, &format!("talk {person}"));
    let person = standing(app, person).await?;
    let (seen, known) = seen(app, cx, person).await?;
    let home = seen.household;
    let present = fields::of_person(&known.facts);
    let mut was = Fields::new();
    for name in fields::told_together("wish") {
        told.entry((*name).to_owned()).or_default();
        let stands = present.get(*name).cloned().unwrap_or_default();
        was.insert((*name).to_owned(), stands);
    }
    let change = Change {
        id,
        made_at: cx.now,
        household: home.handle(),
        base: home.version,
        deed: Deed::Talk {
            person: person.id,
            now: told,
            was,
        },
        fingerprint: keyed::fingerprint(key),
    };
    keyed::make(app, cx, &home, &change).await?;
    let talks = db::read!(app.db, |tx| tasks::talks(tx, home.handle()).await)?;
    let noted = talks.into_iter().find(|(_, one)| one.id == TalkId(id.0));
    noted.map(|(_, talk)| talk).ok_or(Error::NotFound)
}
