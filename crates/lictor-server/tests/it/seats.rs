//! Daemons that serve seats of `f1`, their clients, and how many seats are in use.

use std::path::PathBuf;
use std::time::Duration;

use lictor_client::{Client, Error, Options};
use lictor_testkit::{Lictord, LictordBuilder, Vendor, eventually, template};
use serde_json::Value;

use crate::admin::document;

/// How long what happens at once may take on a machine that builds at the same time.
pub(crate) const SOON: Duration = Duration::from_secs(10);

/// A license for `f1` with further settings.
pub(crate) fn license(vendor: &Vendor, settings: &[(&str, &str)]) -> String {
    vendor.sign(&template("f1", settings))
}

/// A daemon to be started that serves `f1` with these settings beside SERIAL.
pub(crate) fn serving_with(vendor: &Vendor, settings: &[(&str, &str)]) -> LictordBuilder {
    let settings = [&[("SERIAL", "base")], settings].concat();
    Lictord::builder().trust(vendor).file("base.lic", &license(vendor, &settings))
}

/// A daemon to be started that serves so many seats.
pub(crate) fn serving(vendor: &Vendor, count: u32) -> LictordBuilder {
    let file = license(vendor, &[("SERIAL", "base"), ("COUNT", &count.to_string())]);
    Lictord::builder().trust(vendor).file("base.lic", &file)
}

/// How clients of a test look for a server and whom they trust.
pub(crate) fn options(path: &str, vendor: &Vendor, known_servers: PathBuf) -> Options {
    Options::new().environment(false).path(path).trust(vendor.public()).known_servers(known_servers)
}

/// A client of a daemon, which records the daemon's key beside the daemon's directories.
pub(crate) fn client(daemon: &Lictord, vendor: &Vendor) -> Result<Client, Error> {
    Client::open(options(daemon.listen(), vendor, known_servers(daemon)))
}

/// Where clients of this daemon record its key.
pub(crate) fn known_servers(daemon: &Lictord) -> PathBuf {
    daemon.state().with_file_name("known_servers")
}

/// The first pool: seats, used, over-committed.
pub(crate) fn pool(daemon: &Lictord) -> (u64, u64, u64) {
    let report = document(daemon, "/v1/licenses");
    let number = |name: &str| report["pools"][0][name].as_u64().unwrap_or(0);
    (number("seats"), number("used"), number("over_committed"))
}

/// What the load report says of the first pool of a feature.
pub(crate) fn pool_of(daemon: &Lictord, feature: &str) -> Value {
    let report = document(daemon, "/v1/licenses");
    let pools = report["pools"].as_array().unwrap();
    pools.iter().find(|pool| pool["feature"] == feature).unwrap_or_else(|| panic!("{report}")).clone()
}

/// The numbers of a pool of this name.
pub(crate) fn numbers<const N: usize>(daemon: &Lictord, feature: &str, names: [&str; N]) -> [u64; N] {
    let pool = pool_of(daemon, feature);
    names.map(|name| pool[name].as_u64().unwrap_or_else(|| panic!("{name} in {pool}")))
}

/// Waits until so many seats are in use.
#[track_caller]
pub(crate) fn wait_for_used(daemon: &Lictord, used: u64) {
    eventually(&format!("{used} seats used"), SOON, || (pool(daemon).1 == used).then_some(()));
}

/// Who is there: every session as the status document shows it.
pub(crate) fn users(daemon: &Lictord) -> Vec<Value> {
    document(daemon, "/v1/status")["servers"][0]["users"].as_array().unwrap().clone()
}
