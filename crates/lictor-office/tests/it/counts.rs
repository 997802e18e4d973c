//! Counts (3.3): what a request would get, and that it gets it.

use serde_json::json;

use crate::office::both;
use crate::sale::{Line, S1, Shop, made};

/// A line A with everything active, and lines that follow it.
fn setup(shop: &Shop<'_>, quantity: u32, children: &[u32]) -> (Line, String, Vec<Line>) {
    let [p1, ..] = shop.catalogue();
    let a = shop.line(&p1, "FC", quantity, json!({}));
    let f1 = shop.activate(&a, quantity);
    let children =
        children.iter().map(|quantity| shop.follow(&a, "upgrade", json!({"quantity": quantity}))).collect();
    (a, f1, children)
}

#[test]
fn t_cnt_1_more_may_be_ordered_than_the_parent_can_give() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        let order = office
            .post(&format!("/v1/line-items/{}/upgrade", a.id), json!({"quantity": 15, "auto_deploy": true}))
            .expect(201);
        assert_eq!(order.body["warnings"], json!(["W_COUNT_EXCEEDS_AVAILABLE"]));
        let u = Line { id: order.id(), activation: order.text("activation_id"), entitlement: String::new() };
        assert_eq!(shop.counts(&u), (15, 10, 0));

        let over = shop.operate(&f1, "upgrade", json!({"count": 12, "start_date": "2026-03-02"}));
        assert_eq!(over.refusal(), (422, "COUNT_EXCEEDS_FULFILLMENT"));
        let more = json!({"server_host_ids": [S1], "count": 12, "start_date": "2026-03-02"});
        let own = shop.try_activate(&u, more);
        assert_eq!((own.refusal(), own.meta("available")), ((409, "INSUFFICIENT_COUNT"), json!(0)));
        let host = json!({"server_host_ids": [S1], "from_parent": 12});
        let parent = shop.try_activate(&u, json!({"hosts": [host], "start_date": "2026-03-02"}));
        assert_eq!((parent.refusal(), parent.meta("available")), ((409, "INSUFFICIENT_COUNT"), json!(10)));
        shop.operate(&f1, "upgrade", json!({"count": 10, "start_date": "2026-03-02"})).expect(200);
        assert_eq!(shop.counts(&u), (5, 0, 0));
    });
}

#[test]
fn t_cnt_2_what_was_taken_is_gone_from_the_parent() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1, children) = setup(&shop, 10, &[2]);
        assert_eq!(shop.counts(&children[0]), (2, 2, 0));
        let done = shop.operate(&f1, "upgrade", json!({"count": 2})).expect(200);
        assert_eq!(shop.counts(&children[0]), (0, 0, 0));
        let ledger = &done.body["ledgers"][0];
        assert_eq!(ledger["line_item_id"], json!(a.id));
        assert_eq!((&ledger["after"]["capacity"], &ledger["after"]["active"]), (&json!(8), &json!(8)));
        let line = office.get(&format!("/v1/line-items/{}", a.id)).expect(200).body;
        assert_eq!((&line["out"], &line["active"], &line["closed"]), (&json!(2), &json!(8), &json!(true)));
    });
}

#[test]
fn t_cnt_3_a_seat_in_use_can_be_upgraded_and_not_activated_again() {
    both(|office| {
        let shop = Shop::new(office);
        let (_, f1, children) = setup(&shop, 1, &[1]);
        assert_eq!(shop.counts(&children[0]), (1, 1, 0));
        let host = json!({"server_host_ids": [S1], "from_own": 1});
        let new = shop.try_activate(&children[0], json!({"hosts": [host]}));
        assert_eq!((new.refusal(), new.meta("available")), ((409, "INSUFFICIENT_COUNT"), json!(0)));
        shop.operate(&f1, "upgrade", json!({})).expect(200);
    });
}

