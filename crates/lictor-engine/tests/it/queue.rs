//! The queue (QUE-01, QUE-02).

use crate::script::check;

/// QUE-01: first come first served; what fits at once is granted at once; everybody sees the place.
#[test]
fn que_01_first_come_first_served() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        load
        open ann
        open bob
        open cyd
        open dan
        ann wait 9000 f1 x2  => granted f1 x2, 2/2
        bob wait 9000 f1 x1  => bob waits 1
        cyd wait 9000 f1 x1  => cyd waits 2
        dan wait 9000 f1 x1  => dan waits 3
        waiters              => bob 1, cyd 2, dan 3
        restart
        ann in f1 x1         => released 1 held 1; bob: granted f1 x1, 2/2; cyd waits 1; dan waits 2
        ann in f1 x1         => released 1 held 0; cyd: granted f1 x1, 2/2; dan waits 1
        bob close            => bob closed Goodbye x1; dan: granted f1 x1, 2/2
        waiters              =>
        ",
    );
}

/// QUE-01, fair: who fits passes a larger request at the head, so many times; then it holds the
/// line, also against requests that do not wait.
#[test]
fn que_01_fair() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4
        load
        policy fair 2
        open ann
        open big
        open bob
        open cyd
        ann out f1 x3        => granted f1 x3, 3/4
        big wait 9000 f1 x3  => big waits 1
        bob out f1 x1        => granted f1 x1, 4/4
        bob in f1 x1         => released 1 held 0
        cyd wait 9000 f1 x1  => granted f1 x1, 4/4
        cyd in f1 x1         => released 1 held 0
        bob out f1 x1        => denied not_enough_seats x1, 3/4 behind 1
        cyd wait 9000 f1 x1  => cyd waits 2
        bob all f1 x1        => denied all: not_enough_seats x1, 3/4 behind 2
        ann in f1 x1         => released 1 held 2
        ann in f1 x1         => released 1 held 1; big: granted f1 x3, 4/4; cyd waits 1
        ann in f1 x1         => released 1 held 0; cyd: granted f1 x1, 4/4
        ",
    );
}

/// QUE-01, strict: nobody passes; fast: whatever fits passes.
#[test]
fn que_01_strict_and_fast() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4
        load
        policy strict
        open ann
        open big
        open bob
        ann out f1 x2        => granted f1 x2, 2/4
        big wait 9000 f1 x3  => big waits 1
        bob out f1 x1        => denied not_enough_seats x1, 2/4 behind 1
        bob wait 9000 f1 x1  => bob waits 2
        policy fast          => bob: granted f1 x1, 3/4
        bob out f1 x1        => granted f1 x1 held 2, 4/4
        bob in f1 x2         => released 2 held 0
        bob out f1 x2        => granted f1 x2, 4/4
        ",
    );
}

/// QUE-01: what charges nothing passes nobody.
#[test]
fn que_01_what_charges_nothing_passes() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 share user
        load
        policy strict
        open ann at ws1
        open two at ws2 user ann
        open big
        ann out f1 x2        => granted f1 x2, 2/3
        big wait 9000 f1 x2  => big waits 1
        two out f1 x2        => granted f1 x2, 2/3
        two out f1 x1        => denied not_enough_seats x1, 2/3 behind 1
        ",
    );
}

/// QUE-01: an atomic request waits in each of its queues, holds nothing, and is granted when all
/// fit; when it leaves, both lines move up.
#[test]
fn que_01_atomic_waiters() {
    check(
        "
        today 2026-03-01
        license B f1 exclusive x2
        license C f2 exclusive x1
        load
        policy strict
        open ann
        open two
        open bob
        open cyd
        ann out f2 x1               => granted f2 x1, 1/1
        two wait 9000 f1 x1, f2 x1  => two waits 1
        bob wait 9000 f1 x1         => bob waits 2
        pool f1                     => 0/2 rev 1
        cyd wait 9000 f2 x1         => cyd waits 2
        ann in f2 x1                => released 1 held 0; two: granted f1 x1, 1/2 and f2 x1, 1/1; bob: granted f1 x1, 2/2; cyd waits 1
        pool f1                     => 2/2 rev 1
        two close                   => two closed Goodbye x2; cyd: granted f2 x1, 1/1
        ",
    );
}

