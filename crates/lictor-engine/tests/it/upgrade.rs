//! Upgrade licenses (section 4).

use crate::script::check;

/// UPG-01, UPG-02, UPG-03, UPG-04: the worked example of section 4.
#[test]
fn upg_01_upg_04_the_worked_example() {
    check(
        "
        today 2026-02-28
        license B f1 exclusive x10 until 2026-12-31
        license U1 f1 upgrade x5 from 2026-03-01 until 2026-03-31
        license U2 f1 upgrade x2 until 2026-12-31
        load
        licenses   => B served, U1 pending not_started, U2 served B
        pool f1    => 0/12 rev 1
        open ann
        open bob
        ann out f1 x12 => granted f1 x12, 12/12
        bob out f1 x5  => denied not_enough_seats x5, 12/12, start on 2026-03-01 in zone 0
        today 2026-03-01 => judged; f1 changed 2
        pool f1    => 12/17 rev 2
        bob out f1 x5  => granted f1 x5, 17/17
        today 2026-04-01 => judged; f1 changed 3
        licenses   => B served, U1 expired expired, U2 served B
        pool f1    => 17/12 rev 3 over-committed 5
        bob out f1 x1  => denied not_enough_seats x1, 17/12
        ann in f1 x5   => released 5 held 7
        bob out f1 x1  => denied not_enough_seats x1, 12/12
        ann in f1 x1   => released 1 held 6
        pool f1    => 11/12 rev 3
        bob out f1 x1  => granted f1 x1 held 6, 12/12
        ",
    );
}

/// UPG-05: an upgrade must not outlive its base; START before the base's is harmless.
#[test]
fn upg_05_ends_within_the_base() {
    check(
        "
        today 2026-06-01
        license B f1 exclusive x10 from 2026-05-01 until 2026-12-31
        license A f1 upgrade x1 until 2026-12-31
        license C f1 upgrade x1 until 2027-01-01
        license D f1 upgrade x1
        license E f1 upgrade x1 from 2026-01-01 until 2026-12-30
        license F f1 upgrade x1 until 9999-12-31
        license G f2 exclusive x1 until 9999-12-31
        license H f2 upgrade x1
        load
        licenses => B served, A served B, C rejected end_after_base B, D rejected end_after_base B, E served B, F rejected end_after_base B, G served, H served G
        pool f1  => 0/12 rev 1
        ",
    );
}

/// UPG-06: neither side may be UNLIMITED.
#[test]
fn upg_06_no_unlimited() {
    check(
        "
        today 2026-06-01
        license B f1 exclusive unlimited
        license A f1 upgrade x1
        license C f2 exclusive x1
        license D f2 upgrade unlimited
        load
        licenses => B served, A rejected unlimited B, C served, D rejected unlimited C
        pool f1  => 0/unlimited rev 1
        pool f2  => 0/1 rev 1
        open ann
        ann out f1 x2147483647 => granted f1 x2147483647, 2147483647/unlimited
        ",
    );
}

/// UPG-09: one license counts once, judged before `shadowed`; equal content under two serials
/// counts twice; one serial on two contents rejects the later.
#[test]
fn upg_09_a_license_counts_once() {
    check(
        "
        today 2026-06-01
        license B f1 exclusive x10
        license B f1 exclusive x10
        license U f1 upgrade x1
        license U f1 upgrade x1
        license V f1 upgrade x1 content U
        license W f1 upgrade x1 content U
        license V f1 upgrade x9 content Z
        license U f9 exclusive x1 vendor OTHER
        load
        licenses => B served, B duplicate same_serial B, U served B, U duplicate same_serial U, V served B, W served B, V rejected serial_reused V, U served
        pool f1  => 0/13 rev 1
        ",
    );
}

/// UPG-10: the upgrade that overflows is rejected and the rest kept, in load order.
#[test]
fn upg_10_overflow_rejects_one() {
    check(
        "
        today 2026-06-01
        license B f1 exclusive x2147483000
        license U f1 upgrade x600
        license V f1 upgrade x48
        license W f1 upgrade x47
        load
        licenses => B served, U served B, V rejected sum_too_large B, W served B
        pool f1  => 0/2147483647 rev 1
        ",
    );
}

