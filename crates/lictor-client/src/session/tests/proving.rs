//! TRU-03: a server that lies about its licenses is refused.

use lictor_license::License;
use lictor_types::{Answer, CivilDate, Grant, KeyType, PoolId, Seats, Status, Version};
use lictor_wire::{Event, FeatureRow, Members, Query, QueryAnswer, ServerMessage, ZoneDay};

use super::script::*;
use crate::info::ServerIdentity;
use crate::mint::{Mint, key_pair, public_key, settings};
use crate::session::{Outcome, Output, Work};
use crate::trust::{Fingerprint, license_digest};

/// What a server shows for pool 1 at revision 7.
pub(super) struct Showcase {
    pub(super) licenses: Vec<License>,
    pub(super) members: Members,
    /// Largest part of a text in one answer.
    part_bytes: usize,
}

impl Showcase {
    pub(super) fn of(licenses: Vec<License>, seats: u32) -> Self {
        let members = Members {
            pool: PoolId(1),
            pool_rev: 7,
            key_type: KeyType::Exclusive,
            version: Version::DEFAULT,
            seats: Seats::Limited(seats),
            wall_ms: NOON,
            zone: ZoneDay { zone: "UTC".to_owned(), day: CivilDate::parse("2026-03-01").unwrap() },
            members: licenses.iter().map(license_digest).collect(),
            dependencies: Vec::new(),
        };
        Self { licenses, members, part_bytes: 300 }
    }

    /// Answers every query until there are no more; gives what else was heard.
    fn serve(&self, script: &mut Script) -> (u32, Vec<Heard>) {
        script.serve(|query| self.answer(query))
    }

    pub(super) fn answer(&self, query: &Query) -> QueryAnswer {
        match query {
            Query::Members { .. } => QueryAnswer::Members(self.members.clone()),
            Query::License { digest, offset } => {
                let wanted = self.members.members.iter().position(|member| member == digest);
                let text = self.licenses[wanted.unwrap()].to_xml();
                let rest = &text.as_bytes()[*offset as usize..];
                let part = &rest[..rest.len().min(self.part_bytes)];
                QueryAnswer::License {
                    digest: *digest,
                    offset: *offset,
                    total: text.len() as u32,
                    text: part.to_vec(),
                }
            }
            Query::Feature { feature } => {
                QueryAnswer::Features { rows: vec![row(feature, self.members.seats)], next: None }
            }
            Query::Bind { .. }
            | Query::Features { .. }
            | Query::Leases { .. }
            | Query::Sessions { .. }
            | Query::Waiters { .. }
            | Query::Certificate { .. }
            | Query::Server => panic!("{query:?}"),
        }
    }
}

fn row(feature: &str, seats: Seats) -> FeatureRow {
    FeatureRow {
        pool: PoolId(1),
        feature: lictor_types::FeatureName::parse(feature).unwrap(),
        vendor: lictor_types::VendorName::parse("DEMO").unwrap(),
        version: Some(Version::DEFAULT),
        key_type: KeyType::Exclusive,
        seats,
        used: 0,
        reserved: 0,
        denied: 0,
        soft_limit: None,
        start: None,
        end: None,
        share: Vec::new(),
        borrow_hours: None,
        grace_hours: None,
        hold_seconds: None,
        min_checkout_seconds: None,
        user_based: None,
        host_based: None,
        licensee: None,
        serial: None,
        texts: Vec::new(),
    }
}

fn demo() -> Mint {
    Mint::new("DEMO", 1)
}

fn base() -> License {
    demo().sign("f1", "B", &settings("COUNT=10"))
}

fn upgrade() -> License {
    demo().sign("f1", "U", &settings("COUNT=1 KEYTYPE=UPGRADE END=2030-01-01"))
}

fn status(outputs: &[Output]) -> Status {
    match outputs {
        [Output::Done(_, Outcome::Granted(_))] => Status::Granted,
        [Output::Done(_, Outcome::Failed(failure))] => failure.status,
        other => panic!("{other:?}"),
    }
}

