//! A borrow as the store keeps it, and whether it serves a wish (BOR-01).

use lictor_license::{BadBorrow, BorrowCertificate, BorrowTerms, Keyring, License, Verified, verify};
use lictor_types::{FeatureName, PublicKey, Status};

use super::Moment;
use super::owner::Owner;
use super::paper::{self, Objection};
use crate::agent::LoanKey;
use crate::request::Wish;
use crate::store::{Reader, Writer};

/// A borrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lent {
    /// The key that was proven when it was borrowed. Only that one is believed.
    pub(crate) server_key: PublicKey,
    /// The server as the path named it.
    pub(crate) server: String,
    pub(crate) certificate: BorrowCertificate,
}

/// Whom to believe and who is asking.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bearer<'a> {
    pub(crate) owner: &'a Owner,
    /// The vendor keys, if any were given.
    pub(crate) keyring: Option<&'a Keyring>,
    /// Whether a license must name the server's key (TRU-02).
    pub(crate) server_key_required: bool,
}

/// BOR-02: a borrow is not prolonged in its first hour.
const YOUNG_MS: u64 = HOUR_MS;
const HOUR_MS: u64 = 60 * 60 * 1000;
const FORGOTTEN_MS: u64 = 7 * 24 * HOUR_MS;

impl Lent {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.bytes(self.server_key.as_bytes());
        out.text(&self.server);
        out.bytes(&self.certificate.encode());
        out.finish()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let server_key = PublicKey::new(reader.array()?).ok()?;
        let server = reader.text()?.to_owned();
        let certificate = BorrowCertificate::decode(reader.rest()).ok()?;
        Some(Self { server_key, server, certificate })
    }

    pub(crate) fn terms(&self) -> &BorrowTerms {
        &self.certificate.terms
    }

    pub(crate) fn key(&self) -> LoanKey {
        LoanKey { server: self.server_key, borrow: self.terms().borrow }
    }

    pub(crate) fn is_of(&self, feature: &FeatureName) -> bool {
        self.terms().feature == *feature
    }

    /// TIM-06: the end of a borrow is a wall instant.
    pub(crate) fn is_over(&self, wall_ms: u64) -> bool {
        self.terms().until_ms <= wall_ms
    }

    /// Whether it ended so long ago that nobody wants to hear of it.
    pub(crate) fn is_forgotten(&self, wall_ms: u64) -> bool {
        self.terms().until_ms.saturating_add(FORGOTTEN_MS) <= wall_ms
    }

    /// BOR-02: whether it is worth asking for its full length again.
    pub(crate) fn may_be_refreshed(&self, wall_ms: u64) -> bool {
        wall_ms.saturating_sub(self.terms().from_ms) >= YOUNG_MS && !self.is_over(wall_ms)
    }

    /// BOR-01: whether it is genuine, and of this user and machine. Gives the license it stands on.
    pub(crate) fn inspect(&self, bearer: &Bearer<'_>) -> Result<License, Objection> {
        self.certificate.verify(&self.server_key).map_err(|bad| {
            let status = match bad {
                BadBorrow::OtherServer => Status::ServerNotGenuine,
                BadBorrow::Signature => Status::BadSignature,
            };
            (status, bad.to_string())
        })?;
        let terms = self.terms();
        if !bearer.owner.is_user(&terms.user) || !bearer.owner.is_machine(&terms.machine) {
            return Err((Status::WrongHost, "it was borrowed by another user or machine".to_owned()));
        }
        let licenses = terms.licenses.iter().map(|text| paper::read(text)).collect::<Result<Vec<_>, _>>()?;
        let Some(base) = licenses.first() else {
            return Err((Status::BadLicenseFile, "it stands on no license".to_owned()));
        };
        if *base.feature() != terms.feature || *base.vendor() != terms.vendor {
            return Err((Status::ServerNotGenuine, "it stands on a license of another feature".to_owned()));
        }
        if base.borrow_hours().is_none_or(|hours| terms.hours > hours)
            || terms.until_ms.saturating_sub(terms.from_ms) > u64::from(terms.hours) * HOUR_MS
            || terms.version > base.version()
        {
            return Err((
                Status::ServerNotGenuine,
                "it goes beyond the license that it stands on".to_owned(),
            ));
        }
        if let Some(keyring) = bearer.keyring {
            self.is_of_vendor(&licenses, keyring, bearer.server_key_required)?;
        }
        Ok(base.clone())
    }

    /// Whether it serves a wish now, beside the seats of it that are in use already.
    pub(crate) fn judge(
        &self,
        wish: &Wish,
        bearer: &Bearer<'_>,
        moment: Moment,
        in_use: u32,
    ) -> Result<License, Objection> {
        let base = self.inspect(bearer)?;
        let terms = self.terms();
        moment.clock(&base)?;
        moment.dates(&base)?;
        if self.is_over(moment.wall_ms) {
            return Err((Status::Expired, format!("the borrow ended at {}", paper::instant(terms.until_ms))));
        }
        paper::version(terms.version, wish)?;
        if wish.count > terms.count.saturating_sub(in_use) {
            let text = format!(
                "{} seats requested, {in_use} of {} borrowed ones are in use here",
                wish.count, terms.count
            );
            return Err((Status::NotEnoughSeats, text));
        }
        Ok(base)
    }

    fn is_of_vendor(&self, licenses: &[License], keyring: &Keyring, required: bool) -> Result<(), Objection> {
        let verified = licenses.iter().map(|license| verify(license, keyring).map_err(paper::refused));
        let verified = verified.collect::<Result<Vec<Verified<License>>, _>>()?;
        if verified.iter().any(|license| license.vendor() != &self.terms().vendor) {
            return Err((Status::ServerNotGenuine, "it stands on licenses of several vendors".to_owned()));
        }
        let mut names = verified.iter().map(|license| paper::names_server(license, &self.server_key));
        let (first, others) = (names.next(), names);
        if first == Some(paper::Naming::Another)
            || others.into_iter().any(|it| it == paper::Naming::Another)
            || (required && first != Some(paper::Naming::This))
        {
            let text = "no license that it stands on names the key of the server that lent it";
            return Err((Status::ServerNotGenuine, text.to_owned()));
        }
        Ok(())
    }
}
