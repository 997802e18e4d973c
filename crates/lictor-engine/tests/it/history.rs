//! Random histories of every command. A step is a number from which its particulars are drawn, so a
//! history shrinks by leaving steps out.

mod dice;
mod shelf;

use lictor_engine::{
    CloseCause, Command, DetachCause, Effects, FeatureSet, HolderView, Ledger, LicenseEntry, NamedKind,
    NamedOrder, OpenSession, Output, ReserveOrder, ResumeSession, RuleSet,
};
use lictor_types::{
    Answer, BorrowId, Checkout, CivilDate, FeatureRef, Identity, LeaseId, Operation, RequestId, SessionId,
    Stamp,
};

use crate::world::{BEGIN_MS, feature_set, restored};
pub(crate) use dice::Dice;
pub(crate) use shelf::{rules, shelf};

/// Features that are asked for; the last is never licensed.
pub(crate) const NAMES: [&str; 8] = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "none"];
/// Tokens of reservations.
pub(crate) const TOKENS: [&str; 2] = ["A", "B"];
/// Sessions open at once.
const SESSIONS: u32 = 5;

/// What may happen besides requests, time, and sessions that come and go.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Menu {
    /// Other licenses, other days, a suspect clock.
    pub(crate) reload: bool,
    /// Other rules and policies.
    pub(crate) rules: bool,
    /// What administrators order.
    pub(crate) orders: bool,
    /// Requests that wait.
    pub(crate) waits: bool,
    /// Borrows.
    pub(crate) borrows: bool,
    /// A wall clock that jumps.
    pub(crate) wall: bool,
    /// Restarts from a snapshot.
    pub(crate) restarts: bool,
}

impl Menu {
    /// Everything.
    pub(crate) const ALL: Self = Self {
        reload: true,
        rules: true,
        orders: true,
        waits: true,
        borrows: true,
        wall: true,
        restarts: true,
    };
    /// All that leaves licenses, rules and the wall clock alone.
    pub(crate) const SETTLED: Self = Self { reload: false, rules: false, wall: false, ..Self::ALL };
}

/// The records of one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) records: Vec<u8>,
    pub(crate) erasable: Vec<u8>,
}

/// A request as it was last made.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) session: SessionId,
    pub(crate) request: RequestId,
    pub(crate) acked: RequestId,
    pub(crate) operation: Operation<'static>,
}

/// A ledger with a history.
pub(crate) struct Play {
    pub(crate) ledger: Ledger,
    pub(crate) stamp: Stamp,
    pub(crate) blocks: Vec<Block>,
    /// What the last step put out.
    pub(crate) outputs: Vec<Output>,
    /// The last request that was new.
    pub(crate) asked: Option<Asked>,
    menu: Menu,
    last: Vec<u64>,
}

impl Play {
    /// With these licenses and rules.
    pub(crate) fn new(menu: Menu, licenses: Vec<LicenseEntry>, rules: &RuleSet) -> Self {
        let stamp = Stamp { ledger_ms: 1_000, wall_ms: BEGIN_MS };
        let last = vec![0; SESSIONS as usize];
        let (blocks, outputs) = (vec![], vec![]);
        let mut play = Self { ledger: Ledger::new(), stamp, blocks, outputs, asked: None, menu, last };
        play.apply(Command::Load(&set(licenses)));
        play.apply(Command::Rules(rules));
        (0..3).for_each(|seed| play.open(&mut Dice::new(seed)));
        play
    }

    /// With licenses and rules drawn from a number.
    pub(crate) fn drawn(menu: Menu, seed: u64) -> Self {
        let dice = &mut Dice::new(seed);
        let (licenses, rules) = (shelf(dice), rules(dice));
        Self::new(menu, licenses, &rules)
    }

    /// As [`Self::drawn`], with a history.
    pub(crate) fn played(menu: Menu, seed: u64, steps: &[u64]) -> Self {
        let mut play = Self::drawn(menu, seed);
        for step in steps {
            play.step(*step);
        }
        play
    }

    /// Applies a command as a turn of its own, after whatever is due by then.
    pub(crate) fn apply(&mut self, command: Command<'_>) -> Vec<Output> {
        if self.ledger.next_deadline().is_some_and(|due| due <= self.stamp.ledger_ms) {
            self.turn(Command::Tick);
        }
        self.turn(command)
    }

    fn turn(&mut self, command: Command<'_>) -> Vec<Output> {
        let mut effects = Effects::default();
        self.ledger.apply(self.stamp, command, &mut effects);
        self.outputs.extend(effects.outputs.iter().cloned());
        if effects.record_count > 0 {
            self.blocks.push(Block { records: effects.records, erasable: effects.erasable });
        }
        effects.outputs
    }

    pub(crate) fn advance(&mut self, ms: u64) {
        self.stamp.ledger_ms += ms;
        self.stamp.wall_ms += ms;
    }

