//! Everything of an account moves from one host to another, after a crash for example (T-TRF-2).

use lictor_entitle::fulfillment::Operation;
use lictor_entitle::host::Hosts;
use lictor_entitle::transfer::move_host;
use lictor_entitle::{Code, Refusal};
use lictor_types::HostId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::OperationAnswer;
use super::carry_out::{Ground, carry_out};
use super::deed::{Choices, Deed};
use super::facts::{check_types, record};
use super::place::live_on;
use crate::catalogue::{host, visible};
use crate::entitlement::facts::{HeldLine, hold, hold_account};
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Account, Fulfillment, Settings};
use crate::office::Office;
use crate::rendering::{host_id, host_text};
use crate::store::Tx;

/// From where to where.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveInput {
    /// The host that is gone, as TYPE=VALUE.
    pub from: String,
    /// The host in its place, as TYPE=VALUE.
    pub to: String,
    /// An alias of another type names a known host, and somebody confirmed it.
    #[serde(default)]
    pub confirm_alias: bool,
}

/// Moves every live fulfillment of an account from one host to another. Counts stay.
///
/// # Errors
///
/// `INVALID_FIELD`, `HOST_ALIAS_UNCONFIRMED`, `HOST_NOT_ALLOWED`, `FULFILLMENT_ON_HOLD`,
/// `LINE_ITEM_INACTIVE`, `NOT_FOUND` if nothing is there; what [`carry_out`] refuses.
pub async fn make(
    office: &Office,
    tx: &mut Tx,
    account_id: &str,
    input: &MoveInput,
    verify: bool,
) -> Result<OperationAnswer, Fault> {
    let account = hold_account(tx, account_id).await?;
    let id = &account.meta.id;
    let from = settled(tx, id, &input.from, "/from", input.confirm_alias).await?;
    let to = settled(tx, id, &input.to, "/to", input.confirm_alias).await?;
    let names = host::names(tx, id, &from).await?;
    let records = live_on(tx, id, &names).await?;
    if !input.confirm_alias {
        check_names(&records, &from, &names)?;
    }
    let mut lines: Vec<HeldLine> = Vec::new();
    let mut facts = Vec::with_capacity(records.len());
    for fulfillment in &records {
        let held = match lines.iter().find(|held| held.line.id == fulfillment.line_item_id) {
            Some(held) => held.clone(),
            None => {
                let held = hold(tx, &fulfillment.line_item_id).await?;
                lines.push(held.clone());
                held
            }
        };
        check_types(&Hosts::server(to.clone()), held.policies()).map_err(|refusal| refusal.at("/to"))?;
        facts.push((record(fulfillment)?, held.line.state));
    }
    let outcome = move_host(&facts, &names, &to)?;
    let choices = Choices { verify, ..Choices::default() };
    let settings = Settings::load(tx).await?;
    let today = office.clock().day_of(tx.now());
    let first = records.first().map_or(&account.meta, |record| &record.meta);
    let deed = Deed::on(tx, Some(Operation::Transfer), first, choices, settings, today);
    let ground = Ground { account: &account, lines: &lines, records: &records };
    carry_out(office, tx, &deed, &ground, outcome).await
}

/// That no license is found only under a name of another type: that needs somebody's word (4.3).
fn check_names(records: &[Fulfillment], from: &HostId, names: &[HostId]) -> Result<(), Refusal> {
    for other in names.iter().filter(|name| name.kind() != from.kind()) {
        let text = host_text(other);
        let on = |record: &Fulfillment| {
            record.server_host_ids.contains(&text) || record.node_host_ids.contains(&text)
        };
        if records.iter().any(on) {
            let known = host_text(from);
            let why = format!("{text} is known as {known}; confirm that both are one machine");
            let refusal = Refusal::because(Code::HostAliasUnconfirmed, why).at("/from");
            return Err(refusal.with("host_id", text).with("known_as", known));
        }
    }
    Ok(())
}

async fn settled(
    tx: &mut Tx,
    account: &str,
    text: &str,
    field: &str,
    confirmed: bool,
) -> Result<HostId, Fault> {
    let id = host_id(text).map_err(|refusal| refusal.at(field))?;
    // The same machine may serve licenses and use them: it is known as either.
    let hosts = host::settle(tx, account, &Hosts::server(id.clone()), confirmed).await?;
    Ok(hosts.servers.into_iter().next().unwrap_or(id))
}

pub(super) async fn handle(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let account: Account = visible(tx, call, "id").await?;
    call.sees(Some(&account.meta.id), None)?;
    let input: MoveInput = call.body()?;
    Ok(Answer::ok(make(office, tx, &account.meta.id, &input, call.flag("verify")).await?))
}
