//! Placing positions with the outlines inside the program alone.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use areas::{AreaCode, Boundaries, Level, Located, Neighbour, outlines, register};

fn locate(lat: f64, lon: f64) -> Located {
    Boundaries::without_pack().locate(lat, lon)
}

fn province(lat: f64, lon: f64) -> Option<String> {
    locate(lat, lon).province.map(AreaCode::short)
}

#[test]
fn every_province_has_an_outline_with_its_label_inside() {
    assert_eq!(outlines().provinces().len(), 77);
    for (code, shape) in outlines().provinces() {
        assert!(
            register()
                .get(*code)
                .is_some_and(|area| area.level == Level::Province)
        );
        let [lon, lat] = shape.label_point().unwrap();
        assert_eq!(locate(lat, lon).province, Some(*code), "label of {code}");
    }
}

#[test]
fn every_neighbour_has_an_outline_inside_the_box() {
    let countries: Vec<Neighbour> = outlines()
        .neighbours()
        .iter()
        .map(|(country, _)| *country)
        .collect();
    assert_eq!(countries, Neighbour::ALL);
    for (country, shape) in outlines().neighbours() {
        let [west, south, east, north] = shape.bounds().unwrap();
        assert!(
            west >= 92.0 && south >= 4.0 && east <= 110.0 && north <= 24.0,
            "{country:?}"
        );
    }
}

#[test]
fn well_known_places_lie_in_their_province() {
    for (name, lat, lon, code) in [
        ("Democracy Monument", 13.7567, 100.5018, "10"),
        ("Chiang Mai", 18.7883, 98.9853, "50"),
        ("Bueng Kan, a province since 2011", 18.3609, 103.6466, "38"),
        ("Nong Khai", 17.8783, 102.7420, "43"),
        ("Betong", 5.7731, 101.0725, "95"),
        ("Mae Sai", 20.4276, 99.8830, "57"),
        ("Hat Yai", 7.0084, 100.4747, "90"),
        ("Patong", 7.8961, 98.2965, "83"),
        ("Ko Tao", 10.0956, 99.8404, "84"),
        ("Similan islands", 8.6517, 97.6471, "82"),
        ("Ko Chang", 12.0500, 102.3400, "23"),
    ] {
        assert_eq!(province(lat, lon).as_deref(), Some(code), "{name}");
    }
}

#[test]
fn no_district_is_named_without_a_pack() {
    let located = locate(13.7567, 100.5018);
    assert_eq!((located.district, located.subdistrict), (None, None));
    assert!(
        located
            .candidates
            .iter()
            .all(|candidate| candidate.code.level() == Level::Province)
    );
}

#[test]
fn provinces_within_three_kilometres_are_offered() {
    // Bearing station, on the border of Bangkok and Samut Prakan.
    let located = locate(13.6612, 100.6018);
    assert!(located.province.is_some());
    let offered = located
        .candidates
        .iter()
        .map(|c| c.metres.unwrap())
        .collect::<Vec<_>>();
    assert!(!offered.is_empty() && offered.is_sorted() && offered.iter().all(|m| *m <= 3_000));
    assert!(
        located
            .candidates
            .iter()
            .all(|c| Some(c.code) != located.province)
    );
}

#[test]
fn other_countries_are_not_thailand() {
    for (name, lat, lon) in [
        ("Yangon", 16.8409, 96.1735),
        ("Dongdok, north of Vientiane", 18.0400, 102.6300),
        ("Siem Reap", 13.3633, 103.8564),
        ("Langkawi", 6.3700, 99.7900),
        ("Kuala Lumpur", 3.1390, 101.6869),
        ("Tokyo", 35.6762, 139.6503),
        ("the open sea", 6.0, 95.0),
        ("nowhere", 0.0, 0.0),
    ] {
        let located = locate(lat, lon);
        assert_eq!(located, Located::default(), "{name}");
    }
}

#[test]
fn a_pin_on_the_sea_near_the_coast_gets_the_nearest_province() {
    let off_pattaya = locate(12.92, 100.75);
    assert!(off_pattaya.in_thailand);
    assert_eq!(
        off_pattaya.province.map(AreaCode::short).as_deref(),
        Some("20")
    );
}

#[test]
fn exchanged_latitude_and_longitude_are_noticed() {
    let located = locate(100.5018, 13.7567);
    assert!(!located.in_thailand && located.swapped && located.province.is_none());
    assert!(!locate(35.6762, 139.6503).swapped);
}

#[test]
fn numbers_that_are_no_position_lie_nowhere() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -181.0] {
        assert_eq!(locate(bad, 100.5), Located::default());
        assert_eq!(locate(13.7, bad), Located::default());
    }
}
