//! New License: a request for one or several licenses of a class (L1).

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::code::Code;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::plugin;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::subscription::{Assignment, SubscriptionState};
use lictor_entitle::sync::SyncStatus;
use lictor_types::{CivilDate, HostId};
use serde_json::Value as Json;

use crate::event;
use crate::fault::Fault;
use crate::model::{
    Account, AccountStatus, License, LicenseClass, LicenseRequest, Origin, Plugin, Subscription,
};
use crate::provider::{chain, order};
use crate::rendering;
use crate::store::{Meta, Tx};

/// Most licenses of one request.
pub const NUMBER_MAX: u32 = 1000;

/// How a request is carried out.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// How many licenses, 1 to [`NUMBER_MAX`].
    pub number: u32,
    /// Whether each step follows the one before by itself.
    pub automatic: bool,
    /// Id of the order it belongs to.
    pub order_id: Option<String>,
    /// Notes of the caller's own.
    pub metadata: BTreeMap<String, Json>,
    /// Name in another system.
    pub external_ref: Option<String>,
}

/// What a request belongs to.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The class.
    pub class: LicenseClass,
    /// Its plug-in.
    pub plugin: Plugin,
}

/// Makes the requests: N records in Pending.
///
/// # Errors
///
/// `PLUGIN_NOT_CONFIGURED`, `CLASS_NOT_SELLABLE`, `INVALID_FIELD`, `NOT_FOUND`.
pub async fn create(
    tx: &mut Tx,
    request: &LicenseRequest,
    manner: &Manner,
    today: CivilDate,
) -> Result<Vec<License>, Fault> {
    let allowed = 1..=NUMBER_MAX;
    if !allowed.contains(&manner.number) {
        return Err(invalid("/number", format!("a number from 1 to {NUMBER_MAX}")));
    }
    let Offer { class, plugin } = offer(tx, request.plugin_id.as_deref(), &request.class_id).await?;
    plugin::can_request(plugin.status, class.selected_for_sale)?;
    if !class.bill_types.is_empty() && !class.bill_types.contains(&request.bill_type) {
        return Err(invalid("/bill_type", format!("the class is not sold as {}", request.bill_type)));
    }
    let config = config_of(&class, request)?;
    let (servers, nodes) = hosts(&request.server_host_ids, &request.node_host_ids)?;
    let account = account(tx, request.account_id.as_deref()).await?;
    let subscription = subscription(tx, request.subscription_id.as_deref()).await?;
    let account = match (account, &subscription) {
        (Some(account), Some(sold)) if sold.account_id != account.meta.id => {
            let text = "the subscription is another account's".to_owned();
            return Err(invalid("/subscription_id", text));
        }
        (None, Some(sold)) => tx.look::<Account>("id", sold.account_id.as_str()).await?,
        (account, _) => account,
    };
    let mut made = Vec::new();
    for _ in 0..manner.number {
        let mut license = License {
            meta: Meta {
                metadata: manner.metadata.clone(),
                external_ref: manner.external_ref.clone(),
                ..Meta::default()
            },
            number: tx.next_number("licenses").await?,
            account_id: account.as_ref().map(|has| has.meta.id.clone()),
            subscription_id: subscription.as_ref().map(|has| has.meta.id.clone()),
            assignment: subscription.as_ref().map_or(Assignment::None, assignment_of),
            requested_config: config.clone(),
            bill_type: request.bill_type,
            licensee: request.licensee.clone().or_else(|| account.as_ref().map(|has| has.name.clone())),
            server_host_ids: servers.clone(),
            node_host_ids: nodes.clone(),
            start_date: request.start_date,
            order_id: manner.order_id.clone(),
            running_order_id: manner.order_id.clone(),
            automatic: manner.automatic,
            ..empty(&plugin, &class, Origin::Request)
        };
        tx.insert(&mut license).await?;
        tx.trace::<License>("license.requested", None, Some(&license), Some("L1"));
        event::emit(tx, "license.requested", None, &license).await?;
        made.push(license);
    }
    if let Some(order_id) = &manner.order_id {
        order::takes(tx, order_id, &made).await?;
    }
    for license in &mut made {
        chain::go_on(tx, license, today).await?;
    }
    Ok(made)
}

