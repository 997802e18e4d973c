//! `kill -9` of issuer and provider in a loop under load: no key without a license, none twice, nothing stuck.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test that meets anything else has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use lictor_testkit::{Postgres, eventually};
use serde_json::{Value as Json, json};

use crate::process::Process;

/// Orders of a run; LICTOR_OFFICE_ORDERS asks for another number.
const ORDERS: u32 = 60;
/// Customers who order at the same time.
const CUSTOMERS: u32 = 3;
/// Answers between two kills, most times.
const ANSWERS: u64 = 12;
/// How long everything may take to come to rest.
const PATIENCE: Duration = Duration::from_secs(240);
/// Steps of the license that each happen once.
const STEPS: [&str; 6] = [
    "license.requested",
    "license.issued",
    "license.retrieving",
    "license.retrieved",
    "license.installing",
    "license.installed",
];

/// Numbers without order, the same for the same seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % bound.max(1)
    }
}

/// Issuer and provider, each a process, with a plug-in between them.
struct Market {
    issuer: Process,
    provider: Process,
    class: String,
    /// One with a license directory for each customer.
    subscriptions: Vec<String>,
}

#[test]
fn kill_9_of_issuer_and_provider_loses_nothing_and_makes_nothing_twice_on_sqlite() {
    run(None, 1);
}

#[test]
fn kill_9_of_issuer_and_provider_loses_nothing_and_makes_nothing_twice_on_postgresql() {
    run(Some(Postgres::shared().database()), 2);
}

fn run(database: Option<String>, seed: u64) {
    let orders =
        env::var_os("LICTOR_OFFICE_ORDERS").map_or(ORDERS, |text| text.to_str().unwrap().parse().unwrap());
    let began = Instant::now();
    let market = Market::open(database);
    let shop = Shop::open(&market.provider);
    let over = AtomicBool::new(false);
    let kills = AtomicU32::new(0);
    let (mut ordered, mut seats) = (Vec::new(), None);
    thread::scope(|scope| {
        let customers: Vec<_> = (0..CUSTOMERS)
            .map(|customer| {
                let (market, kills) = (&market, &kills);
                scope.spawn(move || market.order(customer, orders.div_ceil(CUSTOMERS), seed, kills))
            })
            .collect();
        let (shop, done) = (&shop, &over);
        let mover = scope.spawn(move || shop.move_seats(done, seed));
        let has_failed = || mover.is_finished();
        let mut dice = Dice(seed);
        while !customers.iter().all(thread::ScopedJoinHandle::is_finished) && !has_failed() {
            let goal = market.answers() + dice.below(ANSWERS);
            eventually("answers between two kills", PATIENCE, || {
                let idle = customers.iter().all(thread::ScopedJoinHandle::is_finished) || has_failed();
                (market.answers() >= goal || idle).then_some(())
            });
            match dice.below(8) {
                0..4 => market.provider.kill9(),
                4..7 => market.issuer.kill9(),
                _ => {
                    market.issuer.kill9();
                    market.provider.kill9();
                }
            }
            kills.fetch_add(1, Ordering::SeqCst);
        }
        over.store(true, Ordering::SeqCst);
        ordered.extend(customers.into_iter().flat_map(|thread| thread.join().unwrap()));
        seats = Some(mover.join().unwrap());
    });
    let under_fire = began.elapsed();
    market.come_to_rest();
    let licenses = market.check(&ordered);
    let moves = shop.check(&seats.unwrap());
    market.sound();
    eprintln!(
        "{} orders, {licenses} licenses, {moves} fulfillments, {} kills in {:.0} s, at rest after {:.0} s",
        ordered.len(),
        kills.load(Ordering::SeqCst),
        under_fire.as_secs_f64(),
        began.elapsed().as_secs_f64(),
    );
}

