//! The licensing rules: id, section, what it is about, and whether this version keeps it.

/// Whether this version keeps a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It does: code and a test name it, else `tidy` fails.
    Kept,
    /// A later version will: what asks for it is refused by name.
    Later,
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its id.
    pub(crate) id: &'static str,
    /// The section it stands in.
    pub(crate) section: &'static str,
    /// What it is about.
    pub(crate) title: &'static str,
    /// Whether this version keeps it.
    pub(crate) stage: Stage,
}

const fn kept(id: &'static str, section: &'static str, title: &'static str) -> Rule {
    Rule { id, section, title, stage: Stage::Kept }
}

const fn later(id: &'static str, section: &'static str, title: &'static str) -> Rule {
    Rule { id, section, title, stage: Stage::Later }
}

const FILES: &str = "Files";
const KEY_TYPES_AND_POOLS: &str = "Key types and pools";
const UPGRADES: &str = "Upgrades";
const TIME: &str = "Time";
const CHECKOUT: &str = "Checkout";
const SHARING: &str = "Sharing";
const HOLD: &str = "Hold, soft limit, named users and hosts";
const BORROW: &str = "Borrow, grace, trial, queue, reservations, rules";
const HOST_IDS: &str = "Host ids";
const SESSIONS: &str = "Sessions";
const TRUST: &str = "Trust";

