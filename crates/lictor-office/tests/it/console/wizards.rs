//! What takes several pages, done with the keyboard alone.

use std::fs;
use std::time::Duration;

use lictor_testkit::{Key, eventually};
use serde_json::{Value as Json, json};

use super::seed::{Seed, licensed, seed, sold};
use super::visitor::Visitor;
use crate::office::{On, TestOffice};

/// How long the office may take for what its jobs do.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_license_is_requested_issued_and_retrieved_with_the_keyboard() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let mut seed = Seed { account: sample_account(&office), ..Seed::default() };
    licensed(&office, &mut seed);
    let visitor = Visitor::new(&office);
    visitor.goto("/licenses/new");
    // The first stop is the way past the menu.
    visitor.browser.press(Key::Tab);
    assert_eq!(visitor.browser.focused().attribute("class").as_deref(), Some("skip"));
    visitor.browser.press(Key::Enter);
    visitor.press_on("main form .primary");
    visitor.tab_to("#f-class-id");
    visitor.browser.press(Key::Down);
    visitor.press_on("main form .primary");
    visitor.browser.wait_for("#f-bill-type");
    visitor.fill("#f-capacity-SEATS", "42");
    visitor.press_on("main form .primary");
    assert!(visitor.browser.wait_for("main").text().contains("42"));
    visitor.press_on("main form .primary");
    visitor.browser.wait_until("document.querySelector('h1').textContent.includes('Pending')");
    let id = visitor.last_part();
    assert_eq!(
        office.get(&format!("/v1/licenses/{id}")).body["requested_config"]["capacity"],
        json!({"SEATS": 42})
    );
    visitor.press_on(&format!("form[action$='/licenses/{id}/issue'] button"));
    visitor.press_on(&format!("form[action$='/licenses/{id}/retrieve'] button"));
    visitor.browser.wait_until("document.querySelector('h1').textContent.includes('Retrieved')");
    let license = office.get(&format!("/v1/licenses/{id}"));
    assert_eq!(
        (license.text("status").as_str(), license.body["current_revision"].as_i64()),
        ("Retrieved", Some(0))
    );
}

fn sample_account(office: &TestOffice) -> String {
    office.post("/v1/accounts", json!({"name": "Example Works", "code": "EXAMPLE"})).expect(201).id()
}

#[test]
fn t_syn_2_reconcile_takes_over_what_differs_with_one_press() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let mut seed = Seed { account: sample_account(&office), ..Seed::default() };
    licensed(&office, &mut seed);
    let visitor = Visitor::new(&office);
    visitor.goto(&format!("/licenses/{}", seed.differing));
    let rows: Vec<String> = visitor.browser.find_all(".diff tbody tr").iter().map(|row| row.text()).collect();
    assert_eq!(
        rows,
        [
            "revision 0000 0001 KEY_CHANGED Reconcile",
            "capacity.SEATS 100 200 CAPACITY_CHANGED Reconcile",
            "features nothing render FEATURE_ADDED Reconcile",
        ]
    );
    visitor.press_on(".diff button");
    let license = eventually("the license is in sync", PATIENCE, || {
        let license = office.get(&format!("/v1/licenses/{}", seed.differing));
        (license.text("sync_status") == "In Sync").then_some(license)
    });
    assert_eq!(license.body["known_config"]["capacity"], json!({"SEATS": 200}));
    assert_eq!(license.body["current_revision"], 1);
    visitor.goto(&format!("/licenses/{}", seed.differing));
    assert!(visitor.browser.find_all(".diff").is_empty());
}

#[test]
fn t_upg_1_a_license_is_upgraded_in_five_steps() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let mut seed = Seed { account: sample_account(&office), ..Seed::default() };
    licensed(&office, &mut seed);
    let visitor = Visitor::new(&office);
    visitor.goto(&format!("/licenses/{}/upgrade", seed.license));
    visitor.press_on("main form .primary");
    visitor.browser.wait_for("#f-capacity-SEATS");
    visitor.fill("#f-capacity-SEATS", "120");
    visitor.press_on("main form .primary");
    visitor.browser.wait_for("#f-price-cents");
    visitor.fill("#f-price-cents", "12.50");
    visitor.press_on("main form .primary");
    visitor.browser.wait_until("document.querySelector('[aria-current=step]').textContent.includes('Order')");
    visitor.press_on("main form .primary");
    // The page follows what goes on by itself.
    visitor
        .browser
        .wait_until("document.querySelector('main').textContent.includes('The upgrade has ended')");
    let license = eventually("the new file is there", PATIENCE, || {
        let license = office.get(&format!("/v1/licenses/{}", seed.license));
        (license.body["current_revision"] == 1 && license.text("status") == "Retrieved").then_some(license)
    });
    assert_eq!(license.body["known_config"]["capacity"], json!({"SEATS": 120}));
    let orders = office.get("/v1/orders?filter[kind]=upgrade").body;
    assert_eq!(orders["data"][0]["lines"][0]["price_cents"], 1250);
}

