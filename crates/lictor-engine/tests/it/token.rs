//! Tokens: what they cost elsewhere (KEY-04).

use crate::script::check;

/// KEY-04: the example of the rule: a suite of 20 seats, 2A + 3B + 3C cost 19, one is left.
#[test]
fn key_04_suite_of_20() {
    check(
        "
        today 2026-03-01
        license S suite exclusive x20
        license A a token x0 needs suite=5
        license B b token x0 needs suite=2
        license C c token x0 needs suite=1
        load
        open ann
        pool a+A             => 0/4 rev 1
        ann out a x2         => granted a+A x2, 2/4
        pool suite           => 10/20 rev 1
        ann out b x3         => granted b+B x3, 3/10
        ann out c x3         => granted c+C x3, 3/20
        pool suite           => 19/20 rev 1
        ann out b x1         => denied not_enough_seats x1, 3/10, b+B not_enough_seats, suite not_enough_seats
        ann out c x2         => denied not_enough_seats x2, 3/20, c+C not_enough_seats, suite not_enough_seats
        ann out suite x1     => granted suite x1, 20/20
        ann in b x1          => released 1 held 2
        pool suite           => 18/20 rev 1
        leases suite         => ann x1, token x3, token x4, token x10
        ann close            => ann closed Goodbye x8
        pool suite           => 0/20 rev 1
        ",
    );
}

/// KEY-04: all or nothing over several dependencies, whichever lacks seats.
#[test]
fn key_04_all_or_nothing() {
    check(
        "
        today 2026-03-01
        license X x exclusive x10
        license Y y exclusive x3
        license T t token x0 needs x=2 needs y=1
        load
        open ann
        open bob
        bob out y x2         => granted y x2, 2/3
        ann out t x2         => denied not_enough_seats x2, 0/3, t+T not_enough_seats, y not_enough_seats
        pool x               => 0/10 rev 1
        pool y               => 2/3 rev 1
        ann out t x1         => granted t+T x1, 1/3
        ann all t x1, x x1   => denied all: not_enough_seats x1, 1/3, t+T not_enough_seats, y not_enough_seats and granted x1, 2/10
        bob in y x1          => released 1 held 1
        ann all t x1, x x6   => granted t+T x1 held 2, 2/3 and x x6, 10/10
        ann all x x1, t x1   => denied all: not_enough_seats x1, 10/10 and not_enough_seats x1, 2/3, t+T not_enough_seats, x not_enough_seats, y not_enough_seats
        ",
    );
}

/// KEY-04: tokens of tokens; a loop and a missing dependency are refused at load.
#[test]
fn key_04_tokens_of_tokens() {
    check(
        "
        today 2026-03-01
        license S s exclusive x12
        license M m token x0 needs s=2
        license T t token x0 needs m=3
        license L l token x0 needs k=1
        license K k token x0 needs l=1
        license N n token x0 needs none=1
        load
        licenses => S served, M served, T served, L rejected token_loop, K rejected token_loop, N rejected missing_dependency
        open ann
        ann out t x2         => granted t+T x2, 2/2
        pool m+M             => 6/6 rev 1
        pool s               => 12/12 rev 1
        ann out m x1         => denied not_enough_seats x1, 6/6, m+M not_enough_seats, s not_enough_seats
        ann in t x1          => released 1 held 1
        ann out m x3         => granted m+M x3, 6/6
        ann in t all         => released 1 held 0
        pool s               => 6/12 rev 1
        ann out l x1         => denied feature_not_found x1, 0/0
        ",
    );
}

/// KEY-04: the version of a dependency counts, and its pools are tried in the order of KEY-03; what
/// was taken where is given back there.
#[test]
fn key_04_pools_of_a_dependency() {
    check(
        "
        today 2026-03-01
        license E s exclusive x2
        license P s additive x4 version 2.0
        license T t token x0 needs s=1
        license U u token x0 needs s=1v2.0
        load
        open ann
        ann out t x2     => granted t+T x2, 2/6
        leases s         => token x2
        ann out t x1     => granted t+T x1 held 3, 3/6
        leases s+P       => token x1
        ann in t x1      => released 1 held 2
        leases s+P       =>
        ann out u x4     => granted u+U x4, 4/6
        leases s+P       => token x4
        ann out u x1     => denied not_enough_seats x1, 4/6, u+U not_enough_seats, s version_too_high, s+P not_enough_seats
        ann in t all     => released 2 held 0
        ann out u x1     => denied not_enough_seats x1, 4/6, u+U not_enough_seats, s version_too_high, s+P not_enough_seats
        ann out t x1     => granted t+T x1, 1/6
        ann in t x1      => released 1 held 0
        ann in u x4      => released 4 held 0
        open bob
        open cyd
        bob out s x1     => granted s x1, 1/2
        cyd all t x2, t x1 => granted t+T x2, 2/6 and t+T x1 held 3, 3/6
        leases s+P       => token x3
        ",
    );
}

