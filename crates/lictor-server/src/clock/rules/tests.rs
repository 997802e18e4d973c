//! The clock rules, step by step and for every history.

use proptest::prelude::*;

use super::*;

const HOUR: u64 = 60 * MINUTE_MS;
/// 2026-03-01T12:00:00Z.
const NOON: u64 = 1_772_366_400_000;

/// A machine whose two clocks can be moved apart.
struct Bench {
    rules: ClockRules,
    wall: u64,
    boot: u64,
}

impl Bench {
    fn new() -> Self {
        let mut rules = ClockRules::start(Stamp::default(), ClockState::default(), NOON, 500);
        rules.read(NOON, 500);
        Self { rules, wall: NOON, boot: 500 }
    }

    /// Lets time pass honestly, with a look every ten minutes.
    fn run(&mut self, ms: u64) -> Reading {
        let mut left = ms;
        while left > 10 * MINUTE_MS {
            left -= 10 * MINUTE_MS;
            self.pass(10 * MINUTE_MS);
        }
        self.pass(left)
    }

    fn pass(&mut self, ms: u64) -> Reading {
        self.wall += ms;
        self.boot += ms;
        self.rules.read(self.wall, self.boot)
    }

    /// Sets the wall clock by so many hours and looks.
    fn step(&mut self, hours: i64) -> Reading {
        self.wall = self.wall.saturating_add_signed(hours * HOUR.cast_signed());
        self.rules.read(self.wall, self.boot)
    }

    fn restart(&mut self, away: u64) -> Reading {
        let (last, kept) = (self.rules.last, self.rules.state());
        self.wall += away;
        self.boot = 7;
        self.rules = ClockRules::start(last, kept, self.wall, self.boot);
        self.rules.read(self.wall, self.boot)
    }

    fn floor(&self) -> u64 {
        self.rules.state().floor_ms
    }
}

#[test]
fn an_honest_clock_is_followed_to_the_millisecond() {
    let mut bench = Bench::new();
    let reading = bench.run(30 * HOUR);
    let wall_ms = NOON + 30 * HOUR;
    assert_eq!(reading.stamp, Stamp { ledger_ms: 30 * HOUR, wall_ms });
    assert_eq!((reading.went_back, reading.jumped_ms), (false, None));
    assert_eq!(bench.rules.state(), ClockState { floor_ms: wall_ms, ahead_ms: 0, suspect: false });
}

/// TIM-04, TIM-05: what one step of the wall clock does: (hours, time in force less the honest
/// one in hours, whether it went back, whether the clock is suspect).
#[test]
fn tim_04_tim_05_steps_of_the_wall_clock() {
    for (hours, in_force, went_back, suspect) in [
        (1, 1, false, false),
        (24 * 365, 24 * 365, false, false),
        (-1, 0, false, false),
        (-24, 0, false, false),
        (-25, 0, false, true),
        (-24 * 365, 0, false, true),
    ] {
        let mut bench = Bench::new();
        let honest = bench.run(HOUR).stamp.wall_ms;
        let reading = bench.step(hours);
        let expected = honest.saturating_add_signed(in_force * HOUR.cast_signed());
        assert_eq!(reading.stamp.wall_ms, expected, "{hours}");
        assert_eq!((reading.went_back, bench.rules.state().suspect), (went_back, suspect), "{hours}");
        assert_eq!(reading.jumped_ms, Some(hours * HOUR.cast_signed()), "{hours}");
        assert_eq!(bench.floor(), honest, "no step moves the floor");
    }
}

/// TIM-05: a backward step of at most 24 h stands until the clock passes it.
#[test]
fn tim_05_a_small_backward_step_stands() {
    let mut bench = Bench::new();
    let before = bench.run(HOUR).stamp.wall_ms;
    assert_eq!(bench.step(-5).stamp.wall_ms, before);
    assert_eq!(bench.run(4 * HOUR).stamp.wall_ms, before);
    assert_eq!(bench.run(2 * HOUR).stamp.wall_ms, before + HOUR);
}

/// TIM-05: a forward jump by mistake, corrected by a step of more than 24 h, is forgotten.
#[test]
fn tim_05_a_mistaken_year_goes_back() {
    let mut bench = Bench::new();
    bench.step(24 * 365);
    bench.run(HOUR);
    let reading = bench.step(-24 * 365);
    assert_eq!(reading.stamp.wall_ms, NOON + HOUR);
    assert!(reading.went_back);
    assert_eq!(bench.rules.state(), ClockState { floor_ms: NOON + HOUR, ahead_ms: 0, suspect: false });
}

