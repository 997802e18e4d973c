//! What becomes of fulfillments (2.3): every transition, every guard, hosts, returns, transfers, mails.

use lictor_office::actor::Actor;
use lictor_office::fulfillment::sweep::sweep;
use lictor_types::CivilDate;
use serde_json::{Value as Json, json};

use crate::office::{Reply, TestOffice, both};
use crate::sale::{Line, S1, Shop, delivered, first, made, tell_all};

/// A customer with ten seats of P1 on S1.
fn ten(shop: &Shop<'_>) -> (Line, String) {
    let [p1, ..] = shop.catalogue();
    let a = shop.line(&p1, "FC", 10, json!({}));
    let f1 = shop.activate(&a, 10);
    (a, f1)
}

fn audit(office: &TestOffice, target: &str) -> Vec<String> {
    let events = office.get(&format!("/v1/audit?filter[target]={target}")).expect(200);
    events.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["action"].as_str().unwrap().to_owned())
        .collect()
}

fn events(office: &TestOffice, record: &str) -> Vec<String> {
    let events = office.get(&format!("/v1/events?filter[aggregate_id]={record}")).expect(200);
    events.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event_type"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn f1_an_activation_leaves_its_traces() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let record = shop.show(&f1);
        assert_eq!(record["fulfillment_id"], json!("FUL-00000001"));
        assert_eq!(
            (&record["start_date"], &record["expiration"]),
            (&json!("2026-01-01"), &json!("2026-12-31"))
        );
        assert_eq!(
            (&record["fulfill_date"], &record["root_fulfillment_id"]),
            (&json!("2026-03-02"), &json!(f1))
        );
        assert_eq!(audit(office, &f1), ["fulfillment.created"]);
        assert_eq!(events(office, &f1), ["fulfillment.created"]);
        assert_eq!(audit(office, &a.id), ["line_item.created", "line_item.deployed", "line_item.counted"]);
        let hosts = office.get("/v1/hosts").expect(200);
        assert_eq!(hosts.body["data"][0]["value"], json!("s1"));
        // By its name as well as by its id, and found by the host.
        assert_eq!(shop.show("FUL-00000001")["id"], json!(f1));
        assert_eq!(office.get("/v1/fulfillments?q=s1").expect(200).body["data"][0]["id"], json!(f1));
    });
}

#[test]
fn f5_f6_seats_move_to_another_host_whole_or_in_part() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let to = json!({"server_host_ids": ["HOSTNAME=s2"], "count": 4});
        let part = shop.operate(&f1, "rehost", to).expect(200);
        assert_eq!(shop.told(&f1), "Obsolete/REHOST 10");
        assert_eq!(tell_all(&part), ["Active/MASTER 4", "Active/MASTER 6"]);
        assert_eq!(delivered(&part), ["f1 superseding D4 exclusive 6", "f1 base D9 exclusive 4"]);
        assert_eq!(part.body["warnings"], json!(["W_OLD_HOST_KEEPS_FILE"]));
        let [moved, rest] = [0, 1].map(|at| shop.show(&made(&part, at)));
        assert_eq!(
            (&moved["server_host_ids"], &rest["server_host_ids"]),
            (&json!(["HOSTNAME=s2"]), &json!([S1]))
        );
        assert_eq!(moved["activation_id"], json!(a.activation));
        let whole = json!({"server_host_ids": ["HOSTNAME=s3"]});
        let all = shop.operate(&made(&part, 1), "rehost", whole).expect(200);
        assert_eq!(tell_all(&all), ["Active/MASTER 6"]);
        assert_eq!(delivered(&all), ["f1 base D9 exclusive 6"]);
        let text = &all.body["instructions"].as_array().unwrap()[1];
        assert!(text.as_str().unwrap().starts_with("Remove the license with the serial"), "{text}");
        assert_eq!(shop.counts(&a), (0, 0, 0));
        let same = json!({"server_host_ids": ["HOSTNAME=S3"]});
        assert_eq!(shop.operate(&made(&all, 0), "rehost", same).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(
            shop.operate(&made(&all, 0), "rehost", json!({})).refusal(),
            (422, "SERVER_HOST_REQUIRED")
        );
    });
}

/// F7, F8, T-RET-1, T-RET-2.
#[test]
fn t_ret_1_and_2_what_is_returned_can_be_activated_again() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let part = shop.operate(&f1, "return", json!({"count": 3})).expect(200);
        assert_eq!(
            (shop.told(&f1).as_str(), tell_all(&part)),
            ("Obsolete/RETURN 10", vec!["Active/MASTER 7".to_owned()])
        );
        assert_eq!(delivered(&part), ["f1 superseding D4 exclusive 7"]);
        assert_eq!(shop.counts(&a), (3, 3, 3));
        let rest = made(&part, 0);
        let all = shop.operate(&rest, "return", json!({})).expect(200);
        assert_eq!(tell_all(&all), Vec::<String>::new());
        assert_eq!(shop.told(&rest), "Obsolete/RETURN 7");
        assert_eq!(shop.counts(&a), (10, 10, 10));
        assert_eq!(events(office, &rest), ["fulfillment.created", "fulfillment.obsoleted"]);
        shop.activate(&a, 10);
    });
}

