//! Which buttons the page of a license has (5.1).

use serde_json::json;

use super::wire::{log_in, send};
use crate::desk::Desk;
use crate::office::{On, TestOffice};

/// L8 and forced renewals: who may override or force finds the button.
#[test]
fn the_page_of_a_license_offers_what_can_be_overridden_or_forced() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let desk = Desk::local(&office);
    let (pending, installed) = (desk.request(json!({})), desk.installed(json!({})));
    let operator = office.post("/v1/tokens", json!({"name": "op", "role": "operator"})).expect(201);
    let cookies = [log_in(&office, office.token()), log_in(&office, &operator.text("token"))];
    let page =
        |id: &str, cookie: &str| send(&office, "GET", &format!("/licenses/{id}"), cookie, &[], "").text;
    let upload = format!("/licenses/{pending}/upload");
    assert!(page(&pending, &cookies[0]).contains(&upload));
    assert!(!page(&pending, &cookies[1]).contains(&upload));
    let renew = format!("/licenses/{installed}/renew");
    for cookie in &cookies {
        assert!(page(&installed, cookie).contains(&renew));
    }
}
