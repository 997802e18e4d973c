//! What can be asked of a license, and whether it is granted (office.md 2.1.1, 2.1.2).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use lictor_types::CivilDate;

use super::{LicenseFacts, Transition};
use crate::calendar::add_days;
use crate::code::Code;
use crate::license_status::LicenseStatus as Status;
use crate::plugin::PluginMode;
use crate::refusal::Refusal;
use crate::renewal;
use crate::subscription::Assignment;

/// What a person or a program asks of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Get a key from the issuer.
    Issue,
    /// Activate the key at the issuer.
    Activate,
    /// Get the file from the issuer.
    Retrieve,
    /// Make the waiting attempt now.
    Retry,
    /// Give up the retrieval.
    Cancel,
    /// Store a file that was got by hand.
    Upload {
        /// Whether it goes past an online plug-in, by somebody who may.
        overriding: bool,
    },
    /// Bring the file into the subscription.
    Install,
    /// Note that somebody installed the file by hand.
    MarkInstalled,
    /// Hand out the stored file.
    Download,
    /// Compare with the issuer.
    Sync,
    /// Change the configuration.
    Upgrade,
    /// Pay the next period.
    Renew {
        /// Whether it may come before the update date.
        forced: bool,
    },
    /// End it for good.
    Terminate,
    /// Undo the termination. Never granted.
    Unterminate,
    /// Sell it to a subscription, or attach the subscription's server.
    Assign {
        /// Whether the subscription has a server.
        attached: bool,
    },
    /// Take it out of its subscription.
    Unassign,
    /// Remove the request.
    Delete,
    /// Bring an expired license back with new dates.
    Reinstate,
}

/// What to do about a granted action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Call the issuer for it; nothing changes before its answer comes back as an event.
    Ask,
    /// The record changes at once. A license that becomes Retrieving or Installing gets its operation in the
    /// same step.
    Change(Transition),
    /// Make the waiting attempt of the running operation now.
    RunNow,
    /// Check the file with [`crate::stale::check_uploaded`]; if it is good, it comes back as
    /// [`Uploaded`](super::Event::Uploaded).
    TakeFile,
    /// Hand out the stored file.
    Serve,
    /// Remove the record.
    Remove,
}

impl Action {
    /// Every action, in the form in which it is offered: a renewal can be forced by whoever may renew, an
    /// upload goes past an online plug-in only for those who may do that ([`Action::OVERRIDE`]).
    pub const ALL: [Self; 18] = [
        Self::Issue,
        Self::Activate,
        Self::Retrieve,
        Self::Retry,
        Self::Cancel,
        Self::Upload { overriding: false },
        Self::Install,
        Self::MarkInstalled,
        Self::Download,
        Self::Sync,
        Self::Upgrade,
        Self::Renew { forced: true },
        Self::Terminate,
        Self::Unterminate,
        Self::Assign { attached: true },
        Self::Unassign,
        Self::Delete,
        Self::Reinstate,
    ];

    /// The upload that takes a right of its own.
    pub const OVERRIDE: Self = Self::Upload { overriding: true };

    /// The name in `meta.allowed` and in paths.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Activate => "activate",
            Self::Retrieve => "retrieve",
            Self::Retry => "retry",
            Self::Cancel => "cancel",
            Self::Upload { .. } => "upload",
            Self::Install => "install",
            Self::MarkInstalled => "mark-installed",
            Self::Download => "download",
            Self::Sync => "sync",
            Self::Upgrade => "upgrade",
            Self::Renew { .. } => "renew",
            Self::Terminate => "terminate",
            Self::Unterminate => "unterminate",
            Self::Assign { .. } => "assign",
            Self::Unassign => "unassign",
            Self::Delete => "delete",
            Self::Reinstate => "reinstate",
        }
    }
}

/// Every action that would be granted today, in the order of [`Action::ALL`].
#[must_use]
pub fn allowed(facts: &LicenseFacts, today: CivilDate) -> Vec<Action> {
    Action::ALL.into_iter().filter(|action| judge(facts, *action, today).is_ok()).collect()
}

/// Whether the action is granted today, and what to do about it.
///
/// The reasons of 2.1.2 are looked for in the order of its table; what is wrong with the license comes
/// before what is wrong with its plug-in.
///
/// # Errors
///
/// The refusal that 2.1.2 names. Every pair of status and action that neither table names is
/// `ILLEGAL_TRANSITION` with `meta.status` and `meta.allowed`.
pub fn decide(facts: &LicenseFacts, action: Action, today: CivilDate) -> Result<Decision, Refusal> {
    judge(facts, action, today).map_err(|refusal| {
        if refusal.code != Code::IllegalTransition {
            return refusal;
        }
        let names: Vec<String> = allowed(facts, today).into_iter().map(|it| it.name().into()).collect();
        refusal.with("status", facts.status_on(today).as_str()).with("allowed", names)
    })
}