/// F9, F10, A25.
#[test]
fn f9_f10_the_same_again_voids_the_first() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let repaired = shop.operate(&f1, "repair", json!({})).expect(200);
        assert_eq!(shop.told(&f1), "Obsolete/REPAIR 10");
        assert_eq!(tell_all(&repaired), ["Active/MASTER 10"]);
        assert_eq!(delivered(&repaired), ["f1 superseding unchanged exclusive 10"]);
        let f2 = made(&repaired, 0);
        let corrected = shop.operate(&f2, "publisher-error", json!({})).expect(200);
        assert_eq!(shop.told(&f2), "Obsolete/PUBLISHER_ERROR 10");
        assert_eq!(tell_all(&corrected), ["Active/PUBLISHER_ERROR 10"]);
        // It is treated like a master afterwards (A25).
        let again = shop.operate(&made(&corrected, 0), "return", json!({"count": 1})).expect(200);
        assert_eq!(tell_all(&again), ["Active/MASTER 9"]);
        assert_eq!(shop.counts(&a), (1, 1, 1));
    });
}

/// F11, F12, F14.
#[test]
fn f11_f12_f14_short_licenses_end_by_themselves() {
    both(|office| {
        let shop = Shop::new(office);
        let (_, f1) = ten(&shop);
        let extra = shop.operate(&f1, "emergency", json!({"end_date": "2026-03-10"})).expect(200);
        let e1 = made(&extra, 0);
        assert_eq!(tell_all(&extra), ["Active/EMERGENCY 10"]);
        assert_eq!(extra.body["fulfillments"][0]["start_date"], json!("2026-03-02"));
        assert_eq!(shop.told(&f1), "Active/MASTER 10");
        let early = shop.operate(&f1, "stop-gap", json!({"end_date": "2026-03-10"}));
        assert_eq!(early.refusal(), (409, "LICENSE_NOT_EXPIRED"));
        for how in ["upgrade", "upsell", "renew", "return", "repair"] {
            assert_eq!(shop.operate(&e1, how, json!({})).refusal(), (409, "NOT_A_MASTER"), "{how}");
        }
        let swept = |day: &str| {
            let day = CivilDate::parse(day).unwrap();
            office.runtime.block_on(async {
                let mut tx = office.office().write(Actor::system("daily")).await.unwrap();
                let swept = sweep(&mut tx, day).await.unwrap();
                office.office().commit(tx).await.unwrap();
                swept
            })
        };
        assert_eq!((swept("2026-03-10"), swept("2026-03-11"), swept("2026-03-12")), (0, 1, 0));
        assert_eq!(shop.told(&e1), "Obsolete/EMERGENCY 10");

        office.set_clock("2027-01-15");
        let late = shop.operate(&f1, "emergency", json!({"end_date": "2027-01-20"}));
        assert_eq!(late.refusal(), (409, "LICENSE_EXPIRED"));
        let gap =
            shop.operate(&f1, "stop-gap", json!({"start_date": "2027-01-15", "end_date": "2027-01-20"}));
        assert_eq!(tell_all(&gap.clone().expect(200)), ["Active/STOP_GAP 10"]);
        assert_eq!(delivered(&gap), ["f1 base D9 exclusive 10"]);
        let long = shop.operate(&f1, "stop-gap", json!({"end_date": "2027-06-20"}));
        assert_eq!(long.refusal(), (409, "POLICY_LIMIT_REACHED"));
        let allowed = json!({"end_date": "2027-06-20", "override_policy": true});
        shop.operate(&f1, "stop-gap", allowed).expect(200);
    });
}

#[test]
fn f13_an_inactive_line_shows_and_refuses() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        office.post(&format!("/v1/entitlements/{}/deactivate", a.entitlement), json!({})).expect(200);
        assert_eq!(shop.told(&f1), "Inactive/MASTER 10");
        let shown = office.get("/v1/fulfillments?filter[status]=Inactive").expect(200);
        assert_eq!(shown.body["data"][0]["id"], json!(f1));
        for how in ["upgrade", "upsell", "renew", "rehost", "return", "repair", "publisher-error"] {
            assert_eq!(shop.operate(&f1, how, json!({})).refusal(), (409, "LINE_ITEM_INACTIVE"), "{how}");
        }
        for how in ["emergency", "stop-gap"] {
            let reply = shop.operate(&f1, how, json!({"end_date": "2026-03-10"}));
            assert_eq!(reply.refusal(), (409, "LINE_ITEM_INACTIVE"), "{how}");
        }
        let activate = shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 1}));
        assert_eq!(activate.refusal(), (409, "LINE_ITEM_INACTIVE"));
        assert_eq!(shop.counts(&a).1, 0);
        office.post(&format!("/v1/entitlements/{}/deploy", a.entitlement), json!({})).expect(200);
        assert_eq!(shop.told(&f1), "Active/MASTER 10");
        shop.operate(&f1, "repair", json!({})).expect(200);
    });
}

