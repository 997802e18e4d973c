//! Checkout and checkin (section 6).

use crate::script::check;

/// OUT-01: version at most the license's, equal if exact, any if none.
#[test]
fn out_01_versions() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9 version 2.5
        load
        open ann
        ann out f1 x1 v2.5        => granted f1 x1, 1/9
        ann out f1 x1 v1.9        => granted f1 x1 held 2, 2/9
        ann out f1 x1 v2.6        => denied version_too_high x1, 2/9
        ann out f1 x1 v3.0        => denied version_too_high x1, 2/9
        ann out f1 x1 v2.4 exact  => denied version_too_high x1, 2/9
        ann out f1 x1 v2.5 exact  => granted f1 x1 held 3, 3/9
        ann out f1 x1             => granted f1 x1 held 4, 4/9
        ann out f1 x0             => refused protocol_error
        ann out none x1           => denied feature_not_found x1, 0/0
        ann out F1 x1             => granted f1 x1 held 5, 5/9
        ",
    );
}

/// OUT-02: the whole count or nothing; several features all or none, the same one twice included.
#[test]
fn out_02_all_or_none() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3
        license B f2 exclusive x2
        license C f1 additive x1
        load
        open ann
        ann out f1 x4                => denied not_enough_seats x4, 0/3, f1 not_enough_seats, f1+C not_enough_seats
        ann all f1 x1, f2 x3         => denied all: granted x1, 0/3 and not_enough_seats x3, 0/2
        ann all f2 x3, f1 x1         => denied all: not_enough_seats x3, 0/2 and granted x1, 0/3
        ann holds                    =>
        ann all f1 x1, f2 x2         => granted f1 x1, 1/3 and f2 x2, 2/2
        ann all f1 x2, f1 x2         => denied all: granted x2, 1/3 and not_enough_seats x2, 3/3, f1 not_enough_seats, f1+C not_enough_seats
        ann all f1 x2, f1 x1         => granted f1 x2 held 3, 3/3 and f1+C x1, 1/1
        ann holds                    => f1+C x1, f2 x2, f1 x3
        ann in f1 x4                 => released 4 held 0
        ann in f2 x2                 => released 2 held 0
        ann all f2 x1, f1 x1, f1 x1  => granted f2 x1, 1/2 and f1 x1, 1/3 and f1 x1 held 2, 2/3
        pool f1                      => 2/3 rev 1
        ",
    );
}

/// OUT-03: a further request goes to the session's own leases' pools first; checkin takes from
/// the newest lease first; more than held changes nothing.
#[test]
fn out_03_own_leases_first() {
    check(
        "
        today 2026-03-01
        license E f1 exclusive x2
        license X f1 additive x5
        load
        open ann
        open bob
        bob out f1 x2      => granted f1 x2, 2/2
        ann out f1 x1      => granted f1+X x1, 1/5
        bob in f1 x2       => released 2 held 0
        ann out f1 x1      => granted f1+X x1 held 2, 2/5
        ann out f1 x4      => denied not_enough_seats x4, 2/5, f1+X not_enough_seats, f1 not_enough_seats
        ann return f1+X x3 => refused not_held
        ann in f1 x3       => refused not_held
        ann return f1 x1   => refused not_held
        ann in none x1     => refused not_held
        bob return f1+X x1 => refused not_held
        ann holds          => f1+X x2
        ann return f1+X x1 => released 1 held 1
        ann return f1+X all => released 1 held 0
        ann out f1 x1      => granted f1 x1, 1/2
        ann out f1 x2      => granted f1+X x2, 2/5
        ann in f1 all      => released 3 held 0
        ",
    );
}

