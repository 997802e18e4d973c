//! `lictor license sign`: templates in, one signed license file out (FIL-02).

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Zoned;
use lictor_issuer::{SignError, TemplateFile, VendorSigner};
use lictor_license::Certificate;
use lictor_types::CivilDate;

use crate::context::Context;
use crate::failure::{Failure, Problem};
use crate::passphrase::KeyArgs;
use crate::{file, license_file};

const CERTIFICATE_BYTES_MAX: usize = 16 * 1024;

/// Sign every feature of the templates into one license file
///
/// All or nothing: if any feature breaks a rule, every mistake is reported and nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor license sign template.xml --key keys/acme.key --out licenses/f1.xml
  lictor license sign base.xml upgrade.xml --key keys/signing.key --cert keys/signing.cert > both.xml

Exit code 5 if nothing was signed.")]
pub(crate) struct Sign {
    /// Templates
    #[arg(required = true, value_name = "TEMPLATE")]
    templates: Vec<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
    /// The root's certificate of the key [default: the .cert file beside the key, if it is there]
    #[arg(long, value_name = "FILE")]
    cert: Option<PathBuf>,
    /// The license file; it is replaced in one step [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Sign {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        let signer = self.signer()?;
        let mut read = Vec::new();
        for path in &self.templates {
            read.push((path.display().to_string(), license_file::read(path)?));
        }
        let files: Vec<TemplateFile<'_>> =
            read.iter().map(|(name, bytes)| TemplateFile { name, bytes }).collect();
        let signed = signer.sign(&files, today()?).map_err(refused)?;
        for warning in &signed.warnings {
            context.printer.warning(&warning.to_string());
        }
        let Some(out) = &self.out else {
            context.printer.bytes(signed.xml.as_bytes())?;
            return Ok(0);
        };
        file::replace(out, signed.xml.as_bytes())?;
        let count = signed.licenses.len();
        let plural = if count == 1 { "" } else { "s" };
        context.printer.result(&format!("{}: {count} feature{plural} signed", out.display()))?;
        Ok(0)
    }

    fn signer(&self) -> Result<VendorSigner, Failure> {
        let signer = self.key.open()?;
        let Some(path) = &self.cert else { return Ok(signer) };
        let certificate = certificate(path)?;
        signer
            .certified(certificate)
            .ok_or_else(|| Failure::file(format!("{} certifies another key", path.display())))
    }
}

fn certificate(path: &Path) -> Result<Certificate, Failure> {
    let text = file::read_text(path, CERTIFICATE_BYTES_MAX)?;
    Certificate::parse(text.trim_end()).map_err(|error| Failure::file(format!("{}: {error}", path.display())))
}

/// The day of issue: today where the vendor is.
fn today() -> Result<CivilDate, Failure> {
    let today = Zoned::now().date();
    CivilDate::parse(&today.to_string())
        .map_err(|_| Failure::internal(format!("the clock says {today}, which no license can be issued on")))
}

fn refused(error: SignError) -> Failure {
    match error {
        SignError::Refused(found) => {
            let problems = found
                .iter()
                .map(|found| Problem { text: found.to_string(), hint: found.problem.hint.clone() })
                .collect();
            Failure::file("nothing was signed").problems(problems)
        }
        SignError::Random(error) => Failure::internal(error.to_string()),
    }
}
