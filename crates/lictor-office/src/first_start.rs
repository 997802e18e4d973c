//! What a new back office has before anybody used it: directories, a token, roles, settings.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use lictor_entitle::right::Right;
use lictor_entitle::term::RenewalBasis;
use lictor_entitle::upgrade::SusGate;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::fault::Fault;
use crate::http::rate;
use crate::model::{Role, Settings, Token};
use crate::store::{Meta, Tx};

/// Name of the file with the token that was made at the first start.
pub const TOKEN_FILE: &str = "admin.token";

/// Roles that come with the program.
pub const ROLES: &[(&str, &[Right])] = &[
    ("viewer", &[Right::View]),
    (
        "operator",
        &[
            Right::View,
            Right::Generate,
            Right::Rehost,
            Right::Repair,
            Right::Return,
            Right::StopGap,
            Right::Emergency,
            Right::Email,
            Right::EntitlementEdit,
            Right::EntitlementDeploy,
            Right::Sync,
            Right::Upgrade,
        ],
    ),
    ("provider", &[Right::View, Right::Generate, Right::Sync, Right::Upgrade, Right::Terminate]),
];

/// Makes the directories of a back office, readable by nobody else.
///
/// # Errors
///
/// When the file system refuses.
pub fn directories(data: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(data)?;
    builder.create(data.join("secrets"))
}

/// The token of the first start; made when its file is missing.
///
/// # Errors
///
/// When the file cannot be read or written.
pub fn admin_token(data: &Path) -> io::Result<String> {
    let path = data.join(TOKEN_FILE);
    match fs::read_to_string(&path) {
        Ok(token) => Ok(token.trim_end().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let token = new_token()?;
            write_secret(&path, &token)?;
            Ok(token)
        }
        Err(error) => Err(error),
    }
}

/// A new token: 256 random bits.
///
/// # Errors
///
/// When the system gives no random numbers.
pub fn new_token() -> io::Result<String> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("no random numbers"))?;
    Ok(hex::encode(bytes))
}

/// The hash under which a token is stored.
#[must_use]
pub fn hash_of(token: &str) -> String {
    hex::encode(digest(&SHA256, token.as_bytes()))
}

pub(crate) fn write_secret(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// Makes roles, settings and the token's record where they are missing.
///
/// # Errors
///
/// What the database says.
pub async fn records(tx: &mut Tx, admin_token: &str) -> Result<(), Fault> {
    let every: Vec<Right> = Right::all().collect();
    for (name, rights) in ROLES.iter().copied().chain([("admin", every.as_slice())]) {
        if tx.find::<Role>("name", name).await?.is_none() {
            let mut role = Role {
                meta: Meta::default(),
                name: name.to_owned(),
                rights: rights.to_vec(),
                built_in: true,
            };
            tx.insert(&mut role).await?;
        }
    }
    if tx.find::<Settings>("name", "office").await?.is_none() {
        let mut settings = Settings::default();
        tx.insert(&mut settings).await?;
    }
    crate::catalogue::license_model::seed(tx).await?;
    let hash = hash_of(admin_token);
    match tx.find::<Token>("name", "admin").await? {
        Some(token) if token.hash == hash => {}
        Some(mut token) => {
            // The file was replaced: what it says now counts.
            token.hash = hash;
            token.revoked = false;
            tx.update(&mut token).await?;
            tx.trace::<Token>("token.replaced", None, Some(&token), Some("admin.token changed"));
        }
        None => {
            let mut token = Token {
                meta: Meta::default(),
                name: "admin".to_owned(),
                hash,
                role: "admin".to_owned(),
                scopes: Vec::new(),
                product_lock: None,
                account_lock: None,
                expires_at: None,
                last_used_at: None,
                revoked: false,
                login: None,
            };
            tx.insert(&mut token).await?;
            tx.trace::<Token>("token.created", None, Some(&token), Some("first start"));
        }
    }
    Ok(())
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            meta: Meta::default(),
            name: "office".to_owned(),
            supersede: true,
            date_flavour: false,
            prefer_upgrade_files: true,
            clamp_end: false,
            strict_pairs: true,
            sus_gate: SusGate::All,
            grace_days: 0,
            reinstate_days: 0,
            daily_at: "02:00".to_owned(),
            renewal_basis: RenewalBasis::FromNowIfExpired,
            maintenance_warning_days: 30,
            stuck_after_minutes: 60,
            rate_per_minute: rate::PER_MINUTE,
            allow_private_webhooks: false,
        }
    }
}
