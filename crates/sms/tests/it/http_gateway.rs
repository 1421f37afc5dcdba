//! The HTTP driver against a real server on this machine.

use crate::gateway::{Answer, LocalGateway, now, phone, send};
use sms::{SmsConfig, SmsError, SmsGateway};
use std::time::Duration;

const CODE: &str = "JITASA รหัส OTP 602512 หมดอายุใน 5 นาที (อ้างอิง 6887) ห้ามบอกใคร";

fn config(url: &str) -> SmsConfig {
    toml::from_str(&format!(
        r#"
        driver = "http"
        url = "{url}/send/{{secret:PATH_KEY_url}}?to={{to_url}}"
        body = '{{"text":"{{text_json}}"}}'
        timeout_seconds = 1
        reference = "id"
        [headers]
        Content-Type = "application/json"
        [[success.json]]
        path = "ok"
        equals = true
        "#
    ))
    .unwrap()
}

/// Sends one message to a server that behaves so, and looks that no error tells a secret.
async fn sent(answer: Answer) -> Result<sms::Sent, SmsError> {
    let local = LocalGateway::start(answer).await;
    let result = send(&config(&local.url), &phone(), CODE).await;
    if let Err(err) = &result {
        let told = format!("{err} {err:?}");
        for private in ["812345678", "602512", "รหัส", "PATH_KEY"] {
            assert!(!told.contains(private), "{private} is told: {told}");
        }
    }
    result
}

