//! QUE-01, QUE-02: a request that waits is answered once, whenever its turn comes.

use lictor_types::{Answer, RequestId, Status};
use lictor_wire::{Event, ServerMessage};

use super::script::*;
use crate::session::{Granted, Outcome, Output, SeatId, Ticket, Work};

const MINUTE: u32 = 60_000;

fn wait(script: &mut Script, feature: &str) -> Ticket {
    script.session.submit(Work::Wait(vec![wish(feature, 1)], MINUTE))
}

fn waiting(feature: &str) -> Asked {
    Asked::Wait(vec![(feature.to_owned(), 1)], MINUTE)
}

fn position(script: &mut Script, request: u64, position: u32) {
    script.say(&ServerMessage::Event(Event::Position { request: RequestId(request), position }));
}

fn queued(feature: &str, position: u32) -> Output {
    Output::Queued { feature: feature.to_owned(), position }
}

fn granted(lease: u32, seat: u64) -> Outcome {
    Outcome::Granted(vec![Granted { seat: SeatId(seat), grant: grant(lease, 1) }])
}

/// QUE-02: the place is told as it changes, and the answer comes when it comes; meanwhile others are
/// answered, and nothing above the waiting request is acknowledged (OUT-05).
#[test]
fn que_02_an_answer_that_comes_later() {
    let mut script = Script::standing(None);
    let waits = wait(&mut script, "f1");
    assert_eq!(script.hear(), [requests(0, &[(1, waiting("f1"))])]);
    position(&mut script, 1, 2);
    let other = script.ask("f2", 1);
    script.answer(2, Answer::Granted(grant(5, 1)));
    position(&mut script, 1, 2);
    position(&mut script, 1, 1);
    let expected = [queued("f1", 2), Output::Done(other, granted(5, 1)), queued("f1", 1)];
    assert_eq!(script.outputs(), expected);
    script.ask("f3", 1);
    assert_eq!(
        script.hear(),
        [requests(0, &[(2, checkout("f2", 1))]), requests(0, &[(3, checkout("f3", 1))])]
    );
    script.answer(1, Answer::Granted(grant(4, 1)));
    assert_eq!(script.outputs(), [Output::Done(waits, granted(4, 2))]);
    script.answer(3, Answer::Refused(Status::FeatureNotFound));
    script.ask("f4", 1);
    assert_eq!(script.hear(), [requests(3, &[(4, checkout("f4", 1))])]);
}

/// QUE-01: the wait may end without seats.
#[test]
fn que_01_how_a_wait_ends() {
    let over = denial(Status::QueueTimeout);
    let all = vec![denial(Status::Granted), denial(Status::QueueTimeout)];
    for (wishes, answer, expected) in [
        (1, Answer::Denied(over.clone()), Ok(vec![over])),
        (2, Answer::DeniedAll(all.clone()), Ok(all)),
        (1, Answer::Refused(Status::QueueFull), Err(Status::QueueFull)),
    ] {
        let mut script = Script::standing(None);
        let wishes = (1..=wishes).map(|n| wish(&format!("f{n}"), 1)).collect();
        let waits = script.session.submit(Work::Wait(wishes, MINUTE));
        script.answer(1, answer);
        let outputs = script.outputs();
        let [Output::Done(done, outcome)] = outputs.as_slice() else { panic!("{outputs:?}") };
        assert_eq!(*done, waits);
        let found = if let Outcome::Denied(denials) = outcome {
            Ok(denials.clone())
        } else if let Outcome::Failed(failure) = outcome {
            Err(failure.status)
        } else {
            panic!("{outcome:?}")
        };
        assert_eq!(found, expected);
    }
}

/// QUE-02, OUT-05: it waits on under the same id when the connection comes back, and from the
/// beginning when the session is gone.
#[test]
fn que_02_a_wait_survives_the_connection() {
    let mut script = Script::standing(None);
    wait(&mut script, "f1");
    script.hear();
    script.break_link();
    assert_eq!(script.resume(), Heard::Resume { acked: 0, cancel: vec![], held: vec![] });
    script.say(&ServerMessage::Resumed(resumed()));
    assert_eq!(script.hear(), [requests(0, &[(1, waiting("f1"))])]);
    script.say(&ServerMessage::Goodbye { status: Status::SessionLost, text: String::new(), hint: None });
    script.break_link();
    script.greet();
    assert_eq!(script.hear(), [Heard::Open]);
    script.say(&opened());
    assert_eq!(script.hear(), [requests(0, &[(1, waiting("f1"))])]);
}

/// OUT-05: a request that waits does not hold up those after it: before the server's memory of answers
/// is full, it leaves the queue and lines up again.
#[test]
fn out_05_a_wait_does_not_hold_up_others() {
    let mut script = Script::standing(None);
    let waits = wait(&mut script, "f1");
    script.hear();
    position(&mut script, 1, 2);
    assert_eq!(script.outputs(), [queued("f1", 2)]);
    let mut lined_up = 1;
    for round in 0..100_u32 {
        let ticket = script.ask("f2", 1);
        for heard in script.hear() {
            let Heard::Requests { operations, .. } = heard else { panic!("{heard:?}") };
            for (id, asked) in operations {
                if asked == waiting("f1") {
                    lined_up = id;
                } else if let Asked::Cancel(of) = asked {
                    assert_eq!(of, lined_up);
                    script.answer(id, Answer::Cancelled { freed: 0 });
                } else {
                    script.answer(id, Answer::Granted(grant(5, 1)));
                }
            }
        }
        let outputs = script.outputs();
        assert!(matches!(outputs.as_slice(), [Output::Done(done, _)] if *done == ticket), "{round}");
    }
    assert!(lined_up > 80, "{lined_up}");
    position(&mut script, lined_up, 2);
    position(&mut script, lined_up, 1);
    script.answer(lined_up, Answer::Denied(denial(Status::QueueTimeout)));
    let over = Outcome::Denied(vec![denial(Status::QueueTimeout)]);
    assert_eq!(script.outputs(), [queued("f1", 1), Output::Done(waits, over)]);
}

/// OUT-05: who stops waiting leaves the queue, and hears no more of it.
#[test]
fn out_05_an_abandoned_wait_is_cancelled() {
    let mut script = Script::standing(None);
    let waits = wait(&mut script, "f1");
    script.hear();
    script.session.abandon(waits);
    assert_eq!(script.hear(), [requests(0, &[(2, Asked::Cancel(1))])]);
    position(&mut script, 1, 1);
    script.answer(1, Answer::Granted(grant(4, 1)));
    script.answer(2, Answer::Cancelled { freed: 1 });
    position(&mut script, 9, 1);
    assert_eq!(script.outputs(), []);
    assert_eq!(script.hear(), []);
}
