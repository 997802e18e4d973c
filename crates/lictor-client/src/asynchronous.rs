//! The same client over a tokio runtime: one task instead of the beat thread.
//!
//! Everything is said at the blocking [`crate::Client`]; here calls are futures. A call whose
//! future is dropped is abandoned: what it took is given back.

mod seat;
mod shared;
mod socket;
mod task;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lictor_types::{FeatureName, HostId, Status};

use crate::agent::{Agent, Errand, Reply};
use crate::driver::Driver;
use crate::error::Error;
use crate::event::Event;
use crate::info::{FeatureInfo, ServerInfo, Verification};
use crate::options::Options;
use crate::request::{Request, Wish};
use crate::seat::{Desk, Holding};
pub use seat::Seat;
use shared::{Handle, Shared};
use task::Task;

/// A client of the license servers in its path, on a tokio runtime. Clones share the connections.
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
    host_ids: Arc<[HostId]>,
    deadline: Duration,
}

impl Client {
    /// Connects to the first server of the path that answers. Must be called within a runtime with
    /// I/O and time enabled; the client lives no longer than that.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::open`].
    pub async fn open(options: Options) -> Result<Self, Error> {
        let deadline = options.deadline_default();
        let agent = Agent::open(&options)?;
        let host_ids = options.introduction().host_ids.into();
        let shared = Shared::new(agent);
        let task = Task::new(Arc::clone(&shared), Driver::new(&options)?);
        tokio::spawn(task.run());
        let client = Self { handle: Arc::new(Handle::new(shared)), host_ids, deadline };
        client.handle.call(Errand::Open, deadline).await?;
        Ok(client)
    }

    /// Checks out seats of one feature: all that were asked for, or none (OUT-02).
    ///
    /// # Errors
    ///
    /// As [`crate::Client::checkout`].
    pub async fn checkout(&self, request: impl Into<Request>) -> Result<Seat, Error> {
        let request = request.into();
        let wishes = vec![Wish::parse(&request)?];
        let limit = request.deadline_or(self.deadline);
        let mut seats = self.seats(wishes, limit, request.wait_ms()).await?.into_iter();
        seats.next().ok_or_else(unexpected)
    }

    /// Checks out seats of up to 16 features from one server: all of them or none (OUT-02).
    ///
    /// # Errors
    ///
    /// As [`crate::Client::checkout_all`].
    pub async fn checkout_all(&self, requests: &[Request]) -> Result<Vec<Seat>, Error> {
        let wishes = Wish::parse_all(requests)?;
        let limits = requests.iter().map(|request| request.deadline_or(self.deadline));
        let limit = limits.min().unwrap_or(self.deadline);
        let wait_ms = requests.iter().map(Request::wait_ms).min().unwrap_or(0);
        self.seats(wishes, limit, wait_ms).await
    }

    /// Gives all seats of a guard back, and waits until the server has them.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::checkin`].
    pub async fn checkin(&self, seat: Seat) -> Result<(), Error> {
        seat.checkin().await
    }

    /// What the first server of the path that has it says of a feature (UPG-12).
    ///
    /// # Errors
    ///
    /// As [`crate::Client::feature_info`].
    pub async fn feature_info(&self, feature: &str) -> Result<FeatureInfo, Error> {
        let name = FeatureName::parse(feature).map_err(|problem| {
            Error::new(Status::FeatureNotFound, format!("`{feature}` is no feature name: {problem}"))
        })?;
        match self.handle.call(Errand::Feature(name), self.deadline).await? {
            Reply::Feature(info) => Ok(info),
            Reply::Opened | Reply::Seats(_) | Reply::Status(_) | Reply::CheckedIn => Err(unexpected()),
        }
    }

    /// What every server of the path says of itself, in the order of the path.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::license_info`].
    pub async fn license_info(&self) -> Result<Vec<ServerInfo>, Error> {
        match self.handle.call(Errand::Status, self.deadline).await? {
            Reply::Status(servers) => Ok(servers),
            Reply::Opened | Reply::Seats(_) | Reply::Feature(_) | Reply::CheckedIn => Err(unexpected()),
        }
    }

    /// The host ids that this client shows to servers (HID-03).
    #[must_use]
    pub fn host_ids(&self) -> &[HostId] {
        &self.host_ids
    }

    /// The next event; `None` once the client is closed. Each event is given once.
    pub async fn event(&self) -> Option<Event> {
        self.handle.event().await
    }

    /// The first server of the path that is connected now.
    #[must_use]
    pub fn server(&self) -> Option<String> {
        self.handle.agent().ok()?.current().map(|server| server.name.clone())
    }

    /// How far the word of that server is checked.
    #[must_use]
    pub fn verified(&self) -> Verification {
        let none = Verification { vendor: false, server: None };
        self.handle.agent().map_or(none, |agent| agent.verification())
    }

    /// Gives everything back, says goodbye and waits until that has left, at most so long.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::close`].
    pub async fn close(self, timeout: Duration) -> Result<(), Error> {
        self.handle.close(timeout).await
    }

    async fn seats(&self, wishes: Vec<Wish>, limit: Duration, wait_ms: u32) -> Result<Vec<Seat>, Error> {
        let errand = Errand::seats(wishes, wait_ms);
        match self.handle.call(errand, limit).await? {
            Reply::Seats(seats) => {
                let seat = |held| {
                    let desk = Arc::clone(&self.handle) as Arc<dyn Desk>;
                    Seat::new(Holding { desk, held }, Arc::clone(&self.handle), self.deadline)
                };
                Ok(seats.into_iter().map(seat).collect())
            }
            Reply::Opened | Reply::Feature(_) | Reply::Status(_) | Reply::CheckedIn => Err(unexpected()),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("server", &self.server()).finish_non_exhaustive()
    }
}

fn unexpected() -> Error {
    Error::new(Status::Internal, "a reply that nobody asked for")
}
