//! SES-05, SES-06: calls along the path, under a clock that the tests move.

use lictor_types::{
    Answer, Denial, FeatureName, FeatureRef, Identity, Operation, RequestId, Seats, SessionId,
};
use lictor_wire::{
    ClientMessage, Opened, PREFACE, ServerMessage, SessionSecret, Welcome, decode_client, frame,
};

use super::*;
use crate::mint::{key_pair, public_key};
use crate::path;
use crate::request::Wish;
use crate::session::Arrival;

const NOW: Now = Now { mono_ms: 1_000, wall_ms: 1_772_366_400_000 };
const LIMIT: Duration = Duration::from_secs(9);

fn agent(path: &str) -> Agent {
    let open = lictor_wire::Open {
        vendor: None,
        identity: Identity::default(),
        platform: String::new(),
        utc_offset_minutes: 0,
        host_ids: Vec::new(),
    };
    let profile = Arc::new(Profile { open, keyring: None, server_key_required: false });
    Agent::new(path::parse(path).unwrap(), &profile, || 1)
}

fn checkout() -> Errand {
    let feature = FeatureName::parse("f1").unwrap();
    Errand::Checkout(vec![Wish { feature, count: 1, version: None, exact: false, reservation: None }])
}

fn after(ms: u64) -> Now {
    Now { mono_ms: NOW.mono_ms + ms, wall_ms: NOW.wall_ms + ms }
}

fn refuse(agent: &mut Agent, now: Now, at: usize) {
    assert!(agent.servers[at].session.wants_link(now), "server {at} is asked");
    agent.servers[at].session.connecting(now);
    agent.lost(now, at, Failure::new(Status::ServerUnreachable, "connection refused"));
}

/// Brings a server's session to stand and answers everything asked with this status.
fn serve(agent: &mut Agent, now: Now, at: usize, status: Status) {
    let session = &mut agent.servers[at].session;
    if session.wants_link(now) {
        session.connecting(now);
        let key = Some(public_key(&key_pair(9)));
        session.connected(now, Arrival { nonce: [0; 32], key, record: None });
    }
    for _ in 0..4 {
        let session = &mut agent.servers[at].session;
        let bytes = std::mem::take(session.outbound());
        let mut rest = bytes.strip_prefix(PREFACE).unwrap_or(&bytes);
        while let Some((message, taken)) = frame::split(rest, 65_536).unwrap() {
            let mut answer = Vec::new();
            reply(&decode_client(message).unwrap(), status).encode(&mut answer);
            session.received(now, &answer);
            rest = &rest[taken..];
        }
        agent.drive(now);
    }
}

fn reply(message: &ClientMessage<'_>, status: Status) -> ServerMessage {
    match message {
        ClientMessage::Hello(_) => ServerMessage::Welcome(Welcome {
            revision: 1,
            software: String::new(),
            wall_ms: 0,
            proof: None,
            members: Vec::new(),
        }),
        ClientMessage::Open(_) => ServerMessage::Opened(Opened {
            session: SessionId::new(1, 0),
            secret: SessionSecret([0; 16]),
            lease_ms: 100_000,
            heartbeat_ms: 30_000,
            resume_window_ms: 120_000,
        }),
        ClientMessage::Requests(requests) => {
            if let [(request, Operation::Wait { .. })] = requests.operations.as_slice() {
                return ServerMessage::Event(lictor_wire::Event::Position { request: *request, position: 3 });
            }
            let answer = |(id, operation): &(RequestId, Operation<'_>)| {
                let answer = match operation {
                    Operation::Checkout(checkout) => {
                        assert_eq!(checkout.feature, FeatureRef::Name("f1"));
                        Answer::Denied(denial(status))
                    }
                    Operation::Cancel { .. } => Answer::Cancelled { freed: 0 },
                    Operation::CheckoutAll(_)
                    | Operation::Checkin { .. }
                    | Operation::CheckinFeature { .. }
                    | Operation::Wait { .. }
                    | Operation::Borrow { .. }
                    | Operation::Refresh { .. }
                    | Operation::Return { .. } => panic!("{operation:?}"),
                };
                (*id, answer)
            };
            ServerMessage::Answers(requests.operations.iter().map(answer).collect())
        }
        ClientMessage::Heartbeat { .. } => ServerMessage::Alive,
        ClientMessage::Resume(_) | ClientMessage::Query { .. } | ClientMessage::Goodbye => {
            panic!("{message:?}")
        }
    }
}

