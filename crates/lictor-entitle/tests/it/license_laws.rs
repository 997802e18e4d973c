//! Laws over random lives of a license.

use lictor_entitle::Code;
use lictor_entitle::bill::{BillType, KeyDates};
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::license::{Action, Decision, Event, LicenseFacts, apply, decide};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::plugin::{Plugin, PluginMode};
use lictor_types::CivilDate;
use proptest::prelude::*;

use crate::sample::day;

/// Whether table 2.1.1, or 3.11 for an uploaded revision, leads from one status to the other.
fn is_legal(from: Status, to: Status) -> bool {
    use Status::{
        Activated, Expired, Installed, Installing, Issued, Pending, Retrieved, Retrieving, Terminated,
        Uploaded,
    };
    let table = match from {
        Pending => &[Issued, Uploaded][..],
        Issued => &[Activated, Retrieving],
        Activated => &[Retrieving],
        Retrieving => &[Retrieved, Issued, Activated, Uploaded, Installed],
        Retrieved | Uploaded => &[Installing, Installed, Retrieving],
        Installing => &[Installed, Retrieved, Uploaded],
        // Back into stock, or sold from there, by 2.1.5.
        Installed => &[Retrieving, Uploaded, Retrieved],
        Expired => &[Issued],
        Terminated => &[],
    };
    // L16 and L17 lead from everywhere else.
    let ends = match to {
        Terminated => from != Pending,
        Expired => !matches!(from, Pending | Terminated),
        Pending | Issued | Activated | Retrieving | Retrieved | Uploaded | Installing | Installed => false,
    };
    from == to || ends || table.contains(&to)
}

#[derive(Debug, Clone)]
enum Step {
    Asked(Action),
    Happened(Event),
    Days(u32),
}

fn key() -> impl Strategy<Value = KeyNumber> {
    (prop_oneof![9 => Just(123_456), 1 => Just(654_321)], 0..4_u16)
        .prop_map(|(number, revision)| KeyNumber::new("PLSK", number, revision).unwrap())
}

fn dates() -> impl Strategy<Value = KeyDates> {
    (0..4_u32).prop_map(|periods| BillType::Monthly.dates(day("2026-01-31"), periods, 10))
}

fn failure() -> impl Strategy<Value = CallFailure> {
    let codes: Vec<CallFailure> = IssuerCode::all().map(CallFailure::Answered).collect();
    prop_oneof![Just(CallFailure::Timeout), Just(CallFailure::Unreachable), proptest::sample::select(codes)]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (key(), dates()).prop_map(|(key, dates)| Event::Issued { key, dates }),
        2 => Just(Event::Activated),
        1 => failure().prop_map(Event::CallFailed),
        6 => (0..4_u16).prop_map(|revision| Event::Retrieved { revision }),
        3 => failure().prop_map(Event::RetrieveFailed),
        1 => Just(Event::FileRefused(Code::RetrievedFileStale.into())),
        2 => (key(), dates()).prop_map(|(key, dates)| Event::Uploaded { key, dates }),
        4 => Just(Event::InstallConfirmed),
        1 => Just(Event::InstallFailed(Code::SubscriptionNotReady.into())),
        4 => (key(), dates()).prop_map(|(key, dates)| Event::Revised { key, dates }),
        2 => Just(Event::Swept),
        1 => any::<bool>().prop_map(|seen_by_sync| Event::Terminated { seen_by_sync }),
        2 => (key(), dates()).prop_map(|(key, dates)| Event::Reinstated { key, dates }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => proptest::sample::select(Action::ALL.to_vec()).prop_map(Step::Asked),
        1 => Just(Step::Asked(Action::Upload { overriding: true })),
        1 => Just(Step::Asked(Action::Assign { attached: false })),
        1 => Just(Step::Asked(Action::Renew { forced: false })),
        6 => event().prop_map(Step::Happened),
        1 => (1..15_u32).prop_map(Step::Days),
    ]
}

fn take(facts: &LicenseFacts, step: Step, today: &mut CivilDate) -> LicenseFacts {
    let moved = match step {
        Step::Asked(action) => match decide(facts, action, *today) {
            Ok(Decision::Change(moved)) => Some(moved),
            Ok(
                Decision::Ask | Decision::RunNow | Decision::TakeFile | Decision::Serve | Decision::Remove,
            )
            | Err(_) => None,
        },
        Step::Happened(event) => apply(facts, event, *today).ok(),
        Step::Days(days) => {
            *today = lictor_entitle::calendar::add_days(*today, days);
            None
        }
    };
    let after = moved.map_or_else(|| facts.clone(), |moved| moved.after);
    LicenseFacts { server_ready: true, ..after }
}

proptest! {
    /// No life leaves the graph, changes the eight digits, lowers a revision or forgets where an
    /// intermediate status came from.
    #[test]
    fn every_life_stays_on_the_graph(
        online in any::<bool>(),
        requires_activation in any::<bool>(),
        monthly in any::<bool>(),
        steps in proptest::collection::vec(step(), 0..80),
    ) {
        let mode = if online { PluginMode::Online } else { PluginMode::Offline };
        let bill = if monthly { BillType::Monthly } else { BillType::Purchase };
        let mut facts = LicenseFacts::requested(Plugin { mode, paused: false }, bill, requires_activation);
        facts.reinstate_days = 30;
        let mut today = day("2026-01-31");
        for step in steps {
            let told = format!("{step:?}");
            let after = take(&facts, step, &mut today);
            // What the day has ended counts as Expired before the sweep writes it down.
            let legal = is_legal(facts.status, after.status)
                || is_legal(facts.status_on(today), after.status);
            prop_assert!(legal, "{} to {} by {told}", facts.status, after.status);
            if let Some(before) = &facts.key {
                let now = after.key.as_ref().unwrap();
                prop_assert_eq!(before.number(), now.number());
                prop_assert!(before.revision() <= now.revision(), "{} to {} by {}", before, now, told);
            }
            prop_assert!(facts.file_revision <= after.file_revision, "{told}");
            let moved = facts.assignment != after.assignment && after.installed_revision.is_none();
            prop_assert!(moved || facts.installed_revision <= after.installed_revision, "{told}");
            prop_assert_eq!(after.came_from.is_some(), after.status.is_intermediate(), "{}", told);
            prop_assert_eq!(after.key.is_none(), after.status == Status::Pending, "{}", told);
            prop_assert!(after.file_revision <= after.key.as_ref().map(KeyNumber::revision), "{told}");
            facts = after;
        }
    }

    /// What is said to be allowed is granted, and everything else is refused.
    #[test]
    fn allowed_is_what_is_granted(steps in proptest::collection::vec(step(), 0..40)) {
        let plugin = Plugin { mode: PluginMode::Online, paused: false };
        let mut facts = LicenseFacts::requested(plugin, BillType::Monthly, false);
        let mut today = day("2026-01-31");
        for step in steps {
            facts = take(&facts, step, &mut today);
            let allowed = lictor_entitle::license::allowed(&facts, today);
            for action in Action::ALL {
                prop_assert_eq!(decide(&facts, action, today).is_ok(), allowed.contains(&action));
            }
        }
    }
}
