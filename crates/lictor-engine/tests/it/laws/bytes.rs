//! Bytes that are no records and no snapshots never do more than be refused.

use lictor_engine::{Command, Effects, Ledger, LogReader, invariant};
use lictor_types::Stamp;
use proptest::prelude::*;

use super::{cases, steps};
use crate::history::{Menu, Play, day};
use crate::world::snapshot;

/// Goes on with a ledger made of doubtful bytes. A build that asserts that whatever is decided can be
/// folded does not go on: a history that never was may break that, and is then refused.
fn exercise(mut ledger: Ledger) {
    if cfg!(debug_assertions) {
        return;
    }
    let mut effects = Effects::default();
    let stamp = Stamp { ledger_ms: u64::MAX, wall_ms: u64::MAX };
    ledger.apply(stamp, Command::Day { today: &[day(99)], back: false }, &mut effects);
    ledger.apply(stamp, Command::Tick, &mut effects);
    ledger.apply(stamp, Command::Start { resume_window_ms: 0 }, &mut effects);
    ledger.apply(stamp, Command::Tick, &mut effects);
    assert_eq!(invariant::check(&ledger), Ok(()));
}

proptest! {
    #![proptest_config(cases())]

    /// TRU-04: a changed byte of a block: refused, or another history that is as sound.
    #[test]
    fn law_39_changed_records(seed: u64, steps in steps(), at: prop::sample::Index, byte: u8, which: prop::sample::Index) {
        let play = Play::played(Menu::ALL, seed, &steps);
        let changed = which.index(play.blocks.len());
        let mut ledger = Ledger::new();
        for (number, block) in play.blocks.iter().enumerate() {
            let mut records = block.records.clone();
            if number == changed {
                *at.get_mut(&mut records) = byte;
            }
            for entry in LogReader::new(&records, Some(&block.erasable)).flatten() {
                let _ = (entry.fields(), entry.movements(&ledger), entry.command(&ledger).is_some());
            }
            if ledger.fold(&records, Some(&block.erasable)).is_err() {
                return Ok(());
            }
        }
        prop_assert_eq!(invariant::check(&ledger), Ok(()));
        exercise(ledger);
    }

    /// TRU-04: a changed byte of a snapshot: refused, or another state that is as sound.
    #[test]
    fn law_40_changed_snapshots(seed: u64, steps in steps(), at: prop::sample::Index, byte: u8) {
        let mut bytes = snapshot(&Play::played(Menu::ALL, seed, &steps).ledger);
        *at.get_mut(&mut bytes) = byte;
        if let Ok(ledger) = Ledger::restore(&bytes) {
            exercise(ledger);
        }
    }

    /// TRU-04: a block or snapshot that ends early is refused.
    #[test]
    fn law_41_cut_bytes(seed: u64, steps in steps(), at: prop::sample::Index) {
        let play = Play::played(Menu::ALL, seed, &steps);
        let bytes = snapshot(&play.ledger);
        prop_assert!(Ledger::restore(&bytes[..at.index(bytes.len())]).is_err());
        if let Some(block) = play.blocks.last() {
            let mut ledger = Ledger::new();
            for block in &play.blocks[..play.blocks.len() - 1] {
                ledger.fold(&block.records, Some(&block.erasable)).expect("folds");
            }
            let cut = &block.records[..at.index(block.records.len())];
            let _ = ledger.fold(cut, Some(&block.erasable));
            prop_assert_eq!(invariant::check(&ledger), Ok(()));
        }
    }
}
