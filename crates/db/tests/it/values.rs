//! What goes in comes out, on both engines, and what does not fit is refused.

use db::Error;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;
use uuid::Uuid;

use crate::world::*;

db::id! {
    /// The id of a note.
    pub struct NoteId;
}

db::sql! {
    ADD_NOTE = "
        INSERT INTO notes (id, n, i, b, said, yes, at, on_day, weight, raw, extra)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    READ_NOTE = "SELECT * FROM notes WHERE id = $1";
    SWAPPED = "SELECT id FROM notes WHERE b = $2 AND n = $1";
    BY_TEXT = "SELECT said FROM notes ORDER BY said";
    PAGE = "SELECT said FROM notes ORDER BY said LIMIT $1";
    SUM = "SELECT CAST(coalesce(sum(b), 0) AS BIGINT) AS n FROM notes"
}

async fn note(world: &World, id: NoteId, n: i64, said: &str) -> Result<(), Error> {
    db::write!(world, |tx| {
        let none = None::<Uuid>;
        tx.execute(
            ADD_NOTE,
            &[
                &id,
                &n,
                &0,
                &7,
                &said,
                &true,
                &None::<Timestamp>,
                &None::<Date>,
                &0.5,
                &none,
                &none,
            ],
        )
        .await
        .map(|_| ())
    })
}

fn new_id() -> NoteId {
    NoteId(Uuid::now_v7())
}

db::on_both_engines! {
    async fn every_type_comes_back_as_it_went_in(world: World) {
        let id = new_id();
        let at: Timestamp = "2011-10-08T09:30:00.123456789Z".parse().unwrap();
        let (on, raw, extra) = (date(1954, 2, 28), vec![0_u8, 255], json!({"ก": [1, null]}));
        db::write!(world, |tx| {
            tx.execute(
                ADD_NOTE,
                &[&id, &-3_i16, &i32::MAX, &i64::MIN, &"ข้าว", &true, &at, &on, &0.1, &raw, &extra],
            )
            .await
        })
        .unwrap();
        let row = db::read!(world, |tx| tx.one(READ_NOTE, &[&id]).await).unwrap();
        assert_eq!(row.get::<NoteId>("id").unwrap(), id);
        assert_eq!(row.get::<i16>("n").unwrap(), -3);
        assert_eq!(row.get::<i32>("i").unwrap(), i32::MAX);
        assert_eq!(row.get::<i64>("b").unwrap(), i64::MIN);
        assert_eq!(row.get::<String>("said").unwrap(), "ข้าว");
        assert!(row.get::<bool>("yes").unwrap());
        let kept = row.get::<Timestamp>("at").unwrap();
        assert_eq!(kept.to_string(), "2011-10-08T09:30:00.123456Z");
        assert_eq!(row.get::<Date>("on_day").unwrap(), on);
        assert_eq!(row.get::<f64>("weight").unwrap(), 0.1);
        assert_eq!(row.get::<Vec<u8>>("raw").unwrap(), raw);
        assert_eq!(row.get::<serde_json::Value>("extra").unwrap(), extra);
    }

    async fn instants_before_1970_and_1954_are_kept(world: World) {
        for at in ["1943-10-01T00:00:00.000001Z", "1999-12-31T23:59:59.999999Z"] {
            let (id, at): (_, Timestamp) = (new_id(), at.parse().unwrap());
            let (on, none) = (date(1900, 1, 1), None::<Uuid>);
            db::write!(world, |tx| {
                tx.execute(
                    ADD_NOTE,
                    &[&id, &1, &1, &1, &none, &false, &at, &on, &none, &none, &none],
                )
                .await
            })
            .unwrap();
            let row = db::read!(world, |tx| tx.one(READ_NOTE, &[&id]).await).unwrap();
            assert_eq!(row.get::<Timestamp>("at").unwrap(), at);
            assert_eq!(row.get::<Date>("on_day").unwrap(), on);
            assert_eq!(row.get::<Option<f64>>("weight").unwrap(), None);
            assert!(row.get::<String>("said").is_err(), "NULL is read as Option");
            assert!(row.get::<String>("nothing").is_err());
            assert!(row.get::<i64>("id").is_err());
            assert!(row.contradiction("x").to_string().contains(&id.to_string()));
        }
    }

    async fn placeholders_go_by_their_number(world: World) {
        let id = new_id();
        note(&world, id, 3, "a").await.unwrap();
        let found = db::read!(world, |tx| tx.optional(SWAPPED, &[&3, &7]).await).unwrap();
        assert_eq!(found.unwrap().get::<NoteId>("id").unwrap(), id);
        assert!(db::read!(world, |tx| tx.one(SWAPPED, &[&7, &3]).await).is_err());
    }

    async fn text_compares_as_bytes(world: World) {
        for said in ["b", "B", "a", "_", "ก", "เ", "é"] {
            note(&world, new_id(), 1, said).await.unwrap();
        }
        let rows = db::read!(world, |tx| tx.all(BY_TEXT, &[]).await).unwrap();
        let said: Vec<String> = rows.iter().map(|row| row.get("said").unwrap()).collect();
        assert_eq!(said, ["B", "_", "a", "b", "é", "ก", "เ"]);
        let page = db::read!(world, |tx| tx.all(PAGE, &[&2]).await).unwrap();
        assert_eq!(page.len(), 2);
        let sum: i64 = db::read!(world, |tx| tx.one(SUM, &[]).await?.get("n")).unwrap();
        assert_eq!(sum, 49);
        let two = db::read!(world, |tx| tx.optional(PAGE, &[&2]).await);
        assert!(matches!(two, Err(Error::TooManyRows { .. })), "{two:?}");
    }

    async fn a_list_composed_of_pieces_numbers_its_places(world: World) {
        note(&world, new_id(), 1, "a").await.unwrap();
        note(&world, new_id(), 2, "b").await.unwrap();
        let sql = db::ComposedSql::of("notes", &["SELECT said FROM notes WHERE n > $1"])
            .push_numbered("AND (said = ? OR said = ?)", 2)
            .push("ORDER BY said");
        let rows = db::read!(world, |tx| tx.all_composed(&sql, &[&0, &"b", &"c"]).await).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].get::<String>("said").unwrap(), "b");
    }

    async fn every_registered_statement_prepares(world: World) {
        assert_eq!(world.prepare_all().await.unwrap(), []);
    }
}

#[test]
fn an_id_is_shown_parsed_and_serialised_as_a_uuid() {
    let id = new_id();
    assert_eq!(id.to_string().parse::<NoteId>().unwrap(), id);
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(json, format!("\"{id}\""));
    assert_eq!(serde_json::from_str::<NoteId>(&json).unwrap(), id);
}
