//! Feature sets coming into force, and days changing: what they make of every license and pool.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;

use lictor_types::limits::TOKEN_DEPTH_MAX;
use lictor_types::{CivilDate, KeyType, PoolId, Stamp};

use crate::catalog::Place;
use crate::effects::{Effects, LedgerEvent, Output};
use crate::fact::{Clock, ClockReset, DayChanged, Fact, Loaded, OrderTexts};
use crate::feature_set::{Dependency, FeatureSet, LicenseEntry, ZoneToday};
use crate::judge::{Effect, Judgement, effects_of, judge};
use crate::ledger::Ledger;
use crate::pool::Terms;

impl Ledger {
    /// A set equal to the one in force changes at most the day.
    pub(crate) fn load(&mut self, stamp: Stamp, set: &FeatureSet, effects: &mut Effects) {
        let zones = self.zones_of(set);
        let today: Vec<_> = zones.iter().map(|zone| zone.today).collect();
        if self.is_in_force(set) {
            return self.change_day(stamp, &today, false, effects);
        }
        let set = FeatureSet { zones, digest: set.digest, licenses: set.licenses.clone() };
        let places = self.catalog.place(self.pools.len(), &set.licenses);
        let judgements = judge(&set.licenses, &places, &today);
        let terms = self.changed_terms(&set.licenses, &places, &judgements);
        let events = self.events_of(&terms);
        if self.commit(stamp, Fact::Loaded(Box::new(Loaded { set, places, judgements, terms })), effects) {
            effects.outputs.push(Output::Event(LedgerEvent::LicensesJudged));
            effects.outputs.extend(events);
        }
    }

    /// TIM-02, TIM-03, UPG-03: judges again if some license starts or ends between the days.
    pub(crate) fn change_day(
        &mut self,
        stamp: Stamp,
        given: &[CivilDate],
        back: bool,
        effects: &mut Effects,
    ) {
        let zones = &self.catalog.set.zones;
        let given = given.iter().copied().map(Some).chain(core::iter::repeat(None));
        let today: Vec<_> = zones
            .iter()
            .zip(given)
            .map(|(zone, given)| given.filter(|day| back || *day > zone.today).unwrap_or(zone.today))
            .collect();
        let changed = |(zone, day): &(&ZoneToday, &CivilDate)| zone.today != **day;
        if !zones.iter().zip(&today).any(|pair| changed(&pair)) {
            return;
        }
        let turns = zones.iter().zip(&today).any(|(zone, day)| self.catalog.turns_between(zone.today, *day));
        let changed = if turns {
            self.judge_again(today)
        } else {
            DayChanged { today, judgements: Vec::new(), terms: Vec::new() }
        };
        let events = self.events_of(&changed.terms);
        let judged = !changed.judgements.is_empty();
        if self.commit(stamp, Fact::DayChanged(Box::new(changed)), effects) {
            if judged {
                effects.outputs.push(Output::Event(LedgerEvent::LicensesJudged));
            }
            effects.outputs.extend(events);
        }
    }

    /// TIM-05: the clock rules belong to the shell; the ledger keeps their state and obeys it.
    pub(crate) fn set_clock(&mut self, stamp: Stamp, clock: Clock, effects: &mut Effects) {
        if clock != self.clock {
            self.commit(stamp, Fact::Clock(clock), effects);
        }
    }

    /// TIM-05: as [`Self::set_clock`], by an administrator.
    pub(crate) fn reset_clock(
        &mut self,
        stamp: Stamp,
        clock: Clock,
        actor: &str,
        reason: &str,
        effects: &mut Effects,
    ) {
        let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
        self.commit(stamp, Fact::ClockReset(Box::new(ClockReset { clock, texts })), effects);
    }

    /// The zones of a new set; one that is known keeps the later day.
    fn zones_of(&self, set: &FeatureSet) -> Vec<ZoneToday> {
        let known = |name: &str| self.catalog.set.zones.iter().find(|zone| zone.zone == name);
        let keep = |zone: &ZoneToday| {
            let today = known(&zone.zone).map_or(zone.today, |known| known.today.max(zone.today));
            ZoneToday { zone: zone.zone.clone(), today }
        };
        set.zones.iter().map(keep).collect()
    }

    fn is_in_force(&self, set: &FeatureSet) -> bool {
        let current = &self.catalog.set;
        let names = |set: &FeatureSet| set.zones.iter().map(|zone| zone.zone.clone()).collect::<Vec<_>>();
        let same_licenses = match (set.digest, current.digest) {
            (Some(new), Some(old)) => new == old,
            (new, old) => new == old && set.licenses == current.licenses,
        };
        self.catalog.epoch > 0 && same_licenses && names(set) == names(current)
    }

