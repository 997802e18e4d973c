//! A running server as its administrators see it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use lictor_engine::{Command, Inquiry, Outcome, Why};
use lictor_types::{SessionId, Status};

use super::{AdminBackend, Placed, Unplaced};
use crate::clock::Lowered;
use crate::counters::Counters;
use crate::intake::deposit::{self, DepositError, Existing, FileName, Staged};
use crate::intake::inspect::inspect;
use crate::report::{ServerFacts, Sight, Viewable};
use crate::rules::RulesFile;
use crate::shared::Shared;

/// How long a reload may take until what was found is in force.
const RELOAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How often it is looked whether it is.
const RELOAD_BEAT: Duration = Duration::from_millis(20);

/// One server and the address that its clients know.
pub(crate) struct Backend {
    shared: Arc<Shared>,
    address: String,
}

impl Backend {
    /// The server that listens at this address.
    pub(crate) fn new(shared: Arc<Shared>, listen: SocketAddr) -> Self {
        let any = listen.ip().is_unspecified();
        let address =
            if any { format!("{}:{}", lictor_host::host_name(), listen.port()) } else { listen.to_string() };
        Self { shared, address }
    }

    /// Has everything read anew and returns when the licenses found are in force.
    fn load(&self) -> Result<(), String> {
        let ticket = self.shared.reloads.ask();
        for _ in 0..RELOAD_TIMEOUT.as_millis() / RELOAD_BEAT.as_millis() {
            thread::sleep(RELOAD_BEAT);
            if self.shared.reloads.is_answered(ticket) {
                return Ok(());
            }
        }
        Err("the license directory cannot be read; what is loaded stays in force".to_owned())
    }
}

impl Viewable for Backend {
    fn view(&self, look: &mut dyn FnMut(Sight<'_>)) {
        self.shared.view(look);
    }
}

impl AdminBackend for Backend {
    fn facts(&self) -> ServerFacts {
        ServerFacts {
            address: self.address.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            vendors: self.shared.vendors(),
            uptime_seconds: self.shared.uptime_seconds(),
        }
    }

    fn readiness(&self) -> Result<(), String> {
        if let Some(fatal) = self.shared.clerk.commit().fatal() {
            return Err(fatal.to_string());
        }
        if !self.shared.accepts_grants.load(Ordering::Relaxed) {
            return Err("no room for the journal: grants are refused (TRU-06)".to_owned());
        }
        if self.shared.clerk.loaded().set_digest.is_none() {
            return Err("licenses are not loaded yet".to_owned());
        }
        Ok(())
    }

    fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    fn now_ms(&self) -> u64 {
        self.shared.clerk.clock().boot_ms()
    }

    fn metrics_open(&self) -> bool {
        self.shared.settings.metrics_open
    }

    fn wall_ms(&self) -> u64 {
        self.shared.clerk.clock().wall_ms()
    }

    fn release(&self, session: SessionId, quarantine_ms: u64, actor: &str, reason: &str) -> bool {
        self.shared.release(session, quarantine_ms, actor, reason)
    }

    fn order(&self, order: Command<'_>) -> Option<Outcome> {
        self.shared.order(order)
    }

    fn why(&self, inquiry: &Inquiry<'_>) -> Result<Why, Status> {
        self.shared.why(inquiry)
    }

    fn rules(&self) -> Arc<RulesFile> {
        self.shared.rules.current()
    }

    fn reset_clock(&self, actor: &str, reason: &str) -> Option<Lowered> {
        self.shared.reset_clock(actor, reason)
    }

    fn reload(&self) -> Result<(), String> {
        self.load()?;
        self.shared.rules.refused().map_or(Ok(()), |error| Err(error.to_string()))
    }

    fn place(
        &self,
        name: &FileName,
        bytes: &[u8],
        existing: Existing,
        actor: &str,
        reason: &str,
    ) -> Result<Placed, Unplaced> {
        let keyring = Arc::clone(&self.shared.clerk.loaded().keyring);
        let licenses = inspect(bytes, &keyring).map_err(Unplaced::Bad)?;
        let directory = &self.shared.settings.licenses;
        let replaced = existing == Existing::Replace && deposit::is_there(directory, name);
        let staged = Staged::write(directory, name, bytes, existing)?;
        let verb = if replaced { "replace" } else { "upload" };
        let licenses = if licenses == 1 { "1 license".to_owned() } else { format!("{licenses} licenses") };
        self.shared.note(actor, &format!("{verb} {name}: {licenses}, sha256 {}", sha256(bytes)), reason);
        staged.commit(existing)?;
        self.load().map_err(Unplaced::Reload)?;
        Ok(Placed { replaced })
    }

    fn displace(&self, name: &FileName, actor: &str, reason: &str) -> Result<(), Unplaced> {
        let directory = &self.shared.settings.licenses;
        if !deposit::is_there(directory, name) {
            return Err(DepositError::Missing(name.clone()).into());
        }
        self.shared.note(actor, &format!("remove {name}"), reason);
        deposit::remove(directory, name)?;
        self.load().map_err(Unplaced::Reload)
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(ring::digest::digest(&ring::digest::SHA256, bytes))
}
