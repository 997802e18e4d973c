//! Facts as bytes: the bodies of records. Their numbers stand in journals: append only.

use alloc::boxed::Box;
use alloc::vec::Vec;

use lictor_types::{FeatureId, LeaseId, PoolId, RequestId, SessionId, Status, Version};

use super::{
    Asked, BorrowRevoked, Borrowing, Clock, ClockReset, DayChanged, DeniedPart, Envelope, Fact, Loaded,
    NamedReleased, Note, Opened, OrderTexts, Part, Released, Reserved, Resumed, Served, Take, Unreserved,
    Unserved,
};
use crate::codec::{Code, Malformed, Reader, coded};
use crate::command::{CloseCause, DetachCause};
use crate::named::Bound;
use crate::session::{Personal, Profile};

coded!(Served { slot, generation, parts });
coded!(Unserved { slot, generation, parts });
coded!(DeniedPart { want, hours, pool, denial });
coded!(Take { lease, count });
coded!(Loaded { set, places, judgements, terms });
coded!(DayChanged { today, judgements, terms });
coded!(Clock { floor_ms, ahead_ms, suspect });
coded!(Resumed { session, epoch, acked, cancel, takes });
coded!(OrderTexts { actor, reason });

coded!(Borrowing { envelope, borrow, part, hours, until_ms });

/// The acknowledged id is written as its distance.
impl Code for Envelope {
    fn write(&self, out: &mut Vec<u8>) {
        self.session.write(out);
        self.request.write(out);
        self.request.0.wrapping_sub(self.acked.0).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let session = SessionId::read(from)?;
        let request = RequestId::read(from)?;
        let acked = RequestId(request.0.wrapping_sub(u64::read(from)?));
        Ok(Self { session, request, acked })
    }
}

const HAS_FEATURE: u8 = 1;
const HAS_VERSION: u8 = 2;
const EXACT: u8 = 4;
const SOFT_LIMIT: u8 = 8;
const HAS_LIMIT: u8 = 16;
const HAS_RESERVE: u8 = 32;
const HAS_BOUND: u8 = 64;
const HAS_LEGS: u8 = 128;

impl Asked {
    fn write_with(&self, flags: u8, out: &mut Vec<u8>) {
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let own = flag(self.feature.is_some(), HAS_FEATURE)
            | flag(self.version.is_some(), HAS_VERSION)
            | flag(self.exact, EXACT);
        out.push(own | flags);
        self.count.write(out);
        if let Some(feature) = self.feature {
            feature.write(out);
        }
        if let Some(version) = self.version {
            version.write(out);
        }
    }

    fn read_with(flags: u8, from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = u32::read(from)?;
        let feature = if flags & HAS_FEATURE != 0 { Some(FeatureId::read(from)?) } else { None };
        let version = if flags & HAS_VERSION != 0 { Some(Version::read(from)?) } else { None };
        Ok(Self { feature, version, exact: flags & EXACT != 0, count })
    }
}

