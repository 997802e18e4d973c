//! Hosts: a customer's servers and nodes under all their names, and the one that stands in licenses.

use std::collections::BTreeMap;

use lictor_entitle::host::{HostKind, Hosts, normalize};
use lictor_entitle::right::Right;
use lictor_entitle::{Code, Refusal};
use lictor_types::{HostId, HostIdType};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{check_name, referred};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::http::merge::merged;
use crate::http::route::{Route, schema};
use crate::model::{Account, Host, text_of};
use crate::office::Office;
use crate::rendering::{host_id, host_text, types};
use crate::store::{Meta, Tx, words};

/// Routes of hosts.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/hosts", "Lists hosts.", handler!(collection::list::<Host>)).lists(schema::<Host>),
    Route::post("/v1/hosts", Right::EntitlementEdit, "Makes a host.", handler!(create))
        .takes(schema::<HostInput>)
        .gives(schema::<Host>),
    Route::get("/v1/hosts/{id}", "Shows a host.", handler!(collection::get::<Host>)).gives(schema::<Host>),
    Route::patch(
        "/v1/hosts/{id}",
        Right::EntitlementEdit,
        "Changes aliases and name of a host.",
        handler!(change),
    )
    .takes(schema::<HostInput>)
    .gives(schema::<Host>),
    Route::delete(
        "/v1/hosts/{id}",
        Right::EntitlementEdit,
        "Forgets a host that has no live license.",
        handler!(remove),
    ),
];

/// What makes a host.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostInput {
    /// Id or code of the account; never changes.
    pub account_id: String,
    /// Server or node; never changes.
    pub kind: HostKind,
    /// Type of the host id as in license files, for example ETHERNET; never changes.
    pub id_type: String,
    /// Value; stored in its normal form; never changes.
    pub value: String,
    /// Other host ids of the same machine, as TYPE=VALUE.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The host's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// Makes a host.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`.
pub async fn make(tx: &mut Tx, input: HostInput) -> Result<Host, Fault> {
    let account: Account = referred(tx, &input.account_id, "account_id").await?;
    let mut host = fill(tx, Meta::default(), &account.meta.id, input).await?;
    tx.insert(&mut host).await?;
    tx.trace("host.created", None, Some(&host), None);
    Ok(host)
}

async fn fill(tx: &mut Tx, meta: Meta, account: &str, input: HostInput) -> Result<Host, Fault> {
    let bad = |why: String, field: &str| {
        Fault::from(Refusal::because(Code::InvalidField, why).at(format!("/{field}")))
    };
    let kind = HostIdType::parse(&input.id_type).ok_or_else(|| {
        bad(format!("there is no type {:?} of host ids; the types are {}", input.id_type, types()), "id_type")
    })?;
    let id = normalize(kind, &input.value).map_err(|error| bad(error.to_string(), "value"))?;
    let mut aliases: Vec<String> = Vec::new();
    for (place, text) in input.aliases.iter().enumerate() {
        let alias = host_id(text).map_err(|refusal| refusal.at(format!("/aliases/{place}")))?;
        let text = host_text(&alias);
        if alias != id && !aliases.contains(&text) {
            aliases.push(text);
        }
    }
    if let Some(name) = &input.name {
        check_name(name, "name")?;
    }
    let own = Host {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..meta },
        account_id: account.to_owned(),
        kind: input.kind,
        id_type: id.kind().to_string(),
        value: id.value().to_owned(),
        aliases,
        name: input.name,
    };
    let ids = ids(&own)?;
    for other in near(tx, account, own.kind, &ids).await? {
        if other.meta.id == own.meta.id {
            continue;
        }
        if ids.iter().any(|id| is_named(&other, id)) {
            let why = format!("the account has the host {} under one of these ids", text(&other));
            return Err(Refusal::because(Code::Duplicate, why).at("/value").with("id", other.meta.id).into());
        }
    }
    Ok(own)
}

fn text(host: &Host) -> String {
    format!("{}={}", host.id_type, host.value)
}

fn ids(host: &Host) -> Result<Vec<HostId>, Refusal> {
    std::iter::once(&text(host)).chain(&host.aliases).map(|text| host_id(text)).collect()
}

fn is_named(host: &Host, id: &HostId) -> bool {
    let wanted = host_text(id);
    text(host) == wanted || host.aliases.contains(&wanted)
}

/// The account's hosts that may be known under one of these ids; each is to be compared still.
async fn near(tx: &mut Tx, account: &str, kind: HostKind, ids: &[HostId]) -> Result<Vec<Host>, Fault> {
    let mut found: Vec<Host> = Vec::new();
    for id in ids {
        // Aliases are found by their words; an id without any is found by its value alone.
        let word = words::split(id.value()).into_iter().next().unwrap_or_default();
        let condition = "account_id = $1 AND kind = $2 AND (value = $3 OR id IN \
                         (SELECT w.id FROM words w WHERE w.kind = 'host' AND w.word = $4)) ORDER BY id";
        let values = vec![account.into(), text_of(&kind).into(), id.value().into(), word.into()];
        for host in tx.select::<Host>(condition, values).await? {
            if !found.iter().any(|have| have.meta.id == host.meta.id) {
                found.push(host);
            }
        }
    }
    Ok(found)
}

