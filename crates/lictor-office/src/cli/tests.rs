//! That the command line is sound, and asks for what there is.

use schemars::{Schema, SchemaGenerator};
use serde_json::Value as Json;

use super::noun::{ALONE, NOUNS};
use super::verb::{Arg, Noun, Place, Verb};
use crate::http::route::{Method, Route};
use crate::{command, routes};

fn leaves(command: &clap::Command, path: &str, found: &mut Vec<(String, clap::Command)>) {
    let path = format!("{path}{} ", command.get_name());
    if command.get_subcommands().next().is_none() {
        found.push((path.trim_end().to_owned(), command.clone()));
    }
    for sub in command.get_subcommands() {
        leaves(sub, &path, found);
    }
}

/// The words of an example as a shell would part them, up to a redirection.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().take_while(|word| !matches!(word.as_str(), ">" | "<" | "|")).collect()
}

#[test]
fn the_definition_is_sound() {
    command::command().debug_assert();
}

/// `--help` of every command shows examples, and they are calls that parse.
#[test]
fn every_command_has_examples_that_parse() {
    let mut found = Vec::new();
    leaves(&command::command(), "", &mut found);
    for (path, leaf) in found {
        let help = leaf.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<&str> =
            help.lines().map(str::trim).filter(|line| line.starts_with(&path)).collect();
        assert!(examples.len() >= 2, "`{path}` has {} examples", examples.len());
        for example in examples {
            // The file that an example names is not there.
            let words = words(example);
            let words =
                words.into_iter().map(|word| if word.starts_with('@') { "{}".to_owned() } else { word });
            let parsed = command::command().try_get_matches_from(words).map(drop);
            assert_eq!(parsed.map_err(|error| error.to_string()), Ok(()), "{example}");
        }
    }
}

/// What is said of a command is its own: not nothing, and not what is said of another one beside it.
#[test]
fn every_command_is_told_apart_by_what_is_said_of_it() {
    fn check(command: &clap::Command, wrong: &mut Vec<String>) {
        let mut said = std::collections::BTreeSet::new();
        for sub in command.get_subcommands() {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            if about.is_empty() || !said.insert(about.clone()) {
                wrong.push(format!("{} {}: {about:?}", command.get_name(), sub.get_name()));
            }
            check(sub, wrong);
        }
    }
    let mut wrong = Vec::new();
    check(&command::command(), &mut wrong);
    assert_eq!(wrong, Vec::<String>::new());
}

fn each_verb() -> impl Iterator<Item = (&'static Noun, &'static Verb)> {
    NOUNS.iter().copied().chain([ALONE]).flat_map(|noun| noun.verbs.iter().map(move |verb| (noun, verb)))
}

fn route(method: Method, path: &str) -> Option<&'static Route> {
    let path = path.split('?').next()?;
    // The names of parts differ, their places do not.
    let shape = |path: &str| {
        path.split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part }.to_owned())
            .collect::<Vec<_>>()
    };
    routes::all().iter().find(|route| route.method == method && shape(route.path) == shape(path))
}

/// The schema of a field of a schema, by references and flattened parts.
fn property(generator: &mut SchemaGenerator, schema: &Json, name: &str) -> Option<Json> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name_of = reference.rsplit('/').next()?;
        let definition = generator.definitions().get(name_of)?.clone();
        return property(generator, &definition, name);
    }
    if let Some(found) = schema["properties"].get(name) {
        return Some(found.clone());
    }
    let parts = ["allOf", "anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    let parts: Vec<Json> = parts.cloned().collect();
    parts.iter().find_map(|part| property(generator, part, name))
}

fn takes(route: &Route, field: &str) -> bool {
    let Some(body) = route.body else { return false };
    let mut generator = SchemaGenerator::default();
    let schema: Schema = body(&mut generator);
    let mut at = Some(Json::from(schema));
    for name in field.split('/') {
        at = at.and_then(|schema| property(&mut generator, &schema, name));
    }
    at.is_some()
}

#[test]
fn every_verb_has_its_route() {
    let mut missing = Vec::new();
    for (noun, verb) in each_verb() {
        let name = format!("{} {}", noun.name, verb.name);
        let Some(route) = route(verb.method, verb.path) else {
            missing.push(format!("{name}: {:?} {}", verb.method, verb.path));
            continue;
        };
        if verb.verify && !route.verify {
            missing.push(format!("{name}: cannot be tried"));
        }
        for Arg { name: arg, place, .. } in verb.args {
            let known = match place {
                Place::Path => verb.path.contains(&format!("{{{arg}}}")),
                Place::Body(field) => takes(route, field),
                Place::Query(_) | Place::Nowhere => true,
            };
            if !known {
                missing.push(format!("{name}: --{arg} goes nowhere ({place:?})"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
