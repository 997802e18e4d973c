//! Without scripts: everything can still be done.

use super::seed::{Seed, licensed};
use super::visitor::Visitor;
use crate::office::{On, TestOffice};

#[test]
fn everything_works_without_scripts() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let visitor = Visitor::new(&office);
    visitor.browser.set_scripting(false);
    // A record is made, and a refusal is shown beside its field.
    visitor.goto("/accounts");
    assert!(visitor.browser.find(".empty").text().contains("Make an account for your first customer."));
    visitor.follow(".head a.primary");
    visitor.browser.wait_for("#f-name").type_keys("Example Works");
    visitor.browser.find("#f-code").type_keys("EX AMPLE");
    visitor.browser.find("[name='contacts/0/name']").type_keys("Ada");
    visitor.browser.find("[name='contacts/0/email']").type_keys("ada@example.org");
    visitor.follow("main form .primary");
    let wrong = visitor.browser.wait_for("#f-code-wrong").text();
    assert!(wrong.contains("INVALID_FIELD"), "{wrong}");
    assert_eq!(visitor.browser.find("#f-name").property("value"), "Example Works");
    visitor.browser.find("#f-code").clear();
    visitor.browser.find("#f-code").type_keys("EXAMPLE");
    visitor.follow("main form .primary");
    visitor.browser.wait_for(".notice.good");
    let account = office.get("/v1/accounts/EXAMPLE").expect(200);
    assert_eq!(account.body["contacts"][0]["email"], "ada@example.org");
    // Licenses: filters, columns, one step after the other.
    let mut seed = Seed { account: account.id(), ..Seed::default() };
    licensed(&office, &mut seed);
    visitor.goto("/licenses");
    visitor.browser.find("details.columns summary").click();
    visitor.browser.find("[name=columns][value=licensee]").click();
    visitor.follow(".filters button");
    visitor.browser.wait_for("main tbody tr");
    assert!(visitor.browser.find("thead").text().contains("Licensee"));
    visitor.goto(&format!("/licenses/{}", seed.pending));
    visitor.follow(&format!("form[action$='/licenses/{}/issue'] button", seed.pending));
    visitor.browser.wait_for(".notice");
    assert_ne!(office.get(&format!("/v1/licenses/{}", seed.pending)).text("status"), "Pending");
    // The request goes through its pages by address alone.
    visitor.goto("/licenses/new");
    visitor.follow("main form .primary");
    visitor.browser.wait_for("#f-class-id").type_keys("Studio");
    visitor.follow("main form .primary");
    visitor.browser.wait_for("#f-bill-type");
    visitor.follow("main form .primary");
    visitor.browser.wait_until("document.querySelector('[aria-current=step]').textContent === 'Confirm'");
    visitor.follow("main form .primary");
    visitor.browser.wait_for(".notice.good");
    assert_eq!(office.get("/v1/licenses?total=1").body["meta"]["total"], 4);
    // The theme is kept by the server.
    visitor.follow("form[action='/theme'] button");
    visitor.browser.wait_until("document.documentElement.dataset.theme === 'light'");
}
