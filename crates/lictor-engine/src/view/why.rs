//! What would happen now, and which rules would decide it (RUL-02).

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{
    Checkout, Denial, FeatureRef, HostId, Identity, PoolId, RuleRef, Stamp, Status, VendorName, Version,
};

use crate::access::{Family, Who};
use crate::checkout::Promised;
use crate::ledger::Ledger;
use crate::rule_set::RuleSet;
use crate::session::{Personal, Profile, Session};
use crate::tally::Tally;

/// A checkout that somebody might ask for.
#[derive(Debug, Clone)]
pub struct Inquiry<'a> {
    /// Who.
    pub identity: &'a Identity,
    /// The vendor; none means all.
    pub vendor: Option<&'a VendorName>,
    /// The feature.
    pub feature: &'a str,
    /// The version; none means any.
    pub version: Option<Version>,
    /// Seats.
    pub count: u32,
    /// Platform (PLATFORMS).
    pub platform: &'a str,
    /// Offset from UTC in minutes (TIME_ZONES).
    pub utc_offset_minutes: i16,
    /// Host ids (HID-03).
    pub host_ids: &'a [HostId],
}

/// What would happen, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The `allow` or `deny` rule that decides; none allows.
    pub access: Option<RuleRef>,
    /// The `limit` rule that counts, and its use.
    pub limit: Option<RuleUse>,
    /// The `reserve` rule whose seats may be used, and its use.
    pub reserve: Option<RuleUse>,
    /// The rules about borrowing that decide.
    pub borrow: Vec<RuleRef>,
    /// The pool that would grant, or the denial.
    pub outcome: Result<PoolId, Box<Denial>>,
}

/// How much of a rule's amount is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleUse {
    /// The rule.
    pub rule: RuleRef,
    /// Seats used by its members.
    pub used: u64,
    /// Its amount.
    pub amount: u32,
}

impl Ledger {
    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rulebook.set
    }

    /// What a new session that asks now would get.
    ///
    /// # Errors
    ///
    /// The status of an inquiry that cannot be answered.
    pub fn why(&self, stamp: Stamp, inquiry: &Inquiry<'_>) -> Result<Why, Status> {
        let session = self.stranger(stamp, inquiry);
        let Inquiry { feature, version, count, .. } = *inquiry;
        let feature = FeatureRef::Name(feature);
        let checkout = Checkout { feature, version, exact: false, count, reservation: None };
        let want = self.want(&session, &checkout)?;
        let mut promised = Promised::default();
        let outcome = match self.decide_part(stamp, &session, &want, &mut promised, None)? {
            Ok(part) => match self.line(stamp, core::slice::from_ref(&want), &promised, None) {
                Ok(_) => Ok(part.pool),
                Err(waiting) => {
                    Err(Box::new(self.in_line(stamp, &part, waiting).of(want.clone(), None).denial))
                }
            },
            Err(part) => Err(Box::new(part.denial)),
        };
        let feature = want.asked.feature;
        let first = |family| {
            let what = feature.and_then(|feature| self.what(feature.0))?;
            self.rulebook.first(family, what, Who::from(inquiry.identity))
        };
        let reference = |family| first(family).and_then(|rule| self.rulebook.reference(rule));
        let amount = |rule: u32| self.rulebook.rule(rule).map_or(0, |rule| rule.amount);
        let limit = first(Family::Limit).zip(feature).and_then(|(rule, feature)| {
            let used = self.counted(Tally::Limit { rule, feature: feature.0 });
            Some(RuleUse { rule: self.rulebook.reference(rule)?, used, amount: amount(rule) })
        });
        let pools = feature.into_iter().flat_map(|feature| self.feature_pools(feature));
        let pools: Vec<u32> = pools.map(|view| view.pool.0).collect();
        let reserve = first(Family::Reserve).and_then(|reserve| {
            let used = pools.iter().map(|pool| self.counted(Tally::Reserve { reserve, pool: *pool })).sum();
            Some(RuleUse { rule: self.rulebook.reference(reserve)?, used, amount: amount(reserve) })
        });
        let families = [
            Family::BorrowAccess,
            Family::BorrowLimit,
            Family::BorrowReserve,
            Family::BorrowHours,
            Family::BorrowExempt,
        ];
        let borrow = families.into_iter().filter_map(reference).collect();
        Ok(Why { access: reference(Family::Access), limit, reserve, borrow, outcome })
    }

    /// A session that nobody has opened.
    fn stranger(&self, stamp: Stamp, inquiry: &Inquiry<'_>) -> Session {
        let mut session = Session::new(Box::new(Profile {
            secret_hash: [0; 32],
            vendor: inquiry.vendor.cloned(),
            platform: String::from(inquiry.platform),
            utc_offset_minutes: inquiry.utc_offset_minutes,
            local_pid: None,
            since_ms: stamp.wall_ms,
            personal: Personal { identity: inquiry.identity.clone(), host_ids: inquiry.host_ids.to_vec() },
        }));
        session.scope = self.catalog.scope(inquiry.vendor);
        session
    }
}