impl Market {
    fn open(database: Option<String>) -> Self {
        let (issuer, provider) = (Process::start(None), Process::start(database));
        let class = json!({
            "class_id": "suite", "key_prefix": "PLSK", "bill_types": ["Purchase"],
            "capacity_options": [{"code": "SEATS", "label": "Seats", "amount": 10, "feature": "core"}],
        });
        issuer.post("/v1/issuer-classes", class, "class", 201);
        let token = json!({"name": "of-the-shop", "role": "provider", "login": "shop"});
        let token = issuer.post("/v1/tokens", token, "token", 201);
        fs::write(provider.data().join("secrets/issuer"), token["token"].as_str().unwrap()).unwrap();
        let public = fs::read_dir(issuer.data().join("signer")).unwrap();
        let public =
            public.map(|entry| entry.unwrap().path()).find(|path| path.extension() == Some("pub".as_ref()));
        let trusted: Vec<String> =
            fs::read_to_string(public.unwrap()).unwrap().lines().map(str::to_owned).collect();
        let plugin = json!({
            "name": "issuer", "mode": "online", "template": "lictor", "host": "127.0.0.1",
            "port": issuer.port(), "login": "shop", "secret_ref": "issuer", "timeout_seconds": 5,
            "trusted_keys": trusted.iter().filter(|line| !line.starts_with('#')).collect::<Vec<_>>(),
        });
        provider.post("/v1/plugins", plugin, "plugin", 201);
        let class = eventually("the class is there", PATIENCE, || {
            let classes = provider.get("/v1/license-classes?filter[class_id]=suite");
            Some(classes["data"][0]["id"].as_str()?.to_owned())
        });
        let account = provider.post("/v1/accounts", json!({"name": "Acme", "code": "ACME"}), "account", 201);
        let subscriptions = (0..CUSTOMERS).map(|customer| {
            let server =
                json!({"via": "directory", "path": provider.beside(&format!("licenses-{customer}"))});
            let body = json!({
                "name": format!("S{customer}"), "account_id": account["id"], "plan": "gold", "server": server,
            });
            let made = provider.post("/v1/subscriptions", body, &format!("sub-{customer}"), 201);
            let id = made["id"].as_str().unwrap().to_owned();
            provider.post(
                &format!("/v1/subscriptions/{id}/activate"),
                json!({}),
                &format!("active-{customer}"),
                200,
            );
            id
        });
        let subscriptions = subscriptions.collect();
        Self { issuer, provider, class, subscriptions }
    }

    fn answers(&self) -> u64 {
        self.issuer.answers() + self.provider.answers()
    }

    /// Orders one after the other, at most one for each kill; the ids of the orders with the licenses that
    /// each must bring, and whether they are installed.
    fn order(&self, customer: u32, count: u32, seed: u64, kills: &AtomicU32) -> Vec<(String, u64, bool)> {
        let mut dice = Dice(seed ^ u64::from(customer + 100));
        (0..count)
            .map(|number| {
                eventually("kills go on", PATIENCE, || (kills.load(Ordering::SeqCst) >= number).then_some(()));
                let key = format!("{seed}-{customer}-{number}");
                let quantity = 1 + dice.below(2);
                let installed = dice.below(2) == 0;
                let mut request = json!({
                    "class_id": self.class, "bill_type": "Purchase", "capacity": {"SEATS": 1 + dice.below(50)},
                    "account_id": "ACME",
                });
                if installed {
                    request["subscription_id"] = json!(self.subscriptions[customer as usize]);
                }
                let line = json!({"quantity": quantity, "price_cents": 100, "currency": "EUR", "request": request});
                let body = json!({"kind": "sales", "account_id": "ACME", "lines": [line], "external_ref": key});
                let order = self.provider.post("/v1/orders", body, &format!("order-{key}"), 201);
                let id = order["id"].as_str().unwrap().to_owned();
                for step in ["place", "pay"] {
                    let path = format!("/v1/orders/{id}/{step}");
                    let reply = self.provider.insist("POST", &path, Some(json!({})), Some(&format!("{step}-{key}")));
                    assert!(matches!(reply.status, 200 | 202), "{step}: {}", reply.text);
                }
                (id, quantity, installed)
            })
            .collect()
    }

    /// Lets the clocks go on until nothing waits.
    fn come_to_rest(&self) {
        eventually("nothing waits any more", PATIENCE, || {
            let open =
                |process: &Process| process.all("/v1/operations?filter[state]=Queued,Running,Waiting").len();
            if open(&self.provider) + open(&self.issuer) == 0 {
                return Some(());
            }
            self.provider.pass(2);
            None
        });
    }

