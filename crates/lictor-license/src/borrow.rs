//! Borrow certificates: what a server says to have lent, signed with its identity key (BOR-01).
//! `docs/license-format.md` describes them byte by byte.

mod reader;
#[cfg(test)]
mod tests;

use lictor_types::limits::{
    BORROW_HOURS_MAX, DEPENDENCIES_MAX, HOST_IDS_MAX, IDENTITY_FIELD_BYTES_MAX, SEATS_MAX,
};
use lictor_types::{BorrowId, FeatureName, HostId, HostIdType, PublicKey, VendorName, Version};

use crate::domain::{self, put, put_number};
use crate::vendor_key::signature_holds;
use reader::Reader;

const SIGNATURE_BYTES: usize = 64;
/// A base and its dependencies.
const LICENSES_MAX: usize = 1 + DEPENDENCIES_MAX;

/// What is lent, to whom, and until when.
#[derive(Clone, PartialEq, Eq)]
pub struct BorrowTerms {
    /// The identity key of the server that lends.
    pub server_key: PublicKey,
    /// The borrow's number there; a refresh or a return names it (BOR-02).
    pub borrow: BorrowId,
    /// Vendor of the feature.
    pub vendor: VendorName,
    /// The feature.
    pub feature: FeatureName,
    /// Highest version served: that of the license it stands on.
    pub version: Version,
    /// Seats, at least 1.
    pub count: u32,
    /// Login name of the user it is lent to, at most 255 bytes.
    pub user: String,
    /// Host name of that user's machine, at most 255 bytes; shown, not compared.
    pub host: String,
    /// The host ids that the client sent when it borrowed, at most 16.
    pub machine: Vec<HostId>,
    /// For how many hours, 1 to 8760. `until_ms` may come earlier (BOR-03).
    pub hours: u16,
    /// When it began or was last prolonged, in milliseconds since 1970-01-01T00:00:00Z.
    pub from_ms: u64,
    /// The first instant at which it is over, in milliseconds since 1970-01-01T00:00:00Z.
    pub until_ms: u64,
    /// The signed `<FEATURE>` texts that it stands on, 1 to 65: the base first, or the token and
    /// the bases of its dependencies.
    pub licenses: Vec<String>,
}

/// Terms with the server's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BorrowCertificate {
    /// What is said.
    pub terms: BorrowTerms,
    /// The server's Ed25519 signature over [`BorrowTerms::signing_bytes`].
    pub signature: [u8; SIGNATURE_BYTES],
}

/// Why bytes are no borrow certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBorrowForm {
    /// More than [`BorrowCertificate::BYTES_MAX`].
    #[error("a borrow certificate has at most {} bytes", BorrowCertificate::BYTES_MAX)]
    TooLong,
    /// They end too early, go on behind the end, or begin otherwise.
    #[error("not a borrow certificate")]
    Layout,
    /// A field has a value that it cannot have.
    #[error("{0} of a borrow certificate is not possible")]
    Field(&'static str),
}

/// Why a borrow certificate is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBorrow {
    /// It names another server key.
    #[error("the borrow certificate is of another server")]
    OtherServer,
    /// The signature does not hold.
    #[error("the borrow certificate has a bad signature")]
    Signature,
}

