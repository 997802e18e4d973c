//! Fetches the signed licenses of a pool and keeps what was proven by them (TRU-03).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lictor_license::{Keyring, License, Verified};
use lictor_types::limits::{FEATURE_BYTES_MAX, TOKEN_DEPTH_MAX};
use lictor_types::{Digest, KeyType, PoolId};
use lictor_wire::{Members, Query, QueryAnswer};

use crate::trust::{Flaw, Proof, Terms, judge, read_license};

/// What is proven, and what is being fetched to prove more.
#[derive(Debug, Default)]
pub(crate) struct Prover {
    pools: BTreeMap<PoolId, Pool>,
}

#[derive(Debug, Default)]
struct Pool {
    proof: Option<Proof>,
    licenses: BTreeMap<Digest, Arc<Verified<License>>>,
    fetch: Option<Fetch>,
}

/// A proof under way.
#[derive(Debug, Default)]
struct Fetch {
    members: Option<Members>,
    /// Texts that have not arrived whole.
    texts: BTreeMap<Digest, Vec<u8>>,
    /// How many tokens it was begun for, one depending on the other.
    level: usize,
    /// Of a token: whether its dependencies are being proven.
    descended: bool,
    /// Of a token: whether it is asked for a second time, because it did not fit its dependencies.
    again: bool,
}

/// What follows from an answer.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// These are to be asked next, for these pools.
    pub(crate) ask: Vec<(PoolId, Query)>,
    /// These pools are proven, or cannot be.
    pub(crate) judged: Vec<(PoolId, Result<(), Flaw>)>,
}

/// Proofs under way at one time: a server cannot make more of one token.
const FETCHES_MAX: usize = 4096;

impl Prover {
    pub(crate) fn proof(&self, pool: PoolId) -> Option<&Proof> {
        self.pools.get(&pool)?.proof.as_ref()
    }

    /// The license that a proven pool stands on.
    pub(crate) fn base(&self, pool: PoolId) -> Option<Arc<Verified<License>>> {
        let pool = self.pools.get(&pool).filter(|pool| pool.proof.is_some())?;
        let base = |license: &&Arc<Verified<License>>| license.key_type() != KeyType::Upgrade;
        pool.licenses.values().find(base).cloned()
    }

    /// Begins to prove a pool. None if that is under way already.
    pub(crate) fn begin(&mut self, pool: PoolId) -> Option<Query> {
        self.begin_at(pool, 0)
    }

    fn begin_at(&mut self, pool: PoolId, level: usize) -> Option<Query> {
        let entry = self.pools.entry(pool).or_default();
        if entry.fetch.is_some() {
            return None;
        }
        entry.fetch = Some(Fetch { level, ..Fetch::default() });
        Some(Query::Members { pool })
    }

    /// What was proven does not hold any more (the server says so), nor what rests on it.
    pub(crate) fn forget(&mut self, pool: PoolId) {
        let mut gone = vec![pool];
        while let Some(pool) = gone.pop() {
            if let Some(entry) = self.pools.get_mut(&pool) {
                entry.proof = None;
            }
            let rests = |entry: &Pool| entry.proof.as_ref().is_some_and(|proof| proof.rests_on(pool));
            gone.extend(self.pools.iter().filter(|(_, entry)| rests(entry)).map(|(pool, _)| *pool));
        }
    }

    /// The session is gone: pools may have other numbers in the next.
    pub(crate) fn reset(&mut self) {
        self.pools.clear();
    }

    /// Takes an answer. A flaw ends the proof of this pool and of the tokens that need it.
    pub(crate) fn on_answer(
        &mut self,
        pool: PoolId,
        answer: QueryAnswer,
        keyring: &Keyring,
        terms: &Terms<'_>,
    ) -> Step {
        let mut step = Step::default();
        let Some(entry) = self.pools.get_mut(&pool) else { return step };
        match entry.on_answer(pool, answer, keyring, terms) {
            Ok(ask) => {
                step.ask.extend(ask.into_iter().map(|query| (pool, query)));
                self.go_on(pool, terms, &mut step);
            }
            Err(flaw) => self.refuse(pool, &flaw, &mut step),
        }
        step
    }