#[test]
fn guards_of_an_obsolete_line_item() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        for step in ["deactivate", "obsolete"] {
            office.post(&format!("/v1/line-items/{}/{step}", a.id), json!({})).expect(200);
        }
        assert_eq!(shop.told(&f1), "Active/MASTER 10");
        let to = json!({"server_host_ids": ["HOSTNAME=s2"]});
        assert_eq!(shop.operate(&f1, "rehost", to).refusal(), (409, "LINE_ITEM_OBSOLETE"));
        let activate = shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 1}));
        assert_eq!(activate.refusal(), (409, "LINE_ITEM_OBSOLETE"));
    });
}

#[test]
fn guards_of_the_target() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let cases = [
            ("upgrade", "NO_UPGRADE_LINE_ITEM"),
            ("upsell", "NO_UPSELL_LINE_ITEM"),
            ("renew", "NO_RENEWAL_LINE_ITEM"),
        ];
        for (how, code) in cases {
            assert_eq!(shop.operate(&f1, how, json!({})).refusal(), (409, code));
        }
        let draft = shop.follow(&a, "upgrade", json!({"auto_deploy": false}));
        assert_eq!(shop.operate(&f1, "upgrade", json!({})).refusal(), (409, "NO_UPGRADE_LINE_ITEM"));
        let named = json!({"target_line_item_id": draft.activation});
        assert_eq!(shop.operate(&f1, "upgrade", named.clone()).refusal(), (409, "LINE_ITEM_NOT_DEPLOYED"));
        office.post(&format!("/v1/line-items/{}/deploy", draft.id), json!({})).expect(200);
        let edges = office.get("/v1/relations?filter[kind]=UPGRADE").expect(200);
        let edge = edges.body["data"][0]["id"].as_str().unwrap().to_owned();
        office.delete(&format!("/v1/relations/{edge}")).expect(204);
        assert_eq!(shop.operate(&f1, "upgrade", named).refusal(), (409, "NO_PRODUCT_RELATION"));
        let unknown = json!({"target_line_item_id": "none"});
        assert_eq!(shop.operate(&f1, "upgrade", unknown).refusal(), (409, "NO_UPGRADE_LINE_ITEM"));
    });
}

#[test]
fn guards_of_counts_terms_and_starts() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let forever = shop.line(&p1, "FC", 10, json!({"expiry": "permanent"}));
        let f1 = shop.activate(&forever, 10);
        shop.follow(&forever, "renew", json!({}));
        assert_eq!(shop.operate(&f1, "renew", json!({})).refusal(), (409, "NOT_RENEWABLE"));
        let few = shop.follow(
            &forever,
            "upgrade",
            json!({"quantity": 3, "start": "each_activation", "start_date": null}),
        );
        let many = shop.operate(&f1, "upgrade", json!({"count": 5, "start_date": "2026-03-02"}));
        assert_eq!((many.refusal(), many.meta("available")), ((409, "INSUFFICIENT_COUNT"), json!(3)));
        let unstarted = shop.operate(&f1, "upgrade", json!({"count": 3}));
        assert_eq!(unstarted.refusal(), (422, "START_DATE_REQUIRED"));
        shop.operate(&f1, "upgrade", json!({"count": 3, "start_date": "2026-03-02"})).expect(200);
        assert_eq!(shop.counts(&few), (0, 0, 0));
        // Others hear of what was refused.
        let told = lictor_testkit::eventually("the event", std::time::Duration::from_secs(10), || {
            let told = events(office, &few.id);
            told.contains(&"line_item.count_rejected".to_owned()).then_some(told)
        });
        assert_eq!(told, ["line_item.deployed", "line_item.count_rejected"]);
    });
}

#[test]
fn a_permanent_license_with_a_dated_version_can_be_renewed() {
    both(|office| {
        let shop = Shop::new(office);
        office.post("/v1/features", json!({"name": "dated", "version_format": "date-based"})).expect(201);
        let product = json!({"name": "D", "features": [{"name": "dated"}]});
        let p = office.post("/v1/products", product).expect(201).id();
        office.post(&format!("/v1/products/{p}/deploy"), json!({})).expect(200);
        let terms = json!({"expiry": "permanent", "version_date": "2026-06-30"});
        let a = shop.line(&p, "FC", 10, terms);
        let made = shop.try_activate(&a, json!({"server_host_ids": [S1], "count": 10})).expect(201);
        let text = &shop.files(&made)[0].1;
        assert!(text.contains("MAJOR_VERSION=\"2026\"") && text.contains("MINOR_VERSION=\"6\""), "{text}");
        assert!(text.contains("MAINTENANCE_END=\"2026-06-30\""), "{text}");
        shop.follow(&a, "renew", json!({"expiry": "permanent", "version_date": "2027-06-30"}));
        let done = shop.operate(&first(&made), "renew", json!({})).expect(200);
        assert!(shop.files(&done)[0].1.contains("MAJOR_VERSION=\"2027\""));
    });
}

