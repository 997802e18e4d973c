//! `lictor vendor certify`: a root certifies a key that signs licenses (TRU-01).

use std::io;
use std::path::PathBuf;

use clap::Args;
use lictor_license::{Period, VendorKey};
use lictor_types::CivilDate;

use crate::context::Context;
use crate::failure::Failure;
use crate::passphrase::KeyArgs;
use crate::{file, license_file};

/// Certify a signing key with the root key, for a period of issue
///
/// Programs embed the root's public key only. The signing key finds its certificate in the file
/// NAME.cert beside NAME.key, or by `lictor license sign --cert`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor vendor certify keys/signing.pub --key root/acme.key --from 2026-01-01 --until 2026-12-31
  lictor vendor certify signing.pub --key acme.key --from 2026-01-01 --until 2026-12-31 --out signing.cert")]
pub(crate) struct Certify {
    /// Public key file of the signing key
    #[arg(value_name = "SIGNING.pub")]
    signing: PathBuf,
    #[command(flatten)]
    root: KeyArgs,
    /// First day on which the signing key may issue licenses
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: CivilDate,
    /// Last day on which it may
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: CivilDate,
    /// The certificate's file; it must not be there yet [default: SIGNING.cert]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn date(text: &str) -> Result<CivilDate, String> {
    CivilDate::parse(text).map_err(|error| error.to_string())
}

impl Certify {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        let text = license_file::key_text(&self.signing)?;
        let signing = VendorKey::parse(&text)
            .map_err(|error| Failure::file(format!("{}: {error}", self.signing.display())))?;
        let root = self.root.open()?;
        let certificate = root
            .certify(&signing, Period { from: self.from, until: self.until })
            .map_err(|error| Failure::file(error.to_string()))?;
        let out = self.out.clone().unwrap_or_else(|| self.signing.with_extension("cert"));
        file::write_new(&out, format!("{}\n", certificate.to_hex()).as_bytes(), 0o644).map_err(|error| {
            let failure = Failure::file(format!("cannot create {}: {error}", out.display()));
            let exists = error.kind() == io::ErrorKind::AlreadyExists;
            if exists { failure.hint("name another file with --out") } else { failure }
        })?;
        context.printer.result(&out.display().to_string())?;
        Ok(0)
    }
}
