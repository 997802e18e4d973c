//! How many seats a request against a line item would get right now (3.3).

use crate::activation::operation;
use crate::count::Available;
use crate::fulfillment::{Operation, Record};
use crate::line_item::{Line, LineState};
use crate::relation::{Relation, check_relation};
use crate::technology::blocked;

/// What the count rests on.
#[derive(Debug, Clone, Copy)]
pub struct ExactFacts<'a> {
    /// The line item.
    pub line: &'a Line,
    /// The line that its seats come from; none for a new line.
    pub parent: Option<&'a Line>,
    /// The parent line's fulfillments.
    pub parent_records: &'a [Record],
    /// Edges between products.
    pub relations: &'a [Relation],
    /// Whether some feature of the parent's product has a date for a version.
    pub dated_feature: bool,
    /// Whether every technology pair of the table is blocked (A11).
    pub strict_pairs: bool,
}

/// How many seats the line can give now; with a fulfillment, how many of that one it would take.
///
/// A line out of force gives none, nor does one whose technology cannot share counts with the parent's. A
/// closed one takes no activation, so it gives what its parent's fulfillments have. Of those only the
/// seats count that an operation would take: none of a fulfillment on hold, of a parent out of force,
/// without an edge between the products, or of a permanent license that cannot be renewed. `naive` is
/// what a plain screen shows in any case.
#[must_use]
pub fn exact(facts: &ExactFacts<'_>, of: Option<&Record>) -> Available {
    let line = facts.line;
    let shares = |parent: &&Line| blocked(parent.make(), line.make(), facts.strict_pairs).is_none();
    let sharing = facts.parent.filter(shares);
    let ledger = line.seats.available(sharing.map(|parent| &parent.seats));
    if line.state != LineState::Deployed || facts.parent.is_some() != sharing.is_some() {
        return Available { count: 0, without_return: 0, from_parent_active: 0, ..ledger };
    }
    let takeable = |record: &Record| sharing.map_or(0, |parent| takeable(facts, parent, record));
    let live = facts.parent_records.iter().map(takeable).fold(0_u32, u32::saturating_add);
    let own = if line.closed { 0 } else { ledger.without_return };
    let count = ledger.count.min(own.saturating_add(live));
    Available {
        count: of.map_or(count, |record| count.min(takeable(record))),
        without_return: own,
        from_parent_active: ledger.from_parent_active.min(live),
        naive: ledger.naive,
    }
}

/// The seats of a fulfillment that an operation would take to the line.
fn takeable(facts: &ExactFacts<'_>, parent: &Line, record: &Record) -> u32 {
    let (line, operation) = (facts.line, operation(facts.line.seats.kind));
    let related = |edge| check_relation(facts.relations, &parent.product, &line.product, edge).is_ok();
    let renewable = record.term.end.is_some() || facts.dated_feature;
    let taken = record.line == parent.id
        && record.check(parent.state, operation).is_ok()
        && line.seats.kind.relation().is_none_or(related)
        && (operation != Operation::Renew || renewable);
    if taken { record.counted_seats() } else { 0 }
}
