//! What the kinds of licenses may carry, and what must fit together: the rules of sections 2 to 4
//! that one license alone can break.

use std::collections::BTreeMap;

use lictor_types::{FeatureName, KeyType, Reason, Seats};

use crate::problem::{Location, Problem};
use crate::settings::{Scope, definition};
use crate::share::Share;
use crate::values::{Replaces, Values};

/// One feature as the rules see it.
pub(crate) struct Subject<'a> {
    pub(crate) at: Location,
    pub(crate) feature: Option<&'a FeatureName>,
    pub(crate) values: &'a Values,
    /// Where each known setting stands, whether or not its value could be read.
    pub(crate) placed: &'a BTreeMap<&'static str, Location>,
    /// Where the first block of client host ids stands.
    pub(crate) client_block: Option<Location>,
    /// Where the first block of server host ids stands.
    pub(crate) server_block: Option<Location>,
    /// Whether every setting could be told from its name; what seems missing may else be there.
    pub(crate) complete: bool,
}

/// Every rule the feature breaks.
pub(crate) fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    subject.token(&mut found);
    subject.network(&mut found);
    subject.share(&mut found);
    subject.upgrade(&mut found);
    subject.numbers_and_dates(&mut found);
    subject.serials(&mut found);
    found
}

impl Subject<'_> {
    fn has(&self, setting: &str) -> bool {
        self.placed.contains_key(setting)
    }

    fn is(&self, kind: KeyType) -> bool {
        self.values.key_type == Some(kind)
    }

    /// FIL-08; a KEYTYPE shows that a network license was meant.
    fn is_network(&self) -> bool {
        ["COUNT", "TOKEN_DEPENDENCY", "KEYTYPE"].into_iter().any(|name| self.has(name))
    }

    fn problem(&self, setting: &str, reason: Reason, rule: &'static str, text: impl Into<String>) -> Problem {
        let at = self.placed.get(setting).copied().unwrap_or(self.at);
        Problem::new(at, reason, rule, text).of_setting(setting)
    }

    /// KEY-04: TOKEN and its dependencies belong together, and a token has no seats of its own.
    fn token(&self, found: &mut Vec<Problem>) {
        let unreadable = self.has("KEYTYPE") && self.values.key_type.is_none();
        if !self.is(KeyType::Token) {
            if self.has("TOKEN_DEPENDENCY") && !unreadable {
                let text = "needs KEYTYPE=TOKEN";
                found.push(self.problem("TOKEN_DEPENDENCY", Reason::NotAllowed, "KEY-04", text));
            }
            return;
        }
        if !self.has("TOKEN_DEPENDENCY") {
            let text = "missing, KEYTYPE=TOKEN needs it";
            found.push(self.problem("TOKEN_DEPENDENCY", Reason::MissingSetting, "KEY-04", text));
        }
        for name in ["COUNT", "SOFTLIMIT", "USERBASED", "HOSTBASED"] {
            if self.has(name) {
                let text = "not allowed on a token, which has no seats of its own";
                found.push(self.problem(name, Reason::NotAllowed, "KEY-04", text));
            }
        }
        if self.values.dependencies.iter().any(|dependency| Some(&dependency.feature) == self.feature) {
            let text = "the token depends on itself";
            found.push(self.problem("TOKEN_DEPENDENCY", Reason::TokenLoop, "KEY-04", text));
        }
    }

    /// FIL-08: what only network licenses may carry, and COUNT, which makes one.
    fn network(&self, found: &mut Vec<Problem>) {
        match self.values.key_type {
            Some(KeyType::Exclusive | KeyType::Additive | KeyType::Upgrade)
                if self.complete && !self.has("COUNT") =>
            {
                let text = "missing, KEYTYPE needs it";
                found.push(self.problem("COUNT", Reason::MissingSetting, "FIL-08", text));
            }
            Some(_) | None => {}
        }
        if self.is_network() || !self.complete {
            return;
        }
        if let Some(at) = self.server_block {
            let text = "server host ids are for network licenses only: no server serves a local license";
            found.push(Problem::new(at, Reason::NotAllowed, "FIL-08", text).of_setting("SERVER_HOSTID"));
        }
        for name in self.placed.keys() {
            if definition(name).is_some_and(|definition| definition.scope == Scope::Network) {
                let text = "for network licenses only, which have COUNT or TOKEN_DEPENDENCY";
                found.push(self.problem(name, Reason::NotAllowed, "FIL-08", text));
            }
        }
    }

    /// Which flags of SHARE go with which kind of license (section 2, UPG-07).
    fn share(&self, found: &mut Vec<Problem>) {
        let share = self.values.share;
        let (wrong, rule, only) = if self.is(KeyType::Upgrade) {
            (share.without(Share::VIRTUAL), "UPG-07", "an upgrade may carry only VIRTUAL")
        } else if !self.complete {
            return;
        } else if self.is_network() {
            (share.and(Share::LOCAL), "FIL-08", "for local licenses only, which have no COUNT")
        } else {
            (share.and(Share::GROUPS), "FIL-08", "for network licenses only, which have COUNT")
        };
        if !wrong.is_empty() {
            let text = format!("{wrong} is not allowed: {only}");
            found.push(self.problem("SHARE", Reason::NotAllowed, rule, text));
        }
    }

    /// UPG-06 and UPG-07: an upgrade adds a number of seats and nothing else.
    fn upgrade(&self, found: &mut Vec<Problem>) {
        if !self.is(KeyType::Upgrade) {
            return;
        }
        for name in self.placed.keys() {
            if definition(name).is_some_and(|definition| !definition.upgrade) {
                let text = "not allowed on an upgrade, whose base decides it";
                found.push(self.problem(name, Reason::NotAllowed, "UPG-07", text));
            }
        }
        if let Some(at) = self.client_block {
            let text = "client host ids are not allowed on an upgrade";
            found.push(Problem::new(at, Reason::NotAllowed, "UPG-07", text).of_setting("CLIENT_HOSTID"));
        }
        if self.values.count == Some(Seats::Unlimited) {
            let text = "an upgrade cannot be UNLIMITED";
            found.push(self.problem("COUNT", Reason::Unlimited, "UPG-06", text));
        }
    }

    fn numbers_and_dates(&self, found: &mut Vec<Problem>) {
        if let (Some(soft), Some(Seats::Limited(count))) = (self.values.soft_limit, self.values.count)
            && soft >= count
        {
            let text = format!("{soft} is not below COUNT {count}");
            found.push(self.problem("SOFTLIMIT", Reason::BadValue, "SFT-01", text));
        }
        if let (Some(start), Some(end)) = (self.values.start, self.values.end)
            && start > end
        {
            let text = format!("{start} is after END {end}");
            found.push(self.problem("START", Reason::StartAfterEnd, "TIM-01", text));
        }
    }

    /// KEY-06: no license makes itself void.
    fn serials(&self, found: &mut Vec<Problem>) {
        let Some(own) = &self.values.serial else { return };
        if self.values.supersedes.contains(own) {
            let text = "names the license itself";
            found.push(self.problem("SUPERSEDES", Reason::SupersedesItself, "KEY-06", text));
        }
        if matches!(&self.values.replaces, Some(Replaces::Serial(serial)) if serial == own) {
            let text = "names the license itself";
            found.push(self.problem("REPLACES", Reason::SupersedesItself, "KEY-06", text));
        }
    }
}
