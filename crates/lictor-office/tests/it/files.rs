//! The files of fulfillments (4): what is delivered, that it is genuine, and what a real license server
//! makes of it.

use std::collections::BTreeMap;

use lictor_license::{Keyring, parse_file, verify};
use lictor_testkit::{Faketime, Lictor, Lictord};
use serde_json::{Value as Json, json};

use crate::office::{On, Reply, TestOffice, both};
use crate::sale::{Line, S1, Shop, delivered, first, made, seats, tell_all};

type Files = Vec<(String, String)>;

/// This machine, as a server host id.
fn here() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    format!("HOSTNAME={}", name.trim().to_lowercase())
}

/// A shop with P1 (f1) for this machine, on 2026-02-01.
fn on_both(test: impl Fn(&Shop<'_>, &str)) {
    for on in [On::Sqlite, On::Postgres] {
        let office = TestOffice::start(on, "2026-02-01");
        let shop = Shop::new(&office);
        let p1 = shop.product("P1", "1.0", &["f1"]);
        test(&shop, &p1);
    }
}

fn activated(shop: &Shop<'_>, line: &Line, count: u32) -> Reply {
    shop.try_activate(line, json!({"server_host_ids": [here()], "count": count}))
}

/// What a license server says of these files on a day: its report.
fn report(shop: &Shop<'_>, files: &Files, day: &str) -> Json {
    let mut daemon = Lictord::builder().file("testvendor.pub", &shop.public());
    for (name, text) in files {
        daemon = daemon.file(name, text);
    }
    let clock = Faketime::new(&format!("@{day} 12:00:00"), "UTC");
    let daemon = daemon.faketime(clock).start();
    Lictor::of(&daemon, &["testvendor.pub"]).run(&["licenses", "--json"]).json()
}

/// Seats by feature, as the server counts them.
fn served(shop: &Shop<'_>, files: &Files, day: &str) -> BTreeMap<String, u64> {
    let report = report(shop, files, day);
    let mut seats = BTreeMap::new();
    for pool in report["pools"].as_array().unwrap() {
        *seats.entry(pool["feature"].as_str().unwrap().to_owned()).or_insert(0) +=
            pool["seats"].as_u64().unwrap_or(u64::MAX);
    }
    seats
}

fn only(feature: &str, seats: u64) -> BTreeMap<String, u64> {
    BTreeMap::from([(feature.to_owned(), seats)])
}

/// Every license of the files is signed by the vendor.
#[track_caller]
fn genuine(shop: &Shop<'_>, files: &Files) {
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&shop.public()).unwrap();
    for (name, text) in files {
        let parsed = parse_file(text.as_bytes());
        assert_eq!(parsed.problems, [], "{name}");
        for feature in parsed.features {
            verify(&feature.result.unwrap(), &keyring).unwrap();
        }
    }
}

#[test]
fn t_fil_1_more_seats_are_an_upgrade_beside_the_base() {
    on_both(|shop, p1| {
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        assert_eq!(delivered(&base), ["f1 base D9 exclusive 10"]);
        let more = activated(shop, &shop.line(p1, "FC", 5, json!({})), 5).expect(201);
        assert_eq!(delivered(&more), ["f1 upgrade D3 upgrade 5"]);
        assert_eq!(more.body["fulfillments"][0]["delivery"], json!("upgrade"));
        assert_eq!(seats(&more), ["f1: 2026-02-01 15, 2027-01-01 0"]);
        let files = [shop.files(&base), shop.files(&more)].concat();
        genuine(shop, &files);
        assert!(files[1].1.contains("KEYTYPE=\"UPGRADE\"") && files[1].1.contains("END=\"2026-12-31\""));
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 15));
    });
}

