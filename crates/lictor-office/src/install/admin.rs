//! Delivery by the admin port of the license server.

use lictor_entitle::code::Code;
use lictor_entitle::refusal::Refusal;
use serde_json::Value as Json;

use super::Parcel;
use crate::office::Office;

/// Uploads the files.
///
/// # Errors
///
/// `SERVER_UNREACHABLE`; `INSTALL_REFUSED` with the server's words.
pub async fn put(office: &Office, admin: &str, token_ref: &str, files: &[Parcel]) -> Result<(), Refusal> {
    for file in files {
        let url = format!("http://{admin}/v1/licenses/{}?replace=true&reason=back%20office", file.name);
        let request = office.client().put(url).body(file.bytes.clone());
        call(office, token_ref, request, &[200]).await?;
    }
    Ok(())
}

/// Takes away what is not needed any more; a file that is gone already is no reason to fail.
///
/// # Errors
///
/// As [`put`].
pub async fn remove(office: &Office, admin: &str, token_ref: &str, names: &[String]) -> Result<(), Refusal> {
    for name in names {
        let url = format!("http://{admin}/v1/licenses/{name}?reason=replaced");
        call(office, token_ref, office.client().delete(url), &[200, 404]).await?;
    }
    Ok(())
}

async fn call(
    office: &Office,
    token_ref: &str,
    request: reqwest::RequestBuilder,
    good: &[u16],
) -> Result<(), Refusal> {
    let refused = |text: String| Refusal::because(Code::InstallRefused, text);
    let token = office.secret(token_ref).map_err(|fault| refused(fault.refusal().message().to_owned()))?;
    let sent = request.bearer_auth(token.as_str()).send().await;
    let response = sent.map_err(|error| Refusal::because(Code::ServerUnreachable, plain(&error)))?;
    let status = response.status().as_u16();
    if good.contains(&status) {
        return Ok(());
    }
    let text = response.text().await.unwrap_or_default();
    let said = serde_json::from_str::<Json>(&text).ok();
    let said = said.as_ref().and_then(message).unwrap_or_else(|| format!("it answered {status}"));
    Err(refused(said).with("http_status", i64::from(status)))
}

/// The server's own words, with the first problem it names.
fn message(document: &Json) -> Option<String> {
    let text = document.get("text")?.as_str()?;
    let problem = document.pointer("/problems/0/text").and_then(Json::as_str);
    Some(match problem {
        Some(problem) => format!("{text}: {problem}"),
        None => text.to_owned(),
    })
}

/// What went wrong, without the address that is known anyhow.
fn plain(error: &reqwest::Error) -> String {
    let mut text = if error.is_timeout() { "no answer in time" } else { "no connection" }.to_owned();
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
