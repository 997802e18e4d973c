//! Which file carries a change (4.2 to 4.5).

use lictor_entitle::Code;
use lictor_entitle::delivery::{
    Change, Delivery, DeliveryFacts, DeliveryKind, DeliveryRow, DeliverySettings, Shape, UpgradeFile,
    deliver, deliver_extra,
};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::supersede::{DatedLicense, reissued_by_date};
use lictor_entitle::technology::Technology;
use lictor_entitle::warning::Warning;

use crate::store::{TODAY, date, hosts};

/// f1 for 2026, floating and counted, on S1.
pub(crate) fn shape(count: u32) -> Shape {
    Shape {
        feature: "f1".into(),
        version: "1.0".into(),
        options: String::new(),
        share: String::new(),
        model: LicenseModel::FloatingCounted,
        exclusive: true,
        count,
        hosts: hosts(&["S1"], &[]),
        start: None,
        end: Some(date("2026-12-31")),
    }
}

/// The base has the serial `B`.
pub(crate) fn facts<'a>(before: &'a Shape, upgrades: &'a [UpgradeFile]) -> DeliveryFacts<'a> {
    DeliveryFacts {
        before: Some(before),
        base: Some("B"),
        upgrades,
        fold: &[],
        occupied: false,
        technology: Technology::Certificate,
        settings: DeliverySettings::default(),
        today: date(TODAY),
    }
}

fn upgrade(serial: &str, count: u32, start: Option<&str>, end: &str) -> UpgradeFile {
    UpgradeFile { serial: serial.into(), count, start: start.map(date), end: Some(date(end)) }
}

fn raise(by: u32, end: Option<&str>) -> Change {
    Change::Raise { by, start: None, end: end.map(date) }
}

/// (kind, row, COUNT, superseded serials).
fn short(delivery: &Delivery) -> (DeliveryKind, DeliveryRow, Option<u32>, Vec<&str>) {
    let serials = delivery.supersedes.iter().map(String::as_str).collect();
    (delivery.kind, delivery.row, delivery.count, serials)
}

fn code(facts: &DeliveryFacts<'_>, change: &Change) -> Code {
    deliver(facts, change).unwrap_err().code
}

#[test]
fn t_fil_1_more_seats_for_the_whole_term_are_an_upgrade() {
    let before = shape(10);
    let delivery = deliver(&facts(&before, &[]), &raise(5, Some("2026-12-31"))).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Upgrade, DeliveryRow::D3, Some(5), vec![]));
    assert_eq!(delivery.end, before.end);
    let same = deliver(&facts(&before, &[]), &Change::Become(shape(15))).unwrap();
    assert_eq!(same, delivery);
}

#[test]
fn t_fil_2_an_end_outside_the_base_is_refused_cut_or_a_renewal() {
    let before = shape(10);
    let late = raise(5, Some("2027-06-30"));
    assert_eq!(code(&facts(&before, &[]), &late), Code::EndOutsideBase);
    let settings = DeliverySettings { clamp_end: true, ..DeliverySettings::default() };
    let cut = deliver(&DeliveryFacts { settings, ..facts(&before, &[]) }, &late).unwrap();
    assert_eq!(
        (cut.kind, cut.end, cut.warnings),
        (DeliveryKind::Upgrade, before.end, vec![Warning::EndClamped])
    );
    let renewed = Shape { end: Some(date("2027-06-30")), ..shape(15) };
    let delivery = deliver(&facts(&before, &[]), &Change::Become(renewed)).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Superseding, DeliveryRow::D5, Some(15), vec!["B"]));
}

#[test]
fn t_fil_3_extra_seats_for_a_month_are_an_upgrade_with_dates() {
    let before = shape(10);
    let (start, end) = (Some(date("2026-06-01")), Some(date("2026-06-30")));
    let delivery = deliver(&facts(&before, &[]), &Change::Raise { by: 5, start, end }).unwrap();
    assert_eq!((delivery.kind, delivery.start, delivery.end), (DeliveryKind::Upgrade, start, end));
}