#[test]
fn t_fil_2_an_end_after_the_base_is_refused_or_cut_and_a_renewal_replaces() {
    on_both(|shop, p1| {
        let a = shop.line(p1, "FC", 10, json!({}));
        let base = activated(shop, &a, 10).expect(201);
        let late = shop.line(p1, "FC", 5, json!({"expiry": {"date": "2027-06-30"}}));
        let refused = activated(shop, &late, 5);
        assert_eq!(refused.refusal(), (422, "END_OUTSIDE_BASE"));
        assert_eq!(refused.meta("base_end"), json!("2026-12-31"));
        assert_eq!(shop.counts(&late), (5, 5, 5));
        assert_eq!(served(shop, &shop.files(&base), "2026-06-01"), only("f1", 10));

        let beside = json!({"server_host_ids": [here()], "count": 2, "beside": true});
        let beside = shop.try_activate(&late, beside).expect(201);
        assert_eq!(delivered(&beside), ["f1 additional D2 additive 2"]);

        shop.set("clamp_end", json!(true));
        let cut = activated(shop, &late, 3).expect(201);
        assert_eq!(delivered(&cut), ["f1 upgrade D3 upgrade 3"]);
        assert_eq!(cut.body["deliveries"][0]["end"], json!("2026-12-31"));
        assert_eq!(cut.body["warnings"], json!(["W_END_CLAMPED"]));

        let renewal = shop.follow(&a, "renew", json!({"expiry": {"date": "2027-06-30"}}));
        let renewed = shop.operate(&first(&base), "renew", json!({})).expect(200);
        assert_eq!(delivered(&renewed), ["f1 superseding D5 exclusive 10"]);
        assert_eq!(shop.counts(&renewal).0, 0);
        let replies = [&base, &beside, &cut, &renewed];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        genuine(shop, &files);
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 15));
        assert_eq!(served(shop, &files, "2027-06-30"), only("f1", 12));
    });
}

#[test]
fn t_fil_3_extra_seats_come_and_go_at_midnight() {
    on_both(|shop, p1| {
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let march = json!({"start_date": "2026-03-01", "expiry": {"date": "2026-03-31"}});
        let u1 = activated(shop, &shop.line(p1, "FC", 5, march), 5).expect(201);
        let u2 = activated(shop, &shop.line(p1, "FC", 2, json!({})), 2).expect(201);
        assert_eq!(seats(&u2), ["f1: 2026-02-01 12, 2026-03-01 17, 2026-04-01 12, 2027-01-01 0"]);
        let files = [shop.files(&base), shop.files(&u1), shop.files(&u2)].concat();
        genuine(shop, &files);
        for (day, count) in [("2026-02-28", 12), ("2026-03-01", 17), ("2026-03-31", 17), ("2026-04-01", 12)] {
            assert_eq!(served(shop, &files, day), only("f1", count), "{day}");
        }
    });
}

#[test]
fn t_fil_4_a_folded_upgrade_does_not_count_twice() {
    on_both(|shop, p1| {
        let a = shop.line(p1, "FC", 10, json!({}));
        let base = activated(shop, &a, 10).expect(201);
        let u1 = activated(shop, &shop.line(p1, "FC", 5, json!({})), 5).expect(201);
        let u2 = activated(shop, &shop.line(p1, "FC", 2, json!({})), 2).expect(201);
        let serial = u1.body["deliveries"][0]["serial"].clone();
        let folded = shop.operate(&first(&base), "repair", json!({"fold": [serial]})).expect(200);
        assert_eq!(delivered(&folded), ["f1 superseding D6 exclusive 15"]);
        let void = [&base, &u1].map(|reply| reply.body["deliveries"][0]["serial"].clone());
        assert_eq!(folded.body["deliveries"][0]["supersedes"], json!(void));
        // The seats of the folded upgrade are in the new license now.
        let carrier = &shop.show(&first(&u1))["carriers"][0];
        assert_eq!(carrier["serial"], folded.body["deliveries"][0]["serial"]);
        let replies = [&base, &u1, &u2, &folded];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        assert_eq!(files.len(), 4);
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 17));
        assert_eq!(seats(&folded), ["f1: 2026-02-01 17, 2027-01-01 0"]);
    });
}

#[test]
fn t_fil_4_an_upgrade_that_would_outlive_its_new_base_is_refused_or_goes_out_again() {
    on_both(|shop, p1| {
        let a = shop.line(p1, "FC", 10, json!({}));
        let base = activated(shop, &a, 10).expect(201);
        let u2 = activated(shop, &shop.line(p1, "FC", 2, json!({})), 2).expect(201);
        let short = shop.follow(&a, "renew", json!({"expiry": {"date": "2026-09-30"}}));
        let refused = shop.operate(&first(&base), "renew", json!({}));
        assert_eq!(refused.refusal(), (422, "END_OUTSIDE_BASE"));
        let serial = &u2.body["deliveries"][0]["serial"];
        assert_eq!(refused.meta("serial"), *serial);
        assert_eq!(shop.counts(&short), (10, 10, 0));

        shop.set("clamp_end", json!(true));
        let cut = shop.operate(&first(&base), "renew", json!({})).expect(200);
        assert_eq!(delivered(&cut), ["f1 superseding D5 exclusive 10", "f1 upgrade D5 upgrade 2"]);
        assert_eq!(cut.body["deliveries"][1]["supersedes"], json!([serial]));
        assert_eq!(cut.body["warnings"], json!(["W_END_CLAMPED"]));
        assert_eq!(cut.body["renewed"][0]["id"], json!(first(&u2)));
        let replies = [&base, &u2, &cut];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        assert_eq!(served(shop, &files, "2026-09-30"), only("f1", 12));
        assert_eq!(served(shop, &files, "2026-10-01"), BTreeMap::new());
    });
}