impl Code for Asked {
    fn write(&self, out: &mut Vec<u8>) {
        self.write_with(0, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let flags = from.byte()?;
        if flags & !(HAS_FEATURE | HAS_VERSION | EXACT) != 0 {
            return Err(Malformed);
        }
        Self::read_with(flags, from)
    }
}

impl Code for Part {
    fn write(&self, out: &mut Vec<u8>) {
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let bound = self.bound != Bound::default();
        let flags = flag(self.soft_limit, SOFT_LIMIT)
            | flag(self.limit.is_some(), HAS_LIMIT)
            | flag(self.reserve.is_some(), HAS_RESERVE)
            | flag(bound, HAS_BOUND)
            | flag(!self.legs.is_empty(), HAS_LEGS);
        self.asked.write_with(flags, out);
        self.pool.write(out);
        self.lease.write(out);
        for tag in self.limit.iter().chain(&self.reserve) {
            tag.write(out);
        }
        if bound {
            self.bound.write(out);
        }
        if !self.legs.is_empty() {
            self.legs.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let flags = from.byte()?;
        let has = |bit: u8| flags & bit != 0;
        let part = Self {
            asked: Asked::read_with(flags, from)?,
            pool: PoolId::read(from)?,
            lease: LeaseId::read(from)?,
            soft_limit: has(SOFT_LIMIT),
            limit: if has(HAS_LIMIT) { Some(u32::read(from)?) } else { None },
            reserve: if has(HAS_RESERVE) { Some(u32::read(from)?) } else { None },
            bound: if has(HAS_BOUND) { Bound::read(from)? } else { Bound::default() },
            legs: if has(HAS_LEGS) { Vec::read(from)? } else { Vec::new() },
        };
        let empty =
            (has(HAS_BOUND) && part.bound == Bound::default()) || (has(HAS_LEGS) && part.legs.is_empty());
        if empty { Err(Malformed) } else { Ok(part) }
    }
}

impl Fact {
    /// The number of its record. Numbers stand in journals: append only.
    pub(crate) fn number(&self) -> u16 {
        match self {
            Self::Loaded(_) => 1,
            Self::DayChanged(_) => 2,
            Self::Clock(_) => 3,
            Self::Started { .. } => 4,
            Self::Opened(_) => 5,
            Self::Resumed(_) => 6,
            Self::Detached { .. } => 7,
            Self::Closed { .. } => 8,
            Self::Released(_) => 9,
            Self::Granted(..) => 10,
            Self::GrantedAll(..) => 11,
            Self::Denied(..) => 12,
            Self::DeniedAgain(_) => 13,
            Self::DeniedAll(..) => 14,
            Self::CheckedIn(..) => 15,
            Self::CheckedInAll(..) => 16,
            Self::Cancelled(..) => 17,
            Self::Refused(..) => 18,
            Self::ClockReset(_) => 19,
            Self::Queued(..) => 20,
            Self::Served(_) => 21,
            Self::Unserved(_) => 22,
            Self::Passed(_) => 23,
            Self::RulesLoaded(_) => 24,
            Self::HoldEnded(_) => 25,
            Self::Reserved(_) => 26,
            Self::Unreserved(_) => 27,
            Self::ReservationEnded(_) => 28,
            Self::ReservationPostponed(..) => 29,
            Self::Borrowed(_) => 30,
            Self::Refreshed(..) => 31,
            Self::Returned(..) => 32,
            Self::BorrowEnded(_) => 33,
            Self::BorrowPostponed(..) => 34,
            Self::BorrowRevoked(_) => 35,
            Self::NamedReleased(_) => 36,
            Self::Note(_) => 37,
        }
    }

