//! Requests and their answers.

use lictor_engine::{Command, Inquiry, RuleSet};
use lictor_types::{Answer, FeatureRef, KeyType, Operation, PoolId, Status, When};
use proptest::prelude::*;

use super::{cases, steps};
use crate::history::{Asked, Dice, Menu, NAMES, Play, answers, checkout, plain};
use crate::world::{restored, snapshot};

/// A copy that goes on by itself.
fn copy(play: &Play) -> Play {
    let mut copy = Play::new(Menu::default(), vec![], &RuleSet::default());
    (copy.ledger, copy.stamp) = (restored(&play.ledger), play.stamp);
    copy.apply(Command::Tick);
    copy
}

fn uses(play: &Play) -> Vec<u64> {
    (0..play.ledger.totals().pools).map(|pool| play.ledger.pool(PoolId(pool)).unwrap().used).collect()
}

proptest! {
    #![proptest_config(cases())]

    /// OUT-05: a repeated request gets the same answer and changes nothing.
    #[test]
    fn law_33_repeats_change_nothing(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::ALL, seed);
        for step in steps {
            play.asked = None;
            play.step(step);
            let Some(Asked { session, request, acked, operation }) = play.asked.clone() else { continue };
            let own = answers(&play.outputs).find(|found| (found.0, found.1) == (session, request));
            let first = own.map(|found| found.2.clone());
            let before = snapshot(&play.ledger);
            let again = play.apply(Command::Request { session, request, acked, operation });
            let second = answers(&again).find(|found| (found.0, found.1) == (session, request));
            prop_assert_eq!(second.map(|found| found.2.clone()), first);
            prop_assert_eq!(snapshot(&play.ledger), before);
        }
    }

    /// OUT-02: what is denied or refused takes nothing, whole or in part.
    #[test]
    fn law_34_all_or_nothing(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { waits: false, ..Menu::ALL }, seed);
        for step in steps {
            let before = uses(&play);
            play.asked = None;
            play.step(step);
            let denied = play.outputs.len() == 1
                && answers(&play.outputs).any(|(_, _, answer)| !answer.status().is_success());
            if denied {
                prop_assert_eq!(uses(&play), before);
            }
        }
    }

    /// OUT-02: several features at once are granted exactly if they would be granted one by one, and
    /// charge the same. Tokens of tokens beside the same tokens may be taken of other pools, and more of
    /// them may be asked for at once than they come to, never less.
    #[test]
    fn law_35_at_once_as_one_by_one(seed: u64, steps in steps(), what: u64) {
        let mut play = Play::played(Menu { waits: false, ..Menu::ALL }, seed, &steps);
        play.apply(Command::Tick);
        let dice = &mut Dice::new(what);
        let session = play.session(dice);
        if play.ledger.session(session).is_none() {
            return Ok(());
        }
        let checkouts: Vec<_> = (0..2 + dice.below(2)).map(|_| checkout(dice)).collect();
        if checkouts.iter().any(|checkout| checkout.count == 0) {
            return Ok(());
        }
        let mut singly = copy(&play);
        let all = |play: &mut Play, request, operation| {
            let (request, acked) = (lictor_types::RequestId(request), lictor_types::RequestId(request - 1));
            let outputs = play.apply(Command::Request { session, request, acked, operation });
            answers(&outputs).any(|(_, _, answer)| matches!(answer, Answer::Granted(_) | Answer::GrantedAll(_)))
        };
        let at_once = all(&mut play, 1_000, Operation::CheckoutAll(checkouts.clone()));
        let one_by_one = (1_000..).zip(&checkouts).all(|(request, checkout)| {
            all(&mut singly, request, Operation::Checkout(*checkout))
        });
        let tokens = checkouts.iter().any(|found| matches!(found.feature, FeatureRef::Name("f4" | "f5")));
        prop_assert!(at_once == one_by_one || (tokens && !at_once), "{:?}", checkouts);
        if at_once && !tokens {
            prop_assert_eq!(uses(&play), uses(&singly));
        }
    }

    /// OUT-04, OUT-07: a denial's numbers are those of a pool of the feature, and what could help is
    /// still to come.
    #[test]
    fn law_36_denials_tell_the_truth(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { waits: false, wall: false, ..Menu::ALL }, seed);
        for step in steps {
            play.step(step);
            for (_, _, answer) in answers(&play.outputs) {
                let Answer::Denied(denial) = answer else { continue };
                prop_assert_eq!(denial.pools_total as usize, denial.pools.len());
                // Behind a token stand those that it depends on.
                let tokens = denial.pools.iter().any(|pool| pool.key_type == KeyType::Token);
                let depth = |status: Status| status.depth() <= denial.status.depth();
                prop_assert!(tokens || denial.pools.iter().all(|pool| depth(pool.status)));
                if !denial.pools.is_empty() {
                    let numbers = (denial.status, denial.seats, denial.used, denial.reserved);
                    let mut pools = denial.pools.iter();
                    prop_assert!(pools.any(|pool| (pool.status, pool.seats, pool.used, pool.reserved) == numbers));
                }
                for pool in &denial.pools {
                    let view = play.ledger.pool(pool.pool).unwrap();
                    prop_assert_eq!((pool.seats, pool.used), (view.seats, view.used));
                }
                if let Some(When::Instant(at_ms)) = denial.relief.map(|relief| relief.at) {
                    prop_assert!(at_ms + 3_700_000 > play.stamp.wall_ms);
                }
            }
        }
    }

    /// RUL-02: what somebody is told who asks what would happen is what happens.
    #[test]
    fn law_37_why_is_what_happens(seed: u64, steps in steps(), who: u64, f in 0..8_usize) {
        let mut play = Play::played(Menu::ALL, seed, &steps);
        play.apply(Command::Tick);
        let dice = &mut Dice::new(who);
        let sessions: Vec<_> = play.ledger.sessions_from(0).map(|view| view.session).collect();
        for session in sessions.iter().skip(3) {
            let cause = lictor_engine::CloseCause::Goodbye;
            play.apply(Command::Close { session: *session, cause });
        }
        let identity = lictor_types::Identity {
            user: dice.pick(&["ann", "bob", "eve", ""]).unwrap().into(),
            host: dice.pick(&["ws1", "ws2", ""]).unwrap().into(),
            ..Default::default()
        };
        let Some(session) = play.enter(&identity) else { return Ok(()) };
        let count = 1 + dice.below(3) as u32;
        let inquiry = Inquiry {
            identity: &identity,
            vendor: None,
            feature: NAMES[f],
            version: None,
            count,
            platform: "",
            utc_offset_minutes: 0,
            host_ids: &[],
        };
        let why = play.ledger.why(play.stamp, &inquiry).unwrap();
        let outputs = play.ask(session, Operation::Checkout(plain(NAMES[f], count, None)));
        match answers(&outputs).find(|found| found.0 == session).map(|found| found.2) {
            Some(Answer::Granted(grant)) => prop_assert_eq!(Ok(grant.pool), why.outcome),
            Some(Answer::Denied(denial)) => prop_assert_eq!(Err(Box::new(denial.clone())), why.outcome),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// BOR-01: a borrow ends no later than its hours say, and stays charged when its session ends.
    #[test]
    fn law_38_borrows_stay_to_their_end(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { wall: false, ..Menu::ALL }, seed);
        for step in steps {
            play.step(step);
            for borrow in play.ledger.borrows() {
                prop_assert!(borrow.until_ms <= borrow.from_ms + u64::from(borrow.hours) * 3_600_000);
                prop_assert!(borrow.count > 0);
            }
        }
        let lent: Vec<_> = play.ledger.borrows().map(|view| (view.borrow, view.count)).collect();
        let sessions: Vec<_> = play.ledger.sessions_from(0).map(|view| view.session).collect();
        let due = play.ledger.next_deadline().is_some_and(|due| due <= play.stamp.ledger_ms);
        for session in sessions {
            play.apply(Command::Close { session, cause: lictor_engine::CloseCause::Goodbye });
        }
        let left: Vec<_> = play.ledger.borrows().map(|view| (view.borrow, view.count)).collect();
        prop_assert!(due || left == lent);
    }
}
