//! What the pages say and offer: to whom, of which record, in which words (office.md 5.1, 5.2).

use serde_json::json;

use super::seed::{Seed, done, seed};
use super::wire::{Answer, buttons, csrf, log_in, offered, send};
use crate::desk::Desk;
use crate::office::{On, TestOffice};

/// Somebody at the console of an office.
struct Visitor<'a> {
    office: &'a TestOffice,
    cookie: String,
}

impl<'a> Visitor<'a> {
    fn new(office: &'a TestOffice) -> Self {
        Self { office, cookie: log_in(office, office.token()) }
    }

    fn get(&self, path: &str) -> Answer {
        send(self.office, "GET", path, &self.cookie, &[], "")
    }

    fn post(&self, path: &str, fields: &str) -> Answer {
        let number = csrf(self.office, &self.cookie);
        send(self.office, "POST", path, &self.cookie, &[], &format!("{fields}&csrf={number}"))
    }

    /// The text of a page, with each of these words in it.
    #[track_caller]
    fn shows(&self, path: &str, words: &[&str]) -> String {
        let page = self.get(path).text;
        let main = page.split_once("<main").map_or("", |(_, main)| main);
        for word in words {
            assert!(main.contains(word), "{path} does not say {word:?}: {main}");
        }
        main.to_owned()
    }
}

#[test]
fn who_may_not_do_something_is_not_offered_it() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let made = office.post("/v1/tokens", json!({"name": "eve", "role": "viewer"})).expect(201);
    let cookie = log_in(&office, &made.text("token"));
    let viewer = Visitor { office: &office, cookie };
    let dashboard = viewer.shows("/", &["Last runs"]);
    for offer in ["/licenses/new", "/daily-runs/do/run", "/sync-runs/do/run"] {
        assert!(!dashboard.contains(offer), "{offer}");
        assert_eq!(viewer.get(offer).status, 403, "{offer}");
    }
    assert_eq!(viewer.get("/accounts/do/new").status, 403);
    assert_eq!(viewer.get("/plugins/new").status, 403);
    if viewer.get("/settings").status == 200 {
        assert!(!viewer.shows("/settings", &["the right to change this is missing"]).contains(">Save<"));
    }
    let master = Visitor::new(&office);
    assert!(master.shows("/", &["/licenses/new"]).contains("New License"));
    master.shows("/settings", &[">Save<"]);
}

/// L1: the wizard says before the confirmation what the request would be refused for.
#[test]
fn l1_a_mistyped_host_id_is_refused_on_its_page() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    let base = format!("/licenses/new?step=confirm&class_id={}&number=1&bill_type=Monthly", seed.class);
    for (fields, field, says) in [
        ("&capacity/SEATS=5&server_host_ids=MAC%3Dzz", "f-server-host-ids-wrong", "the types are ETHERNET"),
        ("&capacity/SEATS=5&node_host_ids=ETHERNET%3Dzz", "f-node-host-ids-wrong", "00:1b:44:11:3a:b7"),
        ("&capacity/SEATS=0", "trouble", "1 or more"),
        ("&capacity/SEATS=", "f-bill-type", "Confirm"),
    ] {
        let answer = visitor.get(&format!("{base}{fields}"));
        let right = fields.ends_with('=');
        assert_eq!(answer.status, if right { 200 } else { 422 }, "{fields}: {}", answer.text);
        assert!(right || answer.text.contains(&format!("id=\"{field}\"")), "{fields}: {}", answer.text);
        assert!(answer.text.contains(says), "{fields}: {}", answer.text);
    }
    let made = visitor.get(&format!("{base}&capacity/SEATS=5&server_host_ids=HOSTNAME%3Drack"));
    assert_eq!(made.status, 200, "{}", made.text);
}

