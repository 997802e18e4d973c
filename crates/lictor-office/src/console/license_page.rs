//! The page of a license: its buttons, what differs at the issuer, its configuration; and its request.

use std::collections::BTreeSet;

use askama::Template;
use serde_json::{Value as Json, json};

use super::cell::Cell;
use super::detail::{self, Button, Section};
use super::fields::Trouble;
use super::form_page::document;
use super::html::Html;
use super::noun::{at, id, number, text};
use super::nouns::LICENSES;
use super::page::{Crumb, Page, Reply};
use super::session::Notice;
use super::table::Table;
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::answer::Content;
use crate::http::inner::Inner;
use crate::http::route::Method;

/// One thing that differs at the issuer.
struct Difference {
    code: String,
    field: String,
    local: String,
    issuer: String,
    resolvable: bool,
}

#[derive(Template)]
#[template(path = "license.html")]
struct LicenseView<'a> {
    notices: Vec<(&'static str, String)>,
    differences: Vec<Difference>,
    message: String,
    checked: Html,
    reconcile: Option<String>,
    csrf: &'a str,
    once: String,
}

#[derive(Template)]
#[template(path = "request.html")]
struct RequestView<'a> {
    number: String,
    buttons: Vec<Button>,
    text: &'a str,
    csrf: &'a str,
    once: String,
    table: Html,
}

/// Shows a license.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let mut record = detail::record(visit, &LICENSES).await?;
    add_orders(visit, &mut record).await?;
    let allowed = allowed(visit, &record).await?;
    let buttons = buttons(visit, &record, &allowed);
    let own = Html::join([own(visit, &record, &allowed), configuration(&record)]);
    let live = matches!(text(&record, "status").as_str(), "Retrieving" | "Installing")
        || at(&record, "operation_id").is_string();
    detail::with(visit, &LICENSES, &record, buttons, own, live).await
}

/// Adds the ids of the orders that were about the license: the one that made it, and those of its upgrades
/// and renewals, which its operations name.
async fn add_orders(visit: &Visit, record: &mut Json) -> Result<(), Fault> {
    let path = format!("/v1/operations?filter[target_id]={}", id(record));
    let operations = visit.all(&path).await?;
    let of_operations = operations.iter().map(|operation| text(operation, "input/order_id"));
    let own = ["order_id", "running_order_id"].map(|field| text(record, field));
    let all: BTreeSet<String> = own.into_iter().chain(of_operations).filter(|id| !id.is_empty()).collect();
    let all: Vec<String> = all.into_iter().collect();
    if let Some(fields) = record.as_object_mut() {
        fields.insert("order_ids".to_owned(), Json::from(all.join(",")));
    }
    Ok(())
}

/// The names of what would be granted today.
async fn allowed(visit: &Visit, record: &Json) -> Result<Vec<String>, Fault> {
    let actions = visit.get(&format!("/v1/licenses/{}/actions", id(record))).await?;
    let names = at(&actions, "allowed").as_array().into_iter().flatten();
    Ok(names.filter_map(Json::as_str).map(str::to_owned).collect())
}

/// Exactly the buttons that would be granted, as far as the person has the rights.
fn buttons(visit: &Visit, record: &Json, allowed: &[String]) -> Vec<Button> {
    let base = format!("/licenses/{}", id(record));
    let link = |label: &str, name: &str| Button::link(label, format!("{base}/{name}"));
    let mut buttons = Vec::new();
    for name in allowed {
        match name.as_str() {
            "download" => buttons.push(link("Download to Desktop", "download")),
            "upgrade" if visit.may_ask(Method::Post, "/v1/licenses/{id}/upgrade") => {
                buttons.push(link("Upgrade License", "upgrade"));
            }
            name => {
                let form = LICENSES.forms.iter().find(|form| form.name == name);
                if let Some(form) = form.filter(|form| visit.may_ask(form.method, form.api)) {
                    buttons.push(detail::button(&LICENSES, record, form));
                }
            }
        }
    }
    if text(record, "status") == "Pending" {
        buttons.insert(buttons.len().min(1), link("License request", "request"));
    }
    let rest = LICENSES.forms.iter().filter(|form| matches!(form.name, "edit" | "notes"));
    let rest = rest.filter(|form| form.when.holds(record) && visit.may_ask(form.method, form.api));
    buttons.extend(rest.map(|form| detail::button(&LICENSES, record, form)));
    // What cannot be undone stands last.
    buttons.sort_by_key(|button| button.danger);
    let next = ["issue", "activate", "retrieve", "retry", "install"];
    let next =
        buttons.iter_mut().find(|button| next.iter().any(|name| button.href == format!("{base}/{name}")));
    if let Some(next) = next {
        next.primary = true;
    }
    buttons
}