/// How a license stands that is ordered for this subscription.
#[must_use]
pub fn assignment_of(subscription: &Subscription) -> Assignment {
    let ordered = subscription.kind.assignment(subscription.state);
    if ordered == Assignment::NotAssigned && subscription.server.is_some() {
        return Assignment::Assigned;
    }
    ordered
}

/// A license of a class about which nothing is known yet.
#[must_use]
pub fn empty(plugin: &Plugin, class: &LicenseClass, origin: Origin) -> License {
    License {
        meta: Meta::default(),
        number: 0,
        plugin_id: plugin.meta.id.clone(),
        class_id: class.meta.id.clone(),
        class_name: class.name.clone(),
        account_id: None,
        subscription_id: None,
        assignment: Assignment::None,
        status: LicenseStatus::Pending,
        came_from: None,
        bill_type: lictor_entitle::bill::BillType::Monthly,
        requested_config: KeyConfig::default(),
        known_config: None,
        licensee: None,
        server_host_ids: Vec::new(),
        node_host_ids: Vec::new(),
        key_prefix: None,
        key_number: None,
        current_revision: None,
        installed_revision: None,
        start_date: None,
        expiration_date: None,
        update_date: None,
        sus_until: None,
        sync_status: SyncStatus::initial(plugin.mode),
        last_sync_at: None,
        last_sync_result: None,
        last_sync_error: None,
        sync_message: None,
        end_told: None,
        mismatches: Vec::new(),
        last_error: None,
        last_error_code: None,
        unreachable_since: None,
        attempts: 0,
        next_attempt_at: None,
        operation_id: None,
        activation_learned: false,
        origin,
        order_id: None,
        file_id: None,
        auto_renew: class.auto_renew,
        automatic: false,
        file_revision: None,
        live_files: Vec::new(),
        issue_uncertain: false,
        compare_due: false,
        running_order_id: None,
    }
}

/// The class of that id, or of that name at the issuer if only one plug-in has it, with its plug-in. Where
/// the plug-in is named, it must be ready to sell, and the class is one of its own.
///
/// # Errors
///
/// `PLUGIN_NOT_CONFIGURED`; `INVALID_FIELD` at `/plugin_id` or `/class_id`.
pub async fn offer(tx: &mut Tx, plugin: Option<&str>, name: &str) -> Result<Offer, Fault> {
    let seller = match plugin {
        Some(plugin) => Some(seller(tx, plugin).await?),
        None => None,
    };
    let own = |class: &LicenseClass| seller.as_ref().is_none_or(|own| own.meta.id == class.plugin_id);
    let class = match tx.look::<LicenseClass>("id", name).await?.filter(own) {
        Some(class) => class,
        None => only_one(tx, name, own).await?,
    };
    let plugin = tx.look::<Plugin>("id", class.plugin_id.as_str()).await?;
    // Classes of our own issuer stand in the same table, under no plug-in.
    let plugin = plugin.ok_or_else(|| invalid("/class_id", "a license class of a plug-in".to_owned()))?;
    Ok(Offer { class, plugin })
}

async fn seller(tx: &mut Tx, name: &str) -> Result<Plugin, Fault> {
    let plugin = match tx.look::<Plugin>("id", name).await? {
        Some(plugin) => Some(plugin),
        None => tx.look::<Plugin>("name", name).await?,
    };
    let plugin = plugin.ok_or_else(|| invalid("/plugin_id", format!("there is no plug-in {name:?}")))?;
    plugin::can_sell(plugin.status)?;
    Ok(plugin)
}

async fn only_one(
    tx: &mut Tx,
    name: &str,
    own: impl Fn(&LicenseClass) -> bool,
) -> Result<LicenseClass, Fault> {
    let mut found: Vec<LicenseClass> = tx.all("class_id", name).await?;
    found.retain(|class| class.plugin_id != "issuer" && own(class));
    let sold: Vec<LicenseClass> = found.iter().filter(|class| class.selected_for_sale).cloned().collect();
    match (<[LicenseClass; 1]>::try_from(sold), <[LicenseClass; 1]>::try_from(found)) {
        (Ok([class]), _) | (Err(_), Ok([class])) => Ok(class),
        (Err(several), Err(_)) if several.len() > 1 => {
            Err(invalid("/class_id", format!("several plug-ins have a class {name:?}: give its id")))
        }
        (Err(_), Err(_)) => Err(invalid("/class_id", format!("there is no license class {name:?}"))),
    }
}

