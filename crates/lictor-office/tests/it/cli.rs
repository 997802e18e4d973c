//! The command line against a running back office: what it asks, shows and ends with.

use serde_json::json;

use crate::calls::Calls;
use crate::desk::Desk;
use crate::office::{On, TestOffice, both};
use crate::sale::Shop;

/// A license from its request to its file and back, by the command line alone.
#[test]
fn a_license_is_requested_issued_retrieved_and_synchronized() {
    both(|office| {
        let _desk = Desk::local(office);
        let cli = Calls::of(office);
        cli.call("account new --code ACME --name Acme").expect(0);
        cli.call("class select suite").expect(0);
        let new =
            cli.call("license new --class suite --bill-type Monthly --capacity SEATS=12 --account ACME");
        assert!(new.expect(0).stdout.contains("Pending"));
        let issued = cli.call("license issue 1 --wait --idempotency-key k1").expect(0);
        assert!(issued.stdout.contains("Issued") && issued.stdout.contains("PLSK.00000001"), "{issued:?}");
        // The same key, the same answer.
        let again = cli.call("license issue 1 --wait --idempotency-key k1").expect(0);
        assert!(again.stderr.contains("answered before"), "{again:?}");
        cli.call("license retrieve 1 --wait").expect(0);
        let synced = cli.call("license sync 1 --wait").expect(0);
        assert!(synced.stdout.contains("In Sync"), "{synced:?}");
        let shown = cli.call("license show PLSK.00000001 --json").expect(0).json();
        assert_eq!((&shown["number"], &shown["status"]), (&json!(1), &json!("Retrieved")));
        let listed = cli.call("license list --filter status=Retrieved,Installed --json").expect(0).json();
        assert_eq!(listed["data"].as_array().unwrap().len(), 1);
        let file = cli.call("license download 1 --out got.lic").expect(0);
        assert!(file.stderr.contains("wrote got.lic"), "{file:?}");
        let text = std::fs::read_to_string(office.directory.path().join("got.lic")).unwrap();
        assert_eq!(cli.call("license download 1").expect(0).stdout, text);
    });
}

/// Fulfillments: activation, dry run, upgrade of some, count and tree.
#[test]
fn seats_are_activated_split_and_counted() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({"activation_id": "AAAA"}));
        let cli = Calls::of(office);
        cli.call("fulfillment activate AAAA --count 10 --server HOSTNAME=s1").expect(0);
        shop.follow(&a, "upgrade", json!({"activation_id": "BBBB", "product_id": p2, "quantity": 2}));
        let count = cli.call("count BBBB --json").expect(0).json();
        assert_eq!((&count["count"], &count["without_return"]), (&json!(2), &json!(0)));
        let tried = cli.call("fulfillment upgrade FUL-00000001 --count 2 --verify").expect(0);
        assert!(tried.stdout.contains("superseding"), "{tried:?}");
        let listed = cli.call("fulfillment list --json").expect(0).json();
        assert_eq!(listed["data"].as_array().unwrap().len(), 1, "a dry run writes nothing");
        let done = cli.call("fulfillment upgrade FUL-00000001 --count 2 --target BBBB").expect(0);
        let rows: Vec<Vec<&str>> =
            done.stdout.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
        let told: Vec<String> = rows.iter().map(|row| row[3..6].join(" ")).collect();
        assert_eq!(told, ["10 Obsolete UPGRADE", "8 Active MASTER", "2 Active MASTER"]);
        let tree = cli.call("fulfillment tree FUL-00000002 --json").expect(0).json();
        assert_eq!(tree["live_count"], 10);
        cli.call("fulfillment return FUL-00000002 --count 3").expect(0);
    });
}

/// office.md 5.5: exit codes by class.
#[test]
fn the_exit_code_tells_the_class() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let _desk = Desk::local(&office);
    let cli = Calls::of(&office);
    cli.call("class select suite").expect(0);
    cli.call("license new --class suite --bill-type Purchase").expect(0);
    std::fs::write(office.directory.path().join("wrong.token"), "0123456789\n").unwrap();
    std::fs::write(office.directory.path().join("empty.token"), "\n").unwrap();
    for (line, code, says) in [
        ("license", 2, "Usage"),
        ("license issue", 2, "LICENSE"),
        ("license new --class suite", 2, "--bill-type"),
        ("license new --class suite --bill-type Monthly --capacity SEATS", 2, "CODE=AMOUNT"),
        ("license list --filter status", 2, "FIELD=VALUE"),
        ("license show 1 --token-file nowhere", 2, "nowhere"),
        ("license show 1 --token-file empty.token", 2, "holds no token"),
        ("license show 1 --url ftp://x", 2, "http://"),
        ("get v1/licenses", 2, "begins with /"),
        ("license show 77", 3, "NOT_FOUND"),
        ("license new --class nothing --bill-type Monthly", 3, "NOT_FOUND"),
        ("count AAAA", 3, "NOT_FOUND"),
        ("get /v1/nothing", 3, "NOT_FOUND"),
        ("license retrieve 1", 4, "KEY_NOT_ISSUED"),
        ("license new --class suite --bill-type Monthly --body {\"colour\":1}", 4, "UNKNOWN_FIELD"),
        ("patch /v1/settings {\"grace_days\":1} --if-match 77", 4, "PRECONDITION_FAILED"),
        ("license list --url http://127.0.0.1:1", 5, "nobody listens"),
        ("license list --token-file wrong.token", 6, "UNAUTHENTICATED"),
    ] {
        let run = cli.call(line).expect(code);
        assert!(run.stderr.contains(says), "{line}: {}", run.stderr);
        assert!(code == 2 || run.stderr.starts_with("error: "), "{line}: {}", run.stderr);
    }
    let refused = cli.call("license retrieve 1 --json").expect(4);
    assert_eq!(refused.json()["errors"][0]["code"], "KEY_NOT_ISSUED");
    assert!(refused.stderr.contains("hint: `license issue` comes first"), "{refused:?}");
}

