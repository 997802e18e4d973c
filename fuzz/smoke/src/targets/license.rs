//! License files and templates (FIL-06, TRU-04).

use lictor_license::{Keyring, parse_file, parse_template, verify};

use crate::seeds;

const TEMPLATE: &str = r#"<LICENSEFILE>
  <FEATURE NAME="f1">
    <SETTING COUNT="1"/>
    <SETTING KEYTYPE="UPGRADE"/>
    <SETTING END="2030-01-01"/>
  </FEATURE>
</LICENSEFILE>
"#;

/// Reads the bytes as license file and as template. What is read as a license says the same of itself
/// after it was written and read again, and is not genuine without a key.
pub(super) fn run(bytes: &[u8]) {
    drop(parse_template(bytes));
    let keyring = Keyring::new();
    for feature in parse_file(bytes).features {
        let Ok(license) = feature.result else { continue };
        assert!(verify(&license, &keyring).is_err(), "genuine without a trusted key");
        let again = parse_file(format!("<LICENSEFILE>{}</LICENSEFILE>", license.to_xml()).as_bytes());
        let digests: Vec<_> =
            again.features.iter().map(|f| f.result.as_ref().map(|l| l.content_digest()).ok()).collect();
        assert_eq!(digests, [Some(license.content_digest())], "writing changed what is signed");
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("licenses", &["xml", "lic"]);
    all.push(TEMPLATE.as_bytes().to_vec());
    all
}
