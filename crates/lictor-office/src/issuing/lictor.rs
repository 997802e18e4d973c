//! Another back office over HTTP: `POST /v1/issuer/<operation>` with a token.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use serde_json::{Value as Json, json};

use crate::issuer::protocol::Answer;
use crate::issuer::service::Ask;
use crate::model::Plugin;
use crate::office::Office;

/// Largest answer, in bytes.
const ANSWER_MAX: usize = 16 * 1024 * 1024;

/// Asks it.
///
/// # Errors
///
/// `Unreachable` without a connection or an HTTP answer below 500, `Timeout`, `Garbled` for an answer that
/// is none, `Answered` with 200 or 201 when the token is not taken.
pub async fn ask(office: &Office, plugin: &Plugin, ask: &Ask) -> Result<Answer, CallFailure> {
    let (operation, body) = message(ask);
    let Some(secret) = plugin.secret_ref.as_deref().and_then(|name| office.secret(name).ok()) else {
        tracing::warn!(plugin = plugin.name, "the secret of the plug-in cannot be read");
        return Err(CallFailure::Answered(IssuerCode::AuthFailed));
    };
    let url = address(plugin, operation);
    let sent = office
        .client()
        .post(&url)
        .timeout(Duration::from_secs(plugin.timeout_seconds.into()))
        .bearer_auth(secret.as_str())
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await;
    let response = sent.map_err(|error| failure(&error, plugin))?;
    match response.status().as_u16() {
        200 => {}
        401 => return Err(CallFailure::Answered(IssuerCode::AuthFailed)),
        403 => return Err(CallFailure::Answered(IssuerCode::MethodDenied)),
        408 => return Err(CallFailure::Timeout),
        429 | 500..=599 => return Err(CallFailure::Unreachable),
        _ => return Err(CallFailure::Garbled),
    }
    let bytes = whole(response, plugin).await?;
    serde_json::from_slice(&bytes).map_err(|error| {
        tracing::warn!(plugin = plugin.name, %error, "the issuer's answer cannot be read");
        CallFailure::Garbled
    })
}

async fn whole(mut response: reqwest::Response, plugin: &Plugin) -> Result<Vec<u8>, CallFailure> {
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| failure(&error, plugin))? {
        if bytes.len() + part.len() > ANSWER_MAX {
            return Err(CallFailure::Garbled);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

fn failure(error: &reqwest::Error, plugin: &Plugin) -> CallFailure {
    tracing::debug!(plugin = plugin.name, %error, "the issuer cannot be reached");
    match error.is_timeout() {
        true => CallFailure::Timeout,
        false => cause(error),
    }
}

/// Why there is no connection, as far as what lies below says it.
fn cause(error: &reqwest::Error) -> CallFailure {
    let mut below = error.source();
    while let Some(part) = below {
        let io = part.downcast_ref::<io::Error>();
        let within = io.and_then(io::Error::get_ref);
        if part.is::<rustls::Error>() || within.is_some_and(|within| within.is::<rustls::Error>()) {
            return CallFailure::NoTls;
        }
        if io.is_some_and(|io| io.kind() == ErrorKind::ConnectionRefused) {
            return CallFailure::NobodyListens;
        }
        // The resolver's error has no type of its own that could be named here.
        if part.to_string() == "dns error" {
            return CallFailure::NoSuchName;
        }
        below = part.source();
    }
    CallFailure::Unreachable
}

fn address(plugin: &Plugin, operation: &str) -> String {
    let scheme = if plugin.tls { "https" } else { "http" };
    let host = plugin.host.as_deref().unwrap_or_default();
    // An IPv6 address needs brackets before a port.
    let host = match host.matches(':').count() > 1 && !host.starts_with('[') {
        true => format!("[{host}]"),
        false => host.to_owned(),
    };
    format!("{scheme}://{host}:{}/v1/issuer/{operation}", plugin.port.unwrap_or_default())
}

fn message(ask: &Ask) -> (&'static str, Json) {
    match ask {
        Ask::Create(body) => ("create", json!(body)),
        Ask::Retrieve(body) => ("retrieve", json!(body)),
        Ask::Upgrade(body) => ("upgrade", json!(body)),
        Ask::Renew(body) => ("renew", json!(body)),
        Ask::Info(body) => ("info", json!(body)),
        Ask::Terminate(body) => ("terminate", json!(body)),
        Ask::Suspend(body) => ("suspend", json!(body)),
        Ask::Resume(body) => ("resume", json!(body)),
        Ask::Activate(body) => ("activate", json!(body)),
        Ask::Attach(body) => ("attach", json!(body)),
        Ask::Detach(body) => ("detach", json!(body)),
        Ask::Change(body) => ("change", json!(body)),
        Ask::Reinstate(body) => ("reinstate", json!(body)),
        Ask::RenewSus(body) => ("renew-sus", json!(body)),
        Ask::ReinstateSus(body) => ("reinstate-sus", json!(body)),
        Ask::Classes(body) => ("classes", json!(body)),
    }
}
