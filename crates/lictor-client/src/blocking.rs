//! The blocking client: no runtime, one beat thread.

mod beat;
mod seat;
mod shared;
mod wake;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lictor_types::{FeatureName, HostId, Status};

use crate::agent::{Agent, Errand, Reply};
use crate::clock::{Budget, Now};
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

/// A client of the license servers in its path.
///
/// A handle: clones share the connections, and all may be used from any thread. The connections
/// are kept alive by one thread of the client's own. Calls wait for their answer, never longer
/// than their deadline, and never end the process (SES-05). A child made by `fork` finds the handle
/// dead and has to open its own.
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
    offline: Arc<Offline>,
    host_ids: Arc<[HostId]>,
    deadline: Duration,
}

impl Client {
    /// Connects to the first server of the path that answers. With a borrow, a local license, grace or
    /// a trial at hand it needs none, and does not wait for one longer than two seconds.
    ///
    /// # Errors
    ///
    /// [`Error::is_unreachable`] if none does, with all [`Error::attempts`];
    /// [`Error::is_not_genuine`] if one does and is not the recorded one (TRU-02);
    /// `untrusted_vendor` if a vendor key is not readable.
    pub fn open(options: Options) -> Result<Self, Error> {
        let deadline = options.deadline_default();
        let profile = Arc::new(options.profile()?);
        let offline = Arc::new(Offline::open(&options, &profile)?);
        let host_ids = profile.open.host_ids.clone().into();
        let shared = Shared::new(Agent::open(&options, &profile)?)?;
        let handle = Arc::new(Handle::start(shared, &options)?);
        let client = Self { handle, offline, host_ids, deadline };
        match client.offline.is_of_use(Now::read()) {
            Ok(()) => drop(client.call(Errand::Open, deadline.min(OPEN_WAIT))),
            Err(before) => {
                let opened = client.call(Errand::Open, deadline);
                opened.map_err(|error| error.between(before, Vec::new()))?;
            }
        }
        Ok(client)
    }

    /// Checks out seats of one feature: all that were asked for, or none (OUT-02).
    ///
    /// Asks the servers of the path in order. Waits for seats to come free only if the request says
    /// so ([`Request::wait`]): all servers are asked first, then it waits at the first that has the
    /// feature (QUE-01). With vendor keys the seats are handed out only after the licenses behind them were verified (TRU-03).
    ///
    /// # Properties
    ///
    /// Takes seats at most once, however often the connection is lost meanwhile (OUT-05).
    ///
    /// # Errors
    ///
    /// [`Error::is_denied`] when a server refused, with the numbers in [`Error::denial`];
    /// [`Error::is_unreachable`] when none answered in time; [`Error::is_not_genuine`] when one
    /// could not show the licenses for what it granted.
    ///
    /// # Example: two seats, or none
    ///
    /// ```no_run
    /// # use lictor_client::{Client, Options, Request};
    /// let client = Client::open(Options::new())?;
    /// let seat = client.checkout(Request::feature("cad").count(2))?;
    /// assert_eq!(seat.count(), 2);
    /// # Ok::<(), lictor_client::Error>(())
    /// ```
    pub fn checkout(&self, request: impl Into<Request>) -> Result<Seat, Error> {
        let request = request.into();
        let wishes = vec![Wish::parse(&request)?];
        let limit = request.deadline_or(self.deadline);
        let mut seats = self.seats(wishes, limit, request.wait_ms())?.into_iter();
        seats.next().ok_or_else(unexpected)
    }

    /// Checks out seats of up to 16 features from one server: all of them or none (OUT-02). The
    /// seats come in the order of the requests. The shortest deadline and the shortest wait count.
    ///
    /// # Errors
    ///
    /// As [`Self::checkout`]; [`Error::denials`] has an entry for every feature.
    pub fn checkout_all(&self, requests: &[Request]) -> Result<Vec<Seat>, Error> {
        let wishes = Wish::parse_all(requests)?;
        let limits = requests.iter().map(|request| request.deadline_or(self.deadline));
        let wait_ms = requests.iter().map(Request::wait_ms).min().unwrap_or(0);
        self.seats(wishes, limits.min().unwrap_or(self.deadline), wait_ms)
    }

