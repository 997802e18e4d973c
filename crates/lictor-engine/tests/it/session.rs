//! Sessions as far as the ledger decides them (section 11).

use crate::script::check;

/// SES-01: a valid resume takes over; the older connection's end then does nothing.
#[test]
fn ses_01_resume_takes_over() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3
        load
        open ann
        ann out f1 x2          => granted f1 x2, 2/3
        ann resume wrong       => ann resumed Err(SessionLost)
        ann resume acked 1 held f1:2 => ann taken over 1; ann resumed Ok(2), kept x2
        ann out f1 x1          => granted f1 x1 held 3, 3/3
        ",
    );
}

/// SES-01: only the current attachment can be lost, and only once.
#[test]
fn ses_01_stale_detach_does_nothing() {
    use crate::world::World;
    use lictor_engine::{Command, DetachCause, OpenSession, ResumeSession};
    use lictor_types::{Identity, RequestId, SessionId};

    let mut world = World::new();
    let identity = Identity::default();
    world.apply(Command::Open(OpenSession {
        secret_hash: [7; 32],
        identity: &identity,
        vendor: None,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    }));
    let session = SessionId::new(0, 0);
    let resume = ResumeSession { session, secret_hash: [7; 32], acked: RequestId(0), cancel: &[], held: &[] };
    world.apply(Command::Resume(resume));
    let cause = DetachCause::Disconnected;
    for (epoch, keep_ms, records, deadline) in
        [(1, 0, 0, None), (1, 9, 0, None), (2, 9, 1, Some(1_009)), (2, 5, 0, Some(1_009))]
    {
        let outputs = world.apply(Command::Detach { session, epoch, cause, keep_ms });
        assert_eq!((outputs, world.recorded().0, world.ledger.next_deadline()), (vec![], records, deadline));
    }
}

/// SES-02, SES-03: a lost connection frees the seats after its grace, at once if there is none.
#[test]
fn ses_02_ses_03_lost_connections() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3
        load
        open ann
        open bob
        open cat
        ann out f1 x1
        bob out f1 x1
        cat out f1 x1
        ann detach 0         => ann closed Disconnected x1
        bob detach 0 silent  => bob closed Silent x1
        cat detach 500
        pool f1              => 1/3 rev 1
        wait 499
        tick                 =>
        wait 1
        tick                 => cat closed NotResumed x1
        ann out f1 x1        => refused session_lost
        ann resume           => ann resumed Err(SessionLost)
        ann close            =>
        pool f1              => 0/3 rev 1
        ",
    );
}

/// SES-04: after a restart sessions and leases are still there; nobody else gets the seats within
/// the window; what does not come back is released.
#[test]
fn ses_04_restart() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3
        load
        open ann
        open bob
        open cat
        ann out f1 x1 => granted f1 x1, 1/3
        bob out f1 x1 => granted f1 x1, 2/3
        cat out f1 x1 => granted f1 x1, 3/3
        restart
        start 120000
        cat close     => cat closed Goodbye x1
        wait 119999
        tick          =>
        ann resume acked 1 held f1:1 => ann resumed Ok(2), kept x1
        open dan
        dan out f1 x1 => granted f1 x1, 3/3
        dan out f1 x1 => denied not_enough_seats x1, 3/3, session_end at 120000
        wait 1
        tick          => bob closed NotResumed x1
        tick          =>
        dan out f1 x1 => granted f1 x1 held 2, 3/3
        ann holds     => f1 x1
        ",
    );
}

/// SES-04, OUT-05: a resume abandons what the client stopped waiting for, and says what is kept,
/// lost and surplus, and which answers it may not have.
#[test]
fn ses_04_resume_compares() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9
        license B f2 exclusive x9
        load
        open ann
        ann#1/0 out f1 x2 => granted f1 x2, 2/9
        ann#2/1 out f1 x3 => granted f1 x3 held 5, 5/9
        ann#3/1 out f2 x4 => granted f2 x4, 4/9
        ann detach 1000
        ann resume acked 1 cancel 2 cancel 4 held f1:3 => ann resumed Ok(2), kept x2, lost x1, surplus x4, 2: refused timed_out, 3: granted f2 x4, 4/9, 4: refused timed_out
        ann#4/1 out f1 x1 => refused timed_out
        ann#5/4 out f1 x1 => granted f1 x1 held 3, 3/9
        ",
    );
}

/// An administrator's release ends the session as a goodbye does.
#[test]
fn an_administrator_releases() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9
        license B f2 exclusive x9
        load
        open ann
        ann out f1 x2
        ann out f2 x3
        ann release   => ann closed Released x5
        ann release   =>
        pool f1       => 0/9 rev 1
        ",
    );
}
