//! Fulfillments as the rules take them.

use lictor_entitle::fulfillment::{FulfillmentStatus, Record, SupportType};
use lictor_entitle::policy::Done;
use lictor_entitle::term::Term;
use lictor_entitle::{Code, Refusal};
use lictor_types::{CivilDate, HostIdType};

use crate::fault::Fault;
use crate::model::{Fulfillment, Policies};
use crate::office::Office;
use crate::rendering;
use crate::store::Tx;

/// A fulfillment for the rules, with the records that replaced it.
///
/// # Errors
///
/// What the database says.
pub async fn record_of(tx: &mut Tx, of: &Fulfillment) -> Result<Record, Fault> {
    let mut record = record(of)?;
    if of.status == FulfillmentStatus::Obsolete {
        let sql = "SELECT fulfillment_id FROM fulfillments WHERE parent_fulfillment_id = $1 ORDER BY id";
        for row in tx.query(sql, vec![of.meta.id.as_str().into()]).await? {
            record.successors.push(row.text(0)?.to_owned());
        }
    }
    Ok(record)
}

/// A fulfillment for the rules.
///
/// # Errors
///
/// `INVALID_FIELD` if a host id was stored that is none.
pub fn record(of: &Fulfillment) -> Result<Record, Refusal> {
    Ok(Record {
        id: of.meta.id.clone(),
        line: of.line_item_id.clone(),
        product: of.product_id.clone(),
        model: of.model,
        technology: of.technology,
        status: match of.status {
            FulfillmentStatus::Obsolete => FulfillmentStatus::Obsolete,
            FulfillmentStatus::Active | FulfillmentStatus::OnHold | FulfillmentStatus::Inactive => {
                of.own_status()
            }
        },
        support: of.support_type,
        count: of.count,
        overdraft: of.overdraft_count,
        hosts: rendering::hosts(&of.server_host_ids, &of.node_host_ids)?,
        term: Term { start: of.start_date.unwrap_or(CivilDate::MIN), end: of.expiration },
        fulfilled: of.fulfill_date.or(of.start_date).unwrap_or(CivilDate::MIN),
        successors: Vec::new(),
    })
}

/// What was returned, repaired and rehosted on a line item so far.
///
/// # Errors
///
/// What the database says.
pub async fn past(office: &Office, tx: &mut Tx, line: &str) -> Result<Vec<Done>, Fault> {
    let condition = "line_item_id = $1 AND support_type IN ('RETURN', 'REPAIR', 'REHOST') \
                     AND status = 'Obsolete' ORDER BY id";
    let done = tx.select::<Fulfillment>(condition, vec![line.into()]).await?;
    let day = |done: &Fulfillment| office.clock().day_of(done.obsoleted_at.unwrap_or(done.meta.updated_at));
    let done = done.iter().filter(|done| counts(done.support_type));
    Ok(done.map(|done| Done { support: done.support_type, on: day(done) }).collect())
}

fn counts(support: SupportType) -> bool {
    matches!(support, SupportType::Return | SupportType::Repair | SupportType::Rehost)
}

/// That hosts are of the types that the policies take.
///
/// # Errors
///
/// `HOST_NOT_ALLOWED`.
pub fn check_types(hosts: &lictor_entitle::host::Hosts, policies: &Policies) -> Result<(), Refusal> {
    let taken = |kind: HostIdType| {
        policies.host_id_kinds.is_empty()
            || policies.host_id_kinds.iter().any(|name| HostIdType::parse(name) == Some(kind))
    };
    for (ids, field) in [(&hosts.servers, "/server_host_ids"), (&hosts.nodes, "/node_host_ids")] {
        if let Some(id) = ids.iter().find(|id| !taken(id.kind())) {
            let why = format!("the license model takes no {} host ids", id.kind());
            let refusal = Refusal::because(Code::HostNotAllowed, why).at(field);
            return Err(refusal.with("allowed", policies.host_id_kinds.clone()));
        }
    }
    Ok(())
}
