//! Writing a message field by field.

use alloc::vec::Vec;

/// Appends fields. Lists and texts too long for their count are cut at what it can say, which is
/// far above every limit: the peer refuses the message as it should.
#[derive(Debug)]
pub(crate) struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

impl<'o> Writer<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out }
    }

    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    #[inline]
    pub(crate) fn u8(&mut self, value: u8) {
        self.out.push(value);
    }

    #[inline]
    pub(crate) fn u16(&mut self, value: u16) {
        self.bytes(&value.to_be_bytes());
    }

    #[inline]
    pub(crate) fn i16(&mut self, value: i16) {
        self.bytes(&value.to_be_bytes());
    }

    #[inline]
    pub(crate) fn u32(&mut self, value: u32) {
        self.bytes(&value.to_be_bytes());
    }

    #[inline]
    pub(crate) fn u64(&mut self, value: u64) {
        self.bytes(&value.to_be_bytes());
    }

    #[inline]
    pub(crate) fn flag(&mut self, value: bool) {
        self.u8(u8::from(value));
    }

    #[inline]
    pub(crate) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        let (text, _) = text.split_at(text.floor_char_boundary(usize::from(u16::MAX)));
        self.u16(text.len() as u16);
        self.bytes(text.as_bytes());
    }

    /// Bytes with a 32-bit length.
    pub(crate) fn blob(&mut self, bytes: &[u8]) {
        self.u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.bytes(bytes);
    }

    /// A list with a 16-bit count.
    pub(crate) fn list<T>(&mut self, entries: &[T], mut write: impl FnMut(&mut Self, &T)) {
        let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
        self.u16(count);
        for entry in entries.iter().take(usize::from(count)) {
            write(self, entry);
        }
    }

    /// A list with a 32-bit count.
    pub(crate) fn long_list<T>(&mut self, entries: &[T], mut write: impl FnMut(&mut Self, &T)) {
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        self.u32(count);
        for entry in entries.iter().take(count as usize) {
            write(self, entry);
        }
    }
}
