//! Whether a request is well formed, looked at before anything is done: parameters that the route knows,
//! a body only where one is read, and no character that the stores cannot keep alike.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::Value as Json;

use super::call::{Call, step, truth};
use super::route::{Method, Route};
use crate::fault::Fault;

/// The character that one store keeps and the other refuses.
const NUL: char = '\0';

/// Looks at path, parameters and body.
///
/// # Errors
///
/// `NOT_FOUND` for a path that can name nothing; `INVALID_FIELD` and `UNKNOWN_FIELD` at what is wrong.
pub fn check(route: &Route, call: &Call) -> Result<(), Fault> {
    if call.path.values().any(|part| part.contains(NUL)) {
        return Err(Refusal::because(Code::NotFound, "no name has the character NUL").into());
    }
    parameters(route, call)?;
    if route.paged && !route.grows {
        call.list()?;
    }
    if let Some(at) = nul(&call.body) {
        return Err(Refusal::because(Code::InvalidField, "the character NUL cannot be kept").at(at).into());
    }
    // What an issuer offers cannot be changed: that route says so itself, whatever the body is.
    if route.body.is_none() && route.method != Method::Patch { no_body(&call.body) } else { Ok(()) }
}

/// What a route reads after `?`; lists have filters besides.
#[must_use]
pub fn known(route: &Route) -> Vec<&'static str> {
    let mut known = route.parameters.to_vec();
    if route.verify {
        known.push("verify");
    }
    if route.method == Method::Get && route.path.ends_with("/{id}") {
        known.push("include");
    }
    known
}

fn parameters(route: &Route, call: &Call) -> Result<(), Fault> {
    let known = known(route);
    for (at, (name, value)) in call.query.iter().enumerate() {
        let refuse = |text: &str| {
            let text = format!("the parameter {name:?} {text}");
            Fault::from(Refusal::because(Code::InvalidField, text).at(name.as_str()))
        };
        if name.contains(NUL) || value.contains(NUL) {
            return Err(refuse("has the character NUL"));
        }
        if !route.paged && !known.contains(&name.as_str()) {
            if name == "verify" {
                return Err(refuse("is not known here: this cannot be tried without doing it"));
            }
            let known = known.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let refusal =
                Refusal::because(Code::InvalidField, format!("there is no parameter {name:?} here"));
            return Err(refusal.at(name.as_str()).with("known", known).into());
        }
        let is_filter = route.paged && name.starts_with("filter[");
        if !is_filter && call.query.iter().skip(at + 1).any(|(other, _)| other == name) {
            return Err(refuse("stands twice"));
        }
        let is_format = |format: &str| format == "json" || route.formats.contains(&format);
        if route.paged && name == "format" && !is_format(value) {
            return Err(refuse(&format!("takes {}", [&["json"], route.formats].concat().join(", "))));
        }
        if matches!(name.as_str(), "verify" | "total") && truth(value).is_none() {
            return Err(refuse("takes true or false"));
        }
    }
    Ok(())
}

fn no_body(body: &Json) -> Result<(), Fault> {
    match body {
        Json::Null => Ok(()),
        Json::Object(fields) => match fields.keys().next() {
            None => Ok(()),
            Some(name) => {
                let text = format!("unknown field `{name}`: nothing is read from the body here");
                Err(Refusal::because(Code::UnknownField, text).at(step(name)).into())
            }
        },
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => {
            let text = "nothing is read from the body here";
            Err(Refusal::because(Code::InvalidField, text).at("").into())
        }
    }
}

/// Where a document has the character NUL, in a text or in a name.
fn nul(document: &Json) -> Option<String> {
    let mut open = vec![(String::new(), document)];
    while let Some((at, value)) = open.pop() {
        match value {
            Json::String(text) if text.contains(NUL) => return Some(at),
            Json::Object(fields) => {
                for (name, value) in fields {
                    let at = format!("{at}{}", step(name));
                    if name.contains(NUL) {
                        return Some(at);
                    }
                    open.push((at, value));
                }
            }
            Json::Array(values) => {
                open.extend(values.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)));
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
    None
}
