//! Access rules (RUL-01).

use crate::script::check;

/// RUL-01: of allow and deny the first that matches decides; without any, all may.
#[test]
fn rul_01_first_match() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9
        license B f2 exclusive x9
        load
        open ann
        open bob
        open cyd
        rules allow f1: ann; deny f1: anyone; allow f1: bob; deny f2: cyd
        ann out f1 x1    => granted f1 x1, 1/9
        bob out f1 x1    => denied denied_by_rule x1, 1/9 by deny (line 2)
        cyd out f1 x1    => denied denied_by_rule x1, 1/9 by deny (line 2)
        bob out f2 x1    => granted f2 x1, 1/9
        cyd out f2 x1    => denied denied_by_rule x1, 1/9 by deny (line 4)
        rules
        cyd out f1 x1    => granted f1 x1, 2/9
        ",
    );
}

/// RUL-01: members by user, host, both, network and project; features by pattern and vendor.
#[test]
fn rul_01_members_and_features() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9
        license B g1 exclusive x9
        license C f1 exclusive x9 vendor OTHER
        load
        open ann at WS1
        open bob at srv2
        open cyd address 10.1.2.3
        open dan project wing
        open ann2 user ann at ws3 vendor OTHER
        rules deny ACME/f*: ann@ws*, host SRV2; deny all: net 10.1.0.0/16; deny g1: project wi*
        ann out f1 x1    => denied denied_by_rule x1, 0/9 by deny (line 1)
        ann out g1 x1    => granted g1 x1, 1/9
        bob out F1 x1    => denied denied_by_rule x1, 0/9 by deny (line 1)
        cyd out f1 x1    => denied denied_by_rule x1, 0/9 by deny (line 2)
        cyd out g1 x1    => denied denied_by_rule x1, 1/9 by deny (line 2)
        dan out f1 x1    => granted f1 x1, 1/9
        dan out g1 x1    => denied denied_by_rule x1, 1/9 by deny (line 3)
        ann2 out f1 x1   => granted f1 x1, 1/9
        ",
    );
}

/// RUL-01: a limit is a joint ceiling of all members of a rule, feature by feature, over all pools.
#[test]
fn rul_01_limit_is_a_joint_ceiling() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        license X f1 additive x9
        license B f2 exclusive x9
        load
        open ann
        open bob
        open cyd
        rules limit 3 all: ann, bob; limit 1 f1: ann, cyd
        ann out f1 x2    => granted f1 x2, 2/2
        bob out f1 x2    => denied limit_reached x2, 2/2 by limit (line 1), f1 limit_reached, f1+X limit_reached
        bob out f1 x1    => granted f1+X x1, 1/9
        ann out f1 x1    => denied limit_reached x1, 2/2 by limit (line 1), f1 limit_reached, f1+X limit_reached
        bob all f2 x2, f2 x2 => denied all: granted x2, 0/9 and limit_reached x2, 2/9 by limit (line 1)
        bob all f2 x2, f2 x1 => granted f2 x2, 2/9 and f2 x1 held 3, 3/9
        cyd out f1 x1    => granted f1+X x1, 2/9
        cyd out f1 x1    => denied limit_reached x1, 2/9 by limit (line 2), f1+X limit_reached, f1 limit_reached
        ann close        => ann closed Goodbye x2
        bob out f1 x2    => granted f1+X x2 held 3, 4/9
        ",
    );
}

/// RUL-01: reserved seats are kept for their members also when idle; members use them first, then
/// the open ones.
#[test]
fn rul_01_reserve() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x5
        load
        open ann
        open bob
        open cyd
        rules reserve 2 f1: ann, bob
        pool f1          => 0/5 rev 1 reserved 2
        cyd out f1 x4    => denied reserved x4, 0/5 reserved 2 by reserve (line 1)
        cyd out f1 x6    => denied not_enough_seats x6, 0/5 reserved 2
        cyd out f1 x2    => granted f1 x2, 2/5
        ann out f1 x1    => granted f1 x1, 3/5
        pool f1          => 3/5 rev 1 reserved 1
        bob out f1 x2    => granted f1 x2, 5/5
        bob in f1 x1     => released 1 held 1
        pool f1          => 4/5 rev 1
        cyd out f1 x1    => granted f1 x1 held 3, 5/5
        ann in f1 x1     => released 1 held 0
        cyd out f1 x1    => denied reserved x1, 4/5 reserved 1 by reserve (line 1)
        bob out f1 x1    => granted f1 x1 held 2, 5/5
        why cyd@ws1 f1 x1 => denied not_enough_seats x1, 5/5
        why ann@ws1 f1 x1 => denied not_enough_seats x1, 5/5; reserve (line 1) 2/2
        ",
    );
}

/// RUL-01: several reserves; each fills the pools of a feature in the order of KEY-03; of a rule and
/// a reservation the reservation gives way first.
#[test]
fn rul_01_reserves_and_reservations() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x2
        license X f1 additive x4
        load
        open ann
        open bob
        rules reserve 3 f1: ann; reserve 1 f1: bob
        pool f1          => 0/2 rev 1 reserved 2
        pool f1+X        => 0/4 rev 1 reserved 2
        reserve f1 x2 as ABC for 5000 => reserved in f1+X
        bob out f1 x1    => granted f1+X x1, 1/4
        bob out f1 x1    => denied reserved x1, 1/4 reserved 3 by reserve (line 1), f1+X reserved, f1 reserved, reservation_end at 5000
        ann out f1 x1    => granted f1 x1, 1/2
        ann out f1 x3    => denied not_enough_seats x3, 1/2 reserved 1, f1 not_enough_seats, f1+X reserved, reservation_end at 5000
        ",
    );
}

/// RUL-01, RUL-02: new rules count who is there by the new rules.
#[test]
fn rul_02_reload_counts_anew() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9
        load
        open ann
        open bob
        ann out f1 x3    => granted f1 x3, 3/9
        rules limit 4 f1: anyone
        bob out f1 x2    => denied limit_reached x2, 3/9 by limit (line 1)
        why bob@ws f1 x1 => granted f1; limit (line 1) 3/4
        rules limit 4 f1: bob; reserve 5 f1: ann
        why bob@ws f1 x1 => granted f1; limit (line 1) 0/4
        why ann@ws f1 x1 => granted f1; reserve (line 2) 3/5
        pool f1          => 3/9 rev 1 reserved 2
        rules limit 4 f1: bob; reserve 5 f1: ann
        records          => 0
        ",
    );
}

/// RUL-02: a dry run tells the rule of each kind that somebody would meet.
#[test]
fn rul_02_why() {
    check(
        "
        today 2026-03-01
        license A f1 exclusive x9 borrow 24h
        load
        rules deny f1: bob; allow f1: anyone; limit 2 f1: anyone; borrow_hours 8 f1: anyone; borrow_deny f1: cyd
        why ann@ws1 f1 x1   => granted f1; allow (line 2); limit (line 3) 0/2; borrow_hours (line 4)
        why bob@ws1 f1 x1   => denied denied_by_rule x1, 0/9 by deny (line 1); deny (line 1); limit (line 3) 0/2; borrow_hours (line 4)
        why cyd@ws1 f1 x3   => denied limit_reached x3, 0/9 by limit (line 3); allow (line 2); limit (line 3) 0/2; borrow_deny (line 5); borrow_hours (line 4)
        why ann@ws1 none x1 => denied feature_not_found x1, 0/0
        ",
    );
}
