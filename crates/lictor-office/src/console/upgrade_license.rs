//! Upgrade License: class, capacity and features, prices, order, progress.

use lictor_entitle::Refusal;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::upgrade::{SusGate, UpgradeRequest};
use serde_json::{Map, Value as Json, json};

use super::address::{encode, query};
use super::cell::Cell;
use super::detail;
use super::fields::{Own, Trouble};
use super::form_page::document;
use super::html::Html;
use super::new_license::amount;
use super::noun::{at, id, number, text};
use super::nouns::LICENSES;
use super::page::{Crumb, Page, Reply};
use super::posted::Posted;
use super::routing::is_post;
use super::steps;
use super::table::Table;
use super::visit::Visit;
use super::wizard::Wizard;
use crate::fault::Fault;
use crate::http::inner::Inner;
use crate::http::route::Method;
use crate::model::LicenseChange;

const STEPS: &[&str] = &["Class", "Capacity and features", "Prices", "Order", "Progress"];

/// What the pages work on.
struct Case {
    license: Json,
    class: Json,
    base: String,
    title: String,
}

/// Shows the page that comes next, or places the order.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    visit.must_ask(Method::Post, "/v1/licenses/{id}/upgrade")?;
    let license = detail::record(visit, &LICENSES).await?;
    let class = visit.find(&format!("/v1/license-classes/{}", encode(&text(&license, "class_id")))).await?;
    let base = format!("/licenses/{}", id(&license));
    let title = format!("Upgrade License {}", (LICENSES.label)(&license));
    let case = Case { license, class: class.unwrap_or_default(), base, title };
    if is_post(visit) {
        return send(visit, &case).await;
    }
    let given = &visit.query;
    Ok(match given.text("step") {
        "config" => case.config_page(visit, given, None),
        "prices" => match case.wrong(visit, given).await? {
            Some(trouble) => case.refused(visit, given, &trouble),
            None => case.prices_page(visit, given, None),
        },
        "order" => case.order_page(visit, given, None),
        "progress" => return case.progress_page(visit).await,
        _ => case.class_page(visit, given, None),
    })
}

async fn send(visit: &Visit, case: &Case) -> Result<Reply, Fault> {
    let given = &visit.posted;
    let ask = Inner::post(format!("/v1/licenses/{}/upgrade", id(&case.license)), case.body(given));
    match visit.ask(ask).await {
        Ok(answer) => {
            let operation = id(&document(&answer)).to_owned();
            let to = query([("step", "progress"), ("operation", operation.as_str())]);
            Ok(Reply::Go(format!("{}/upgrade{to}", case.base)))
        }
        Err(fault) => {
            let trouble = Trouble::of(fault)?;
            Ok(match trouble.at.split('/').next().unwrap_or_default() {
                "price_cents" | "currency" => case.prices_page(visit, given, Some(&trouble)),
                "" => case.order_page(visit, given, Some(&trouble)),
                _ => case.refused(visit, given, &trouble),
            })
        }
    }
}

/// What was said, to be sent along.
fn kept(given: &Posted, step: &str, but: &[&str]) -> Vec<(String, String)> {
    let fields = given.fields().iter().filter(|(name, _)| {
        let dull = matches!(name.as_str(), "step" | "csrf" | "once");
        !dull && !but.iter().any(|but| name == but || (but.ends_with('/') && name.starts_with(but)))
    });
    let step = (!step.is_empty()).then(|| ("step".to_owned(), step.to_owned()));
    fields.cloned().chain(step).collect()
}

impl Case {
    fn crumbs(&self) -> Vec<Crumb> {
        let label = format!("License {}", (LICENSES.label)(&self.license));
        vec![Crumb::new("Licenses", "/licenses"), Crumb::new(label, self.base.clone())]
    }

    fn back(&self, given: &Posted, step: &str) -> String {
        let fields = kept(given, step, &[]);
        let pairs = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        format!("{}/upgrade{}", self.base, query(pairs))
    }

    /// The configuration that is known of the key, or that was asked for.
    fn config(&self) -> &Json {
        let known = at(&self.license, "known_config");
        if known.is_null() { at(&self.license, "requested_config") } else { known }
    }

    /// What the upgrade would be refused for, as far as it is known before the prices.
    async fn wrong(&self, visit: &Visit, given: &Posted) -> Result<Option<Trouble>, Fault> {
        if let Some(refusal) = self.lowered(visit, given) {
            return Trouble::of(refusal.into()).map(Some);
        }
        let path = format!("/v1/licenses/{}/upgrade?verify=true", id(&self.license));
        match visit.ask(Inner::post(path, self.body(given))).await {
            Ok(_) => Ok(None),
            Err(fault) => Trouble::of(fault).map(Some),
        }
    }

