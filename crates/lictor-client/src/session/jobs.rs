//! What callers wait for, and the queries that answer it.

use std::collections::BTreeSet;

use lictor_types::{Denial, FeatureName, KeyType, PoolId, PublicKey, Seats, Status, VendorName};
use lictor_wire::{FeatureRow, LeaseRow, Query, QueryAnswer, SessionRow, WaiterRow};

use super::grants::failure;
use super::inquiries::Asker;
use super::loans::Uncertified;
use super::work::{Failure, Outcome, Ticket, Work};
use super::{Errand, Place, Purpose, Session};
use crate::clock::Now;
use crate::info::ServerStatus;
use crate::trust::{Flaw, Terms};

/// A piece of work under way.
#[derive(Debug)]
pub(super) enum Job {
    Attend,
    /// Seats out or in: a request is outstanding, or its grant is being proven.
    Request,
    /// Seats are borrowed, and their certificate is asked for.
    Loan(Uncertified),
    Feature {
        name: FeatureName,
        rows: Vec<FeatureRow>,
        /// Pools to be proven first.
        unproven: BTreeSet<PoolId>,
    },
    Status(Box<StatusDraft>),
}

/// A status answer as it comes together.
#[derive(Debug, Default)]
pub(super) struct StatusDraft {
    server: Option<ServerFacts>,
    features: Vec<FeatureRow>,
    leases: Vec<LeaseRow>,
    sessions: Vec<SessionRow>,
    waiters: Vec<WaiterRow>,
    /// Questions without a final answer.
    open: u8,
}

/// The answer to `Server`.
#[derive(Debug)]
struct ServerFacts {
    software: String,
    vendors: Vec<VendorName>,
    uptime_seconds: u64,
    key: PublicKey,
    wall_ms: u64,
}

/// A refusal without numbers, as of a server that has none.
pub(super) fn plain_denial(status: Status, requested: u32) -> Denial {
    Denial {
        status,
        requested,
        seats: Seats::NONE,
        used: 0,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 0,
        pools: Vec::new(),
    }
}

impl Session {
    pub(super) fn begin(&mut self, ticket: Ticket, work: Work) {
        match work {
            Work::Attend => {
                self.jobs.insert(ticket, Job::Attend);
                if self.is_open() {
                    self.attended();
                }
            }
            Work::Checkout(wishes) => self.begin_request(ticket, Errand::Checkout(wishes)),
            Work::Wait(wishes, wait_ms) => self.begin_request(ticket, Errand::Wait(wishes, wait_ms)),
            Work::Borrow { wish, hours } => self.begin_request(ticket, Errand::Borrow { wish, hours }),
            Work::Refresh(borrow) => self.begin_request(ticket, Errand::Refresh(borrow)),
            Work::Return(borrow) => self.begin_request(ticket, Errand::Return(borrow)),
            Work::Checkin { seat, count } => self.begin_checkin(ticket, seat, count),
            Work::Feature(name) => {
                let query = Query::Feature { feature: name.to_string() };
                let job = Job::Feature { name, rows: Vec::new(), unproven: BTreeSet::new() };
                self.jobs.insert(ticket, job);
                self.inquiries.add(query, Asker::Work(ticket));
            }
            Work::Status => {
                let questions = [
                    Query::Server,
                    Query::Features { cursor: 0 },
                    Query::Leases { cursor: 0 },
                    Query::Sessions { cursor: 0 },
                    Query::Waiters { cursor: 0 },
                ];
                let open = questions.len() as u8;
                self.jobs
                    .insert(ticket, Job::Status(Box::new(StatusDraft { open, ..StatusDraft::default() })));
                for query in questions {
                    self.inquiries.add(query, Asker::Work(ticket));
                }
            }
        }
    }

    fn begin_request(&mut self, ticket: Ticket, errand: Errand) {
        self.jobs.insert(ticket, Job::Request);
        self.outstanding.add(errand, Purpose::Call(ticket));
    }

