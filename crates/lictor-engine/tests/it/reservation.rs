//! Dynamic reservations (RES-01).

use crate::script::check;

/// RES-01: a pool of 10, 8 set aside under one token and 2 under another: nobody else gets any;
/// checkin returns to the reservation.
#[test]
fn res_01_pool_of_10() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10
        load
        open one
        open two
        open ann
        reserve f1 x8 as ABC for 3600000 => reserved in f1
        pool f1                  => 0/10 rev 1 reserved 8
        reserve f1 x2 as XYZ for 3600000 => reserved in f1
        reserve f1 x1 as MORE for 3600000 => refused not_enough_seats
        ann out f1 x1            => denied reserved x1, 0/10 reserved 10, reservation_end at 1h
        one out f1 x1 with ABC   => granted f1 x1, 1/10
        one out f1 x5 with ABC   => granted f1 x5 held 6, 6/10
        kept                     => ABC f1 6/8, XYZ f1 0/2
        two out f1 x1 with XYZ   => granted f1 x1, 7/10
        two out f1 x1            => granted f1 x1 held 2, 8/10
        two out f1 x1            => denied reserved x1, 8/10 reserved 2, reservation_end at 1h
        two out f1 x3 with XYZ   => denied not_enough_seats x3, 8/10 reserved 2
        one out f1 x3 with ABC   => denied not_enough_seats x3, 8/10 reserved 2
        ann out f1 x1 with NONE  => denied reservation_not_found x1, 8/10 reserved 2
        one in f1 all            => released 6 held 0
        kept                     => ABC f1 0/8, XYZ f1 2/2
        pool f1                  => 2/10 rev 1 reserved 8
        ",
    );
}

/// RES-01: sessions draw on more than is reserved while there are open seats.
#[test]
fn res_01_beyond_the_reservation() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10
        load
        open one
        open ann
        reserve f1 x4 as ABC for 60000 => reserved in f1
        one out f1 x6 with ABC   => granted f1 x6, 6/10
        pool f1                  => 6/10 rev 1
        ann out f1 x4            => granted f1 x4, 10/10
        one in f1 x3             => released 3 held 3
        pool f1                  => 7/10 rev 1 reserved 1
        ann out f1 x3            => denied reserved x3, 7/10 reserved 1, reservation_end at 60000
        ann out f1 x2            => granted f1 x2 held 6, 9/10
        ",
    );
}

/// RES-01: repeating adds to the count and sets the end; at the end the seats are the pool's, and
/// who draws goes on.
#[test]
fn res_01_repeat_and_end() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10
        load
        open one
        open ann
        reserve f1 x2 as ABC for 10000 => reserved in f1
        reserve f1 x3 as ABC for 5000  => reserved in f1
        kept                     => ABC f1 0/5
        one out f1 x2 with ABC   => granted f1 x2, 2/10
        ann out f1 x6            => denied reserved x6, 2/10 reserved 3, reservation_end at 5000
        ann wait 9000 f1 x6      => ann waits 1
        restart
        wait 5000
        tick                     => ann: granted f1 x6, 8/10
        kept                     =>
        one out f1 x1 with ABC   => denied reservation_not_found x1, 8/10
        one out f1 x1            => granted f1 x1 held 3, 9/10
        ",
    );
}

/// RES-01, TIM-06: the end is a wall instant.
#[test]
fn res_01_ends_by_the_wall_clock() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1
        load
        open ann
        reserve f1 x1 as ABC for 5000 => reserved in f1
        wall 5000
        kept                     => ABC f1 0/1
        ann out f1 x1            => granted f1 x1, 1/1
        ann out f1 x1 with ABC   => denied reservation_not_found x1, 1/1
        wait 5000
        tick
        kept                     =>
        reserve f1 x1 as ABC for 0 => refused protocol_error
        ",
    );
}

/// RES-01: an administrator gives seats back early, all of a token or those of one feature.
#[test]
fn res_01_early_return() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4
        license B f2 exclusive x4
        load
        open one
        reserve f1 x4 as ABC for 5000 => reserved in f1
        reserve f2 x3 as ABC for 5000 => reserved in f2
        one all f1 x1 with ABC, f2 x1 with ABC => granted f1 x1, 1/4 and f2 x1, 1/4
        unreserve ABC f1         => freed 4
        unreserve ABC f1         => refused reservation_not_found
        kept                     => ABC f2 1/3
        unreserve ABC            => freed 3
        unreserve NONE           => refused reservation_not_found
        pool f2                  => 1/4 rev 1
        ",
    );
}