/// TIM-05: a jump raises the floor only after it has stood for 24 h of running time.
#[test]
fn tim_05_a_jump_that_stands_a_day_is_believed() {
    let mut bench = Bench::new();
    bench.step(1000);
    bench.run(23 * HOUR);
    assert_eq!(bench.floor(), NOON + 23 * HOUR);
    bench.run(HOUR);
    assert_eq!(bench.floor(), NOON + 1024 * HOUR);
    bench.step(-25);
    assert!(bench.rules.state().suspect);
}

/// TIM-05: a small lead that has stood long does not carry a new jump with it, not even across a
/// restart.
#[test]
fn tim_05_every_jump_stands_for_its_own_day() {
    for restart in [false, true] {
        let mut bench = Bench::new();
        bench.wall += MINUTE_MS / 2;
        bench.run(23 * HOUR);
        if restart {
            bench.restart(1000 * HOUR);
        } else {
            bench.step(1000);
        }
        bench.run(23 * HOUR);
        assert_eq!(bench.floor(), NOON + 46 * HOUR, "{restart}");
        bench.run(HOUR);
        assert!(bench.floor() > NOON + 1000 * HOUR, "{restart}");
    }
}

/// TIM-05: more than 24 h behind the floor is suspect, also found at start, and it recovers by
/// itself when the clock has come up again; the time in force is the floor meanwhile.
#[test]
fn tim_05_a_suspect_clock_recovers_by_itself() {
    let mut bench = Bench::new();
    bench.run(HOUR);
    bench.wall -= 48 * HOUR;
    let reading = bench.restart(0);
    assert_eq!(reading.stamp.wall_ms, NOON + HOUR);
    assert_eq!(reading.report.map(|state| state.suspect), Some(true));
    assert_eq!(bench.run(2 * HOUR).stamp.wall_ms, NOON + 3 * HOUR);
    let reading = bench.step(25);
    assert_eq!(reading.report.map(|state| state.suspect), Some(false));
    assert_eq!((reading.stamp.wall_ms, reading.went_back), (NOON + 3 * HOUR, false));
    assert_eq!(bench.step(24).stamp.wall_ms, NOON + 4 * HOUR);
}

/// TIM-05: a signed date up to the wall clock confirms a jump, and never takes the floor further.
#[test]
fn tim_05_a_signed_date_confirms_a_jump() {
    let mut bench = Bench::new();
    bench.step(100);
    bench.rules.confirm(NOON + 60 * HOUR);
    assert_eq!(bench.floor(), NOON + 60 * HOUR);
    bench.rules.confirm(NOON + 500 * HOUR);
    assert_eq!(bench.floor(), NOON + 100 * HOUR);
    bench.rules.confirm(NOON);
    assert_eq!(bench.floor(), NOON + 100 * HOUR);
}

/// TIM-05: a reset lowers the floor to the wall clock, never below the newest ISSUED served; a clock
/// that is not behind by more than 24 h then is good at once, and the time in force follows it.
/// (Hours the clock went back, ISSUED in hours from then: how far back the floor and the time in
/// force go, whether the clock is still suspect.)
#[test]
fn tim_05_a_reset_lowers_the_floor() {
    for (back, issued, floor, in_force, suspect) in [
        (48, -1000, 48, 48, false),
        (48, 0, 48, 48, false),
        (48, 24, 24, 48, false),
        (48, 25, 23, 23, true),
        (24 * 365, 10, 24 * 365 - 10, 24 * 365, false),
        (5, -1000, 5, 0, false),
    ] {
        let mut bench = Bench::new();
        let honest = bench.run(HOUR).stamp.wall_ms;
        bench.step(-back);
        let issued_ms = bench.wall.saturating_add_signed(issued * HOUR.cast_signed());
        let floor_ms = honest - floor * HOUR;
        let lowered = Lowered { before_ms: honest, floor_ms, suspect };
        assert_eq!(bench.rules.reset(issued_ms), Some(lowered), "{back} {issued}");
        assert_eq!(bench.rules.state(), ClockState { floor_ms, ahead_ms: 0, suspect }, "{back} {issued}");
        let reading = bench.step(0);
        assert_eq!(reading.stamp.wall_ms, honest - in_force * HOUR, "{back} {issued}");
        assert_eq!(reading.went_back, in_force > 0, "{back} {issued}");
        assert_eq!(bench.rules.reset(issued_ms), None, "{back} {issued}: there is nothing left to lower");
    }
}

