//! Photos in a backup: copied while the program serves, held against their hashes, put back elsewhere.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use jitasa::access::Cx;
use jitasa::accounts::passwords::Passwords;
use jitasa::app::{self, App, Outside};
use jitasa::clock::Clock;
use jitasa::config::{Flags, Settings, Sources};
use jitasa::files::actions;
use jitasa::files::actions::copies;
use jitasa::files::disk::Folder;
use jitasa::files::model::{FileId, Size};

use super::product::{Place, Served, copy, said};
use crate::files::picture;

/// Hands photos in at a place where nothing serves.
fn keeps(place: &Place, pictures: &[u8]) -> Vec<FileId> {
    let mut flags = Flags::default();
    for (name, path) in [
        ("data", place.data()),
        ("sms_path", place.path("sms.jsonl")),
    ] {
        flags = flags.with(name, path.to_str().unwrap()).unwrap();
    }
    flags = flags.with("sms_driver", "file").unwrap();
    let env = BTreeMap::new();
    let settings = Settings::load(Sources {
        file: None,
        env: &env,
        flags,
    })
    .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let outside = Outside {
            db: app::open_database(&settings).await.unwrap(),
            clock: Clock::System,
            vault: app::open_vault(&settings).unwrap(),
            sms: jitasa::server::sms::gateway(&settings).unwrap(),
            passwords: Passwords::weak(),
            is_demo: false,
        };
        let app = App::build(settings, outside).await.unwrap();
        let cx = Cx::system(app.clock.now());
        let mut kept = Vec::new();
        for columns in pictures {
            kept.push(actions::keep(&app, &cx, picture(*columns)).await.unwrap());
        }
        app.db.close().await;
        kept
    })
}

/// A picture as it goes over the line.
fn shown(served: &Served, path: &str) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        served.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).unwrap();
    let end = whole
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .unwrap();
    let status = String::from_utf8_lossy(&whole[9..12]).parse().unwrap();
    (status, whole[end + 4..].to_vec())
}

fn folder(place: &Place) -> Folder {
    Folder::new(place.data().join("files"))
}

fn copied(place: &Place, copy: &str) -> Folder {
    Folder::new(copies::beside(&place.path(copy)))
}

/// A copy carried to another place, photos and all.
fn carried(from: &Place, name: &str) -> Place {
    let elsewhere = Place::new();
    copy(&from.path(name), &elsewhere.path(name));
    let (source, target) = (copied(from, name), copied(&elsewhere, name));
    for id in source.all().unwrap() {
        copy(&source.path(id, Size::Large), &target.path(id, Size::Large));
    }
    copy(
        &from.data().join("secret.key"),
        &elsewhere.data().join("secret.key"),
    );
    elsewhere
}

fn spoil(path: PathBuf) {
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    // A new file: a second name of the old one must not be spoiled with it.
    std::fs::remove_file(&path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let known = |path: &Path| {
        std::fs::metadata(path)
            .map(|known| (known.dev(), known.ino()))
            .unwrap()
    };
    known(one) == known(other)
}

#[test]
fn photos_come_back_with_the_copy() {
    let place = Place::new();
    let kept = keeps(&place, &[1, 2, 3]);
    let served = place.serve();
    let made = place.run(&["backup", "one.sqlite"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert!(said(&made).contains("3 photos copied"), "{}", said(&made));
    let before = shown(&served, &kept[0].url());
    assert_eq!(before.0, 200);
    assert_eq!(served.stop(), Some(0));

    let elsewhere = carried(&place, "one.sqlite");
    let restored = elsewhere.run(&["restore", "one.sqlite"]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    assert!(
        said(&restored).contains("3 photos put back"),
        "{}",
        said(&restored)
    );
    let served = elsewhere.serve();
    assert_eq!(shown(&served, &kept[0].url()), before);
    for id in &kept {
        let (status, small) = shown(&served, &id.small_url());
        assert_eq!(status, 200);
        let small = image::load_from_memory(&small).unwrap();
        assert_eq!((small.width(), small.height()), (480, 320));
    }
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn a_second_copy_takes_no_room_for_what_the_first_holds() {
    let place = Place::new();
    let first = keeps(&place, &[1, 2]);
    assert_eq!(place.run(&["backup", "one.sqlite"]).status.code(), Some(0));
    let later = keeps(&place, &[3])[0];
    let made = place.run(&["backup", "two.sqlite"]);
    assert!(said(&made).contains("3 photos copied"), "{}", said(&made));
    let (one, two) = (copied(&place, "one.sqlite"), copied(&place, "two.sqlite"));
    assert_eq!((one.all().unwrap().len(), two.all().unwrap().len()), (2, 3));
    let path = |folder: &Folder, id| folder.path(id, Size::Large);
    #[cfg(unix)]
    for id in &first {
        assert!(is_same_file(&path(&one, *id), &path(&two, *id)));
        assert!(!is_same_file(&path(&one, *id), &path(&folder(&place), *id)));
    }
    // The first copy may go; the second stands alone.
    std::fs::remove_dir_all(one.root()).unwrap();
    let elsewhere = carried(&place, "two.sqlite");
    let restored = elsewhere.run(&["restore", "two.sqlite"]);
    assert!(
        said(&restored).contains("3 photos put back"),
        "{}",
        said(&restored)
    );
    assert!(path(&folder(&elsewhere), later).is_file());
}

#[test]
fn damage_is_told_and_mended_where_another_copy_is_whole() {
    let place = Place::new();
    let kept = keeps(&place, &[1, 2, 3, 4, 5]);
    let made = place.run(&["backup", "one.sqlite"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let live = |n: usize| folder(&place).path(kept[n], Size::Large);
    let first = |n: usize| copied(&place, "one.sqlite").path(kept[n], Size::Large);
    // Spoiled or lost on the disk; spoiled in the first copy; spoiled in both, lost in both.
    std::fs::remove_file(live(0)).unwrap();
    spoil(live(1));
    spoil(first(2));
    for path in [live(3), first(3)] {
        spoil(path);
    }
    for path in [live(4), first(4)] {
        std::fs::remove_file(path).unwrap();
    }
    let made = place.run(&["backup", "two.sqlite"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let told = said(&made);
    assert!(told.contains("3 photos copied"), "{told}");
    let damaged = format!("Damaged, left out: photo {}", kept[3]);
    assert!(told.contains(&damaged), "{told}");
    let missing = told.lines().find(|line| line.starts_with("Missing in"));
    let missing = missing.expect("what is lost is told");
    assert!(missing.ends_with(&kept[4].to_string()), "{told}");
    let unharmed = |id: &FileId| !told.contains(&id.to_string());
    assert!(kept[..3].iter().all(unharmed), "{told}");

    // What is spoiled on the way is not put back.
    let elsewhere = carried(&place, "two.sqlite");
    spoil(copied(&elsewhere, "two.sqlite").path(kept[1], Size::Large));
    let restored = elsewhere.run(&["restore", "two.sqlite"]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    let told = said(&restored);
    assert!(told.contains("2 photos put back"), "{told}");
    let damaged = format!("Damaged, left out: photo {}", kept[1]);
    assert!(told.contains(&damaged), "{told}");
    let mut back = folder(&elsewhere).all().unwrap();
    let mut expected = [kept[0], kept[2]];
    back.sort_unstable();
    expected.sort_unstable();
    assert_eq!(back, expected);
}
