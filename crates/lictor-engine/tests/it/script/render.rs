//! What the ledger puts out, as text.

use lictor_engine::{Holding, Ledger, LedgerEvent, Outcome, Output, PoolView};
use lictor_types::{Answer, Denial, Grant, PoolId, SessionId, When};

use crate::world::BEGIN_MS;

/// `f1` for the exclusive pool, `f1+SERIAL` for an additive one.
pub(crate) fn pool_name(ledger: &Ledger, pool: PoolId) -> String {
    let Some(view) = ledger.pool(pool) else { return "nothing".into() };
    match view.serial {
        Some(serial) => format!("{}+{serial}", view.name),
        None => view.name.to_string(),
    }
}

pub(crate) fn pool(view: &PoolView<'_>) -> String {
    let mut text = format!("{}/{} rev {}", view.used, view.seats, view.rev);
    if view.reserved > 0 {
        text += &format!(" reserved {}", view.reserved);
    }
    if view.base.is_none() {
        text += &format!(" absent {}", view.absent);
    }
    match view.seats.over_committed(view.used) {
        0 => text,
        over => format!("{text} over-committed {over}"),
    }
}

/// State, reason and the other license of each license.
pub(crate) fn licenses(ledger: &Ledger) -> String {
    let entries = &ledger.feature_set().licenses;
    let serial = |license: u32| entries[license as usize].serial.to_string();
    let texts: Vec<_> = ledger
        .licenses()
        .map(|view| {
            let mut text = format!("{} {}", serial(view.license), view.state);
            if view.reason.code() != "none" {
                text += &format!(" {}", view.reason);
            }
            if let Some(other) = view.other {
                text += &format!(" {}", serial(other));
            }
            text
        })
        .collect();
    texts.join(", ")
}

/// What was put out; an answer to somebody else than who asked is told with the name.
pub(crate) fn output(
    ledger: &Ledger,
    name: &dyn Fn(SessionId) -> String,
    asking: Option<SessionId>,
    output: &Output,
) -> String {
    match output {
        Output::Answer { session, answer: found, .. } if asking == Some(*session) => answer(ledger, found),
        Output::Answer { session, answer: found, .. } => {
            format!("{}: {}", name(*session), answer(ledger, found))
        }
        Output::Opened(Ok(session)) => format!("opened {session}"),
        Output::Opened(Err(status)) => format!("not opened {status}"),
        Output::Resumed { session, epoch, kept, lost, surplus, answers } => {
            let mut text = format!("{} resumed {epoch:?}", name(*session));
            for (word, holdings) in [("kept", kept), ("lost", lost), ("surplus", surplus)] {
                for Holding { count, .. } in holdings {
                    text += &format!(", {word} x{count}");
                }
            }
            for (request, found) in answers {
                text += &format!(", {request}: {}", answer(ledger, found));
            }
            text
        }
        Output::Event(LedgerEvent::SessionClosed { session, cause, released }) => {
            format!("{} closed {cause:?} x{released}", name(*session))
        }
        Output::Event(LedgerEvent::TakenOver { session, epoch }) => {
            format!("{} taken over {epoch}", name(*session))
        }
        Output::Event(LedgerEvent::LeaseLost { session, count, .. }) => {
            format!("{} lost x{count}", name(*session))
        }
        Output::Event(LedgerEvent::PoolChanged { pool, pool_rev }) => {
            format!("{} changed {pool_rev}", pool_name(ledger, *pool))
        }
        Output::Event(LedgerEvent::LicensesJudged) => "judged".into(),
        Output::Position { session, position, .. } => format!("{} waits {position}", name(*session)),
        Output::Ordered(Outcome::Reserved { pool, .. }) => {
            format!("reserved in {}", pool_name(ledger, *pool))
        }
        Output::Ordered(Outcome::Freed(count)) => format!("freed {count}"),
        Output::Ordered(Outcome::TooSoon { until_ms }) => format!("too soon until {}", since(*until_ms)),
        Output::Ordered(Outcome::Refused(status)) => format!("refused {status}"),
    }
}

fn answer(ledger: &Ledger, answer: &Answer) -> String {
    match answer {
        Answer::Granted(found) => format!("{} {}", found.status(), grant(ledger, found)),
        Answer::GrantedAll(grants) => {
            let grants: Vec<_> = grants.iter().map(|found| grant(ledger, found)).collect();
            format!("{} {}", answer.status(), grants.join(" and "))
        }
        Answer::Denied(found) => format!("denied {}", denial(ledger, found)),
        Answer::DeniedAll(denials) => {
            let denials: Vec<_> = denials.iter().map(|found| denial(ledger, found)).collect();
            format!("denied all: {}", denials.join(" and "))
        }
        Answer::CheckedIn { released, held } => format!("released {released} held {held}"),
        Answer::Cancelled { freed } => format!("cancelled {freed}"),
        Answer::Borrowed(found) => {
            format!("borrowed {} until {}", grant(ledger, &found.grant), since(found.until_ms))
        }
        Answer::Returned { freed } => format!("returned {freed}"),
        Answer::Refused(status) => format!("refused {status}"),
    }
}

/// The pool, the seats granted, and the pool's use; what the lease holds if it is more.
fn grant(ledger: &Ledger, grant: &Grant) -> String {
    let held = if grant.held == grant.count { String::new() } else { format!(" held {}", grant.held) };
    format!("{} x{}{held}, {}/{}", pool_name(ledger, grant.pool), grant.count, grant.used, grant.seats)
}

pub(super) fn denial(ledger: &Ledger, denial: &Denial) -> String {
    let mut text = format!("{} x{}, {}/{}", denial.status, denial.requested, denial.used, denial.seats);
    if denial.reserved > 0 {
        text += &format!(" reserved {}", denial.reserved);
    }
    if let Some(rule) = denial.rule {
        text += &format!(" by {rule}");
    }
    if denial.waiting > 0 {
        text += &format!(" behind {}", denial.waiting);
    }
    if denial.pools_total > 1 {
        for found in &denial.pools {
            text += &format!(", {} {}", pool_name(ledger, found.pool), found.status);
        }
    }
    match denial.relief.map(|relief| (relief.what.code(), relief.at)) {
        None => text,
        Some((what, When::Instant(ms))) => format!("{text}, {what} at {}", since(ms)),
        Some((what, When::Day { zone, date })) => format!("{text}, {what} on {date} in zone {zone}"),
    }
}

/// A wall instant: hours since the beginning if it is whole hours, else milliseconds.
pub(super) fn since(wall_ms: u64) -> String {
    match wall_ms - BEGIN_MS {
        ms if ms > 0 && ms % 3_600_000 == 0 => format!("{}h", ms / 3_600_000),
        ms => ms.to_string(),
    }
}