    /// OUT-03: more than held is an error that changes nothing.
    fn begin_checkin(&mut self, ticket: Ticket, id: super::SeatId, count: u32) {
        self.jobs.insert(ticket, Job::Request);
        let held = self.seat_count(id);
        let Some(seat) = self.seats.get_mut(id).filter(|seat| seat.place != Place::Gone) else {
            self.seats.remove(id);
            return self.fail(ticket, Failure::new(Status::NotHeld, "the seats were lost before"));
        };
        if !(1..=held).contains(&count) {
            let text = format!("{count} seats to be given back, {held} are held");
            return self.fail(ticket, Failure::new(Status::NotHeld, text));
        }
        let (lease, place) = (seat.grant.lease, seat.place);
        seat.count -= count;
        if seat.count == 0 {
            self.seats.remove(id);
        }
        if place == Place::Leased {
            self.outstanding.add(Errand::Checkin { lease, count }, Purpose::Call(ticket));
        } else {
            self.done(ticket, Outcome::CheckedIn);
        }
    }

    /// The session stands: tells those who waited for that.
    pub(super) fn attended(&mut self) {
        let waiting = self.jobs.iter().filter(|(_, job)| matches!(job, Job::Attend));
        for ticket in waiting.map(|(ticket, _)| *ticket).collect::<Vec<_>>() {
            self.done(ticket, Outcome::Attending);
        }
    }

    pub(super) fn on_query_answer(&mut self, now: Now, asker: Asker, answer: QueryAnswer) {
        match asker {
            Asker::Proof(pool) => self.on_proof_answer(now, pool, answer),
            Asker::Work(ticket) => self.on_job_answer(ticket, answer),
        }
    }

    fn on_proof_answer(&mut self, now: Now, pool: PoolId, answer: QueryAnswer) {
        let (Some(keyring), Some((server, _))) = (&self.profile.keyring, &self.server) else { return };
        let terms = Terms {
            vendor: self.profile.open.vendor.as_ref(),
            server,
            server_key_required: self.profile.server_key_required,
            wall_ms: now.wall_ms,
        };
        let step = self.prover.on_answer(pool, answer, keyring, &terms);
        for (pool, query) in step.ask {
            self.inquiries.add(query, Asker::Proof(pool));
        }
        for (pool, judgement) in step.judged {
            match judgement {
                Ok(()) => {
                    self.note_identity(pool);
                    self.review(now);
                    self.on_pool_judged(pool, None);
                }
                Err(flaw) => {
                    self.disproven(pool, flaw.clone());
                    self.on_pool_judged(pool, Some(&flaw));
                }
            }
        }
    }

    fn on_job_answer(&mut self, ticket: Ticket, answer: QueryAnswer) {
        match (self.jobs.get_mut(&ticket), answer) {
            (Some(job), QueryAnswer::Failed(status)) => {
                let text = match job {
                    Job::Feature { name, .. } if status == Status::FeatureNotFound => not_served(name),
                    Job::Loan(_) => "the server shows no certificate for the borrow".to_owned(),
                    Job::Attend | Job::Request | Job::Feature { .. } | Job::Status(_) => {
                        format!("the server cannot answer: {}", status.name().replace('_', " "))
                    }
                };
                self.return_if_uncertified(ticket);
                self.inquiries.abandon(ticket);
                self.fail(ticket, Failure::new(status, text));
            }
            (Some(Job::Feature { rows, .. }), QueryAnswer::Features { rows: more, next }) => {
                rows.extend(more);
                match next {
                    Some(cursor) => self.inquiries.add(Query::Features { cursor }, Asker::Work(ticket)),
                    None => self.on_feature_rows(ticket),
                }
            }
            (Some(Job::Loan(_)), QueryAnswer::Certificate { bytes }) => self.certified(ticket, bytes),
            (Some(Job::Status(draft)), answer) => match draft.take(answer) {
                Ok(Some(query)) => self.inquiries.add(query, Asker::Work(ticket)),
                Ok(None) => self.finish_status(ticket),
                Err(()) => self.break_off("the answer is not one to the query".to_owned()),
            },
            (Some(_), _) => self.break_off("the answer is not one to the query".to_owned()),
            (None, _) => {}
        }
    }

