//! The demo licenses, made from their templates with the demo key. Ed25519 signatures have no
//! random part, so the outcome is the same bytes every time.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use lictor_issuer::{TemplateFile, VendorSigner};
use lictor_types::{CivilDate, Serial};

/// Every demo license file: its template, and the serial of the feature that has none.
const FILES: [(&str, &str, &str); 4] = [
    ("demo-base.lic", "base.xml", "DEMO-UNUSED"),
    ("demo-cad.lic", "cad.xml", "DEMO-UNUSED"),
    ("demo-upgrade.lic", "upgrade.xml", "DEMO-F1-UPGRADE"),
    ("demo-viewer.lic", "viewer.xml", "DEMO-UNUSED"),
];
const ISSUED: &str = "2026-01-01";

/// The repository's `licenses/`.
pub(crate) fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../licenses")
}

/// Path and content of every file that is made.
pub(crate) fn files() -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let directory = directory();
    let signer = VendorSigner::load(&directory.join("demo/demo.key"), None)?;
    let mut made = vec![(directory.join("demo.pub"), format!("{}\n", signer.public()))];
    for (file, template, serial) in FILES {
        let bytes = fs::read(directory.join("templates").join(template))?;
        let serial = Serial::parse(serial)?;
        let template = TemplateFile { name: template, bytes: &bytes };
        let signed = signer.sign_with(&[template], CivilDate::parse(ISSUED)?, || Ok(serial.clone()))?;
        made.push((directory.join(file), signed.xml));
    }
    Ok(made)
}
