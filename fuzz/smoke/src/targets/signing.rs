//! What the office asks of the signer: whatever stands in it, no setting slips into the license.
#![expect(clippy::panic, reason = "a broken promise is told by a panic")]

use std::sync::OnceLock;

use lictor_issuer::{TemplateFile, VendorSigner};
use lictor_license::{Keyring, parse_file, verify};
use lictor_office::signer::request::SignRequest;
use lictor_types::VendorName;

const SEEDS: [&str; 3] = [
    r#"{"id":"op-1","at":"2026-03-02T00:00:00Z","issued":"2026-03-02","product":"Suite 3","features":[
        {"name":"f1","count":{"limited":10},"end":"2027-03-01","serial":"S1","supersedes":["S0"],
         "server_hosts":[[{"kind":"HOSTNAME","value":"srv1"}]],"options":"a=\"1\"&b=<2>","licensee":"Acme \u00e9"}]}"#,
    r#"{"id":"op-2","at":"2026-03-02T00:00:00Z","issued":"2026-03-02","features":[
        {"name":"f1","kind":"UPGRADE","count":{"limited":5},"start":"2026-04-01","end":"2026-05-01","serial":"U1"},
        {"name":"f2","count":"unlimited","comment":"--> </FEATURE><FEATURE NAME=\"x\">","extensions":{"KEY_NUMBER":"A.1"}}]}"#,
    r#"{"id":"op-3","at":"2026-03-02T00:00:00Z","issued":"2026-03-02","features":[
        {"name":"n1","client_hosts":[[{"kind":"MAC","value":"00:11:22:33:44:55"}]],"serial":"N1"}]}"#,
];

/// Renders and signs what the bytes ask for, if it can be read. The file has the features asked for, in
/// their order, and nothing besides.
pub(super) fn run(bytes: &[u8]) {
    let Ok(request) = serde_json::from_slice::<SignRequest>(bytes) else { return };
    let Ok(template) = request.template() else { return };
    let Some(signer) = signer() else { return };
    let file = TemplateFile { name: "request", bytes: template.as_bytes() };
    let Ok(signed) = signer.sign(&[file], request.issued) else { return };
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&signer.public().to_string()).unwrap_or_else(|error| panic!("own key: {error}"));
    let read = parse_file(signed.xml.as_bytes());
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert_eq!(read.features.len(), request.features.len(), "{template}");
    for (feature, asked) in read.features.into_iter().zip(&request.features) {
        let license = feature.result.unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(license.feature().to_string(), asked.name);
        assert!(verify(&license, &keyring).is_ok(), "{} is not signed", asked.name);
    }
}

fn signer() -> Option<&'static VendorSigner> {
    static SIGNER: OnceLock<Option<VendorSigner>> = OnceLock::new();
    SIGNER.get_or_init(|| VendorSigner::from_seed(VendorName::parse("FUZZ").ok()?, &[7; 32])).as_ref()
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    SEEDS.map(|text| text.as_bytes().to_vec()).to_vec()
}
