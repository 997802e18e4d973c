//! What only a root does: certify signing keys and revoke keys (TRU-01).

use std::collections::BTreeSet;

use lictor_license::{Certificate, Period, Revocations, VendorKey};
use lictor_types::{CivilDate, KeyId, VendorName};

use crate::signer::VendorSigner;

/// Why a key was not certified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertifyError {
    /// The signing key is certified itself; only a root certifies.
    #[error("this key is no root, it was certified by {0}")]
    NotRoot(KeyId),
    /// The key to be certified is another vendor's.
    #[error("the key belongs to vendor {found}, the root to {expected}")]
    OtherVendor {
        /// Vendor of the key.
        found: VendorName,
        /// Vendor of the root.
        expected: VendorName,
    },
    /// A root needs no certificate of its own.
    #[error("the key is the root itself")]
    Itself,
    /// The period ends before it begins.
    #[error("the period ends on {until}, before it begins on {from}")]
    Period {
        /// First day.
        from: CivilDate,
        /// Last day.
        until: CivilDate,
    },
}

/// Why no revocation list was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevokeError {
    /// Only a root revokes.
    #[error("this key is no root, it was certified by {0}")]
    NotRoot(KeyId),
    /// The list to continue is another vendor's.
    #[error("the previous list belongs to vendor {0}")]
    OtherVendor(VendorName),
    /// The list to continue names this root, which did not sign it.
    #[error("the previous list has a bad signature")]
    BadPrevious,
    /// The list to continue revokes all of these already.
    #[error("no key is newly revoked")]
    NothingNew,
    /// The previous number is the last there is.
    #[error("there is no higher number than the previous one")]
    NumbersExhausted,
}

impl VendorSigner {
    /// Certifies a key: it may issue licenses in the period, both days included.
    ///
    /// # Errors
    ///
    /// [`CertifyError`].
    pub fn certify(&self, key: &VendorKey, period: Period) -> Result<Certificate, CertifyError> {
        if let Some(certificate) = self.certificate() {
            return Err(CertifyError::NotRoot(certificate.root()));
        }
        if key.vendor() != self.vendor() {
            let (found, expected) = (key.vendor().clone(), self.vendor().clone());
            return Err(CertifyError::OtherVendor { found, expected });
        }
        if key.key() == self.public().key() {
            return Err(CertifyError::Itself);
        }
        if period.from > period.until {
            return Err(CertifyError::Period { from: period.from, until: period.until });
        }
        let sign = |bytes: &[u8]| self.signature(bytes);
        Ok(Certificate::issue(self.vendor().clone(), self.key_id(), *key.key(), period, sign))
    }

    /// Makes the next revocation list: what the previous one revokes, and these.
    ///
    /// # Errors
    ///
    /// [`RevokeError`].
    pub fn revoke(
        &self,
        previous: Option<&Revocations>,
        keys: impl IntoIterator<Item = KeyId>,
    ) -> Result<Revocations, RevokeError> {
        if let Some(certificate) = self.certificate() {
            return Err(RevokeError::NotRoot(certificate.root()));
        }
        let (number, before) = match previous {
            None => (0, BTreeSet::new()),
            Some(list) => {
                if list.vendor() != self.vendor() {
                    return Err(RevokeError::OtherVendor(list.vendor().clone()));
                }
                if list.root() == self.key_id() && !list.is_signed_by(self.public().key()) {
                    return Err(RevokeError::BadPrevious);
                }
                (list.number(), list.revoked().clone())
            }
        };
        let number = number.checked_add(1).ok_or(RevokeError::NumbersExhausted)?;
        let revoked: BTreeSet<KeyId> = before.iter().copied().chain(keys).collect();
        if revoked.len() == before.len() {
            return Err(RevokeError::NothingNew);
        }
        let sign = |bytes: &[u8]| self.signature(bytes);
        Ok(Revocations::issue(self.vendor().clone(), number, revoked, self.key_id(), sign))
    }
}
