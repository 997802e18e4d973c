//! The seats that files give on a server, day by day (4.4, 4.5; licensing.md sections 3 and 4).

use lictor_entitle::timeline::{FileRole, Idle, ServerFile, Step, day, stopping, timeline};
use lictor_types::{HostId, Seats};

use crate::store::{date, name};

fn file(serial: &str, role: FileRole, count: u32, start: Option<&str>, end: Option<&str>) -> ServerFile {
    ServerFile {
        serial: serial.into(),
        feature: "f1".into(),
        role,
        count: Seats::Limited(count),
        start: start.map(date),
        end: end.map(date),
        servers: vec![],
        supersedes: vec![],
    }
}

fn base(count: u32) -> ServerFile {
    file("B", FileRole::Exclusive, count, None, Some("2026-12-31"))
}

fn upgrade(serial: &str, count: u32) -> ServerFile {
    file(serial, FileRole::Upgrade, count, None, Some("2026-12-31"))
}

fn voiding(file: ServerFile, serials: &[&str]) -> ServerFile {
    ServerFile { supersedes: serials.iter().map(|serial| (*serial).into()).collect(), ..file }
}

fn server() -> Vec<HostId> {
    vec![name("S1")]
}

fn seats(files: &[ServerFile], on: &str) -> Option<Seats> {
    day(files, &server(), date(on)).seats.get("f1").copied()
}

fn idle(files: &[ServerFile], on: &str) -> Vec<(String, Idle)> {
    day(files, &server(), date(on)).idle
}

#[test]
fn t_fil_1_an_upgrade_adds_up() {
    assert_eq!(seats(&[base(10), upgrade("U1", 5)], "2026-05-01"), Some(Seats::Limited(15)));
}

#[test]
fn t_fil_3_upgrades_come_and_go_at_midnight() {
    let u1 = file("U1", FileRole::Upgrade, 5, Some("2026-03-01"), Some("2026-03-31"));
    let files = [base(10), u1, upgrade("U2", 2)];
    let step = |from: &str, seats: u32| Step { from: date(from), seats: Seats::Limited(seats) };
    let expected =
        [step("2026-02-28", 12), step("2026-03-01", 17), step("2026-04-01", 12), step("2027-01-01", 0)];
    assert_eq!(timeline(&files, &server(), date("2026-02-28"))["f1"], expected);
}

#[test]
fn t_fil_4_folded_upgrades_do_not_come_back() {
    let (u1, u2) = (upgrade("U1", 5), upgrade("U2", 2));
    let new = voiding(file("C", FileRole::Exclusive, 15, None, Some("2026-12-31")), &["B", "U1"]);
    let all = [base(10), u1.clone(), u2.clone(), new.clone()];
    assert_eq!(seats(&all, "2026-05-01"), Some(Seats::Limited(17)));
    let turned = [new, u2.clone(), u1.clone(), base(10)];
    assert_eq!(seats(&turned, "2026-05-01"), Some(Seats::Limited(17)));
    let stopped = stopping(&[base(10), u1, u2], &all, &server(), date("2026-05-01"));
    let expected = [("B".to_owned(), Some(Idle::Superseded)), ("U1".to_owned(), Some(Idle::Superseded))];
    assert_eq!(stopped, expected);
}

#[test]
fn t_fil_5_a_serial_counts_once() {
    let two = [base(10), upgrade("U1", 1), upgrade("U2", 1)];
    assert_eq!(seats(&two, "2026-05-01"), Some(Seats::Limited(12)));
    let copied = [base(10), upgrade("U1", 1), upgrade("U1", 1)];
    assert_eq!(seats(&copied, "2026-05-01"), Some(Seats::Limited(11)));
    assert_eq!(idle(&copied, "2026-05-01"), [("U1".to_owned(), Idle::Duplicate)]);
    // Taking the copy away stops nothing.
    assert_eq!(stopping(&copied, &copied[..2], &server(), date("2026-05-01")), []);
}

