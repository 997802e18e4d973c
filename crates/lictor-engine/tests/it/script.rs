//! Tables: one command a line, and after `=>` what it must put out.
//!
//! ```text
//! today 2026-03-01 [2026-03-02 …]         today, in each zone
//! license B f1 exclusive x10 until 2026-12-31   puts a license on the shelf
//! remove B                                takes it off
//! load                                    loads the shelf
//! licenses => B served, U orphan no_base  what became of each
//! pool f1 => 3/10 rev 1                   used and seats of the exclusive pool; f1+S of an additive one
//! open ann [user u] [at ws1] [custom c] [project p] [address a] [vendor ACME] [platform p] [offset m] [host h]
//! ann out f1 x2 v1.0 with ABC => granted f1 x2, 2/10
//! ann wait 5000 f1 x2, f2 x1 => ann waits 1      longest wait in milliseconds
//! ann borrow f1 x1 8h => borrowed f1 x1, 1/10 until 8h
//! ann refresh   ann giveback => returned 1       of the last borrow
//! ann all f1 x1, f2 x1 => …
//! ann in f1 x1 => released 1 held 1       from the newest lease of the feature
//! ann return f1 x1 => …                   to the lease of the pool
//! ann#7/5 out f1 x1 => …                  as request 7, with answers up to 5 acknowledged
//! ann cancel 6 => cancelled 1
//! ann detach 1000 [silent]   ann resume [acked N] [cancel N] [held f1:2 …]   ann close
//! start 1000   wait 1000   wall 1000   wall-back 1000   tick   restart   clock suspect   clock good   records => 1
//! rules deny f1: ann, host ws*; limit 3 *: anyone        the n-th rule stands in line n
//! policy fair 2   policy strict   policy fast   policy length 1   policy borrow 8h   policy gap 1000
//! reserve f1 x8 as ABC for 5000   unreserve ABC [f1]   revoke ann   release-named f1 user ann
//! leases f1 => ann x2, hold x1   waiters => ann 1   kept => ABC f1 2/8   named f1 => user ann x1
//! why ann@ws1 f1 x1 => granted f1, limit (line 1) 2/3
//! ```

mod license;
mod render;
mod rules;
mod views;
mod words;

use std::collections::BTreeMap;

use lictor_engine::{
    CloseCause, Command, DetachCause, Holding, LicenseEntry, NamedKind, NamedOrder, OpenSession, Output,
    ReserveOrder, ResumeSession, RuleSet,
};
use lictor_types::{
    Answer, BorrowId, Checkout, CivilDate, FeatureRef, HostId, HostIdType, Identity, LeaseId, Operation,
    PoolId, RequestId, SessionId, VendorName, Version,
};

use crate::world::{World, feature_set};
use words::{Words, hours};

/// Plays a table and compares every line that says what to expect. All that differ are told.
pub(crate) fn check(table: &str) {
    let mut play = Play::new();
    let mut differing = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (command, expected) = match line.split_once("=>") {
            Some((command, expected)) => (command, Some(expected.trim())),
            None => (line, None),
        };
        let found = play.line(command);
        if expected.is_some_and(|expected| expected != found) {
            differing.push(format!("{line}\n    found {found}"));
        }
    }
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

struct Play {
    world: World,
    shelf: Vec<LicenseEntry>,
    today: Vec<CivilDate>,
    people: BTreeMap<String, Person>,
    rules: RuleSet,
}

struct Person {
    session: SessionId,
    secret: u8,
    epoch: u32,
    last: u64,
    /// The last one borrowed.
    borrow: BorrowId,
}

impl Play {
    fn new() -> Self {
        let (people, rules) = (BTreeMap::new(), RuleSet::default());
        Self { world: World::new(), shelf: vec![], today: vec![], people, rules }
    }

