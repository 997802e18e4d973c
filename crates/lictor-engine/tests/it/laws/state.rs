//! The state follows from the records, and the records from the commands.

use lictor_engine::{Command, Effects, Ledger, LogReader, Sharing, invariant};
use proptest::prelude::*;

use super::{cases, steps};
use crate::history::{Block, Dice, Menu, Play, rules, shelf};
use crate::world::{restored, snapshot};

fn folded(blocks: &[Block]) -> Ledger {
    let mut ledger = Ledger::new();
    for block in blocks {
        ledger.fold(&block.records, Some(&block.erasable)).expect("folds");
    }
    ledger
}

/// Makes the commands of records again, each after whatever is due by then, and gives them to a
/// ledger of its own. Answers the records it made.
fn replayed(blocks: &[Block]) -> Vec<u8> {
    let (mut past, mut again, mut records) = (Ledger::new(), Ledger::new(), vec![]);
    for block in blocks {
        let mut effects = Effects::default();
        for entry in LogReader::new(&block.records, Some(&block.erasable)) {
            let entry = entry.expect("a record");
            if again.next_deadline().is_some_and(|due| due <= entry.stamp.ledger_ms) {
                again.apply(entry.stamp, Command::Tick, &mut effects);
            }
            if let Some(command) = entry.command(&past) {
                again.apply(entry.stamp, command, &mut effects);
            }
            past.follow(entry).expect("follows");
        }
        records.extend(effects.records);
    }
    records
}

proptest! {
    #![proptest_config(cases())]

    /// Folding the records gives what applying the commands gave.
    #[test]
    fn law_01_folding_gives_what_applying_gave(seed: u64, steps in steps()) {
        let play = Play::played(Menu::ALL, seed, &steps);
        prop_assert_eq!(snapshot(&folded(&play.blocks)), snapshot(&play.ledger));
    }

    /// Restoring a snapshot gives what it was taken of.
    #[test]
    fn law_02_restoring_gives_what_was_taken(seed: u64, steps in steps()) {
        let play = Play::played(Menu::ALL, seed, &steps);
        prop_assert_eq!(snapshot(&restored(&play.ledger)), snapshot(&play.ledger));
    }

    /// A ledger restored in the middle goes on as the one it was taken of.
    #[test]
    fn law_03_a_restored_ledger_goes_on_alike(seed: u64, steps in steps()) {
        let menu = Menu { restarts: false, ..Menu::ALL };
        let (mut one, mut other) = (Play::drawn(menu, seed), Play::drawn(menu, seed));
        for step in steps {
            one.step(step);
            other.ledger = restored(&other.ledger);
            other.step(step);
            prop_assert_eq!(&one.outputs, &other.outputs);
        }
        prop_assert_eq!(one.blocks, other.blocks);
    }

    /// A ledger folded from its records goes on as the one that made them.
    #[test]
    fn law_04_a_folded_ledger_goes_on_alike(seed: u64, steps in steps(), cut in 0..30_usize) {
        let menu = Menu { restarts: false, ..Menu::ALL };
        let (mut one, mut other) = (Play::drawn(menu, seed), Play::drawn(menu, seed));
        for (number, step) in steps.into_iter().enumerate() {
            if number == cut {
                other.ledger = folded(&other.blocks);
            }
            one.step(step);
            other.step(step);
        }
        prop_assert_eq!(one.blocks, other.blocks);
    }

    /// The invariants hold after every command.
    #[test]
    fn law_05_invariants_hold(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::ALL, seed);
        for step in steps {
            play.step(step);
            prop_assert_eq!(invariant::check(&play.ledger), Ok(()));
        }
    }

    /// The commands made of the records make the same records, byte for byte.
    #[test]
    fn law_06_replays_decide_the_same(seed: u64, steps in steps()) {
        let play = Play::played(Menu { restarts: false, ..Menu::ALL }, seed, &steps);
        let records: Vec<u8> = play.blocks.iter().flat_map(|block| block.records.clone()).collect();
        prop_assert_eq!(replayed(&play.blocks), records);
    }

    /// Records whose personal texts are erased fold to the same use, where who somebody is makes no
    /// difference to what is charged: nothing is shared, held or a token.
    #[test]
    fn law_07_erased_texts_fold(seed: u64, steps in steps()) {
        let dice = &mut Dice::new(seed);
        let mut licenses = shelf(dice);
        licenses.retain(|license| license.dependencies.is_empty());
        for license in &mut licenses {
            license.share = Sharing::default();
            (license.hold_seconds, license.min_checkout_seconds) = (0, 0);
        }
        let mut play = Play::new(Menu { reload: false, ..Menu::ALL }, licenses, &rules(dice));
        steps.into_iter().for_each(|step| play.step(step));
        let mut blind = Ledger::new();
        for block in &play.blocks {
            blind.fold(&block.records, None).expect("folds");
        }
        let used = |ledger: &Ledger| ledger.pools_from(0).map(|pool| pool.used).collect::<Vec<_>>();
        prop_assert_eq!(used(&blind), used(&play.ledger));
        prop_assert_eq!(invariant::check(&blind), Ok(()));
    }
}

/// Histories are of use only if everything happens in them.
#[test]
fn histories_have_every_kind_of_record() {
    let mut missing: Vec<&str> = vec![
        "loaded",
        "day",
        "clock",
        "started",
        "opened",
        "resumed",
        "detached",
        "closed",
        "released",
        "granted",
        "denied",
        "checked_in",
        "cancelled",
        "refused",
        "queued",
        "served",
        "unserved",
        "passed",
        "rules",
        "hold_ended",
        "reserved",
        "unreserved",
        "reservation_ended",
        "reservation_postponed",
        "borrowed",
        "refreshed",
        "returned",
        "borrow_ended",
        "borrow_postponed",
        "borrow_revoked",
        "named_released",
        "note",
    ];
    for seed in 0..1_000 {
        let dice = &mut Dice::new(seed);
        let steps: Vec<_> = (0..40).map(|_| dice.below(u64::MAX)).collect();
        for block in &Play::played(Menu::ALL, seed, &steps).blocks {
            let entries = LogReader::new(&block.records, Some(&block.erasable));
            let kinds: Vec<_> = entries.map(|entry| entry.unwrap().kind()).collect();
            missing.retain(|kind| !kinds.contains(kind));
        }
    }
    assert_eq!(missing, Vec::<&str>::new());
}
