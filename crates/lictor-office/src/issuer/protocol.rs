//! The issuer protocol: what a provider asks of an issuer, and what it gets as an answer (office.md 3.12).
//!
//! Each operation is a `POST /v1/issuer/<operation>` with one of these bodies. The answer is HTTP 200 with
//! an [`Answer`] also when the issuer refuses; only wrong credentials and faults are HTTP errors.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::Refusal;
use lictor_entitle::bill::BillType;
use lictor_entitle::civil;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_status::KeyStatus;
use lictor_entitle::model::LicenseModel;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::CapacityOption;

/// `create`: a new key.
///
/// A repetition with the same `request_key` answers the key that was made the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRequest {
    /// The provider's own key for this key, unique for ever within its login: 1 to 255 characters.
    pub request_key: String,
    /// The issuer's name of the license class.
    pub class: String,
    /// The version of the class; none for the one that is sold.
    #[serde(default)]
    pub class_version: Option<String>,
    /// Amount by capacity code; a code that is not named gets the amount of the class.
    #[serde(default)]
    pub capacity: BTreeMap<String, u32>,
    /// Features that are switched on.
    #[serde(default)]
    pub features: BTreeSet<String>,
    /// Classes of additional keys that come with it.
    #[serde(default)]
    pub additional_keys: BTreeSet<String>,
    /// How it is paid.
    pub bill_type: BillType,
    /// Whom its files name.
    #[serde(default)]
    pub licensee: Option<String>,
    /// Host ids of the license server, as `TYPE=VALUE`; none, one or three.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the nodes, as `TYPE=VALUE`, for classes that are locked to nodes.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// First day; none for today.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start: Option<CivilDate>,
    /// The owner's own name for it.
    #[serde(default)]
    pub nickname: Option<String>,
}

/// `retrieve`: the files of the current revision, or of the named one.
///
/// The key does not change, and asking again gives the same bytes. Every license of a file carries the
/// key number with its revision as `X_KEY_NUMBER` and the class as `X_CLASS`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetrieveRequest {
    /// `PREFIX.NNNNNNNN` or `PREFIX.NNNNNNNN.RRRR`.
    pub key_number: String,
    /// The revision, when the number names none.
    #[serde(default)]
    pub revision: Option<u32>,
}

/// `upgrade`: another configuration, which is always whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpgradeRequest {
    /// `PREFIX.NNNNNNNN`, with or without a revision; the key is meant, whatever its revision is now.
    pub key_number: String,
    /// The provider's key against doing it twice.
    pub request_key: String,
    /// What the key shall permit from now on.
    pub config: KeyConfig,
}

/// `renew`: one more period; a month of a monthly key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewRequest {
    /// `PREFIX.NNNNNNNN`, with or without a revision.
    pub key_number: String,
    /// The provider's key against doing it twice.
    pub request_key: String,
    /// Whether to renew before the update date.
    #[serde(default)]
    pub force: bool,
}

/// `info`, `terminate`, `suspend`, `resume`: they need only the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRequest {
    /// `PREFIX.NNNNNNNN`, with or without a revision.
    pub key_number: String,
}

/// `activate`: what a class that needs it wants before it gives out files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivateRequest {
    /// `PREFIX.NNNNNNNN`, with or without a revision.
    pub key_number: String,
    /// The activation code the key was made with; may stay away, because the owner asks.
    #[serde(default)]
    pub activation_code: Option<String>,
    /// What the customer's machine says of itself.
    #[serde(default)]
    pub activation_data: Option<String>,
    /// Host ids of the license server, when they are known only now.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the nodes, when they are known only now.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
}

/// `attach` and `detach`: an additional key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdditionalRequest {
    /// The main key: `PREFIX.NNNNNNNN`, with or without a revision.
    pub key_number: String,
    /// The class of the additional key, or the number of a key that exists.
    pub additional_key: String,
}

