//! TRU-03 by table: which sets of licenses bear which pool.

use lictor_types::{PoolId, Status};
use lictor_wire::ZoneDay;

use super::*;
use crate::mint::{Mint, key_pair, public_key, settings};

const NOON: u64 = 20_513 * DAY_MS + DAY_MS / 2; // 2026-03-01T12:00:00Z

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn members(seats: Seats) -> Members {
    Members {
        pool: PoolId(1),
        pool_rev: 7,
        key_type: KeyType::Exclusive,
        version: Version::DEFAULT,
        seats,
        wall_ms: NOON,
        zone: ZoneDay { zone: "UTC".to_owned(), day: date("2026-03-01") },
        members: Vec::new(),
        dependencies: Vec::new(),
    }
}

fn outcome(members: &Members, licenses: &[Arc<Verified<License>>], required: bool) -> Result<Proof, Flaw> {
    let vendor = VendorName::parse("DEMO").unwrap();
    let server = public_key(&key_pair(9));
    let terms =
        Terms { vendor: Some(&vendor), server: &server, server_key_required: required, wall_ms: NOON };
    judge(members, licenses, &[], &terms)
}

/// TRU-03: one base with its upgrades, or one additive license, makes the seats; nothing else does.
#[test]
fn tru_03_compositions() {
    let demo = Mint::new("DEMO", 1);
    let other = Mint::new("OTHER", 2);
    let sign = |serial: &str, text: &str| demo.verified("f1", serial, &settings(text));
    let base = || sign("B", "COUNT=10 END=2026-12-31");
    let upgrade = |serial: &str| sign(serial, "COUNT=5 KEYTYPE=UPGRADE END=2026-03-31");
    let unlimited = || sign("N", "COUNT=UNLIMITED");
    let additive = || sign("A", "COUNT=4 KEYTYPE=ADDITIVE");
    let endless = sign("E", "COUNT=5 KEYTYPE=UPGRADE");
    let ended = sign("X", "COUNT=5 KEYTYPE=UPGRADE END=2026-02-28");
    let pending = sign("P", "COUNT=5 KEYTYPE=UPGRADE START=2026-03-02 END=2026-03-31");
    let of_f2 = demo.verified("f2", "F", &settings("COUNT=5 KEYTYPE=UPGRADE END=2026-03-31"));
    let foreign = other.verified("f1", "O", &settings("COUNT=5 KEYTYPE=UPGRADE END=2026-03-31"));
    let foreign_base = other.verified("f1", "B", &settings("COUNT=10"));
    let local = sign("L", "END=2026-12-31");
    let token = sign("T", "KEYTYPE=TOKEN TOKEN_DEPENDENCY=FEATURE=f2&#32;VERSION=1.0&#32;COUNT=2");
    let huge = sign("H", "COUNT=2147483647 END=2026-12-31");
    let seats = Seats::Limited;
    let (exclusive, add) = (KeyType::Exclusive, KeyType::Additive);
    for (kind, licenses, claimed, expected) in [
        (exclusive, vec![base()], seats(10), ""),
        (exclusive, vec![base(), upgrade("U1"), upgrade("U2")], seats(20), ""),
        (exclusive, vec![unlimited()], Seats::Unlimited, ""),
        (add, vec![additive()], seats(4), ""),
        (exclusive, vec![], seats(0), "the server showed no license"),
        (exclusive, vec![base(), upgrade("U1")], seats(16), "the licenses give 15 seats, the server says 16"),
        (exclusive, vec![base()], Seats::Unlimited, "the licenses give 10 seats, the server says unlimited"),
        (exclusive, vec![base(), upgrade("U1"), upgrade("U1")], seats(20), "license U1 is counted twice"),
        (exclusive, vec![base(), base()], seats(20), "the licenses shown do not make one pool"),
        (exclusive, vec![upgrade("U1")], seats(5), "the licenses shown do not make one pool"),
        (exclusive, vec![additive()], seats(4), "the licenses shown do not make one pool"),
        (add, vec![additive(), upgrade("U1")], seats(9), "the licenses shown do not make one pool"),
        (KeyType::Token, vec![base()], seats(10), "the licenses shown do not make one pool"),
        (exclusive, vec![token], seats(0), "the licenses shown do not make one pool"),
        (exclusive, vec![base(), ended], seats(15), "license X is not valid on 2026-03-01"),
        (exclusive, vec![base(), pending], seats(15), "license P is not valid on 2026-03-01"),
        (exclusive, vec![base(), of_f2], seats(15), "license F does not belong to the pool"),
        (exclusive, vec![base(), foreign], seats(15), "license O does not belong to the pool"),
        (exclusive, vec![foreign_base], seats(10), "license B does not belong to the pool"),
        (exclusive, vec![local], seats(1), "license L does not belong to the pool"),
        // UPG-05, UPG-06, UPG-10
        (exclusive, vec![base(), endless], seats(15), "upgrade E outlives its license"),
        (exclusive, vec![unlimited(), upgrade("U1")], Seats::Unlimited, "upgrade U1 cannot be added"),
        (exclusive, vec![huge, upgrade("U1")], seats(SEATS_SUM), "upgrade U1 cannot be added"),
    ] {
        let members = Members { key_type: kind, ..members(claimed) };
        let found = outcome(&members, &licenses, false).err();
        let expected = (!expected.is_empty()).then(|| Flaw::NotGenuine(expected.to_owned()));
        assert_eq!(found, expected);
    }
}

