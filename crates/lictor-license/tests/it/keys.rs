//! Keys made from fixed seeds, and signing with them.

use lictor_license::{Keyring, License, Seal, Template, VendorKey, key_id, parse_template};
use lictor_types::{CivilDate, PublicKey, Serial, VendorName};
use ring::signature::{Ed25519KeyPair, KeyPair};

pub(crate) struct Key {
    pair: Ed25519KeyPair,
    pub(crate) public: VendorKey,
}

impl Key {
    pub(crate) fn new(vendor: &str, seed: u8) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let public = PublicKey::new(pair.public_key().as_ref().try_into().unwrap()).unwrap();
        Self { public: VendorKey::new(VendorName::parse(vendor).unwrap(), public), pair }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.pair.sign(bytes).as_ref().try_into().unwrap()
    }

    pub(crate) fn keyring(&self) -> Keyring {
        let mut keyring = Keyring::new();
        keyring.trust(&self.public);
        keyring
    }

    pub(crate) fn seal(&self, template: Template) -> License {
        let seal = Seal {
            vendor: self.public.vendor(),
            serial: template.serial().cloned().unwrap_or_else(|| Serial::parse("S-1").unwrap()),
            issued: template.issued().unwrap_or_else(|| day("2026-01-01")),
            key_id: key_id(self.public.key()),
            certificate: None,
        };
        template.seal(seal, |bytes| self.sign(bytes))
    }

    /// Signs the only feature of a template.
    pub(crate) fn license(&self, template: &str) -> License {
        self.seal(only(parse_template(template.as_bytes())))
    }
}

pub(crate) fn only<T: std::fmt::Debug>(parsed: lictor_license::ParsedFile<T>) -> T {
    assert_eq!(parsed.problems, []);
    let [feature]: [_; 1] = parsed.features.try_into().unwrap();
    feature.result.unwrap()
}

pub(crate) fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}
