//! BOR-01, BOR-02: borrowing and returning from the command line; local licenses beside servers.

use std::path::PathBuf;

use lictor_testkit::{Vendor, template};
use serde_json::{Value, json};

use crate::acceptance::{number, serve};

/// The document without what differs from run to run.
fn steady(mut document: Value, names: &[&str]) -> Value {
    for name in names {
        assert!(document[*name].is_string(), "{name} in {document}");
        document[*name] = json!("…");
    }
    document
}

/// BOR-01, BOR-02: what is borrowed is used without a server, charged at the server all the while,
/// shown by every status call, and given back only by `lictor return`.
#[test]
fn bor_01_bor_02_borrow_use_and_return() {
    let vendor = Vendor::new("ACME");
    let lent = template("f1", &[("COUNT", "4"), ("BORROW", "48"), ("SERIAL", "base")]);
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &lent)]);
    let server = daemon.listen().to_string();
    let borrowed = lictor.run(&["borrow", "ACME/f1:2", "--hours", "48", "--json"]);
    assert_eq!((borrowed.code, borrowed.stderr.as_str()), (0, ""), "{borrowed:?}");
    let document = borrowed.json();
    let text = |name: &str| document[name].as_str().unwrap().to_string();
    let (until, kept) = (text("until"), PathBuf::from(text("certificate")));
    assert!(kept.is_file(), "{document}");
    assert_eq!(
        steady(document, &["from", "until", "borrow", "certificate"]),
        json!({
            "status": "granted", "feature": "f1", "vendor": "ACME", "version": "1.0", "count": 2,
            "hours": 48, "from": "…", "until": "…", "server": server, "borrow": "…",
            "certificate": "…",
        })
    );

    let again = lictor.run(&["borrow", "f1", "--hours", "1", "--json"]);
    assert_eq!((again.code, &again.json()["status"]), (3, &json!("already_borrowed")), "{again:?}");
    let feature = lictor.run(&["feature", "f1", "--json"]).json();
    let shown = |name: &str| feature[name].clone();
    assert_eq!(
        ["source", "license_type", "server", "until", "seats", "used"].map(shown),
        [json!("borrowed"), json!("network"), json!(server), json!(until), json!(2), json!(0)]
    );
    let status = lictor.run(&["status", "--json"]).json();
    assert_eq!(number(&status["servers"][0]["features"][0], "used"), 2);
    assert_eq!((&status["borrowed"][0]["until"], &status["local"]), (&json!(until), &json!([])));
    let table = lictor.run(&["status"]).stdout;
    let line = format!("ACME/f1          1.0      2 borrowed  {until}  {server}");
    assert!(table.contains(&line), "{table}\n{line}");

    daemon.kill9();
    let offline = lictor.run(&["checkout", "f1:2", "--for", "0", "--json"]);
    let document = offline.json();
    let answer = ["status", "source", "license_type", "server", "until"].map(|name| document[name].clone());
    let expected = ["granted", "borrowed", "network", &server, &until].map(|text| json!(text));
    assert_eq!((offline.code, answer), (0, expected), "{offline:?}");
    let text = lictor.run(&["checkout", "f1", "--for", "0"]);
    assert_eq!(text.stdout, format!("granted: f1 1, borrowed from {server} until {until}\n"));
    let unreachable = lictor.run(&["return", "f1", "--timeout", "1"]);
    assert_eq!(unreachable.code, 4, "{unreachable:?}");

    daemon.start();
    let returned = lictor.run(&["return", "f1"]);
    assert_eq!((returned.code, returned.stdout), (0, format!("returned: f1 2 to {server}\n")));
    assert!(!kept.exists());
    let feature = lictor.run(&["feature", "f1", "--json"]).json();
    assert_eq!((&feature["source"], number(&feature, "used")), (&json!("server"), 0));
    let unknown = lictor.run(&["return", "f1", "--json"]);
    assert_eq!((unknown.code, &unknown.json()["status"]), (3, &json!("not_borrowed")), "{unknown:?}");
}

