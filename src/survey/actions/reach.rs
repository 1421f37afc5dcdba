//! Whose households somebody may see and change: their own, those of the villages given to them in an
//! open round, and, of an admin, those of the area.

use areas::AreaCode;
use db::Tx;

use crate::access::{Actor, Cx, Ground};
use crate::accounts::store::phone_hash;
use crate::app::App;
use crate::clock;
use crate::rounds::model::Share;
use crate::rounds::rules::covers;
use crate::rounds::store::shares::open_shares_of;
use crate::survey::model::Household;
use crate::survey::store::pull::Scope;

/// What one person reaches.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    pub shares: Vec<Share>,
}

/// The shares that are open now, while their holder works at all.
pub async fn of(tx: &mut Tx, cx: &Cx) -> Result<Reach, db::Error> {
    let shares = match cx.signed_in().filter(|who| who.works()) {
        Some(who) => open_shares_of(tx, who.account.id, clock::day(cx.now)).await?,
        None => Vec::new(),
    };
    Ok(Reach { shares })
}

impl Reach {
    /// Why this person may see and change the household, if they may.
    pub fn ground(&self, app: &App, cx: &Cx, household: &Household) -> Option<Ground> {
        match &cx.actor {
            Actor::Visitor => None,
            Actor::Phone(_, holder) => {
                (holder.verified && is_from(app, cx, household)).then_some(Ground::Own)
            }
            Actor::SignedIn(_) if is_from(app, cx, household) => Some(Ground::Recorder),
            Actor::SignedIn(who) if who.is_admin_of(household.area) => Some(Ground::AreaAdmin),
            Actor::SignedIn(_) => self.surveys(household).then_some(Ground::Surveyor),
        }
    }

    fn surveys(&self, household: &Household) -> bool {
        covers(&self.shares, household.area, household.village_code)
    }

    /// What belongs on this person's phone: what they recorded, what they survey, and, of the admin of a
    /// subdistrict, that. Wider seats choose their areas by name; a province does not fit in a pocket.
    pub fn scopes(&self, cx: &Cx) -> Vec<Scope> {
        let Some(who) = cx.signed_in() else {
            return Vec::new();
        };
        let small = who
            .held()
            .filter(|seat| seat.role.is_admin() && seat.area.level() == areas::Level::Subdistrict);
        let seats = small.map(|seat| (seat.area, None));
        let shares = self.shares.iter().map(|share| (share.area, share.village));
        let mut scopes = vec![Scope::Own(who.account.id)];
        for (area, village) in shares.chain(seats) {
            let scope = scope(Part { area, village });
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes
    }

    /// What of a named area this person may see, in the order of the areas and nothing twice: all of it as its
    /// admin, else the areas in it that they are admin of and the shares in it. What they recorded there
    /// beside is no part of it.
    pub fn within(&self, cx: &Cx, named: Part) -> Vec<Scope> {
        let Some(who) = cx.signed_in() else {
            return Vec::new();
        };
        if who.is_admin_of(named.area) {
            return vec![scope(named)];
        }
        let seats = who.held().filter(|seat| seat.role.is_admin());
        let seats = seats.map(|seat| Part {
            area: seat.area,
            village: None,
        });
        let shares = self.shares.iter().map(|share| Part {
            area: share.area,
            village: share.village,
        });
        let mut parts: Vec<Part> = seats
            .chain(shares)
            .filter_map(|part| named.meets(part))
            .collect();
        parts.sort_unstable();
        parts.dedup();
        let is_in_another = |part: &Part| {
            let mut others = parts.iter().filter(|other| *other != part);
            others.any(|other| other.holds(*part))
        };
        let widest = parts.iter().filter(|part| !is_in_another(part));
        widest.map(|part| scope(*part)).collect()
    }
}

/// An area, or one village of a subdistrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub area: AreaCode,
    /// Eight digits.
    pub village: Option<u32>,
}

impl Part {
    fn holds(self, other: Part) -> bool {
        self.area.contains(other.area) && (self.village.is_none() || self.village == other.village)
    }

    /// What lies in both: of two parts one holds the other, or they are apart.
    fn meets(self, other: Part) -> Option<Part> {
        if self.holds(other) {
            return Some(other);
        }
        other.holds(self).then_some(self)
    }
}

fn scope(part: Part) -> Scope {
    let range = part.area.range();
    Scope::Area {
        from: *range.start(),
        to: *range.end(),
        village: part.village.unwrap_or(0),
    }
}

/// Whether this person sent it. A visitor sent what nobody known has sent: the address of such a
/// household, which cannot be guessed, was told to them alone.
pub fn is_from(app: &App, cx: &Cx, household: &Household) -> bool {
    match &cx.actor {
        Actor::SignedIn(who) => household.recorded_by == Some(who.account.id),
        Actor::Phone(_, holder) => {
            let hash = phone_hash(&app.vault, &holder.phone);
            household.asker_phone_hash.as_deref() == Some(&hash)
        }
        Actor::Visitor => household.recorded_by.is_none() && household.asker_phone_hash.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(code: &str) -> Part {
        Part {
            area: code.parse().expect("an area"),
            village: (code.len() == 8).then(|| code.parse().expect("a village")),
        }
    }

    #[test]
    fn two_parts_meet_in_the_smaller_one_or_nowhere() {
        for (one, other, both) in [
            ("57", "570906", Some("570906")),
            ("570906", "57", Some("570906")),
            ("570906", "570906", Some("570906")),
            ("570906", "57090604", Some("57090604")),
            ("57090604", "570906", Some("57090604")),
            ("57090604", "57090604", Some("57090604")),
            ("57090604", "57090605", None),
            ("570906", "57090704", None),
            ("57", "90", None),
        ] {
            assert_eq!(
                part(one).meets(part(other)),
                both.map(part),
                "{one} {other}"
            );
        }
    }
}
