//! The files of keys: what they say, that they are genuine, and what a license server makes of them.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::fs;

use lictor_license::{Keyring, License, parse_file, verify};
use lictor_testkit::{Lictor, Lictord, LictordBuilder};
use serde_json::{Value as Json, json};

use crate::issuer::{Agreement, classes, suite};
use crate::office::{TestOffice, both};

/// One license of a file, as a text to compare: feature, kind, seats, end, how many it voids.
fn told(license: &License) -> String {
    let seats = license.seats().map_or_else(|| "local".to_owned(), |seats| seats.to_string());
    let end = license.end().map_or_else(|| "-".to_owned(), |end| end.to_string());
    let kind = license.key_type();
    format!("{} {kind} {seats} until {end} voids {}", license.feature(), license.supersedes().len())
}

fn public(office: &TestOffice) -> String {
    office.runtime.block_on(office.office().signer().public()).unwrap().file
}

/// The licenses of a file, each genuine.
#[track_caller]
fn genuine(office: &TestOffice, file: &Json) -> Vec<License> {
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&public(office)).unwrap();
    let parsed = parse_file(file["content"].as_str().unwrap().as_bytes());
    assert_eq!(parsed.problems, []);
    let licenses: Vec<License> = parsed.features.into_iter().map(|feature| feature.result.unwrap()).collect();
    for license in &licenses {
        verify(license, &keyring).unwrap();
    }
    licenses
}

#[track_caller]
fn all_told(office: &TestOffice, file: &Json) -> Vec<String> {
    genuine(office, file).iter().map(told).collect()
}

/// Names and kinds of the files that an answer names.
fn named(answer: &Json) -> Vec<String> {
    let files = answer["files"].as_array().unwrap().iter();
    files
        .map(|file| format!("{} {}", file["name"].as_str().unwrap(), file["delivery"].as_str().unwrap()))
        .collect()
}

fn upgrade(hoster: &Agreement<'_>, key: &str, config: Json) {
    let body = json!({"key_number": key, "request_key": config.to_string(), "config": config});
    assert_eq!(hoster.code("upgrade", body), 100);
}

#[track_caller]
fn retrieved(hoster: &Agreement<'_>, key: &str) -> Json {
    let answer = hoster.ask("retrieve", json!({"key_number": key}));
    assert!([100, 101].contains(&answer["result_code"].as_u64().unwrap()), "{answer}");
    answer
}

/// The key without its revision, so that the current one is meant.
fn current(key: &str) -> &str {
    key.rsplit_once('.').unwrap().0
}

#[test]
fn the_first_file_holds_all_features_of_the_key() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key(
            "L-1",
            json!({
                "capacity": {"SEATS": 30, "REPORTS": 5}, "features": ["antivirus"], "licensee": "ACME & Sons",
                "server_host_ids": ["HOSTNAME=s1"],
            }),
        );
        let answer = retrieved(&hoster, &key);
        assert_eq!(named(&answer), ["PLSK.00000001.0000.lic base"]);
        assert_eq!(answer["file"], answer["files"][0]);
        assert_eq!(answer["key"]["key_number"], key);
        let licenses = genuine(office, &answer["file"]);
        let texts: Vec<String> = licenses.iter().map(told).collect();
        assert_eq!(
            texts,
            [
                "antivirus EXCLUSIVE 1 until 2026-04-02 voids 0",
                "core EXCLUSIVE 30 until 2026-04-02 voids 0",
                "reports EXCLUSIVE 5 until 2026-04-02 voids 0",
            ]
        );
        for license in &licenses {
            assert_eq!(license.licensee(), Some("ACME & Sons"));
            let extensions: Vec<(&str, &str)> = license.extensions().collect();
            assert_eq!(extensions, [("X_CLASS", "suite"), ("X_KEY_NUMBER", key.as_str())]);
            assert_eq!(license.setting("START"), Some("2026-03-02"));
            assert_eq!(license.server_hosts().len(), 1);
        }
        // Asking again changes neither the key nor a byte.
        let before = hoster.ask("info", json!({"key_number": key}));
        assert_eq!(retrieved(&hoster, &key), answer);
        assert_eq!(hoster.ask("info", json!({"key_number": key})), before);
        let download = office.get(&format!("/v1/keys/{key}/download")).expect(200);
        assert_eq!(json!(download.text), answer["file"]["content"]);
    });
}

#[test]
fn more_seats_come_as_an_upgrade_beside_the_base() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let base = retrieved(&hoster, &key);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 15}})));
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 22}})));
        let answer = retrieved(&hoster, current(&key));
        assert_eq!(named(&answer), ["PLSK.00000001.0000.lic base", "PLSK.00000001.0002.lic upgrade"]);
        assert_eq!(answer["files"][0], base["file"], "the base stays as it is");
        assert_eq!(all_told(office, &answer["file"]), ["core UPGRADE 12 until 2026-04-02 voids 0"]);
        // The older revision is still given out as it was.
        assert_eq!(hoster.ask("retrieve", json!({"key_number": key}))["files"], base["files"]);
    });
}

