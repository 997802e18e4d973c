//! What the two clocks together say the time is (TIM-04, TIM-05, TIM-06).
//!
//! Pure: readings go in, a stamp and findings come out. Three times are told apart. The *wall
//! clock* is what the machine says. The *floor* is a wall time that has passed for sure: it is
//! journaled and moves with running time only. The *wall time in force* decides the day.

use lictor_types::Stamp;

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// How often the state is reported while nothing else happens.
const REPORT_EVERY_MS: u64 = MINUTE_MS;

/// A lead that grew by more than this is a new jump and has to stand for its own 24 hours. Smaller
/// growth is the drift between two honest clocks.
const NEW_JUMP_MS: u64 = MINUTE_MS;

/// A difference between the clocks above this is worth telling an administrator (TIM-04).
const NOTICE_MS: u64 = 1_000;

/// What of the clock rules is kept across restarts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClockState {
    /// The floor of wall time in milliseconds.
    pub floor_ms: u64,
    /// Running time for which wall time has stood ahead of the floor, in milliseconds.
    pub ahead_ms: u64,
    /// Whether the wall clock is more than 24 h behind the floor: licenses with END are not
    /// granted (`clock_rollback`).
    pub suspect: bool,
}

/// What one look at the clocks gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The time for everything that is decided now.
    pub stamp: Stamp,
    /// Whether the wall time in force went back, so that the day may (TIM-05).
    pub went_back: bool,
    /// By how many milliseconds the wall clock moved more than running time since the last look,
    /// if that is worth a line in the log (TIM-04).
    pub jumped_ms: Option<i64>,
    /// The state, when it must be journaled: at the first look, when `suspect` changes, and every
    /// 60 s.
    pub report: Option<ClockState>,
}

/// A floor that an administrator lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lowered {
    /// The floor of wall time that was, in milliseconds.
    pub before_ms: u64,
    /// The floor that is.
    pub floor_ms: u64,
    /// Whether the wall clock is still more than 24 h behind it.
    pub suspect: bool,
}

/// The clock rules of one server.
#[derive(Debug, Clone)]
pub struct ClockRules {
    last: Stamp,
    last_wall_ms: u64,
    last_boot_ms: u64,
    state: ClockState,
    /// The least lead of the wall clock over the floor while `ahead_ms` was counted.
    lead_ms: u64,
    reported_at_ms: Option<u64>,
}

impl ClockRules {
    /// Takes up where the log ended: `last` is its last stamp and `kept` the state reported last;
    /// both are the default for an empty log. Ledger time continues with the forward difference of
    /// wall time, if any; the floor does not move, because nobody saw that time pass (TIM-05).
    #[must_use]
    pub fn start(last: Stamp, kept: ClockState, wall_ms: u64, boot_ms: u64) -> Self {
        let first = last == Stamp::default() && kept == ClockState::default();
        let away = if first { 0 } else { wall_ms.saturating_sub(last.wall_ms) };
        let mut rules = Self {
            last: Stamp {
                ledger_ms: last.ledger_ms + away,
                wall_ms: if first { wall_ms } else { last.wall_ms },
            },
            last_wall_ms: wall_ms,
            last_boot_ms: boot_ms,
            state: if first { ClockState { floor_ms: wall_ms, ..kept } } else { kept },
            lead_ms: last.wall_ms.saturating_sub(kept.floor_ms),
            reported_at_ms: None,
        };
        rules.stand(wall_ms, 0);
        rules
    }