/// What should be known about the license, and what differs at the issuer.
fn own(visit: &Visit, record: &Json, allowed: &[String]) -> Html {
    let differences: Vec<Difference> = at(record, "mismatches")
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| Difference {
            code: text(row, "code"),
            field: text(row, "field"),
            local: text(row, "local"),
            issuer: text(row, "issuer"),
            resolvable: at(row, "resolvable").as_bool().unwrap_or(false),
        })
        .collect();
    let resolvable = differences.iter().any(|difference| difference.resolvable);
    let may = visit.may_ask(Method::Post, "/v1/licenses/{id}/upgrade")
        && allowed.iter().any(|name| name == "upgrade");
    let view = LicenseView {
        notices: notices(visit, record),
        reconcile: (resolvable && may).then(|| format!("/licenses/{}/reconcile", id(record))),
        differences,
        message: text(record, "sync_message").trim_end_matches('.').to_owned(),
        checked: Cell::instant(&text(record, "last_sync_at"), visit.office().clock().zone()).html(),
        csrf: &visit.session.csrf,
        once: crate::store::new_id(),
    };
    Html::of(&view)
}

fn notices(visit: &Visit, record: &Json) -> Vec<(&'static str, String)> {
    let zone = visit.office().clock().zone();
    let time = |key: &str| {
        if let Cell::Time(shown, _) = Cell::instant(&text(record, key), zone) { shown } else { String::new() }
    };
    let mut notices = Vec::new();
    let failing = time("unreachable_since");
    let next = time("next_attempt_at");
    let (error, code) = (text(record, "last_error"), text(record, "last_error_code"));
    if !failing.is_empty() {
        let then = if next.is_empty() { String::new() } else { format!(" Next try {next}.") };
        // An issuer that answers is reached, even if it answers with a fault of its own.
        let silent = error.is_empty() || matches!(code.as_str(), "ISSUER_UNREACHABLE" | "ISSUER_TIMEOUT");
        let words = if silent {
            format!("The issuer cannot be reached since {failing}.{then}")
        } else {
            let error = error.trim_end_matches('.');
            format!("Not done yet, tried since {failing}: {error} ({code}).{then}")
        };
        notices.push(("warn", words));
    }
    if !error.is_empty() && failing.is_empty() {
        let code = if code.is_empty() { String::new() } else { format!(" ({code})") };
        notices.push(("bad", format!("{error}{code}")));
    }
    let sync = text(record, "last_sync_error");
    if !sync.is_empty() {
        notices.push(("warn", format!("The last synchronization failed: {sync}")));
    }
    let today = visit.office().clock().today().to_string();
    let until = text(record, "expiration_date");
    let installed = !at(record, "installed_revision").is_null();
    if text(record, "status") == "Terminated" && installed && (until.is_empty() || until >= today) {
        let until = if until.is_empty() { "for good".to_owned() } else { format!("until {until}") };
        let text =
            format!("The key was terminated, but the installed copy is not removed: it works {until}.");
        notices.push(("warn", text));
    }
    notices
}

/// The configuration that is known of the key, beside the one that was first asked for; before there is a
/// key, what is asked for alone.
fn configuration(record: &Json) -> Html {
    let (known, wanted) = (at(record, "known_config"), at(record, "requested_config"));
    if known.is_null() {
        return configurations(&["Property", "Requested"], &[wanted]);
    }
    if known == wanted {
        return configurations(&["Property", "Known of the key"], &[known]);
    }
    configurations(&["Property", "Known of the key", "Requested at first"], &[known, wanted])
}

