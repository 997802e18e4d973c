//! The dashboard: how things stand, with links to the lists behind each number.

use askama::Template;
use serde_json::Value as Json;

use super::address::query;
use super::cell::Cell;
use super::html::Html;
use super::noun::{at, id, number, text};
use super::nouns::JOBS;
use super::page::{Page, Reply};
use super::table::{self, Names};
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::route::Method;

/// Statuses in the order of a license's life.
const STATUSES: &[&str] = &[
    "Pending",
    "Issued",
    "Activated",
    "Retrieving",
    "Retrieved",
    "Uploaded",
    "Installing",
    "Installed",
    "Expired",
    "Terminated",
];

/// A number with the list behind it.
struct Tile {
    label: &'static str,
    count: i64,
    href: String,
    tone: &'static str,
}

/// How many stand in a status.
struct Bar {
    status: &'static str,
    count: i64,
    percent: i64,
    href: String,
}

/// Something to begin with.
struct Start {
    done: bool,
    text: &'static str,
    href: &'static str,
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardView {
    tiles: Vec<Tile>,
    bars: Vec<Bar>,
    total: i64,
    stuck: Html,
    plugins: Vec<(String, String, String)>,
    daily: Option<(String, Html, Html, String)>,
    sync: Option<(String, Html, Html, String)>,
    starts: Vec<Start>,
    sells: bool,
    runs_daily: bool,
    compares: bool,
}

/// Shows the dashboard.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let record = visit.get("/v1/dashboard").await?;
    let total: i64 = STATUSES.iter().map(|status| number(at(&record, "by_status"), status)).sum();
    let view = DashboardView {
        tiles: tiles(visit, &record),
        bars: bars(&record, total),
        total,
        stuck: stuck(visit, &record).await?,
        plugins: at(&record, "plugins_with_trouble")
            .as_array()
            .into_iter()
            .flatten()
            .map(|plugin| {
                let why = [text(plugin, "pause_reason"), text(plugin, "last_fetch_error")];
                let why =
                    why.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| "paused".to_owned());
                (text(plugin, "name"), format!("/plugins/{}", id(plugin)), why)
            })
            .collect(),
        daily: run(visit, at(&record, "last_daily_run"), "/daily-runs", |run| {
            let changed =
                at(run, "steps").as_array().into_iter().flatten().map(|step| number(step, "changed"));
            format!("{}: {} changed", text(run, "day"), changed.sum::<i64>())
        }),
        sync: run(visit, at(&record, "last_sync_run"), "/sync-runs", |run| {
            let total = at(run, "totals");
            format!(
                "{} checked, {} in sync, {} not in sync, {} failed, {} skipped",
                number(total, "checked"),
                number(total, "in_sync"),
                number(total, "not_in_sync"),
                number(total, "failed"),
                number(total, "skipped")
            )
        }),
        sells: visit.may_ask(Method::Post, "/v1/licenses"),
        runs_daily: visit.may_ask(Method::Post, "/v1/daily-runs"),
        compares: visit.may_ask(Method::Post, "/v1/licenses/sync"),
        starts: if total == 0 { starts(visit).await? } else { Vec::new() },
    };
    Ok(Reply::Page(Page {
        title: "Dashboard".to_owned(),
        body: Html::of(&view),
        wide: true,
        ..Page::default()
    }))
}

fn tiles(visit: &Visit, record: &Json) -> Vec<Tile> {
    let today = visit.office().clock().today();
    let within = |days: u32| {
        let until = lictor_entitle::calendar::add_days(today, days).to_string();
        let today = today.to_string();
        let pairs = [
            ("filter[status][ne]", "Pending,Expired,Terminated"),
            ("filter[bill_type]", "Monthly"),
            ("filter[expires][gte]", today.as_str()),
            ("filter[expires][lte]", until.as_str()),
        ];
        format!("/licenses{}", query(pairs))
    };
    let tone = |count: i64, tone: &'static str| if count > 0 { tone } else { "" };
    let count = |key: &str| number(record, key);
    let stuck =
        at(record, "stuck").as_array().map_or(0, |stuck| i64::try_from(stuck.len()).unwrap_or(i64::MAX));
    vec![
        Tile {
            label: "expire within 7 days",
            count: count("expiring_7"),
            href: within(7),
            tone: tone(count("expiring_7"), "warn"),
        },
        Tile { label: "expire within 30 days", count: count("expiring_30"), href: within(30), tone: "" },
        Tile {
            label: "Not In Sync",
            count: count("not_in_sync"),
            href: format!("/licenses{}", query([("filter[sync]", "Not In Sync"), ("filter[status]", "*")])),
            tone: tone(count("not_in_sync"), "warn"),
        },
        Tile {
            label: "stuck operations",
            count: stuck,
            href: format!("/jobs{}", query([("filter[state]", "Waiting")])),
            tone: tone(stuck, "bad"),
        },
        Tile { label: "running jobs", count: count("running"), href: "/jobs".to_owned(), tone: "" },
    ]
}

fn bars(record: &Json, total: i64) -> Vec<Bar> {
    let bar = |status: &&'static str| {
        let count = number(at(record, "by_status"), status);
        Bar {
            status,
            count,
            percent: count * 100 / total.max(1),
            href: format!("/licenses{}", query([("filter[status]", *status)])),
        }
    };
    STATUSES.iter().map(bar).collect()
}

async fn stuck(visit: &Visit, record: &Json) -> Result<Html, Fault> {
    let stuck = at(record, "stuck").as_array().map(Vec::as_slice).unwrap_or_default();
    if stuck.is_empty() {
        return Ok(Html::default());
    }
    let columns: Vec<_> = JOBS.columns.iter().filter(|column| column.shown).copied().collect();
    let names = Names::read(visit, stuck, &columns).await?;
    let mut table = table::of(&JOBS, &columns, stuck, &names, false);
    table.caption = "Stuck operations".to_owned();
    Ok(table.html())
}

/// The last run of a kind: what it did, its state, when, and its page.
fn run(
    visit: &Visit,
    run: &Json,
    path: &str,
    words: impl Fn(&Json) -> String,
) -> Option<(String, Html, Html, String)> {
    if run.is_null() {
        return None;
    }
    let zone = visit.office().clock().zone();
    let state = Cell::status(&text(run, "state")).html();
    let time = Cell::instant(&text(run, "created_at"), zone).html();
    Some((words(run), state, time, format!("{path}/{}", id(run))))
}

/// What a new office needs before it can sell.
async fn starts(visit: &Visit) -> Result<Vec<Start>, Fault> {
    let mut starts = Vec::new();
    for (api, page, text) in [
        ("/v1/features", "/features/do/new", "Name the features that your application asks for."),
        ("/v1/products", "/products/do/new", "Put them into a product, and deploy it."),
        ("/v1/accounts", "/accounts/do/new", "Make an account for a customer."),
        (
            "/v1/entitlements",
            "/entitlements/do/new",
            "Entitle the account to seats of the product, and activate them.",
        ),
        (
            "/v1/issuer-classes",
            "/issuer-classes/do/new",
            "To sell through the issuer's protocol: make a class of keys.",
        ),
        ("/v1/plugins", "/plugins/new", "Add a plug-in for an issuer, and select its classes."),
    ] {
        if visit.may_ask(Method::Post, api) {
            starts.push(Start { done: visit.count(api).await? > 0, text, href: page });
        }
    }
    Ok(starts)
}