    /// Looks at the clocks. To notice a jump within 10 s (TIM-04) and change the day within one
    /// (TIM-03), call it at least once a second.
    pub fn read(&mut self, wall_ms: u64, boot_ms: u64) -> Reading {
        let passed = boot_ms.saturating_sub(self.last_boot_ms);
        let jump = wall_ms.cast_signed() - (self.last_wall_ms + passed).cast_signed();
        self.last_boot_ms += passed;
        self.last_wall_ms = wall_ms;
        self.state.floor_ms += passed;
        self.stand(wall_ms, passed);

        let was_suspect = self.state.suspect;
        self.state.suspect = is_suspect(wall_ms, self.state.floor_ms);
        let before = self.last.wall_ms;
        let wall = self.in_force(wall_ms);
        self.last = Stamp { ledger_ms: self.last.ledger_ms + passed, wall_ms: wall };
        Reading {
            stamp: self.last,
            went_back: wall < before,
            jumped_ms: (jump.unsigned_abs() > NOTICE_MS).then_some(jump),
            report: self.report(was_suspect),
        }
    }

    /// A signed date shows that this wall time has been reached somewhere: the part of a forward
    /// jump up to it needs no 24 hours (TIM-05). Never raises the floor above the wall clock.
    pub fn confirm(&mut self, signed_ms: u64) {
        self.state.floor_ms = self.state.floor_ms.max(signed_ms.min(self.last_wall_ms));
        self.lead_ms = self.lead_ms.min(self.last_wall_ms.saturating_sub(self.state.floor_ms));
    }

    /// An administrator lowers the floor to the wall clock of the last look, never below
    /// `issued_ms`, the newest ISSUED served (TIM-05). The time in force follows at the next look.
    /// None if the floor is not above both.
    pub fn reset(&mut self, issued_ms: u64) -> Option<Lowered> {
        let before_ms = self.state.floor_ms;
        let floor_ms = self.last_wall_ms.max(issued_ms);
        if floor_ms >= before_ms {
            return None;
        }
        let suspect = is_suspect(self.last_wall_ms, floor_ms);
        self.state = ClockState { floor_ms, ahead_ms: 0, suspect };
        self.lead_ms = 0;
        Some(Lowered { before_ms, floor_ms, suspect })
    }

    /// The state as of the last look.
    #[must_use]
    pub fn state(&self) -> ClockState {
        self.state
    }

    /// TIM-05: the floor is behind an honest forward jump until that has stood for 24 hours of
    /// running time, and then takes the least lead seen in them.
    fn stand(&mut self, wall_ms: u64, passed_ms: u64) {
        let lead = wall_ms.saturating_sub(self.state.floor_ms);
        if lead == 0 || lead > self.lead_ms.saturating_add(NEW_JUMP_MS) {
            self.state.ahead_ms = 0;
            self.lead_ms = lead;
            return;
        }
        self.lead_ms = self.lead_ms.min(lead);
        self.state.ahead_ms += passed_ms;
        if self.state.ahead_ms >= DAY_MS {
            self.state.floor_ms += self.lead_ms;
            self.state.ahead_ms = 0;
            self.lead_ms = wall_ms.saturating_sub(self.state.floor_ms);
        }
    }

    /// TIM-05: forward at once; back by up to 24 h it stands; further back it follows, but never
    /// below the floor less 24 h, where the floor takes its place.
    fn in_force(&self, wall_ms: u64) -> u64 {
        if self.state.suspect {
            return self.state.floor_ms;
        }
        let stands = wall_ms < self.last.wall_ms && self.last.wall_ms - wall_ms <= DAY_MS;
        if stands { self.last.wall_ms } else { wall_ms }
    }

    fn report(&mut self, was_suspect: bool) -> Option<ClockState> {
        let now = self.last.ledger_ms;
        let due = self.reported_at_ms.is_none_or(|at| now >= at + REPORT_EVERY_MS);
        if !due && was_suspect == self.state.suspect {
            return None;
        }
        self.reported_at_ms = Some(now);
        Some(self.state)
    }
}

/// TIM-05: more than 24 h behind the floor.
fn is_suspect(wall_ms: u64, floor_ms: u64) -> bool {
    wall_ms.saturating_add(DAY_MS) < floor_ms
}

#[cfg(test)]
mod tests;
