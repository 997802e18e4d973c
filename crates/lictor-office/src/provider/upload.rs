//! A file that was got by hand: the answer to a request, a newer revision, or a license without a request
//! (L8, L9, 3.11).

use lictor_entitle::bill::{BillType, KeyDates};
use lictor_entitle::calendar::subtract_days;
use lictor_entitle::code::Code;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::key_number::{KeyNumber, KeyRef};
use lictor_entitle::license::{Action, Event, apply};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::plugin;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::right::Right;
use lictor_entitle::stale::{Expected, FileFacts, Stored, check_uploaded, config_warning, term_warning};
use lictor_entitle::sync::SyncStatus;
use lictor_entitle::warning::Warning;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::event;
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, LicenseClass, LicenseFile, Origin, Plugin};
use crate::office::Office;
use crate::provider::file::{self, ReadFile, Shape};
use crate::provider::request::{self, invalid};
use crate::provider::{action, change, facts, order};
use crate::store::Tx;

/// Body of `POST /v1/licenses/{id}/upload`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The license file, as text.
    pub file: String,
    /// The key number; none for the one that the file carries.
    #[serde(default)]
    pub key_number: Option<String>,
    /// Whether it goes past an online plug-in; takes the right `plugin_admin`.
    #[serde(default, rename = "override")]
    pub overriding: bool,
}

/// Body of `POST /v1/licenses/upload`: a license without a request.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// Id or name of the offline plug-in.
    pub plugin_id: String,
    /// The license file, as text.
    pub file: String,
    /// The key number; none for the one that the file carries.
    #[serde(default)]
    pub key_number: Option<String>,
    /// Id of the license class, or its name at the issuer; none for the one that the file names.
    #[serde(default)]
    pub class_id: Option<String>,
    /// How it is paid; none means monthly for a file with an end, else purchased.
    #[serde(default)]
    pub bill_type: Option<BillType>,
    /// Id or code of the account it is for.
    #[serde(default)]
    pub account_id: Option<String>,
}

/// A license that took a file, with what should be known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Uploaded {
    /// The license.
    #[serde(flatten)]
    pub license: License,
    /// What is unusual about the file; it was taken all the same.
    pub warnings: Vec<Warning>,
}

impl Uploaded {
    fn answer(&self, shown: fn(&License) -> Answer) -> Answer {
        let mut answer = shown(&self.license);
        if let Content::Json(Json::Object(fields)) = &mut answer.content {
            fields.insert("warnings".to_owned(), json!(self.warnings));
        }
        answer
    }
}

/// `POST /v1/licenses/{id}/upload`: what the file does not say as it was asked for is taken, with a warning.
///
/// # Errors
///
/// `UPLOAD_NOT_ALLOWED`, `ILLEGAL_TRANSITION`, and those of [`check_uploaded`].
pub async fn upload(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Upload = call.body()?;
    if body.overriding {
        call.needs(Right::PluginAdmin)?;
    }
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let today = office.clock().today();
    action::decide(tx, &license, Action::Upload { overriding: body.overriding }, today).await?;
    let known = facts::of(tx, &license).await?;
    let trust = file::trust(office, &known.plugin).await?;
    let read = file::read(body.file.as_bytes(), &trust.keyring)?;
    let key = key_of(&read, body.key_number.as_deref())?;
    let owner = owner(tx, &key, Some(&license)).await?;
    let class = license.known_config.as_ref().unwrap_or(&license.requested_config).class.clone();
    let expected = Expected {
        key: known.facts.key.clone(),
        class: Some(class.clone()),
        stored: stored(tx, &license).await?,
        downgrade: false,
    };
    check_uploaded(&facts_of(&read, &key, &class), &expected, owner.as_deref(), today)?;
    let mut warnings: Vec<Warning> = term_warning(license.bill_type, read.valid_until).into_iter().collect();
    let dates = dates(license.bill_type, &read, &license, known.class.as_ref());
    let taken = Event::Uploaded { key: key.clone(), dates };
    let transition = apply(&known.facts, taken, today)?;
    if let Some(class) = &known.class {
        let before = license.known_config.as_ref().unwrap_or(&license.requested_config);
        let shown = file::config_of(class, before, &read);
        if known.facts.key.is_none() {
            warnings.extend(config_warning(&license.requested_config, &shown));
        }
        license.known_config = Some(shown);
    }
    keep(tx, &mut license, body.file.as_bytes(), &read, &key).await?;
    license.issue_uncertain = false;
    change::write(tx, &mut license, &transition, "license.uploaded").await?;
    order::rests(tx, &mut license).await?;
    Ok(Uploaded { license, warnings }.answer(Answer::record))
}

