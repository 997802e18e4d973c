//! Borrowing (BOR-01, BOR-02, BOR-03, TIM-06).

use crate::script::check;

/// BOR-01: at most min(BORROW, policy) hours; the seats stay charged when the session ends.
#[test]
fn bor_01_borrow() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 48h
        license B f2 exclusive x3
        load
        policy borrow 24h
        open ann at ws1
        open bob at ws2
        ann borrow f2 x1 1h      => denied borrow_not_allowed x1, 0/3
        ann borrow f1 x1 25h     => denied borrow_too_long x1, 0/3
        ann borrow f1 x1 0h      => refused protocol_error
        ann borrow f1 x2 24h     => borrowed f1 x2, 2/3 until 24h
        ann borrow f1 x1 1h      => denied already_borrowed x1, 2/3
        leases f1                => borrow until 24h x2
        ann close                => ann closed Goodbye x0
        bob out f1 x2            => denied not_enough_seats x2, 2/3, borrow_return at 24h
        bob borrow f1 x1 1h      => borrowed f1 x1, 3/3 until 1h
        restart
        bob out f1 x1            => denied not_enough_seats x1, 3/3, borrow_return at 1h
        ",
    );
}

/// TIM-06: a borrow ends when the wall clock and the time measured, a hundredth and a second more,
/// have both passed its end.
#[test]
fn tim_06_both_clocks() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 borrow 1h
        load
        open ann at ws1
        open bob at ws2
        ann borrow f1 x1 1h      => borrowed f1 x1, 1/2 until 1h
        wall 7200000
        tick
        pool f1                  => 1/2 rev 1
        wait 3600000
        tick
        pool f1                  => 1/2 rev 1
        wait 36999
        tick
        pool f1                  => 1/2 rev 1
        wait 1
        tick
        pool f1                  => 0/2 rev 1
        ",
    );
}

/// TIM-06: a wall clock that stands still keeps the seats.
#[test]
fn tim_06_a_late_wall_clock() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2 borrow 1h
        load
        open ann at ws1
        ann borrow f1 x1 1h      => borrowed f1 x1, 1/2 until 1h
        wall-back 1000000
        wait 3637000
        tick
        pool f1                  => 1/2 rev 1
        wait 962999
        tick
        pool f1                  => 1/2 rev 1
        wait 1
        tick
        pool f1                  => 0/2 rev 1
        ",
    );
}

/// BOR-02: checkin is no return; a return frees at once; only the borrower on the same host may.
#[test]
fn bor_02_return() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 8h hold 60
        load
        open ann at ws1
        open two at WS1 user ANN
        open far at ws2 user ann
        ann giveback             => refused not_borrowed
        ann borrow f1 x2 8h      => borrowed f1 x2, 2/3 until 8h
        ann out f1 x1            => granted f1 x1, 3/3
        ann in f1 x2             => refused not_held
        ann in f1 all            => released 1 held 0
        leases f1                => hold until 60000 x1, borrow until 8h x2
        ann giveback             => returned 2
        pool f1                  => 1/3 rev 1
        ann giveback             => refused not_borrowed
        ",
    );
}

/// BOR-02: a refresh prolongs to the full length, not within the first 60 minutes, then again not
/// within 60 minutes of that; without a license it stays as it is.
#[test]
fn bor_02_refresh() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 8h
        load
        open ann at ws1
        ann refresh              => refused not_borrowed
        ann borrow f1 x2 8h      => borrowed f1 x2, 2/3 until 8h
        wait 3599999
        ann refresh              => borrowed f1 x2, 2/3 until 8h
        wait 1
        ann refresh              => borrowed f1 x2, 2/3 until 9h
        wait 1800000
        ann refresh              => borrowed f1 x2, 2/3 until 9h
        wait 1800000
        ann refresh              => borrowed f1 x2, 2/3 until 10h
        wait 3600000
        rules borrow_deny f1: ann
        ann refresh              => borrowed f1 x2, 2/3 until 10h
        rules borrow_hours 7 f1: ann
        ann refresh              => borrowed f1 x2, 2/3 until 10h
        rules
        policy borrow 7h
        ann refresh              => borrowed f1 x2, 2/3 until 10h
        policy borrow 9h
        remove A
        load
        ann refresh              => borrowed f1 x2, 2/0 until 10h
        license A2 f1 exclusive x3 borrow 8h
        load
        ann refresh              => borrowed f1 x2, 2/3 until 11h
        ",
    );
}

