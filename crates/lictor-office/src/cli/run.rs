//! Carries a verb out: sends the request and shows what was answered.

use std::path::PathBuf;

use clap::{ArgMatches, FromArgMatches as _};
use lictor_entitle::warning::Warning;
use serde_json::{Value as Json, json};

use super::client::{Ask, Client, Reply, encoded};
use super::connection::Connection;
use super::daily;
use super::environment::Environment;
use super::failure::{Class, Failure};
use super::forecast::{forecast, tree};
use super::names;
use super::outline::outline;
use super::parser;
use super::printer::Printer;
use super::table::{Table, cell};
use super::tail;
use super::verb::{Noun, Output, Verb};

/// Rows that are asked for at a time.
const PAGE: usize = 500;
/// Fields of an operation that a row shows.
const OPERATION: &[&str] = &["id", "kind", "target_id", "state", "attempts", "next_attempt_at", "error"];

/// Carries a verb out.
///
/// # Errors
///
/// What is wrong with the call, or what the back office refuses.
pub(crate) async fn run(
    noun: &Noun,
    verb: &Verb,
    matches: &ArgMatches,
    environment: &Environment,
    printer: Printer,
) -> Result<(), Failure> {
    let connection =
        Connection::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
    let client = connection.open(environment, printer)?;
    let ask = parser::ask(verb, matches, &client).await?;
    let shown = Shown { noun, verb, client: &client, printer, json: connection.json };
    match verb.output {
        Output::List => shown.pages(&ask, matches).await,
        Output::File => {
            let out = matches.get_one::<String>("out").map(PathBuf::from);
            shown.file(&client.ask(&ask).await?, out)
        }
        Output::Tail => tail::run(&client, &ask, matches.get_flag("follow"), printer, connection.json).await,
        Output::Text(field) => shown.text(&client.ask(&ask).await?, field),
        Output::Secret(field) => shown.secret(&client.ask(&ask).await?, field),
        Output::Row | Output::Record | Output::Tree => {
            let wait = verb.waits && matches.get_flag("wait");
            let reply = client.ask(&ask).await?;
            shown.one(reply, wait).await
        }
    }
}

/// What shows an answer needs.
struct Shown<'a> {
    noun: &'a Noun,
    verb: &'a Verb,
    client: &'a Client,
    printer: Printer,
    json: bool,
}