#[test]
fn t_fil_4_a_folded_upgrade_is_voided_and_another_stays() {
    let before = shape(10);
    let upgrades = [upgrade("U1", 5, None, "2026-12-31"), upgrade("U2", 2, None, "2026-12-31")];
    let fold = ["U1".to_owned()];
    let facts = DeliveryFacts { fold: &fold, ..facts(&before, &upgrades) };
    let delivery = deliver(&facts, &Change::Become(shape(10))).unwrap();
    assert_eq!(delivery.count, Some(15));
    assert_eq!(delivery.supersedes, ["B", "U1"]);

    // A shorter term: U2 would outlive its base.
    let shorter = Change::Become(Shape { end: Some(date("2026-09-30")), ..shape(10) });
    assert_eq!(code(&facts, &shorter), Code::EndOutsideBase);
    let settings = DeliverySettings { clamp_end: true, ..DeliverySettings::default() };
    let delivery = deliver(&DeliveryFacts { settings, ..facts }, &shorter).unwrap();
    let again: Vec<_> = delivery.reissue.iter().map(|file| (&*file.serial, file.count, file.end)).collect();
    assert_eq!(again, [("U2", 2, Some(date("2026-09-30")))]);
    assert_eq!(
        (delivery.supersedes, delivery.warnings),
        (vec!["B".to_owned(), "U1".to_owned()], vec![Warning::EndClamped])
    );
}

/// The files differ by their serials, which the caller draws; the decision is the same twice.
#[test]
fn t_fil_5_the_same_order_twice_is_two_upgrades() {
    let before = shape(10);
    let first = deliver(&facts(&before, &[]), &raise(1, Some("2026-12-31"))).unwrap();
    let have = [upgrade("U1", 1, None, "2026-12-31")];
    let second = deliver(&facts(&before, &have), &raise(1, Some("2026-12-31"))).unwrap();
    assert_eq!((first.kind, first.count), (DeliveryKind::Upgrade, Some(1)));
    assert_eq!(first, second);
}

#[test]
fn t_fil_6_a_split_is_a_superseding_and_an_additional_file() {
    let before = shape(10);
    let rest = deliver(&facts(&before, &[]), &Change::Become(shape(8))).unwrap();
    assert_eq!(short(&rest), (DeliveryKind::Superseding, DeliveryRow::D4, Some(8), vec!["B"]));
    let p2 = Shape { feature: "p2".into(), ..shape(2) };
    let none = DeliveryFacts { before: None, base: None, ..facts(&before, &[]) };
    let new = deliver(&none, &Change::Become(p2.clone())).unwrap();
    assert_eq!(short(&new), (DeliveryKind::Additional, DeliveryRow::D2, Some(2), vec![]));
    assert!(new.exclusive);
    let beside = deliver(&DeliveryFacts { occupied: true, ..none }, &Change::Become(p2)).unwrap();
    assert!(!beside.exclusive);
}

#[test]
fn t_fil_8_a_permanent_upgrade_needs_a_permanent_base() {
    let before = shape(10);
    assert_eq!(code(&facts(&before, &[]), &raise(5, None)), Code::EndOutsideBase);
    let permanent = Shape { end: None, ..shape(10) };
    assert_eq!(deliver(&facts(&permanent, &[]), &raise(5, None)).unwrap().kind, DeliveryKind::Upgrade);
}

#[test]
fn t_fil_9_an_unlimited_base_is_not_raised() {
    let before = Shape { model: LicenseModel::FloatingUncounted, ..shape(1) };
    assert_eq!(code(&facts(&before, &[]), &raise(5, Some("2026-12-31"))), Code::BaseUnlimited);
}

#[test]
fn t_fil_11_the_sum_stays_in_range() {
    let before = shape(2_147_483_640);
    assert_eq!(code(&facts(&before, &[]), &raise(10, Some("2026-12-31"))), Code::CountOutOfRange);
    let have = [upgrade("U1", 5, None, "2026-12-31")];
    assert_eq!(code(&facts(&before, &have), &raise(3, Some("2026-12-31"))), Code::CountOutOfRange);
    deliver(&facts(&before, &have), &raise(2, Some("2026-12-31"))).unwrap();
    assert_eq!(code(&facts(&before, &[]), &Change::Become(shape(2_147_483_647 + 1))), Code::CountOutOfRange);
}

