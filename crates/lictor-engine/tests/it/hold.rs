//! Hold, minimum time of use, soft limit (section 8).

use crate::script::check;

/// HLD-01: the example of the rule: 10 out, HOLD=60: 2 in are free now, 8 after 60 s.
#[test]
fn hld_01_partial_checkins_free_at_once() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10 hold 60
        load
        open ann at ws1
        open bob at ws2
        ann out f1 x10   => granted f1 x10, 10/10
        ann in f1 x2     => released 2 held 8
        pool f1          => 8/10 rev 1
        ann in f1 x8     => released 8 held 0
        pool f1          => 8/10 rev 1
        bob out f1 x3    => denied not_enough_seats x3, 8/10, hold_end at 60000
        wait 59999
        tick
        pool f1          => 8/10 rev 1
        wait 1
        tick
        bob out f1 x3    => granted f1 x3, 3/10
        ",
    );
}

/// HLD-01: also when the session vanishes, but not when an administrator ends it, nor what is taken
/// back of a cancelled request.
#[test]
fn hld_01_who_vanishes() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10 hold 60
        load
        open ann at ws1
        open bob at ws2
        open cyd at ws3
        ann out f1 x1    => granted f1 x1, 1/10
        bob out f1 x2    => granted f1 x2, 3/10
        cyd out f1 x3    => granted f1 x3, 6/10
        cyd#2/0 cancel 1 => cancelled 3
        pool f1          => 3/10 rev 1
        ann detach 0     => ann closed Disconnected x1
        bob release      => bob closed Released x2
        leases f1        => hold until 60000 x1
        restart
        wait 60000
        tick
        pool f1          => 0/10 rev 1
        ",
    );
}

/// HLD-01: the last of a feature counts, over all its pools.
#[test]
fn hld_01_all_seats_of_the_feature() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 hold 60
        license B f1 additive x2 hold 60
        load
        open ann at ws1
        ann out f1 x2    => granted f1 x2, 2/2
        ann out f1 x2    => granted f1+B x2, 2/2
        ann return f1+B all => released 2 held 0
        pool f1+B        => 0/2 rev 1
        ann out f1 x1    => granted f1+B x1, 1/2
        ann in f1 all    => released 3 held 0
        pool f1          => 2/2 rev 1
        pool f1+B        => 1/2 rev 1
        ",
    );
}

/// HLD-02: used for less than the minimum it is held for the remainder; with HOLD the later counts.
#[test]
fn hld_02_minimum() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9 min 30
        license B f2 exclusive x9 min 30 hold 10
        load
        open ann at ws1
        ann all f1 x1, f2 x1 => granted f1 x1, 1/9 and f2 x1, 1/9
        wait 5000
        ann in f1 all    => released 1 held 0
        ann in f2 all    => released 1 held 0
        leases f1        => hold until 30000 x1
        leases f2        => hold until 30000 x1
        wait 25000
        tick
        pool f1          => 0/9 rev 1
        ann all f1 x1, f2 x1 => granted f1 x1, 1/9 and f2 x1, 1/9
        wait 29000
        ann in f1 all    => released 1 held 0
        ann in f2 all    => released 1 held 0
        leases f1        => hold until 60000 x1
        leases f2        => hold until 69000 x1
        wait 1000
        tick
        ann out f1 x1    => granted f1 x1, 1/9
        wait 40000
        tick
        ann in f1 all    => released 1 held 0
        leases f1        =>
        ",
    );
}

/// HLD-03: the same user and host, in any process, takes its held seats up again, those that are
/// held shortest first; nobody else does.
#[test]
fn hld_03_held_seats_come_back() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x5 hold 60
        load
        open ann at ws1
        open two at WS1 user ANN
        open far at ws2 user ann
        ann out f1 x2    => granted f1 x2, 2/5
        two out f1 x3    => granted f1 x3, 5/5
        ann close        => ann closed Goodbye x2
        wait 10000
        two in f1 all    => released 3 held 0
        leases f1        => hold until 70000 x3, hold until 60000 x2
        far out f1 x1    => denied not_enough_seats x1, 5/5, hold_end at 60000
        two out f1 x3    => granted f1 x3, 5/5
        leases f1        => two x3, hold until 70000 x2
        two out f1 x3    => denied not_enough_seats x3, 5/5, hold_end at 70000
        two out f1 x2    => granted f1 x2 held 5, 5/5
        two all f1 x1, f1 x1 => denied all: not_enough_seats x1, 5/5 and not_enough_seats x1, 5/5
        ",
    );
}

/// HLD-03: with SHARE=CUSTOM the custom string counts too; who has no name gets nothing back.
#[test]
fn hld_03_custom_and_unnamed() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 share custom hold 60
        license B f2 exclusive x1 hold 60
        load
        open ann at ws1 custom k
        open bob at ws1 user ann custom j
        open fay
        ann out f1 x2    => granted f1 x2, 2/2
        ann in f1 all    => released 2 held 0
        bob out f1 x1    => denied not_enough_seats x1, 2/2, hold_end at 60000
        ann out f1 x2    => granted f1 x2, 2/2
        fay out f2 x1    => granted f2 x1, 1/1
        fay in f2 all    => released 1 held 0
        fay out f2 x1    => denied not_enough_seats x1, 1/1, hold_end at 60000
        ",
    );
}

/// HLD-01, UPG-14: a hold goes on when its license is removed, and ends as it would have.
#[test]
fn hld_01_license_removed() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 hold 60
        load
        open ann at ws1
        ann out f1 x2    => granted f1 x2, 2/2
        ann in f1 x2     => released 2 held 0
        remove A
        load
        pool f1          => 2/0 rev 2 absent feature_not_found over-committed 2
        wait 60000
        tick
        pool f1          => 0/0 rev 2 absent feature_not_found
        ",
    );
}

/// SFT-01: up to SOFTLIMIT granted, above it soft_limit, above the seats denied; UNLIMITED with
/// SOFTLIMIT is never denied.
#[test]
fn sft_01_soft_limit() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4 soft 2
        license B f2 exclusive unlimited soft 1
        license C f3 exclusive x4 soft 1 share user
        load
        open ann at ws1
        open bob at ws2 user ann
        ann out f1 x2    => granted f1 x2, 2/4
        ann out f1 x1    => soft_limit f1 x1 held 3, 3/4
        ann out f1 x2    => denied not_enough_seats x2, 3/4
        ann out f1 x1    => soft_limit f1 x1 held 4, 4/4
        ann in f1 x2     => released 2 held 2
        ann all f2 x1, f1 x1 => soft_limit f2 x1, 1/unlimited and f1 x1 held 3, 3/4
        ann out f2 x1000 => soft_limit f2 x1000 held 1001, 1001/unlimited
        ann out f3 x1    => granted f3 x1, 1/4
        bob out f3 x1    => granted f3 x1, 1/4
        bob out f3 x1    => soft_limit f3 x1 held 2, 2/4
        ",
    );
}
