//! The issuer's catalogue: its classes, and which configurations a class permits.

use std::collections::BTreeSet;

use lictor_entitle::config::{ConfigChange, KeyConfig};
use lictor_entitle::issuer_code::IssuerCode;

use super::protocol::ClassInfo;
use super::stop::Stop;
use crate::fault::Fault;
use crate::model::LicenseClass;
use crate::store::Tx;

/// Stands in `plugin_id` of the issuer's own classes; no plug-in has this id.
pub const ISSUER: &str = "issuer";

/// Every class of the issuer, oldest first. They are read without a lock: orders do not wait for each
/// other.
///
/// # Errors
///
/// What the database says.
pub async fn classes(tx: &mut Tx) -> Result<Vec<LicenseClass>, Fault> {
    let sql = "SELECT body FROM license_classes WHERE plugin_id = $1 ORDER BY id";
    let rows = tx.query(sql, vec![ISSUER.into()]).await?;
    rows.iter()
        .map(|row| serde_json::from_str(row.text(0)?).map_err(|error| Fault::internal(error.to_string())))
        .collect()
}

/// The class of that name; none if the issuer never had it.
///
/// # Errors
///
/// What the database says.
pub async fn find(tx: &mut Tx, class_id: &str) -> Result<Option<LicenseClass>, Fault> {
    Ok(classes(tx).await?.into_iter().find(|class| class.class_id == class_id))
}

/// The class that a key is of. Classes with keys are never removed.
///
/// # Errors
///
/// 300 if it is gone all the same.
pub async fn of(tx: &mut Tx, config: &KeyConfig) -> Result<LicenseClass, Stop> {
    let found = find(tx, &config.class).await?;
    found.ok_or_else(|| Stop::because(IssuerCode::Internal, format!("the class {} is gone", config.class)))
}

/// The class that `login` orders.
///
/// # Errors
///
/// 260 if it is not sold, 202 if the agreement of the login does not name it.
pub async fn ordered(tx: &mut Tx, login: &str, class_id: &str) -> Result<LicenseClass, Stop> {
    let class = find(tx, class_id).await?.filter(|class| class.selected_for_sale);
    let class = class.ok_or_else(|| {
        Stop::because(IssuerCode::NotInPriceList, format!("there is no class {class_id:?}"))
    })?;
    if !is_for(&class, login) {
        return Err(Stop::because(IssuerCode::ObjectDenied, format!("the class {class_id:?}")));
    }
    Ok(class)
}

/// Whether the agreement of a login names the class.
#[must_use]
pub fn is_for(class: &LicenseClass, login: &str) -> bool {
    class.terms.logins.is_empty() || class.terms.logins.iter().any(|has| has == login)
}

/// A class as providers see it.
#[must_use]
pub fn info(class: &LicenseClass) -> ClassInfo {
    ClassInfo {
        class: class.class_id.clone(),
        class_version: class.class_version.clone(),
        name: class.name.clone(),
        bill_types: class.bill_types.clone(),
        capacity_options: class.capacity_options.clone(),
        features: class.features.clone(),
        additional_classes: class.additional_classes.clone(),
        requires_activation: class.requires_activation,
        auto_renew: class.auto_renew,
        allows_downgrade: class.allows_downgrade,
        key_prefix: class.key_prefix.clone(),
        license_model: class.license_model,
        keep_days: class.keep_days,
        grace_days: class.grace_days,
        revision: class.revision,
    }
}

/// Fills in the amounts that an order does not name.
pub fn complete(class: &LicenseClass, config: &mut KeyConfig) {
    for option in &class.capacity_options {
        config.capacity.entry(option.code.clone()).or_insert(option.amount);
    }
}

/// Whether the class permits a configuration. Additional keys are judged where they are attached.
///
/// # Errors
///
/// 244 for a feature that it does not have, 266 for a capacity that it does not have or an amount above
/// its largest, 277 for features that exclude each other.
pub fn check(class: &LicenseClass, config: &KeyConfig) -> Result<(), Stop> {
    for (code, amount) in &config.capacity {
        let Some(option) = class.capacity_options.iter().find(|option| option.code == *code) else {
            return Err(unacceptable(format!("the class has no capacity {code:?}")));
        };
        if *amount > option.max {
            return Err(unacceptable(format!("{code} is at most {}", option.max)));
        }
    }
    if let Some(name) = config.features.iter().find(|name| !class.features.contains(name)) {
        return Err(Stop::because(IssuerCode::FeatureNotApplicable, format!("{name:?}")));
    }
    for group in &class.terms.exclusive_features {
        let both: Vec<&str> =
            group.iter().filter(|name| config.features.contains(*name)).map(String::as_str).collect();
        if both.len() > 1 {
            return Err(Stop::because(IssuerCode::ConflictWithKey, both.join(" and ")));
        }
    }
    Ok(())
}

/// Whether everything that a change adds has a price. What falls or stays needs none.
///
/// # Errors
///
/// 260.
pub fn check_prices(class: &LicenseClass, changes: &[ConfigChange]) -> Result<(), Stop> {
    let Some(list) = &class.terms.price_list else { return Ok(()) };
    let priced: BTreeSet<&str> = list.iter().map(String::as_str).collect();
    for change in changes {
        let name = match change {
            ConfigChange::Capacity { code, from, to } if to > from => code,
            ConfigChange::FeatureAdded { name } | ConfigChange::KeyAttached { name } => name,
            ConfigChange::Capacity { .. }
            | ConfigChange::Class { .. }
            | ConfigChange::FeatureRemoved { .. }
            | ConfigChange::KeyDetached { .. } => continue,
        };
        if !priced.contains(name.as_str()) {
            return Err(Stop::because(IssuerCode::NotInPriceList, format!("{name:?}")));
        }
    }
    Ok(())
}

/// 266 with words.
pub(super) fn unacceptable(detail: impl Into<String>) -> Stop {
    Stop::because(IssuerCode::UpgradeNotAcceptable, detail)
}