/// L7: an issuer that answers with a fault of its own is not called unreachable.
#[test]
fn an_issuer_that_answers_is_not_said_to_be_unreachable() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let desk = Desk::local(&office);
    let id = desk.request(json!({}));
    office.stop_signer();
    desk.ask(&id, "issue", json!({}));
    let license = lictor_testkit::eventually("it waits", std::time::Duration::from_secs(20), || {
        let license = office.get(&format!("/v1/licenses/{id}")).body;
        match license["status"].as_str() {
            Some("Issued") => {
                desk.ask(&id, "retrieve", json!({}));
                None
            }
            _ => (!license["unreachable_since"].is_null()).then_some(license),
        }
    });
    let code = license["last_error_code"].as_str().unwrap();
    let page = Visitor::new(&office).shows(&format!("/licenses/{id}"), &["tried since", code]);
    assert!(!page.contains("cannot be reached since"), "{page}");
}

/// An upgrade that the class forbids does not reach the prices; the last step is the last one.
#[test]
fn an_upgrade_that_is_forbidden_does_not_reach_the_prices() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let desk = Desk::local(&office);
    let id = desk.retrieved(json!({"class": "rigid"}));
    let visitor = Visitor::new(&office);
    let lower = visitor.get(&format!("/licenses/{id}/upgrade?step=prices&capacity/SEATS=5"));
    assert_eq!(lower.status, 422, "{}", lower.text);
    assert!(lower.text.contains("Step 2 of 5") && lower.text.contains("id=\"trouble\""), "{}", lower.text);
    let higher = visitor.get(&format!("/licenses/{id}/upgrade?step=prices&capacity/SEATS=20"));
    assert!(higher.text.contains("Step 3 of 5"), "{}", higher.text);
    let operation = done(
        &office,
        &format!("/v1/licenses/{id}/upgrade"),
        json!({"capacity": {"SEATS": 20}, "price_cents": 700, "currency": "EUR"}),
    );
    desk.becomes(&id, "Retrieved");
    let ended = format!("/licenses/{id}/upgrade?step=progress&operation={}", operation.id());
    assert!(visitor.shows(&ended, &["Step 5 of 5", "To the license"]).contains("The upgrade has ended"));
    // The page of the license shows the order, and the configuration that counts.
    let page = visitor.shows(&format!("/licenses/{id}"), &["7.00 EUR", "Requested at first", "Sync"]);
    assert!(page.contains("Orders"), "{page}");
    // Before the update date, too: the form has the switch for it.
    assert!(page.contains(">Renew License<"), "{page}");
    visitor.shows(&format!("/licenses/{id}/renew"), &["Renew before the update date"]);
}

#[test]
fn audit_events_jobs_and_files_name_their_records() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    visitor.shows("/audit", &[">license 1<", "a job that", "the file came, and is the right one (L6)"]);
    visitor.shows("/jobs", &[">license 1<", ">plug-in Hosting<"]);
    visitor.shows("/files", &[">license 1<", ">fulfillment FUL-0000000"]);
    visitor.shows(&format!("/licenses/{}", seed.license), &["the issuer made the key (L2)"]);
    let events = visitor.shows("/events?filter[event_type]=license.requested", &["license.requested"]);
    assert!(!events.contains("license.issued") && events.contains("id=\"by-1\""), "{events}");
    let log = office.get("/v1/audit?filter[action]=license.issued").body;
    let number = log["data"][0]["sequence"].as_i64().unwrap();
    visitor.shows(&format!("/audit/{number}"), &["Before and after", "Pending", "Issued", ">license 1<"]);
    assert_eq!(visitor.get("/audit/999999").status, 404);
    visitor.shows("/plugins", &["Classes"]);
}

/// The issuer's own people do with a key what its interface does.
#[test]
fn a_key_is_upgraded_on_its_page() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    let path = format!("/keys/{}", seed.key);
    visitor.shows(&path, &[">Upgrade<", ">Attach<", ">Detach<"]);
    let form = visitor.shows(&format!("{path}/upgrade"), &["SEATS=200", "render"]);
    assert!(offered(&form, "config/class").unwrap().contains(&"studio".to_owned()), "{form}");
    let fields =
        "config/class=studio&config/class_version=1&config/capacity=SEATS%3D250&config/features=render";
    let sent = visitor.post(&format!("{path}/upgrade"), fields);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let number = office.get(&format!("/v1/licenses/{}", seed.differing)).text("key_number");
    assert_eq!(office.get(&format!("/v1/keys/{number}")).body["config"]["capacity"], json!({"SEATS": 250}));
}

