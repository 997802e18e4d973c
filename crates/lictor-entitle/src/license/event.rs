//! What comes back about a license from an issuer, a target or the calendar, and what it changes.

use lictor_types::CivilDate;

use super::{Action, LicenseFacts, Transition};
use crate::bill::KeyDates;
use crate::code::Code;
use crate::issuer_code::{CallFailure, RetrieveGoal};
use crate::key_number::KeyNumber;
use crate::license_status::LicenseStatus as Status;
use crate::refusal::Refusal;
use crate::sync::MismatchCode;

/// What happened to a license elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The issuer made the key (L2).
    Issued {
        /// The key with its first revision.
        key: KeyNumber,
        /// Its dates.
        dates: KeyDates,
    },
    /// The issuer activated the key (L3).
    Activated,
    /// A call other than a retrieval failed: the license stays as it is.
    CallFailed(CallFailure),
    /// The issuer returned a file that passed every check (L6).
    Retrieved {
        /// The revision that the file renders.
        revision: u16,
    },
    /// The issuer returned no file.
    RetrieveFailed(CallFailure),
    /// The issuer returned a file that may not replace what is stored.
    FileRefused(Refusal),
    /// A file that passed every check was uploaded (L8), or one with a newer revision (3.11).
    Uploaded {
        /// The key and revision that the file renders.
        key: KeyNumber,
        /// Its dates.
        dates: KeyDates,
    },
    /// The target confirmed the installation (L11).
    InstallConfirmed,
    /// The target refused, or did not answer in time (L12).
    InstallFailed(Refusal),
    /// An upgrade, a renewal or a reconciliation gave the key a revision and dates (L14, L15).
    Revised {
        /// The key with its now current revision.
        key: KeyNumber,
        /// Its dates.
        dates: KeyDates,
    },
    /// The sweep looked at the license (L16).
    Swept,
    /// The issuer agreed to terminate the key, or synchronization saw that it was (L17).
    Terminated {
        /// Whether synchronization saw it.
        seen_by_sync: bool,
    },
    /// The issuer reinstated the key (L19).
    Reinstated {
        /// The key with its now current revision.
        key: KeyNumber,
        /// Its new dates.
        dates: KeyDates,
    },
}

/// What the event makes of the license.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` with `meta.status` for an event that comes too late or too early, for example a file
/// after the retrieval was cancelled; `ISSUER_ERROR` for another key than the license has, or an older
/// revision; `RETRIEVED_FILE_STALE` for an older file. Then nothing changes.
pub fn apply(facts: &LicenseFacts, event: Event, today: CivilDate) -> Result<Transition, Refusal> {
    match event {
        Event::Issued { key, dates } => issued(facts, key, dates, today),
        Event::Activated => {
            only(facts, &[Status::Issued])?;
            Ok(Transition::new("L3", facts.arrive(Status::Activated)).then(Action::Retrieve, today))
        }
        Event::CallFailed(failure) => Ok(call_failed(facts, failure)),
        Event::Retrieved { revision } => retrieved(facts, revision, today),
        Event::RetrieveFailed(failure) => retrieve_failed(facts, failure),
        Event::FileRefused(refusal) => {
            only(facts, &[Status::Retrieving])?;
            Ok(Transition::new("L7", facts.back()).failed(refusal))
        }
        Event::Uploaded { key, dates } => uploaded(facts, key, dates),
        Event::InstallConfirmed => {
            only(facts, &[Status::Installing])?;
            let installed_revision = facts.file_revision;
            let after = LicenseFacts { installed_revision, ..facts.arrive(Status::Installed) };
            Ok(Transition::new("L11", after))
        }
        Event::InstallFailed(refusal) => {
            only(facts, &[Status::Installing])?;
            let origin = facts.came_from.unwrap_or(Status::Retrieved);
            Ok(Transition::new("L12", facts.arrive(origin)).failed(refusal))
        }
        Event::Revised { key, dates } => revised(facts, &key, dates),
        Event::Swept => Ok(swept(facts, today)),
        Event::Terminated { seen_by_sync } => terminated(facts, seen_by_sync),
        Event::Reinstated { key, dates } => reinstated(facts, key, dates, today),
    }
}

fn issued(
    facts: &LicenseFacts,
    key: KeyNumber,
    dates: KeyDates,
    today: CivilDate,
) -> Result<Transition, Refusal> {
    only(facts, &[Status::Pending])?;
    let after = LicenseFacts { key: Some(key), dates, ..facts.arrive(Status::Issued) };
    Ok(Transition::new("L2", after).then(Action::Retrieve, today))
}

fn call_failed(facts: &LicenseFacts, failure: CallFailure) -> Transition {
    let stay = Transition::new("2.1.3", facts.clone()).failed(failure.refusal());
    Transition { pauses_plugin: failure.pauses_plugin(), ..stay }
}

