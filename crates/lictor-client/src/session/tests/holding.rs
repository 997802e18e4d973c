//! SES-05, TIM-06: what becomes of held seats when the connection, the server or time goes wrong.

use lictor_types::{Answer, LeaseId, Status};
use lictor_wire::{Event, LostLease, Resumed, ServerMessage};

use super::script::*;
use crate::session::{Outcome, Output, SeatState};

fn lost(lease: u32, count: u32, status: Status) -> LostLease {
    LostLease { lease: LeaseId::new(lease, 0), count, status }
}

fn lost_output(count: u32, status: Status) -> Output {
    Output::Lost { feature: "f1".to_owned(), count, status, text: None }
}

/// SES-03, TIM-06: heartbeats go out on time, and the lease counts from when they were sent.
#[test]
fn tim_06_the_lease_counts_from_the_sending() {
    let mut script = Script::standing(None);
    let seat = script.hold(1, 4, 1);
    assert_eq!(script.session.deadline_ms(), Some(1_000 + 30_000));
    script.pass(29_999);
    assert_eq!(script.hear(), []);
    script.pass(1);
    assert_eq!(script.hear(), [Heard::Heartbeat { acked: 1 }]);
    script.pass(20_000);
    script.say(&ServerMessage::Alive);
    // Sent at 31 s, confirmed at 51 s: the next is due 30 s after the sending.
    assert_eq!(script.session.deadline_ms(), Some(61_000));
    script.pass(10_000);
    assert_eq!(script.hear(), [Heard::Heartbeat { acked: 1 }]);
    script.pass(29_999);
    assert_eq!(script.session.seat_state(seat), SeatState::Held);
    script.pass(1);
    assert!(script.session.must_close(), "unconfirmed for a whole interval");
    assert_eq!(script.session.seat_state(seat), SeatState::Uncertain);
    assert_eq!(script.outputs(), [Output::Uncertain]);
}

/// TIM-06: after a long sleep the seats are uncertain before anything was sent or heard.
#[test]
fn tim_06_suspend_makes_seats_uncertain() {
    let mut script = Script::standing(None);
    let seat = script.hold(1, 4, 1);
    script.pass(3_600_000);
    assert_eq!(script.hear(), []);
    assert!(script.session.must_close());
    assert_eq!(script.session.seat_state(seat), SeatState::Uncertain);
}

/// SES-01, SES-04, SES-05: a lost connection is retried at once with the session's id and secret;
/// seats that are kept are certain again.
#[test]
fn ses_05_kept_seats_are_regained() {
    let mut script = Script::standing(None);
    let seat = script.hold(1, 4, 2);
    script.break_link();
    assert_eq!(script.outputs(), [Output::Uncertain]);
    assert_eq!(script.session.seat_state(seat), SeatState::Uncertain);
    assert_eq!(script.resume(), Heard::Resume { acked: 1, cancel: vec![], held: vec![(4, 2)] });
    script.say(&ServerMessage::Resumed(Resumed { kept: vec![held(4, 2)], ..resumed() }));
    assert_eq!(script.outputs(), [Output::Regained]);
    assert_eq!(script.session.seat_state(seat), SeatState::Held);
}

/// SES-05: seats that are gone are asked for once more, and then regained or lost.
#[test]
fn ses_05_gone_seats_are_asked_for_again() {
    for (answer, outputs, state) in [
        (Answer::Granted(grant(8, 2)), vec![Output::Regained], SeatState::Held),
        (
            Answer::Denied(denial(Status::NotEnoughSeats)),
            vec![lost_output(2, Status::NotEnoughSeats)],
            SeatState::Lost,
        ),
    ] {
        let mut script = Script::standing(None);
        let seat = script.hold(1, 4, 2);
        script.break_link();
        script.outputs();
        script.resume();
        let gone = vec![lost(4, 2, Status::SessionLost)];
        script.say(&ServerMessage::Resumed(Resumed { lost: gone, ..resumed() }));
        assert_eq!(script.outputs(), []);
        assert_eq!(script.session.seat_state(seat), SeatState::Uncertain);
        assert_eq!(script.hear(), [requests(1, &[(2, checkout("f1", 2))])]);
        script.answer(2, answer);
        assert_eq!(script.outputs(), outputs);
        assert_eq!(script.session.seat_state(seat), state);
    }
}

