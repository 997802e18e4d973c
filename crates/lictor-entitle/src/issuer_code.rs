//! The result codes of the issuer protocol, and what a provider makes of them (office.md 3.12, 2.1.3).

use core::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bill::BillType;
use crate::code::Code;
use crate::refusal::Refusal;
use crate::sync::MismatchCode;

/// What an issuer answers, by the numbers that Key Administrator uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssuerCode {
    /// 100: done.
    Done,
    /// 101: done, with a remark.
    DoneWithRemark,
    /// 110: the key stands already where it was asked to go.
    AlreadyDone,
    /// 200: the credentials are wrong.
    AuthFailed,
    /// 201: this client may not call the method.
    MethodDenied,
    /// 202: this client may not touch the object.
    ObjectDenied,
    /// 220: the key is not known.
    KeyNotFound,
    /// 221: the key is marked as a problem.
    KeyProblem,
    /// 222: the key was terminated.
    KeyTerminated,
    /// 223: the key is not activated.
    KeyNotActivated,
    /// 224: the key is not given out.
    KeyNotExportable,
    /// 228: the key has expired.
    KeyExpired,
    /// 232: such a key cannot be terminated.
    TerminationUnsupported,
    /// 244: the feature does not fit the key.
    FeatureNotApplicable,
    /// 245: the additional key does not fit the key.
    AdditionalNotApplicable,
    /// 246: the changes contradict each other.
    Conflict,
    /// 255: the feature or additional key is present already.
    AlreadyPresent,
    /// 260: the plan is not in the price list.
    NotInPriceList,
    /// 266: the upgrade is not acceptable.
    UpgradeNotAcceptable,
    /// 268: the right to upgrade has ended.
    NoSus,
    /// 277: the changes contradict what the key has.
    ConflictWithKey,
    /// 285: the key cannot be renewed.
    CannotRenew,
    /// 286: the renewal failed.
    RenewalFailed,
    /// 287: a system behind the issuer failed.
    RemoteFailure,
    /// 300: a fault of the issuer; worth another try.
    Internal,
    /// 400: the credentials have a wrong form.
    BadAuthFormat,
    /// 410: the key number has a wrong form.
    BadKeyFormat,
}

/// What to do about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is done, now or before.
    Success,
    /// Nothing is known; try again later.
    Transient,
    /// Trying again would answer the same.
    Permanent,
}

/// Why a call yielded nothing that can be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallFailure {
    /// No connection, or HTTP 5xx.
    Unreachable,
    /// No connection: nobody knows the name of the issuer's machine.
    NoSuchName,
    /// No connection: nobody listens at the issuer's address.
    NobodyListens,
    /// A connection, but no TLS session: the certificate is not believed, or the other side speaks no TLS.
    NoTls,
    /// No answer in time.
    Timeout,
    /// An answer with this result code.
    Answered(IssuerCode),
    /// An answer that cannot be read, or with a code that is not known.
    Garbled,
}

/// Where a license goes when its file could not be retrieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetrieveGoal {
    /// It keeps waiting in Retrieving.
    Stay,
    /// Back to where it came from.
    Back,
    /// Back, but not to Activated: the issuer says that it is not.
    BackUnactivated,
    /// The key has expired.
    Expired,
    /// The key was terminated.
    Terminated,
}

/// What a failed retrieval means for the license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetrieveOutcome {
    /// Where the license goes.
    pub goal: RetrieveGoal,
    /// What is shown as its last error.
    pub error: Code,
    /// What synchronization would now find, if the license is therefore Not In Sync.
    pub mismatch: Option<MismatchCode>,
    /// Whether the plug-in rests until somebody mends its credentials.
    pub pauses_plugin: bool,
}

