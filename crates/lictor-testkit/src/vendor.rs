//! A vendor with a key of its own.

use std::path::{Path, PathBuf};

use lictor_issuer::{TemplateFile, VendorSigner};
use lictor_types::{CivilDate, VendorName};

/// A vendor that signs.
#[derive(Debug)]
pub struct Vendor(VendorSigner);

impl Vendor {
    /// A vendor with a new key.
    ///
    /// # Panics
    ///
    /// If that is no vendor name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let name = VendorName::parse(name).expect("a vendor name");
        Self(VendorSigner::generate(name).expect("random numbers"))
    }

    /// The vendor's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.vendor().as_str()
    }

    /// The text of the `.pub` file.
    #[must_use]
    pub fn public(&self) -> String {
        format!("{}\n", self.0.public())
    }

    /// Writes the key files into a directory; the private one is named.
    ///
    /// # Panics
    ///
    /// If they cannot be written.
    #[must_use]
    pub fn save(&self, directory: &Path) -> PathBuf {
        let (key, _) = self.0.save(directory, &self.name().to_ascii_lowercase(), None).expect("key files");
        key
    }

    /// Signs a template; ISSUED is 2026-01-01 unless it says otherwise.
    ///
    /// # Panics
    ///
    /// If the signer refuses it, with every reason.
    #[must_use]
    #[track_caller]
    pub fn sign(&self, template: &str) -> String {
        let file = TemplateFile { name: "template", bytes: template.as_bytes() };
        let today = CivilDate::new(2026, 1, 1).expect("a day");
        match self.0.sign(&[file], today) {
            Ok(signed) => signed.xml,
            Err(error) => panic!("not signed: {error:?}\n{template}"),
        }
    }
}

/// A template of one feature with these settings.
#[must_use]
pub fn template(feature: &str, settings: &[(&str, &str)]) -> String {
    let settings: String =
        settings.iter().map(|(name, value)| format!("    <SETTING {name}=\"{value}\"/>\n")).collect();
    format!("<LICENSEFILE>\n  <FEATURE NAME=\"{feature}\">\n{settings}  </FEATURE>\n</LICENSEFILE>\n")
}
