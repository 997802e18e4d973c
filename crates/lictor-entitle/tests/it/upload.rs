//! Files that come from an issuer or by hand: which may replace what is stored.

use lictor_entitle::bill::BillType;
use lictor_entitle::license::{Action, Decision, Event, LicenseFacts, apply, decide};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::plugin::{self, PluginMode, PluginStatus};
use lictor_entitle::stale::{Expected, FileFacts, Stored, check_retrieved, check_uploaded};
use lictor_entitle::{Code, Refusal};

use crate::sample::{OFFLINE, day, key, license, monthly, today};

fn file(number: &str) -> FileFacts {
    FileFacts {
        key: key(number),
        class: "C".into(),
        valid_until: Some(day("2016-04-22")),
        signature_holds: true,
    }
}

/// A request for class C, without a key.
fn requested() -> Expected {
    Expected { key: None, class: Some("C".into()), stored: None, downgrade: false }
}

/// A license of class C whose revision 2 is stored until 2016-04-22.
fn stored() -> Expected {
    Expected {
        key: Some(key("PLSK.00123456.0002")),
        stored: Some(Stored { revision: 2, valid_until: Some(day("2016-04-22")) }),
        ..requested()
    }
}

fn upload(file: &FileFacts, expected: &Expected, owner: Option<&str>) -> Result<(), Code> {
    check_uploaded(file, expected, owner, today()).map_err(|refusal| refusal.code)
}

fn offline(status: Status) -> LicenseFacts {
    LicenseFacts { plugin: OFFLINE, ..license(status) }
}

#[test]
fn t_off_1_an_uploaded_file_answers_the_request() {
    let good = file("PLSK.00123456.0000");
    assert_eq!(upload(&good, &requested(), None), Ok(()));
    let pending = offline(Status::Pending);
    let granted = decide(&pending, Action::Upload { overriding: false }, today());
    assert_eq!(granted, Ok(Decision::TakeFile));
    let moved =
        apply(&pending, Event::Uploaded { key: good.key.clone(), dates: monthly() }, today()).unwrap();
    assert_eq!((moved.row, moved.after.status, moved.next), ("L8", Status::Uploaded, None));
    assert_eq!((moved.after.key, moved.after.file_revision), (Some(good.key), Some(0)));
}

#[test]
fn t_off_2_a_file_of_another_class_is_refused() {
    let other = FileFacts { class: "D".into(), ..file("PLSK.00123456.0000") };
    assert_eq!(upload(&other, &requested(), None), Err(Code::ClassMismatch));
    assert_eq!(Code::ClassMismatch.http(), 422);
}

#[test]
fn t_off_3_a_key_number_belongs_to_one_license() {
    assert_eq!(upload(&file("PLSK.00123456.0000"), &requested(), Some("17")), Err(Code::DuplicateKey));
}

#[test]
fn t_off_4_a_newer_revision_replaces_and_an_older_one_is_refused() {
    assert_eq!(upload(&file("PLSK.00123456.0003"), &stored(), None), Ok(()));
    assert_eq!(upload(&file("PLSK.00123456.0002"), &stored(), None), Ok(()));
    assert_eq!(upload(&file("PLSK.00123456.0001"), &stored(), None), Err(Code::StaleRevision));
    let before = offline(Status::Uploaded);
    let newer = Event::Uploaded { key: key("PLSK.00123456.0002"), dates: monthly() };
    let after = apply(&before, newer, today()).unwrap().after;
    assert_eq!((after.status, after.file_revision), (Status::Uploaded, Some(2)));
    let older = Event::Uploaded { key: key("PLSK.00123456.0001"), dates: monthly() };
    assert_eq!(apply(&after, older, today()).unwrap_err().code, Code::StaleRevision);
}

#[test]
fn every_wrong_upload_has_its_reason() {
    let good = file("PLSK.00123456.0002");
    let forged = FileFacts { signature_holds: false, ..good.clone() };
    let last_day = FileFacts { valid_until: Some(today()), ..good.clone() };
    assert_eq!(upload(&last_day, &requested(), None), Ok(()));
    let dead = FileFacts { valid_until: Some(day("2016-04-11")), ..good.clone() };
    let short = FileFacts { valid_until: Some(day("2016-04-21")), ..good.clone() };
    for (file, expected) in [
        (&good, Ok(())),
        (&forged, Err(Code::SignatureInvalid)),
        (&dead, Err(Code::FileExpired)),
        (&short, Err(Code::RetrievedFileStale)),
        (&file("PLSK.00654321.0002"), Err(Code::InvalidField)),
    ] {
        assert_eq!(upload(file, &stored(), None), expected, "{file:?}");
    }
}

