//! Line items: what was ordered, in which state, and what a new line must bring along.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::limits::SEATS_MAX;

use crate::code::Code;
use crate::count::Ledger;
use crate::model::LicenseModel;
use crate::refusal::Refusal;
use crate::relation::{Relation, RelationKind, check_relation};
use crate::technology::{Make, Technology, blocked};
use crate::term::LineTerm;
use crate::warning::Warning;
use crate::word::words;

words! {
    /// State of a line item or of an entitlement.
    LineState {
        /// Being written; cannot be activated.
        Draft = "Draft",
        /// In force.
        Deployed = "Deployed",
        /// Out of force for a while; what was activated works on.
        Inactive = "Inactive",
        /// Waits for something outside; cannot be activated.
        OnHold = "OnHold",
        /// Replaced; final.
        Obsolete = "Obsolete",
        /// For trials of the vendor; never becomes anything else.
        Test = "Test",
    }
}

words! {
    /// Why a line item was ordered.
    LineKind {
        /// It brings its own seats.
        New = "NEW",
        /// It takes seats to a newer version.
        Upgrade = "UPGRADE",
        /// It takes seats to a richer edition.
        Upsell = "UPSELL",
        /// It takes seats to a new term.
        Renewal = "RENEWAL",
    }
}

/// The facts of a line item that rules decide by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its state; `Inactive` also if its entitlement is.
    pub state: LineState,
    /// Whether it takes no new activations, because it was upgraded (3.2).
    pub closed: bool,
    /// Id of its product.
    pub product: String,
    /// Its license model.
    pub model: LicenseModel,
    /// Its license technology.
    pub technology: Technology,
    /// Line that its seats come from; none for a new line.
    pub parent: Option<String>,
    /// Its seats, with the kind of the line.
    pub seats: Ledger,
    /// What it says about the terms of its fulfillments.
    pub term: LineTerm,
}

/// What is asked for when a line item is to follow another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildRequest<'a> {
    /// Kind of the new line; never `NEW`.
    pub kind: LineKind,
    /// Seats; none means all of the parent (`is_full`).
    pub quantity: Option<u32>,
    /// Id of the target product. For a renewal that of the parent.
    pub product: &'a str,
    /// Target license model and technology.
    pub make: Make,
    /// Whether the parent may still be activated; none means the kind's default: no for upgrade and
    /// upsell, yes for renewal.
    pub allow_activations_on_parent: Option<bool>,
}

/// What becomes of an accepted [`ChildRequest`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// Seats ordered.
    pub quantity: u32,
    /// Whether the parent takes no new activations from the day on which the new line is deployed.
    pub closes_parent: bool,
    /// What should be known; creation is never refused for it.
    pub warnings: Vec<Warning>,
}

impl LineState {
    /// The states that a person may set from this one.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Deployed],
            Self::Deployed => &[Self::Inactive, Self::OnHold],
            Self::OnHold => &[Self::Deployed, Self::Inactive],
            Self::Inactive => &[Self::Draft, Self::Deployed, Self::Obsolete],
            Self::Obsolete | Self::Test => &[],
        }
    }

    /// Checks that a person may set another state.
    ///
    /// # Errors
    ///
    /// `ILLEGAL_TRANSITION` with `status` and `allowed`.
    pub fn check_next(self, to: Self) -> Result<(), Refusal> {
        self.check_among(to, self.next())
    }

    /// The states that a person may give an entitlement in this one: it is never held, and no draft again.
    #[must_use]
    pub fn next_of_entitlement(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Deployed],
            Self::Deployed | Self::OnHold => &[Self::Inactive],
            Self::Inactive => &[Self::Deployed, Self::Obsolete],
            Self::Obsolete | Self::Test => &[],
        }
    }

    /// Checks that a person may give an entitlement in this state another.
    ///
    /// # Errors
    ///
    /// `ILLEGAL_TRANSITION` with `status` and `allowed`.
    pub fn check_next_of_entitlement(self, to: Self) -> Result<(), Refusal> {
        self.check_among(to, self.next_of_entitlement())
    }

    fn check_among(self, to: Self, next: &[Self]) -> Result<(), Refusal> {
        if next.contains(&to) {
            return Ok(());
        }
        let allowed: Vec<String> = next.iter().map(|state| state.as_str().into()).collect();
        Err(Refusal::new(Code::IllegalTransition).with("status", self.as_str()).with("allowed", allowed))
    }

    /// The state of a line when its entitlement takes one: an entitlement that becomes inactive or
    /// obsolete takes its lines along. Obsolete and test lines stay what they are.
    #[must_use]
    pub fn follow(self, entitlement: Self) -> Self {
        match (self, entitlement) {
            (Self::Obsolete | Self::Test, _) => self,
            (_, Self::Inactive | Self::Obsolete) => entitlement,
            (_, Self::Draft | Self::Deployed | Self::OnHold | Self::Test) => self,
        }
    }

    /// The state of a line when its entitlement, in the state `entitlement` so far, goes into force.
    /// `taken_from` is the state from which the entitlement took the line along when it became inactive:
    /// to that it goes back. A draft that waits for a draft goes into force with it.
    #[must_use]
    pub fn resume(self, taken_from: Option<Self>, entitlement: Self) -> Self {
        match (self, taken_from, entitlement) {
            (Self::Inactive, Some(before), _) => before,
            (Self::Draft, _, Self::Draft) => Self::Deployed,
            (own, _, _) => own,
        }
    }

    /// Whether its fields may be edited: an inactive line must go back first.
    #[must_use]
    pub fn is_editable(self) -> bool {
        match self {
            Self::Draft | Self::Deployed | Self::OnHold | Self::Test => true,
            Self::Inactive | Self::Obsolete => false,
        }
    }
}

