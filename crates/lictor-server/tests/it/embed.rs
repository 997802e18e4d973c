//! The server inside another program: started, used, stopped, dropped, failed.

use std::fs;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lictor_client::{Client, Seat};
use lictor_server::clock::{Clock, SystemClock};
use lictor_server::settings::Settings;
use lictor_server::{Fatal, Server, StartError};
use lictor_testkit::{Vendor, eventually};
use tempfile::TempDir;

use crate::raw::{Raw, asking, checkout};
use crate::seats::{SOON, license, options};

/// The directories of an embedded server.
pub(crate) struct Place {
    directory: TempDir,
    vendor: Vendor,
}

impl Place {
    /// With a license for so many seats of `f1`.
    pub(crate) fn with_seats(count: u32) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let vendor = Vendor::new("ACME");
        let licenses = directory.path().join("licenses");
        fs::create_dir(&licenses).unwrap();
        fs::write(licenses.join("acme.pub"), vendor.public()).unwrap();
        let text = license(&vendor, &[("SERIAL", "base"), ("COUNT", &count.to_string())]);
        fs::write(licenses.join("base.lic"), text).unwrap();
        Self { directory, vendor }
    }

    /// Its vendor.
    pub(crate) fn vendor(&self) -> &Vendor {
        &self.vendor
    }

    /// Puts a file into the license directory.
    pub(crate) fn file(&self, name: &str, content: &str) {
        fs::write(self.directory.path().join("licenses").join(name), content).unwrap();
    }

    /// Free ports, days of UTC.
    pub(crate) fn settings(&self) -> Settings {
        let free = "127.0.0.1:0".parse().unwrap();
        Settings {
            licenses: self.directory.path().join("licenses"),
            state: self.directory.path().join("state"),
            listen: free,
            admin: free,
            timezone: Some("UTC".to_owned()),
            ..Settings::default()
        }
    }

    fn client(&self, server: &Server) -> Client {
        let known_servers = self.directory.path().join("known_servers");
        Client::open(options(&address(server), &self.vendor, known_servers)).unwrap()
    }

    fn takes_all(&self, server: &Server, count: u32) -> (Client, Vec<Seat>) {
        let client = self.client(server);
        let seats = (0..count).map(|_| client.checkout("f1").unwrap()).collect();
        assert!(client.checkout("f1").unwrap_err().is_denied());
        (client, seats)
    }
}

/// Where its clients find it.
pub(crate) fn address(server: &Server) -> String {
    server.addresses().listen.to_string()
}

/// A server runs on threads of its own, also in the midst of a runtime, and stops there.
#[test]
fn a_server_runs_inside_a_runtime() {
    let place = Place::with_seats(2);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::start(place.settings()).unwrap();
        tokio::task::yield_now().await;
        drop(place.takes_all(&server, 2));
        server.stop().unwrap();
        drop(Server::start(place.settings()).unwrap());
    });
}

/// Two servers in one process know nothing of each other.
#[test]
fn two_servers_in_one_process() {
    let (one, two) = (Place::with_seats(1), Place::with_seats(2));
    let servers = (Server::start(one.settings()).unwrap(), Server::start(two.settings()).unwrap());
    assert_ne!(servers.0.fingerprint(), servers.1.fingerprint());
    let of_one = one.takes_all(&servers.0, 1);
    let of_two = two.takes_all(&servers.1, 2);
    drop((of_one, servers.0));
    assert!(of_two.1.iter().all(Seat::is_valid));
    two.client(&servers.1).feature_info("f1").unwrap();
}

/// Interfaces: 0.0.0.0 means every address of this machine, of IPv6 too.
#[test]
fn every_address_is_listened_on() {
    // One for each address: the first is not back yet when the second is taken.
    let place = Place::with_seats(2);
    let settings = Settings { listen: "0.0.0.0:0".parse().unwrap(), ..place.settings() };
    let server = Server::start(settings).unwrap();
    let port = server.addresses().listen.port();
    let has_v6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    for host in ["127.0.0.1", "[::1]"].iter().take(if has_v6 { 2 } else { 1 }) {
        Raw::open(&format!("{host}:{port}")).0.take(1);
    }
}