/// UPG-11: an orphan is kept, and attaches when an exclusive license is served; never to an
/// additive or a shadowed one, nor to another vendor's.
#[test]
fn upg_11_orphans_attach_later() {
    check(
        "
        today 2026-06-01
        license U f1 upgrade x5
        license A f1 additive x1
        license O f1 exclusive x1 vendor OTHER
        load
        licenses => U orphan no_base, A served, O served
        license B f1 exclusive x10
        license C f1 exclusive x20
        load
        licenses => U served B, A served, O served, B served, C shadowed first_exclusive_wins B
        ",
    );
}

/// UPG-07, UPG-08 and UPG-12 belong to those who sign, read and show licenses; here upgrades are
/// members of a pool (UPG-12: for administrators), and no pool of their own.
#[test]
fn upg_12_an_upgrade_is_no_pool() {
    use crate::world::{World, date, feature_set, license};
    use lictor_engine::{Command, PoolMember};
    use lictor_types::{KeyType, LicenseState, PoolId};

    let upgrade = |serial, end| {
        let mut entry = license(serial, "f1", 2);
        (entry.key_type, entry.end) = (KeyType::Upgrade, end);
        entry
    };
    let licenses = vec![upgrade("U1", None), license("B", "f1", 10), upgrade("U2", Some(date("2026-01-01")))];
    let mut world = World::new();
    world.apply(Command::Load(&feature_set(licenses, &[date("2026-03-01")])));
    assert_eq!(world.ledger.totals().pools, 1);
    let members: Vec<_> = world.ledger.pool_members(PoolId(0)).collect();
    assert_eq!(
        members,
        [
            PoolMember { license: 1, state: LicenseState::Served },
            PoolMember { license: 0, state: LicenseState::Served },
            PoolMember { license: 2, state: LicenseState::Expired },
        ]
    );
}

/// UPG-13: SOFTLIMIT stays as written when the count is upgraded (SFT-01).
#[test]
fn upg_13_sft_01_soft_limit_stays() {
    check(
        "
        today 2026-06-01
        license B f1 exclusive x3 soft 2
        license U f1 upgrade x2
        load
        open ann
        ann out f1 x2 => granted f1 x2, 2/5
        ann out f1 x1 => soft_limit f1 x1 held 3, 3/5
        ann out f1 x2 => soft_limit f1 x2 held 5, 5/5
        ann out f1 x1 => denied not_enough_seats x1, 5/5
        ",
    );
}

/// UPG-14: removing an upgrade's file works as its expiry; removing the base's stops new grants,
/// orphans the upgrades and leaves leases alone.
#[test]
fn upg_14_removed_files() {
    check(
        "
        today 2026-06-01
        license B f1 exclusive x2
        license U f1 upgrade x3
        load
        open ann
        ann out f1 x5 => granted f1 x5, 5/5
        remove U
        load          => judged; f1 changed 2
        pool f1       => 5/2 rev 2 over-committed 3
        license U f1 upgrade x3
        load
        pool f1       => 5/5 rev 3
        remove B
        load
        licenses      => U orphan no_base
        pool f1       => 5/0 rev 4 absent feature_not_found over-committed 5
        ann out f1 x1 => denied feature_not_found x1, 5/0
        ann in f1 all => released 5 held 0
        ",
    );
}

/// UPG-15: one pool whichever exclusive license is served; without one, requests learn why.
#[test]
fn upg_15_one_pool_whichever_is_served() {
    check(
        "
        today 2026-06-01
        license A f1 exclusive x2 until 2026-06-10
        license B f1 exclusive x4 from 2026-06-20
        load
        open ann
        open bob
        ann out f1 x2 => granted f1 x2, 2/2
        today 2026-06-11
        pool f1       => 2/0 rev 2 absent not_started over-committed 2
        bob out f1 x1 => denied not_started x1, 2/0, start on 2026-06-20 in zone 0
        today 2026-06-20
        bob out f1 x2 => granted f1 x2, 4/4
        remove B
        load
        pool f1       => 4/0 rev 4 absent expired over-committed 4
        bob out f1 x1 => denied expired x1, 4/0
        ",
    );
}

/// UPG-15: a base that is replaced leaves its leases in the pool.
#[test]
fn upg_15_replaced_base_keeps_leases() {
    check(
        "
        today 2026-06-01
        license A f1 exclusive x2
        load
        open ann
        ann out f1 x2 => granted f1 x2, 2/2
        license B F1 exclusive x3 supersedes A
        load          => judged; F1 changed 2
        pool F1       => 2/3 rev 2
        ann out f1 x1 => granted F1 x1 held 3, 3/3
        ",
    );
}
