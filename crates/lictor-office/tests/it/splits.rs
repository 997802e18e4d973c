//! Upgrade, upsell and renewal, whole and in part (3.1, 3.2), and the tree they leave.

use serde_json::{Value as Json, json};

use crate::office::both;
use crate::sale::{S1, Shop, first, made, tell, tell_all};

#[test]
fn t_split_1_a_part_goes_and_the_rest_stays() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let u = shop.follow(&a, "upgrade", json!({"quantity": 2}));
        // Deploying the upgrade line closes the parent, so its seats are activated before.
        assert_eq!(
            shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 10})).code(),
            "LINE_ITEM_CLOSED"
        );
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        let u2 = shop.follow(&a, "upgrade", json!({"quantity": 2}));
        let done = shop.operate(&f1, "upgrade", json!({"count": 2})).expect(200);
        assert_eq!(shop.told(&f1), "Obsolete/UPGRADE 10");
        assert_eq!(tell_all(&done), ["Active/MASTER 8", "Active/MASTER 2"]);
        let [rest, target] = [0, 1].map(|at| shop.show(&made(&done, at)));
        assert_eq!((&rest["line_item_id"], &rest["product_id"]), (&json!(a.id), &json!(p1)));
        assert_eq!((&target["line_item_id"], &target["product_id"]), (&json!(u2.id), &json!(p2)));
        assert_eq!(
            (&rest["parent_fulfillment_id"], &target["parent_fulfillment_id"]),
            (&json!(f1), &json!(f1))
        );
        assert_eq!(shop.counts(&u).1, 10 - 8);

        let tree = office.get(&format!("/v1/fulfillments/{}/tree", made(&done, 1))).expect(200).body;
        assert_eq!((&tree["root_fulfillment_id"], &tree["live_count"]), (&json!(f1), &json!(10)));
        let children: Vec<String> = tree["roots"][0]["children"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| tell(&node["fulfillment"]))
            .collect();
        assert_eq!(children, ["Active/MASTER 8", "Active/MASTER 2"]);

        let again = shop.operate(&f1, "upgrade", json!({"count": 2}));
        assert_eq!(again.refusal(), (409, "FULFILLMENT_OBSOLETE"));
        assert_eq!(again.meta("successors"), json!([rest["fulfillment_id"], target["fulfillment_id"]]));
    });
}

#[test]
fn t_split_2_all_go_and_the_parent_line_is_used_up() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "upgrade", json!({}));
        let done = shop.operate(&f1, "upgrade", json!({"count": 10})).expect(200);
        assert_eq!(tell_all(&done), ["Active/MASTER 10"]);
        assert_eq!(shop.told(&f1), "Obsolete/UPGRADE 10");
        let line = office.get(&format!("/v1/line-items/{}", a.id)).expect(200).body;
        assert_eq!((&line["state"], &line["out"]), (&json!("Obsolete"), &json!(10)));
        assert_eq!(done.body["ledgers"][0]["obsolete"], json!(true));
    });
}

#[test]
fn t_split_4_counts_that_cannot_be_change_nothing() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "upgrade", json!({"quantity": 20}));
        for (count, code) in [(0, "INVALID_COUNT"), (-1, "INVALID_COUNT"), (11, "COUNT_EXCEEDS_FULFILLMENT")]
        {
            let reply = shop.operate(&f1, "upgrade", json!({"count": count}));
            assert_eq!(reply.refusal(), (422, code), "{count}");
            assert_eq!(reply.body["errors"][0]["source"]["pointer"], json!("/count"));
        }
        assert_eq!(shop.told(&f1), "Active/MASTER 10");
    });
}

#[test]
fn t_split_5_an_uncounted_license_goes_whole() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1 1.0"]);
        let p2 = shop.product("P2", "2.0", &["f1 2.0"]);
        shop.relate(&p1, &p2, "UPGRADE");
        let a = shop.line(&p1, "NU", 1, json!({}));
        let f1 = first(&shop.try_activate(&a, json!({"node_host_ids": ["HOSTNAME=n1"]})).expect(201));
        shop.follow(&a, "upgrade", json!({}));
        assert_eq!(shop.operate(&f1, "upgrade", json!({"count": 0})).refusal(), (422, "INVALID_COUNT"));
        let done = shop.operate(&f1, "upgrade", json!({"count": 1})).expect(200);
        assert_eq!(tell_all(&done), ["Active/MASTER 1"]);
    });
}