    /// With vendor keys a report is proven like a grant, so that it can say on what it rests.
    fn on_feature_rows(&mut self, ticket: Ticket) {
        let with_keys = self.profile.keyring.is_some();
        let Some(Job::Feature { name, rows, unproven }) = self.jobs.get_mut(&ticket) else { return };
        let base_served = |row: &&FeatureRow| row.version.is_some() && row.key_type != KeyType::Upgrade;
        if rows.iter().any(|row| row.feature != *name) {
            return self.break_off("the answer is about another feature".to_owned());
        }
        if rows.is_empty() {
            let failure = Failure::new(Status::FeatureNotFound, not_served(name));
            return self.fail(ticket, failure);
        }
        if with_keys {
            *unproven = rows.iter().filter(base_served).map(|row| row.pool).collect();
        }
        let pools: Vec<PoolId> = unproven.iter().copied().collect();
        for pool in &pools {
            self.prove(*pool);
        }
        if pools.is_empty() {
            self.finish_feature(ticket);
        }
    }

    /// A pool was proven, or could not be.
    fn on_pool_judged(&mut self, pool: PoolId, flaw: Option<&Flaw>) {
        let mut waiting = Vec::new();
        for (ticket, job) in &mut self.jobs {
            if let Job::Feature { unproven, .. } = job
                && unproven.remove(&pool)
            {
                waiting.push((*ticket, unproven.is_empty()));
            }
        }
        for (ticket, complete) in waiting {
            match flaw {
                Some(flaw) => self.fail(ticket, failure(flaw.clone())),
                None if complete => self.finish_feature(ticket),
                None => {}
            }
        }
    }

    fn finish_feature(&mut self, ticket: Ticket) {
        let Some(Job::Feature { rows, .. }) = self.jobs.get_mut(&ticket) else { return };
        let rows = std::mem::take(rows);
        let strange = rows.iter().find(|row| {
            self.prover.proof(row.pool).is_some_and(|proof| !proof.is_of(&row.feature, &row.vendor))
        });
        let outcome = match strange {
            Some(row) => {
                let text = format!("the licenses shown for `{}` are of another feature", row.feature);
                Outcome::Failed(Failure::new(Status::ServerNotGenuine, text))
            }
            None => Outcome::Feature(rows, self.verification()),
        };
        self.done(ticket, outcome);
    }

    fn finish_status(&mut self, ticket: Ticket) {
        let identity = self.identity();
        let Some(Job::Status(draft)) = self.jobs.get_mut(&ticket) else { return };
        let StatusDraft { server: Some(server), open: 0, .. } = draft.as_mut() else { return };
        let status = ServerStatus {
            software: std::mem::take(&mut server.software),
            vendors: std::mem::take(&mut server.vendors),
            uptime_seconds: server.uptime_seconds,
            key: server.key,
            wall_ms: server.wall_ms,
            features: std::mem::take(&mut draft.features),
            leases: std::mem::take(&mut draft.leases),
            sessions: std::mem::take(&mut draft.sessions),
            waiters: std::mem::take(&mut draft.waiters),
            identity,
        };
        self.done(ticket, Outcome::Status(Box::new(status)));
    }
}

fn not_served(name: &FeatureName) -> String {
    format!("no license of `{name}` is served")
}

impl StatusDraft {
    /// Takes one answer. Gives the question for what follows it, if something does.
    fn take(&mut self, answer: QueryAnswer) -> Result<Option<Query>, ()> {
        let more = match answer {
            QueryAnswer::Server { software, vendors, uptime_seconds, key, wall_ms } => {
                self.server = Some(ServerFacts { software, vendors, uptime_seconds, key, wall_ms });
                None
            }
            QueryAnswer::Features { rows, next } => {
                self.features.extend(rows);
                next.map(|cursor| Query::Features { cursor })
            }
            QueryAnswer::Leases { rows, next } => {
                self.leases.extend(rows);
                next.map(|cursor| Query::Leases { cursor })
            }
            QueryAnswer::Sessions { rows, next } => {
                self.sessions.extend(rows);
                next.map(|cursor| Query::Sessions { cursor })
            }
            QueryAnswer::Waiters { rows, next } => {
                self.waiters.extend(rows);
                next.map(|cursor| Query::Waiters { cursor })
            }
            QueryAnswer::Bound(_)
            | QueryAnswer::Members(_)
            | QueryAnswer::License { .. }
            | QueryAnswer::Certificate { .. }
            | QueryAnswer::Failed(_) => return Err(()),
        };
        if more.is_none() {
            self.open = self.open.saturating_sub(1);
        }
        Ok(more)
    }
}
