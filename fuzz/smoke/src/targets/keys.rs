//! Public keys, certificates and revocation lists (TRU-01, TRU-04).

use lictor_license::{Certificate, Keyring, Revocations, VendorKey};

use crate::seeds;

const SEEDS: [&str; 2] = [
    "DEMO 21fe31dfa154a261 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\n",
    "lictor-revocations 1\nvendor DEMO\nnumber 3\nrevoked 0011223344556677\nroot 8899aabbccddeeff\nsignature 00\n",
];

/// Reads the bytes as each kind of text. What is read is written back as it was.
pub(super) fn run(bytes: &[u8]) {
    let mut keyring = Keyring::new();
    drop(keyring.add_revocations(bytes));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    drop(keyring.add_pub_text(text));
    if let Ok(key) = VendorKey::parse(text) {
        assert_eq!(VendorKey::parse(&key.to_string()), Ok(key));
    }
    if let Ok(list) = Revocations::parse(text) {
        assert_eq!(Revocations::parse(&list.to_string()), Ok(list));
    }
    if let Ok(certificate) = Certificate::parse(text) {
        assert_eq!(certificate.to_hex(), text);
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("licenses", &["pub", "revoked"]);
    all.extend(SEEDS.map(|text| text.as_bytes().to_vec()));
    all
}