/// Every rule, in the order of the sections.
pub(crate) const LIST: [Rule; 77] = [
    kept("FIL-01", FILES, "the shape of templates and license files"),
    kept("FIL-02", FILES, "what signing adds, and what the signature covers"),
    kept("FIL-03", FILES, "canonical bytes: what changes a signature and what does not"),
    kept("FIL-04", FILES, "names, strings and dates"),
    kept("FIL-05", FILES, "`X_` extensions are signed and ignored; other unknown settings are refused"),
    kept("FIL-06", FILES, "hostile XML is refused with bounded work"),
    kept(
        "FIL-07",
        FILES,
        "all errors of a file at once, with line and column; one bad feature hides no good one",
    ),
    kept("FIL-08", FILES, "what makes a license a network license"),
    kept("KEY-01", KEY_TYPES_AND_POOLS, "load order decides every \"first\""),
    kept("KEY-02", KEY_TYPES_AND_POOLS, "the first exclusive is served, later ones are shadowed"),
    kept("KEY-03", KEY_TYPES_AND_POOLS, "additive pools, and the order in which pools are tried"),
    later("KEY-04", KEY_TYPES_AND_POOLS, "token licenses"),
    kept("KEY-05", KEY_TYPES_AND_POOLS, "what is checked at load"),
    kept("KEY-06", KEY_TYPES_AND_POOLS, "the order in which a license is judged"),
    kept(
        "UPG-01",
        UPGRADES,
        "the seats of a day are the exclusive's plus those of its upgrades valid that day",
    ),
    kept("UPG-02", UPGRADES, "any number of upgrades, each with its own dates"),
    kept("UPG-03", UPGRADES, "at midnight upgrades start and stop by themselves"),
    kept(
        "UPG-04",
        UPGRADES,
        "a stopped upgrade takes no lease away; the pool is over-committed until use falls",
    ),
    kept("UPG-05", UPGRADES, "an upgrade does not outlive its exclusive"),
    kept("UPG-06", UPGRADES, "neither side may be UNLIMITED"),
    kept("UPG-07", UPGRADES, "what an upgrade may carry"),
    kept("UPG-08", UPGRADES, "server host ids bind an upgrade as any license"),
    kept("UPG-09", UPGRADES, "one license counts once; a reused serial is rejected"),
    kept("UPG-10", UPGRADES, "a sum above 2147483647 rejects the upgrade that overflows"),
    kept("UPG-11", UPGRADES, "orphans wait for an exclusive"),
    kept("UPG-12", UPGRADES, "clients never see upgrades; administrators do"),
    kept("UPG-13", UPGRADES, "SOFTLIMIT stays as the exclusive writes it"),
    kept("UPG-14", UPGRADES, "removing a file works as expiry does"),
    kept("UPG-15", UPGRADES, "leases outlive the exclusive that is gone"),
    kept("TIM-01", TIME, "dates are civil days of a zone"),
    kept("TIM-02", TIME, "midnight is the first instant of the new day, wherever DST puts it"),
    kept("TIM-03", TIME, "a checkout after midnight is decided by the new day"),
    kept("TIM-04", TIME, "a jump of the wall clock is noticed within 10 s"),
    kept("TIM-05", TIME, "a clock set back"),
    kept("TIM-06", TIME, "which clock counts what"),
    later("TIM-07", TIME, "SYSTEMCLOCKCHECK"),
    kept("OUT-01", CHECKOUT, "what a request says, and versions"),
    kept("OUT-02", CHECKOUT, "all or nothing, also for several features"),
    kept("OUT-03", CHECKOUT, "a second checkout adds to the lease; checkin may be partial"),
    kept("OUT-04", CHECKOUT, "a denial says why, with numbers"),
    kept("OUT-05", CHECKOUT, "a request is answered once, also when it is repeated"),
    kept("OUT-06", CHECKOUT, "nothing is ever over-granted"),
    kept("OUT-07", CHECKOUT, "used, reserved and free; which pool speaks for a denial"),
    later("SHR-01", SHARING, "sharing groups"),
    later("SHR-02", SHARING, "what a group is charged"),
    later("SHR-03", SHARING, "virtual machines"),
    later("SHR-04", SHARING, "hold of a group"),
    later("HLD-01", HOLD, "HOLD"),
    later("HLD-02", HOLD, "MIN_CHECKOUT"),
    later("HLD-03", HOLD, "held seats come back to their user"),
    kept("SFT-01", HOLD, "above the soft limit a grant says so"),
    later("NAM-01", HOLD, "named users and hosts"),
    later("BOR-01", BORROW, "borrow certificates"),
    later("BOR-02", BORROW, "early return and refresh"),
    later("BOR-03", BORROW, "borrows survive"),
    later("GRA-01", BORROW, "grace"),
    later("TRI-01", BORROW, "trial"),
    later("QUE-01", BORROW, "the queue"),
    later("QUE-02", BORROW, "answers to waiters"),
    later("RES-01", BORROW, "dynamic reservations"),
    later("RUL-01", BORROW, "access rules"),
    later("RUL-02", BORROW, "rules reload while running"),
    kept("HID-01", HOST_IDS, "the types of host ids"),
    kept("HID-02", HOST_IDS, "when a block of host ids matches"),
    kept("HID-03", HOST_IDS, "client host ids on network licenses are judged by the server"),
    kept("SES-01", SESSIONS, "a session has one connection; a valid resume takes over"),
    kept("SES-02", SESSIONS, "a vanished process's seats are free within a second"),
    kept("SES-03", SESSIONS, "silence frees seats after the lease length"),
    kept("SES-04", SESSIONS, "sessions and leases survive the server's death"),
    kept("SES-05", SESSIONS, "the client never ends its host and never blocks past its limit"),
    kept("SES-06", SESSIONS, "sources, their order, and the most telling error"),
    kept("TRU-01", TRUST, "vendor keys, certificates and revocation"),
    kept("TRU-02", TRUST, "the server's key"),
    kept("TRU-03", TRUST, "the client checks the vendor's signatures itself"),
    kept("TRU-04", TRUST, "nothing read trusts a length or panics"),
    kept("TRU-05", TRUST, "one hash-chained log of everything"),
    kept("TRU-06", TRUST, "old segments, and a full disk"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_ascend_within_their_letters() {
        for pair in LIST.windows(2) {
            let (before, after) = (pair[0].id, pair[1].id);
            assert!(before[..3] != after[..3] || before < after, "{before} {after}");
        }
        let mut ids: Vec<&str> = LIST.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), LIST.len());
    }
}
