//! Sharing (section 7).

use crate::script::check;

/// SHR-01: all flags given must match; user and host in any case, the custom string as it is; an
/// empty one matches nothing.
#[test]
fn shr_01_who_shares() {
    check(
        "
        today 2026-03-01
        license H h exclusive x9 share host
        license U u exclusive x9 share user
        license C c exclusive x9 share custom
        license B b exclusive x9 share user share host
        license A a exclusive x9 share user share host share custom
        load
        open ann at ws1 custom k
        open bob at WS1 user ANN custom k
        open cyd at ws2 user ann custom K
        open dan at ws1 custom k
        open eve
        open fay user \"\"
        ann all h x1 u x1 c x1 b x1 a x1 => granted h x1, 1/9 and u x1, 1/9 and c x1, 1/9 and b x1, 1/9 and a x1, 1/9
        bob all h x1 u x1 c x1 b x1 a x1 => granted h x1, 1/9 and u x1, 1/9 and c x1, 1/9 and b x1, 1/9 and a x1, 1/9
        cyd all h x1 u x1 c x1 b x1 a x1 => granted h x1, 2/9 and u x1, 1/9 and c x1, 2/9 and b x1, 2/9 and a x1, 2/9
        dan all h x1 u x1 c x1 b x1 a x1 => granted h x1, 2/9 and u x1, 2/9 and c x1, 2/9 and b x1, 3/9 and a x1, 3/9
        eve all h x1 u x1 c x1 b x1 a x1 => granted h x1, 3/9 and u x1, 3/9 and c x1, 3/9 and b x1, 4/9 and a x1, 4/9
        fay all h x1 u x1 c x1 b x1 a x1 => granted h x1, 4/9 and u x1, 4/9 and c x1, 4/9 and b x1, 5/9 and a x1, 5/9
        fay all h x1 u x1 => granted h x1 held 2, 5/9 and u x1 held 2, 5/9
        ",
    );
}

/// SHR-02: a group is charged the maximum; a further member pays what is above it; when the largest
/// leaves, the charge falls to the new maximum.
#[test]
fn shr_02_charge_is_the_maximum() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x5 share user
        load
        open ann at ws1
        open bob at ws2 user ann
        open cyd at ws3 user ann
        open eve
        ann out f1 x3    => granted f1 x3, 3/5
        bob out f1 x2    => granted f1 x2, 3/5
        cyd out f1 x4    => granted f1 x4, 4/5
        eve out f1 x2    => denied not_enough_seats x2, 4/5
        eve out f1 x1    => granted f1 x1, 5/5
        bob out f1 x2    => granted f1 x2 held 4, 5/5
        bob out f1 x1    => denied not_enough_seats x1, 5/5
        cyd close        => cyd closed Goodbye x4
        pool f1          => 5/5 rev 1
        bob in f1 x2     => released 2 held 2
        pool f1          => 4/5 rev 1
        ann close        => ann closed Goodbye x3
        pool f1          => 3/5 rev 1
        eve out f1 x2    => granted f1 x2 held 3, 5/5
        ",
    );
}

/// SHR-02, OUT-02: the same pool twice in one atomic request.
#[test]
fn shr_02_twice_in_one_request() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x4 share user
        load
        open ann at ws1
        open bob at ws2 user ann
        bob out f1 x3          => granted f1 x3, 3/4
        ann all f1 x2, f1 x3   => denied all: granted x2, 3/4 and not_enough_seats x3, 3/4
        ann all f1 x2, f1 x2   => granted f1 x2, 3/4 and f1 x2 held 4, 4/4
        ",
    );
}

/// SHR-01: flags that change by a reload concern who comes later; who is there stays as charged.
#[test]
fn shr_01_flags_change_by_reload() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x5 share user
        load
        open ann at ws1
        open bob at ws2 user ann
        open cyd at ws2 user ann
        ann out f1 x2    => granted f1 x2, 2/5
        bob out f1 x1    => granted f1 x1, 2/5
        remove A
        license A2 f1 exclusive x5
        load
        cyd out f1 x1    => granted f1 x1, 3/5
        bob out f1 x2    => granted f1 x2 held 3, 4/5
        remove A2
        license A3 f1 exclusive x5 share user hold 60
        load
        cyd out f1 x1    => granted f1 x1 held 2, 5/5
        cyd in f1 all    => released 2 held 0
        pool f1          => 3/5 rev 3
        bob in f1 all    => released 3 held 0
        pool f1          => 2/5 rev 3
        ann in f1 all    => released 2 held 0
        pool f1          => 2/5 rev 3
        wait 60000
        tick
        pool f1          => 0/5 rev 3
        ",
    );
}

/// OUT-06, SHR-01: what a token took before a pool was shared is not shared with what comes later.
#[test]
fn shr_01_tokens_from_before() {
    check(
        "
        today 2026-03-01
        license S s exclusive x3
        license T t token x0 needs s=1
        load
        open ann at ws1
        open bob
        bob out s x1       => granted s x1, 1/3
        ann out t x1       => granted t+T x1, 1/3
        remove S
        license S2 s exclusive x3 share user
        load
        ann all t x1, s x1 => denied all: granted x1, 1/3 and not_enough_seats x1, 3/3
        ",
    );
}

/// SHR-02, RUL-01: a limit counts a group once, for the most that one of its members has.
#[test]
fn shr_02_limits_count_groups() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9 share user
        load
        rules limit 3 f1: host ws*
        open ann at ws1
        open bob at ws2 user ann
        open cyd at ws3
        open far user ann
        ann out f1 x2    => granted f1 x2, 2/9
        bob out f1 x3    => granted f1 x3, 3/9
        cyd out f1 x1    => denied limit_reached x1, 3/9 by limit (line 1)
        far out f1 x5    => granted f1 x5, 5/9
        bob out f1 x1    => denied limit_reached x1, 5/9 by limit (line 1)
        bob in f1 x1     => released 1 held 2
        cyd out f1 x1    => granted f1 x1, 6/9
        why dan@ws3 f1 x1 => denied limit_reached x1, 6/9 by limit (line 1); limit (line 1) 3/3
        ",
    );
}

/// SHR-04: HOLD of a group starts when its last member leaves.
#[test]
fn shr_04_last_member() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9 share user hold 60
        load
        open ann at ws1
        open bob at ws2 user ann
        ann out f1 x4    => granted f1 x4, 4/9
        bob out f1 x2    => granted f1 x2, 4/9
        ann in f1 all    => released 4 held 0
        pool f1          => 2/9 rev 1
        wait 5000
        bob close        => bob closed Goodbye x2
        leases f1        => hold until 65000 x2
        ann out f1 x1    => granted f1 x1, 2/9
        ann in f1 all    => released 1 held 0
        leases f1        => hold until 65000 x1, hold until 65000 x2
        wait 60000
        tick
        pool f1          => 0/9 rev 1
        ",
    );
}
