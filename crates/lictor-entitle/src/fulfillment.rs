//! Fulfillments: what was activated, its status and support type, and what must hold before it is
//! changed (2.3).

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::CivilDate;

use crate::code::Code;
use crate::host::Hosts;
use crate::line_item::{LineKind, LineState};
use crate::model::LicenseModel;
use crate::refusal::Refusal;
use crate::technology::{Make, Technology};
use crate::term::Term;
use crate::word::words;

words! {
    /// Status of a fulfillment.
    FulfillmentStatus {
        /// In force.
        Active = "Active",
        /// The record stands, its license text is yet to come.
        OnHold = "OnHold",
        /// Shown while the line item or entitlement is inactive; never stored.
        Inactive = "Inactive",
        /// Replaced or given back; final.
        Obsolete = "Obsolete",
    }
}

words! {
    /// What made a record, or what made it obsolete.
    SupportType {
        /// Made by activation or as the result of an operation.
        Master = "MASTER",
        /// Replaced by an upgrade.
        Upgrade = "UPGRADE",
        /// Replaced by an upsell.
        Upsell = "UPSELL",
        /// Replaced by a renewal.
        Renew = "RENEW",
        /// Moved to another host.
        Rehost = "REHOST",
        /// Replaced by an equal one.
        Repair = "REPAIR",
        /// Given back.
        Return = "RETURN",
        /// A short license while the real one does not work.
        Emergency = "EMERGENCY",
        /// A short license after expiry, while the renewal is in process.
        StopGap = "STOP_GAP",
        /// Replaced for a mistake of the vendor, and what replaces it.
        PublisherError = "PUBLISHER_ERROR",
        /// Moved to another account or host by a transfer.
        Transfer = "TRANSFER",
    }
}

words! {
    /// What can be done to a fulfillment.
    Operation {
        /// To a newer version.
        Upgrade = "UPGRADE",
        /// To a richer edition.
        Upsell = "UPSELL",
        /// To a new term.
        Renew = "RENEW",
        /// To another host.
        Rehost = "REHOST",
        /// The same again.
        Repair = "REPAIR",
        /// Back to the line item.
        Return = "RETURN",
        /// The same again, at the vendor's cost.
        PublisherError = "PUBLISHER_ERROR",
        /// A short license beside a running one.
        Emergency = "EMERGENCY",
        /// A short license after an expired one.
        StopGap = "STOP_GAP",
        /// To another host together with everything there.
        Transfer = "TRANSFER",
    }
}

/// The facts of a fulfillment that rules decide by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Id of its line item.
    pub line: String,
    /// Id of its product.
    pub product: String,
    /// Its license model.
    pub model: LicenseModel,
    /// Its license technology.
    pub technology: Technology,
    /// Its stored status.
    pub status: FulfillmentStatus,
    /// Its support type.
    pub support: SupportType,
    /// Seats, at least 1; 1 for an uncounted model.
    pub count: u32,
    /// Seats that may be used beyond the count.
    pub overdraft: u32,
    /// Its hosts, in normal form.
    pub hosts: Hosts,
    /// Its term.
    pub term: Term,
    /// Day on which it was fulfilled.
    pub fulfilled: CivilDate,
    /// Ids of the records that replaced it.
    pub successors: Vec<String>,
}

impl Operation {
    /// The support type of a record that this operation makes obsolete; none where the original stays.
    #[must_use]
    pub fn leaves(self) -> Option<SupportType> {
        match self {
            Self::Upgrade => Some(SupportType::Upgrade),
            Self::Upsell => Some(SupportType::Upsell),
            Self::Renew => Some(SupportType::Renew),
            Self::Rehost => Some(SupportType::Rehost),
            Self::Repair => Some(SupportType::Repair),
            Self::Return => Some(SupportType::Return),
            Self::PublisherError => Some(SupportType::PublisherError),
            Self::Transfer => Some(SupportType::Transfer),
            Self::Emergency | Self::StopGap => None,
        }
    }

    /// The kind of line item that must be there first.
    #[must_use]
    pub fn line_kind(self) -> Option<LineKind> {
        match self {
            Self::Upgrade => Some(LineKind::Upgrade),
            Self::Upsell => Some(LineKind::Upsell),
            Self::Renew => Some(LineKind::Renewal),
            Self::Rehost
            | Self::Repair
            | Self::Return
            | Self::PublisherError
            | Self::Emergency
            | Self::StopGap
            | Self::Transfer => None,
        }
    }
}

