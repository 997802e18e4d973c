//! One request, read and authenticated: what a handler gets to see.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_entitle::right::Right;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};

use crate::fault::Fault;
use crate::store::Record;
use crate::store::list::{Comparison, Filter, Query};

/// One request.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Who calls: `token:NAME`, or `anonymous`.
    pub caller: String,
    /// Parts of the path by name.
    pub path: BTreeMap<String, String>,
    /// Parameters after `?`, in order.
    pub query: Vec<(String, String)>,
    /// The body as JSON; null when there is none.
    pub body: Json,
    /// Rights of the caller.
    pub rights: BTreeSet<Right>,
    /// The only account the caller may see to.
    pub account_lock: Option<String>,
    /// The only product the caller may see to.
    pub product_lock: Option<String>,
    /// At the issuer: the agreement the caller acts for.
    pub login: Option<String>,
    /// The caller's key against doing it twice.
    pub idempotency_key: Option<String>,
    /// The version that the caller changes, from `If-Match`.
    pub if_match: Option<String>,
}

impl Call {
    /// A part of the path.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// A parameter after `?`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter says yes; what it may say was looked at before.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.parameter(name).and_then(truth).unwrap_or(false)
    }

    /// The body as what a handler takes; an absent one is an empty object.
    ///
    /// # Errors
    ///
    /// `UNKNOWN_FIELD` or `INVALID_FIELD`, pointing at the field.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let body = if self.body.is_null() { Json::Object(serde_json::Map::new()) } else { self.body.clone() };
        serde_path_to_error::deserialize(body).map_err(|error| {
            let text = error.inner().to_string();
            let pointer = pointer(error.path(), &text);
            let code =
                if text.starts_with("unknown field") { Code::UnknownField } else { Code::InvalidField };
            Refusal::because(code, super::wording::plain(&text)).at(pointer).into()
        })
    }

    /// That the body sets none of these fields: only the system does.
    ///
    /// # Errors
    ///
    /// `READ_ONLY`, pointing at the field.
    pub fn read_only(&self, fields: &[&str]) -> Result<(), Fault> {
        match fields.iter().find(|name| self.body.get(**name).is_some()) {
            Some(name) => Err(Refusal::new(Code::ReadOnly).at(format!("/{name}")).into()),
            None => Ok(()),
        }
    }

    /// That the caller has a right besides the one that the route asks for.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN`.
    pub fn needs(&self, right: Right) -> Result<(), Fault> {
        if self.rights.contains(&right) {
            return Ok(());
        }
        let text = format!("this needs the right {:?}", right.as_str());
        Err(Refusal::because(Code::Forbidden, text).with("right", right.as_str()).into())
    }

    /// That the caller changes the version that is stored, if it said which.
    ///
    /// # Errors
    ///
    /// `PRECONDITION_FAILED`.
    pub fn matches<R: Record>(&self, record: &R) -> Result<(), Fault> {
        let version = record.meta().version;
        match self.if_match.as_deref() {
            None | Some("*") => Ok(()),
            Some(tag) if tag.trim_matches('"') == version.to_string() => Ok(()),
            Some(_) => Err(Refusal::new(Code::PreconditionFailed).with("version", version).into()),
        }
    }

    /// That the caller's token may see to the account and the product that a body names.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN`, whether or not such a record exists.
    pub fn sees(&self, account: Option<&str>, product: Option<&str>) -> Result<(), Fault> {
        for (lock, named, field) in
            [(&self.account_lock, account, "account_id"), (&self.product_lock, product, "product_id")]
        {
            if let (Some(lock), Some(named)) = (lock, named)
                && lock != named
            {
                return Err(locked_out(&format!("/{field}")));
            }
        }
        Ok(())
    }

    /// The account that a body names, or the only one the caller may see to.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN` when the caller is locked to another account.
    pub fn account(&self, named: Option<&str>) -> Result<Option<String>, Fault> {
        self.sees(named, None)?;
        Ok(named.map(str::to_owned).or_else(|| self.account_lock.clone()))
    }

    /// What a list shall show, from `filter[…]`, `page[…]`, `q`, `sort` and `total`.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` for a parameter that is none of these.
    pub fn list(&self) -> Result<Query, Fault> {
        let mut query = Query { total: self.flag("total"), ..Query::default() };
        for (key, value) in &self.query {
            match key.as_str() {
                "q" => query.text = Some(value.clone()),
                "sort" if value == "id" => {}
                "sort" if value == "-id" => query.newest_first = true,
                "page[size]" => {
                    let size = value.parse().ok().filter(|size| (1..=500).contains(size));
                    query.size = size.ok_or_else(|| bad(key, "a number from 1 to 500"))?;
                }
                "page[after]" if uuid::Uuid::parse_str(value).is_ok() => query.after = Some(value.clone()),
                "page[after]" => return Err(bad(key, "the `next` of an earlier page")),
                "total" | "format" | "columns" => {}
                _ => query.filters.push(filter(key, value)?),
            }
        }
        Ok(query)
    }
}

