//! One request inside another one: found, permitted and carried out as if it had come alone.

use std::collections::BTreeMap;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::Value as Json;

use super::answer::Answer;
use super::call::Call;
use super::dispatch::{carry_out, count, decode, form, permit, waited};
use super::route::{Method, Route};
use super::{lock, shape};
use crate::actor::Actor;
use crate::fault::Fault;
use crate::office::Office;
use crate::routes;

/// A request inside another one.
#[derive(Debug, Clone)]
pub struct Inner {
    /// Method.
    pub method: Method,
    /// Path with what stands after `?`.
    pub path: String,
    /// The body; null when there is none.
    pub body: Json,
    /// The version that is changed, as in `If-Match`.
    pub if_match: Option<String>,
    /// Whether it is only tried, whatever the path says of it.
    pub verify: bool,
    /// Seconds to wait for the operation that it begins; 0 does not wait.
    pub wait: u64,
}

impl Inner {
    /// One without body.
    pub fn at(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: Json::Null, if_match: None, verify: false, wait: 0 }
    }

    /// One that reads.
    pub fn get(path: impl Into<String>) -> Self {
        Self::at(Method::Get, path)
    }

    /// One that acts.
    pub fn post(path: impl Into<String>, body: Json) -> Self {
        Self { method: Method::Post, body, ..Self::get(path) }
    }
}

/// Carries one out with the rights and locks of `caller`, in the name of `actor` and with its idempotency
/// key, in a transaction of its own.
///
/// # Errors
///
/// What the route refuses; `NOT_FOUND` and `METHOD_NOT_ALLOWED` when there is none; `INVALID_FIELD` for
/// one that cannot stand inside another.
pub async fn inner(office: &Office, inner: Inner, caller: &Call, actor: &Actor) -> Result<Answer, Fault> {
    let (path, query) = inner.path.split_once('?').unwrap_or((&inner.path, ""));
    let (route, parts) = find(inner.method, path)?;
    if route.outside.is_some() {
        let text = format!("{path} cannot stand inside another request");
        return Err(Refusal::because(Code::InvalidField, text).at("/path").into());
    }
    count(office, &actor.name, office.clock().now())?;
    let bytes = if inner.body.is_null() { Vec::new() } else { inner.body.to_string().into_bytes() };
    let mut query = form(query);
    if inner.verify {
        query.retain(|(name, _)| name != "verify");
        query.push(("verify".to_owned(), "true".to_owned()));
    }
    let mut call = Call {
        path: parts,
        query,
        body: inner.body,
        idempotency_key: actor.idempotency_key.clone(),
        if_match: inner.if_match,
        ..caller.clone()
    };
    permit(route, &call)?;
    shape::check(route, &call)?;
    lock::prepare(route, &mut call)?;
    let answer = carry_out(office, route, &call, actor, &bytes).await?;
    match &answer.operation {
        Some(operation) if inner.wait > 0 => waited(office, operation, inner.wait, answer.clone()).await,
        Some(_) | None => Ok(answer),
    }
}

/// The route of a method and a path, and the named parts of the path. Where several fit, the one with the
/// most fixed segments answers, as on the port.
///
/// # Errors
///
/// `NOT_FOUND`, or `METHOD_NOT_ALLOWED` when there is one for another method.
pub fn find(method: Method, path: &str) -> Result<(&'static Route, BTreeMap<String, String>), Fault> {
    let mut best: Option<(&Route, BTreeMap<String, String>)> = None;
    let mut known = false;
    for route in routes::all() {
        let Some(parts) = parts(route.path, path) else { continue };
        known = true;
        if route.method == method && best.as_ref().is_none_or(|best| parts.len() < best.1.len()) {
            best = Some((route, parts));
        }
    }
    best.ok_or_else(|| {
        let code = if known { Code::MethodNotAllowed } else { Code::NotFound };
        Refusal::because(code, format!("there is nothing at {path:?} for this method")).at("/path").into()
    })
}

fn parts(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let mut parts = BTreeMap::new();
    let mut given = path.split('/');
    for wanted in pattern.split('/') {
        let given = given.next()?;
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            // In a path, + is a plain character.
            Some(name) if !given.is_empty() => {
                parts.insert(name.to_owned(), decode(&given.replace('+', "%2B")))
            }
            Some(_) => return None,
            None if wanted == given => continue,
            None => return None,
        };
    }
    given.next().is_none().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_fits_a_pattern_segment_by_segment() {
        for (pattern, path, expected) in [
            ("/v1/licenses", "/v1/licenses", Some(vec![])),
            ("/v1/licenses/{id}", "/v1/licenses/7", Some(vec![("id", "7")])),
            ("/v1/licenses/{id}/issue", "/v1/licenses/a%2Fb+c/issue", Some(vec![("id", "a/b+c")])),
            ("/v1/licenses/{id}", "/v1/licenses/", None),
            ("/v1/licenses/{id}", "/v1/licenses/7/issue", None),
            ("/v1/licenses/{id}/issue", "/v1/licenses/7", None),
        ] {
            let expected = expected.map(|parts| {
                parts.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
            });
            assert_eq!(parts(pattern, path), expected, "{pattern} {path}");
        }
    }
}
