//! Installation into a real license server: Installed means seen in use.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::fs;

use lictor_testkit::{Lictor, Lictord};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE, secret};
use crate::office::{On, TestOffice};

/// On both stores, on the day of the machine: the license server and its clients know no other.
fn both_today(test: impl Fn(&TestOffice)) {
    let today = jiff::Timestamp::from_second(lictor_office::clock::wall_seconds()).unwrap();
    for on in [On::Sqlite, On::Postgres] {
        eprintln!("on {on:?}");
        test(&TestOffice::start(on, &today.to_string()));
    }
}

/// A license server that believes in the office's key.
fn lictord(office: &TestOffice) -> Lictord {
    let public = office.runtime.block_on(office.office().signer().public()).unwrap().file;
    Lictord::builder().file("vendor.pub", &public).start()
}

/// What the server says of its pools: feature and seats.
fn pools(server: &Lictord) -> Vec<(String, Json)> {
    let lictor = Lictor::of(server, &[]).env("LICTOR_ADMIN", server.admin());
    let run =
        lictor.run(&["licenses", "--json", "--admin", server.admin(), "--token-file", &token_file(server)]);
    let report = run.json();
    let pools = report["pools"].as_array().unwrap().iter();
    pools.map(|pool| (pool["feature"].as_str().unwrap().to_owned(), pool["seats"].clone())).collect()
}

fn token_file(server: &Lictord) -> String {
    server.token_file().display().to_string()
}

fn files(server: &Lictord) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(server.licenses())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".lic"))
        .collect();
    names.sort();
    names
}

fn subscribed(desk: &Desk<'_>, server: &Json) -> String {
    let account = desk.account("ACME");
    let subscription = desk.subscription(&account, json!({"server": server}));
    desk.office.post(&format!("/v1/subscriptions/{subscription}/activate"), json!({})).expect(200);
    subscription
}

fn by_admin(office: &TestOffice, server: &Lictord) -> Json {
    secret(office, "server-token", &fs::read_to_string(server.token_file()).unwrap());
    json!({
        "via": "admin", "admin": server.admin(), "token_ref": "server-token", "confirm": server.listen(),
    })
}

/// L10, L11, L14.
#[test]
fn a_license_goes_from_the_request_into_a_running_server_and_grows_there() {
    both_today(|office| {
        let server = lictord(office);
        let desk = Desk::local(office);
        let subscription = subscribed(&desk, &by_admin(office, &server));
        let id =
            desk.request(json!({"subscription_id": subscription, "automatic": true, "features": ["backup"]}));
        desk.becomes(&id, "Installed");
        assert_eq!(pools(&server), [("backup".into(), json!(1)), ("core".into(), json!(10))]);
        let kept = office.get(&format!("/v1/licenses/{id}/files")).expect(200);
        assert!(kept.body["data"][0]["installed_at"].is_string(), "{}", kept.text);
        // Ten more beside it.
        desk.done(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        desk.shows(&id, "installed_revision", json!(1));
        desk.becomes(&id, "Installed");
        assert_eq!(pools(&server), [("backup".into(), json!(1)), ("core".into(), json!(20))]);
        assert_eq!(files(&server), ["PLSK.00000001.0000.lic", "PLSK.00000001.0001.lic"]);
        // Fewer: one file takes the place of both, which go once it is seen.
        desk.done(&id, "upgrade", json!({"capacity": {"SEATS": 5}, "features": []}));
        desk.shows(&id, "installed_revision", json!(2));
        desk.becomes(&id, "Installed");
        let now = pools(&server);
        assert!(now.contains(&("core".into(), json!(5))), "{now:?}");
        let shipped = office.get(&format!("/v1/licenses/{id}/files")).expect(200);
        assert_eq!(shipped.body["data"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn a_directory_that_a_server_watches_is_as_good() {
    both_today(|office| {
        let server = lictord(office);
        let desk = Desk::local(office);
        let place = json!({"via": "directory", "path": server.licenses(), "confirm": server.listen()});
        let subscription = subscribed(&desk, &place);
        let id = desk.retrieved(json!({"subscription_id": subscription}));
        desk.done(&id, "install", json!({}));
        assert_eq!(desk.status(&id), "Installed");
        assert_eq!(pools(&server), [("core".into(), json!(10))]);
        // The next month takes the place of this one.
        desk.done(&id, "renew", json!({"force": true}));
        lictor_testkit::eventually("the new month", PATIENCE, || {
            let license = desk.license(&id);
            let newest = license["file_id"].as_str()?.to_owned();
            let file = office.get(&format!("/v1/licenses/{id}/files")).expect(200);
            let files = file.body["data"].as_array()?.clone();
            let file = files.into_iter().find(|file| file["id"] == json!(newest))?;
            (license["status"] == "Installed" && file["installed_at"].is_string()).then_some(())
        });
        assert_eq!(files(&server).len(), 1, "{:?}", files(&server));
        assert_eq!(pools(&server), [("core".into(), json!(10))]);
    });
}

#[test]
fn what_the_server_does_not_take_or_show_is_not_installed() {
    both_today(|office| {
        let mut server = lictord(office);
        let desk = Desk::local(office);
        let place = by_admin(office, &server);
        let subscription = subscribed(&desk, &place);
        let path = format!("/v1/subscriptions/{subscription}/server");
        let id = desk.retrieved(json!({"subscription_id": subscription}));
        // A wrong token.
        secret(office, "server-token", "wrong");
        assert_eq!(desk.act(&id, "install", json!({})).refusal(), (502, "INSTALL_REFUSED"));
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!(license["last_error_code"], "INSTALL_REFUSED");
        // Put where nobody looks, so that nobody sees it.
        let elsewhere = office.directory.path().join("elsewhere");
        fs::create_dir_all(&elsewhere).unwrap();
        let blind = json!({"via": "directory", "path": elsewhere, "confirm": server.listen()});
        office.post(&path, blind).expect(200);
        let unseen = office.call(
            "POST",
            &format!("/v1/licenses/{id}/install"),
            Some(json!({})),
            &[("prefer", "wait=60")],
        );
        assert_eq!(unseen.refusal(), (504, "INSTALL_TIMEOUT"));
        desk.becomes(&id, "Retrieved");
        // No server at all.
        office.post(&path, place).expect(200);
        server.stop();
        assert_eq!(desk.act(&id, "install", json!({})).refusal(), (503, "SERVER_UNREACHABLE"));
        server.start();
        secret(office, "server-token", &fs::read_to_string(server.token_file()).unwrap());
        office.post(&path, by_admin(office, &server)).expect(200);
        desk.done(&id, "install", json!({}));
        assert_eq!(desk.status(&id), "Installed");
    });
}