/// SES-06, FIL-08: a local license in the path is used before any server, and listed.
#[test]
fn ses_06_local_licenses_are_used_and_listed() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[]);
    let own = tempfile::tempdir().unwrap();
    let file = own.path().join("own.lic");
    let licenses = [("f1", "2031-01-01"), ("f2", "2026-01-02")];
    let licenses: String =
        licenses.map(|(name, end)| template(name, &[("END", end), ("SERIAL", name)])).concat();
    let licenses = licenses.replace("</LICENSEFILE>\n<LICENSEFILE>\n", "");
    std::fs::write(&file, vendor.sign(&licenses)).unwrap();
    let path = format!("{}:{}", file.display(), daemon.listen());
    let lictor = lictor.env("LICTOR_LICENSE_PATH", &path);

    let run = lictor.run(&["checkout", "f1", "--for", "0"]);
    let place = format!("{}:2", file.display());
    assert_eq!(run.stdout, format!("granted: f1 1, by the local license {place}\n"), "{run:?}");
    let feature = lictor.run(&["feature", "f1", "--json"]).json();
    let shown = ["source", "license_type", "server"].map(|name| feature[name].clone());
    assert_eq!(shown, [json!("local"), json!("local"), json!(place)]);
    let status = lictor.run(&["status", "--json"]).json();
    let local = status["local"].as_array().unwrap().iter();
    let local: Vec<_> = local.map(|row| (row["feature"].clone(), row["status"].clone())).collect();
    assert_eq!(local, [(json!("f1"), json!("granted")), (json!("f2"), json!("expired"))], "{status}");
    let expired = lictor.run(&["checkout", "f2", "--for", "0"]);
    assert_eq!(expired.code, 3, "{expired:?}");
    let why = "expired: license f2 of `f2` ended with 2026-01-02";
    let (own, server) = (file.display(), daemon.listen());
    let expected = format!(
        "error: {own}:10: {why}\nerror: {server}: feature_not_found: no license of `f2` is served\n\
         error: {why}\nhint: ask the vendor for a new license; `lictor feature` shows the dates of this one\n"
    );
    assert_eq!(expired.stderr, expected);
}

/// OUT-04: a single-use license that another process uses.
#[test]
fn out_04_a_single_use_license_is_taken() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[]);
    let own = tempfile::tempdir().unwrap();
    let file = own.path().join("own.lic");
    std::fs::write(&file, vendor.sign(&template("f1", &[("SHARE", "SINGLE")]))).unwrap();
    let lictor = lictor.env("LICTOR_LICENSE_PATH", &file.display().to_string());
    let mut first = lictor.hold(&["checkout", "f1"]);
    assert!(first.line().starts_with("granted: f1 1, by the local license "));
    let second = lictor.run(&["checkout", "f1", "--json"]);
    assert_eq!((second.code, &second.json()["status"]), (3, &json!("single_use_taken")), "{second:?}");
    assert!(second.stderr.ends_with("\nhint: end the other process first\n"), "{second:?}");
    assert_eq!(first.finish().0, 0);
    assert_eq!(lictor.run(&["checkout", "f1", "--for", "0"]).code, 0);
}

/// GRA-01: without a server a license with GRACE goes on for a while, and that is said.
#[test]
fn gra_01_grace_is_told() {
    let vendor = Vendor::new("ACME");
    let grace = template("f1", &[("COUNT", "1"), ("GRACE", "2")]);
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &grace)]);
    assert_eq!(lictor.run(&["checkout", "f1", "--for", "0"]).code, 0);
    daemon.kill9();
    let run = lictor.run(&["checkout", "f1", "--for", "0", "--timeout", "1", "--json"]);
    let document = run.json();
    let answer = ["status", "source", "license_type"].map(|name| document[name].clone());
    assert_eq!((run.code, answer), (0, ["granted", "grace", "network"].map(|text| json!(text))), "{run:?}");
    let until = document["until"].as_str().unwrap();
    let text = lictor.run(&["checkout", "f1", "--for", "0", "--timeout", "1"]);
    let sentence = format!("granted: f1 1, in grace until {until}: no server can be reached\n");
    let warning = format!("warning: no server can be reached; f1 is in grace until {until}\n");
    assert_eq!((text.stdout, text.stderr), (sentence, warning));
}