fn denial(status: Status) -> Denial {
    Denial {
        status,
        requested: 1,
        seats: Seats::Limited(2),
        used: 2,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 1,
        pools: Vec::new(),
    }
}

fn error(agent: &mut Agent, id: CallId) -> Error {
    agent.take(id).expect("the call is over").unwrap_err()
}

fn attempts(error: &Error) -> Vec<(&str, Status)> {
    error.attempts().iter().map(|attempt| (attempt.source.as_str(), attempt.status)).collect()
}

/// SES-06: all servers in the order of the path; the most telling answer is the error.
#[test]
fn ses_06_the_most_telling_error() {
    use Status::{Expired, FeatureNotFound, NotEnoughSeats, ServerUnreachable};
    for (first, second, told) in [
        (None, None, ServerUnreachable),
        (None, Some(NotEnoughSeats), NotEnoughSeats),
        (Some(NotEnoughSeats), Some(Expired), NotEnoughSeats),
        (Some(Expired), Some(NotEnoughSeats), NotEnoughSeats),
        (Some(FeatureNotFound), Some(Expired), Expired),
        (Some(FeatureNotFound), None, FeatureNotFound),
    ] {
        let mut agent = agent("a:1:./local.lic:b:2");
        let id = agent.start(NOW, checkout(), LIMIT);
        for (at, status) in [first, second].into_iter().enumerate() {
            match status {
                None => refuse(&mut agent, NOW, at),
                Some(status) => serve(&mut agent, NOW, at, status),
            }
        }
        let error = error(&mut agent, id);
        let statuses = [first, second].map(|status| status.unwrap_or(ServerUnreachable));
        let expected = [("a:1", statuses[0]), ("b:2", statuses[1])];
        assert_eq!(attempts(&error), expected);
        assert_eq!(error.status(), told);
        assert_eq!(error.is_denied(), told != ServerUnreachable);
    }
}

/// SES-05: no call is longer than its limit, and every server has its share of it.
#[test]
fn ses_05_a_call_keeps_its_limit() {
    let mut agent = agent("a:1:b:2:c:3");
    let id = agent.start(NOW, checkout(), LIMIT);
    let asked = |agent: &Agent, now| -> Vec<bool> {
        agent.servers().iter().map(|server| server.session.wants_link(now)).collect()
    };
    assert_eq!(asked(&agent, NOW), [true, false, false]);
    for (ms, expected) in
        [(2_999, [true, false, false]), (3_000, [false, true, false]), (6_000, [false, false, true])]
    {
        agent.drive(after(ms));
        assert_eq!(asked(&agent, after(ms)), expected);
    }
    agent.drive(after(8_999));
    assert!(agent.take(id).is_none());
    agent.drive(after(9_000));
    let error = error(&mut agent, id);
    assert_eq!(
        (error.status(), error.to_string()),
        (Status::ServerUnreachable, "no connection in time".to_owned())
    );
    assert_eq!(error.attempts().len(), 3);
    assert_eq!(asked(&agent, after(9_000)), [false, false, false]);
}

