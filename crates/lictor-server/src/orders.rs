//! What administrators order of the server: each order is one turn, and is in the log before it is
//! answered.

use std::sync::atomic::Ordering;

use lictor_engine::{Command, Effects};

use crate::counters::add;
use crate::rule_file::{RuleWatch, known_features};
use crate::rules::{RulesError, RulesFile};
use crate::shared::Shared;

impl Shared {
    /// Notes for the log what an administrator does to something other than the ledger.
    pub(crate) fn note(&self, actor: &str, what: &str, reason: &str) {
        let mut effects = Effects::default();
        let seq = self.clerk.turn(&mut effects, |turn| turn.apply(Command::Note { what, actor, reason }));
        self.clerk.commit().flush(seq);
        tracing::info!(actor, what, reason, "An administrator changes the license directory");
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
        let seq = self.clerk.turn(&mut effects, |turn| turn.apply(Command::Rules(&file.set)));
        self.clerk.commit().flush(seq);
        self.publish(seq, &effects.outputs, &[]);
        self.rules.take(file);
        add(&self.counters.rule_loads, 1);
        self.counters.rules.store(rules as u64, Ordering::Relaxed);
        tracing::info!(rules, "{rules} access rules are in force");
    }

    fn refuse_rules(&self, error: RulesError) {
        tracing::error!("The access rules in force stay, the file has mistakes:\n{error}");
        add(&self.counters.rule_refusals, 1);
        self.rules.refuse(error);
    }
}
