//! TRU-01: vendor keys on disk.

use std::fs;
use std::path::Path;

use lictor_issuer::{LoadError, SaveError, VendorSigner};
use lictor_license::{Period, VendorKey};
use lictor_types::{CivilDate, VendorName};
use zeroize::Zeroizing;

fn signer(seed: u8) -> VendorSigner {
    VendorSigner::from_seed(VendorName::parse("ACME").unwrap(), &[seed; 32]).unwrap()
}

fn passphrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

/// TRU-01: what is stored loads again; nobody else may read it and nothing is overwritten.
#[test]
fn tru_01_keys_are_stored_once_and_privately() {
    let dir = tempfile::tempdir().unwrap();
    let made = VendorSigner::generate(VendorName::parse("ACME").unwrap()).unwrap();
    let (key, public) = made.save(dir.path(), "acme", None).unwrap();
    assert_eq!(
        (key.as_path(), public.as_path()),
        (&*dir.path().join("acme.key"), &*dir.path().join("acme.pub"))
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let text = fs::read_to_string(&public).unwrap();
    assert_eq!(VendorKey::parse(&text).as_ref(), Ok(made.public()));
    assert_eq!(VendorSigner::load(&key, None).unwrap().public(), made.public());

    let before = fs::read(&key).unwrap();
    let again = signer(1).save(dir.path(), "acme", None);
    assert!(matches!(again, Err(SaveError::Create { path, .. }) if path == key));
    assert_eq!(fs::read(&key).unwrap(), before);
}

/// A key is not left behind without its public half.
#[test]
fn tru_01_no_half_pair_is_left() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("acme.pub"), "mine").unwrap();
    assert!(matches!(signer(1).save(dir.path(), "acme", None), Err(SaveError::Create { .. })));
    assert!(!dir.path().join("acme.key").exists());
    assert_eq!(fs::read_to_string(dir.path().join("acme.pub")).unwrap(), "mine");
}

/// RFC 8410 section 7: version 1 without the public key, the form other tools read too.
#[test]
fn tru_01_keys_are_pkcs8_version_1() {
    let dir = tempfile::tempdir().unwrap();
    let (key, _) = signer(0).save(dir.path(), "acme", None).unwrap();
    let expected = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\
        -----END PRIVATE KEY-----\n";
    assert_eq!(fs::read_to_string(key).unwrap(), expected);
}

/// TRU-01: an encrypted key opens with its passphrase and no other.
#[test]
fn tru_01_keys_can_be_encrypted() {
    let dir = tempfile::tempdir().unwrap();
    let (key, _) = signer(2).save(dir.path(), "acme", Some(&passphrase("open sesame"))).unwrap();
    let text = fs::read_to_string(&key).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{text}");
    let loaded = VendorSigner::load(&key, Some(&passphrase("open sesame"))).unwrap();
    assert_eq!(loaded.public(), signer(2).public());
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::NeedsPassphrase(path)) if path == key));
    let wrong = VendorSigner::load(&key, Some(&passphrase("open barley")));
    assert!(matches!(wrong, Err(LoadError::WrongPassphrase(path)) if path == key));
}

/// TRU-01: private key, public key and certificate must belong together.
#[test]
fn tru_01_files_that_do_not_belong_together_are_refused() {
    let write = |dir: &Path, extension: &str, text: String| {
        fs::write(dir.join("acme").with_extension(extension), text).unwrap()
    };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    let (key, public) = signer(3).save(path, "acme", None).unwrap();
    let day = |text| CivilDate::parse(text).unwrap();
    let period = Period { from: day("2026-01-01"), until: day("2026-12-31") };
    let certificate = |seed| signer(9).certify(signer(seed).public(), period).unwrap().to_hex();

    write(path, "cert", certificate(3) + "\n");
    assert_eq!(VendorSigner::load(&key, None).unwrap().certificate().map(|c| c.period()), Some(period));
    write(path, "cert", certificate(4));
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::OtherCertificate(_))));
    write(path, "cert", "x".into());
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::Certificate { .. })));
    fs::remove_file(path.join("acme.cert")).unwrap();

    write(path, "pub", signer(4).public().to_string());
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::OtherPublic(found)) if found == public));
    write(path, "pub", "x".into());
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::Public { .. })));
    fs::remove_file(&public).unwrap();
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::Read { path, .. }) if path == public));

    write(path, "key", "no key".into());
    assert!(matches!(VendorSigner::load(&key, None), Err(LoadError::Form(_))));
}

/// What a log might show of a signer is its public half.
#[test]
fn tru_01_debug_output_hides_the_private_key() {
    let text = format!("{:?}", signer(5));
    assert!(text.contains(&signer(5).public().key().to_hex()));
    assert!(!text.contains(&hex::encode([5; 32])) && !text.contains("5, 5, 5"), "{text}");
}