/// QUE-01: all servers are asked first, then the call waits at the first that has the feature, for its
/// wait and its limit. QUE-02: it hears its place.
#[test]
fn que_01_a_call_waits_at_the_first_that_has_the_feature() {
    use Status::{Expired, FeatureNotFound, NotEnoughSeats, TimedOut};
    for (statuses, waits_at, expected) in [
        (
            [FeatureNotFound, NotEnoughSeats, NotEnoughSeats],
            Some("b:2"),
            [FeatureNotFound, NotEnoughSeats, TimedOut],
        ),
        (
            [Expired, FeatureNotFound, FeatureNotFound],
            Some("a:1"),
            [FeatureNotFound, FeatureNotFound, TimedOut],
        ),
        ([FeatureNotFound; 3], None, [FeatureNotFound; 3]),
    ] {
        let mut agent = agent("a:1:b:2:c:3");
        let Errand::Checkout(wishes) = checkout() else { panic!() };
        let id = agent.start(NOW, Errand::Wait(wishes, 60_000), LIMIT);
        for (at, status) in statuses.into_iter().enumerate() {
            serve(&mut agent, NOW, at, status);
        }
        for at in 0..statuses.len() {
            serve(&mut agent, NOW, at, Status::Internal);
        }
        let place =
            |server: &str| Event::Queued { server: server.to_owned(), feature: "f1".to_owned(), position: 3 };
        assert_eq!(agent.event(), waits_at.map(place));
        agent.drive(after(68_999));
        assert_eq!(agent.calls[&id].result.is_none(), waits_at.is_some());
        agent.drive(after(69_000));
        let error = error(&mut agent, id);
        let found: Vec<Status> = attempts(&error).into_iter().map(|(_, status)| status).collect();
        assert_eq!(found, expected);
    }
}

/// SES-05: a server that stands and does not answer is timed out, not unreachable.
#[test]
fn ses_05_silence_is_a_time_out() {
    let mut agent = agent("a:1");
    let open = agent.start(NOW, Errand::Open, LIMIT);
    serve(&mut agent, NOW, 0, Status::Granted);
    assert!(matches!(agent.take(open), Some(Ok(Reply::Opened))));
    let id = agent.start(NOW, checkout(), LIMIT);
    agent.drive(after(9_000));
    assert_eq!(error(&mut agent, id).status(), Status::TimedOut);
}

/// SES-06: a server that failed a moment ago does not delay calls that another one can answer.
#[test]
fn ses_06_a_dead_server_is_passed_over() {
    let mut agent = agent("a:1:b:2");
    let open = agent.start(NOW, Errand::Open, LIMIT);
    refuse(&mut agent, NOW, 0);
    serve(&mut agent, NOW, 1, Status::Granted);
    assert!(matches!(agent.take(open), Some(Ok(Reply::Opened))));
    assert_eq!(agent.current().map(|server| server.name.as_str()), Some("b:2"));

    let id = agent.start(after(100), checkout(), LIMIT);
    serve(&mut agent, after(100), 1, Status::NotEnoughSeats);
    let expected = [("a:1", Status::ServerUnreachable), ("b:2", Status::NotEnoughSeats)];
    assert_eq!(attempts(&error(&mut agent, id)), expected);

    let later = after(30_000);
    serve(&mut agent, later, 1, Status::Granted);
    let id = agent.start(later, checkout(), LIMIT);
    assert!(agent.servers[0].session.wants_link(later), "it gets another chance");
    agent.forget(id);
    assert!(!agent.servers[0].session.wants_link(later));
}

/// `license_info` asks every server, and each has its answer or its error in its place.
#[test]
fn license_info_reports_every_server() {
    let mut agent = agent("a:1:b:2");
    let id = agent.start(NOW, Errand::Status, LIMIT);
    refuse(&mut agent, NOW, 1);
    assert!(agent.take(id).is_none());
    agent.drive(after(9_000));
    let Some(Ok(Reply::Status(reports))) = agent.take(id) else { panic!("not over") };
    let found: Vec<_> = reports
        .iter()
        .map(|report| (report.server.as_str(), report.status.as_ref().unwrap_err().to_string()))
        .collect();
    let expected = [("a:1", "no connection in time".to_owned()), ("b:2", "connection refused".to_owned())];
    assert_eq!(found, expected);
}

/// A closed client answers at once.
#[test]
fn a_closed_agent_refuses_calls() {
    let mut agent = agent("a:1");
    let open = agent.start(NOW, checkout(), LIMIT);
    agent.close(NOW, LIMIT);
    let late = agent.start(NOW, checkout(), LIMIT);
    for id in [open, late] {
        assert_eq!(error(&mut agent, id).status(), Status::SessionLost);
    }
    assert!(!agent.is_overdue(NOW) && agent.is_overdue(after(9_000)));
}
