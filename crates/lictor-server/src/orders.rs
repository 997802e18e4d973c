//! What administrators order of the server: each order is one turn, and is safe in the log before
//! it is answered.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use lictor_engine::{Command, Effects, Inquiry, LedgerEvent, Outcome, Output, Why};
use lictor_types::{SessionId, Status};

use crate::counters::add;
use crate::inbox::Inbound;
use crate::report;
use crate::rule_file::{RuleWatch, known_features};
use crate::rules::{RulesError, RulesFile};
use crate::shared::Shared;
use crate::turn::resolve_relief;

/// How often it is looked whether an order is safe, where another thread writes the log.
const SETTLE_BEAT: Duration = Duration::from_millis(1);

impl Shared {
    /// Ends a session and keeps its user out on its host for a while. Whether there was one. Its
    /// client is told why and until when.
    pub(crate) fn release(&self, session: SessionId, quarantine_ms: u64, actor: &str, reason: &str) -> bool {
        let mut effects = Effects::default();
        let release = Command::Release { session, quarantine_ms, actor, reason };
        let seq = self.clerk.turn(&mut effects, |turn| turn.apply(release));
        let until_ms = self.clerk.clock().wall_ms().saturating_add(quarantine_ms);
        let words = release_words(reason, (quarantine_ms > 0).then_some(until_ms));
        self.clerk.commit().flush(seq);
        let closed = |output: &Output| matches!(output, Output::Event(LedgerEvent::SessionClosed { session: one, .. }) if *one == session);
        let released = effects.outputs.iter().any(closed);
        if released {
            // Before the event, which says only that it ended.
            let words: Arc<str> = words.into();
            self.tell(|| Inbound::Released { seq, session, words: Arc::clone(&words) });
        }
        self.publish(seq, &effects.outputs, &[]);
        self.settle(seq);
        released
    }

    /// Carries out one other order. What became of it, if it is one that is answered.
    pub(crate) fn order(&self, order: Command<'_>) -> Option<Outcome> {
        let mut effects = Effects::default();
        let seq = self.clerk.turn(&mut effects, |turn| turn.apply(order));
        self.clerk.commit().flush(seq);
        self.publish(seq, &effects.outputs, &[]);
        self.settle(seq);
        effects
            .outputs
            .iter()
            .find_map(|output| if let Output::Ordered(outcome) = output { Some(*outcome) } else { None })
    }

    /// Notes for the log what an administrator does to something other than the ledger.
    pub(crate) fn note(&self, actor: &str, what: &str, reason: &str) {
        tracing::info!(actor, reason, "`{actor}` orders: {what}");
        self.order(Command::Note { what, actor, reason });
    }

    /// What somebody who asks now would get, and which rules decide (RUL-02). Takes nothing.
    pub(crate) fn why(&self, inquiry: &Inquiry<'_>) -> Result<Why, Status> {
        let mut why = Err(Status::Internal);
        let mut effects = Effects::default();
        let seq = self.clerk.turn(&mut effects, |turn| why = turn.ledger().why(turn.stamp(), inquiry));
        self.clerk.commit().flush(seq);
        self.publish(seq, &effects.outputs, &[]);
        if let Ok(Why { outcome: Err(denial), .. }) = &mut why {
            resolve_relief(denial, &self.clerk.zones());
        }
        why
    }

    /// Looks whether the file of access rules is another, and takes what is in it or tells what is
    /// wrong with it (RUL-02).
    pub(crate) fn look_at_rules(&self, watch: &mut RuleWatch) {
        let known = || known_features(&self.clerk.loaded().catalog);
        match watch.look(self.clerk.clock().boot_ms(), known) {
            Some(Ok(file)) => self.take_rules(file),
            Some(Err(error)) => self.refuse_rules(error),
            None => {}
        }
    }

    /// Puts access rules in force, all of them at once.
    pub(crate) fn take_rules(&self, file: RulesFile) {
        let rules = file.set.rules.len();
        for warning in &file.warnings {
            tracing::warn!("{warning}");
        }
        let mut effects = Effects::default();
        // A set that needs a segment of its own makes it where it is written: no other is under way.
        let preparing = self.preparing.lock();
        let seq = self.clerk.turn(&mut effects, |turn| turn.apply(Command::Rules(&file.set)));
        self.rules.take(file);
        self.clerk.commit().flush(seq);
        drop(preparing);
        self.publish(seq, &effects.outputs, &[]);
        add(&self.counters.rule_loads, 1);
        self.counters.rules.store(rules as u64, Ordering::Relaxed);
        tracing::info!(rules, "{rules} access rules are in force");
    }

    fn refuse_rules(&self, error: RulesError) {
        tracing::error!("The access rules in force stay, the file has mistakes:\n{error}");
        add(&self.counters.rule_refusals, 1);
        self.rules.refuse(error);
    }

    /// Waits until what rests on this sequence may be told, or nothing will be told any more.
    fn settle(&self, seq: u64) {
        let commit = self.clerk.commit();
        while commit.released() < seq && commit.fatal().is_none() {
            thread::sleep(SETTLE_BEAT);
        }
    }
}

/// What the client of a released session is told.
fn release_words(reason: &str, until_ms: Option<u64>) -> String {
    let mut words = "an administrator released the session".to_owned();
    if !reason.is_empty() {
        words = format!("{words}: {reason}");
    }
    match until_ms.and_then(report::instant) {
        Some(until) => format!("{words}; this user gets nothing on this host until {until}"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_session_is_told_why_and_until_when() {
        let released = "an administrator released the session";
        for (reason, until_ms, expected) in [
            ("", None, released.to_owned()),
            ("gone home", None, format!("{released}: gone home")),
            (
                "gone home",
                Some(86_400_000),
                format!(
                    "{released}: gone home; this user gets nothing on this host until 1970-01-02T00:00:00Z"
                ),
            ),
        ] {
            assert_eq!(release_words(reason, until_ms), expected);
        }
    }
}
