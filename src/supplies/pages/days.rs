//! A month of days, and the proof that closed ones are what was closed.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{handle, name};
use crate::clock;
use crate::layout::{Failure, Page, Sent};
use crate::supplies::actions::{self, Month, Verified};

#[derive(Template)]
#[template(path = "supplies/templates/days.html")]
struct Show<'a> {
    page: &'a Page,
    month: Month,
    verified: Option<Verified>,
}

/// How a day of the calendar stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Closed,
    Late,
    /// Past and not closed.
    Missing,
    Today,
    /// Before the unit was there, or ahead.
    Outside,
}

impl Standing {
    fn code(self) -> &'static str {
        match self {
            Standing::Closed => "closed",
            Standing::Late => "late",
            Standing::Missing => "missing",
            Standing::Today => "today",
            Standing::Outside => "outside",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Standing::Closed => "supply-day-closed",
            Standing::Late => "supply-closed-late",
            Standing::Missing => "supply-day-missing",
            Standing::Today => "supply-day-open",
            Standing::Outside => "supply-day-outside",
        }
    }
}

impl Show<'_> {
    fn name(&self) -> String {
        name(self.page, &self.month.unit)
    }

    /// Weeks from Monday, with blanks before the first and after the last day.
    fn weeks(&self) -> Vec<Vec<Option<(Date, Standing)>>> {
        let blanks = self.month.first.weekday().since(Weekday::Monday);
        let mut cells: Vec<Option<(Date, Standing)>> =
            vec![None; usize::try_from(blanks).unwrap_or(0)];
        let mut day = self.month.first;
        while day <= self.month.last {
            cells.push(Some((day, self.standing(day))));
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        while !cells.len().is_multiple_of(7) {
            cells.push(None);
        }
        cells.chunks(7).map(<[_]>::to_vec).collect()
    }

    fn standing(&self, day: Date) -> Standing {
        let today = clock::day(self.page.cx.now);
        let mut closed = self.month.closed.iter();
        match closed.find(|closed| closed.day == day) {
            Some(closed) if closed.is_late => Standing::Late,
            Some(_) => Standing::Closed,
            None if day > today || !self.month.unit.accounts_for(day) => Standing::Outside,
            None if day == today => Standing::Today,
            None => Standing::Missing,
        }
    }

    fn n(&self, standing: &str) -> i64 {
        let weeks = self.weeks();
        let days = weeks.iter().flatten().flatten();
        let n = days.filter(|(_, stands)| stands.code() == standing).count();
        i64::try_from(n).unwrap_or(0)
    }

    fn weekdays(&self) -> [String; 7] {
        [
            "supply-weekday-mon",
            "supply-weekday-tue",
            "supply-weekday-wed",
            "supply-weekday-thu",
            "supply-weekday-fri",
            "supply-weekday-sat",
            "supply-weekday-sun",
        ]
        .map(|day| self.page.t(day))
    }

    /// "พ.ย. 2569".
    fn title(&self) -> String {
        let whole = self.page.date(&self.month.first);
        whole
            .split_once(' ')
            .map_or(whole.clone(), |(_, month)| month.to_owned())
    }

    fn before(&self) -> Option<Date> {
        let before = self.month.first.saturating_sub(1.month());
        (before.last_of_month() >= self.month.unit.opened_on).then_some(before)
    }

    fn after(&self) -> Option<Date> {
        let after = self.month.first.saturating_add(1.month());
        (after <= clock::day(self.page.cx.now)).then_some(after)
    }
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let of: Option<Date> = page.query.value("of").parse().ok();
    let month = actions::month(&page.app, &page.cx, handle(&unit)?, of).await?;
    page.render(&Show {
        page: &page,
        month,
        verified: None,
    })
}

pub async fn verify(
    Path(unit): Path<String>,
    Sent { page, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let verified = actions::verify(&page.app, &page.cx, handle).await?;
    let month = actions::month(&page.app, &page.cx, handle, None).await?;
    page.render(&Show {
        page: &page,
        month,
        verified: Some(verified),
    })
}
