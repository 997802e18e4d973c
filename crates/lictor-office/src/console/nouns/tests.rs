//! The tables of the console against the interface: every path is a route, every field is one that the
//! route takes, every filter a column.

use schemars::SchemaGenerator;
use serde_json::{Value as Json, json};

use super::super::form::{Field, Form, Input, When};
use super::super::noun::{Noun, Takes};
use super::{SETTINGS_FORM, all};
use crate::http::route::{Method, Route};
use crate::routes;

fn route(method: Method, path: &str) -> Option<&'static Route> {
    routes::all().iter().find(|route| route.method == method && route.path == path)
}

/// The schema of a body, with its references in it.
fn schema(route: &Route) -> (Json, Json) {
    let mut generator = SchemaGenerator::default();
    let schema = route.body.map_or_else(|| json!({}), |body| json!(body(&mut generator)));
    let parts = json!(generator.definitions());
    (schema, parts)
}

/// The schema that a schema refers to, by any of the ways to do so.
fn resolve(schema: &Json, parts: &Json) -> Vec<Json> {
    let mut found = Vec::new();
    let mut open = vec![schema.clone()];
    while let Some(schema) = open.pop() {
        if let Some(name) = schema["$ref"].as_str() {
            open.push(parts[name.rsplit('/').next().unwrap()].clone());
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            open.extend(schema[key].as_array().cloned().unwrap_or_default());
        }
        found.push(schema);
    }
    found
}

/// What is wrong with a field: nothing if the schema has it.
fn check(path: &str, field: &Field, schema: &Json, parts: &Json) -> Option<String> {
    let mut level = resolve(schema, parts);
    for part in path.split('/') {
        let next: Vec<Json> = level
            .iter()
            .flat_map(|schema| {
                let named = schema["properties"].get(part).cloned();
                // An object that takes any name.
                let any = schema["additionalProperties"]
                    .is_object()
                    .then(|| schema["additionalProperties"].clone());
                named.or(any)
            })
            .flat_map(|schema| resolve(&schema, parts))
            .collect();
        if next.is_empty() {
            return Some(format!("no field {path}"));
        }
        level = next;
    }
    let Input::Rows(fields) = field.input else { return None };
    let items: Vec<Json> = level.iter().filter_map(|schema| schema.get("items").cloned()).collect();
    fields.iter().find_map(|inner| {
        let tried: Vec<Option<String>> =
            items.iter().map(|item| check(inner.path, inner, item, parts)).collect();
        tried.iter().all(Option::is_some).then(|| format!("no field {path}/{}", inner.path))
    })
}

fn problems(form: &Form) -> Vec<String> {
    let Some(route) = route(form.method, form.api) else {
        return vec![format!("{}: no route {:?} {}", form.name, form.method, form.api)];
    };
    let mut problems = Vec::new();
    if form.verify && !route.verify {
        problems.push(format!("{}: {} cannot be tried", form.name, form.api));
    }
    let (schema, parts) = schema(route);
    if route.body.is_some() {
        let wrong = form.fields.iter().filter_map(|field| check(field.path, field, &schema, &parts));
        problems.extend(wrong.map(|wrong| format!("{} {}: {wrong}", form.api, form.name)));
    } else if !form.fields.is_empty() {
        problems.push(format!("{} takes no body", form.api));
    }
    let required: Vec<&str> = resolve(&schema, &parts)
        .iter()
        .flat_map(|schema| schema["required"].as_array().cloned().unwrap_or_default())
        .filter_map(|name| name.as_str().map(|name| &*name.to_owned().leak()))
        .collect();
    // Of schemas with alternatives, each has its own required fields.
    let alternatives = resolve(&schema, &parts).iter().any(|schema| schema["oneOf"].is_array());
    for name in required {
        let given = form.fields.iter().any(|field| field.path.split('/').next() == Some(name));
        if form.method == Method::Post && !given && !alternatives {
            problems.push(format!("{} {}: {name} is required", form.api, form.name));
        }
    }
    problems
}

