//! The doctor over HTTP.

use lictor_entitle::right::Right;

use super::{Report, SignerSight, examine};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::route::{Access, Method, Route, schema};
use crate::office::Office;
use crate::store::Tx;

/// Routes of the doctor.
pub const ROUTES: &[Route] = &[Route::new(
    Method::Get,
    "/v1/doctor",
    Access::Right(Right::AuditRead),
    "Looks for everything that must be true of a back office",
    handler!(doctor),
)
.gives(schema::<Report>)];

async fn doctor(office: &Office, tx: &mut Tx, _: &Call) -> Result<Answer, Fault> {
    let own = office.data().join("signer");
    let embedded = office.signer().socket().starts_with(&own);
    let sight = SignerSight { client: Some(office.signer().clone()), directory: embedded.then_some(own) };
    Ok(Answer::ok(examine(tx, office.data(), Some(office.clock()), &sight).await?))
}