/// `change`: several changes at once, all of them or none.
///
/// Changes that contradict each other are refused, whichever was meant (246).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    /// `PREFIX.NNNNNNNN`, with or without a revision.
    pub key_number: String,
    /// The provider's key against doing it twice.
    #[serde(default)]
    pub request_key: Option<String>,
    /// What to do, in order.
    pub changes: Vec<KeyStep>,
}

/// One change of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum KeyStep {
    /// Another configuration; its additional keys are changed by attaching and detaching as well.
    Upgrade {
        /// What the key shall permit from now on.
        config: KeyConfig,
    },
    /// An additional key more.
    Attach {
        /// Its class, or the number of a key that exists.
        additional_key: String,
    },
    /// An additional key less. It goes on as a key of its own.
    Detach {
        /// Its class or its number.
        additional_key: String,
    },
    /// Stop it for a while.
    Suspend {},
    /// Let it run again.
    Resume {},
    /// End it for good.
    Terminate {},
    /// Activate it.
    Activate {
        /// The activation code the key was made with.
        #[serde(default)]
        activation_code: Option<String>,
        /// What the customer's machine says of itself.
        #[serde(default)]
        activation_data: Option<String>,
        /// Servers, when they are known only now.
        #[serde(default)]
        server_host_ids: Vec<String>,
        /// Nodes, when they are known only now.
        #[serde(default)]
        node_host_ids: Vec<String>,
    },
    /// Bind its files to other machines. Files on the old ones are not told.
    Bind {
        /// Servers, none, one or three.
        #[serde(default)]
        server_host_ids: Vec<String>,
        /// Nodes.
        #[serde(default)]
        node_host_ids: Vec<String>,
    },
    /// Give it to another login; only the issuer's own people may.
    MoveOwner {
        /// The login.
        owner: String,
    },
    /// Set attributes of the owner's; one that is not named stays as it is.
    Configure {
        /// The owner's own name for it; null takes it away.
        #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        nickname: Option<Option<String>>,
        /// Whether the owner means to renew it automatically.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        auto_renew: Option<bool>,
    },
}

/// `reinstate` (an expired key), `renew-sus` and `reinstate-sus` (the right to upgrade a purchased key).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReinstateRequest {
    /// `PREFIX.NNNNNNNN`, with or without a revision.
    pub key_number: String,
    /// The provider's key against doing it twice.
    #[serde(default)]
    pub request_key: Option<String>,
}

/// `classes`: everything the login may order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassesRequest {}

/// The answer to every operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// 100–199 for success; the numbers of [`IssuerCode`].
    pub result_code: u32,
    /// The same for people.
    pub result_text: String,
    /// The key as it stands now; also beside a refusal when the caller may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyInfo>,
    /// The newest file of the key itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileInfo>,
    /// Every file that the license server needs for the revision, oldest first: those of the key that
    /// still count, and those of its additional keys. A file that stands here no more can be removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileInfo>,
    /// What can be ordered; only of `classes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<Vec<ClassInfo>>,
    /// Why the signer did not sign. The issuer's own people are told; it does not travel.
    #[serde(skip)]
    #[schemars(skip)]
    pub signer: Option<Box<Refusal>>,
}

/// A key, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyInfo {
    /// `PREFIX.NNNNNNNN.RRRR`, with the revision that was asked for, else the current one.
    pub key_number: String,
    /// The configuration of that revision.
    pub config: KeyConfig,
    /// How it is paid.
    pub bill_type: BillType,
    /// Where it stands today.
    pub status: KeyStatus,
    /// The login that owns it.
    pub owner: String,
    /// First day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start: Option<CivilDate>,
    /// From this day on it can be renewed.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub update_date: Option<CivilDate>,
    /// Last usable day; none for a purchased key.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub expiration_date: Option<CivilDate>,
    /// Last day with a right to upgrade.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub sus_until: Option<CivilDate>,
    /// Whether the issuer marked it as a problem.
    #[serde(default)]
    pub problem: bool,
    /// Whether it must still be activated.
    #[serde(default)]
    pub not_activated: bool,
    /// Whether its file is not given out.
    #[serde(default)]
    pub not_exportable: bool,
    /// Whom its files name.
    #[serde(default)]
    pub licensee: Option<String>,
    /// Host ids its files are bound to.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the nodes its files are bound to.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// The main key it is attached to.
    #[serde(default)]
    pub parent_key: Option<String>,
    /// Additional keys that are attached to it.
    #[serde(default)]
    pub attached_keys: Vec<AttachedKey>,
    /// The owner's own name for it.
    #[serde(default)]
    pub nickname: Option<String>,
    /// Whether the owner means to renew it automatically; absent for what the class says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_renew: Option<bool>,
    /// The secret that a customer activates it with, while it is not activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation_code: Option<String>,
    /// The current revision, when an older one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by_revision: Option<u32>,
}

