//! The description of the interface, for programs as JSON and for people as one page without scripts or
//! outside assets.

use std::fmt::Write as _;
use std::sync::OnceLock;

use serde_json::{Map, Value as Json};

use crate::actor::Actor;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::openapi;
use crate::http::route::Answering;
use crate::office::Office;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}\
code{font:.95em ui-monospace,monospace;overflow-wrap:anywhere}\
table{border-collapse:collapse;width:100%}\
th,td{border-bottom:1px solid #8886;padding:.25rem .5rem;text-align:left;vertical-align:top}\
article{border-top:1px solid #8886;padding:.5rem 0}\
h3{font-size:1.05rem;margin:.25rem 0}\
.method{display:inline-block;min-width:4.5rem;font-weight:700}\
nav ul{columns:14rem;padding-left:1.2rem}\
a:focus-visible,summary:focus-visible{outline:3px solid}";

fn text() -> &'static Json {
    static DOCUMENT: OnceLock<Json> = OnceLock::new();
    DOCUMENT.get_or_init(openapi::document)
}

/// The document.
pub fn document<'a>(_: &'a Office, _: &'a Call, _: &'a Actor) -> Answering<'a> {
    Box::pin(async { Ok(Answer::ok(text())) })
}

/// The page.
pub fn page<'a>(_: &'a Office, _: &'a Call, _: &'a Actor) -> Answering<'a> {
    static PAGE: OnceLock<String> = OnceLock::new();
    Box::pin(async {
        let bytes = PAGE.get_or_init(|| render(text())).clone().into_bytes();
        let mut answer =
            Answer::of(200, Content::Raw { media: "text/html; charset=utf-8", name: None, bytes });
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
        answer.headers.push((axum::http::header::CONTENT_SECURITY_POLICY, policy.to_owned()));
        answer.headers.push((axum::http::header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()));
        Ok(answer)
    })
}

/// The page of a document.
#[must_use]
pub fn render(document: &Json) -> String {
    let title = escape(string(&document["info"]["title"]));
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title}: interface</title><style>{STYLE}</style></head><body>\
         <header><h1>{title}</h1><p>Interface of {}. {}</p>\
         <p><a href=\"/openapi.json\">OpenAPI document</a></p></header>",
        escape(string(&document["info"]["version"])),
        escape(string(&document["info"]["description"])),
    );
    let empty = Vec::new();
    let tags = document["tags"].as_array().unwrap_or(&empty);
    page.push_str("<nav aria-label=\"Collections\"><ul>");
    for tag in tags {
        let name = escape(string(&tag["name"]));
        let _ = write!(page, "<li><a href=\"#tag-{name}\">{name}</a></li>");
    }
    page.push_str("<li><a href=\"#errors\">Codes of refusals</a></li><li><a href=\"#schemas\">Schemas</a></li></ul></nav><main>");
    for tag in tags {
        let name = string(&tag["name"]);
        let shown = escape(name);
        let _ = write!(page, "<section aria-labelledby=\"tag-{shown}\"><h2 id=\"tag-{shown}\">{shown}</h2>");
        for (path, method, operation) in operations(document) {
            if operation["tags"][0] == name {
                article(&mut page, document, path, method, operation);
            }
        }
        page.push_str("</section>");
    }
    codes(&mut page, document);
    schemas(&mut page, document);
    page.push_str("</main></body></html>");
    page
}

fn operations(document: &Json) -> impl Iterator<Item = (&str, &str, &Json)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn article(page: &mut String, document: &Json, path: &str, method: &str, operation: &Json) {
    let _ = write!(
        page,
        "<article id=\"{}\"><h3><span class=\"method\">{}</span> <code>{}</code></h3><p>{}. {}</p>",
        escape(string(&operation["operationId"])),
        escape(&method.to_uppercase()),
        escape(path),
        escape(string(&operation["summary"])),
        escape(string(&operation["description"])),
    );
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows: Vec<&Json> = parameters.map(|parameter| resolve(document, parameter)).collect();
    if !rows.is_empty() {
        page.push_str("<details><summary>Parameters</summary><table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">In</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        for row in rows {
            let _ = write!(
                page,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
                escape(string(&row["name"])),
                escape(string(&row["in"])),
                escape(string(&row["description"])),
            );
        }
        page.push_str("</tbody></table></details>");
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        let _ = write!(page, "<p>Body: {}</p>", kind(body));
    }
    for status in ["200", "2XX"] {
        let answer = &operation["responses"][status]["content"]["application/json"]["schema"];
        let items = &answer["properties"]["data"]["items"];
        if !items.is_null() {
            let _ = write!(page, "<p>Answer: pages of {}</p>", kind(items));
        } else if !answer.is_null() {
            let _ = write!(page, "<p>Answer: {}</p>", kind(answer));
        }
    }
    page.push_str("</article>");
}

fn codes(page: &mut String, document: &Json) {
    page.push_str("<section aria-labelledby=\"errors\"><h2 id=\"errors\">Codes of refusals</h2><ul>");
    let code = &document["components"]["schemas"]["Code"];
    for line in string(&code["description"]).lines() {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        let _ = write!(page, "<li><code>{}</code> {}</li>", escape(name), escape(rest));
    }
    page.push_str("</ul></section>");
}

fn schemas(page: &mut String, document: &Json) {
    page.push_str("<section aria-labelledby=\"schemas\"><h2 id=\"schemas\">Schemas</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let name = escape(name);
        let _ = write!(
            page,
            "<article id=\"schema-{name}\"><h3><code>{name}</code></h3><p>{}</p>",
            escape(string(&schema["description"]))
        );
        match schema["properties"].as_object() {
            Some(fields) => fields_of(page, fields),
            None => {
                let _ = write!(page, "<p>{}</p>", kind(schema));
            }
        }
        page.push_str("</article>");
    }
    page.push_str("</section>");
}

fn fields_of(page: &mut String, fields: &Map<String, Json>) {
    page.push_str("<table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Type</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
    for (name, field) in fields {
        let _ = write!(
            page,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
            escape(name),
            kind(field),
            escape(string(&field["description"]))
        );
    }
    page.push_str("</tbody></table>");
}

/// The type that a schema names, with a link if it has a place of its own.
fn kind(schema: &Json) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|text| text.rsplit('/').next()) {
        let name = escape(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(word) = schema.get("const") {
        return format!("<code>{}</code>", escape(&word.to_string()));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> =
            words.iter().map(|word| format!("<code>{}</code>", escape(&word.to_string()))).collect();
        return words.join(", ");
    }
    for choice in ["anyOf", "oneOf", "allOf"] {
        if let Some(kinds) = schema[choice].as_array() {
            return kinds.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let plain = match &schema["type"] {
        Json::String(name) => name.clone(),
        Json::Array(names) => names.iter().map(string).collect::<Vec<_>>().join(" or "),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => "any".to_owned(),
    };
    match schema.get("items") {
        Some(items) => format!("{} of {}", escape(&plain), kind(items)),
        None => escape(&plain),
    }
}

fn resolve<'a>(document: &'a Json, value: &'a Json) -> &'a Json {
    let pointer = value["$ref"].as_str().and_then(|text| text.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

fn string(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
