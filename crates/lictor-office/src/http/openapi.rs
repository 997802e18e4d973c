//! The description of the interface as OpenAPI 3.1, made from the routes themselves.

use std::collections::BTreeMap;

use lictor_entitle::code::Code;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value as Json, json};

use super::VERSION;
use super::route::{Access, Method, Route};
use super::shape;
use crate::routes;

/// The document of every route of this program.
#[must_use]
pub fn document() -> Json {
    describe(routes::all())
}

/// The document of some routes.
#[must_use]
pub fn describe(routes: &[Route]) -> Json {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for route in routes {
        let method = method(route.method).to_lowercase();
        paths.entry(route.path).or_default().insert(method, operation(route, &mut generator));
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Code".to_owned(), codes());
    schemas.insert("Errors".to_owned(), errors());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lictor back office",
            "version": VERSION,
            "description": "Issue, deliver, upgrade, renew and synchronize licenses. How to call it, \
                page, repeat and try requests is told in docs/office-api.md. Every answer carries \
                Lictor-Version with the date of the interface.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "tags": tags(routes),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": parameters(),
            "headers": headers(),
            "responses": { "Refused": refused() },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token of POST /v1/tokens." },
            },
        },
    })
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// The collection that a route belongs to.
fn tag(route: &Route) -> &'static str {
    let path = route.path.strip_prefix("/v1").unwrap_or(route.path).trim_start_matches('/');
    path.split('/').next().unwrap_or(path)
}

fn tags(routes: &[Route]) -> Vec<Json> {
    let mut seen: Vec<&str> = Vec::new();
    for route in routes {
        if !seen.contains(&tag(route)) {
            seen.push(tag(route));
        }
    }
    seen.into_iter().map(|name| json!({ "name": name })).collect()
}

/// A name of the operation that no other has: the method and the path, with words joined in camel case.
fn operation_id(route: &Route) -> String {
    let mut id = method(route.method).to_lowercase();
    for part in route.path.split('/').filter(|part| !part.is_empty()) {
        id.push('_');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => id = id + "by_" + name,
            None => camel(&mut id, part),
        }
    }
    id
}

fn camel(id: &mut String, part: &str) {
    for (at, word) in part.split(['-', '.']).enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if at > 0 => id.extend(first.to_uppercase()),
            first => id.extend(first),
        }
        id.push_str(letters.as_str());
    }
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Json {
    let right = match route.access {
        Access::Open => "Open to everybody.".to_owned(),
        Access::Token => "For every token.".to_owned(),
        Access::Right(right) => format!("Needs the right `{right}`."),
    };
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "description": right,
        "tags": [tag(route)],
        "parameters": used(route),
        "responses": responses(route, generator),
    });
    let Some(fields) = operation.as_object_mut() else { return operation };
    if route.access == Access::Open {
        fields.insert("security".to_owned(), json!([]));
    }
    if let Access::Right(right) = route.access {
        fields.insert("x-right".to_owned(), json!(right.as_str()));
    }
    if let Some(body) = route.body {
        let schema = plain(body(generator));
        fields.insert(
            "requestBody".to_owned(),
            json!({ "content": { "application/json": { "schema": schema } } }),
        );
    }
    operation
}

