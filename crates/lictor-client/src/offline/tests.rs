//! The sources without a server, on a clock that the tests move.

mod borrowing;
mod grace;
mod order;
mod trial;

use lictor_license::{BorrowCertificate, BorrowTerms};
use lictor_types::{BorrowId, FeatureName, HostId, HostIdType, Identity, Seats, Version};
use lictor_wire::Open;

use super::*;
use crate::agent::{BorrowedSeats, LoanKey};
use crate::mint::{Mint, key_pair, public_key, settings};

const HOUR_MS: u64 = 60 * 60 * 1000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// 2026-03-01T12:00:00Z.
const NOON_MS: u64 = 1_772_366_400_000;
const SERVER: u8 = 7;

fn at(wall_ms: u64) -> Now {
    Now { mono_ms: wall_ms, wall_ms }
}

fn machine(id: &str) -> Vec<HostId> {
    vec![HostId::new(HostIdType::MachineId, id).unwrap()]
}

fn name(text: &str) -> FeatureName {
    FeatureName::parse(text).unwrap()
}

fn wish(feature: &str, count: u32) -> Wish {
    Wish::parse(&crate::Request::feature(feature).count(count)).unwrap()
}

fn vendor() -> Mint {
    Mint::new("DEMO", 1)
}

fn license(feature: &str, text: &str) -> License {
    vendor().sign(feature, "S-1", &settings(text))
}

/// A user on a machine with a store, and what may be changed about them.
struct Stage {
    dir: tempfile::TempDir,
    user: &'static str,
    machine: &'static str,
    with_keys: bool,
    server_key_required: bool,
    terms: Terms,
    virtual_machine: bool,
}

impl Stage {
    fn new() -> Self {
        let terms = Terms {
            locals: Vec::new(),
            grace: true,
            trial: None,
            utc_offset_minutes: Some(0),
            time_zone: None,
        };
        let dir = tempfile::tempdir().unwrap();
        Self {
            dir,
            user: "ann",
            machine: "m1",
            with_keys: true,
            server_key_required: false,
            terms,
            virtual_machine: false,
        }
    }

    /// A client that is opened now.
    /// Every file that is kept.
    fn records(&self) -> Vec<std::path::PathBuf> {
        let list = |dir| std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
        list(self.dir.path().join("store")).flat_map(list).collect()
    }

    fn client(&self) -> Offline {
        let identity = Identity { user: self.user.to_owned(), ..Identity::default() };
        let open = Open {
            vendor: None,
            identity,
            platform: "linux-x86_64".to_owned(),
            utc_offset_minutes: 0,
            host_ids: machine(self.machine),
        };
        let profile = Arc::new(Profile {
            open,
            keyring: self.with_keys.then(|| vendor().keyring()),
            server_key_required: self.server_key_required,
        });
        let store = Store::new(Some(self.dir.path().join("store")), &Owner::of(&profile.open));
        Offline::new(profile, store, self.terms.clone(), Scene::set(self.virtual_machine))
    }
}

fn borrow_terms(license: &License) -> BorrowTerms {
    BorrowTerms {
        server_key: public_key(&key_pair(SERVER)),
        borrow: BorrowId::new(1, 0),
        vendor: license.vendor().clone(),
        feature: license.feature().clone(),
        version: license.version(),
        count: 2,
        user: "Ann".to_owned(),
        host: "ws1".to_owned(),
        machine: machine("M1"),
        hours: 48,
        from_ms: NOON_MS,
        until_ms: NOON_MS + 48 * HOUR_MS,
        licenses: vec![license.to_xml()],
    }
}

/// What the server of this key lends.
fn lend(terms: BorrowTerms, server: u8) -> BorrowedSeats {
    let key = LoanKey { server: public_key(&key_pair(server)), borrow: terms.borrow };
    let sign = |bytes: &[u8]| key_pair(server).sign(bytes).as_ref().try_into().unwrap();
    let certificate = BorrowCertificate::issue(terms, sign).encode();
    BorrowedSeats { key, server: "srv:6242".to_owned(), certificate }
}

/// What servers say when there are none.
fn unreachable() -> Error {
    refused(Status::ServerUnreachable)
}

fn refused(status: Status) -> Error {
    let attempt = crate::error::Attempt::new("srv:6242", status, "refused");
    Error::among(vec![Answered::by_server(attempt, Vec::new())])
}

/// Source and status of a checkout without a server.
fn checkout(client: &Offline, now: Now, wishes: &[Wish], servers: Error) -> Result<Vec<OfflineSeat>, Status> {
    client
        .find(now, wishes)
        .or_else(|before| client.fall_back(now, wishes, servers, before).map(|(seats, _)| seats))
        .map_err(|error| error.status())
}

fn sources(seats: Result<Vec<OfflineSeat>, Status>) -> Result<Vec<Source>, Status> {
    seats.map(|seats| seats.iter().map(|seat| seat.source).collect())
}

#[test]
fn without_anything_there_is_nothing() {
    let stage = Stage::new();
    let client = stage.client();
    assert!(client.is_of_use(at(NOON_MS)).is_err());
    let found = checkout(&client, at(NOON_MS), &[wish("f1", 1)], unreachable());
    assert_eq!(sources(found), Err(Status::ServerUnreachable));
    client.remember(at(NOON_MS), std::iter::empty());
    assert!(!stage.dir.path().join("store").exists(), "who keeps nothing leaves no trace");
}