    pub(crate) fn step(&mut self, step: u64) {
        self.outputs.clear();
        let dice = &mut Dice::new(step);
        let Menu { reload, rules: may_rule, orders, wall, restarts, .. } = self.menu;
        match dice.below(100) {
            0..=3 if reload => drop(self.apply(Command::Load(&set(shelf(dice))))),
            4..=5 if reload => {
                let today = [day(dice.below(20))];
                self.apply(Command::Day { today: &today, back: dice.chance(20) });
            }
            6 if reload => {
                self.apply(Command::Clock { floor_ms: 1, ahead_ms: 2, suspect: dice.chance(50) });
            }
            7..=9 if may_rule => drop(self.apply(Command::Rules(&rules(dice)))),
            10..=15 if orders => self.order(dice),
            16..=17 if wall => {
                let most = if dice.chance(30) { 1_800_000 } else { 5_000 };
                self.stamp.wall_ms = self.stamp.wall_ms - most + dice.below(2 * most);
            }
            18..=29 => {
                let long = dice.chance(15);
                self.advance(if long { 3_680_000 } else { dice.below(900) });
                self.apply(Command::Tick);
            }
            30..=36 => self.open(dice),
            37..=42 => self.come_or_go(dice),
            43..=44 if restarts => self.ledger = restored(&self.ledger),
            45 if restarts => drop(self.apply(Command::Start { resume_window_ms: dice.below(900) })),
            _ => {
                let (session, operation) = if dice.chance(30) {
                    self.giving_back(dice)
                } else {
                    (self.session(dice), self.operation(dice))
                };
                self.ask(session, operation);
            }
        }
    }

    /// A session that is there, or one that is not.
    pub(crate) fn session(&self, dice: &mut Dice) -> SessionId {
        let all: Vec<_> = self.ledger.sessions_from(0).map(|view| view.session).collect();
        dice.pick(&all).unwrap_or(SessionId::new(0, 77))
    }

    /// Makes the session's next request.
    pub(crate) fn ask(&mut self, session: SessionId, operation: Operation<'static>) -> Vec<Output> {
        let Some(last) = self.last.get_mut(session.slot() as usize) else { return vec![] };
        *last += 1;
        let (request, acked) = (RequestId(*last), RequestId(*last - 1));
        self.asked = Some(Asked { session, request, acked, operation: operation.clone() });
        self.apply(Command::Request { session, request, acked, operation })
    }

    /// Opens a session of this identity, if there is room.
    pub(crate) fn enter(&mut self, identity: &Identity) -> Option<SessionId> {
        if self.ledger.totals().sessions >= SESSIONS {
            return None;
        }
        let outputs = self.apply(Command::Open(OpenSession {
            secret_hash: [0; 32],
            identity,
            vendor: None,
            platform: "",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        }));
        let opened = outputs.iter().find_map(|output| {
            if let Output::Opened(Ok(session)) = output { Some(*session) } else { None }
        })?;
        self.last[opened.slot() as usize] = 0;
        Some(opened)
    }

    /// Ends everything that holds seats: sessions, borrows, holds and reservations.
    pub(crate) fn end_all(&mut self) {
        let sessions: Vec<_> = self.ledger.sessions_from(0).map(|view| view.session).collect();
        for session in sessions {
            self.apply(Command::Close { session, cause: CloseCause::Goodbye });
        }
        for _ in 0..8 {
            self.advance(24 * 3_600_000);
            self.apply(Command::Tick);
        }
    }

    fn open(&mut self, dice: &mut Dice) {
        let identity = shelf::identity(dice);
        self.enter(&identity);
    }

    fn come_or_go(&mut self, dice: &mut Dice) {
        let session = self.session(dice);
        let epoch = self.ledger.session(session).map_or(1, |view| view.epoch);
        match dice.below(3) {
            0 => {
                let (cause, keep_ms) = (DetachCause::Silent, dice.below(900));
                self.apply(Command::Detach { session, epoch, cause, keep_ms });
            }
            1 => drop(self.apply(Command::Close { session, cause: CloseCause::Goodbye })),
            _ => {
                let last = self.last.get(session.slot() as usize).copied().unwrap_or(0);
                let acked = RequestId(last.saturating_sub(dice.below(3)));
                let cancel: Vec<_> = (0..dice.below(2)).map(|_| RequestId(dice.below(last + 1))).collect();
                let (secret_hash, cancel, held) = ([0; 32], &*cancel, &[][..]);
                self.apply(Command::Resume(ResumeSession { session, secret_hash, acked, cancel, held }));
            }
        }
    }

