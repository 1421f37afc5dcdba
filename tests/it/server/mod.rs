//! The binary as an operator runs it: commands, start, stop, power cut, backup. On the embedded
//! database; what differs on PostgreSQL is below the surface and tested there.

mod photos;
mod product;
mod supplies;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;

use serde_json::{Value, json};

use product::{Place, answer, copy, said, send, until};

const PASSWORD: &str = "นาข้าว-ริมน้ำ-47";
const PHONE: &str = "0812340001";

fn request() -> Value {
    json!({
        "incident": "COV", "kind": "goods", "subdistrict": "570902",
        "landmark": "หลังคาสีแดง หลังวัด", "headcount": 3, "extra": { "items": ["food"] },
    })
}

/// The same in a course.
fn practised() -> Value {
    let mut request = request();
    request["incident"] = "FLD".into();
    request
}

#[test]
fn it_listens_answers_and_stops() {
    let place = Place::new();
    let served = place.serve();
    assert_eq!(served.get("/healthz", None).0, 200);
    assert_eq!(served.get("/metrics", None).0, 200);
    assert_eq!(served.get("/assets/unknown", None).0, 404);
    assert_eq!(served.get("/robots.txt", None).0, 200);
    assert_eq!(served.get("/", None).0, 200);
    let locked = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(locked.status.code(), Some(1));
    assert!(
        said(&locked).contains("another process works on it"),
        "{}",
        said(&locked)
    );
    let taken = Place::new().run(&["serve", "--listen", &served.address]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(
        said(&taken).contains("cannot listen on"),
        "{}",
        said(&taken)
    );
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn counters_with_a_token_are_for_its_holder() {
    let place = Place::new();
    std::fs::write(
        place.path("jitasa.toml"),
        "metrics_token = \"a token of some length\"\n",
    )
    .unwrap();
    let served = place.serve_with(&["--config", "jitasa.toml"]);
    assert_eq!(served.get("/metrics", None).0, 404);
    assert_eq!(
        served.get("/metrics", Some("a token of some length")).0,
        200
    );
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn a_request_that_is_open_when_the_program_is_stopped_is_answered() {
    let place = Place::new();
    let made = place.make_admin("malee", PHONE, PASSWORD);
    assert!(made.status.success(), "{}", said(&made));
    let served = place.serve();
    let body = json!({ "username": "malee", "password": PASSWORD }).to_string();
    let (first, rest) = body.split_at(body.find(',').unwrap());

    let mut slow = TcpStream::connect(&served.address).unwrap();
    let head = format!(
        "POST /api/v1/sessions HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        served.address,
        body.len()
    );
    slow.write_all(head.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    slow.read_exact(&mut go_on).unwrap();
    assert!(
        go_on.starts_with(b"HTTP/1.1 100"),
        "{}",
        String::from_utf8_lossy(&go_on)
    );
    slow.write_all(first.as_bytes()).unwrap();

    served.ask_to_stop();
    until("takes nobody new", || {
        TcpStream::connect(&served.address).is_err()
    });
    slow.write_all(rest.as_bytes()).unwrap();
    let (status, answered) = answer(&mut slow).unwrap();
    assert_eq!(status, 200, "{answered}");
    assert!(answered["token"].is_string(), "{answered}");
    assert_eq!(served.end(), Some(0));
}

/// What was acknowledged before the cut: each send's key and the reference it got.
fn acknowledge(served: &product::Served, token: &str, enough: usize) -> Vec<(String, String)> {
    let done: Mutex<Vec<(String, String)>> = Mutex::default();
    std::thread::scope(|scope| {
        for sender in 0..4 {
            let (done, address) = (&done, &served.address);
            scope.spawn(move || {
                for n in 0.. {
                    let key = format!("phone-{sender}-{n}");
                    let headers = [("idempotency-key", key.as_str())];
                    let path = "/api/v1/help-requests";
                    let sent = send(
                        address,
                        "POST",
                        path,
                        Some(token),
                        &headers,
                        Some(&request()),
                    );
                    // The program is gone.
                    let Ok((status, asked)) = sent else { return };
                    assert_eq!(status, 201, "{asked}");
                    let reference = asked["reference"].as_str().expect("as asked").to_owned();
                    done.lock().expect("as asked").push((key, reference));
                }
            });
        }
        until("has acknowledged enough", || {
            done.lock().expect("as asked").len() >= enough
        });
        served.cut();
    });
    done.into_inner().expect("as asked")
}

#[test]
fn what_was_acknowledged_before_a_power_cut_is_there_once() {
    let place = Place::new();
    let served = place.serve();
    let token = served.token_of(&place, PHONE);
    let done = acknowledge(&served, &token, 60);
    assert_eq!(served.end(), None);

    let served = place.serve();
    for (key, reference) in &done {
        let path = format!("/api/v1/help-requests/{reference}");
        assert_eq!(
            served.get(&path, Some(&token)).0,
            200,
            "{reference} is gone"
        );
        let headers = [("idempotency-key", key.as_str())];
        let path = "/api/v1/help-requests";
        let again = send(
            &served.address,
            "POST",
            path,
            Some(&token),
            &headers,
            Some(&request()),
        )
        .unwrap();
        assert_eq!(
            again.1["reference"].as_str(),
            Some(reference.as_str()),
            "{}",
            again.1
        );
    }
    let mut references: Vec<&String> = done.iter().map(|(_, reference)| reference).collect();
    references.sort();
    references.dedup();
    assert_eq!(references.len(), done.len());
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn wrong_settings_are_told_with_their_places() {
    let place = Place::new();
    let right = place.run(&["check-config"]);
    assert_eq!(right.status.code(), Some(0), "{}", said(&right));
    assert!(
        said(&right).contains("Nothing is wrong"),
        "{}",
        said(&right)
    );

    std::fs::write(
        place.path("jitasa.toml"),
        "otp_digits = 9\nlisten_on = \"x\"\n",
    )
    .unwrap();
    let wrong = place
        .command(&[
            "check-config",
            "--config",
            "jitasa.toml",
            "--workers",
            "none",
        ])
        .env("JITASA_LISTEN", "nowhere")
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    for place in [
        "jitasa.toml:1",
        "jitasa.toml:2",
        "JITASA_LISTEN",
        "--workers",
    ] {
        assert!(said(&wrong).contains(place), "{place}: {}", said(&wrong));
    }

    std::fs::write(
        place.path("sms.toml"),
        "driver = \"http\"\nurl = \"http://gate.example\"\n",
    )
    .unwrap();
    std::fs::write(place.path("cert.pem"), "no certificate").unwrap();
    let wrong = place
        .command(&[
            "check-config",
            "--tls-cert",
            "cert.pem",
            "--tls-key",
            "cert.pem",
        ])
        .args(["--sms-driver", "http", "--sms-config", "sms.toml"])
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
    assert!(said(&wrong).contains("sms.toml") && said(&wrong).contains("cert.pem"));
}

#[test]
fn the_first_admin_is_made_before_and_others_beside_a_program_that_serves() {
    let place = Place::new();
    let weak = place.make_admin("malee", PHONE, "12345678");
    assert_eq!(weak.status.code(), Some(2), "{}", said(&weak));
    let made = place.make_admin("malee", PHONE, PASSWORD);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert!(!said(&made).contains(PASSWORD));
    let twice = place.make_admin("malee", "0812340002", PASSWORD);
    assert_eq!(twice.status.code(), Some(1), "{}", said(&twice));

    let served = place.serve();
    let beside = place.make_admin("somsak", "0812340002", PASSWORD);
    assert_eq!(beside.status.code(), Some(0), "{}", said(&beside));
    for username in ["malee", "somsak"] {
        let known = json!({ "username": username, "password": PASSWORD });
        let (status, signed) = served.post("/api/v1/sessions", None, &known);
        assert_eq!(status, 200, "{signed}");
        let incident = json!({
            "prefix": "FLD", "preset": "flood", "areas": ["57"], "practice": true, "otp_required": false,
            "starts_on": "2026-11-21", "names": { "th": "ฝึกซ้อม", "en": "Drill" },
        });
        let token = signed["token"].as_str();
        if username == "malee" {
            let (status, opened) = served.post("/api/v1/incidents", token, &incident);
            assert_eq!(status, 201, "{opened}");
            let (status, asked) = served.post("/api/v1/help-requests", None, &practised());
            assert_eq!(status, 201, "{asked}");
        }
    }

    let real = place.run(&["practice", "remove", "COV"]);
    assert_eq!(real.status.code(), Some(1));
    assert!(said(&real).contains("no practice"), "{}", said(&real));
    let removed = place.run(&["practice", "remove", "fld"]);
    assert_eq!(removed.status.code(), Some(0), "{}", said(&removed));
    assert!(said(&removed).contains("1 requests"), "{}", said(&removed));
    let again = place.run(&["practice", "remove", "fld"]);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn a_copy_taken_while_serving_is_restored_elsewhere() {
    let place = Place::new();
    let nothing = place.run(&["backup", "copy.sqlite"]);
    assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
    let served = place.serve();
    let token = served.token_of(&place, PHONE);
    let (status, asked) = served.post("/api/v1/help-requests", Some(&token), &request());
    assert_eq!(status, 201, "{asked}");
    let copied = place.run(&["backup", "copy.sqlite"]);
    assert_eq!(copied.status.code(), Some(0), "{}", said(&copied));
    let busy = place.run(&["restore", "copy.sqlite"]);
    assert_eq!(busy.status.code(), Some(1), "{}", said(&busy));
    assert!(said(&busy).contains("another process"), "{}", said(&busy));
    assert_eq!(served.stop(), Some(0));
    let epoch = place.epoch();

    let elsewhere = Place::new();
    copy(&place.path("copy.sqlite"), &elsewhere.path("copy.sqlite"));
    let restored = elsewhere.run(&["restore", "copy.sqlite"]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    assert!(
        said(&restored).contains("secret.key"),
        "{}",
        said(&restored)
    );
    let keyless = elsewhere.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(keyless.status.code(), Some(1), "{}", said(&keyless));
    copy(
        &place.data().join("secret.key"),
        &elsewhere.data().join("secret.key"),
    );
    let served = elsewhere.serve();
    let path = format!(
        "/api/v1/help-requests/{}",
        asked["reference"].as_str().unwrap()
    );
    let (status, seen) = served.get(&path, Some(&token));
    assert_eq!(
        (status, seen["state"].as_str()),
        (200, Some("waiting")),
        "{seen}"
    );
    assert_eq!(served.stop(), Some(0));
    assert_ne!(elsewhere.epoch(), epoch, "what came after the copy is gone");
}
