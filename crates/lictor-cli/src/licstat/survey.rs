//! From the answers of servers to what the layouts show.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use lictor_client::{Attempt, FeatureRow, Holder, LeaseRow, ServerInfo, ServerStatus, SessionRow};
use lictor_types::SessionId;

use super::{Answer, Feature, Person, Report, Server, Site, Usage, User};

#[cfg(test)]
mod tests;

/// What servers answered and what did not answer, with instants as clocks of this zone show them.
/// Files and directories of the path are no servers.
pub(crate) fn survey(servers: &[ServerInfo], silent: &[Attempt], zone: &TimeZone) -> Site {
    let answered = servers.iter().filter_map(|info| {
        let answer = match &info.status {
            Ok(status) => Answer::Report(report(status, zone)),
            Err(error) => Answer::Silence(error.status()),
        };
        Some(Server { place: place(&info.server)?, answer })
    });
    let silent = silent.iter().filter_map(|attempt| {
        Some(Server { place: place(&attempt.source)?, answer: Answer::Silence(attempt.status) })
    });
    Site { servers: answered.chain(silent).collect() }
}

/// `port@host`. A Unix socket is of this machine and has no port.
fn place(source: &str) -> Option<String> {
    if source.starts_with("unix:") {
        return Some("0@localhost".to_string());
    }
    let (host, port) = source.rsplit_once(':')?;
    Some(format!("{port}@{host}"))
}

fn report(status: &ServerStatus, zone: &TimeZone) -> Report {
    let holders = Holders::new(&status.leases, &status.sessions, zone);
    Report {
        version: status.software.rsplit(' ').next().unwrap_or_default().to_string(),
        uptime_seconds: status.uptime_seconds,
        features: status.features.iter().map(|row| feature(row, &holders)).collect(),
    }
}

fn feature(row: &FeatureRow, holders: &Holders<'_>) -> Feature {
    Feature {
        name: row.feature.as_str().to_string(),
        version: row.version,
        vendor: row.vendor.as_str().to_string(),
        start: row.start,
        end: row.end,
        key_type: row.key_type,
        sharing: row.share.clone(),
        used: row.used,
        seats: row.seats,
        denied: row.denied,
        users: holders.users(row),
    }
}

/// Who holds the seats of one server.
struct Holders<'a> {
    leases: &'a [LeaseRow],
    sessions: BTreeMap<SessionId, &'a SessionRow>,
    zone: &'a TimeZone,
}

impl<'a> Holders<'a> {
    fn new(leases: &'a [LeaseRow], sessions: &'a [SessionRow], zone: &'a TimeZone) -> Self {
        Self { leases, sessions: sessions.iter().map(|row| (row.session, row)).collect(), zone }
    }

    /// Seats that stay charged after a checkin (HLD-01) are in use by nobody, so they have no user.
    fn users(&self, row: &FeatureRow) -> Vec<User> {
        let leases = self.leases.iter().filter(|lease| lease.pool == row.pool);
        leases.filter(|lease| lease.held_until_ms.is_none()).map(|lease| self.user(lease)).collect()
    }

    fn user(&self, lease: &'a LeaseRow) -> User {
        let (person, login_ms) = self.person(lease);
        let usage = match lease.borrowed_until_ms {
            Some(until) => Usage::Borrowed { until: self.civil(until) },
            None => Usage::Connected { login: self.civil(login_ms), checkout: self.civil(lease.since_ms) },
        };
        User::new(person, lease.count, usage)
    }

    /// Who has the lease, and since when they are there. A session that ended between two answers of
    /// the server is there as long as its lease.
    fn person(&self, lease: &'a LeaseRow) -> (Person<'a>, u64) {
        let nobody = Person { user: "", host: "", address: "", custom: "" };
        match &lease.holder {
            Holder::Person { user, host, custom } => {
                (Person { user, host, custom, ..nobody }, lease.since_ms)
            }
            Holder::Session(session) => match self.sessions.get(session) {
                Some(row) => {
                    let (user, host) = (&row.user, &row.host);
                    let (address, custom) = (&row.address, &row.custom);
                    (Person { user, host, address, custom }, row.since_ms)
                }
                None => (nobody, lease.since_ms),
            },
        }
    }

    /// What a clock of the zone shows; an instant that no clock shows is the first it can.
    fn civil(&self, milliseconds: u64) -> DateTime {
        let instant = i64::try_from(milliseconds).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
        self.zone.to_datetime(instant.unwrap_or(Timestamp::UNIX_EPOCH))
    }
}