#[test]
fn limits_of_policies_and_who_may_go_over_them() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let once = json!({"allowed_count": 1});
        let policies = json!({"returns": once, "repairs": once, "rehosts": once});
        let a = shop.line(&p1, "FC", 10, json!({"policies": policies}));
        let to = |host: &str| json!({"server_host_ids": [format!("HOSTNAME={host}")]});
        let mut live = shop.activate(&a, 10);
        for (how, one, two) in [
            ("return", json!({"count": 1}), json!({"count": 1})),
            ("repair", json!({}), json!({})),
            ("rehost", to("s2"), to("s3")),
        ] {
            live = made(&shop.operate(&live, how, one).expect(200), 0);
            let refused = shop.operate(&live, how, two.clone());
            assert_eq!(refused.refusal(), (409, "POLICY_LIMIT_REACHED"), "{how}");
            assert_eq!((refused.meta("allowed_count"), refused.meta("used")), (json!(1), json!(1)));
            let mut over = two;
            over["override_policy"] = json!(true);
            let bearer = operator(office, how);
            let path = format!("/v1/fulfillments/{live}/{how}");
            let reply = office.call("POST", &path, Some(over.clone()), &[("authorization", &bearer)]);
            assert_eq!(reply.refusal(), (403, "FORBIDDEN"), "{how}");
            live = made(&shop.operate(&live, how, over).expect(200), 0);
        }
        // A publisher error counts against none of them.
        shop.operate(&live, "publisher-error", json!({})).expect(200);
        let line = office.get(&format!("/v1/line-items/{}", a.id)).expect(200).body;
        assert_eq!(
            ["returns", "repairs", "rehosts"].map(|name| line[name].clone()),
            [2, 2, 2].map(|n| json!(n))
        );
    });
}

/// A bearer of an operator's token.
fn operator(office: &TestOffice, name: &str) -> String {
    let token = office.post("/v1/tokens", json!({"name": name, "role": "operator"})).expect(201);
    format!("Bearer {}", token.text("token"))
}

