//! Where two persons live, held open: two households, or the one they share.

use db::Tx;

use crate::access::{Cx, Ground};
use crate::alike::rules::CannotDecide;
use crate::app::App;
use crate::error::Error;
use crate::ids::PersonId;
use crate::incidents::preset::Preset;
use crate::survey::actions::open::Open;
use crate::survey::model::{Household, Person};

pub struct Homes {
    of_kept: Open,
    /// None where both live in one.
    of_gone: Option<Open>,
}

impl Homes {
    /// The caller answers for the right to both.
    pub async fn open(
        app: &App,
        tx: &mut Tx,
        preset: &Preset,
        kept: &Household,
        gone: &Household,
    ) -> Result<Homes, db::Error> {
        let ground = Ground::AreaAdmin;
        let of_kept = Open::of(app, tx, preset, kept.clone(), ground).await?;
        let of_gone = match kept.id == gone.id {
            true => None,
            false => Some(Open::of(app, tx, preset, gone.clone(), ground).await?),
        };
        Ok(Homes { of_kept, of_gone })
    }

    pub fn of_kept(&self) -> &Open {
        &self.of_kept
    }

    pub fn of_gone(&self) -> &Open {
        self.of_gone.as_ref().unwrap_or(&self.of_kept)
    }

    /// Somebody of either, who is about to be changed.
    pub fn person(&mut self, id: PersonId) -> Result<&mut Person, CannotDecide> {
        let homes = [Some(&mut self.of_kept), self.of_gone.as_mut()];
        let mut persons = homes
            .into_iter()
            .flatten()
            .flat_map(|home| home.known.persons.iter_mut());
        persons
            .find(|person| person.id == id)
            .ok_or(CannotDecide::NotThere)
    }

    /// Writes what became of them. `kind` is what was done, for the event.
    pub async fn close(
        self,
        app: &App,
        tx: &mut Tx,
        cx: &Cx,
        preset: &Preset,
        kind: &'static str,
    ) -> Result<(), Error> {
        for mut home in [Some(self.of_kept), self.of_gone].into_iter().flatten() {
            home.is_changed = true;
            home.close(app, tx, cx, preset, kind).await?;
        }
        Ok(())
    }
}