/// Number, text, verdict and our own reason of each code, in the order of the enumeration.
const CODES: &[(IssuerCode, u16, &str, Verdict, Code)] = &[
    (IssuerCode::Done, 100, "OK", Verdict::Success, Code::Internal),
    (IssuerCode::DoneWithRemark, 101, "OK, with a remark", Verdict::Success, Code::Internal),
    (IssuerCode::AlreadyDone, 110, "already done", Verdict::Success, Code::Internal),
    (IssuerCode::AuthFailed, 200, "authentication failed", Verdict::Permanent, Code::CredentialsRejected),
    (IssuerCode::MethodDenied, 201, "method access denied", Verdict::Permanent, Code::CredentialsRejected),
    (IssuerCode::ObjectDenied, 202, "object access denied", Verdict::Permanent, Code::CredentialsRejected),
    (IssuerCode::KeyNotFound, 220, "key not found", Verdict::Permanent, Code::KeyNotFound),
    (IssuerCode::KeyProblem, 221, "problem key", Verdict::Permanent, Code::KeyProblem),
    (IssuerCode::KeyTerminated, 222, "key terminated", Verdict::Permanent, Code::LicenseTerminated),
    (IssuerCode::KeyNotActivated, 223, "key not activated", Verdict::Permanent, Code::ActivationRequired),
    (IssuerCode::KeyNotExportable, 224, "key not exportable", Verdict::Permanent, Code::KeyNotExportable),
    (IssuerCode::KeyExpired, 228, "key expired", Verdict::Permanent, Code::LicenseExpired),
    (
        IssuerCode::TerminationUnsupported,
        232,
        "termination not supported",
        Verdict::Permanent,
        Code::TerminationNotSupported,
    ),
    (
        IssuerCode::FeatureNotApplicable,
        244,
        "feature not applicable",
        Verdict::Permanent,
        Code::UpgradeNotAcceptable,
    ),
    (
        IssuerCode::AdditionalNotApplicable,
        245,
        "additional key not applicable",
        Verdict::Permanent,
        Code::UpgradeNotAcceptable,
    ),
    (IssuerCode::Conflict, 246, "conflicting changes", Verdict::Permanent, Code::UpgradeNotAcceptable),
    (IssuerCode::AlreadyPresent, 255, "already present", Verdict::Permanent, Code::UpgradeNotAcceptable),
    (IssuerCode::NotInPriceList, 260, "not in the price list", Verdict::Permanent, Code::UpgradeNotPriced),
    (
        IssuerCode::UpgradeNotAcceptable,
        266,
        "upgrade not acceptable",
        Verdict::Permanent,
        Code::UpgradeNotAcceptable,
    ),
    (IssuerCode::NoSus, 268, "no right to upgrade", Verdict::Permanent, Code::SusExpired),
    (
        IssuerCode::ConflictWithKey,
        277,
        "conflict with the key's features",
        Verdict::Permanent,
        Code::UpgradeNotAcceptable,
    ),
    (IssuerCode::CannotRenew, 285, "key cannot be renewed", Verdict::Permanent, Code::NotRenewable),
    (IssuerCode::RenewalFailed, 286, "renewal failed", Verdict::Permanent, Code::IssuerError),
    (IssuerCode::RemoteFailure, 287, "remote system failed", Verdict::Transient, Code::IssuerError),
    (IssuerCode::Internal, 300, "internal error, try later", Verdict::Transient, Code::IssuerError),
    (
        IssuerCode::BadAuthFormat,
        400,
        "bad form of credentials",
        Verdict::Permanent,
        Code::CredentialsRejected,
    ),
    (IssuerCode::BadKeyFormat, 410, "bad form of key number", Verdict::Permanent, Code::IssuerError),
];

impl IssuerCode {
    /// Every code, by rising number.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Self, u16, &'static str, Verdict, Code) {
        // The table stands in the order of the enumeration; a test holds both together.
        &CODES[self as usize]
    }

    /// The number that travels as `result_code`.
    #[must_use]
    pub fn number(self) -> u16 {
        self.row().1
    }

    /// The text beside the number, for people.
    #[must_use]
    pub fn text(self) -> &'static str {
        self.row().2
    }

    /// What to do about it.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        self.row().3
    }

    /// The code of that number.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        CODES.iter().find(|row| row.1 == number).map(|row| row.0)
    }

    /// Our reason when a call failed with this code; none for a success.
    #[must_use]
    pub fn reason(self) -> Option<Code> {
        (self.verdict() != Verdict::Success).then_some(self.row().4)
    }
}