/// KEY-04, KEY-03: real seats of a feature come before its tokens.
#[test]
fn key_03_tokens_last() {
    check(
        "
        today 2026-03-01
        license S s exclusive x4
        license T f token x0 needs s=2
        license F f exclusive x1
        license G f additive x1
        load
        open ann
        open bob
        open cyd
        open dan
        ann out f x1     => granted f x1, 1/1
        bob out f x1     => granted f+G x1, 1/1
        cyd out f x2     => granted f+T x2, 2/2
        dan out f x1     => denied not_enough_seats x1, 1/1, f not_enough_seats, f+G not_enough_seats, f+T not_enough_seats, s not_enough_seats
        ",
    );
}

/// KEY-04, HLD-01: a held token keeps what it costs, and gives it back with itself.
#[test]
fn key_04_held_tokens() {
    check(
        "
        today 2026-03-01
        license S s exclusive x4
        license T t token x0 needs s=2 hold 60
        load
        open ann at ws1
        open bob at ws1 user ann
        ann out t x2     => granted t+T x2, 2/2
        ann in t all     => released 2 held 0
        leases t+T       => hold until 60000 x2
        pool s           => 4/4 rev 1
        bob out t x1     => granted t+T x1, 2/2
        leases s         => token x4
        wait 60000
        tick
        pool s           => 2/4 rev 1
        bob close        => bob closed Goodbye x1
        pool t+T         => 1/2 rev 1
        wait 60000
        tick
        pool s           => 0/4 rev 1
        ",
    );
}

/// KEY-04, SHR-02: tokens through a pool that shares: the token's user shares as if directly.
#[test]
fn key_04_through_a_shared_pool() {
    check(
        "
        today 2026-03-01
        license S s exclusive x10 share user
        license T t token x0 needs s=4
        license U u token x0 needs s=1 share user
        load
        licenses => S served, T served, U rejected both_share
        open ann at ws1
        open bob at ws2 user ANN
        ann out t x2     => granted t+T x2, 2/2
        pool s           => 8/10 rev 1
        bob out s x5     => granted s x5, 8/10
        bob out s x5     => granted s x5 held 10, 10/10
        ann in t all     => released 2 held 0
        pool s           => 10/10 rev 1
        bob in s x4      => released 4 held 6
        pool s           => 6/10 rev 1
        ann out t x1     => granted t+T x1, 1/2
        pool s           => 6/10 rev 1
        ann in t x1      => released 1 held 0
        open cyd
        cyd out s x4     => granted s x4, 10/10
        ann out t x1     => granted t+T x1, 1/2
        ann out t x1     => denied not_enough_seats x1, 1/2, t+T not_enough_seats, s not_enough_seats
        ",
    );
}

/// KEY-04, RUL-01: a limit on the token counts tokens; a reserve on the dependency is kept.
#[test]
fn key_04_limits_and_reserves() {
    check(
        "
        today 2026-03-01
        license S s exclusive x10
        license T t token x0 needs s=2
        load
        rules limit 2 t: ann; reserve 3 s: bob; limit 1 s: anyone
        open ann
        open bob
        ann out t x3     => denied limit_reached x3, 0/5 by limit (line 1)
        ann out t x2     => granted t+T x2, 2/5
        pool s           => 4/10 rev 1 reserved 3
        open cyd
        cyd out t x2     => denied reserved x2, 2/5, t+T reserved, s reserved
        cyd out t x1     => granted t+T x1, 3/5
        bob out t x2     => granted t+T x2, 5/5
        pool s           => 10/10 rev 1
        ",
    );
}
