//! The page of a list: tabs, filters, search, columns, saved views, rows, what can be done with several,
//! and the same as CSV.

use askama::Template;
use serde_json::Value as Json;

use super::address::query;
use super::entitlement_page;
use super::fields::choices;
use super::fulfillment_page;
use super::html::Html;
use super::noun::{Column, Filter, Kind, Noun, Takes, at};
use super::page::{Page, Reply};
use super::plugin_page;
use super::posted::Posted;
use super::saved_view;
use super::session::Notice;
use super::table::{self, Names};
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::inner::Inner;
use crate::http::route::Method;

/// Rows of a CSV export; further ones are a filter away.
const ROWS_MAX: usize = 200_000;
/// Records of a noun up to which a filter offers them to choose from.
const OFFERED_MAX: usize = 500;

/// A tab or a saved view: a name, an address, and whether it is what is shown.
pub(super) struct Tab {
    pub(super) text: String,
    pub(super) href: String,
    pub(super) here: bool,
    /// Id of a saved view, or the value of a tab's filter.
    pub(super) id: String,
}

/// A choice of a filter or a column.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// A filter as it is shown.
struct FilterView {
    key: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
    choices: Vec<Choice>,
}

/// A condition of the address that no filter shows.
struct Chip {
    key: String,
    value: String,
    text: String,
    without: String,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListView<'a> {
    noun: &'a Noun,
    tabs: Vec<Tab>,
    filters: Vec<FilterView>,
    chips: Vec<Chip>,
    q: &'a str,
    oldest: bool,
    columns: Vec<Choice>,
    table: Html,
    shown: usize,
    total: Option<i64>,
    count_href: String,
    next: Option<String>,
    first: Option<String>,
    csv: String,
    narrowed: bool,
    tasks: Vec<Begin>,
    bulk: Vec<(usize, &'static str)>,
    views: Vec<Tab>,
    here: String,
    csrf: &'a str,
    once: String,
}

/// Something that can be begun.
struct Begin {
    label: &'static str,
    href: String,
    at_once: bool,
}

/// What a list shows: parameters for the interface.
struct Wanted {
    /// What the interface is asked for, without the page.
    pairs: Vec<(String, String)>,
    /// Whether the person narrowed it.
    narrowed: bool,
}

impl Wanted {
    /// Narrows the list to records with these words, and those asked for before.
    fn look_for(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.narrowed = true;
        match self.pairs.iter_mut().find(|(name, _)| name == "q") {
            Some((_, before)) => *before = format!("{before} {words}"),
            None => self.pairs.push(("q".to_owned(), words.to_owned())),
        }
    }
}

/// Shows the list.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let columns = columns(visit, noun);
    let wanted = wanted(visit, noun);
    let mut pairs = wanted.pairs.clone();
    for name in ["page[after]", "total"] {
        if let Some(value) = visit.query.get(name) {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    let page = visit.get(&format!("/v1/{}{}", noun.api, text_of(&pairs))).await?;
    let records = records(visit, noun, &page).await?;
    let records = records.as_slice();
    let names = Names::read(visit, records, &columns).await?;
    let bulk: Vec<(usize, &'static str)> = noun
        .bulk
        .iter()
        .enumerate()
        .filter(|(_, bulk)| visit.may_ask(Method::Post, bulk.api))
        .map(|(place, bulk)| (place, bulk.label))
        .collect();
    let mut table = table::of(noun, &columns, records, &names, !bulk.is_empty());
    table.caption = format!("{}, {} shown", noun.title, records.len());
    let with = |more: &[(&str, &str)]| {
        let kept = visit.query.fields().iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept =
            kept.filter(|(name, _)| *name != "page[after]" && !more.iter().any(|(has, _)| has == name));
        format!("/{}{}", noun.path, query(kept.chain(more.iter().copied())))
    };
    let csv_pairs = visit.query.fields().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let view = ListView {
        noun,
        tabs: tabs(visit, noun).await?,
        filters: filters(visit, noun).await?,
        chips: chips(visit, noun),
        q: visit.query.text("q"),
        oldest: visit.query.text("sort") == "id",
        columns: column_choices(noun, &columns),
        table: table.html(),
        shown: records.len(),
        total: at(&page, "meta/total").as_i64(),
        count_href: with(&[("total", "1")]),
        next: at(&page, "next").as_str().map(|next| with(&[("page[after]", next)])),
        first: visit.query.get("page[after]").map(|_| with(&[])),
        csv: format!("/{}.csv{}", noun.path, query(csv_pairs.filter(|(name, _)| *name != "page[after]"))),
        narrowed: wanted.narrowed,
        tasks: tasks(visit, noun),
        bulk,
        views: saved_view::tabs(visit, noun).await?,
        here: with(&[]),
        csrf: &visit.session.csrf,
        once: crate::store::new_id(),
    };
    Ok(Reply::Page(Page {
        title: noun.title.to_owned(),
        body: Html::of(&view),
        wide: true,
        ..Page::default()
    }))
}

/// The list as CSV: the columns that are shown, and every page.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn csv(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let columns = columns(visit, noun);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Fault::internal(error.to_string());
    writer.write_record(columns.iter().map(|column| column.label)).map_err(broken)?;
    let mut pairs = wanted(visit, noun).pairs;
    pairs.push(("page[size]".to_owned(), "500".to_owned()));
    let mut rows = 0;
    loop {
        let page = visit.get(&format!("/v1/{}{}", noun.api, text_of(&pairs))).await?;
        let records = records(visit, noun, &page).await?;
        let names = Names::read(visit, &records, &columns).await?;
        for record in &records {
            let cells = columns.iter().map(|column| harmless(names.cell(noun, column, record).text()));
            writer.write_record(cells).map_err(broken)?;
        }
        rows += records.len();
        let Some(next) = at(&page, "next").as_str().filter(|_| rows < ROWS_MAX) else { break };
        pairs.retain(|(name, _)| name != "page[after]");
        pairs.push(("page[after]".to_owned(), next.to_owned()));
    }
    let bytes = writer.into_inner().map_err(|error| Fault::internal(error.to_string()))?;
    Ok(Reply::File(Answer::file("text/csv; charset=utf-8", &format!("{}.csv", noun.path), bytes)))
}

/// The records of a page, with what the console adds to them.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn records(visit: &Visit, noun: &Noun, page: &Json) -> Result<Vec<Json>, Fault> {
    let mut records = at(page, "data").as_array().cloned().unwrap_or_default();
    if noun.path == "line-items" {
        entitlement_page::add_exact(visit, &mut records).await?;
    }
    if noun.path == "plugins" {
        plugin_page::count_classes(visit, &mut records).await?;
    }
    if noun.path == "fulfillments" {
        fulfillment_page::derive(visit, &mut records).await?;
    }
    Ok(records)
}

/// A text that a spreadsheet does not take for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() {
        return format!("'{text}");
    }
    text
}

