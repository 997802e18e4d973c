//! Rights of a role.

use std::collections::BTreeSet;

use lictor_entitle::right::{Right, check, closure};
use lictor_entitle::{Code, Meta};

#[test]
fn a_role_is_saved_only_with_all_that_its_rights_imply() {
    let rehost = BTreeSet::from([Right::Rehost]);
    assert_eq!(closure(&rehost), BTreeSet::from([Right::View, Right::Generate, Right::Rehost]));
    let refusal = check(&rehost).unwrap_err();
    assert_eq!(refusal.code, Code::InvalidField);
    assert_eq!(refusal.meta["missing"], Meta::List(vec!["view".into(), "generate".into()]));
    assert_eq!(check(&closure(&rehost)), Ok(()));
    assert_eq!(check(&Right::all().collect()), Ok(()));
    assert_eq!(check(&BTreeSet::new()), Ok(()));
}

#[test]
fn names_are_those_of_json() {
    for right in Right::all() {
        assert_eq!(serde_json::to_value(right).unwrap(), right.as_str());
    }
}