/// T-HST-1, T-HST-2, T-HST-3, T-HST-4.
#[test]
fn t_hst_1_to_4_seats_by_host() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        let host = |servers: &[&str], nodes: &[&str], count: Option<u32>| json!({"server_host_ids": servers, "node_host_ids": nodes, "count": count});
        let (s1, s2) = ("HOSTNAME=s1", "HOSTNAME=s2");
        let nodes = ["HOSTNAME=n1", "HOSTNAME=n2", "HOSTNAME=n3"];
        let cases = [
            ("FC", vec![host(&[s1], &[], Some(6)), host(&[s2], &[], Some(4))], vec![6, 4], 10),
            ("NU", vec![host(&[], &nodes, None)], vec![1, 1, 1], 3),
            ("FU", vec![host(&[s1], &[], Some(50)), host(&[s2], &[], Some(50))], vec![1, 1], 2),
            ("NC", vec![host(&[s1], &nodes, Some(3)), host(&[s2], &nodes[..1], Some(2))], vec![3, 2], 5),
        ];
        let mut shop = shop;
        for (number, (model, hosts, counts, consumed)) in cases.into_iter().enumerate() {
            shop.account = shop.customer(&format!("hst-{number}"));
            let a = shop.line(&p1, model, 100, json!({}));
            let reply = shop.try_activate(&a, json!({"hosts": hosts})).expect(201);
            let got: Vec<u64> = reply.body["fulfillments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|record| record["count"].as_u64().unwrap())
                .collect();
            assert_eq!(got, counts, "{model}");
            assert_eq!(shop.files(&reply).len(), counts.len(), "{model}");
            assert_eq!(shop.counts(&a).1, 100 - consumed, "{model}");
            let warned = reply.body["warnings"] == json!(["W_SEATS_BY_HOST"]);
            assert_eq!(warned, model == "FU");
        }
        let group = ["HOSTNAME=a", "HOSTNAME=b", "HOSTNAME=c"];
        let a = shop.line(&p1, "FC", 10, json!({}));
        let reply = shop.try_activate(&a, json!({"server_host_ids": group, "count": 10})).expect(201);
        assert!(shop.files(&reply)[0].1.contains("HAL_SERVERS=\"3\""));
        let two = shop.try_activate(&a, json!({"server_host_ids": group[..2], "count": 1}));
        assert_eq!(two.refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn guards_of_hosts_and_their_aliases() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        let a = shop.line(&p1, "FC", 100, json!({}));
        let on = |host: &str| json!({"server_host_ids": [host], "count": 1});
        for (body, code) in [
            (json!({"count": 1}), "SERVER_HOST_REQUIRED"),
            (
                json!({"server_host_ids": [S1], "node_host_ids": ["HOSTNAME=n"], "count": 1}),
                "HOST_NOT_ALLOWED",
            ),
            (on("s1"), "INVALID_FIELD"),
            (on("NOTHING=s1"), "INVALID_FIELD"),
            (on("ETHERNET=1"), "INVALID_FIELD"),
            (json!({"server_host_ids": [S1]}), "INVALID_COUNT"),
            (json!({"hosts": [on(S1), on("HOSTNAME=S1")]}), "INVALID_FIELD"),
        ] {
            assert_eq!(shop.try_activate(&a, body.clone()).refusal(), (422, code), "{body}");
        }
        let body = json!({
            "account_id": shop.account, "kind": "server", "id_type": "HOSTNAME", "value": " BIG.example.com. ",
            "aliases": ["HOSTNAME=big", "IPADDRESS=10.0.0.7", "ETHERNET=00-1B-44-11-3A-B7"],
        });
        let host = office.post("/v1/hosts", body).expect(201).body;
        assert_eq!(host["value"], json!("big.example.com"));
        assert_eq!(
            host["aliases"],
            json!(["HOSTNAME=big", "IPADDRESS=10.0.0.7", "ETHERNET=00:1b:44:11:3a:b7"])
        );
        let named = shop.try_activate(&a, on("HOSTNAME=Big")).expect(201);
        let main = json!(["HOSTNAME=big.example.com"]);
        assert_eq!(named.body["fulfillments"][0]["server_host_ids"], main);
        // The address may have gone to another machine: somebody must say that it has not.
        let address = shop.try_activate(&a, on("IPADDRESS=10.0.0.7"));
        assert_eq!(address.refusal(), (409, "HOST_ALIAS_UNCONFIRMED"));
        assert_eq!(address.meta("known_as"), json!("HOSTNAME=big.example.com"));
        let mut confirmed = on("ETHERNET=001b44113ab7");
        confirmed["confirm_alias"] = json!(true);
        let confirmed = shop.try_activate(&a, confirmed).expect(201);
        assert_eq!(confirmed.body["fulfillments"][0]["server_host_ids"], main);
        assert_eq!(delivered(&confirmed), ["f1 upgrade D3 upgrade 1"]);
        let used = office.delete(&format!("/v1/hosts/{}", host["id"].as_str().unwrap()));
        assert_eq!(used.refusal(), (409, "IN_USE"));
        let only = json!({"policies": {"host_id_kinds": ["ETHERNET"]}});
        let strict = shop.line(&p1, "FC", 1, only);
        let refused = shop.try_activate(&strict, on("HOSTNAME=other"));
        assert_eq!(
            (refused.refusal(), refused.meta("allowed")),
            ((422, "HOST_NOT_ALLOWED"), json!(["ETHERNET"]))
        );
    });
}

#[test]
fn t_trf_2_all_of_a_host_moves_together() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        let p2 = shop.product("P2", "1.0", &["f2"]);
        let lines = [&p1, &p2].map(|product| shop.line(product, "FC", 10, json!({})));
        let before = lines.each_ref().map(|line| shop.activate(line, 6));
        let more = shop.activate(&lines[0], 2);
        let path = format!("/v1/accounts/{}/transfer-host", shop.account);
        let body = json!({"from": S1, "to": "HOSTNAME=s2"});
        let done = office.post(&path, body.clone()).expect(200);
        assert_eq!(tell_all(&done), ["Active/MASTER 6", "Active/MASTER 6", "Active/MASTER 2"]);
        let mut kinds = delivered(&done);
        kinds.sort();
        assert_eq!(kinds, ["f1 base D9 exclusive 6", "f1 upgrade D3 upgrade 2", "f2 base D9 exclusive 6"]);
        for old in before.iter().chain([&more]) {
            assert!(shop.told(old).starts_with("Obsolete/TRANSFER"), "{}", shop.told(old));
        }
        for (line, left) in lines.iter().zip([2, 4]) {
            assert_eq!(shop.counts(line).1, left);
        }
        assert_eq!(office.post(&path, body).refusal(), (404, "NOT_FOUND"));
        let same = json!({"from": S1, "to": S1});
        assert_eq!(office.post(&path, same).refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn files_are_fetched_mailed_and_noted() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let files = office.get(&format!("/v1/fulfillments/{f1}/files")).expect(200).body;
        let file = files["data"][0]["id"].as_str().unwrap().to_owned();
        let got = office.get(&format!("/v1/files/{file}/download")).expect(200);
        assert_eq!(got.headers["content-disposition"], "attachment; filename=\"FUL-00000001.lic\"");
        assert!(got.text.contains("X_FULFILLMENT=\"FUL-00000001\""), "{}", got.text);
        assert!(got.text.contains("LICENSEE=\"acme &amp; Sons\""), "{}", got.text);
        let mailed = shop.operate(&f1, "email", json!({"subject": "Ihre Lizenz für 2026"})).expect(201);
        assert_eq!(mailed.text("to"), "ann@acme.example");
        office
            .patch(&format!("/v1/entitlements/{}", a.entitlement), json!({"ship_to": "it@acme.example"}))
            .expect(200);
        assert_eq!(shop.operate(&f1, "email", json!({})).expect(201).text("to"), "it@acme.example");
        assert_eq!(shop.operate(&f1, "email", json!({"to": "a b@c"})).refusal(), (422, "INVALID_FIELD"));
        let notes = office.get(&format!("/v1/fulfillments/{f1}/shipments")).expect(200).body;
        let channels: Vec<&Json> =
            notes["data"].as_array().unwrap().iter().map(|note| &note["channel"]).collect();
        assert_eq!(channels, [&json!("download"), &json!("email"), &json!("email")]);
        assert_eq!(notes["data"][0]["by"], json!("token:admin"));
        let outbox = || std::fs::read_dir(office.data().join("outbox")).unwrap().flatten();
        let letters: Vec<String> =
            outbox().map(|entry| words_of(&std::fs::read_to_string(entry.path()).unwrap())).collect();
        for part in
            ["FUL-00000001.lic", "Seats:   10", "Hosts:   HOSTNAME=s1", "What to do:\n- Put FUL-00000001.lic"]
        {
            assert!(letters.iter().all(|words| words.contains(part)), "{part}: {letters:?}");
        }
        let outbox = outbox();
        let names: Vec<String> = outbox.map(|entry| entry.file_name().into_string().unwrap()).collect();
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| name.ends_with(".eml")), "{names:?}");
        // What was replaced goes to nobody any more.
        shop.operate(&f1, "return", json!({"count": 4})).expect(200);
        assert_eq!(shop.operate(&f1, "email", json!({})).refusal(), (409, "FULFILLMENT_OBSOLETE"));
    });
}

