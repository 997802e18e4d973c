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
use crate::clock::{Budget, Now};
use crate::driver::Driver;
use crate::error::Error;
use crate::event::Event;
use crate::info::{Borrow, FeatureInfo, ServerInfo, Verification};
use crate::local::LocalFeature;
use crate::offline::{OPEN_WAIT, Offline, OfflineSeat};
use crate::options::Options;
use crate::request::{Request, Wish};
use crate::seat::{Desk, Held, Holding};
pub use seat::Seat;
use shared::{Handle, Shared};
use task::Task;

/// A client of the license servers in its path, on a tokio runtime. Clones share the connections.
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
    offline: Arc<Offline>,
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
        let profile = Arc::new(options.profile()?);
        let offline = Arc::new(Offline::open(&options, &profile)?);
        let host_ids = profile.open.host_ids.clone().into();
        let shared = Shared::new(Agent::open(&options, &profile)?);
        let task = Task::new(Arc::clone(&shared), Driver::new(&options)?);
        tokio::spawn(task.run());
        let client = Self { handle: Arc::new(Handle::new(shared)), offline, host_ids, deadline };
        match client.offline(|offline| offline.is_of_use(Now::read())).await? {
            Ok(()) => drop(client.handle.call(Errand::Open, deadline.min(OPEN_WAIT)).await),
            Err(before) => {
                let opened = client.handle.call(Errand::Open, deadline).await;
                opened.map_err(|error| error.between(before, Vec::new()))?;
            }
        }
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

    /// What the first source that has it says of a feature (UPG-12, SES-06).
    ///
    /// # Errors
    ///
    /// As [`crate::Client::feature_info`].
    pub async fn feature_info(&self, feature: &str) -> Result<FeatureInfo, Error> {
        let name = FeatureName::parse(feature).map_err(|problem| {
            Error::new(Status::FeatureNotFound, format!("`{feature}` is no feature name: {problem}"))
        })?;
        let asked = name.clone();
        if let Some(info) = self.offline(move |offline| offline.feature(Now::read(), &asked)).await? {
            return Ok(info);
        }
        let Reply::Feature(info) = self.handle.call(Errand::Feature(name), self.deadline).await? else {
            return Err(unexpected());
        };
        Ok(info)
    }

    /// What every server of the path says of itself, in the order of the path.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::license_info`].
    pub async fn license_info(&self) -> Result<Vec<ServerInfo>, Error> {
        let Reply::Status(servers) = self.handle.call(Errand::Status, self.deadline).await? else {
            return Err(unexpected());
        };
        Ok(servers)
    }

    /// The local licenses, as of [`crate::Client::local_features`]. Reads files.
    #[must_use]
    pub fn local_features(&self) -> Vec<LocalFeature> {
        self.offline.local_features(Now::read())
    }

    /// What this user has borrowed on this machine (BOR-01). Reads files.
    #[must_use]
    pub fn borrows(&self) -> Vec<Borrow> {
        self.offline.borrows(Now::read())
    }

    /// Borrows seats for so many hours (BOR-01).
    ///
    /// # Errors
    ///
    /// As [`crate::Client::borrow`].
    pub async fn borrow(&self, request: impl Into<Request>, hours: u16) -> Result<Borrow, Error> {
        let request = request.into();
        let wish = Wish::parse(&request)?;
        let limit = Budget::new(request.deadline_or(self.deadline));
        let feature = wish.feature.clone();
        self.offline(move |offline| offline.may_borrow(Now::read(), &feature, hours)).await??;
        let reply = self.handle.call(Errand::Borrow(wish, hours), limit.left()).await?;
        let Reply::Borrowed(seats) = reply else { return Err(unexpected()) };
        let key = seats.key;
        let kept = self.offline(move |offline| offline.keep(Now::read(), &seats)).await?;
        if kept.is_err() {
            let _unanswered = self.handle.call(Errand::Return(key), limit.left()).await;
        }
        kept
    }

    /// Gives a borrow back before its end (BOR-02).
    ///
    /// # Errors
    ///
    /// As [`crate::Client::return_borrow`].
    pub async fn return_borrow(&self, feature: &str) -> Result<Borrow, Error> {
        let name = Wish::parse(&Request::feature(feature))?.feature;
        let find = move |offline: &Offline| offline.borrow_of(Now::read(), &name);
        let (loan, borrow) = self.offline(find).await??;
        match self.handle.call(Errand::Return(loan), self.deadline).await {
            Ok(_) => {}
            Err(error) if error.status() == Status::NotBorrowed => {}
            Err(error) => return Err(error),
        }
        self.offline(move |offline| offline.forget(loan)).await??;
        Ok(borrow)
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

    /// SES-06: borrowed, local, servers, grace, trial.
    async fn seats(&self, wishes: Vec<Wish>, limit: Duration, wait_ms: u32) -> Result<Vec<Seat>, Error> {
        let limit = Budget::new(limit);
        self.refresh(&wishes, &limit).await?;
        let wanted = wishes.clone();
        let before = match self.offline(move |offline| offline.find(Now::read(), &wanted)).await? {
            Ok(seats) => return Ok(self.offline_seats(seats)),
            Err(before) => before,
        };
        match self.handle.call(Errand::seats(wishes.clone(), wait_ms), limit.left()).await {
            Ok(reply) => {
                let Reply::Seats(seats) = reply else { return Err(unexpected()) };
                let licenses: Vec<_> = seats.iter().filter_map(|seat| seat.license.clone()).collect();
                let seats = seats.into_iter().map(|seat| self.seat(Held::Leased(seat))).collect();
                let remember = move |offline: &Offline| {
                    offline.remember(Now::read(), licenses.iter().map(|license| &**license));
                };
                self.offline(remember).await?;
                Ok(seats)
            }
            Err(error) => {
                let fall_back =
                    move |offline: &Offline| offline.fall_back(Now::read(), &wishes, error, before);
                let (seats, events) = self.offline(fall_back).await??;
                self.handle.announce(events);
                Ok(self.offline_seats(seats))
            }
        }
    }

    /// BOR-02, as the blocking client does it.
    async fn refresh(&self, wishes: &[Wish], limit: &Budget) -> Result<(), Error> {
        self.handle.agent()?.alive()?;
        let wanted = wishes.to_vec();
        for loan in self.offline(move |offline| offline.due(Now::read(), &wanted)).await? {
            let with = self.handle.agent()?.is_with(&loan.server);
            if !with {
                continue;
            }
            match self.handle.call(Errand::Refresh(loan), limit.left()).await {
                Ok(Reply::Borrowed(seats)) => {
                    drop(self.offline(move |offline| offline.keep(Now::read(), &seats)).await?);
                }
                Err(error) if error.status() == Status::NotBorrowed => {
                    self.offline(move |offline| offline.forget(loan)).await??;
                }
                Ok(_) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn offline_seats(&self, seats: Vec<OfflineSeat>) -> Vec<Seat> {
        seats.into_iter().map(|seat| self.seat(Held::Offline(seat))).collect()
    }

    fn seat(&self, held: Held) -> Seat {
        let desk = Arc::clone(&self.handle) as Arc<dyn Desk>;
        Seat::new(Holding { desk, held }, Arc::clone(&self.handle), self.deadline)
    }

    /// Files are read and written where nobody minds waiting.
    async fn offline<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Offline) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let offline = Arc::clone(&self.offline);
        let asked = tokio::task::spawn_blocking(move || ask(&offline)).await;
        asked.map_err(|_| Error::new(Status::SessionLost, "the runtime is shutting down"))
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
