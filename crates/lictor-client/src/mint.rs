//! Signs licenses for tests, as a vendor would.

use std::sync::Arc;

use lictor_license::{Keyring, License, Seal, VendorKey, Verified, key_id, parse_template, verify};
use lictor_types::{CivilDate, PublicKey, Serial, VendorName};
use ring::signature::{Ed25519KeyPair, KeyPair};

/// A vendor with its key.
pub(crate) struct Mint {
    vendor: VendorName,
    pair: Ed25519KeyPair,
}

pub(crate) fn key_pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

pub(crate) fn public_key(pair: &Ed25519KeyPair) -> PublicKey {
    PublicKey::new(pair.public_key().as_ref().try_into().unwrap()).unwrap()
}

impl Mint {
    pub(crate) fn new(vendor: &str, seed: u8) -> Self {
        Self { vendor: VendorName::parse(vendor).unwrap(), pair: key_pair(seed) }
    }

    pub(crate) fn key(&self) -> VendorKey {
        VendorKey::new(self.vendor.clone(), public_key(&self.pair))
    }

    pub(crate) fn keyring(&self) -> Keyring {
        let mut keyring = Keyring::new();
        keyring.trust(&self.key());
        keyring
    }

    /// A license of `feature`; `body` is what stands between the tags.
    pub(crate) fn sign(&self, feature: &str, serial: &str, body: &str) -> License {
        let text = format!("<LICENSEFILE><FEATURE NAME=\"{feature}\">{body}</FEATURE></LICENSEFILE>");
        let template = parse_template(text.as_bytes()).features.remove(0).result.unwrap();
        let seal = Seal {
            vendor: &self.vendor,
            serial: Serial::parse(serial).unwrap(),
            issued: CivilDate::parse("2026-01-01").unwrap(),
            key_id: key_id(&public_key(&self.pair)),
            certificate: None,
        };
        template.seal(seal, |bytes| self.pair.sign(bytes).as_ref().try_into().unwrap())
    }

    pub(crate) fn verified(&self, feature: &str, serial: &str, body: &str) -> Arc<Verified<License>> {
        Arc::new(verify(&self.sign(feature, serial, body), &self.keyring()).unwrap())
    }
}

/// Settings as license files write them: `COUNT=10 END=2026-12-31`.
pub(crate) fn settings(text: &str) -> String {
    let setting = |(name, value): (&str, &str)| format!("<SETTING {name}=\"{value}\"/>");
    text.split(' ').filter_map(|word| word.split_once('=')).map(setting).collect()
}
