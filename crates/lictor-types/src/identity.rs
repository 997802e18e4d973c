//! Who asks.

use alloc::string::String;
use core::fmt;

/// What a client says of itself (vocabulary: identity). Claims, not proofs, unless the connection
/// proves them (a Unix socket's peer credentials).
///
/// `Debug` shows no names: license logs are personal data.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Login name.
    pub user: String,
    /// Host name of the client's machine.
    pub host: String,
    /// Process id on that machine.
    pub pid: u32,
    /// Project the use is booked to; may be empty.
    pub project: String,
    /// Custom share string; may be empty (SHR-01).
    pub custom: String,
    /// Address the connection came from, as text: an IP address, or `local`.
    pub address: String,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("pid", &self.pid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_personal_data() {
        let identity = Identity { user: "ann".into(), host: "ws17".into(), pid: 7, ..Identity::default() };
        assert_eq!(alloc::format!("{identity:?}"), "Identity { pid: 7, .. }");
    }
}
