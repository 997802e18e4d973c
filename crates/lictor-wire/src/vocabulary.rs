//! How the field's words travel: writing and reading each, side by side.

use lictor_types::limits::{SEATS_MAX, VENDOR_NAME_BYTES_MAX};
use lictor_types::{
    BorrowId, CivilDate, Digest, KeyType, LeaseId, PublicKey, RequestId, Seats, SessionId, Status,
    VendorName, Version,
};

use crate::cursor::{Cursor, Read};
use crate::decode_error::Fault;
use crate::message::{Held, LostLease, SessionSecret};
use crate::writer::Writer;

/// Stands for "no limit".
const UNLIMITED: u32 = u32::MAX;

/// Bytes of a [`Held`].
pub(crate) const HELD_BYTES: usize = 12;
/// Bytes of a [`LostLease`].
pub(crate) const LOST_LEASE_BYTES: usize = 14;

impl Writer<'_> {
    pub(crate) fn status(&mut self, status: Status) {
        self.u16(status.number());
    }

    pub(crate) fn seats(&mut self, seats: Seats) {
        self.u32(seats.limit().map_or(UNLIMITED, |limit| limit.min(SEATS_MAX)));
    }

    pub(crate) fn date(&mut self, date: CivilDate) {
        self.u32(date.day_number());
    }

    pub(crate) fn version(&mut self, version: Version) {
        self.u16(version.major());
        self.u16(version.minor());
    }

    pub(crate) fn key_type(&mut self, key_type: KeyType) {
        self.u8(key_type as u8);
    }

    pub(crate) fn held(&mut self, held: &Held) {
        self.u64(held.lease.to_u64());
        self.u32(held.count);
    }

    pub(crate) fn lost_lease(&mut self, lost: &LostLease) {
        self.u64(lost.lease.to_u64());
        self.u32(lost.count);
        self.status(lost.status);
    }
}

impl Cursor<'_> {
    /// A status. One of a newer peer, unknown here, is [`Status::Internal`].
    pub(crate) fn status(&mut self, field: &'static str) -> Read<Status> {
        self.u16(field).map(|number| Status::from_number(number).unwrap_or(Status::Internal))
    }

    pub(crate) fn seats(&mut self, field: &'static str) -> Read<Seats> {
        match self.u32(field)? {
            UNLIMITED => Ok(Seats::Unlimited),
            count if count <= SEATS_MAX => Ok(Seats::Limited(count)),
            other => Err(self.bad_value(field, other)),
        }
    }

    /// Seats asked for: at least 1 (OUT-01).
    pub(crate) fn wanted(&mut self, field: &'static str) -> Read<u32> {
        match self.u32(field)? {
            0 => Err(self.bad_value(field, 0_u32)),
            count => Ok(count),
        }
    }

    pub(crate) fn date(&mut self, field: &'static str) -> Read<CivilDate> {
        let number = self.u32(field)?;
        CivilDate::from_day_number(number).ok_or_else(|| self.bad_value(field, number))
    }

    pub(crate) fn version(&mut self, field: &'static str) -> Read<Version> {
        let (major, minor) = (self.u16(field)?, self.u16(field)?);
        Version::new(major, minor)
            .ok_or_else(|| self.bad_value(field, u32::from(major) << 16 | u32::from(minor)))
    }

    pub(crate) fn key_type(&mut self, field: &'static str) -> Read<KeyType> {
        let number = self.u8(field)?;
        KeyType::from_u8(number).ok_or_else(|| self.bad_value(field, number))
    }

    pub(crate) fn lease(&mut self, field: &'static str) -> Read<LeaseId> {
        self.u64(field).map(LeaseId::from_u64)
    }

    pub(crate) fn borrow(&mut self, field: &'static str) -> Read<BorrowId> {
        self.u64(field).map(BorrowId::from_u64)
    }

    pub(crate) fn session(&mut self, field: &'static str) -> Read<SessionId> {
        self.u64(field).map(SessionId::from_u64)
    }

    pub(crate) fn secret(&mut self, field: &'static str) -> Read<SessionSecret> {
        self.array(field).map(SessionSecret)
    }

    /// The id of a request, never 0 (OUT-05).
    pub(crate) fn request(&mut self, field: &'static str) -> Read<RequestId> {
        match self.u64(field)? {
            0 => Err(self.bad_value(field, 0_u32)),
            id => Ok(RequestId(id)),
        }
    }

    /// The id up to which answers have arrived; 0 for none.
    pub(crate) fn acked(&mut self) -> Read<RequestId> {
        self.u64("acked").map(RequestId)
    }

    pub(crate) fn digest(&mut self, field: &'static str) -> Read<Digest> {
        self.array(field).map(Digest)
    }

    pub(crate) fn public_key(&mut self, field: &'static str) -> Read<PublicKey> {
        let bytes = self.array(field)?;
        PublicKey::new(bytes).map_err(|_| self.fault(field, Fault::Invalid))
    }

    pub(crate) fn vendor(&mut self, field: &'static str) -> Read<VendorName> {
        let name = self.text(field, VENDOR_NAME_BYTES_MAX)?;
        VendorName::parse(name).map_err(|_| self.fault(field, Fault::Invalid))
    }

    pub(crate) fn held(&mut self) -> Read<Held> {
        Ok(Held { lease: self.lease("lease")?, count: self.u32("count")? })
    }

    pub(crate) fn lost_lease(&mut self) -> Read<LostLease> {
        Ok(LostLease {
            lease: self.lease("lease")?,
            count: self.u32("count")?,
            status: self.status("status")?,
        })
    }
}
