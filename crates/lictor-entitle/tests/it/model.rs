//! The sixteen changes of license model: hosts asked for, refusals, markers (3.5).

use lictor_entitle::Code;
use lictor_entitle::delivery::{Change, DeliveryKind, DeliverySettings, deliver};
use lictor_entitle::fulfillment::Operation;
use lictor_entitle::host::Hosts;
use lictor_entitle::line_item::LineKind;
use lictor_entitle::model::{HostKinds, LicenseModel, MODEL_CHANGES, prompt, supersede_allowed};
use lictor_entitle::split::{SplitRequest, choose_hosts};

use crate::delivery::{facts, shape};
use crate::store::{Store, hosts, hosts_of, line, record, request};

#[test]
fn the_table_and_the_three_lines_agree() {
    let mut seen = vec![];
    for (from, to, asked, may) in MODEL_CHANGES {
        assert_eq!((prompt(from, to), supersede_allowed(from, to)), (asked, may), "{from} to {to}");
        seen.push((from, to));
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 16);
}

fn given(kinds: HostKinds) -> Hosts {
    hosts(if kinds.server { &["S9"] } else { &[] }, if kinds.node { &["N9"] } else { &[] })
}

/// What one row promises: who is asked, what is refused, and when a marker is written.
fn holds(number: usize) {
    let (from, to, asked, may) = MODEL_CHANGES[number - 1];
    let mut old = record("F1", "A", if from.is_counted() { 2 } else { 1 });
    (old.model, old.hosts) = (from, hosts_of(from));
    let refused = |kinds: HostKinds| choose_hosts(&old, to, &given(kinds)).unwrap_err().code;

    let chosen = choose_hosts(&old, to, &given(asked)).unwrap();
    assert_eq!(chosen.len(), 1);
    let servers = if asked.server { hosts(&["S9"], &[]).servers } else { old.hosts.servers.clone() };
    let nodes = if asked.node { hosts(&[], &["N9"]).nodes } else { old.hosts.nodes.clone() };
    let needs = to.needs();
    assert_eq!(chosen[0].servers, if needs.server { servers } else { vec![] });
    assert_eq!(chosen[0].nodes, if needs.node { nodes } else { vec![] });

    if asked.server {
        assert_eq!(refused(HostKinds { server: false, ..asked }), Code::ServerHostRequired);
    } else {
        assert_eq!(refused(HostKinds { server: true, ..asked }), Code::HostNotAllowed);
    }
    if asked.node {
        assert_eq!(refused(HostKinds { node: false, ..asked }), Code::NodeHostRequired);
    } else {
        assert_eq!(refused(HostKinds { node: true, ..asked }), Code::HostNotAllowed);
    }

    let mut store = Store::full(2, &[line("U", LineKind::Upgrade, 2, Some("A"), "P2")]);
    store.lines.get_mut("A").unwrap().seats.active = old.count;
    store.records.insert("F1".into(), old.clone());
    store.lines.get_mut("U").unwrap().model = to;
    let ask = |kinds| SplitRequest { hosts: given(kinds), seats: None, ..request(Operation::Upgrade, 1) };
    let outcome = store.split("F1", &ask(asked)).unwrap();
    assert_eq!(outcome.created.last().map(|new| &new.hosts), chosen.first());
    if asked != HostKinds::NONE {
        assert_eq!(store.split("F1", &ask(HostKinds::NONE)).unwrap_err().code.http(), 422);
    }

    let before = lictor_entitle::delivery::Shape { model: from, hosts: old.hosts, ..shape(2) };
    let after = lictor_entitle::delivery::Shape {
        model: to,
        hosts: chosen[0].clone(),
        version: "2.0".into(),
        ..shape(2)
    };
    for supersede in [true, false] {
        let settings = DeliverySettings { supersede, ..DeliverySettings::default() };
        let facts = lictor_entitle::delivery::DeliveryFacts { settings, ..facts(&before, &[]) };
        let delivery = deliver(&facts, &Change::Become(after.clone())).unwrap();
        assert_eq!(!delivery.supersedes.is_empty(), supersede && may, "{from} to {to}, {supersede}");
        assert_eq!(delivery.kind == DeliveryKind::Superseding, supersede && may);
    }
}

macro_rules! rows {
    ($($name:ident = $number:literal),+ $(,)?) => {
        $(#[test] fn $name() { holds($number); })+
    };
}

rows! {
    t_mod_1_fc_to_fc = 1, t_mod_2_fc_to_fu = 2, t_mod_3_fc_to_nc = 3, t_mod_4_fc_to_nu = 4,
    t_mod_5_fu_to_fc = 5, t_mod_6_fu_to_fu = 6, t_mod_7_fu_to_nc = 7, t_mod_8_fu_to_nu = 8,
    t_mod_9_nc_to_fc = 9, t_mod_10_nc_to_fu = 10, t_mod_11_nc_to_nc = 11, t_mod_12_nc_to_nu = 12,
    t_mod_13_nu_to_fc = 13, t_mod_14_nu_to_fu = 14, t_mod_15_nu_to_nc = 15, t_mod_16_nu_to_nu = 16,
}

#[test]
fn models_are_known_by_the_words_of_the_interface() {
    let words: Vec<&str> = LicenseModel::ALL.iter().map(|model| model.as_str()).collect();
    assert_eq!(words, ["FC", "FU", "NC", "NU"]);
    assert_eq!(LicenseModel::parse("NC"), Some(LicenseModel::NodeCounted));
    assert_eq!(LicenseModel::parse("nc"), None);
}
