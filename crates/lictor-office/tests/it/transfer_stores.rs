//! Export and import: from one store into the other, whole and unchanged, or not at all.

use std::collections::BTreeSet;
use std::path::Path;

use lictor_testkit::Postgres;
use serde_json::Value as Json;

use crate::calls::Calls;
use crate::doctor::lived_in;
use crate::office::{On, TestOffice};

/// The lines of an export, without its first and last one.
fn records(path: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let count = text.lines().count();
    text.lines().skip(1).take(count - 2).map(str::to_owned).collect()
}

/// What an import adds: an event of its own, and the counter of the chain.
fn is_of_the_import(line: &str) -> bool {
    let line: Json = serde_json::from_str(line).unwrap();
    let row = &line["row"];
    row["action"] == "office.imported" || line["table"] == "sequences" && row["name"] == "audit"
}

/// Everything goes from SQLite to PostgreSQL and back, and the doctor has nothing to say.
#[test]
fn everything_goes_from_store_to_store() {
    for on in [On::Sqlite, On::Postgres] {
        let mut office = TestOffice::start(on, "2026-03-02");
        lived_in(&office);
        let scratch = office.directory.path().to_owned();
        let cli = Calls::of(&office);
        cli.call("export running/").expect(0);
        office.stop();
        let data = office.data().display().to_string();
        let mut export = vec!["export", "stopped.jsonl", "--data", &data];
        export.extend(office.database().into_iter().flat_map(|url| ["--database", url]));
        let cli = Calls::alone(&scratch);
        let told = cli.run(&export).expect(0);
        assert!(told.stderr.contains("records exported"), "{told:?}");
        let first = records(&scratch.join("stopped.jsonl"));
        assert_eq!(records(&scratch.join("running/office.jsonl")), first, "running or stopped is the same");

        // Into the other kind of store.
        let url = (on == On::Sqlite).then(|| Postgres::shared().database());
        let database: Vec<&str> = url.iter().flat_map(|url| ["--database", url.as_str()]).collect();
        cli.run(&[&["import", "stopped.jsonl", "--data", "new"], database.as_slice()].concat()).expect(0);
        cli.run(&[&["doctor", "--data", "new"], database.as_slice()].concat()).expect(0);
        cli.run(&[&["export", "again.jsonl", "--data", "new"], database.as_slice()].concat()).expect(0);
        let again = records(&scratch.join("again.jsonl"));
        let differ: Vec<&String> =
            first.symmetric_difference(&again).filter(|line| !is_of_the_import(line)).collect();
        assert_eq!(differ, Vec::<&String>::new());

        // A second import finds the store in use.
        let used = cli.run(&[&["import", "stopped.jsonl", "--data", "new"], database.as_slice()].concat());
        assert!(used.expect(4).stderr.contains("in use"));
    }
}

/// What is damaged on the way is not imported, not even in part.
#[test]
fn a_damaged_export_is_refused_whole() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    lived_in(&office);
    let scratch = office.directory.path();
    Calls::of(&office).call("export whole.jsonl").expect(0);
    let whole = std::fs::read_to_string(scratch.join("whole.jsonl")).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let without = |place: usize| {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, line)| *line);
        kept.collect::<Vec<_>>().join("\n") + "\n"
    };
    for (name, text, says) in [
        ("cut", lines[..lines.len() / 2].join("\n") + "\n", "ends too early"),
        ("torn", whole[..whole.len() - 20].to_owned(), "ends too early"),
        ("lacking", without(5), "not those that were exported"),
        ("headless", without(0), "no export"),
        (
            "changed",
            whole.replacen("Acme", "Emca", 1).replacen("acme", "emca", 1),
            "not those that were exported",
        ),
        ("other", "{\"lictor_office_export\":99}\n".to_owned(), "another form"),
        ("newer", whole.replacen("\"schema\":1", "\"schema\":99", 1), "knows up to"),
        ("strange", whole.replace("\"table\":\"roles\"", "\"table\":\"rulers\""), "no table"),
    ] {
        std::fs::write(scratch.join("bad.jsonl"), text).unwrap();
        let cli = Calls::alone(scratch);
        let refused = cli.run(&["import", "bad.jsonl", "--data", "target"]).expect(4);
        assert!(refused.stderr.contains(says), "{name}: {refused:?}");
    }
    // Nothing of all that was kept.
    let cli = Calls::alone(scratch);
    cli.call("import whole.jsonl --data target").expect(0);
    cli.call("doctor --data target").expect(0);
}

/// An export holds every table there is.
#[test]
fn every_table_is_exported_or_made_anew() {
    let office = TestOffice::start(On::Postgres, "2026-03-02");
    let sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
    let there = Postgres::shared().psql(office.database().unwrap(), sql);
    let there: BTreeSet<&str> = there.lines().collect();
    let mut known: BTreeSet<&str> = lictor_office::kind::KINDS.iter().map(|kind| kind.table.name).collect();
    known.extend(["contents", "sequences", "idempotency", "audit", "words", "schema_changes"]);
    assert_eq!(there, known);
}