/// Configurations side by side.
fn configurations(headings: &[&str], configs: &[&Json]) -> Html {
    let mut table = Table::new("Configuration", headings);
    let mut row = |label: &str, cell: &dyn Fn(&Json) -> Cell| {
        let cells: Vec<Cell> = configs.iter().map(|config| cell(config)).collect();
        if cells.iter().any(|cell| *cell != Cell::Empty) {
            table.row(std::iter::once(Cell::Text(label.to_owned())).chain(cells).collect());
        }
    };
    let class = |config: &Json| {
        let words = format!("{} {}", text(config, "class"), text(config, "class_version"));
        Cell::words(words.trim())
    };
    row("License class", &class);
    let mut codes: Vec<&String> = Vec::new();
    for config in configs {
        for code in at(config, "capacity").as_object().into_iter().flatten().map(|(code, _)| code) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    for code in codes {
        let amount = |config: &Json| {
            if config.is_null() {
                Cell::Empty
            } else {
                Cell::Text(number(at(config, "capacity"), code).to_string())
            }
        };
        row(code, &amount);
    }
    for (key, label) in [("features", "Features"), ("additional_keys", "Additional keys")] {
        row(label, &|config| Cell::plain(at(config, key)));
    }
    Html::of(&Section {
        title: "Configuration",
        id: "configuration".to_owned(),
        about: "",
        body: table.html(),
        more: None,
    })
}

/// Takes the issuer's configuration over: an upgrade to what the key already is.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn reconcile(visit: &Visit) -> Result<Reply, Fault> {
    let path = format!("/v1/licenses/{}/upgrade", super::address::encode(visit.part("id")));
    let ask = Inner { wait: 5, ..Inner::post(path, json!({ "reconcile": true })) };
    match visit.ask(ask).await {
        Ok(answer) => {
            let answer = document(&answer);
            visit.say(match text(&answer, "state").as_str() {
                "Succeeded" => Notice::good("Reconciled: the issuer's configuration is now yours."),
                "Failed" => Notice::bad(format!("The reconciliation failed: {}", text(&answer, "error"))),
                _ => Notice::good("The reconciliation is under way."),
            });
        }
        Err(fault) => visit.say(Notice::bad(Trouble::of(fault)?.words())),
    }
    Ok(Reply::Go(format!("/licenses/{}", visit.part("id"))))
}

/// Shows the request of a license, to be sent to the issuer by hand.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn request(visit: &Visit) -> Result<Reply, Fault> {
    let record = detail::record(visit, &LICENSES).await?;
    let allowed = allowed(visit, &record).await?;
    let answer = visit.ask(Inner::get(format!("/v1/licenses/{}/request-text", id(&record)))).await?;
    let text = match &answer.content {
        Content::Raw { bytes, .. } => String::from_utf8_lossy(bytes).into_owned(),
        Content::Json(document) => document.to_string(),
        Content::Empty | Content::Stream { .. } => String::new(),
    };
    let mut buttons = buttons(visit, &record, &allowed);
    buttons.retain(|button| !button.href.ends_with("/request"));
    let view = RequestView {
        number: (LICENSES.label)(&record),
        buttons,
        text: &text,
        csrf: &visit.session.csrf,
        once: crate::store::new_id(),
        table: configuration(&record),
    };
    let crumbs = vec![
        Crumb::new("Licenses", "/licenses"),
        Crumb::new(format!("License {}", (LICENSES.label)(&record)), format!("/licenses/{}", id(&record))),
    ];
    Ok(Reply::Page(Page {
        title: "License request".to_owned(),
        crumbs,
        body: Html::of(&view),
        wide: true,
        ..Page::default()
    }))
}

/// Hands out the newest file.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn download(visit: &Visit) -> Result<Reply, Fault> {
    let path = format!("/v1/licenses/{}/download", super::address::encode(visit.part("id")));
    Ok(Reply::File(visit.ask(Inner::get(path)).await?))
}
