//! Line items: states, and lines that follow others (2.3, 3.2, 3.3).

use lictor_entitle::Code;
use lictor_entitle::count::Ledger;
use lictor_entitle::line_item::{ChildRequest, Line, LineKind, LineState, closes_parent};
use lictor_entitle::relation::{Relation, RelationKind, check_new_relation};
use lictor_entitle::warning::Warning;

use crate::store::{Store, line, relations};

#[test]
fn states_follow_the_machine() {
    use LineState::{Deployed, Draft, Inactive, Obsolete, OnHold, Test};
    let legal = [
        (Draft, Deployed),
        (Deployed, Inactive),
        (Deployed, OnHold),
        (OnHold, Deployed),
        (OnHold, Inactive),
        (Inactive, Draft),
        (Inactive, Deployed),
        (Inactive, Obsolete),
    ];
    for from in LineState::ALL {
        for to in LineState::ALL {
            let answer = from.check_next(*to).map_err(|refusal| refusal.code);
            let expected = if legal.contains(&(*from, *to)) { Ok(()) } else { Err(Code::IllegalTransition) };
            assert_eq!(answer, expected, "{from} to {to}");
        }
    }
    assert!(!Inactive.is_editable() && !Obsolete.is_editable() && Draft.is_editable() && Test.is_editable());
}

#[test]
fn lines_follow_their_entitlement_out_of_force() {
    use LineState::{Deployed, Draft, Inactive, Obsolete, Test};
    for (line, entitlement, expected) in [
        (Deployed, Inactive, Inactive),
        (Draft, Inactive, Inactive),
        (Deployed, Obsolete, Obsolete),
        (Obsolete, Inactive, Obsolete),
        (Test, Inactive, Test),
        (Inactive, Deployed, Inactive),
    ] {
        assert_eq!(line.follow(entitlement), expected, "{line} under {entitlement}");
    }
}

