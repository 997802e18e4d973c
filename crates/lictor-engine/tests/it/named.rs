//! Named users and hosts (NAM-01).

use crate::script::check;

/// NAM-01: n seats are for named users, bound first come; the others float.
#[test]
fn nam_01_bound_first_come() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4 users 2
        load
        open ann
        open bob
        open cyd
        open dan
        ann out f1 x1    => granted f1 x1, 1/4
        bob out f1 x1    => granted f1 x1, 2/4
        named f1         => user ann x1, user bob x1
        cyd out f1 x1    => granted f1 x1, 3/4
        ann in f1 all    => released 1 held 0
        bob in f1 all    => released 1 held 0
        cyd out f1 x1    => granted f1 x1 held 2, 2/4
        dan out f1 x1    => denied named_seats_full x1, 2/4
        ann out f1 x1    => granted f1 x1, 3/4
        ann out f1 x1    => denied named_seats_full x1, 3/4
        named f1         => user ann x1, user bob x1
        restart
        named f1         => user ann x1, user bob x1
        ",
    );
}

/// NAM-01: only an administrator gives a named seat free, not too soon after the last time.
#[test]
fn nam_01_release() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 users all
        load
        policy gap 60000
        open ann
        open bob
        ann out f1 x1    => granted f1 x1, 1/1
        ann in f1 all    => released 1 held 0
        bob out f1 x1    => denied named_seats_full x1, 0/1
        release-named f1 user cyd  => refused not_held
        release-named f1 host ann  => refused not_held
        release-named f1 user ANN  => freed 1
        named f1         =>
        bob out f1 x1    => granted f1 x1, 1/1
        release-named f1 user bob  => too soon until 60000
        wait 60000
        release-named f1 user bob  => freed 1
        named f1         =>
        pool f1          => 1/1 rev 1
        ",
    );
}

/// NAM-01: by host; and by user and host at once.
#[test]
fn nam_01_hosts() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 hosts all
        license B f2 exclusive x2 users all hosts 1
        load
        open ann at ws1
        open bob at WS1
        open cyd at ws2
        open dan at ws3
        ann out f1 x1    => granted f1 x1, 1/2
        bob in f1 all    => refused not_held
        ann in f1 all    => released 1 held 0
        bob out f1 x1    => granted f1 x1, 1/2
        cyd out f1 x1    => granted f1 x1, 2/2
        named f1         => host ws1 x1, host ws2 x1
        cyd in f1 x1     => released 1 held 0
        dan out f1 x1    => denied named_seats_full x1, 1/2
        ann out f2 x1    => granted f2 x1, 1/2
        cyd out f2 x1    => granted f2 x1, 2/2
        named f2         => user ann x1, user cyd x1, host ws1 x1
        ",
    );
}

/// NAM-01: who has no name takes what floats.
#[test]
fn nam_01_unnamed() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 users 2
        load
        open fay user \"\"
        open ann
        fay out f1 x2    => denied named_seats_full x2, 0/3
        fay out f1 x1    => granted f1 x1, 1/3
        fay out f1 x1    => denied named_seats_full x1, 1/3
        ann out f1 x2    => granted f1 x2, 3/3
        named f1         => user ann x2
        ",
    );
}

/// UPG-13: n stays as written, ALL follows the upgraded count.
#[test]
fn upg_13_all_follows_the_count() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 users all
        license B f2 exclusive x1 users 1
        load
        open ann
        open bob
        ann all f1 x1, f2 x1 => granted f1 x1, 1/1 and f2 x1, 1/1
        license U f1 upgrade x1
        license V f2 upgrade x1
        load
        bob all f1 x1, f2 x1 => granted f1 x1, 2/2 and f2 x1, 2/2
        named f1         => user ann x1, user bob x1
        named f2         => user ann x1
        ",
    );
}

/// NAM-01, OUT-02: what an atomic request binds adds up.
#[test]
fn nam_01_atomic() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4 users 3
        load
        open ann
        open bob
        ann all f1 x2, f1 x2 => granted f1 x2, 2/4 and f1 x2 held 4, 4/4
        named f1             => user ann x3
        ann in f1 all        => released 4 held 0
        bob all f1 x1, f1 x1 => denied all: granted x1, 0/4 and named_seats_full x1, 1/4
        ",
    );
}
