//! Every denial says why with numbers, the rule, and the relief (OUT-04), and which of several
//! reasons is told (OUT-07).

use crate::script::check;

/// OUT-04: the denial of every status that a checkout can have.
#[test]
fn out_04_every_status() {
    check(
        "
        today 2026-03-02
        license A plain exclusive x2 version 2.0
        license P pending exclusive x2 from 2026-04-01
        license E expired exclusive x2 until 2026-03-01
        license H host exclusive x2 host ws9
        license L platform exclusive x2 platform vms
        license Z zone exclusive x2 hour 5
        license N named exclusive x2 users all
        license B lent exclusive x2 borrow 8h
        license D dated exclusive x2 until 2030-01-01
        load
        rules deny plain: bob; limit 1 plain: cyd; reserve 1 plain: dan; borrow_limit 1 lent: anyone; borrow_hours 4 lent: anyone
        open ann at ws1
        open bob at ws2
        open cyd at ws3
        open dan at ws4
        ann out none x1              => denied feature_not_found x1, 0/0
        ann out pending x1           => denied not_started x1, 0/0, start on 2026-04-01 in zone 0
        ann out expired x1           => denied expired x1, 0/0
        ann out host x1              => denied wrong_host x1, 0/2
        ann out platform x1          => denied wrong_platform x1, 0/2
        ann out zone x1              => denied wrong_time_zone x1, 0/2
        ann out plain x1 v2.1        => denied version_too_high x1, 0/2 reserved 1
        ann out plain x1 with T      => denied reservation_not_found x1, 0/2 reserved 1
        bob out plain x1             => denied denied_by_rule x1, 0/2 reserved 1 by deny (line 1)
        cyd out plain x2             => denied limit_reached x2, 0/2 reserved 1 by limit (line 2)
        ann out plain x2             => denied reserved x2, 0/2 reserved 1 by reserve (line 3)
        ann out plain x3             => denied not_enough_seats x3, 0/2 reserved 1
        ann out named x1             => granted named x1, 1/2
        ann in named x1              => released 1 held 0
        bob out named x2             => denied named_seats_full x2, 0/2
        ann borrow plain x1 1h       => denied borrow_not_allowed x1, 0/2 reserved 1
        ann borrow lent x1 5h        => denied borrow_too_long x1, 0/2 by borrow_hours (line 5)
        ann borrow lent x2 1h        => denied borrow_limit x2, 0/2 by borrow_limit (line 4)
        ann borrow lent x1 1h        => borrowed lent x1, 1/2 until 1h
        ann borrow lent x1 1h        => denied already_borrowed x1, 1/2
        clock suspect
        ann out dated x1             => denied clock_rollback x1, 0/2
        clock good
        dan release 4000             => dan closed Released x0
        open dan2 at ws4 user dan
        dan2 out plain x1            => denied quarantined x1, 0/2 reserved 1, quarantine_end at 4000
        ",
    );
}

/// OUT-07: of several pools the one that got furthest tells the status, and of one pool the first
/// question that fails.
#[test]
fn out_07_the_furthest_tells() {
    check(
        "
        today 2026-03-02
        license A f1 exclusive x1 from 2026-04-01
        license B f1 additive x1 host ws9
        license C f1 additive x1 version 3.0
        license D f1 additive x1 version 9.0 host ws1
        load
        open ann
        open cyd host ws1
        ann out f1 x1            => granted f1+C x1, 1/1
        ann out f1 x1 v3.0       => denied not_enough_seats x1, 1/1, f1+C not_enough_seats, f1 not_started, f1+B wrong_host, f1+D wrong_host, start on 2026-04-01 in zone 0
        ann out f1 x1 v4.0       => denied version_too_high x1, 1/1, f1+C version_too_high, f1 not_started, f1+B wrong_host, f1+D wrong_host, start on 2026-04-01 in zone 0
        rules deny f1: ann, cyd
        ann out f1 x1            => denied denied_by_rule x1, 1/1 by deny (line 1), f1+C denied_by_rule, f1 not_started, f1+B wrong_host, f1+D wrong_host, start on 2026-04-01 in zone 0
        cyd out f1 x1 v4.0       => denied denied_by_rule x1, 0/1 by deny (line 1), f1 not_started, f1+B wrong_host, f1+C version_too_high, f1+D denied_by_rule, start on 2026-04-01 in zone 0
        rules limit 1 f1: ann; reserve 1 f1: bob
        ann out f1 x1            => denied limit_reached x1, 1/1 by limit (line 1), f1+C limit_reached, f1 not_started, f1+B wrong_host, f1+D wrong_host, start on 2026-04-01 in zone 0
        ",
    );
}

/// OUT-04: relief is the earliest of what is known to come.
#[test]
fn out_04_relief_is_the_earliest() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x3 borrow 8h hold 60
        license U f1 upgrade x1 from 2026-04-01
        load
        open ann at ws1
        open bob at ws2
        open cyd at ws3
        ann borrow f1 x1 8h      => borrowed f1 x1, 1/3 until 8h
        bob out f1 x1            => granted f1 x1, 2/3
        ann out f1 x1            => granted f1 x1, 3/3
        cyd out f1 x1            => denied not_enough_seats x1, 3/3, borrow_return at 8h
        bob in f1 x1             => released 1 held 0
        cyd out f1 x1            => denied not_enough_seats x1, 3/3, hold_end at 60000
        ann detach 5000
        cyd out f1 x1            => denied not_enough_seats x1, 3/3, session_end at 5000
        ",
    );
}

/// OUT-04, KEY-04: the relief of a token is that of what it takes.
#[test]
fn out_04_relief_of_tokens() {
    check(
        "
        today 2026-03-01
        license S s exclusive x2
        license T t token x0 needs s=2
        load
        open ann
        open cyd
        ann out s x1             => granted s x1, 1/2
        ann detach 5000
        cyd out t x1             => denied not_enough_seats x1, 0/1, t+T not_enough_seats, s not_enough_seats, session_end at 5000
        ",
    );
}
