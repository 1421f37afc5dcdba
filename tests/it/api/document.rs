//! The OpenAPI document: kept in `docs/api.json`, complete, and true of the router.

use db::on_both_engines;
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::TestApp;

fn document() -> Value {
    serde_json::from_str(jitasa::api::document::text()).expect("JSON")
}

/// Renewed by `RENEW=1 cargo test -p jitasa --test it api::document`.
#[test]
fn the_document_is_the_one_kept_in_docs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/api.json");
    let text = format!("{}\n", jitasa::api::document::text());
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(path, &text).expect("docs/api.json is written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/api.json is not what the program says; renew it with RENEW=1"
    );
}

#[test]
fn every_address_for_programs_is_described() {
    let routes = [
        include_str!("../../../src/routes.rs"),
        include_str!("../../../src/routes/programs.rs"),
    ]
    .concat();
    let document = document();
    let mut n = 0;
    for address in routes
        .split('"')
        .filter(|text| text.starts_with("/api/v1/"))
    {
        assert!(
            document["paths"][address].is_object(),
            "{address} is not in the document"
        );
        n += 1;
    }
    assert_eq!(n, document["paths"].as_object().unwrap().len());
}

#[test]
fn nothing_described_is_nameless() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(
        document["components"]["securitySchemes"]["bearer"]["scheme"],
        "bearer"
    );
    let mut names = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                names.insert(operation["operationId"].as_str().unwrap()),
                "{operation:#}"
            );
            let at = format!("{method} {path}");
            assert!(
                !operation["summary"].as_str().unwrap_or_default().is_empty(),
                "{at}"
            );
            assert!(operation["responses"]["default"].is_object(), "{at}");
        }
    }
    let text = document.to_string();
    for link in text.split("\"#/").skip(1) {
        let pointer = format!("/{}", link.split('"').next().unwrap());
        assert!(document.pointer(&pointer).is_some(), "nothing at {pointer}");
    }
    // Whatever is read is read strictly.
    for (path, item) in document["paths"].as_object().unwrap() {
        let schema = &item["post"]["requestBody"]["content"]["application/json"]["schema"];
        let links = schema.to_string();
        if let Some(name) = links.split("schemas/").nth(1) {
            let name = name.split('"').next().unwrap();
            let schema = &document["components"]["schemas"][name];
            assert_eq!(
                schema["additionalProperties"],
                json!(false),
                "{path}: {name}"
            );
        }
    }
}

on_both_engines! {
    async fn every_described_operation_is_there(app: TestApp) {
        let served = app.api(None).get("/api/v1/openapi.json").await;
        assert_eq!(served.is(200).json, document());
        for (path, item) in document()["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let api = app.api(None);
                let path = &path.replace("{id}", "01a1fcec-3160-70f0-82c0-e57584d24b78");
                let answer = match method.as_str() {
                    "get" => api.get(path).await,
                    "post" => api.post(path, json!({})).await,
                    "put" => api.put(path, json!({})).await,
                    "patch" => api.patch(path, json!({})).await,
                    _ => api.delete(path).await,
                };
                assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
                let status = answer.status.as_u16().to_string();
                let told = operation["responses"].get(&status).is_some();
                assert!(told, "{method} {path} answers {status}: {:#}", answer.json);
                if answer.status.is_client_error() {
                    answer.problem();
                }
            }
        }
    }
}