/// The hosts as they stand in licenses: what is an alias of a known host becomes that host.
///
/// An alias of the same type is the host without a question. One of another type (an address for a
/// name, say) is only after somebody confirmed it (4.3).
///
/// # Errors
///
/// `HOST_ALIAS_UNCONFIRMED` with `host_id` and `known_as`.
pub async fn settle(tx: &mut Tx, account: &str, hosts: &Hosts, confirmed: bool) -> Result<Hosts, Fault> {
    let servers = settle_kind(tx, account, HostKind::Server, &hosts.servers, confirmed).await?;
    let nodes = settle_kind(tx, account, HostKind::Node, &hosts.nodes, confirmed).await?;
    let hosts = Hosts { servers, nodes };
    hosts.check()?;
    Ok(hosts)
}

async fn settle_kind(
    tx: &mut Tx,
    account: &str,
    kind: HostKind,
    given: &[HostId],
    confirmed: bool,
) -> Result<Vec<HostId>, Fault> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let known = near(tx, account, kind, given).await?;
    let mut settled = Vec::with_capacity(given.len());
    for (place, id) in given.iter().enumerate() {
        let wanted = host_text(id);
        let host = known.iter().find(|host| text(host) == wanted);
        let host = host.or_else(|| known.iter().find(|host| is_named(host, id)));
        let main = match host {
            Some(host) => host_id(&text(host))?,
            None => id.clone(),
        };
        if main.kind() != id.kind() && !confirmed {
            let why = format!("{wanted} is known as {}; confirm that both are one machine", host_text(&main));
            let refusal =
                Refusal::because(Code::HostAliasUnconfirmed, why).at(format!("/{kind}_host_ids/{place}"));
            return Err(refusal.with("host_id", wanted).with("known_as", host_text(&main)).into());
        }
        settled.push(main);
    }
    Ok(settled)
}

/// All names of the machine that has this one, whether it serves licenses or uses them.
///
/// # Errors
///
/// What the database says.
pub async fn names(tx: &mut Tx, account: &str, id: &HostId) -> Result<Vec<HostId>, Fault> {
    let mut names = vec![id.clone()];
    let mut asked = 0;
    while let Some(name) = names.get(asked).cloned() {
        asked += 1;
        for kind in [HostKind::Server, HostKind::Node] {
            let near = near(tx, account, kind, std::slice::from_ref(&name)).await?;
            for host in near.iter().filter(|host| is_named(host, &name)) {
                for other in ids(host)? {
                    if !names.contains(&other) {
                        names.push(other);
                    }
                }
            }
        }
    }
    Ok(names)
}

/// Notes hosts that were not known, so that they are found in the list and can get aliases.
///
/// # Errors
///
/// What the database says.
pub async fn note(tx: &mut Tx, account: &str, hosts: &Hosts) -> Result<(), Fault> {
    for (kind, ids) in [(HostKind::Server, &hosts.servers), (HostKind::Node, &hosts.nodes)] {
        if ids.is_empty() {
            continue;
        }
        let known = near(tx, account, kind, ids).await?;
        for id in ids {
            if known.iter().any(|host| is_named(host, id)) {
                continue;
            }
            let mut host = Host {
                meta: Meta::default(),
                account_id: account.to_owned(),
                kind,
                id_type: id.kind().to_string(),
                value: id.value().to_owned(),
                aliases: Vec::new(),
                name: None,
            };
            tx.insert(&mut host).await?;
            tx.trace("host.created", None, Some(&host), None);
        }
    }
    Ok(())
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let input: HostInput = call.body()?;
    Ok(Answer::created(&make(tx, input).await?))
}

async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Host = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    let now = before.clone();
    let input = HostInput {
        account_id: now.account_id,
        kind: now.kind,
        id_type: now.id_type,
        value: now.value,
        aliases: now.aliases,
        name: now.name,
        metadata: now.meta.metadata,
        external_ref: now.meta.external_ref,
    };
    let input = merged(call, &input, &["account_id", "kind", "id_type", "value"])?;
    let mut after = fill(tx, before.meta.clone(), &before.account_id, input).await?;
    tx.update(&mut after).await?;
    tx.trace("host.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let host: Host = collection::named(tx, call, "id").await?;
    call.matches(&host)?;
    let live = crate::fulfillment::place::live_on(tx, &host.account_id, &[host_id(&text(&host))?]).await?;
    if let Some(fulfillment) = live.first() {
        let refusal = Refusal::because(Code::InUse, "a live fulfillment is on it");
        let refusal = refusal.with("collection", "fulfillments");
        return Err(refusal.with("id", fulfillment.meta.id.as_str()).into());
    }
    tx.delete::<Host>(&host.meta.id).await?;
    tx.trace("host.removed", Some(&host), None, None);
    Ok(Answer::nothing())
}