#[test]
fn what_is_less_or_other_voids_what_was_before() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"capacity": {"SEATS": 10, "REPORTS": 2}}));
        retrieved(&hoster, &key);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 15, "REPORTS": 2}})));
        retrieved(&hoster, current(&key));
        // Fewer seats than the upgrade alone has.
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 4, "REPORTS": 2}})));
        let less = retrieved(&hoster, current(&key));
        // The file of the first revision still holds the reports.
        assert_eq!(named(&less), ["PLSK.00000001.0000.lic base", "PLSK.00000001.0002.lic superseding"]);
        assert_eq!(all_told(office, &less["file"]), ["core EXCLUSIVE 4 until 2026-04-02 voids 2"]);
        // A feature that comes stands by itself.
        upgrade(
            &hoster,
            &key,
            suite(json!({"capacity": {"SEATS": 4, "REPORTS": 2}, "features": ["backup"]})),
        );
        let more = retrieved(&hoster, current(&key));
        assert_eq!(named(&more).last().unwrap(), "PLSK.00000001.0003.lic additional");
        assert_eq!(all_told(office, &more["file"]), ["backup EXCLUSIVE 1 until 2026-04-02 voids 0"]);
        // A feature that goes is voided by the file that says so.
        upgrade(
            &hoster,
            &key,
            suite(json!({"capacity": {"SEATS": 5, "REPORTS": 0}, "features": ["backup"]})),
        );
        let gone = retrieved(&hoster, current(&key));
        assert_eq!(all_told(office, &gone["file"]), ["core UPGRADE 1 until 2026-04-02 voids 1"]);
        assert_eq!(
            named(&gone),
            [
                "PLSK.00000001.0002.lic superseding",
                "PLSK.00000001.0003.lic additional",
                "PLSK.00000001.0004.lic superseding"
            ]
        );
    });
}

#[test]
fn a_renewal_replaces_everything_by_one_file_with_the_new_term() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"features": ["backup"]}));
        retrieved(&hoster, &key);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 15}, "features": ["backup"]})));
        retrieved(&hoster, current(&key));
        let renew = json!({"key_number": key, "request_key": "R", "force": true});
        assert_eq!(hoster.ask("renew", renew)["key"]["key_number"], "PLSK.00000001.0002");
        let answer = retrieved(&hoster, current(&key));
        assert_eq!(named(&answer), ["PLSK.00000001.0002.lic superseding"]);
        assert_eq!(
            all_told(office, &answer["file"]),
            ["backup EXCLUSIVE 1 until 2026-05-02 voids 1", "core EXCLUSIVE 15 until 2026-05-02 voids 2"]
        );
        let files = office.get("/v1/keys/PLSK.00000001/files").expect(200);
        let live: Vec<bool> =
            files.body["data"].as_array().unwrap().iter().map(|file| file["live"] == true).collect();
        assert_eq!(live, [false, false, true], "all past files are kept");
    });
}

#[test]
fn a_revision_that_changes_no_license_still_has_a_file_of_its_own() {
    both(|office| {
        classes(office);
        let class = json!({"class_id": "noted", "features": ["f"], "capacity_options": [
            {"code": "NOTE", "label": "n", "amount": 1},
        ]});
        office.post("/v1/issuer-classes", class).expect(201);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"class": "noted", "features": ["f"], "bill_type": "Purchase"}));
        retrieved(&hoster, &key);
        upgrade(&hoster, &key, json!({"class": "noted", "features": ["f"], "capacity": {"NOTE": 2}}));
        let answer = retrieved(&hoster, current(&key));
        assert_eq!(named(&answer), ["KEY.00000001.0001.lic superseding"]);
        assert_eq!(all_told(office, &answer["file"]), ["f EXCLUSIVE 1 until - voids 1"]);
    });
}

#[test]
fn settings_of_the_vendor_decide_how_files_replace_each_other() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        retrieved(&hoster, &key);
        office.patch("/v1/settings", json!({"prefer_upgrade_files": false})).expect(200);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 15}})));
        let whole = retrieved(&hoster, current(&key));
        assert_eq!(named(&whole), ["PLSK.00000001.0001.lic superseding"]);
        assert_eq!(all_told(office, &whole["file"]), ["core EXCLUSIVE 15 until 2026-04-02 voids 1"]);
        office.patch("/v1/settings", json!({"supersede": false})).expect(200);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 12}})));
        let by_hand = retrieved(&hoster, current(&key));
        assert_eq!(by_hand["result_code"], 101, "somebody must remove the old file");
        assert_eq!(named(&by_hand), ["PLSK.00000001.0002.lic base"]);
        assert_eq!(all_told(office, &by_hand["file"]), ["core EXCLUSIVE 12 until 2026-04-02 voids 0"]);
    });
}

