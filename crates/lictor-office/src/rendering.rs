//! A license file in the making: terms of its licenses, the signer's request, and the stored record.
//!
//! Fulfillments and keys say what a file shall hold; here it becomes bytes. The request to the signer is
//! named after its owner, revision and content, so a transaction that is tried again gets the same bytes
//! again, with the serials that the signer drew the first time.

use std::collections::BTreeMap;

use lictor_entitle::code::Code;
use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::host::{Hosts, normalize};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::timeline::{FileRole, ServerFile};
use lictor_entitle::{Refusal, civil};
use lictor_types::{CivilDate, HostId, HostIdType, Seats};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::model::{FileLicense, LicenseFile};
use crate::office::Office;
use crate::signer::{self, Count, Kind, Share, SignRequest, SignerError, Version};
use crate::store::{Meta, Tx, content};

/// What a license shall say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseTerms {
    /// Name of the feature.
    pub feature: String,
    /// Exclusive, beside it, or added to it.
    pub role: FileRole,
    /// `MAJOR.MINOR` or `MAJOR`; empty for the default of license files. An upgrade never carries it.
    pub version: String,
    /// Text for the application; empty for none.
    pub options: String,
    /// Sharing flags joined by `|` or commas; empty for none.
    pub share: String,
    /// How it is counted and bound.
    pub model: LicenseModel,
    /// Seats; must be there for counted models, and only for them.
    pub count: Option<u32>,
    /// First day; none for always.
    pub start: Option<CivilDate>,
    /// Last day; none for permanent.
    pub end: Option<CivilDate>,
    /// Servers and nodes it is bound to.
    pub hosts: Hosts,
    /// Serials that it voids.
    pub supersedes: Vec<String>,
    /// Settings beyond these; what is named above is overwritten.
    pub more: signer::Feature,
}

/// A file that shall be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRequest {
    /// Kind of the record it belongs to: `key` or `fulfillment`.
    pub owner_kind: &'static str,
    /// Id of that record.
    pub owner_id: String,
    /// Revision of the key, or of the fulfillment's file.
    pub revision: i64,
    /// Name under which it is delivered.
    pub name: String,
    /// How it reaches what is installed.
    pub delivery: DeliveryKind,
    /// Product, for the signer's policy.
    pub product: Option<String>,
    /// Whom it names.
    pub licensee: Option<String>,
    /// The key it renders, with its revision; every license carries it as `X_KEY_NUMBER`.
    pub key_number: Option<String>,
    /// Further extensions by their name without `X_`.
    pub extensions: BTreeMap<String, String>,
    /// Serials that it takes the place of without voiding them.
    pub replaces: Vec<String>,
    /// ISSUED; none for today.
    pub issued: Option<CivilDate>,
    /// Its licenses, in order.
    pub licenses: Vec<LicenseTerms>,
}

/// The text of a file before it is signed, and what it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Preview {
    /// Name under which it would be delivered.
    pub name: String,
    /// How it would reach what is installed.
    pub delivery: DeliveryKind,
    /// What would be signed; serials are drawn by the signer.
    pub text: String,
    /// ISSUED.
    #[serde(with = "civil")]
    #[schemars(schema_with = "civil::schema")]
    pub issued: CivilDate,
}

/// Has a file signed and keeps it: its bytes by their hash, and its record.
///
/// # Errors
///
/// `SIGNER_REFUSED` with the signer's rule, `SIGNER_UNAVAILABLE`; `INVALID_FIELD` for terms that no license
/// file can say. Nothing is stored then.
pub async fn sign_and_store(office: &Office, tx: &mut Tx, file: &FileRequest) -> Result<LicenseFile, Fault> {
    let name = format!("{}:{}:{}", file.owner_kind, file.owner_id, file.revision);
    sign_and_store_as(office, tx, file, &name).await
}

