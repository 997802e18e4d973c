//! Records made commands again, for replays: with other licenses or rules, or with the same, which
//! must decide the same.

use alloc::vec;
use alloc::vec::Vec;

use lictor_types::{
    BorrowId, Checkout, FeatureId, FeatureRef, LeaseId, Operation, RequestId, Status, VendorName,
};

use super::LogEntry;
use crate::command::{Command, NamedOrder, OpenSession, ReserveOrder, ResumeSession};
use crate::fact::{Asked, DeniedPart, Envelope, Fact, Part, Take};
use crate::ledger::Ledger;
use crate::queue::Want;
use crate::reserve::DYNAMIC;
use crate::session::Profile;

impl LogEntry {
    /// The command that made the record, if it was not made by time or by another command: given
    /// to the ledger it was given to, after whatever time made due, it makes the same records.
    /// `past` is the recorded ledger before it.
    #[must_use]
    pub fn command<'a>(&'a self, past: &'a Ledger) -> Option<Command<'a>> {
        let fact = self.fact.as_ref()?;
        let at = self.stamp.ledger_ms;
        Some(match fact {
            Fact::Loaded(loaded) => Command::Load(&loaded.set),
            Fact::DayChanged(changed) => Command::Day { today: &changed.today, back: true },
            Fact::Clock(clock) => {
                let (floor_ms, ahead_ms, suspect) = (clock.floor_ms, clock.ahead_ms, clock.suspect);
                Command::Clock { floor_ms, ahead_ms, suspect }
            }
            Fact::ClockReset(reset) => Command::ResetClock {
                floor_ms: reset.clock.floor_ms,
                suspect: reset.clock.suspect,
                actor: &reset.texts.actor,
                reason: &reset.texts.reason,
            },
            Fact::Started { until_ms } => Command::Start { resume_window_ms: until_ms.saturating_sub(at) },
            Fact::Opened(opened) => Command::Open(opening(&opened.profile)),
            Fact::Resumed(resumed) => Command::Resume(ResumeSession {
                session: resumed.session,
                secret_hash: past.session_at(resumed.session)?.profile.secret_hash,
                acked: resumed.acked,
                cancel: &resumed.cancel,
                held: &[],
            }),
            Fact::Detached { session, epoch, cause, until_ms } => {
                let (session, epoch, cause) = (*session, *epoch, *cause);
                Command::Detach { session, epoch, cause, keep_ms: until_ms.saturating_sub(at) }
            }
            Fact::Closed { session, cause, .. } => Command::Close { session: *session, cause: *cause },
            Fact::Granted(..)
            | Fact::GrantedAll(..)
            | Fact::Denied(..)
            | Fact::DeniedAgain(_)
            | Fact::DeniedAll(..)
            | Fact::CheckedIn(..)
            | Fact::CheckedInAll(..)
            | Fact::Cancelled(..)
            | Fact::Refused(..)
            | Fact::Queued(..)
            | Fact::Refreshed(..)
            | Fact::Returned(..)
            | Fact::Borrowed(_) => {
                let (envelope, operation) = self.request(past, fact)?;
                let Envelope { session, request, acked } = envelope;
                Command::Request { session, request, acked, operation }
            }
            Fact::Released(_)
            | Fact::RulesLoaded(_)
            | Fact::Reserved(_)
            | Fact::Unreserved(_)
            | Fact::BorrowRevoked(_)
            | Fact::NamedReleased(_)
            | Fact::Note(_) => return order(past, fact),
            Fact::Served(_)
            | Fact::Unserved(_)
            | Fact::Passed(_)
            | Fact::HoldEnded(_)
            | Fact::ReservationEnded(_)
            | Fact::ReservationPostponed(..)
            | Fact::BorrowEnded(_)
            | Fact::BorrowPostponed(..) => return None,
        })
    }

    fn request<'a>(&self, past: &'a Ledger, fact: &'a Fact) -> Option<(Envelope, Operation<'a>)> {
        Some(if let Fact::Granted(envelope, part) = fact {
            (*envelope, Operation::Checkout(granted(past, part)))
        } else if let Fact::GrantedAll(envelope, parts) = fact {
            (*envelope, Operation::CheckoutAll(parts.iter().map(|part| granted(past, part)).collect()))
        } else if let Fact::Denied(envelope, part) = fact {
            (*envelope, denied(&part.want, part.hours, part.denial.status))
        } else if let Fact::DeniedAgain(envelope) = fact {
            let last = past.session_at(envelope.session)?.denied.as_deref()?;
            (*envelope, denied(&last.want, last.hours, last.denial.status))
        } else if let Fact::DeniedAll(envelope, parts) = fact {
            let full = parts.iter().any(|part| part.denial.status == Status::QueueFull);
            let checkouts: Vec<_> = parts.iter().map(|part: &DeniedPart| wanted(&part.want)).collect();
            let wait = Operation::Wait { checkouts: checkouts.clone(), wait_ms: u32::MAX };
            (*envelope, if full { wait } else { Operation::CheckoutAll(checkouts) })
        } else if let Fact::CheckedIn(envelope, take) = fact {
            (*envelope, Operation::Checkin { lease: take.lease, count: take.count })
        } else if let Fact::CheckedInAll(envelope, takes) = fact {
            let feature = feature_of(past, takes.first()?)?;
            let count = takes.iter().map(|take| take.count).sum();
            (*envelope, Operation::CheckinFeature { feature: FeatureRef::Id(feature), count })
        } else if let Fact::Cancelled(envelope, request, _) = fact {
            (*envelope, Operation::Cancel { request: *request })
        } else if let Fact::Refused(envelope, status) = fact {
            (*envelope, refused(*status))
        } else if let Fact::Queued(envelope, wants, until_ms) = fact {
            let wait_ms = u32::try_from(until_ms.saturating_sub(self.stamp.ledger_ms)).unwrap_or(u32::MAX);
            (*envelope, Operation::Wait { checkouts: wants.iter().map(wanted).collect(), wait_ms })
        } else if let Fact::Borrowed(fact) = fact {
            let checkout = granted(past, &fact.part);
            (fact.envelope, Operation::Borrow { checkout, hours: fact.hours })
        } else if let Fact::Refreshed(envelope, borrow, _) = fact {
            (*envelope, Operation::Refresh { borrow: *borrow })
        } else if let Fact::Returned(envelope, borrow) = fact {
            (*envelope, Operation::Return { borrow: *borrow })
        } else {
            return None;
        })
    }
}

