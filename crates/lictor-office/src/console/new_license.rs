//! New License: request or upload, class and number, what it permits, confirmation.

use serde_json::{Map, Value as Json, json};

use super::address::query;
use super::cell::Cell;
use super::detail;
use super::fields::{Own, Trouble, choices};
use super::form_page::document;
use super::html::Html;
use super::noun::{at, id, number, text};
use super::page::{Crumb, Reply};
use super::posted::Posted;
use super::routing::is_post;
use super::session::Notice;
use super::steps;
use super::table::Table;
use super::visit::Visit;
use super::wizard::Wizard;
use crate::fault::Fault;
use crate::http::inner::Inner;
use crate::http::route::Method;

const STEPS: &[&str] = &["Request or upload", "License class", "Capacity and features", "Confirm"];
const TITLE: &str = "New License";
/// Fields that are said on the page of the class.
const CLASS_FIELDS: &[&str] = &["class_id", "number", "account_id", "subscription_id"];
/// Fields that are lists, one a line.
const LISTS: &[&str] = &["additional_keys", "server_host_ids", "node_host_ids"];

/// Shows the page that comes next, or carries the request out.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    visit.must_ask(Method::Post, "/v1/licenses")?;
    if is_post(visit) {
        return send(visit).await;
    }
    let given = &visit.query;
    match given.text("step") {
        "class" if given.text("kind") == "upload" => Ok(Reply::Go("/licenses/do/upload".to_owned())),
        "class" => class_page(visit, given, None).await,
        "config" if given.text("class_id").is_empty() => class_page(visit, given, None).await,
        "config" => config_page(visit, given, None).await,
        "confirm" => match wrong(visit, given).await? {
            Some(trouble) => refused(visit, given, &trouble).await,
            None => confirm_page(visit, given, None).await,
        },
        _ => Ok(kind_page(visit)),
    }
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("Licenses", "/licenses")]
}

fn kind_page(visit: &Visit) -> Reply {
    let kinds = [
        ("request".to_owned(), "A request to an issuer".to_owned()),
        ("upload".to_owned(), "An upload of a file that you already have (offline plug-ins)".to_owned()),
    ];
    let own = Own { kind: "choice", name: "kind", label: "What to begin with", hint: "", required: true };
    let given = Posted::of(vec![("kind".to_owned(), "request".to_owned())]);
    Wizard {
        title: TITLE,
        crumbs: crumbs(),
        steps: steps::of(STEPS, 0),
        hidden: vec![("step".to_owned(), "class".to_owned())],
        fields: own.choice(&given, None, &kinds),
        next: "Next",
        back: "/licenses".to_owned(),
        ..Wizard::default()
    }
    .page(visit)
}