    /// Every license is where it must be, with a key of its own, and each step of it happened once.
    fn check(&self, ordered: &[(String, u64, bool)]) -> usize {
        let licenses = self.provider.all("/v1/licenses");
        let expected: u64 = ordered.iter().map(|(_, quantity, _)| quantity).sum();
        assert_eq!(licenses.len() as u64, expected, "licenses");
        let orders = self.provider.all("/v1/orders");
        assert_eq!(orders.len(), ordered.len(), "orders");
        let traces = traces(&self.provider);
        for (id, quantity, installed) in ordered {
            let order = orders.iter().find(|order| order["id"] == **id).unwrap();
            assert_eq!(order["state"], "Completed", "{order}");
            let own: Vec<&Json> = licenses.iter().filter(|license| license["order_id"] == **id).collect();
            assert_eq!(own.len() as u64, *quantity, "{order}");
            for license in own {
                let status = if *installed { "Installed" } else { "Retrieved" };
                assert_eq!(license["status"], status, "{license}");
                let steps = if *installed { &STEPS[..] } else { &STEPS[..4] };
                let done = &traces[license["id"].as_str().unwrap()];
                for step in STEPS {
                    let times = done.get(step).copied().unwrap_or_default();
                    assert_eq!(times, u32::from(steps.contains(&step)), "{step} of {license}: {done:?}");
                }
            }
            for step in ["order.created", "order.placed", "order.paid", "order.completed"] {
                assert_eq!(traces[id.as_str()].get(step), Some(&1), "{step}: {:?}", traces[id.as_str()]);
            }
        }
        self.keys(&licenses);
        licenses.len()
    }

    /// The issuer holds one key for each license and none besides.
    fn keys(&self, licenses: &[Json]) {
        let keys = self.issuer.all("/v1/keys");
        let traces = traces(&self.issuer);
        let name = |key: &Json| key["key_number"].as_str().unwrap().rsplit_once('.').unwrap().0.to_owned();
        let held: Vec<String> = keys.iter().map(name).collect();
        let known = licenses.iter().map(|license| license["key_number"].as_str().unwrap().to_owned());
        let known: BTreeSet<String> = known.collect();
        assert_eq!(known.len(), licenses.len(), "two licenses share a key");
        assert_eq!(held.iter().cloned().collect::<BTreeSet<_>>(), known, "keys that no license knows");
        assert_eq!(held.len(), known.len(), "keys that are there twice");
        for key in &keys {
            let done = &traces[key["id"].as_str().unwrap()];
            assert_eq!(done.get("key.created"), Some(&1), "{done:?}");
            let license = licenses.iter().find(|license| license["key_number"] == name(key)).unwrap();
            assert_eq!(key["config"]["capacity"], license["known_config"]["capacity"], "{license}");
        }
    }

    /// The doctor finds nothing in either.
    fn sound(&self) {
        for process in [&self.provider, &self.issuer] {
            let chain = process.get("/v1/audit/verify");
            assert!(chain["broken_at"].is_null(), "{chain}");
            let report = process.get("/v1/doctor");
            let wrong = report["checks"].as_array().unwrap().iter().filter(|check| check["wrong"] != 0);
            assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&Json>::new());
            assert_eq!(report["sound"], true);
        }
    }
}

/// How often the audit log has each action, by record.
fn traces(process: &Process) -> BTreeMap<String, BTreeMap<String, u32>> {
    let mut found: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for event in process.all("/v1/audit") {
        let text = |name: &str| event[name].as_str().unwrap().to_owned();
        *found.entry(text("target")).or_default().entry(text("action")).or_default() += 1;
    }
    found
}

/// Seats that are activated, upgraded, moved and returned meanwhile.
struct Shop<'a> {
    office: &'a Process,
    /// Activation ids of the line that brings seats and of the one that takes them.
    line: String,
    upgrade: String,
}

/// A live fulfillment as its last answer told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Live {
    id: String,
    line: String,
    count: u64,
}

