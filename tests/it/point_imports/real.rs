//! Real open data, where it lies beside the project: hospitals with beds, laboratories, clinics and
//! pharmacies of the whole country. It is no part of the project; a test says so plainly where it is absent.

use std::path::Path;
use std::time::Instant;

use db::Engine;
use db::testing::run;
use jitasa::point_imports::actions::{self, Hand, NewRun};

use super::*;

fn file(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        eprintln!("{name} is not beside the project: nothing is proved by it");
    }
    bytes
}

/// Brings a file by the command line's own hand; gives how it stands after checking and at the end.
async fn brought(
    app: &TestApp,
    name: &str,
    bytes: Vec<u8>,
    kind: Option<&str>,
) -> (Figures, Run, Figures) {
    let (hand, program) = (Hand::of_machine(), app.app());
    let now = program.clock.now();
    let begun = Instant::now();
    let sheet = actions::parse(bytes).await.unwrap().unwrap();
    let new = NewRun {
        id: program.ids.at(now),
        owner: None,
        source: name.to_owned(),
        licence: "Apache-2.0".to_owned(),
        known_at: Some("2020-04-01T00:00:00+07:00".parse().unwrap()),
        file_name: name.to_owned(),
    };
    let run = actions::bring(program, &hand, now, new, &sheet)
        .await
        .unwrap();
    let mut mapping = run.mapping.clone();
    if kind.is_some() {
        mapping.kind = kind.map(str::to_owned);
    }
    actions::map(program, &hand, now, run.id, &mapping)
        .await
        .unwrap();
    let (_, checked) = actions::work::work_here(program, &hand, run.id, |_, _| {})
        .await
        .unwrap();
    let tried = begun.elapsed();
    actions::start(program, &hand, now, run.id, None)
        .await
        .unwrap();
    let (run, done) = actions::work::work_here(program, &hand, run.id, |_, _| {})
        .await
        .unwrap();
    eprintln!(
        "{name}: {} rows tried in {:.1} s, all done in {:.1} s: {:?}, {:?}",
        run.total,
        tried.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        counted(&checked),
        counted(&done)
    );
    app.follows().await;
    (checked, run, done)
}

#[test]
fn the_hospitals_of_the_country_with_their_beds() {
    run(Engine::Sqlite, async |app: TestApp| {
        let Some(bytes) = file("hospitals_moph_2020.csv") else {
            return;
        };
        let (_, run, done) = brought(&app, "hospitals_moph_2020.csv", bytes.clone(), None).await;
        assert_eq!((run.total, run.stage.code()), (1_383, "done"));
        assert!(done.of(Verdict::Made) > 1_350, "{:?}", counted(&done));
        assert_eq!(done.sum(), 1_383);
        let mae_sai = named(&app, "โรงพยาบาลแม่สาย").await;
        assert_eq!(mae_sai.told.kind, "hospital");
        assert!(mae_sai.told.beds.get("general").capacity.is_some());
        // Beds counted in 2020 are not told as free today, and the file says how it knows.
        assert_eq!(mae_sai.checks.checked_at(), None);
        let made = count(&app);
        let (checked, _, _) = brought(&app, "hospitals_moph_2020.csv", bytes, None).await;
        assert_eq!(checked.of(Verdict::New) + checked.of(Verdict::Likely), 0);
        assert_eq!(count(&app), made);
    });
}

#[test]
fn the_laboratories_of_the_country() {
    run(Engine::Sqlite, async |app: TestApp| {
        let Some(bytes) = file("covid_test_labs_2020.csv") else {
            return;
        };
        let (_, run, done) =
            brought(&app, "covid_test_labs_2020.csv", bytes, Some("test_point")).await;
        assert_eq!(run.total, 130);
        assert!(done.of(Verdict::Made) >= 120, "{:?}", counted(&done));
    });
}

#[test]
fn seventeen_thousand_clinics_and_pharmacies_without_names() {
    run(Engine::Sqlite, async |app: TestApp| {
        let Some(bytes) = file("clinics_pharmacies_2020.csv.gz") else {
            return;
        };
        let (checked, run, done) =
            brought(&app, "clinics_pharmacies_2020.csv.gz", bytes, None).await;
        assert_eq!(run.total, 17_650);
        assert_eq!(checked.sum(), 17_650);
        assert!(done.of(Verdict::Made) > 10_000, "{:?}", counted(&done));
        // The words of the file's own column say which is which.
        let of_kind = |code: &str| {
            let book = app.app().points.book();
            let points = book.iter().filter(|point| point.kind().code == code);
            points.count()
        };
        assert!(of_kind("clinic") > 5_000 && of_kind("pharmacy") > 5_000);
    });
}
