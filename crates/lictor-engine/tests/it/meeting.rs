//! Rules that meet: what one of them gives another must not take away.

use crate::script::check;

/// OUT-06, SHR-01, KEY-04: tokens of one user with different custom strings draw on shared seats as
/// two groups.
#[test]
fn out_06_tokens_through_custom_sharing() {
    check(
        "
        today 2026-03-01
        license X suite exclusive x5 share custom
        license Y suite additive x5 share custom
        license T a token x0 needs suite=5
        load
        open one user ann at h custom a
        open two user ann at h custom b
        open tri user bob at k custom b
        one out a x1
        tri out suite x5
        two out a x1      => granted a+T x1, 2/2
        pool suite        => 5/5 rev 1
        pool suite+Y      => 5/5 rev 1
        ",
    );
}

/// HLD-03, QUE-01: whoever waits gets their own held seats at once.
#[test]
fn hld_03_held_seats_end_their_users_wait() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10 hold 60
        load
        open one user ann at h
        open two user ann at h
        one out f1 x10
        two wait 50000 f1 x5 => two waits 1
        one in f1 all        => released 10 held 0; two: granted f1 x5, 10/10
        ",
    );
}

/// NAM-01: a named seat is its owner's, however many others use too much.
#[test]
fn nam_01_a_bound_seat_is_there_for_its_owner() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 users all
        load
        open ann
        open bob
        open eve
        ann out f1 x1
        bob out f1 x1
        bob in f1 all
        release-named f1 user ann
        eve out f1 x1    => denied named_seats_full x1, 1/2
        bob out f1 x1    => granted f1 x1, 2/2
        ",
    );
}

/// RUL-01, HLD-03: held seats of another rule's member are counted when a member takes them up.
#[test]
fn rul_01_limits_count_held_seats_taken_up() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10 hold 60
        load
        rules limit 3 f1: project p2
        open one user ann at h project p1
        open two user ann at h project p2
        one out f1 x5
        one in f1 all
        two out f1 x5    => denied limit_reached x5, 5/10 by limit (line 1), hold_end at 60000
        two out f1 x3    => granted f1 x3, 5/10
        ",
    );
}

/// QUE-01, KEY-04: a token does not walk past the line of what it draws on.
#[test]
fn que_01_tokens_wait_in_the_lines_of_what_they_cost() {
    check(
        "
        today 2026-03-01
        license S suite exclusive x10
        license T a token x0 needs suite=1
        load
        policy strict
        open ann
        open big
        open bob
        ann out suite x8
        big wait 9000 suite x5 => big waits 1
        bob out suite x1       => denied not_enough_seats x1, 8/10 behind 1
        bob out a x1           => denied not_enough_seats x1, 0/10 behind 1
        ",
    );
}

/// OUT-04: an upgrade that starts tomorrow helps before a borrow of a year comes back.
#[test]
fn out_04_the_earliest_relief() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 borrow 8000h
        license U f1 upgrade x5 from 2026-03-02
        load
        open ann at ws1
        open bob at ws2
        ann borrow f1 x1 8000h
        bob out f1 x1          => denied not_enough_seats x1, 1/1, start on 2026-03-02 in zone 0
        ",
    );
}

/// RES-01: a reservation never grows beyond what a pool can have.
#[test]
fn res_01_counts_are_bounded() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive unlimited
        load
        reserve f1 x2000000000 as T for 5000 => reserved in f1
        reserve f1 x2000000000 as T for 5000 => refused not_enough_seats
        kept                                 => T f1 0/2000000000
        ",
    );
}
