//! Upgrade, upsell or renew a fulfillment: target line item, properties, then verify or generate.

use lictor_entitle::model::{HostKinds, LicenseModel, prompt, supersede_allowed};
use serde_json::{Map, Value as Json, json};

use super::address::{encode, query};
use super::cell::Cell;
use super::detail;
use super::fields::{Own, Trouble};
use super::form_page::document;
use super::html::Html;
use super::new_license::amount;
use super::noun::{at, id, number, text};
use super::nouns::FULFILLMENTS;
use super::page::{Crumb, Reply};
use super::posted::Posted;
use super::preview;
use super::routing::is_post;
use super::session::Notice;
use super::steps;
use super::table::Table;
use super::visit::Visit;
use super::wizard::Wizard;
use crate::fault::Fault;
use crate::http::inner::Inner;

const STEPS: &[&str] = &["Target line item", "Properties", "Verify or generate"];

/// What may be done: last part of the address, its name, the kind of the target line.
const KINDS: &[(&str, &str, &str)] =
    &[("upgrade", "Upgrade", "UPGRADE"), ("upsell", "Upsell", "UPSELL"), ("renew", "Renew", "RENEWAL")];

/// What the pages work on.
struct Case {
    record: Json,
    kind: &'static str,
    line_kind: &'static str,
    title: String,
    base: String,
    targets: Vec<Json>,
    products: Vec<Json>,
    models: Vec<Json>,
}

/// Shows the page that comes next, tries, or generates.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let row = KINDS.iter().find(|row| row.0 == visit.part("kind"));
    let Some((kind, verb, line_kind)) = row.copied() else {
        return Err(Fault::not_found("change", visit.part("kind")));
    };
    let record = detail::record(visit, &FULFILLMENTS).await?;
    let of = query([
        ("filter[parent_line_item_id]", text(&record, "line_item_id").as_str()),
        ("filter[kind]", line_kind),
        ("filter[state]", "Deployed"),
    ]);
    let case = Case {
        title: format!("{verb} {}", (FULFILLMENTS.label)(&record)),
        base: format!("/fulfillments/{}", id(&record)),
        targets: visit.all(&format!("/v1/line-items{of}")).await?,
        products: visit.all("/v1/products").await?,
        models: visit.all("/v1/license-models").await?,
        record,
        kind,
        line_kind,
    };
    if is_post(visit) {
        return case.send(visit).await;
    }
    let chosen = visit.query.text("target_line_item_id");
    let target = match case.targets.as_slice() {
        [only] => Some(only),
        _ => case.targets.iter().find(|target| id(target) == chosen),
    };
    Ok(match target {
        Some(target) => {
            case.properties(visit, target, &case.first(target, &visit.query), None, Html::default())
        }
        None => case.choose(visit),
    })
}

