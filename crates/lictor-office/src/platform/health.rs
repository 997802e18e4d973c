//! Whether the back office lives, whether it can work, and who is asking.

use std::collections::BTreeSet;

use lictor_entitle::right::Right;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::actor::Actor;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::route::Answering;
use crate::office::Office;
use crate::store::Tx;

/// That the process answers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Health {
    /// Always `ok`.
    pub status: &'static str,
}

/// What the back office needs and whether it is there.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Readiness {
    /// `ready`, or `not ready` with HTTP status 503: without the store nothing can be done.
    pub status: &'static str,
    /// `ok` or `unavailable`.
    pub store: &'static str,
    /// `ok` or `unavailable`; without it everything works but what needs a signature.
    pub signer: &'static str,
}

/// Who is asking.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Whoami {
    /// `token:` and the token's name.
    pub name: String,
    /// What it may do.
    pub rights: BTreeSet<Right>,
    /// The only account it may see to.
    pub account_lock: Option<String>,
    /// The only product it may see to.
    pub product_lock: Option<String>,
    /// At the issuer: the agreement it acts for.
    pub login: Option<String>,
}

/// That the process answers; it needs nothing for it.
pub fn health<'a>(_: &'a Office, _: &'a Call, _: &'a Actor) -> Answering<'a> {
    Box::pin(async { Ok(Answer::ok(Health { status: "ok" })) })
}

/// Whether it can work.
pub fn ready<'a>(office: &'a Office, _: &'a Call, _: &'a Actor) -> Answering<'a> {
    Box::pin(async {
        let word = |is_there: bool| if is_there { "ok" } else { "unavailable" };
        let store = store(office).await.is_ok();
        let signer = office.signer().public().await.is_ok();
        let status = if store { "ready" } else { "not ready" };
        let answer = Answer::ok(Readiness { status, store: word(store), signer: word(signer) });
        Ok(if store { answer } else { answer.status(503) })
    })
}

async fn store(office: &Office) -> Result<(), Fault> {
    office.read().await?.query("SELECT 1", Vec::new()).await.map(drop)
}

/// Who is asking.
///
/// # Errors
///
/// None.
pub async fn whoami(_: &Office, _: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::ok(Whoami {
        name: call.caller.clone(),
        rights: call.rights.clone(),
        account_lock: call.account_lock.clone(),
        product_lock: call.product_lock.clone(),
        login: call.login.clone(),
    }))
}

/// The public key with which deliveries of webhooks are verified.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublicKey {
    /// Its name, as in the header `Lictor-Webhook-Key-Id`.
    pub key_id: String,
    /// Always `ed25519`.
    pub algorithm: &'static str,
    /// 32 bytes in hexadecimal digits.
    pub public_key: String,
}

/// The public key of deliveries.
pub fn webhook_key<'a>(office: &'a Office, _: &'a Call, _: &'a Actor) -> Answering<'a> {
    let key = office.webhook_key();
    let document = json!(PublicKey {
        key_id: key.id().to_owned(),
        algorithm: "ed25519",
        public_key: hex::encode(key.public()),
    });
    Box::pin(async { Ok(Answer::ok(document)) })
}
