//! The law of files: whatever is done, a server that loads every file ever made, but for those that were to
//! be removed by hand, counts just the seats that are live on it.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::timeline::{FileRole, ServerFile, day};
use lictor_types::{CivilDate, HostId, HostIdType, Seats};
use serde_json::{Value as Json, json};

use crate::office::{On, Reply, TestOffice};
use crate::sale::{Line, Shop};

const SERVERS: [&str; 2] = ["s1", "s2"];

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// All pages of a list.
fn all(office: &TestOffice, list: &str) -> Vec<Json> {
    let mut found = Vec::new();
    let mut path = format!("/v1/{list}page[size]=500");
    loop {
        let page = office.get(&path).expect(200).body;
        found.extend(page["data"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/{list}page[size]=500&page[after]={next}"),
            None => return found,
        }
    }
}

fn number(value: &Json) -> Option<u32> {
    value.as_u64().map(|number| u32::try_from(number).unwrap())
}

fn date(value: &Json) -> Option<CivilDate> {
    value.as_str().map(|text| CivilDate::parse(text).unwrap())
}

fn texts(value: &Json) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn host(text: &str) -> HostId {
    HostId::new(HostIdType::Hostname, text.strip_prefix("HOSTNAME=").unwrap_or(text)).unwrap()
}

/// Every license ever made, in the order of loading, without those that were to be removed.
fn licenses(office: &TestOffice, removed: &BTreeSet<String>) -> Vec<ServerFile> {
    let mut files = all(office, "files?");
    files.sort_by_key(|file| file["name"].as_str().unwrap().to_owned());
    let licenses = files.iter().flat_map(|file| file["licenses"].as_array().unwrap());
    licenses
        .filter(|license| !removed.contains(license["serial"].as_str().unwrap()))
        .map(|license| ServerFile {
            serial: license["serial"].as_str().unwrap().to_owned(),
            feature: license["feature"].as_str().unwrap().to_owned(),
            role: FileRole::parse(license["role"].as_str().unwrap()).unwrap(),
            count: number(&license["count"]).map_or(Seats::Unlimited, Seats::Limited),
            start: date(&license["start"]),
            end: date(&license["end"]),
            servers: texts(&license["server_host_ids"]).iter().map(|text| host(text)).collect(),
            supersedes: texts(&license["supersedes"]),
        })
        .collect()
}

/// Seats that must be on a server, by feature: those of its live fulfillments.
fn wanted(
    office: &TestOffice,
    server: &str,
    features: &BTreeMap<String, Vec<&str>>,
) -> BTreeMap<String, Seats> {
    let mut seats: BTreeMap<String, u32> = BTreeMap::new();
    for record in all(office, "fulfillments?filter[status]=Active&") {
        if texts(&record["server_host_ids"]) != [format!("HOSTNAME={server}")] {
            continue;
        }
        for feature in &features[record["product_id"].as_str().unwrap()] {
            *seats.entry((*feature).to_owned()).or_insert(0) += number(&record["count"]).unwrap();
        }
    }
    seats.into_iter().map(|(feature, count)| (feature, Seats::Limited(count))).collect()
}

/// Serials that a reply asks to be removed by hand.
fn to_remove(reply: &Reply) -> Vec<String> {
    let words = reply.body["instructions"].as_array().unwrap().iter().filter_map(|line| {
        let line = line.as_str().unwrap();
        let rest = line.strip_prefix("Remove the license with the serial ")?;
        Some(rest.split([' ', ':']).next().unwrap().to_owned())
    });
    words.collect()
}

/// One thing that is done, to whatever is there; none if there is nothing to do it to.
fn act(shop: &Shop<'_>, lines: &[Line], dice: &mut Dice) -> Option<Reply> {
    let to = format!("HOSTNAME={}", SERVERS[usize::try_from(dice.below(2)).unwrap()]);
    let choice = dice.below(10);
    if choice < 3 {
        let line = &lines[usize::try_from(dice.below(lines.len().try_into().unwrap())).unwrap()];
        let exact = shop.counts(line).1;
        let own = shop.counts(line).2;
        if exact == 0 || own == 0 {
            return None;
        }
        let body =
            json!({"server_host_ids": [to], "count": dice.below(own) + 1, "beside": dice.below(6) == 0});
        return Some(shop.try_activate(line, body));
    }
    let live = all(shop.office, "fulfillments?filter[status]=Active&");
    if live.is_empty() {
        return None;
    }
    let one = &live[usize::try_from(dice.below(live.len().try_into().unwrap())).unwrap()];
    let id = one["id"].as_str().unwrap();
    let count = dice.below(one["count"].as_u64().unwrap()) + 1;
    Some(match choice {
        3 | 4 => shop.operate(id, "return", json!({"count": count})),
        5 => shop.operate(id, "rehost", json!({"count": count, "server_host_ids": [to]})),
        6 => shop.operate(id, "repair", json!({})),
        7 => shop.operate(id, "publisher-error", json!({})),
        8 => shop.operate(id, "upgrade", json!({"count": count})),
        _ => shop.operate(id, "upsell", json!({"count": count})),
    })
}

fn walk(seed: u64, steps: u32, setting: Option<(&str, Json)>) {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let shop = Shop::new(&office);
    if let Some((name, value)) = setting {
        shop.set(name, value);
    }
    let p1 = shop.product("P1", "1.0", &["f1 1.0", "f2 1.0"]);
    let p2 = shop.product("P2", "2.0", &["f1 2.0", "f2 1.0"]);
    let p3 = shop.product("P3", "1.0", &["f1 1.0", "f3 1.0"]);
    shop.relate(&p1, &p2, "UPGRADE");
    shop.relate(&p1, &p3, "UPSELL");
    let features =
        BTreeMap::from([(p1.clone(), vec!["f1", "f2"]), (p2, vec!["f1", "f2"]), (p3, vec!["f1", "f3"])]);
    let a = shop.line(&p1, "FC", 20, json!({}));
    let b = shop.line(&p1, "FC", 10, json!({}));
    let open = json!({"allow_activations_on_parent": true, "quantity": 8});
    let c = shop.follow(&a, "upgrade", open.clone());
    let d = shop.follow(&a, "upsell", open);
    let lines = [a, b, c, d];
    let mut dice = Dice(seed);
    let mut removed: BTreeSet<String> = BTreeSet::new();
    let mut done: BTreeMap<u16, u32> = BTreeMap::new();
    for step in 0..steps {
        let Some(reply) = act(&shop, &lines, &mut dice) else { continue };
        assert!(reply.status < 500, "{}", reply.text);
        *done.entry(reply.status).or_insert(0) += 1;
        if reply.status >= 300 {
            continue;
        }
        removed.extend(to_remove(&reply));
        let files = licenses(&office, &removed);
        for server in SERVERS {
            let today = CivilDate::parse("2026-03-02").unwrap();
            let given = day(&files, &[host(server)], today);
            let wanted = wanted(&office, server, &features);
            assert_eq!(given.seats, wanted, "seed {seed} step {step} on {server}: {}", reply.text);
        }
    }
    assert!(done.get(&200).copied().unwrap_or(0) > steps / 5, "{done:?}");
    let report = office.get("/v1/audit/verify").expect(200).body;
    assert_eq!(report["broken_at"], Json::Null);
}

#[test]
fn a_server_counts_the_live_seats() {
    for seed in 1..=4 {
        walk(seed, 60, None);
    }
}

#[test]
fn a_server_counts_the_live_seats_without_upgrade_files() {
    walk(5, 60, Some(("prefer_upgrade_files", json!(false))));
}

#[test]
fn a_server_counts_the_live_seats_in_the_date_flavour() {
    walk(6, 60, Some(("date_flavour", json!(true))));
}

#[test]
fn a_server_counts_the_live_seats_where_files_are_removed_by_hand() {
    walk(7, 60, Some(("supersede", json!(false))));
}
