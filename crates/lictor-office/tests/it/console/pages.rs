//! Every page: it loads, shows what it is for, and keeps nobody out.

use std::path::PathBuf;

use super::seed::{EVIL, Seed, seed};
use super::visitor::Visitor;
use crate::office::{On, TestOffice};

/// Where pictures are written, if somebody asked for them.
#[expect(clippy::disallowed_methods, reason = "the one place where these tests read the environment")]
fn pictures() -> Option<PathBuf> {
    std::env::var("LICTOR_SCREENSHOTS").ok().map(PathBuf::from)
}

/// The lists, by the name of their address.
const LISTS: &[&str] = &[
    "licenses",
    "subscriptions",
    "orders",
    "plugins",
    "license-classes",
    "entitlements",
    "line-items",
    "fulfillments",
    "files",
    "products",
    "relations",
    "features",
    "license-models",
    "accounts",
    "hosts",
    "keys",
    "issuer-classes",
    "jobs",
    "sync-runs",
    "daily-runs",
    "audit",
    "events",
    "webhooks",
    "deliveries",
    "tokens",
    "roles",
];

/// Pages of records and of what can be done with them.
fn pages(seed: &Seed) -> Vec<String> {
    let Seed { account, product, entitlement, line, fulfillment, plugin, class, .. } = seed;
    let Seed { subscription, license, differing, pending, key, .. } = seed;
    [
        "/".to_owned(),
        "/settings".to_owned(),
        "/audit/verify".to_owned(),
        "/relations/graph".to_owned(),
        "/plugins/new?step=connection&name=x&template=lictor".to_owned(),
        "/licenses/new".to_owned(),
        "/licenses/new?step=class".to_owned(),
        format!("/licenses/new?step=config&class_id={class}&number=2"),
        format!("/licenses/new?step=confirm&class_id={class}&number=2&capacity%2FSEATS=5&bill_type=Monthly"),
        "/licenses/do/upload".to_owned(),
        format!("/licenses/{differing}"),
        format!("/licenses/{pending}"),
        format!("/licenses/{pending}/request"),
        format!("/licenses/{pending}/edit"),
        format!("/licenses/{pending}/upload"),
        format!("/licenses/{license}/upgrade"),
        format!("/licenses/{license}/upgrade?step=config"),
        format!("/licenses/{license}/upgrade?step=order&capacity%2FSEATS=120&price_cents=10.00"),
        format!("/plugins/{plugin}"),
        format!("/plugins/{plugin}/classes"),
        format!("/license-classes/{class}"),
        format!("/subscriptions/{subscription}"),
        format!("/entitlements/{entitlement}"),
        format!("/line-items/{line}"),
        format!("/line-items/{line}/activate"),
        format!("/fulfillments/{fulfillment}"),
        format!("/fulfillments/{fulfillment}/tree"),
        format!("/fulfillments/{fulfillment}/change/upgrade"),
        format!("/fulfillments/{fulfillment}/change/renew"),
        format!("/fulfillments/{fulfillment}/rehost"),
        format!("/products/{product}"),
        format!("/accounts/{account}"),
        format!("/keys/{key}"),
        "/daily-runs/do/run".to_owned(),
        "/accounts/do/new".to_owned(),
        "/entitlements/do/new".to_owned(),
        "/orders/do/new".to_owned(),
        "/tokens/do/new".to_owned(),
        "/roles/do/new".to_owned(),
        "/license-models/do/new".to_owned(),
        "/issuer-classes/do/new".to_owned(),
    ]
    .into()
}

#[test]
fn every_page_loads_in_light_and_dark_and_keeps_nobody_out() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    let lists = LISTS.iter().map(|list| format!("/{list}"));
    let mut wrong = Vec::new();
    for path in lists.chain(pages(&seed)) {
        visitor.goto(&path);
        assert!(!visitor.browser.find("h1").text().is_empty(), "{path}");
        // All lists are of one make: their colors are looked at once.
        let both = path == "/licenses" || !LISTS.contains(&path.trim_start_matches('/'));
        wrong.extend(visitor.wrong(both).iter().map(|wrong| format!("{path}: {wrong}")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn names_that_would_run_are_only_shown() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    let evil = office.get("/v1/accounts/EVIL").id();
    for path in ["/accounts".to_owned(), format!("/accounts/{evil}"), "/entitlements/do/new".to_owned()] {
        visitor.goto(&path);
        assert!(visitor.browser.find("main").text().contains(EVIL) || path.contains("/do/"), "{path}");
        assert_ne!(visitor.browser.title(), "gone", "{path}");
        assert!(visitor.browser.find_all("main script, main img").is_empty(), "{path}");
    }
    visitor.goto(&format!("/licenses/{}?filter[x]={}", seed.license, "%3Cscript%3E"));
    assert_eq!(visitor.browser.console_errors(), Vec::<String>::new());
}

#[test]
fn pictures_are_taken_on_request() {
    let Some(directory) = pictures() else { return };
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let visitor = Visitor::new(&office);
    visitor.browser.set_window(1280, 860);
    for (name, path) in [
        ("console-dashboard", "/".to_owned()),
        ("console-licenses", "/licenses".to_owned()),
        ("console-license", format!("/licenses/{}", seed.differing)),
        ("console-tree", format!("/fulfillments/{}", seed.forked)),
    ] {
        visitor.goto(&path);
        visitor.browser.screenshot(&directory.join(format!("{name}.png")));
    }
    visitor.goto(&format!("/fulfillments/{}/change/upgrade", seed.fulfillment));
    let count = visitor.browser.find("[name=count]");
    count.clear();
    count.type_keys("2");
    visitor.browser.find("[name=start_date]").type_keys("03022026");
    visitor.follow("button[name=try]");
    visitor.browser.screenshot(&directory.join("console-verify.png"));
}
