//! The page of the snapshot: where help is asked for and where it is given, province by province, in plain
//! HTML that any server can hand out. Every link in it leads to a file beside it or to a phone.

use std::collections::BTreeMap;
use std::io;

use areas::AreaCode;
use askama::Template;
use i18n::Language;
use jiff::Timestamp;

use crate::app::App;
use crate::home::HOTLINES;
use crate::points::model::Status;
use crate::snapshot::files::{Body, Draft};

pub const STYLE: &str = include_str!("../templates/map.css");

#[derive(Template)]
#[template(path = "snapshot/templates/map.html")]
struct Read<'a> {
    page: Words,
    as_of: Timestamp,
    all: Counts,
    provinces: Vec<(String, Counts)>,
    hotlines: &'static [(&'static str, &'static str)],
    /// The site itself, where it is known.
    site: Option<&'a str>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    waiting: i64,
    requests: i64,
    open: i64,
    points: i64,
}

/// The reader's words, as the pages of the site have them.
struct Words(Language);

impl Words {
    fn t(&self, key: &str) -> String {
        i18n::text(self.0, key)
    }

    fn say(&self, key: &str, name: &str, value: &str) -> String {
        i18n::say(self.0, key, &[(name, value.into())])
    }

    fn date_time(&self, at: &Timestamp) -> String {
        i18n::date::date_time(self.0, *at)
    }

    fn number(&self, n: &i64) -> String {
        i18n::number(self.0, *n)
    }

    fn language(&self) -> Language {
        self.0
    }

    fn languages(&self) -> &'static [Language] {
        &Language::ALL
    }
}

/// One page a language, and the Thai one also under the plain name.
pub fn drafts(app: &App, now: Timestamp) -> io::Result<Vec<Draft>> {
    let counts = counts(app);
    let mut drafts = Vec::new();
    for language in Language::ALL {
        let page = page(app, &counts, language, now)?;
        if language == Language::Th {
            drafts.push(Draft::new("map.html", Body::Plain(page.clone())));
        }
        drafts.push(Draft::new(
            format!("map.{}.html", language.code()),
            Body::Plain(page),
        ));
    }
    Ok(drafts)
}

fn page(
    app: &App,
    counts: &BTreeMap<AreaCode, Counts>,
    language: Language,
    now: Timestamp,
) -> io::Result<Vec<u8>> {
    let mut all = Counts::default();
    let mut provinces = Vec::new();
    for (province, one) in counts {
        all.waiting += one.waiting;
        all.requests += one.requests;
        all.open += one.open;
        all.points += one.points;
        provinces.push((crate::areas::name(language, *province), *one));
    }
    provinces.sort_by_cached_key(|(name, _)| i18n::sort_key(name));
    let site = app.settings.public_url.as_ref();
    let page = Read {
        page: Words(language),
        as_of: now,
        all,
        provinces,
        hotlines: &HOTLINES,
        site: site.map(|site| site.as_str()),
    };
    let html = page.render().map_err(io::Error::other)?;
    Ok(html.into_bytes())
}

/// The provinces of which there is anything to tell.
fn counts(app: &App) -> BTreeMap<AreaCode, Counts> {
    let mut counts: BTreeMap<AreaCode, Counts> = BTreeMap::new();
    for (cell, n) in app.map.book().counts(AreaCode::COUNTRY) {
        let province = cell.district().and_then(AreaCode::province_code);
        if let Some(province) = province {
            let one = counts.entry(province).or_default();
            one.requests += i64::from(n);
            // The first of the map's states: nobody comes yet.
            one.waiting += if cell.state == 0 { i64::from(n) } else { 0 };
        }
    }
    for entry in app.points.book().iter() {
        if let Some(province) = entry.area.province_code() {
            let one = counts.entry(province).or_default();
            one.points += 1;
            one.open += i64::from(entry.status == Status::Open);
        }
    }
    counts
}