    /// Appends its body, and its personal texts to the part of the block that can be erased.
    pub(crate) fn write(&self, out: &mut Vec<u8>, erasable: &mut Vec<u8>) {
        match self {
            Self::Loaded(loaded) => loaded.write(out),
            Self::DayChanged(changed) => changed.write(out),
            Self::Clock(clock) => clock.write(out),
            Self::Started { until_ms } | Self::Detached { until_ms, .. } => {
                self.write_detached(out);
                until_ms.write(out);
            }
            Self::Opened(opened) => {
                opened.session.write(out);
                opened.profile.write_public(out);
                write_apart(&opened.profile.personal, out, erasable);
            }
            Self::Resumed(resumed) => resumed.write(out),
            Self::Closed { session, cause, released } => {
                write_both(session, cause, out);
                released.write(out);
            }
            Self::Released(released) => {
                write_both(&released.session, &released.released, out);
                released.quarantine_ms.write(out);
                write_apart(&released.texts, out, erasable);
            }
            Self::Granted(envelope, part) => write_both(envelope, part, out),
            Self::GrantedAll(envelope, parts) => write_both(envelope, parts, out),
            Self::Denied(envelope, part) => write_both(envelope, part, out),
            Self::DeniedAgain(envelope) => envelope.write(out),
            Self::DeniedAll(envelope, parts) => write_both(envelope, parts, out),
            Self::CheckedIn(envelope, take) => write_both(envelope, take, out),
            Self::CheckedInAll(envelope, takes) => write_both(envelope, takes, out),
            Self::Cancelled(envelope, request, takes) => {
                write_both(envelope, request, out);
                takes.write(out);
            }
            Self::Refused(envelope, status) => write_both(envelope, status, out),
            Self::ClockReset(reset) => write_order(&reset.clock, &reset.texts, out, erasable),
            Self::Queued(envelope, wants, until_ms) => {
                write_both(envelope, wants, out);
                until_ms.write(out);
            }
            Self::Served(served) => served.write(out),
            Self::Unserved(unserved) => unserved.write(out),
            Self::Passed(slots) => slots.write(out),
            Self::RulesLoaded(set) => set.write(out),
            Self::HoldEnded(lease) => lease.write(out),
            Self::Reserved(fact) => {
                write_both(&fact.reservation, &fact.pool, out);
                write_both(&fact.token, &fact.count, out);
                write_order(&fact.until_ms, &fact.texts, out, erasable);
            }
            Self::Unreserved(fact) => write_order(&fact.reservation, &fact.texts, out, erasable),
            Self::ReservationEnded(reservation) => reservation.write(out),
            Self::ReservationPostponed(reservation, due_ms) => write_both(reservation, due_ms, out),
            Self::Borrowed(borrowing) => borrowing.write(out),
            Self::Refreshed(envelope, borrow, until_ms) => {
                write_both(envelope, borrow, out);
                until_ms.write(out);
            }
            Self::Returned(envelope, borrow) => write_both(envelope, borrow, out),
            Self::BorrowEnded(borrow) => borrow.write(out),
            Self::BorrowPostponed(borrow, due_ms) => write_both(borrow, due_ms, out),
            Self::BorrowRevoked(fact) => write_order(&fact.borrow, &fact.texts, out, erasable),
            Self::NamedReleased(fact) => {
                write_both(&fact.pool, &fact.kind, out);
                write_order(&fact.name, &fact.texts, out, erasable);
            }
            Self::Note(note) => write_order(&note.what, &note.texts, out, erasable),
        }
    }

    /// What a detached session's record says before its end; nothing for any other.
    fn write_detached(&self, out: &mut Vec<u8>) {
        if let Self::Detached { session, epoch, cause, .. } = self {
            session.write(out);
            epoch.write(out);
            cause.write(out);
        }
    }

    /// Reads the body of a record with this number; none if the number is not known here.
    pub(crate) fn read(
        number: u16,
        from: &mut Reader<'_>,
        erasable: Option<&[u8]>,
    ) -> Result<Option<Self>, Malformed> {
        if number > 19 {
            return Self::read_later(number, from, erasable);
        }
        let envelope = Envelope::read;
        Ok(Some(match number {
            1 => Self::Loaded(Box::read(from)?),
            2 => Self::DayChanged(Box::read(from)?),
            3 => Self::Clock(Clock::read(from)?),
            4 => Self::Started { until_ms: u64::read(from)? },
            5 => {
                let session = SessionId::read(from)?;
                let public = Profile::read_public(from)?;
                let personal: Personal = read_apart(from, erasable)?;
                Self::Opened(Box::new(Opened { session, profile: Profile { personal, ..public } }))
            }
            6 => Self::Resumed(Box::read(from)?),
            7 => Self::Detached {
                session: SessionId::read(from)?,
                epoch: u32::read(from)?,
                cause: DetachCause::read(from)?,
                until_ms: u64::read(from)?,
            },
            8 => Self::Closed {
                session: SessionId::read(from)?,
                cause: CloseCause::read(from)?,
                released: u64::read(from)?,
            },
            9 => Self::Released(Box::new(Released {
                session: SessionId::read(from)?,
                released: u64::read(from)?,
                quarantine_ms: u64::read(from)?,
                texts: read_apart(from, erasable)?,
            })),
            10 => Self::Granted(envelope(from)?, Part::read(from)?),
            11 => Self::GrantedAll(envelope(from)?, Vec::read(from)?),
            12 => Self::Denied(envelope(from)?, Box::read(from)?),
            13 => Self::DeniedAgain(envelope(from)?),
            14 => Self::DeniedAll(envelope(from)?, Vec::read(from)?),
            15 => Self::CheckedIn(envelope(from)?, Take::read(from)?),
            16 => Self::CheckedInAll(envelope(from)?, Vec::read(from)?),
            17 => Self::Cancelled(envelope(from)?, RequestId::read(from)?, Vec::read(from)?),
            18 => Self::Refused(envelope(from)?, Status::read(from)?),
            19 => Self::ClockReset(Box::new(ClockReset {
                clock: Clock::read(from)?,
                texts: read_apart(from, erasable)?,
            })),
            _ => return Ok(None),
        }))
    }

