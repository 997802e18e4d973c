//! A license with all that the rules must know of it.

use lictor_entitle::bill::KeyDates;
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::license::{Action, LicenseFacts};
use lictor_entitle::{license, plugin};
use lictor_types::CivilDate;

use crate::fault::Fault;
use crate::model::{License, LicenseClass, Plugin, Settings, Subscription};
use crate::store::Tx;

/// A license, what it belongs to, and its facts.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its plug-in.
    pub plugin: Plugin,
    /// Its class; none if the issuer does not offer it any more.
    pub class: Option<LicenseClass>,
    /// Its subscription.
    pub subscription: Option<Subscription>,
    /// What the rules are asked with.
    pub facts: LicenseFacts,
}

/// Looks up what a license belongs to.
///
/// # Errors
///
/// What the database says.
pub async fn of(tx: &mut Tx, license: &License) -> Result<Known, Fault> {
    let plugin = tx.look::<Plugin>("id", license.plugin_id.as_str()).await?;
    let plugin = plugin.ok_or_else(|| Fault::internal("a license without its plug-in"))?;
    let class = tx.look::<LicenseClass>("id", license.class_id.as_str()).await?;
    let subscription = match &license.subscription_id {
        Some(id) => tx.look::<Subscription>("id", id.as_str()).await?,
        None => None,
    };
    let settings = Settings::load(tx).await?;
    let needs = class.as_ref().is_some_and(|class| class.requires_activation);
    let ready = |has: &Subscription| has.state.is_ready() && has.server.is_some();
    let facts = LicenseFacts {
        status: license.status,
        came_from: license.came_from,
        plugin: plugin::Plugin { mode: plugin.mode, paused: plugin.paused },
        bill: license.bill_type,
        requires_activation: needs || license.activation_learned,
        key: key(license)?,
        file_revision: license.file_revision.map(revision),
        installed_revision: license.installed_revision.map(revision),
        dates: dates(license),
        assignment: license.assignment,
        server_ready: subscription.as_ref().is_some_and(ready),
        operation: license.operation_id.clone(),
        reinstate_days: u32::try_from(settings.reinstate_days).unwrap_or(0),
    };
    Ok(Known { plugin, class, subscription, facts })
}

/// The key of a license with its current revision; none while only a request exists.
///
/// # Errors
///
/// When a number is stored that is none, which is a fault of ours.
pub fn key(license: &License) -> Result<Option<KeyNumber>, Fault> {
    let Some(number) = &license.key_number else { return Ok(None) };
    let current = revision(license.current_revision.unwrap_or(0));
    let text = format!("{number}.{current:04}");
    let key = KeyNumber::parse(&text).map_err(|error| Fault::internal(format!("{text}: {error}")))?;
    Ok(Some(key))
}

/// The dates that a license knows of its key.
#[must_use]
pub fn dates(license: &License) -> KeyDates {
    KeyDates {
        update_date: license.update_date,
        expiration_date: license.expiration_date,
        sus_until: license.sus_until,
    }
}

/// The names of the actions that would be granted today: the buttons of the page. Whoever may go past an
/// online plug-in sees that as well.
///
/// # Errors
///
/// What the database says.
pub async fn allowed(
    tx: &mut Tx,
    license: &License,
    overriding: bool,
    today: CivilDate,
) -> Result<Vec<&'static str>, Fault> {
    let known = of(tx, license).await?;
    let mut actions = license::allowed(&known.facts, today);
    if overriding && license::decide(&known.facts, Action::OVERRIDE, today).is_ok() {
        actions.retain(|action| action.name() != Action::OVERRIDE.name());
        actions.push(Action::OVERRIDE);
    }
    Ok(actions.into_iter().map(Action::name).collect())
}

fn revision(number: i64) -> u16 {
    u16::try_from(number).unwrap_or(0)
}
