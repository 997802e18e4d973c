//! Vendor keys on disk: `NAME.key` (PKCS#8 in PEM, mode 0600), `NAME.pub` and, for a key that a
//! root certified, `NAME.cert`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lictor_license::{BadCertificate, BadVendorKey, Certificate, VendorKey};
use pkcs8::der::pem::PemLabel;
use pkcs8::pkcs5::pbes2;
use pkcs8::rand_core::{TryCryptoRng, TryRng};
use pkcs8::{
    EncryptedPrivateKeyInfoOwned, EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument,
};
use zeroize::Zeroizing;

use crate::signer::{Mismatch, RandomError, VendorSigner, random};

/// Why a key was not stored.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// A file could not be made; one that exists is never overwritten.
    #[error("cannot create {path}: {source}")]
    Create {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The key could not be encrypted or encoded.
    #[error("cannot encode the key: {0}")]
    Encode(pkcs8::Error),
    /// No random numbers for the encryption.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// Why a key was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The key file is no Ed25519 key in PKCS#8.
    #[error("{0} is no Ed25519 private key in PKCS#8")]
    Form(PathBuf),
    /// The key file is encrypted and no passphrase was given.
    #[error("{0} is protected by a passphrase")]
    NeedsPassphrase(PathBuf),
    /// The passphrase does not open it.
    #[error("the passphrase does not open {0}")]
    WrongPassphrase(PathBuf),
    /// The `.pub` file beside it is none.
    #[error("{path}: {source}")]
    Public {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: BadVendorKey,
    },
    /// The `.cert` file beside it is none.
    #[error("{path}: {source}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: BadCertificate,
    },
    /// The `.pub` file belongs to another key.
    #[error("{0} is not the public key of this private key")]
    OtherPublic(PathBuf),
    /// The `.cert` file belongs to another key or vendor.
    #[error("{0} certifies another key")]
    OtherCertificate(PathBuf),
}

impl VendorSigner {
    /// Writes `STEM.key` and `STEM.pub` into a directory, which must exist. With a passphrase the
    /// key is encrypted (PBES2 with scrypt and AES-256).
    ///
    /// # Errors
    ///
    /// [`SaveError`]; neither file is left behind then.
    pub fn save(
        &self,
        dir: &Path,
        stem: &str,
        passphrase: Option<&Zeroizing<String>>,
    ) -> Result<(PathBuf, PathBuf), SaveError> {
        let pem = self.to_pem(passphrase)?;
        let [key, public] = ["key", "pub"].map(|extension| dir.join(format!("{stem}.{extension}")));
        write_new(&key, 0o600, pem.as_bytes())?;
        if let Err(error) = write_new(&public, 0o644, format!("{}\n", self.public()).as_bytes()) {
            let _ = fs::remove_file(&key);
            return Err(error);
        }
        Ok((key, public))
    }

    /// Reads a `.key` file together with the `.pub` file beside it, which says whose it is, and
    /// the `.cert` file beside it, if there is one.
    ///
    /// # Errors
    ///
    /// [`LoadError`], among others if private and public key do not belong together.
    pub fn load(path: &Path, passphrase: Option<&Zeroizing<String>>) -> Result<Self, LoadError> {
        let pem = Zeroizing::new(read(path)?);
        let pkcs8 = open_pem(path, &pem, passphrase)?;
        let public_path = path.with_extension("pub");
        let public = VendorKey::parse(&read(&public_path)?)
            .map_err(|source| LoadError::Public { path: public_path.clone(), source })?;
        let certificate_path = path.with_extension("cert");
        let certificate = read_certificate(&certificate_path)?;
        Self::from_parts(pkcs8, public, certificate).map_err(|mismatch| match mismatch {
            Mismatch::Form => LoadError::Form(path.to_owned()),
            Mismatch::PublicKey => LoadError::OtherPublic(public_path),
            Mismatch::Certificate => LoadError::OtherCertificate(certificate_path),
        })
    }

    fn to_pem(&self, passphrase: Option<&Zeroizing<String>>) -> Result<Zeroizing<String>, SaveError> {
        let encode = |document: SecretDocument, label: &'static str| {
            document.to_pem(label, LineEnding::LF).map_err(|error| SaveError::Encode(error.into()))
        };
        let info = PrivateKeyInfoRef::try_from(self.pkcs8()).map_err(SaveError::Encode)?;
        let Some(passphrase) = passphrase else {
            let document = SecretDocument::try_from(info).map_err(SaveError::Encode)?;
            return encode(document, PrivateKeyInfoRef::PEM_LABEL);
        };
        let parameters = pbes2::Parameters::generate_scrypt(&mut Random)
            .map_err(|error| SaveError::Encode(error.into()))?;
        let document =
            info.encrypt_with_params(parameters, passphrase.as_bytes()).map_err(SaveError::Encode)?;
        encode(document, EncryptedPrivateKeyInfoOwned::PEM_LABEL)
    }
}

fn open_pem(
    path: &Path,
    pem: &str,
    passphrase: Option<&Zeroizing<String>>,
) -> Result<Zeroizing<Vec<u8>>, LoadError> {
    let form = || LoadError::Form(path.to_owned());
    let (label, document) = SecretDocument::from_pem(pem).map_err(|_| form())?;
    if label == PrivateKeyInfoRef::PEM_LABEL {
        return Ok(document.to_bytes());
    }
    if label != EncryptedPrivateKeyInfoOwned::PEM_LABEL {
        return Err(form());
    }
    let passphrase = passphrase.ok_or_else(|| LoadError::NeedsPassphrase(path.to_owned()))?;
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| form())?;
    let opened = encrypted.decrypt(passphrase.as_bytes());
    opened.map(|document| document.to_bytes()).map_err(|_| LoadError::WrongPassphrase(path.to_owned()))
}

fn read(path: &Path) -> Result<String, LoadError> {
    fs::read_to_string(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })
}

fn read_certificate(path: &Path) -> Result<Option<Certificate>, LoadError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(LoadError::Read { path: path.to_owned(), source }),
    };
    Certificate::parse(text.trim_end())
        .map(Some)
        .map_err(|source| LoadError::Certificate { path: path.to_owned(), source })
}

/// Makes a file that was not there, with these permissions where there are such.
fn write_new(path: &Path, mode: u32, bytes: &[u8]) -> Result<(), SaveError> {
    let create = || -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        #[cfg(not(unix))]
        let _ = mode;
        options.open(path)
    };
    let write = |mut file: File| {
        file.write_all(bytes)?;
        file.sync_all()
    };
    let failed = |source| SaveError::Create { path: path.to_owned(), source };
    let file = create().map_err(failed)?;
    write(file).map_err(|source| {
        let _ = fs::remove_file(path);
        failed(source)
    })
}

/// The system's random numbers, for the encryption of keys.
struct Random;

impl TryRng for Random {
    type Error = RandomError;

    fn try_next_u32(&mut self) -> Result<u32, RandomError> {
        let mut bytes = [0; 4];
        random(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, RandomError> {
        let mut bytes = [0; 8];
        random(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        random(bytes)
    }
}

impl TryCryptoRng for Random {}
