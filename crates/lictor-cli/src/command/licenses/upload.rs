//! `lictor licenses upload`: license files into the server's license directory.

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_types::limits::FILE_BYTES_MAX;
use serde_json::{Value, json};

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::{file, http, table};

/// Send license files to the server, which checks form, rules and signatures before it takes them
/// (administrators; audited)
///
/// Of a file with any problem nothing is taken; all its problems are told. When the call ends, the
/// licenses are in force, or their states say why not.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor licenses upload acme.xml
  lictor licenses upload base.xml upgrade.xml --replace --reason order-4711

Exit code 5 if the server refuses a file; the ones before it were taken.")]
pub(crate) struct Upload {
    /// License files, *.xml or *.lic
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Replace files of the same name
    #[arg(long)]
    replace: bool,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Upload {
    pub(super) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let admin = self.admin.open(&context.environment)?;
        let mut done = Vec::new();
        for path in &self.files {
            let bytes = file::read(path, FILE_BYTES_MAX)?;
            let call = format!(
                "/v1/licenses/{}?replace={}&reason={}",
                http::escaped(&name(path)?),
                self.replace,
                http::escaped(&self.reason)
            );
            match admin.put(&call, &bytes) {
                Ok((_, document)) => done.push(document),
                Err(failure) => {
                    // What was taken before is in force, whatever becomes of this file.
                    if !self.json && !done.is_empty() {
                        let told: Vec<String> = done.iter().map(tell).collect();
                        context.printer.result(&told.join("\n"))?;
                    }
                    return Err(failure.of(path));
                }
            }
        }
        if self.json {
            context.printer.document(&json!({ "status": "ok", "files": done }))?;
        } else {
            let told: Vec<String> = done.iter().map(tell).collect();
            context.printer.result(&told.join("\n"))?;
        }
        Ok(0)
    }
}

fn name(path: &Path) -> Result<String, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    let unnamed = || Failure::usage(format!("{} has no name that can be sent", path.display()));
    name.map(ToString::to_string).ok_or_else(unnamed)
}

fn tell(document: &Value) -> String {
    let verb = if document["replaced"] == true { "replaced" } else { "added" };
    let licenses = super::listing(table::rows(document, "licenses"));
    format!("{verb} {}\n{licenses}", table::cell(document, "file"))
}
