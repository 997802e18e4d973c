//! Why a frame could not be read.

use core::fmt;

/// A frame that breaks the protocol. Final for the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeError {
    /// Name of the message, as in `docs/protocol.md`.
    pub message: &'static str,
    /// Name of the field, as in `docs/protocol.md`.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The frame ends before the field does.
    Truncated {
        /// Bytes the field needs at least.
        needed: usize,
        /// Bytes that are left.
        left: usize,
    },
    /// The message ends before the frame does.
    Trailing {
        /// Bytes that are left.
        left: usize,
    },
    /// A text that is not UTF-8.
    NotUtf8,
    /// A text above its limit.
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// A list with too few or too many entries.
    Count {
        /// How many it has.
        found: usize,
        /// Least allowed.
        min: usize,
        /// Most allowed.
        max: usize,
    },
    /// A number that the field cannot have.
    Value {
        /// The number.
        found: u64,
    },
    /// A text or key that breaks the rules of its type.
    Invalid,
    /// A request id that is not above the one before it (OUT-05).
    Order {
        /// The id before it.
        previous: u64,
        /// The id.
        found: u64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { needed, left } => write!(f, "needs {needed} bytes, {left} are left"),
            Self::Trailing { left } => write!(f, "{left} bytes follow the end of the message"),
            Self::NotUtf8 => f.write_str("text is not UTF-8"),
            Self::TooLong { bytes, max } => write!(f, "text has {bytes} bytes, at most {max} are allowed"),
            Self::Count { found, min, max } => {
                write!(f, "list has {found} entries, {min} to {max} are allowed")
            }
            Self::Value { found } => write!(f, "{found} is no value of this field"),
            Self::Invalid => f.write_str("value breaks the rules of its type"),
            Self::Order { previous, found } => {
                write!(f, "request id {found} does not come after {previous}")
            }
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message `{}`, field `{}`: {}", self.message, self.field, self.fault)
    }
}

impl core::error::Error for DecodeError {}
