//! Quarantine: a released session stays out for the stated time and is told why.

use crate::script::check;

/// OUT-04: the user gets nothing on that host, in whatever session, until the time is over; who
/// waits is told at once.
#[test]
fn out_04_quarantine() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        license B f2 exclusive x2
        load
        open ann at ws1
        open two at WS1 user ANN
        open far at ws2 user ann
        ann out f1 x2            => granted f1 x2, 2/2
        two wait 9000 f1 x1      => two waits 1
        ann release 5000         => ann closed Released x2; two: denied quarantined x1, 0/2, quarantine_end at 5000
        two out f1 x1            => denied quarantined x1, 0/2, quarantine_end at 5000
        two out f2 x1 v7.0       => denied version_too_high x1, 0/2
        far out f1 x1            => granted f1 x1, 1/2
        open new at ws1 user ann
        new out f1 x1            => denied quarantined x1, 1/2, quarantine_end at 5000
        restart
        wait 4999
        new out f1 x1            => denied quarantined x1, 1/2, quarantine_end at 5000
        wait 1
        new out f1 x1            => granted f1 x1, 2/2
        ",
    );
}

/// OUT-04: a release without quarantine keeps nobody out; nobody is kept out for the unnamed.
#[test]
fn out_04_release_only() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        load
        open ann at ws1
        open fay user \"\"
        open gus user \"\"
        ann out f1 x1            => granted f1 x1, 1/2
        ann release              => ann closed Released x1
        open new at ws1 user ann
        new out f1 x1            => granted f1 x1, 1/2
        fay release 5000         => fay closed Released x0
        gus out f1 x1            => granted f1 x1, 2/2
        ",
    );
}