/// The words of a message: its first part, out of base64.
fn words_of(message: &str) -> String {
    let part = message.split("charset=utf-8").nth(1).unwrap().split("\r\n\r\n").nth(1).unwrap();
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = part.split("--").next().unwrap().chars().filter_map(|c| letters.find(c));
    let (mut bytes, mut held, mut count) = (Vec::new(), 0_usize, 0);
    for six in bits {
        (held, count) = ((held << 6 | six) & 0xffff, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count & 0xff).unwrap());
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_locked_token_sees_its_own_account_only() {
    both(|office| {
        let mut shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        shop.account = shop.customer("other");
        let token = json!({"name": "portal", "role": "operator", "account_lock": shop.account});
        let token = office.post("/v1/tokens", token).expect(201).text("token");
        let bearer = format!("Bearer {token}");
        let call = |method: &str, path: &str, body: Option<Json>| -> Reply {
            office.call(method, path, body, &[("authorization", &bearer)])
        };
        let file = shop.show(&f1)["license_file_id"].as_str().unwrap().to_owned();
        for path in [
            format!("/v1/fulfillments/{f1}"),
            format!("/v1/fulfillments/{f1}/tree"),
            format!("/v1/fulfillments/{f1}/files"),
            format!("/v1/files/{file}"),
            format!("/v1/files/{file}/download"),
            format!("/v1/line-items/{}/exact-available-count", a.id),
        ] {
            assert_eq!(call("GET", &path, None).refusal(), (404, "NOT_FOUND"), "{path}");
        }
        assert_eq!(call("GET", "/v1/files", None).refusal(), (403, "FORBIDDEN"));
        assert_eq!(call("GET", "/v1/fulfillments", None).expect(200).body["data"], json!([]));
        for path in [format!("/v1/fulfillments/{f1}/repair"), format!("/v1/line-items/{}/activate", a.id)] {
            assert_eq!(call("POST", &path, Some(json!({}))).refusal(), (404, "NOT_FOUND"), "{path}");
        }
        let body = json!({"activation_id": a.activation, "server_host_ids": [S1], "count": 1});
        assert_eq!(call("POST", "/v1/fulfillments", Some(body)).refusal(), (403, "FORBIDDEN"));
    });
}

#[test]
fn one_key_against_doing_it_twice_gives_one_record() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let body = json!({"activation_id": a.activation, "server_host_ids": [S1], "count": 4});
        let ask =
            || office.call("POST", "/v1/fulfillments", Some(body.clone()), &[("idempotency-key", "k1")]);
        let (one, two) = (ask().expect(201), ask().expect(201));
        assert_eq!(first(&one), first(&two));
        assert_eq!(one.headers["location"], format!("/v1/fulfillments/{}", first(&one)).as_str());
        assert_eq!(shop.counts(&a), (6, 6, 6));
        let tag = [("if-match", "\"7\"")];
        let path = format!("/v1/fulfillments/{}/repair", first(&one));
        assert_eq!(office.call("POST", &path, Some(json!({})), &tag).refusal(), (412, "PRECONDITION_FAILED"));
        let unknown = shop.operate(&first(&one), "repair", json!({"color": 1}));
        assert_eq!(unknown.refusal(), (422, "UNKNOWN_FIELD"));
    });
}

