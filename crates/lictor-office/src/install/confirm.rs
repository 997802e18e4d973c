//! The proof that files work: a client asks the license server for their features.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lictor_client::{Client, Options};
use lictor_entitle::code::Code;
use lictor_entitle::refusal::Refusal;
use lictor_license::{License, parse_file};
use lictor_types::{CivilDate, KeyType, Seats};

use super::Load;
use crate::office::Office;

/// How long a file may take until it is seen: the server looks at its directory every few seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(250);
/// Longest time of one look.
const LOOK: Duration = Duration::from_secs(5);

/// What a client must see of a feature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Expected {
    /// Serials of the licenses of which one must be served.
    serials: BTreeSet<String>,
    /// Seats that must be there at least.
    seats: u64,
}

/// Waits until every feature of the files that counts today is served from them.
///
/// # Errors
///
/// `INSTALL_TIMEOUT` with what was missing last.
pub async fn seen(office: &Office, at: &str, load: &Load) -> Result<(), Refusal> {
    let expected = expected(load);
    if expected.is_empty() {
        return Ok(());
    }
    let store = office.data().join("client");
    let options = Options::new()
        .environment(false)
        .trust(load.keys.join("\n"))
        .known_servers(store.join("known_servers"))
        .store(store)
        .allow_grace(false)
        .deadline(LOOK)
        .user("lictor-office");
    let options =
        options.server(at).map_err(|error| Refusal::because(Code::InstallRefused, error.to_string()))?;
    let wanted = Wanted(Arc::new(AtomicBool::new(true)));
    let still = Arc::clone(&wanted.0);
    let looked = tokio::task::spawn_blocking(move || watch(options, &expected, &still)).await;
    let missing = looked.unwrap_or_else(|error| Some(error.to_string()));
    missing.map_or(Ok(()), |text| Err(Refusal::because(Code::InstallTimeout, text)))
}

/// Ends the look when nobody waits for it any more.
struct Wanted(Arc<AtomicBool>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Looks until all is there; what is missing when patience ends.
fn watch(options: Options, expected: &BTreeMap<String, Expected>, wanted: &AtomicBool) -> Option<String> {
    let client = match Client::open(options) {
        Ok(client) => client,
        Err(error) => return Some(error.to_string()),
    };
    let looks = PATIENCE.as_millis() / PAUSE.as_millis();
    let mut missing = None;
    let begun = Instant::now();
    for _ in 0..looks {
        missing = expected.iter().find_map(|(feature, expected)| lacks(&client, feature, expected));
        if missing.is_none() || begun.elapsed() >= PATIENCE || !wanted.load(Ordering::Relaxed) {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    missing
}

fn lacks(client: &Client, feature: &str, expected: &Expected) -> Option<String> {
    let info = match client.feature_info(feature) {
        Ok(info) => info,
        Err(error) => return Some(format!("{feature}: {error}")),
    };
    let mut seats = 0;
    let mut unlimited = false;
    let mut served = expected.serials.is_empty();
    for pool in &info.pools {
        match pool.seats {
            Seats::Limited(count) => seats += u64::from(count),
            Seats::Unlimited => unlimited = true,
        }
        served |= pool.serial.as_ref().is_some_and(|serial| expected.serials.contains(serial.as_str()));
    }
    if !served {
        return Some(format!("{feature}: another license is served"));
    }
    (!unlimited && seats < expected.seats)
        .then(|| format!("{feature}: {seats} seats are served, expected {}", expected.seats))
}

/// What the files give today, feature by feature. Local licenses are none of a server's business.
fn expected(load: &Load) -> BTreeMap<String, Expected> {
    let mut licenses = Vec::new();
    for file in &load.files {
        let parsed = parse_file(&file.bytes);
        licenses.extend(parsed.features.into_iter().filter_map(|feature| feature.result.ok()));
    }
    let void: BTreeSet<String> =
        licenses.iter().flat_map(|license| license.supersedes().iter().map(ToString::to_string)).collect();
    let mut expected: BTreeMap<String, Expected> = BTreeMap::new();
    for license in licenses.iter().filter(|license| counts(license, load.today)) {
        let serial = license.serial().to_string();
        if void.contains(&serial) {
            continue;
        }
        let entry = expected.entry(license.feature().to_string()).or_default();
        if let Some(Seats::Limited(count)) = license.seats() {
            entry.seats += u64::from(count);
        }
        if license.key_type() != KeyType::Upgrade {
            entry.serials.insert(serial);
        }
    }
    expected
}

fn counts(license: &License, today: CivilDate) -> bool {
    license.is_network()
        && license.start().is_none_or(|start| start <= today)
        && license.end().is_none_or(|end| today <= end)
}
