//! License requests over HTTP: made, edited, copied as text, and what belongs to them.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::bill::BillType;
use lictor_entitle::civil;
use lictor_entitle::code::Code;
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, LicenseClass, LicenseFile, LicenseRequest, Operation, Plugin, Subscription};
use crate::office::Office;
use crate::provider::request::{self, Manner};
use crate::provider::{action, chain, facts};
use crate::store::{Record, Tx};

/// Fields that only the system sets.
const READ_ONLY: &[&str] = &[
    "id",
    "status",
    "sync_status",
    "mismatches",
    "key_number",
    "current_revision",
    "installed_revision",
    "known_config",
    "expiration_date",
    "update_date",
    "sus_until",
    "last_sync_at",
    "last_sync_result",
    "last_error",
    "attempts",
    "assignment",
    "operation_id",
];

/// Body of `POST /v1/licenses`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLicense {
    /// Id or name of the plug-in; none for the one that has the class.
    #[serde(default)]
    pub plugin_id: Option<String>,
    /// Id of the license class; or its name at the issuer, if only one plug-in sells a class of that name.
    pub class_id: String,
    /// How it is paid.
    pub bill_type: BillType,
    /// How many, 1 to 1000.
    #[serde(default = "one")]
    pub number: u32,
    /// Amount by capacity code; a code that is not named gets the amount of the class.
    #[serde(default)]
    pub capacity: BTreeMap<String, u32>,
    /// Features that are switched on.
    #[serde(default)]
    pub features: BTreeSet<String>,
    /// Classes of additional keys that come with it.
    #[serde(default)]
    pub additional_keys: BTreeSet<String>,
    /// Id or code of the account it is for.
    #[serde(default)]
    pub account_id: Option<String>,
    /// Id of the subscription it is for.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// Whom the file names; none for the account's name.
    #[serde(default)]
    pub licensee: Option<String>,
    /// Host ids of the license server, as `TYPE=VALUE`.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the machines that may use it, as `TYPE=VALUE`, for classes that are bound to them.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// First day; none for the day of issue.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// Whether each step follows the one before by itself.
    #[serde(default)]
    pub automatic: bool,
    /// Notes of the caller's own.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// Name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn one() -> u32 {
    1
}

/// Body of `PATCH /v1/licenses/{id}`. What is not named stays. All but the last four can be changed only
/// while the license is a request.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// How it is paid.
    #[serde(default)]
    pub bill_type: Option<BillType>,
    /// Amount by capacity code.
    #[serde(default)]
    pub capacity: Option<BTreeMap<String, u32>>,
    /// Features that are switched on.
    #[serde(default)]
    pub features: Option<BTreeSet<String>>,
    /// Classes of additional keys that come with it.
    #[serde(default)]
    pub additional_keys: Option<BTreeSet<String>>,
    /// Id or code of the account it is for.
    #[serde(default)]
    pub account_id: Option<String>,
    /// Whom the file names.
    #[serde(default)]
    pub licensee: Option<String>,
    /// Host ids of the license server.
    #[serde(default)]
    pub server_host_ids: Option<Vec<String>>,
    /// Host ids of the machines that may use it.
    #[serde(default)]
    pub node_host_ids: Option<Vec<String>>,
    /// First day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// Whether each step follows the one before by itself.
    #[serde(default)]
    pub automatic: Option<bool>,
    /// Whether it is renewed automatically.
    #[serde(default)]
    pub auto_renew: Option<bool>,
    /// Notes of the caller's own; replaces all of them.
    #[serde(default)]
    pub metadata: Option<BTreeMap<String, Json>>,
    /// Name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// What `POST /v1/licenses` answers.
#[derive(Debug, Clone, serde::Serialize, JsonSchema)]
pub struct Made {
    /// The new requests.
    pub data: Vec<License>,
}

