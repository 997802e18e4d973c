//! What the store promises, the same on SQLite and on PostgreSQL.

use std::collections::BTreeSet;
use std::sync::Arc;

use lictor_office::actor::Actor;
use lictor_office::fault::Fault;
use lictor_office::model::{Account, AccountStatus};
use lictor_office::store::database::Place;
use lictor_office::store::list::{self, Comparison, Filter, Query};
use lictor_office::store::{Meta, Store, Tx, audit, content, idempotency};
use lictor_office::time::Time;
use lictor_testkit::Postgres;
use serde_json::json;

const NOW: Time = Time(1_772_409_600_000);

/// Runs a test on an empty store of either kind.
fn both<F: Future<Output = ()>>(test: impl Fn(Arc<Store>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let places =
        [Place::Sqlite(directory.path().join("office.db")), Place::Postgres(Postgres::shared().database())];
    for place in places {
        eprintln!("on {place:?}");
        runtime.block_on(async {
            let store = Arc::new(Store::open(&place).await.unwrap());
            test(Arc::clone(&store)).await;
            store.close().await;
        });
    }
}

fn account(code: &str, name: &str) -> Account {
    Account {
        meta: Meta::default(),
        name: name.to_owned(),
        code: code.to_owned(),
        contacts: Vec::new(),
        parent_account: None,
        reseller: false,
        status: AccountStatus::Active,
    }
}

async fn write(store: &Store) -> Tx {
    store.write(NOW, Actor::system("test")).await.unwrap()
}

async fn keep(store: &Store, accounts: &mut [Account]) {
    let mut tx = write(store).await;
    for account in accounts {
        tx.insert(account).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn codes(store: &Store, query: &Query) -> Vec<String> {
    let mut tx = store.read(NOW).await.unwrap();
    let page = list::list::<Account>(&mut tx, query).await.unwrap();
    page.records.into_iter().map(|account| account.code).collect()
}

#[test]
fn a_record_comes_back_as_it_was_kept() {
    both(async |store| {
        let mut kept = [account("acme", "Acme \"Ünïcode\" 'quoted'; DROP TABLE accounts")];
        kept[0].meta.metadata.insert("tier".to_owned(), json!("gold"));
        keep(&store, &mut kept).await;
        let mut tx = store.read(NOW).await.unwrap();
        let found: Account = tx.named("acme").await.unwrap();
        assert_eq!(json!(found), json!(kept[0]));
        assert_eq!((found.meta.version, found.meta.created_at), (1, NOW));
        let missing = tx.get::<Account>("nobody").await.unwrap_err();
        assert_eq!(missing.to_string(), "NOT_FOUND: there is no account \"nobody\"");
    });
}

#[test]
fn a_change_of_an_old_version_is_refused() {
    both(async |store| {
        keep(&store, &mut [account("acme", "Acme")]).await;
        let mut tx = write(&store).await;
        let mut fresh: Account = tx.named("acme").await.unwrap();
        let mut old = fresh.clone();
        fresh.name = "Acme Ltd".to_owned();
        tx.update(&mut fresh).await.unwrap();
        assert_eq!(fresh.meta.version, 2);
        old.name = "Other".to_owned();
        assert!(matches!(tx.update(&mut old).await, Err(Fault::Again)));
    });
}

#[test]
fn a_unique_name_is_taken_once() {
    both(async |store| {
        keep(&store, &mut [account("acme", "Acme")]).await;
        let mut tx = write(&store).await;
        assert!(matches!(tx.insert(&mut account("acme", "Other")).await, Err(Fault::Again)));
    });
}

#[test]
fn what_is_not_committed_never_was() {
    both(async |store| {
        let mut tx = write(&store).await;
        tx.insert(&mut account("acme", "Acme")).await.unwrap();
        tx.trace::<Account>("account.created", None, None, None);
        assert_eq!(tx.next_number("things").await.unwrap(), 1);
        drop(tx);
        let mut tx = write(&store).await;
        assert!(tx.find::<Account>("code", "acme").await.unwrap().is_none());
        assert_eq!(tx.next_number("things").await.unwrap(), 1);
        assert_eq!(audit::verify(&mut tx).await.unwrap().events, 0);
    });
}

#[test]
fn pages_follow_the_id_and_lose_nothing() {
    both(async |store| {
        let mut all: Vec<Account> = (0..25).map(|n| account(&format!("a{n:02}"), "Account")).collect();
        keep(&store, &mut all).await;
        for newest_first in [false, true] {
            let mut query = Query { size: 10, newest_first, total: true, ..Query::default() };
            let mut seen = Vec::new();
            loop {
                let mut tx = store.read(NOW).await.unwrap();
                let page = list::list::<Account>(&mut tx, &query).await.unwrap();
                assert_eq!(page.total, Some(25));
                seen.extend(page.records.into_iter().map(|account| account.code));
                let Some(next) = page.next else { break };
                query.after = Some(next);
            }
            let mut expected: Vec<String> = all.iter().map(|account| account.code.clone()).collect();
            if newest_first {
                expected.reverse();
            }
            assert_eq!(seen, expected);
        }
    });
}

#[test]
fn filters_and_words_find_what_they_name() {
    both(async |store| {
        let mut all = [
            account("acme", "Acme Rockets"),
            account("bolt", "Bolt & Nut, Rocketry"),
            account("cone", "Cone"),
        ];
        all[0].meta.metadata.insert("tier".to_owned(), json!("gold"));
        all[1].parent_account = Some("p1".to_owned());
        all[2].meta.external_ref = Some("CRM-77".to_owned());
        keep(&store, &mut all).await;
        let filter = |field: &str, comparison, values: &[&str]| Query {
            filters: vec![Filter {
                field: field.to_owned(),
                comparison,
                values: values.iter().map(|value| (*value).to_owned()).collect(),
            }],
            ..Query::default()
        };
        let text = |words: &str| Query { text: Some(words.to_owned()), ..Query::default() };
        for (query, expected) in [
            (filter("code", Comparison::In, &["acme", "cone"]), &["acme", "cone"][..]),
            (filter("code", Comparison::NotIn, &["acme"]), &["bolt", "cone"]),
            (filter("parent_account", Comparison::NotIn, &["p1"]), &["acme", "cone"]),
            (filter("code", Comparison::AtLeast, &["b"]), &["bolt", "cone"]),
            (filter("code", Comparison::AtMost, &["bolt"]), &["acme", "bolt"]),
            (filter("parent_account", Comparison::Present, &["true"]), &["bolt"]),
            (filter("parent_account", Comparison::Present, &["false"]), &["acme", "cone"]),
            (filter("metadata.tier", Comparison::In, &["gold"]), &["acme"]),
            (filter("created_at", Comparison::AtMost, &["2026-03-02T00:00:00Z"]), &["acme", "bolt", "cone"]),
            (filter("created_at", Comparison::AtLeast, &["2026-03-02T00:00:01Z"]), &[]),
            (text("rocket"), &["acme", "bolt"]),
            (text("ROCKETS acme"), &["acme"]),
            (text("crm-7"), &["cone"]),
            (text("et"), &[]),
        ] {
            assert_eq!(codes(&store, &query).await, expected, "{query:?}");
        }
        let mut tx = store.read(NOW).await.unwrap();
        for bad in ["nonsense", "body", "metadata.", "metadata.x'y", "code; DROP"] {
            let query = filter(bad, Comparison::In, &["x"]);
            let refused = list::list::<Account>(&mut tx, &query).await.unwrap_err().refusal();
            assert_eq!(refused.code.as_str(), "INVALID_FIELD", "{bad}");
        }
    });
}

#[test]
fn a_changed_or_deleted_record_is_found_by_its_new_words_only() {
    both(async |store| {
        keep(&store, &mut [account("acme", "Old Name")]).await;
        let text = |words: &str| Query { text: Some(words.to_owned()), ..Query::default() };
        let mut tx = write(&store).await;
        let mut found: Account = tx.named("acme").await.unwrap();
        found.name = "New Name".to_owned();
        tx.update(&mut found).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(codes(&store, &text("old")).await, [""; 0]);
        assert_eq!(codes(&store, &text("new")).await, ["acme"]);
        let mut tx = write(&store).await;
        tx.delete::<Account>(&found.meta.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(codes(&store, &text("new")).await, [""; 0]);
    });
}

#[test]
fn transactions_that_run_at_once_do_not_lose_each_other() {
    both(async |store| {
        let mut first = [account("acme", "0")];
        keep(&store, &mut first).await;
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let store = Arc::clone(&store);
                tokio::spawn(async move {
                    let mut numbers = Vec::new();
                    for _ in 0..10 {
                        numbers.push(count_up(&store).await);
                    }
                    numbers
                })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for task in tasks {
            numbers.extend(task.await.unwrap());
        }
        assert_eq!(numbers, (1..=80).collect());
        let mut tx = store.read(NOW).await.unwrap();
        let found: Account = tx.named("acme").await.unwrap();
        assert_eq!((found.name.as_str(), found.meta.version), ("80", 81));
        let report = audit::verify(&mut tx).await.unwrap();
        assert_eq!((report.events, report.broken_at), (80, None));
    });
}

/// Adds one to the number that an account has for a name, and takes a number of a sequence.
async fn count_up(store: &Store) -> i64 {
    loop {
        let mut tx = write(store).await;
        let before: Account = tx.named("acme").await.unwrap();
        let mut after = before.clone();
        after.name = (before.name.parse::<i64>().unwrap() + 1).to_string();
        let number = tx.next_number("things").await;
        let updated = tx.update(&mut after).await;
        tx.trace("account.changed", Some(&before), Some(&after), None);
        match (number, updated) {
            (Ok(number), Ok(())) => match tx.commit().await {
                Ok(_) => return number,
                Err(Fault::Again) => {}
                Err(fault) => panic!("{fault}"),
            },
            (Err(Fault::Again), _) | (_, Err(Fault::Again)) => {}
            (number, updated) => panic!("{number:?} {updated:?}"),
        }
    }
}

#[test]
fn the_chain_shows_what_was_changed_removed_or_cut_off() {
    let edits = [
        ("UPDATE audit SET body = REPLACE(body, 'three', 'drei') WHERE sequence = 3", Some(3)),
        ("UPDATE audit SET hash = 'x' WHERE sequence = 2", Some(2)),
        ("DELETE FROM audit WHERE sequence = 2", Some(2)),
        ("DELETE FROM audit WHERE sequence = 4", Some(4)),
        ("UPDATE audit SET actor = actor", None),
    ];
    for (edit, broken_at) in edits {
        both(async |store| {
            let mut tx = write(&store).await;
            for word in ["one", "two", "three", "four"] {
                tx.trace_of("thing", word, word, json!(null), json!({ "is": word }), Some("because"));
            }
            tx.commit().await.unwrap();
            let mut tx = write(&store).await;
            tx.execute(edit, Vec::new()).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = store.read(NOW).await.unwrap();
            assert_eq!(audit::verify(&mut tx).await.unwrap().broken_at, broken_at, "{edit}");
        });
    }
}

#[test]
fn an_answer_is_kept_for_a_day() {
    both(async |store| {
        let kept = idempotency::Kept {
            request: "hash".to_owned(),
            status: 201,
            body: "{}".to_owned(),
            location: Some("/v1/x".to_owned()),
        };
        let mut tx = write(&store).await;
        idempotency::keep(&mut tx, "token:a", "key", &kept).await.unwrap();
        tx.commit().await.unwrap();
        for (caller, key, seconds, expected) in [
            ("token:a", "key", 86_399, Some(&kept)),
            ("token:a", "key", 86_400, None),
            ("token:b", "key", 0, None),
            ("token:a", "other", 0, None),
        ] {
            let mut tx = store.read(NOW.plus_seconds(seconds)).await.unwrap();
            let found = idempotency::find(&mut tx, caller, key).await.unwrap();
            assert_eq!(found.as_ref(), expected, "{caller} {key} {seconds}");
        }
        let mut tx = store.write(NOW.plus_seconds(86_400), Actor::default()).await.unwrap();
        assert_eq!(idempotency::sweep(&mut tx).await.unwrap(), 1);
    });
}

#[test]
fn bytes_come_back_by_their_hash() {
    both(async |store| {
        let mut tx = write(&store).await;
        let hash = content::put(&mut tx, &[0, 255, 10]).await.unwrap();
        assert_eq!(content::put(&mut tx, &[0, 255, 10]).await.unwrap(), hash);
        assert_eq!(content::get(&mut tx, &hash).await.unwrap(), [0, 255, 10]);
        assert_eq!(content::get(&mut tx, "none").await.unwrap_err().to_string(), "no content none");
    });
}

#[test]
fn a_store_opens_again_with_its_data_and_refuses_a_newer_schema() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let directory = tempfile::tempdir().unwrap();
    for place in
        [Place::Sqlite(directory.path().join("office.db")), Place::Postgres(Postgres::shared().database())]
    {
        runtime.block_on(async {
            let store = Store::open(&place).await.unwrap();
            keep(&store, &mut [account("acme", "Acme")]).await;
            store.close().await;
            let store = Store::open(&place).await.unwrap();
            assert_eq!(codes(&store, &Query::default()).await, ["acme"]);
            let mut tx = write(&store).await;
            tx.execute("INSERT INTO schema_changes (number) VALUES (99)", Vec::new()).await.unwrap();
            tx.commit().await.unwrap();
            store.close().await;
            let refused = Store::open(&place).await.unwrap_err().to_string();
            assert!(refused.contains("made by a newer lictor-office"), "{refused}");
        });
    }
}
