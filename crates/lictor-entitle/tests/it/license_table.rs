//! Every status with every action, as tables that can be read.

use lictor_entitle::bill::BillType;
use lictor_entitle::license::{Action, Decision, LicenseFacts, allowed, decide};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::subscription::Assignment;
use lictor_entitle::{Code, Meta};

use crate::sample::{OFFLINE, license, today};

/// How a cell tells an outcome: `ask` the issuer, a status or an assignment that is reached at once, `take`
/// or `give` a file, `run` the attempt, `gone`; two letters for a refusal, and a dot for an illegal transition.
const LETTERS: [(Code, &str); 18] = [
    (Code::IllegalTransition, "."),
    (Code::AlreadyIssued, "AI"),
    (Code::KeyNotIssued, "NI"),
    (Code::ActivationNotSupported, "NA"),
    (Code::ActivationRequired, "AR"),
    (Code::LicenseExpired, "EX"),
    (Code::LicenseTerminated, "TE"),
    (Code::OperationInProgress, "OP"),
    (Code::FileNotRetrieved, "NF"),
    (Code::NotAssigned, "AS"),
    (Code::AlreadyAssigned, "AA"),
    (Code::NotSellable, "NS"),
    (Code::KeyIssued, "KI"),
    (Code::UploadNotAllowed, "UP"),
    (Code::InvalidField, "OV"),
    (Code::PluginOffline, "OF"),
    (Code::NotRenewable, "NR"),
    (Code::TerminationNotSupported, "NT"),
];

fn cell(facts: &LicenseFacts, action: Action) -> String {
    match decide(facts, action, today()) {
        Ok(Decision::Ask) => "ask".into(),
        Ok(Decision::TakeFile) => "take".into(),
        Ok(Decision::Serve) => "give".into(),
        Ok(Decision::RunNow) => "run".into(),
        Ok(Decision::Remove) => "gone".into(),
        Ok(Decision::Change(moved)) if moved.after.status != facts.status => moved.after.status.to_string(),
        Ok(Decision::Change(moved)) => format!("{:?}", moved.after.assignment).to_lowercase(),
        Err(refusal) => LETTERS.iter().find(|row| row.0 == refusal.code).unwrap().1.into(),
    }
}

fn line(first: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| format!("{cell:<10}")).collect();
    format!("{}\n", format!("{first:<14} {}", cells.join(" ")).trim_end())
}

fn table(sample: impl Fn(Status) -> LicenseFacts) -> String {
    let head = line("", Status::ALL.iter().map(Status::to_string));
    let rows = Action::ALL
        .into_iter()
        .map(|action| line(action.name(), Status::ALL.iter().map(|status| cell(&sample(*status), action))));
    core::iter::once(head).chain(rows).collect()
}

/// Monthly, online, without activation, assigned to a working server, update date reached.
const ONLINE_TABLE: &str = "\
\x20              Pending    Issued     Activated  Retrieving Retrieved  Uploaded   Installing Installed  Expired    Terminated
issue          ask        AI         AI         AI         AI         AI         AI         AI         AI         AI
activate       NA         NA         NA         NA         NA         NA         NA         NA         NA         NA
retrieve       NI         Retrieving Retrieving OP         .          .          .          .          EX         TE
retry          .          .          .          run        .          .          run        .          .          .
cancel         .          .          .          Issued     .          .          .          .          .          .
upload         OV         UP         UP         UP         UP         UP         UP         UP         UP         UP
install        NF         NF         NF         .          Installing Installing .          .          EX         TE
mark-installed .          .          .          .          Installed  Installed  .          .          .          .
download       NF         NF         NF         NF         give       give       give       give       give       give
sync           NI         ask        ask        ask        ask        ask        ask        ask        .          .
upgrade        NI         .          .          .          ask        ask        .          ask        EX         TE
renew          .          .          .          .          ask        ask        .          ask        .          .
terminate      .          ask        ask        ask        ask        ask        ask        ask        ask        .
unterminate    .          .          .          .          .          .          .          .          .          TE
assign         AA         AA         AA         AA         AA         AA         AA         AA         NS         NS
unassign       none       none       none       none       none       none       Retrieved  Retrieved  none       none
delete         gone       KI         KI         KI         KI         KI         KI         KI         KI         KI
reinstate      .          .          .          .          .          .          .          .          EX         .
";

