//! Everything that moves seats at the same moment, over many connections: no seat appears or vanishes.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};

use crate::kills::Dice;
use crate::office::{TestOffice, both};
use crate::sale::{Line, Shop};

/// Connections at a time.
const CLIENTS: u64 = 8;
/// What each of them asks.
const ASKED: u64 = 20;
/// Seats that are sold.
const SEATS: u32 = 60;
/// What may be answered to somebody who came too late.
const LATE: [&str; 8] = [
    "FULFILLMENT_OBSOLETE",
    "INSUFFICIENT_COUNT",
    "COUNT_EXCEEDS_FULFILLMENT",
    "LINE_ITEM_OBSOLETE",
    "NO_UPGRADE_LINE_ITEM",
    "NO_UPSELL_LINE_ITEM",
    "NO_RENEWAL_LINE_ITEM",
    "INVALID_FIELD",
];

/// One client: asks for moves of fulfillments that others move at the same time.
struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
    activate: String,
    dice: Dice,
    known: Arc<Mutex<Vec<String>>>,
}

impl Client {
    async fn run(mut self) -> u64 {
        let mut done = 0;
        for _ in 0..ASKED {
            let (path, body) = self.next();
            let (status, answer) = self.ask(&path, &body).await;
            if matches!(status, 200 | 201) {
                done += 1;
                let made = answer["fulfillments"].as_array().unwrap().iter();
                let ids = made.map(|one| one["id"].as_str().unwrap().to_owned());
                self.known.lock().unwrap().extend(ids);
                continue;
            }
            let code = answer.pointer("/errors/0/code").and_then(Json::as_str).unwrap_or_default();
            assert!(LATE.contains(&code), "{path} {body}: {status} {answer}");
        }
        done
    }

    fn next(&mut self) -> (String, Json) {
        let seats = 1 + self.dice.below(5);
        let host = format!("HOSTNAME=s{}", self.dice.below(4));
        let chosen = {
            let known = self.known.lock().unwrap();
            // Mostly one of the newest, which the others want too.
            let back = self.dice.below(6.min(known.len() as u64)) as usize;
            known.len().checked_sub(1 + back).and_then(|at| known.get(at).cloned())
        };
        let choice = self.dice.below(8);
        let Some(chosen) = chosen.filter(|_| choice > 1) else {
            return (self.activate.clone(), json!({"server_host_ids": [host], "count": seats}));
        };
        let (how, body) = match choice {
            2 => ("upgrade", json!({"count": seats})),
            3 => ("upsell", json!({"count": seats})),
            4 => ("renew", json!({"count": seats})),
            5 => ("rehost", json!({"server_host_ids": [host], "count": seats})),
            6 => ("repair", json!({})),
            _ => ("return", json!({"count": seats})),
        };
        (format!("/v1/fulfillments/{chosen}/{how}"), body)
    }

    async fn ask(&self, path: &str, body: &Json) -> (u16, Json) {
        let request = self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.token);
        let request = request.header("content-type", "application/json").body(body.to_string());
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap())
    }
}

/// 3.3, T-CNT-7 and beyond: whatever comes together, every ledger agrees with its fulfillments.
#[test]
fn of_everything_at_the_same_moment_no_seat_is_made_or_lost() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, p3] = shop.catalogue();
        let open = json!({"allow_activations_on_parent": true});
        let root = shop.line(&p1, "FC", SEATS, json!({}));
        let child = |how: &str, product: Option<&String>, quantity: u32| {
            let mut more = open.clone();
            more["quantity"] = json!(quantity);
            if let Some(product) = product {
                more["product_id"] = json!(product);
            }
            shop.follow(&root, how, more)
        };
        let lines = [
            root.clone(),
            child("upgrade", Some(&p2), 30),
            child("upsell", Some(&p3), 30),
            child("renew", None, 30),
        ];
        let known = Arc::new(Mutex::new(Vec::new()));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| Client {
                http: reqwest::Client::builder().no_proxy().build().unwrap(),
                base: format!("http://{}", office.address()),
                token: office.token().to_owned(),
                activate: format!("/v1/line-items/{}/activate", root.activation),
                dice: Dice(number),
                known: Arc::clone(&known),
            })
            .map(|client| office.runtime.spawn(client.run()))
            .collect();
        let done: u64 = clients.into_iter().map(|client| office.runtime.block_on(client).unwrap()).sum();
        assert!(done > CLIENTS * ASKED / 4, "only {done} of all were granted: too few to prove anything");
        conserved(office, &lines);
        let exact = shop.counts(&root).1;
        let more = json!({"server_host_ids": ["HOSTNAME=last"], "count": exact + 1});
        assert_eq!(shop.try_activate(&root, more).refusal(), (409, "INSUFFICIENT_COUNT"));
        if exact > 0 {
            let all = json!({"server_host_ids": ["HOSTNAME=last"], "count": exact});
            shop.try_activate(&root, all).expect(201);
        }
        let report = office.get("/v1/doctor").expect(200).body;
        let wrong = report["checks"].as_array().unwrap().iter().filter(|check| check["wrong"] != 0);
        assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&Json>::new());
    });
}

fn conserved(office: &TestOffice, lines: &[Line]) {
    let (mut out, mut converted, mut live) = (0, 0, 0);
    for (at, line) in lines.iter().enumerate() {
        let ledger = office.get(&format!("/v1/line-items/{}", line.id)).expect(200).body;
        let number = |name: &str| ledger[name].as_u64().unwrap();
        let path =
            format!("/v1/fulfillments?filter[line_item_id]={}&filter[status]=Active&page[size]=500", line.id);
        let held = office.get(&path).expect(200);
        let held: u64 =
            held.body["data"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).sum();
        assert_eq!(number("active"), held, "{ledger}");
        let brought = if at == 0 { number("quantity") } else { number("converted") };
        assert!(held + number("out") <= brought, "{ledger}");
        out += number("out");
        converted += number("converted");
        live += held;
    }
    assert_eq!(out, converted, "seats that moved on did not arrive");
    assert!(live <= u64::from(SEATS), "{live} of {SEATS} seats are live");
}
