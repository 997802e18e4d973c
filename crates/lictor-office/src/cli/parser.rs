//! From the tables of verbs to a parser, and from what it read to a request.

use clap::{Arg as Clap, ArgAction, ArgMatches, Args, Command};
use lictor_types::CivilDate;
use serde_json::{Map, Value as Json, json};

use super::client::{Ask, Client, encoded};
use super::connection::Connection;
use super::failure::{Class, Failure};
use super::verb::{Arg, Kind, Noun, Output, Place, Reference, Verb};
use crate::http::route::Method;

/// Options of everything that acts.
#[derive(Debug, Clone, Args)]
pub(crate) struct Acting {
    /// The body as JSON, or as @FILE with it; options go above its fields
    #[arg(long, value_name = "JSON", value_parser = document)]
    pub(crate) body: Option<Json>,
    /// Key against doing it twice [default: a new one each call]
    #[arg(long, value_name = "KEY")]
    pub(crate) idempotency_key: Option<String>,
    /// Why, for the audit log
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
}

/// Options of everything that lists.
#[derive(Debug, Clone, Args)]
pub(crate) struct Listing {
    /// FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated
    #[arg(long = "filter", value_name = "FILTER", value_parser = filter)]
    filters: Vec<(String, String)>,
    /// Words to look for, the last one as a beginning
    #[arg(long = "text", short = 't', value_name = "WORDS")]
    text: Option<String>,
    /// Most rows; 0 means all
    #[arg(long, value_name = "ROWS", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Newest first
    #[arg(long)]
    newest: bool,
}

/// `NAME=VALUE`, and the other comparisons, as a parameter.
fn filter(text: &str) -> Result<(String, String), String> {
    for (sign, operator) in [("!=", "[ne]"), ("<=", "[lte]"), (">=", "[gte]"), ("=", "")] {
        if let Some((field, value)) = text.split_once(sign) {
            return Ok((format!("filter[{}]{operator}", field.trim()), value.trim().to_owned()));
        }
    }
    Err("expected FIELD=VALUE, FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE".to_owned())
}

/// JSON as it stands, or in a file.
pub(crate) fn document(text: &str) -> Result<Json, String> {
    let text = match text.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?,
        None => text.to_owned(),
    };
    serde_json::from_str(&text).map_err(|error| format!("no JSON: {error}"))
}