/// QUE-01: the maximum wait; the answer says queue_timeout with the numbers, each part its own.
#[test]
fn que_01_time_is_over() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f2 exclusive x1
        load
        open ann
        open bob
        open cyd
        ann out f1 x1               => granted f1 x1, 1/1
        bob wait 2000 f1 x1, f2 x1  => bob waits 1
        cyd wait 3000 f1 x1         => cyd waits 2
        cyd wait 0 f1 x1            => denied not_enough_seats x1, 1/1
        wait 1999
        tick                        =>
        wait 1
        tick                        => bob: denied all: queue_timeout x1, 1/1 and granted x1, 0/1; cyd waits 1
        bob#1/0 wait 2000 f1 x1, f2 x1 => denied all: queue_timeout x1, 1/1 and granted x1, 0/1
        wait 1000
        tick                        => cyd: denied queue_timeout x1, 1/1
        ",
    );
}

/// QUE-01: what comes free at the moment when the wait ends ends it well.
#[test]
fn que_01_free_at_the_last_moment() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 hold 60
        load
        open ann at ws1
        open bob at ws2
        ann out f1 x1            => granted f1 x1, 1/1
        ann in f1 x1             => released 1 held 0
        bob wait 60000 f1 x1     => bob waits 1
        wait 60000
        tick                     => bob: granted f1 x1, 1/1
        ",
    );
}

/// QUE-01: a request above what could ever be given is denied at once, also if it becomes so while
/// it waits.
#[test]
fn que_01_never_could() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        license U f1 upgrade x2 until 2026-03-31
        license X f1 additive x1
        load
        open ann
        open bob
        bob wait 9000 f1 x5          => denied not_enough_seats x5, 0/4, f1 not_enough_seats, f1+X not_enough_seats
        bob wait 9000 f1 x4, f1 x2   => denied all: granted x4, 0/4 and not_enough_seats x2, 4/4, f1 not_enough_seats, f1+X not_enough_seats
        bob wait 9000 f1 x1 v7.0     => denied version_too_high x1, 0/4, f1 version_too_high, f1+X version_too_high
        bob wait 9000 none x1        => denied feature_not_found x1, 0/0
        ann out f1 x1                => granted f1 x1, 1/4
        bob wait 9000 f1 x4          => bob waits 1
        today 2026-04-01             => judged; f1 changed 2; bob: denied not_enough_seats x4, 1/2, f1 not_enough_seats, f1+X not_enough_seats
        rules limit 9 f1: bob
        bob wait 9000 f1 x2          => bob waits 1
        bob out f1 x1                => granted f1 x1, 2/2; denied not_enough_seats x2, 2/2, f1 not_enough_seats, f1+X not_enough_seats
        bob in f1 x1                 => released 1 held 0
        rules limit 1 f1: bob
        bob wait 9000 f1 x2          => denied limit_reached x2, 1/2 by limit (line 1), f1 limit_reached, f1+X limit_reached
        ",
    );
}

/// QUE-01: who is held back by a rule or a reservation does not hold the line in any mode.
#[test]
fn que_01_held_back_by_a_rule() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4
        load
        policy strict
        rules limit 1 f1: ann
        open ann
        open bob
        open cyd
        ann out f1 x1                => granted f1 x1, 1/4
        ann wait 9000 f1 x1          => ann waits 1
        bob out f1 x1                => granted f1 x1, 2/4
        reserve f1 x1 as ABC for 9000 => reserved in f1
        cyd wait 9000 f1 x2          => cyd waits 2
        bob out f1 x1                => granted f1 x1 held 2, 3/4
        unreserve ABC                => freed 1
        bob in f1 x1                 => released 1 held 1; cyd: granted f1 x2, 4/4
        ann in f1 x1                 => released 1 held 0; granted f1 x1, 4/4
        ",
    );
}