impl Shown<'_> {
    async fn pages(&self, ask: &Ask, matches: &ArgMatches) -> Result<(), Failure> {
        let limit = match parser::listing(matches)?.limit {
            0 => usize::MAX,
            limit => limit,
        };
        let mut rows: Vec<Json> = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let size = PAGE.min(limit - rows.len());
            let mut page = ask.clone().query("page[size]", size.to_string());
            if let Some(after) = &next {
                page = page.query("page[after]", after);
            }
            let body = self.client.ask(&page).await?.body;
            rows.extend(body["data"].as_array().cloned().unwrap_or_default());
            next = Some(cell(body.get("next"))).filter(|next| !next.is_empty());
            if next.is_none() || rows.len() >= limit {
                break;
            }
        }
        if self.json {
            return self.printer.document(&json!({ "data": rows, "next": next }));
        }
        names::name(self.client, self.noun.columns, &mut rows).await?;
        self.printer.result(&Table::of(self.noun.columns, &rows).to_string())?;
        if next.is_some() {
            self.printer.note(&format!("these are {limit}; there are more: --limit 0 shows all"));
        }
        Ok(())
    }

    fn file(&self, reply: &Reply, out: Option<PathBuf>) -> Result<(), Failure> {
        let Some(path) = out else { return self.printer.bytes(&reply.bytes) };
        let path = match (&reply.name, path.is_dir()) {
            (Some(name), true) => path.join(name),
            (Some(_) | None, _) => path,
        };
        std::fs::write(&path, &reply.bytes)
            .map_err(|error| Failure::internal(format!("{}: {error}", path.display())))?;
        self.printer.note(&format!("wrote {} ({} bytes)", path.display(), reply.bytes.len()));
        Ok(())
    }

    fn text(&self, reply: &Reply, field: &str) -> Result<(), Failure> {
        if self.json {
            return self.printer.document(&reply.body);
        }
        match reply.body.get(field) {
            Some(value) => self.printer.result(&cell(Some(value))),
            None => self.printer.bytes(&reply.bytes),
        }
    }

    fn secret(&self, reply: &Reply, field: &str) -> Result<(), Failure> {
        if self.json {
            return self.printer.document(&reply.body);
        }
        self.printer.note("this is shown once; keep it in a file that nobody else can read");
        self.text(reply, field)
    }

    async fn one(&self, reply: Reply, wait: bool) -> Result<(), Failure> {
        if reply.replayed {
            self.printer.note("this was answered before: the same key, the same answer");
        }
        if reply.status == 204 || reply.body.is_null() {
            self.printer.note("done");
            return Ok(());
        }
        let mut body = reply.body;
        if wait {
            body = self.waited(body).await?;
        }
        if self.json {
            return self.printer.document(&body);
        }
        for warning in body["warnings"].as_array().into_iter().flatten() {
            let code = cell(Some(warning));
            self.printer.warning(&match Warning::parse(&code) {
                Some(warning) => format!("{} ({code})", warning.meaning()),
                None => code,
            });
        }
        if is_operation(&body) {
            if body["state"] == "Failed" {
                return Err(Failure::operation(&body));
            }
            match self.target(&body).await? {
                Some(target) => body = target,
                None => {
                    let mut rows = [body];
                    names::name(self.client, OPERATION, &mut rows).await?;
                    return self.printer.result(&Table::of(OPERATION, &rows).to_string());
                }
            }
        }
        if self.verb.output == Output::Tree {
            return self.printer.result(&tree(&body));
        }
        if self.verb.output == Output::Record {
            return self.printer.result(&outline(&body));
        }
        if body["verified_only"] == true && body["deliveries"].is_array() {
            self.printer.result(&forecast(&body))?;
            self.printer.note("nothing was written");
            return Ok(());
        }
        if self.noun.name == "daily" && body["steps"].is_array() {
            self.printer.result(&daily::told(self.client, &body).await?)?;
            if body["dry_run"] == true {
                self.printer.note("nothing was changed");
            }
            return Ok(());
        }
        for text in body["instructions"].as_array().into_iter().flatten() {
            self.printer.note(&cell(Some(text)));
        }
        let mut rows = match rows(&body) {
            Some(rows) => rows,
            None if self.noun.columns.iter().all(|field| body.get(field).is_none()) => {
                return self.printer.result(&outline(&body));
            }
            None => vec![body],
        };
        names::name(self.client, self.noun.columns, &mut rows).await?;
        self.printer.result(&Table::of(self.noun.columns, &rows).to_string())
    }

    /// What an answer has become when nothing that follows from it goes on any more.
    async fn waited(&self, body: Json) -> Result<Json, Failure> {
        if is_operation(&body) {
            return self.client.follow(&body, self.printer).await;
        }
        if self.noun.name == "plugin" {
            return self.client.fetched(&body, self.printer).await;
        }
        let Some(made) = body["data"].as_array().filter(|_| self.noun.name == "license") else {
            return Ok(body);
        };
        let mut licenses = Vec::new();
        for license in made {
            let id = license["id"].as_str().unwrap_or_default();
            self.client.settled(id, self.printer).await?;
            licenses.push(self.client.ask(&Ask::get(format!("/v1/licenses/{}", encoded(id)))).await?.body);
        }
        Ok(json!({ "data": licenses }))
    }

    /// What an operation that has ended worked on, if it is a record of this noun.
    async fn target(&self, operation: &Json) -> Result<Option<Json>, Failure> {
        let own = operation["target_kind"].as_str().map(|kind| match kind {
            "daily run" => "daily".to_owned(),
            kind => kind.replace([' ', '-'], ""),
        });
        let show = self.noun.verbs.iter().find(|verb| verb.name == "show");
        match (show, operation["state"].as_str(), own) {
            (Some(show), Some("Succeeded"), Some(kind)) if kind == self.noun.name.replace('-', "") => {
                let id = encoded(operation["target_id"].as_str().unwrap_or_default());
                let path = show.path.replace("{id}", &id);
                Ok(Some(self.client.ask(&Ask::get(path)).await?.body))
            }
            (_, _, _) => Ok(None),
        }
    }
}

/// Says whether the chain of a report holds.
///
/// # Errors
///
/// If it does not.
pub(crate) fn chain(report: &Json, printer: Printer, json: bool) -> Result<(), Failure> {
    let events = &report["events"];
    if let Some(place) = report["broken_at"].as_i64() {
        let text = format!("the audit chain breaks at event {place}; {events} events before it hold");
        return Err(Failure::new(Class::Conflict, text).hint("a backup from before tells what was changed"));
    }
    if json {
        return Ok(());
    }
    let head = report["head"].as_str().unwrap_or_default();
    printer.result(&format!("the audit chain holds: {events} events\nhead {head}"))
}

/// The records of an answer that has several: a list, or what an operation replaced and made.
fn rows(body: &Json) -> Option<Vec<Json>> {
    let list = |name: &str| body[name].as_array().cloned();
    if let Some(rows) = list("data").or_else(|| list("licenses")) {
        return Some(rows);
    }
    let mut rows = list("replaced").unwrap_or_default();
    rows.extend(list("fulfillments")?);
    Some(rows)
}

fn is_operation(body: &Json) -> bool {
    ["kind", "target_id", "target_kind", "state", "attempts"].iter().all(|field| body.get(field).is_some())
}
