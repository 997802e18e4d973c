//! Which line item takes the seats of an upgrade, upsell or renewal.

use alloc::string::String;
use alloc::vec::Vec;

use crate::code::Code;
use crate::fulfillment::{Operation, Record};
use crate::line_item::{Line, LineKind, LineState};
use crate::refusal::Refusal;
use crate::relation::{Relation, check_relation};

/// The line items that may take seats of a record: deployed, of the kind, children of its line.
pub fn candidates<'a>(record: &Record, kind: LineKind, lines: &'a [Line]) -> impl Iterator<Item = &'a Line> {
    lines.iter().filter(move |line| follows(record, kind, line) && line.state == LineState::Deployed)
}

fn follows(record: &Record, kind: LineKind, line: &Line) -> bool {
    line.seats.kind == kind && line.parent.as_deref() == Some(record.line.as_str())
}

/// Finds the line item that takes the seats. A single candidate needs no choice.
///
/// # Errors
///
/// `NO_UPGRADE_LINE_ITEM` and its like, `TARGET_REQUIRED` with `candidates`, `LINE_ITEM_NOT_DEPLOYED`
/// for a chosen line that is not in force, `NO_PRODUCT_RELATION`.
pub fn choose_target<'a>(
    record: &Record,
    operation: Operation,
    lines: &'a [Line],
    chosen: Option<&str>,
    relations: &[Relation],
) -> Result<&'a Line, Refusal> {
    let (kind, missing) = match operation {
        Operation::Upgrade => (LineKind::Upgrade, Code::NoUpgradeLineItem),
        Operation::Upsell => (LineKind::Upsell, Code::NoUpsellLineItem),
        Operation::Renew => (LineKind::Renewal, Code::NoRenewalLineItem),
        Operation::Rehost
        | Operation::Repair
        | Operation::Return
        | Operation::PublisherError
        | Operation::Emergency
        | Operation::StopGap
        | Operation::Transfer => return Err(Code::Internal.into()),
    };
    let missing = || Refusal::new(missing).with("line_item_id", record.line.as_str());
    let target = match chosen {
        Some(id) => {
            let named = |line: &&Line| line.id == id && follows(record, kind, line);
            lines.iter().find(named).ok_or_else(missing)?
        }
        None => {
            let deployed = || candidates(record, kind, lines);
            let first = deployed().next().ok_or_else(missing)?;
            if deployed().count() > 1 {
                let ids: Vec<String> = deployed().map(|line| line.id.clone()).collect();
                let refusal = Refusal::new(Code::TargetRequired).at("/target_line_item_id");
                return Err(refusal.with("candidates", ids));
            }
            first
        }
    };
    if target.state != LineState::Deployed {
        return Err(Refusal::new(Code::LineItemNotDeployed)
            .with("line_item_id", target.id.as_str())
            .with("state", target.state.as_str()));
    }
    if let Some(edge) = kind.relation() {
        check_relation(relations, &record.product, &target.product, edge)?;
    }
    Ok(target)
}
