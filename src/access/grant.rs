//! The right to see personal data of one subject, as a value that cannot be made by hand.

use db::Tx;
use uuid::Uuid;

use super::actor::Cx;
use super::store;
use crate::app::App;
use crate::ids::AccountId;

/// Why somebody may see a person's name, phone, exact pin or health text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The person asking, by the private follow link or the verified phone.
    Own,
    /// The volunteer who holds the case.
    Holder,
    /// The volunteer who recorded it.
    Recorder,
    /// An admin of the area.
    AreaAdmin,
    /// A member of the team that holds the case.
    Team,
    /// An officer of the organisation whose team holds it, or to which it was referred.
    Officer,
    /// An admin or volunteer of the area it was referred to.
    ReferredArea,
    /// The desk volunteer who has claimed it.
    Desk,
    /// The surveyor to whom the village was given in an open round.
    Surveyor,
    /// Whoever holds the day of vaccination to which somebody of the household is asked.
    Vaccinator,
}

impl Ground {
    pub fn code(self) -> &'static str {
        match self {
            Ground::Own => "own",
            Ground::Holder => "holder",
            Ground::Recorder => "recorder",
            Ground::AreaAdmin => "area_admin",
            Ground::Team => "team",
            Ground::Officer => "officer",
            Ground::ReferredArea => "referred_area",
            Ground::Desk => "desk",
            Ground::Surveyor => "surveyor",
            Ground::Vaccinator => "vaccinator",
        }
    }
}

/// Proof that somebody may see a subject's personal data, and that the look was written down.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    subject: Uuid,
    ground: Ground,
}

impl Grant {
    pub fn ground(self) -> Ground {
        self.ground
    }

    /// Whether the grant is for this subject; a store that gives out personal data asks.
    pub fn covers(self, subject: Uuid) -> bool {
        self.subject == subject
    }

    /// One's own data: nothing to log.
    pub fn own(subject: Uuid) -> Grant {
        Grant {
            subject,
            ground: Ground::Own,
        }
    }

    /// A further part of what was looked at a moment ago: that look is written down already.
    pub fn of_look(subject: Uuid, ground: Ground) -> Grant {
        Grant { subject, ground }
    }

    /// Writes the look and gives the grant.
    pub async fn logged(
        app: &App,
        tx: &mut Tx,
        cx: &Cx,
        account: AccountId,
        place: Place,
        ground: Ground,
    ) -> Result<Grant, db::Error> {
        store::write_look(tx, app.ids.at(cx.now), cx.now, account, place, ground).await?;
        Ok(Grant {
            subject: place.subject,
            ground,
        })
    }
}

/// What is looked at: the subject, the province its rows live in, and what kind of thing it is.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub province: u8,
    pub subject: Uuid,
    pub what: &'static str,
}
