//! The state machine of a license, driven by every action and every event.
#![expect(clippy::panic, reason = "a broken promise is told by a panic")]

use lictor_entitle::bill::{BillType, KeyDates};
use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use lictor_entitle::key_change::{self, KeyChange};
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::license::{Action, Decision, Event, LicenseFacts, allowed, apply, decide};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::plugin::{Plugin, PluginMode};
use lictor_entitle::refusal::Refusal;
use lictor_entitle::retry::next_attempt;

use super::dice::Dice;

/// Steps of one license.
const STEPS: usize = 24;

/// Drives one license from its request on.
pub(super) fn play(dice: &mut Dice<'_>) {
    let plugin = Plugin { mode: *dice.pick(&[PluginMode::Online, PluginMode::Offline]), paused: dice.flag() };
    let bill = *dice.pick(&[BillType::Monthly, BillType::Purchase]);
    let mut facts = LicenseFacts::requested(plugin, bill, dice.flag());
    facts.reinstate_days = dice.number();
    for _ in 0..STEPS {
        let today = dice.day();
        let granted = allowed(&facts, today);
        let action = *dice.pick(&Action::ALL);
        let decision = decide(&facts, action, today);
        assert_eq!(granted.contains(&action), decision.is_ok(), "{action:?} of {facts:?}");
        let after = match decision {
            Ok(Decision::Change(transition)) => Ok(transition),
            Ok(
                Decision::Ask | Decision::RunNow | Decision::TakeFile | Decision::Serve | Decision::Remove,
            )
            | Err(_) => apply(&facts, event(dice), today),
        };
        if let Ok(transition) = after {
            check(&facts, &transition.after);
            facts = transition.after;
        }
    }
    let first = u64::from(dice.number());
    let now = first + u64::from(dice.number());
    assert!(next_attempt(dice.number(), first, now) > now, "an attempt in the past");
    let changes = [KeyChange::Attach, KeyChange::Terminate, KeyChange::Configure, KeyChange::Bind];
    let asked: Vec<KeyChange> = (0..dice.below(5)).map(|_| *dice.pick(&changes)).collect();
    let _ = key_change::check(&asked);
}

/// What must hold of every step (2.1).
fn check(before: &LicenseFacts, after: &LicenseFacts) {
    if before.status == LicenseStatus::Terminated {
        assert_eq!(after.status, LicenseStatus::Terminated, "termination is final");
    }
    assert!(before.key.is_none() || after.key.is_some(), "a key is forgotten");
    assert!(before.file_revision <= after.file_revision, "a file is replaced by an older one");
    if after.status == LicenseStatus::Installed {
        assert!(after.installed_revision.is_some() && after.file_revision.is_some(), "{after:?}");
    }
    if after.status != LicenseStatus::Pending && after.status != LicenseStatus::Uploaded {
        assert!(after.key.is_some(), "{after:?} without a key");
    }
}

fn event(dice: &mut Dice<'_>) -> Event {
    let key = KeyNumber::new("P", dice.below(2) as u32, dice.below(4) as u16);
    let key = key.unwrap_or_else(|_| panic!("a key number"));
    let dates = KeyDates {
        update_date: dice.flag().then(|| dice.day()),
        expiration_date: dice.flag().then(|| dice.day()),
        sus_until: dice.flag().then(|| dice.day()),
    };
    match dice.below(13) {
        0 => Event::Issued { key, dates },
        1 => Event::Activated,
        2 => Event::CallFailed(failure(dice)),
        3 => Event::Retrieved { revision: dice.below(4) as u16 },
        4 => Event::RetrieveFailed(failure(dice)),
        5 => Event::FileRefused(Refusal::new(Code::RetrievedFileStale)),
        6 => Event::Uploaded { key, dates },
        7 => Event::InstallConfirmed,
        8 => Event::InstallFailed(Refusal::new(Code::Internal)),
        9 => Event::Revised { key, dates },
        10 => Event::Swept,
        11 => Event::Terminated { seen_by_sync: dice.flag() },
        _ => Event::Reinstated { key, dates },
    }
}

fn failure(dice: &mut Dice<'_>) -> CallFailure {
    let codes: Vec<IssuerCode> = IssuerCode::all().collect();
    let code = *dice.pick(&codes);
    match dice.flag() {
        true => CallFailure::Answered(code),
        false => *dice.pick(&[CallFailure::Unreachable, CallFailure::Timeout, CallFailure::Garbled]),
    }
}