/// The parser of a noun.
pub(crate) fn noun(noun: &Noun) -> Command {
    Command::new(noun.name)
        .about(noun.about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(noun.verbs.iter().map(|verb| command(&format!("{} ", noun.name), verb)))
}

/// The parser of a verb; `before` is what stands before its name in an example.
pub(crate) fn command(before: &str, verb: &Verb) -> Command {
    let examples: Vec<String> =
        verb.examples.iter().map(|rest| format!("  lictor-office {before}{} {rest}", verb.name)).collect();
    let help = examples.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    let mut command = Command::new(verb.name);
    for arg in verb.args {
        command = command.arg(argument(arg));
    }
    if verb.output == Output::List {
        command = Listing::augment_args(command);
    }
    if verb.output == Output::File {
        command = command.arg(value("out", "FILE", "Where to, instead of to standard output"));
    }
    if verb.verify {
        command = command.arg(switch("verify", "Only say what would be done"));
    }
    if verb.waits {
        command = command.arg(switch("wait", "Wait until the operation has ended"));
    }
    if verb.method != Method::Get {
        command = Acting::augment_args(command);
    }
    // Last, because groups of arguments bring descriptions of their own.
    Connection::augment_args(command).about(verb.about).after_help(format!("Examples:\n{help}"))
}

fn value(name: &'static str, value: &'static str, help: &'static str) -> Clap {
    Clap::new(name).long(name).value_name(value).help(help)
}

fn switch(name: &'static str, help: &'static str) -> Clap {
    Clap::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

fn argument(arg: &Arg) -> Clap {
    let clap = match arg.kind {
        Kind::Switch => switch(arg.name, arg.help),
        Kind::Words | Kind::Numbers | Kind::Amounts | Kind::Rows(_) => {
            value(arg.name, arg.value, arg.help).action(ArgAction::Append)
        }
        Kind::Number => value(arg.name, arg.value, arg.help).value_parser(number),
        Kind::Day => value(arg.name, arg.value, arg.help).value_parser(day),
        Kind::Truth => value(arg.name, arg.value, arg.help).value_parser(["true", "false"]),
        Kind::Text | Kind::Json | Kind::Expiry | Kind::File | Kind::Reference(_) => {
            value(arg.name, arg.value, arg.help)
        }
    };
    match arg.place {
        Place::Path => Clap::new(arg.name).value_name(arg.value).help(arg.help).required(true),
        Place::Body(_) | Place::Query(_) | Place::Nowhere => clap.required(arg.required),
    }
}

fn day(text: &str) -> Result<String, String> {
    let day = CivilDate::parse(text).map_err(|_| "not a day as YYYY-MM-DD".to_owned())?;
    Ok(day.to_string())
}

fn number(text: &str) -> Result<String, String> {
    match text.parse::<i64>() {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("expected a whole number".to_owned()),
    }
}

/// The request that a call means. References are looked up on the way.
///
/// # Errors
///
/// A value that is none, a file that cannot be read, a reference to nothing.
pub(crate) async fn ask(verb: &Verb, matches: &ArgMatches, client: &Client) -> Result<Ask, Failure> {
    let mut path = verb.path.to_owned();
    let mut ask = Ask::new(verb.method, "");
    let acting = acting(verb, matches)?;
    let mut body = acting.as_ref().and_then(|acting| acting.body.clone());
    for arg in verb.args {
        let Some(value) = given(arg, matches, client).await? else { continue };
        match arg.place {
            Place::Path => {
                let text = value.as_str().unwrap_or_default();
                path = path.replace(&format!("{{{}}}", arg.name), &encoded(text));
            }
            Place::Body(field) => put(body.get_or_insert_with(|| json!({})), field, value)?,
            Place::Nowhere => {}
            Place::Query(name) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                ask = ask.query(name, text);
            }
        }
    }
    if verb.output == Output::List {
        ask = listed(ask, &listing(matches)?, verb.path.contains("sort="));
    }
    if verb.verify && matches.get_flag("verify") {
        ask = ask.query("verify", "true");
    }
    if let Some(acting) = acting {
        if verb.method == Method::Post {
            ask = ask.header("idempotency-key", acting.idempotency_key.unwrap_or_else(crate::store::new_id));
            body.get_or_insert_with(|| json!({}));
        }
        if let Some(reason) = acting.reason {
            ask = ask.header("x-reason", reason);
        }
    }
    if let Some(body) = body {
        ask = ask.body(body);
    }
    Ok(ask.path(path))
}

fn acting(verb: &Verb, matches: &ArgMatches) -> Result<Option<Acting>, Failure> {
    use clap::FromArgMatches as _;
    if verb.method == Method::Get {
        return Ok(None);
    }
    Acting::from_arg_matches(matches).map(Some).map_err(|error| Failure::usage(error.to_string()))
}

/// Options of a list.
pub(crate) fn listing(matches: &ArgMatches) -> Result<Listing, Failure> {
    use clap::FromArgMatches as _;
    Listing::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))
}

fn listed(mut ask: Ask, listing: &Listing, sorted: bool) -> Ask {
    for (name, value) in &listing.filters {
        ask = ask.query(name, value);
    }
    if let Some(text) = &listing.text {
        ask = ask.query("q", text);
    }
    // Some lists begin with the newest anyway.
    if listing.newest && !sorted {
        ask = ask.query("sort", "-id");
    }
    ask
}

/// The value of an argument, if it was given.
async fn given(arg: &Arg, matches: &ArgMatches, client: &Client) -> Result<Option<Json>, Failure> {
    if arg.kind == Kind::Switch {
        return Ok(matches.get_flag(arg.name).then_some(Json::Bool(true)));
    }
    let Some(texts) = matches.get_many::<String>(arg.name) else { return Ok(None) };
    let texts: Vec<&str> = texts.map(String::as_str).collect();
    let text = texts.first().copied().unwrap_or_default();
    let wrong = |why: String| Failure::usage(format!("--{}: {why}", arg.name));
    let value = match arg.kind {
        Kind::Text | Kind::Day | Kind::Switch => json!(text),
        Kind::Truth => json!(text == "true"),
        Kind::Number => json!(text.parse::<i64>().unwrap_or_default()),
        Kind::Words => json!(texts.iter().flat_map(|text| text.split(',')).collect::<Vec<_>>()),
        Kind::Numbers => numbers(&texts).map_err(wrong)?,
        Kind::Amounts => amounts(&texts).map_err(wrong)?,
        Kind::Json => document(text).map_err(wrong)?,
        Kind::Expiry => expiry(text).map_err(wrong)?,
        Kind::Rows(fields) => {
            Json::Array(texts.iter().map(|text| row(fields, text)).collect::<Result<_, _>>().map_err(wrong)?)
        }
        Kind::File => {
            json!(std::fs::read_to_string(text).map_err(|error| wrong(format!("{text}: {error}")))?)
        }
        Kind::Reference(reference) => json!(referred(client, reference, text).await?),
    };
    Ok(Some(value))
}