/// An additional key beside its main key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttachedKey {
    /// `PREFIX.NNNNNNNN.RRRR`.
    pub key_number: String,
    /// Its class.
    pub class: String,
    /// Where it stands today.
    pub status: KeyStatus,
    /// Whether it must still be activated.
    pub not_activated: bool,
}

/// A license file of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileInfo {
    /// Name under which it is stored on the license server.
    pub name: String,
    /// Its text.
    pub content: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// The revision of the key it was made for.
    pub revision: u32,
    /// Serials of the features in it.
    #[serde(default)]
    pub serials: Vec<String>,
    /// Serials that stop counting where it is loaded.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// How it reaches what is installed: base, upgrade, superseding or additional.
    pub delivery: lictor_entitle::delivery::DeliveryKind,
    /// First usable day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub valid_from: Option<CivilDate>,
    /// Last usable day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub valid_until: Option<CivilDate>,
}

/// A class that can be ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClassInfo {
    /// Its name in requests.
    pub class: String,
    /// Its version.
    pub class_version: String,
    /// Its name for people.
    pub name: String,
    /// How it may be paid.
    pub bill_types: Vec<BillType>,
    /// What of it has an amount.
    pub capacity_options: Vec<CapacityOption>,
    /// Features that can be switched on.
    pub features: Vec<String>,
    /// Classes of additional keys that can be attached.
    pub additional_classes: Vec<String>,
    /// Whether a key must be activated before its file is given out.
    pub requires_activation: bool,
    /// Whether licenses are renewed automatically when their update date has passed.
    pub auto_renew: bool,
    /// Whether amounts can be lowered.
    pub allows_downgrade: bool,
    /// Prefix of the key numbers.
    pub key_prefix: String,
    /// How its licenses are counted and bound.
    pub license_model: LicenseModel,
    /// Days an expired key is kept at the issuer; it can be renewed meanwhile.
    pub keep_days: i64,
    /// Days between the update date and the expiration of a monthly key.
    pub grace_days: i64,
    /// Counts changes of the class.
    pub revision: i64,
}

/// A field that may be left out, which is something else than null.
mod named {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        field: &Option<Option<String>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        field.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<String>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }
}

impl Answer {
    /// An answer that says just this code.
    #[must_use]
    pub fn of(code: IssuerCode) -> Self {
        Self {
            result_code: code.number().into(),
            result_text: code.text().to_owned(),
            key: None,
            file: None,
            files: Vec::new(),
            classes: None,
            signer: None,
        }
    }

    /// The same answer with a key.
    #[must_use]
    pub fn with_key(self, key: KeyInfo) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The same answer with files, oldest first.
    #[must_use]
    pub fn with_files(self, files: Vec<FileInfo>) -> Self {
        Self { file: files.last().cloned(), files, ..self }
    }

    /// The same answer with a remark in its text.
    #[must_use]
    pub fn saying(self, detail: &str) -> Self {
        Self { result_text: format!("{}: {detail}", self.result_text), ..self }
    }

    /// The code as a word; none if the number is not known.
    #[must_use]
    pub fn code(&self) -> Option<IssuerCode> {
        u16::try_from(self.result_code).ok().and_then(IssuerCode::from_number)
    }
}