#[test]
fn t_fil_5_the_same_order_twice_counts_twice_and_a_copy_does_not() {
    on_both(|shop, p1| {
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let more = shop.line(p1, "FC", 2, json!({}));
        let one = shop.files(&activated(shop, &more, 1).expect(201));
        let two = shop.files(&activated(shop, &more, 1).expect(201));
        assert_ne!(one[0].1, two[0].1);
        let base = shop.files(&base);
        assert_eq!(served(shop, &[base.clone(), one.clone(), two].concat(), "2026-06-01"), only("f1", 12));
        let copy = vec![("copy.lic".to_owned(), one[0].1.clone())];
        assert_eq!(served(shop, &[base, one, copy].concat(), "2026-06-01"), only("f1", 11));
    });
}

#[test]
fn t_fil_6_a_split_leaves_as_many_seats_as_there_were() {
    on_both(|shop, p1| {
        let p2 = shop.product("P2", "2.0", &["p2"]);
        shop.relate(p1, &p2, "UPGRADE");
        let a = shop.line(p1, "FC", 10, json!({}));
        let base = activated(shop, &a, 10).expect(201);
        shop.follow(&a, "upgrade", json!({"quantity": 2}));
        let tried = shop.verify(&first(&base), "upgrade", json!({"count": 2})).expect(200);
        let split = shop.operate(&first(&base), "upgrade", json!({"count": 2})).expect(200);
        assert_eq!(delivered(&split), ["f1 superseding D4 exclusive 8", "p2 additional D2 exclusive 2"]);
        assert_eq!(delivered(&tried), delivered(&split));
        assert_eq!(seats(&split), ["f1: 2026-02-01 8, 2027-01-01 0", "p2: 2026-02-01 2, 2027-01-01 0"]);
        assert_eq!(seats(&tried), seats(&split));
        let serial = base.body["deliveries"][0]["serial"].clone();
        let stopping = json!([{"serial": serial, "reason": "superseded"}]);
        assert_eq!(split.body["servers"][0]["stopping"], stopping);
        assert_eq!(tried.body["servers"][0]["stopping"], stopping);
        let files = [shop.files(&base), shop.files(&split)].concat();
        genuine(shop, &files);
        let mut both = only("f1", 8);
        both.extend(only("p2", 2));
        assert_eq!(served(shop, &files, "2026-06-01"), both);
    });
}

#[test]
fn t_fil_8_a_permanent_upgrade_needs_a_permanent_base() {
    on_both(|shop, p1| {
        activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let forever = shop.line(p1, "FC", 5, json!({"expiry": "permanent"}));
        let refused = activated(shop, &forever, 5);
        assert_eq!((refused.refusal(), refused.meta("end")), ((422, "END_OUTSIDE_BASE"), json!("permanent")));
    });
}