#[test]
fn t_cnt_4_two_orders_share_one_parent() {
    both(|office| {
        let shop = Shop::new(office);
        let (_, f1, lines) = setup(&shop, 10, &[6, 6]);
        let choose = shop.operate(&f1, "upgrade", json!({"count": 6}));
        assert_eq!(choose.refusal(), (422, "TARGET_REQUIRED"));
        let candidates = json!([lines[0].id, lines[1].id]);
        assert_eq!(choose.meta("candidates"), candidates);
        assert_eq!(shop.counts(&lines[1]), (6, 6, 0));
        let target = json!({"count": 6, "target_line_item_id": lines[0].activation});
        let done = shop.operate(&f1, "upgrade", target).expect(200);
        assert_eq!(shop.counts(&lines[1]), (6, 4, 0));
        let rest = made(&done, 0);
        let five = shop.operate(&rest, "upgrade", json!({"count": 5, "target_line_item_id": lines[1].id}));
        assert_eq!(five.refusal(), (422, "COUNT_EXCEEDS_FULFILLMENT"));
        let host = json!({"server_host_ids": [S1], "from_parent": 5});
        let five = shop.try_activate(&lines[1], json!({"hosts": [host]}));
        assert_eq!((five.refusal(), five.meta("available")), ((409, "INSUFFICIENT_COUNT"), json!(4)));
        shop.operate(&rest, "upgrade", json!({"count": 4, "target_line_item_id": lines[1].id})).expect(200);
    });
}

#[test]
fn t_cnt_7_of_two_at_the_same_moment_one_gets_its_seats() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let url = format!("http://{}/v1/line-items/{}/activate", office.address(), a.activation);
        let ask = |host: &str| {
            let body = json!({"server_host_ids": [format!("HOSTNAME={host}")], "count": 6});
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let request = client
                .post(&url)
                .bearer_auth(office.token())
                .header("content-type", "application/json")
                .body(body.to_string());
            office.runtime.spawn(async move { request.send().await.unwrap().status().as_u16() })
        };
        let asked = [ask("a"), ask("b")];
        let mut statuses = asked.map(|asked| office.runtime.block_on(asked).unwrap());
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(shop.counts(&a), (4, 4, 4));
    });
}

#[test]
fn t_cnt_7_of_twenty_at_the_same_moment_exactly_those_that_fit() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let url = format!("http://{}/v1/line-items/{}/activate", office.address(), a.activation);
        let asked: Vec<_> = (0..20)
            .map(|at| {
                let body = json!({"server_host_ids": [format!("HOSTNAME=host-{at}")], "count": 3});
                let client = reqwest::Client::builder().no_proxy().build().unwrap();
                let request = client
                    .post(&url)
                    .bearer_auth(office.token())
                    .header("content-type", "application/json")
                    .body(body.to_string());
                office.runtime.spawn(async move { request.send().await.unwrap().status().as_u16() })
            })
            .collect();
        let statuses: Vec<u16> =
            asked.into_iter().map(|asked| office.runtime.block_on(asked).unwrap()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 3, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 17, "{statuses:?}");
        assert_eq!(shop.counts(&a), (1, 1, 1));
    });
}

#[test]
fn t_cnt_8_a_short_license_takes_no_seats() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1, _) = setup(&shop, 10, &[]);
        let extra = shop.operate(&f1, "emergency", json!({"end_date": "2026-03-10"})).expect(200);
        assert_eq!(crate::sale::tell_all(&extra), ["Active/EMERGENCY 10"]);
        assert_eq!(extra.body["ledgers"], json!([]));
        assert_eq!(shop.counts(&a), (0, 0, 0));
        let line = office.get(&format!("/v1/line-items/{}", a.id)).expect(200).body;
        assert_eq!(line["active"], json!(10));
    });
}