#[test]
fn t_split_6_the_overdraft_never_grows() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let host = json!({"server_host_ids": [S1], "count": 10, "overdraft_count": 4});
        let f1 = first(&shop.try_activate(&a, json!({"hosts": [host]})).expect(201));
        shop.follow(&a, "upgrade", json!({}));
        let overdrafts = |body: Json| -> Vec<u64> {
            let reply = shop.verify(&f1, "upgrade", body).expect(200);
            let records = reply.body["fulfillments"].as_array().unwrap().iter();
            records.map(|record| record["overdraft_count"].as_u64().unwrap()).collect()
        };
        assert_eq!(overdrafts(json!({"count": 2})), [4, 0]);
        assert_eq!(overdrafts(json!({"count": 2, "overdraft_count": 1})), [3, 1]);
        assert_eq!(overdrafts(json!({})), [4]);
        let more = shop.verify(&f1, "upgrade", json!({"count": 2, "overdraft_count": 5}));
        assert_eq!(more.refusal(), (422, "INVALID_COUNT"));
    });
}

#[test]
fn an_upsell_keeps_one_pool_for_what_both_editions_have() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "upsell", json!({"quantity": 4}));
        let done = shop.operate(&f1, "upsell", json!({"count": 4})).expect(200);
        assert_eq!(shop.told(&f1), "Obsolete/UPSELL 10");
        assert_eq!(
            crate::sale::delivered(&done),
            ["f1 superseding D4 exclusive 6", "f1 upgrade D3 upgrade 4", "f3 additional D2 exclusive 4"]
        );
        assert_eq!(
            crate::sale::seats(&done),
            ["f1: 2026-03-02 10, 2027-01-01 0", "f3: 2026-03-02 4, 2027-01-01 0"]
        );
    });
}

/// T-REN-1, T-REN-2.
#[test]
fn t_ren_1_and_2_a_renewal_counts_from_where_it_is_told() {
    both(|office| {
        let mut shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        let cases = [
            ("2026-05-01", "FROM_EXPIRY", "2027-06-30"),
            ("2026-05-01", "FROM_NOW_IF_EXPIRED", "2027-06-30"),
            ("2026-05-01", "FROM_NOW", "2027-05-01"),
            ("2026-09-30", "FROM_NOW_IF_EXPIRED", "2027-09-30"),
            ("2026-09-30", "FROM_EXPIRY", "2027-06-30"),
        ];
        for (place, (day, basis, end)) in cases.into_iter().enumerate() {
            office.set_clock("2026-03-02");
            shop.account = shop.customer(&format!("ren-{place}"));
            let a = shop.line(&p1, "FC", 10, json!({"expiry": {"date": "2026-06-30"}}));
            let f1 = shop.activate(&a, 10);
            let terms = json!({"start": "each_activation", "expiry": {"months": 12}, "renewal_basis": basis});
            shop.follow(&a, "renew", terms);
            office.set_clock(day);
            let done = shop.operate(&f1, "renew", json!({})).expect(200);
            assert_eq!(done.body["fulfillments"][0]["expiration"], json!(end), "{day} {basis}");
            assert_eq!(shop.told(&f1), "Obsolete/RENEW 10");
        }
    });
}

#[test]
fn a_part_that_is_renewed_lasts_longer_than_the_rest() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "renew", json!({"expiry": {"date": "2027-12-31"}, "quantity": 2}));
        let done = shop.operate(&f1, "renew", json!({"count": 2})).expect(200);
        assert_eq!(
            crate::sale::delivered(&done),
            ["f1 superseding D4 exclusive 8", "f1 additional D2 additive 2"]
        );
        assert_eq!(crate::sale::seats(&done), ["f1: 2026-03-02 10, 2027-01-01 2, 2028-01-01 0"]);
    });
}