    /// The refusal of a change that takes away what the class keeps, by what is known of the key.
    fn lowered(&self, visit: &Visit, given: &Posted) -> Option<Refusal> {
        if at(&self.class, "allows_downgrade") != &json!(false) {
            return None;
        }
        let known: KeyConfig = serde_json::from_value(self.config().clone()).ok()?;
        let mut change = self.body(given);
        for price in ["price_cents", "currency"] {
            change.as_object_mut()?.remove(price);
        }
        let change: LicenseChange = serde_json::from_value(change).ok()?;
        let requested = change.applied_to(&known);
        // Whether the right to upgrade has ended only the interface decides: it knows the settings.
        let asked = UpgradeRequest {
            current: &known,
            requested: &requested,
            downgrade_allowed: false,
            sus_until: None,
            sus_gate: SusGate::default(),
        };
        asked.plan(visit.office().clock().today()).err()
    }

    /// The page on which the refused change was asked for.
    fn refused(&self, visit: &Visit, given: &Posted, trouble: &Trouble) -> Reply {
        match trouble.at.split('/').next().unwrap_or_default() {
            "class" | "class_version" => self.class_page(visit, given, Some(trouble)),
            _ => self.config_page(visit, given, Some(trouble)),
        }
    }

    fn class_page(&self, visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Reply {
        let mut given = given.clone();
        if given.text("class_version").is_empty() {
            given.set("class_version", text(self.config(), "class_version"));
        }
        let mut table = Table::new("License class", &["Property", "Value"]);
        let mut row = |label: &str, value: Cell| table.row(vec![Cell::Text(label.to_owned()), value]);
        row("License class", Cell::words(text(&self.license, "class_name")));
        row("Version known", Cell::words(text(self.config(), "class_version")));
        row("Version for sale", Cell::words(text(&self.class, "class_version")));
        row("Can be lowered", Cell::plain(at(&self.class, "allows_downgrade")));
        row("Updates until", Cell::words(text(&self.license, "sus_until")));
        let version = Own {
            kind: "line",
            name: "class_version",
            label: "Version of the class",
            hint: "Change it to upgrade to another version.",
            required: false,
        };
        Wizard {
            title: &self.title,
            about: "What can be changed depends on the class.",
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, 0),
            trouble,
            above: detail::section("License class", "class", "", &table),
            hidden: kept(&given, "config", &["class_version"]),
            fields: version.html(&given, trouble),
            next: "Next",
            back: self.base.clone(),
            ..Wizard::default()
        }
        .page(visit)
    }

    fn config_page(&self, visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Reply {
        let mut given = given.clone();
        let first = !given.fields().iter().any(|(name, _)| name.starts_with("capacity/"));
        let mut fields = Vec::new();
        for option in at(&self.class, "capacity_options").as_array().into_iter().flatten() {
            let code = text(option, "code");
            let name = format!("capacity/{code}");
            let now = number(at(self.config(), "capacity"), &code);
            if first {
                given.set(&name, now.to_string());
            }
            let (label, hint) =
                (text(option, "label"), format!("{code}, now {now}, at most {}.", number(option, "max")));
            let own = Own { kind: "number", name: &name, label: &label, hint: &hint, required: true };
            fields.push(own.html(&given, trouble));
        }
        for (key, all, label) in [
            ("features", "features", "Features"),
            ("additional_keys", "additional_classes", "Additional keys"),
        ] {
            let words = |value: &Json| -> Vec<String> {
                value.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
            };
            let has = words(at(self.config(), key));
            let mut offered = words(at(&self.class, all));
            offered.extend(has.iter().filter(|name| !offered.contains(name)).cloned().collect::<Vec<_>>());
            if offered.is_empty() {
                continue;
            }
            if first {
                let mut all = given.fields().to_vec();
                all.extend(has.into_iter().map(|name| (key.to_owned(), name)));
                given = Posted::of(all);
            }
            let pairs: Vec<(String, String)> = offered.into_iter().map(|name| (name.clone(), name)).collect();
            fields.push(
                Own { kind: "ticks", name: key, label, hint: "", required: false }
                    .choice(&given, trouble, &pairs),
            );
        }
        Wizard {
            title: &self.title,
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, 1),
            trouble,
            hidden: kept(&given, "prices", &["capacity/", "features", "additional_keys"]),
            fields: Html::join(fields),
            next: "Next",
            back: self.back(&given, ""),
            ..Wizard::default()
        }
        .page(visit)
    }

    fn prices_page(&self, visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Reply {
        let mut given = given.clone();
        if given.text("price_cents").is_empty() {
            given.set("price_cents", "0.00");
        }
        let price = Own {
            kind: "amount",
            name: "price_cents",
            label: "Price",
            hint: "What the upgrade costs; may be 0.",
            required: true,
        };
        let currency = Own {
            kind: "line",
            name: "currency",
            label: "Currency",
            hint: "Three letters.",
            required: false,
        };
        Wizard {
            title: &self.title,
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, 2),
            trouble,
            hidden: kept(&given, "order", &["price_cents", "currency"]),
            fields: Html::join([price.html(&given, trouble), currency.html(&given, trouble)]),
            next: "Next",
            back: self.back(&given, "config"),
            ..Wizard::default()
        }
        .page(visit)
    }