/// Tokens: shown once, narrowed by a role, taken back.
#[test]
fn a_token_is_shown_once_and_can_be_taken_back() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let cli = Calls::of(&office);
    let made = cli.call("token new --name viewer --role viewer");
    let made = if made.code == 0 { made } else { cli.call("token new --name viewer --role operator") };
    let token = made.expect(0).stdout;
    assert_eq!(token.trim().len(), 64);
    std::fs::write(office.directory.path().join("viewer.token"), &token).unwrap();
    cli.call("license list --token-file viewer.token").expect(0);
    let refused = cli.call("token list --token-file viewer.token").expect(6);
    assert!(refused.stderr.contains("FORBIDDEN"), "{refused:?}");
    assert!(!cli.call("token show viewer").expect(0).stdout.contains(token.trim()));
    cli.call("token revoke viewer").expect(0);
    cli.call("license list --token-file viewer.token").expect(6);
}

/// Events, audit log, settings, clock and the daily job.
#[test]
fn what_the_platform_has_is_reached() {
    both(|office| {
        let _desk = Desk::local(office);
        let cli = Calls::of(office);
        cli.call("class select suite").expect(0);
        cli.call("license new --class suite --bill-type Monthly").expect(0);
        let events = cli.call("event tail --json").expect(0).stdout;
        let types: Vec<String> = events
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["event_type"].to_string())
            .collect();
        assert!(types.contains(&"\"license.requested\"".to_owned()), "{types:?}");
        let holds = cli.call("audit verify").expect(0);
        assert!(holds.stdout.contains("the audit chain holds"), "{holds:?}");
        let lines = cli.call("audit export --format jsonl").expect(0).stdout;
        let listed = cli.call("audit list --limit 0 --json").expect(0).json();
        assert_eq!(lines.lines().count(), listed["data"].as_array().unwrap().len());
        let sheet = cli.call("audit export --format csv").expect(0).stdout;
        assert!(sheet.starts_with("sequence,"), "{sheet}");
        cli.run(&["settings", "set", "--body", "{\"grace_days\": 10}"]).expect(0);
        assert_eq!(cli.call("settings show --json").expect(0).json()["grace_days"], 10);
        cli.call("clock set --to 2026-04-01").expect(0);
        assert_eq!(cli.call("clock show --json").expect(0).json()["today"], "2026-04-01");
        cli.call("daily run --dry-run").expect(0);
        cli.call("daily run --wait").expect(0);
        let runs = cli.call("daily list --json").expect(0).json();
        assert_eq!(runs["data"][0]["day"], "2026-04-01");
        cli.call("license sync-all --wait").expect(0);
        cli.call("post /v1/licenses/1/issue --wait").expect(0);
        assert_eq!(cli.call("get /v1/licenses/1").expect(0).json()["status"], "Issued");
        cli.call("license delete 1").expect(4);
    });
}

/// A plug-in is added, fetched and its classes chosen.
#[test]
fn a_plugin_is_added_and_its_classes_chosen() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    crate::desk::classes(&office);
    let cli = Calls::of(&office);
    cli.call("plugin add --name hoster --mode online --template local").expect(0);
    cli.call("plugin fetch hoster --wait").expect(0);
    assert_eq!(cli.call("plugin show hoster --json").expect(0).json()["status"], "Configured");
    // Those of the issuer in the same back office are not listed: nobody sells them as they are.
    let listed = cli.call("class list --json").expect(0).json();
    assert_eq!(listed["data"].as_array().unwrap().len(), 5);
    let id = listed["data"][0]["id"].as_str().unwrap().to_owned();
    cli.run(&["plugin", "select", "--id", &id]).expect(0);
    let chosen = cli.run(&["class", "show", &id, "--json"]).expect(0).json();
    assert_eq!(chosen["selected_for_sale"], true);
}
