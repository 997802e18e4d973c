//! New Plug-in in two steps: name and kind of issuer, then mode and connection.

use serde_json::{Map, Value as Json, json};

use super::address::query;
use super::fields::{Own, Trouble};
use super::form_page::document;
use super::html::Html;
use super::new_license::amount;
use super::noun::id;
use super::page::{Crumb, Reply};
use super::posted::Posted;
use super::routing::is_post;
use super::session::Notice;
use super::steps;
use super::visit::Visit;
use super::wizard::Wizard;
use crate::fault::Fault;
use crate::http::inner::Inner;
use crate::http::route::Method;

const STEPS: &[&str] = &["Name and issuer", "Mode and connection"];
const TITLE: &str = "New Plug-in";

/// Shows the page that comes next, or adds the plug-in.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    visit.must_ask(Method::Post, "/v1/plugins")?;
    if is_post(visit) {
        return send(visit).await;
    }
    Ok(match visit.query.text("step") {
        "connection" => connection_page(visit, &visit.query, None),
        _ => name_page(visit, &visit.query, None),
    })
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("Plug-ins", "/plugins")]
}

fn name_page(visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Reply {
    let templates = [
        ("local".to_owned(), "The issuer in this office".to_owned()),
        ("lictor".to_owned(), "Another back office of this kind".to_owned()),
    ];
    let mut given = given.clone();
    if given.text("template").is_empty() {
        given.set("template", "local");
    }
    let name = Own {
        kind: "line",
        name: "name",
        label: "Name",
        hint: "The name of its tab in the list of licenses.",
        required: true,
    };
    let template =
        Own { kind: "choice", name: "template", label: "Kind of issuer", hint: "", required: true };
    Wizard {
        title: TITLE,
        about: "The provider's line to one issuer.",
        crumbs: crumbs(),
        steps: steps::of(STEPS, 0),
        trouble,
        hidden: vec![("step".to_owned(), "connection".to_owned())],
        fields: Html::join([name.html(&given, trouble), template.choice(&given, trouble, &templates)]),
        next: "Next",
        back: "/plugins".to_owned(),
        ..Wizard::default()
    }
    .page(visit)
}

fn connection_page(visit: &Visit, given: &Posted, trouble: Option<&Trouble>) -> Reply {
    let modes = [
        ("online".to_owned(), "Online: the issuer is called".to_owned()),
        ("offline".to_owned(), "Offline: requests and files go by hand".to_owned()),
    ];
    let mut given = given.clone();
    if given.text("mode").is_empty() {
        given.set("mode", "online");
    }
    let field = |kind, name, label, hint, required| Own { kind, name, label, hint, required };
    let mut fields = vec![field("choice", "mode", "Mode", "", true).choice(&given, trouble, &modes)];
    let remote = given.text("template") != "local";
    if remote {
        fields.push(
            field("line", "host", "Host", "Name or address of the issuer. Not needed offline.", false)
                .html(&given, trouble),
        );
        fields.push(field("number", "port", "Port", "", false).html(&given, trouble));
        fields.push(field("switch", "tls", "TLS", "Call it over https.", false).html(&given, trouble));
        let hint = "Name of the file in DIR/secrets that holds the issuer's token. The secret itself is never stored.";
        fields.push(field("line", "secret_ref", "Secret", hint, false).html(&given, trouble));
        let hint = "Public keys by which the issuer signs files, one a line.";
        fields.push(field("area", "trusted_keys", "Trusted keys", hint, false).html(&given, trouble));
    }
    fields.push(
        field("line", "login", "Login", "Name of the agreement at the issuer.", false).html(&given, trouble),
    );
    let first = query([("name", given.text("name")), ("template", given.text("template"))]);
    let said = ["name", "template"].map(|name| (name.to_owned(), given.text(name).to_owned()));
    Wizard {
        title: TITLE,
        about: "Saving begins to fetch the classes; the plug-in can be used once it is Configured.",
        crumbs: crumbs(),
        steps: steps::of(STEPS, 1),
        trouble,
        acts: true,
        hidden: said.into(),
        fields: Html::join(fields),
        next: "Add plug-in",
        back: format!("/plugins/new{first}"),
        ..Wizard::default()
    }
    .page(visit)
}

fn body(given: &Posted) -> Json {
    let mut body = Map::new();
    for name in ["name", "template", "mode", "host", "secret_ref", "login"] {
        if !given.text(name).is_empty() {
            body.insert(name.to_owned(), json!(given.text(name)));
        }
    }
    if !given.text("port").is_empty() {
        body.insert("port".to_owned(), amount(given.text("port")));
    }
    if given.get("tls").is_some() {
        body.insert("tls".to_owned(), json!(true));
    }
    let keys: Vec<&str> =
        given.text("trusted_keys").lines().map(str::trim).filter(|key| !key.is_empty()).collect();
    if !keys.is_empty() {
        body.insert("trusted_keys".to_owned(), json!(keys));
    }
    Json::Object(body)
}

async fn send(visit: &Visit) -> Result<Reply, Fault> {
    let given = &visit.posted;
    match visit.ask(Inner::post("/v1/plugins", body(given))).await {
        Ok(answer) => {
            visit.say(Notice::good("The plug-in is added; its classes are being fetched."));
            Ok(Reply::Go(format!("/plugins/{}", id(&document(&answer)))))
        }
        Err(fault) => {
            let trouble = Trouble::of(fault)?;
            Ok(if matches!(trouble.at.as_str(), "name" | "template") {
                name_page(visit, given, Some(&trouble))
            } else {
                connection_page(visit, given, Some(&trouble))
            })
        }
    }
}