/// The same under a name of the caller's own, for an owner whose id is not the same again when the
/// transaction is tried again. The name is unique for ever but for that: at most 100 visible ASCII
/// characters.
///
/// # Errors
///
/// As [`sign_and_store`].
pub async fn sign_and_store_as(
    office: &Office,
    tx: &mut Tx,
    file: &FileRequest,
    name: &str,
) -> Result<LicenseFile, Fault> {
    let mut request = sign_request(office, tx, file)?;
    let content: String = request.content().chars().take(16).collect();
    request.id = format!("{name}:{content}");
    let signed = office.signer().sign(&request).await?;
    let sha256 = content::put(tx, signed.bytes()).await?;
    if signed.sha256 != sha256 || signed.serials.len() != file.licenses.len() {
        return Err(Fault::internal("the signer's answer contradicts itself"));
    }
    let licenses: Vec<FileLicense> =
        file.licenses.iter().zip(&signed.serials).map(|(terms, serial)| terms.signed(serial)).collect();
    let ends = licenses.iter().map(|license| license.end);
    let mut record = LicenseFile {
        meta: Meta::default(),
        owner_kind: file.owner_kind.to_owned(),
        owner_id: file.owner_id.clone(),
        revision: file.revision,
        name: file.name.clone(),
        size: i64::try_from(signed.bytes().len()).unwrap_or(i64::MAX),
        sha256,
        serials: signed.serials.clone(),
        key_id: Some(signed.key_id.clone()),
        delivery: file.delivery,
        supersedes: file.licenses.iter().flat_map(|license| license.supersedes.clone()).collect(),
        replaces: file.replaces.clone(),
        valid_from: licenses.iter().map(|license| license.start).min().flatten(),
        // No end is later than every end.
        valid_until: ends.max_by_key(|end| end.unwrap_or(CivilDate::MAX)).flatten(),
        installed_at: None,
        licenses,
    };
    record.supersedes.dedup();
    tx.insert(&mut record).await?;
    Ok(record)
}

/// What would be signed. Nothing is asked of the signer.
///
/// # Errors
///
/// As [`sign_and_store`], but for what only the signer knows.
pub fn preview(office: &Office, tx: &Tx, file: &FileRequest) -> Result<Preview, Fault> {
    let request = SignRequest { id: "preview".to_owned(), ..sign_request(office, tx, file)? };
    let text = request.template().map_err(|denial| SignerError::Refused(Box::new(denial)))?;
    Ok(Preview { name: file.name.clone(), delivery: file.delivery, text, issued: request.issued })
}

fn sign_request(office: &Office, tx: &Tx, file: &FileRequest) -> Result<SignRequest, Fault> {
    let features: Result<Vec<signer::Feature>, Refusal> =
        file.licenses.iter().map(|license| license.to_sign(file)).collect();
    let request = SignRequest {
        id: String::new(),
        at: tx.now(),
        issued: file.issued.unwrap_or_else(|| office.clock().day_of(tx.now())),
        product: file.product.clone(),
        actor: Some(tx.actor().name.clone()),
        features: features?,
    };
    Ok(request)
}

impl LicenseTerms {
    fn to_sign(&self, file: &FileRequest) -> Result<signer::Feature, Refusal> {
        let upgrade = self.role == FileRole::Upgrade;
        let count = match (self.model, self.count) {
            (LicenseModel::FloatingCounted | LicenseModel::NodeCounted, Some(count)) => {
                Some(Count::Limited(count))
            }
            (LicenseModel::FloatingCounted | LicenseModel::NodeCounted, None) => {
                return Err(Refusal::new(Code::InvalidCount).at("/count"));
            }
            (LicenseModel::FloatingUncounted, _) => Some(Count::Unlimited),
            (LicenseModel::NodeUncounted, _) => None,
        };
        let own = if upgrade { signer::Feature::default() } else { self.more.clone() };
        let plain = |text: &str| (!upgrade && !text.is_empty()).then(|| text.to_owned());
        let mut extensions = self.more.extensions.clone();
        extensions.extend(file.extensions.clone());
        Ok(signer::Feature {
            name: self.feature.clone(),
            kind: match self.role {
                FileRole::Exclusive => Kind::Exclusive,
                FileRole::Additive => Kind::Additive,
                FileRole::Upgrade => Kind::Upgrade,
            },
            version: if upgrade { None } else { version(&self.version)? },
            count,
            start: self.start,
            end: self.end,
            server_hosts: blocks(&self.hosts.servers),
            client_hosts: if upgrade { Vec::new() } else { blocks(&self.hosts.nodes) },
            hal_servers: (self.hosts.servers.len() == 3).then_some(3),
            share: shares(&self.share)?
                .into_iter()
                .filter(|share| !upgrade || *share == Share::Virtual)
                .collect(),
            supersedes: self.supersedes.clone(),
            licensee: if upgrade { None } else { file.licensee.clone() },
            options: plain(&self.options),
            key_number: file.key_number.clone(),
            extensions,
            ..own
        })
    }

    fn signed(&self, serial: &str) -> FileLicense {
        FileLicense {
            serial: serial.to_owned(),
            feature: self.feature.clone(),
            role: self.role,
            version: self.version.clone(),
            options: self.options.clone(),
            share: self.share.clone(),
            model: self.model,
            count: self.count,
            start: self.start,
            end: self.end,
            server_host_ids: self.hosts.servers.iter().map(host_text).collect(),
            node_host_ids: self.hosts.nodes.iter().map(host_text).collect(),
            supersedes: self.supersedes.clone(),
        }
    }
}

