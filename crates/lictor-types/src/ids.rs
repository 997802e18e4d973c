//! Numbers that name things of the ledger.

use core::fmt;

macro_rules! slot_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            slot: u32,
            generation: u32,
        }

        impl $name {
            /// The id of this generation of this slot.
            #[must_use]
            pub const fn new(slot: u32, generation: u32) -> Self {
                Self { slot, generation }
            }

            /// Place in the slab.
            #[must_use]
            pub const fn slot(self) -> u32 {
                self.slot
            }

            /// How often the slot had been used before.
            #[must_use]
            pub const fn generation(self) -> u32 {
                self.generation
            }

            /// As one number: generation in the high half, slot in the low half.
            #[must_use]
            pub const fn to_u64(self) -> u64 {
                (self.generation as u64) << 32 | self.slot as u64
            }

            /// From [`Self::to_u64`].
            #[must_use]
            pub const fn from_u64(bits: u64) -> Self {
                Self { slot: bits as u32, generation: (bits >> 32) as u32 }
            }

            /// Reads what `Display` writes.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let (slot, generation) = text.strip_prefix($prefix)?.split_once('.')?;
                Some(Self { slot: slot.parse().ok()?, generation: generation.parse().ok()? })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}.{}", $prefix, self.slot, self.generation)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

slot_id! {
    /// A session of the ledger. Not a secret: resuming needs the session's secret as well (SES-01).
    SessionId, "s"
}
slot_id! {
    /// Seats of one pool granted to one session.
    LeaseId, "l"
}
slot_id! {
    /// Seats that a user took away from the server (BOR-01).
    BorrowId, "b"
}
slot_id! {
    /// Seats of a pool set aside under a token (RES-01).
    ReservationId, "r"
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

number_id! {
    /// A feature of one vendor. Given at first sight, never reused while the log lives.
    FeatureId(u32)
}
number_id! {
    /// A pool of seats. Given at first sight, never reused while the log lives.
    PoolId(u32)
}
number_id! {
    /// A request of one session; ascending, never 0 (OUT-05).
    RequestId(u64)
}