#[test]
fn t_bil_9_a_file_that_ends_earlier_is_refused_and_the_old_one_stays() {
    let short = FileFacts { valid_until: Some(day("2016-04-21")), ..file("PLSK.00123456.0003") };
    let refusal: Refusal = check_retrieved(&short, &stored()).unwrap_err();
    assert_eq!(refusal.code, Code::RetrievedFileStale);
    let mut before = license(Status::Retrieving);
    before.came_from = Some(Status::Installed);
    before.file_revision = Some(0);
    let moved = apply(&before, Event::FileRefused(refusal), today()).unwrap();
    assert_eq!(moved.after.status, Status::Installed);
    assert_eq!((moved.after.file_revision, moved.next), (Some(0), None));
    assert_eq!(moved.error.unwrap().code, Code::RetrievedFileStale);
    assert_eq!(check_retrieved(&short, &Expected { downgrade: true, ..stored() }), Ok(()));
}

#[test]
fn a_retrieved_file_is_checked_before_it_is_stored() {
    let endless = |number: &str| FileFacts { valid_until: None, ..file(number) };
    let never_ends = Expected { stored: Some(Stored { revision: 2, valid_until: None }), ..stored() };
    for (file, expected, found) in [
        (file("PLSK.00123456.0002"), stored(), Ok(())),
        (endless("PLSK.00123456.0002"), stored(), Ok(())),
        (endless("PLSK.00123456.0002"), never_ends.clone(), Ok(())),
        (file("PLSK.00123456.0002"), never_ends, Err(Code::RetrievedFileStale)),
        (file("PLSK.00123456.0001"), stored(), Err(Code::RetrievedFileStale)),
        (file("PLSK.00654321.0002"), stored(), Err(Code::IssuerError)),
        (FileFacts { class: "D".into(), ..file("PLSK.00123456.0001") }, stored(), Err(Code::ClassMismatch)),
        (FileFacts { class: "D".into(), ..file("PLSK.00654321.0002") }, stored(), Err(Code::IssuerError)),
        (
            FileFacts { signature_holds: false, ..file("PLSK.00123456.0002") },
            stored(),
            Err(Code::SignatureInvalid),
        ),
    ] {
        assert_eq!(check_retrieved(&file, &expected).map_err(|it| it.code), found, "{file:?}");
    }
}

#[test]
fn uploads_go_past_an_online_plug_in_only_by_override() {
    let pending = license(Status::Pending);
    let refused = decide(&pending, Action::Upload { overriding: false }, today()).unwrap_err();
    assert_eq!((refused.code.http(), refused.pointer.as_deref()), (422, Some("/override")));
    assert_eq!(decide(&pending, Action::Upload { overriding: true }, today()), Ok(Decision::TakeFile));
    let issued = decide(&license(Status::Issued), Action::Upload { overriding: true }, today());
    assert_eq!(issued.unwrap_err().code, Code::UploadNotAllowed);
    let begun = plugin::can_begin_with_file(PluginMode::Online).unwrap_err();
    assert_eq!((begun.code.http(), begun.pointer.as_deref()), (422, Some("/plugin_id")));
    assert_eq!(plugin::can_begin_with_file(PluginMode::Offline), Ok(()));
    let begun = LicenseFacts::uploaded(OFFLINE, BillType::Monthly, key("PLSK.00123456.0004"), monthly());
    assert_eq!((begun.status, begun.file_revision), (Status::Uploaded, Some(4)));
}

#[test]
fn a_license_is_requested_only_of_a_class_for_sale() {
    let code = |status, selected| plugin::can_request(status, selected).map_err(|it| it.code);
    assert_eq!(code(PluginStatus::Configured, true), Ok(()));
    assert_eq!(code(PluginStatus::Configured, false), Err(Code::ClassNotSellable));
    for status in [PluginStatus::New, PluginStatus::Fetching, PluginStatus::Failed] {
        assert_eq!(code(status, true), Err(Code::PluginNotConfigured));
    }
}