#[test]
fn the_features_that_a_new_version_lacks_end() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1 1.0", "f2 1.0"]);
        let p2 = shop.product("P2", "2.0", &["f1 2.0"]);
        shop.relate(&p1, &p2, "UPGRADE");
        let a = shop.line(&p1, "FC", 10, json!({}));
        let made = shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 10})).expect(201);
        shop.follow(&a, "upgrade", json!({}));
        let done = shop.operate(&first(&made), "upgrade", json!({})).expect(200);
        assert_eq!(crate::sale::delivered(&done), ["f1 superseding D6 exclusive 10"]);
        let serials: Vec<Json> =
            made.body["deliveries"].as_array().unwrap().iter().map(|one| one["serial"].clone()).collect();
        assert_eq!(done.body["deliveries"][0]["supersedes"], json!(serials));
        assert_eq!(crate::sale::seats(&done), ["f1: 2026-03-02 10, 2027-01-01 0", "f2: 2026-03-02 0"]);
    });
}

#[test]
fn seats_are_taken_from_the_parents_fulfillments_on_that_host() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let host = |name: &str, count: u32| json!({"server_host_ids": [name], "count": count});
        let body = json!({"hosts": [host(S1, 4), host("HOSTNAME=s2", 3)]});
        let before = shop.try_activate(&a, body).expect(201);
        let u = shop.follow(&a, "upgrade", json!({"quantity": 6}));
        // Three live seats on S1 and the three that nobody has activated.
        let body = json!({"hosts": [{"server_host_ids": [S1], "from_parent": 3, "from_own": 3}]});
        let done = shop.try_activate(&u, body).expect(201);
        assert_eq!(tell_all(&done), ["Active/MASTER 6", "Active/MASTER 1"]);
        assert_eq!(shop.told(&made(&before, 0)), "Obsolete/UPGRADE 4");
        assert_eq!(shop.told(&made(&before, 1)), "Active/MASTER 3");
        assert_eq!(shop.counts(&u), (0, 0, 0));
        let line = office.get(&format!("/v1/line-items/{}", a.id)).expect(200).body;
        assert_eq!((&line["out"], &line["active"]), (&json!(6), &json!(4)));
        assert_eq!(
            crate::sale::delivered(&done),
            ["f1 superseding D4 exclusive 1", "p2 additional D2 exclusive 6"]
        );
    });
}

/// T-SPLIT-6 on the way by the line item: seats of the parent's fulfillments bring a part of their
/// overdraft, or all of it where nothing remains.
#[test]
fn t_split_6_the_overdraft_never_grows_by_seats_of_the_parent() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let own = json!({"server_host_ids": [S1], "count": 10, "overdraft_count": 4});
        shop.try_activate(&a, json!({"hosts": [own]})).expect(201);
        let u = shop.follow(&a, "upgrade", json!({}));
        let ask = |seats: u32, overdraft: Json| {
            let mut host = json!({"server_host_ids": [S1], "from_parent": seats});
            if overdraft != Json::Null {
                host["overdraft_count"] = overdraft;
            }
            let path = format!("/v1/line-items/{}/activate?verify=true", u.activation);
            office.post(&path, json!({"hosts": [host]}))
        };
        for (seats, overdraft, expected) in [
            (2, json!(null), vec![(2, 0), (8, 4)]),
            (2, json!(1), vec![(2, 1), (8, 3)]),
            (2, json!(4), vec![(2, 4), (8, 0)]),
            (10, json!(null), vec![(10, 4)]),
        ] {
            let made = ask(seats, overdraft.clone()).expect(201);
            let records = made.body["fulfillments"].as_array().unwrap().iter();
            let number = |record: &Json, name: &str| record[name].as_u64().unwrap();
            let parts: Vec<_> =
                records.map(|record| (number(record, "count"), number(record, "overdraft_count"))).collect();
            assert_eq!(parts, expected, "{seats} {overdraft}");
        }
        let more = ask(2, json!(5));
        assert_eq!((more.refusal(), more.meta("overdraft_count")), ((422, "INVALID_COUNT"), json!(4)));
    });
}

