//! Time as far as the ledger decides it (section 5): the days it is told.

use crate::script::check;

/// TIM-01: valid from the first instant of START through the last of END.
#[test]
fn tim_01_whole_days() {
    check(
        "
        today 2026-02-28
        license A f1 exclusive x1 from 2026-03-01 until 2026-03-31
        load
        licenses => A pending not_started
        today 2026-03-01
        licenses => A served
        today 2026-03-31
        licenses => A served
        today 2026-04-01
        licenses => A expired expired
        ",
    );
}

/// TIM-01: a license's own zone decides; an upgrade follows its base's.
#[test]
fn tim_01_zones() {
    check(
        "
        today 2026-03-01 2026-02-28
        license A f1 exclusive x1 from 2026-03-01 zone 1
        license B f1 exclusive x2
        license U f1 upgrade x10 from 2026-03-01
        load
        licenses => A pending not_started, B served, U served B
        pool f1  => 0/12 rev 1
        today 2026-03-01 2026-03-01
        licenses => A served, B shadowed first_exclusive_wins A, U served A
        remove B
        load
        today 2026-03-02 2026-03-01
        license V f1 upgrade x100 from 2026-03-02
        load
        licenses => A served, U served A, V pending not_started
        open ann
        ann out f1 x99 => denied not_enough_seats x99, 0/11, start on 2026-03-02 in zone 1
        today 2026-03-02 2026-03-02
        licenses => A served, U served A, V served A
        ",
    );
}

/// TIM-02, TIM-03: a day that changes nothing is one short record and no event; the same day
/// again, or an earlier one, is nothing at all.
#[test]
fn tim_02_days_go_forward() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 until 2026-03-31
        load
        today 2026-03-02 =>
        records          => 1
        today 2026-03-02 =>
        records          => 0
        today 2026-04-01 => judged; f1 changed 2
        today 2026-03-02 =>
        records          => 0
        licenses         => A expired expired
        ",
    );
}

/// TIM-05: while the clock is suspect licenses with END are not granted, others are; checkins
/// are.
#[test]
fn tim_05_suspect_clock() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 until 2026-03-31
        license B f2 exclusive x2
        license U f2 upgrade x3 until 2026-03-31
        license C f3 exclusive x2 until 9999-12-31
        load
        open ann
        ann out f1 x1 => granted f1 x1, 1/1
        clock suspect
        ann in f1 x1  => released 1 held 0
        ann out f1 x1 => denied clock_rollback x1, 0/1
        ann out f2 x3 => denied clock_rollback x3, 0/5
        ann out f2 x9 => denied not_enough_seats x9, 0/5
        ann out f2 x2 => granted f2 x2, 2/5
        ann out f3 x2 => granted f3 x2, 2/2
        clock good
        ann out f2 x3 => granted f2 x3 held 5, 5/5
        clock good
        records       => 0
        ",
    );
}

/// TIM-05: a day goes back only when the clock rules say so.
#[test]
fn tim_05_back_only_when_told() {
    use crate::world::{World, date, feature_set, license};
    use lictor_engine::Command;

    let mut world = World::new();
    world.apply(Command::Load(&feature_set(vec![license("A", "f1", 1)], &[date("2026-03-05")])));
    let earlier = [date("2026-03-01")];
    world.apply(Command::Day { today: &earlier, back: false });
    assert_eq!(world.ledger.zones_today()[0].today, date("2026-03-05"));
    world.apply(Command::Load(&feature_set(vec![license("B", "f1", 1)], &earlier)));
    assert_eq!(world.ledger.zones_today()[0].today, date("2026-03-05"));
    world.apply(Command::Day { today: &earlier, back: true });
    assert_eq!(world.ledger.zones_today()[0].today, date("2026-03-01"));
}

/// TIM-05: a reset is obeyed and recorded with who and why, also if it changes nothing; the texts
/// stand in the part that can be erased.
#[test]
fn tim_05_a_reset_is_obeyed_and_recorded() {
    use crate::world::World;
    use lictor_engine::{ClockView, Command, Ledger, LogReader};

    let mut world = World::new();
    world.apply(Command::Clock { floor_ms: 900, ahead_ms: 40, suspect: true });
    for _ in 0..2 {
        let reset =
            Command::ResetClock { floor_ms: 500, suspect: false, actor: "root", reason: "wrong battery" };
        assert_eq!(world.apply(reset), []);
        let expected = ClockView { floor_ms: 500, ahead_ms: 0, suspect: false };
        assert_eq!(world.ledger.clock(), expected);
        assert_eq!(world.recorded().0, 1);

        let mut folded = Ledger::new();
        assert_eq!(folded.fold(&world.effects.records, None), Ok(()));
        assert_eq!(folded.clock(), expected, "also without the texts");
    }
    let shown = |erasable| {
        let mut entries = LogReader::new(&world.effects.records, erasable);
        let entry = entries.next().unwrap().unwrap();
        let fields = entry.fields().into_iter().map(|(name, value)| format!(" {name}={value}"));
        format!("{} critical={}{}", entry.kind(), entry.critical, fields.collect::<String>())
    };
    let clock = "clock_reset critical=true floor_ms=500 ahead_ms=0 suspect=false";
    assert_eq!(shown(Some(&world.effects.erasable[..])), format!("{clock} actor=root reason=wrong battery"));
    assert_eq!(shown(None), format!("{clock} actor= reason="));
}

/// Section 14: an equal set is no load; with another day it is a day.
#[test]
fn an_equal_set_makes_no_record() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 until 2026-03-31
        load     => judged; f1 changed 1
        load     =>
        records  => 0
        license B f2 exclusive x1
        load     => judged; f2 changed 1
        ",
    );
}