/// What `true`, `false`, `1` or `0` says, in any case of letters: a program writes `True` as well.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn locked_out(pointer: &str) -> Fault {
    Refusal::because(Code::Forbidden, "the token is locked to another account or product").at(pointer).into()
}

fn filter(key: &str, value: &str) -> Result<Filter, Fault> {
    let inner = key.strip_prefix("filter[").and_then(|rest| rest.strip_suffix(']'));
    let inner =
        inner.ok_or_else(|| bad(key, "to be one of filter[…], page[size], page[after], q, sort, total"))?;
    let (field, operator) = match inner.split_once("][") {
        Some((field, operator)) => (field, operator),
        None => (inner, "in"),
    };
    let comparison = match operator {
        "in" | "eq" => Comparison::In,
        "ne" => Comparison::NotIn,
        "lte" => Comparison::AtMost,
        "gte" => Comparison::AtLeast,
        "present" => Comparison::Present,
        _ => return Err(bad(key, "an operator of eq, ne, lte, gte, present")),
    };
    // Names that people use for columns.
    let field = match field {
        "expires" | "expiration_date" => "expiration",
        "class" => "class_id",
        "sync" => "sync_status",
        other => other,
    };
    let values = value.split(',').map(str::to_owned).collect();
    Ok(Filter { field: field.to_owned(), comparison, values })
}

fn bad(key: &str, wanted: &str) -> Fault {
    Refusal::because(Code::InvalidField, format!("the parameter {key:?} takes {wanted}")).at(key).into()
}

/// A JSON pointer to the field that a message of the reader speaks of.
fn pointer(path: &Path, text: &str) -> String {
    let pointer = pointer_to(path);
    for start in ["unknown field `", "missing field `"] {
        if let Some(rest) = text.strip_prefix(start)
            && let Some((name, _)) = rest.split_once('`')
        {
            let step = step(name);
            return if pointer.ends_with(&step) { pointer } else { pointer + &step };
        }
    }
    pointer
}

/// A JSON pointer to where a reader stood.
pub(super) fn pointer_to(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer = format!("{pointer}/{index}"),
            Segment::Map { key } => pointer += &step(key),
            Segment::Enum { variant } => pointer += &step(variant),
            Segment::Unknown => {}
        }
    }
    pointer
}

/// One step of a JSON pointer (RFC 6901).
pub(super) fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Taken {
        #[expect(dead_code, reason = "only its reading is of interest")]
        count: u32,
        #[serde(default)]
        #[expect(dead_code, reason = "only its reading is of interest")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its reading is of interest")]
        name: String,
    }

    #[test]
    fn what_is_wrong_with_a_body_is_pointed_at() {
        for (body, code, at) in [
            (serde_json::json!({}), Code::InvalidField, "/count"),
            (serde_json::json!({"count": -1}), Code::InvalidField, "/count"),
            (serde_json::json!({"count": 1, "color": 2}), Code::UnknownField, "/color"),
            (serde_json::json!({"count": 1, "inner": [{"nam": 1}]}), Code::UnknownField, "/inner/0/nam"),
        ] {
            let call = Call { body: body.clone(), ..Call::default() };
            let refusal = call.body::<Taken>().unwrap_err().refusal();
            assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(at)), "{body}");
        }
    }
}
