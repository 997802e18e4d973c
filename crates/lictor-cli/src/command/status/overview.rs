//! The report for people: features and their users, then who waits and who was denied.

use std::collections::BTreeMap;

use lictor_client::{
    Borrow, FeatureRow, Holder, LeaseRow, LocalFeature, ServerInfo, ServerStatus, SessionRow, WaiterRow,
};
use lictor_types::SessionId;

use crate::table::Table;
use crate::{document, seats};

type Sessions<'a> = BTreeMap<SessionId, &'a SessionRow>;

/// One server, or why it could not be asked.
pub(super) fn render(info: &ServerInfo) -> String {
    let status = match &info.status {
        Ok(status) => status,
        Err(error) => return format!("{}: {}: {error}", info.server, error.status()),
    };
    let vendors: Vec<&str> = status.vendors.iter().map(|vendor| vendor.as_str()).collect();
    let head = format!(
        "{}: {}, up {}, vendors {}\nserver key {} ({})",
        info.server,
        status.software,
        duration(status.uptime_seconds),
        vendors.join(" "),
        document::server_key(&status.key),
        status.identity.code().replace('_', " ")
    );
    let unserved = unserved(&status.sessions, &status.waiters);
    let unserved = unserved.map(|table| format!("\n\n{table}")).unwrap_or_default();
    format!("{head}\n{}{unserved}", features(status))
}

/// What this machine has without a server; nothing if that is nothing.
pub(super) fn own(borrowed: &[Borrow], local: &[LocalFeature]) -> Option<String> {
    let mut table = Table::new(&["on this machine", "version", "seats", "until", "from"]);
    for borrow in borrowed {
        table.row([
            format!("{}/{}", borrow.vendor, borrow.feature),
            borrow.version.to_string(),
            format!("{} borrowed", borrow.count),
            document::instant(borrow.until_ms).unwrap_or_default(),
            borrow.server.clone(),
        ]);
    }
    for license in local {
        let unusable = || format!("{}: {}", license.status, license.text);
        table.row([
            format!("{}/{}", license.vendor, license.feature),
            license.version.to_string(),
            if license.status.is_success() { "local".to_string() } else { unusable() },
            license.end.map_or_else(|| "never".to_string(), |end| end.to_string()),
            license.source.clone(),
        ]);
    }
    (!borrowed.is_empty() || !local.is_empty()).then(|| table.to_string())
}

fn features(status: &ServerStatus) -> Table {
    let mut table = Table::new(&["feature", "version", "type", "used", "free", "expires", "users"]);
    let sessions = status.sessions.iter().map(|row| (row.session, row)).collect();
    for row in &status.features {
        table.row([
            format!("{}/{}", row.vendor, row.feature),
            row.version.map(|version| version.to_string()).unwrap_or_default(),
            row.key_type.to_string(),
            format!("{}/{}", row.used, row.seats),
            seats::free(row.seats, row.used, row.reserved).to_string().trim_matches('"').to_string(),
            row.end.map_or_else(|| "never".to_string(), |end| end.to_string()),
            users(row, &status.leases, &sessions),
        ]);
    }
    table
}

/// `ann@ws1:2 bob@ws2 (borrowed)`
fn users(row: &FeatureRow, leases: &[LeaseRow], sessions: &Sessions<'_>) -> String {
    let leases = leases.iter().filter(|lease| lease.pool == row.pool);
    leases.map(|lease| user(lease, sessions)).collect::<Vec<_>>().join(" ")
}

fn user(lease: &LeaseRow, sessions: &Sessions<'_>) -> String {
    let who = match &lease.holder {
        Holder::Session(session) => {
            sessions.get(session).map_or_else(|| session.to_string(), |row| name(row))
        }
        Holder::Person { user, host, .. } => format!("{user}@{host}"),
    };
    let count = if lease.count == 1 { String::new() } else { format!(":{}", lease.count) };
    let how = match (lease.borrowed_until_ms, lease.held_until_ms) {
        (Some(_), _) => " (borrowed)",
        (None, Some(_)) => " (on hold)",
        (None, None) => "",
    };
    format!("{who}{count}{how}")
}