/// T-TRF-2 and 4.3 rule 4: a host has several names, and serves licenses and uses them.
#[test]
fn t_trf_2_all_names_and_kinds_of_a_host_move() {
    both(|office| {
        let shop = Shop::new(office);
        let products = ["P1", "P2", "P3", "P4", "P5"]
            .map(|name| shop.product(name, "1.0", &[name.to_lowercase().as_str()]));
        let host = json!({
            "account_id": shop.account, "kind": "server", "id_type": "HOSTNAME",
            "value": "mainx.example.com", "aliases": ["HOSTNAME=mx", "ETHERNET=001b44113ab7"],
        });
        office.post("/v1/hosts", host).expect(201);
        let on = |product: &str, model: &str, servers: &[&str], nodes: &[&str]| {
            let line = shop.line(product, model, 10, json!({}));
            let body = json!({"server_host_ids": servers, "node_host_ids": nodes, "count": 1});
            first(&shop.try_activate(&line, body).expect(201))
        };
        let (mx, group) = ("HOSTNAME=mx", ["HOSTNAME=mx", "HOSTNAME=g2", "HOSTNAME=g3"]);
        let records = [
            on(&products[0], "FC", &[mx], &[]),
            on(&products[1], "FC", &group, &[]),
            on(&products[2], "NC", &[mx], &[mx]),
            on(&products[3], "NU", &[], &[mx]),
        ];
        // Its card is another type of name: the nodes on it wait for somebody's word.
        let card = on(&products[4], "NU", &[], &["ETHERNET=001b44113ab7"]);
        let path = format!("/v1/accounts/{}/transfer-host", shop.account);
        let mut body = json!({"from": mx, "to": "HOSTNAME=new"});
        let asked = office.post(&path, body.clone());
        assert_eq!(asked.refusal(), (409, "HOST_ALIAS_UNCONFIRMED"));
        assert_eq!(asked.meta("host_id"), json!("ETHERNET=00:1b:44:11:3a:b7"));
        body["confirm_alias"] = json!(true);
        let done = office.post(&path, body).expect(200);
        let new = "HOSTNAME=new";
        let moved: Vec<_> = done.body["fulfillments"].as_array().unwrap().iter().collect();
        let hosts = |servers: Json, nodes: Json| (servers, nodes);
        for (record, expected) in records.iter().chain([&card]).zip([
            hosts(json!([new]), json!([])),
            hosts(json!([new, "HOSTNAME=g2", "HOSTNAME=g3"]), json!([])),
            hosts(json!([new]), json!([new])),
            hosts(json!([]), json!([new])),
            hosts(json!([]), json!([new])),
        ]) {
            assert_eq!(shop.told(record), "Obsolete/TRANSFER 1");
            let heir = moved.iter().find(|new| new["parent_fulfillment_id"] == json!(record)).unwrap();
            let found = (heir["server_host_ids"].clone(), heir["node_host_ids"].clone());
            assert_eq!(found, expected);
        }
        let back = json!({"from": mx, "to": "HOSTNAME=mainx.example.com"});
        assert_eq!(office.post(&path, back).refusal(), (422, "INVALID_FIELD"));
    });
}

/// F11, F7, F5: a short license ends with the record it stands for, where that is given back or moved.
#[test]
fn f11_a_short_license_ends_when_the_real_one_leaves() {
    both(|office| {
        let mut shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        for (at, (how, body, expected)) in [
            ("return", json!({}), "Obsolete"),
            ("return", json!({"count": 3}), "Active"),
            ("rehost", json!({"server_host_ids": ["HOSTNAME=s2"]}), "Obsolete"),
            ("rehost", json!({"server_host_ids": ["HOSTNAME=s2"], "count": 3}), "Active"),
            ("repair", json!({}), "Active"),
            ("upgrade", json!({}), "Active"),
        ]
        .into_iter()
        .enumerate()
        {
            shop.account = shop.customer(&format!("c{at}"));
            let a = shop.line(&p1, "FC", 10, json!({}));
            let f1 = shop.activate(&a, 10);
            shop.follow(&a, "upgrade", json!({}));
            let extra = shop.operate(&f1, "emergency", json!({"end_date": "2026-03-10"})).expect(200);
            let done = shop.operate(&f1, how, body.clone()).expect(200);
            assert_eq!(shop.told(&made(&extra, 0)), format!("{expected}/EMERGENCY 10"), "{how} {body}");
            let replaced = done.body["replaced"].as_array().unwrap().len();
            assert_eq!(replaced, if expected == "Obsolete" { 2 } else { 1 }, "{how} {body}");
            if (how, expected) == ("return", "Active") {
                shop.operate(&first(&done), "return", json!({})).expect(200);
                assert_eq!(shop.told(&made(&extra, 0)), "Obsolete/EMERGENCY 10");
            }
        }
        shop.account = shop.customer("moved");
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        let extra = shop.operate(&f1, "emergency", json!({"end_date": "2026-03-10"})).expect(200);
        let path = format!("/v1/accounts/{}/transfer-host", shop.account);
        office.post(&path, json!({"from": S1, "to": "HOSTNAME=s2"})).expect(200);
        assert_eq!(shop.told(&made(&extra, 0)), "Obsolete/EMERGENCY 10");
    });
}