impl Case {
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::new("Fulfillments", "/fulfillments"),
            Crumb::new((FULFILLMENTS.label)(&self.record), self.base.clone()),
        ]
    }

    /// What a line item is called where it is chosen.
    fn name(&self, line: &Json) -> String {
        let product = self.products.iter().find(|has| id(has) == text(line, "product_id"));
        let product = product.map(|has| format!("{} {}", text(has, "name"), text(has, "product_version")));
        let model = self.model_of(line).map(LicenseModel::as_str).unwrap_or_default();
        format!(
            "{}, {model}, {} seats ({})",
            product.unwrap_or_default(),
            number(line, "quantity"),
            text(line, "activation_id")
        )
    }

    fn model_of(&self, line: &Json) -> Option<LicenseModel> {
        let model = self.models.iter().find(|has| id(has) == text(line, "license_model_id"))?;
        LicenseModel::parse(&text(model, "model"))
    }

    fn choose(&self, visit: &Visit) -> Reply {
        let line = text(&self.record, "line_item_id");
        let mut wizard = Wizard {
            title: &self.title,
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, 0),
            ..Wizard::default()
        };
        if self.targets.is_empty() {
            let mut table = Table::new("Next step", &["What to do"]);
            let verb = if self.kind == "renew" {
                "Renew line"
            } else if self.kind == "upsell" {
                "Upsell line"
            } else {
                "Upgrade line"
            };
            table.row(vec![Cell::link(
                format!(
                    "{verb}: order a line of kind {} on the customer's line item, and deploy it",
                    self.line_kind
                ),
                format!("/line-items/{line}/{}", self.kind),
            )]);
            wizard.above =
                detail::section("There is no deployed line item to take the seats to", "none", "", &table);
            wizard.back.clone_from(&self.base);
            return wizard.page(visit);
        }
        let pairs: Vec<(String, String)> =
            self.targets.iter().map(|target| (id(target).to_owned(), self.name(target))).collect();
        let own = Own {
            kind: "choice",
            name: "target_line_item_id",
            label: "Target line item",
            hint: "Where the seats go.",
            required: true,
        };
        wizard.fields = own.choice(&visit.query, None, &pairs);
        wizard.next = "Next";
        wizard.back.clone_from(&self.base);
        wizard.page(visit)
    }

    /// What stands in the fields at first.
    fn first(&self, target: &Json, query: &Posted) -> Posted {
        let mut given = query.clone();
        let mut preset = |name: &str, value: String| {
            if given.get(name).is_none() && !value.is_empty() {
                given.set(name, value);
            }
        };
        preset("count", number(&self.record, "count").to_string());
        // Known nodes are offered, though they are asked for (A7).
        let nodes =
            at(&self.record, "node_host_ids").as_array().into_iter().flatten().filter_map(Json::as_str);
        preset("node_host_ids", nodes.collect::<Vec<_>>().join("\n"));
        if text(target, "start") == "fixed" {
            preset("start_date", text(target, "start_date"));
        }
        given
    }

    /// The host ids to ask for.
    fn prompted(&self, target: &Json) -> HostKinds {
        let from = LicenseModel::parse(&text(&self.record, "model"));
        match (from, self.model_of(target)) {
            (Some(from), Some(to)) => prompt(from, to),
            (Some(_) | None, _) => HostKinds::BOTH,
        }
    }

    fn properties(
        &self,
        visit: &Visit,
        target: &Json,
        given: &Posted,
        trouble: Option<&Trouble>,
        preview: Html,
    ) -> Reply {
        let asked = self.prompted(target);
        let field = |kind, name, label, hint, required| Own { kind, name, label, hint, required };
        let have = number(&self.record, "count");
        let hint = format!("Of {have}; the rest stays on its line item.");
        let mut fields = vec![field("number", "count", "Seats", &hint, true).html(given, trouble)];
        if asked.server {
            let hint = "The new server, TYPE=VALUE; three lines for a group.";
            fields.push(field("area", "server_host_ids", "Server host", hint, true).html(given, trouble));
        }
        if asked.node {
            let hint = "The nodes, TYPE=VALUE, one a line.";
            fields.push(field("area", "node_host_ids", "Node-locked hosts", hint, true).html(given, trouble));
        }
        // A renewal begins where its line item says.
        if self.kind != "renew" {
            let hint = "First day of the new license; leave empty where the line item fixes it.";
            fields.push(field("day", "start_date", "Start", hint, false).html(given, trouble));
        }
        let hint = "The new seats are a pool of their own, instead of being added to those on the server.";
        fields.push(
            field("switch", "beside", "Beside what is on the server", hint, false).html(given, trouble),
        );
        let hint = "Confirm after asking the customer.";
        fields.push(
            field("switch", "confirm_alias", "The host is known under another name", hint, false)
                .html(given, trouble),
        );
        let hint = "Serials of upgrade files that become part of the new file, one a line.";
        fields.push(field("area", "fold", "Fold upgrades in", hint, false).html(given, trouble));
        if number(&self.record, "overdraft_count") > 0 {
            let hint = "Of the seats above the count, how many go along.";
            fields.push(field("number", "overdraft_count", "Overdraft", hint, false).html(given, trouble));
        }
        let tried = !preview.is_empty();
        Wizard {
            title: &self.title,
            crumbs: self.crumbs(),
            steps: steps::of(STEPS, if tried { 2 } else { 1 }),
            trouble,
            above: Html::join([preview, self.summary(target, asked)]),
            wide: tried,
            acts: true,
            verify: true,
            hidden: vec![("target_line_item_id".to_owned(), id(target).to_owned())],
            fields: Html::join(fields),
            next: "Generate",
            back: self.base.clone(),
            ..Wizard::default()
        }
        .page(visit)
    }

    /// From where to where, and which hosts are kept.
    fn summary(&self, target: &Json, asked: HostKinds) -> Html {
        let mut table = Table::new("From and to", &["Property", "Now", "Afterwards"]);
        let mut row = |label: &str, now: String, then: String| {
            table.row(vec![Cell::Text(label.to_owned()), Cell::words(now), Cell::words(then)]);
        };
        let product = |of: &str| {
            let found = self.products.iter().find(|has| id(has) == of);
            found
                .map(|has| format!("{} {}", text(has, "name"), text(has, "product_version")))
                .unwrap_or_default()
        };
        row("Product", product(&text(&self.record, "product_id")), product(&text(target, "product_id")));
        let (from, to) = (LicenseModel::parse(&text(&self.record, "model")), self.model_of(target));
        let model =
            |model: Option<LicenseModel>| model.map(LicenseModel::as_str).unwrap_or_default().to_owned();
        row("License model", model(from), model(to));
        let hosts = |key: &str| {
            let ids = at(&self.record, key).as_array().into_iter().flatten().filter_map(Json::as_str);
            ids.collect::<Vec<_>>().join(", ")
        };
        let then = |needed: bool, asked: bool| match (needed, asked) {
            (_, true) => "asked for below",
            (true, false) => "kept",
            (false, false) => "not needed",
        };
        let needs = to.map_or(HostKinds::BOTH, LicenseModel::needs);
        row("Server host", hosts("server_host_ids"), then(needs.server, asked.server).to_owned());
        row("Node-locked hosts", hosts("node_host_ids"), then(needs.node, asked.node).to_owned());
        row("Line item", text(&self.record, "activation_id"), text(target, "activation_id"));
        if let (Some(from), Some(to)) = (from, to) {
            let may =
                if supersede_allowed(from, to) { "may void the old one" } else { "never voids the old one" };
            row("New file", String::new(), may.to_owned());
        }
        detail::section("From and to", "from-to", "", &table)
    }

    fn body(&self, target: &Json, given: &Posted) -> Json {
        let mut body = Map::new();
        body.insert("target_line_item_id".to_owned(), json!(id(target)));
        let count = given.text("count");
        if !count.is_empty() {
            body.insert("count".to_owned(), amount(count));
        }
        let asked = self.prompted(target);
        for (name, asked) in
            [("server_host_ids", asked.server), ("node_host_ids", asked.node), ("fold", true)]
        {
            let lines = given.text(name).split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<&str> = lines.collect();
            if asked && !lines.is_empty() {
                body.insert(name.to_owned(), json!(lines));
            }
        }
        let start = given.text("start_date");
        if !start.is_empty() {
            body.insert("start_date".to_owned(), json!(start));
        }
        let overdraft = given.text("overdraft_count");
        if !overdraft.is_empty() {
            body.insert("overdraft_count".to_owned(), amount(overdraft));
        }
        for name in ["beside", "confirm_alias"] {
            if given.get(name).is_some() {
                body.insert(name.to_owned(), json!(true));
            }
        }
        Json::Object(body)
    }

    async fn send(&self, visit: &Visit) -> Result<Reply, Fault> {
        let given = &visit.posted;
        let target = self.targets.iter().find(|target| id(target) == given.text("target_line_item_id"));
        let Some(target) = target else { return Ok(self.choose(visit)) };
        let tried = given.get("try").is_some();
        let mut path = format!("/v1/fulfillments/{}/{}", encode(id(&self.record)), self.kind);
        if tried {
            path += "?verify=true";
        }
        match visit.ask(Inner::post(path, self.body(target, given))).await {
            Ok(answer) if tried => {
                let preview = preview::of(visit, &document(&answer)).await?;
                Ok(self.properties(visit, target, given, None, preview))
            }
            Ok(answer) => {
                let answer = document(&answer);
                let made = at(&answer, "fulfillments").as_array().map(Vec::as_slice).unwrap_or_default();
                let warnings =
                    at(&answer, "warnings").as_array().into_iter().flatten().filter_map(Json::as_str);
                let warnings: Vec<&str> = warnings.collect();
                visit.say(if warnings.is_empty() {
                    Notice::good(format!("{}: done.", self.title))
                } else {
                    Notice::warn(format!("{}: done. {}", self.title, preview::told(&warnings)))
                });
                let to = made
                    .last()
                    .map_or_else(|| self.base.clone(), |made| format!("/fulfillments/{}", id(made)));
                Ok(Reply::Go(to))
            }
            Err(fault) => {
                let trouble = Trouble::of(fault)?;
                Ok(self.properties(visit, target, given, Some(&trouble), Html::default()))
            }
        }
    }
}