fn numbers(texts: &[&str]) -> Result<Json, String> {
    let texts = texts.iter().flat_map(|text| text.split(','));
    let number = |text: &str| text.parse::<i64>().map_err(|_| format!("{text:?} is no whole number"));
    Ok(json!(texts.map(number).collect::<Result<Vec<i64>, String>>()?))
}

/// When something ends.
fn expiry(text: &str) -> Result<Json, String> {
    let wrong = || "expected permanent, a day as 2026-12-31, 12m, 30d or JSON".to_owned();
    if text == "permanent" {
        return Ok(json!("permanent"));
    }
    if text.starts_with(['{', '"', '@']) {
        return document(text);
    }
    for (unit, field) in [('m', "months"), ('d', "days")] {
        if let Some(number) = text.strip_suffix(unit) {
            return number.parse::<u32>().map(|number| json!({ field: number })).map_err(|_| wrong());
        }
    }
    match text.parse::<jiff::civil::Date>() {
        Ok(_) => Ok(json!({ "date": text })),
        Err(_) => Err(wrong()),
    }
}

fn amounts(texts: &[&str]) -> Result<Json, String> {
    let mut amounts = Map::new();
    for text in texts.iter().flat_map(|text| text.split(',')) {
        let pair = text.split_once('=').and_then(|(code, amount)| Some((code, amount.parse::<u32>().ok()?)));
        let (code, amount) = pair.ok_or_else(|| format!("{text:?} is not CODE=AMOUNT"))?;
        amounts.insert(code.to_owned(), json!(amount));
    }
    Ok(Json::Object(amounts))
}

/// `NAME=VALUE;NAME=VALUE` or a JSON object. Host ids have an equals sign of their own, so only the first
/// one parts name and value; a list's values are parted by commas.
fn row(fields: &[&str], text: &str) -> Result<Json, String> {
    if text.starts_with('{') {
        return serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"));
    }
    let mut row = Map::new();
    for pair in text.split(';') {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("{pair:?} is not NAME=VALUE"))?;
        let known = fields.iter().find(|field| field.trim_end_matches("[]") == name);
        let known =
            known.ok_or_else(|| format!("{name:?} is none of {}", fields.join(", ").replace("[]", "")))?;
        let value = match (known.ends_with("[]"), value.parse::<i64>()) {
            (true, _) => json!(value.split(',').collect::<Vec<_>>()),
            (false, Ok(number)) => json!(number),
            (false, Err(_)) => json!(value),
        };
        row.insert(name.to_owned(), value);
    }
    Ok(Json::Object(row))
}