/// TIM-05: a reset never raises the floor: neither to a clock that jumped forward nor to an ISSUED
/// above it.
#[test]
fn tim_05_a_reset_never_raises_the_floor() {
    for (hours, issued) in [(0, 0), (1000, 0), (-48, 0), (-48, 1000)] {
        let mut bench = Bench::new();
        bench.step(hours);
        let before = bench.rules.state();
        assert_eq!(bench.rules.reset(NOON + issued * HOUR), None, "{hours} {issued}");
        assert_eq!(bench.rules.state(), before, "{hours} {issued}");
    }
}

/// TIM-05: what a reset did stands over a restart.
#[test]
fn tim_05_a_reset_stands_over_a_restart() {
    let mut bench = Bench::new();
    bench.step(-48);
    bench.rules.reset(0);
    let reading = bench.restart(0);
    assert_eq!((reading.stamp.wall_ms, bench.floor()), (NOON - 48 * HOUR, NOON - 48 * HOUR));
    assert_eq!(bench.run(30 * HOUR).report.map(|state| state.suspect), Some(false));
}

/// TIM-06: ledger time counts running time; over a restart it continues with the forward
/// difference of wall time, and the floor does not move for what nobody saw pass.
#[test]
fn tim_06_ledger_time_never_decreases() {
    let mut bench = Bench::new();
    bench.run(HOUR);
    assert_eq!(bench.step(-10).stamp.ledger_ms, HOUR);
    assert_eq!(bench.step(10).stamp.ledger_ms, HOUR);
    assert_eq!(bench.restart(3 * HOUR).stamp.ledger_ms, 4 * HOUR);
    assert_eq!(bench.floor(), NOON + HOUR);
    bench.wall -= 20 * HOUR;
    assert_eq!(bench.restart(0).stamp.ledger_ms, 4 * HOUR);
}

#[test]
fn the_state_is_reported_first_and_every_minute() {
    let mut bench = Bench::new();
    let reports: Vec<bool> = (0..7).map(|_| bench.pass(20_000).report.is_some()).collect();
    assert_eq!(reports, [false, false, true, false, false, true, false]);
    assert!(bench.restart(0).report.is_some());
}

proptest! {
    /// TIM-05, whatever the wall clock does: ledger time counts running time; the floor never
    /// decreases, and without 24 h of running never moves more than running time; the time in
    /// force goes back only when it is said and for more than 24 h, and never below the floor less
    /// 24 h; a suspect clock is one that is more than 24 h behind the floor.
    #[test]
    fn tim_05_holds_for_every_history(steps in prop::collection::vec((0..5 * HOUR, -60..60_i64), 1..60)) {
        let mut bench = Bench::new();
        let mut before = bench.pass(0).stamp;
        let mut ran = 0;
        for (passed, hours) in steps {
            let floor = bench.floor();
            let in_force = bench.pass(passed).stamp.wall_ms;
            let reading = bench.step(hours);
            let now = reading.stamp;
            let state = bench.rules.state();
            ran += passed;
            prop_assert_eq!(now.ledger_ms, before.ledger_ms + passed);
            prop_assert!(state.floor_ms >= floor + passed);
            prop_assert!(ran >= DAY_MS || state.floor_ms == floor + passed);
            prop_assert!(now.wall_ms + DAY_MS >= state.floor_ms);
            prop_assert_eq!(state.suspect, bench.wall + DAY_MS < state.floor_ms);
            prop_assert_eq!(reading.went_back, now.wall_ms < in_force);
            prop_assert!(!reading.went_back || in_force - bench.wall > DAY_MS);
            if state.suspect {
                prop_assert_eq!(now.wall_ms, state.floor_ms);
            } else {
                prop_assert!(now.wall_ms >= bench.wall);
                prop_assert!(now.wall_ms - bench.wall <= DAY_MS);
            }
            before = now;
        }
    }
}