#[test]
fn other_hosts_get_a_base_of_their_own() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"server_host_ids": ["HOSTNAME=a"]}));
        retrieved(&hoster, &key);
        let bind = json!({"change": "bind", "server_host_ids": ["HOSTNAME=b"]});
        assert_eq!(hoster.code("change", json!({"key_number": key, "changes": [bind]})), 100);
        let answer = retrieved(&hoster, current(&key));
        assert_eq!(named(&answer), ["PLSK.00000001.0001.lic base"]);
        assert_eq!(all_told(office, &answer["file"]), ["core EXCLUSIVE 10 until 2026-04-02 voids 0"]);
    });
}

#[test]
fn models_say_how_files_count_and_whom_they_bind() {
    both(|office| {
        let hoster = Agreement::new(office, "hoster");
        for (model, node, expected) in [
            ("FC", None, "f EXCLUSIVE 7 until - voids 0"),
            ("FU", None, "f EXCLUSIVE unlimited until - voids 0"),
            ("NC", Some("HOSTNAME=n"), "f EXCLUSIVE 7 until - voids 0"),
            ("NU", Some("HOSTNAME=n"), "f EXCLUSIVE local until - voids 0"),
        ] {
            let class = json!({"class_id": model, "license_model": model, "capacity_options": [
                {"code": "SEATS", "label": "Seats", "amount": 7},
            ], "features": ["f"]});
            office.post("/v1/issuer-classes", class).expect(201);
            let order = json!({"class": model, "features": ["f"], "bill_type": "Purchase"});
            let key = hoster.key(model, order);
            if let Some(node) = node {
                assert_eq!(hoster.on("retrieve", &key), 223, "{model}: no node is known");
                let bind = json!({"change": "bind", "node_host_ids": [node]});
                assert_eq!(hoster.code("change", json!({"key_number": key, "changes": [bind]})), 100);
            }
            let answer = retrieved(&hoster, current(&key));
            assert_eq!(all_told(office, &answer["file"]), [expected], "{model}");
            let bound = genuine(office, &answer["file"])[0].client_hosts().len();
            assert_eq!(bound, usize::from(node.is_some()), "{model}");
        }
    });
}

#[test]
fn files_of_additional_keys_travel_with_the_main_key() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"additional_keys": ["addon", "locked"]}));
        let answer = retrieved(&hoster, &key);
        let mut names = named(&answer);
        names.sort();
        assert_eq!(names, ["ADDN.00000002.0000.lic base", "PLSK.00000001.0000.lic base"]);
        assert_eq!(answer["file"]["name"], "PLSK.00000001.0000.lic");
        // What must be activated first comes later.
        assert_eq!(hoster.on("activate", "LOCK.00000003"), 100);
        assert_eq!(retrieved(&hoster, &key)["files"].as_array().unwrap().len(), 3);
        let detach = json!({"key_number": key, "additional_key": "addon"});
        assert_eq!(hoster.code("detach", detach), 100);
        assert_eq!(retrieved(&hoster, &key)["files"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn the_next_file_is_shown_before_it_is_made() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        retrieved(&hoster, &key);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 15}})));
        let preview = office.post("/v1/keys/PLSK.00000001/retrieve?verify=true", json!({})).expect(200);
        assert_eq!(preview.body["file"]["delivery"], "upgrade");
        assert!(preview.body["file"]["text"].as_str().unwrap().contains("COUNT=\"5\""), "{}", preview.text);
        let steps = json!([{"from": "2026-03-02", "seats": 15}, {"from": "2026-04-03", "seats": 0}]);
        assert_eq!((&preview.body["seats"]["core"], &preview.body["stops"]), (&steps, &json!([])));
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 8}})));
        let preview = office.post("/v1/keys/PLSK.00000001/retrieve?verify=true", json!({})).expect(200);
        assert_eq!(preview.body["stops"].as_array().unwrap().len(), 1);
        let files = office.get("/v1/keys/PLSK.00000001/files").expect(200);
        assert_eq!(files.body["data"].as_array().unwrap().len(), 1, "nothing was made");
    });
}

