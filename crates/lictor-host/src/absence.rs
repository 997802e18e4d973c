//! Why a machine has no host id of a type.

use std::fmt;

/// Why a machine has no host id of a type (HID-01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// Nothing usable stands where this type is taken from.
    NotFound {
        /// Where it was looked for.
        place: &'static str,
    },
    /// The file is there, and this process may not read it; usually because it is not root.
    NotPermitted {
        /// The file.
        file: &'static str,
    },
    /// The maker of the machine left it blank: all zeros, all ones, or a placeholder.
    Blank {
        /// The file.
        file: &'static str,
    },
    /// The machine does not show that it is an instance of this cloud.
    OtherCloud,
    /// It is an instance of this cloud, and nothing on it that this process may read says which.
    NotTold {
        /// Where it was looked for.
        place: &'static str,
    },
    /// CUSTOM is given by the program that asks for seats.
    FromProgram,
    /// SERVER_KEY belongs to a server's identity key, not to a machine (TRU-02).
    FromServer,
    /// Not determined on this operating system.
    NotDetermined,
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { place } => write!(f, "nothing usable in {place}"),
            Self::NotPermitted { file } => write!(f, "{file} may be read by root only"),
            Self::Blank { file } => write!(f, "left blank by the maker in {file}"),
            Self::OtherCloud => f.write_str("no instance of this cloud"),
            Self::NotTold { place } => write!(f, "an instance of this cloud, but its id is not in {place}"),
            Self::FromProgram => f.write_str("given by the program that asks for seats"),
            Self::FromServer => f.write_str("belongs to a server: `lictor status --json` shows it"),
            Self::NotDetermined => f.write_str("not determined on this operating system"),
        }
    }
}
