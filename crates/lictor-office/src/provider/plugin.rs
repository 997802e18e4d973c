//! Plug-ins over HTTP: the lines to issuers, their classes fetched, paused and resumed.

use std::collections::BTreeMap;

use lictor_entitle::code::Code;
use lictor_entitle::plugin::{PluginMode, PluginStatus};
use lictor_entitle::refusal::Refusal;
use lictor_license::VendorKey;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, LicenseClass, Operation, OperationKind, Plugin};
use crate::office::Office;
use crate::provider::operation::{Start, begin, unfinished};
use crate::provider::request::invalid;
use crate::provider::{chain, change};
use crate::store::{Meta, Tx};

/// Templates of online plug-ins.
const TEMPLATES: [&str; 2] = ["lictor", "local"];
/// Fields that only the system sets.
const READ_ONLY: &[&str] = &["id", "status", "paused", "pause_reason", "last_fetch_at", "last_fetch_error"];

/// Body of `POST /v1/plugins`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlugin {
    /// Name of the tab, unique.
    pub name: String,
    /// Whether the issuer is called, or written to by hand.
    pub mode: PluginMode,
    /// `lictor` for another back office of this kind, `local` for the issuer in this one.
    #[serde(default)]
    pub template: Option<String>,
    /// Name or address of the issuer.
    #[serde(default)]
    pub host: Option<String>,
    /// Port of the issuer.
    #[serde(default)]
    pub port: Option<u16>,
    /// Name of the agreement at the issuer; none for the plug-in's name.
    #[serde(default)]
    pub login: Option<String>,
    /// Name of a file in DIR/secrets that holds the issuer's token.
    #[serde(default)]
    pub secret_ref: Option<String>,
    /// Whether the issuer is called over TLS.
    #[serde(default)]
    pub tls: bool,
    /// Lines of the vendor keys that its files are signed with; none means the key of this office.
    #[serde(default)]
    pub trusted_keys: Vec<String>,
    /// Longest time that a call of the issuer may take, 1 to 120 seconds.
    #[serde(default)]
    pub timeout_seconds: Option<u32>,
    /// Notes of the caller's own.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
}

/// Body of `PATCH /v1/plugins/{id}`. What is not named stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Name of the tab, unique.
    #[serde(default)]
    pub name: Option<String>,
    /// Name or address of the issuer.
    #[serde(default)]
    pub host: Option<String>,
    /// Port of the issuer.
    #[serde(default)]
    pub port: Option<u16>,
    /// Name of the agreement at the issuer.
    #[serde(default)]
    pub login: Option<String>,
    /// Name of a file in DIR/secrets that holds the issuer's token.
    #[serde(default)]
    pub secret_ref: Option<String>,
    /// Whether the issuer is called over TLS.
    #[serde(default)]
    pub tls: Option<bool>,
    /// Lines of the vendor keys that its files are signed with.
    #[serde(default)]
    pub trusted_keys: Option<Vec<String>>,
    /// Longest time that a call of the issuer may take, 1 to 120 seconds.
    #[serde(default)]
    pub timeout_seconds: Option<u32>,
    /// Notes of the caller's own; replaces all of them.
    #[serde(default)]
    pub metadata: Option<BTreeMap<String, Json>>,
}

/// `POST /v1/plugins`: saved, and its classes are being fetched.
///
/// # Errors
///
/// `DUPLICATE`, `INVALID_FIELD`, `READ_ONLY`.
pub async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: NewPlugin = call.body()?;
    let template = match body.mode {
        PluginMode::Offline => "offline".to_owned(),
        PluginMode::Online => body.template.unwrap_or_else(|| "lictor".to_owned()),
    };
    let mut plugin = Plugin {
        meta: Meta { metadata: body.metadata, ..Meta::default() },
        login: body.login.or_else(|| Some(body.name.clone())),
        name: body.name,
        mode: body.mode,
        template,
        host: body.host,
        port: body.port.map(i64::from),
        secret_ref: body.secret_ref,
        tls: body.tls,
        status: PluginStatus::New,
        paused: false,
        pause_reason: None,
        last_fetch_at: None,
        trusted_keys: body.trusted_keys,
        timeout_seconds: body.timeout_seconds.unwrap_or(20),
        last_fetch_error: None,
    };
    check(office, &plugin)?;
    free(tx, &plugin.name, None).await?;
    tx.insert(&mut plugin).await?;
    tx.trace::<Plugin>("plugin.created", None, Some(&plugin), None);
    fetch(tx, &mut plugin).await?;
    Ok(Answer::created(&plugin))
}

