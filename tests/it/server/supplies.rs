//! The tree of supply units made, and the books proved, from the command line.

use super::product::{Place, said};

const LIST: &str = "dola_code_2017,type_2017,province_code,name_th,covers_subdistricts\n\
    2570101,pao,57,เชียงราย,\n6570117,sao,57,ท่าสาย,570118*\n";

db::sql! { STOCK = "
    INSERT INTO supply_stock (province, unit, item, lot, quantity)
    SELECT u.province, u.id, 'ppe', 'L1', 7 FROM supply_units AS u WHERE u.code = '6570117'
" }

/// Goods that no entry tells of.
async fn puts(place: &Place) {
    let db = db::Db::open_sqlite(&place.data(), db::Options::default()).await;
    let db = db.expect("a database that nobody holds");
    let put = db::write!(db, |tx| { tx.execute(STOCK, &[]).await });
    assert_eq!(put.expect("as asked"), 1);
    db.close().await;
}

#[test]
fn units_are_made_and_books_proved_by_whoever_holds_the_machine() {
    let place = Place::new();
    let made = place.make_admin("malee", "0812340005", "นาข้าว-ริมน้ำ-47");
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    std::fs::write(place.path("list.csv"), LIST).expect("as asked");
    let import = |more: &[&str]| {
        let words = [
            "import",
            "supply-units",
            "list.csv",
            "--incident",
            "COV",
            "--as",
        ];
        place.run(&[&words[..], more].concat())
    };
    let stranger = import(&["nobody"]);
    assert_eq!(stranger.status.code(), Some(2), "{}", said(&stranger));
    let tried = import(&["malee", "--dry-run"]);
    assert_eq!(tried.status.code(), Some(0), "{}", said(&tried));
    assert!(
        said(&tried).contains("Nothing was written"),
        "{}",
        said(&tried)
    );
    let done = import(&["malee"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(said(&done).contains("province: 77 new"), "{}", said(&done));
    let again = import(&["malee"]);
    assert!(
        said(&again).contains("0 units were made"),
        "{}",
        said(&again)
    );

    let whole = place.run(&["supplies", "verify"]);
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    let unknown = place.run(&["supplies", "verify", "--incident", "ZZZ"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", said(&unknown));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(puts(&place));
    let broken = place.run(&["supplies", "verify", "--incident", "cov"]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    let told = said(&broken);
    assert!(
        told.contains("อบต.ท่าสาย") && told.contains("lot L1"),
        "{told}"
    );
}