#[test]
fn t_fil_9_what_is_unlimited_cannot_be_raised() {
    on_both(|shop, p1| {
        activated(shop, &shop.line(p1, "FU", 1, json!({})), 1).expect(201);
        let more = shop.line(p1, "FC", 5, json!({}));
        assert_eq!(activated(shop, &more, 5).refusal(), (422, "BASE_UNLIMITED"));
        assert_eq!(shop.office.get("/v1/files").expect(200).body["data"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn t_fil_10_an_upgrade_for_another_server_is_ignored() {
    on_both(|shop, p1| {
        let a = shop.line(p1, "FC", 100, json!({}));
        let elsewhere = |count: u32| {
            let body = json!({"server_host_ids": ["HOSTNAME=elsewhere.example"], "count": count});
            shop.try_activate(&a, body).expect(201)
        };
        elsewhere(10);
        let upgrade = elsewhere(5);
        assert_eq!(delivered(&upgrade), ["f1 upgrade D3 upgrade 5"]);
        let base = activated(shop, &a, 10).expect(201);
        assert_eq!(delivered(&base), ["f1 base D9 exclusive 10"]);
        let files = [shop.files(&base), shop.files(&upgrade)].concat();
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 10));
        let report = report(shop, &files, "2026-06-01");
        let idle = report["licenses"].as_array().unwrap().iter();
        let idle: Vec<&Json> = idle.filter(|license| license["key_type"] == json!("UPGRADE")).collect();
        assert_eq!(idle[0]["state"], json!("rejected"), "{}", idle[0]);
    });
}

#[test]
fn t_fil_11_the_sum_of_seats_stays_a_count() {
    on_both(|shop, p1| {
        let a = shop.line(p1, "FC", 2_147_483_640, json!({}));
        activated(shop, &a, 2_147_483_640).expect(201);
        let refused = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10);
        assert_eq!(refused.refusal(), (422, "COUNT_OUT_OF_RANGE"));
        assert_eq!(refused.meta("max"), json!(2_147_483_647_u32));
        let copies = shop.line(p1, "FC", 2_000_000_000, json!({"quantity_per_copy": 2}));
        let body = json!({"server_host_ids": [S1], "count": 2_000_000_000});
        assert_eq!(shop.try_activate(&copies, body).refusal(), (422, "COUNT_OUT_OF_RANGE"));
    });
}

#[test]
fn seats_of_others_survive_when_the_base_they_stand_on_goes() {
    on_both(|shop, p1| {
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let u1 = activated(shop, &shop.line(p1, "FC", 5, json!({})), 5).expect(201);
        let short = json!({"expiry": {"date": "2026-06-30"}});
        let u2 = activated(shop, &shop.line(p1, "FC", 2, short), 2).expect(201);
        let gone = shop.operate(&first(&base), "return", json!({})).expect(200);
        assert_eq!(tell_all(&gone), Vec::<String>::new());
        assert_eq!(delivered(&gone), ["f1 superseding D9 exclusive 5"]);
        assert_eq!(gone.body["renewed"][0]["id"], json!(first(&u1)));
        assert_eq!(seats(&gone), ["f1: 2026-02-01 7, 2026-07-01 5, 2027-01-01 0"]);
        let replies = [&base, &u1, &u2, &gone];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        genuine(shop, &files);
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 7));
        assert_eq!(served(shop, &files, "2026-07-01"), only("f1", 5));
        // The file of the one that carries it is a second revision of the same record.
        let kept = shop.office.get(&format!("/v1/fulfillments/{}/files", first(&u1))).expect(200);
        let revisions: Vec<&Json> =
            kept.body["data"].as_array().unwrap().iter().map(|file| &file["revision"]).collect();
        assert_eq!(revisions, [&json!(1), &json!(2)]);
    });
}

#[test]
fn a_part_of_added_seats_is_given_back_by_another_upgrade() {
    on_both(|shop, p1| {
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let u1 = activated(shop, &shop.line(p1, "FC", 5, json!({})), 5).expect(201);
        let less = shop.operate(&first(&u1), "return", json!({"count": 2})).expect(200);
        assert_eq!(delivered(&less), ["f1 upgrade D4 upgrade 3"]);
        assert_eq!(less.body["deliveries"][0]["supersedes"], json!([u1.body["deliveries"][0]["serial"]]));
        let replies = [&base, &u1, &less];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 13));
    });
}

#[test]
fn without_upgrade_files_seats_are_added_by_replacing_the_base() {
    on_both(|shop, p1| {
        shop.set("prefer_upgrade_files", json!(false));
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let more = activated(shop, &shop.line(p1, "FC", 5, json!({})), 5).expect(201);
        assert_eq!(delivered(&more), ["f1 superseding D10 exclusive 15"]);
        let files = [shop.files(&base), shop.files(&more)].concat();
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 15));
        // Both have their seats in one license: what one gives back, the other keeps.
        let less = shop.operate(&first(&base), "return", json!({"count": 4})).expect(200);
        assert_eq!(delivered(&less), ["f1 superseding D10 exclusive 11"]);
        let gone = shop.operate(&made(&less, 0), "return", json!({})).expect(200);
        assert_eq!(delivered(&gone), ["f1 superseding D10 exclusive 5"]);
        assert_eq!(gone.body["renewed"][0]["id"], json!(first(&more)));
        let replies = [&base, &more, &less, &gone];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        genuine(shop, &files);
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 5));
    });
}