#[tokio::test]
async fn a_message_taken_gives_the_gateways_reference() {
    let mut local = LocalGateway::start(Answer::ok(r#"{"ok":true,"id":17}"#)).await;
    let result = send(&config(&local.url), &phone(), CODE).await.unwrap();
    assert_eq!(result.reference.as_deref(), Some("17"));
    let request = local.request().await;
    assert!(
        request.starts_with("POST /send/PATH_KEY?to=%2B66812345678 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with(&format!("{{\"text\":\"{CODE}\"}}")),
        "{request}"
    );
}

#[tokio::test]
async fn a_text_of_any_letters_arrives_whole() {
    let text = "\"quoted\" back\\slash\nline {to} {secret:PATH_KEY} 😀 ကခဂ";
    let mut local = LocalGateway::start(Answer::ok(r#"{"ok":true}"#)).await;
    send(&config(&local.url), &phone(), text).await.unwrap();
    let request = local.request().await;
    let body: serde_json::Value =
        serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(body["text"], text);
}

#[tokio::test]
async fn a_no_is_a_refusal_with_the_gateways_words() {
    for (answer, status, words) in [
        (
            Answer::says(
                "400 Bad Request",
                r#"{"error":{"code":1001,"description":"no credit"}}"#,
            ),
            400,
            "no credit",
        ),
        (
            Answer::says("401 Unauthorized", "bad key PATH_KEY"),
            401,
            "bad key",
        ),
        (Answer::says("402 Payment Required", ""), 402, ""),
        (
            Answer::ok(r#"{"ok":false,"why":"sender unknown"}"#),
            200,
            "sender unknown",
        ),
        (
            Answer::ok(&format!(
                r#"{{"ok":false,"to":"66812345678","echo":"{CODE}"}}"#
            )),
            200,
            "echo",
        ),
        (
            Answer::ok(r#"{"ok":false,"why":"602512 is not allowed"}"#),
            200,
            "is not allowed",
        ),
        (Answer::ok("{}"), 200, "{}"),
        (Answer::ok("[1]"), 200, "[1]"),
    ] {
        match sent(answer).await {
            Err(SmsError::Refused {
                status: said_status,
                said,
            }) => {
                assert_eq!(said_status, status, "{words}");
                assert!(said.contains(words), "{said:?}");
            }
            other => panic!("{words}: {other:?}"),
        }
    }
    let err = sent(Answer::says("400 Bad Request", r#"{"code":1001}"#))
        .await
        .unwrap_err();
    assert!(
        err.to_string().contains("1001"),
        "the gateway's own error number stays: {err}"
    );
    assert!(!err.is_worth_retrying());
}

#[tokio::test]
async fn trouble_and_nonsense_are_worth_another_try() {
    for answer in [
        Answer::says("500 Internal Server Error", "boom"),
        Answer::says("503 Service Unavailable", ""),
        Answer::says("429 Too Many Requests", ""),
        Answer::ok("<html>we are in repair</html>"),
        Answer::ok(""),
        Answer::HangsUp,
        Answer::HangsUpInBody,
        Answer::Noise,
    ] {
        let err = sent(answer).await.unwrap_err();
        assert!(matches!(err, SmsError::Unavailable { .. }), "{err:?}");
        assert!(err.is_worth_retrying());
    }
}

#[tokio::test]
async fn a_gateway_that_is_slow_is_not_waited_for() {
    for answer in [Answer::Silence, Answer::HeadOnly] {
        let err = sent(answer).await.unwrap_err();
        assert_eq!(
            err,
            SmsError::TimedOut {
                after: Duration::from_secs(1)
            }
        );
        assert!(err.is_worth_retrying());
    }
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_unavailable() {
    // A port that was free a moment ago, and is again.
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let err = send(&config(&format!("http://127.0.0.1:{port}")), &phone(), CODE)
        .await
        .unwrap_err();
    assert!(
        matches!(&err, SmsError::Unavailable { why } if !why.contains("812345678")),
        "{err:?}"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let mut elsewhere = LocalGateway::start(Answer::ok(r#"{"ok":true}"#)).await;
    let headers = format!("Location: {}/stolen\r\n", elsewhere.url);
    let answer = Answer::Says {
        status: "307 Temporary Redirect",
        headers,
        body: String::new(),
    };
    let err = sent(answer).await.unwrap_err();
    assert!(
        matches!(err, SmsError::Refused { status: 307, .. }),
        "{err:?}"
    );
    assert!(!elsewhere.was_asked_again());
}

#[tokio::test]
async fn an_endless_answer_is_read_to_a_limit() {
    // What is beyond the limit is missing, so this is no JSON any more.
    let answer = format!("{{\"ok\":true,\"more\":\"{}\"}}", "x".repeat(5_000_000));
    let err = sent(Answer::ok(&answer)).await.unwrap_err();
    assert!(matches!(err, SmsError::Unavailable { .. }), "{err:?}");
}

#[tokio::test]
async fn words_in_the_body_and_the_status_may_be_the_test_and_forms_may_be_sent() {
    let config = |url: &str| -> SmsConfig {
        toml::from_str(&format!(
            r#"
            driver = "http"
            method = "PUT"
            url = "{url}/"
            sender = "จิตอาสา"
            body = "to={{to_local}}&from={{sender_url}}&text={{text_url}}"
            [headers]
            Content-Type = "application/x-www-form-urlencoded"
            [success]
            status = "201"
            body_contains = "OK"
            "#
        ))
        .unwrap()
    };
    let mut local = LocalGateway::start(Answer::says("201 Created", "OK 5")).await;
    send(&config(&local.url), &phone(), "a b&c").await.unwrap();
    let request = local.request().await;
    assert!(request.starts_with("PUT / "), "{request}");
    assert!(request.ends_with("to=0812345678&from=%E0%B8%88%E0%B8%B4%E0%B8%95%E0%B8%AD%E0%B8%B2%E0%B8%AA%E0%B8%B2&text=a%20b%26c"), "{request}");
    for answer in [
        Answer::says("201 Created", "NO"),
        Answer::says("200 OK", "OK"),
    ] {
        let local = LocalGateway::start(answer).await;
        let err = send(&config(&local.url), &phone(), "a").await.unwrap_err();
        assert!(matches!(err, SmsError::Refused { .. }), "{err:?}");
    }
}

#[tokio::test]
async fn many_messages_at_once_each_get_their_own_answer() {
    let local = LocalGateway::start(Answer::ok(r#"{"ok":true}"#)).await;
    let gateway = SmsGateway::build(&config(&local.url), |name| Some(name.to_owned())).unwrap();
    let gateway = std::sync::Arc::new(gateway);
    let sends: Vec<_> = (0..50)
        .map(|_| {
            let gateway = gateway.clone();
            tokio::spawn(async move { gateway.send(&phone(), CODE, now()).await })
        })
        .collect();
    for send in sends {
        send.await.unwrap().unwrap();
    }
}

#[test]
fn an_https_client_can_be_built() {
    let config: SmsConfig = toml::from_str(
        r#"
        driver = "http"
        url = "https://gateway.invalid/?to={to_url}&text={text_url}"
        "#,
    )
    .unwrap();
    let gateway = SmsGateway::build(&config, |_| None).unwrap();
    assert_eq!(
        format!("{gateway:?}"),
        "Http(HttpGateway { method: POST, .. })"
    );
}

#[tokio::test]
async fn an_https_address_is_met_with_tls_and_never_in_the_clear() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let first_bytes = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = [0; 2];
        tokio::io::AsyncReadExt::read_exact(&mut stream, &mut bytes)
            .await
            .unwrap();
        bytes
    });
    let err = send(&config(&url), &phone(), CODE).await.unwrap_err();
    assert!(matches!(err, SmsError::Unavailable { .. }), "{err:?}");
    // A TLS record that holds a handshake, version 3.x.
    assert_eq!(first_bytes.await.unwrap(), [0x16, 0x03]);
}