    /// Judges a pool, and what waited for it, if all is there.
    fn go_on(&mut self, pool: PoolId, terms: &Terms<'_>, step: &mut Step) {
        match self.attempt(pool, terms, step) {
            Ok(false) => {}
            Ok(true) => {
                step.judged.push((pool, Ok(())));
                for dependent in self.dependents(pool) {
                    self.go_on(dependent, terms, step);
                }
            }
            Err(flaw) => self.refuse(pool, &flaw, step),
        }
    }

    fn refuse(&mut self, pool: PoolId, flaw: &Flaw, step: &mut Step) {
        if let Some(entry) = self.pools.get_mut(&pool) {
            entry.proof = None;
            entry.fetch = None;
        }
        step.judged.push((pool, Err(flaw.clone())));
        for dependent in self.dependents(pool) {
            self.refuse(dependent, flaw, step);
        }
    }

    /// Whether the pool is proven now. Of a token, its dependencies are asked for first (TRU-03).
    fn attempt(&mut self, pool: PoolId, terms: &Terms<'_>, step: &mut Step) -> Result<bool, Flaw> {
        let Some((fetch, members)) = self.pools.get(&pool).and_then(Pool::arrived) else { return Ok(false) };
        let (is_token, level, again) = (members.key_type == KeyType::Token, fetch.level, fetch.again);
        let dependencies = members.dependencies.clone();
        if is_token && !fetch.descended {
            self.descend(pool, &dependencies, level + 1, step)?;
        }
        if is_token && dependencies.iter().any(|pool| self.is_fetching(*pool)) {
            return Ok(false);
        }
        match self.judge(pool, terms) {
            Ok(proof) => {
                if let Some(entry) = self.pools.get_mut(&pool) {
                    entry.proof = Some(proof);
                    entry.fetch = None;
                }
                Ok(true)
            }
            // A midnight may have passed between the token and its dependencies.
            Err(_) if is_token && !again => {
                if let Some(entry) = self.pools.get_mut(&pool) {
                    entry.fetch = Some(Fetch { level, again: true, ..Fetch::default() });
                }
                step.ask.push((pool, Query::Members { pool }));
                Ok(false)
            }
            Err(flaw) => Err(flaw),
        }
    }

    /// Begins to prove the dependencies of a token (KEY-04).
    fn descend(
        &mut self,
        pool: PoolId,
        dependencies: &[PoolId],
        level: usize,
        step: &mut Step,
    ) -> Result<(), Flaw> {
        let fetches = self.pools.values().filter(|entry| entry.fetch.is_some()).count();
        let too_deep = level > TOKEN_DEPTH_MAX || fetches.saturating_add(dependencies.len()) > FETCHES_MAX;
        if too_deep || dependencies.iter().any(|dependency| self.reaches(*dependency, pool)) {
            let text = "the server shows tokens that depend on each other without end";
            return Err(Flaw::NotGenuine(text.to_owned()));
        }
        if let Some(fetch) = self.pools.get_mut(&pool).and_then(|entry| entry.fetch.as_mut()) {
            fetch.descended = true;
        }
        for dependency in dependencies {
            step.ask.extend(self.begin_at(*dependency, level).map(|query| (*dependency, query)));
        }
        Ok(())
    }

    /// Whether the proof under way of one pool waits for that of another.
    fn reaches(&self, from: PoolId, to: PoolId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(pool) = open.pop() {
            if pool == to {
                return true;
            }
            if seen.insert(pool) {
                open.extend(self.waits_for(pool));
            }
        }
        false
    }

    /// The dependencies that a proof under way waits for.
    fn waits_for(&self, pool: PoolId) -> &[PoolId] {
        let fetch = self.pools.get(&pool).and_then(|entry| entry.fetch.as_ref());
        let members = fetch.filter(|fetch| fetch.descended).and_then(|fetch| fetch.members.as_ref());
        members.map(|members| members.dependencies.as_slice()).unwrap_or_default()
    }

    fn dependents(&self, pool: PoolId) -> Vec<PoolId> {
        self.pools.keys().filter(|token| self.waits_for(**token).contains(&pool)).copied().collect()
    }

