//! The templates shipped for the four Thai gateways are read, are proper, and make the request
//! the gateway's documents ask for.

use crate::gateway::{Answer, LocalGateway, phone, send};
use sms::SmsConfig;

fn example(name: &str) -> SmsConfig {
    let path = format!("{}/examples/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_example_is_proper() {
    let folder = format!("{}/examples", env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let config: SmsConfig = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(config.check(), [], "{}", path.display());
        seen += 1;
    }
    assert_eq!(seen, 4);
}

/// The example with its address turned to a local server.
async fn sent_by(name: &str, answer: &str) -> (String, Result<sms::Sent, sms::SmsError>) {
    let mut local = LocalGateway::start(Answer::ok(answer)).await;
    let SmsConfig::Http(mut template) = example(name) else {
        panic!("an HTTP template")
    };
    let path = template.url.splitn(4, '/').nth(3).unwrap().to_owned();
    template.url = format!("{}/{path}", local.url);
    let result = send(&SmsConfig::Http(template), &phone(), "รหัส \"1\"").await;
    (local.request().await, result)
}

#[tokio::test]
async fn thaibulksms() {
    let taken = r#"{"remaining_credit":9,"phone_number_list":[{"number":"66812345678","message_id":"m1","used_credit":1}],"bad_phone_number_list":[]}"#;
    let (request, result) = sent_by("thaibulksms", taken).await;
    assert!(request.starts_with("POST /sms HTTP/1.1\r\n"), "{request}");
    // API_KEY:API_SECRET
    assert!(request.contains("QVBJX0tFWTpBUElfU0VDUkVU"), "{request}");
    assert!(request.ends_with(
        "{\"msisdn\":\"66812345678\",\"message\":\"รหัส \\\"1\\\"\",\"sender\":\"JITASA\",\"force\":\"corporate\"}"
    ), "{request}");
    assert_eq!(result.unwrap().reference.as_deref(), Some("m1"));

    let bad = r#"{"phone_number_list":[],"bad_phone_number_list":[{"number":"66812345678","message":"blocked"}]}"#;
    let (_, result) = sent_by("thaibulksms", bad).await;
    let err = result.unwrap_err().to_string();
    assert!(
        err.contains("blocked") && !err.contains("812345678"),
        "{err}"
    );
}

#[tokio::test]
async fn smsyouto() {
    let (request, result) = sent_by(
        "smsyouto",
        r#"{"status":200,"data":{"code":"000","messageid":"16994","status":"success"}}"#,
    )
    .await;
    assert!(
        request.starts_with("POST /api/bulk/send HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request
            .to_lowercase()
            .contains("authorization: bearer api_key"),
        "{request}"
    );
    assert!(request.contains(r#""phone":"0812345678""#), "{request}");
    assert_eq!(result.unwrap().reference.as_deref(), Some("16994"));

    let refused = r#"{"status":200,"message":"send successfully","data":{"code":"006","status":"failure","infomation":"Sender not allowed"}}"#;
    let (_, result) = sent_by("smsyouto", refused).await;
    assert!(
        result
            .unwrap_err()
            .to_string()
            .contains("Sender not allowed")
    );
}

#[tokio::test]
async fn deesmsx() {
    let (request, result) =
        sent_by("deesmsx", r#"{"error":"0","msg":"ACCEPTD","status":"200"}"#).await;
    assert!(
        request.contains(r#""secretKey":"SECRET_KEY","apiKey":"API_KEY","to":"66812345678""#),
        "{request}"
    );
    assert!(result.is_ok());
    let (_, result) = sent_by(
        "deesmsx",
        r#"{"code":"9","status":"500","msg":"Api Key or Secret Key Incorrect"}"#,
    )
    .await;
    assert!(matches!(result, Err(sms::SmsError::Refused { .. })));
}

#[tokio::test]
async fn smartsmsbulk() {
    let (request, result) = sent_by("smartsmsbulk", "{}").await;
    assert!(
        request.contains("\"chksum\":\"fb6bed876a78c48c897833305580951d\""),
        "{request}"
    );
    assert!(result.is_ok());
}