/// `POST /v1/licenses`: new requests (L1).
///
/// # Errors
///
/// `CLASS_NOT_SELLABLE`, `PLUGIN_NOT_CONFIGURED`, `INVALID_FIELD`, `READ_ONLY`.
pub async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: NewLicense = call.body()?;
    let manner = Manner {
        number: body.number,
        automatic: body.automatic,
        order_id: None,
        metadata: body.metadata,
        external_ref: body.external_ref,
    };
    let wanted = LicenseRequest {
        plugin_id: body.plugin_id,
        class_id: body.class_id,
        bill_type: body.bill_type,
        capacity: body.capacity,
        features: body.features,
        additional_keys: body.additional_keys,
        account_id: body.account_id,
        subscription_id: body.subscription_id,
        licensee: body.licensee,
        server_host_ids: body.server_host_ids,
        node_host_ids: body.node_host_ids,
        start_date: body.start_date,
    };
    let made = request::create(tx, &wanted, &manner, office.clock().today()).await?;
    let mut answer = Answer::ok(json!({ "data": made.iter().map(Record::public).collect::<Vec<_>>() }));
    if let [license] = made.as_slice() {
        answer.location = Some(format!("/v1/licenses/{}", license.meta.id));
    }
    Ok(answer.status(201))
}

/// `PATCH /v1/licenses/{id}`: edits a request, or the notes of a license. One that becomes automatic goes on
/// at once.
///
/// # Errors
///
/// `READ_ONLY`, `ALREADY_ISSUED`, `OPERATION_IN_PROGRESS`, `KEY_ISSUED`, `INVALID_FIELD`.
pub async fn edit(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: Edit = call.body()?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let before = license.clone();
    if changes_request(&body) {
        editable(&license)?;
        edit_request(tx, &mut license, &body).await?;
    }
    if let Some(automatic) = body.automatic {
        license.automatic = automatic;
    }
    if let Some(renew) = body.auto_renew {
        license.auto_renew = renew;
    }
    if let Some(metadata) = body.metadata {
        license.meta.metadata = metadata;
    }
    if let Some(name) = body.external_ref {
        license.meta.external_ref = Some(name);
    }
    tx.update(&mut license).await?;
    tx.trace("license.edited", Some(&before), Some(&license), None);
    if license.automatic && !before.automatic {
        chain::go_on(tx, &mut license, office.clock().today()).await?;
    }
    Ok(Answer::record(&license))
}

fn changes_request(body: &Edit) -> bool {
    body.bill_type.is_some()
        || body.capacity.is_some()
        || body.features.is_some()
        || body.additional_keys.is_some()
        || body.account_id.is_some()
        || body.licensee.is_some()
        || body.server_host_ids.is_some()
        || body.node_host_ids.is_some()
        || body.start_date.is_some()
}

fn editable(license: &License) -> Result<(), Fault> {
    if license.status != LicenseStatus::Pending {
        let refusal = Refusal::because(Code::AlreadyIssued, "only a request can be edited");
        return Err(match &license.key_number {
            Some(number) => refusal.with("key_number", number.clone()).into(),
            None => refusal.into(),
        });
    }
    if let Some(id) = &license.operation_id {
        return Err(Refusal::new(Code::OperationInProgress).with("operation_id", id.clone()).into());
    }
    action::certain(license)
}

