//! `lictor rules import`: access rules of other license servers.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lictor_server::rules::import::{Format, Imported, Remark, import};
use lictor_types::limits::RULES_BYTES_MAX;
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;
use crate::file;

/// Translate the access rules of another license server
///
/// The rules go to standard output, each with the line it came from; every line that has no
/// equivalent is listed with the reason. Read them before you use them, and check the result.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor rules import --from flexlm vendor.opt > rules.toml
  lictor rules import --from lmx lmx-serv.cfg --json

Exit code 0 even if lines are left out; with --json they are in `left_out`.")]
pub(crate) struct Import {
    /// Whose file it is: lmx (lmx-serv.cfg up to version 5) or flexlm (an options file)
    #[arg(long, value_name = "FORMAT")]
    from: From,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    Lmx,
    Flexlm,
}

#[derive(Debug, Serialize)]
struct Report<'i> {
    file: String,
    from: &'static str,
    rules: &'i str,
    left_out: Vec<Line<'i>>,
    notes: Vec<Line<'i>>,
}

#[derive(Debug, Serialize)]
struct Line<'i> {
    line: usize,
    source: &'i str,
    text: &'i str,
}

impl Import {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let format = match self.from {
            From::Lmx => Format::Lmx,
            From::Flexlm => Format::Flexlm,
        };
        let bytes = file::read(&self.file, RULES_BYTES_MAX)
            .map_err(|failure| Failure::bad_rules(failure.text().unwrap_or_default()))?;
        let name = self.file.display().to_string();
        let imported = import(format, &name, &String::from_utf8_lossy(&bytes));
        if self.json {
            context.printer.document(&report(&name, format, &imported))?;
        } else {
            context.printer.result(&imported.rules)?;
            tell(context, &name, &imported);
        }
        Ok(0)
    }
}

fn report<'i>(name: &str, format: Format, imported: &'i Imported) -> Report<'i> {
    let lines = |remarks: &'i [Remark]| remarks.iter().map(line).collect();
    Report {
        file: name.to_owned(),
        from: format.name(),
        rules: &imported.rules,
        left_out: lines(&imported.left_out),
        notes: lines(&imported.notes),
    }
}

fn line(remark: &Remark) -> Line<'_> {
    Line { line: remark.line, source: &remark.source, text: &remark.text }
}

fn tell(context: &Context, name: &str, imported: &Imported) {
    let told = |remark: &Remark| format!("{name}:{}: {}: {}", remark.line, remark.source, remark.text);
    for remark in &imported.left_out {
        context.printer.warning(&format!("not translated: {}", told(remark)));
    }
    for remark in &imported.notes {
        context.printer.note(&told(remark));
    }
}