const SEATS_SUM: u32 = 2_147_483_647;

/// TRU-02, UPG-08: a license that names server keys serves only behind one of them.
#[test]
fn tru_02_server_keys() {
    let demo = Mint::new("DEMO", 1);
    let own = Fingerprint::of(&public_key(&key_pair(9)));
    let strange = Fingerprint::of(&public_key(&key_pair(8)));
    let block = |text: &str| format!("<SERVER_HOSTID>{}</SERVER_HOSTID>", settings(text));
    let key = |key: &Fingerprint| block(&format!("SERVER_KEY={key}"));
    let host = block("HOSTNAME=a");
    let not_ours = "license B is for another server's key";
    let required = "no license names the server's key, which is required here";
    for (hosts, require, expected) in [
        (String::new(), false, Ok(false)),
        (String::new(), true, Err(required)),
        (key(&own), false, Ok(true)),
        (key(&own), true, Ok(true)),
        (key(&strange), false, Err(not_ours)),
        (format!("{}{}", key(&strange), key(&own)), true, Ok(true)),
        (format!("{}{host}", key(&strange)), false, Ok(false)),
        (format!("{}{host}", key(&strange)), true, Err(required)),
    ] {
        let base = demo.verified("f1", "B", &format!("{}{hosts}", settings("COUNT=10")));
        let found = outcome(&members(Seats::Limited(10)), &[base], require);
        let found = found.map(|proof| proof.licensed_key());
        assert_eq!(found, expected.map_err(|text| Flaw::NotGenuine(text.to_owned())), "{hosts}");
    }
}

/// TRU-03: 48 hours between the clocks, one day between the server's clock and its day.
#[test]
fn tru_03_clocks() {
    let base = Mint::new("DEMO", 1).verified("f1", "B", &settings("COUNT=10"));
    let hours = |hours: u64| hours * 60 * 60 * 1000;
    for (wall_ms, day, expected) in [
        (NOON, "2026-03-02", None),
        (NOON, "2026-02-28", None),
        (NOON + hours(48), "2026-03-03", None),
        (NOON - hours(48), "2026-02-27", None),
        (
            NOON + hours(49),
            "2026-03-03",
            Some("the server's clock and this one differ by 49 hours, 48 are allowed"),
        ),
        (
            NOON - hours(72),
            "2026-02-26",
            Some("the server's clock and this one differ by 72 hours, 48 are allowed"),
        ),
        (NOON, "2026-03-03", Some("the server's day is 2026-03-03, which its own clock does not bear")),
        (NOON, "2026-02-27", Some("the server's day is 2026-02-27, which its own clock does not bear")),
    ] {
        let zone = ZoneDay { zone: "UTC".to_owned(), day: date(day) };
        let members = Members { wall_ms, zone, ..members(Seats::Limited(10)) };
        let found = outcome(&members, std::slice::from_ref(&base), false).err();
        assert_eq!(found, expected.map(|text| Flaw::Clock(text.to_owned())), "{wall_ms} {day}");
    }
}

