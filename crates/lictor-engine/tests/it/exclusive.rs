//! Key types and pools (section 3), and which license is judged to be what (KEY-06).

use crate::script::check;

/// KEY-01: the order of loading decides every "first".
#[test]
fn key_01_load_order_decides() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f1 exclusive x99 version 9.9
        load      => judged; f1 changed 1
        licenses  => A served, B shadowed first_exclusive_wins A
        pool f1   => 0/1 rev 1
        ",
    );
}

/// KEY-02: the first *valid* exclusive license is served; when it ends, the next one takes its
/// place.
#[test]
fn key_02_the_first_valid_exclusive_wins() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 until 2026-03-01
        license B f1 exclusive x5
        license C F1 exclusive x7
        load
        licenses  => A served, B shadowed first_exclusive_wins A, C shadowed first_exclusive_wins A
        pool f1   => 0/3 rev 1
        today 2026-03-02 => judged; f1 changed 2
        licenses  => A expired expired, B served, C shadowed first_exclusive_wins B
        pool f1   => 0/5 rev 2
        ",
    );
}

/// KEY-03: exclusive first, then additive pools in load order; one pool serves a whole checkout.
#[test]
fn key_03_pools_are_tried_in_order() {
    check(
        "
        today 2026-03-01
        license X f1 additive x3
        license Y f1 additive x9
        license E f1 exclusive x2
        load
        open ann
        ann out f1 x2  => granted f1 x2, 2/2
        ann out f1 x3  => granted f1+X x3, 3/3
        ann out f1 x1  => granted f1+Y x1, 1/9
        ann out f1 x9  => denied not_enough_seats x9, 2/2, f1 not_enough_seats, f1+X not_enough_seats, f1+Y not_enough_seats
        ann in f1 x2   => released 2 held 4
        ann holds      => f1+X x2, f1 x2
        ",
    );
}

/// KEY-05: what is not valid today is kept for the midnight that changes that.
#[test]
fn key_05_pending_and_expired_are_kept() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 from 2026-03-02 until 2026-03-03
        license B f2 exclusive x1 until 2026-02-28
        load
        licenses  => A pending not_started, B expired expired
        pool f1   => 0/0 rev 0 absent not_started
        pool f2   => 0/0 rev 0 absent expired
        today 2026-03-02
        licenses  => A served, B expired expired
        today 2026-03-04
        licenses  => A expired expired, B expired expired
        pool f1   => 0/0 rev 2 absent expired
        ",
    );
}

/// KEY-06: the states in their order: duplicate, dates, superseded, shadowed.
#[test]
fn key_06_the_first_failure_is_the_state() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license A f1 exclusive x1
        license B f1 exclusive x1 until 2026-02-01
        license C f1 exclusive x1 from 2026-04-01
        license D f1 exclusive x1
        license E f1 exclusive x1
        license S f2 exclusive x1 supersedes A supersedes B supersedes C supersedes E
        load
        licenses  => A superseded superseded S, A duplicate same_serial A, B expired expired, C pending not_started S, D served, E superseded superseded S, S served
        pool f1   => 0/1 rev 1
        ",
    );
}

/// KEY-06: SUPERSEDES acts from the START of a license, and stays after its END. Load order does
/// not matter.
#[test]
fn key_06_supersedes_acts_from_start_and_stays() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f1 exclusive x2 from 2026-03-10 until 2026-03-20 supersedes A
        load
        licenses  => A served, B pending not_started
        today 2026-03-10
        licenses  => A superseded superseded B, B served
        pool f1   => 0/2 rev 2
        today 2026-03-21
        licenses  => A superseded superseded B, B expired expired
        pool f1   => 0/0 rev 3 absent expired
        ",
    );
}

/// KEY-06, UPG-15: a pending license that will be void when it starts is nothing to wait for.
#[test]
fn key_06_a_void_license_is_not_waited_for() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 from 2026-04-01
        license S f2 exclusive x1 supersedes A
        load
        licenses      => A pending not_started S, S served
        pool f1       => 0/0 rev 0 absent feature_not_found
        open ann
        ann out f1 x1 => denied feature_not_found x1, 0/0
        ",
    );
}

/// KEY-06: a rejected or pending license voids nothing, another vendor's neither.
#[test]
fn key_06_who_voids_nothing() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f1 upgrade x1
        license C f1 upgrade x1 until 2026-12-31
        license P g exclusive x1 from 2026-04-01 supersedes A
        license R g exclusive x1 replaces MISSING supersedes A
        license U f1 upgrade unlimited supersedes B
        license V g exclusive x1 vendor OTHER supersedes A
        load
        licenses  => A served, B served A, C served A, P pending not_started, R rejected replaced_missing, U rejected unlimited A, V served
        pool f1   => 0/3 rev 1
        ",
    );
}

/// KEY-06: what names itself, directly or in a circle, is rejected, and only that.
#[test]
fn key_06_circles_are_rejected() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 supersedes A
        license B f1 exclusive x1 supersedes C
        license C f1 exclusive x1 replaces B
        license D f1 exclusive x1 supersedes B
        license E f2 exclusive x1 replaces-feature f2
        license F f3 exclusive x1 replaces-feature f4
        license G f4 exclusive x1 supersedes F
        load
        licenses  => A rejected supersedes_itself, B rejected supersedes_itself, C rejected supersedes_itself, D served, E rejected supersedes_itself, F rejected supersedes_itself, G rejected supersedes_itself
        ",
    );
}

/// KEY-06: REPLACES of a serial and of a feature; the replaced license must be present.
#[test]
fn key_06_replaces() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        license B f1 upgrade x1
        license C f1 additive x1
        license D f2 exclusive x4 replaces-feature F1
        license E f3 exclusive x1
        license F f3 exclusive x2 replaces E
        license G f4 exclusive x1 replaces-feature nothing
        license H f1 exclusive x1 vendor OTHER
        load
        licenses  => A superseded replaced D, B superseded replaced D, C superseded replaced D, D served, E superseded replaced F, F served, G rejected replaced_missing, H served
        ",
    );
}
