//! Activation: seats of a line item become fulfillments on hosts (F1, 3.7).

use lictor_entitle::activation::{ActivationFacts, ActivationRequest, HostRequest, activate};
use lictor_entitle::fulfillment::Record;
use lictor_entitle::host::Hosts;
use lictor_entitle::line_item::Line;
use lictor_entitle::{Code, Refusal, civil};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::OperationAnswer;
use super::carry_out::{Ground, carry_out};
use super::deed::{Choices, Deed};
use super::facts::{check_types, record};
use super::operation::{is_dated, say_rejected};
use super::request::hosts;
use crate::catalogue::account::check_active;
use crate::catalogue::{referred, relation, visible};
use crate::entitlement::facts::{hold, hold_account};
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Fulfillment, LineItem, Settings};
use crate::office::Office;
use crate::store::Tx;

/// Seats for hosts. One host may be named without the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ActivateInput {
    /// Activation id or id of the line item, where the address does not say it.
    pub activation_id: Option<String>,
    /// The hosts with their seats.
    pub hosts: Vec<HostSeats>,
    /// Servers of the only host, as TYPE=VALUE: one, or the three of a group.
    pub server_host_ids: Vec<String>,
    /// Nodes of the only host, as TYPE=VALUE.
    pub node_host_ids: Vec<String>,
    /// Seats on the only host.
    pub count: Option<i64>,
    /// First usable day, where the line item does not fix it.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// An alias of another type names a known host, and somebody confirmed it.
    pub confirm_alias: bool,
    /// The seats stand beside those on the server, as a pool of their own, instead of being added.
    pub beside: bool,
}

/// Seats on one host: a server or group with its nodes, or nodes alone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HostSeats {
    /// Servers, as TYPE=VALUE: one, or the three of a group.
    pub server_host_ids: Vec<String>,
    /// Nodes, as TYPE=VALUE.
    pub node_host_ids: Vec<String>,
    /// The same as `from_own`.
    pub count: Option<i64>,
    /// Seats that nobody has activated.
    pub from_own: Option<i64>,
    /// Seats from the parent line's fulfillments on this host.
    pub from_parent: Option<i64>,
    /// Seats that may be used beyond the count; of the parent's fulfillments a part of theirs.
    pub overdraft_count: Option<u32>,
}

/// Activates seats of a line item, named by id.
///
/// # Errors
///
/// Those of the rule; `ACCOUNT_LOCKED`; what [`carry_out`] refuses.
pub async fn make(
    office: &Office,
    tx: &mut Tx,
    line_id: &str,
    input: ActivateInput,
    verify: bool,
) -> Result<OperationAnswer, Fault> {
    let seen: LineItem =
        tx.look("id", line_id).await?.ok_or_else(|| Fault::not_found("line item", line_id))?;
    let account = hold_account(tx, &seen.account_id).await?;
    check_active(&account)?;
    let parent = match &seen.parent_line_item_id {
        Some(parent) => Some(hold(tx, parent).await?),
        None => None,
    };
    let held = hold(tx, &seen.meta.id).await?;
    let settings = Settings::load(tx).await?;
    let choices =
        Choices { verify, confirm_alias: input.confirm_alias, beside: input.beside, ..Choices::default() };
    let today = office.clock().day_of(tx.now());
    let deed = Deed::on(tx, None, &held.item.meta, choices, settings, today);
    let start = input.start_date;
    let places = places(tx, &account.meta.id, &held.line, input).await?;
    for place in &places {
        check_types(&place.hosts, held.policies())?;
    }
    let takes = places.iter().any(|place| place.from_parent > 0);
    let records = match &parent {
        Some(parent) if takes => live_of(tx, &parent.line.id).await?,
        Some(_) | None => Vec::new(),
    };
    let parent_records: Vec<Record> = records.iter().map(record).collect::<Result<_, _>>()?;
    let relations = relation::every(tx).await?;
    let dated_feature = match &parent {
        Some(parent) => is_dated(tx, &parent.line.product).await?,
        None => false,
    };
    let facts = ActivationFacts {
        line: &held.line,
        parent: parent.as_ref().map(|parent| &parent.line),
        parent_records: &parent_records,
        relations: &relations,
        dated_feature,
        strict_pairs: deed.settings.strict_pairs,
        overdraft_allowed: held.policies().overdraft_allowed,
    };
    let by_hand = Fulfillment::is_by_hand(held.line.technology);
    let outcome = activate(&facts, &ActivationRequest { hosts: places, start, by_hand })?;
    let lines: Vec<_> = parent.into_iter().chain([held]).collect();
    let ground = Ground { account: &account, lines: &lines, records: &records };
    carry_out(office, tx, &deed, &ground, outcome).await
}

