//! The demo licenses in the repository are what their templates and the demo key yield, and valid.

use std::fs;

use lictor_license::{Keyring, parse_file, verify};

#[path = "../../examples/demo-licenses/demo.rs"]
mod demo;

/// FIL-02: signing the templates again gives the same bytes. If this fails, run
/// `cargo run -p lictor-issuer --example demo-licenses`.
#[test]
fn fil_02_the_demo_licenses_are_up_to_date() {
    for (path, content) in demo::files().unwrap() {
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "{}", path.display());
    }
}

/// FIL-02: the public key beside the demo licenses verifies all of them, without any warning left.
#[test]
fn fil_02_the_demo_licenses_verify() {
    let directory = demo::directory();
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&fs::read_to_string(directory.join("demo.pub")).unwrap()).unwrap();
    let mut valid = Vec::new();
    for name in ["demo-base.lic", "demo-cad.lic", "demo-upgrade.lic", "demo-viewer.lic"] {
        let parsed = parse_file(&fs::read(directory.join(name)).unwrap());
        assert_eq!(parsed.problems, []);
        for feature in parsed.features {
            let license = verify(&feature.result.unwrap(), &keyring).unwrap();
            valid.push(format!("{} {} {}", license.feature(), license.key_type(), license.serial()));
        }
    }
    assert_eq!(
        valid,
        [
            "f1 EXCLUSIVE DEMO-F1-BASE",
            "cad EXCLUSIVE DEMO-CAD-BASE",
            "cad UPGRADE DEMO-CAD-MARCH",
            "cad UPGRADE DEMO-CAD-MORE",
            "cad ADDITIVE DEMO-CAD-OLD",
            "f1 UPGRADE DEMO-F1-UPGRADE",
            "viewer EXCLUSIVE DEMO-VIEWER",
        ]
    );
}
