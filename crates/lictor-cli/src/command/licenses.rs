//! `lictor licenses`: the load report (section 14).

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::{self, Table};

mod remove;
mod upload;

/// Every license the server found, its state and why; the pools and what they are made of
/// (administrators)
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  lictor licenses
  lictor licenses --json --admin 127.0.0.1:6243 --token-file state/admin.token
  lictor licenses upload acme.xml"
)]
pub(crate) struct Licenses {
    #[command(subcommand)]
    order: Option<Order>,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Subcommand)]
enum Order {
    Upload(upload::Upload),
    Remove(remove::Remove),
}

impl Licenses {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match &self.order {
            Some(Order::Upload(upload)) => upload.run(context),
            Some(Order::Remove(remove)) => remove.run(context),
            None => self.show(context),
        }
    }

    fn show(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (text, report) = self.admin.open(&context.environment)?.get("/v1/licenses")?;
        if self.json {
            context.printer.result(&text)?;
            return Ok(0);
        }
        context.printer.result(&render(&report))?;
        for warning in table::rows(&report, "warnings") {
            let text = format!("{}: {}", table::cell(warning, "file"), table::cell(warning, "text"));
            context.printer.warning(&text);
        }
        if report["clock_suspect"] == true {
            context
                .printer
                .warning("the server's clock was set back: licenses with END are not granted (TIM-05)");
        }
        Ok(0)
    }
}

fn render(report: &Value) -> String {
    let mut pools = Table::new(&["pool", "seats", "used", "over", "made of"]);
    for pool in table::rows(report, "pools") {
        let cell = |name: &str| table::cell(pool, name);
        pools.row([
            format!("{}/{}", cell("vendor"), cell("feature")),
            cell("seats"),
            cell("used"),
            cell("over_committed"),
            composition(pool),
        ]);
    }
    let licenses = listing(table::rows(report, "licenses"));
    format!(
        "{} in {}\n\n{licenses}\n\n{pools}",
        table::cell(report, "today"),
        table::cell(report, "timezone")
    )
}

/// Licenses with their states.
fn listing(rows: &[Value]) -> Table {
    let mut licenses = Table::new(&["file", "feature", "type", "count", "start", "end", "state", "why"]);
    for license in rows {
        let cell = |name: &str| table::cell(license, name);
        let place = format!("{}:{}", cell("file"), cell("line"));
        let feature = format!("{}/{}", cell("vendor"), cell("feature"));
        let why = if license["reason"] == "none" { String::new() } else { why(license) };
        licenses.row([
            place,
            feature,
            cell("key_type"),
            cell("count"),
            cell("start"),
            cell("end"),
            cell("state"),
            why,
        ]);
    }
    licenses
}

fn why(license: &Value) -> String {
    let (reason, text) = (table::cell(license, "reason"), table::cell(license, "text"));
    if text.is_empty() { reason } else { format!("{reason}: {text}") }
}

/// `10 + 5 (until 2026-03-31) + 2`: what counts today, then what does not and why.
fn composition(pool: &Value) -> String {
    let base = &pool["base"];
    let mut parts = vec![if base.is_null() { "no base".to_string() } else { table::cell(base, "count") }];
    for upgrade in table::rows(pool, "upgrades") {
        let cell = |name: &str| table::cell(upgrade, name);
        let note = match cell("state").as_str() {
            "served" if cell("end").is_empty() => String::new(),
            "served" => format!(" (until {})", cell("end")),
            "pending" => format!(" (from {})", cell("start")),
            state => format!(" ({state})"),
        };
        parts.push(format!("{}{note}", cell("count")));
    }
    parts.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// UPG-12: the view of administrators lists base and every upgrade with state and dates.
    #[test]
    fn upg_12_the_report_shows_what_a_pool_is_made_of() {
        let pool = json!({
            "base": {"serial": "b", "count": 10},
            "upgrades": [
                {"serial": "u1", "count": 5, "start": "2026-03-01", "end": "2026-03-31", "state": "served"},
                {"serial": "u2", "count": 2, "start": "2027-01-01", "end": null, "state": "pending"},
                {"serial": "u3", "count": 1, "start": null, "end": null, "state": "served"},
                {"serial": "u4", "count": 7, "start": null, "end": "2026-01-01", "state": "expired"},
            ],
        });
        assert_eq!(composition(&pool), "10 + 5 (until 2026-03-31) + 2 (from 2027-01-01) + 1 + 7 (expired)");
        assert_eq!(composition(&json!({"base": null, "upgrades": []})), "no base");
    }
}
