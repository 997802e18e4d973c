//! The description of the interface: complete, and without loose ends.

use std::collections::BTreeSet;

use lictor_entitle::code::Code;
use lictor_office::http::openapi;
use lictor_office::http::route::Method;
use lictor_office::routes;
use serde_json::Value as Json;

use crate::office::both;

/// Every `$ref` of a document.
fn references(value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::Object(fields) => {
            if let Some(Json::String(reference)) = fields.get("$ref") {
                found.insert(reference.clone());
            }
            fields.values().for_each(|value| references(value, found));
        }
        Json::Array(values) => values.iter().for_each(|value| references(value, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

#[test]
fn every_route_is_described_once_and_every_reference_leads_somewhere() {
    let document = openapi::document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for route in routes::all() {
        let operation = &document["paths"][route.path][word(route.method)];
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{} is missing", route.path));
        assert!(ids.insert(id.to_owned()), "{id} twice: {:?} {}", route.method, route.path);
        assert_eq!(operation["summary"], route.summary, "{}", route.path);
        assert!(!operation["requestBody"].is_null() || route.body.is_none(), "{}", route.path);
        let declared: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let wanted: BTreeSet<&str> =
            route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        assert_eq!(declared, wanted, "{}", route.path);
    }
    let described: usize =
        document["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(described, routes::all().len());
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 10);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads outside"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[test]
fn every_code_of_a_refusal_is_listed() {
    let document = openapi::document();
    let listed: Vec<&str> = document["components"]["schemas"]["Code"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap())
        .collect();
    assert_eq!(listed, Code::all().map(Code::as_str).collect::<Vec<_>>());
}

#[test]
fn the_description_and_its_page_are_open_and_need_nothing_from_outside() {
    both(|office| {
        let open = |path: &str| office.call("GET", path, None, &[("authorization", "")]).expect(200);
        assert_eq!(open("/openapi.json").body, openapi::document());
        assert_eq!(open("/v1/openapi.json").body, openapi::document());
        let page = open("/docs");
        assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
        assert!(page.text.starts_with("<!doctype html><html lang=\"en\">"));
        for part in ["<script", "http://", "https://", "<link", "<img"] {
            assert!(!page.text.contains(part), "{part}");
        }
        for route in routes::all() {
            assert!(page.text.contains(&format!("<code>{}</code>", route.path)), "{}", route.path);
        }
        // Every link within the page leads somewhere.
        for target in page.text.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(page.text.contains(&format!("id=\"{target}\"")), "{target}");
        }
    });
}
