//! OUT-05: each request is answered once, whatever happens to the connection.

use lictor_types::{Answer, RequestId, Status};
use lictor_wire::{Resumed, ServerMessage};

use super::script::*;
use crate::session::{Failure, Granted, Outcome, Output, Work};

fn granted(lease: u32, count: u32, seat: u64) -> Outcome {
    Outcome::Granted(vec![Granted { seat: crate::session::SeatId(seat), grant: grant(lease, count) }])
}

/// OUT-05: ids ascend, and each frame says up to which id the answers have come.
#[test]
fn out_05_ids_ascend_and_are_acknowledged() {
    let mut script = Script::standing(None);
    let first = script.ask("f1", 1);
    let second = script.ask("f2", 2);
    assert_eq!(
        script.hear(),
        [requests(0, &[(1, checkout("f1", 1))]), requests(0, &[(2, checkout("f2", 2))])]
    );
    script.answer(2, Answer::Denied(denial(Status::NotEnoughSeats)));
    script.answer(1, Answer::Granted(grant(4, 1)));
    let expected = [
        Output::Done(second, Outcome::Denied(vec![denial(Status::NotEnoughSeats)])),
        Output::Done(first, granted(4, 1, 1)),
    ];
    assert_eq!(script.outputs(), expected);
    script.ask("f3", 1);
    assert_eq!(script.hear(), [requests(2, &[(3, checkout("f3", 1))])]);
}

/// OUT-05: after a reconnect the same id is asked again, and a repeated answer finds nobody.
#[test]
fn out_05_a_request_survives_the_connection() {
    let mut script = Script::standing(None);
    let first = script.ask("f1", 1);
    let second = script.ask("f2", 1);
    script.hear();
    script.break_link();
    assert_eq!(script.outputs(), []);
    assert_eq!(script.resume(), Heard::Resume { acked: 0, cancel: vec![], held: vec![] });
    let answers = vec![(RequestId(1), Answer::Granted(grant(4, 1)))];
    script.say(&ServerMessage::Resumed(Resumed { surplus: vec![held(4, 1)], answers, ..resumed() }));
    assert_eq!(script.outputs(), [Output::Done(first, granted(4, 1, 1))]);
    assert_eq!(script.hear(), [requests(1, &[(2, checkout("f2", 1))])]);
    script.answer(1, Answer::Granted(grant(4, 1)));
    script.answer(2, Answer::Granted(grant(5, 1)));
    assert_eq!(script.outputs(), [Output::Done(second, granted(5, 1, 2))]);
    assert_eq!(script.hear(), []);
}

/// OUT-05: at most 32 answers are outstanding, as the server keeps no more.
#[test]
fn out_05_no_more_than_the_server_remembers() {
    let mut script = Script::standing(None);
    for _ in 0..40 {
        script.ask("f1", 1);
    }
    let sent = |heard: &[Heard]| -> Vec<u64> {
        let operations = heard.iter().flat_map(|heard| {
            let Heard::Requests { operations, .. } = heard else { panic!("{heard:?}") };
            operations.clone()
        });
        operations.map(|(id, _)| id).collect()
    };
    assert_eq!(sent(&script.hear()), (1..=32).collect::<Vec<_>>());
    script.answer(2, Answer::Granted(grant(4, 1)));
    assert_eq!(script.hear(), []);
    script.answer(1, Answer::Granted(grant(4, 1)));
    assert_eq!(sent(&script.hear()), [33, 34]);
}

