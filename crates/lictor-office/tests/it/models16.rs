//! The sixteen changes of the license model (3.5), over HTTP.

use serde_json::{Value as Json, json};

use crate::office::{TestOffice, both};
use crate::sale::{S1, Shop, delivered, first, made, tell_all};

/// Number, from, to, whether a server and a node are asked for, whether a marker may be written.
type Row = (usize, &'static str, &'static str, bool, bool, bool);

const ROWS: [Row; 16] = [
    (1, "FC", "FC", false, false, true),
    (2, "FC", "FU", false, false, true),
    (3, "FC", "NC", false, true, true),
    (4, "FC", "NU", false, true, false),
    (5, "FU", "FC", false, false, true),
    (6, "FU", "FU", false, false, true),
    (7, "FU", "NC", false, true, true),
    (8, "FU", "NU", false, true, false),
    (9, "NC", "FC", false, false, true),
    (10, "NC", "FU", false, false, true),
    (11, "NC", "NC", false, false, true),
    (12, "NC", "NU", false, true, false),
    (13, "NU", "FC", true, false, false),
    (14, "NU", "FU", true, false, false),
    (15, "NU", "NC", true, true, false),
    (16, "NU", "NU", false, false, true),
];

fn hosts(model: &str) -> Json {
    match model {
        "FC" | "FU" => json!({"server_host_ids": [S1], "count": 1}),
        "NC" => json!({"server_host_ids": [S1], "node_host_ids": ["HOSTNAME=n1"], "count": 1}),
        _ => json!({"node_host_ids": ["HOSTNAME=n1"], "count": 1}),
    }
}

fn given(server: bool, node: bool) -> Json {
    let mut given = json!({});
    if server {
        given["server_host_ids"] = json!(["HOSTNAME=s2"]);
    }
    if node {
        given["node_host_ids"] = json!(["HOSTNAME=n2"]);
    }
    given
}

