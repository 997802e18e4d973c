//! License technologies, and which of them cannot share counts (3.6).

use crate::code::Code;
use crate::model::LicenseModel;
use crate::refusal::Refusal;
use crate::word::words;

words! {
    /// How a right reaches the customer's machine.
    Technology {
        /// The vendor's own generator.
        Custom = "custom",
        /// A signed license file.
        Certificate = "certificate",
        /// Rights in a store on the machine, moved by online activation.
        TrustedStorage = "trusted_storage",
        /// A compact signed right for devices.
        Embedded = "embedded",
    }
}

/// A pair of technologies whose counts cannot be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockedPair {
    /// Technology of the original.
    pub from: Technology,
    /// Technology of the target.
    pub to: Technology,
    /// Why, for people.
    pub why: &'static str,
    /// Whether the note names one change of models only (counted to node-locked uncounted), so that
    /// without `strict_pairs` nothing else is blocked (A11).
    pub models_only: bool,
}

/// The blocked pairs. Every other pair may share counts.
pub const BLOCKED_PAIRS: [BlockedPair; 4] = [
    BlockedPair {
        from: Technology::Custom,
        to: Technology::TrustedStorage,
        why: "custom model and retail activation model cannot share counts",
        models_only: false,
    },
    BlockedPair {
        from: Technology::Certificate,
        to: Technology::TrustedStorage,
        why: "floating counted and retail activation cannot share counts",
        models_only: false,
    },
    BlockedPair {
        from: Technology::Embedded,
        to: Technology::Certificate,
        why: "embedded counted and node-locked uncounted cannot share counts",
        models_only: true,
    },
    BlockedPair {
        from: Technology::Embedded,
        to: Technology::TrustedStorage,
        why: "embedded counted and retail activation cannot share counts",
        models_only: false,
    },
];

/// What of a license or line decides whether counts can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Make {
    /// Its technology.
    pub technology: Technology,
    /// Its license model.
    pub model: LicenseModel,
}

/// Why seats of one make cannot become seats of another, if they cannot.
#[must_use]
pub fn blocked(from: Make, to: Make, strict_pairs: bool) -> Option<&'static str> {
    let named = from.model.is_counted() && to.model == LicenseModel::NodeUncounted;
    let pair = BLOCKED_PAIRS.iter().find(|pair| pair.from == from.technology && pair.to == to.technology)?;
    (strict_pairs || !pair.models_only || named).then_some(pair.why)
}

/// Checks that seats of one make may become seats of another.
///
/// # Errors
///
/// `INCOMPATIBLE_TECHNOLOGY` with the reason.
pub fn check_technology(from: Make, to: Make, strict_pairs: bool) -> Result<(), Refusal> {
    blocked(from, to, strict_pairs).map_or(Ok(()), |why| {
        Err(Refusal::because(Code::IncompatibleTechnology, why)
            .with("from", from.technology.as_str())
            .with("to", to.technology.as_str()))
    })
}
