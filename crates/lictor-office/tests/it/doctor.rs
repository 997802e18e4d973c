//! The doctor: a sound back office is sound, and every damage that is planted is found.

use lictor_office::actor::Actor;
use lictor_office::doctor::{Report, SignerSight, examine};
use lictor_office::signer::SignerClient;
use serde_json::json;

use crate::calls::Calls;
use crate::desk::Desk;
use crate::office::{On, TestOffice, both};
use crate::sale::Shop;

/// A back office in which there is something of everything.
pub fn lived_in(office: &TestOffice) {
    let shop = Shop::new(office);
    let [p1, p2, _] = shop.catalogue();
    let line = shop.line(&p1, "FC", 10, json!({}));
    let fulfillment = shop.activate(&line, 10);
    shop.follow(&line, "upgrade", json!({"product_id": p2, "quantity": 2}));
    shop.operate(&fulfillment, "upgrade", json!({"count": 2})).expect(200);
    let desk = Desk::local(office);
    desk.retrieved(json!({}));
    desk.request(json!({"number": 2}));
}

fn sight(office: &TestOffice) -> SignerSight {
    let directory = office.directory.path().join("signer");
    SignerSight { client: Some(office.office().signer().clone()), directory: Some(directory) }
}

/// What the doctor finds after a statement, which is then taken back.
fn after(office: &TestOffice, statement: &str) -> Report {
    let all = office.office();
    office.runtime.block_on(async {
        let mut tx = all.write(Actor::system("test")).await.unwrap();
        if !statement.is_empty() {
            assert!(tx.execute(statement, Vec::new()).await.unwrap() > 0, "nothing was damaged: {statement}");
        }
        examine(&mut tx, &office.data(), Some(all.clock()), &sight(office)).await.unwrap()
    })
}

fn wrong(report: &Report) -> Vec<&str> {
    report.checks.iter().filter(|check| check.wrong > 0).map(|check| check.name.as_str()).collect()
}

/// Beside a running back office, the signer of its directory is asked.
#[test]
fn the_signer_of_a_directory_is_asked_where_it_listens() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    std::os::unix::fs::symlink(office.directory.path().join("signer"), office.data().join("signer")).unwrap();
    let cli = Calls::alone(office.directory.path());
    let data = office.data().display().to_string();
    let asked = cli.run(&["doctor", "--data", &data]).expect(0);
    assert!(asked.stdout.contains(" of TESTVENDOR"), "{asked:?}");
}

/// Each row: what somebody does to the database, and the checks that must notice.
const DAMAGES: &[(&str, &[&str])] = &[
    ("UPDATE line_items SET body = replace(body, '\"active\":8', '\"active\":9')", &["ledger"]),
    ("UPDATE line_items SET body = replace(body, '\"out\":2', '\"out\":1')", &["ledger"]),
    ("UPDATE line_items SET body = replace(body, '\"converted\":2', '\"converted\":0')", &["ledger"]),
    (
        "UPDATE fulfillments SET body = replace(body, '\"count\":8', '\"count\":80') WHERE status = 'Active'",
        &["ledger"],
    ),
    ("DELETE FROM fulfillments WHERE status = 'Active'", &["words", "ledger", "references"]),
    ("DELETE FROM line_items WHERE kind = 'NEW'", &["words", "references"]),
    ("DELETE FROM plugins", &["words", "references"]),
    ("UPDATE licenses SET status = 'Installed' WHERE number = 1", &["documents"]),
    ("UPDATE licenses SET version = version + 1 WHERE number = 1", &["documents"]),
    ("UPDATE accounts SET body = '{}'", &["documents"]),
    ("DELETE FROM words WHERE kind = 'license'", &["words"]),
    (
        "UPDATE audit SET body = replace(body, 'license.issued', 'license.edited') WHERE action = 'license.issued'",
        &["audit"],
    ),
    ("DELETE FROM audit WHERE sequence = 3", &["audit"]),
    ("DELETE FROM audit WHERE sequence = (SELECT MAX(sequence) FROM audit)", &["audit"]),
    ("UPDATE contents SET bytes = bytes || bytes", &["contents", "files", "signatures"]),
    ("DELETE FROM contents", &["files"]),
    ("DELETE FROM sequences WHERE name = 'licenses'", &["numbers"]),
    ("INSERT INTO schema_changes (number) VALUES (99)", &["schema"]),
];

