//! A license server inside a program of your own: in a product with a server part, or in a test
//! that wants to see a real one refuse, restart and give the seats back.
//!
//! ```console
//! $ cargo run --bin embedded_server
//! ```
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use lictor_client::{Client, Event, Options, Request};
use lictor_server::Server;
use lictor_server::settings::Settings;

/// What an administrator would drop into the license directory.
const LICENSES: [(&str, &str); 3] = [
    ("demo.pub", VENDOR_KEY),
    ("demo-base.lic", include_str!("../../../licenses/demo-base.lic")),
    ("demo-upgrade.lic", include_str!("../../../licenses/demo-upgrade.lic")),
];

/// The vendor's public key, built into the program. Put your own here.
const VENDOR_KEY: &str = include_str!("../../../licenses/demo.pub");

fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let settings = settings(directory.path())?;

    // Returns when the server serves; it runs on threads of its own.
    let server = Server::start(settings.clone())?;
    let listen = server.addresses().listen;
    println!("a server listens on {listen}");

    let options = Options::new()
        .environment(false) // only this server
        .path(listen.to_string())
        .known_servers(directory.path().join("known_servers"))
        .trust(VENDOR_KEY);
    let client = Client::open(options)?;
    let events = client.events();

    // Ten seats of the base license and one of the upgrade: one pool of eleven.
    let seat = client.checkout(Request::feature("f1").count(11))?;
    println!("{} seats of f1 are held", seat.count());
    match client.checkout("f1") {
        Ok(_) => return Err("the twelfth seat of eleven was granted".into()),
        Err(error) => println!("the twelfth is refused: {error}"),
    }

    // A restart with the same state and the same port takes no seat away.
    server.stop()?;
    let server = Server::start(Settings { listen, ..settings })?;
    println!("the server has restarted");
    while let Some(event) = events.next_within(Duration::from_secs(10)) {
        if matches!(event, Event::Regained { .. }) {
            break;
        }
    }
    if seat.count() != 11 {
        return Err(format!("{} seats are left of eleven", seat.count()).into());
    }
    println!("the seats are still held");

    client.checkin(seat)?;
    client.close(Duration::from_secs(2))?;
    server.stop()?;
    Ok(())
}

/// Licenses and state below one directory, and free ports on this machine alone.
fn settings(directory: &Path) -> std::io::Result<Settings> {
    let licenses = directory.join("licenses");
    fs::create_dir(&licenses)?;
    for (name, content) in LICENSES {
        fs::write(licenses.join(name), content)?;
    }
    let any = ([127, 0, 0, 1], 0).into();
    Ok(Settings { licenses, state: directory.join("state"), listen: any, admin: any, ..Settings::default() })
}