/// The same with an offline plug-in.
const OFFLINE_TABLE: &str = "\
\x20              Pending    Issued     Activated  Retrieving Retrieved  Uploaded   Installing Installed  Expired    Terminated
issue          OF         AI         AI         AI         AI         AI         AI         AI         AI         AI
activate       NA         NA         NA         NA         NA         NA         NA         NA         NA         NA
retrieve       NI         OF         OF         OP         .          .          .          .          EX         TE
retry          .          .          .          run        .          .          run        .          .          .
cancel         .          .          .          Issued     .          .          .          .          .          .
upload         take       .          .          .          .          take       .          take       .          .
install        NF         NF         NF         .          Installing Installing .          .          EX         TE
mark-installed .          .          .          .          Installed  Installed  .          .          .          .
download       NF         NF         NF         NF         give       give       give       give       give       give
sync           NI         OF         OF         OF         OF         OF         OF         OF         OF         OF
upgrade        NI         OF         OF         OF         OF         OF         OF         OF         EX         TE
renew          OF         OF         OF         OF         OF         OF         OF         OF         OF         OF
terminate      .          OF         OF         OF         OF         OF         OF         OF         OF         .
unterminate    .          .          .          .          .          .          .          .          .          TE
assign         AA         AA         AA         AA         AA         AA         AA         AA         NS         NS
unassign       none       none       none       none       none       none       Retrieved  Uploaded   none       none
delete         gone       KI         KI         KI         KI         KI         KI         KI         KI         KI
reinstate      .          .          .          .          .          .          .          .          EX         .
";

/// Purchased, online, with activation, in no subscription, no file.
const BOUGHT_TABLE: &str = "\
\x20              Pending    Issued     Activated  Retrieving Retrieved  Uploaded   Installing Installed  Expired    Terminated
issue          ask        AI         AI         AI         AI         AI         AI         AI         AI         AI
activate       .          ask        .          .          .          .          .          .          .          .
retrieve       NI         AR         Retrieving OP         .          .          .          .          EX         TE
retry          .          .          .          run        .          .          run        .          .          .
cancel         .          .          .          Issued     .          .          .          .          .          .
upload         OV         UP         UP         UP         UP         UP         UP         UP         UP         UP
install        NF         NF         NF         .          AS         AS         .          .          EX         TE
mark-installed .          .          .          .          Installed  Installed  .          .          .          .
download       NF         NF         NF         NF         NF         NF         NF         NF         NF         NF
sync           NI         ask        ask        ask        ask        ask        ask        ask        .          .
upgrade        NI         .          .          .          ask        ask        .          ask        EX         TE
renew          NR         NR         NR         NR         NR         NR         NR         NR         NR         NR
terminate      NT         NT         NT         NT         NT         NT         NT         NT         NT         NT
unterminate    .          .          .          .          .          .          .          .          .          TE
assign         assigned   assigned   assigned   assigned   assigned   assigned   Retrieved  Retrieved  NS         NS
unassign       AS         AS         AS         AS         AS         AS         AS         AS         AS         AS
delete         gone       KI         KI         KI         KI         KI         KI         KI         KI         KI
reinstate      .          .          .          .          .          .          .          .          EX         .
";

#[test]
fn online_licenses() {
    assert_eq!(table(license), ONLINE_TABLE);
}

#[test]
fn offline_licenses() {
    assert_eq!(table(|status| LicenseFacts { plugin: OFFLINE, ..license(status) }), OFFLINE_TABLE);
}

#[test]
fn purchased_unused_licenses_with_activation() {
    let sample = |status| LicenseFacts {
        bill: BillType::Purchase,
        requires_activation: true,
        assignment: Assignment::None,
        file_revision: None,
        ..license(status)
    };
    assert_eq!(table(sample), BOUGHT_TABLE);
}

#[test]
fn an_illegal_transition_tells_the_status_and_all_that_is_allowed() {
    for status in Status::ALL {
        let facts = license(status);
        let names: Vec<String> = allowed(&facts, today()).iter().map(|it| it.name().to_owned()).collect();
        for action in Action::ALL {
            let found = decide(&facts, action, today());
            assert_eq!(found.is_ok(), names.iter().any(|name| name == action.name()), "{status} {action}");
            if let Err(refusal) = found
                && refusal.code == Code::IllegalTransition
            {
                assert_eq!(refusal.meta["status"], Meta::Text(status.as_str().into()));
                assert_eq!(refusal.meta["allowed"], Meta::List(names.clone()));
            }
        }
    }
}