#[test]
fn the_date_flavour_makes_the_others_anew() {
    on_both(|shop, p1| {
        shop.set("date_flavour", json!(true));
        let a = shop.line(p1, "FC", 10, json!({}));
        let base = activated(shop, &a, 10).expect(201);
        let u1 = activated(shop, &shop.line(p1, "FC", 5, json!({})), 5).expect(201);
        let less = shop.operate(&first(&base), "return", json!({"count": 2})).expect(200);
        assert_eq!(delivered(&less), ["f1 superseding D4 exclusive 8", "f1 upgrade unchanged upgrade 5"]);
        let void = [&base, &u1].map(|reply| reply.body["deliveries"][0]["serial"].clone());
        assert_eq!(less.body["deliveries"][0]["supersedes"], json!(void));
        assert_eq!(less.body["renewed"][0]["id"], json!(first(&u1)));
        let replies = [&base, &u1, &less];
        let files: Files = replies.iter().flat_map(|reply| shop.files(reply)).collect();
        assert!(files[2..].iter().all(|(_, text)| text.contains("ISSUED=\"2026-02-01\"")));
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 13));
    });
}

#[test]
fn an_overdraft_is_a_soft_limit() {
    on_both(|shop, p1| {
        let a = shop.line(p1, "FC", 10, json!({}));
        let host = json!({"server_host_ids": [here()], "count": 10, "overdraft_count": 4});
        let base = shop.try_activate(&a, json!({"hosts": [host]})).expect(201);
        let files = shop.files(&base);
        assert!(
            files[0].1.contains("COUNT=\"14\"") && files[0].1.contains("SOFTLIMIT=\"10\""),
            "{}",
            files[0].1
        );
        assert_eq!(served(shop, &files, "2026-06-01"), only("f1", 14));
    });
}

#[test]
fn a_short_license_serves_only_where_the_real_one_does_not() {
    on_both(|shop, p1| {
        let base = activated(shop, &shop.line(p1, "FC", 10, json!({})), 10).expect(201);
        let extra = shop.operate(&first(&base), "emergency", json!({"end_date": "2026-02-10"})).expect(200);
        assert_eq!(delivered(&extra), ["f1 base D9 exclusive 10"]);
        assert!(!shop.files(&extra)[0].1.contains("SUPERSEDES"));
        let both = [shop.files(&base), shop.files(&extra)].concat();
        assert_eq!(served(shop, &both, "2026-02-05"), only("f1", 10));
        assert_eq!(served(shop, &shop.files(&extra), "2026-02-05"), only("f1", 10));
    });
}

#[test]
fn what_the_signer_refuses_or_does_not_answer_changes_nothing() {
    for on in [On::Sqlite, On::Postgres] {
        let office = TestOffice::start_with_policy(on, "2026-02-01", "max_count = 5\n");
        let shop = Shop::new(&office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 4);
        let ask =
            |count: u32| shop.try_activate(&a, json!({"server_host_ids": ["HOSTNAME=s2"], "count": count}));
        let refused = ask(6);
        assert_eq!(refused.refusal(), (409, "SIGNER_REFUSED"));
        assert_eq!((refused.meta("rule"), refused.meta("limit")), (json!("count"), json!(5)));
        office.stop_signer();
        assert_eq!(ask(2).refusal(), (503, "SIGNER_UNAVAILABLE"));
        assert_eq!(shop.operate(&f1, "repair", json!({})).refusal(), (503, "SIGNER_UNAVAILABLE"));
        // What is only tried needs no signer.
        shop.verify(&f1, "repair", json!({})).expect(200);
        assert_eq!(shop.counts(&a), (6, 6, 6));
        assert_eq!(shop.told(&f1), "Active/MASTER 4");
        let all = office.get("/v1/fulfillments").expect(200);
        assert_eq!(all.body["data"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_dry_run_shows_all_and_writes_nothing() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({"quantity_per_copy": 5}));
        let body = json!({"server_host_ids": [S1], "count": 10});
        let tried = office.post(&format!("/v1/line-items/{}/activate?verify=true", a.id), body).expect(201);
        assert_eq!((&tried.body["verified_only"], &tried.body["files"]), (&json!(true), &json!([])));
        let text = tried.body["previews"][0]["text"].as_str().unwrap();
        assert!(text.contains("<SETTING COUNT=\"50\"/>") && !text.contains("KEY="), "{text}");
        assert_eq!(tried.body["ledgers"][0]["after"]["active"], json!(10));
        assert_eq!(seats(&tried), ["f1: 2026-03-02 50, 2027-01-01 0"]);
        assert_eq!(shop.counts(&a), (10, 10, 10));
        for list in ["fulfillments", "files", "hosts"] {
            assert_eq!(office.get(&format!("/v1/{list}")).expect(200).body["data"], json!([]), "{list}");
        }
    });
}