/// Does one thing with every record that was ticked.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn bulk(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let back = visit.posted.text("back").to_owned();
    let bulk = visit.posted.text("do").parse::<usize>().ok().and_then(|place| noun.bulk.get(place));
    let ids: Vec<&str> = visit.posted.all("id").collect();
    let Some(bulk) = bulk else { return Ok(Reply::Go(back)) };
    if ids.is_empty() {
        visit.say(Notice::warn(format!("{}: tick the rows first.", bulk.label)));
        return Ok(Reply::Go(back));
    }
    let (mut good, mut refused) = (0, Vec::new());
    for id in &ids {
        let path = bulk.api.replace("{id}", &super::address::encode(id));
        match visit.ask(Inner::post(path, Json::Null)).await {
            Ok(_) => good += 1,
            Err(Fault::Refused(refusal)) => {
                let code = refusal.code.as_str();
                refused.push(((*id).to_owned(), format!("{} ({code})", refusal.message())));
            }
            Err(fault) => return Err(fault),
        }
    }
    let label = bulk.label;
    let reasons = reasons(visit, noun, refused).await?;
    visit.say(if reasons.is_empty() {
        Notice::good(format!("{label}: done or under way for {good}."))
    } else {
        Notice::warn(format!("{label}: done or under way for {good}. Refused: {}.", reasons.join("; ")))
    });
    Ok(Reply::Go(back))
}

