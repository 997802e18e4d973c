//! Lists over many records: whichever way the database goes, the page is that of the plain definition.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_office::actor::Actor;
use lictor_office::model::{Account, AccountStatus};
use lictor_office::store::database::Place;
use lictor_office::store::list::{self, Comparison, Filter, Query};
use lictor_office::store::{Meta, Store, bulk, words};
use lictor_office::time::Time;
use lictor_testkit::Postgres;
use serde_json::{Value as Json, json};

use crate::kills::Dice;

const NOW: Time = Time(1_772_409_600_000);
/// More than a condition may hold for before the table is walked instead.
const ACCOUNTS: u64 = 12_000;
/// Queries that are compared on each store.
const QUERIES: u64 = 120;

fn account(number: u64) -> Account {
    let mut dice = Dice(number);
    let cities = ["Berlin", "Bern", "Oslo", "Rome"];
    let mut meta = Meta::default();
    if dice.below(50) == 0 {
        meta.metadata.insert("tier".to_owned(), json!(["gold", "silver"][dice.below(2) as usize]));
    }
    if dice.below(3) == 0 {
        meta.metadata.insert("level".to_owned(), json!(dice.below(4)));
    }
    if dice.below(1000) == 0 {
        meta.metadata.insert("note".to_owned(), json!("x".repeat(100) + &dice.below(3).to_string()));
    }
    meta.external_ref = (number.is_multiple_of(7)).then(|| format!("CRM-{number}"));
    Account {
        meta,
        name: format!("Common {} {}", cities[dice.below(4) as usize], number % 500),
        code: format!("c{number:05}"),
        contacts: Vec::new(),
        parent_account: (dice.below(40) == 0).then(|| format!("p{}", dice.below(20))),
        reseller: false,
        status: if dice.below(20) == 0 { AccountStatus::Locked } else { AccountStatus::Active },
    }
}

fn filter(dice: &mut Dice) -> Filter {
    use Comparison::{AtLeast, AtMost, In, NotIn, Present};
    let all: [(&str, Comparison, &str); 22] = [
        ("status", In, "active"),
        ("status", In, "locked"),
        ("status", In, "locked,active"),
        ("status", NotIn, "active"),
        ("code", AtMost, "c00040"),
        ("code", AtLeast, "c00020"),
        ("code", AtLeast, "c11990"),
        ("parent_account", Present, "true"),
        ("parent_account", Present, "false"),
        ("parent_account", In, "p3"),
        ("parent_account", NotIn, "p3"),
        ("external_ref", In, "CRM-7007"),
        ("external_ref", Present, "true"),
        ("created_at", AtLeast, "2026-03-02T00:00:00.000Z"),
        ("metadata.tier", In, "gold,silver"),
        ("metadata.tier", NotIn, "gold"),
        ("metadata.level", In, "2"),
        ("metadata.level", AtLeast, "2"),
        ("metadata.level", AtMost, "1"),
        ("metadata.tier", Present, "true"),
        ("metadata.level", Present, "false"),
        ("metadata.note", In, "LONG1"),
    ];
    let (field, comparison, values) = all[dice.below(all.len() as u64) as usize];
    let values = values.replace("LONG", &"x".repeat(100));
    let values = values.split(',').map(str::to_owned).collect();
    Filter { field: field.to_owned(), comparison, values }
}

/// The definition: what a filter says of one record.
fn holds(filter: &Filter, account: &Account) -> bool {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let meta = &account.meta;
    let value = match filter.field.as_str() {
        "status" => Some(text(&json!(account.status))),
        "code" => Some(account.code.clone()),
        "parent_account" => account.parent_account.clone(),
        "external_ref" => meta.external_ref.clone(),
        "created_at" => Some(meta.created_at.to_string()),
        other => meta.metadata.get(other.strip_prefix("metadata.").unwrap()).map(text),
    };
    let first = &filter.values[0];
    match filter.comparison {
        Comparison::In => value.is_some_and(|value| filter.values.contains(&value)),
        Comparison::NotIn => value.is_none_or(|value| !filter.values.contains(&value)),
        Comparison::AtMost => value.is_some_and(|value| value <= *first),
        Comparison::AtLeast => value.is_some_and(|value| value >= *first),
        Comparison::Present => value.is_some() == (first == "true"),
    }
}

