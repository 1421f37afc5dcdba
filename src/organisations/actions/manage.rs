//! An area admin makes organisations that work in areas of theirs, changes them and ends them.

use web::Problems;

use super::{find_in, worker};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::organisations::model::NewOrganisation;
use crate::organisations::{rules, store};

pub async fn create(app: &App, cx: &Cx, new: NewOrganisation) -> Result<OrganisationId, Error> {
    let who = worker(cx)?;
    if !who.is_admin() {
        return Err(Error::NotFound);
    }
    within_reach(who, &new)?;
    let id: OrganisationId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        store::insert(tx, id, &new, who.account.id, cx.now).await
    })?;
    Ok(id)
}

/// An admin gives nobody work where they do not answer for it.
fn within_reach(who: &SignedIn, new: &NewOrganisation) -> Result<(), Problems> {
    if new.areas.iter().all(|area| who.is_admin_of(*area)) {
        return Ok(());
    }
    let mut problems = Problems::default();
    problems.add("areas", "organisation-area-not-yours");
    Err(problems)
}

pub async fn change(
    app: &App,
    cx: &Cx,
    id: OrganisationId,
    new: NewOrganisation,
) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (organisation, may) = find_in(tx, who, id).await?;
        if !may.administers {
            return Err(Error::NotFound);
        }
        rules::lives(&organisation)?;
        within_reach(who, &new)?;
        store::change(tx, id, &new).await?;
        Ok::<_, Error>(())
    })
}

/// Ends an organisation; its people are tied to nothing from then on. Ending it again changes nothing.
pub async fn end(app: &App, cx: &Cx, id: OrganisationId) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (_, may) = find_in(tx, who, id).await?;
        if !may.administers {
            return Err(Error::NotFound);
        }
        rules::may_end(store::open_referred(tx, id).await?)?;
        store::end(tx, id, cx.now).await?;
        Ok::<_, Error>(())
    })
}