/// Why records were refused, each reason once with the records it is about.
async fn reasons(visit: &Visit, noun: &Noun, refused: Vec<(String, String)>) -> Result<Vec<String>, Fault> {
    let ids: Vec<&str> = refused.iter().map(|(id, _)| id.as_str()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let path = format!("/v1/{}?filter[id]={}", noun.api, super::address::encode(&ids.join(",")));
    let records = visit.all(&path).await?;
    let name = |id: &str| {
        let record = records.iter().find(|record| super::noun::id(record) == id);
        record.map_or_else(|| id.to_owned(), noun.label)
    };
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for (id, why) in &refused {
        match reasons.iter_mut().find(|(has, _)| has == why) {
            Some((_, names)) => names.push(name(id)),
            None => reasons.push((why.clone(), vec![name(id)])),
        }
    }
    Ok(reasons.into_iter().map(|(why, names)| format!("{} {}: {why}", noun.one, names.join(", "))).collect())
}

/// What the person may begin.
fn tasks(visit: &Visit, noun: &Noun) -> Vec<Begin> {
    let pages = noun.tasks.iter().filter(|task| {
        visit.may_ask(Method::Post, task.api) || (task.api.ends_with("verify") && visit.may_see(task.api))
    });
    let pages = pages.map(|task| Begin { label: task.label, href: task.href.to_owned(), at_once: false });
    let forms = noun.beginnings.iter().filter(|form| visit.may_ask(form.method, form.api));
    let forms = forms.map(|form| Begin {
        label: form.title,
        href: format!("/{}/do/{}", noun.path, form.name),
        at_once: form.at_once,
    });
    // The first one is what the list is mostly for.
    let mut all: Vec<Begin> = pages.chain(forms).collect();
    all.sort_by_key(|begin| !begin.label.starts_with("New"));
    all
}

/// The columns that are shown: those of the address, those chosen before, or the usual ones.
fn columns(visit: &Visit, noun: &Noun) -> Vec<Column> {
    let asked: Vec<String> =
        visit.query.all("columns").flat_map(|text| text.split(',')).map(str::to_owned).collect();
    let chosen = if asked.is_empty() {
        visit.session.columns.get(noun.path).cloned().unwrap_or_default()
    } else {
        let remembered = asked.clone();
        let path = noun.path.to_owned();
        visit.console.sessions.change(&visit.session_id, |session| {
            session.columns.insert(path, remembered);
        });
        asked
    };
    let known = noun.columns.iter().filter(|column| chosen.iter().any(|key| key == column.key));
    // The column that leads to the record always stays.
    let first = noun.columns.first().filter(|first| !chosen.iter().any(|key| key == first.key));
    let some: Vec<Column> = first.into_iter().chain(known).copied().collect();
    if some.len() < 2 {
        return noun.columns.iter().filter(|column| column.shown).copied().collect();
    }
    some
}

fn column_choices(noun: &Noun, shown: &[Column]) -> Vec<Choice> {
    let choice = |column: &Column| Choice {
        value: column.key.to_owned(),
        label: column.label.to_owned(),
        chosen: shown.iter().any(|has| has.key == column.key),
    };
    noun.columns.iter().filter(|column| !matches!(column.kind, Kind::Own)).map(choice).collect()
}

/// What the interface is asked for.
fn wanted(visit: &Visit, noun: &Noun) -> Wanted {
    let mut wanted = Wanted { pairs: Vec::new(), narrowed: false };
    for (name, value) in visit.query.fields() {
        let (name, value) = (name.as_str(), value.trim());
        // A host is found by the words of the record.
        if name == "q" || name == "filter[host]" {
            wanted.look_for(value);
            continue;
        }
        let takes = name.starts_with("filter[");
        if takes && !value.is_empty() && value != "*" {
            wanted.pairs.push((name.to_owned(), value.to_owned()));
            wanted.narrowed = true;
        }
    }
    for (key, value) in noun.unless_said {
        // What the list hides by itself it shows as soon as the filter says anything.
        let said = key.split_once("][").map_or(*key, |(start, _)| start);
        let said =
            visit.query.fields().iter().any(|(name, given)| name.starts_with(said) && !given.is_empty());
        if !said {
            wanted.pairs.push(((*key).to_owned(), (*value).to_owned()));
        }
    }
    wanted.pairs.extend(noun.always.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    if visit.query.text("sort") != "id" {
        wanted.pairs.push(("sort".to_owned(), "-id".to_owned()));
    }
    wanted
}

fn text_of(pairs: &[(String, String)]) -> String {
    query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

async fn tabs(visit: &Visit, noun: &Noun) -> Result<Vec<Tab>, Fault> {
    let Some((filter, other)) = noun.tabs else { return Ok(Vec::new()) };
    let chosen = visit.query.text(filter);
    let others = choices(visit, other, "").await?;
    let all = Tab {
        text: "All".to_owned(),
        href: format!("/{}", noun.path),
        here: chosen.is_empty(),
        id: String::new(),
    };
    let one = |(value, label): (String, String)| Tab {
        here: chosen == value,
        href: format!("/{}{}", noun.path, query([(filter, value.as_str())])),
        text: label,
        id: value,
    };
    Ok(std::iter::once(all).chain(others.into_iter().map(one)).collect())
}

async fn filters(visit: &Visit, noun: &Noun) -> Result<Vec<FilterView>, Fault> {
    let mut views = Vec::with_capacity(noun.filters.len());
    for filter in noun.filters {
        views.push(filter_view(visit, noun, filter).await?);
    }
    Ok(views)
}

async fn filter_view(visit: &Visit, noun: &Noun, filter: &Filter) -> Result<FilterView, Fault> {
    let value = visit.query.text(filter.key).to_owned();
    let hides = noun.unless_said.iter().find(|(key, _)| key.starts_with(filter.key.trim_end_matches(']')));
    let choices_of = |pairs: Vec<(String, String)>| {
        let blank = match hides {
            Some((_, hidden)) => vec![
                (String::new(), format!("All but {}", hidden.replace(',', ", "))),
                ("*".to_owned(), "All".to_owned()),
            ],
            None => vec![(String::new(), "All".to_owned())],
        };
        let all = blank.into_iter().chain(pairs);
        all.map(|(has, label)| Choice { chosen: has == value, value: has, label }).collect::<Vec<_>>()
    };
    let (kind, choices) = match filter.takes {
        Takes::OneOf(words) => (
            "choice",
            choices_of(words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect()),
        ),
        Takes::Named(pairs) => {
            let pairs = pairs.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned()));
            ("choice", choices_of(pairs.collect()))
        }
        Takes::Record(other) => {
            let offered = choices(visit, other, "").await?;
            if offered.len() < OFFERED_MAX { ("choice", choices_of(offered)) } else { ("text", Vec::new()) }
        }
        Takes::Day => ("day", Vec::new()),
        Takes::Text => ("text", Vec::new()),
    };
    Ok(FilterView { key: filter.key, label: filter.label, kind, value, choices })
}

/// Conditions of the address that no filter shows, so that none works unseen.
fn chips(visit: &Visit, noun: &Noun) -> Vec<Chip> {
    let fields = visit.query.fields();
    let unseen = fields.iter().filter(|(name, value)| {
        name.starts_with("filter[")
            && !value.is_empty()
            && !noun.filters.iter().any(|filter| filter.key == name)
            && noun.tabs.is_none_or(|(key, _)| key != name)
    });
    unseen
        .map(|(name, value)| {
            let rest = fields.iter().filter(|(has, _)| has != name && has != "page[after]");
            Chip {
                key: name.clone(),
                value: value.clone(),
                text: condition(name, value),
                without: format!(
                    "/{}{}",
                    noun.path,
                    query(rest.map(|(name, value)| (name.as_str(), value.as_str())))
                ),
            }
        })
        .collect()
}

/// A condition in words, for example `expires up to 2026-03-09`.
fn condition(name: &str, value: &str) -> String {
    let inner = name.trim_start_matches("filter[").trim_end_matches(']');
    let (field, operator) = inner.split_once("][").unwrap_or((inner, "in"));
    let field = field.replace('_', " ");
    match operator {
        "lte" => format!("{field} up to {value}"),
        "gte" => format!("{field} from {value}"),
        "ne" => format!("{field} not {value}"),
        "present" => format!("{field} {}", if value == "true" { "set" } else { "not set" }),
        _ => format!("{field}: {value}"),
    }
}

/// What a query says, without the page of the list and without what says nothing.
pub(super) fn worth_keeping(fields: &Posted) -> String {
    let said = fields.fields().iter().filter(|(name, value)| {
        let names = name.starts_with("filter[") || matches!(name.as_str(), "q" | "sort" | "columns");
        names && !value.is_empty()
    });
    query(said.map(|(name, value)| (name.as_str(), value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_said_in_words() {
        for (name, value, words) in [
            ("filter[expires][lte]", "2026-03-09", "expires up to 2026-03-09"),
            ("filter[sync_status]", "Never", "sync status: Never"),
            ("filter[key_number][present]", "false", "key number not set"),
        ] {
            assert_eq!(condition(name, value), words);
        }
    }

    #[test]
    fn no_cell_of_a_csv_is_a_formula() {
        for (text, cell) in [("=1+1", "'=1+1"), ("-5", "-5"), ("@x", "'@x"), ("plain", "plain")] {
            assert_eq!(harmless(text.to_owned()), cell);
        }
    }
}
