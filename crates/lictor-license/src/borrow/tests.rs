//! BOR-01, TRU-04: certificates are read strictly and believed only of their server.

use ring::signature::{Ed25519KeyPair, KeyPair};

use super::*;

fn server(seed: u8) -> (Ed25519KeyPair, PublicKey) {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
    let key = PublicKey::new(pair.public_key().as_ref().try_into().unwrap()).unwrap();
    (pair, key)
}

fn terms() -> BorrowTerms {
    BorrowTerms {
        server_key: server(7).1,
        borrow: BorrowId::new(3, 1),
        vendor: VendorName::parse("DEMO").unwrap(),
        feature: FeatureName::parse("Solver.A").unwrap(),
        version: Version::new(2, 10).unwrap(),
        count: 2,
        user: "łukasz".into(),
        host: "ws17".into(),
        machine: vec![
            HostId::new(HostIdType::MachineId, "0123456789abcdef0123456789abcdef").unwrap(),
            HostId::new(HostIdType::Ethernet, "00:1b:44:11:3a:b7").unwrap(),
        ],
        hours: 48,
        from_ms: 1_767_225_600_000,
        until_ms: 1_767_398_400_000,
        licenses: vec!["<FEATURE/>".into(), String::new()],
    }
}

fn certificate(terms: BorrowTerms) -> BorrowCertificate {
    let (pair, _) = server(7);
    BorrowCertificate::issue(terms, |bytes| pair.sign(bytes).as_ref().try_into().unwrap())
}

/// BOR-01: what was issued is read back and verified, by the key of its server alone.
#[test]
fn bor_01_a_certificate_holds_for_its_server_only() {
    let certificate = certificate(terms());
    let read = BorrowCertificate::decode(&certificate.encode());
    assert_eq!(read.as_ref(), Ok(&certificate));
    assert_eq!(certificate.verify(&server(7).1), Ok(()));
    assert_eq!(certificate.verify(&server(8).1), Err(BadBorrow::OtherServer));
    let mut moved = certificate;
    moved.terms.server_key = server(8).1;
    assert_eq!(moved.verify(&server(8).1), Err(BadBorrow::Signature));
}

/// BOR-01, TRU-04: no prefix is a certificate, nothing may follow, and no bit can be changed.
#[test]
fn bor_01_every_byte_counts() {
    let (_, key) = server(7);
    let good = certificate(terms()).encode();
    for length in 0..good.len() {
        assert!(BorrowCertificate::decode(&good[..length]).is_err(), "{length} bytes");
    }
    assert_eq!(BorrowCertificate::decode(&[&good[..], &[0]].concat()), Err(BadBorrowForm::Layout));
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            if let Ok(read) = BorrowCertificate::decode(&bad) {
                assert!(read.verify(&key).is_err(), "byte {at} bit {bit}");
            }
        }
    }
}

/// TRU-04: values out of range are refused although the server may have signed them.
#[test]
fn tru_04_impossible_values_are_refused() {
    use BadBorrowForm::{Field, Layout, TooLong};
    let long = || "x".repeat(256);
    type Change = fn(&mut BorrowTerms, String);
    let table: [(&str, Change, BadBorrowForm); 11] = [
        ("count 0", |t, _| t.count = 0, Field("the count")),
        ("count too high", |t, _| t.count = SEATS_MAX + 1, Field("the count")),
        ("user", |t, long| t.user = long, Field("the user")),
        ("host", |t, long| t.host = long, Field("the host")),
        ("hours 0", |t, _| t.hours = 0, Field("the number of hours")),
        ("hours too many", |t, _| t.hours = BORROW_HOURS_MAX + 1, Field("the number of hours")),
        ("end", |t, _| t.until_ms = t.from_ms, Field("the end")),
        ("no license", |t, _| t.licenses.clear(), Field("the license")),
        ("licenses", |t, _| t.licenses = vec![String::new(); LICENSES_MAX + 1], Layout),
        ("machine", |t, _| t.machine = vec![t.machine[0].clone(); HOST_IDS_MAX + 1], Layout),
        ("size", |t, _| t.licenses = vec!["x".repeat(BorrowCertificate::BYTES_MAX)], TooLong),
    ];
    for (what, change, expected) in table {
        let mut terms = terms();
        change(&mut terms, long());
        assert_eq!(BorrowCertificate::decode(&certificate(terms).encode()), Err(expected), "{what}");
    }
}

/// TRU-04: a length of four billion is not believed.
#[test]
fn tru_04_lengths_are_not_trusted() {
    let good = certificate(terms()).encode();
    let vendor_length = domain::BORROW.len() + 32 + 8;
    let mut bad = good;
    bad[vendor_length..vendor_length + 4].fill(0xff);
    assert_eq!(BorrowCertificate::decode(&bad), Err(BadBorrowForm::Layout));
}
