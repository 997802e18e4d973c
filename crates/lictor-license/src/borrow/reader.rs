//! Reads length-prefixed fields without trusting a length (TRU-04).

use super::BadBorrowForm;

pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], BadBorrowForm> {
        let (array, rest) = self.rest.split_first_chunk().ok_or(BadBorrowForm::Layout)?;
        self.rest = rest;
        Ok(*array)
    }

    pub(super) fn number(&mut self) -> Result<u32, BadBorrowForm> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, BadBorrowForm> {
        let length = usize::try_from(self.number()?).map_err(|_| BadBorrowForm::Layout)?;
        let (text, rest) = self.rest.split_at_checked(length).ok_or(BadBorrowForm::Layout)?;
        self.rest = rest;
        str::from_utf8(text).map_err(|_| BadBorrowForm::Layout)
    }

    /// A number, then so many items; more than `max` are refused before any is read.
    pub(super) fn list<T>(
        &mut self,
        max: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, BadBorrowForm>,
    ) -> Result<Vec<T>, BadBorrowForm> {
        let count = self.number()?;
        if usize::try_from(count).map_or(true, |count| count > max) {
            return Err(BadBorrowForm::Layout);
        }
        (0..count).map(|_| item(self)).collect()
    }

    pub(super) fn end(&self) -> Result<(), BadBorrowForm> {
        if self.rest.is_empty() { Ok(()) } else { Err(BadBorrowForm::Layout) }
    }
}