/// TRU-03: what was verified bears grants of that revision, feature, version, day and size only.
#[test]
fn tru_03_what_a_proof_bears() {
    let body = settings("COUNT=10 MAJOR_VERSION=2 START=2026-02-28 END=2026-03-02");
    let base = Mint::new("DEMO", 1).verified("f1", "B", &body);
    let version = Version::new(2, 0).unwrap();
    let members = Members { version, ..members(Seats::Limited(10)) };
    let proof = outcome(&members, &[base], false).unwrap();
    let grant = Grant {
        lease: lictor_types::LeaseId::new(1, 0),
        pool: PoolId(1),
        pool_rev: 7,
        count: 2,
        held: 2,
        seats: Seats::Limited(10),
        used: 2,
        soft_limit: false,
        day: date("2026-03-01"),
    };
    let wish = Wish {
        feature: FeatureName::parse("F1").unwrap(),
        count: 2,
        version: None,
        exact: false,
        reservation: None,
    };
    let f2 = FeatureName::parse("f2").unwrap();
    let other = "the grant of `F1` is not what was asked for";
    let genuine = |text: &str| Err(Flaw::NotGenuine(text.to_owned()));
    for (grant, wish, expected) in [
        (grant, wish.clone(), Ok(Coverage::Full)),
        (Grant { pool_rev: 8, ..grant }, wish.clone(), Ok(Coverage::Stale)),
        (Grant { pool_rev: 6, seats: Seats::Limited(9), ..grant }, wish.clone(), Ok(Coverage::Full)),
        (Grant { day: date("2026-03-03"), ..grant }, wish.clone(), Ok(Coverage::Stale)),
        (
            Grant { day: date("2026-03-05"), ..grant },
            wish.clone(),
            Err(Flaw::Clock(
                "the grant is of 2026-03-05, which this machine's clock does not bear".to_owned(),
            )),
        ),
        (
            Grant { seats: Seats::Limited(11), ..grant },
            wish.clone(),
            genuine("the licenses of `F1` give 10 seats, the grant says 11"),
        ),
        (Grant { count: 3, ..grant }, wish.clone(), genuine(other)),
        (grant, Wish { version: Version::new(2, 0), exact: true, ..wish.clone() }, Ok(Coverage::Full)),
        (grant, Wish { version: Version::new(1, 9), exact: true, ..wish.clone() }, genuine(other)),
        (grant, Wish { version: Version::new(2, 1), ..wish.clone() }, genuine(other)),
        (grant, Wish { feature: f2, ..wish.clone() }, genuine("`f2` was granted from licenses of `f1`")),
    ] {
        assert_eq!(proof.covers(&grant, &wish, NOON), expected);
    }
    assert_eq!(Status::Granted, grant.status());
}

/// TRU-03: a text that was listed, signed by the trusted vendor, and nothing else, is a license.
#[test]
fn tru_03_texts() {
    let demo = Mint::new("DEMO", 1);
    let license = demo.sign("f1", "B", &settings("COUNT=10"));
    let digest = license_digest(&license);
    let text = license.to_xml();
    let forged = Mint::new("DEMO", 3).sign("f1", "B", &settings("COUNT=10"));
    let untrusted = Mint::new("OTHER", 1).sign("f1", "B", &settings("COUNT=10"));
    let no_license = "the server showed a text that is no signed license";
    let read =
        |text: &str, digest| read_license(text.as_bytes(), digest, &demo.keyring(), Some(license.vendor()));
    assert_eq!(read(&text, digest).unwrap().serial(), license.serial());
    let tampered = text.replace("COUNT=\"10\"", "COUNT=\"90\"");
    assert_ne!(tampered, text);
    let key_id = key_id_of(&forged);
    for (text, digest, expected) in [
        (String::new(), digest, no_license.to_owned()),
        (text.replace("KEY=", "X_KEY="), digest, no_license.to_owned()),
        (format!("{text}{text}"), digest, no_license.to_owned()),
        (format!("{text}</LICENSEFILE><LICENSEFILE>"), digest, no_license.to_owned()),
        (tampered, digest, "the server showed another license than it listed".to_owned()),
        (
            forged.to_xml(),
            license_digest(&forged),
            format!("license B of `f1`: key {key_id} is no trusted key of vendor DEMO"),
        ),
        (
            untrusted.to_xml(),
            license_digest(&untrusted),
            "license B of `f1`: no key of vendor OTHER is trusted here".to_owned(),
        ),
    ] {
        assert_eq!(read(&text, digest).map(|_| ()), Err(Flaw::NotGenuine(expected)));
    }
    let any = read_license(untrusted.to_xml().as_bytes(), license_digest(&untrusted), &demo.keyring(), None);
    assert_eq!(any.map(|_| ()), Err(Flaw::UntrustedVendor(untrusted.vendor().clone())));
}

fn key_id_of(license: &License) -> lictor_types::KeyId {
    license.key_id()
}
