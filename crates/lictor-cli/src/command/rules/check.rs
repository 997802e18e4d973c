//! `lictor rules check`: whether files of access rules are sound (RUL-02).

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_server::rules::RulesFile;
use lictor_types::{FeatureName, VendorName};
use serde::Serialize;

use super::finding::{Finding, problem};
use crate::context::Context;
use crate::failure::{Failure, Problem};

/// Check files of access rules: every mistake and what is probably not meant
///
/// A server that is given a file with a mistake keeps the rules it has. With --licenses it is also
/// checked that the features exist; one that does not is no mistake, because its license may come.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor rules check rules.toml
  lictor rules check rules.toml --licenses licenses --list
  lictor rules check rules.toml --json

Exit code 5 (bad_rules) if any file has a mistake; warnings alone leave it 0.")]
pub(crate) struct Check {
    /// Files of access rules
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// License file, or directory of them, whose features there are; may be repeated
    #[arg(long, value_name = "PATH")]
    licenses: Vec<PathBuf>,
    /// List the rules in the order in which they are asked
    #[arg(long)]
    list: bool,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    files: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    file: String,
    verdict: &'static str,
    digest: Option<String>,
    groups: usize,
    rules: Vec<Row>,
    errors: Vec<Finding>,
    warnings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Row {
    number: usize,
    line: u32,
    kind: &'static str,
    text: String,
}

impl Check {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let known = super::known::features(&self.licenses)?;
        let known = (!self.licenses.is_empty()).then_some(known.as_slice());
        let mut report = Report { files: Vec::new() };
        let mut errors = Vec::new();
        for path in &self.files {
            let (entry, problems, warnings) = judge(path, known)?;
            report.files.push(entry);
            errors.extend(problems);
            for Problem { text, hint } in warnings {
                context.printer.warning(&text);
                hint.iter().for_each(|hint| context.printer.hint(hint));
            }
        }
        if self.json {
            context.printer.document(&report)?;
        } else {
            context.printer.result(&self.render(&report))?;
        }
        let bad = report.files.iter().filter(|entry| entry.verdict == "invalid").count();
        match (bad, report.files.len()) {
            (0, _) => Ok(0),
            (1, 1) => Err("the file has mistakes".to_owned()),
            (bad, all) => Err(format!("{bad} of {all} files have mistakes")),
        }
        .map_err(|text| Failure::bad_rules(text).problems(errors).after_document())
    }

    fn render(&self, report: &Report) -> String {
        let mut lines = Vec::new();
        for entry in &report.files {
            lines.push(summary(entry));
            if self.list {
                let row = |row: &Row| format!("  line {:<4} {}", row.line, row.text);
                lines.extend(entry.rules.iter().map(row));
            }
        }
        lines.join("\n")
    }
}

/// The verdict on one file, its errors and its warnings.
fn judge(
    path: &Path,
    known: Option<&[(VendorName, FeatureName)]>,
) -> Result<(Entry, Vec<Problem>, Vec<Problem>), Failure> {
    let read = super::read(path, known)?;
    let (file, errors, warnings) = match read {
        Ok(file) => {
            let warnings = file.warnings.clone();
            (Some(file), Vec::new(), warnings)
        }
        Err(error) => (None, error.errors, error.warnings),
    };
    let entry = Entry {
        file: path.display().to_string(),
        verdict: if file.is_some() { "valid" } else { "invalid" },
        digest: file.as_ref().and_then(|file| file.set.digest).map(|digest| digest.to_string()),
        groups: file.as_ref().map_or(0, |file| file.groups),
        rules: file.as_ref().map(rows).unwrap_or_default(),
        errors: errors.iter().map(Finding::of).collect(),
        warnings: warnings.iter().map(Finding::of).collect(),
    };
    Ok((entry, errors.iter().map(problem).collect(), warnings.iter().map(problem).collect()))
}

fn rows(file: &RulesFile) -> Vec<Row> {
    let rules = file.set.rules.iter().zip(&file.names).enumerate();
    let row = |(number, (rule, text)): (usize, (&lictor_engine::Rule, &String))| Row {
        number,
        line: rule.line,
        kind: rule.kind.name(),
        text: text.clone(),
    };
    rules.map(row).collect()
}

fn summary(entry: &Entry) -> String {
    let count = |count: usize, one: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
    };
    let warnings = match entry.warnings.len() {
        0 => String::new(),
        found => format!(", {}", count(found, "warning")),
    };
    if entry.verdict == "invalid" {
        return format!("{}: invalid: {}{warnings}", entry.file, count(entry.errors.len(), "error"));
    }
    let size = format!("{}, {}", count(entry.rules.len(), "rule"), count(entry.groups, "group"));
    format!("{}: valid: {size}{warnings}", entry.file)
}