    fn order(&mut self, dice: &mut Dice) {
        let (actor, reason) = ("root", "test");
        let token = TOKENS[dice.below(2) as usize];
        let (vendor, feature) = (None, NAMES[dice.below(8) as usize]);
        match dice.below(8) {
            0..=2 => {
                let (count, until_ms) = (1 + dice.below(3) as u32, self.stamp.wall_ms + dice.below(3_000));
                let order = ReserveOrder { vendor, feature, token, count, until_ms, actor, reason };
                self.apply(Command::Reserve(order));
            }
            3 => {
                let tokens = self.ledger.reservations().map(|view| view.token.to_string());
                let token = &dice.pick(&tokens.collect::<Vec<_>>()).unwrap_or_default();
                let feature = dice.chance(20).then_some((vendor, feature));
                self.apply(Command::Unreserve { token, feature, actor, reason });
            }
            4 => {
                let borrow = self.borrow(dice);
                self.apply(Command::RevokeBorrow { borrow, actor, reason });
            }
            5 => {
                let names = self.ledger.bindings().map(|view| (view.kind, view.name.to_string()));
                let (kind, name) =
                    dice.pick(&names.collect::<Vec<_>>()).unwrap_or_else(|| (NamedKind::User, "x".into()));
                let order = NamedOrder { vendor, feature: "f3", kind, name: &name, actor, reason };
                self.apply(Command::ReleaseNamed(order));
            }
            6 => {
                let (session, quarantine_ms) = (self.session(dice), dice.below(2) * 900);
                self.apply(Command::Release { session, quarantine_ms, actor, reason });
            }
            _ => drop(self.apply(Command::Note { what: "upload", actor, reason })),
        }
    }

    fn borrow(&self, dice: &mut Dice) -> BorrowId {
        let all: Vec<_> = self.ledger.borrows().map(|view| view.borrow).collect();
        dice.pick(&all).unwrap_or(BorrowId::new(0, 77))
    }

    /// Some lease's session gives some of it back.
    fn giving_back(&self, dice: &mut Dice) -> (SessionId, Operation<'static>) {
        let held = self.ledger.leases_from(0).filter_map(|view| match view.holder {
            HolderView::Session(session) => Some((session, view)),
            HolderView::Borrow { .. } | HolderView::Hold { .. } | HolderView::Token => None,
        });
        let Some((session, view)) = dice.pick(&held.collect::<Vec<_>>()) else {
            let (lease, count) = (LeaseId::new(0, 77), 0);
            return (self.session(dice), Operation::Checkin { lease, count });
        };
        let (lease, count) = (view.lease, dice.below(3) as u32);
        let name = self.ledger.pool(view.pool).and_then(|pool| name_of(pool.name.as_str()));
        let operation = match name {
            Some(name) if dice.chance(40) => {
                Operation::CheckinFeature { feature: FeatureRef::Name(name), count }
            }
            _ => Operation::Checkin { lease, count },
        };
        (session, operation)
    }

    fn operation(&self, dice: &mut Dice) -> Operation<'static> {
        let Menu { waits, borrows, .. } = self.menu;
        let last = self.last.iter().copied().max().unwrap_or(0);
        let borrowed = borrows && self.ledger.borrows().count() > 0;
        match dice.below(30) {
            0..=6 if waits => {
                let wants = if dice.chance(70) { 1 } else { 2 };
                let checkouts = (0..wants).map(|_| checkout(dice)).collect();
                Operation::Wait { checkouts, wait_ms: dice.below(3_000) as u32 }
            }
            7..=10 if borrows => {
                let feature = if dice.chance(70) { "f0" } else { "f1" };
                let checkout = if dice.chance(80) { plain(feature, 1, None) } else { checkout(dice) };
                Operation::Borrow { checkout, hours: 1 + dice.below(20) as u16 / 9 }
            }
            11 if borrowed => Operation::Refresh { borrow: self.borrow(dice) },
            12 if borrowed => Operation::Return { borrow: self.borrow(dice) },
            13..=15 => Operation::CheckoutAll((0..1 + dice.below(3)).map(|_| checkout(dice)).collect()),
            16 => Operation::Cancel { request: RequestId(dice.below(last + 1)) },
            _ => Operation::Checkout(checkout(dice)),
        }
    }
}

/// The static text of a feature's name.
pub(crate) fn name_of(name: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|known| *known == name)
}

/// Any checkout.
pub(crate) fn checkout(dice: &mut Dice) -> Checkout<'static> {
    let reservation = dice.chance(6).then(|| TOKENS[dice.below(2) as usize]);
    let count = if dice.chance(3) { dice.below(2) as u32 * 1_000 } else { 1 + dice.below(3) as u32 };
    let feature = if dice.chance(3) { 7 } else { dice.below(7) as usize };
    plain(NAMES[feature], count, reservation)
}

/// So many seats of a feature.
pub(crate) fn plain(
    feature: &'static str,
    count: u32,
    reservation: Option<&'static str>,
) -> Checkout<'static> {
    Checkout { feature: FeatureRef::Name(feature), version: None, exact: false, count, reservation }
}

pub(crate) fn day(number: u64) -> CivilDate {
    CivilDate::from_day_number(20_000 + number as u32).unwrap()
}

pub(crate) fn set(licenses: Vec<LicenseEntry>) -> FeatureSet {
    feature_set(licenses, &[day(3)])
}

/// The answers among what was put out.
pub(crate) fn answers(outputs: &[Output]) -> impl Iterator<Item = (SessionId, RequestId, &Answer)> {
    outputs.iter().filter_map(|output| {
        let Output::Answer { session, request, answer } = output else { return None };
        Some((*session, *request, answer))
    })
}
