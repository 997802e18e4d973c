//! The page of a plug-in, and the selection of its classes.

use askama::Template;
use serde_json::json;

use super::detail::{self, Button};
use super::fields::Trouble;
use super::html::Html;
use super::noun::{at, flag, id, text};
use super::nouns::PLUGINS;
use super::page::{Crumb, Page, Reply};
use super::routing::is_post;
use super::session::Notice;
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::inner::Inner;
use crate::http::route::Method;

/// Shows a plug-in.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let record = detail::record(visit, &PLUGINS).await?;
    let mut buttons = detail::buttons(visit, &PLUGINS, &record);
    if visit.may_ask(Method::Post, "/v1/license-classes/select") {
        let href = format!("/plugins/{}/classes", id(&record));
        buttons.iter_mut().for_each(|button| button.primary = false);
        buttons.insert(0, Button { primary: true, ..Button::link("Select classes", href) });
    }
    let live = matches!(text(&record, "status").as_str(), "New" | "Fetching") && !flag(&record, "paused");
    detail::with(visit, &PLUGINS, &record, buttons, Html::default(), live).await
}

/// Adds to plug-ins how many classes each has.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn count_classes(visit: &Visit, plugins: &mut [serde_json::Value]) -> Result<(), Fault> {
    for plugin in plugins {
        let count = visit.count(&format!("/v1/license-classes?filter[plugin_id]={}", id(plugin))).await?;
        if let Some(fields) = plugin.as_object_mut() {
            fields.insert("class_count".to_owned(), json!(count));
        }
    }
    Ok(())
}

/// A class to be ticked.
struct Class {
    id: String,
    name: String,
    about: String,
    selected: bool,
}

#[derive(Template)]
#[template(path = "classes.html")]
struct ClassesView<'a> {
    name: String,
    action: &'a str,
    back: String,
    classes: Vec<Class>,
    csrf: &'a str,
    once: String,
}

/// Shows the classes of a plug-in, or selects those that were ticked.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn classes(visit: &Visit) -> Result<Reply, Fault> {
    let plugin = detail::record(visit, &PLUGINS).await?;
    let found = visit.all(&format!("/v1/license-classes?filter[plugin_id]={}", id(&plugin))).await?;
    let back = format!("/plugins/{}", id(&plugin));
    if is_post(visit) {
        for selected in [true, false] {
            let changed = found.iter().filter(|class| {
                let ticked = visit.posted.all("class").any(|chosen| chosen == id(class));
                ticked == selected && flag(class, "selected_for_sale") != selected
            });
            let ids: Vec<&str> = changed.map(id).collect();
            if ids.is_empty() {
                continue;
            }
            let ask = Inner::post("/v1/license-classes/select", json!({ "ids": ids, "selected": selected }));
            if let Err(fault) = visit.ask(ask).await {
                visit.say(Notice::bad(Trouble::of(fault)?.words()));
                return Ok(Reply::Go(back));
            }
        }
        visit.say(Notice::good("The selection is saved."));
        return Ok(Reply::Go(back));
    }
    let class = |class: &serde_json::Value| {
        let bill: Vec<&str> = at(class, "bill_types")
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|bill| bill.as_str())
            .collect();
        Class {
            id: id(class).to_owned(),
            name: text(class, "name"),
            about: format!(
                "{} {} · {}",
                text(class, "class_id"),
                text(class, "class_version"),
                bill.join(", ")
            ),
            selected: flag(class, "selected_for_sale"),
        }
    };
    let view = ClassesView {
        name: text(&plugin, "name"),
        action: &visit.path,
        back: back.clone(),
        classes: found.iter().map(class).collect(),
        csrf: &visit.session.csrf,
        once: crate::store::new_id(),
    };
    let crumbs = vec![Crumb::new("Plug-ins", "/plugins"), Crumb::new(text(&plugin, "name"), back)];
    let body = Html::of(&view);
    Ok(Reply::Page(Page { title: "Select classes".to_owned(), crumbs, body, ..Page::default() }))
}