/// `POST /v1/licenses/upload`: a record that begins with its file (L9).
///
/// # Errors
///
/// `INVALID_FIELD` with an online plug-in; those of [`check_uploaded`]; `CLASS_MISMATCH` when no class
/// of the plug-in fits the file.
pub async fn begin(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Begin = call.body()?;
    let plugin: Plugin = tx.named(&body.plugin_id).await?;
    plugin::can_begin_with_file(plugin.mode)?;
    let trust = file::trust(office, &plugin).await?;
    let read = file::read(body.file.as_bytes(), &trust.keyring)?;
    let key = key_of(&read, body.key_number.as_deref())?;
    let class = class_of(tx, &plugin, body.class_id.as_deref(), &read).await?;
    let owner = owner(tx, &key, None).await?;
    let expected =
        Expected { key: None, class: Some(class.class_id.clone()), stored: None, downgrade: false };
    let today = office.clock().today();
    check_uploaded(&facts_of(&read, &key, &class.class_id), &expected, owner.as_deref(), today)?;
    let account = request::account(tx, body.account_id.as_deref()).await?;
    let ends = if read.valid_until.is_some() { BillType::Monthly } else { BillType::Purchase };
    let bill_type = body.bill_type.unwrap_or(ends);
    let config = file::config_of(&class, &KeyConfig::default(), &read);
    let mut license = License {
        number: tx.next_number("licenses").await?,
        bill_type,
        requested_config: config.clone(),
        known_config: Some(config),
        account_id: account.map(|account| account.meta.id),
        licensee: read.licenses.first().and_then(|license| license.licensee()).map(str::to_owned),
        status: LicenseStatus::Uploaded,
        key_prefix: Some(key.prefix().to_owned()),
        key_number: Some(key.key().to_string()),
        current_revision: Some(key.revision().into()),
        file_revision: Some(key.revision().into()),
        ..request::empty(&plugin, &class, Origin::Upload)
    };
    let known = dates(bill_type, &read, &license, None);
    license.expiration_date = known.expiration_date;
    license.start_date = read.valid_from;
    tx.insert(&mut license).await?;
    keep(tx, &mut license, body.file.as_bytes(), &read, &key).await?;
    tx.update(&mut license).await?;
    tx.trace::<License>("license.uploaded", None, Some(&license), Some("L9"));
    event::emit(tx, "license.uploaded", None, &license).await?;
    let warnings = term_warning(bill_type, read.valid_until).into_iter().collect();
    Ok(Uploaded { license, warnings }.answer(Answer::created))
}

/// The key number that the file carries, which a number given beside it must name as well.
fn key_of(read: &ReadFile, given: Option<&str>) -> Result<KeyNumber, Fault> {
    let wrong = |text: String| invalid("/key_number", text);
    let given = match given {
        Some(text) => Some(KeyRef::parse(text).map_err(|error| wrong(error.to_string()))?),
        None => None,
    };
    match (&read.key, given) {
        (Some(key), None) => Ok(key.clone()),
        (Some(key), Some(given)) => {
            let fits = given.number() == key.number() && given.revision.is_none_or(|it| it == key.revision());
            if fits { Ok(key.clone()) } else { Err(wrong(format!("the file is of key {key}"))) }
        }
        (None, Some(given)) => {
            let revision = given.revision.unwrap_or(0);
            KeyNumber::new(given.prefix(), given.number(), revision).map_err(|error| wrong(error.to_string()))
        }
        (None, None) => Err(wrong("the file carries no key number: give it".to_owned())),
    }
}

