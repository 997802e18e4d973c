//! What judged licenses amount to, pool by pool (UPG-01, UPG-15).

use alloc::vec::Vec;

use lictor_types::{KeyType, LicenseState, Seats, Status};

use super::Judgement;
use crate::catalog::Place;
use crate::feature_set::LicenseEntry;
use crate::pool::{Start, Terms};

/// What the licenses of one pool amount to.
#[derive(Debug, Clone)]
pub(crate) struct Effect {
    /// Terms but for the revision.
    pub(crate) terms: Terms,
    /// The active members: base first, then upgrades in load order.
    pub(crate) active: Vec<u32>,
    /// The earliest START of a license that could be the base.
    base_start: Option<Start>,
    /// The earliest START of an upgrade.
    upgrade_start: Option<Start>,
    /// Whether a license that could be the base has ended.
    ended: bool,
}

impl Effect {
    const NONE: Self = Self {
        terms: Terms::NOTHING,
        active: Vec::new(),
        base_start: None,
        upgrade_start: None,
        ended: false,
    };
}

/// What the licenses amount to, for each of so many pools.
pub(crate) fn effects_of(
    licenses: &[LicenseEntry],
    places: &[Place],
    judgements: &[Judgement],
    pools: usize,
) -> Vec<Effect> {
    let mut effects = alloc::vec![Effect::NONE; pools];
    for (((index, license), place), judgement) in (0..).zip(licenses).zip(places).zip(judgements) {
        if let Some(effect) = place.pool.and_then(|pool| effects.get_mut(pool as usize)) {
            effect.count(index, license, judgement);
        }
    }
    for effect in &mut effects {
        effect.conclude(licenses);
    }
    effects
}

impl Effect {
    fn count(&mut self, index: u32, license: &LicenseEntry, judgement: &Judgement) {
        let upgrade = license.key_type == KeyType::Upgrade;
        match judgement.state {
            LicenseState::Served => {
                let endless = if license.last_day().is_none() { license.seats } else { Seats::NONE };
                self.terms.seats = sum(self.terms.seats, license.seats);
                self.terms.endless = sum(self.terms.endless, endless);
                if upgrade {
                    self.active.push(index);
                } else {
                    self.active.insert(0, index);
                    self.terms.base = Some(index);
                }
            }
            LicenseState::Pending if judgement.other.is_none() => {
                let start = license.start.map(|date| Start { date, zone: license.zone });
                let earliest = if upgrade { &mut self.upgrade_start } else { &mut self.base_start };
                *earliest = (*earliest).into_iter().chain(start).min_by_key(|start| start.date);
            }
            LicenseState::Expired => self.ended |= !upgrade,
            LicenseState::Pending
            | LicenseState::Shadowed
            | LicenseState::Duplicate
            | LicenseState::Superseded
            | LicenseState::Orphan
            | LicenseState::Rejected => {}
        }
    }

    fn conclude(&mut self, licenses: &[LicenseEntry]) {
        if let Some(base) = self.terms.base.and_then(|base| licenses.get(base as usize)) {
            self.terms.next_start = self.upgrade_start.map(|start| Start { zone: base.zone, ..start });
            return;
        }
        self.terms.next_start = self.base_start;
        self.terms.absent = match (self.base_start, self.ended) {
            (Some(_), _) => Status::NotStarted,
            (None, true) => Status::Expired,
            (None, false) => Status::FeatureNotFound,
        };
    }
}

fn sum(a: Seats, b: Seats) -> Seats {
    match (a, b) {
        (Seats::Limited(a), Seats::Limited(b)) => Seats::Limited(a.saturating_add(b)),
        (Seats::Unlimited, _) | (_, Seats::Unlimited) => Seats::Unlimited,
    }
}