/// OUT-05, design "Requests once": who stops waiting has the request cancelled, at once or with the
/// next resume.
#[test]
fn out_05_abandoned_requests_are_cancelled() {
    let mut script = Script::standing(None);
    let first = script.ask("f1", 1);
    script.hear();
    script.session.abandon(first);
    assert_eq!(script.hear(), [requests(0, &[(2, Asked::Cancel(1))])]);
    script.answer(1, Answer::Granted(grant(4, 1)));
    script.answer(2, Answer::Cancelled { freed: 1 });
    assert_eq!(script.outputs(), []);

    let second = script.ask("f1", 1);
    assert_eq!(script.hear(), [requests(2, &[(3, checkout("f1", 1))])]);
    script.break_link();
    script.session.abandon(second);
    let never_sent = script.session.submit(Work::Checkout(vec![wish("f2", 1)]));
    script.session.abandon(never_sent);
    let third = script.session.submit(Work::Checkout(vec![wish("f3", 1)]));
    assert_eq!(script.resume(), Heard::Resume { acked: 2, cancel: vec![3], held: vec![] });
    script.say(&ServerMessage::Resumed(resumed()));
    assert_eq!(script.hear(), [requests(5, &[(6, checkout("f3", 1))])]);
    script.answer(6, Answer::Refused(Status::FeatureNotFound));
    let outputs = script.outputs();
    assert!(matches!(outputs.as_slice(), [Output::Done(done, Outcome::Denied(_))] if *done == third));
}

/// OUT-05: what a lost answer had brought and nobody asks for any more is given back, but not
/// before the answers that may explain it.
#[test]
fn out_05_surplus_is_given_back_after_the_answers() {
    let mut script = Script::standing(None);
    script.ask("f1", 1);
    script.hear();
    script.break_link();
    script.resume();
    script.say(&ServerMessage::Resumed(Resumed { surplus: vec![held(4, 1), held(6, 2)], ..resumed() }));
    assert_eq!(script.hear(), [requests(0, &[(1, checkout("f1", 1))])]);
    script.answer(1, Answer::Granted(grant(4, 1)));
    assert_eq!(script.hear(), [requests(1, &[(2, Asked::Checkin(6, 2))])]);
}

/// OUT-03: more than held is an error that changes nothing; the rest of a seat stays.
#[test]
fn out_03_partial_checkin() {
    let mut script = Script::standing(None);
    let seat = script.hold(1, 4, 3);
    let too_many = script.session.submit(Work::Checkin { seat, count: 4 });
    let failure = Failure::new(Status::NotHeld, "4 seats to be given back, 3 are held");
    assert_eq!(script.outputs(), [Output::Done(too_many, Outcome::Failed(failure))]);
    let some = script.session.submit(Work::Checkin { seat, count: 1 });
    assert_eq!(script.hear(), [requests(1, &[(2, Asked::Checkin(4, 1))])]);
    script.answer(2, Answer::CheckedIn { released: 1, held: 2 });
    assert_eq!(script.outputs(), [Output::Done(some, Outcome::CheckedIn)]);
    assert_eq!(script.session.seat_count(seat), 2);
    script.session.release(seat);
    assert_eq!(script.hear(), [requests(2, &[(3, Asked::Checkin(4, 2))])]);
}

/// OUT-02: an atomic request has one answer for all its features.
#[test]
fn out_02_atomic_requests() {
    let mut script = Script::standing(None);
    let wishes = vec![wish("f1", 1), wish("f2", 2)];
    let both = script.session.submit(Work::Checkout(wishes.clone()));
    let asked = Asked::Checkout(vec![("f1".to_owned(), 1), ("f2".to_owned(), 2)]);
    assert_eq!(script.hear(), [requests(0, &[(1, asked)])]);
    let denials = vec![denial(Status::Granted), denial(Status::NotEnoughSeats)];
    script.answer(1, Answer::DeniedAll(denials.clone()));
    assert_eq!(script.outputs(), [Output::Done(both, Outcome::Denied(denials))]);
    let both = script.session.submit(Work::Checkout(wishes));
    script.answer(2, Answer::GrantedAll(vec![grant(4, 1), grant(5, 2)]));
    let granted = vec![
        Granted { seat: crate::session::SeatId(1), grant: grant(4, 1) },
        Granted { seat: crate::session::SeatId(2), grant: grant(5, 2) },
    ];
    assert_eq!(script.outputs(), [Output::Done(both, Outcome::Granted(granted))]);
}

/// A server that answers something else is left, and the callers wait for a better connection.
#[test]
fn a_wrong_answer_ends_the_connection() {
    let mut script = Script::standing(None);
    script.ask("f1", 1);
    script.hear();
    script.answer(1, Answer::CheckedIn { released: 1, held: 0 });
    assert!(script.session.must_close());
}