impl SupportType {
    /// Whether a live record of this type is the real one: its seats count, and it can be changed.
    #[must_use]
    pub fn is_master(self) -> bool {
        match self {
            Self::Master | Self::PublisherError => true,
            Self::Upgrade
            | Self::Upsell
            | Self::Renew
            | Self::Rehost
            | Self::Repair
            | Self::Return
            | Self::Emergency
            | Self::StopGap
            | Self::Transfer => false,
        }
    }

    /// Whether it is a short license beside the real one.
    #[must_use]
    pub fn is_extra(self) -> bool {
        self == Self::Emergency || self == Self::StopGap
    }
}

impl Record {
    /// Its technology and model.
    #[must_use]
    pub fn make(&self) -> Make {
        Make { technology: self.technology, model: self.model }
    }

    /// Its seats in the ledger: those of a master that is active, or on hold until its text comes.
    #[must_use]
    pub fn counted_seats(&self) -> u32 {
        let live = match self.status {
            FulfillmentStatus::Active | FulfillmentStatus::OnHold | FulfillmentStatus::Inactive => true,
            FulfillmentStatus::Obsolete => false,
        };
        if live && self.support.is_master() { self.count } else { 0 }
    }

    /// The status to show: what works on under an inactive line item is shown as inactive.
    #[must_use]
    pub fn shown_status(&self, line: LineState) -> FulfillmentStatus {
        match (self.status, line) {
            (FulfillmentStatus::Active | FulfillmentStatus::OnHold, LineState::Inactive) => {
                FulfillmentStatus::Inactive
            }
            (status, _) => status,
        }
    }

    /// Checks what must hold before any operation, in the order of the specification. `line` is the
    /// state of its line item, `Inactive` also if the entitlement is.
    ///
    /// # Errors
    ///
    /// `FULFILLMENT_OBSOLETE` with `successors`, `FULFILLMENT_ON_HOLD`, `LINE_ITEM_INACTIVE`,
    /// `LINE_ITEM_OBSOLETE` for a rehost, `NOT_A_MASTER`.
    pub fn check(&self, line: LineState, operation: Operation) -> Result<(), Refusal> {
        match self.status {
            FulfillmentStatus::Obsolete => return Err(self.obsolete()),
            FulfillmentStatus::OnHold => return Err(Code::FulfillmentOnHold.into()),
            FulfillmentStatus::Active | FulfillmentStatus::Inactive => {}
        }
        if line == LineState::Inactive {
            return Err(Code::LineItemInactive.into());
        }
        if line == LineState::Obsolete && operation == Operation::Rehost {
            return Err(Code::LineItemObsolete.into());
        }
        if !self.support.is_master() {
            return Err(Refusal::new(Code::NotAMaster).with("support_type", self.support.as_str()));
        }
        Ok(())
    }

    fn obsolete(&self) -> Refusal {
        Refusal::new(Code::FulfillmentObsolete).with("successors", self.successors.clone())
    }

    /// The seats of a request on this record; none means all of them.
    ///
    /// # Errors
    ///
    /// `COUNT_EXCEEDS_FULFILLMENT` with `count`, `INVALID_COUNT` for less than 1 or for a part of an
    /// uncounted record.
    pub fn seats(&self, asked: Option<i64>) -> Result<u32, Refusal> {
        let Some(asked) = asked else { return Ok(self.count) };
        if asked > i64::from(self.count) {
            let refusal = Refusal::new(Code::CountExceedsFulfillment).at("/count");
            return Err(refusal.with("count", self.count).with("requested", asked));
        }
        match u32::try_from(asked) {
            Ok(seats) if seats > 0 && (self.model.is_counted() || seats == self.count) => Ok(seats),
            Ok(_) | Err(_) => Err(Refusal::new(Code::InvalidCount).at("/count").with("requested", asked)),
        }
    }

    /// Sets the license text: what was on hold is active from now on (F2).
    ///
    /// # Errors
    ///
    /// `ILLEGAL_TRANSITION` for a record that is not on hold, `FULFILLMENT_OBSOLETE` with `successors`
    /// for a replaced one.
    pub fn set_text(&self) -> Result<FulfillmentStatus, Refusal> {
        match self.status {
            FulfillmentStatus::OnHold => Ok(FulfillmentStatus::Active),
            FulfillmentStatus::Obsolete => Err(self.obsolete()),
            FulfillmentStatus::Active | FulfillmentStatus::Inactive => {
                Err(Refusal::new(Code::IllegalTransition).with("status", self.status.as_str()))
            }
        }
    }
}
