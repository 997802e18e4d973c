//! Facts: what was decided. A journal record is a fact with its stamp, and nothing but folding
//! facts changes the ledger.
//!
//! A fact holds the request and its verdict with the seats moved. What follows from it by counting
//! alone (seats in use after it, say) is left out.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{CivilDate, Denial, FeatureId, LeaseId, PoolId, RequestId, SessionId, Status, Version};

use crate::catalog::Place;
use crate::codec::{Code, Malformed, Reader, coded};
use crate::command::{CloseCause, DetachCause};
use crate::feature_set::FeatureSet;
use crate::judge::Judgement;
use crate::pool::Terms;
use crate::session::{Personal, Profile};

/// Something that was decided.
#[derive(Debug)]
pub(crate) enum Fact {
    /// A feature set came into force, judged.
    Loaded(Box<Loaded>),
    /// The day changed, and what that changed.
    DayChanged(Box<DayChanged>),
    /// The clock rules' state.
    Clock(Clock),
    /// The server started: sessions may be resumed until then.
    Started { until_ms: u64 },
    /// A session was opened.
    Opened(Box<Opened>),
    /// A connection took a session up again.
    Resumed(Box<Resumed>),
    /// A session lost its connection.
    Detached { session: SessionId, epoch: u32, cause: DetachCause, until_ms: u64 },
    /// A session ended and gave so many seats back.
    Closed { session: SessionId, cause: CloseCause, released: u64 },
    /// An administrator ended a session.
    Released(Box<Released>),
    /// Seats of one feature were granted.
    Granted(Envelope, Part),
    /// Seats of several features were granted.
    GrantedAll(Envelope, Vec<Part>),
    /// Seats of one feature were denied.
    Denied(Envelope, Box<DeniedPart>),
    /// The same as the session's last recorded denial, again.
    DeniedAgain(Envelope),
    /// Seats of several features were denied.
    DeniedAll(Envelope, Vec<DeniedPart>),
    /// Seats of one lease were given back.
    CheckedIn(Envelope, Take),
    /// Seats of several leases were given back.
    CheckedInAll(Envelope, Vec<Take>),
    /// A request was abandoned, and what it had taken was given back.
    Cancelled(Envelope, RequestId, Vec<Take>),
    /// A request was refused.
    Refused(Envelope, Status),
    /// An administrator lowered the floor of wall time.
    ClockReset(Box<ClockReset>),
}

/// Whose request it was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Envelope {
    pub(crate) session: SessionId,
    pub(crate) request: RequestId,
    pub(crate) acked: RequestId,
}

/// One feature asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// None if nobody knows it.
    pub(crate) feature: Option<FeatureId>,
    pub(crate) version: Option<Version>,
    pub(crate) exact: bool,
    pub(crate) count: u32,
}

/// Seats granted: of which pool, to which lease (a new one if the id is free).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) asked: Asked,
    pub(crate) pool: PoolId,
    pub(crate) lease: LeaseId,
    pub(crate) soft_limit: bool,
}

/// Seats denied.
#[derive(Debug)]
pub(crate) struct DeniedPart {
    pub(crate) asked: Asked,
    /// The name asked for, if no feature has it.
    pub(crate) name: String,
    /// The pool that decided, if there is one.
    pub(crate) pool: Option<PoolId>,
    pub(crate) denial: Denial,
}

/// Seats given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) lease: LeaseId,
    pub(crate) count: u32,
}

/// A judged feature set.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) set: FeatureSet,
    pub(crate) places: Vec<Place>,
    pub(crate) judgements: Vec<Judgement>,
    /// The terms that changed, by pool.
    pub(crate) terms: Vec<(u32, Terms)>,
}

/// A new day and what it changed.
#[derive(Debug)]
pub(crate) struct DayChanged {
    /// Today by zone.
    pub(crate) today: Vec<CivilDate>,
    /// By license.
    pub(crate) judgements: Vec<(u32, Judgement)>,
    /// By pool.
    pub(crate) terms: Vec<(u32, Terms)>,
}

/// The state of the clock rules (TIM-05).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) floor_ms: u64,
    pub(crate) ahead_ms: u64,
    pub(crate) suspect: bool,
}

/// A floor of wall time lowered by an administrator (TIM-05).
#[derive(Debug)]
pub(crate) struct ClockReset {
    /// The state after it.
    pub(crate) clock: Clock,
    pub(crate) texts: OrderTexts,
}

/// A new session.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) session: SessionId,
    pub(crate) profile: Profile,
}

/// A session taken up again.
#[derive(Debug)]
pub(crate) struct Resumed {
    pub(crate) session: SessionId,
    pub(crate) epoch: u32,
    pub(crate) acked: RequestId,
    /// Requests abandoned.
    pub(crate) cancel: Vec<RequestId>,
    /// What they had taken.
    pub(crate) takes: Vec<Take>,
}

/// A session ended by an administrator.
#[derive(Debug)]
pub(crate) struct Released {
    pub(crate) session: SessionId,
    pub(crate) released: u64,
    pub(crate) texts: OrderTexts,
}

/// Which administrator ordered something, and why.
#[derive(Debug, Default)]
pub(crate) struct OrderTexts {
    pub(crate) actor: String,
    pub(crate) reason: String,
}

coded!(DeniedPart { asked, name, pool, denial });
coded!(Take { lease, count });
coded!(Loaded { set, places, judgements, terms });
coded!(DayChanged { today, judgements, terms });
coded!(Clock { floor_ms, ahead_ms, suspect });
coded!(Resumed { session, epoch, acked, cancel, takes });
coded!(OrderTexts { actor, reason });

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
        self.asked.write_with(if self.soft_limit { SOFT_LIMIT } else { 0 }, out);
        self.pool.write(out);
        self.lease.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let flags = from.byte()?;
        if flags & !(HAS_FEATURE | HAS_VERSION | EXACT | SOFT_LIMIT) != 0 {
            return Err(Malformed);
        }
        Ok(Self {
            asked: Asked::read_with(flags, from)?,
            pool: PoolId::read(from)?,
            lease: LeaseId::read(from)?,
            soft_limit: flags & SOFT_LIMIT != 0,
        })
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
        }
    }

    /// Appends its body, and its personal texts to the part of the block that can be erased.
    pub(crate) fn write(&self, out: &mut Vec<u8>, erasable: &mut Vec<u8>) {
        match self {
            Self::Loaded(loaded) => loaded.write(out),
            Self::DayChanged(changed) => changed.write(out),
            Self::Clock(clock) => clock.write(out),
            Self::Started { until_ms } => until_ms.write(out),
            Self::Opened(opened) => {
                opened.session.write(out);
                opened.profile.write_public(out);
                write_apart(&opened.profile.personal, out, erasable);
            }
            Self::Resumed(resumed) => resumed.write(out),
            Self::Detached { session, epoch, cause, until_ms } => {
                session.write(out);
                epoch.write(out);
                cause.write(out);
                until_ms.write(out);
            }
            Self::Closed { session, cause, released } => {
                session.write(out);
                cause.write(out);
                released.write(out);
            }
            Self::Released(released) => {
                released.session.write(out);
                released.released.write(out);
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
            Self::ClockReset(reset) => {
                reset.clock.write(out);
                write_apart(&reset.texts, out, erasable);
            }
        }
    }

    /// Reads the body of a record with this number; none if the number is not known here.
    pub(crate) fn read(
        number: u16,
        from: &mut Reader<'_>,
        erasable: Option<&[u8]>,
    ) -> Result<Option<Self>, Malformed> {
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
