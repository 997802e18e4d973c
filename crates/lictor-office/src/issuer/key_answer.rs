//! Keys as the issuer's own people see them, and its refusals as errors of the office.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::{IssuerCode, Verdict};
use serde_json::{Value as Json, json};

use super::ledger;
use super::protocol::Answer as Outcome;
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::model::Key;
use crate::office::Office;
use crate::store::Tx;

/// The key after an operation, with what the issuer said.
pub(super) async fn shown(office: &Office, tx: &mut Tx, outcome: Outcome) -> Result<Answer, Fault> {
    succeeded(&outcome)?;
    let number = outcome.key.as_ref().map_or("", |key| key.key_number.as_str());
    let name = number.rsplit_once('.').map_or(number, |(name, _)| name);
    let key = tx.named::<Key>(name).await?;
    let mut answer = document(office, tx, &key, None);
    if let Content::Json(Json::Object(fields)) = &mut answer.content {
        fields.insert("result_code".to_owned(), json!(outcome.result_code));
        fields.insert("result_text".to_owned(), json!(outcome.result_text));
    }
    Ok(answer)
}

/// The key as a document: of a revision, if one was named.
pub(super) fn document(office: &Office, tx: &Tx, key: &Key, revision: Option<u32>) -> Answer {
    let info = ledger::info(key, revision, office.clock().day_of(tx.now()));
    let mut answer = Answer::record(key);
    if let Content::Json(Json::Object(fields)) = &mut answer.content {
        fields.insert("key_number".to_owned(), json!(info.key_number));
        fields.insert("config".to_owned(), json!(info.config));
        fields.insert("status".to_owned(), json!(info.status));
        fields.insert("revision".to_owned(), json!(revision.unwrap_or(key.revision)));
        fields.insert("superseded_by_revision".to_owned(), json!(info.superseded_by_revision));
    }
    answer
}

pub(super) fn succeeded(outcome: &Outcome) -> Result<(), Fault> {
    match outcome.code().map(IssuerCode::verdict) {
        Some(Verdict::Success) => Ok(()),
        Some(Verdict::Transient | Verdict::Permanent) | None => Err(refusal(outcome).into()),
    }
}

/// The issuer's refusal as ours.
pub(super) fn refusal(outcome: &Outcome) -> Refusal {
    if let Some(signer) = &outcome.signer {
        return Refusal::clone(signer).with("result_code", outcome.result_code);
    }
    let code = match outcome.code() {
        Some(IssuerCode::KeyNotFound | IssuerCode::BadKeyFormat) => Code::NotFound,
        Some(IssuerCode::MethodDenied | IssuerCode::ObjectDenied) => Code::Forbidden,
        Some(IssuerCode::RemoteFailure) => Code::SignerUnavailable,
        Some(IssuerCode::RenewalFailed) => Code::RenewalTooEarly,
        Some(other) => other.reason().unwrap_or(Code::Internal),
        None => Code::Internal,
    };
    Refusal::because(code, outcome.result_text.as_str()).with("result_code", outcome.result_code)
}
