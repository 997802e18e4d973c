//! What tells one rule set from another.

use lictor_engine::{FeaturePattern, Member, Policy, QueueMode, Rule};
use lictor_types::Digest;
use ring::digest::{Context, SHA256};

/// SHA-256 over everything that the ledger is given. Lines belong to it, because answers name them;
/// comments, and names of groups, do not.
pub(super) fn digest(rules: &[Rule], policy: &Policy) -> Digest {
    let mut hash = Hash(Context::new(&SHA256));
    hash.text("lictor rules 1");
    hash.policy(policy);
    hash.number(rules.len());
    for rule in rules {
        hash.rule(rule);
    }
    let mut digest = [0; 32];
    for (to, from) in digest.iter_mut().zip(hash.0.finish().as_ref()) {
        *to = *from;
    }
    Digest(digest)
}

/// Every piece is a number of eight bytes, or a text after its length: no two sets are written alike.
struct Hash(Context);

impl Hash {
    fn number(&mut self, number: impl TryInto<u64>) {
        self.0.update(&number.try_into().unwrap_or(u64::MAX).to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.update(text.as_bytes());
    }

    fn policy(&mut self, policy: &Policy) {
        let (mode, passes) = match policy.queue {
            QueueMode::Fair { passes } => (0_u8, passes),
            QueueMode::Strict => (1, 0),
            QueueMode::Fast => (2, 0),
        };
        self.number(mode);
        self.number(passes);
        self.number(policy.queue_length);
        self.number(policy.borrow_hours);
        self.number(policy.named_release_ms);
    }

    fn rule(&mut self, rule: &Rule) {
        self.number(rule.kind as u8);
        self.number(rule.amount);
        self.number(rule.line);
        self.number(rule.features.len());
        for FeaturePattern { vendor, name } in &rule.features {
            self.text(vendor.as_ref().map_or("", |vendor| vendor.as_str()));
            self.text(name);
        }
        self.number(rule.members.len());
        for member in &rule.members {
            self.member(member);
        }
    }

    fn member(&mut self, member: &Member) {
        match member {
            Member::Anyone => self.number(0_u8),
            Member::User(name) => self.named(1, name),
            Member::Host(name) => self.named(2, name),
            Member::UserAt { user, host } => {
                self.named(3, user);
                self.text(host);
            }
            Member::Network { address, prefix } => {
                self.number(4_u8);
                self.0.update(address);
                self.number(*prefix);
            }
            Member::Project(name) => self.named(5, name),
        }
    }

    fn named(&mut self, kind: u8, name: &str) {
        self.number(kind);
        self.text(name);
    }
}
