//! TRI-01.

use super::*;

fn stage(trial: Trial) -> Stage {
    let mut stage = Stage::new();
    stage.terms.trial = Some(trial);
    stage
}

fn take(client: &Offline, wall_ms: u64) -> Result<Option<u64>, Status> {
    checkout(client, at(wall_ms), &[wish("f1", 1)], unreachable()).map(|seats| {
        assert_eq!(seats[0].source, Source::Trial);
        seats[0].until_ms
    })
}

/// TRI-01: days from the first use, which a clock that is set back does not give back.
#[test]
fn tri_01_days() {
    let stage = stage(Trial { days: Some(30), ..Trial::default() });
    let end_ms = NOON_MS + 30 * DAY_MS;
    for (wall_ms, expected) in [
        (NOON_MS, Ok(Some(end_ms))),
        (end_ms - 1, Ok(Some(end_ms))),
        (end_ms, Err(Status::TrialOver)),
        (end_ms + DAY_MS, Err(Status::TrialOver)),
    ] {
        assert_eq!(take(&stage.client(), wall_ms), expected, "{wall_ms}");
    }
    let stage = self::stage(Trial { days: Some(30), ..Trial::default() });
    assert_eq!(take(&stage.client(), NOON_MS), Ok(Some(end_ms)));
    assert_eq!(take(&stage.client(), end_ms - HOUR_MS), Ok(Some(end_ms)));
    assert_eq!(
        take(&stage.client(), NOON_MS - 90 * DAY_MS),
        Ok(Some(end_ms)),
        "judged by the latest time seen"
    );
}

/// TRI-01: a start is a client that uses the feature, however often.
#[test]
fn tri_01_starts() {
    let stage = stage(Trial { starts: Some(2), ..Trial::default() });
    for expected in [Ok(None), Ok(None), Err(Status::TrialOver), Err(Status::TrialOver)] {
        let client = stage.client();
        assert_eq!(take(&client, NOON_MS), expected);
        assert_eq!(take(&client, NOON_MS), expected);
    }
    let both = self::stage(Trial { starts: Some(1), days: Some(1), ..Trial::default() });
    let client = both.client();
    assert_eq!(take(&client, NOON_MS), Ok(Some(NOON_MS + DAY_MS)));
    assert_eq!(take(&client, NOON_MS + DAY_MS), Err(Status::TrialOver));
    assert_eq!(take(&self::stage(Trial::default()).client(), NOON_MS), Err(Status::TrialOver));
}

/// TRI-01: not in a virtual machine, unless allowed.
#[test]
fn tri_01_virtual_machines() {
    for (virtual_machine, allowed, expected) in
        [(false, false, Ok(None)), (true, false, Err(Status::VirtualMachine)), (true, true, Ok(None))]
    {
        let mut stage = stage(Trial { starts: Some(1), virtual_machines: allowed, ..Trial::default() });
        stage.virtual_machine = virtual_machine;
        assert_eq!(take(&stage.client(), NOON_MS), expected, "{virtual_machine} {allowed}");
    }
}

/// TRI-01: a record that was changed ends the trial, for good.
#[test]
fn tri_01_tampering_ends_it() {
    let stage = stage(Trial { starts: Some(9), ..Trial::default() });
    assert_eq!(take(&stage.client(), NOON_MS), Ok(None));
    for path in stage.records() {
        if path.file_name().unwrap().to_str().unwrap().starts_with("trial-") {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[30] ^= 1;
            std::fs::write(path, bytes).unwrap();
        }
    }
    for _ in 0..3 {
        assert_eq!(take(&stage.client(), NOON_MS), Err(Status::TrialOver));
    }
}

/// TRI-01, SES-06: a trial is for who has no license: a server that has one decides.
#[test]
fn tri_01_after_the_servers() {
    for (status, expected) in [
        (Status::ServerUnreachable, Ok(vec![Source::Trial])),
        (Status::FeatureNotFound, Ok(vec![Source::Trial])),
        (Status::NotEnoughSeats, Err(Status::NotEnoughSeats)),
        (Status::Expired, Err(Status::Expired)),
    ] {
        let client = stage(Trial { days: Some(1), ..Trial::default() }).client();
        let found = checkout(&client, at(NOON_MS), &[wish("f1", 1)], refused(status));
        assert_eq!(sources(found), expected, "{status}");
    }
}