/// 3.2: a renewal begins where its basis says; a start that would be ignored is refused.
#[test]
fn a_renewal_takes_no_start() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "renew", json!({"start": "each_activation", "expiry": {"months": 12}}));
        let refused = shop.operate(&f1, "renew", json!({"start_date": "2026-06-01"}));
        assert_eq!(refused.refusal(), (422, "INVALID_FIELD"));
        assert_eq!(refused.body["errors"][0]["source"]["pointer"], json!("/start_date"));
        shop.operate(&f1, "renew", json!({})).expect(200);
    });
}

/// F3, F4 for all three operations where the text comes by hand: what is made waits for its text, and the
/// seats are taken all the same.
#[test]
fn f3_f4_what_waits_for_its_text_changes_once_it_has_it() {
    both(|office| {
        let mut shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let body = json!({"code": "HAND", "model": "FC", "technology": "custom"});
        office.post("/v1/license-models", body).expect(201);
        for (how, support) in [("upgrade", "UPGRADE"), ("upsell", "UPSELL"), ("renew", "RENEW")] {
            shop.account = shop.customer(how);
            let a = shop.line(&p1, "HAND", 10, json!({}));
            let f1 = shop.activate(&a, 10);
            let target = shop.follow(&a, how, json!({"expiry": {"date": "2027-12-31"}}));
            assert_eq!(shop.operate(&f1, how, json!({})).refusal(), (409, "FULFILLMENT_ON_HOLD"));
            let text = |id: &str| {
                office.post(&format!("/v1/fulfillments/{id}/set-text"), json!({"text": "key"})).expect(200);
            };
            text(&f1);
            let part = shop.operate(&f1, how, json!({"count": 4})).expect(200);
            assert_eq!(tell_all(&part), ["OnHold/MASTER 6", "OnHold/MASTER 4"], "{how}");
            assert_eq!(shop.told(&f1), format!("Obsolete/{support} 10"));
            assert_eq!(part.body["files"], json!([]));
            let rest = made(&part, 0);
            text(&rest);
            let whole = shop.operate(&rest, how, json!({})).expect(200);
            assert_eq!(tell_all(&whole), ["OnHold/MASTER 6"], "{how}");
            assert_eq!(whole.body["fulfillments"][0]["line_item_id"], json!(target.id));
            assert_eq!(shop.told(&rest), format!("Obsolete/{support} 6"));
            assert_eq!(shop.counts(&target).1, 0);
        }
    });
}

/// 3.1 step 5, and again: beyond what was ordered, seats that came back to the line are used, and as many
/// fall back to the parent, every time.
#[test]
fn seats_that_came_back_are_used_again() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 20, json!({}));
        let mut rest = shop.activate(&a, 20);
        let u = shop.follow(&a, "upgrade", json!({"quantity": 4}));
        let seats = |id: &str| {
            let line = office.get(&format!("/v1/line-items/{id}")).expect(200).body;
            ["converted", "out", "active"].map(|name| line[name].as_u64().unwrap())
        };
        let mut active = 20;
        for (round, taken) in [4, 3, 2].into_iter().enumerate() {
            let done = shop.operate(&rest, "upgrade", json!({"count": taken})).expect(200);
            active -= taken;
            assert_eq!(seats(&a.id), [0, 4, active], "round {round}");
            assert_eq!(seats(&u.id), [4, 0, taken], "round {round}");
            let over = shop.verify(&made(&done, 0), "upgrade", json!({"count": 5 - taken}));
            assert_eq!(
                (over.refusal(), over.meta("available")),
                ((409, "INSUFFICIENT_COUNT"), json!(4 - taken))
            );
            rest = made(&done, 0);
            shop.operate(&made(&done, 1), "return", json!({})).expect(200);
            assert_eq!(shop.counts(&u), (4, 4, 4), "round {round}");
        }
    });
}