/// BOR-03: ends are clamped to the license's END; of a token also to those of what it takes.
#[test]
fn bor_03_clamped_to_the_end() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 48h until 2026-03-01 end-after 24h
        license T t token x0 needs f1=1 borrow 48h
        load
        open ann at ws1
        open bob at ws2
        ann borrow f1 x1 48h     => borrowed f1 x1, 1/3 until 24h
        bob borrow t x1 30h      => borrowed t+T x1, 1/3 until 24h
        wait 7200000
        ann refresh              => borrowed f1 x1, 2/3 until 24h
        leases f1                => token x1, borrow until 24h x1
        ",
    );
}

/// BOR-03: an administrator takes a borrow back.
#[test]
fn bor_03_revoke() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x1 borrow 8h
        load
        open ann at ws1
        open bob at ws2
        ann borrow f1 x1 8h      => borrowed f1 x1, 1/1 until 8h
        bob wait 9000 f1 x1      => bob waits 1
        revoke ann               => freed 1; bob: granted f1 x1, 1/1
        revoke ann               => refused not_borrowed
        ann giveback             => refused not_borrowed
        ",
    );
}

/// BOR-03: rules: who may, how many, how long, who is exempt, what is kept to be borrowed.
#[test]
fn bor_03_rules() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9 borrow 48h
        load
        open ann at ws1
        open bob at ws2
        open cyd at ws3
        open eve at ws4
        rules borrow_deny f1: bob; borrow_limit 2 f1: anyone; borrow_hours 8 f1: anyone; borrow_exempt f1: cyd
        bob borrow f1 x1 1h      => denied borrow_not_allowed x1, 0/9 by borrow_deny (line 1)
        ann borrow f1 x1 9h      => denied borrow_too_long x1, 0/9 by borrow_hours (line 3)
        ann borrow f1 x1 49h     => denied borrow_too_long x1, 0/9 by borrow_hours (line 3)
        cyd borrow f1 x1 49h     => denied borrow_too_long x1, 0/9
        ann borrow f1 x3 8h      => denied borrow_limit x3, 0/9 by borrow_limit (line 2)
        ann borrow f1 x2 8h      => borrowed f1 x2, 2/9 until 8h
        cyd borrow f1 x3 48h     => borrowed f1 x3, 5/9 until 48h
        eve borrow f1 x1 1h      => denied borrow_limit x1, 5/9 by borrow_limit (line 2)
        rules borrow_reserve 3 f1: eve; deny f1: bob
        ann giveback             => returned 2
        ann borrow f1 x4 1h      => denied borrow_limit x4, 3/9 by borrow_reserve (line 1)
        rules borrow_reserve 3 f1: eve; borrow_exempt f1: ann; deny f1: bob
        ann borrow f1 x4 1h      => denied borrow_limit x4, 3/9 by borrow_reserve (line 1)
        ann borrow f1 x3 1h      => borrowed f1 x3, 6/9 until 1h
        eve borrow f1 x3 1h      => borrowed f1 x3, 9/9 until 1h
        bob borrow f1 x1 1h      => denied denied_by_rule x1, 9/9 by deny (line 3)
        ",
    );
}

/// BOR-01, SHR-02: what is borrowed shares with what the same user has connected.
#[test]
fn bor_01_shared() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 8h share user
        load
        rules limit 2 f1: ann
        open ann at ws1
        open far at ws2 user ann
        ann out f1 x1            => granted f1 x1, 1/3
        far borrow f1 x2 8h      => borrowed f1 x2, 2/3 until 8h
        ann out f1 x1            => granted f1 x1 held 2, 2/3
        ann out f1 x1            => denied limit_reached x1, 2/3 by limit (line 1), borrow_return at 8h
        ann close                => ann closed Goodbye x2
        pool f1                  => 2/3 rev 1
        ",
    );
}

/// BOR-01, TIM-05: nothing with an END is borrowed or prolonged while the clock is suspect.
#[test]
fn bor_01_suspect_clock() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 8h until 2030-01-01 end-after 8760h
        load
        open ann at ws1
        ann borrow f1 x1 8h      => borrowed f1 x1, 1/3 until 8h
        wait 3600000
        clock suspect
        ann refresh              => borrowed f1 x1, 1/3 until 8h
        clock good
        ann refresh              => borrowed f1 x1, 1/3 until 9h
        ",
    );
}