/// RES-01: when seats fall, idle reserved seats give way first, the newest reservation first.
#[test]
fn res_01_seats_fall() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4
        license U f1 upgrade x6 until 2026-03-31
        load
        open one
        open two
        open ann
        reserve f1 x4 as OLD for 3600000 => reserved in f1
        reserve f1 x4 as NEW for 3600000 => reserved in f1
        ann out f1 x2            => granted f1 x2, 2/10
        today 2026-04-01         => judged; f1 changed 2
        pool f1                  => 2/4 rev 2 reserved 2
        two out f1 x1 with NEW   => denied reserved x1, 2/4 reserved 2, reservation_end at 1h
        one out f1 x2 with OLD   => granted f1 x2, 4/4
        pool f1                  => 4/4 rev 2
        ann in f1 all            => released 2 held 0
        pool f1                  => 2/4 rev 2 reserved 2
        one in f1 all            => released 2 held 0
        pool f1                  => 0/4 rev 2 reserved 4
        two out f1 x1 with NEW   => denied reserved x1, 0/4 reserved 4, reservation_end at 1h
        ",
    );
}

/// RES-01: of the first pool that has them; tokens cannot be reserved; a request with a token is
/// served by the reserved pools only.
#[test]
fn res_01_which_pool() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        license X f1 additive x5
        license T t token x0 needs f1=1
        load
        open one
        reserve f1 x3 as ABC for 5000  => reserved in f1+X
        reserve f1 x1 as ABC for 5000  => reserved in f1
        reserve t x1 as ABC for 5000   => refused feature_not_found
        reserve none x1 as ABC for 5000 => refused feature_not_found
        reserve f1 x0 as ABC for 5000  => refused protocol_error
        one out f1 x3 with ABC   => granted f1+X x3, 3/5
        one out f1 x2 with ABC   => granted f1+X x2 held 5, 5/5
        one out f1 x2 with ABC   => granted f1 x2, 2/2
        ",
    );
}

/// RES-01: a session that asks with the token for more of what it has draws with all of it.
#[test]
fn res_01_plain_seats_become_drawn() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x10
        load
        open one
        reserve f1 x4 as ABC for 5000 => reserved in f1
        one out f1 x2            => granted f1 x2, 2/10
        kept                     => ABC f1 0/4
        one out f1 x1 with ABC   => granted f1 x1 held 3, 3/10
        kept                     => ABC f1 3/4
        one all f1 x1, f1 x1     => granted f1 x1 held 4, 4/10 and f1 x1 held 5, 5/10
        kept                     => ABC f1 5/4
        ",
    );
}

/// RES-01: a session that changes to another token leaves the first its seats.
#[test]
fn res_01_another_token() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x5
        load
        open one
        reserve f1 x2 as ABC for 5000 => reserved in f1
        reserve f1 x2 as XYZ for 5000 => reserved in f1
        one out f1 x2 with ABC   => granted f1 x2, 2/5
        one out f1 x2 with XYZ   => denied reserved x2, 2/5 reserved 2, reservation_end at 5000
        one out f1 x1 with XYZ   => granted f1 x1 held 3, 3/5
        kept                     => ABC f1 0/2, XYZ f1 3/2
        pool f1                  => 3/5 rev 1 reserved 2
        ",
    );
}

/// RES-01, OUT-02: several parts of one request with and without the token.
#[test]
fn res_01_atomic() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x6
        load
        open one
        open two
        reserve f1 x4 as ABC for 5000 => reserved in f1
        one all f1 x2 with ABC, f1 x1 => granted f1 x2, 2/6 and f1 x1 held 3, 3/6
        kept                          => ABC f1 3/4
        two all f1 x2, f1 x1          => denied all: granted x2, 3/6 reserved 1 and reserved x1, 5/6 reserved 1, reservation_end at 5000
        ",
    );
}