/// TRU-03: the table of lies. Whoever tells one gets the seats back, and the caller none.
#[test]
fn tru_03_a_lying_server_is_refused() {
    let honest = || Showcase::of(vec![base()], 10);
    let with = |change: &dyn Fn(&mut Showcase)| {
        let mut showcase = honest();
        change(&mut showcase);
        showcase
    };
    let of = |mint: &Mint, feature: &str, text: &str| {
        Showcase::of(vec![mint.sign(feature, "B", &settings(text))], 10)
    };
    let genuine = Status::ServerNotGenuine;
    let good = grant(4, 1);
    for (case, showcase, granted, expected) in [
        ("honest", honest(), good, Status::Granted),
        ("members say more", with(&|s| s.members.seats = Seats::Limited(11)), good, genuine),
        ("grant says more", honest(), Grant { seats: Seats::Limited(11), ..good }, genuine),
        ("unlimited", with(&|s| s.members.seats = Seats::Unlimited), good, genuine),
        ("forged", of(&Mint::new("DEMO", 3), "f1", "COUNT=10"), good, genuine),
        ("foreign vendor", of(&Mint::new("OTHER", 1), "f1", "COUNT=10"), good, Status::UntrustedVendor),
        ("other feature", of(&demo(), "f2", "COUNT=10"), good, genuine),
        ("expired", of(&demo(), "f1", "COUNT=10 END=2026-02-28"), good, genuine),
        ("not started", of(&demo(), "f1", "COUNT=10 START=2026-03-02"), good, genuine),
        ("other version", of(&demo(), "f1", "COUNT=10 MAJOR_VERSION=2"), good, genuine),
        ("nothing to show", Showcase::of(vec![], 10), good, genuine),
        ("other pool", with(&|s| s.members.pool = PoolId(2)), good, genuine),
        ("older revision", with(&|s| s.members.pool_rev = 6), good, genuine),
        ("old clock", with(&|s| s.members.wall_ms -= 3 * 86_400_000), good, Status::ClockRollback),
        ("same license twice", Showcase::of(vec![base(), base()], 20), good, genuine),
        ("empty parts", with(&|s| s.part_bytes = 0), good, genuine),
    ] {
        let mut script = Script::standing(Some(demo().keyring()));
        script.ask("f1", 1);
        script.hear();
        script.answer(1, Answer::Granted(granted));
        let (_, others) = showcase.serve(&mut script);
        assert_eq!(status(&script.outputs()), expected, "{case}");
        let returned = vec![requests(1, &[(2, Asked::Checkin(4, 1))])];
        assert_eq!(others, if expected == Status::Granted { vec![] } else { returned }, "{case}");
    }
}

/// TRU-03: a license locked to a key serves only behind that key: an emulator cannot replay it.
#[test]
fn tru_03_a_replayed_license_is_refused() {
    for (seed, expected) in [(9, Status::Granted), (8, Status::ServerNotGenuine)] {
        let key = Fingerprint::of(&public_key(&key_pair(seed)));
        let lock = format!("<SERVER_HOSTID>{}</SERVER_HOSTID>", settings(&format!("SERVER_KEY={key}")));
        let license = demo().sign("f1", "B", &format!("{}{lock}", settings("COUNT=10")));
        let mut script = Script::standing(Some(demo().keyring()));
        script.ask("f1", 1);
        script.hear();
        script.answer(1, Answer::Granted(grant(4, 1)));
        Showcase::of(vec![license], 10).serve(&mut script);
        assert_eq!(status(&script.outputs()), expected);
        let identity = script.session.verification().server;
        let licensed = identity == Some(ServerIdentity::LicensedKey);
        assert_eq!(licensed, expected == Status::Granted);
    }
}

/// TRU-02: a license that names the server's new key clears it, and the record follows.
#[test]
fn tru_02_a_license_outranks_the_record() {
    let own = Fingerprint::of(&public_key(&key_pair(9)));
    let lock = format!("<SERVER_HOSTID>{}</SERVER_HOSTID>", settings(&format!("SERVER_KEY={own}")));
    let license = demo().sign("f1", "B", &format!("{}{lock}", settings("COUNT=10")));
    for (license, expected) in [(license, true), (base(), false)] {
        let mut script = Script::new(Some(demo().keyring()));
        script.record = Some(Fingerprint::of(&public_key(&key_pair(8))));
        script.session.submit(Work::Checkout(vec![wish("f1", 1)]));
        script.greet();
        script.say(&opened());
        script.hear();
        script.answer(1, Answer::Granted(grant(4, 1)));
        Showcase::of(vec![license], 10).serve(&mut script);
        let outputs = script.outputs();
        let (recorded, done) = outputs.split_at(usize::from(expected));
        assert_eq!(recorded, vec![Output::Record(own.clone()); recorded.len()]);
        let status = status(done);
        assert_eq!(status, if expected { Status::Granted } else { Status::ServerNotGenuine });
    }
}

