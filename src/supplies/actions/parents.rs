//! Below which units another may be hung.

use super::{NotYours, reach, rights_to, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::supplies::model::{Handle, Unit};
use crate::supplies::rules;
use crate::supplies::store;

/// The unit, the one above it, and all others below which it may lie and whose units the actor arranges; those whose
/// name or code holds what is looked for.
#[derive(Debug, Clone)]
pub struct Parents {
    pub unit: Unit,
    pub above: Option<Unit>,
    pub found: Vec<Unit>,
}

pub async fn parents(app: &App, cx: &Cx, handle: Handle, wanted: &str) -> Result<Parents, Error> {
    let who = signed_in(cx)?;
    let wanted = wanted.trim().to_lowercase();
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        if !rights.names {
            return Err(NotYours::Arranging.into());
        }
        let above = match unit.parent {
            None => None,
            Some(id) => store::units::find(tx, id).await?,
        };
        let mut found = Vec::new();
        for one in store::tree::around(tx, unit.incident, unit.area).await? {
            let texts = [&one.name, &one.name_en, &one.code];
            let is_wanted = texts
                .iter()
                .any(|text| text.to_lowercase().contains(&wanted));
            let may = rules::may_lie(&unit.as_told(), Some(&one)).is_ok();
            let is_new = one.id != unit.id && Some(one.id) != unit.parent;
            if is_wanted && may && is_new && rights_to(tx, who, &one).await?.arranges {
                found.push(one);
            }
        }
        Ok::<_, Error>(Parents { unit, above, found })
    })
}