fn retrieved(facts: &LicenseFacts, revision: u16, today: CivilDate) -> Result<Transition, Refusal> {
    only(facts, &[Status::Retrieving])?;
    let current = facts.key.as_ref().map_or(0, KeyNumber::revision);
    if revision < current || facts.file_revision.is_some_and(|stored| revision < stored) {
        return Err(Refusal::new(Code::RetrievedFileStale)
            .with("revision", u32::from(current))
            .with("offered", u32::from(revision)));
    }
    let after = LicenseFacts {
        key: facts.key.as_ref().map(|key| key.at(revision)),
        file_revision: Some(revision),
        ..facts.arrive(Status::Retrieved)
    };
    Ok(Transition::new("L6", after).then(Action::Install, today))
}

fn retrieve_failed(facts: &LicenseFacts, failure: CallFailure) -> Result<Transition, Refusal> {
    only(facts, &[Status::Retrieving])?;
    let outcome = failure.retrieve_outcome(facts.bill);
    let (row, after) = match outcome.goal {
        RetrieveGoal::Stay => ("2.1.3", facts.clone()),
        RetrieveGoal::Back => ("L7", facts.back()),
        RetrieveGoal::BackUnactivated => {
            let back = facts.back();
            let status = match back.status {
                Status::Activated => Status::Issued,
                Status::Pending
                | Status::Issued
                | Status::Retrieving
                | Status::Retrieved
                | Status::Uploaded
                | Status::Installing
                | Status::Installed
                | Status::Expired
                | Status::Terminated => back.status,
            };
            ("L7", LicenseFacts { status, requires_activation: true, ..back })
        }
        RetrieveGoal::Expired => ("L7", facts.arrive(Status::Expired)),
        RetrieveGoal::Terminated => ("L7", facts.arrive(Status::Terminated)),
    };
    Ok(Transition {
        mismatch: outcome.mismatch,
        pauses_plugin: outcome.pauses_plugin,
        ..Transition::new(row, after).failed(failure.refusal())
    })
}

fn uploaded(facts: &LicenseFacts, key: KeyNumber, dates: KeyDates) -> Result<Transition, Refusal> {
    only(facts, &[Status::Pending, Status::Uploaded, Status::Installed])?;
    if let Some(known) = &facts.key {
        check_key(known, &key, Code::StaleRevision)?;
    }
    let row = if facts.status == Status::Pending { "L8" } else { "3.11" };
    let after = LicenseFacts {
        file_revision: Some(key.revision()),
        key: Some(key),
        dates,
        ..facts.arrive(Status::Uploaded)
    };
    Ok(Transition::new(row, after))
}

fn revised(facts: &LicenseFacts, key: &KeyNumber, dates: KeyDates) -> Result<Transition, Refusal> {
    only(facts, &[Status::Retrieved, Status::Uploaded, Status::Installed])?;
    if let Some(known) = &facts.key {
        check_key(known, key, Code::IssuerError)?;
    }
    let row = if facts.status == Status::Installed { "L14" } else { "L15" };
    let after = LicenseFacts { key: Some(key.clone()), dates, ..facts.depart(Status::Retrieving) };
    Ok(Transition::new(row, after))
}

fn reinstated(
    facts: &LicenseFacts,
    key: KeyNumber,
    dates: KeyDates,
    today: CivilDate,
) -> Result<Transition, Refusal> {
    // The sweep may not have written down yet what the day says.
    if facts.status_on(today) != Status::Expired {
        return Err(untimely(facts));
    }
    if let Some(known) = &facts.key {
        check_key(known, &key, Code::IssuerError)?;
    }
    let after = LicenseFacts { key: Some(key), dates, ..facts.arrive(Status::Issued) };
    Ok(Transition::new("L19", after).then(Action::Retrieve, today))
}

fn swept(facts: &LicenseFacts, today: CivilDate) -> Transition {
    if facts.status_on(today) == facts.status {
        Transition::new("L16", facts.clone())
    } else {
        Transition::new("L16", facts.arrive(Status::Expired))
    }
}

fn terminated(facts: &LicenseFacts, seen_by_sync: bool) -> Result<Transition, Refusal> {
    if facts.status == Status::Pending {
        return Err(untimely(facts));
    }
    let mismatch = seen_by_sync.then_some(MismatchCode::TerminatedAtIssuer);
    Ok(Transition { mismatch, ..Transition::new("L17", facts.arrive(Status::Terminated)) })
}

/// The digits never change and the revision never falls.
fn check_key(known: &KeyNumber, offered: &KeyNumber, older: Code) -> Result<(), Refusal> {
    let refusal = |code: Code, detail: &str| {
        Refusal::because(code, detail)
            .with("key_number", alloc::format!("{known}"))
            .with("offered", alloc::format!("{offered}"))
    };
    if !known.is_same_key(offered) {
        return Err(refusal(Code::IssuerError, "the answer names another key"));
    }
    if offered.revision() < known.revision() {
        return Err(refusal(older, "the answer names an older revision"));
    }
    Ok(())
}

fn only(facts: &LicenseFacts, statuses: &[Status]) -> Result<(), Refusal> {
    if statuses.contains(&facts.status) { Ok(()) } else { Err(untimely(facts)) }
}

fn untimely(facts: &LicenseFacts) -> Refusal {
    Refusal::because(Code::IllegalTransition, "the answer does not fit the status any more")
        .with("status", facts.status.as_str())
}