    fn line(&mut self, line: &str) -> String {
        let mut words = Words::new(line);
        match words.next() {
            "today" => {
                self.today = words.by_ref().map(|day| CivilDate::parse(day).unwrap()).collect();
                let today = self.today.clone();
                self.say(Command::Day { today: &today, back: false })
            }
            "license" => {
                self.shelf.push(license::parse(words));
                String::new()
            }
            "remove" => {
                let serial = words.next().to_string();
                self.shelf.retain(|license| license.serial.as_str() != serial);
                String::new()
            }
            "load" => {
                let set = feature_set(self.shelf.clone(), &self.today);
                self.say(Command::Load(&set))
            }
            "licenses" => render::licenses(&self.world.ledger),
            "pool" => {
                let pool = self.pool(words.next());
                self.world.ledger.pool(pool).map_or_else(|| "nothing".into(), |pool| render::pool(&pool))
            }
            "open" => self.open(words),
            "start" => self.say(Command::Start { resume_window_ms: words.number() }),
            "tick" => self.say(Command::Tick),
            "wait" => {
                self.world.advance(words.number());
                String::new()
            }
            "wall" => {
                self.world.stamp.wall_ms += words.number();
                String::new()
            }
            "wall-back" => {
                self.world.stamp.wall_ms -= words.number();
                String::new()
            }
            "rules" => {
                self.rules.rules = rules::parse(line);
                let rules = self.rules.clone();
                self.say(Command::Rules(&rules))
            }
            "policy" => {
                rules::set(&mut self.rules.policy, words);
                let rules = self.rules.clone();
                self.say(Command::Rules(&rules))
            }
            "reserve" => self.reserve(words),
            "unreserve" => {
                let token = words.next();
                let feature = words.peek().map(|feature| (None, feature));
                self.say(Command::Unreserve { token, feature, actor: "root", reason: "test" })
            }
            "revoke" => {
                let borrow = self.people[words.next()].borrow;
                self.say(Command::RevokeBorrow { borrow, actor: "root", reason: "test" })
            }
            "release-named" => {
                let feature = words.next();
                let kind = if words.next() == "host" { NamedKind::Host } else { NamedKind::User };
                let (name, actor, reason) = (words.next(), "root", "test");
                self.say(Command::ReleaseNamed(NamedOrder {
                    vendor: None,
                    feature,
                    kind,
                    name,
                    actor,
                    reason,
                }))
            }
            "leases" => views::leases(&self.world.ledger, &|id| self.name(id), self.pool(words.next())),
            "waiters" => views::waiters(&self.world.ledger, &|id| self.name(id)),
            "kept" => views::kept(&self.world.ledger),
            "named" => views::named(&self.world.ledger, self.pool(words.next())),
            "why" => views::why(&self.world, words),
            "restart" => {
                self.world.restart();
                String::new()
            }
            "clock" => {
                let suspect = words.next() == "suspect";
                self.say(Command::Clock { floor_ms: 7, ahead_ms: 8, suspect })
            }
            "records" => self.world.recorded().0.to_string(),
            who => self.person(who, words),
        }
    }

    fn say(&mut self, command: Command<'_>) -> String {
        let asking = if let Command::Request { session, .. } = &command { Some(*session) } else { None };
        let outputs = self.world.apply(command);
        for output in &outputs {
            if let Output::Answer { session, answer: Answer::Borrowed(borrowed), .. } = output {
                let mut people = self.people.values_mut();
                people.find(|person| person.session == *session).unwrap().borrow = borrowed.borrow;
            }
        }
        self.render(asking, &outputs)
    }

    fn render(&self, asking: Option<SessionId>, outputs: &[Output]) -> String {
        let (ledger, name) = (&self.world.ledger, |id| self.name(id));
        let texts: Vec<_> =
            outputs.iter().map(|output| render::output(ledger, &name, asking, output)).collect();
        texts.join("; ")
    }

    fn name(&self, session: SessionId) -> String {
        let found = self.people.iter().find(|(_, person)| person.session == session);
        found.map_or_else(|| session.to_string(), |(name, _)| name.clone())
    }

    /// `f1 x8 as ABC for 5000`.
    fn reserve(&mut self, mut words: Words<'_>) -> String {
        let (feature, count) = (words.next(), words.count());
        assert_eq!(words.next(), "as");
        let token = words.next();
        assert_eq!(words.next(), "for");
        let until_ms = self.world.stamp.wall_ms + words.number();
        let (actor, reason) = ("root", "test");
        self.say(Command::Reserve(ReserveOrder {
            vendor: None,
            feature,
            token,
            count,
            until_ms,
            actor,
            reason,
        }))
    }

    fn open(&mut self, mut words: Words<'_>) -> String {
        let name = words.next().to_string();
        let (mut vendor, mut platform, mut offset, mut hosts) = (None, String::new(), 0, vec![]);
        let mut identity = Identity { user: name.clone(), ..Identity::default() };
        while let Some(word) = words.peek() {
            words.next();
            match word {
                "user" => identity.user = words.next().trim_matches('"').into(),
                "at" => identity.host = words.next().into(),
                "custom" => identity.custom = words.next().into(),
                "project" => identity.project = words.next().into(),
                "address" => identity.address = words.next().into(),
                "vendor" => vendor = Some(VendorName::parse(words.next()).unwrap()),
                "platform" => platform = words.next().into(),
                "offset" => offset = words.next().parse().unwrap(),
                "host" => hosts.push(HostId::new(HostIdType::Hostname, words.next()).unwrap()),
                other => panic!("open … {other}"),
            }
        }
        let secret = self.people.len() as u8;
        let outputs = self.world.apply(Command::Open(OpenSession {
            secret_hash: [secret; 32],
            identity: &identity,
            vendor: vendor.as_ref(),
            platform: &platform,
            utc_offset_minutes: offset,
            host_ids: &hosts,
            local_pid: None,
        }));
        let [Output::Opened(Ok(session))] = outputs[..] else { panic!("opened {outputs:?}") };
        self.people
            .insert(name, Person { session, secret, epoch: 1, last: 0, borrow: BorrowId::new(9999, 0) });
        String::new()
    }

