//! `lictord --check`: whether a server would start like this, and what it would serve.

use std::sync::Arc;

use lictor_engine::{Command, Effects, Ledger};
use lictor_server::Identity;
use lictor_server::clock::{Clock as _, SystemClock};
use lictor_server::intake::{Loaded, Scanner};
use lictor_server::report::{Sight, Viewable, licenses_document};
use lictor_server::rule_file;
use lictor_server::settings::Settings;
use lictor_server::zones::Zones;
use lictor_types::Stamp;

use crate::exit::Exit;
use crate::{load_report, terminal};

/// What would be in force.
struct Rehearsal {
    ledger: Ledger,
    loaded: Arc<Loaded>,
    zones: Zones,
}

impl Viewable for Rehearsal {
    fn view(&self, look: &mut dyn FnMut(Sight<'_>)) {
        look(Sight { ledger: &self.ledger, loaded: &self.loaded, zones: &self.zones });
    }
}

/// Loads everything without a server and prints the load report.
pub(crate) fn run(settings: &Settings, json: bool) -> Exit {
    let rehearsal = match rehearse(settings) {
        Ok(rehearsal) => rehearsal,
        Err(text) => {
            terminal::complain(&text);
            return Exit::Configuration;
        }
    };
    let report = licenses_document(&rehearsal);
    let text = if json {
        serde_json::to_string_pretty(&report).map(|text| text + "\n")
    } else {
        Ok(load_report::table(&report))
    };
    let printed = text.map_or(Exit::Internal, |text| terminal::out(&text));
    let rules = check_rules(settings, &rehearsal.loaded);
    let rejected = report.licenses.iter().filter(|license| license.state == "rejected").count();
    if rejected > 0 {
        terminal::complain(&format!("{rejected} of {} licenses are rejected", report.licenses.len()));
        return Exit::Configuration;
    }
    if rules == Exit::Done { printed } else { rules }
}

/// Tells every mistake of the access rules, and what is probably not meant (RUL-02).
fn check_rules(settings: &Settings, loaded: &Loaded) -> Exit {
    let Some(path) = &settings.rules else { return Exit::Done };
    match rule_file::read(path, &rule_file::known_features(&loaded.catalog)) {
        Ok(file) => {
            for warning in &file.warnings {
                terminal::say(&format!("warning: {warning}"));
            }
            terminal::say(&format!("{}: {} access rules", path.display(), file.set.rules.len()));
            Exit::Done
        }
        Err(error) => {
            terminal::complain(&error.to_string());
            Exit::Configuration
        }
    }
}

fn rehearse(settings: &Settings) -> Result<Rehearsal, String> {
    let zone = settings.zone().map_err(|error| error.to_string())?;
    let clock = SystemClock;
    let wall_ms = clock.wall_ms();
    let key = server_key(settings)?;
    let machine = move || lictor_host::machine_host_ids().into_iter().chain(key.clone()).collect();
    let mut scanner = Scanner::new(settings.sources(), zone.clone(), None, machine)
        .standing_in(lictor_host::surroundings());
    let candidate = scanner.first(&clock).map_err(|error| error.to_string())?;
    let (set, loaded) = candidate.into_parts(wall_ms);
    let zones = Zones::new(zone, wall_ms).for_set(&set.zones, wall_ms);
    let mut ledger = Ledger::new();
    ledger.apply(Stamp { ledger_ms: 0, wall_ms }, Command::Load(&set), &mut Effects::default());
    Ok(Rehearsal { ledger, loaded: Arc::new(loaded), zones })
}

/// The server's key, if it has one already: a check makes none.
fn server_key(settings: &Settings) -> Result<Option<lictor_types::HostId>, String> {
    if !settings.state.join("identity.key").exists() {
        return Ok(None);
    }
    let identity = Identity::load_or_make(&settings.state).map_err(|error| error.to_string())?;
    Ok(identity.host_id())
}