impl BorrowTerms {
    /// The bytes that the server signs with its identity key.
    #[must_use]
    pub fn signing_bytes(&self) -> Vec<u8> {
        let mut out = domain::BORROW.to_vec();
        out.extend_from_slice(self.server_key.as_bytes());
        out.extend_from_slice(&self.borrow.to_u64().to_be_bytes());
        put(&mut out, self.vendor.as_str().as_bytes());
        put(&mut out, self.feature.as_str().as_bytes());
        out.extend_from_slice(&self.version.major().to_be_bytes());
        out.extend_from_slice(&self.version.minor().to_be_bytes());
        out.extend_from_slice(&self.count.to_be_bytes());
        put(&mut out, self.user.as_bytes());
        put(&mut out, self.host.as_bytes());
        put_number(&mut out, self.machine.len());
        for id in &self.machine {
            put(&mut out, id.kind().name().as_bytes());
            put(&mut out, id.value().as_bytes());
        }
        out.extend_from_slice(&self.hours.to_be_bytes());
        out.extend_from_slice(&self.from_ms.to_be_bytes());
        out.extend_from_slice(&self.until_ms.to_be_bytes());
        put_number(&mut out, self.licenses.len());
        for license in &self.licenses {
            put(&mut out, license.as_bytes());
        }
        out
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, BadBorrowForm> {
        use BadBorrowForm::Field;
        let server_key = PublicKey::new(reader.array()?).map_err(|_| Field("the server key"))?;
        let borrow = BorrowId::from_u64(u64::from_be_bytes(reader.array()?));
        let vendor = VendorName::parse(reader.text()?).map_err(|_| Field("the vendor"))?;
        let feature = FeatureName::parse(reader.text()?).map_err(|_| Field("the feature"))?;
        let [major, minor] = [reader.array()?, reader.array()?].map(u16::from_be_bytes);
        let version = Version::new(major, minor).ok_or(Field("the version"))?;
        let count = reader.number()?;
        let [user, host] = [reader.text()?, reader.text()?];
        let machine = reader.list(HOST_IDS_MAX, |reader| {
            let kind = HostIdType::parse(reader.text()?).ok_or(Field("a host id"))?;
            HostId::new(kind, reader.text()?).map_err(|_| Field("a host id"))
        })?;
        let hours = u16::from_be_bytes(reader.array()?);
        let [from_ms, until_ms] = [reader.array()?, reader.array()?].map(u64::from_be_bytes);
        let licenses = reader.list(LICENSES_MAX, |reader| reader.text().map(str::to_owned))?;
        for (is_good, field) in [
            ((1..=SEATS_MAX).contains(&count), "the count"),
            (user.len() <= IDENTITY_FIELD_BYTES_MAX, "the user"),
            (host.len() <= IDENTITY_FIELD_BYTES_MAX, "the host"),
            ((1..=BORROW_HOURS_MAX).contains(&hours), "the number of hours"),
            (from_ms < until_ms, "the end"),
            (!licenses.is_empty(), "the license"),
        ] {
            if !is_good {
                return Err(Field(field));
            }
        }
        let (user, host) = (user.to_owned(), host.to_owned());
        Ok(Self {
            server_key,
            borrow,
            vendor,
            feature,
            version,
            count,
            user,
            host,
            machine,
            hours,
            from_ms,
            until_ms,
            licenses,
        })
    }
}

impl BorrowCertificate {
    /// The largest certificate that is read. A server refuses to lend what does not fit.
    pub const BYTES_MAX: usize = 48 * 1024;

    /// Makes a certificate; `sign` signs with the identity key that the terms name.
    pub fn issue(terms: BorrowTerms, sign: impl FnOnce(&[u8]) -> [u8; SIGNATURE_BYTES]) -> Self {
        let signature = sign(&terms.signing_bytes());
        Self { terms, signature }
    }

    /// The signed bytes, then the signature.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.terms.signing_bytes();
        out.extend_from_slice(&self.signature);
        out
    }

    /// Reads what [`Self::encode`] writes (TRU-04). Whether the server signed it is not asked here.
    ///
    /// # Errors
    ///
    /// [`BadBorrowForm`] if it is anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadBorrowForm> {
        if bytes.len() > Self::BYTES_MAX {
            return Err(BadBorrowForm::TooLong);
        }
        let (signed, signature) = bytes.split_last_chunk().ok_or(BadBorrowForm::Layout)?;
        let fields = signed.strip_prefix(domain::BORROW).ok_or(BadBorrowForm::Layout)?;
        let mut reader = Reader::new(fields);
        let terms = BorrowTerms::read(&mut reader)?;
        reader.end()?;
        Ok(Self { terms, signature: *signature })
    }

    /// Whether the server of this key said so (BOR-01). The licenses inside, the machine, the user
    /// and the time are not asked.
    ///
    /// # Errors
    ///
    /// [`BadBorrow`] if it did not.
    pub fn verify(&self, server_key: &PublicKey) -> Result<(), BadBorrow> {
        if self.terms.server_key != *server_key {
            return Err(BadBorrow::OtherServer);
        }
        let holds = signature_holds(server_key, &self.terms.signing_bytes(), &self.signature);
        if holds { Ok(()) } else { Err(BadBorrow::Signature) }
    }
}

/// Shows no names: license logs are personal data.
impl std::fmt::Debug for BorrowTerms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BorrowTerms")
            .field("borrow", &self.borrow)
            .field("vendor", &self.vendor)
            .field("feature", &self.feature)
            .field("version", &self.version)
            .field("count", &self.count)
            .field("hours", &self.hours)
            .field("from_ms", &self.from_ms)
            .field("until_ms", &self.until_ms)
            .finish_non_exhaustive()
    }
}