async fn class_page(visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Result<Reply, Fault> {
    let classes = choices(visit, "license-classes", "filter[selected_for_sale]=true").await?;
    let accounts = choices(visit, "accounts", "").await?;
    let subscriptions = choices(visit, "subscriptions", "").await?;
    if classes.is_empty() {
        return Ok(Wizard {
            title: TITLE,
            about: "No license class is selected for sale. Select one on the page of its plug-in, or add a plug-in first.",
            crumbs: crumbs(),
            steps: steps::of(STEPS, 1),
            back: "/plugins".to_owned(),
            ..Wizard::default()
        }
        .page(visit));
    }
    let mut given = given.clone();
    if given.text("number").is_empty() {
        given.set("number", "1");
    }
    let field = |kind, name, label, hint, required| Own { kind, name, label, hint, required };
    let fields = Html::join([
        field("choice", "class_id", "License class", "Classes that are selected for sale.", true)
            .choice(&given, trouble, &classes),
        field("number", "number", "How many", "Each becomes a license of its own.", true)
            .html(&given, trouble),
        field("choice", "account_id", "Account", "Whom they are for.", false)
            .choice(&given, trouble, &accounts),
        field(
            "choice",
            "subscription_id",
            "Subscription",
            "Leave empty for unused licenses that are sold later.",
            false,
        )
        .choice(&given, trouble, &subscriptions),
    ]);
    Ok(Wizard {
        title: TITLE,
        crumbs: crumbs(),
        steps: steps::of(STEPS, 1),
        trouble,
        hidden: kept(&given, "config", |name| !CLASS_FIELDS.contains(&name)),
        fields,
        next: "Next",
        back: "/licenses/new".to_owned(),
        ..Wizard::default()
    }
    .page(visit))
}

/// What was said, to be sent along with the next page.
fn kept(given: &Posted, step: &str, keep: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let fields = given.fields().iter();
    let fields = fields.filter(|(name, value)| {
        !matches!(name.as_str(), "step" | "csrf" | "once" | "try") && !value.is_empty() && keep(name)
    });
    let step = (!step.is_empty()).then(|| ("step".to_owned(), step.to_owned()));
    fields.cloned().chain(step).collect()
}

/// The address of a page with what was said.
fn address(given: &Posted, step: &str) -> String {
    let fields = kept(given, step, |_| true);
    format!("/licenses/new{}", query(fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
}

async fn class_of(visit: &Visit, given: &Posted) -> Result<Json, Fault> {
    visit.get(&format!("/v1/license-classes/{}", super::address::encode(given.text("class_id")))).await
}

async fn config_page(visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Result<Reply, Fault> {
    let class = class_of(visit, given).await?;
    let mut given = given.clone();
    let mut fields = permitted(&class, &mut given, trouble);
    fields.extend(rest(&given, trouble));
    Ok(Wizard {
        title: TITLE,
        about: &format!("{} of {}.", given.text("number"), text(&class, "name")),
        crumbs: crumbs(),
        steps: steps::of(STEPS, 2),
        trouble,
        hidden: kept(&given, "confirm", |name| CLASS_FIELDS.contains(&name) || name == "kind"),
        fields: Html::join(fields),
        next: "Next",
        back: address(&given, "class"),
        ..Wizard::default()
    }
    .page(visit))
}

/// What the request would be refused for: said before somebody confirms it.
async fn wrong(visit: &Visit, given: &Posted) -> Result<Option<Trouble>, Fault> {
    let mut request = body(given);
    // One is refused for what many are refused for.
    request["number"] = json!(1);
    match visit.ask(Inner::post("/v1/licenses?verify=true", request)).await {
        Ok(_) => Ok(None),
        Err(fault) => Trouble::of(fault).map(Some),
    }
}

/// The page that asks for the field shows what is wrong with it.
async fn refused(visit: &Visit, given: &Posted, trouble: &Trouble) -> Result<Reply, Fault> {
    let field = trouble.at.split('/').next().unwrap_or_default();
    if CLASS_FIELDS.contains(&field) {
        class_page(visit, given, Some(trouble)).await
    } else if field.is_empty() {
        confirm_page(visit, given, Some(trouble)).await
    } else {
        config_page(visit, given, Some(trouble)).await
    }
}

/// Fields of what the class permits: amounts, features, additional keys, bill types.
fn permitted(class: &Json, given: &mut Posted, trouble: Option<&Trouble>) -> Vec<Html> {
    let mut fields = Vec::new();
    for option in at(class, "capacity_options").as_array().into_iter().flatten() {
        let name = format!("capacity/{}", text(option, "code"));
        if given.text(&name).is_empty() {
            given.set(&name, number(option, "amount").to_string());
        }
        let label = text(option, "label");
        let hint = format!("{}, at most {}.", text(option, "code"), number(option, "max"));
        let own = Own { kind: "number", name: &name, label: &label, hint: &hint, required: true };
        fields.push(own.html(given, trouble));
    }
    let same = |key: &str| -> Vec<(String, String)> {
        let words = at(class, key).as_array().into_iter().flatten().filter_map(Json::as_str);
        words.map(|word| (word.to_owned(), word.to_owned())).collect()
    };
    for (name, key, label) in
        [("features", "features", "Features"), ("additional_keys", "additional_classes", "Additional keys")]
    {
        let words = same(key);
        if !words.is_empty() {
            let own = Own { kind: "ticks", name, label, hint: "", required: false };
            fields.push(own.choice(given, trouble, &words));
        }
    }
    let bill_types = same("bill_types");
    if let (true, Some((first, _))) = (given.text("bill_type").is_empty(), bill_types.first()) {
        given.set("bill_type", first.clone());
    }
    let hint = "Monthly ends unless it is renewed; Purchase never ends.";
    let own = Own { kind: "choice", name: "bill_type", label: "Bill type", hint, required: true };
    fields.push(own.choice(given, trouble, &bill_types));
    fields
}

/// Fields that every class has.
fn rest(given: &Posted, trouble: Option<&Trouble>) -> impl Iterator<Item = Html> {
    const HOSTS: &str = "TYPE=VALUE, one a line, for example ETHERNET=00112233AABB.";
    let fields = [
        ("line", "licensee", "Licensee", "Whom the file names."),
        ("area", "server_host_ids", "Server hosts", HOSTS),
        ("area", "node_host_ids", "Node hosts", "For node-locked classes. TYPE=VALUE, one a line."),
        ("day", "start_date", "Start", "Leave empty for the day of issue."),
        (
            "switch",
            "automatic",
            "Issue, retrieve and install by itself",
            "Otherwise each step has its button.",
        ),
    ];
    fields
        .map(|(kind, name, label, hint)| {
            Own { kind, name, label, hint, required: false }.html(given, trouble)
        })
        .into_iter()
}

async fn confirm_page(visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Result<Reply, Fault> {
    let class = class_of(visit, given).await?;
    let mut table = Table::new("What is requested", &["Property", "Value"]);
    let mut row = |label: &str, value: String| {
        if !value.is_empty() {
            table.row(vec![Cell::Text(label.to_owned()), Cell::Text(value)]);
        }
    };
    row("License class", text(&class, "name"));
    row("How many", given.text("number").to_owned());
    for (key, noun, label) in
        [("account_id", "accounts", "Account"), ("subscription_id", "subscriptions", "Subscription")]
    {
        let chosen = given.text(key);
        let name = choices(visit, noun, "").await?.into_iter().find(|(value, _)| value == chosen);
        row(label, name.map(|(_, label)| label).unwrap_or_default());
    }
    for (name, value) in given.fields() {
        if let Some(code) = name.strip_prefix("capacity/") {
            row(code, value.clone());
        }
    }
    let list = |name: &str| given.all(name).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    row("Features", list("features"));
    row("Additional keys", list("additional_keys"));
    row("Bill type", given.text("bill_type").to_owned());
    row("Licensee", given.text("licensee").to_owned());
    row("Server hosts", given.text("server_host_ids").to_owned());
    row("Node hosts", given.text("node_host_ids").to_owned());
    row("Start", given.text("start_date").to_owned());
    row("By itself", if given.get("automatic").is_some() { "yes".to_owned() } else { "no".to_owned() });
    Ok(Wizard {
        title: TITLE,
        crumbs: crumbs(),
        steps: steps::of(STEPS, 3),
        trouble,
        above: detail::section("What is requested", "requested", "", &table),
        acts: true,
        hidden: kept(given, "", |_| true),
        next: "Request",
        back: address(given, "config"),
        ..Wizard::default()
    }
    .page(visit))
}

/// The body of the request.
fn body(given: &Posted) -> Json {
    let mut body = Map::new();
    let mut capacity = Map::new();
    for (name, value) in given.fields() {
        let value = value.trim();
        match (name.as_str(), name.strip_prefix("capacity/")) {
            _ if value.is_empty() => {}
            (_, Some(code)) => {
                capacity.insert(code.to_owned(), amount(value));
            }
            ("number", None) => {
                body.insert("number".to_owned(), amount(value));
            }
            ("automatic", None) => {
                body.insert("automatic".to_owned(), json!(true));
            }
            (
                "class_id" | "account_id" | "subscription_id" | "bill_type" | "licensee" | "start_date",
                None,
            ) => {
                body.insert(name.clone(), json!(value));
            }
            (_, None) => {}
        }
    }
    for name in LISTS.iter().copied().chain(["features"]) {
        let lines = given.all(name).flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.collect();
        if !lines.is_empty() {
            body.insert(name.to_owned(), json!(lines));
        }
    }
    body.insert("capacity".to_owned(), Json::Object(capacity));
    Json::Object(body)
}

/// A number, or the text for the interface to refuse.
pub(super) fn amount(text: &str) -> Json {
    text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
}

async fn send(visit: &Visit) -> Result<Reply, Fault> {
    let given = &visit.posted;
    match visit.ask(Inner::post("/v1/licenses", body(given))).await {
        Ok(answer) => {
            let answer = document(&answer);
            let made = at(&answer, "data").as_array().map(Vec::as_slice).unwrap_or_default();
            let (count, first) = (made.len(), made.first().map(id).unwrap_or_default());
            visit.say(Notice::good(format!("{count} requested.")));
            Ok(Reply::Go(match count {
                1 => format!("/licenses/{first}"),
                _ => format!("/licenses{}", query([("filter[status]", "Pending")])),
            }))
        }
        Err(fault) => {
            let trouble = Trouble::of(fault)?;
            refused(visit, given, &trouble).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_on_the_pages_becomes_one_request() {
        let given = "kind=request&class_id=c&number=2&capacity/SEATS=30&features=a&features=b&bill_type=Monthly\
                     &server_host_ids=ETHERNET%3D1%0AETHERNET%3D2&automatic=on&licensee=&csrf=x";
        assert_eq!(
            body(&Posted::of(crate::http::dispatch::form(given))),
            json!({
                "class_id": "c", "number": 2, "capacity": {"SEATS": 30}, "features": ["a", "b"],
                "bill_type": "Monthly", "server_host_ids": ["ETHERNET=1", "ETHERNET=2"], "automatic": true,
            })
        );
    }
}
