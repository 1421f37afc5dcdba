//! What people do with files of points, and how these stand.

use super::*;

/// Brings a file; gives the address of its run.
pub async fn brings(person: &Person, fields: &[(&str, &str)], file: (&str, &[u8])) -> String {
    let mut browser = person.browser().await;
    let form = browser.get("/points/imports").await;
    let id = form
        .between("name=\"import\" value=\"", "\"")
        .unwrap()
        .to_owned();
    let mut all = vec![("import", id.as_str())];
    all.extend_from_slice(fields);
    let sent = browser.upload("/points/imports", &all, file).await;
    let address = sent.leads_to("/points/imports/").to_owned();
    // Sent twice, it is one run.
    let again = browser.upload("/points/imports", &all, file).await;
    assert_eq!(again.leads_to("/points/imports/"), address);
    address
}

/// What the form shows as chosen, with these fields otherwise.
pub async fn maps(person: &Person, address: &str, otherwise: &[(&str, &str)]) -> Page {
    let shown = person.sees(address).await;
    let mut fields: Vec<(String, String)> = Vec::new();
    for select in shown.html.split("<select ").skip(1) {
        let name = select
            .split("name=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let select = select.split("</select>").next().unwrap();
        let chosen = select.split("\" selected").next().unwrap();
        let value = match select.contains(" selected") {
            true => chosen.rsplit('"').next().unwrap(),
            false => "",
        };
        fields.push((name.to_owned(), value.to_owned()));
    }
    for hidden in shown.html.split("type=\"hidden\" name=\"word.").skip(1) {
        let (n, rest) = hidden.split_once('"').unwrap();
        let value = rest
            .split("value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        fields.push((format!("word.{n}"), value.to_owned()));
    }
    for tick in ["makes_names", "phone_needed"] {
        let input = shown
            .between(&format!("name=\"{tick}\""), ">")
            .unwrap_or_default();
        if input.contains("checked") {
            fields.push((tick.to_owned(), "yes".to_owned()));
        }
    }
    fields.retain(|(name, _)| !otherwise.iter().any(|(other, _)| other == name));
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(otherwise);
    person.posts(&format!("{address}/map"), &all).await
}

pub async fn does(person: &Person, address: &str, deed: &str, fields: &[(&str, &str)]) -> Page {
    person.gets(address).await;
    person.posts(&format!("{address}/{deed}"), fields).await
}

pub fn id_of(address: &str) -> PointImportId {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

pub async fn stands(app: &TestApp, address: &str) -> (Run, Figures) {
    let id = id_of(address);
    db::read!(app.app().db, |tx| {
        let run = store::find(tx, id).await?.unwrap();
        let figures = store::figures(tx, id).await?;
        Ok::<_, db::Error>((run, figures))
    })
    .unwrap()
}

pub async fn rows(app: &TestApp, address: &str) -> Vec<PointRow> {
    let id = id_of(address);
    db::read!(app.app().db, |tx| {
        store::sample(tx, id, (0, 1_000)).await
    })
    .unwrap()
}

/// Every piece that waits, until none is left; then what is kept in memory follows.
pub async fn works(test: &TestApp, app: &App) {
    let now = app.clock.now();
    let drained = jitasa::work::runner(app).drain(app, now).await.unwrap();
    assert!(
        drained.again.is_empty() && drained.dead.is_empty(),
        "{drained:?}"
    );
    test.follows().await;
}

/// One piece by hand, as the queue would have it done.
pub async fn one_piece(app: &App, test: &TestApp, address: &str) {
    let (run, _) = stands(test, address).await;
    let job = json!({ "import": run.id, "round": run.round });
    work::work(app.clone(), serde_json::from_value(job).unwrap())
        .await
        .unwrap();
}

pub async fn point(app: &TestApp, id: PointId) -> Point {
    db::read!(app.app().db, |tx| {
        let key = jitasa::points::actions::key_in(tx, id).await.unwrap();
        jitasa::points::store::find(tx, key).await
    })
    .unwrap()
    .unwrap()
}

/// The point of a name, as it is kept.
pub async fn named(app: &TestApp, name: &str) -> Point {
    let id = {
        let book = app.app().points.book();
        let found: Vec<_> = book.iter().filter(|one| &*one.name_th == name).collect();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        found[0].key.id
    };
    point(app, id).await
}

pub fn count(app: &TestApp) -> usize {
    app.app().points.book().len()
}

/// Brings a file of hospitals to its end.
pub async fn imports(
    app: &TestApp,
    person: &Person,
    source: &str,
    text: &str,
    day: &str,
) -> String {
    let fields = [
        ("source", source),
        ("licence", "CC BY 4.0"),
        ("known_on", day),
    ];
    let address = brings(person, &fields, ("list.csv", text.as_bytes())).await;
    maps(person, &address, &[("kind", "hospital")])
        .await
        .leads_to(&address);
    works(app, app.app()).await;
    does(person, &address, "start", &[("likely", "update")])
        .await
        .leads_to(&address);
    works(app, app.app()).await;
    address
}

/// What somebody finds out by telephone.
pub async fn checks(person: &Person, point: &Point, status: &str) {
    let id = point.key.id;
    person.sees(&format!("/points/{id}/update")).await;
    let version = point.version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("status", status),
        ("how", "call"),
    ];
    person
        .posts(&format!("/points/{id}/update"), &fields)
        .await
        .leads_to("/points/");
}

pub fn counted(figures: &Figures) -> Vec<(&'static str, i64)> {
    let all = Verdict::ALL.iter();
    all.map(|verdict| (verdict.code(), figures.of(*verdict)))
        .filter(|(_, n)| *n > 0)
        .collect()
}
