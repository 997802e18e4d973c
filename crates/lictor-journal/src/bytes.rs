//! Reading little-endian fields that may not be there.

/// The next field of a header, or `None` when the bytes end before it.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl Fields<'_> {
    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*field)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}

/// Where the first byte is that is not zero.
pub(crate) fn first_nonzero(bytes: &[u8]) -> Option<usize> {
    const ZERO: [u8; 512] = [0; 512];
    let mut at = 0;
    for chunk in bytes.chunks(ZERO.len()) {
        if *chunk != ZERO[..chunk.len()] {
            return chunk.iter().position(|byte| *byte != 0).map(|within| at + within);
        }
        at += chunk.len();
    }
    None
}
