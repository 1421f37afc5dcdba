//! Every page in every language: rendered whole, in the language asked for, without a mark of a
//! missing message (the browser of the tests looks for those), without script or style inside. No
//! engine makes a page another, so SQLite alone is asked.

use db::Engine;
use db::testing::run;
use i18n::Language;

use super::routes;
use crate::world::{Page, TestApp};

/// Pages whose address is made in the test itself, or that are no pages.
fn is_page(path: &str) -> bool {
    let others = [
        "/api/",
        "/tiles/",
        "/assets/",
        "/register/username",
        "/register/affiliations",
    ];
    let machine = [
        "/healthz",
        "/readyz",
        "/metrics",
        "/favicon.ico",
        "/robots.txt",
        "/sw.js",
    ];
    !path.contains('{')
        && !others.iter().any(|beginning| path.starts_with(beginning))
        && !machine.contains(&path)
        && !path.ends_with(".xlsx")
        && !path.ends_with(".csv")
}

/// The page without what lies ready for a script: that is on nobody's screen until it is copied out.
fn without_templates(html: &str) -> String {
    let mut parts = html.split("<template");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.extend(part.split_once("</template>").map(|(_, after)| after));
    }
    shown
}

#[track_caller]
fn reads_well(path: &str, language: Language, page: &Page) {
    let (at, code) = (format!("{path} in {language}"), language.code());
    assert!(
        page.has(&format!("<html lang=\"{code}\">")),
        "{at}: {}",
        page.status
    );
    assert!(
        page.html.starts_with("<!doctype html>") && page.html.ends_with("</html>"),
        "{at}"
    );
    let shown = without_templates(&page.html);
    for tag in ["main", "h1", "title"] {
        let opened = shown.matches(&format!("<{tag}")).count();
        assert_eq!(
            opened,
            shown.matches(&format!("</{tag}>")).count(),
            "{at}: {tag}"
        );
        assert!(
            opened == 1 || tag == "title" && opened >= 1,
            "{at} has {opened} {tag}"
        );
    }
    for inside in [" style=\"", "<style", " onclick=", "javascript:"] {
        assert!(!page.html.contains(inside), "{at} holds {inside}");
    }
    {
        let mut ids: Vec<&str> = shown
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|id| !id.is_empty())
            .collect();
        ids.sort_unstable();
        let twice: Vec<&[&str]> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{at}: {twice:?} stand twice");
    }
}

#[test]
fn every_page_reads_well_in_five_languages() {
    run(Engine::Sqlite, async |app: TestApp| {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let (boonmee, malee) = (app.boonmee().await, app.malee().await);
        let held = app
            .asks_for(&anong, "covid_illness", &[("extra.symptoms", "cough")])
            .await;
        app.takes(&boonmee, &asked.reference)
            .await
            .leads_to("/help-requests/");
        app.holds_seat(crate::world::DAO, "data", "57").await;
        let pages: Vec<String> = routes::all()
            .into_iter()
            .filter(|route| route.method == "GET" && is_page(&route.path))
            .map(|route| route.path)
            .chain([
                "/ask/COV/goods".to_owned(),
                "/ask/COV/covid_illness".to_owned(),
                "/ask/COV/vaccination".to_owned(),
                asked.follow.clone(),
                format!("{}?new=1", held.follow),
                format!("/help-requests/{}", asked.reference),
                format!("/help-requests/{}", held.reference),
                "/sign-in?by=password".to_owned(),
                "/help-requests?area_text=แม่สาย".replace(
                    "แม่สาย",
                    "%E0%B9%81%E0%B8%A1%E0%B9%88%E0%B8%AA%E0%B8%B2%E0%B8%A2",
                ),
            ])
            .collect();
        assert!(pages.len() > 25, "{pages:?}");
        for language in Language::ALL {
            let code = language.code();
            let mut seen = 0;
            for path in &pages {
                let sign = if path.contains('?') { '&' } else { '?' };
                let asked = format!("{path}{sign}lang={code}");
                let nobody = app.browser().get(&asked).await;
                let theirs = [
                    boonmee.gets(&asked).await,
                    malee.gets(&asked).await,
                    anong.gets(&asked).await,
                ];
                for page in [nobody].iter().chain(&theirs) {
                    if page.location.is_none() {
                        reads_well(path, language, page);
                        seen += 1;
                    }
                }
            }
            assert!(seen > 60, "only {seen} pages were seen in {code}");
        }
    });
}

#[test]
fn refused_forms_read_well_in_five_languages() {
    run(Engine::Sqlite, async |app: TestApp| {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let malee = app.malee().await;
        for language in Language::ALL {
            let code = language.code();
            let long = "x".repeat(5000);
            let wrong = [
                ("area_text", "zzzzzzzz"),
                ("headcount", "0"),
                ("details", long.as_str()),
                ("contact_name", "1"),
                ("contact_phone", "1"),
                ("persons", "1"),
                ("vulnerabilities", "x"),
                ("nationality", "x"),
                ("relation", "x"),
                ("lat", "99"),
                ("lon", "20"),
                ("accept_terms", "no"),
                ("extra.symptoms_since", "x"),
                ("extra.spo2", "x"),
                ("extra.temperature", "x"),
                ("extra.test_on", "1 Jan 2999"),
                ("phone", "053731005"),
                ("username", "ก"),
                ("password", "1"),
                ("starts_on", "x"),
                ("ends_on", "x"),
                ("blur_m", "x"),
                ("prefix", "1"),
                ("preset", "x"),
                ("areas", "x"),
            ];
            let paths = [
                "/ask/phone",
                "/ask/COV/covid_illness",
                "/ask/COV/goods",
                "/ask/COV/patient_transport",
                "/mine/phone",
                "/recover",
                "/sign-in/code",
                "/sign-in/password",
                "/incidents",
                "/profile",
                "/ask/COV/vaccination",
                "/organisations",
                "/invites",
                "/volunteer/profile",
                "/volunteer/seats",
                "/news",
                "/rounds",
            ];
            for person in [&anong, &malee] {
                person.sees(&format!("/sign-in?lang={code}")).await;
                for path in paths {
                    let page = person.posts(path, &wrong).await;
                    if page.location.is_none() {
                        reads_well(path, language, &page);
                    }
                }
            }
            let mut nobody = app.browser();
            nobody.get(&format!("/register?lang={code}")).await;
            reads_well(
                "/register",
                language,
                nobody.post("/register", &wrong).await.is(422),
            );
        }
    });
}