/// The id of a record that was named.
///
/// # Errors
///
/// If there is none of that name, or several.
pub(crate) async fn referred(client: &Client, to: Reference, name: &str) -> Result<String, Failure> {
    let Reference { collection, fields, only } = to;
    if is_id(name) {
        return Ok(name.to_owned());
    }
    let absent =
        || Failure::new(Class::NotFound, format!("NOT_FOUND: there is none called {name:?} in {collection}"));
    if collection == "files" {
        return newest_file(client, name).await?.ok_or_else(absent);
    }
    if fields.is_empty() {
        let path = format!("/v1/{collection}/{}", encoded(name));
        let found = client.ask(&Ask::get(path)).await?.body;
        return found["id"].as_str().map(str::to_owned).ok_or_else(absent);
    }
    let mut ask = Ask::get(format!("/v1/{collection}"));
    // What is said of the plug-in takes the place of the condition on it.
    if let Some((filter, value)) = only.filter(|_| !name.contains('/')) {
        ask = ask.query(filter, value);
    }
    let mut name = name;
    if collection == "license-classes"
        && let Some((plugin, class)) = name.split_once('/')
    {
        let plugin = client.ask(&Ask::get(format!("/v1/plugins/{}", encoded(plugin)))).await?.body;
        ask = ask.query("filter[plugin_id]", plugin["id"].as_str().unwrap_or_default());
        name = class;
    }
    for (field, value) in fields.iter().zip(name.split('@')) {
        ask = ask.query(format!("filter[{field}]"), value);
    }
    let found = client.ask(&ask).await?.body;
    match found["data"].as_array().map_or(&[][..], Vec::as_slice) {
        [] => Err(absent()),
        [one] => one["id"].as_str().map(str::to_owned).ok_or_else(absent),
        several => {
            let ids: Vec<&str> = several.iter().filter_map(|record| record["id"].as_str()).collect();
            let text = format!("{} records in {collection} are called {name:?}", several.len());
            Err(Failure::usage(text).hint(format!("say which by its id: {}", ids.join(", "))))
        }
    }
}

/// The newest license file of a name, as it is delivered or without its end.
async fn newest_file(client: &Client, name: &str) -> Result<Option<String>, Failure> {
    let ask = Ask::get("/v1/files").query("q", name).query("sort", "-id");
    let found = client.ask(&ask).await?.body;
    let is_it = |file: &&Json| {
        let own = file["name"].as_str().unwrap_or_default();
        own == name || own.strip_suffix(".lic") == Some(name)
    };
    let found = found["data"].as_array().and_then(|files| files.iter().find(is_it));
    Ok(found.and_then(|file| file["id"].as_str()).map(str::to_owned))
}

/// Whether a text has the form of an id.
fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// Puts a value into an object, below the names parted by `/`.
fn put(body: &mut Json, field: &str, value: Json) -> Result<(), Failure> {
    let object = body.as_object_mut().ok_or_else(|| Failure::usage("--body is no JSON object"))?;
    match field.split_once('/') {
        Some((first, rest)) => put(object.entry(first).or_insert_with(|| json!({})), rest, value),
        None => {
            object.insert(field.to_owned(), value);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_become_parameters() {
        for (text, name, value) in [
            ("status=Pending,Issued", "filter[status]", "Pending,Issued"),
            ("status!=Expired", "filter[status][ne]", "Expired"),
            ("expires<=2026-12-31", "filter[expires][lte]", "2026-12-31"),
            ("metadata.team>=a", "filter[metadata.team][gte]", "a"),
        ] {
            assert_eq!(filter(text), Ok((name.to_owned(), value.to_owned())));
        }
        filter("status").unwrap_err();
    }

    #[test]
    fn an_end_is_said_in_short() {
        for (text, end) in [
            ("permanent", json!("permanent")),
            ("2027-01-01", json!({"date": "2027-01-01"})),
            ("12m", json!({"months": 12})),
            ("30d", json!({"days": 30})),
            ("{\"months\": 6}", json!({"months": 6})),
        ] {
            assert_eq!(expiry(text), Ok(end));
        }
        for wrong in ["", "m", "12", "12y", "2027-13-01"] {
            expiry(wrong).unwrap_err();
        }
    }

    #[test]
    fn rows_and_amounts_are_read() {
        assert_eq!(amounts(&["SEATS=10,CPU=2"]), Ok(json!({"SEATS": 10, "CPU": 2})));
        amounts(&["SEATS"]).unwrap_err();
        let fields = ["count", "server_host_ids[]"];
        assert_eq!(
            row(&fields, "count=6;server_host_ids=ETHERNET=AA,HOSTNAME=B"),
            Ok(json!({"count": 6, "server_host_ids": ["ETHERNET=AA", "HOSTNAME=B"]}))
        );
        assert_eq!(row(&fields, "{\"count\": 1}"), Ok(json!({"count": 1})));
        row(&fields, "seats=1").unwrap_err();
    }

    #[test]
    fn nested_fields_stand_in_objects() {
        let mut body = json!({"config": {"class": "A"}});
        put(&mut body, "config/capacity", json!({"SEATS": 1})).unwrap();
        put(&mut body, "force", json!(true)).unwrap();
        assert_eq!(body, json!({"config": {"class": "A", "capacity": {"SEATS": 1}}, "force": true}));
    }
}