/// OUT-04: relief is the head of what is known to come: a session about to be given up, before
/// the START of an upgrade.
#[test]
fn out_04_relief() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        license U f1 upgrade x1 from 2026-05-01
        license V f1 upgrade x1 from 2026-04-01
        load
        open ann
        open bob
        ann out f1 x2    => granted f1 x2, 2/2
        bob out f1 x1    => denied not_enough_seats x1, 2/2, start on 2026-04-01 in zone 0
        ann detach 5000
        bob out f1 x1    => denied not_enough_seats x1, 2/2, session_end at 5000
        wait 1000
        bob out f1 x1    => denied not_enough_seats x1, 2/2, session_end at 5000
        bob out f1 x1 v7.0 => denied version_too_high x1, 2/2
        ann resume held f1:2 => ann resumed Ok(2), kept x2, 1: granted f1 x2, 2/2
        bob out f1 x1    => denied not_enough_seats x1, 2/2, start on 2026-04-01 in zone 0
        ann in f1 x1     => released 1 held 1
        bob out f1 x1    => granted f1 x1, 2/2
        ",
    );
}

/// OUT-05: a repeat gets the first answer, takes nothing, and makes no record.
#[test]
fn out_05_repeats() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3
        load
        open ann
        ann#1/0 out f1 x2  => granted f1 x2, 2/3
        ann#1/0 out f1 x2  => granted f1 x2, 2/3
        records            => 0
        ann#2/0 out f1 x2  => denied not_enough_seats x2, 2/3
        ann#3/0 in f1 x1   => released 1 held 1
        ann#2/0 out f1 x2  => denied not_enough_seats x2, 2/3
        ann#3/0 in f1 x1   => released 1 held 1
        ann#4/0 in f1 x9   => refused not_held
        ann#5/0 out f1 x2  => granted f1 x2 held 3, 3/3
        ann#4/0 in f1 x9   => refused not_held
        restart
        ann#1/0 out f1 x2  => granted f1 x2, 2/3
        ann#6/4 out f1 x1  => denied not_enough_seats x1, 3/3
        ann#4/0 in f1 x9   => refused protocol_error
        ann#5/0 out f1 x2  => granted f1 x2 held 3, 3/3
        ann#9/9 out f1 x1  => refused protocol_error
        ann#0/0 out f1 x1  => refused protocol_error
        pool f1            => 3/3 rev 1
        ",
    );
}

/// OUT-05: with 32 answers not acknowledged nothing new is taken up.
#[test]
fn out_05_at_most_32_answers() {
    let mut table = String::from(
        "
        today 2026-03-01
        license A f1 exclusive x99
        load
        open ann
        ",
    );
    for id in 1..=32 {
        table += &format!("ann#{id}/0 out f1 x1\n");
    }
    table += "
        ann#33/0 out f1 x1 => refused server_busy
        records            => 0
        ann#1/0 out f1 x1  => granted f1 x1, 1/99
        ann#33/1 out f1 x1 => granted f1 x1 held 33, 33/99
        ann#34/1 out f1 x1 => refused server_busy
        ann#2/1 out f1 x1  => granted f1 x1 held 2, 2/99
        ";
    check(&table);
}

/// OUT-05: an abandoned request gives back what it took, and times out when it comes late.
#[test]
fn out_05_cancel() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x5
        license B f2 exclusive x5
        load
        open ann
        ann#1/0 out f1 x2         => granted f1 x2, 2/5
        ann#2/0 all f1 x1, f2 x2  => granted f1 x1 held 3, 3/5 and f2 x2, 2/5
        ann#4/0 cancel 2          => cancelled 3
        ann#2/0 out f1 x1         => refused timed_out
        ann#3/0 out f1 x1         => refused protocol_error
        ann holds                 => f1 x2
        ann#6/0 cancel 5          => cancelled 0
        ann#5/0 out f1 x1         => refused timed_out
        ann#7/0 in f1 x1          => released 1 held 1
        ann#8/0 cancel 7          => cancelled 0
        ann#7/0 in f1 x1          => released 1 held 1
        ann#9/0 cancel 1          => cancelled 1
        ann#10/0 cancel 11        => refused protocol_error
        ann holds                 =>
        ann#11/10 out f1 x1       => granted f1 x1, 1/5
        ann#12/11 cancel 11       => cancelled 0
        ann holds                 => f1 x1
        ",
    );
}

