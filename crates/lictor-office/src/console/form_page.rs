//! The page of a form: shows it, tries it, carries it out.

use askama::Template;
use lictor_entitle::{Code, Refusal};
use serde_json::Value as Json;

use super::fields::{self, Choices, Trouble};
use super::form::{Form, Input, TODAY, body, first, set};
use super::html::Html;
use super::noun::{Noun, at, id, number, text};
use super::page::{Crumb, Page, Reply};
use super::posted::Posted;
use super::preview;
use super::session::Notice;
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::inner::Inner;
use crate::http::route::Method;

/// Seconds that a form waits for the operation it began, before it shows the page of what goes on.
const PATIENCE: u64 = 3;

#[derive(Template)]
#[template(path = "form.html")]
struct FormView<'a> {
    title: &'a str,
    about: &'a str,
    button: &'a str,
    action: &'a str,
    cancel: &'a str,
    fields: Html,
    csrf: &'a str,
    once: String,
    version: i64,
    verify: bool,
    danger: bool,
    files: bool,
    may: bool,
    reason: bool,
    trouble: Option<&'a Trouble>,
    trouble_at: String,
    preview: Html,
}

/// Shows the form of a noun's record, or of the noun itself when `record` is none.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn show(
    visit: &Visit,
    noun: &Noun,
    form: &Form,
    record: Option<&Json>,
) -> Result<Reply, Fault> {
    // Nobody fills in what is refused at its end. The settings are shown to those who may only look, too.
    let may = visit.may_ask(form.method, form.api);
    if !may && form.api != "/v1/settings" {
        return Err(Refusal::because(Code::Forbidden, format!("{}: the right is missing", form.title)).into());
    }
    let known = (form.filled || form.method == Method::Patch).then_some(record).flatten();
    let mut given = first(form.fields, known, &visit.query);
    for field in form.fields.iter().filter(|field| field.preset == TODAY) {
        if given.text(field.path) == TODAY {
            // A day that the record fixes is the only one that it takes.
            let fixed = record.map(|record| text(record, field.path)).filter(|day| !day.is_empty());
            given.set(field.path, fixed.unwrap_or_else(|| visit.office().clock().today().to_string()));
        }
    }
    let filled = Filled { noun, form, record, given: &given, trouble: None, preview: Html::default() };
    filled.page(visit).await
}

/// Carries the form out, or tries it; shows it again if it is refused.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn send(
    visit: &Visit,
    noun: &Noun,
    form: &Form,
    record: Option<&Json>,
) -> Result<Reply, Fault> {
    let tried = form.verify && visit.posted.get("try").is_some();
    let answer = visit.ask(call(form, record, &visit.posted, tried)).await;
    let given = &visit.posted;
    match answer {
        Ok(answer) if tried => {
            let preview = preview::of(visit, &document(&answer)).await?;
            Filled { noun, form, record, given, trouble: None, preview }.page(visit).await
        }
        Ok(answer) => done(visit, noun, form, record, &answer),
        Err(fault) => {
            let mut trouble = Trouble::of(fault)?;
            trouble.settle(form.fields);
            if form.at_once {
                visit.say(Notice::bad(format!("{} {}", trouble.words(), trouble.hint)));
                return Ok(Reply::Go(home(noun, record)));
            }
            let trouble = Some(&trouble);
            Filled { noun, form, record, given, trouble, preview: Html::default() }.page(visit).await
        }
    }
}

/// The call that a form makes.
fn call(form: &Form, record: Option<&Json>, posted: &Posted, tried: bool) -> Inner {
    let known = (form.method == Method::Patch).then_some(record).flatten();
    let mut path = form.api.to_owned();
    if let Some(record) = record {
        let key = format!("{}.{}", text(record, "prefix"), text(record, "number"));
        path = path.replace("{id}", id(record)).replace("{number}", &key);
    }
    if tried {
        path += "?verify=true";
    }
    let version = posted.text("version");
    let sends = form.method != Method::Delete;
    let mut body = if sends { body(form.fields, posted, known) } else { Json::Null };
    for field in form.fields {
        if let (Input::Own(from), Some(record)) = (field.input, record) {
            set(&mut body, field.path, at(record, from).clone());
        }
    }
    Inner {
        body,
        if_match: (known.is_some() && !version.is_empty()).then(|| format!("\"{version}\"")),
        wait: PATIENCE,
        ..Inner::at(form.method, path)
    }
}

/// The document of an answer; null for what is none.
pub(super) fn document(answer: &Answer) -> Json {
    match &answer.content {
        Content::Json(document) => document.clone(),
        Content::Empty | Content::Raw { .. } | Content::Stream { .. } => Json::Null,
    }
}

