//! Files that go out: the empty sheet, the rows to mend, the households of an area.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use web::Problems;

use super::list::export_asked;
use super::{form, one, proposed};
use crate::error::Error;
use crate::household_sheets::actions;
use crate::household_sheets::model::Verdict;
use crate::household_sheets::rows;
use crate::household_sheets::write::Book;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Form, Page, Sent};

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Households of one verdict that the sheet to mend holds at most.
const MOST_TO_MEND: i64 = 5_000;

fn sheet(bytes: Vec<u8>, name: &str) -> Result<Response, Failure> {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(SHEET));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let name = name.map_err(|err| Error::fault("naming a file", err))?;
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// The sheet to fill in, of the area that is named or one's own.
pub async fn empty(page: Page) -> Result<Response, Failure> {
    let home = actions::home(&page.app, &page.cx).await?;
    let mut problems = Problems::default();
    let area = form::area(&page.query, &mut problems).unwrap_or(home);
    let open = form::surveyed(incidents::actions::open(&page.app, page.cx.now).await?);
    let chosen = form::incident(&page.query, &open);
    let incident = chosen.or(open.first()).ok_or(Error::NotFound)?;
    let book = Book {
        preset: incident.preset,
        language: page.language(),
        area,
        proposed: proposed(&page, area).await?,
    };
    sheet(book.empty()?, &format!("households-{}.xlsx", area.short()))
}

/// The rows that were not recorded, with what is amiss with each, to be mended and brought in again.
pub async fn to_mend(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = one::read_id(&id)?;
    let (of, _) = actions::find(&page.app, &page.cx, id).await?;
    let cells = actions::cells(&page.app, &page.cx, id).await?;
    let cells = cells.ok_or(Error::NotFound)?;
    let incident = actions::incident(&page.app, &page.cx, &of).await?;
    let households = rows::households(&cells);
    let mut wrong = Vec::new();
    for verdict in [Verdict::Problem, Verdict::Refused] {
        let place = (0, MOST_TO_MEND);
        let entries = actions::entries(&page.app, &page.cx, id, verdict, place).await?;
        wrong.extend(one::looked_at(&page, &of, &incident, &cells, entries).await?);
    }
    wrong.sort_by_key(|one| one.entry.n);
    let rows: Vec<_> = wrong
        .into_iter()
        .filter_map(|one| {
            let rows = households.get(usize::try_from(one.entry.n).ok()?)?;
            Some((rows.as_slice(), one.said))
        })
        .collect();
    let book = Book {
        preset: incident.preset,
        language: page.language(),
        area: of.area,
        proposed: proposed(&page, of.area).await?,
    };
    sheet(book.to_mend(&cells, &rows)?, "households-to-mend.xlsx")
}

/// The households of an area.
pub async fn export(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    actions::home(app, cx).await?;
    let open = form::surveyed(incidents::actions::open(app, cx.now).await?);
    let (incident, area, purpose): (&Incident, _, _) = match form::read_export(&typed, &open) {
        Ok(wanted) => wanted,
        Err(problems) => return export_asked(&page, Form::new(typed, problems), None).await,
    };
    let exported = match actions::export(app, cx, incident, area, purpose).await {
        Ok(exported) => exported,
        // Nothing there of theirs: the area is what has to be mended.
        Err(Error::NotFound) => {
            let mut problems = Problems::default();
            problems.add("area_text", "sheet-not-your-area");
            return export_asked(&page, Form::new(typed, problems), None).await;
        }
        Err(Error::Refused(refusal)) => {
            let said = page.message(&refusal.said());
            return export_asked(&page, Form::new(typed, Problems::default()), Some(said)).await;
        }
        Err(err) => return Err(err.into()),
    };
    let book = Book {
        preset: incident.preset,
        language: page.language(),
        area,
        proposed: proposed(&page, area).await?,
    };
    let bytes = book.filled(&exported.households)?;
    sheet(bytes, &format!("households-{}.xlsx", area.short()))
}