#[test]
fn the_table_of_changes_without_crossing() {
    use DeliveryKind::{Base, None as Nothing, Superseding};
    let nc = Shape { model: LicenseModel::NodeCounted, hosts: hosts(&["S1"], &["N1"]), ..shape(10) };
    let fu = Shape { model: LicenseModel::FloatingUncounted, ..shape(10) };
    let additive = Shape { exclusive: false, ..shape(10) };
    let version = Shape { version: "2.0".into(), ..shape(10) };
    let later = Some(date("2027-12-31"));
    for (before, after, kind, row, count) in [
        (shape(10), shape(10), Nothing, DeliveryRow::Unchanged, Some(10)),
        (shape(10), shape(4), Superseding, DeliveryRow::D4, Some(4)),
        (shape(10), Shape { end: later, ..shape(4) }, Superseding, DeliveryRow::D4, Some(4)),
        (shape(10), Shape { end: later, ..shape(10) }, Superseding, DeliveryRow::D5, Some(10)),
        (shape(10), version.clone(), Superseding, DeliveryRow::D6, Some(10)),
        (shape(10), Shape { count: 12, ..version }, Superseding, DeliveryRow::D6, Some(12)),
        (shape(10), Shape { share: "USER".into(), ..shape(10) }, Superseding, DeliveryRow::D6, Some(10)),
        (shape(10), Shape { options: "a".into(), ..shape(10) }, Superseding, DeliveryRow::D6, Some(10)),
        (shape(10), fu.clone(), Superseding, DeliveryRow::D6, None),
        (fu, shape(10), Superseding, DeliveryRow::D6, Some(10)),
        (shape(10), nc.clone(), Superseding, DeliveryRow::D6, Some(10)),
        (nc.clone(), Shape { count: 15, ..nc }, Superseding, DeliveryRow::D8, Some(15)),
        (additive.clone(), Shape { count: 15, ..additive }, Superseding, DeliveryRow::D6, Some(15)),
        (shape(10), Shape { hosts: hosts(&["S2"], &[]), ..shape(10) }, Base, DeliveryRow::D9, Some(10)),
    ] {
        let delivery = deliver(&facts(&before, &[]), &Change::Become(after.clone())).unwrap();
        assert_eq!((delivery.kind, delivery.row, delivery.count), (kind, row, count), "{before:?} {after:?}");
        assert_eq!(delivery.end, after.end);
        assert_eq!(delivery.supersedes.is_empty(), kind != Superseding);
    }
}

#[test]
fn d1_between_server_and_client_there_is_no_marker() {
    let before = shape(1);
    let after = Shape { model: LicenseModel::NodeUncounted, hosts: hosts(&[], &["N1"]), ..shape(1) };
    let delivery = deliver(&facts(&before, &[]), &Change::Become(after)).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Base, DeliveryRow::D1, None, vec![]));
    assert_eq!(delivery.warnings, [Warning::OldHostKeepsFile]);
}

#[test]
fn d5_live_upgrades_stay_and_ended_ones_are_folded_away() {
    let before = shape(10);
    let upgrades = [upgrade("U1", 5, None, "2026-03-31"), upgrade("U2", 2, None, "2026-12-31")];
    let after = Shape { end: Some(date("2027-12-31")), ..shape(10) };
    let delivery = deliver(&facts(&before, &upgrades), &Change::Become(after)).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Superseding, DeliveryRow::D5, Some(10), vec!["B", "U1"]));
}

#[test]
fn d9_without_a_base_a_raise_is_a_new_base() {
    let before = shape(10);
    let facts = DeliveryFacts { base: None, ..facts(&before, &[]) };
    let delivery = deliver(&facts, &raise(5, Some("2026-12-31"))).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Base, DeliveryRow::D9, Some(15), vec![]));
}

#[test]
fn d10_the_vendor_may_want_no_upgrade_files() {
    let before = shape(10);
    let settings = DeliverySettings { prefer_upgrade_files: false, ..DeliverySettings::default() };
    let facts = DeliveryFacts { settings, ..facts(&before, &[]) };
    let delivery = deliver(&facts, &raise(5, Some("2026-12-31"))).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Superseding, DeliveryRow::D10, Some(15), vec!["B"]));
    let as_shape = deliver(&facts, &Change::Become(shape(15))).unwrap();
    assert_eq!(as_shape, delivery);
    // Seats for a month cannot be written into a license for a year.
    assert_eq!(code(&facts, &raise(5, Some("2026-06-30"))), Code::InvalidField);
}