#[test]
fn t_split_1_seats_are_verified_without_writing_and_then_generated() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let mut seed = Seed::default();
    sold(&office, &mut seed);
    let visitor = Visitor::new(&office);
    visitor.goto(&format!("/fulfillments/{}/change/upgrade", seed.fulfillment));
    // One candidate needs no choice, and the same model asks for no host.
    let steps = visitor.browser.find("[aria-current=step]").text();
    assert_eq!(steps, "Properties");
    assert!(visitor.browser.find_all("[name=server_host_ids], [name=node_host_ids]").is_empty());
    visitor.fill("#f-count", "99");
    visitor.press_on("button[name=try]");
    let refused = visitor.browser.wait_for("#trouble").text();
    assert!(refused.contains("COUNT_EXCEEDS_FULFILLMENT"), "{refused}");
    assert_eq!(visitor.browser.find("#f-count").attribute("aria-invalid").as_deref(), Some("true"));
    visitor.fill("#f-count", "2");
    visitor.browser.script("document.getElementById('f-start-date').value = '2026-03-02'", &[]);
    visitor.press_on("button[name=try]");
    let shown = visitor.browser.wait_for("#would-be").text();
    for words in ["Nothing was written", "superseding", "Ledger before and after", "Files that stop counting"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let charts = visitor.browser.find_all("#would-be svg title").len();
    assert!(charts >= 1, "{shown}");
    let count = || office.get("/v1/fulfillments?total=1").body["meta"]["total"].as_i64();
    assert_eq!(count(), Some(3), "nothing was written");
    visitor.press_on("main form button:not([name])");
    visitor.browser.wait_until(
        "location.pathname.startsWith('/fulfillments/') && !location.pathname.includes('change')",
    );
    assert_eq!(count(), Some(5));
    let tree = office.get(&format!("/v1/fulfillments/{}/tree", visitor.last_part())).body;
    assert_eq!(tree["live_count"], 10);
}

#[test]
fn a_plug_in_is_added_in_two_steps_and_its_classes_are_selected() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let class = json!({"class_id": "box", "name": "Box", "features": ["f"], "bill_types": ["Monthly"]});
    office.post("/v1/issuer-classes", class).expect(201);
    let visitor = Visitor::new(&office);
    visitor.goto("/plugins/new");
    visitor.fill("#f-name", "Local issuer");
    visitor.press_on("main form .primary");
    visitor.browser.wait_for("#f-mode");
    visitor.press_on("main form .primary");
    // The page of the plug-in is loaded anew until the classes are there.
    visitor.browser.wait_until("document.querySelector('h1').textContent.includes('Configured')");
    let id = visitor.last_part();
    visitor.goto(&format!("/plugins/{id}/classes"));
    visitor.tab_to("main input[type=checkbox]");
    let selected = visitor.browser.focused().property("checked");
    visitor.browser.press(Key::Space);
    visitor.press_on("main form .primary");
    visitor.browser.wait_for(".notice");
    let classes = office.get(&format!("/v1/license-classes?filter[plugin_id]={id}")).body;
    assert_eq!(classes["data"][0]["selected_for_sale"], json!(selected == json!(false)));
}

#[test]
fn a_list_is_filtered_saved_and_exported() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    visitor.goto("/licenses?filter[status]=Pending&columns=number,status,licensee");
    let heads: Vec<String> =
        visitor.browser.find_all("main thead th").iter().map(|head| head.text()).collect();
    assert_eq!(heads[1..], ["ID", "Status", "Licensee"]);
    assert_eq!(visitor.browser.find_all("main tbody tr").len(), 1);
    visitor.browser.find("details.drop summary").click();
    visitor.browser.find("#view-name").type_keys("Requests");
    visitor.follow("details.drop .stack button");
    visitor.browser.wait_for(".notice.good");
    visitor.goto("/licenses");
    visitor.follow(".views a.view");
    visitor.browser.wait_for(".view[aria-current]");
    assert_eq!(visitor.browser.find_all("main tbody tr").len(), 1);
    visitor.browser.find("a[download]").click();
    let path = visitor.browser.downloads().join("licenses.csv");
    let text = eventually("the file is there", PATIENCE, || {
        fs::read_to_string(&path).ok().filter(|text| text.lines().count() == 2)
    });
    assert_eq!(text, "ID,Status,Licensee\n3,Pending,Somebody\n");
    // The whole row leads to the record.
    visitor.browser.find("main tbody tr td:last-child").click();
    visitor.browser.wait_until(&format!("location.pathname === '/licenses/{}'", seed.pending));
    // Several at once.
    visitor.goto("/licenses?columns=number,status");
    visitor.browser.find("thead input").click();
    assert_eq!(visitor.browser.find("[data-count]").text(), "With the chosen rows (3):");
    visitor.follow("#bulk button");
    let told = visitor.browser.wait_for(".notice").text();
    assert!(told.contains("Issue: done or under way for 1"), "{told}");
    assert!(told.contains("license 2, 1: ") && told.contains("(ALREADY_ISSUED)"), "{told}");
    let list: Json = office.get("/v1/licenses?filter[status]=Pending").body;
    assert!(list["data"].as_array().unwrap().len() <= 1);
}