    /// As [`Self::read`], the facts of the rules beyond plain seats.
    fn read_later(
        number: u16,
        from: &mut Reader<'_>,
        erasable: Option<&[u8]>,
    ) -> Result<Option<Self>, Malformed> {
        let envelope = Envelope::read;
        Ok(Some(match number {
            20 => Self::Queued(envelope(from)?, Vec::read(from)?, u64::read(from)?),
            21 => Self::Served(Box::read(from)?),
            22 => Self::Unserved(Box::read(from)?),
            23 => Self::Passed(Vec::read(from)?),
            24 => Self::RulesLoaded(Box::read(from)?),
            25 => Self::HoldEnded(LeaseId::read(from)?),
            26 => Self::Reserved(Box::new(Reserved {
                reservation: Code::read(from)?,
                pool: Code::read(from)?,
                token: Code::read(from)?,
                count: Code::read(from)?,
                until_ms: Code::read(from)?,
                texts: read_apart(from, erasable)?,
            })),
            27 => Self::Unreserved(Box::new(Unreserved {
                reservation: Code::read(from)?,
                texts: read_apart(from, erasable)?,
            })),
            28 => Self::ReservationEnded(Code::read(from)?),
            29 => Self::ReservationPostponed(Code::read(from)?, Code::read(from)?),
            30 => Self::Borrowed(Box::read(from)?),
            31 => Self::Refreshed(envelope(from)?, Code::read(from)?, Code::read(from)?),
            32 => Self::Returned(envelope(from)?, Code::read(from)?),
            33 => Self::BorrowEnded(Code::read(from)?),
            34 => Self::BorrowPostponed(Code::read(from)?, Code::read(from)?),
            35 => Self::BorrowRevoked(Box::new(BorrowRevoked {
                borrow: Code::read(from)?,
                texts: read_apart(from, erasable)?,
            })),
            36 => Self::NamedReleased(Box::new(NamedReleased {
                pool: Code::read(from)?,
                kind: Code::read(from)?,
                name: Code::read(from)?,
                texts: read_apart(from, erasable)?,
            })),
            37 => Self::Note(Box::new(Note { what: Code::read(from)?, texts: read_apart(from, erasable)? })),
            _ => return Ok(None),
        }))
    }
}

/// Writes what an administrator ordered, who and why.
fn write_order(what: &impl Code, texts: &OrderTexts, out: &mut Vec<u8>, erasable: &mut Vec<u8>) {
    what.write(out);
    write_apart(texts, out, erasable);
}

fn write_both(first: &impl Code, second: &impl Code, out: &mut Vec<u8>) {
    first.write(out);
    second.write(out);
}

/// Writes a value into the erasable part, and where it is into the record.
fn write_apart(value: &impl Code, out: &mut Vec<u8>, erasable: &mut Vec<u8>) {
    let start = erasable.len();
    value.write(erasable);
    (start as u64).write(out);
    ((erasable.len() - start) as u64).write(out);
}

/// Reads a value of the erasable part; it is empty if that part was erased.
fn read_apart<T: Code + Default>(from: &mut Reader<'_>, erasable: Option<&[u8]>) -> Result<T, Malformed> {
    let place = |from: &mut Reader<'_>| usize::try_from(u64::read(from)?).map_err(|_| Malformed);
    let (start, len) = (place(from)?, place(from)?);
    let Some(erasable) = erasable else { return Ok(T::default()) };
    let end = start.checked_add(len).ok_or(Malformed)?;
    let mut apart = Reader::new(erasable.get(start..end).ok_or(Malformed)?);
    let value = T::read(&mut apart)?;
    apart.finish()?;
    Ok(value)
}
