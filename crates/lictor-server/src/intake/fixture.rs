//! A vendor and its signed files, for tests of this crate.

use lictor_license::{License, Revocations, Seal, VendorKey, parse_template, write_file};
use lictor_types::{CivilDate, PublicKey, Serial, VendorName};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

pub(crate) struct Vendor {
    pair: Ed25519KeyPair,
    key: VendorKey,
}

impl Vendor {
    /// A vendor whose key comes from its name.
    pub(crate) fn new(name: &str) -> Self {
        let mut seed = [7; 32];
        for (to, from) in seed.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
        let public = PublicKey::new(pair.public_key().as_ref().try_into().unwrap()).unwrap();
        let key = VendorKey::new(VendorName::parse(name).unwrap(), public);
        Self { pair, key }
    }

    /// The text of its `*.pub` file.
    pub(crate) fn key_text(&self) -> String {
        format!("{}\n", self.key)
    }

    /// Signs a feature with these settings, as `COUNT=5 KEYTYPE=UPGRADE`; `/HOSTNAME=x` begins a
    /// server host-id block, `;` stands for a blank in a value. SERIAL must be among them.
    pub(crate) fn license(&self, feature: &str, settings: &str) -> License {
        let mut body = String::new();
        for word in settings.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap();
            let value = value.replace(';', " ");
            match name.strip_prefix('/') {
                Some(kind) => {
                    body += &format!("<SERVER_HOSTID><SETTING {kind}=\"{value}\"/></SERVER_HOSTID>");
                }
                None => body += &format!("<SETTING {name}=\"{value}\"/>"),
            }
        }
        let xml = format!("<LICENSEFILE><FEATURE NAME=\"{feature}\">{body}</FEATURE></LICENSEFILE>");
        let parsed = parse_template(xml.as_bytes());
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let template = parsed.features.into_iter().next().unwrap().result.unwrap();
        let serial: Serial = template.serial().unwrap().clone();
        let issued = template.issued().unwrap_or_else(|| CivilDate::parse("2026-01-15").unwrap());
        let seal =
            Seal { vendor: self.key.vendor(), serial, issued, key_id: self.key.key_id(), certificate: None };
        template.seal(seal, |bytes| self.sign(bytes))
    }

    /// A signed file of such features.
    pub(crate) fn file(&self, features: &[(&str, &str)]) -> String {
        let licenses: Vec<License> =
            features.iter().map(|(feature, settings)| self.license(feature, settings)).collect();
        write_file(licenses.iter())
    }

    /// A revocation list of its own key.
    pub(crate) fn revoke_itself(&self, number: u64) -> String {
        let revoked = [self.key.key_id()].into();
        let list =
            Revocations::issue(self.key.vendor().clone(), number, revoked, self.key.key_id(), |bytes| {
                self.sign(bytes)
            });
        list.to_string()
    }

    /// A revocation list of nothing.
    pub(crate) fn revoke_nothing(&self, number: u64) -> String {
        let none = std::collections::BTreeSet::new();
        let list = Revocations::issue(self.key.vendor().clone(), number, none, self.key.key_id(), |bytes| {
            self.sign(bytes)
        });
        list.to_string()
    }

    fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.pair.sign(bytes).as_ref().try_into().unwrap()
    }
}