impl<'a> Shop<'a> {
    fn open(office: &'a Process) -> Self {
        for feature in ["f1", "p2"] {
            office.post("/v1/features", json!({"name": feature}), feature, 201);
        }
        let product = |name: &str, feature: &str| {
            let features = json!([{"name": feature, "feature_version": "1.0"}]);
            let body = json!({"name": name, "product_version": "1.0", "features": features});
            let id = office.post("/v1/products", body, name, 201)["id"].as_str().unwrap().to_owned();
            office.post(&format!("/v1/products/{id}/deploy"), json!({}), &format!("deploy-{name}"), 200);
            id
        };
        let (p1, p2) = (product("P1", "f1"), product("P2", "p2"));
        let edge = json!({"from_product": p1, "to_product": p2, "kind": "UPGRADE"});
        office.post("/v1/relations", edge, "edge", 201);
        let term = json!({"start": "fixed", "start_date": "2026-01-01", "expiry": {"date": "2026-12-31"}});
        let with = |more: Json| {
            let mut body = term.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let line = with(json!({"product_id": p1, "license_model_id": "FC", "quantity": 400}));
        let body = json!({"account_id": "ACME", "line_items": [line], "deploy": true});
        let made = office.post("/v1/entitlements", body, "entitlement", 201);
        let line = &made["line_items"][0];
        let path = format!("/v1/line-items/{}/upgrade", line["id"].as_str().unwrap());
        let body = with(json!({
            "product_id": p2, "quantity": 150, "auto_deploy": true, "allow_activations_on_parent": true,
        }));
        let upgrade = office.post(&path, body, "upgrade-line", 201);
        let text = |line: &Json| line["activation_id"].as_str().unwrap().to_owned();
        Self { office, line: text(line), upgrade: text(&upgrade) }
    }

    /// Moves seats until told to stop; what must be live afterwards.
    fn move_seats(&self, over: &AtomicBool, seed: u64) -> Vec<Live> {
        let mut dice = Dice(seed ^ 7);
        let mut live: Vec<Live> = Vec::new();
        for number in 0.. {
            if over.load(Ordering::SeqCst) {
                break;
            }
            let key = format!("seats-{seed}-{number}");
            let place = dice.below(live.len() as u64) as usize;
            let seats = 1 + dice.below(4);
            let host = format!("HOSTNAME=s{}", dice.below(3));
            let Some(chosen) = live.get(place).filter(|_| dice.below(3) > 0).cloned() else {
                let path = format!("/v1/line-items/{}/activate", self.line);
                let body = json!({"server_host_ids": [host], "count": seats});
                self.changed(&mut live, None, &self.office.insist("POST", &path, Some(body), Some(&key)));
                continue;
            };
            let seats = seats.min(chosen.count);
            let (how, body) = match dice.below(4) {
                0 if chosen.line == self.line => ("upgrade", json!({"count": seats})),
                1 => ("rehost", json!({"server_host_ids": [host]})),
                2 => ("repair", json!({})),
                _ => ("return", json!({"count": seats})),
            };
            let path = format!("/v1/fulfillments/{}/{how}", chosen.id);
            self.changed(
                &mut live,
                Some(&chosen),
                &self.office.insist("POST", &path, Some(body), Some(&key)),
            );
        }
        live
    }

    /// Takes over what an answer says; a refusal changes nothing.
    fn changed(&self, live: &mut Vec<Live>, before: Option<&Live>, reply: &crate::office::Reply) {
        if !matches!(reply.status, 200 | 201) {
            let known = ["INSUFFICIENT_COUNT", "INVALID_FIELD", "COUNT_EXCEEDS_FULFILLMENT"];
            assert!(known.contains(&reply.code()), "{}", reply.text);
            return;
        }
        live.retain(|one| Some(one) != before);
        for made in reply.body["fulfillments"].as_array().unwrap() {
            if made["status"] == "Active" {
                live.push(Live::of(made));
            }
        }
    }

    /// What the answers said is what is there, seat by seat.
    fn check(&self, live: &[Live]) -> usize {
        let all = self.office.all("/v1/fulfillments");
        let mut there: Vec<Live> = all.iter().filter(|one| one["status"] == "Active").map(Live::of).collect();
        let mut told = live.to_vec();
        there.sort();
        told.sort();
        assert_eq!(there, told);
        let traces = traces(self.office);
        for one in &all {
            let done = &traces[one["id"].as_str().unwrap()];
            assert_eq!(
                done.get("fulfillment.created").or_else(|| done.get("fulfillment.activated")),
                Some(&1),
                "{done:?}"
            );
            let ended = done.get("fulfillment.obsoleted").copied().unwrap_or_default();
            assert_eq!(ended, u32::from(one["status"] == "Obsolete"), "{done:?}");
        }
        let held = |line: &str| told.iter().filter(|one| one.line == line).map(|one| one.count).sum::<u64>();
        let count = |line: &str| self.office.get(&format!("/v1/line-items/{line}/exact-available-count"));
        assert_eq!(count(&self.line)["naive"], json!(400 - held(&self.line)));
        assert_eq!(count(&self.upgrade)["naive"], json!(150 - held(&self.upgrade)));
        all.len()
    }
}

impl Live {
    fn of(record: &Json) -> Self {
        let text = |name: &str| record[name].as_str().unwrap().to_owned();
        Self { id: text("id"), line: text("activation_id"), count: record["count"].as_u64().unwrap() }
    }
}