fn plain(schema: Schema) -> Json {
    schema.to_value()
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Json {
    let shared = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let mut headers = json!({
        "X-Request-Id": shared("RequestId"),
        "Lictor-Version": shared("Version"),
        "RateLimit-Limit": shared("RateLimit"),
        "RateLimit-Remaining": shared("RateRemaining"),
        "ETag": shared("ETag"),
    });
    if route.method == Method::Post {
        headers["Idempotency-Replayed"] = shared("Replayed");
        headers["Location"] = shared("Location");
    }
    let mut success = json!({ "description": "Done.", "headers": headers });
    if let Some(answer) = route.answer {
        let schema = plain(answer(generator));
        let schema = if route.paged || route.whole { page(&schema) } else { schema };
        success["content"] = json!({ "application/json": { "schema": schema } });
        for format in if route.paged { route.formats } else { &[] } {
            let media = if *format == "csv" { "text/csv" } else { "application/jsonl" };
            success["content"][media] = json!({ "schema": { "type": "string" } });
        }
    }
    // What is made answers 201, what goes on 202, what is gone 204.
    let status = if route.method == Method::Get { "200" } else { "2XX" };
    let refused = json!({ "$ref": "#/components/responses/Refused" });
    json!({ status: success, "4XX": refused, "5XX": refused })
}

fn page(of: &Json) -> Json {
    json!({
        "type": "object",
        "required": ["data", "next", "meta"],
        "properties": {
            "data": { "type": "array", "items": of },
            "next": { "type": ["string", "null"], "description": "Cursor for page[after]; null on the last page." },
            "meta": {
                "type": "object",
                "properties": { "total": { "type": "integer", "description": "With total=true." } },
            },
        },
    })
}

/// Parameters of a route: those of its path, and references to the shared ones.
fn used(route: &Route) -> Vec<Json> {
    let mut used: Vec<Json> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')))
        .map(|name| {
            let text = "Id, or a name that is unique among its kind.";
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" }, "description": text })
        })
        .collect();
    let mut add = |names: &[&str]| {
        used.extend(names.iter().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
    };
    match route.method {
        Method::Get if route.grows => {
            add(&["PageSize", "PageAfter", "Filter", "Sort"]);
            if !route.formats.is_empty() {
                add(&["Format"]);
            }
        }
        Method::Get if route.paged => {
            add(&["PageSize", "PageAfter", "Filter", "Search", "Sort", "Total", "Format", "Columns"])
        }
        Method::Get => {}
        // What is made has no version yet.
        Method::Post if !route.path.contains('{') => add(&["IdempotencyKey", "Prefer", "Reason"]),
        Method::Post => add(&["IdempotencyKey", "IfMatch", "Prefer", "Reason"]),
        Method::Patch | Method::Delete => add(&["IdempotencyKey", "IfMatch", "Reason"]),
    }
    for name in shape::known(route) {
        used.push(match name {
            "verify" => json!({ "$ref": "#/components/parameters/Verify" }),
            "include" => json!({ "$ref": "#/components/parameters/Include" }),
            own => parameter("query", own, &json!({ "type": "string" }), "As the summary says."),
        });
    }
    used
}

fn parameter(place: &str, name: &str, schema: &Json, description: &str) -> Json {
    json!({ "name": name, "in": place, "schema": schema, "description": description })
}

fn parameters() -> Json {
    let text = json!({ "type": "string" });
    let flag = json!({ "type": "boolean" });
    let mut filter = parameter(
        "query",
        "filter",
        &json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        "Conditions that must all hold: filter[status]=Installed,Retrieved; with an operator \
         filter[expires][lte]=2026-12-31 (eq, ne, lte, gte, present); filter[metadata.NAME]=…. The answer to an \
         unknown name lists the known ones.",
    );
    filter["style"] = json!("deepObject");
    filter["explode"] = json!(true);
    json!({
        "PageSize": parameter("query", "page[size]", &json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 50 }), "Records on a page."),
        "PageAfter": parameter("query", "page[after]", &text, "The cursor `next` of the page before."),
        "Filter": filter,
        "Search": parameter("query", "q", &text, "Words that the record has; each is found by its beginning."),
        "Sort": parameter("query", "sort", &json!({ "enum": ["id", "-id"], "default": "id" }), "Oldest first, or newest first."),
        "Total": parameter("query", "total", &flag, "Whether all matches are counted."),
        "Format": parameter("query", "format", &text, "csv for all pages as CSV; the audit log also as jsonl."),
        "Columns": parameter("query", "columns", &text, "Columns of the CSV, by comma."),
        "Include": parameter("query", "include", &text, "Related records to put beside it under `included`, by comma. The answer to an unknown name lists the known ones."),
        "Verify": parameter("query", "verify", &flag, "Answers what would be, and writes nothing."),
        "IdempotencyKey": parameter("header", "Idempotency-Key", &json!({ "type": "string", "maxLength": 512 }), "For 24 hours, the same request with the same key is done once and answered again."),
        "IfMatch": parameter("header", "If-Match", &text, "The ETag that the record must still have."),
        "Prefer": parameter("header", "Prefer", &text, "wait=10 waits up to so many seconds for an operation to end, at most 60."),
        "Reason": parameter("header", "X-Reason", &text, "Why; it goes into the audit log."),
    })
}

fn headers() -> Json {
    let text = |description: &str| json!({ "schema": { "type": "string" }, "description": description });
    let number = |description: &str| json!({ "schema": { "type": "integer" }, "description": description });
    json!({
        "RequestId": text("The request's X-Request-Id, or a new one; stands in the audit log."),
        "Version": { "schema": { "type": "string", "const": VERSION }, "description": "The date of the interface." },
        "RateLimit": number("Requests a minute."),
        "RateRemaining": number("Requests left."),
        "RetryAfter": number("Seconds until the next request is answered."),
        "ETag": text("The version of the record."),
        "Location": text("Address of what was made or goes on."),
        "Replayed": text("true when this is the kept answer of an earlier request."),
    })
}

fn refused() -> Json {
    json!({
        "description": "Refused; nothing was changed. The code says why.",
        "headers": {
            "X-Request-Id": { "$ref": "#/components/headers/RequestId" },
            "Lictor-Version": { "$ref": "#/components/headers/Version" },
            "RateLimit-Limit": { "$ref": "#/components/headers/RateLimit" },
            "RateLimit-Remaining": { "$ref": "#/components/headers/RateRemaining" },
            "Retry-After": { "$ref": "#/components/headers/RetryAfter" },
        },
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Errors" } } },
    })
}

fn codes() -> Json {
    let lines: Vec<String> =
        Code::all().map(|code| format!("{} ({}): {}", code.as_str(), code.http(), code.title())).collect();
    let statuses: Map<String, Json> =
        Code::all().map(|code| (code.as_str().to_owned(), json!(code.http()))).collect();
    json!({
        "type": "string",
        "enum": Code::all().map(Code::as_str).collect::<Vec<_>>(),
        "description": lines.join("\n"),
        "x-status": statuses,
    })
}

fn errors() -> Json {
    json!({
        "type": "object",
        "required": ["errors"],
        "properties": { "errors": { "type": "array", "items": {
            "type": "object",
            "required": ["status", "code", "title", "detail", "meta"],
            "properties": {
                "status": { "type": "string", "description": "The HTTP status." },
                "code": { "$ref": "#/components/schemas/Code" },
                "title": { "type": "string", "description": "One sentence of the code." },
                "detail": { "type": "string", "description": "What is wrong in this case." },
                "meta": { "type": "object", "description": "Numbers and names that belong to it." },
                "source": {
                    "type": "object",
                    "description": "What is wrong: one of these.",
                    "properties": {
                        "pointer": { "type": "string", "description": "JSON pointer to the field of the body." },
                        "parameter": { "type": "string", "description": "Name of the parameter after ?." },
                        "header": { "type": "string", "description": "Name of the header." },
                    },
                },
            },
        } } },
    })
}