    fn judge_again(&self, today: Vec<CivilDate>) -> DayChanged {
        let catalog = &self.catalog;
        let judged = judge(&catalog.set.licenses, &catalog.places, &today);
        let terms = self.changed_terms(&catalog.set.licenses, &catalog.places, &judged);
        let changed = (0..).zip(judged).zip(&catalog.judgements).filter(|((_, new), old)| new != *old);
        DayChanged { today, judgements: changed.map(|(new, _)| new).collect(), terms }
    }

    /// The terms of every pool that are not what they were. A change of its active members, told
    /// by serial and content, raises its revision; that of a token rises with those of what it
    /// depends on (TRU-03).
    fn changed_terms(
        &self,
        licenses: &[LicenseEntry],
        places: &[Place],
        judgements: &[Judgement],
    ) -> Vec<(u32, Terms)> {
        let named = places.iter().map(|place| place.pool as usize + 1).max();
        let pools = named.unwrap_or(0).max(self.pools.len());
        let found = effects_of(licenses, places, judgements, pools);
        let mut revised: Vec<bool> =
            (0..).zip(&found).map(|(number, effect)| self.is_revised(number, effect, licenses)).collect();
        self.revise_tokens(&mut revised, licenses, places, &found);
        let mut changed = Vec::new();
        for ((number, effect), revised) in (0..).zip(found).zip(revised) {
            let old = self.pools.get(number as usize).map_or(Terms::NOTHING, |pool| pool.terms);
            let rev = if revised { old.rev.wrapping_add(1) } else { old.rev };
            let terms = Terms { rev, ..effect.terms };
            if terms != old {
                changed.push((number, terms));
            }
        }
        changed
    }

    fn is_revised(&self, number: u32, effect: &Effect, licenses: &[LicenseEntry]) -> bool {
        let new = effect.active.iter().filter_map(|license| licenses.get(*license as usize));
        let old = self.pools.get(number as usize).into_iter().flat_map(|pool| self.catalog.active(pool));
        let told = |license: &LicenseEntry| (license.serial.clone(), license.content);
        !new.map(told).eq(old.map(told))
    }

    fn revise_tokens(
        &self,
        revised: &mut [bool],
        licenses: &[LicenseEntry],
        places: &[Place],
        found: &[Effect],
    ) {
        let is_token = |effect: &Effect| {
            let base = effect.terms.base.and_then(|base| licenses.get(base as usize));
            base.is_some_and(|base| base.key_type == KeyType::Token)
        };
        let tokens: Vec<usize> = (0..found.len()).filter(|pool| is_token(&found[*pool])).collect();
        if tokens.is_empty() {
            return;
        }
        let mut pools: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let loaded = places.iter().map(|place| (place.feature, place.pool));
        let known = (0..).zip(&self.pools).map(|(number, pool)| (pool.feature, number));
        for (feature, pool) in loaded.chain(known) {
            pools.entry(feature).or_default().insert(pool);
        }
        let features: BTreeMap<_, _> = licenses
            .iter()
            .zip(places)
            .map(|(license, place)| ((&license.vendor, &license.feature), place.feature))
            .collect();
        for _ in 0..TOKEN_DEPTH_MAX {
            for token in &tokens {
                let base = found[*token].terms.base.and_then(|base| licenses.get(base as usize));
                let needed = base.into_iter().flat_map(|base| {
                    let needs = base.dependencies.iter();
                    needs.filter_map(|need: &Dependency| features.get(&(&base.vendor, &need.feature)))
                });
                let mut pools = needed.filter_map(|feature| pools.get(feature)).flatten();
                revised[*token] |= pools.any(|pool| revised[*pool as usize]);
            }
        }
    }

    /// TRU-03: which pools have other members now.
    fn events_of(&self, terms: &[(u32, Terms)]) -> Vec<Output> {
        let revised = terms.iter().filter(|(pool, terms)| {
            let old = self.pools.get(*pool as usize).map_or(0, |pool| pool.terms.rev);
            old != terms.rev
        });
        let event = |(pool, terms): &(u32, Terms)| {
            Output::Event(LedgerEvent::PoolChanged { pool: PoolId(*pool), pool_rev: terms.rev })
        };
        revised.map(event).collect()
    }
}
