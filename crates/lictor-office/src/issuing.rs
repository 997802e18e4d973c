//! The line to an issuer: the one in this office, or another back office over HTTP (office.md 3.12).
//!
//! Whatever happens on the way becomes an answer or a [`CallFailure`]; what follows from it is the rules'
//! matter.

pub mod lictor;
pub mod local;

use lictor_entitle::issuer_code::{CallFailure, Verdict};

use crate::issuer::protocol::Answer;
use crate::issuer::service::Ask;
use crate::model::Plugin;
use crate::office::Office;

/// Asks the issuer of a plug-in. Only jobs do this, outside of any transaction.
///
/// # Errors
///
/// Why there is no answer, or the code by which the issuer refuses.
pub async fn ask(office: &Office, plugin: &Plugin, ask: &Ask) -> Result<Answer, CallFailure> {
    let answer = match plugin.template.as_str() {
        "local" => local::ask(office, plugin, ask).await?,
        _ => lictor::ask(office, plugin, ask).await?,
    };
    let code = answer.code().ok_or(CallFailure::Garbled)?;
    match code.verdict() {
        Verdict::Success => Ok(answer),
        Verdict::Transient | Verdict::Permanent => Err(CallFailure::Answered(code)),
    }
}