/// Where the person goes once it is done, and what the next page says.
fn done(
    visit: &Visit,
    noun: &Noun,
    form: &Form,
    record: Option<&Json>,
    answer: &Answer,
) -> Result<Reply, Fault> {
    if let Content::Raw { .. } | Content::Stream { .. } = answer.content {
        return Ok(Reply::File(answer.clone()));
    }
    let document = document(answer);
    visit.say(outcome(form, &document));
    // What was made is shown; what was deleted is gone.
    let made = answer.status == 201 && at(&document, "id").is_string() && noun.has_page;
    let replaced = at(&document, "fulfillments").as_array().and_then(|made| made.last());
    if let Some(new) = replaced.filter(|_| noun.path == "fulfillments") {
        return Ok(Reply::Go(format!("/fulfillments/{}", id(new))));
    }
    Ok(Reply::Go(match (made, form.method) {
        (true, _) => made_at(noun, record, &document),
        (false, Method::Delete) => format!("/{}", noun.path),
        (false, Method::Get | Method::Post | Method::Patch) => home(noun, record),
    }))
}

/// The page of what a form made: of its own noun, or of the one that the answer looks like.
fn made_at(noun: &Noun, record: Option<&Json>, document: &Json) -> String {
    let made = id(document);
    let kind = [
        ("fulfillment_id", "fulfillments"),
        ("activation_id", "line-items"),
        ("entitlement_id", "entitlements"),
    ];
    let other = kind.iter().find(|(field, _)| at(document, field).is_string());
    match (record, other) {
        (Some(_), Some((_, path))) => format!("/{path}/{made}"),
        (Some(record), None) => format!("/{}/{}", noun.path, id(record)),
        (None, _) => format!("/{}/{made}", noun.path),
    }
}

/// What the next page says.
fn outcome(form: &Form, document: &Json) -> Notice {
    let title = form.title;
    let warnings: Vec<&str> =
        at(document, "warnings").as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    // An operation that the form waited for says how it ended.
    let state = text(document, "state");
    let error = text(document, "error");
    let secret = text(document, "token");
    let saved = form.method == Method::Patch;
    let mut notice = match (at(document, "target_kind").is_string(), state.as_str()) {
        (_, _) if saved => Notice::good("The changes are saved."),
        (true, "Failed") => Notice::bad(format!("{title}: {error}")),
        (true, "Queued" | "Running") => Notice::good(format!("{title}: under way.")),
        (true, "Waiting") => Notice::warn(format!("{title}: failed for now, will be tried again. {error}")),
        (_, _) if !warnings.is_empty() => {
            Notice::warn(format!("{title}: done. {}", preview::told(&warnings)))
        }
        (_, _) => Notice::good(format!("{title}: done.")),
    };
    if !secret.is_empty() {
        notice.text = "The token is shown this once. Copy it now: only its hash is kept.".to_owned();
        notice.secret = Some(secret);
    }
    notice
}

fn home(noun: &Noun, record: Option<&Json>) -> String {
    match record {
        Some(record) if noun.has_page => format!("/{}/{}", noun.path, id(record)),
        Some(_) | None => format!("/{}", noun.path),
    }
}

/// A form with what was filled in.
struct Filled<'a> {
    noun: &'a Noun,
    form: &'a Form,
    record: Option<&'a Json>,
    given: &'a Posted,
    trouble: Option<&'a Trouble>,
    preview: Html,
}

impl Filled<'_> {
    async fn page(self, visit: &Visit) -> Result<Reply, Fault> {
        let Self { noun, form, record, given, trouble, preview } = self;
        let choices = Choices::read(visit, form.fields, record).await?;
        let home = home(noun, record);
        let view = FormView {
            title: form.title,
            about: form.about,
            button: if form.method == Method::Patch { "Save" } else { form.title },
            action: &visit.path,
            cancel: &home,
            fields: fields::render(form.fields, given, &choices, trouble),
            csrf: &visit.session.csrf,
            once: crate::store::new_id(),
            version: record.map_or(0, |record| number(record, "version")),
            verify: form.verify,
            danger: form.danger,
            files: form.fields.iter().any(|field| matches!(field.input, Input::File)),
            may: visit.may_ask(form.method, form.api),
            reason: form.danger,
            trouble,
            trouble_at: trouble
                .filter(|trouble| fields::shows(form, trouble))
                .map(|trouble| fields::identifier(&trouble.at))
                .unwrap_or_default(),
            preview,
        };
        // The settings are a page of their own, below nothing.
        let mut crumbs = match noun.title == form.title {
            true => Vec::new(),
            false => vec![Crumb::new(noun.title, format!("/{}", noun.path))],
        };
        if let Some(record) = record.filter(|_| noun.has_page) {
            crumbs.push(Crumb::new((noun.label)(record), home.clone()));
        }
        let title = match record.filter(|record| !id(record).is_empty()) {
            Some(record) if !crumbs.is_empty() => format!("{}: {}", form.title, (noun.label)(record)),
            Some(_) | None => form.title.to_owned(),
        };
        let status = if trouble.is_some() { 422 } else { 200 };
        let wide = !view.preview.is_empty();
        Ok(Reply::Page(Page { status, title, crumbs, body: Html::of(&view), wide, ..Page::default() }))
    }
}
