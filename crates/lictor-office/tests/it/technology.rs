//! Technologies that cannot share counts (3.6), and those whose text comes by hand (F2).

use serde_json::json;

use crate::office::both;
use crate::sale::{S1, Shop, first, tell_all};

fn models(shop: &Shop<'_>) {
    for (technology, code) in [("custom", "CU"), ("trusted_storage", "TS"), ("embedded", "EM")] {
        for model in ["FC", "NU"] {
            let body = json!({"code": format!("{model}-{code}"), "model": model, "technology": technology});
            shop.office.post("/v1/license-models", body).expect(201);
        }
    }
}

#[test]
fn t_tec_1_to_4_blocked_pairs_are_ordered_with_a_warning_and_not_fulfilled() {
    both(|office| {
        let mut shop = Shop::new(office);
        models(&shop);
        let [p1, ..] = shop.catalogue();
        for (number, from, to) in
            [(1, "FC-CU", "FC-TS"), (2, "FC", "FC-TS"), (3, "FC-EM", "FC"), (4, "FC-EM", "FC-TS")]
        {
            shop.account = shop.customer(&format!("tec-{number}"));
            let a = shop.line(&p1, from, 10, json!({}));
            let f1 = first(&shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 10})).expect(201));
            if shop.told(&f1).starts_with("OnHold") {
                shop.operate(&f1, "set-text", json!({"text": "LICENSE"})).expect(200);
            }
            let before = shop.show(&f1);
            let body = json!({"license_model_id": to, "auto_deploy": true});
            let order = office.post(&format!("/v1/line-items/{}/upgrade", a.id), body).expect(201);
            assert_eq!(order.body["warnings"], json!(["W_INCOMPATIBLE_TECHNOLOGY"]), "{number}");
            let done = shop.operate(&f1, "upgrade", json!({"start_date": "2026-03-02"}));
            assert_eq!(done.refusal(), (409, "INCOMPATIBLE_TECHNOLOGY"), "{number}");
            assert!(done.text.contains("cannot share counts"), "{}", done.text);
            assert_eq!(shop.show(&f1), before);
        }
    });
}

#[test]
fn t_tec_5_trusted_to_certificate_is_open_and_needs_no_marker() {
    both(|office| {
        let shop = Shop::new(office);
        models(&shop);
        let p1 = shop.product("P1", "1.0", &["f1 1.0"]);
        let p2 = shop.product("P2", "2.0", &["f1 2.0"]);
        shop.relate(&p1, &p2, "UPGRADE");
        let a = shop.line(&p1, "FC-TS", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "upgrade", json!({"license_model_id": "FC"}));
        let done = shop.operate(&f1, "upgrade", json!({})).expect(200);
        assert_eq!(tell_all(&done), ["Active/MASTER 10"]);
    });
}

#[test]
fn t_tec_5_the_strictness_of_the_pair_with_a_model_is_a_setting() {
    both(|office| {
        let shop = Shop::new(office);
        models(&shop);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC-EM", 10, json!({}));
        let f1 = first(&shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 10})).expect(201));
        shop.operate(&f1, "set-text", json!({"text": "LICENSE"})).expect(200);
        shop.follow(&a, "upgrade", json!({"license_model_id": "FC"}));
        assert_eq!(shop.operate(&f1, "upgrade", json!({})).refusal(), (409, "INCOMPATIBLE_TECHNOLOGY"));
        shop.set("strict_pairs", json!(false));
        shop.operate(&f1, "upgrade", json!({})).expect(200);
    });
}

#[test]
fn f2_a_text_set_by_hand_takes_a_record_off_hold() {
    both(|office| {
        let shop = Shop::new(office);
        models(&shop);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC-CU", 10, json!({}));
        let made = shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 4})).expect(201);
        assert_eq!(tell_all(&made), ["OnHold/MASTER 4"]);
        assert_eq!(made.body["files"], json!([]));
        assert_eq!(shop.counts(&a), (6, 6, 6));
        let f1 = first(&made);
        let told = office.get("/v1/events?filter[event_type]=fulfillment.on_hold").expect(200);
        assert_eq!(told.body["data"][0]["aggregate_id"], json!(f1));
        for how in ["upgrade", "upsell", "renew", "rehost", "return", "repair", "publisher-error"] {
            assert_eq!(shop.operate(&f1, how, json!({})).refusal(), (409, "FULFILLMENT_ON_HOLD"), "{how}");
        }
        let end = json!({"end_date": "2026-03-10"});
        assert_eq!(shop.operate(&f1, "emergency", end).refusal(), (409, "FULFILLMENT_ON_HOLD"));
        assert_eq!(shop.operate(&f1, "email", json!({})).refusal(), (409, "FILE_NOT_RETRIEVED"));
        let text = shop.operate(&f1, "set-text", json!({"text": "SEATS 4"})).expect(200);
        assert_eq!(text.body["status"], json!("Active"));
        assert_eq!(shop.download(text.body["license_file_id"].as_str().unwrap()), "SEATS 4");
        let again = shop.operate(&f1, "set-text", json!({"text": "SEATS 5"}));
        assert_eq!(again.refusal(), (409, "ILLEGAL_TRANSITION"));
        assert_eq!(again.meta("status"), json!("Active"));
    });
}