/// Who waits, and the last denial of each session that got one; none if there is nobody.
fn unserved(sessions: &[SessionRow], waiters: &[WaiterRow]) -> Option<Table> {
    let mut table = Table::new(&["user", "waits for", "place", "last denial"]);
    let mut is_empty = true;
    for session in sessions {
        let mut denial = session.denied.as_ref().map(|denied| {
            let at = document::instant(denied.at_ms).unwrap_or_default();
            format!("{} of {}: {} at {at}", denied.requested, denied.feature, denied.status)
        });
        for waiter in waiters.iter().filter(|waiter| waiter.session == session.session) {
            let denial = denial.take().unwrap_or_default();
            table.row([name(session), wanted(waiter), waiter.position.to_string(), denial]);
            is_empty = false;
        }
        if let Some(denial) = denial {
            table.row([name(session), String::new(), String::new(), denial]);
            is_empty = false;
        }
    }
    (!is_empty).then_some(table)
}

/// `cad:2 mesh`
fn wanted(waiter: &WaiterRow) -> String {
    let features = waiter.features.iter().map(|(feature, count)| match count {
        1 => feature.to_string(),
        _ => format!("{feature}:{count}"),
    });
    features.collect::<Vec<_>>().join(" ")
}

fn name(row: &SessionRow) -> String {
    format!("{}@{}", row.user, row.host)
}

fn duration(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes}m {}s", seconds % 60),
        (0, _) => format!("{hours}h {minutes}m"),
        (_, _) => format!("{days}d {hours}h"),
    }
}

#[cfg(test)]
mod tests {
    use lictor_client::DenialRow;
    use lictor_types::{FeatureName, LeaseId, PoolId, RequestId, Status};

    use super::*;

    fn session(slot: u32, user: &str, denied: Option<DenialRow>) -> SessionRow {
        SessionRow {
            session: SessionId::new(slot, 1),
            vendor: None,
            user: user.to_string(),
            host: "ws1".to_string(),
            address: "192.0.2.17".to_string(),
            pid: 1,
            project: String::new(),
            custom: String::new(),
            since_ms: 0,
            attached: true,
            denied,
        }
    }

    #[test]
    fn durations_show_the_two_largest_units() {
        for (seconds, expected) in
            [(0, "0m 0s"), (61, "1m 1s"), (3600, "1h 0m"), (7384, "2h 3m"), (86_400 * 3 + 7384, "3d 2h")]
        {
            assert_eq!(duration(seconds), expected);
        }
    }

    /// BOR-01, HLD-01: seats that no session holds are told apart.
    #[test]
    fn bor_01_hld_01_users() {
        let ann = session(1, "ann", None);
        let sessions = BTreeMap::from([(ann.session, &ann)]);
        let bob = Holder::Person { user: "bob".into(), host: "ws2".into(), custom: String::new() };
        for (holder, count, until, expected) in [
            (Holder::Session(SessionId::new(1, 1)), 1, (None, None), "ann@ws1"),
            (Holder::Session(SessionId::new(2, 1)), 3, (None, None), "s2.1:3"),
            (bob.clone(), 2, (Some(1), None), "bob@ws2:2 (borrowed)"),
            (bob, 1, (None, Some(1)), "bob@ws2 (on hold)"),
        ] {
            let lease = LeaseRow {
                lease: LeaseId::new(1, 1),
                pool: PoolId(1),
                holder,
                count,
                project: String::new(),
                since_ms: 0,
                borrowed_until_ms: until.0,
                held_until_ms: until.1,
            };
            assert_eq!(user(&lease, &sessions), expected);
        }
    }

    /// QUE-02, OUT-04: who waits at which place, and the last denial; nothing if there is nobody.
    #[test]
    fn que_02_out_04_waiting_and_denied() {
        let denied =
            DenialRow { feature: "cad".to_string(), status: Status::NotEnoughSeats, requested: 9, at_ms: 0 };
        let feature = |name| FeatureName::parse(name).unwrap();
        let waiter = WaiterRow {
            session: SessionId::new(1, 1),
            request: RequestId(7),
            features: vec![(feature("cad"), 2), (feature("mesh"), 1)],
            position: 3,
            since_ms: 0,
            until_ms: 60_000,
        };
        let sessions = [session(1, "ann", None), session(2, "bob", Some(denied)), session(3, "eve", None)];
        let table = unserved(&sessions, &[waiter]).map(|table| table.to_string());
        let expected = "\
USER     WAITS FOR   PLACE  LAST DENIAL
ann@ws1  cad:2 mesh  3
bob@ws1                     9 of cad: not_enough_seats at 1970-01-01T00:00:00Z";
        assert_eq!(table.as_deref(), Some(expected));
        assert!(unserved(&sessions[2..], &[]).is_none());
    }
}