fn check(office: &Office, plugin: &Plugin) -> Result<(), Fault> {
    if plugin.name.trim().is_empty() || plugin.name.len() > 100 {
        return Err(invalid("/name", "a name of 1 to 100 bytes".to_owned()));
    }
    if !(1..=120).contains(&plugin.timeout_seconds) {
        return Err(invalid("/timeout_seconds", "1 to 120 seconds".to_owned()));
    }
    for (place, line) in plugin.trusted_keys.iter().enumerate() {
        VendorKey::parse(line)
            .map_err(|error| invalid(&format!("/trusted_keys/{place}"), error.to_string()))?;
    }
    if plugin.mode == PluginMode::Offline {
        return Ok(());
    }
    if !TEMPLATES.contains(&plugin.template.as_str()) {
        return Err(invalid("/template", format!("one of {}", TEMPLATES.join(", "))));
    }
    if plugin.template == "local" {
        return Ok(());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    match &plugin.host {
        Some(host) if !host.is_empty() && host.chars().all(plain) => {}
        Some(_) | None => return Err(invalid("/host", "the name or address of the issuer".to_owned())),
    }
    if plugin.port.is_none_or(|port| port == 0) {
        return Err(invalid("/port", "the port of the issuer, 1 to 65535".to_owned()));
    }
    let Some(name) = &plugin.secret_ref else {
        return Err(invalid("/secret_ref", "the name of a file in DIR/secrets".to_owned()));
    };
    office.secret(name).map(|_| ()).map_err(|fault| Fault::from(fault.refusal().at("/secret_ref")))
}

async fn free(tx: &mut Tx, name: &str, own: Option<&str>) -> Result<(), Fault> {
    match tx.look::<Plugin>("name", name).await? {
        Some(other) if Some(other.meta.id.as_str()) != own => {
            let text = format!("there is a plug-in {name:?}");
            Err(Refusal::because(Code::Duplicate, text).at("/name").into())
        }
        Some(_) | None => Ok(()),
    }
}

/// `PATCH /v1/plugins/{id}`: a changed connection is tried at once, and nothing is sold before it holds. A
/// plug-in that rests tries it when it goes on.
///
/// # Errors
///
/// `DUPLICATE`, `INVALID_FIELD`, `READ_ONLY`.
pub async fn edit(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: Edit = call.body()?;
    let mut plugin: Plugin = collection::named(tx, call, "id").await?;
    call.matches(&plugin)?;
    let before = plugin.clone();
    if let Some(name) = body.name {
        plugin.name = name;
    }
    if body.host.is_some() {
        plugin.host = body.host;
    }
    if let Some(port) = body.port {
        plugin.port = Some(port.into());
    }
    if body.login.is_some() {
        plugin.login = body.login;
    }
    if body.secret_ref.is_some() {
        plugin.secret_ref = body.secret_ref;
    }
    plugin.tls = body.tls.unwrap_or(plugin.tls);
    plugin.timeout_seconds = body.timeout_seconds.unwrap_or(plugin.timeout_seconds);
    if let Some(keys) = body.trusted_keys {
        plugin.trusted_keys = keys;
    }
    if let Some(metadata) = body.metadata {
        plugin.meta.metadata = metadata;
    }
    check(office, &plugin)?;
    free(tx, &plugin.name, Some(&plugin.meta.id)).await?;
    tx.update(&mut plugin).await?;
    tx.trace("plugin.edited", Some(&before), Some(&plugin), None);
    let line =
        |has: &Plugin| (has.host.clone(), has.port, has.login.clone(), has.secret_ref.clone(), has.tls);
    if line(&before) != line(&plugin) {
        // What is being fetched comes over the old connection.
        if let Some(running) = unfinished(tx, OperationKind::FetchClasses, &plugin.meta.id).await? {
            change::end_operation(tx, Some(&running.meta.id), "the connection was changed").await?;
        }
        if plugin.paused {
            becomes(tx, &mut plugin, PluginStatus::New).await?;
        } else {
            fetch(tx, &mut plugin).await?;
        }
    }
    Ok(Answer::record(&plugin))
}

async fn becomes(tx: &mut Tx, plugin: &mut Plugin, status: PluginStatus) -> Result<(), Fault> {
    if plugin.status == status {
        return Ok(());
    }
    plugin.status = status;
    tx.update(plugin).await
}

/// Begins to fetch the classes of a plug-in; nothing new is sold until they are there.
///
/// # Errors
///
/// What the database says.
pub async fn fetch(tx: &mut Tx, plugin: &mut Plugin) -> Result<Operation, Fault> {
    becomes(tx, plugin, PluginStatus::Fetching).await?;
    if let Some(mut running) = unfinished(tx, OperationKind::FetchClasses, &plugin.meta.id).await? {
        if running.state != crate::model::OperationState::Running {
            running.next_attempt_at = Some(tx.now());
            tx.update(&mut running).await?;
            tx.wake();
        }
        return Ok(running);
    }
    begin(
        tx,
        Start {
            kind: OperationKind::FetchClasses,
            target_kind: "plug-in",
            target_id: &plugin.meta.id,
            plugin_id: Some(&plugin.meta.id),
            key: None,
            input: json!({}),
        },
    )
    .await
}

/// Somebody gave the fetch up: the classes are not there.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn not_fetched(tx: &mut Tx, id: &str) -> Result<(), Fault> {
    let mut plugin: Plugin = tx.get(id).await?;
    plugin.last_fetch_error = plugin.last_fetch_error.or_else(|| Some("given up by somebody".to_owned()));
    plugin.status = PluginStatus::Failed;
    tx.update(&mut plugin).await
}