    /// Gives all seats of a guard back, and waits until the server has them.
    ///
    /// # Errors
    ///
    /// `not_held` if they were lost before; [`Error::is_unreachable`] if the server did not confirm
    /// in time (it gets to know as soon as it can be reached).
    pub fn checkin(&self, seat: Seat) -> Result<(), Error> {
        seat.checkin()
    }

    /// What the first source that has it says of a feature (UPG-12, SES-06): a borrow, a local
    /// license, then the servers of the path.
    ///
    /// # Errors
    ///
    /// `feature_not_found` if none has it; otherwise as [`Self::checkout`].
    pub fn feature_info(&self, feature: &str) -> Result<FeatureInfo, Error> {
        let name = FeatureName::parse(feature).map_err(|problem| {
            Error::new(Status::FeatureNotFound, format!("`{feature}` is no feature name: {problem}"))
        })?;
        if let Some(info) = self.offline.feature(Now::read(), &name) {
            return Ok(info);
        }
        let Reply::Feature(info) = self.call(Errand::Feature(name), self.deadline)? else {
            return Err(unexpected());
        };
        Ok(info)
    }

    /// What every server of the path says of itself, in the order of the path. A server that does
    /// not answer has its error in its place.
    ///
    /// # Errors
    ///
    /// Only if the client is closed, or belongs to another process.
    pub fn license_info(&self) -> Result<Vec<ServerInfo>, Error> {
        let Reply::Status(servers) = self.call(Errand::Status, self.deadline)? else {
            return Err(unexpected());
        };
        Ok(servers)
    }

    /// The local licenses of the program's license strings and of files and directories in the path,
    /// in load order. Network licenses found there are not listed (UPG-12).
    #[must_use]
    pub fn local_features(&self) -> Vec<LocalFeature> {
        self.offline.local_features(Now::read())
    }

    /// What this user has borrowed on this machine (BOR-01).
    #[must_use]
    pub fn borrows(&self) -> Vec<Borrow> {
        self.offline.borrows(Now::read())
    }

    /// Borrows seats for so many hours (BOR-01): until then this user may use them on this machine
    /// without a server, in any program of the vendor. Give them back with [`Self::return_borrow`];
    /// dropping or checking in seats does not.
    ///
    /// Each process may use up to as many seats as were borrowed. A checkout with a connection to the
    /// server prolongs the borrow to its full length, but not in its first hour (BOR-02).
    ///
    /// # Errors
    ///
    /// `already_borrowed` if this user has borrowed the feature on this machine, `borrow_too_long`,
    /// `borrow_not_allowed` or `borrow_limit` from the server; otherwise as [`Self::checkout`]. If
    /// the borrow cannot be kept here, it is given back at once.
    pub fn borrow(&self, request: impl Into<Request>, hours: u16) -> Result<Borrow, Error> {
        let request = request.into();
        let wish = Wish::parse(&request)?;
        let limit = Budget::new(request.deadline_or(self.deadline));
        self.offline.may_borrow(Now::read(), &wish.feature, hours)?;
        let reply = self.call(Errand::Borrow(wish, hours), limit.left())?;
        let Reply::Borrowed(seats) = reply else { return Err(unexpected()) };
        let kept = self.offline.keep(Now::read(), &seats);
        if kept.is_err() {
            let _unanswered = self.call(Errand::Return(seats.key), limit.left());
        }
        kept
    }