#[test]
fn every_form_asks_for_what_its_route_takes() {
    let forms = all().flat_map(|noun| noun.forms.iter().chain(noun.beginnings));
    let found: Vec<String> = forms.copied().chain([&SETTINGS_FORM]).flat_map(problems).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_noun_has_a_list_and_a_page_in_the_interface() {
    let mut missing = Vec::new();
    for noun in all() {
        let list = format!("/v1/{}", noun.api);
        if route(Method::Get, &list).is_none() {
            missing.push(list);
        }
        let page = if noun.path == "keys" {
            "/v1/keys/{number}".to_owned()
        } else {
            format!("/v1/{}/{{id}}", noun.api)
        };
        if noun.has_page && route(Method::Get, &page).is_none() {
            missing.push(page);
        }
        for path in noun.bulk.iter().map(|bulk| bulk.api) {
            if route(Method::Post, path).is_none() {
                missing.push(path.to_owned());
            }
        }
        for related in noun.related {
            assert!(super::find(related.noun).is_some(), "{}: no noun {}", noun.path, related.noun);
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_column_stands_in_the_record() {
    let mut missing = Vec::new();
    for noun in all() {
        let page = if noun.path == "keys" {
            "/v1/keys/{number}".to_owned()
        } else {
            format!("/v1/{}/{{id}}", noun.api)
        };
        let Some(answer) = route(Method::Get, &page).and_then(|route| route.answer) else { continue };
        let mut generator = SchemaGenerator::default();
        let schema = json!(answer(&mut generator));
        let parts = json!(generator.definitions());
        let lines = noun.facts.iter().flat_map(|facts| facts.lines).chain(noun.columns);
        for line in lines {
            // What is made of the whole record names no field.
            if matches!(line.kind, super::super::noun::Kind::Made(_)) || line.key == "exact" {
                continue;
            }
            let field = super::super::form::field("", "", Input::Line, "");
            if let Some(wrong) = check(line.key, &field, &schema, &parts) {
                missing.push(format!("{}: {wrong}", noun.path));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// The schemas at a path of a schema.
fn level(path: &str, schema: &Json, parts: &Json) -> Vec<Json> {
    path.split('/').fold(resolve(schema, parts), |level, part| {
        let next = level.iter().filter_map(|schema| schema["properties"].get(part).cloned());
        next.flat_map(|schema| resolve(&schema, parts)).collect()
    })
}

/// The words of the enumeration at a path of a schema, or in the list there; none if any text may stand
/// there.
fn enumeration(path: &str, schema: &Json, parts: &Json) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = level(path, schema, parts);
    while let Some(schema) = open.pop() {
        open.extend(schema.get("items").into_iter().flat_map(|items| resolve(items, parts)));
        let words = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
        found.extend(words.filter_map(|word| word.as_str().map(str::to_owned)));
    }
    found
}

/// What of some words is none of an enumeration; how many were held against one is counted.
fn strange(
    at: &str,
    words: impl IntoIterator<Item = &'static str>,
    known: &[String],
    held: &mut usize,
) -> Vec<String> {
    if known.is_empty() {
        return Vec::new();
    }
    *held += 1;
    let words = words.into_iter().filter(|word| !known.iter().any(|known| known == word));
    words.map(|word| format!("{at}: {word:?} is none of {known:?}")).collect()
}

fn strange_when(at: &str, when: When, record: &(Json, Json), held: &mut usize) -> Vec<String> {
    match when {
        When::Is(field, words) | When::Not(field, words) => {
            let known = enumeration(field, &record.0, &record.1);
            assert!(!known.is_empty(), "{at}: {field} is no enumeration of the record");
            strange(at, words.iter().copied(), &known, held)
        }
        When::All(parts) => parts.iter().flat_map(|part| strange_when(at, *part, record, held)).collect(),
        When::Always | When::Yes(_) | When::No(_) => Vec::new(),
    }
}

fn strange_fields(
    at: &str,
    fields: &'static [Field],
    body: &Json,
    parts: &Json,
    held: &mut usize,
) -> Vec<String> {
    let mut found = Vec::new();
    for field in fields {
        let at = format!("{at} {}", field.path);
        if let Input::OneOf(pairs) | Input::Ticks(pairs) = field.input {
            let words = pairs.iter().map(|(value, _)| *value);
            let preset = field.preset.split('\n').filter(|word| !word.is_empty());
            let known = enumeration(field.path, body, parts);
            found.extend(strange(&at, words.chain(preset), &known, held));
        }
        if let Input::Rows(inner) = field.input {
            let items = level(field.path, body, parts);
            let items = items.iter().filter_map(|schema| schema.get("items"));
            let items: Vec<Json> = items.flat_map(|items| resolve(items, parts)).collect();
            for item in &items {
                found.extend(strange_fields(&at, inner, item, parts, held));
            }
        }
    }
    found
}

/// The words of a filter against those that its field may have.
fn strange_filters(noun: &Noun, record: &(Json, Json), held: &mut usize) -> Vec<String> {
    let mut found = Vec::new();
    for filter in noun.filters {
        let field = filter.key.trim_start_matches("filter[").split(']').next().unwrap_or_default();
        let field = if field == "sync" { "sync_status" } else { field };
        let words: Vec<&'static str> = match filter.takes {
            Takes::OneOf(words) => words.to_vec(),
            Takes::Named(pairs) => pairs.iter().map(|(value, _)| *value).collect(),
            Takes::Record(_) | Takes::Day | Takes::Text => continue,
        };
        let at = format!("{} {}", noun.path, filter.key);
        found.extend(strange(&at, words, &enumeration(field, &record.0, &record.1), held));
    }
    found
}

/// The schema of a noun's record.
fn record(noun: &Noun) -> Option<(Json, Json)> {
    let page = match noun.path {
        "keys" => "/v1/keys/{number}".to_owned(),
        _ => format!("/v1/{}/{{id}}", noun.api),
    };
    let answer = route(Method::Get, &page).and_then(|route| route.answer)?;
    let mut generator = SchemaGenerator::default();
    let schema = json!(answer(&mut generator));
    Some((schema, json!(generator.definitions())))
}

#[test]
fn every_word_that_is_offered_or_compared_is_one_of_its_field() {
    let (mut found, mut held) = (Vec::new(), 0);
    for noun in all() {
        let record = record(noun);
        if let Some(record) = &record {
            found.extend(strange_filters(noun, record, &mut held));
        }
        for form in noun.forms.iter().chain(noun.beginnings) {
            let at = format!("{} {}", noun.path, form.name);
            match &record {
                Some(record) => found.extend(strange_when(&at, form.when, record, &mut held)),
                None => assert!(matches!(form.when, When::Always), "{at}"),
            }
            let Some(route) = route(form.method, form.api) else { continue };
            let (body, parts) = schema(route);
            found.extend(strange_fields(&at, form.fields, &body, &parts, &mut held));
        }
    }
    assert_eq!(found, Vec::<String>::new());
    assert!(held > 70, "only {held} fields were held against their words");
}