#[test]
fn a_raise_bound_to_nodes_is_superseding() {
    let before = Shape { model: LicenseModel::NodeCounted, hosts: hosts(&["S1"], &["N1"]), ..shape(10) };
    let delivery = deliver(&facts(&before, &[]), &raise(5, Some("2026-12-31"))).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Superseding, DeliveryRow::D8, Some(15), vec!["B"]));
    assert_eq!(code(&facts(&before, &[]), &raise(0, Some("2026-12-31"))), Code::InvalidCount);
}

#[test]
fn with_the_setting_off_old_files_are_removed_by_hand() {
    let before = shape(10);
    let upgrades = [upgrade("U1", 5, None, "2026-03-31")];
    let settings = DeliverySettings { supersede: false, ..DeliverySettings::default() };
    let facts = DeliveryFacts { settings, ..facts(&before, &upgrades) };
    let delivery = deliver(&facts, &Change::Become(shape(8))).unwrap();
    assert_eq!(short(&delivery), (DeliveryKind::Base, DeliveryRow::D4, Some(8), vec![]));
    assert_eq!(
        (delivery.remove, delivery.warnings),
        (vec!["B".to_owned(), "U1".to_owned()], vec![Warning::ManualReplace])
    );
    let settings = DeliverySettings { supersede: false, clamp_end: true, ..DeliverySettings::default() };
    let upgrades = [upgrade("U2", 2, None, "2026-12-31")];
    let facts = DeliveryFacts { settings, upgrades: &upgrades, ..facts };
    let shorter = Shape { end: Some(date("2026-09-30")), ..shape(10) };
    let delivery = deliver(&facts, &Change::Become(shorter)).unwrap();
    assert_eq!((delivery.reissue.len(), delivery.remove), (1, vec!["B".to_owned(), "U2".to_owned()]));
}

#[test]
fn trusted_storage_returns_and_activates_instead_of_marking() {
    let before = shape(10);
    let facts = DeliveryFacts { technology: Technology::TrustedStorage, ..facts(&before, &[]) };
    let delivery = deliver(&facts, &Change::Become(shape(15))).unwrap();
    assert_eq!((delivery.kind, delivery.count, delivery.supersedes), (DeliveryKind::Base, Some(15), vec![]));
    assert_eq!((delivery.remove, delivery.warnings), (vec!["B".to_owned()], vec![]));
}

#[test]
fn more_seats_with_an_upgrade_to_fold_replace_the_base() {
    let before = shape(10);
    let upgrades = [upgrade("U1", 5, None, "2026-12-31")];
    let fold = ["U1".to_owned()];
    let facts = DeliveryFacts { fold: &fold, ..facts(&before, &upgrades) };
    let delivery = deliver(&facts, &Change::Become(shape(12))).unwrap();
    assert_eq!((delivery.kind, delivery.count), (DeliveryKind::Superseding, Some(17)));
    assert_eq!(delivery.supersedes, ["B", "U1"]);
}

#[test]
fn what_stays_beside_a_new_base_fits_its_term_and_its_range() {
    let before = shape(10);
    let upgrades = [upgrade("U1", 5, Some("2026-11-01"), "2026-12-31")];
    let shorter = Change::Become(Shape { end: Some(date("2026-09-30")), ..shape(10) });
    assert_eq!(code(&facts(&before, &upgrades), &shorter), Code::EndOutsideBase);
    let settings = DeliverySettings { clamp_end: true, ..DeliverySettings::default() };
    let cut = DeliveryFacts { settings, ..facts(&before, &upgrades) };
    let delivery = deliver(&cut, &shorter).unwrap();
    assert_eq!((delivery.reissue.len(), delivery.supersedes), (0, vec!["B".to_owned(), "U1".to_owned()]));
    assert_eq!(delivery.warnings, [Warning::UpgradesDropped]);

    let large = Shape { version: "2.0".into(), ..shape(2_147_483_643) };
    assert_eq!(code(&facts(&before, &upgrades), &Change::Become(large)), Code::CountOutOfRange);
}

