//! GRA-01.

use super::*;

fn verified(text: &str) -> Arc<Verified<License>> {
    vendor().verified("f1", "S-1", &settings(text))
}

fn served(client: &Offline, license: &Arc<Verified<License>>, wall_ms: u64) {
    client.remember(at(wall_ms), std::iter::once(&**license));
}

fn take(client: &Offline, wall_ms: u64) -> Result<(), Status> {
    checkout(client, at(wall_ms), &[wish("f1", 1)], unreachable()).map(|seats| {
        assert_eq!(seats[0].source, Source::Grace);
    })
}

/// GRA-01: a ticket after each successful checkout, a run that is never reset, seven days of block.
#[test]
fn gra_01_the_life_of_a_grace() {
    let stage = Stage::new();
    let license = verified("COUNT=5 GRACE=10");
    let used = Err(Status::GraceUsed);
    let none = Err(Status::ServerUnreachable);
    let over_ms = 10 * HOUR_MS;
    let free_ms = over_ms + 7 * DAY_MS;
    // Each step: after so many milliseconds, whether a server served just before, what comes of it.
    for (after_ms, was_served, expected) in [
        (0, false, none),
        (0, true, Ok(())),
        (over_ms - 1, false, Ok(())),
        // A server that comes back does not set grace back.
        (over_ms - 1, true, Ok(())),
        (over_ms, false, used),
        (over_ms, true, used),
        (free_ms - 1, false, used),
        (free_ms, false, Ok(())),
        (free_ms + over_ms - 1, false, Ok(())),
        (free_ms + over_ms, false, used),
        // Blocked no more, but no server was reached since grace began.
        (free_ms + free_ms, false, none),
        (free_ms + free_ms, true, Ok(())),
    ] {
        let client = stage.client();
        if was_served {
            served(&client, &license, NOON_MS + after_ms);
        }
        assert_eq!(take(&client, NOON_MS + after_ms), expected, "{after_ms} {was_served}");
    }
}

/// GRA-01: only silence of every server begins it.
#[test]
fn gra_01_a_denial_does_not_fall_through() {
    for (status, expected) in [
        (Status::ServerUnreachable, Ok(vec![Source::Grace])),
        (Status::TimedOut, Err(Status::TimedOut)),
        (Status::NotEnoughSeats, Err(Status::NotEnoughSeats)),
        (Status::DeniedByRule, Err(Status::DeniedByRule)),
        (Status::Expired, Err(Status::Expired)),
        (Status::FeatureNotFound, Err(Status::FeatureNotFound)),
        (Status::ServerBusy, Err(Status::ServerBusy)),
        (Status::ServerNotGenuine, Err(Status::ServerNotGenuine)),
    ] {
        let stage = Stage::new();
        let client = stage.client();
        served(&client, &verified("COUNT=5 GRACE=10"), NOON_MS);
        let found = checkout(&client, at(NOON_MS), &[wish("f1", 1)], refused(status));
        assert_eq!(sources(found), expected, "{status}");
    }
    let stage = Stage::new();
    let client = stage.client();
    served(&client, &verified("COUNT=5 GRACE=10"), NOON_MS);
    let attempt =
        |name: &str, status| Answered::by_server(crate::error::Attempt::new(name, status, ""), Vec::new());
    let mixed = vec![attempt("a", Status::ServerUnreachable), attempt("b", Status::NotEnoughSeats)];
    let found = checkout(&client, at(NOON_MS), &[wish("f1", 1)], Error::among(mixed));
    assert_eq!(sources(found), Err(Status::NotEnoughSeats));
    let nobody = checkout(&client, at(NOON_MS), &[wish("f1", 1)], Error::among(Vec::new()));
    assert_eq!(sources(nobody), Err(Status::ServerUnreachable), "without servers none is lost");
}

/// GRA-01: what the license and the program say.
#[test]
fn gra_01_terms() {
    let day = Status::Expired;
    for (text, allowed, asked, expected) in [
        ("COUNT=5 GRACE=10", true, wish("f1", 5), Ok(vec![Source::Grace])),
        ("COUNT=5 GRACE=10", true, wish("f1", 6), Err(Status::NotEnoughSeats)),
        ("COUNT=UNLIMITED GRACE=10", true, wish("f1", 600), Ok(vec![Source::Grace])),
        ("COUNT=5 GRACE=10", false, wish("f1", 1), Err(Status::ServerUnreachable)),
        ("COUNT=5", true, wish("f1", 1), Err(Status::ServerUnreachable)),
        ("COUNT=5 GRACE=10", true, wish("f2", 1), Err(Status::ServerUnreachable)),
        ("COUNT=5 GRACE=10 END=2026-02-28", true, wish("f1", 1), Err(day)),
        ("COUNT=5 GRACE=10 END=2026-03-01", true, wish("f1", 1), Ok(vec![Source::Grace])),
    ] {
        let mut stage = Stage::new();
        stage.terms.grace = allowed;
        let client = stage.client();
        served(&client, &verified(text), NOON_MS - DAY_MS);
        let found = checkout(&client, at(NOON_MS), &[asked], unreachable());
        assert_eq!(sources(found), expected, "{text}");
    }
}

/// TIM-07: SYSTEMCLOCKCHECK holds for grace too.
#[test]
fn tim_07_grace_and_the_clock() {
    let stage = Stage::new();
    let client = stage.client();
    served(&client, &verified("COUNT=5 GRACE=10 SYSTEMCLOCKCHECK=TRUE"), NOON_MS);
    assert_eq!(take(&client, NOON_MS - DAY_MS - 1), Err(Status::ClockRollback));
    assert_eq!(take(&client, NOON_MS), Ok(()));
}

/// GRA-01: seats from grace say so, in an event and in themselves; several features need grace each.
#[test]
fn gra_01_grace_is_visible() {
    let stage = Stage::new();
    let client = stage.client();
    served(&client, &verified("COUNT=5 GRACE=10"), NOON_MS);
    let wishes = [wish("f1", 1), wish("f2", 1)];
    let both = client.fall_back(at(NOON_MS), &wishes, unreachable(), Vec::new());
    assert_eq!(both.map(|_| ()).unwrap_err().status(), Status::ServerUnreachable);
    let later = at(NOON_MS + HOUR_MS);
    served(&client, &vendor().verified("f2", "S-2", &settings("COUNT=5 GRACE=20")), NOON_MS);
    let (seats, events) = client.fall_back(later, &wishes, unreachable(), Vec::new()).unwrap();
    let grace = |feature: &str, hours: u64| Event::Grace {
        feature: feature.into(),
        until_ms: later.wall_ms + hours * HOUR_MS,
    };
    assert_eq!(events, [grace("f1", 10), grace("f2", 20)]);
    assert_eq!(
        seats.iter().map(|seat| seat.until_ms).collect::<Vec<_>>(),
        [10, 20].map(|hours| Some(later.wall_ms + hours * HOUR_MS)),
        "nothing had begun while one of them had no grace"
    );
}

/// GRA-01: only a license that the vendor signed is kept grace by.
#[test]
fn gra_01_a_forged_license_gives_no_grace() {
    let mut grace = Grace::default();
    let forged = license("f1", "COUNT=5 GRACE=10").to_xml().replace("GRACE=\"10\"", "GRACE=\"168\"");
    grace.ticket = Some(forged);
    let moment = Moment { wall_ms: NOON_MS, latest_ms: 0 };
    let mercy = grace.judge(&wish("f1", 1), &vendor().keyring(), moment);
    assert!(matches!(mercy, Mercy::Refuses((Status::BadSignature, _))), "{mercy:?}");
}
