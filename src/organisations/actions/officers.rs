//! The admin appoints those who answer for an organisation, and lets them go.

use contact::Username;
use serde_json::json;

use super::{account_in, find_in, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, OrganisationId};
use crate::notifications;
use crate::organisations::store::Tied;
use crate::organisations::{rules, store};

/// Appoints somebody, who is told. Appointing them again changes nothing.
pub async fn appoint(
    app: &App,
    cx: &Cx,
    id: OrganisationId,
    username: &Username,
) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (organisation, may) = find_in(tx, who, id).await?;
        if !may.administers {
            return Err(Error::NotFound);
        }
        rules::lives(&organisation)?;
        let account = account_in(tx, username).await?;
        if store::add_officer(tx, id, account, cx.now).await? == Tied::Now {
            let args = json!({ "name": organisation.names.th });
            let link = format!("/organisations/{id}");
            let told = "notice-officer-appointed";
            notifications::tell_in(app, tx, cx, account, told, args, &link).await?;
        }
        Ok::<_, Error>(())
    })
}

/// Lets an officer go, who is told.
pub async fn remove(
    app: &App,
    cx: &Cx,
    id: OrganisationId,
    account: AccountId,
) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (organisation, may) = find_in(tx, who, id).await?;
        if !may.administers {
            return Err(Error::NotFound);
        }
        if store::remove_officer(tx, id, account).await? {
            let args = json!({ "name": organisation.names.th });
            let told = "notice-officer-removed";
            notifications::tell_in(app, tx, cx, account, told, args, "/volunteer").await?;
        }
        Ok::<_, Error>(())
    })
}
