//! Households with all that is known of them on their way out, to a phone or to a program, and the looks that
//! are written down for them.

use std::collections::BTreeMap;

use super::reach::{self, Reach};
use super::see;
use crate::access::grant::Place;
use crate::access::store::post_look;
use crate::access::{Cx, Ground};
use crate::app::App;
use crate::error::Error;
use crate::survey::model::{Household, Particulars};

/// A household as somebody is given it.
#[derive(Debug, Clone)]
pub struct Given {
    pub household: Household,
    pub known: Particulars,
    pub is_own: bool,
}

impl Given {
    pub fn to(app: &App, cx: &Cx, household: Household, known: Particulars) -> Given {
        Given {
            is_own: reach::is_from(app, cx, &household),
            household,
            known,
        }
    }
}

/// Every household of others that is given away is a look, written down as one on a page is.
pub async fn log(app: &App, cx: &Cx, reach: &Reach, given: &[Given]) -> Result<(), Error> {
    let Some(account) = cx.account() else {
        return Ok(());
    };
    let looks: Vec<(Place, Ground)> = given
        .iter()
        .filter(|one| !one.is_own)
        .filter_map(|one| {
            let place = Place {
                province: one.household.province,
                subject: one.household.id.0,
                what: see::WHAT,
            };
            Some((place, reach.ground(app, cx, &one.household)?))
        })
        .collect();
    // One write touches one province.
    let mut by_province: BTreeMap<u8, Vec<&(Place, Ground)>> = BTreeMap::new();
    for look in &looks {
        by_province.entry(look.0.province).or_default().push(look);
    }
    for looks in by_province.into_values() {
        db::write!(app.db, |tx| {
            for (place, ground) in &looks {
                post_look(tx, app.ids.at(cx.now), cx.now, account, *place, *ground)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    Ok(())
}
