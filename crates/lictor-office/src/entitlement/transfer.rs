//! Transfer of seats to another account (3.4).

use std::collections::BTreeMap;

use lictor_entitle::count::Ledger;
use lictor_entitle::fulfillment::Operation;
use lictor_entitle::line_item::{Line, LineState};
use lictor_entitle::transfer::{TransferMode, TransferredLine, transfer};
use lictor_entitle::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contract::number;
use super::facts::{HeldLine, hold, hold_account};
use super::line::draw_activation_id;
use super::state::force_line;
use crate::catalogue::account::check_active;
use crate::catalogue::{referred, visible};
use crate::fault::Fault;
use crate::fulfillment::answer::OperationAnswer;
use crate::fulfillment::carry_out::{Ground, carry_out};
use crate::fulfillment::deed::{Choices, Deed};
use crate::fulfillment::facts::record;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Account, Entitlement, Fulfillment, LineItem, Settings};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// What is transferred, and to whom.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferInput {
    /// Id or code of the other account.
    pub account_id: String,
    /// What to do about seats that are active.
    #[serde(default = "nothing_active")]
    pub mode: TransferMode,
    /// Ids or activation ids of the lines; all of the entitlement when absent.
    #[serde(default)]
    pub line_item_ids: Vec<String>,
}

fn nothing_active() -> TransferMode {
    TransferMode::NothingActive
}

/// What became of both sides.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TransferAnswer {
    /// The entitlement that was transferred; obsolete if nothing was left.
    pub source: Entitlement,
    /// Its lines.
    pub source_line_items: Vec<LineItem>,
    /// The new entitlement at the other account, a draft.
    pub target: Entitlement,
    /// Its lines.
    pub target_line_items: Vec<LineItem>,
    /// The returns that came first.
    pub returns: OperationAnswer,
}

/// Transfers lines of an entitlement, named by id.
///
/// # Errors
///
/// `ACTIVE_FULFILLMENTS`, `INSUFFICIENT_COUNT`, `LINE_ITEM_OBSOLETE`, `ACCOUNT_LOCKED`, `INVALID_FIELD`;
/// `IN_USE` for a line whose upgrade line would stay behind.
pub async fn make(
    office: &Office,
    tx: &mut Tx,
    id: &str,
    input: &TransferInput,
    verify: bool,
) -> Result<TransferAnswer, Fault> {
    let seen: Option<Entitlement> = tx.look("id", id).await?;
    let seen = seen.ok_or_else(|| Fault::not_found("entitlement", id))?;
    let other: Account = referred(tx, &input.account_id, "account_id").await?;
    if other.meta.id == seen.account_id {
        let why = "the entitlement is this account's";
        return Err(Refusal::because(Code::InvalidField, why).at("/account_id").into());
    }
    // Both accounts in the order of their ids: two transfers never wait for each other in a circle.
    let mut accounts = [seen.account_id.clone(), other.meta.id.clone()];
    accounts.sort();
    let mut locked = Vec::with_capacity(2);
    for id in &accounts {
        locked.push(hold_account(tx, id).await?);
    }
    let account = |id: &str| locked.iter().find(|account| account.meta.id == id).cloned();
    let (Some(from), Some(to)) = (account(&seen.account_id), account(&other.meta.id)) else {
        return Err(Fault::internal("an account is gone"));
    };
    check_active(&to)?;
    let source: Entitlement = tx.get(&seen.meta.id).await?;
    let held = lines(tx, &source, input).await?;
    let mut records = Vec::new();
    for held in &held {
        let live = "line_item_id = $1 AND status <> 'Obsolete' ORDER BY id";
        records.extend(tx.select::<Fulfillment>(live, vec![held.line.id.as_str().into()]).await?);
    }
    let staying = others(tx, &source, &held).await?;
    let rules: Vec<Line> = held.iter().map(rule).collect();
    let staying: Vec<Line> = staying.iter().map(rule).collect();
    let facts = records.iter().map(record).collect::<Result<Vec<_>, _>>()?;
    let decided = transfer(&rules, &staying, &facts, input.mode)?;
    let settings = Settings::load(tx).await?;
    let choices = Choices { verify, ..Choices::default() };
    let today = office.clock().day_of(tx.now());
    let deed = Deed::on(tx, Some(Operation::Transfer), &source.meta, choices, settings, today);
    let ground = Ground { account: &from, lines: &held, records: &records };
    let returns = carry_out(office, tx, &deed, &ground, decided.returns).await?;
    let target = open(tx, &to, &source).await?;
    let mut answer = TransferAnswer {
        source: source.clone(),
        source_line_items: Vec::new(),
        target,
        target_line_items: Vec::new(),
        returns,
    };
    let mut copies = BTreeMap::new();
    for (done, held) in decided.lines.iter().zip(&held) {
        if let Some(new) = pass_on(tx, &mut answer, done, held).await? {
            copies.insert(held.line.id.clone(), new);
        }
    }
    let orders = decided.lines.iter().zip(&held).filter_map(|(done, held)| Some((done.order?, held)));
    order_anew(tx, &mut answer, orders.collect(), copies).await?;
    if decided.all && all_obsolete(tx, &source).await? {
        let mut after = Entitlement { state: LineState::Obsolete, ..source.clone() };
        tx.update(&mut after).await?;
        tx.trace("entitlement.obsoleted", Some(&source), Some(&after), Some("transferred"));
        answer.source = after;
    }
    Ok(answer)
}