fn ask(line: &Line, kind: LineKind, quantity: Option<u32>, product: &'static str) -> ChildRequest<'static> {
    ChildRequest { kind, quantity, product, make: line.make(), allow_activations_on_parent: None }
}

/// A24: the count is not checked when the line is made.
#[test]
fn an_order_above_what_is_there_is_accepted_with_a_warning() {
    let store = Store::full(10, &[]);
    let parent = &store.lines["A"];
    let child =
        parent.follow_up(&ask(parent, LineKind::Upgrade, Some(15), "P2"), &relations(), true).unwrap();
    assert_eq!((child.quantity, child.warnings), (15, vec![Warning::CountExceedsAvailable]));
    let full = parent.follow_up(&ask(parent, LineKind::Upgrade, None, "P2"), &relations(), true).unwrap();
    assert_eq!((full.quantity, full.warnings, full.closes_parent), (10, vec![], true));
}

#[test]
fn an_upgrade_closes_its_parent_and_a_renewal_does_not() {
    let parent = line("A", LineKind::New, 10, None, "P1");
    for (kind, product, allow, closes) in [
        (LineKind::Upgrade, "P2", None, true),
        (LineKind::Upsell, "P3", None, true),
        (LineKind::Renewal, "P1", None, false),
        (LineKind::Upgrade, "P2", Some(true), false),
        (LineKind::Renewal, "P1", Some(false), true),
    ] {
        let request =
            ChildRequest { allow_activations_on_parent: allow, ..ask(&parent, kind, None, product) };
        let child = parent.follow_up(&request, &relations(), true).unwrap();
        assert_eq!(child.closes_parent, closes, "{kind} {allow:?}");
    }
}

#[test]
fn a_line_follows_only_where_an_edge_leads() {
    let parent = line("A", LineKind::New, 10, None, "P1");
    for (state, kind, quantity, product, code) in [
        (LineState::Deployed, LineKind::New, None, "P1", Code::InvalidField),
        (LineState::Deployed, LineKind::Upgrade, None, "P3", Code::NoProductRelation),
        (LineState::Deployed, LineKind::Upgrade, None, "P4", Code::NoProductRelation),
        (LineState::Deployed, LineKind::Upsell, None, "P2", Code::NoProductRelation),
        (LineState::Deployed, LineKind::Renewal, None, "P2", Code::InvalidField),
        (LineState::Deployed, LineKind::Upgrade, Some(0), "P2", Code::InvalidCount),
        (LineState::Inactive, LineKind::Upgrade, None, "P2", Code::LineItemInactive),
        (LineState::Obsolete, LineKind::Upgrade, None, "P2", Code::LineItemObsolete),
    ] {
        let parent = Line { state, ..parent.clone() };
        let answer = parent.follow_up(&ask(&parent, kind, quantity, product), &relations(), true);
        assert_eq!(answer.unwrap_err().code, code, "{kind} {product}");
    }
}

#[test]
fn relations_never_lead_in_a_circle() {
    let edge = |from: &str, to: &str, kind| Relation { from: from.into(), to: to.into(), kind };
    for (new, expected) in [
        (edge("P4", "P1", RelationKind::Upgrade), Some(Code::InvalidField)),
        (edge("P1", "P1", RelationKind::Upsell), Some(Code::InvalidField)),
        (edge("P1", "P2", RelationKind::Upgrade), Some(Code::Duplicate)),
        (edge("P1", "P4", RelationKind::Upgrade), None),
        (edge("P4", "P1", RelationKind::Upsell), None),
    ] {
        let answer = check_new_relation(&relations(), &new).map_err(|refusal| refusal.code);
        assert_eq!(answer.err(), expected, "{new:?}");
    }
}

/// A22: the largest count there is.
#[test]
fn an_order_stays_in_the_range_of_a_count() {
    let store = Store::full(10, &[]);
    let parent = &store.lines["A"];
    let order =
        |seats| parent.follow_up(&ask(parent, LineKind::Upgrade, Some(seats), "P2"), &relations(), true);
    assert_eq!(order(2_147_483_647).unwrap().quantity, 2_147_483_647);
    assert_eq!(order(2_147_483_648).unwrap_err().code, Code::CountOutOfRange);
    assert_eq!(order(u32::MAX).unwrap_err().code, Code::CountOutOfRange);
}

/// 2.3: an entitlement is never held, and no draft again.
#[test]
fn states_of_an_entitlement_are_fewer() {
    use LineState::{Deployed, Draft, Inactive, Obsolete, OnHold};
    let legal = [
        (Draft, Deployed),
        (Deployed, Inactive),
        (OnHold, Inactive),
        (Inactive, Deployed),
        (Inactive, Obsolete),
    ];
    for from in LineState::ALL {
        for to in LineState::ALL {
            let answer = from.check_next_of_entitlement(*to).map_err(|refusal| refusal.code);
            let expected = if legal.contains(&(*from, *to)) { Ok(()) } else { Err(Code::IllegalTransition) };
            assert_eq!(answer, expected, "{from} to {to}");
        }
    }
}

#[test]
fn a_line_goes_back_to_where_its_entitlement_took_it_from() {
    use LineState::{Deployed, Draft, Inactive, Obsolete, OnHold, Test};
    for (own, before, entitlement, expected) in [
        (Inactive, Some(Deployed), Inactive, Deployed),
        (Inactive, Some(OnHold), Inactive, OnHold),
        (Inactive, Some(Draft), Inactive, Draft),
        (Inactive, None, Inactive, Inactive),
        (Inactive, None, Draft, Inactive),
        (Draft, None, Inactive, Draft),
        (Draft, None, Draft, Deployed),
        (Obsolete, None, Inactive, Obsolete),
        (Test, None, Draft, Test),
    ] {
        assert_eq!(own.resume(before, entitlement), expected, "{own} {before:?} {entitlement}");
    }
}

/// 3.2: the parent is closed while a line that closes it is in force, or has seats of it.
#[test]
fn a_line_closes_its_parent_while_it_counts() {
    use LineState::{Deployed, Draft, Inactive, Obsolete, OnHold, Test};
    let unused = Ledger::new(LineKind::Upgrade, 5);
    let used = Ledger { converted: 2, ..unused };
    for (state, without, with) in [
        (Draft, false, true),
        (Deployed, true, true),
        (OnHold, true, true),
        (Inactive, false, true),
        (Obsolete, false, true),
        (Test, false, false),
    ] {
        assert_eq!(closes_parent(state, &unused, false), without, "{state}");
        assert_eq!(closes_parent(state, &used, false), with, "{state}");
        assert!(!closes_parent(state, &used, true));
    }
}
