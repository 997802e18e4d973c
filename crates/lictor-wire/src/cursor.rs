//! Reading a message field by field.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use crate::decode_error::{DecodeError, Fault};
use crate::kind::Kind;

/// What reading a field gives.
pub(crate) type Read<T> = Result<T, DecodeError>;

/// The unread rest of one message. Every field is named when it is read, and [`Self::finish`]
/// holds that nothing is left over.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    message: &'static str,
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Reads a frame: its kind, and a cursor over its body.
    pub(crate) fn of_frame(frame: &'a [u8]) -> Read<(Kind, Self)> {
        let mut cursor = Self { message: "frame", rest: frame };
        let kind = Kind(cursor.u8("kind")?);
        cursor.message = kind.name();
        Ok((kind, cursor))
    }

    /// Reads bytes that are no frame of their own.
    pub(crate) fn of_body(message: &'static str, body: &'a [u8]) -> Self {
        Self { message, rest: body }
    }

    pub(crate) fn fault(&self, field: &'static str, fault: Fault) -> DecodeError {
        DecodeError { message: self.message, field, fault }
    }

    /// A number that `field` cannot have.
    pub(crate) fn bad_value(&self, field: &'static str, found: impl Into<u64>) -> DecodeError {
        self.fault(field, Fault::Value { found: found.into() })
    }

    /// Bytes nobody asked for are an error, not padding.
    pub(crate) fn finish(self) -> Read<()> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(self.fault("end", Fault::Trailing { left })),
        }
    }

    #[inline]
    pub(crate) fn array<const N: usize>(&mut self, field: &'static str) -> Read<[u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((value, rest)) => {
                self.rest = rest;
                Ok(*value)
            }
            None => Err(self.truncated(field, N)),
        }
    }

    pub(crate) fn bytes(&mut self, field: &'static str, count: usize) -> Read<&'a [u8]> {
        match self.rest.split_at_checked(count) {
            Some((value, rest)) => {
                self.rest = rest;
                Ok(value)
            }
            None => Err(self.truncated(field, count)),
        }
    }

    /// All that is left.
    pub(crate) fn remainder(&mut self) -> &'a [u8] {
        core::mem::take(&mut self.rest)
    }

    #[inline]
    pub(crate) fn u8(&mut self, field: &'static str) -> Read<u8> {
        self.array(field).map(u8::from_be_bytes)
    }

    #[inline]
    pub(crate) fn u16(&mut self, field: &'static str) -> Read<u16> {
        self.array(field).map(u16::from_be_bytes)
    }

    #[inline]
    pub(crate) fn i16(&mut self, field: &'static str) -> Read<i16> {
        self.array(field).map(i16::from_be_bytes)
    }

    #[inline]
    pub(crate) fn u32(&mut self, field: &'static str) -> Read<u32> {
        self.array(field).map(u32::from_be_bytes)
    }

    #[inline]
    pub(crate) fn u64(&mut self, field: &'static str) -> Read<u64> {
        self.array(field).map(u64::from_be_bytes)
    }

    #[inline]
    pub(crate) fn flag(&mut self, field: &'static str) -> Read<bool> {
        match self.u8(field)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(self.bad_value(field, other)),
        }
    }

    /// One byte that says whether a value follows, and the value.
    #[inline]
    pub(crate) fn option<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Read<T>,
    ) -> Read<Option<T>> {
        if self.flag(field)? { read(self, field).map(Some) } else { Ok(None) }
    }

    /// A text of at most `max` bytes, borrowed from the frame.
    pub(crate) fn text(&mut self, field: &'static str, max: usize) -> Read<&'a str> {
        let bytes = usize::from(self.u16(field)?);
        if bytes > max {
            return Err(self.fault(field, Fault::TooLong { bytes, max }));
        }
        let bytes = self.bytes(field, bytes)?;
        core::str::from_utf8(bytes).map_err(|_| self.fault(field, Fault::NotUtf8))
    }

    /// A text of at most `max` bytes of its own.
    pub(crate) fn string(&mut self, field: &'static str, max: usize) -> Read<String> {
        self.text(field, max).map(ToString::to_string)
    }

    /// A text of any length.
    pub(crate) fn long_string(&mut self, field: &'static str) -> Read<String> {
        self.string(field, usize::from(u16::MAX))
    }

    /// At most `max` bytes with a 32-bit length, borrowed from the frame.
    pub(crate) fn blob(&mut self, field: &'static str, max: usize) -> Read<&'a [u8]> {
        let bytes = self.u32(field)? as usize;
        if bytes > max {
            return Err(self.fault(field, Fault::TooLong { bytes, max }));
        }
        self.bytes(field, bytes)
    }

    /// The 16-bit count of a list, each of whose entries has at least `entry_bytes_min` bytes.
    /// Good only if that many bytes have arrived, so that reserving for them is safe (TRU-04).
    pub(crate) fn count(
        &mut self,
        field: &'static str,
        allowed: RangeInclusive<usize>,
        entry_bytes_min: usize,
    ) -> Read<usize> {
        let count = usize::from(self.u16(field)?);
        if !allowed.contains(&count) {
            let (min, max) = allowed.into_inner();
            return Err(self.fault(field, Fault::Count { found: count, min, max }));
        }
        self.has_arrived(field, count, entry_bytes_min)
    }

    /// A list with a 16-bit count.
    pub(crate) fn list<T>(
        &mut self,
        field: &'static str,
        allowed: RangeInclusive<usize>,
        entry_bytes_min: usize,
        read: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<Vec<T>> {
        let count = self.count(field, allowed, entry_bytes_min)?;
        self.entries(count, read)
    }

    /// A list with a 32-bit count, bounded only by what arrived.
    pub(crate) fn long_list<T>(
        &mut self,
        field: &'static str,
        entry_bytes_min: usize,
        read: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<Vec<T>> {
        let count = self.u32(field)? as usize;
        let count = self.has_arrived(field, count, entry_bytes_min)?;
        self.entries(count, read)
    }

    fn entries<T>(&mut self, count: usize, mut read: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            entries.push(read(self)?);
        }
        Ok(entries)
    }

    fn has_arrived(&self, field: &'static str, count: usize, entry_bytes_min: usize) -> Read<usize> {
        let needed = count.saturating_mul(entry_bytes_min);
        if needed > self.rest.len() { Err(self.truncated(field, needed)) } else { Ok(count) }
    }

    #[cold]
    fn truncated(&self, field: &'static str, needed: usize) -> DecodeError {
        self.fault(field, Fault::Truncated { needed, left: self.rest.len() })
    }
}