fn judge(facts: &LicenseFacts, action: Action, today: CivilDate) -> Result<Decision, Refusal> {
    let case = Case { facts, status: facts.status_on(today), today };
    match action {
        Action::Issue => case.issue(),
        Action::Activate => case.activate(),
        Action::Retrieve => case.retrieve(),
        Action::Retry => case.retry(),
        Action::Cancel => case.cancel(),
        Action::Upload { overriding } => case.upload(overriding),
        Action::Install => case.install(),
        Action::MarkInstalled => case.mark_installed(),
        Action::Download => case.download(),
        Action::Sync => case.sync(),
        Action::Upgrade => case.upgrade(),
        Action::Renew { forced } => case.renew(forced),
        Action::Terminate => case.terminate(),
        Action::Unterminate => case.unterminate(),
        Action::Assign { attached } => case.assign(attached),
        Action::Unassign => case.unassign(),
        Action::Delete => case.delete(),
        Action::Reinstate => case.reinstate(),
    }
}

type Judgement = Result<Decision, Refusal>;

/// One license on one day.
struct Case<'a> {
    facts: &'a LicenseFacts,
    status: Status,
    today: CivilDate,
}

impl Case<'_> {
    fn issue(&self) -> Judgement {
        if self.status != Status::Pending {
            let refusal = Refusal::new(Code::AlreadyIssued);
            return Err(match &self.facts.key {
                Some(key) => refusal.with("key_number", key.to_string()),
                None => refusal,
            });
        }
        if self.facts.plugin.mode == PluginMode::Offline {
            let hint = "copy the request, send it to the issuer and upload the answer";
            return Err(Refusal::because(Code::PluginOffline, hint));
        }
        self.call()
    }

    fn activate(&self) -> Judgement {
        if !self.facts.requires_activation {
            return Err(Code::ActivationNotSupported.into());
        }
        self.only(&[Status::Issued])?;
        self.call()
    }

    fn retrieve(&self) -> Judgement {
        let row = match self.status {
            Status::Pending => return Err(Code::KeyNotIssued.into()),
            Status::Issued if self.facts.requires_activation => return Err(Code::ActivationRequired.into()),
            Status::Issued => "L4",
            Status::Activated => "L5",
            Status::Expired => return Err(Code::LicenseExpired.into()),
            Status::Terminated => return Err(Code::LicenseTerminated.into()),
            Status::Retrieving => return Err(self.busy()),
            // The key was revised, but the retrieval of its new file was given up or failed.
            Status::Installed if self.facts.is_behind() => "L14",
            Status::Retrieved | Status::Uploaded if self.facts.is_behind() => "L15",
            Status::Retrieved | Status::Uploaded | Status::Installing | Status::Installed => {
                return Err(illegal());
            }
        };
        self.call()?;
        Ok(change(row, self.facts.depart(Status::Retrieving)))
    }

    fn retry(&self) -> Judgement {
        self.only(&[Status::Retrieving, Status::Installing])?;
        // A retrieval waits as long as its plug-in rests; an installation has nothing to do with the issuer.
        if self.status == Status::Retrieving && self.facts.plugin.paused {
            return Err(Code::PluginPaused.into());
        }
        Ok(Decision::RunNow)
    }

    fn cancel(&self) -> Judgement {
        self.only(&[Status::Retrieving])?;
        Ok(change("L7", self.facts.back()))
    }

    /// L8 takes the answer to a request; a newer revision over an older file is 3.11.
    fn upload(&self, overriding: bool) -> Judgement {
        match self.facts.plugin.mode {
            PluginMode::Online if self.status == Status::Pending && overriding => {}
            PluginMode::Online if self.status == Status::Pending => {
                let why = "an online plug-in gets its files by itself, unless that is overridden";
                return Err(Refusal::because(Code::InvalidField, why).at("/override"));
            }
            PluginMode::Online => return Err(Code::UploadNotAllowed.into()),
            PluginMode::Offline => self.only(&[Status::Pending, Status::Uploaded, Status::Installed])?,
        }
        self.idle()?;
        Ok(Decision::TakeFile)
    }

    fn install(&self) -> Judgement {
        match self.status {
            Status::Pending | Status::Issued | Status::Activated => Err(Code::FileNotRetrieved.into()),
            Status::Expired => Err(Code::LicenseExpired.into()),
            Status::Terminated => Err(Code::LicenseTerminated.into()),
            Status::Retrieving | Status::Installing | Status::Installed => Err(illegal()),
            Status::Retrieved | Status::Uploaded => {
                match self.facts.assignment {
                    Assignment::None | Assignment::NotAssigned => return Err(Code::NotAssigned.into()),
                    Assignment::Assigned if !self.facts.server_ready => {
                        return Err(Code::SubscriptionNotReady.into());
                    }
                    Assignment::Assigned => {}
                }
                self.idle()?;
                Ok(change("L10", self.facts.depart(Status::Installing)))
            }
        }
    }

    fn mark_installed(&self) -> Judgement {
        self.only(&[Status::Retrieved, Status::Uploaded])?;
        self.idle()?;
        let after = LicenseFacts {
            installed_revision: self.facts.file_revision,
            ..self.facts.arrive(Status::Installed)
        };
        Ok(change("L13", after))
    }

    fn download(&self) -> Judgement {
        self.facts.file_revision.map(|_| Decision::Serve).ok_or_else(|| Code::FileNotRetrieved.into())
    }

    fn sync(&self) -> Judgement {
        if self.status == Status::Pending {
            return Err(Code::KeyNotIssued.into());
        }
        self.facts.plugin.can_call()?;
        if self.status.is_over() { Err(illegal()) } else { Ok(Decision::Ask) }
    }

    fn upgrade(&self) -> Judgement {
        match self.status {
            Status::Pending => {
                return Err(Refusal::because(Code::KeyNotIssued, "edit the request instead"));
            }
            Status::Expired => return Err(Code::LicenseExpired.into()),
            Status::Terminated => return Err(Code::LicenseTerminated.into()),
            Status::Issued
            | Status::Activated
            | Status::Retrieving
            | Status::Retrieved
            | Status::Uploaded
            | Status::Installing
            | Status::Installed => {}
        }
        self.facts.plugin.can_call()?;
        self.only(&REVISABLE)?;
        self.call()
    }

    fn renew(&self, forced: bool) -> Judgement {
        self.facts.plugin.can_call()?;
        let window = renewal::window(self.facts.bill, self.facts.dates.update_date, forced, self.today);
        match window {
            // A status that forbids it will not get better by waiting.
            Err(early) if early.code == Code::RenewalTooEarly => {
                self.only(&REVISABLE)?;
                Err(early)
            }
            Err(never) => Err(never),
            Ok(()) => {
                self.only(&REVISABLE)?;
                self.call()
            }
        }
    }

    fn terminate(&self) -> Judgement {
        if self.facts.bill == crate::bill::BillType::Purchase {
            return Err(Code::TerminationNotSupported.into());
        }
        if matches!(self.status, Status::Pending | Status::Terminated) {
            return Err(illegal());
        }
        self.facts.plugin.can_call()?;
        Ok(Decision::Ask)
    }

    fn unterminate(&self) -> Judgement {
        Err(if self.status == Status::Terminated {
            Refusal::because(Code::LicenseTerminated, "a termination is final")
        } else {
            illegal()
        })
    }

    fn assign(&self, attached: bool) -> Judgement {
        if self.status.is_over() {
            return Err(Code::NotSellable.into());
        }
        let assignment = if attached { Assignment::Assigned } else { Assignment::NotAssigned };
        let after = match self.facts.assignment {
            // Where it was installed before is not where it is sold to.
            Assignment::None => self.facts.uninstalled(),
            Assignment::NotAssigned if attached => self.facts.clone(),
            Assignment::NotAssigned | Assignment::Assigned => return Err(Code::AlreadyAssigned.into()),
        };
        Ok(change("2.1.5", LicenseFacts { assignment, ..after }))
    }

    fn unassign(&self) -> Judgement {
        match self.facts.assignment {
            Assignment::None => Err(Code::NotAssigned.into()),
            Assignment::NotAssigned | Assignment::Assigned => {
                let (assignment, server_ready) = (Assignment::None, false);
                Ok(change("2.1.5", LicenseFacts { assignment, server_ready, ..self.facts.uninstalled() }))
            }
        }
    }

    fn delete(&self) -> Judgement {
        if self.status != Status::Pending || self.facts.key.is_some() {
            return Err(Code::KeyIssued.into());
        }
        // A key may just be made at the issuer: without its request nobody would know of it.
        self.idle()?;
        Ok(Decision::Remove)
    }

    fn reinstate(&self) -> Judgement {
        self.only(&[Status::Expired])?;
        let days = self.facts.reinstate_days;
        let last = self.facts.dates.expiration_date.map(|last| add_days(last, days));
        if days == 0 || last.is_none_or(|last| self.today > last) {
            return Err(Code::LicenseExpired.into());
        }
        self.call()
    }

    /// The issuer is asked, unless it cannot be, or something runs already.
    fn call(&self) -> Judgement {
        self.facts.plugin.can_call()?;
        self.idle()?;
        Ok(Decision::Ask)
    }

    fn idle(&self) -> Result<(), Refusal> {
        if self.facts.operation.is_some() { Err(self.busy()) } else { Ok(()) }
    }

    fn busy(&self) -> Refusal {
        let refusal = Refusal::new(Code::OperationInProgress);
        match &self.facts.operation {
            Some(id) => refusal.with("operation_id", id.clone()),
            None => refusal,
        }
    }

    fn only(&self, statuses: &[Status]) -> Result<(), Refusal> {
        if statuses.contains(&self.status) { Ok(()) } else { Err(illegal()) }
    }
}

/// Where a license can get a new revision (L14, L15).
const REVISABLE: [Status; 3] = [Status::Retrieved, Status::Uploaded, Status::Installed];

fn illegal() -> Refusal {
    Code::IllegalTransition.into()
}

fn change(row: &'static str, after: LicenseFacts) -> Decision {
    Decision::Change(Transition::new(row, after))
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
