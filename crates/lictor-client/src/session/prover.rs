//! Fetches the signed licenses of a pool and keeps what was proven by them (TRU-03).

use std::collections::BTreeMap;
use std::sync::Arc;

use lictor_license::{Keyring, License, Verified};
use lictor_types::limits::FEATURE_BYTES_MAX;
use lictor_types::{Digest, PoolId};
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
}

/// What follows from an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// These are to be asked next; nothing, if answers are still on their way.
    Ask(Vec<Query>),
    /// The pool is proven.
    Proven,
}

impl Prover {
    pub(crate) fn proof(&self, pool: PoolId) -> Option<&Proof> {
        self.pools.get(&pool)?.proof.as_ref()
    }

    /// Begins to prove a pool. None if that is under way already.
    pub(crate) fn begin(&mut self, pool: PoolId) -> Option<Query> {
        let entry = self.pools.entry(pool).or_default();
        if entry.fetch.is_some() {
            return None;
        }
        entry.fetch = Some(Fetch::default());
        Some(Query::Members { pool })
    }

    /// What was proven does not hold any more (the server says so).
    pub(crate) fn forget(&mut self, pool: PoolId) {
        if let Some(entry) = self.pools.get_mut(&pool) {
            entry.proof = None;
        }
    }

    /// The session is gone: pools may have other numbers in the next.
    pub(crate) fn reset(&mut self) {
        self.pools.clear();
    }

    /// Takes an answer. An error ends the proof of this pool.
    pub(crate) fn on_answer(
        &mut self,
        pool: PoolId,
        answer: QueryAnswer,
        keyring: &Keyring,
        terms: &Terms<'_>,
    ) -> Result<Progress, Flaw> {
        let Some(entry) = self.pools.get_mut(&pool) else { return Ok(Progress::Ask(Vec::new())) };
        let progress = entry.on_answer(pool, answer, keyring, terms);
        if !matches!(progress, Ok(Progress::Ask(_))) {
            entry.fetch = None;
        }
        if progress.is_err() {
            entry.proof = None;
        }
        progress
    }
}

impl Pool {
    fn on_answer(
        &mut self,
        pool: PoolId,
        answer: QueryAnswer,
        keyring: &Keyring,
        terms: &Terms<'_>,
    ) -> Result<Progress, Flaw> {
        let Some(fetch) = &mut self.fetch else { return Ok(Progress::Ask(Vec::new())) };
        let mut ask = Vec::new();
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
        self.conclude(ask, terms)
    }

    fn conclude(&mut self, ask: Vec<Query>, terms: &Terms<'_>) -> Result<Progress, Flaw> {
        let Some(Fetch { members: Some(members), texts }) = &self.fetch else {
            return Ok(Progress::Ask(ask));
        };
        if !texts.is_empty() {
            return Ok(Progress::Ask(ask));
        }
        let licenses: Vec<_> =
            members.members.iter().filter_map(|digest| self.licenses.get(digest).cloned()).collect();
        self.proof = Some(judge(members, &licenses, terms)?);
        Ok(Progress::Proven)
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