    fn order_page(&self, visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Reply {
        let config = self.config();
        let mut table = Table::new("What is ordered", &["Property", "Now", "Afterwards"]);
        let mut row = |label: &str, now: String, then: String| {
            table.row(vec![Cell::Text(label.to_owned()), Cell::words(now), Cell::words(then)]);
        };
        row("Version of the class", text(config, "class_version"), given.text("class_version").to_owned());
        for (name, value) in given.fields() {
            if let Some(code) = name.strip_prefix("capacity/") {
                row(code, number(at(config, "capacity"), code).to_string(), value.clone());
            }
        }
        for (key, label) in [("features", "Features"), ("additional_keys", "Additional keys")] {
            let now = at(config, key).as_array().into_iter().flatten().filter_map(Json::as_str);
            let now: Vec<&str> = now.collect();
            let then: Vec<&str> = given.all(key).collect();
            if !now.is_empty() || !then.is_empty() {
                row(label, now.join(", "), then.join(", "));
            }
        }
        let price = format!("{} {}", given.text("price_cents"), given.text("currency"));
        row("Price", String::new(), price.trim().to_owned());
        Wizard {
            title: &self.title,
            about: "Placing the order sends the change to the issuer at once; the new file is then retrieved and installed.",
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, 3),
            trouble,
            above: detail::section("What is ordered", "ordered", "", &table),
            acts: true,
            hidden: kept(given, "", &[]),
            next: "Place order",
            back: self.back(given, "prices"),
            ..Wizard::default()
        }
        .page(visit)
    }

    /// Only what changes is asked for: what is not named stays.
    fn body(&self, given: &Posted) -> Json {
        let config = self.config();
        let mut body = Map::new();
        let version = given.text("class_version");
        if !version.is_empty() && version != text(config, "class_version") {
            body.insert("class_version".to_owned(), json!(version));
        }
        let amounts = given.fields().iter().filter_map(|(name, value)| {
            let code = name.strip_prefix("capacity/")?;
            let changed = value.trim() != number(at(config, "capacity"), code).to_string();
            changed.then(|| (code.to_owned(), amount(value.trim())))
        });
        let amounts: Map<String, Json> = amounts.collect();
        if !amounts.is_empty() {
            body.insert("capacity".to_owned(), Json::Object(amounts));
        }
        for key in ["features", "additional_keys"] {
            let mut then: Vec<&str> = given.all(key).filter(|name| !name.is_empty()).collect();
            then.sort_unstable();
            let now = at(config, key).as_array().into_iter().flatten().filter_map(Json::as_str);
            if now.collect::<Vec<_>>() != then {
                body.insert(key.to_owned(), json!(then));
            }
        }
        let price = given.text("price_cents").replace(',', ".");
        let (whole, part) = price.split_once('.').unwrap_or((&price, ""));
        let cents = format!("{whole}{part:0<2}");
        body.insert("price_cents".to_owned(), amount(if part.len() > 2 { &price } else { &cents }));
        if !given.text("currency").is_empty() {
            body.insert("currency".to_owned(), json!(given.text("currency")));
        }
        Json::Object(body)
    }

    /// How far the upgrade is; loaded anew until it has ended.
    async fn progress_page(&self, visit: &Visit) -> Result<Reply, Fault> {
        let path = format!("/v1/operations/{}", encode(visit.query.text("operation")));
        let operation = visit.get(&path).await?;
        let state = text(&operation, "state");
        let zone = visit.office().clock().zone();
        let mut table = Table::new("Progress", &["Property", "State"]);
        let mut row = |label: &str, value: Cell| table.row(vec![Cell::Text(label.to_owned()), value]);
        row("Upgrade at the issuer", Cell::status(&state));
        row("Attempts", Cell::words(number(&operation, "attempts").to_string()));
        row("Next try", Cell::instant(&text(&operation, "next_attempt_at"), zone));
        row("Error", Cell::words(text(&operation, "error")));
        row("License", Cell::status(&text(&self.license, "status")));
        row("Sync", Cell::status(&text(&self.license, "sync_status")));
        row("Current revision", Cell::plain(at(&self.license, "current_revision")));
        row("Installed revision", Cell::plain(at(&self.license, "installed_revision")));
        let busy = matches!(state.as_str(), "Queued" | "Running" | "Waiting")
            || matches!(text(&self.license, "status").as_str(), "Retrieving" | "Installing");
        let wizard = Wizard {
            title: &self.title,
            about: if busy {
                "This page follows the upgrade until it has ended."
            } else {
                "The upgrade has ended."
            },
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, if busy { 4 } else { 5 }),
            above: detail::section("Progress", "progress", "", &table),
            back: self.base.clone(),
            back_label: "To the license",
            ..Wizard::default()
        };
        Ok(Reply::Page(Page { live: busy, ..wizard.page_of(visit) }))
    }
}