#[test]
fn the_form_of_an_activation_fits_its_line() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let Seed { line, upgrade_line, newer, entitlement, product, .. } = seed(&office);
    let visitor = Visitor::new(&office);
    let model = office.get("/v1/license-models/FC").id();
    let fields =
        format!("product_id={product}&license_model_id={model}&quantity=5&expiry=permanent&auto_deploy=on");
    let alone = visitor.post(&format!("/entitlements/{entitlement}/add-line"), &fields).location;
    let path = format!("{alone}/activate");
    // The line that was upgraded takes no activations, so none is offered.
    assert!(!visitor.shows(&format!("/line-items/{line}"), &[]).contains(">Activate<"));
    let form = visitor.shows(&path, &["value=\"2026-03-02\""]);
    assert!(!form.contains("Seats from the parent line"), "{form}");
    visitor.shows(&format!("/line-items/{upgrade_line}/activate"), &["Seats from the parent line"]);
    // A refusal stands at its field, and empty rows do not gather.
    let rows = "hosts/0/from_own=1&hosts/1/from_own=&hosts/2/from_own=&hosts/3/from_own=";
    let refused = visitor.post(&path, &format!("{rows}&start_date=2026-03-02&try=1"));
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("id=\"f-hosts-0-server-host-ids-wrong\""), "{}", refused.text);
    assert!(refused.text.contains("Row 2") && !refused.text.contains("Row 3"), "{}", refused.text);
    let bad =
        visitor.post(&path, "hosts/0/server_host_ids=HOSTNAME%3Da&hosts/0/from_own=&start_date=x&try=1");
    assert!(!bad.text.contains("expected u32") && !bad.text.contains("invalid type"), "{}", bad.text);
    // A line is upgraded to where a relation leads.
    let page = visitor.get(&format!("/line-items/{line}/upgrade")).text;
    assert_eq!(offered(&page, "product_id").unwrap(), ["".to_owned(), newer]);
}

#[test]
fn what_would_be_and_what_was_made_is_told_by_names() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let Seed { fulfillment, subscription, account, .. } = seed(&office);
    let visitor = Visitor::new(&office);
    let path = format!("/fulfillments/{fulfillment}");
    let tried = visitor.post(&format!("{path}/return"), "count=1&try=1");
    assert!(tried.text.contains("fewer seats than before (D4)"), "{}", tried.text);
    assert!(tried.text.contains(".lic ("), "{}", tried.text);
    let moved = visitor.post(&format!("{path}/rehost"), "count=&server_host_ids=HOSTNAME%3Dlicense7");
    assert_eq!(moved.status, 303, "{}", moved.text);
    assert_ne!(moved.location, path);
    let page = visitor.shows(&moved.location, &["HOSTNAME=license7"]);
    assert!(buttons(&page).iter().all(|button| !button.starts_with(&path)), "{page}");
    let listed = visitor.shows("/fulfillments?filter[host]=license7", &["HOSTNAME=license7"]);
    assert!(!listed.contains("HOSTNAME=license1<"), "{listed}");
    visitor.shows(&format!("/accounts/{account}"), &["Ada Example &#60;ada@example.org&#62;"]);
    visitor.shows(&format!("/subscriptions/{subscription}"), &["Ordinary"]);
}

/// Whoever comes with a browser sees a page, wherever nothing is.
#[test]
fn a_browser_sees_a_page_where_nothing_is() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let visitor = Visitor::new(&office);
    let accept = [("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")];
    for path in ["/nothing", "/licenses/a/b/c", "/licenses/a/b", "/licenses/a", "/assets/none.css", "/v1"] {
        let answer = send(&office, "GET", path, &visitor.cookie, &accept, "");
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert!(answer.text.starts_with("<!"), "{path}: {}", answer.text);
    }
}
