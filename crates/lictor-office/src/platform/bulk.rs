//! Many requests in one: each is its own transaction, and each has its own outcome (office.md 5.3).

use axum::http::HeaderName;
use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use ring::digest::{SHA256, digest};
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
use crate::store::idempotency::{self, Kept};

/// Most requests in one.
pub const ITEMS_MAX: usize = 1000;

/// Times that two with the same key get out of each other's way.
const TRIES: u32 = 8;

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
    if let (Some(key), false) = (&actor.idempotency_key, verify) {
        remember(office, call, actor, key).await?;
    }
    let kinds: Vec<Method> = bulk.items.iter().map(|item| item.method).collect();
    let mut results = Vec::with_capacity(bulk.items.len());
    for (index, item) in bulk.items.into_iter().enumerate() {
        let outer = actor.idempotency_key.as_ref().filter(|_| item.method != Method::Get);
        let key = item.idempotency_key.or_else(|| outer.map(|key| format!("{key}#{index}")));
        let actor = Actor { idempotency_key: key, ..actor.clone() };
        let asked = Inner {
            verify: verify && item.method != Method::Get,
            body: item.body,
            if_match: item.if_match,
            ..Inner::at(item.method, item.path)
        };
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
    let replayed = is_replayed(&kinds, &results);
    let done = results.iter().filter(|result| result.status < 400).count();
    let status = match done {
        0 => Overall::Failure,
        done if done == results.len() => Overall::Success,
        _ => Overall::PartialFailure,
    };
    let mut answer = Answer::ok(Outcome { status, results });
    if replayed {
        answer.headers.push((HeaderName::from_static("idempotency-replayed"), "true".to_owned()));
    }
    Ok(answer)
}

/// Keeps what the key is for before anything is done, so that the same key with another list does none of
/// it. What came of the items is kept with each: a request that broke off goes on where it stopped.
///
/// # Errors
///
/// `IDEMPOTENCY_MISMATCH`.
async fn remember(office: &Office, call: &Call, actor: &Actor, key: &str) -> Result<(), Fault> {
    let mut tries = 0;
    loop {
        match remembered(office, call, actor, key).await {
            // Two with the same key began at once: the second finds what the first kept.
            Err(Fault::Again) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

async fn remembered(office: &Office, call: &Call, actor: &Actor, key: &str) -> Result<(), Fault> {
    let request = hex::encode(digest(&SHA256, format!("bulk\n{}", call.body).as_bytes()));
    let mut tx = office.write(actor.clone()).await?;
    match idempotency::find(&mut tx, &actor.name, key).await? {
        Some(kept) if kept.request == request => Ok(()),
        Some(_) => Err(Code::IdempotencyMismatch.into()),
        None => {
            let kept = Kept { request, status: 200, body: String::new(), location: None };
            idempotency::keep(&mut tx, &actor.name, key, &kept).await?;
            office.commit(tx).await
        }
    }
}

/// Whether every item that changes something had been done before.
fn is_replayed(kinds: &[Method], results: &[ItemOutcome]) -> bool {
    let mut changes = kinds.iter().zip(results).filter(|(kind, _)| **kind != Method::Get).peekable();
    changes.peek().is_some() && changes.all(|(_, result)| result.replayed)
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