impl CallFailure {
    /// What to do about it. An answer that cannot be read says nothing about the key, so it is tried
    /// again.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Timeout | Self::Garbled => Verdict::Transient,
            // A name may be entered, a server started, a certificate renewed.
            Self::Unreachable | Self::NoSuchName | Self::NobodyListens | Self::NoTls => Verdict::Transient,
            Self::Answered(code) => code.verdict(),
        }
    }

    /// Our reason, for `last_error` and for the answer to a call that waits.
    #[must_use]
    pub fn reason(self) -> Code {
        match self {
            Self::Unreachable | Self::NoSuchName | Self::NobodyListens | Self::NoTls => {
                Code::IssuerUnreachable
            }
            Self::Timeout => Code::IssuerTimeout,
            Self::Garbled => Code::IssuerError,
            Self::Answered(code) => code.reason().unwrap_or(Code::IssuerError),
        }
    }

    /// The refusal that tells it, with the issuer's number in `meta.result_code`.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Unreachable | Self::Timeout | Self::Garbled => Refusal::new(self.reason()),
            Self::NoSuchName => {
                self.because("the issuer cannot be reached: nobody knows the name of its host (DNS)")
            }
            Self::NobodyListens => {
                self.because("the issuer cannot be reached: nobody listens at its host and port")
            }
            Self::NoTls => self.because(
                "the issuer cannot be reached: no TLS session, or a certificate that is not trusted",
            ),
            Self::Answered(code) => {
                Refusal::because(self.reason(), code.text()).with("result_code", u32::from(code.number()))
            }
        }
    }

    fn because(self, cause: &str) -> Refusal {
        Refusal::because(self.reason(), cause)
    }

    /// Whether the issuer gave no answer at all, so that asking it for more is of no use for now.
    #[must_use]
    pub fn is_silence(self) -> bool {
        matches!(self.reason(), Code::IssuerUnreachable | Code::IssuerTimeout)
    }

    /// Whether every operation of the plug-in pauses until its credentials are mended.
    #[must_use]
    pub fn pauses_plugin(self) -> bool {
        self.reason() == Code::CredentialsRejected
    }

    /// What the failure of a retrieval means for a license of that bill type (table of 2.1.3).
    #[must_use]
    pub fn retrieve_outcome(self, bill: BillType) -> RetrieveOutcome {
        let (goal, mismatch) = match self {
            Self::Unreachable
            | Self::NoSuchName
            | Self::NobodyListens
            | Self::NoTls
            | Self::Timeout
            | Self::Garbled => (RetrieveGoal::Stay, None),
            Self::Answered(IssuerCode::KeyTerminated) => {
                (RetrieveGoal::Terminated, Some(MismatchCode::TerminatedAtIssuer))
            }
            Self::Answered(IssuerCode::KeyNotActivated) => (RetrieveGoal::BackUnactivated, None),
            Self::Answered(IssuerCode::KeyExpired) if bill == BillType::Monthly => {
                (RetrieveGoal::Expired, None)
            }
            Self::Answered(IssuerCode::KeyNotFound) => (RetrieveGoal::Back, Some(MismatchCode::KeyNotFound)),
            Self::Answered(code) => match code.verdict() {
                Verdict::Transient => (RetrieveGoal::Stay, None),
                // A success without a file is no file either.
                Verdict::Success | Verdict::Permanent => (RetrieveGoal::Back, None),
            },
        };
        RetrieveOutcome { goal, error: self.reason(), mismatch, pauses_plugin: self.pauses_plugin() }
    }
}

impl fmt::Display for IssuerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_at_its_place_and_is_found_by_its_number() {
        for (place, row) in CODES.iter().enumerate() {
            assert_eq!(row.0 as usize, place, "{}", row.1);
            assert_eq!(IssuerCode::from_number(row.1), Some(row.0));
        }
        assert!(CODES.is_sorted_by_key(|row| row.1));
        assert_eq!(IssuerCode::from_number(102), None);
    }
}