/// 2.3: whatever is asked of an obsolete record, its successors are named.
#[test]
fn guards_of_an_obsolete_record_name_its_successors() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        let u = shop.follow(&a, "upgrade", json!({}));
        let done = shop.operate(&f1, "upgrade", json!({"count": 2})).expect(200);
        let successors = done.body["fulfillments"].as_array().unwrap().iter();
        let names: Vec<Json> = successors.map(|record| record["fulfillment_id"].clone()).collect();
        assert_eq!(names.len(), 2);
        let to = json!({"server_host_ids": ["HOSTNAME=s2"]});
        let end = json!({"end_date": "2026-03-10"});
        for (how, body) in [
            ("upgrade", json!({"target_line_item_id": u.id})),
            ("upsell", json!({})),
            ("renew", json!({})),
            ("rehost", to),
            ("repair", json!({})),
            ("return", json!({})),
            ("publisher-error", json!({})),
            ("emergency", end.clone()),
            ("stop-gap", end),
        ] {
            let reply = shop.operate(&f1, how, body);
            assert_eq!(reply.refusal(), (409, "FULFILLMENT_OBSOLETE"), "{how}");
            assert_eq!(reply.meta("successors"), json!(names), "{how}");
        }
    });
}

/// 2.3: a stop-gap license is no master either.
#[test]
fn guards_of_a_stop_gap() {
    both(|office| {
        let shop = Shop::new(office);
        let (a, f1) = ten(&shop);
        for how in ["upgrade", "upsell", "renew"] {
            shop.follow(&a, how, json!({}));
        }
        office.set_clock("2027-01-15");
        let gap = json!({"start_date": "2027-01-15", "end_date": "2027-01-20"});
        let gap = first(&shop.operate(&f1, "stop-gap", gap).expect(200));
        for how in ["upgrade", "upsell", "renew", "return", "repair", "publisher-error"] {
            let reply = shop.operate(&gap, how, json!({}));
            assert_eq!(reply.refusal(), (409, "NOT_A_MASTER"), "{how}");
            assert_eq!(reply.meta("support_type"), json!("STOP_GAP"), "{how}");
        }
        assert_eq!(shop.told(&gap), "Active/STOP_GAP 10");
    });
}

/// F6: seats with nodes move in part as well; what is not counted moves whole or not at all.
#[test]
fn f6_parts_are_moved_of_what_is_counted() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        let nodes = ["HOSTNAME=n1", "HOSTNAME=n2"];
        let nc = shop.line(&p1, "NC", 10, json!({}));
        let body = json!({"server_host_ids": [S1], "node_host_ids": nodes, "count": 5});
        let f1 = first(&shop.try_activate(&nc, body).expect(201));
        let to = json!({"server_host_ids": ["HOSTNAME=s2"], "node_host_ids": ["HOSTNAME=n3"], "count": 2});
        let done = shop.operate(&f1, "rehost", to).expect(200);
        assert_eq!(tell_all(&done), ["Active/MASTER 2", "Active/MASTER 3"]);
        assert_eq!(shop.told(&f1), "Obsolete/REHOST 5");
        let [moved, rest] = [0, 1].map(|at| done.body["fulfillments"][at].clone());
        assert_eq!(
            (&moved["server_host_ids"], &moved["node_host_ids"]),
            (&json!(["HOSTNAME=s2"]), &json!(["HOSTNAME=n3"]))
        );
        assert_eq!((&rest["server_host_ids"], &rest["node_host_ids"]), (&json!([S1]), &json!(nodes)));
        assert_eq!(shop.counts(&nc).1, 5);

        for (model, on, to) in [
            ("FU", json!({"server_host_ids": ["HOSTNAME=s5"]}), json!({"server_host_ids": ["HOSTNAME=s6"]})),
            ("NU", json!({"node_host_ids": ["HOSTNAME=n5"]}), json!({"node_host_ids": ["HOSTNAME=n6"]})),
        ] {
            let line = shop.line(&p1, model, 3, json!({}));
            let record = first(&shop.try_activate(&line, on).expect(201));
            for (count, code) in [(0, "INVALID_COUNT"), (2, "COUNT_EXCEEDS_FULFILLMENT")] {
                let mut part = to.clone();
                part["count"] = json!(count);
                assert_eq!(shop.operate(&record, "rehost", part).refusal(), (422, code), "{model} {count}");
            }
            let whole = shop.operate(&record, "rehost", to).expect(200);
            assert_eq!(tell_all(&whole), ["Active/MASTER 1"], "{model}");
        }
    });
}
