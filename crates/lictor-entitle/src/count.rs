//! The ledger of a line item's seats, and how many of them a request would get now (3.3).

use crate::code::Code;
use crate::line_item::LineKind;
use crate::refusal::Refusal;

/// The seats of one line item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    /// A new line brings its own seats; every other takes them from its parent.
    pub kind: LineKind,
    /// Seats ordered.
    pub quantity: u32,
    /// Seats taken from the parent so far; 0 for a new line, at most the quantity for any other.
    pub converted: u32,
    /// Seats that moved on to children.
    pub out: u32,
    /// Seats of the live fulfillments; emergency, stop gap and obsolete ones never count.
    pub active: u32,
}

/// What becomes of one ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgerDelta {
    /// Added to the seats taken from the parent.
    pub converted: i64,
    /// Added to the seats that moved on.
    pub out: i64,
    /// Added to the live seats.
    pub active: i64,
}

/// How many seats a line item can give now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Available {
    /// The greatest request that would be accepted.
    pub count: u32,
    /// Seats to be had without touching a fulfillment of the parent.
    pub without_return: u32,
    /// Live seats of the parent that could be taken.
    pub from_parent_active: u32,
    /// Ordered less live: what a plain screen shows. More than `count` where the parent cannot give it.
    pub naive: u32,
}

impl Ledger {
    /// The ledger of a line item from which nothing was taken yet.
    #[must_use]
    pub fn new(kind: LineKind, quantity: u32) -> Self {
        Self { kind, quantity, converted: 0, out: 0, active: 0 }
    }

    /// Seats that are the line's own to give or that it has given to live fulfillments.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        let had = match self.kind {
            LineKind::New => self.quantity,
            LineKind::Upgrade | LineKind::Upsell | LineKind::Renewal => self.converted,
        };
        had.saturating_sub(self.out)
    }

    /// Seats that nobody has activated.
    #[must_use]
    pub fn unfulfilled(&self) -> u32 {
        self.capacity().saturating_sub(self.active)
    }

    /// Seats that may still be taken from the parent; 0 for a new line.
    #[must_use]
    pub fn convertible(&self) -> u32 {
        match self.kind {
            LineKind::New => 0,
            LineKind::Upgrade | LineKind::Upsell | LineKind::Renewal => {
                self.quantity.saturating_sub(self.converted)
            }
        }
    }

    /// How many seats a request would get now. `parent` is that of a line that is not new.
    #[must_use]
    pub fn available(&self, parent: Option<&Self>) -> Available {
        let own = self.unfulfilled();
        let taken = |from: fn(&Self) -> u32| parent.map_or(0, |parent| from(parent).min(self.convertible()));
        Available {
            count: own.saturating_add(taken(Self::capacity)),
            without_return: own.saturating_add(taken(Self::unfulfilled)),
            from_parent_active: taken(|parent| parent.active.min(parent.capacity())),
            naive: self.quantity.saturating_sub(self.active),
        }
    }

    /// The ledger after a change.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the change would break it: a number below zero, more converted than ordered, or
    /// more live seats than the capacity. No rule of this crate makes such a change; a store that
    /// counted wrongly is noticed here instead of being made worse.
    pub fn after(&self, delta: LedgerDelta) -> Result<Self, Refusal> {
        let broken = || Refusal::because(Code::Internal, "the ledger of the line item does not add up");
        let add = |seats: u32, change: i64| {
            let sum = i64::from(seats).checked_add(change).and_then(|sum| u32::try_from(sum).ok());
            sum.ok_or_else(broken)
        };
        let next = Self {
            converted: add(self.converted, delta.converted)?,
            out: add(self.out, delta.out)?,
            active: add(self.active, delta.active)?,
            ..*self
        };
        let had = if next.kind == LineKind::New { next.quantity } else { next.converted };
        let sound = next.converted <= next.quantity && next.out <= had && next.active <= next.capacity();
        if sound { Ok(next) } else { Err(broken()) }
    }
}

impl Available {
    /// The same for one fulfillment, which cannot give more seats than it has.
    #[must_use]
    pub fn within(self, count: u32) -> Self {
        Self { count: self.count.min(count), ..self }
    }

    /// Checks a request of so many seats.
    ///
    /// # Errors
    ///
    /// `INSUFFICIENT_COUNT` with `available` and `requested`.
    pub fn check(self, seats: u32) -> Result<(), Refusal> {
        check_seats(seats, self.count)
    }

    /// Checks a request of so many seats that leaves the parent's fulfillments alone.
    ///
    /// # Errors
    ///
    /// `INSUFFICIENT_COUNT` with `available` and `requested`.
    pub fn check_without_return(self, seats: u32) -> Result<(), Refusal> {
        check_seats(seats, self.without_return)
    }
}

fn check_seats(seats: u32, available: u32) -> Result<(), Refusal> {
    if seats <= available {
        return Ok(());
    }
    Err(Refusal::new(Code::InsufficientCount).with("available", available).with("requested", seats))
}