    fn is_fetching(&self, pool: PoolId) -> bool {
        self.pools.get(&pool).is_some_and(|entry| entry.fetch.is_some())
    }

    fn judge(&self, pool: PoolId, terms: &Terms<'_>) -> Result<Proof, Flaw> {
        let missing = || Flaw::NotGenuine("the server does not show all of a pool's licenses".to_owned());
        let entry = self.pools.get(&pool).ok_or_else(missing)?;
        let (_, members) = entry.arrived().ok_or_else(missing)?;
        let licenses: Vec<_> =
            members.members.iter().filter_map(|digest| entry.licenses.get(digest).cloned()).collect();
        // Two dependencies on one feature may be served from the same pool.
        let pools: BTreeSet<PoolId> = members.dependencies.iter().copied().collect();
        let proofs = pools.iter().filter(|_| members.key_type == KeyType::Token);
        let proofs =
            proofs.map(|pool| self.proof(*pool).ok_or_else(missing)).collect::<Result<Vec<_>, _>>()?;
        judge(members, &licenses, &proofs, terms)
    }
}

impl Pool {
    /// Takes an answer. Gives what is to be asked next.
    fn on_answer(
        &mut self,
        pool: PoolId,
        answer: QueryAnswer,
        keyring: &Keyring,
        terms: &Terms<'_>,
    ) -> Result<Vec<Query>, Flaw> {
        let mut ask = Vec::new();
        let Some(fetch) = &mut self.fetch else { return Ok(ask) };
        match answer {
            QueryAnswer::Members(members) if members.pool == pool && fetch.members.is_none() => {
                self.licenses.retain(|digest, _| members.members.contains(digest));
                for digest in &members.members {
                    let missing = !self.licenses.contains_key(digest);
                    if missing && fetch.texts.insert(*digest, Vec::new()).is_none() {
                        ask.push(Query::License { digest: *digest, offset: 0 });
                    }
                }
                fetch.members = Some(members);
            }
            QueryAnswer::License { digest, offset, total, text } => {
                ask.extend(fetch.on_text(digest, offset, total, &text)?);
                if ask.is_empty()
                    && let Some(text) = fetch.texts.remove(&digest)
                {
                    self.licenses.insert(digest, read_license(&text, digest, keyring, terms.vendor)?);
                }
            }
            QueryAnswer::Failed(status) => {
                return Err(Flaw::NotGenuine(format!(
                    "the server does not show the pool's licenses: {status}"
                )));
            }
            QueryAnswer::Members(_)
            | QueryAnswer::Bound(_)
            | QueryAnswer::Features { .. }
            | QueryAnswer::Leases { .. }
            | QueryAnswer::Sessions { .. }
            | QueryAnswer::Server { .. }
            | QueryAnswer::Waiters { .. }
            | QueryAnswer::Certificate { .. } => {
                return Err(Flaw::NotGenuine(
                    "the server answered another question than was asked".to_owned(),
                ));
            }
        }
        Ok(ask)
    }

    /// The proof under way, once the pool's own licenses are here.
    fn arrived(&self) -> Option<(&Fetch, &Members)> {
        let fetch = self.fetch.as_ref().filter(|fetch| fetch.texts.is_empty())?;
        Some((fetch, fetch.members.as_ref()?))
    }
}

impl Fetch {
    /// Adds a part of a text. Gives the question for the next part, none if it is whole.
    fn on_text(
        &mut self,
        digest: Digest,
        offset: u32,
        total: u32,
        part: &[u8],
    ) -> Result<Option<Query>, Flaw> {
        let bad = || Flaw::NotGenuine("the server showed a license in parts that do not join".to_owned());
        let text = self.texts.get_mut(&digest).ok_or_else(bad)?;
        if text.len() != offset as usize || total as usize > FEATURE_BYTES_MAX || part.is_empty() {
            return Err(bad());
        }
        text.extend_from_slice(part);
        match u32::try_from(text.len()) {
            Ok(have) if have < total => Ok(Some(Query::License { digest, offset: have })),
            Ok(have) if have == total => Ok(None),
            Ok(_) | Err(_) => Err(bad()),
        }
    }
}