impl FileLicense {
    /// Servers and nodes it is bound to.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` if an id was stored that is none.
    pub fn hosts(&self) -> Result<Hosts, Refusal> {
        hosts(&self.server_host_ids, &self.node_host_ids)
    }

    /// The license as a server sees it, for a preview of seats over time.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` if an id was stored that is none.
    pub fn on_server(&self) -> Result<ServerFile, Refusal> {
        Ok(ServerFile {
            serial: self.serial.clone(),
            feature: self.feature.clone(),
            role: self.role,
            count: match (self.model, self.count) {
                (LicenseModel::FloatingUncounted, _) | (_, None) => Seats::Unlimited,
                (_, Some(count)) => Seats::Limited(count),
            },
            start: self.start,
            end: self.end,
            servers: self.hosts()?.servers,
            supersedes: self.supersedes.clone(),
        })
    }
}

/// A host id from `TYPE=VALUE`, in its normal form.
///
/// # Errors
///
/// `INVALID_FIELD`.
pub fn host_id(text: &str) -> Result<HostId, Refusal> {
    let bad = |why: String| Refusal::because(Code::InvalidField, why).with("host_id", text);
    let (kind, value) =
        text.split_once('=').ok_or_else(|| bad("expected a host id as TYPE=VALUE".to_owned()))?;
    let known = HostIdType::parse(kind.trim());
    let kind = known
        .ok_or_else(|| bad(format!("there is no type {kind:?} of host ids; the types are {}", types())))?;
    normalize(kind, value).map_err(|error| bad(error.to_string()))
}

/// The names of all types of host ids, for messages.
#[must_use]
pub fn types() -> String {
    HostIdType::ALL.map(|kind| kind.to_string()).join(", ")
}

/// A host id as `TYPE=VALUE`.
#[must_use]
pub fn host_text(id: &HostId) -> String {
    format!("{}={}", id.kind(), id.value())
}

/// Servers and nodes from `TYPE=VALUE` texts, checked together.
///
/// # Errors
///
/// `INVALID_FIELD` at `/server_host_ids` or `/node_host_ids`.
pub fn hosts(servers: &[String], nodes: &[String]) -> Result<Hosts, Refusal> {
    let read = |texts: &[String], field: &str| -> Result<Vec<HostId>, Refusal> {
        let at = |(place, text): (usize, &String)| {
            host_id(text).map_err(|refusal| refusal.at(format!("/{field}/{place}")))
        };
        texts.iter().enumerate().map(at).collect()
    };
    let hosts = Hosts { servers: read(servers, "server_host_ids")?, nodes: read(nodes, "node_host_ids")? };
    hosts.check()?;
    Ok(hosts)
}

/// Sharing flags in the order of their names, joined by `|`, so that equal ones are equal texts.
///
/// # Errors
///
/// `INVALID_FIELD`.
pub fn share_text(text: &str) -> Result<String, Refusal> {
    let mut names: Vec<String> = shares(text)?.iter().map(ToString::to_string).collect();
    names.sort();
    Ok(names.join("|"))
}

/// A name that can be a file's: letters, digits, `-`, `_` and dots; anything else becomes `-`.
#[must_use]
pub fn file_name(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    text.chars().map(plain).collect::<String>().trim_start_matches('.').to_owned()
}

fn blocks(ids: &[HostId]) -> Vec<signer::HostBlock> {
    let block =
        |id: &HostId| vec![signer::HostId { kind: id.kind().to_string(), value: id.value().to_owned() }];
    ids.iter().map(block).collect()
}

fn version(text: &str) -> Result<Option<Version>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    let part = |part: &str| part.parse::<u16>().ok().filter(|part| *part <= 9999);
    match (part(major), part(minor)) {
        (Some(major), Some(minor)) => Ok(Some(Version { major, minor })),
        (_, _) => {
            let why = format!("the version {text:?} is not MAJOR.MINOR, each from 0 to 9999");
            Err(Refusal::because(Code::InvalidField, why).at("/feature_version"))
        }
    }
}

fn shares(text: &str) -> Result<Vec<Share>, Refusal> {
    let names = text.split(['|', ',']).map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| match name.to_ascii_uppercase().as_str() {
            "HOST" => Ok(Share::Host),
            "USER" => Ok(Share::User),
            "CUSTOM" => Ok(Share::Custom),
            "VIRTUAL" => Ok(Share::Virtual),
            "CLOUD" => Ok(Share::Cloud),
            "TERMINALSERVER" => Ok(Share::TerminalServer),
            "SINGLE" => Ok(Share::Single),
            _ => {
                let why = format!("there is no sharing flag {name:?}");
                Err(Refusal::because(Code::InvalidField, why).at("/share"))
            }
        })
        .collect()
}