/// TRU-03: a verified revision costs one comparison; a new one only the licenses not yet seen.
#[test]
fn tru_03_proofs_are_kept() {
    let mut script = Script::standing(Some(demo().keyring()));
    let first = Showcase::of(vec![base()], 10);
    script.ask("f1", 1);
    script.hear();
    script.answer(1, Answer::Granted(grant(4, 1)));
    let parts = base().to_xml().len().div_ceil(300) as u32;
    assert_eq!(first.serve(&mut script), (1 + parts, vec![]));
    script.outputs();

    script.ask("f1", 1);
    script.hear();
    script.answer(2, Answer::Granted(grant(4, 1)));
    assert_eq!(status(&script.outputs()), Status::Granted);
    assert_eq!(script.hear(), []);

    let mut second = Showcase::of(vec![base(), upgrade()], 11);
    second.members.pool_rev = 8;
    script.say(&ServerMessage::Event(Event::PoolChanged { pool: PoolId(1), pool_rev: 8 }));
    script.ask("f1", 1);
    script.hear();
    let eleven = Grant { pool_rev: 8, seats: Seats::Limited(11), ..grant(4, 1) };
    script.answer(3, Answer::Granted(eleven));
    let parts = upgrade().to_xml().len().div_ceil(300) as u32;
    assert_eq!(second.serve(&mut script), (1 + parts, vec![]));
    assert_eq!(status(&script.outputs()), Status::Granted);
}

/// TRU-03: the proof goes on after a lost connection, and seats wait for it.
#[test]
fn tru_03_a_proof_survives_the_connection() {
    let mut script = Script::standing(Some(demo().keyring()));
    let ticket = script.ask("f1", 1);
    script.hear();
    script.answer(1, Answer::Granted(grant(4, 1)));
    assert_eq!(script.hear(), [Heard::Query(1, Query::Members { pool: PoolId(1) })]);
    script.break_link();
    assert_eq!(script.resume(), Heard::Resume { acked: 1, cancel: vec![], held: vec![(4, 1)] });
    let kept = lictor_wire::Resumed { kept: vec![held(4, 1)], ..resumed() };
    script.say(&ServerMessage::Resumed(kept));
    Showcase::of(vec![base()], 10).serve(&mut script);
    let outputs = script.outputs();
    let [Output::Uncertain, Output::Regained, Output::Done(done, Outcome::Granted(_))] = outputs.as_slice()
    else {
        panic!("{outputs:?}")
    };
    assert_eq!(*done, ticket);
}

/// Who stops waiting during the proof gets nothing, and the seats go back.
#[test]
fn out_05_seats_of_an_abandoned_proof_go_back() {
    let mut script = Script::standing(Some(demo().keyring()));
    let ticket = script.ask("f1", 1);
    script.hear();
    script.answer(1, Answer::Granted(grant(4, 1)));
    script.hear();
    script.session.abandon(ticket);
    assert_eq!(script.hear(), [requests(1, &[(2, Asked::Checkin(4, 1))])]);
}

/// TRU-02, TRU-03: `feature_info` is proven like a grant, and says on what the identity rests.
#[test]
fn tru_02_feature_info_says_on_what_it_rests() {
    let lies = Showcase::of(vec![base()], 11);
    let truth = Showcase::of(vec![base()], 10);
    for (keyring, showcase, expected) in [
        (None, &lies, Ok((false, 1))),
        (Some(demo().keyring()), &truth, Ok((true, 1))),
        (Some(demo().keyring()), &lies, Err(Status::ServerNotGenuine)),
    ] {
        let mut script = Script::standing(keyring);
        script.session.submit(Work::Feature(lictor_types::FeatureName::parse("f1").unwrap()));
        showcase.serve(&mut script);
        let Output::Done(_, outcome) = script.outputs().remove(0) else { panic!("no outcome") };
        let found = if let Outcome::Feature(rows, verification) = outcome {
            assert_eq!(verification.server, Some(ServerIdentity::FirstUse));
            Ok((verification.vendor, rows.len()))
        } else if let Outcome::Failed(failure) = outcome {
            Err(failure.status)
        } else {
            panic!("{outcome:?}")
        };
        assert_eq!(found, expected);
    }
}