fn has_words(text: &str, account: &Account) -> bool {
    let own: Vec<String> = [&account.name, &account.code]
        .into_iter()
        .chain(&account.meta.external_ref)
        .flat_map(|text| words::split(text))
        .collect();
    words::split(text).iter().all(|word| own.iter().any(|has| has.starts_with(word)))
}

#[test]
fn a_page_is_that_of_the_definition_whichever_way_it_is_found() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let places =
        [Place::Sqlite(directory.path().join("office.db")), Place::Postgres(Postgres::shared().database())];
    for place in places {
        eprintln!("on {place:?}");
        runtime.block_on(async {
            let store = Store::open(&place).await.unwrap();
            let mut all: Vec<Account> = (0..ACCOUNTS).map(account).collect();
            let mut tx = store.write(NOW, Actor::system("test")).await.unwrap();
            bulk::insert(&mut tx, &mut all).await.unwrap();
            tx.commit().await.unwrap();
            for seed in 0..QUERIES {
                compare(&store, &all, seed).await;
            }
            store.close().await;
        });
    }
}

async fn compare(store: &Store, all: &[Account], seed: u64) {
    let mut dice = Dice(seed ^ 0xabc);
    let texts = [
        "common",
        "ber",
        "common oslo",
        "oslo 77",
        "c0012",
        "crm-70",
        "rome bern",
        "nobody",
        "COMMON Rome 4",
    ];
    let query = Query {
        filters: (0..dice.below(4)).map(|_| filter(&mut dice)).collect(),
        text: (dice.below(2) == 0).then(|| texts[dice.below(9) as usize].to_owned()),
        size: 1 + dice.below(60) as usize,
        after: (dice.below(2) == 0).then(|| all[dice.below(ACCOUNTS) as usize].meta.id.clone()),
        newest_first: dice.below(2) == 0,
        total: dice.below(3) == 0,
    };
    let fits = |account: &&Account| {
        query.filters.iter().all(|filter| holds(filter, account))
            && query.text.as_ref().is_none_or(|text| has_words(text, account))
    };
    let mut expected: Vec<&Account> = all.iter().filter(fits).collect();
    let total = expected.len();
    if query.newest_first {
        expected.reverse();
    }
    if let Some(after) = &query.after {
        let newest_first = query.newest_first;
        expected.retain(|one| if newest_first { one.meta.id < *after } else { one.meta.id > *after });
    }
    let more = expected.len() > query.size;
    expected.truncate(query.size);
    let mut tx = store.read(NOW).await.unwrap();
    let page = list::list::<Account>(&mut tx, &query).await.unwrap();
    let codes = |accounts: &[&Account]| accounts.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
    let found: Vec<&Account> = page.records.iter().collect();
    assert_eq!(codes(&found), codes(&expected), "{query:?}");
    assert_eq!(page.total, query.total.then(|| i64::try_from(total).unwrap()), "{query:?}");
    assert_eq!(page.next, more.then(|| expected.last().unwrap().meta.id.clone()), "{query:?}");
}

#[test]
fn more_conditions_than_a_statement_bears_are_refused() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let directory = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        let store = Store::open(&Place::Sqlite(directory.path().join("office.db"))).await.unwrap();
        let one = |values: usize| Filter {
            field: "code".to_owned(),
            comparison: Comparison::In,
            values: vec!["x".to_owned(); values],
        };
        for (filters, text, good) in [
            (vec![one(500)], None, true),
            (vec![one(501)], None, false),
            (vec![one(1); 16], None, true),
            (vec![one(1); 17], None, false),
            (vec![one(1); 10], Some("a b c d e f g"), false),
        ] {
            let query = Query { filters, text: text.map(str::to_owned), ..Query::default() };
            let mut tx = store.read(NOW).await.unwrap();
            assert_eq!(list::list::<Account>(&mut tx, &query).await.is_ok(), good, "{query:?}");
        }
    });
}
