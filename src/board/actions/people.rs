//! Who holds what, and who of the area holds nothing.

use std::collections::{HashMap, HashSet};

use areas::AreaCode;
use uuid::Uuid;

use super::{Counts, looker};
use crate::access::Cx;
use crate::app::App;
use crate::board::model::{Holding, Worker};
use crate::board::store;
use crate::error::Error;
use crate::ids::{AccountId, TeamId};

/// Holders and free volunteers on one page.
pub const PAGE: usize = 100;

#[derive(Debug)]
pub struct People {
    pub holding: Vec<(Holding, Option<Worker>, Option<String>)>,
    /// Holders beyond those listed.
    pub more_holding: usize,
    pub free: Vec<Worker>,
    /// The last volunteer looked at, when there are more.
    pub next: Option<AccountId>,
}

pub async fn people(
    app: &App,
    cx: &Cx,
    area: AreaCode,
    counts: &Counts,
    after: Option<AccountId>,
) -> Result<People, Error> {
    looker(cx, area)?;
    let listed = &counts.holdings[..counts.holdings.len().min(PAGE)];
    let mut holders: Vec<AccountId> = listed.iter().map(|one| one.holder).collect();
    let mut teams: Vec<TeamId> = listed.iter().filter_map(|one| one.team).collect();
    holders.sort_unstable();
    holders.dedup();
    teams.sort_unstable();
    teams.dedup();
    let after = after.unwrap_or(AccountId(Uuid::nil()));
    let (known, teams, mut free) = db::read!(app.db, |tx| {
        Ok::<_, db::Error>((
            store::workers(tx, &holders).await?,
            store::team_names(tx, &teams).await?,
            store::of_area(tx, area, after, PAGE + 1).await?,
        ))
    })?;
    let more = free.len() > PAGE;
    free.truncate(PAGE);
    let next = free.last().map(|last| last.id).filter(|_| more);
    let busy: HashSet<AccountId> = counts.holdings.iter().map(|one| one.holder).collect();
    free.retain(|one| !busy.contains(&one.id));
    // Those who may be sent first; of these the ones seen last.
    free.sort_by_key(|one| {
        let away = one.available == Some(false);
        (away, std::cmp::Reverse(one.seen_at))
    });
    let known: HashMap<_, _> = known.into_iter().map(|one| (one.id, one)).collect();
    let teams: HashMap<_, _> = teams.into_iter().collect();
    let holding = listed
        .iter()
        .map(|one| {
            let team = one.team.and_then(|team| teams.get(&team).cloned());
            (*one, known.get(&one.holder).cloned(), team)
        })
        .collect();
    Ok(People {
        holding,
        more_holding: counts.holdings.len() - listed.len(),
        free,
        next,
    })
}
