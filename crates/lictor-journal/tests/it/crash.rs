//! A crash at every operation, with every kind of disk after it (reliability rows C1 and C2).

use lictor_journal::faulty::{Crash, Fault, FaultyMemory};

use crate::script;

/// Ways a disk can look after the power failed, drawn anew at each crash.
fn variants(at: u64) -> impl Iterator<Item = Crash> {
    let torn = (0..5).map(move |nth| Crash::Torn(at * 64 + nth));
    let extended = (5..8).map(move |nth| Crash::Extended(at * 64 + nth));
    [Crash::Lost, Crash::Process].into_iter().chain(torn).chain(extended)
}

fn operations() -> u64 {
    let storage = FaultyMemory::new(1);
    let known = script::run(&storage);
    assert!(known.failure.is_none(), "{:?}", known.failure);
    assert!(100 < known.blocks.len(), "{} blocks prove little", known.blocks.len());
    storage.operations()
}

fn broken_off(at: u64) -> (FaultyMemory, script::Known) {
    let storage = FaultyMemory::new(1);
    storage.fail_after(at, Fault::PowerOff, true);
    let known = script::run(&storage);
    (storage, known)
}

/// TRU-05: whatever a crash leaves is a prefix of what was answered and holds all that was durable.
#[test]
fn a_crash_at_any_operation_loses_nothing_durable_and_invents_nothing() {
    let mut recoveries = 0;
    for at in 0..=operations() {
        let (storage, known) = broken_off(at);
        for crash in variants(at) {
            script::check(&storage.crash(crash), &known, crash);
            recoveries += 1;
        }
    }
    assert!(4_000 < recoveries, "only {recoveries} recoveries were tried");
}

#[test]
fn a_crash_during_recovery_loses_nothing_durable_either() {
    let mut recoveries = 0;
    for at in (0..=operations()).step_by(23) {
        let (storage, known) = broken_off(at);
        for (crash, again) in variants(at).zip(variants(at + 7)) {
            // What the second crash may lose the first had not lost, or it was never promised.
            let worst =
                if crash == Crash::Process && again == Crash::Process { crash } else { Crash::Torn(0) };
            for second in 0.. {
                let first = storage.crash(crash);
                first.fail_after(second, Fault::PowerOff, true);
                let done = script::recover(&first).is_ok();
                script::check(&first.crash(again), &known, worst);
                recoveries += 1;
                if done {
                    break;
                }
            }
        }
    }
    assert!(2_000 < recoveries, "only {recoveries} recoveries were tried");
}