/// `POST /v1/plugins/{id}/refresh`: the classes are fetched again.
///
/// # Errors
///
/// `PLUGIN_PAUSED`.
pub async fn refresh(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut plugin: Plugin = collection::named(tx, call, "id").await?;
    if plugin.paused {
        return Err(Code::PluginPaused.into());
    }
    let operation = fetch(tx, &mut plugin).await?;
    Ok(Answer::accepted(&operation))
}

/// Body of `pause`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Why, for people.
    #[serde(default)]
    pub reason: Option<String>,
}

/// `POST /v1/plugins/{id}/pause`: its issuer is not called any more.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn pause(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Pause = call.body()?;
    let mut plugin: Plugin = collection::named(tx, call, "id").await?;
    call.matches(&plugin)?;
    if !plugin.paused {
        let before = plugin.clone();
        plugin.paused = true;
        plugin.pause_reason = body.reason.or_else(|| Some("by hand".to_owned()));
        tx.update(&mut plugin).await?;
        tx.trace("plugin.paused", Some(&before), Some(&plugin), None);
    }
    Ok(Answer::record(&plugin))
}

/// `POST /v1/plugins/{id}/resume`: what rested goes on.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn resume(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut plugin: Plugin = collection::named(tx, call, "id").await?;
    call.matches(&plugin)?;
    if plugin.paused {
        let before = plugin.clone();
        plugin.paused = false;
        plugin.pause_reason = None;
        tx.update(&mut plugin).await?;
        tx.trace("plugin.resumed", Some(&before), Some(&plugin), None);
        go_on(tx, &plugin, office.clock().today()).await?;
        if matches!(plugin.status, PluginStatus::New | PluginStatus::Failed) {
            fetch(tx, &mut plugin).await?;
        }
        tx.wake();
    }
    Ok(Answer::record(&plugin))
}

/// Automatic licenses that stopped when the plug-in began to rest go on.
async fn go_on(tx: &mut Tx, plugin: &Plugin, today: CivilDate) -> Result<(), Fault> {
    let condition = "plugin_id = $1 AND status IN ('Pending', 'Issued', 'Activated') ORDER BY id";
    let licenses: Vec<License> = tx.select(condition, vec![plugin.meta.id.as_str().into()]).await?;
    for mut license in licenses.into_iter().filter(|license| license.automatic) {
        chain::go_on(tx, &mut license, today).await?;
    }
    Ok(())
}

/// `DELETE /v1/plugins/{id}`, while no license is of it.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` with `meta.licenses`.
pub async fn delete(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let plugin: Plugin = collection::named(tx, call, "id").await?;
    call.matches(&plugin)?;
    let id = plugin.meta.id.as_str();
    let count = "SELECT COUNT(*) FROM licenses WHERE plugin_id = $1";
    let licenses = tx.query(count, vec![id.into()]).await?.first().map_or(Ok(0), |row| row.int(0))?;
    if licenses > 0 {
        let text = format!("{licenses} licenses are of this plug-in: pause it instead");
        return Err(Refusal::because(Code::IllegalTransition, text).with("licenses", licenses).into());
    }
    if let Some(running) = unfinished(tx, OperationKind::FetchClasses, id).await? {
        change::end_operation(tx, Some(&running.meta.id), "the plug-in was removed").await?;
    }
    for class in tx.all::<LicenseClass>("plugin_id", id).await? {
        tx.delete::<LicenseClass>(&class.meta.id).await?;
    }
    tx.trace::<Plugin>("plugin.deleted", Some(&plugin), None, None);
    tx.delete::<Plugin>(id).await?;
    Ok(Answer::nothing())
}
