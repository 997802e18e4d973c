//! The issuer in the same office: asked in transactions of its own, in the name of the plug-in's login.

use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};

use crate::actor::Actor;
use crate::fault::Fault;
use crate::issuer::protocol::Answer;
use crate::issuer::service::{self, Ask};
use crate::model::Plugin;
use crate::office::Office;
use crate::store::again;

/// Asks it.
///
/// # Errors
///
/// `Unreachable` while the signer cannot be used; `Answered` with 224 for what its policy forbids, and with 300
/// for what the issuer itself cannot do.
pub async fn ask(office: &Office, plugin: &Plugin, ask: &Ask) -> Result<Answer, CallFailure> {
    let login = plugin.login.as_deref().unwrap_or(&plugin.name);
    again(|| once(office, login, ask)).await.map_err(|fault| failure(&fault, &plugin.name))
}

async fn once(office: &Office, login: &str, ask: &Ask) -> Result<Answer, Fault> {
    let mut tx = office.write(Actor { name: format!("login:{login}"), ..Actor::default() }).await?;
    let answer = service::answer(office, &mut tx, Some(login), ask).await?;
    office.commit(tx).await?;
    Ok(answer)
}

fn failure(fault: &Fault, plugin: &str) -> CallFailure {
    tracing::warn!(%fault, plugin, "the issuer of this office could not answer");
    let code = fault.refusal().code;
    if code == Code::SignerUnavailable {
        return CallFailure::Unreachable;
    }
    if code == Code::SignerRefused {
        // The signer's policy forbids the file: the same again is refused again.
        return CallFailure::Answered(IssuerCode::KeyNotExportable);
    }
    CallFailure::Answered(IssuerCode::Internal)
}