fn opening(profile: &Profile) -> OpenSession<'_> {
    OpenSession {
        secret_hash: profile.secret_hash,
        identity: &profile.personal.identity,
        vendor: profile.vendor.as_ref(),
        platform: &profile.platform,
        utc_offset_minutes: profile.utc_offset_minutes,
        host_ids: &profile.personal.host_ids,
        local_pid: profile.local_pid,
    }
}

/// What an administrator ordered.
fn order<'a>(past: &'a Ledger, fact: &'a Fact) -> Option<Command<'a>> {
    Some(if let Fact::Released(released) = fact {
        Command::Release {
            session: released.session,
            quarantine_ms: released.quarantine_ms,
            actor: &released.texts.actor,
            reason: &released.texts.reason,
        }
    } else if let Fact::RulesLoaded(set) = fact {
        Command::Rules(set)
    } else if let Fact::Reserved(fact) = fact {
        let (vendor, feature) = name_of(past, fact.pool.0)?;
        Command::Reserve(ReserveOrder {
            vendor: Some(vendor),
            feature,
            token: &fact.token,
            count: fact.count,
            until_ms: fact.until_ms,
            actor: &fact.texts.actor,
            reason: &fact.texts.reason,
        })
    } else if let Fact::Unreserved(fact) = fact {
        let id = fact.reservation;
        let found = past.reservations.get(id.slot(), id.generation())?;
        let (vendor, feature) = name_of(past, found.pool)?;
        Command::Unreserve {
            token: &found.token,
            feature: Some((Some(vendor), feature)),
            actor: &fact.texts.actor,
            reason: &fact.texts.reason,
        }
    } else if let Fact::BorrowRevoked(fact) = fact {
        let (actor, reason) = (&fact.texts.actor, &fact.texts.reason);
        Command::RevokeBorrow { borrow: fact.borrow, actor, reason }
    } else if let Fact::NamedReleased(fact) = fact {
        let (vendor, feature) = name_of(past, fact.pool.0)?;
        Command::ReleaseNamed(NamedOrder {
            vendor: Some(vendor),
            feature,
            kind: fact.kind,
            name: &fact.name,
            actor: &fact.texts.actor,
            reason: &fact.texts.reason,
        })
    } else if let Fact::Note(note) = fact {
        Command::Note { what: &note.what, actor: &note.texts.actor, reason: &note.texts.reason }
    } else {
        return None;
    })
}

fn name_of(past: &Ledger, pool: u32) -> Option<(&VendorName, &str)> {
    let feature = past.pools.get(pool as usize)?.feature;
    let (vendor, name) = past.feature_name(FeatureId(feature))?;
    Some((vendor, name.as_str()))
}

fn feature_of(past: &Ledger, take: &Take) -> Option<FeatureId> {
    let lease = past.leases.get(take.lease.slot(), take.lease.generation())?;
    past.pools.get(lease.pool as usize).map(|pool| FeatureId(pool.feature))
}

/// A granted part as it was asked for.
fn granted<'a>(past: &'a Ledger, part: &Part) -> Checkout<'a> {
    let Asked { feature, version, exact, count } = part.asked;
    let feature = FeatureRef::Id(feature.unwrap_or(FeatureId(u32::MAX)));
    let drawn = part.reserve.filter(|reserve| *reserve >= DYNAMIC).map(|reserve| reserve & !DYNAMIC);
    let reservation = drawn.and_then(|slot| past.reservations.at(slot));
    let reservation = reservation.map(|(_, found)| found.token.as_str());
    Checkout { feature, version, exact, count, reservation }
}

fn wanted(want: &Want) -> Checkout<'_> {
    let Asked { feature, version, exact, count } = want.asked;
    let feature = feature.map_or(FeatureRef::Name(&want.name), FeatureRef::Id);
    Checkout { feature, version, exact, count, reservation: want.reservation.as_deref() }
}

fn denied(want: &Want, hours: Option<u16>, status: Status) -> Operation<'_> {
    let checkout = wanted(want);
    match hours {
        Some(hours) => Operation::Borrow { checkout, hours },
        None if status == Status::QueueFull => {
            Operation::Wait { checkouts: vec![checkout], wait_ms: u32::MAX }
        }
        None => Operation::Checkout(checkout),
    }
}

/// A request that is refused like this by any ledger.
fn refused<'a>(status: Status) -> Operation<'a> {
    let nothing = u32::MAX;
    if status == Status::NotBorrowed {
        Operation::Return { borrow: BorrowId::new(nothing, nothing) }
    } else if status == Status::NotHeld {
        Operation::Checkin { lease: LeaseId::new(nothing, nothing), count: 0 }
    } else {
        Operation::Cancel { request: RequestId(0) }
    }
}
