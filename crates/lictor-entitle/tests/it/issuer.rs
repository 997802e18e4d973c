//! What an issuer's answers and silence do to a license, and when the next attempt is made.

use lictor_entitle::Code;
use lictor_entitle::bill::BillType;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode, Verdict};
use lictor_entitle::license::{Event, apply};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::retry::next_attempt;
use lictor_entitle::sync::MismatchCode;

use crate::sample::{license, today};

/// The table of 2.1.3, for a license that came from Issued.
#[test]
fn what_a_failed_retrieval_does() {
    let answered = |number| CallFailure::Answered(IssuerCode::from_number(number).unwrap());
    let monthly = BillType::Monthly;
    for (failure, bill, to, error, mismatch, pauses) in [
        (CallFailure::Timeout, monthly, Status::Retrieving, Code::IssuerTimeout, None, false),
        (CallFailure::Unreachable, monthly, Status::Retrieving, Code::IssuerUnreachable, None, false),
        (CallFailure::NoSuchName, monthly, Status::Retrieving, Code::IssuerUnreachable, None, false),
        (CallFailure::NobodyListens, monthly, Status::Retrieving, Code::IssuerUnreachable, None, false),
        (CallFailure::NoTls, monthly, Status::Retrieving, Code::IssuerUnreachable, None, false),
        (CallFailure::Garbled, monthly, Status::Retrieving, Code::IssuerError, None, false),
        (answered(287), monthly, Status::Retrieving, Code::IssuerError, None, false),
        (answered(300), monthly, Status::Retrieving, Code::IssuerError, None, false),
        (
            answered(222),
            monthly,
            Status::Terminated,
            Code::LicenseTerminated,
            Some(MismatchCode::TerminatedAtIssuer),
            false,
        ),
        (answered(223), monthly, Status::Issued, Code::ActivationRequired, None, false),
        (answered(224), monthly, Status::Issued, Code::KeyNotExportable, None, false),
        (answered(228), monthly, Status::Expired, Code::LicenseExpired, None, false),
        (answered(228), BillType::Purchase, Status::Issued, Code::LicenseExpired, None, false),
        (answered(220), monthly, Status::Issued, Code::KeyNotFound, Some(MismatchCode::KeyNotFound), false),
        (answered(221), monthly, Status::Issued, Code::KeyProblem, None, false),
        (answered(200), monthly, Status::Issued, Code::CredentialsRejected, None, true),
        (answered(201), monthly, Status::Issued, Code::CredentialsRejected, None, true),
        (answered(202), monthly, Status::Issued, Code::CredentialsRejected, None, true),
        (answered(410), monthly, Status::Issued, Code::IssuerError, None, false),
    ] {
        let mut before = license(Status::Retrieving);
        before.bill = bill;
        let found = apply(&before, Event::RetrieveFailed(failure), today()).unwrap();
        assert_eq!(found.after.status, to, "{failure:?} {bill}");
        assert_eq!(found.error.unwrap().code, error, "{failure:?}");
        assert_eq!((found.mismatch, found.pauses_plugin), (mismatch, pauses), "{failure:?}");
        assert_eq!(found.after.came_from.is_some(), to == Status::Retrieving, "{failure:?}");
        assert_eq!(found.after.requires_activation, error == Code::ActivationRequired, "{failure:?}");
        assert_eq!(found.next, None, "{failure:?}");
    }
}

#[test]
fn an_issuer_that_denies_an_activation_sends_the_license_back_to_issued() {
    let failed = Event::RetrieveFailed(CallFailure::Answered(IssuerCode::KeyNotActivated));
    for (origin, to) in [
        (Status::Activated, Status::Issued),
        (Status::Issued, Status::Issued),
        (Status::Installed, Status::Installed),
    ] {
        let mut before = license(Status::Retrieving);
        before.came_from = Some(origin);
        assert_eq!(apply(&before, failed.clone(), today()).unwrap().after.status, to, "{origin}");
    }
}

#[test]
fn transient_permanent_and_done() {
    let with = |verdict| -> Vec<u16> {
        IssuerCode::all().filter(|code| code.verdict() == verdict).map(IssuerCode::number).collect()
    };
    assert_eq!(with(Verdict::Success), [100, 101, 110]);
    assert_eq!(with(Verdict::Transient), [287, 300]);
    assert_eq!(with(Verdict::Permanent).len() + 5, IssuerCode::all().count());
    assert_eq!(IssuerCode::AlreadyDone.reason(), None);
    let refusal = CallFailure::Answered(IssuerCode::NotInPriceList).refusal();
    assert_eq!((refusal.code, refusal.meta["result_code"].clone()), (Code::UpgradeNotPriced, 260_u32.into()));
}

#[test]
fn attempts_become_rarer_and_never_end() {
    let start = 1_000_000;
    let mut now = start;
    let mut waits = Vec::new();
    for attempts in 1..=40 {
        let next = next_attempt(attempts, start, now);
        waits.push(next - now);
        now = next;
    }
    assert_eq!(waits[..6], [30, 120, 600, 3600, 3600, 3600]);
    let hourly = waits.iter().filter(|wait| **wait == 3600).count();
    assert_eq!(hourly, 24);
    assert_eq!(waits[27..], [86_400; 13]);
    assert_eq!(next_attempt(9, 0, 86_399), 86_399 + 3600);
    assert_eq!(next_attempt(9, 0, 86_400), 2 * 86_400);
    assert_eq!(next_attempt(0, 0, 10), 40);
    assert_eq!(next_attempt(u32::MAX, u64::MAX, u64::MAX), u64::MAX);
}