/// The live masters of a line item, oldest first.
pub(crate) async fn live_of(tx: &mut Tx, line: &str) -> Result<Vec<Fulfillment>, Fault> {
    let mut live = tx
        .select::<Fulfillment>("line_item_id = $1 AND status <> 'Obsolete' ORDER BY id", vec![line.into()])
        .await?;
    live.retain(|record| record.support_type.is_master());
    Ok(live)
}

async fn places(
    tx: &mut Tx,
    account: &str,
    line: &Line,
    input: ActivateInput,
) -> Result<Vec<HostRequest>, Fault> {
    let only = !input.server_host_ids.is_empty() || !input.node_host_ids.is_empty();
    if (only || input.count.is_some()) && !input.hosts.is_empty() {
        let why = "name one host beside the list, or all in the list";
        return Err(Refusal::because(Code::InvalidField, why).at("/hosts").into());
    }
    let listed = !input.hosts.is_empty();
    let given = if listed {
        input.hosts
    } else {
        let (server_host_ids, node_host_ids) = (input.server_host_ids, input.node_host_ids);
        vec![HostSeats { server_host_ids, node_host_ids, count: input.count, ..HostSeats::default() }]
    };
    let mut places = Vec::with_capacity(given.len());
    for (place, seats) in given.into_iter().enumerate() {
        let front = if listed { format!("/hosts/{place}") } else { String::new() };
        let read = hosts(tx, account, &seats.server_host_ids, &seats.node_host_ids, input.confirm_alias);
        let hosts = read.await.map_err(|fault| below(fault, &front))?;
        if seats.count.is_some() && seats.from_own.is_some() {
            let why = "count and from_own are the same";
            return Err(Refusal::because(Code::InvalidField, why).at(format!("{front}/from_own")).into());
        }
        let from_parent = seats.from_parent.unwrap_or(0);
        let from_own = seats.count.or(seats.from_own);
        let from_own = from_own.unwrap_or_else(|| uncounted(line, &hosts, from_parent));
        places.push(HostRequest { hosts, from_own, from_parent, overdraft: seats.overdraft_count });
    }
    Ok(places)
}

/// Seats where nobody says how many: one for each host of an uncounted license.
fn uncounted(line: &Line, hosts: &Hosts, from_parent: i64) -> i64 {
    if line.model.is_counted() || from_parent > 0 {
        return 0;
    }
    match line.model.is_server_based() {
        true => 1,
        false => i64::try_from(hosts.nodes.len()).unwrap_or(i64::MAX),
    }
}

/// A fault that points into one entry of the list.
fn below(fault: Fault, front: &str) -> Fault {
    match fault {
        Fault::Refused(refusal) => {
            let refusal = *refusal;
            let pointer = refusal.pointer.clone().unwrap_or_default();
            refusal.at(format!("{front}{pointer}")).into()
        }
        Fault::Again | Fault::Database(_) | Fault::Internal(_) => fault,
    }
}

async fn answer(
    office: &Office,
    tx: &mut Tx,
    call: &Call,
    line: LineItem,
    input: ActivateInput,
) -> Result<Answer, Fault> {
    let verify = call.flag("verify");
    match make(office, tx, &line.meta.id, input, verify).await {
        Ok(made) => {
            let first = made.fulfillments.first().map(|made| format!("/v1/fulfillments/{}", made.meta.id));
            Ok(Answer { location: first, ..Answer::ok(&made).status(201) })
        }
        Err(fault) => {
            say_rejected(office, tx, &fault, &line, verify);
            Err(fault)
        }
    }
}

pub(super) async fn handle(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let input: ActivateInput = call.body()?;
    let name = input.activation_id.clone().unwrap_or_default();
    let line: LineItem = referred(tx, &name, "activation_id").await?;
    call.sees(Some(&line.account_id), Some(&line.product_id))?;
    answer(office, tx, call, line, input).await
}

pub(super) async fn handle_line(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let line: LineItem = visible(tx, call, "id").await?;
    let input: ActivateInput = call.body()?;
    if input.activation_id.is_some() {
        return Err(Refusal::new(Code::ReadOnly).at("/activation_id").into());
    }
    answer(office, tx, call, line, input).await
}