#[test]
fn a_count_is_asked_for_by_name_and_for_one_fulfillment() {
    both(|office| {
        let shop = Shop::new(office);
        let (_, f1, children) = setup(&shop, 10, &[15]);
        let path = format!("/v1/line-items/{}/exact-available-count", children[0].activation);
        assert_eq!(
            office.get(&path).expect(200).body,
            json!({"count": 10, "without_return": 0, "from_parent_active": 10, "naive": 15})
        );
        shop.operate(&f1, "return", json!({"count": 7})).expect(200);
        let rest = office.get("/v1/fulfillments?filter[status]=Active").expect(200);
        let rest = rest.body["data"][0]["fulfillment_id"].as_str().unwrap().to_owned();
        assert_eq!(
            office.get(&format!("{path}?fulfillment_id={rest}")).expect(200).body,
            json!({"count": 3, "without_return": 7, "from_parent_active": 3, "naive": 15})
        );
        assert_eq!(office.get(&format!("{path}?fulfillment_id=none")).refusal(), (404, "NOT_FOUND"));
        assert_eq!(office.get("/v1/line-items/none/exact-available-count").refusal(), (404, "NOT_FOUND"));
    });
}

/// 3.3: what is said is what would be accepted right now, and nothing that an operation would refuse.
#[test]
fn the_exact_count_leaves_out_what_would_be_refused() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let count = |line: &Line, record: &str| {
            let path = format!("/v1/line-items/{}/exact-available-count?fulfillment_id={record}", line.id);
            office.get(&path).expect(200).body["count"].clone()
        };
        // An obsolete record, one of the line itself and one of an unrelated line give nothing.
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        let u = shop.follow(&a, "upgrade", json!({}));
        let b = shop.line(&p1, "FC", 3, json!({}));
        let unrelated = shop.activate(&b, 3);
        assert_eq!((count(&u, &f1), count(&u, &unrelated)), (json!(10), json!(0)));
        let done = shop.operate(&f1, "upgrade", json!({"count": 4})).expect(200);
        let [rest, new] = [made(&done, 0), made(&done, 1)];
        assert_eq!([&f1, &rest, &new].map(|record| count(&u, record)), [json!(0), json!(6), json!(0)]);
        // Without the edge between the products nothing can be upgraded.
        let edges = office.get("/v1/relations").expect(200).body;
        let edge = edges["data"].as_array().unwrap().iter().find(|edge| edge["to_product"] == json!(p2));
        let edge = edge.unwrap()["id"].as_str().unwrap().to_owned();
        office.delete(&format!("/v1/relations/{edge}")).expect(204);
        assert_eq!(shop.counts(&u).1, 0);
        assert_eq!(shop.operate(&rest, "upgrade", json!({})).refusal(), (409, "NO_PRODUCT_RELATION"));
        shop.relate(&p1, &p2, "UPGRADE");
        assert_eq!(shop.counts(&u).1, 6);
        // A permanent license without a dated version is never renewed.
        let forever = shop.line(&p1, "FC", 4, json!({"expiry": "permanent"}));
        let host = json!({"server_host_ids": ["HOSTNAME=s2"], "count": 4});
        let f2 = made(&shop.try_activate(&forever, host).expect(201), 0);
        let renewal = shop.follow(&forever, "renew", json!({}));
        assert_eq!(shop.counts(&renewal).1, 0);
        assert_eq!(shop.operate(&f2, "renew", json!({})).refusal(), (409, "NOT_RENEWABLE"));
    });
}

/// 3.3 and 2.3: seats on hold cannot be upgraded, so they do not count.
#[test]
fn the_exact_count_leaves_out_seats_on_hold() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let body = json!({"code": "HAND", "model": "FC", "technology": "custom"});
        office.post("/v1/license-models", body).expect(201);
        let a = shop.line(&p1, "HAND", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        assert_eq!(shop.told(&f1), "OnHold/MASTER 10");
        let u = shop.follow(&a, "upgrade", json!({}));
        assert_eq!(shop.counts(&u), (10, 0, 0));
        assert_eq!(shop.operate(&f1, "upgrade", json!({})).refusal(), (409, "FULFILLMENT_ON_HOLD"));
        office.post(&format!("/v1/fulfillments/{f1}/set-text"), json!({"text": "key"})).expect(200);
        assert_eq!(shop.counts(&u), (10, 10, 0));
    });
}
