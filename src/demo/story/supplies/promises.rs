//! Goods of the district for two who asked: one box brought to the door, some bottles still put aside.

use super::{DISTRICT, GEL, MASK, Supplies};
use crate::app::App;
use crate::demo::story::cast::Cast;
use crate::error::Error;
use crate::help_requests::actions::ask::Asked;
use crate::help_requests::actions::goods;
use crate::supplies::actions::{self, HandOver, NewReservation, When};
use crate::supplies::model::ReservationHandle;

impl Supplies {
    /// At the end of the story, so that what is put aside is not yet past its time.
    pub async fn promise(&self, app: &App, cast: &Cast, all: &[&Asked]) -> Result<(), Error> {
        let cx = Self::officer(app, cast, DISTRICT)?;
        let mut wanted = [(MASK, 100, "ฝากอาสาไปพร้อมข้าวสาร"), (GEL, 4, "")].into_iter();
        let Some(mut next) = wanted.next() else {
            return Ok(());
        };
        let mut all: Vec<&&Asked> = all.iter().collect();
        all.sort_by_key(|asked| asked.request.reference.as_str().to_owned());
        for asked in all {
            let (item, quantity, note) = next;
            let new = NewReservation {
                item: item.to_owned(),
                lot: None,
                quantity,
                note: note.to_owned(),
            };
            let which = (&asked.request.reference, self.at(DISTRICT)?);
            match goods::reserve(app, &cx, which, &new, None).await {
                Ok(which) if item == MASK => self.bring(app, cast, which).await?,
                Ok(_) => {}
                // Elsewhere, closed by now, or not to be helped with goods.
                Err(Error::NotFound | Error::Refused(_)) => continue,
                Err(err) => return Err(err),
            }
            match wanted.next() {
                Some(one) => next = one,
                None => return Ok(()),
            }
        }
        Ok(())
    }

    async fn bring(&self, app: &App, cast: &Cast, which: ReservationHandle) -> Result<(), Error> {
        let cx = Self::officer(app, cast, DISTRICT)?;
        let over = HandOver {
            when: When::Now,
            groups: vec![("vulnerable".to_owned(), 100, Some(4))],
            note: String::new(),
        };
        actions::hand_over(app, &cx, which, &over, None).await?;
        Ok(())
    }
}