/// Host ids of a request in their normal form. They are looked at before anybody is asked: an issuer that
/// cannot read one would be asked again and again.
///
/// # Errors
///
/// `INVALID_FIELD` at the host id.
pub fn hosts(servers: &[String], nodes: &[String]) -> Result<(Vec<String>, Vec<String>), Fault> {
    let hosts = rendering::hosts(servers, nodes)?;
    let texts = |ids: &[HostId]| ids.iter().map(rendering::host_text).collect();
    Ok((texts(&hosts.servers), texts(&hosts.nodes)))
}

/// The whole configuration that a request means.
///
/// # Errors
///
/// `INVALID_FIELD` for what the class does not have.
pub fn config_of(class: &LicenseClass, request: &LicenseRequest) -> Result<KeyConfig, Fault> {
    let mut capacity: BTreeMap<String, u32> =
        class.capacity_options.iter().map(|option| (option.code.clone(), option.amount)).collect();
    for (code, amount) in &request.capacity {
        let pointer = format!("/capacity/{code}");
        let option = class.capacity_options.iter().find(|option| option.code == *code);
        let option = option.ok_or_else(|| invalid(&pointer, "the class has no such capacity".to_owned()))?;
        if *amount > option.max {
            return Err(invalid(&pointer, format!("at most {}", option.max)));
        }
        capacity.insert(code.clone(), *amount);
    }
    // A key without any seat would yield a file without a license, which no issuer makes.
    if !capacity.is_empty() && capacity.values().all(|amount| *amount == 0) {
        return Err(invalid("/capacity", "at least one amount must be 1 or more".to_owned()));
    }
    only("/features", &request.features, &class.features)?;
    only("/additional_keys", &request.additional_keys, &class.additional_classes)?;
    Ok(KeyConfig {
        class: class.class_id.clone(),
        class_version: class.class_version.clone(),
        capacity,
        features: request.features.clone(),
        additional_keys: request.additional_keys.clone(),
    })
}

fn only(pointer: &str, asked: &BTreeSet<String>, offered: &[String]) -> Result<(), Fault> {
    match asked.iter().find(|name| !offered.contains(name)) {
        Some(name) => Err(invalid(pointer, format!("the class has no {name:?}"))),
        None => Ok(()),
    }
}

/// The account of that id or code.
///
/// # Errors
///
/// `INVALID_FIELD` at `/account_id` if there is none; `ACCOUNT_LOCKED`.
pub async fn account(tx: &mut Tx, name: Option<&str>) -> Result<Option<Account>, Fault> {
    let Some(name) = name else { return Ok(None) };
    let account = match tx.look::<Account>("id", name).await? {
        Some(account) => Some(account),
        None => tx.look::<Account>("code", name).await?,
    };
    let account = account.ok_or_else(|| invalid("/account_id", format!("there is no account {name:?}")))?;
    if account.status == AccountStatus::Locked {
        return Err(Refusal::new(Code::AccountLocked).at("/account_id").into());
    }
    Ok(Some(account))
}

/// The subscription of that id, as it is sold to.
///
/// # Errors
///
/// `INVALID_FIELD` at `/subscription_id` if there is none; `SUBSCRIPTION_NOT_READY` if it has ended.
pub async fn subscription(tx: &mut Tx, id: Option<&str>) -> Result<Option<Subscription>, Fault> {
    let Some(id) = id else { return Ok(None) };
    let found = tx.find::<Subscription>("id", id).await?;
    let found =
        found.ok_or_else(|| invalid("/subscription_id", format!("there is no subscription {id:?}")))?;
    if found.state == SubscriptionState::Cancelled {
        return Err(Refusal::because(Code::SubscriptionNotReady, "the subscription has ended").into());
    }
    Ok(Some(found))
}

/// `INVALID_FIELD` at a field.
pub(crate) fn invalid(pointer: &str, text: String) -> Fault {
    Refusal::because(Code::InvalidField, text).at(pointer).into()
}
