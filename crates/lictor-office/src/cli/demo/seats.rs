//! The customer's program of the demo: a real client that holds seats.

use std::path::Path;
use std::time::Duration;

use lictor_client::{Client, HostIdType, Options, Request, Seat, SeatState};

use crate::cli::failure::Failure;

/// How long a call may take.
const DEADLINE: Duration = Duration::from_secs(20);

/// A client with seats in its hands.
pub(super) struct Seats {
    client: Client,
    held: Vec<Seat>,
}

impl Seats {
    /// A client of a server that trusts a vendor.
    ///
    /// # Errors
    ///
    /// If the server does not answer.
    pub(super) fn open(server: &str, key: &str, store: &Path) -> Result<Self, Failure> {
        let options = Options::new()
            .environment(false)
            .trust(key)
            .known_servers(store.join("known_servers"))
            .store(store)
            .allow_grace(false)
            .deadline(DEADLINE)
            .user("ann")
            .server(server)
            .map_err(|error| told(&error))?;
        let client = Client::open(options).map_err(|error| told(&error))?;
        Ok(Self { client, held: Vec::new() })
    }

    /// Takes seats.
    ///
    /// # Errors
    ///
    /// If they are denied.
    pub(super) fn take(&mut self, feature: &str, count: u32) -> Result<(), Failure> {
        let seat =
            self.client.checkout(Request::feature(feature).count(count)).map_err(|error| told(&error))?;
        self.held.push(seat);
        Ok(())
    }

    /// Why more are denied.
    ///
    /// # Errors
    ///
    /// If they are not.
    pub(super) fn denied(&self, feature: &str) -> Result<String, Failure> {
        match self.client.checkout(Request::feature(feature)) {
            Ok(seat) => {
                // It goes back when it is dropped.
                drop(seat);
                Err(Failure::internal(format!("a seat of {feature} was granted")))
            }
            Err(error) => Ok(error.to_string()),
        }
    }

    /// Seats of a feature that are held, and whether each of them was without a break.
    pub(super) fn held(&self, feature: &str) -> (u32, bool) {
        let own = || self.held.iter().filter(|seat| seat.feature().eq_ignore_ascii_case(feature));
        (own().map(Seat::count).sum(), own().all(|seat| seat.state() == SeatState::Held))
    }

    /// Seats that the server has of a feature.
    ///
    /// # Errors
    ///
    /// If it does not know the feature.
    pub(super) fn seats(&self, feature: &str) -> Result<String, Failure> {
        let info = self.client.feature_info(feature).map_err(|error| told(&error))?;
        let counts = info.pools.iter().map(|row| row.seats.to_string());
        Ok(counts.collect::<Vec<_>>().join(" + "))
    }

    /// The name of this machine as a host id.
    ///
    /// # Errors
    ///
    /// If it has none.
    pub(super) fn host(&self) -> Result<String, Failure> {
        let host = self.client.host_ids().iter().find(|id| id.kind() == HostIdType::Hostname);
        let host = host.ok_or_else(|| Failure::internal("this machine has no name"))?;
        Ok(format!("{}={}", host.kind(), host.value()))
    }
}

fn told(error: &lictor_client::Error) -> Failure {
    Failure::internal(format!("the client: {error}"))
}
