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
        let run = cli.call("daily run --wait").expect(0);
        assert!(run.stdout.contains("CHANGED"), "{run:?}");
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

/// `daily run --dry-run` says step by step how many would change, and which.
#[test]
fn a_dry_run_of_the_daily_job_says_what_would_change() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let desk = Desk::local(&office);
    desk.retrieved(serde_json::json!({}));
    let cli = Calls::of(&office);
    let told = cli.call("daily run --dry-run --date 2026-06-01").expect(0);
    let row = |step: &str| {
        let line = told.stdout.lines().find(|line| line.starts_with(step));
        line.unwrap_or_else(|| panic!("{step}: {told:?}")).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(told.stdout.contains("WOULD CHANGE"), "{told:?}");
    assert_eq!(row("expiry sweep"), "expiry sweep 1 1 license 1");
    assert_eq!(row("renew due"), "renew due 0 0");
    assert!(told.stderr.contains("nothing was changed"), "{told:?}");
}

/// With `--wait`, what follows by itself is waited for, too.
#[test]
fn t_lic_1_a_call_waits_for_what_follows_from_it() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let desk = Desk::local(&office);
    let account = desk.account("ACME");
    let subscription = desk.active_subscription(&account);
    let name = office.get(&format!("/v1/subscriptions/{subscription}")).text("name");
    let cli = Calls::of(&office);
    let made = cli.call(&format!(
        "license new --class suite --bill-type Monthly --subscription {name} --automatic --wait"
    ));
    assert!(made.expect(0).stdout.contains("Installed"));
    let raised = cli.call("license upgrade 1 --capacity SEATS=20 --wait").expect(0);
    assert!(raised.stdout.contains("Installed"), "{raised:?}");
    let license = office.get("/v1/licenses/1");
    assert_eq!(
        (&license.body["installed_revision"], license.text("status")),
        (&1.into(), "Installed".into())
    );
}

/// `plugin add --wait` follows the fetch of the classes, and says why there are none.
#[test]
fn a_plugin_that_is_added_is_waited_for() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    crate::desk::classes(&office);
    crate::desk::secret(&office, "issuer", "0123456789");
    let cli = Calls::of(&office);
    let here = cli.call("plugin add --name here --mode online --template local --wait").expect(0);
    assert!(here.stdout.contains("Configured"), "{here:?}");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    drop(silent);
    for (name, host, why) in
        [("nobody", "127.0.0.1", "nobody listens"), ("nowhere", "issuer.invalid", "nobody knows the name")]
    {
        let call = format!(
            "plugin add --name {name} --mode online --template lictor --host {host} --port {port} --login l \
             --secret issuer --wait"
        );
        let failed = cli.call(&call).expect(5);
        assert!(failed.stderr.contains("ISSUER_UNREACHABLE") && failed.stderr.contains(why), "{failed:?}");
        let stored = office.get(&format!("/v1/plugins/{name}")).text("last_fetch_error");
        assert!(stored.contains(why), "{stored}");
    }
}

/// A file is named as it is delivered, or by its fulfillment.
#[test]
fn a_file_is_downloaded_by_its_name() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let shop = crate::sale::Shop::new(&office);
    let [product, ..] = shop.catalogue();
    shop.activate(&shop.line(&product, "FC", 10, serde_json::json!({})), 10);
    let cli = Calls::of(&office);
    for name in ["FUL-00000001.lic", "FUL-00000001"] {
        let file = cli.call(&format!("file download {name}")).expect(0);
        assert!(file.stdout.contains("X_FULFILLMENT=\"FUL-00000001\""), "{file:?}");
    }
    cli.call("file download FUL-00000002").expect(3);
}

/// 5.5, 5.6: what the interface has of keys, endpoints and the audit log, the command line has too.
#[test]
fn keys_endpoints_and_the_chain_are_reached() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    crate::issuer::classes(&office);
    let cli = Calls::of(&office);
    cli.call("key new --owner hoster --class suite --bill-type Purchase").expect(0);
    let renewed = cli.call("key renew-sus PLSK.00000001 --json").expect(0).json();
    assert_eq!(renewed["sus_until"], "2028-03-02");
    let changes = "[{\"change\":\"configure\",\"nickname\":\"spare\",\"auto_renew\":false}]";
    let changed =
        cli.run(&["key", "change", "PLSK.00000001", "--changes", changes, "--json"]).expect(0).json();
    assert_eq!((&changed["nickname"], &changed["auto_renew"]), (&"spare".into(), &false.into()));
    let made = "webhook new --to https://hooks.acme.example/ --expiring-days 60,14 --json";
    let made = cli.call(made).expect(0).json();
    assert_eq!(made["expiring_days"], serde_json::json!([60, 14]));
    let id = made["id"].as_str().unwrap();
    cli.run(&["webhook", "suspend", id]).expect(0);
    cli.run(&["webhook", "suspend", id]).expect(4);
    for name in ["verify-chain", "verify"] {
        let holds = cli.run(&["audit", name]).expect(0);
        assert!(holds.stdout.contains("the audit chain holds"), "{holds:?}");
    }
}

/// Tables show names, not ids; growing lists begin with the newest; ends are said in short.
#[test]
fn tables_name_records_and_begin_with_the_newest() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let desk = Desk::local(&office);
    let account = desk.account("ACME");
    desk.active_subscription(&account);
    let cli = Calls::of(&office);
    cli.call("license new --class hoster/suite --bill-type Monthly --account ACME").expect(0);
    cli.call("license issue 1 --wait").expect(0);
    cli.call("entitlement new --account ACME --id E-1").expect(0);
    for (line, says) in [
        ("entitlement list", "ACME"),
        ("account list", "ACME"),
        ("subscription list", "ACME"),
        ("class list", "hoster"),
        ("license list", "PLSK.00000001"),
        ("audit list --limit 3", "issue"),
        ("event list --limit 1", "license.issued"),
    ] {
        let told = cli.call(line).expect(0).stdout;
        assert!(told.contains(says), "{line}: {told}");
        // An id has four dashes among 36 letters.
        let ids = told.split_whitespace().filter(|word| word.len() == 36 && word.matches('-').count() == 4);
        assert_eq!(ids.collect::<Vec<_>>(), Vec::<&str>::new(), "{line}: {told}");
    }
    let events = cli.call("event list --json").expect(0).json();
    assert_eq!(events["data"][0]["event_type"], "license.issued");
    let shop = Shop::new(&office);
    let [product, ..] = shop.catalogue();
    let product = office.get(&format!("/v1/products/{product}")).body;
    let name =
        format!("{}@{}", product["name"].as_str().unwrap(), product["product_version"].as_str().unwrap());
    for (when, end) in [
        ("12m", json!({"months": 12})),
        ("2027-01-01", json!({"date": "2027-01-01"})),
        ("permanent", json!("permanent")),
    ] {
        let id = format!("A-{when}");
        cli.call(&format!(
            "line-item new --entitlement E-1 --product {name} --model FC --quantity 1 --activation-id {id} --expiry {when}"
        ))
        .expect(0);
        assert_eq!(office.get(&format!("/v1/line-items/{id}")).body["expiry"], end);
    }
    let twice = cli.call("account new --code ACME --name Acme").expect(4);
    assert!(twice.stderr.contains("there is an account \"ACME\" already (field /code"), "{twice:?}");
}
