//! How values become bytes: one format for journal records and snapshots.
//!
//! Whole numbers are little-endian base-128 varints, signed ones zigzag first, lists and texts
//! begin with their length. Nothing is trusted when read: a length claims nothing until its bytes
//! are there.

mod words;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A value with one form in bytes.
pub(crate) trait Code: Sized {
    /// Appends the value.
    fn write(&self, out: &mut Vec<u8>);
    /// Takes the value off the front.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed>;
}

/// The bytes are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Bytes being read; it must be finished.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.rest.split_first().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*first)
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A list's or text's length, never more than the bytes that are left.
    pub(crate) fn length(&mut self) -> Result<usize, Malformed> {
        let len = usize::try_from(u64::read(self)?).map_err(|_| Malformed)?;
        if len <= self.rest.len() { Ok(len) } else { Err(Malformed) }
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Malformed> {
        let len = self.length()?;
        core::str::from_utf8(self.bytes(len)?).map_err(|_| Malformed)
    }

    pub(crate) fn finish(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

pub(crate) fn write_text(text: &str, out: &mut Vec<u8>) {
    (text.len() as u64).write(out);
    out.extend_from_slice(text.as_bytes());
}

pub(crate) fn write_list<T: Code>(list: &[T], out: &mut Vec<u8>) {
    (list.len() as u64).write(out);
    for item in list {
        item.write(out);
    }
}

/// A struct whose fields are written one after another.
macro_rules! coded {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::codec::Code for $name {
            fn write(&self, out: &mut alloc::vec::Vec<u8>) {
                $($crate::codec::Code::write(&self.$field, out);)*
            }

            fn read(
                from: &mut $crate::codec::Reader<'_>,
            ) -> Result<Self, $crate::codec::Malformed> {
                Ok(Self { $($field: $crate::codec::Code::read(from)?),* })
            }
        }
    };
}
pub(crate) use coded;

impl Code for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut left = *self;
        while left >= 0x80 {
            out.push(left as u8 | 0x80);
            left >>= 7;
        }
        out.push(left as u8);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = from.byte()?;
            let bits = Self::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                let shortest = byte != 0 || shift == 0;
                return if shortest { Ok(value) } else { Err(Malformed) };
            }
        }
        Err(Malformed)
    }
}

impl Code for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        ((*self << 1) ^ (*self >> 63)).cast_unsigned().write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bits = u64::read(from)?;
        Ok((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed())
    }
}

macro_rules! narrow {
    ($($small:ty as $wide:ty),*) => {$(
        impl Code for $small {
            fn write(&self, out: &mut Vec<u8>) {
                <$wide>::from(*self).write(out);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Self::try_from(<$wide>::read(from)?).map_err(|_| Malformed)
            }
        }
    )*};
}
narrow!(u32 as u64, u16 as u64, i16 as i64, i8 as i64);

impl Code for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.byte()
    }
}

impl Code for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed),
        }
    }
}

impl Code for [u8; 32] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.bytes(32)?.try_into().map_err(|_| Malformed)
    }
}

impl Code for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.text().map(Self::from)
    }
}

impl<T: Code> Code for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }
}

impl<A: Code, B: Code> Code for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

impl<A: Code, B: Code, C: Code> Code for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok((A::read(from)?, B::read(from)?, C::read(from)?))
    }
}

impl<T: Code> Code for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_list(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let len = from.length()?;
        (0..len).map(|_| T::read(from)).collect()
    }
}

impl<T: Code> Code for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        T::write(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        T::read(from).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(value: &impl Code) -> Vec<u8> {
        let mut out = Vec::new();
        value.write(&mut out);
        out
    }

    #[test]
    fn numbers_have_one_form() {
        for value in [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, u64::from(u32::MAX), u64::MAX] {
            let bytes = bytes_of(&value);
            let mut reader = Reader::new(&bytes);
            assert_eq!((u64::read(&mut reader), reader.finish()), (Ok(value), Ok(())));
        }
        for value in [0_i64, -1, 1, i64::MIN, i64::MAX] {
            let bytes = bytes_of(&value);
            assert_eq!(i64::read(&mut Reader::new(&bytes)), Ok(value));
        }
        for bad in [&[0x80, 0][..], &[0x80], &[], &[0xff; 10], &[0xff; 11]] {
            assert_eq!(u64::read(&mut Reader::new(bad)), Err(Malformed), "{bad:?}");
        }
        assert_eq!(u32::read(&mut Reader::new(&bytes_of(&(1_u64 << 32)))), Err(Malformed));
    }

    #[test]
    fn a_length_claims_nothing() {
        let claims = bytes_of(&u64::MAX);
        assert_eq!(Vec::<u64>::read(&mut Reader::new(&claims)), Err(Malformed));
        assert_eq!(String::read(&mut Reader::new(&[2, b'a'])), Err(Malformed));
        assert_eq!(String::read(&mut Reader::new(&[1, 0xff])), Err(Malformed));
    }
}