/// A line for the rule. An obsolete one is that in an inactive entitlement too.
fn rule(held: &HeldLine) -> Line {
    let own = held.item.state;
    let state = if own == LineState::Obsolete { own } else { held.line.state };
    Line { state, ..held.line.clone() }
}

/// The other lines of the entitlement.
async fn others(tx: &mut Tx, source: &Entitlement, held: &[HeldLine]) -> Result<Vec<HeldLine>, Fault> {
    let mut others = Vec::new();
    for line in tx.all::<LineItem>("entitlement_id", source.meta.id.as_str()).await? {
        if !held.iter().any(|held| held.line.id == line.meta.id) {
            others.push(hold(tx, &line.meta.id).await?);
        }
    }
    Ok(others)
}

/// Orders anew what was ordered of parents that were transferred, parents first. `copies` are the new
/// lines by the ids of the old ones.
async fn order_anew(
    tx: &mut Tx,
    answer: &mut TransferAnswer,
    mut orders: Vec<(Ledger, &HeldLine)>,
    mut copies: BTreeMap<String, String>,
) -> Result<(), Fault> {
    let waits = |held: &HeldLine, orders: &[(Ledger, &HeldLine)]| {
        orders.iter().any(|(_, other)| Some(&other.line.id) == held.line.parent.as_ref())
    };
    while let Some(at) = orders.iter().position(|(_, held)| !waits(held, &orders)) {
        let (ledger, held) = orders.remove(at);
        let parent = held.line.parent.as_ref().and_then(|parent| copies.get(parent));
        let parent = parent.cloned().ok_or_else(|| Fault::internal("an order without its parent"))?;
        let new = copy(tx, &held.item, &answer.target, ledger, Some(parent)).await?;
        copies.insert(held.line.id.clone(), new.meta.id.clone());
        answer.target_line_items.push(new);
    }
    Ok(())
}

/// Takes seats out of a line, and puts them into a new one at the other account; the id of that.
async fn pass_on(
    tx: &mut Tx,
    answer: &mut TransferAnswer,
    done: &TransferredLine,
    held: &HeldLine,
) -> Result<Option<String>, Fault> {
    let before: LineItem = tx.get(&held.line.id).await?;
    let mut after = before.clone();
    (after.converted, after.out, after.active) = (done.ledger.converted, done.ledger.out, done.ledger.active);
    tx.update(&mut after).await?;
    tx.trace("line_item.transferred", Some(&before), Some(&after), None);
    if done.state != held.line.state {
        after = force_line(tx, after, done.state).await?;
    }
    answer.source_line_items.push(after);
    let Some(ledger) = done.target else { return Ok(None) };
    let new = copy(tx, &before, &answer.target, ledger, None).await?;
    let id = new.meta.id.clone();
    answer.target_line_items.push(new);
    Ok(Some(id))
}

