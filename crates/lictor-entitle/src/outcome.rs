//! What becomes of records and ledgers: the one shape in which every operation answers.

use alloc::string::String;
use alloc::vec::Vec;

use crate::count::LedgerDelta;
use crate::fulfillment::{FulfillmentStatus, Record, SupportType};
use crate::host::Hosts;
use crate::line_item::Line;
use crate::refusal::Refusal;
use crate::technology::Make;
use crate::term::Term;
use crate::warning::Warning;
use crate::word::words;

words! {
    /// Which part of an outcome a new record is.
    Role {
        /// A first activation.
        Activated = "activated",
        /// The seats that stay what they were.
        Remainder = "remainder",
        /// The seats that became something else.
        Target = "target",
        /// The seats on their new host.
        Moved = "moved",
        /// The same again.
        Reissued = "reissued",
        /// A short license beside the real one.
        Extra = "extra",
    }
}

/// A record that becomes obsolete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Its id.
    pub id: String,
    /// Its support type from now on.
    pub support: SupportType,
}

/// A record that is to be made. The caller gives it an id and dates it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Which part of the outcome it is.
    pub role: Role,
    /// Id of the record it comes from.
    pub parent: Option<String>,
    /// Id of its line item.
    pub line: String,
    /// Id of its product.
    pub product: String,
    /// Its license model and technology.
    pub make: Make,
    /// Its status.
    pub status: FulfillmentStatus,
    /// Its support type.
    pub support: SupportType,
    /// Its seats.
    pub count: u32,
    /// Seats that may be used beyond them.
    pub overdraft: u32,
    /// Its hosts.
    pub hosts: Hosts,
    /// Its term.
    pub term: Term,
}

/// What becomes of one line item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// Id of the line item.
    pub line: String,
    /// What is added to its ledger.
    pub delta: LedgerDelta,
    /// Whether it becomes obsolete, because all its seats moved on (A26).
    pub obsolete: bool,
}

/// What an accepted operation changes. Nothing else is touched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Records that become obsolete.
    pub replaced: Vec<Replaced>,
    /// Records that are made, in the order in which they are to be numbered.
    pub created: Vec<NewRecord>,
    /// Ledgers that change.
    pub lines: Vec<LineChange>,
    /// What should be known.
    pub warnings: Vec<Warning>,
}

impl NewRecord {
    /// A master with all attributes of another record.
    #[must_use]
    pub fn like(record: &Record, role: Role) -> Self {
        Self {
            role,
            parent: Some(record.id.clone()),
            line: record.line.clone(),
            product: record.product.clone(),
            make: record.make(),
            status: FulfillmentStatus::Active,
            support: SupportType::Master,
            count: record.count,
            overdraft: record.overdraft,
            hosts: record.hosts.clone(),
            term: record.term,
        }
    }

    /// The record it becomes under an id, on a day.
    #[must_use]
    pub fn numbered(self, id: String, fulfilled: lictor_types::CivilDate) -> Record {
        Record {
            id,
            line: self.line,
            product: self.product,
            model: self.make.model,
            technology: self.make.technology,
            status: self.status,
            support: self.support,
            count: self.count,
            overdraft: self.overdraft,
            hosts: self.hosts,
            term: self.term,
            fulfilled,
            successors: Vec::new(),
        }
    }
}

impl LineChange {
    /// The change of a line item's ledger, checked against it.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the ledger would not add up.
    pub fn of(line: &Line, delta: LedgerDelta) -> Result<Self, Refusal> {
        let after = Line { seats: line.seats.after(delta)?, ..line.clone() };
        Ok(Self { line: line.id.clone(), delta, obsolete: after.is_used_up() })
    }
}