#[test]
fn while_the_signer_is_away_the_answer_is_worth_another_try() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let socket = office.office().signer().socket().to_path_buf();
        let away = socket.with_extension("away");
        fs::rename(&socket, &away).unwrap();
        assert_eq!(hoster.on("retrieve", &key), 287);
        let own = office.post(&format!("/v1/keys/{key}/retrieve"), json!({}));
        assert_eq!(own.refusal(), (503, "SIGNER_UNAVAILABLE"));
        let none = office.get(&format!("/v1/keys/{key}/download"));
        assert_eq!(none.refusal(), (409, "FILE_NOT_RETRIEVED"));
        fs::rename(&away, &socket).unwrap();
        assert_eq!(hoster.on("retrieve", &key), 100);
    });
}

/// Seats of a feature on a running license server.
fn seats(daemon: &Lictord, feature: &str) -> Option<Json> {
    let report = Lictor::of(daemon, &["vendor.pub"]).run(&["licenses", "--json"]).json();
    let pools = report["pools"].as_array().unwrap();
    pools.iter().find(|pool| pool["feature"] == feature).map(|pool| pool["seats"].clone())
}

#[test]
fn a_license_server_adds_the_upgrade_to_the_base_and_forgets_what_is_voided() {
    both(|office| {
        classes(office);
        // Years of updates were not paid for; that stops new versions here, not more seats.
        office.patch("/v1/settings", json!({"sus_gate": "version"})).expect(200);
        let hoster = Agreement::new(office, "hoster");
        // The server has the day of this machine; a purchased key that began long ago is good on any.
        let order = json!({"bill_type": "Purchase", "start": "2020-01-01", "capacity": {"REPORTS": 3}});
        let key = hoster.key("L-1", order);
        let base = retrieved(&hoster, &key);
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 15, "REPORTS": 3}})));
        let more = retrieved(&hoster, current(&key));
        let text = |file: &Json, field: &str| file[field].as_str().unwrap().to_owned();
        let builder = Lictord::builder().file("vendor.pub", &public(office));
        let put = |builder: LictordBuilder, answer: &Json| {
            builder.file(&text(&answer["file"], "name"), &text(&answer["file"], "content"))
        };
        let builder = put(put(builder, &base), &more);
        let mut daemon = builder.start();
        assert_eq!(seats(&daemon, "core"), Some(json!(15)));
        assert_eq!(seats(&daemon, "reports"), Some(json!(3)));
        // Less, and one feature gone: old files stay on the server and count no more.
        upgrade(&hoster, &key, suite(json!({"capacity": {"SEATS": 12, "REPORTS": 0}})));
        let less = retrieved(&hoster, current(&key));
        daemon.kill9();
        daemon.put(&text(&less["file"], "name"), text(&less["file"], "content"));
        daemon.start();
        assert_eq!(seats(&daemon, "core"), Some(json!(12)));
        assert!(
            [None, Some(json!(0))].contains(&seats(&daemon, "reports")),
            "{:?}",
            seats(&daemon, "reports")
        );
    });
}

#[test]
fn a_class_of_a_product_takes_its_features_with_their_versions() {
    both(|office| {
        let core = json!({"name": "core", "feature_version": "3.1", "options": "a=1", "share": "VIRTUAL"});
        office.post("/v1/features", core).expect(201);
        for name in ["extra", "always"] {
            office.post("/v1/features", json!({"name": name})).expect(201);
        }
        let product = json!({"name": "Suite", "product_version": "3", "key_prefix": "ACM", "features": [
            {"name": "core", "per_seat": 2}, {"name": "extra"}, {"name": "always", "feature_version": "9.9"},
        ]});
        let product = office.post("/v1/products", product).expect(201).id();
        let class = json!({
            "class_id": "s", "product_id": product, "features": ["extra", "loose"], "capacity_options": [
                {"code": "SEATS", "label": "Seats", "amount": 5},
                {"code": "LOOSE", "label": "Loose", "amount": 8, "feature": "loose"},
            ],
        });
        office.post("/v1/issuer-classes", class).expect(201);
        let hoster = Agreement::new(office, "hoster");
        let told = |name: &str, features: Json| -> Vec<String> {
            let key = hoster.key(name, json!({"class": "s", "bill_type": "Purchase", "features": features}));
            assert!(key.starts_with("ACM."), "{key}");
            let licenses = genuine(office, &retrieved(&hoster, &key)["file"]);
            let text = |license: &License| {
                let options = license.options().unwrap_or("-");
                format!("{} {} {options} {}", license.feature(), license.version(), license.seats().unwrap())
            };
            licenses.iter().map(text).collect()
        };
        assert_eq!(told("L-1", json!([])), ["always 9.9 - 5", "core 3.1 a=1 10"]);
        assert_eq!(
            told("L-2", json!(["extra", "loose"])),
            ["always 9.9 - 5", "core 3.1 a=1 10", "extra 1.0 - 5", "loose 1.0 - 8"]
        );
    });
}
