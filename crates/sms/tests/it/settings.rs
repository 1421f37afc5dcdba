//! What is wrong with the settings is told with its place; the file driver keeps whole lines.

use crate::gateway::{now, phone};
use sms::{SmsConfig, SmsGateway, last_in_file};
use std::collections::HashSet;

#[test]
fn every_fault_is_named_with_its_place() {
    for (toml, at, why) in [
        (r#"url = "https://g.example/{to_url}{text_url}""#, "", ""),
        (
            r#"url = "http://127.0.0.1:8080/{to_url}{text_url}""#,
            "",
            "",
        ),
        (r#"url = "http://localhost/{to_url}{text_url}""#, "", ""),
        (r#"url = "http://[::1]:9/{to_url}{text_url}""#, "", ""),
        (
            "url = \"http://192.168.1.5/{to_url}{text_url}\"\nallow_plain_http = true",
            "",
            "",
        ),
        (
            r#"url = "http://192.168.1.5/{to_url}{text_url}""#,
            "url",
            "allow_plain_http",
        ),
        (
            r#"url = "http://localhost.evil.example/{to_url}{text_url}""#,
            "url",
            "allow_plain_http",
        ),
        (
            r#"url = "ftp://g.example/{to_url}{text_url}""#,
            "url",
            "https://",
        ),
        (
            r#"url = "https:///g.example/{to_url}{text_url}""#,
            "url",
            "https://",
        ),
        (r#"url = "g.example/{to_url}{text_url}""#, "url", "https://"),
        (
            r#"url = "https://{sender_url}/{to_url}{text_url}""#,
            "url",
            "host",
        ),
        (
            r#"url = "https://key@g.example/{to_url}{text_url}""#,
            "url",
            "basic_auth",
        ),
        (
            r#"url = "https://g.example/{to_url}{txt}{text_url}""#,
            "url",
            "{txt} is no placeholder",
        ),
        (r#"url = "https://g.example/{to}{text_url}""#, "url", "_url"),
        (r#"url = "https://g.example/{to_url}""#, "body", "text"),
        (r#"url = "https://g.example/{text_url}""#, "body", "number"),
        (
            r#"url = "https://g.example/{to_url}{text_url}{checksum}""#,
            "checksum",
            "not what it is of",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\nchecksum = \"{checksum}\"",
            "checksum",
            "itself",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\ntimeout_seconds = 0",
            "timeout_seconds",
            "1 to 120",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\nmethod = \"GET\"\nbody = \"x\"",
            "body",
            "GET",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\nreference = \"a..b\"",
            "reference",
            "path",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\n[success]\nstatus = \"ok\"",
            "success.status",
            "status",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\n[success]\nstatus = \"299-200\"",
            "success.status",
            "status",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\n[success]\nbody_contains = \"\"",
            "success.body_contains",
            "every",
        ),
        (
            "url = \"https://g.example/{to_url}{text_url}\"\n[headers]\nX-Text = \"{text}\"",
            "headers.X-Text",
            "header",
        ),
        (
            "url = \"https://g.example/{to_url}\"\nbody = '{\"t\":\"{text}\"}'\n[headers]\ncontent-type = \"application/json\"",
            "body",
            "_json",
        ),
    ] {
        let config: SmsConfig = toml::from_str(&format!("driver = \"http\"\n{toml}")).unwrap();
        let faults = config.check();
        if at.is_empty() {
            assert_eq!(faults, [], "{toml}");
        } else {
            let found = faults
                .iter()
                .any(|fault| fault.at == at && fault.why.contains(why));
            assert!(found, "{toml}: {faults:?}");
            assert!(SmsGateway::build(&config, |_| Some("x".into())).is_err());
        }
    }
}

#[test]
fn unknown_settings_and_drivers_are_refused() {
    for toml in [
        "driver = \"carrier_pigeon\"",
        "driver = \"file\"",
        "driver = \"http\"",
        "driver = \"file\"\npath = \"x\"\ncolour = 1",
        "driver = \"http\"\nurl = \"https://g.example\"\ncolour = 1",
        "path = \"x\"",
    ] {
        assert!(toml::from_str::<SmsConfig>(toml).is_err(), "{toml}");
    }
    let console: SmsConfig = toml::from_str("driver = \"console\"").unwrap();
    assert_eq!(console.check(), []);
}

#[test]
fn secrets_without_a_value_are_all_named() {
    let config: SmsConfig = toml::from_str(
        r#"
        driver = "http"
        url = "https://g.example/{secret:ONE_url}{to_url}{text_url}"
        [headers]
        X-Two = "{secret:TWO}"
        "not a name" = "x"
        "#,
    )
    .unwrap();
    let faults = SmsGateway::build(&config, |_| None).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "url: the secret ONE has no value",
            "headers.X-Two: the secret TWO has no value",
            "headers: \"not a name\" is no name of a header",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_file_driver_keeps_one_object_a_line_even_in_a_crowd() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sms.jsonl");
    assert!(last_in_file(&path).unwrap().is_none());
    let config: SmsConfig = toml::from_str(&format!(
        "driver = \"file\"\npath = {:?}",
        path.display().to_string()
    ))
    .unwrap();
    let gateway = std::sync::Arc::new(SmsGateway::build(&config, |_| None).unwrap());
    let sends: Vec<_> = (0..200)
        .map(|n| {
            let gateway = gateway.clone();
            tokio::spawn(async move {
                gateway.send(&phone(), &format!("รหัส\n{n}"), now()).await
            })
        })
        .collect();
    for send in sends {
        send.await.unwrap().unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    let mut texts = HashSet::new();
    for line in written.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["to"], "+66812345678");
        assert_eq!(line["at"], "2026-01-02T03:04:05Z");
        texts.insert(line["text"].as_str().unwrap().to_owned());
    }
    assert_eq!(texts.len(), 200);

    gateway.send(&phone(), "last", now()).await.unwrap();
    assert_eq!(last_in_file(&path).unwrap().unwrap().text, "last");
}

#[test]
fn a_file_that_cannot_be_written_is_told_at_the_start() {
    let config: SmsConfig =
        toml::from_str("driver = \"file\"\npath = \"/nowhere/at/all/sms.jsonl\"").unwrap();
    let faults = SmsGateway::build(&config, |_| None).unwrap_err();
    assert_eq!(faults[0].at, "path");
    assert!(faults[0].why.contains("/nowhere/at/all"), "{}", faults[0]);
}

#[tokio::test]
async fn the_console_takes_every_message() {
    let gateway = SmsGateway::build(&SmsConfig::Console, |_| None).unwrap();
    assert!(gateway.send(&phone(), "ทดสอบ", now()).await.is_ok());
}
