//! `kill -9` in a loop under load: nothing acknowledged is lost, nothing is granted twice.

use std::env;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use lictor_client::{Client, Event, Events, Request, Seat, SeatState, Status};
use lictor_testkit::{Lictor, Vendor, eventually};
use lictor_types::{Answer, LeaseId, Operation, RequestId};
use lictor_wire::{ClientMessage, Held, Opened};

use crate::raw::{Raw, asking, checkout};
use crate::seats::{client, pool, serving, wait_for_used};

/// Kills in a run; LICTOR_KILLS asks for another number.
const KILLS: u32 = 100;
/// Seats of the feature; fewer than everybody together would take.
const SEATS: u32 = 12;
/// Clients of the library, each with a session of its own.
const CLIENTS: usize = 3;
/// Sessions of bare frames, which come back faster and look at every word of the server.
const KEEPERS: u64 = 4;
/// Answers between a restart and the next kill, most times.
const ANSWERS: u64 = 100;
/// Longer than any restart here; within the resume window.
const PATIENCE: Duration = Duration::from_secs(60);

/// What all sessions hold for certain: seats count from the moment their grant has arrived until
/// just before they are given back. Never more than the server counts as used.
#[derive(Default)]
struct Tally {
    held: AtomicU32,
    answers: AtomicU64,
    over: AtomicBool,
}

impl Tally {
    /// OUT-06: whatever was lost or counted twice on the way shows here as too many seats.
    #[track_caller]
    fn granted(&self, count: u32) {
        let held = self.held.fetch_add(count, Ordering::SeqCst) + count;
        assert!(held <= SEATS, "{held} of {SEATS} seats are granted");
        self.answered();
    }

    fn returning(&self, count: u32) {
        self.held.fetch_sub(count, Ordering::SeqCst);
    }

    fn answered(&self) {
        self.answers.fetch_add(1, Ordering::SeqCst);
    }

    fn answers(&self) -> u64 {
        self.answers.load(Ordering::SeqCst)
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }
}

