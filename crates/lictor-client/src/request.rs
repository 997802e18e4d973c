//! What is asked for.

use std::time::Duration;

use lictor_types::limits::{ATOMIC_FEATURES_MAX, RESERVATION_TOKEN_BYTES_MAX, SEATS_MAX};
use lictor_types::{FeatureName, Status, Version};

use crate::error::Error;

/// Seats of one feature (OUT-01): all of them or none (OUT-02).
///
/// ```
/// use std::time::Duration;
/// use lictor_client::{Request, Version};
///
/// let request = Request::feature("cad")
///     .count(2)
///     .version(Version::parse("2.1")?)
///     .wait(Duration::from_secs(60))
///     .deadline(Duration::from_secs(3));
/// # let _ = request;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    feature: String,
    count: u32,
    version: Option<Version>,
    exact: bool,
    deadline: Option<Duration>,
    wait: Duration,
    reservation: Option<String>,
}

impl Request {
    /// One seat of a feature, any version. Names are compared without regard to case.
    #[must_use]
    pub fn feature(name: impl Into<String>) -> Self {
        Self {
            feature: name.into(),
            count: 1,
            version: None,
            exact: false,
            deadline: None,
            wait: Duration::ZERO,
            reservation: None,
        }
    }

    /// How many seats, at least 1.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// The version needed: the license's must be at least that (OUT-01).
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// Whether the license's version must be equal to the one asked for.
    #[must_use]
    pub fn exact(mut self, exact: bool) -> Self {
        self.exact = exact;
        self
    }

    /// Waits in the server's queue, at most so long, if the seats are not free now (QUE-01). The
    /// call may take that much longer than its deadline; [`crate::Event::Queued`] tells the place. A
    /// program that makes many other requests meanwhile lines up again from time to time.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Draws on the reservation with this token, at most 64 bytes (RES-01).
    #[must_use]
    pub fn reservation(mut self, token: impl Into<String>) -> Self {
        self.reservation = Some(token.into());
        self
    }

    /// How long the call may take, instead of the client's deadline.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    pub(crate) fn deadline_or(&self, default: Duration) -> Duration {
        self.deadline.unwrap_or(default)
    }

    /// The longest wait in milliseconds; 0 is none.
    pub(crate) fn wait_ms(&self) -> u32 {
        u32::try_from(self.wait.as_millis()).unwrap_or(u32::MAX)
    }
}

impl From<&str> for Request {
    fn from(feature: &str) -> Self {
        Self::feature(feature)
    }
}

impl From<String> for Request {
    fn from(feature: String) -> Self {
        Self::feature(feature)
    }
}

impl From<&Self> for Request {
    fn from(request: &Self) -> Self {
        request.clone()
    }
}

/// A request whose parts are known to be good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) feature: FeatureName,
    pub(crate) count: u32,
    pub(crate) version: Option<Version>,
    pub(crate) exact: bool,
    pub(crate) reservation: Option<String>,
}

impl Wish {
    pub(crate) fn parse(request: &Request) -> Result<Self, Error> {
        let feature = FeatureName::parse(&request.feature).map_err(|problem| {
            Error::new(
                Status::FeatureNotFound,
                format!("`{}` is no feature name: {problem}", request.feature),
            )
        })?;
        if !(1..=SEATS_MAX).contains(&request.count) {
            let text = format!("{} seats requested, 1 to {SEATS_MAX} are possible", request.count);
            return Err(Error::new(Status::ProtocolError, text));
        }
        let reservation = request.reservation.clone();
        if reservation.as_ref().is_some_and(|token| token.len() > RESERVATION_TOKEN_BYTES_MAX) {
            let text = format!("a reservation's token has at most {RESERVATION_TOKEN_BYTES_MAX} bytes");
            return Err(Error::new(Status::ReservationNotFound, text));
        }
        let Request { count, version, exact, .. } = *request;
        Ok(Self { feature, count, version, exact, reservation })
    }

    /// The features of an atomic request.
    pub(crate) fn parse_all(requests: &[Request]) -> Result<Vec<Self>, Error> {
        if !(1..=ATOMIC_FEATURES_MAX).contains(&requests.len()) {
            let text = format!(
                "{} features in one request, 1 to {ATOMIC_FEATURES_MAX} are possible",
                requests.len()
            );
            return Err(Error::new(Status::ProtocolError, text));
        }
        requests.iter().map(Self::parse).collect()
    }
}