/// OUT-06: seats that fell are over-committed, never over-granted.
#[test]
fn out_06_used_above_seats_only_where_seats_fell() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3
        load
        open ann
        ann out f1 x3 => granted f1 x3, 3/3
        ann out f1 x1 => denied not_enough_seats x1, 3/3
        remove A
        license B f1 exclusive x1
        load
        pool f1       => 3/1 rev 2 over-committed 2
        ann out f1 x1 => denied not_enough_seats x1, 3/1
        ",
    );
}

/// OUT-07, HID-03: the pool that got furthest decides the status, in the order of the questions.
#[test]
fn out_07_the_furthest_pool_decides() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 until 2026-02-01
        license B f1 additive x1 host ws1
        license C f1 additive x1 platform linux-x86_64
        license D f1 additive x1 hour 1 hour 2
        license E f1 additive x1 version 0.5
        license F f1 additive x1
        load
        open ann platform linux-x86_64 offset 90 host WS1
        ann out f1 x2 v9.0 => denied version_too_high x2, 0/1, f1 expired, f1+B version_too_high, f1+C version_too_high, f1+D version_too_high, f1+E version_too_high, f1+F version_too_high
        ann out f1 x2 v1.0 => denied not_enough_seats x2, 0/1, f1 expired, f1+B not_enough_seats, f1+C not_enough_seats, f1+D not_enough_seats, f1+E version_too_high, f1+F not_enough_seats
        open bob platform windows-x86_64 offset -30 host ws2
        bob out f1 x2 v1.0 => denied not_enough_seats x2, 0/1, f1 expired, f1+B wrong_host, f1+C wrong_platform, f1+D wrong_time_zone, f1+E version_too_high, f1+F not_enough_seats
        remove F
        remove E
        load
        bob out f1 x1      => denied wrong_host x1, 0/1, f1 expired, f1+B wrong_host, f1+C wrong_platform, f1+D wrong_time_zone
        ann out f1 x1      => granted f1+B x1, 1/1
        ann out f1 x1      => granted f1+C x1, 1/1
        ann out f1 x1      => granted f1+D x1, 1/1
        ",
    );
}

/// A session of one vendor sees that vendor's features only; one of none the first loaded.
#[test]
fn vendors_are_apart() {
    check(
        "
        today 2026-03-01
        open dan vendor OTHER
        license A f1 exclusive x1
        license B f1 exclusive x2 vendor OTHER
        load
        open ann vendor ACME
        open bob vendor OTHER
        open cat
        open eve vendor NOBODY
        ann out f1 x1 => granted f1 x1, 1/1
        bob out f1 x1 => granted f1 x1, 1/2
        cat out f1 x1 => denied not_enough_seats x1, 1/1
        dan out f1 x1 => granted f1 x1, 2/2
        eve out f1 x1 => denied feature_not_found x1, 0/0
        remove A
        license A f1 exclusive x9
        load
        cat out f1 x1 => denied not_enough_seats x1, 2/2
        ",
    );
}

/// A repeated denial within a minute is a short record.
#[test]
fn denials_are_bounded() {
    use crate::world::{World, date, feature_set, license};
    use lictor_engine::{Command, OpenSession};
    use lictor_types::{Checkout, FeatureRef, Identity, Operation, RequestId, SessionId};

    let mut world = World::new();
    world.apply(Command::Load(&feature_set(vec![license("A", "f1", 1)], &[date("2026-03-01")])));
    let identity = Identity::default();
    world.apply(Command::Open(OpenSession {
        secret_hash: [0; 32],
        identity: &identity,
        vendor: None,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    }));
    let deny = |world: &mut World, id: u64| {
        let checkout = Checkout {
            feature: FeatureRef::Name("f1"),
            version: None,
            exact: false,
            count: 2,
            reservation: None,
        };
        world.apply(Command::Request {
            session: SessionId::new(0, 0),
            request: RequestId(id),
            acked: RequestId(id - 1),
            operation: Operation::Checkout(checkout),
        });
        world.recorded().1
    };
    let first = deny(&mut world, 1);
    world.advance(59_999);
    let repeat = deny(&mut world, 2);
    world.advance(1);
    let later = deny(&mut world, 3);
    assert!(repeat <= 24 && first > 24 && later > 24, "{first} {repeat} {later}");
    assert_eq!(world.ledger.totals().denied, 3);
}
