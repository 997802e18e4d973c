//! Bytes that are no records and no snapshots never do more than be refused.

use lictor_engine::{Command, Effects, Ledger, OpenSession, invariant};
use lictor_types::{Checkout, FeatureRef, Identity, Operation, RequestId, SessionId, Stamp};
use proptest::prelude::*;

use crate::world::{date, feature_set, license, snapshot};

/// A short history: its blocks, and the ledger at its end.
fn history() -> (Ledger, Vec<Effects>) {
    let mut ledger = Ledger::new();
    let mut blocks = Vec::new();
    let identity = Identity { user: "ann".into(), ..Identity::default() };
    let set = feature_set(vec![license("A", "f1", 3), license("B", "f2", 1)], &[date("2026-03-01")]);
    let session = SessionId::new(0, 0);
    let out = |request, count| Command::Request {
        session,
        request: RequestId(request),
        acked: RequestId(request - 1),
        operation: Operation::Checkout(Checkout {
            feature: FeatureRef::Name("f1"),
            version: None,
            exact: false,
            count,
            reservation: None,
        }),
    };
    let open = OpenSession {
        secret_hash: [3; 32],
        identity: &identity,
        vendor: None,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    };
    for command in [
        Command::Load(&set),
        Command::Open(open),
        out(1, 2),
        out(2, 2),
        out(3, 1),
        Command::Start { resume_window_ms: 9 },
    ] {
        let mut effects = Effects::default();
        ledger.apply(Stamp { ledger_ms: 5, wall_ms: 6 }, command, &mut effects);
        blocks.push(effects);
    }
    (ledger, blocks)
}

/// Goes on with a ledger made of doubtful bytes.
fn exercise(mut ledger: Ledger) {
    let mut effects = Effects::default();
    let stamp = Stamp { ledger_ms: u64::MAX, wall_ms: u64::MAX };
    for slot in 0..2 {
        let operation = Operation::CheckinFeature { feature: FeatureRef::Name("f1"), count: 0 };
        let (request, acked) = (RequestId(u64::MAX), RequestId(u64::MAX - 1));
        let session = SessionId::new(slot, 0);
        ledger.apply(stamp, Command::Request { session, request, acked, operation }, &mut effects);
    }
    ledger.apply(stamp, Command::Day { today: &[date("2099-01-01")], back: false }, &mut effects);
    ledger.apply(stamp, Command::Tick, &mut effects);
    assert_eq!(invariant::check(&ledger), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 512 } else { 20_000 }))]

    #[test]
    fn any_bytes_are_refused_or_folded(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (mut ledger, _) = history();
        let _ = ledger.fold(&bytes, Some(&bytes));
        let _ = Ledger::restore(&bytes);
    }

    /// One byte of a good block changed: refused, or another history that is as sound.
    #[test]
    fn changed_blocks(block in 0_usize..6, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (_, blocks) = history();
        let mut ledger = Ledger::new();
        for (number, good) in blocks.iter().enumerate() {
            let mut records = good.records.clone();
            if number == block {
                *at.get_mut(&mut records) = byte;
            }
            if ledger.fold(&records, Some(&good.erasable)).is_err() {
                return Ok(());
            }
        }
        prop_assert_eq!(invariant::check(&ledger), Ok(()));
        exercise(ledger);
    }

    /// One byte of a good snapshot changed: refused, or another state that is as sound.
    #[test]
    fn changed_snapshots(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (ledger, _) = history();
        let mut bytes = snapshot(&ledger);
        *at.get_mut(&mut bytes) = byte;
        if let Ok(ledger) = Ledger::restore(&bytes) {
            exercise(ledger);
        }
    }
}
