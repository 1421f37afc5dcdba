//! Which point that is here a row is likely: those near by that are called alike, and those farther off
//! that are called the same.

use std::collections::HashMap;

use i18n::Language;

use crate::app::App;
use crate::error::Error;
use crate::organisations::rules::dialled;
use crate::point_imports::model::Likeness;
use crate::point_imports::rules::like;
use crate::point_imports::rules::row::Draft;
use crate::points::book::folded;
use crate::points::model::{KINDS, PointKey, kind_number};
use crate::points::store as points;

/// About three kilometres, in degrees.
const AROUND: f64 = 0.03;
/// Points that are looked at closely for one row.
const CLOSELY: usize = 8;

/// Points by kind and by what they are called.
type Called = HashMap<(u16, String), Vec<Candidate>>;

pub(super) struct Matcher<'a> {
    app: &'a App,
    /// Laid out when it is asked for: rows that a source has told of before need none.
    called: Option<Called>,
    /// What every point of a kind is called, folded.
    of_kind: Vec<Vec<String>>,
}

#[derive(Clone)]
struct Candidate {
    key: PointKey,
    quadkey: i64,
    called: String,
    folded: [String; 2],
}

impl<'a> Matcher<'a> {
    pub fn new(app: &'a App) -> Matcher<'a> {
        let of_kind = KINDS.iter().map(|kind| {
            let labels = [Language::Th, Language::En];
            labels
                .map(|language| folded(kind.labels.get(language)))
                .to_vec()
        });
        Matcher {
            app,
            called: None,
            of_kind: of_kind.collect(),
        }
    }

    /// The likeliest point, and why.
    pub async fn likely(&mut self, draft: &Draft) -> Result<Option<(PointKey, Likeness)>, Error> {
        let Some(kind) = kind_number(&draft.kind.code) else {
            return Ok(None);
        };
        let of_kind = &self.of_kind[usize::from(kind)];
        let names = [folded(&draft.names.th), folded(&draft.names.en)];
        let mut candidates: Vec<(PointKey, Likeness)> = Vec::new();
        let mut look = |candidate: &Candidate| {
            let Some(there) = contact::Position::from_quadkey(candidate.quadkey) else {
                return;
            };
            let metres = draft.position.distance_m(there);
            let common = names.iter().zip(&candidate.folded);
            let name = common
                .filter(|(one, other)| !one.is_empty() && !other.is_empty())
                .map(|(one, other)| like::names(one, other, of_kind))
                .max();
            let likeness = Likeness {
                line: None,
                name: name.unwrap_or_default(),
                metres: metres.round() as u32,
                same_phone: false,
                called: candidate.called.clone(),
            };
            candidates.push((candidate.key, likeness));
        };
        let called = self.called.get_or_insert_with(|| lay_out(self.app));
        let same = called.get(&(kind, names[0].clone()));
        same.into_iter().flatten().for_each(&mut look);
        let (lat, lon) = (draft.position.lat(), draft.position.lon());
        let bounds = [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND];
        {
            let book = self.app.points.book();
            let near = book.in_box(bounds).filter(|entry| entry.kind == kind);
            near.map(Candidate::of).for_each(|one| look(&one));
        }
        candidates.sort_by_key(|(key, likeness)| (std::cmp::Reverse(like::weight(likeness)), *key));
        candidates.dedup_by_key(|(key, _)| *key);
        candidates.truncate(CLOSELY);
        self.compare_phones(draft, &mut candidates).await?;
        candidates.retain(|(_, likeness)| like::is_likely(likeness));
        candidates.sort_by_key(|(key, likeness)| (std::cmp::Reverse(like::weight(likeness)), *key));
        Ok(candidates.into_iter().next())
    }

    /// Phones stand in the rows of points only; they are read of the few that come into question.
    async fn compare_phones(
        &self,
        draft: &Draft,
        candidates: &mut [(PointKey, Likeness)],
    ) -> Result<(), Error> {
        let Some(phones) = &draft.phones else {
            return Ok(());
        };
        if candidates.is_empty() {
            return Ok(());
        }
        let keys: Vec<PointKey> = candidates.iter().map(|(key, _)| *key).collect();
        let found = db::read!(self.app.db, |tx| { points::find_all(tx, &keys).await })?;
        for (key, likeness) in candidates {
            let point = found.iter().find(|point| point.key == *key);
            let theirs = point.map(|point| dialled(point.told.contact.phones()));
            likeness.same_phone =
                theirs.is_some_and(|theirs| !theirs.is_empty() && theirs == dialled(phones));
        }
        Ok(())
    }
}

fn lay_out(app: &App) -> Called {
    let mut called = Called::new();
    for entry in app.points.book().iter() {
        let candidate = Candidate::of(entry);
        let name = candidate.folded[0].clone();
        called
            .entry((entry.kind, name))
            .or_default()
            .push(candidate);
    }
    called
}

impl Candidate {
    fn of(entry: &crate::points::book::Entry) -> Candidate {
        Candidate {
            key: entry.key,
            quadkey: entry.quadkey,
            called: entry.name_th.to_string(),
            folded: [folded(&entry.name_th), folded(&entry.name_en)],
        }
    }
}