    fn person(&mut self, who: &str, mut words: Words<'_>) -> String {
        let (name, ids) = who.split_once('#').map_or((who, None), |(name, ids)| (name, Some(ids)));
        let Person { session, secret, epoch, last, borrow } = self.people[name];
        let operation = match words.next() {
            "out" => Operation::Checkout(checkout(&mut words)),
            "all" => Operation::CheckoutAll(checkouts(&mut words)),
            "wait" => {
                let wait_ms = words.number() as u32;
                Operation::Wait { checkouts: checkouts(&mut words), wait_ms }
            }
            "borrow" => {
                let checkout = checkout(&mut words);
                Operation::Borrow { checkout, hours: hours(words.next()) }
            }
            "refresh" => Operation::Refresh { borrow },
            "giveback" => Operation::Return { borrow },
            "in" => {
                let feature = FeatureRef::Name(words.next());
                Operation::CheckinFeature { feature, count: words.count() }
            }
            "return" => {
                let lease = self.lease(session, words.next());
                Operation::Checkin { lease, count: words.count() }
            }
            "cancel" => Operation::Cancel { request: RequestId(words.number()) },
            "resume" => return self.resume(name, session, secret, words),
            "detach" => {
                let keep_ms = words.number();
                let silent = words.peek() == Some("silent");
                let cause = if silent { DetachCause::Silent } else { DetachCause::Disconnected };
                return self.say(Command::Detach { session, epoch, cause, keep_ms });
            }
            "close" => return self.say(Command::Close { session, cause: CloseCause::Goodbye }),
            "release" => {
                return self.say(Command::Release {
                    session,
                    quarantine_ms: if words.peek().is_some() { words.number() } else { 0 },
                    actor: "root",
                    reason: "test",
                });
            }
            "holds" => return self.holds(session),
            other => panic!("{who} {other}"),
        };
        let (request, acked) = match ids.and_then(|ids| ids.split_once('/')) {
            Some((request, acked)) => (request.parse().unwrap(), acked.parse().unwrap()),
            None => (last + 1, last),
        };
        self.people.get_mut(name).unwrap().last = last.max(request);
        self.say(Command::Request {
            session,
            request: RequestId(request),
            acked: RequestId(acked),
            operation,
        })
    }

    fn resume(&mut self, name: &str, session: SessionId, secret: u8, mut words: Words<'_>) -> String {
        let (mut acked, mut cancel, mut held, mut secret) = (0, vec![], vec![], secret);
        while let Some(word) = words.peek() {
            words.next();
            match word {
                "acked" => acked = words.number(),
                "cancel" => cancel.push(RequestId(words.number())),
                "wrong" => secret = 99,
                "held" => {
                    let (pool, count) = words.next().split_once(':').unwrap();
                    held.push(Holding { lease: self.lease(session, pool), count: count.parse().unwrap() });
                }
                other => panic!("resume … {other}"),
            }
        }
        let resume = ResumeSession {
            session,
            secret_hash: [secret; 32],
            acked: RequestId(acked),
            cancel: &cancel,
            held: &held,
        };
        let outputs = self.world.apply(Command::Resume(resume));
        if let Some(Output::Resumed { epoch: Ok(epoch), .. }) = outputs.last() {
            self.people.get_mut(name).unwrap().epoch = *epoch;
        }
        self.render(None, &outputs)
    }

    /// What a session holds, newest first.
    fn holds(&self, session: SessionId) -> String {
        let ledger = &self.world.ledger;
        let leases = ledger.session_leases(session);
        let texts: Vec<_> = leases
            .map(|lease| format!("{} x{}", render::pool_name(ledger, lease.pool), lease.count))
            .collect();
        texts.join(", ")
    }

    /// The session's lease of a pool, or one that never was.
    fn lease(&self, session: SessionId, pool: &str) -> LeaseId {
        let pool = self.pool(pool);
        let mut leases = self.world.ledger.session_leases(session);
        leases.find(|lease| lease.pool == pool).map_or(LeaseId::new(9999, 0), |lease| lease.lease)
    }

    fn pool(&self, name: &str) -> PoolId {
        let ledger = &self.world.ledger;
        let all = (0..ledger.totals().pools).map(PoolId);
        let mut found = all.filter(|pool| render::pool_name(ledger, *pool) == name);
        found.next().unwrap_or(PoolId(9999))
    }
}

fn checkouts<'a>(words: &mut Words<'a>) -> Vec<Checkout<'a>> {
    let mut all = vec![];
    while words.peek().is_some() {
        all.push(checkout(words));
    }
    all
}

fn checkout<'a>(words: &mut Words<'a>) -> Checkout<'a> {
    let feature = FeatureRef::Name(words.next());
    let mut checkout =
        Checkout { feature, version: None, exact: false, count: words.count(), reservation: None };
    if let Some(version) = words.peek().and_then(|word| word.strip_prefix('v')) {
        words.next();
        checkout.version = Some(Version::parse(version).unwrap());
    }
    if words.peek() == Some("exact") {
        words.next();
        checkout.exact = true;
    }
    if words.peek() == Some("with") {
        words.next();
        checkout.reservation = Some(words.next());
    }
    checkout
}