/// Dropping a server stops it: nobody listens, the state directory is free for the next one, and
/// sessions go on there (SES-04).
#[test]
fn ses_04_dropping_a_server_stops_it() {
    let place = Place::with_seats(2);
    for _ in 0..5 {
        let server = Server::start(place.settings()).unwrap();
        let (listen, admin, socket) = {
            let addresses = server.addresses();
            (addresses.listen, addresses.admin, addresses.socket.clone())
        };
        let (mut raw, opened) = Raw::open(&address(&server));
        raw.take(2);
        let second = Server::start(place.settings());
        assert!(matches!(second, Err(StartError::State { .. } | StartError::Journal(_))), "{second:?}");
        assert!(socket.exists(), "the socket of the first");
        drop(server);
        assert!(TcpStream::connect(listen).is_err() && TcpStream::connect(admin).is_err());
        assert!(!socket.exists());

        let server = Server::start(place.settings()).unwrap();
        let mut raw = Raw::greet(&address(&server));
        assert_eq!(raw.resume(&opened, 1, &[]).unwrap().surplus.len(), 1);
        raw.say(&lictor_wire::ClientMessage::Goodbye).unwrap();
        raw.hear_out();
        server.stop().unwrap();
    }
}

/// A start that fails leaves everything as it found it: files where the socket should be, and the
/// socket of another server.
#[test]
fn a_start_that_fails_takes_nothing_away() {
    let (place, other) = (Place::with_seats(1), Place::with_seats(1));
    let server = Server::start(place.settings()).unwrap();
    let taken = server.addresses();
    let file = other.settings().licenses.join("base.lic");
    for settings in [
        Settings { socket: Some(file.clone()), ..other.settings() },
        Settings { socket: Some(taken.socket.clone()), ..other.settings() },
        Settings { socket: Some(taken.socket.clone()), listen: taken.listen, ..other.settings() },
        Settings { socket: Some(taken.socket.clone()), admin: taken.admin, ..other.settings() },
    ] {
        let refused = Server::start(settings);
        assert!(matches!(refused, Err(StartError::Listen { .. })), "{refused:?}");
        assert!(file.is_file());
        Raw::connect_local(&taken.socket).hello().unwrap();
    }
    Server::start(other.settings()).unwrap().stop().unwrap();
}

/// The clocks of this machine, until a worker asks.
#[derive(Default)]
struct Broken(AtomicBool);

impl Clock for Broken {
    fn wall_ms(&self) -> u64 {
        let worker = thread::current().name().is_some_and(|name| name.starts_with("lictor-worker"));
        assert!(!(worker && self.0.load(Ordering::SeqCst)), "a clock that breaks");
        SystemClock.wall_ms()
    }

    fn boot_ms(&self) -> u64 {
        SystemClock.boot_ms()
    }
}

/// A panic in the midst of a turn ends the server and not the process: nothing is answered, every
/// session is closed, the handle says why, and the next start has what was acknowledged.
#[test]
fn a_panic_ends_the_server_and_not_the_process() {
    let place = Place::with_seats(3);
    let clock = Arc::new(Broken::default());
    let server = Server::start_with_clock(place.settings(), Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    let (mut bystander, _) = Raw::open(&address(&server));
    let (mut raw, opened) = Raw::open(&address(&server));
    raw.take(1);
    clock.0.store(true, Ordering::SeqCst);
    raw.say(&asking(2, 1, checkout(1))).unwrap();
    for raw in [&mut raw, &mut bystander] {
        let said = raw.hear_out();
        assert!(
            !said.iter().any(|message| matches!(message, lictor_wire::ServerMessage::Answers(_))),
            "{said:?}"
        );
    }
    let fatal = eventually("the cause", SOON, || server.fatal());
    assert!(matches!(&fatal, Fatal::Panic { thread } if thread.starts_with("worker-")), "{fatal:?}");
    assert_eq!(server.stop(), Err(fatal));

    let server = Server::start(place.settings()).unwrap();
    let mut raw = Raw::greet(&address(&server));
    let resumed = raw.resume(&opened, 1, &[]).unwrap();
    assert_eq!(resumed.surplus.iter().map(|held| held.count).collect::<Vec<_>>(), [1]);
    assert_eq!(resumed.answers, []);
}