/// Every row with a customer of its own.
fn rows(office: &TestOffice, test: impl Fn(&Shop<'_>, &Row, &str)) {
    let mut shop = Shop::new(office);
    let p1 = shop.product("P1", "1.0", &["f1 1.0"]);
    let p2 = shop.product("P2", "2.0", &["f1 2.0"]);
    shop.relate(&p1, &p2, "UPGRADE");
    for row in &ROWS {
        let (number, from, to, ..) = *row;
        shop.account = shop.customer(&format!("row-{number}"));
        let a = shop.line(&p1, from, 1, json!({}));
        let f1 = first(&shop.try_activate(&a, hosts(from)).expect(201));
        shop.follow(&a, "upgrade", json!({"license_model_id": to}));
        test(&shop, row, &f1);
    }
}

#[test]
fn t_mod_1_to_16_hosts_are_asked_for_and_no_others_taken() {
    both(|office| {
        rows(office, |shop, row, f1| {
            let (number, _, _, server, node, _) = *row;
            for (with_server, with_node) in [(false, false), (true, false), (false, true), (true, true)] {
                let expected = if server && !with_server {
                    Some((422, "SERVER_HOST_REQUIRED"))
                } else if node && !with_node {
                    Some((422, "NODE_HOST_REQUIRED"))
                } else if (with_server && !server) || (with_node && !node) {
                    Some((422, "HOST_NOT_ALLOWED"))
                } else {
                    None
                };
                let reply = shop.verify(f1, "upgrade", given(with_server, with_node));
                match expected {
                    Some(expected) => assert_eq!(reply.refusal(), expected, "row {number}"),
                    None => assert_eq!(reply.status, 200, "row {number}: {}", reply.text),
                }
            }
        });
    });
}

#[test]
fn t_mod_1_to_16_the_marker_is_written_where_it_may_be() {
    both(|office| {
        rows(office, |shop, row, f1| {
            let (number, from, to, server, node, may) = *row;
            let serial = shop.show(f1)["carriers"][0]["serial"].as_str().unwrap().to_owned();
            let marker = format!("SUPERSEDES=\"{serial}\"");
            shop.set("supersede", json!(false));
            let off = shop.verify(f1, "upgrade", given(server, node)).expect(200);
            assert!(
                !off.body["previews"][0]["text"].as_str().unwrap().contains("SUPERSEDES"),
                "row {number}"
            );
            let manual = off.body["warnings"].as_array().unwrap().contains(&json!("W_MANUAL_REPLACE"));
            assert_eq!(manual, may, "row {number}");
            shop.set("supersede", json!(true));
            let done = shop.operate(f1, "upgrade", given(server, node)).expect(200);
            let files = shop.files(&done);
            assert_eq!(files.len(), 1, "row {number}");
            assert_eq!(files[0].1.contains(&marker), may, "row {number} {from} to {to}: {}", files[0].1);
            let record = shop.show(&made(&done, 0));
            assert_eq!(record["model"], json!(to), "row {number}");
            let names = |field: &str| {
                let ids = record[field].as_array().unwrap().iter();
                ids.map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let wanted_server = match (to, server) {
                ("NU", _) => vec![],
                (_, true) => vec!["HOSTNAME=s2".to_owned()],
                (_, false) => vec![S1.to_owned()],
            };
            let wanted_node = match (to, node) {
                ("FC" | "FU", _) => vec![],
                (_, true) => vec!["HOSTNAME=n2".to_owned()],
                (_, false) => vec!["HOSTNAME=n1".to_owned()],
            };
            assert_eq!(
                (names("server_host_ids"), names("node_host_ids")),
                (wanted_server, wanted_node),
                "{number}"
            );
        });
    });
}

/// F3, A10, D1, D6: of a license that is upgraded whole nothing remains, however many seats it has and
/// whether they are named or not. An uncounted target takes one seat, and the others are the line's again.
#[test]
fn f3_t_mod_1_to_16_a_whole_license_is_replaced_whole() {
    both(|office| {
        let mut shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1 1.0"]);
        let p2 = shop.product("P2", "2.0", &["f1 2.0"]);
        shop.relate(&p1, &p2, "UPGRADE");
        for row in &ROWS {
            let sources = if matches!(row.1, "FC" | "NC") { vec![1, 10] } else { vec![1] };
            for seats in sources {
                shop.account = shop.customer(&format!("row-{}-{seats}", row.0));
                whole(&shop, (&p1, row), seats);
            }
        }
    });
}

fn whole(shop: &Shop<'_>, (product, row): (&str, &Row), seats: u32) {
    let (number, from, to, server, node, may) = *row;
    let about = format!("row {number} {from} to {to} with {seats}");
    let a = shop.line(product, from, seats, json!({}));
    let mut body = hosts(from);
    body["count"] = json!(seats);
    let f1 = first(&shop.try_activate(&a, body).expect(201));
    let u = shop.follow(&a, "upgrade", json!({"license_model_id": to}));
    let taken = if matches!(to, "FC" | "NC") { seats } else { 1 };
    for on in [true, false] {
        shop.set("supersede", json!(on));
        for named in [true, false] {
            let mut body = given(server, node);
            if named {
                body["count"] = json!(seats);
            }
            let tried = shop.verify(&f1, "upgrade", body).expect(200);
            assert_eq!(tell_all(&tried), [format!("Active/MASTER {taken}")], "{about}");
            let count = if matches!(to, "FC" | "NC") { taken.to_string() } else { "null".to_owned() };
            let (kind, row) = match (may, on) {
                (true, true) => ("superseding", "D6"),
                (true, false) => ("base", "D6"),
                (false, _) => ("base", "D1"),
            };
            assert_eq!(delivered(&tried), [format!("f1 {kind} {row} exclusive {count}")], "{about} {on}");
            let text = tried.body["previews"][0]["text"].as_str().unwrap();
            assert_eq!(text.contains("SUPERSEDES"), may && on, "{about}: {text}");
        }
    }
    shop.set("supersede", json!(true));
    let done = shop.operate(&f1, "upgrade", given(server, node)).expect(200);
    assert_eq!(shop.told(&f1), format!("Obsolete/UPGRADE {seats}"), "{about}");
    assert_eq!(done.body["fulfillments"][0]["line_item_id"], json!(u.id));
    let line = |id: &str| shop.office.get(&format!("/v1/line-items/{id}")).expect(200).body;
    let (parent, child) = (line(&a.id), line(&u.id));
    assert_eq!((&parent["out"], &parent["active"]), (&json!(taken), &json!(0)), "{about}");
    assert_eq!((&child["converted"], &child["active"]), (&json!(taken), &json!(taken)), "{about}");
}

/// A10 and COUNT_EXCEEDS_FULFILLMENT: the nodes say how many seats are taken, so they are pointed at.
#[test]
fn a10_more_nodes_than_seats_are_refused_at_the_nodes() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        shop.follow(&a, "upgrade", json!({"license_model_id": "NU", "quantity": 12}));
        let nodes = |count: usize| (0..count).map(|at| format!("HOSTNAME=n{at}")).collect::<Vec<_>>();
        let refused = shop.operate(&f1, "upgrade", json!({"node_host_ids": nodes(12)}));
        assert_eq!(refused.refusal(), (422, "COUNT_EXCEEDS_FULFILLMENT"));
        assert_eq!(refused.body["errors"][0]["source"]["pointer"], json!("/node_host_ids"));
        let part = shop.verify(&f1, "upgrade", json!({"count": 3, "node_host_ids": nodes(3)})).expect(200);
        let told = ["Active/MASTER 7", "Active/MASTER 1", "Active/MASTER 1", "Active/MASTER 1"];
        assert_eq!(tell_all(&part), told);
        let all = shop.operate(&f1, "upgrade", json!({"node_host_ids": nodes(3)})).expect(200);
        assert_eq!(tell_all(&all), ["Active/MASTER 1"; 3]);
        let line = office.get(&format!("/v1/line-items/{}", a.id)).expect(200).body;
        assert_eq!((&line["out"], &line["active"]), (&json!(3), &json!(0)));
    });
}

/// F3 on the way by the line item: the parent's seats on a host, named whole, leave no remainder either.
#[test]
fn f3_seats_of_the_parent_that_are_named_whole_leave_no_remainder() {
    both(|office| {
        let shop = Shop::new(office);
        let p1 = shop.product("P1", "1.0", &["f1 1.0"]);
        let p2 = shop.product("P2", "2.0", &["f1 2.0"]);
        shop.relate(&p1, &p2, "UPGRADE");
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 10);
        let u = shop.follow(&a, "upgrade", json!({"license_model_id": "FU"}));
        let ask = |seats: u32| {
            let path = format!("/v1/line-items/{}/activate?verify=true", u.activation);
            office.post(&path, json!({"hosts": [{"server_host_ids": [S1], "from_parent": seats}]}))
        };
        assert_eq!(tell_all(&ask(9).expect(201)), ["Active/MASTER 1", "Active/MASTER 9"]);
        let whole = ask(10).expect(201);
        assert_eq!(tell_all(&whole), ["Active/MASTER 1"]);
        assert_eq!(delivered(&whole), ["f1 superseding D6 exclusive null"]);
        assert_eq!(whole.body["replaced"][0]["id"], json!(f1));
    });
}