/// Whether a line closes the one that it follows for activations (3.2): while it is in force, and from
/// the first seat that it takes. Not if it was ordered to leave that one open.
#[must_use]
pub fn closes_parent(state: LineState, seats: &Ledger, stays_open: bool) -> bool {
    let holds = match state {
        LineState::Deployed | LineState::OnHold => true,
        LineState::Draft | LineState::Inactive | LineState::Obsolete => seats.converted > 0,
        LineState::Test => false,
    };
    holds && !stays_open
}

impl LineKind {
    /// The edge that must lead from the parent's product; none where the product stays the same.
    #[must_use]
    pub fn relation(self) -> Option<RelationKind> {
        match self {
            Self::Upgrade => Some(RelationKind::Upgrade),
            Self::Upsell => Some(RelationKind::Upsell),
            Self::New | Self::Renewal => None,
        }
    }
}

impl Line {
    /// Its technology and model.
    #[must_use]
    pub fn make(&self) -> Make {
        Make { technology: self.technology, model: self.model }
    }

    /// Checks that new seats may be activated on it.
    ///
    /// # Errors
    ///
    /// `LINE_ITEM_INACTIVE`, `LINE_ITEM_OBSOLETE`, `LINE_ITEM_NOT_DEPLOYED` or `LINE_ITEM_CLOSED`.
    pub fn check_activation(&self) -> Result<(), Refusal> {
        let code = match self.state {
            LineState::Inactive => Code::LineItemInactive,
            LineState::Obsolete => Code::LineItemObsolete,
            LineState::Draft | LineState::OnHold | LineState::Test => Code::LineItemNotDeployed,
            LineState::Deployed if self.closed => Code::LineItemClosed,
            LineState::Deployed => return Ok(()),
        };
        Err(Refusal::new(code).with("line_item_id", self.id.as_str()).with("state", self.state.as_str()))
    }

    /// Whether it becomes obsolete now: closed, and all its seats moved on (A26). As long as it has
    /// seats it stays, because fulfillments of an obsolete line cannot be rehosted.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.closed && self.seats.capacity() == 0 && self.state == LineState::Deployed
    }

    /// Decides whether a line item may follow this one.
    ///
    /// The count is not checked: it is evaluated when seats are taken (3.3).
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` for a kind that has no parent or another product in a renewal, `INVALID_COUNT`
    /// for no seats, `COUNT_OUT_OF_RANGE` above 2147483647 of them, `LINE_ITEM_INACTIVE` or `LINE_ITEM_OBSOLETE` for a parent out of force,
    /// `NO_PRODUCT_RELATION` without an edge.
    pub fn follow_up(
        &self,
        request: &ChildRequest<'_>,
        relations: &[Relation],
        strict_pairs: bool,
    ) -> Result<Child, Refusal> {
        if request.kind == LineKind::New {
            let why = "a new line item follows no other";
            return Err(Refusal::because(Code::InvalidField, why).at("/kind"));
        }
        match self.state {
            LineState::Inactive => return Err(Code::LineItemInactive.into()),
            LineState::Obsolete => return Err(Code::LineItemObsolete.into()),
            LineState::Draft | LineState::Deployed | LineState::OnHold | LineState::Test => {}
        }
        match request.kind.relation() {
            Some(kind) => check_relation(relations, &self.product, request.product, kind)?,
            None if self.product == request.product => {}
            None => {
                let why = "a renewal keeps the product";
                return Err(Refusal::because(Code::InvalidField, why).at("/product_id"));
            }
        }
        let quantity = request.quantity.unwrap_or(self.seats.quantity);
        if quantity == 0 {
            return Err(Refusal::new(Code::InvalidCount).at("/quantity"));
        }
        if quantity > SEATS_MAX {
            return Err(Refusal::new(Code::CountOutOfRange).at("/quantity").with("max", SEATS_MAX));
        }
        let mut warnings = vec![];
        if quantity > self.seats.capacity() {
            warnings.push(Warning::CountExceedsAvailable);
        }
        if blocked(self.make(), request.make, strict_pairs).is_some() {
            warnings.push(Warning::IncompatibleTechnology);
        }
        let stays_open = request.allow_activations_on_parent.unwrap_or(request.kind == LineKind::Renewal);
        Ok(Child { quantity, closes_parent: !stays_open, warnings })
    }
}