/// SES-05: a server that does not know the session gets a new one, with the seats asked for anew.
#[test]
fn ses_05_a_lost_session_is_begun_again() {
    let mut script = Script::standing(None);
    let seat = script.hold(1, 4, 2);
    let dropped = script.hold(2, 5, 1);
    script.break_link();
    script.session.release(dropped);
    let waiting = script.session.submit(crate::session::Work::Checkout(vec![wish("f2", 1)]));
    script.resume();
    let goodbye = ServerMessage::Goodbye {
        status: Status::SessionLost,
        text: "the session is not known here".to_owned(),
        hint: None,
    };
    script.say(&goodbye);
    assert!(script.session.must_close());
    script.break_link();
    assert_eq!(script.outputs(), [Output::Uncertain]);
    script.greet();
    assert_eq!(script.hear(), [Heard::Open]);
    script.say(&opened());
    assert_eq!(script.hear(), [requests(3, &[(4, checkout("f2", 1)), (5, checkout("f1", 2))])]);
    script.answer(5, Answer::Granted(grant(1, 2)));
    script.answer(4, Answer::Denied(denial(Status::Expired)));
    let denied = Output::Done(waiting, Outcome::Denied(vec![denial(Status::Expired)]));
    assert_eq!(script.outputs(), [Output::Regained, denied]);
    assert_eq!(script.session.seat_state(seat), SeatState::Held);
}

/// SES-05: seats taken away are reported; a part of a seat can go.
#[test]
fn ses_05_taken_seats_are_reported() {
    let mut script = Script::standing(None);
    let first = script.hold(1, 4, 2);
    let second = script.hold(2, 4, 2);
    script.say(&ServerMessage::Event(Event::Lost(lost(4, 3, Status::DeniedByRule))));
    let expected = [lost_output(2, Status::DeniedByRule), lost_output(1, Status::DeniedByRule)];
    assert_eq!(script.outputs(), expected);
    let states =
        [first, second].map(|seat| (script.session.seat_state(seat), script.session.seat_count(seat)));
    assert_eq!(states, [(SeatState::Held, 1), (SeatState::Lost, 0)]);
    assert_eq!(script.hear(), [], "an administrator's word is not argued with");
}

/// SES-05: while seats are held the connection is retried within 2 s; an idle handle rests.
#[test]
fn ses_05_only_business_is_retried() {
    let mut script = Script::standing(None);
    script.break_link();
    assert_eq!(script.session.deadline_ms(), None);
    assert!(!script.session.wants_link(script.now));

    let mut script = Script::standing(None);
    script.hold(1, 4, 1);
    for _ in 0..20 {
        script.break_link();
        let at = script.session.deadline_ms().unwrap();
        assert!(at <= script.now.mono_ms + 2_000);
        script.pass(at - script.now.mono_ms);
        assert!(script.session.wants_link(script.now));
        script.session.connecting(script.now);
    }
}

/// A session that is kept out loses its seats for good, and is told why.
#[test]
fn a_quarantined_session_is_not_begun_again() {
    let mut script = Script::standing(None);
    let seat = script.hold(1, 4, 1);
    let text = "released by an administrator".to_owned();
    script.say(&ServerMessage::Goodbye { status: Status::Quarantined, text, hint: None });
    script.break_link();
    let (feature, told) = ("f1".to_owned(), Some("released by an administrator".to_owned()));
    let lost = Output::Lost { feature, count: 1, status: Status::Quarantined, text: told };
    assert_eq!(script.outputs(), [Output::Uncertain, lost]);
    assert_eq!(script.session.seat_state(seat), SeatState::Lost);
    assert!(!script.session.wants_link(script.now));
}