/// QUE-02: a waiter vanishes with its session, and with its cancelled request; without a connection
/// it keeps its place and holds nobody.
#[test]
fn que_02_vanishes_with_its_session() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        load
        policy strict
        open ann
        open bob
        open cyd
        open dan
        ann out f1 x1            => granted f1 x1, 1/2
        bob wait 9000 f1 x2      => bob waits 1
        cyd wait 9000 f1 x2      => cyd waits 2
        dan wait 9000 f1 x1      => dan waits 3
        bob close                => bob closed Goodbye x0; cyd waits 1; dan waits 2
        cyd detach 5000          => dan: granted f1 x1, 2/2
        waiters                  => cyd 1
        ann in f1 x1             => released 1 held 0
        cyd resume               => cyd resumed Ok(2)
        dan in f1 x1             => released 1 held 0; cyd: granted f1 x2, 2/2
        dan wait 9000 f1 x1      => dan waits 1
        dan cancel 3             => cancelled 0
        waiters                  =>
        ",
    );
}

/// QUE-02, OUT-05: a repeated request that waits is told its place; acknowledging more than it does
/// not lose its answer.
#[test]
fn que_02_repeats() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f2 exclusive x9
        load
        open ann
        open bob
        ann out f1 x1            => granted f1 x1, 1/1
        bob#1/0 wait 9000 f1 x1  => bob waits 1
        records                  => 1
        bob#1/0 wait 9000 f1 x1  => bob waits 1
        records                  => 0
        bob#2/1 out f2 x1        => granted f2 x1, 1/9
        bob#3/2 out f2 x1        => granted f2 x1 held 2, 2/9
        ann in f1 x1             => released 1 held 0; bob: granted f1 x1, 1/1
        bob#1/0 wait 9000 f1 x1  => granted f1 x1, 1/1
        bob#4/3 out f2 x1        => granted f2 x1 held 3, 3/9
        bob#1/0 wait 9000 f1 x1  => refused protocol_error
        ",
    );
}

/// OUT-05: what waits counts among the answers that are kept for a session, at most 32.
#[test]
fn out_05_waiting_counts_among_the_kept() {
    let mut table = String::from(
        "today 2026-03-01
        license A f1 exclusive x1
        license B f2 exclusive x99
        load
        open ann
        open bob
        ann out f1 x1 => granted f1 x1, 1/1
        bob#1/0 wait 9000 f1 x1 => bob waits 1\n",
    );
    for request in 2..=31 {
        table += &format!("bob#{request}/0 out none x1 => denied feature_not_found x1, 0/0\n");
    }
    table += "bob#33/0 cancel 32 => cancelled 0
        bob#34/0 out f2 x1 => refused server_busy
        ann in f1 x1 => released 1 held 0; bob: granted f1 x1, 1/1
        restart
        bob#34/33 out f2 x1 => granted f2 x1, 1/99";
    check(&table);
}

/// QUE-01: so many may wait for one feature, each feature its own.
#[test]
fn que_01_queue_full() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f2 exclusive x1
        load
        policy length 1
        open ann
        open bob
        open cyd
        ann all f1 x1 f2 x1          => granted f1 x1, 1/1 and f2 x1, 1/1
        bob wait 9000 f1 x1          => bob waits 1
        cyd wait 9000 f1 x1          => denied queue_full x1, 1/1 behind 1
        cyd wait 9000 f1 x1 f2 x1    => denied all: queue_full x1, 1/1 behind 1 and queue_full x1, 1/1 behind 1
        cyd wait 9000 f2 x1          => cyd waits 1
        ",
    );
}

/// QUE-01: one line per vendor and feature.
#[test]
fn que_01_a_line_per_vendor() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f1 exclusive x1 vendor OTHER
        load
        policy strict
        open ann vendor ACME
        open bob vendor OTHER
        open cyd vendor OTHER
        ann out f1 x1            => granted f1 x1, 1/1
        bob out f1 x1            => granted f1 x1, 1/1
        ann wait 9000 f1 x1      => denied not_enough_seats x1, 1/1
        cyd wait 9000 f1 x1      => cyd waits 1
        bob in f1 x1             => released 1 held 0; cyd: granted f1 x1, 1/1
        ",
    );
}
