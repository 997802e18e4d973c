//! What judged licenses amount to, pool by pool (UPG-01, UPG-15).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use lictor_types::limits::{SEATS_MAX, TOKEN_DEPTH_MAX};
use lictor_types::{FeatureName, KeyType, LicenseState, Seats, Status, VendorName};

use super::Judgement;
use crate::catalog::Place;
use crate::feature_set::{Dependency, LicenseEntry};
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
        if let Some(effect) = effects.get_mut(place.pool as usize) {
            effect.count(index, license, judgement);
        }
    }
    for effect in &mut effects {
        effect.conclude(licenses);
    }
    add_up_tokens(&mut effects, licenses);
    effects
}

/// How many tokens the seats of their dependencies make at most (KEY-04). Tokens of tokens need as
/// many rounds as they are deep.
fn add_up_tokens(effects: &mut [Effect], licenses: &[LicenseEntry]) {
    let served = |effects: &[Effect], kind: fn(KeyType) -> bool| -> Vec<(u32, usize)> {
        let bases = (0..).zip(effects).filter_map(|(pool, effect)| Some((effect.terms.base?, pool)));
        bases.filter(|(base, _)| licenses.get(*base as usize).is_some_and(|l| kind(l.key_type))).collect()
    };
    let tokens = served(effects, |kind| kind == KeyType::Token);
    if tokens.is_empty() {
        return;
    }
    let mut pools: BTreeMap<(&VendorName, &FeatureName), Vec<usize>> = BTreeMap::new();
    for (base, pool) in served(effects, |_| true) {
        let license = &licenses[base as usize];
        pools.entry((&license.vendor, &license.feature)).or_default().push(pool);
    }
    for (_, pool) in &tokens {
        effects[*pool].terms.seats = Seats::NONE;
    }
    for _ in 0..TOKEN_DEPTH_MAX {
        for (base, pool) in &tokens {
            let license = &licenses[*base as usize];
            let made_of = |need: &Dependency| {
                let pools = pools.get(&(&license.vendor, &need.feature)).map(Vec::as_slice);
                let seats = pools.unwrap_or_default().iter().map(|pool| effects[*pool].terms.seats);
                let made = |seats| match seats {
                    Seats::Limited(seats) => Seats::Limited(seats / need.count.max(1)),
                    Seats::Unlimited => Seats::Unlimited,
                };
                seats.map(made).fold(Seats::NONE, sum)
            };
            let least = license.dependencies.iter().map(made_of).fold(Seats::Unlimited, least);
            effects[*pool].terms.seats = least;
            let endless = license.last_day().is_none();
            effects[*pool].terms.endless = if endless { least } else { Seats::NONE };
        }
    }
}

fn least(a: Seats, b: Seats) -> Seats {
    match (a, b) {
        (Seats::Limited(a), Seats::Limited(b)) => Seats::Limited(a.min(b)),
        (Seats::Limited(one), Seats::Unlimited) | (Seats::Unlimited, Seats::Limited(one)) => {
            Seats::Limited(one)
        }
        (Seats::Unlimited, Seats::Unlimited) => Seats::Unlimited,
    }
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
        (Seats::Limited(a), Seats::Limited(b)) => Seats::Limited(a.saturating_add(b).min(SEATS_MAX)),
        (Seats::Unlimited, _) | (_, Seats::Unlimited) => Seats::Unlimited,
    }
}