    /// Gives a borrow back before its end (BOR-02). Its server must be reached for that.
    ///
    /// # Errors
    ///
    /// `not_borrowed` if nothing of the feature is borrowed here; [`Error::is_unreachable`] if the
    /// server that lent it is not in the path or does not answer. The borrow stands then.
    pub fn return_borrow(&self, feature: &str) -> Result<Borrow, Error> {
        let name = Wish::parse(&Request::feature(feature))?.feature;
        let (loan, borrow) = self.offline.borrow_of(Now::read(), &name)?;
        match self.call(Errand::Return(loan), self.deadline) {
            Ok(_) => {}
            Err(error) if error.status() == Status::NotBorrowed => {}
            Err(error) => return Err(error),
        }
        self.offline.forget(loan)?;
        Ok(borrow)
    }

    /// The host ids that this client shows to servers (HID-03).
    #[must_use]
    pub fn host_ids(&self) -> &[HostId] {
        &self.host_ids
    }

    /// What happens to held seats. All that [`Events`] values of one client give comes from one
    /// bounded queue: each event is given once.
    pub fn events(&self) -> Events {
        Events { shared: self.handle.shared() }
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

    /// Gives everything back, says goodbye and waits until that has left, at most so long. Guards
    /// that are still held are lost.
    ///
    /// # Errors
    ///
    /// `timed_out` if the time was not enough; `session_lost` in a forked child.
    pub fn close(self, timeout: Duration) -> Result<(), Error> {
        self.handle.close(timeout)
    }

    /// SES-06: borrowed, local, servers, grace, trial.
    fn seats(&self, wishes: Vec<Wish>, limit: Duration, wait_ms: u32) -> Result<Vec<Seat>, Error> {
        let limit = Budget::new(limit);
        self.refresh(&wishes, &limit)?;
        let before = match self.offline.find(Now::read(), &wishes) {
            Ok(seats) => return Ok(self.offline_seats(seats)),
            Err(before) => before,
        };
        match self.call(Errand::seats(wishes.clone(), wait_ms), limit.left()) {
            Ok(reply) => {
                let Reply::Seats(seats) = reply else { return Err(unexpected()) };
                let licenses = seats.iter().filter_map(|seat| seat.license.as_deref());
                self.offline.remember(Now::read(), licenses);
                Ok(seats.into_iter().map(|seat| self.seat(Held::Leased(seat))).collect())
            }
            Err(error) => {
                let (seats, events) = self.offline.fall_back(Now::read(), &wishes, error, before)?;
                self.handle.announce(events);
                Ok(self.offline_seats(seats))
            }
        }
    }

    /// BOR-02: a connected checkout prolongs a borrow. What the server does not know any more is not
    /// used any more; if it does not answer, the borrow stays as it is.
    fn refresh(&self, wishes: &[Wish], limit: &Budget) -> Result<(), Error> {
        self.handle.agent()?.alive()?;
        for loan in self.offline.due(Now::read(), wishes) {
            if !self.handle.agent()?.is_with(&loan.server) {
                continue;
            }
            match self.call(Errand::Refresh(loan), limit.left()) {
                Ok(Reply::Borrowed(seats)) => drop(self.offline.keep(Now::read(), &seats)),
                Err(error) if error.status() == Status::NotBorrowed => self.offline.forget(loan)?,
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

    fn call(&self, errand: Errand, limit: Duration) -> Result<Reply, Error> {
        self.handle.call(errand, limit)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("server", &self.server()).finish_non_exhaustive()
    }
}

/// Events of a client, oldest first. As an iterator it waits for the next one and ends when the
/// client is closed, or dropped with its last guard: watching does not keep it alive.
#[must_use]
pub struct Events {
    shared: Arc<Shared>,
}

impl Events {
    /// The next event, if one has happened.
    #[must_use]
    pub fn try_next(&self) -> Option<Event> {
        self.shared.event(Some(Duration::ZERO))
    }

    /// The next event, waiting at most so long for it.
    #[must_use]
    pub fn next_within(&self, timeout: Duration) -> Option<Event> {
        self.shared.event(Some(timeout))
    }
}

impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.shared.event(None)
    }
}

fn unexpected() -> Error {
    Error::new(Status::Internal, "a reply that nobody asked for")
}
