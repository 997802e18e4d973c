//! Technologies that cannot share counts (3.6).

use lictor_entitle::Code;
use lictor_entitle::fulfillment::Operation;
use lictor_entitle::line_item::{ChildRequest, LineKind};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::technology::{Make, Technology, blocked, check_technology};
use lictor_entitle::warning::Warning;

use crate::store::{Store, line, relations, request};

/// Creation warns; activation refuses with the reason and leaves the parent's fulfillment alone.
fn is_blocked(from: Technology, to: Technology, why: &str) {
    let mut store = Store::full(4, &[line("U", LineKind::Upgrade, 4, Some("A"), "P2")]);
    store.lines.get_mut("A").unwrap().technology = from;
    store.lines.get_mut("U").unwrap().technology = to;
    store.records.get_mut("F1").unwrap().technology = from;
    let asked = ChildRequest {
        kind: LineKind::Upgrade,
        quantity: None,
        product: "P2",
        make: store.lines["U"].make(),
        allow_activations_on_parent: None,
    };
    let child = store.lines["A"].follow_up(&asked, &relations(), true).unwrap();
    assert_eq!(child.warnings, [Warning::IncompatibleTechnology]);
    let before = store.clone();
    let refusal = store.split("F1", &request(Operation::Upgrade, 4)).unwrap_err();
    assert_eq!((refusal.code, refusal.message()), (Code::IncompatibleTechnology, why));
    let refusal = store.activate("U", &[("S1", 0, 4)]).unwrap_err();
    assert_eq!((refusal.code, refusal.message()), (Code::IncompatibleTechnology, why));
    assert_eq!(store, before);
}

#[test]
fn t_tec_1_custom_to_trusted_storage() {
    let why = "custom model and retail activation model cannot share counts";
    is_blocked(Technology::Custom, Technology::TrustedStorage, why);
}

#[test]
fn t_tec_2_certificate_to_trusted_storage() {
    let why = "floating counted and retail activation cannot share counts";
    is_blocked(Technology::Certificate, Technology::TrustedStorage, why);
}

#[test]
fn t_tec_3_embedded_to_certificate() {
    let why = "embedded counted and node-locked uncounted cannot share counts";
    is_blocked(Technology::Embedded, Technology::Certificate, why);
}

#[test]
fn t_tec_4_embedded_to_trusted_storage() {
    let why = "embedded counted and retail activation cannot share counts";
    is_blocked(Technology::Embedded, Technology::TrustedStorage, why);
}

fn make(technology: Technology, model: LicenseModel) -> Make {
    Make { technology, model }
}

#[test]
fn t_tec_5_trusted_storage_to_certificate_is_free_as_every_other_pair_is() {
    let model = LicenseModel::FloatingCounted;
    let mut free = 0;
    for from in Technology::ALL {
        for to in Technology::ALL {
            free += u32::from(check_technology(make(*from, model), make(*to, model), true).is_ok());
        }
    }
    assert_eq!(free, 12);
    let (from, to) = (make(Technology::TrustedStorage, model), make(Technology::Certificate, model));
    assert_eq!(check_technology(from, to, true), Ok(()));
}

/// A11: without strict pairs only the models of the note are blocked, and only for that pair.
#[test]
fn strict_pairs_off_blocks_the_noted_models_only() {
    use LicenseModel::{FloatingCounted, FloatingUncounted, NodeCounted, NodeUncounted};
    for (from, to, expected) in [
        (FloatingCounted, NodeUncounted, true),
        (NodeCounted, NodeUncounted, true),
        (FloatingCounted, FloatingCounted, false),
        (NodeUncounted, NodeUncounted, false),
        (FloatingUncounted, NodeCounted, false),
    ] {
        let pair = (make(Technology::Embedded, from), make(Technology::Certificate, to));
        assert_eq!(blocked(pair.0, pair.1, false).is_some(), expected, "{from} to {to}");
        assert!(blocked(pair.0, pair.1, true).is_some());
    }
    let trusted = make(Technology::TrustedStorage, FloatingCounted);
    assert!(blocked(make(Technology::Custom, FloatingCounted), trusted, false).is_some());
}
