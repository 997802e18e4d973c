//! Key numbers and the status of keys at their issuer.

use lictor_entitle::bill::BillType;
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_change::{self, KeyChange};
use lictor_entitle::key_number::{BadKeyNumber, KeyNumber, KeyRef};
use lictor_entitle::key_status::{KeyEvent, KeyStatus, KeyTerm};

use crate::sample::{day, key};

#[test]
fn t_key_1_an_upgrade_gives_the_next_revision_of_the_same_key() {
    let before = key("PLSK.00123456.0000");
    let after = before.next().unwrap();
    assert_eq!(after.to_string(), "PLSK.00123456.0001");
    assert!(before.is_same_key(&after));
    assert_eq!(key("PLSK.00123456.9999").next(), None);
}

#[test]
fn t_key_2_a_number_without_revision_names_the_current_one() {
    let current = key("PLSK.00123456.0001");
    for (asked, superseded_by) in
        [("PLSK.00123456", None), ("PLSK.00123456.0000", Some(1)), ("PLSK.00123456.0001", None)]
    {
        let named = KeyRef::parse(asked).unwrap();
        assert_eq!(
            (named.number(), named.superseded_by(&current)),
            (current.number(), superseded_by),
            "{asked}"
        );
        assert_eq!(named.to_string(), asked);
    }
    assert_eq!(current.key().to_string(), "PLSK.00123456");
}

#[test]
fn key_numbers_have_one_form() {
    assert_eq!(KeyNumber::parse("plsk.00123456.0001"), Ok(key("PLSK.00123456.0001")));
    for bad in [
        "",
        "PLSK",
        "PLSK.00123456",
        ".00123456.0000",
        "PLSK.123456.0000",
        "PLSK.00123456.000",
        "PLSK.00123456.00001",
        "PLSK.+0123456.0000",
        "PL-K.00123456.0000",
        "PLSK.00123456.0000.",
        "ABCDEFGHIJKLMNOPQ.00123456.0000",
        "ÄLSK.00123456.0000",
    ] {
        assert_eq!(KeyNumber::parse(bad), Err(BadKeyNumber), "{bad}");
    }
    assert_eq!(KeyNumber::new("PLSK", 100_000_000, 0), Err(BadKeyNumber));
    assert_eq!(KeyNumber::new("plsk", 1, 0), Err(BadKeyNumber));
    let json = serde_json::to_string(&key("PLSK.00123456.0001")).unwrap();
    assert_eq!(json, "\"PLSK.00123456.0001\"");
    assert_eq!(serde_json::from_str::<KeyNumber>(&json).unwrap(), key("PLSK.00123456.0001"));
}

/// Every status with every event, on a day before the key's last.
#[test]
fn a_key_goes_from_status_to_status_as_the_table_says() {
    use IssuerCode::{AlreadyDone, CannotRenew, KeyExpired, KeyTerminated, TerminationUnsupported};
    use KeyStatus::{Active, Suspended, Terminated};
    let renew = KeyEvent::Renew { keep_days: 90 };
    for (bill, event, expected) in [
        (
            BillType::Monthly,
            KeyEvent::Suspend,
            [Ok(Suspended), Err(AlreadyDone), Err(KeyExpired), Err(KeyTerminated)],
        ),
        (
            BillType::Monthly,
            KeyEvent::Resume,
            [Err(AlreadyDone), Ok(Active), Err(KeyExpired), Err(KeyTerminated)],
        ),
        (BillType::Monthly, renew, [Ok(Active), Ok(Suspended), Ok(Active), Err(KeyTerminated)]),
        (
            BillType::Purchase,
            renew,
            [Err(CannotRenew), Err(CannotRenew), Err(CannotRenew), Err(KeyTerminated)],
        ),
        (
            BillType::Monthly,
            KeyEvent::Terminate,
            [Ok(Terminated), Ok(Terminated), Ok(Terminated), Err(AlreadyDone)],
        ),
        (
            BillType::Purchase,
            KeyEvent::Terminate,
            [
                Err(TerminationUnsupported),
                Err(TerminationUnsupported),
                Err(TerminationUnsupported),
                Err(AlreadyDone),
            ],
        ),
    ] {
        let expiration = (bill == BillType::Monthly).then(|| day("2026-05-22"));
        let found = KeyStatus::ALL.map(|it| it.after(event, KeyTerm { bill, expiration }, day("2026-05-22")));
        assert_eq!(found, expected, "{bill} {event:?}");
    }
}

#[test]
fn an_expired_key_is_renewed_while_it_is_kept() {
    let term = KeyTerm { bill: BillType::Monthly, expiration: Some(day("2026-05-22")) };
    assert_eq!(KeyStatus::Active.on(term, day("2026-05-22")), KeyStatus::Active);
    assert_eq!(KeyStatus::Suspended.on(term, day("2026-05-23")), KeyStatus::Expired);
    for (keep_days, today, expected) in [
        (0, "2026-05-23", Err(IssuerCode::KeyExpired)),
        (1, "2026-05-23", Ok(KeyStatus::Active)),
        (90, "2026-08-20", Ok(KeyStatus::Active)),
        (90, "2026-08-21", Err(IssuerCode::KeyExpired)),
    ] {
        let found = KeyStatus::Active.after(KeyEvent::Renew { keep_days }, term, day(today));
        assert_eq!(found, expected, "{keep_days} {today}");
    }
}

#[test]
fn conflicting_changes_in_one_request_are_refused() {
    use KeyChange::{
        Activate, Attach, Bind, Configure, Detach, MoveOwner, Resume, Suspend, Terminate, Upgrade,
    };
    for (changes, good) in [
        (&[][..], true),
        (&[Upgrade, Configure], true),
        (&[Configure, Configure, Terminate], true),
        (&[Attach, Attach, Upgrade], true),
        (&[Resume, Upgrade], true),
        (&[Upgrade, Upgrade], false),
        (&[Suspend, Resume], false),
        (&[Resume, Suspend], false),
        (&[Upgrade, Terminate], false),
        (&[MoveOwner, Bind], false),
        (&[Attach, Detach], false),
        (&[Bind, Configure, Activate], false),
    ] {
        let expected = if good { Ok(()) } else { Err(IssuerCode::Conflict) };
        assert_eq!(key_change::check(changes), expected, "{changes:?}");
    }
}

#[test]
fn an_upgrade_beside_an_attachment_leaves_the_additional_keys_as_they_are() {
    use KeyChange::{Attach, Bind, Detach, Upgrade};
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    for (changes, current, upgraded, good) in [
        (&[Upgrade, Attach][..], &["a"][..], &["a"][..], true),
        (&[Upgrade, Attach], &["a"], &["a", "b"], false),
        (&[Detach, Upgrade], &["a"], &[], false),
        (&[Detach, Upgrade], &["a"], &["a"], true),
        (&[Upgrade, Bind], &["a"], &["b"], true),
    ] {
        let found = key_change::check_additional(changes, &set(current), &set(upgraded));
        assert_eq!(found.is_ok(), good, "{changes:?} {current:?} {upgraded:?}");
    }
}