fn facts_of(read: &ReadFile, key: &KeyNumber, class: &str) -> FileFacts {
    FileFacts {
        key: key.clone(),
        class: read.class.clone().unwrap_or_else(|| class.to_owned()),
        valid_until: read.valid_until,
        signature_holds: read.signature_holds,
    }
}

/// The other license that has this key.
async fn owner(tx: &mut Tx, key: &KeyNumber, own: Option<&License>) -> Result<Option<String>, Fault> {
    let number = key.key().to_string();
    let found = tx.find::<License>("key_number", number.as_str()).await?;
    let other = found.filter(|found| own.is_none_or(|own| own.meta.id != found.meta.id));
    Ok(other.map(|license| license.meta.id))
}

/// What is stored of a license now.
///
/// # Errors
///
/// What the database says.
pub async fn stored(tx: &mut Tx, license: &License) -> Result<Option<Stored>, Fault> {
    let (Some(id), Some(revision)) = (&license.file_id, license.file_revision) else { return Ok(None) };
    let file: LicenseFile = tx.get(id).await?;
    let revision = u16::try_from(revision).unwrap_or(0);
    Ok(Some(Stored { revision, valid_until: file.valid_until }))
}

async fn class_of(
    tx: &mut Tx,
    plugin: &Plugin,
    given: Option<&str>,
    read: &ReadFile,
) -> Result<LicenseClass, Fault> {
    let classes: Vec<LicenseClass> = tx.all("plugin_id", plugin.meta.id.as_str()).await?;
    let name = given.or(read.class.as_deref());
    let name = name.ok_or_else(|| invalid("/class_id", "the file names no class: give it".to_owned()))?;
    let found = classes.into_iter().find(|class| class.meta.id == name || class.class_id == name);
    let text = format!("the plug-in has no class {name:?}");
    found.ok_or_else(|| Refusal::because(Code::ClassMismatch, text).at("/file").into())
}

/// The dates that follow from a file: a monthly key is renewed its class's grace days before its file ends.
/// By letter nothing is renewed.
fn dates(bill: BillType, read: &ReadFile, license: &License, class: Option<&LicenseClass>) -> KeyDates {
    let online = license.sync_status != SyncStatus::NotApplicable;
    let grace = class.filter(|_| online).map(|class| u32::try_from(class.grace_days).unwrap_or(0));
    match bill {
        BillType::Monthly => KeyDates {
            update_date: read.valid_until.zip(grace).map(|(last, grace)| subtract_days(last, grace)),
            expiration_date: read.valid_until,
            sus_until: license.sus_until,
        },
        BillType::Purchase => KeyDates { sus_until: license.sus_until, ..KeyDates::UNKNOWN },
    }
}

async fn keep(
    tx: &mut Tx,
    license: &mut License,
    bytes: &[u8],
    read: &ReadFile,
    key: &KeyNumber,
) -> Result<(), Fault> {
    let upgrade = read.licenses.iter().all(|it| it.key_type() == lictor_types::KeyType::Upgrade);
    let delivery = match (upgrade, read.licenses.iter().any(|it| !it.supersedes().is_empty())) {
        (true, _) => DeliveryKind::Upgrade,
        (false, true) => DeliveryKind::Superseding,
        (false, false) => DeliveryKind::Base,
    };
    let name = format!("{key}.lic");
    let shape = Shape { name, delivery, revision: key.revision().into() };
    let kept = file::keep(tx, license, bytes, read, shape).await?;
    // What only adds to the files before it leaves them in force.
    if delivery != DeliveryKind::Upgrade {
        license.live_files.clear();
    }
    license.live_files.retain(|id| *id != kept.meta.id);
    license.live_files.push(kept.meta.id.clone());
    license.file_id = Some(kept.meta.id);
    Ok(())
}
