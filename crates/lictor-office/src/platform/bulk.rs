//! Many requests in one: each is its own transaction, and each has its own outcome (office.md 5.3).

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::actor::Actor;
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::inner::{Inner, inner};
use crate::http::route::{Answering, Method};
use crate::office::Office;

/// Most requests in one.
pub const ITEMS_MAX: usize = 1000;

/// Many requests in one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// The requests, carried out in this order; at most 1,000.
    pub items: Vec<Item>,
}

/// One of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Method.
    pub method: Method,
    /// Path, for example `/v1/licenses/7/issue`, with parameters after `?`.
    pub path: String,
    /// The body, if there is one.
    #[serde(default)]
    pub body: Json,
    /// Key against doing it twice. Without one, the key of the whole request and the item's place
    /// make one.
    #[serde(default)]
    pub idempotency_key: Option<String>,
    /// Version of the record that is changed, as in `If-Match`.
    #[serde(default)]
    pub if_match: Option<String>,
}

/// How it went in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Overall {
    /// Every item was carried out.
    Success,
    /// Some were, some not.
    PartialFailure,
    /// None was.
    Failure,
}

/// What came of the items.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// In all.
    pub status: Overall,
    /// Of each, in the order of the request.
    pub results: Vec<ItemOutcome>,
}

/// What came of one item.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ItemOutcome {
    /// Its place, from 0.
    pub index: usize,
    /// HTTP status it would have had alone.
    pub status: u16,
    /// Body it would have had alone; null when there is none. Other documents than JSON as text.
    pub body: Json,
    /// Address of what was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Version of the record, as in `ETag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Whether it had been done before and this is the first answer.
    pub replayed: bool,
}

/// The handler.
pub fn handle<'a>(office: &'a Office, call: &'a Call, actor: &'a Actor) -> Answering<'a> {
    Box::pin(run(office, call, actor))
}

async fn run(office: &Office, call: &Call, actor: &Actor) -> Result<Answer, Fault> {
    let bulk: Bulk = call.body()?;
    if bulk.items.is_empty() || bulk.items.len() > ITEMS_MAX {
        let text = format!("from 1 to {ITEMS_MAX} items");
        return Err(Refusal::because(Code::InvalidField, text).at("/items").into());
    }
    let verify = call.flag("verify");
    let mut results = Vec::with_capacity(bulk.items.len());
    for (index, item) in bulk.items.into_iter().enumerate() {
        let outer = actor.idempotency_key.as_ref().filter(|_| item.method != Method::Get);
        let key = item.idempotency_key.or_else(|| outer.map(|key| format!("{key}#{index}")));
        let actor = Actor { idempotency_key: key, ..actor.clone() };
        let mut path = item.path;
        if verify && item.method != Method::Get {
            path += if path.contains('?') { "&verify=true" } else { "?verify=true" };
        }
        let asked = Inner { method: item.method, path, body: item.body, if_match: item.if_match, wait: 0 };
        let answer = match inner(office, asked, call, &actor).await {
            Ok(answer) => answer,
            Err(fault) => {
                if let Fault::Again | Fault::Database(_) | Fault::Internal(_) = &fault {
                    tracing::error!(%fault, index, "an item of a bulk request failed");
                }
                Answer::refused(&fault.refusal())
            }
        };
        results.push(outcome(index, answer));
    }
    let done = results.iter().filter(|result| result.status < 400).count();
    let status = match done {
        0 => Overall::Failure,
        done if done == results.len() => Overall::Success,
        _ => Overall::PartialFailure,
    };
    Ok(Answer::ok(Outcome { status, results }))
}

fn outcome(index: usize, answer: Answer) -> ItemOutcome {
    let replayed = answer.headers.iter().any(|(name, _)| name.as_str() == "idempotency-replayed");
    let (status, body) = match answer.content {
        Content::Json(document) => (answer.status, document),
        Content::Empty => (answer.status, Json::Null),
        Content::Raw { bytes, .. } => {
            (answer.status, Json::String(String::from_utf8_lossy(&bytes).into_owned()))
        }
        Content::Stream { .. } => {
            let text = "a document of any length cannot stand in a bulk request";
            let refused = Answer::refused(&Refusal::because(Code::InvalidField, text).at("/path"));
            match refused.content {
                Content::Json(document) => (refused.status, document),
                Content::Empty | Content::Raw { .. } | Content::Stream { .. } => (refused.status, Json::Null),
            }
        }
    };
    let etag = answer.etag.map(|version| format!("\"{version}\""));
    ItemOutcome { index, status, body, location: answer.location, etag, replayed }
}