#[test]
fn t_fil_6_a_split_keeps_the_total() {
    let rest = voiding(file("C", FileRole::Exclusive, 8, None, Some("2026-12-31")), &["B"]);
    let p2 = ServerFile { feature: "p2".into(), serial: "D".into(), ..base(2) };
    let given = day(&[base(10), rest, p2], &server(), date("2026-05-01"));
    let seats: Vec<_> = given.seats.into_iter().collect();
    assert_eq!(seats, [("f1".to_owned(), Seats::Limited(8)), ("p2".to_owned(), Seats::Limited(2))]);
}

#[test]
fn t_fil_10_an_upgrade_of_another_server_is_ignored_with_the_reason() {
    let other = ServerFile { servers: vec![name("S9")], ..upgrade("U1", 5) };
    let files = [base(10), other];
    assert_eq!(seats(&files, "2026-05-01"), Some(Seats::Limited(10)));
    assert_eq!(idle(&files, "2026-05-01"), [("U1".to_owned(), Idle::WrongHost)]);
    let here = [base(10), ServerFile { servers: vec![name("s1")], ..upgrade("U1", 5) }];
    assert_eq!(seats(&here, "2026-05-01"), Some(Seats::Limited(15)));
}

#[test]
fn what_does_not_count_says_why() {
    let permanent = ServerFile { end: None, ..upgrade("U1", 5) };
    let unlimited = ServerFile { count: Seats::Unlimited, ..base(1) };
    let pending = ServerFile { start: Some(date("2026-06-01")), ..upgrade("U1", 5) };
    let ended = ServerFile { end: Some(date("2026-04-30")), ..upgrade("U1", 5) };
    let second = ServerFile { serial: "C".into(), ..base(50) };
    let full = base(2_147_483_647);
    for (files, serial, why, left) in [
        (vec![upgrade("U1", 5)], "U1", Idle::Orphan, None),
        (vec![base(10), permanent], "U1", Idle::EndOutsideBase, Some(Seats::Limited(10))),
        (vec![unlimited, upgrade("U1", 5)], "U1", Idle::Unlimited, Some(Seats::Unlimited)),
        (vec![base(10), pending], "U1", Idle::Pending, Some(Seats::Limited(10))),
        (vec![base(10), ended], "U1", Idle::Expired, Some(Seats::Limited(10))),
        (vec![base(10), second], "C", Idle::Shadowed, Some(Seats::Limited(10))),
        (vec![full, upgrade("U1", 1)], "U1", Idle::Overflow, Some(Seats::Limited(2_147_483_647))),
        (
            vec![base(10), voiding(upgrade("U1", 5), &["U1"])],
            "U1",
            Idle::SupersedeLoop,
            Some(Seats::Limited(10)),
        ),
    ] {
        assert_eq!(idle(&files, "2026-05-01"), [(serial.to_owned(), why)]);
        assert_eq!(seats(&files, "2026-05-01"), left, "{why}");
    }
}

#[test]
fn a_circle_of_markers_voids_nobody_but_its_members() {
    let a = voiding(file("A", FileRole::Exclusive, 5, None, None), &["C", "B"]);
    let c = voiding(file("C", FileRole::Exclusive, 7, None, None), &["A"]);
    let files = [a, c, base(10)];
    assert_eq!(seats(&files, "2026-05-01"), Some(Seats::Limited(10)));
}

/// KEY-06: a marker acts from its start, and still after its end.
#[test]
fn a_marker_acts_from_its_start_and_stays() {
    let new = file("C", FileRole::Exclusive, 15, Some("2026-06-01"), Some("2026-06-30"));
    let files = [base(10), voiding(new, &["B"])];
    let step = |from: &str, seats: u32| Step { from: date(from), seats: Seats::Limited(seats) };
    let expected = [step("2026-05-01", 10), step("2026-06-01", 15), step("2026-07-01", 0)];
    assert_eq!(timeline(&files, &server(), date("2026-05-01"))["f1"], expected);
}

#[test]
fn pools_beside_the_exclusive_one_are_added_to_the_sum() {
    let beside = file("D", FileRole::Additive, 4, None, None);
    assert_eq!(seats(&[base(10), beside], "2026-05-01"), Some(Seats::Limited(14)));
}