#[test]
fn every_planted_damage_is_found() {
    both(|office| {
        lived_in(office);
        let sound = after(office, "");
        assert!(sound.sound, "{sound:#?}");
        for (statement, found) in DAMAGES {
            // PostgreSQL appends bytes by another operator than SQLite: none.
            let statement = match office.database() {
                None => statement.replace("bytes || bytes", "CAST(bytes || bytes AS BLOB)"),
                Some(_) => (*statement).to_owned(),
            };
            let report = after(office, &statement);
            for name in *found {
                assert!(wrong(&report).contains(name), "{statement}\n{name} not in {:?}", wrong(&report));
            }
        }
        assert!(after(office, "").sound);
    });
}

/// A retrieval without an operation behind it (2.1.3), and an operation that is late.
#[test]
fn work_that_stands_still_is_found() {
    both(|office| {
        lived_in(office);
        let retrieving = "UPDATE licenses SET status = 'Retrieving', \
            body = replace(body, '\"status\":\"Retrieved\"', '\"status\":\"Retrieving\"') WHERE number = 1";
        assert_eq!(wrong(&after(office, retrieving)), ["licenses"]);
        let running = "UPDATE operations SET state = 'Running', \
            body = replace(body, '\"state\":\"Succeeded\"', '\"state\":\"Running\"') WHERE kind = 'issue'";
        assert_eq!(wrong(&after(office, running)), ["operations"]);
    });
}

/// A signer that is gone, one with another key, and a record that was changed.
#[test]
fn trouble_with_the_signer_is_found() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    lived_in(&office);
    let look = |sight: SignerSight| {
        let all = office.office();
        office.runtime.block_on(async {
            let mut tx = all.read().await.unwrap();
            examine(&mut tx, &office.data(), Some(all.clock()), &sight).await.unwrap()
        })
    };
    let gone = SignerSight { client: Some(SignerClient::new("/nowhere/signer.sock")), directory: None };
    assert_eq!(wrong(&look(gone)), ["signer"]);
    let copy = office.directory.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    let record = std::fs::read_to_string(office.directory.path().join("signer/record.jsonl")).unwrap();
    std::fs::write(copy.join("record.jsonl"), record.replacen("2026", "2027", 1)).unwrap();
    let public = office.runtime.block_on(office.office().signer().public()).unwrap().file;
    std::fs::write(copy.join("vendor.pub"), public).unwrap();
    let changed =
        SignerSight { client: Some(office.office().signer().clone()), directory: Some(copy.clone()) };
    assert_eq!(wrong(&look(changed.clone())), ["signer record"]);
    std::fs::write(copy.join("record.jsonl"), "").unwrap();
    std::fs::write(copy.join("vendor.pub"), "VENDOR nonsense\n").unwrap();
    assert_eq!(wrong(&look(changed)), ["signing key"]);
}

/// The command, at a running and at a stopped back office.
#[test]
fn the_command_ends_with_a_code() {
    for on in [On::Sqlite, On::Postgres] {
        let mut office = TestOffice::start(on, "2026-03-02");
        lived_in(&office);
        let cli = Calls::of(&office);
        cli.call("doctor").expect(0);
        let report = cli.call("doctor --json").expect(0).json();
        assert_eq!(report["sound"], true, "{report:#}");
        office.stop();
        let data = office.data().display().to_string();
        let cli = Calls::alone(office.directory.path());
        let mut call = vec!["doctor", "--data", &data];
        if let Some(url) = office.database() {
            call.extend(["--database", url]);
        }
        assert!(cli.run(&call).expect(0).stdout.contains("not asked"));
        let mut chain = vec!["audit", "verify", "--data", &data];
        if let Some(url) = office.database() {
            chain.extend(["--database", url]);
        }
        cli.run(&chain).expect(0);
        cli.run(&["doctor", "--data", "nowhere"]).expect(3);
        office.restart();
        let all = office.office();
        office.runtime.block_on(async {
            let mut tx = all.write(Actor::system("test")).await.unwrap();
            tx.execute("DELETE FROM audit WHERE sequence = 2", Vec::new()).await.unwrap();
            tx.commit().await.unwrap();
        });
        let cli = Calls::of(&office);
        let sick = cli.call("doctor").expect(4);
        assert!(sick.stdout.contains("audit 2") && sick.stderr.contains("hint: audit:"), "{sick:?}");
        cli.call("audit verify").expect(4);
    }
}