/// Nothing can be added to an unlimited license or to one bound to nodes.
#[test]
fn upgrades_of_a_base_that_takes_none_are_voided_without_losing_what_runs_as_long() {
    let before = shape(10);
    let upgrades = [upgrade("U1", 5, None, "2026-12-31"), upgrade("U2", 2, None, "2026-06-30")];
    let nc = Shape { model: LicenseModel::NodeCounted, hosts: hosts(&["S1"], &["N1"]), ..shape(10) };
    let delivery = deliver(&facts(&before, &upgrades), &Change::Become(nc)).unwrap();
    assert_eq!(short(&delivery).2, Some(15));
    assert_eq!(delivery.supersedes, ["B", "U1", "U2"]);
    assert_eq!(delivery.warnings, [Warning::UpgradesDropped]);
    let fu = Shape { model: LicenseModel::FloatingUncounted, ..shape(1) };
    let delivery = deliver(&facts(&before, &upgrades), &Change::Become(fu)).unwrap();
    assert_eq!((delivery.count, delivery.supersedes.len(), delivery.warnings), (None, 3, vec![]));
}

#[test]
fn an_upgrade_for_a_part_of_the_term_is_not_folded() {
    let before = shape(10);
    let upgrades = [upgrade("U2", 2, None, "2026-06-30")];
    let fold = ["U2".to_owned()];
    let facts = DeliveryFacts { fold: &fold, ..facts(&before, &upgrades) };
    assert_eq!(code(&facts, &Change::Become(shape(9))), Code::InvalidField);
}

#[test]
fn short_licenses_never_supersede() {
    let short = Shape { end: Some(date("2026-05-14")), ..shape(10) };
    let delivery = deliver_extra(&short);
    assert_eq!((delivery.kind, delivery.end), (DeliveryKind::Base, short.end));
    assert!(delivery.supersedes.is_empty() && delivery.remove.is_empty());
}

#[test]
fn the_date_flavour_makes_its_neighbours_anew() {
    let license = |id: &str, server: &str, features: &[&str]| DatedLicense {
        id: id.into(),
        hosts: hosts(&[server], &[]),
        features: features.iter().map(|name| (*name).into()).collect(),
    };
    let new = license("F9", "S1", &["f1", "f2"]);
    let live = [
        license("F1", "S1", &["F2", "f3"]),
        license("F2", "S2", &["f1"]),
        license("F3", "S1", &["f3"]),
        license("F9", "S1", &["f1"]),
    ];
    let ids: Vec<&str> = reissued_by_date(&new, &live).map(|license| &*license.id).collect();
    assert_eq!(ids, ["F1"]);
    // One server in common is the same host, whatever nodes or group stand beside it.
    let on = |id: &str, servers: &[&str], nodes: &[&str]| DatedLicense {
        hosts: hosts(servers, nodes),
        ..license(id, "S1", &["f1"])
    };
    let live = [
        on("F4", &["S1"], &["N1"]),
        on("F5", &["S7", "S1", "S8"], &[]),
        on("F6", &[], &["N1"]),
        on("F7", &["S7"], &["N1"]),
    ];
    let ids: Vec<&str> = reissued_by_date(&new, &live).map(|license| &*license.id).collect();
    assert_eq!(ids, ["F4", "F5"]);
    let node = on("F8", &[], &["N1"]);
    let ids: Vec<&str> = reissued_by_date(&node, &live).map(|license| &*license.id).collect();
    assert_eq!(ids, ["F6"]);
}

/// A group is the same group in whatever order its servers are named.
#[test]
fn the_order_of_hosts_changes_no_decision() {
    let before = Shape { hosts: hosts(&["S1", "S2", "S3"], &[]), ..shape(10) };
    let turned = Shape { hosts: hosts(&["S3", "S1", "S2"], &[]), ..shape(10) };
    let same = deliver(&facts(&before, &[]), &Change::Become(turned.clone())).unwrap();
    assert_eq!(same.kind, DeliveryKind::None);
    let more = deliver(&facts(&before, &[]), &Change::Become(Shape { count: 15, ..turned })).unwrap();
    assert_eq!(short(&more), (DeliveryKind::Upgrade, DeliveryRow::D3, Some(5), vec![]));
}
