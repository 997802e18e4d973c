//! BOR-01, BOR-02: seats without a connection, and what proves them.

use lictor_types::{Answer, BorrowId, Borrowed, Status};
use lictor_wire::{Query, QueryAnswer, ServerMessage};

use super::proving::Showcase;
use super::script::*;
use crate::mint::{Mint, settings};
use crate::session::work::Loan;
use crate::session::{Failure, Outcome, Output, Ticket, Work};

fn borrow_id() -> BorrowId {
    BorrowId::new(6, 0)
}

fn borrowed() -> Borrowed {
    let (from_ms, until_ms) = (NOON, NOON + 48 * 60 * 60 * 1000);
    Borrowed { grant: grant(4, 1), borrow: borrow_id(), hours: 48, from_ms, until_ms }
}

fn certificate() -> QueryAnswer {
    QueryAnswer::Certificate { bytes: vec![3; 5] }
}

fn lent() -> Outcome {
    Outcome::Borrowed(Box::new(Loan { borrowed: borrowed(), certificate: vec![3; 5] }))
}

fn borrow(script: &mut Script) -> Ticket {
    let ticket = script.session.submit(Work::Borrow { wish: wish("f1", 1), hours: 48 });
    assert_eq!(script.hear(), [requests(0, &[(1, Asked::Borrow("f1".to_owned(), 1, 48))])]);
    ticket
}

fn returned(acked: u64, request: u64) -> Vec<Heard> {
    vec![requests(acked, &[(request, Asked::Return(6))])]
}

/// BOR-01: a borrow brings its certificate, and is no lease of the session.
#[test]
fn bor_01_a_borrow_brings_its_certificate() {
    let mut script = Script::standing(None);
    let ticket = borrow(&mut script);
    script.answer(1, Answer::Borrowed(borrowed()));
    assert_eq!(script.outputs(), []);
    assert_eq!(script.hear(), [Heard::Query(1, Query::Certificate { borrow: borrow_id() })]);
    script.answer_query(1, &certificate());
    assert_eq!(script.outputs(), [Output::Done(ticket, lent())]);
    script.session.submit(Work::Attend);
    script.break_link();
    assert_eq!(script.outputs().len(), 1, "no seat is uncertain");
}

/// TRU-03, BOR-01: borrowed seats are proven before they are believed. A borrow that nobody gets to
/// know of goes back.
#[test]
fn bor_01_what_becomes_of_a_borrow() {
    let demo = Mint::new("DEMO", 1);
    for (case, seats, certified, expected) in [
        ("honest", 10, true, Ok(())),
        ("lying", 11, true, Err(Status::ServerNotGenuine)),
        ("without a certificate", 10, false, Err(Status::NotBorrowed)),
    ] {
        let showcase = Showcase::of(vec![demo.sign("f1", "B", &settings("COUNT=10"))], seats);
        let answer = |query: &Query| match (matches!(query, Query::Certificate { .. }), certified) {
            (true, true) => certificate(),
            (true, false) => QueryAnswer::Failed(Status::NotBorrowed),
            (false, _) => showcase.answer(query),
        };
        let mut script = Script::standing(Some(demo.keyring()));
        borrow(&mut script);
        script.answer(1, Answer::Borrowed(borrowed()));
        let (_, others) = script.serve(answer);
        let outputs = script.outputs();
        let [Output::Done(_, outcome)] = outputs.as_slice() else { panic!("{case}: {outputs:?}") };
        let found = if let Outcome::Failed(failure) = outcome { Err(failure.status) } else { Ok(()) };
        assert_eq!(found, expected, "{case}");
        assert_eq!(*outcome == lent(), expected.is_ok(), "{case}");
        assert_eq!(others, if expected.is_ok() { vec![] } else { returned(1, 2) }, "{case}");
    }
}

/// BOR-01: a borrow is not cancelled but returned, as soon as its answer is known.
#[test]
fn bor_01_an_abandoned_borrow_goes_back() {
    let mut script = Script::standing(None);
    let ticket = borrow(&mut script);
    script.session.abandon(ticket);
    assert_eq!(script.hear(), []);
    script.answer(1, Answer::Borrowed(borrowed()));
    assert_eq!(script.hear(), returned(1, 2));

    let mut script = Script::standing(None);
    let ticket = borrow(&mut script);
    script.answer(1, Answer::Borrowed(borrowed()));
    script.hear();
    script.session.abandon(ticket);
    assert_eq!(script.hear(), returned(1, 2));
    script.answer(2, Answer::Returned { freed: 1 });
    assert_eq!(script.outputs(), []);
}

/// BOR-02: prolonging brings a new certificate; returning is its own request.
#[test]
fn bor_02_refresh_and_return() {
    let failed =
        |status| Outcome::Failed(Failure::new(status, "the server refused the request: not borrowed"));
    let refresh = || (Work::Refresh(borrow_id()), Asked::Refresh(6));
    let give_back = || (Work::Return(borrow_id()), Asked::Return(6));
    for ((work, asked), answer, expected) in [
        (refresh(), Answer::Borrowed(borrowed()), lent()),
        (
            refresh(),
            Answer::Denied(denial(Status::BorrowTooLong)),
            Outcome::Denied(vec![denial(Status::BorrowTooLong)]),
        ),
        (refresh(), Answer::Refused(Status::NotBorrowed), failed(Status::NotBorrowed)),
        (give_back(), Answer::Returned { freed: 1 }, Outcome::Returned(1)),
        (give_back(), Answer::Refused(Status::NotBorrowed), failed(Status::NotBorrowed)),
    ] {
        let mut script = Script::standing(None);
        let ticket = script.session.submit(work);
        assert_eq!(script.hear(), [requests(0, &[(1, asked)])]);
        script.answer(1, answer);
        script.serve(|_| certificate());
        assert_eq!(script.outputs(), [Output::Done(ticket, expected)]);
    }
}

/// BOR-02: who stops waiting for a refresh or a return takes nothing back; both are carried on with,
/// also in the next session.
#[test]
fn bor_02_refresh_and_return_are_carried_on() {
    for (work, asked, answer) in [
        (Work::Refresh(borrow_id()), Asked::Refresh(6), Answer::Borrowed(borrowed())),
        (Work::Return(borrow_id()), Asked::Return(6), Answer::Returned { freed: 1 }),
    ] {
        let mut script = Script::standing(None);
        let ticket = script.session.submit(work);
        script.hear();
        script.session.abandon(ticket);
        script.say(&ServerMessage::Goodbye { status: Status::SessionLost, text: String::new(), hint: None });
        script.break_link();
        script.greet();
        assert_eq!(script.hear(), [Heard::Open]);
        script.say(&opened());
        assert_eq!(script.hear(), [requests(0, &[(1, asked)])]);
        script.answer(1, answer);
        assert_eq!(script.hear(), []);
        assert_eq!(script.outputs(), []);
    }
}
