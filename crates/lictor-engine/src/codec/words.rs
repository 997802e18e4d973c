//! The shared vocabulary in bytes.

use alloc::vec::Vec;

use lictor_types::{
    Answer, BorrowId, Borrowed, CivilDate, Denial, Digest, FeatureId, FeatureName, Grant, HostId,
    HostIdBlock, HostIdType, Identity, KeyType, LeaseId, LicenseState, PoolAnswer, PoolId, Reason, Relief,
    ReliefKind, RequestId, ReservationId, RuleKind, RuleRef, Seats, Serial, SessionId, Stamp, Status,
    VendorName, Version, When,
};

use super::{Code, Malformed, Reader, coded, write_text};

coded!(Stamp { ledger_ms, wall_ms });
coded!(Identity { user, host, pid, project, custom, address });
coded!(HostIdBlock { ids });
coded!(Grant { lease, pool, pool_rev, count, held, seats, used, soft_limit, day });
coded!(PoolAnswer { pool, key_type, status, seats, used, reserved });
coded!(Relief { what, at });
coded!(Borrowed { grant, borrow, hours, from_ms, until_ms });
coded!(RuleRef { number, line, kind });
coded!(Denial { status, requested, seats, used, reserved, rule, waiting, relief, pools_total, pools });

macro_rules! slot_ids {
    ($($id:ident),*) => {$(
        impl Code for $id {
            fn write(&self, out: &mut Vec<u8>) {
                self.slot().write(out);
                self.generation().write(out);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Ok(Self::new(u32::read(from)?, u32::read(from)?))
            }
        }
    )*};
}
slot_ids!(SessionId, LeaseId, BorrowId, ReservationId);

macro_rules! wrapped {
    ($($id:ident($inner:ty)),*) => {$(
        impl Code for $id {
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                <$inner>::read(from).map(Self)
            }
        }
    )*};
}
wrapped!(FeatureId(u32), PoolId(u32), RequestId(u64), Digest([u8; 32]));

macro_rules! parsed {
    ($($name:ident),*) => {$(
        impl Code for $name {
            fn write(&self, out: &mut Vec<u8>) {
                write_text(self.as_str(), out);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Self::parse(from.text()?).map_err(|_| Malformed)
            }
        }
    )*};
}
parsed!(FeatureName, VendorName, Serial);

macro_rules! numbered {
    ($($name:ident),*) => {$(
        impl Code for $name {
            fn write(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Self::from_u8(from.byte()?).ok_or(Malformed)
            }
        }
    )*};
}
numbered!(KeyType, LicenseState, Reason, ReliefKind, HostIdType, RuleKind);

impl Code for Status {
    fn write(&self, out: &mut Vec<u8>) {
        self.number().write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::from_number(u16::read(from)?).ok_or(Malformed)
    }
}

impl Code for CivilDate {
    fn write(&self, out: &mut Vec<u8>) {
        self.day_number().write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::from_day_number(u32::read(from)?).ok_or(Malformed)
    }
}

impl Code for Version {
    fn write(&self, out: &mut Vec<u8>) {
        self.major().write(out);
        self.minor().write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::new(u16::read(from)?, u16::read(from)?).ok_or(Malformed)
    }
}

/// Unlimited is 0, so a count is one more than itself.
impl Code for Seats {
    fn write(&self, out: &mut Vec<u8>) {
        self.limit().map_or(0, |count| u64::from(count) + 1).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match u64::read(from)?.checked_sub(1) {
            None => Ok(Self::Unlimited),
            Some(count) => u32::try_from(count).map(Self::Limited).map_err(|_| Malformed),
        }
    }
}

impl Code for HostId {
    fn write(&self, out: &mut Vec<u8>) {
        self.kind().write(out);
        write_text(self.value(), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let kind = HostIdType::read(from)?;
        Self::new(kind, from.text()?).map_err(|_| Malformed)
    }
}

impl Code for When {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Instant(ms) => {
                out.push(0);
                ms.write(out);
            }
            Self::Day { zone, date } => {
                out.push(1);
                zone.write(out);
                date.write(out);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => u64::read(from).map(Self::Instant),
            1 => Ok(Self::Day { zone: u16::read(from)?, date: CivilDate::read(from)? }),
            _ => Err(Malformed),
        }
    }
}

impl Code for Answer {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Granted(grant) => tagged(0, grant, out),
            Self::GrantedAll(grants) => tagged(1, grants, out),
            Self::Denied(denial) => tagged(2, denial, out),
            Self::DeniedAll(denials) => tagged(3, denials, out),
            Self::CheckedIn { released, held } => {
                tagged(4, released, out);
                held.write(out);
            }
            Self::Cancelled { freed } => tagged(5, freed, out),
            Self::Refused(status) => tagged(6, status, out),
            Self::Borrowed(borrowed) => tagged(7, borrowed, out),
            Self::Returned { freed } => tagged(8, freed, out),
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => Grant::read(from).map(Self::Granted),
            1 => Vec::read(from).map(Self::GrantedAll),
            2 => Denial::read(from).map(Self::Denied),
            3 => Vec::read(from).map(Self::DeniedAll),
            4 => Ok(Self::CheckedIn { released: u32::read(from)?, held: u32::read(from)? }),
            5 => Ok(Self::Cancelled { freed: u32::read(from)? }),
            6 => Status::read(from).map(Self::Refused),
            7 => Borrowed::read(from).map(Self::Borrowed),
            8 => Ok(Self::Returned { freed: u32::read(from)? }),
            _ => Err(Malformed),
        }
    }
}

fn tagged(tag: u8, value: &impl Code, out: &mut Vec<u8>) {
    out.push(tag);
    value.write(out);
}
