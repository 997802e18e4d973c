//! The licensing rules: id, section and what it is about. Code and a test name each, else `tidy` fails.

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its id.
    pub(crate) id: &'static str,
    /// The section it stands in.
    pub(crate) section: &'static str,
    /// What it is about.
    pub(crate) title: &'static str,
}

const fn rule(id: &'static str, section: &'static str, title: &'static str) -> Rule {
    Rule { id, section, title }
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
    rule("FIL-01", FILES, "the shape of templates and license files"),
    rule("FIL-02", FILES, "what signing adds, and what the signature covers"),
    rule("FIL-03", FILES, "canonical bytes: what changes a signature and what does not"),
    rule("FIL-04", FILES, "names, strings and dates"),
    rule("FIL-05", FILES, "`X_` extensions are signed and ignored; other unknown settings are refused"),
    rule("FIL-06", FILES, "hostile XML is refused with bounded work"),
    rule(
        "FIL-07",
        FILES,
        "all errors of a file at once, with line and column; one bad feature hides no good one",
    ),
    rule("FIL-08", FILES, "what makes a license a network license"),
    rule("KEY-01", KEY_TYPES_AND_POOLS, "load order decides every \"first\""),
    rule("KEY-02", KEY_TYPES_AND_POOLS, "the first exclusive is served, later ones are shadowed"),
    rule("KEY-03", KEY_TYPES_AND_POOLS, "additive pools, and the order in which pools are tried"),
    rule("KEY-04", KEY_TYPES_AND_POOLS, "token licenses"),
    rule("KEY-05", KEY_TYPES_AND_POOLS, "what is checked at load"),
    rule("KEY-06", KEY_TYPES_AND_POOLS, "the order in which a license is judged"),
    rule(
        "UPG-01",
        UPGRADES,
        "the seats of a day are the exclusive's plus those of its upgrades valid that day",
    ),
    rule("UPG-02", UPGRADES, "any number of upgrades, each with its own dates"),
    rule("UPG-03", UPGRADES, "at midnight upgrades start and stop by themselves"),
    rule(
        "UPG-04",
        UPGRADES,
        "a stopped upgrade takes no lease away; the pool is over-committed until use falls",
    ),
    rule("UPG-05", UPGRADES, "an upgrade does not outlive its exclusive"),
    rule("UPG-06", UPGRADES, "neither side may be UNLIMITED"),
    rule("UPG-07", UPGRADES, "what an upgrade may carry"),
    rule("UPG-08", UPGRADES, "server host ids bind an upgrade as any license"),
    rule("UPG-09", UPGRADES, "one license counts once; a reused serial is rejected"),
    rule("UPG-10", UPGRADES, "a sum above 2147483647 rejects the upgrade that overflows"),
    rule("UPG-11", UPGRADES, "orphans wait for an exclusive"),
    rule("UPG-12", UPGRADES, "clients never see upgrades; administrators do"),
    rule("UPG-13", UPGRADES, "SOFTLIMIT stays as the exclusive writes it"),
    rule("UPG-14", UPGRADES, "removing a file works as expiry does"),
    rule("UPG-15", UPGRADES, "leases outlive the exclusive that is gone"),
    rule("TIM-01", TIME, "dates are civil days of a zone"),
    rule("TIM-02", TIME, "midnight is the first instant of the new day, wherever DST puts it"),
    rule("TIM-03", TIME, "a checkout after midnight is decided by the new day"),
    rule("TIM-04", TIME, "a jump of the wall clock is noticed within 10 s"),
    rule("TIM-05", TIME, "a clock set back"),
    rule("TIM-06", TIME, "which clock counts what"),
    rule("TIM-07", TIME, "SYSTEMCLOCKCHECK"),
    rule("OUT-01", CHECKOUT, "what a request says, and versions"),
    rule("OUT-02", CHECKOUT, "all or nothing, also for several features"),
    rule("OUT-03", CHECKOUT, "a second checkout adds to the lease; checkin may be partial"),
    rule("OUT-04", CHECKOUT, "a denial says why, with numbers"),
    rule("OUT-05", CHECKOUT, "a request is answered once, also when it is repeated"),
    rule("OUT-06", CHECKOUT, "nothing is ever over-granted"),
    rule("OUT-07", CHECKOUT, "used, reserved and free; which pool speaks for a denial"),
    rule("SHR-01", SHARING, "sharing groups"),
    rule("SHR-02", SHARING, "what a group is charged"),
    rule("SHR-03", SHARING, "virtual machines"),
    rule("SHR-04", SHARING, "hold of a group"),
    rule("HLD-01", HOLD, "HOLD"),
    rule("HLD-02", HOLD, "MIN_CHECKOUT"),
    rule("HLD-03", HOLD, "held seats come back to their user"),
    rule("SFT-01", HOLD, "above the soft limit a grant says so"),
    rule("NAM-01", HOLD, "named users and hosts"),
    rule("BOR-01", BORROW, "borrow certificates"),
    rule("BOR-02", BORROW, "early return and refresh"),
    rule("BOR-03", BORROW, "borrows survive"),
    rule("GRA-01", BORROW, "grace"),
    rule("TRI-01", BORROW, "trial"),
    rule("QUE-01", BORROW, "the queue"),
    rule("QUE-02", BORROW, "answers to waiters"),
    rule("RES-01", BORROW, "dynamic reservations"),
    rule("RUL-01", BORROW, "access rules"),
    rule("RUL-02", BORROW, "rules reload while running"),
    rule("HID-01", HOST_IDS, "the types of host ids"),
    rule("HID-02", HOST_IDS, "when a block of host ids matches"),
    rule("HID-03", HOST_IDS, "client host ids on network licenses are judged by the server"),
    rule("SES-01", SESSIONS, "a session has one connection; a valid resume takes over"),
    rule("SES-02", SESSIONS, "a vanished process's seats are free within a second"),
    rule("SES-03", SESSIONS, "silence frees seats after the lease length"),
    rule("SES-04", SESSIONS, "sessions and leases survive the server's death"),
    rule("SES-05", SESSIONS, "the client never ends its host and never blocks past its limit"),
    rule("SES-06", SESSIONS, "sources, their order, and the most telling error"),
    rule("TRU-01", TRUST, "vendor keys, certificates and revocation"),
    rule("TRU-02", TRUST, "the server's key"),
    rule("TRU-03", TRUST, "the client checks the vendor's signatures itself"),
    rule("TRU-04", TRUST, "nothing read trusts a length or panics"),
    rule("TRU-05", TRUST, "one hash-chained log of everything"),
    rule("TRU-06", TRUST, "old segments, and a full disk"),
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
