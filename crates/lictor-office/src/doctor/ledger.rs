//! Whether the seats of every line item add up (office.md 3.3).

use std::collections::BTreeMap;

use lictor_entitle::count::{Ledger, LedgerDelta};
use lictor_entitle::fulfillment::{FulfillmentStatus, SupportType};
use lictor_entitle::line_item::LineKind;

use super::report::Check;
use crate::fault::Fault;
use crate::model::{Fulfillment, LineItem};
use crate::store::Tx;

/// Rows that are read at a time.
const ROWS: usize = 500;

pub(super) async fn check(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("ledger");
    let mut after = String::new();
    loop {
        let sql = format!("id > $1 ORDER BY id LIMIT {ROWS}");
        let lines: Vec<LineItem> = tx.select(&sql, vec![after.as_str().into()]).await?;
        let Some(last) = lines.last() else { break };
        after.clone_from(&last.meta.id);
        for line in &lines {
            check.looked_at += 1;
            for text in examine(tx, line).await? {
                check.found(format!("line item {}", line.activation_id), text);
            }
        }
    }
    Ok(check.hint("do not mend by hand: export, and ask the maker with the audit log of that line item"))
}

/// What is wrong with a line.
async fn examine(tx: &mut Tx, line: &LineItem) -> Result<Vec<String>, Fault> {
    let mut wrong = Vec::new();
    let ledger = Ledger {
        kind: line.kind,
        quantity: line.quantity,
        converted: line.converted,
        out: line.out,
        active: line.active,
    };
    if ledger.after(LedgerDelta::default()).is_err() {
        wrong.push(format!(
            "quantity {}, converted {}, out {} and active {} do not go together",
            line.quantity, line.converted, line.out, line.active
        ));
    }
    if line.kind == LineKind::New && (line.converted > 0 || line.parent_line_item_id.is_some()) {
        wrong.push("a new line takes seats from a parent".to_owned());
    }
    if line.kind != LineKind::New && line.parent_line_item_id.is_none() {
        wrong.push("there is no parent line to take seats from".to_owned());
    }
    let fulfillments: Vec<Fulfillment> = tx.all("line_item_id", line.meta.id.as_str()).await?;
    let live: u64 =
        fulfillments.iter().filter(|record| counts(record)).map(|record| u64::from(record.count)).sum();
    if live != u64::from(line.active) {
        wrong.push(format!("its live fulfillments have {live} seats, the ledger says {}", line.active));
    }
    let children: Vec<LineItem> = tx.all("parent_line_item_id", line.meta.id.as_str()).await?;
    let moved: u64 = children.iter().map(|child| u64::from(child.converted)).sum();
    if moved != u64::from(line.out) {
        wrong.push(format!("its children took {moved} seats, the ledger says {}", line.out));
    }
    wrong.extend(forks(&fulfillments));
    Ok(wrong)
}

/// Whether a record's seats are live ones (3.3).
fn counts(record: &Fulfillment) -> bool {
    let master = matches!(record.support_type, SupportType::Master | SupportType::PublisherError);
    let live = match record.status {
        FulfillmentStatus::Active | FulfillmentStatus::OnHold | FulfillmentStatus::Inactive => true,
        FulfillmentStatus::Obsolete => false,
    };
    master && live
}

/// A live record and its live ancestor count the same seats twice.
fn forks(records: &[Fulfillment]) -> Vec<String> {
    let by_id: BTreeMap<&str, &Fulfillment> =
        records.iter().map(|record| (record.meta.id.as_str(), record)).collect();
    let twice = records.iter().filter(|record| counts(record)).filter_map(|record| {
        let parent = by_id.get(record.parent_fulfillment_id.as_deref()?)?;
        counts(parent).then(|| {
            format!(
                "{} and {}, which it replaced, are both live",
                record.fulfillment_id, parent.fulfillment_id
            )
        })
    });
    twice.collect()
}