/// The lines that are transferred: those named, or all that are not obsolete.
async fn lines(tx: &mut Tx, source: &Entitlement, input: &TransferInput) -> Result<Vec<HeldLine>, Fault> {
    let all: Vec<LineItem> = tx.all("entitlement_id", source.meta.id.as_str()).await?;
    let mut held = Vec::new();
    for (place, name) in input.line_item_ids.iter().enumerate() {
        let line = all.iter().find(|line| line.meta.id == *name || line.activation_id == *name);
        let missing = || Refusal::because(Code::InvalidField, "no line of this entitlement");
        let line = line.ok_or_else(|| missing().at(format!("/line_item_ids/{place}")))?;
        held.push(hold(tx, &line.meta.id).await?);
    }
    if input.line_item_ids.is_empty() {
        for line in all.iter().filter(|line| line.state != LineState::Obsolete) {
            held.push(hold(tx, &line.meta.id).await?);
        }
    }
    Ok(held)
}

async fn all_obsolete(tx: &mut Tx, source: &Entitlement) -> Result<bool, Fault> {
    let lines: Vec<LineItem> = tx.all("entitlement_id", source.meta.id.as_str()).await?;
    Ok(lines.iter().all(|line| line.state == LineState::Obsolete))
}

async fn open(tx: &mut Tx, to: &Account, source: &Entitlement) -> Result<Entitlement, Fault> {
    let mut target = Entitlement {
        meta: Meta { metadata: source.meta.metadata.clone(), ..Meta::default() },
        entitlement_id: number(tx).await?,
        account_id: to.meta.id.clone(),
        state: LineState::Draft,
        order_id: None,
        ship_to: None,
        allow_portal_login: source.allow_portal_login,
    };
    tx.insert(&mut target).await?;
    tx.trace("entitlement.created", None, Some(&target), Some("transferred from another account"));
    Ok(target)
}

/// The line at the other account: the same, with its own seats and only the given line behind it.
async fn copy(
    tx: &mut Tx,
    of: &LineItem,
    target: &Entitlement,
    ledger: Ledger,
    parent: Option<String>,
) -> Result<LineItem, Fault> {
    let is_new = parent.is_none();
    let mut line = LineItem {
        meta: Meta { metadata: of.meta.metadata.clone(), ..Meta::default() },
        activation_id: draw_activation_id()?,
        entitlement_id: target.meta.id.clone(),
        account_id: target.account_id.clone(),
        kind: ledger.kind,
        parent_line_item_id: parent,
        quantity: ledger.quantity,
        converted: 0,
        out: 0,
        active: 0,
        state: LineState::Draft,
        state_before: None,
        closed: false,
        is_full: false,
        allow_activations_on_parent: is_new || of.allow_activations_on_parent,
        auto_deploy: false,
        maintenance_line_ids: Vec::new(),
        returns: 0,
        repairs: 0,
        rehosts: 0,
        ..of.clone()
    };
    tx.insert(&mut line).await?;
    tx.trace("line_item.created", None, Some(&line), Some("transferred from another account"));
    Ok(line)
}

pub(super) async fn handle(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let seen: Entitlement = visible(tx, call, "id").await?;
    call.matches(&seen)?;
    if call.account_lock.is_some() {
        return Err(Code::Forbidden.into());
    }
    let input: TransferInput = call.body()?;
    Ok(Answer::ok(make(office, tx, &seen.meta.id, &input, call.flag("verify")).await?))
}
