//! What a scripted server lends (BOR-01).

use lictor_client::{FeatureName, Grant, HostId, KeyType, PublicKey, Seats, Status, VendorName};
use lictor_license::{BorrowCertificate, BorrowTerms, License, Seal, VendorKey, key_id, parse_template};
use lictor_types::{Answer, BorrowId, Borrowed, CivilDate, Digest, FeatureRef, Operation, PoolId, Serial};
use lictor_wire::{Members, Open, QueryAnswer, ZoneDay};
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use rustix::time::{ClockId, clock_gettime};

/// Lends seats of `cad`, one borrow at a time.
pub(crate) struct Lender {
    license: License,
    /// How long ago what it lends was borrowed.
    age_ms: u64,
    user: String,
    machine: Vec<HostId>,
    lent: Option<(BorrowId, Borrowed)>,
    /// Whether an administrator took back what was lent, once it was lent.
    revokes: bool,
}

pub(crate) const HOUR_MS: u64 = 60 * 60 * 1000;

/// The vendor whose license stands behind it all.
pub(crate) fn vendor_key() -> VendorKey {
    VendorKey::new(VendorName::parse("DEMO").unwrap(), public(&vendor_pair()))
}

/// A signed license; `settings` as license files write them.
pub(crate) fn sign(feature: &str, settings: &str) -> License {
    let setting = |word: &str| {
        let (name, value) = word.split_once('=').unwrap();
        format!("<SETTING {name}=\"{value}\"/>")
    };
    let settings: String = settings.split_whitespace().map(setting).collect();
    let text = format!("<LICENSEFILE><FEATURE NAME=\"{feature}\">{settings}</FEATURE></LICENSEFILE>");
    let template = parse_template(text.as_bytes()).features.remove(0).result.unwrap();
    let seal = Seal {
        vendor: &VendorName::parse("DEMO").unwrap(),
        serial: Serial::parse("S-1").unwrap(),
        issued: CivilDate::parse("2026-01-01").unwrap(),
        key_id: key_id(&public(&vendor_pair())),
        certificate: None,
    };
    template.seal(seal, |bytes| vendor_pair().sign(bytes).as_ref().try_into().unwrap())
}

fn vendor_pair() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[77; 32]).unwrap()
}

fn public(pair: &Ed25519KeyPair) -> PublicKey {
    PublicKey::new(pair.public_key().as_ref().try_into().unwrap()).unwrap()
}

/// The civil day in UTC.
pub(crate) fn today() -> CivilDate {
    CivilDate::from_day_number((now_ms() / (24 * HOUR_MS)) as u32).unwrap()
}

/// The clock that the client under test reads.
fn now_ms() -> u64 {
    let now = clock_gettime(ClockId::Realtime);
    now.tv_sec as u64 * 1000 + now.tv_nsec as u64 / 1_000_000
}

impl Lender {
    /// Lends what was borrowed so long ago; a refresh makes it new.
    pub(crate) fn new(age_ms: u64) -> Self {
        Self {
            license: sign("cad", "COUNT=10 BORROW=100 GRACE=10"),
            age_ms,
            user: String::new(),
            machine: Vec::new(),
            lent: None,
            revokes: false,
        }
    }

    pub(crate) fn revoking(mut self) -> Self {
        self.revokes = true;
        self
    }

    pub(super) fn meet(&mut self, open: &Open) {
        self.user.clone_from(&open.identity.user);
        self.machine.clone_from(&open.host_ids);
    }

    pub(super) fn answer(&mut self, operation: &Operation<'_>, grant: Grant) -> Answer {
        match (operation, &mut self.lent) {
            (Operation::Borrow { checkout, hours }, None) => {
                assert_eq!(checkout.feature, FeatureRef::Name("cad"));
                let grant = Grant { count: checkout.count, held: checkout.count, ..grant };
                let borrowed = lent(grant, *hours, now_ms() - self.age_ms);
                self.lent = Some((borrowed.borrow, borrowed));
                Answer::Borrowed(borrowed)
            }
            (Operation::Refresh { borrow }, Some((have, borrowed))) if have == borrow && !self.revokes => {
                *borrowed = lent(borrowed.grant, borrowed.hours, now_ms());
                Answer::Borrowed(*borrowed)
            }
            (Operation::Return { borrow }, Some((have, borrowed))) if have == borrow && !self.revokes => {
                let freed = borrowed.grant.count;
                self.lent = None;
                Answer::Returned { freed }
            }
            (Operation::Borrow { .. }, Some(_)) => Answer::Refused(Status::AlreadyBorrowed),
            _ => Answer::Refused(Status::NotBorrowed),
        }
    }

    /// What the pool of `cad` stands on (TRU-03).
    pub(super) fn members(&self, pool: PoolId) -> Members {
        Members {
            pool,
            pool_rev: 1,
            key_type: KeyType::Exclusive,
            version: self.license.version(),
            seats: Seats::Limited(10),
            wall_ms: now_ms(),
            zone: ZoneDay { zone: "UTC".to_owned(), day: today() },
            members: vec![self.digest()],
            dependencies: Vec::new(),
        }
    }

    /// SHA-256 of the signed bytes and the signature.
    fn digest(&self) -> Digest {
        let signed = [&self.license.canonical_bytes()[..], self.license.signature()].concat();
        Digest(digest(&SHA256, &signed).as_ref().try_into().unwrap())
    }

    /// The text of its license.
    pub(super) fn license(&self, digest: Digest) -> QueryAnswer {
        let text = self.license.to_xml().into_bytes();
        QueryAnswer::License { digest, offset: 0, total: text.len() as u32, text }
    }

    /// Signed by the server whose key this is.
    pub(super) fn certificate(&self, server: &Ed25519KeyPair) -> Vec<u8> {
        let (borrow, borrowed) = self.lent.unwrap();
        let terms = BorrowTerms {
            server_key: public(server),
            borrow,
            vendor: self.license.vendor().clone(),
            feature: FeatureName::parse("cad").unwrap(),
            version: self.license.version(),
            count: borrowed.grant.count,
            user: self.user.clone(),
            host: "ws1".to_owned(),
            machine: self.machine.clone(),
            hours: borrowed.hours,
            from_ms: borrowed.from_ms,
            until_ms: borrowed.until_ms,
            licenses: vec![self.license.to_xml()],
        };
        BorrowCertificate::issue(terms, |bytes| server.sign(bytes).as_ref().try_into().unwrap()).encode()
    }
}

fn lent(grant: Grant, hours: u16, from_ms: u64) -> Borrowed {
    let until_ms = from_ms + u64::from(hours) * HOUR_MS;
    Borrowed { grant, borrow: BorrowId::new(1, 0), hours, from_ms, until_ms }
}
