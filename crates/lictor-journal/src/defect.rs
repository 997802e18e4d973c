//! What can be wrong with the bytes of a segment.

use std::fmt;

/// Why bytes are not the block, header or padding that should be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Neither a block nor zeros.
    Magic,
    /// A length that does not fit what is there.
    Length,
    /// The CRC-32C does not match.
    Checksum,
    /// A byte that must be zero is not.
    Padding,
    /// The block is whole but not the next one.
    Sequence {
        /// The sequence that should come.
        expected: u64,
        /// The sequence the block names.
        found: u64,
    },
    /// The segment stops without a seal although a later one was begun.
    Unsealed,
    /// A field holds what no version of this format writes.
    Field,
    /// The block is whole and in place but extends another head than the one before it.
    Chain,
    /// The erasable text is not the one that the chain covers.
    Commitment,
    /// The content's SHA-256 does not match.
    Content,
    /// A segment that should be there is not.
    Missing,
    /// A server with another id wrote it.
    Foreign,
    /// Only a newer reader can read it.
    NewerFormat,
}

impl Defect {
    /// Whether a crash in the middle of a write can leave this. The others mean that somebody, or a
    /// defect of this crate, changed what was written.
    pub(crate) const fn is_tear(self) -> bool {
        match self {
            Self::Magic | Self::Length | Self::Checksum | Self::Padding | Self::Unsealed => true,
            Self::Sequence { .. } => true,
            Self::Field | Self::Chain | Self::Commitment | Self::Content => false,
            Self::Missing | Self::Foreign | Self::NewerFormat => false,
        }
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Magic => f.write_str("no block starts here"),
            Self::Length => f.write_str("a length does not fit"),
            Self::Checksum => f.write_str("checksum does not match"),
            Self::Padding => f.write_str("a byte that must be zero is not"),
            Self::Sequence { expected, found } => {
                write!(f, "sequence {expected} should follow, {found} is there")
            }
            Self::Unsealed => f.write_str("the segment has no seal but a later one was begun"),
            Self::Field => f.write_str("a field has an impossible value"),
            Self::Chain => f.write_str("the block does not extend the one before it"),
            Self::Commitment => f.write_str("the erasable text is not the one that was written"),
            Self::Content => f.write_str("the content is not what was written"),
            Self::Missing => f.write_str("the file is missing"),
            Self::Foreign => f.write_str("another server wrote the file"),
            Self::NewerFormat => f.write_str("the file needs a newer reader"),
        }
    }
}