/// OUT-05, OUT-06, SES-04: through a hundred crashes every acknowledged lease stays with its
/// session, nobody else gets its seats, nothing is granted twice, and sessions come back by
/// themselves; an orderly stop now and then is no different. The log is sound at the end (TRU-05).
#[test]
fn out_05_out_06_ses_04_kill_9_loses_nothing() {
    let kills = env::var_os("LICTOR_KILLS").map_or(KILLS, |text| text.to_str().unwrap().parse().unwrap());
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, SEATS).start();
    let address = &daemon.listen().to_owned();
    let tally = &Tally::default();
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let client = client(&daemon, &vendor).unwrap();
                scope.spawn(move || use_library(client, tally))
            })
            .collect();
        let keepers: Vec<_> =
            (1..=KEEPERS).map(|seed| scope.spawn(move || Keeper::run(address, seed, tally))).collect();
        let has_failed =
            || clients.iter().any(|t| t.is_finished()) || keepers.iter().any(|t| t.is_finished());
        for kill in 0..kills {
            let goal = tally.answers() + if kill % 8 == 7 { 0 } else { ANSWERS };
            eventually("sessions that go on after a restart", PATIENCE, || {
                (tally.answers() >= goal || has_failed()).then_some(())
            });
            if has_failed() {
                break;
            }
            if kill % 10 == 4 {
                assert_eq!(daemon.stop(), 0);
            } else {
                daemon.kill9();
            }
            daemon.start();
            intrude(address, tally);
            let (seats, used, over_committed) = pool(&daemon);
            assert!(used <= seats && over_committed == 0, "{used} of {seats} used");
        }
        tally.over.store(true, Ordering::SeqCst);
        let clients: Vec<_> = clients.into_iter().map(|thread| thread.join().unwrap()).collect();
        let keepers: Vec<_> = keepers.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(pool(&daemon).1, u64::from(tally.held.load(Ordering::SeqCst)));
        drop((clients, keepers));
    });
    wait_for_used(&daemon, 0);
    let journal = daemon.state().join("journal").display().to_string();
    assert_eq!(daemon.stop(), 0);
    let run = Lictor::in_directory(&daemon.state()).run(&["log", "verify", &journal]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// SES-04: whoever comes just after a restart gets what was free before it and no more.
fn intrude(address: &str, tally: &Tally) {
    let (mut intruder, _) = Raw::open(address);
    let mut taken = 0;
    loop {
        match intruder.ask(checkout(1)).unwrap() {
            Answer::Granted(grant) => {
                taken += grant.count;
                tally.granted(grant.count);
                assert!(grant.used <= u64::from(SEATS), "{grant:?}");
            }
            Answer::Denied(denial) => {
                assert_eq!(denial.status, Status::NotEnoughSeats);
                assert_eq!((denial.used, denial.over_committed()), (u64::from(SEATS), 0));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    tally.returning(taken);
    intruder.say(&ClientMessage::Goodbye).unwrap();
    intruder.hear_out();
}

/// Takes up to three seats and gives them back, again and again. Its seats at the end are held.
fn use_library(client: Client, tally: &Tally) -> (Client, Vec<Seat>) {
    let events = client.events();
    let mut seats = Vec::new();
    let (mut uncertain, mut regained) = (false, 0);
    while !tally.is_over() {
        hear(&events, &mut uncertain, &mut regained);
        if seats.len() == 3 {
            let seat: Seat = seats.remove(0);
            assert_eq!((seat.count(), seat.is_valid()), (1, true));
            tally.returning(1);
            client.checkin(seat).unwrap();
            tally.answered();
        }
        match client.checkout(Request::feature("f1").deadline(PATIENCE)) {
            Ok(seat) => {
                tally.granted(1);
                seats.push(seat);
            }
            Err(error) => {
                assert_eq!(error.status(), Status::NotEnoughSeats, "{error}");
                tally.answered();
            }
        }
    }
    eventually("seats that are certain again", PATIENCE, || {
        seats.iter().all(|seat| seat.state() == SeatState::Held).then_some(())
    });
    hear(&events, &mut uncertain, &mut regained);
    assert!(!uncertain, "seats are reported uncertain and are held");
    assert!(regained > 0, "no crash was noticed");
    (client, seats)
}

/// SES-05: seats become uncertain and certain again, and none is lost.
fn hear(events: &Events, uncertain: &mut bool, regained: &mut u32) {
    while let Some(event) = events.try_next() {
        match event {
            Event::Uncertain { .. } => *uncertain = true,
            Event::Regained { .. } => {
                *uncertain = false;
                *regained += 1;
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Seats that the server has already, or still has, as long as a request is not answered.
#[derive(Debug, Clone, Copy)]
enum Stake {
    Asked(u32),
    Given(u32),
}

/// A session of bare frames.
struct Keeper<'a> {
    address: &'a str,
    tally: &'a Tally,
    opened: Opened,
    line: Option<Raw>,
    /// Its lease and the seats that are certain to be in it.
    lease: Option<LeaseId>,
    held: u32,
    /// Its last request; all before it are answered.
    request: u64,
    dice: u64,
}

impl<'a> Keeper<'a> {
    /// Takes seats and gives them back until all is over, and keeps what it has.
    fn run(address: &'a str, dice: u64, tally: &'a Tally) -> Self {
        let (line, opened) = Raw::open(address);
        let line = Some(line);
        let mut keeper = Self { address, tally, opened, line, lease: None, held: 0, request: 0, dice };
        while !tally.is_over() {
            keeper.dice = keeper.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let count = u32::try_from(keeper.dice >> 62).unwrap() + 1;
            keeper.request += 1;
            match keeper.lease {
                Some(lease) if keeper.held > 4 => keeper.give(lease, count),
                _ => keeper.take(count),
            }
        }
        // Whether it holds what it believes, also if the last crash was not noticed yet.
        let last = keeper.line.take();
        keeper.connect(Stake::Asked(0));
        drop(last);
        keeper
    }

    fn take(&mut self, count: u32) {
        match self.ask(checkout(count), Stake::Asked(count)) {
            Answer::Granted(grant) => {
                assert_eq!((grant.count, grant.held), (count, self.held + count));
                assert!(grant.used <= u64::from(SEATS), "{grant:?}");
                self.tally.granted(count);
                (self.lease, self.held) = (Some(grant.lease), grant.held);
            }
            Answer::Denied(denial) => {
                assert_eq!((denial.status, denial.requested), (Status::NotEnoughSeats, count));
                self.tally.answered();
            }
            other => panic!("{other:?}"),
        }
    }

    fn give(&mut self, lease: LeaseId, count: u32) {
        self.tally.returning(count);
        self.held -= count;
        let answer = self.ask(Operation::Checkin { lease, count }, Stake::Given(count));
        assert_eq!(answer, Answer::CheckedIn { released: count, held: self.held });
        self.tally.answered();
    }

    /// Asks until there is an answer, over as many connections as it takes (OUT-05). `stake` is
    /// how many seats the server may count as ours and we do not until then.
    fn ask(&mut self, operation: Operation<'_>, stake: Stake) -> Answer {
        loop {
            if self.line.is_none()
                && let Some(answer) = self.connect(stake)
            {
                return answer;
            }
            match self.try_ask(operation.clone()) {
                Ok(answer) => return answer,
                Err(_) => self.line = None,
            }
        }
    }

    fn try_ask(&mut self, operation: Operation<'_>) -> io::Result<Answer> {
        let line = self.line.as_mut().unwrap();
        line.request = self.request;
        line.say(&asking(self.request, self.request - 1, operation))?;
        line.answer()
    }

    /// Takes the session up again. The answer to the last request, if the server had it.
    fn connect(&mut self, stake: Stake) -> Option<Answer> {
        let held: Vec<Held> = self.lease.map(|lease| Held { lease, count: self.held }).into_iter().collect();
        let acked = self.request - 1;
        let (line, resumed) = eventually("the session is taken up", PATIENCE, || {
            let mut line = Raw::try_connect(self.address).ok()?;
            line.hello().ok()?;
            let resumed = line.resume(&self.opened, acked, &held).ok()?;
            Some((line, resumed))
        });
        assert_eq!((resumed.kept, resumed.lost), (held, Vec::new()));
        self.line = Some(line);
        let mut answers = resumed.answers.into_iter();
        let last = answers.next();
        assert_eq!(answers.next(), None);
        assert!(last.as_ref().is_none_or(|(request, _)| *request == RequestId(self.request)), "{last:?}");
        let answer = last.map(|(_, answer)| answer);
        let expected = match (stake, &answer) {
            (Stake::Asked(count), Some(Answer::Granted(_))) | (Stake::Given(count), None) => count,
            (Stake::Asked(_) | Stake::Given(_), _) => 0,
        };
        let surplus: u32 = resumed.surplus.iter().map(|held| held.count).sum();
        assert_eq!(surplus, expected, "{stake:?} {answer:?}");
        answer
    }
}