async fn edit_request(tx: &mut Tx, license: &mut License, body: &Edit) -> Result<(), Fault> {
    let request::Offer { class, .. } = request::offer(tx, None, &license.class_id).await?;
    let known = &license.requested_config;
    let wanted = LicenseRequest {
        plugin_id: None,
        class_id: license.class_id.clone(),
        bill_type: body.bill_type.unwrap_or(license.bill_type),
        capacity: body.capacity.clone().unwrap_or_else(|| known.capacity.clone()),
        features: body.features.clone().unwrap_or_else(|| known.features.clone()),
        additional_keys: body.additional_keys.clone().unwrap_or_else(|| known.additional_keys.clone()),
        account_id: body.account_id.clone(),
        subscription_id: None,
        licensee: body.licensee.clone(),
        server_host_ids: Vec::new(),
        node_host_ids: Vec::new(),
        start_date: body.start_date,
    };
    if !class.bill_types.is_empty() && !class.bill_types.contains(&wanted.bill_type) {
        let text = format!("the class is not sold as {}", wanted.bill_type);
        return Err(request::invalid("/bill_type", text));
    }
    license.requested_config = request::config_of(&class, &wanted)?;
    license.bill_type = wanted.bill_type;
    if let Some(account) = request::account(tx, wanted.account_id.as_deref()).await? {
        if let Some(id) = &license.subscription_id {
            let sold: Subscription = tx.get(id).await?;
            if sold.account_id != account.meta.id {
                let text = "the subscription is another account's".to_owned();
                return Err(request::invalid("/account_id", text));
            }
        }
        license.account_id = Some(account.meta.id);
    }
    if wanted.licensee.is_some() {
        license.licensee = wanted.licensee;
    }
    let servers = body.server_host_ids.as_ref().unwrap_or(&license.server_host_ids);
    let nodes = body.node_host_ids.as_ref().unwrap_or(&license.node_host_ids);
    (license.server_host_ids, license.node_host_ids) = request::hosts(servers, nodes)?;
    if wanted.start_date.is_some() {
        license.start_date = wanted.start_date;
    }
    Ok(())
}

/// `GET /v1/licenses/{id}/request-text`: what is sent to the issuer's people by hand (3.11).
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn request_text(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    let text = text_of(tx, &license).await?;
    let media = "text/plain; charset=utf-8";
    Ok(Answer::of(200, Content::Raw { media, name: None, bytes: text.into_bytes() }))
}

/// A request as text to be copied.
///
/// # Errors
///
/// What the database says.
pub async fn text_of(tx: &mut Tx, license: &License) -> Result<String, Fault> {
    let facts::Known { plugin, class, .. } = facts::of(tx, license).await?;
    let config = &license.requested_config;
    let list = |values: Vec<String>| if values.is_empty() { "-".to_owned() } else { values.join(", ") };
    let amounts = config.capacity.iter().map(|(code, amount)| format!("{code} {amount}")).collect();
    let lines = [
        ("License ID", license.number.to_string()),
        ("Request", license.meta.id.clone()),
        ("Plug-in", plugin.name),
        ("License class", config.class_label()),
        ("Name", class.map_or_else(|| license.class_name.clone(), |class| class.name)),
        ("Bill type", license.bill_type.to_string()),
        ("Capacity", list(amounts)),
        ("Features", list(config.features.iter().cloned().collect())),
        ("Additional keys", list(config.additional_keys.iter().cloned().collect())),
        ("Licensee", license.licensee.clone().unwrap_or_else(|| "-".to_owned())),
        ("Server hosts", list(license.server_host_ids.clone())),
        ("Node hosts", list(license.node_host_ids.clone())),
        ("Start", license.start_date.map_or_else(|| "day of issue".to_owned(), |day| day.to_string())),
    ];
    let lines = lines.map(|(name, value)| format!("{:<16}{value}\n", format!("{name}:")));
    Ok(format!("License request\n\n{}", lines.concat()))
}

/// `GET /v1/licenses/{id}/files`: every stored file, oldest first.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn files(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    let files: Vec<LicenseFile> = tx.all("owner_id", license.meta.id.as_str()).await?;
    Ok(all(&files))
}

/// `GET /v1/licenses/{id}/operations`: the timeline, oldest first.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn operations(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    let operations: Vec<Operation> = tx.all("target_id", license.meta.id.as_str()).await?;
    Ok(all(&operations))
}

fn all<R: Record>(records: &[R]) -> Answer {
    let data: Vec<Json> = records.iter().map(Record::public).collect();
    Answer::ok(json!({ "data": data, "next": null, "meta": {} }))
}

/// The class and plug-in of a license, for pages.
///
/// # Errors
///
/// What the database says.
pub async fn belongs_to(tx: &mut Tx, license: &License) -> Result<(Plugin, Option<LicenseClass>), Fault> {
    let known = facts::of(tx, license).await?;
    Ok((known.plugin, known.class))
}
