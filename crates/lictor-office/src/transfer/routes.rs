//! The export over HTTP.

use lictor_entitle::right::Right;
use lictor_entitle::{Code, Refusal};

use super::export;
use crate::actor::Actor;
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::route::{Access, Method, Route};
use crate::http::stream;
use crate::office::Office;

/// Routes of the export.
pub const ROUTES: &[Route] = &[Route::alone(
    Method::Get,
    "/v1/export",
    // It holds hashes of tokens and every activation code.
    Access::Right(Right::TokenAdmin),
    "Every record as JSON lines, one state of the store",
    |office, call, actor| Box::pin(all(office, call, actor)),
)];

async fn all(office: &Office, call: &Call, _: &Actor) -> Result<Answer, Fault> {
    call.needs(Right::AuditRead)?;
    if call.account_lock.is_some() || call.product_lock.is_some() {
        return Err(Refusal::because(Code::Forbidden, "a token with a lock cannot export everything").into());
    }
    let tx = office.read().await?;
    let (sender, parts) = stream::parts();
    tokio::spawn(async move {
        if let Err(fault) = export::send(tx, sender).await {
            tracing::warn!(%fault, "an export was broken off");
        }
    });
    let name = "office.jsonl".to_owned();
    Ok(Answer::of(200, Content::Stream { media: "application/jsonl", name, parts }))
}
