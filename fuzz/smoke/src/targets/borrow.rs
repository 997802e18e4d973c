//! Borrow certificates (BOR-01, TRU-04).

use lictor_license::{BorrowCertificate, BorrowTerms};
use lictor_types::{BorrowId, FeatureName, HostId, HostIdType, PublicKey, VendorName, Version};

/// Reads the bytes as a certificate. What is read has one form, and is believed of no other server.
pub(super) fn run(bytes: &[u8]) {
    let Ok(certificate) = BorrowCertificate::decode(bytes) else { return };
    assert_eq!(certificate.encode(), bytes, "two forms of one certificate");
    if let Some(stranger) = key(2) {
        assert!(certificate.verify(&stranger).is_err(), "believed of a stranger");
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let certificate = terms().map(|terms| BorrowCertificate { terms, signature: [3; 64] });
    certificate.map(|certificate| certificate.encode()).into_iter().collect()
}

fn terms() -> Option<BorrowTerms> {
    Some(BorrowTerms {
        server_key: key(1)?,
        borrow: BorrowId::new(3, 1),
        vendor: VendorName::parse("DEMO").ok()?,
        feature: FeatureName::parse("f1").ok()?,
        version: Version::new(2, 1)?,
        count: 2,
        user: "alice".into(),
        host: "ws1".into(),
        machine: vec![HostId::new(HostIdType::Hostname, "ws1").ok()?],
        hours: 8,
        from_ms: 1_772_000_000_000,
        until_ms: 1_772_028_800_000,
        licenses: vec!["<FEATURE NAME=\"f1\"/>".into()],
    })
}

/// One of two points of the curve: Ed25519's base point and its double (RFC 8032, section 5.1).
fn key(number: u8) -> Option<PublicKey> {
    let hex = match number {
        1 => "5866666666666666666666666666666666666666666666666666666666666666",
        _ => "c9a3f86aae465f0e56513864510f3997561fa2c9e85ea21dc2292309f3cd6022",
    };
    PublicKey::new(hex::decode(hex).ok()?.try_into().ok()?).ok()
}
