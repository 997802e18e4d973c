//! `lictor license show`: what files say, readably. Nothing is checked but the form.

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_license::{Terms, parse_file, parse_template};
use lictor_types::{HostIdBlock, Reason};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::failure::{Failure, Problem};
use crate::license_file;

/// Show what license files and templates say; signatures are not checked
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor license show licenses/f1.xml
  lictor license show template.xml licenses/f1.xml --json")]
pub(crate) struct Show {
    /// License files or templates
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    licenses: Vec<Shown>,
}

#[derive(Debug, Serialize)]
struct Shown {
    file: String,
    line: u32,
    feature: String,
    signed: bool,
    settings: Map<String, Value>,
    client_hostids: Vec<Vec<[String; 2]>>,
    server_hostids: Vec<Vec<[String; 2]>>,
}

impl Show {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let mut licenses = Vec::new();
        let mut problems = Vec::new();
        for path in &self.files {
            collect(path, &mut licenses, &mut problems)?;
        }
        if self.json {
            context.printer.document(&Report { licenses })?;
        } else if !licenses.is_empty() {
            let texts: Vec<String> = licenses.iter().map(render).collect();
            context.printer.result(&texts.join("\n"))?;
        }
        if problems.is_empty() {
            return Ok(0);
        }
        Err(Failure::file("not everything can be shown").problems(problems).after_document())
    }
}

fn collect(path: &Path, licenses: &mut Vec<Shown>, problems: &mut Vec<Problem>) -> Result<(), Failure> {
    let bytes = license_file::read(path)?;
    let signed = parse_file(&bytes);
    let templates = parse_template(&bytes).features;
    problems.extend(signed.problems.iter().map(|problem| license_file::problem(path, problem)));
    for (at, feature) in signed.features.iter().enumerate() {
        let line = feature.location.line;
        let template = templates.get(at).map(|template| &template.result);
        let found = match (&feature.result, template) {
            (Ok(license), _) => {
                licenses.push(shown(path, line, true, license));
                continue;
            }
            (Err(_), Some(Ok(template))) => {
                licenses.push(shown(path, line, false, template));
                continue;
            }
            (Err(found), Some(Err(as_template))) if is_unsigned(found) => as_template,
            (Err(found), Some(Err(_)) | None) => found,
        };
        problems.extend(found.iter().map(|problem| license_file::problem(path, problem)));
    }
    Ok(())
}

fn is_unsigned(problems: &[lictor_license::Problem]) -> bool {
    problems.iter().any(|problem| problem.reason == Reason::Unsigned)
}

fn shown(path: &Path, line: u32, signed: bool, terms: &Terms) -> Shown {
    let mut settings: Map<String, Value> = Map::new();
    for (name, value) in terms.settings() {
        let values = settings.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value.into());
        }
    }
    Shown {
        file: path.display().to_string(),
        line,
        feature: terms.feature().to_string(),
        signed,
        settings,
        client_hostids: terms.client_hosts().iter().map(host_ids).collect(),
        server_hostids: terms.server_hosts().iter().map(host_ids).collect(),
    }
}

fn host_ids(block: &HostIdBlock) -> Vec<[String; 2]> {
    block.ids.iter().map(|id| [id.kind().to_string(), id.value().to_string()]).collect()
}

fn render(shown: &Shown) -> String {
    let note = if shown.signed { "" } else { " (not signed)" };
    let mut lines = vec![format!("{}{note}  {}:{}", shown.feature, shown.file, shown.line)];
    for (name, values) in &shown.settings {
        let values = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        lines.extend(values.map(|value| format!("  {name:<20} {value}")));
    }
    for (side, blocks) in [("client", &shown.client_hostids), ("server", &shown.server_hostids)] {
        for block in blocks {
            lines.push(format!("  {side} host ids"));
            lines.extend(block.iter().map(|[kind, value]| format!("    {kind:<18} {value}")));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
