//! Why an operation of the issuer stops: a result code for the caller, or a fault.

use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::{Code, Refusal};

use super::protocol::Answer;
use crate::fault::Fault;

/// Why an operation ends before its end.
#[derive(Debug)]
pub enum Stop {
    /// The issuer says no, or that it was done before; with the words for this case.
    Answered(IssuerCode, String),
    /// The signer does not sign, or not now; with its rule, its numbers and what waits for a second person.
    Signer(Box<Refusal>),
    /// Something that no result code tells.
    Fault(Fault),
}

impl Stop {
    /// A result code with words for this case.
    pub fn because(code: IssuerCode, detail: impl Into<String>) -> Self {
        Self::Answered(code, detail.into())
    }

    /// The answer that says so.
    ///
    /// # Errors
    ///
    /// The fault, if it is one.
    pub fn answer(self) -> Result<Answer, Fault> {
        match self {
            Self::Answered(code, detail) if detail.is_empty() => Ok(Answer::of(code)),
            Self::Answered(code, detail) => Ok(Answer::of(code).saying(&detail)),
            Self::Signer(refusal) => {
                let answer = Answer::of(signer_code(&refusal)).saying(refusal.message());
                Ok(Answer { signer: Some(refusal), ..answer })
            }
            Self::Fault(fault) => Err(fault),
        }
    }
}

impl From<IssuerCode> for Stop {
    fn from(code: IssuerCode) -> Self {
        Self::Answered(code, String::new())
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => (*refusal).into(),
            Fault::Again | Fault::Database(_) | Fault::Internal(_) => Self::Fault(fault),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        if matches!(refusal.code, Code::SignerRefused | Code::SignerUnavailable) {
            return Self::Signer(Box::new(refusal));
        }
        match code_of(&refusal) {
            Some(code) => Self::Answered(code, refusal.message().to_owned()),
            None => Self::Fault(refusal.into()),
        }
    }
}

/// What waits for a second person, or for the signer, is worth another try; what the policy forbids is not.
fn signer_code(refusal: &Refusal) -> IssuerCode {
    let waits = refusal.code == Code::SignerUnavailable || refusal.meta.contains_key("pending");
    if waits { IssuerCode::RemoteFailure } else { IssuerCode::KeyNotExportable }
}

/// The issuer's number for a rule of ours; none where the request itself is malformed.
fn code_of(refusal: &Refusal) -> Option<IssuerCode> {
    let pairs = [
        (Code::DowngradeNotAllowed, IssuerCode::UpgradeNotAcceptable),
        (Code::CountOutOfRange, IssuerCode::UpgradeNotAcceptable),
        (Code::SusExpired, IssuerCode::NoSus),
        (Code::NotRenewable, IssuerCode::CannotRenew),
        (Code::RenewalTooEarly, IssuerCode::RenewalFailed),
        (Code::LicenseNotExpired, IssuerCode::AlreadyDone),
        (Code::NotFound, IssuerCode::KeyNotFound),
    ];
    pairs.iter().find(|pair| pair.0 == refusal.code).map(|pair| pair.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_becomes_a_result_code_and_a_malformed_request_stays_a_fault() {
        let answer = Stop::from(Refusal::because(Code::SusExpired, "it ended")).answer().unwrap();
        assert_eq!((answer.result_code, answer.result_text.as_str()), (268, "no right to upgrade: it ended"));
        let waiting = Refusal::new(Code::SignerRefused).with("pending", "r1");
        assert_eq!(Stop::from(waiting).answer().unwrap().result_code, 287);
        assert_eq!(Stop::from(Refusal::new(Code::SignerRefused)).answer().unwrap().result_code, 224);
        let fault = Stop::from(Refusal::new(Code::InvalidField)).answer().unwrap_err();
        assert_eq!(fault.refusal().code, Code::InvalidField);
    }
}
