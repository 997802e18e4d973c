//! How records are named and sealed.

use lictor_types::FeatureName;
use ring::digest::{SHA256, digest};
use ring::hmac;

use super::codec::Writer;
use crate::offline::Owner;

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Borrow,
    Grace,
    Trial,
    /// The latest time seen; there is one of it.
    Time,
}

/// The name of a record, and of its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    kind: Kind,
    text: String,
}

/// What makes and checks seals.
#[derive(Debug)]
pub(super) struct Seal {
    key: hmac::Key,
}

/// Before every record, sealed with it.
const TAG: &[u8] = b"lictor/store/v1\0";
/// Before what the key is derived from.
const KEY_TAG: &[u8] = b"lictor/store-key/v1\0";
const MAC_BYTES: usize = 32;
const DIGITS: usize = 32;

impl Kind {
    const ALL: [Self; 4] = [Self::Borrow, Self::Grace, Self::Trial, Self::Time];

    const fn word(self) -> &'static str {
        match self {
            Self::Borrow => "borrow",
            Self::Grace => "grace",
            Self::Trial => "trial",
            Self::Time => "time",
        }
    }
}

impl Name {
    /// The record of a feature of a vendor; the vendor may be unknown.
    pub(crate) fn of(kind: Kind, vendor: &str, feature: &FeatureName) -> Self {
        let mut subject = Writer::default();
        subject.text(vendor);
        subject.text(&feature.as_str().to_ascii_lowercase());
        let digest = digest(&SHA256, &subject.finish());
        let hex: String = digest.as_ref().iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
        Self { kind, text: format!("{}-{hex}", kind.word()) }
    }

    pub(crate) fn time() -> Self {
        Self { kind: Kind::Time, text: Kind::Time.word().to_owned() }
    }

    /// Reads the name of a file.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (word, hex) = text.split_once('-')?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word)?;
        let good = hex.len() == DIGITS && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        good.then(|| Self { kind, text: text.to_owned() })
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The directory of a user's records: part of a hash, for names of users make no file names.
pub(super) fn folder(owner: &Owner) -> String {
    let digest = digest(&SHA256, owner.user.to_lowercase().as_bytes());
    digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Seal {
    /// The seal of a user on a machine.
    pub(super) fn of(owner: &Owner) -> Self {
        let mut secret = Writer::default();
        secret.bytes(KEY_TAG);
        secret.text(&owner.user.to_lowercase());
        let anchor = owner.anchor();
        secret.number(anchor.len() as u64);
        for id in anchor {
            secret.text(id.kind().name());
            secret.text(&id.value().to_lowercase());
        }
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, digest(&SHA256, &secret.finish()).as_ref()) }
    }

    /// Tag, content, HMAC-SHA-256 (RFC 2104) over tag, name and content: no record can stand in
    /// another's place.
    pub(super) fn close(&self, name: &Name, content: &[u8]) -> Vec<u8> {
        let mac = hmac::sign(&self.key, &sealed(name, content));
        [TAG, content, mac.as_ref()].concat()
    }

    pub(super) fn open(&self, name: &Name, bytes: &[u8]) -> Option<Vec<u8>> {
        let (content, mac) = bytes.strip_prefix(TAG)?.split_last_chunk::<MAC_BYTES>()?;
        hmac::verify(&self.key, &sealed(name, content), mac).ok()?;
        Some(content.to_vec())
    }
}

fn sealed(name: &Name, content: &[u8]) -> Vec<u8> {
    let mut out = Writer::default();
    out.bytes(TAG);
    out.text(name.as_str());
    out.bytes(content);
    out.finish()
}
