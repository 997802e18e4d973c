//! `lictor license verify`: form, rules and signature of every license; not dates, not hosts.

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_license::{Claims, Keyring, License, ParsedFeature, parse_file, verify};
use lictor_types::{ExitClass, Reason, Status};
use serde::Serialize;
use serde_json::Value;

use crate::context::Context;
use crate::failure::{Failure, Problem};
use crate::license_file;
use crate::seats;

/// Check form, rules and signature of every license in files
///
/// Dates and hosts are not checked: that is done by the server that serves a license.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor license verify licenses/f1.xml --pub licenses/acme.pub
  lictor license verify a.xml b.lic --pub acme.pub --pub other.pub --json

Exit code 5 if any license is invalid.")]
pub(crate) struct Verify {
    /// License files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A vendor's public key file; may be repeated
    #[arg(long = "pub", required = true, value_name = "FILE")]
    keys: Vec<PathBuf>,
    /// A vendor's revocation list; may be repeated
    #[arg(long, value_name = "FILE")]
    revoked: Vec<PathBuf>,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    licenses: Vec<Entry>,
}

/// One license, or a file that is none.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Entry {
    file: String,
    line: u32,
    feature: Option<String>,
    vendor: Option<String>,
    serial: Option<String>,
    key_type: Option<String>,
    count: Value,
    verdict: &'static str,
    reason: &'static str,
    text: String,
}

impl Verify {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let keys = self.keys.iter().map(PathBuf::as_path);
        let keyring = license_file::keyring(keys, self.revoked.iter().map(PathBuf::as_path))?;
        let mut judged = Judged::default();
        for path in &self.files {
            judged.file(path, &keyring);
        }
        let Judged { entries, problems } = judged;
        let invalid = entries.iter().filter(|entry| entry.verdict == "invalid").count();
        let status = common_status(&entries);
        let verdict = match (invalid, entries.len()) {
            (0, _) => Ok(0),
            (1, 1) => Err("the license is invalid".to_string()),
            (invalid, all) => Err(format!("{invalid} of {all} licenses are invalid")),
        };
        if self.json {
            context.printer.document(&Report { licenses: entries })?;
        } else if entries.is_empty() {
            context.printer.note("there is no license in these files");
        } else {
            context.printer.result(&entries.iter().map(line).collect::<Vec<_>>().join("\n"))?;
        }
        verdict.map_err(|text| Failure::status(status, text).problems(problems).after_document())
    }
}

/// The status that all invalid ones share the reason of, else that of bad files in general.
fn common_status(entries: &[Entry]) -> Status {
    let mut reasons = entries.iter().filter(|entry| entry.verdict == "invalid").map(|entry| entry.reason);
    let first = reasons.next().unwrap_or_default();
    let shared = reasons.all(|reason| reason == first).then(|| Status::from_name(first)).flatten();
    shared.filter(|status| status.exit_class() == ExitClass::File).unwrap_or(Status::BadLicenseFile)
}

fn line(entry: &Entry) -> String {
    let place = format!("{}:{}", entry.file, entry.line);
    let verdict = if entry.verdict == "valid" {
        entry.verdict.to_string()
    } else {
        format!("{} ({})", entry.verdict, entry.reason)
    };
    let Some(feature) = &entry.feature else { return format!("{place}: {verdict}") };
    let known = [&entry.vendor, &entry.serial, &entry.key_type].into_iter().flatten().cloned();
    let count = (!entry.count.is_null()).then(|| entry.count.to_string().trim_matches('"').to_string());
    let known: Vec<String> = known.chain(count).collect();
    format!("{place}: {feature} ({}): {verdict}", known.join(", "))
}

#[derive(Default)]
struct Judged {
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Judged {
    fn file(&mut self, path: &Path, keyring: &Keyring) {
        let bytes = match license_file::read(path) {
            Ok(bytes) => bytes,
            Err(failure) => {
                let text = failure.text().unwrap_or_default().to_string();
                self.problems.push(Problem { text: text.clone(), hint: None });
                self.refuse(path, 1, Reason::NotReadable, text);
                return;
            }
        };
        let parsed = parse_file(&bytes);
        for problem in &parsed.problems {
            self.problems.push(license_file::problem(path, problem));
        }
        if let Some(first) = parsed.problems.first() {
            self.refuse(path, first.location.line, first.reason, first.to_string());
        }
        for feature in &parsed.features {
            self.feature(path, feature, keyring);
        }
    }

    fn refuse(&mut self, path: &Path, line: u32, reason: Reason, text: String) {
        let mut entry = claimed(path, line, "", &Claims::default());
        entry.judge(reason, text);
        self.entries.push(entry);
    }

    fn feature(&mut self, path: &Path, feature: &ParsedFeature, keyring: &Keyring) {
        let line = feature.location.line;
        let (entry, found) = match &feature.result {
            Ok(license) => self.license(path, line, license, keyring),
            Err(found) => {
                let mut entry = claimed(path, line, &feature.name, &feature.claims);
                if let Some(first) = found.first() {
                    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
                    entry.judge(first.reason, texts.join("; "));
                }
                (entry, found.clone())
            }
        };
        self.problems.extend(found.iter().map(|problem| license_file::problem(path, problem)));
        self.entries.push(entry);
    }

    fn license(
        &mut self,
        path: &Path,
        line: u32,
        license: &License,
        keyring: &Keyring,
    ) -> (Entry, Vec<lictor_license::Problem>) {
        let mut entry = Entry {
            file: path.display().to_string(),
            line,
            feature: Some(license.feature().to_string()),
            vendor: Some(license.vendor().to_string()),
            serial: Some(license.serial().to_string()),
            key_type: Some(license.key_type().to_string()),
            count: license.seats().map_or(Value::Null, seats::value),
            verdict: "valid",
            reason: Reason::None.code(),
            text: String::new(),
        };
        let Err(refusal) = verify(license, keyring) else { return (entry, Vec::new()) };
        entry.judge(refusal.reason, refusal.text.clone());
        if refusal.problems.is_empty() {
            let text = format!("{}:{line}: feature {}: {}", entry.file, license.feature(), refusal.text);
            self.problems.push(Problem { text, hint: None });
        }
        (entry, refusal.problems)
    }
}

impl Entry {
    fn judge(&mut self, reason: Reason, text: String) {
        self.verdict = "invalid";
        self.reason = reason.code();
        self.text = text;
    }
}

/// What a bad license says of itself.
fn claimed(path: &Path, line: u32, name: &str, claims: &Claims) -> Entry {
    Entry {
        file: path.display().to_string(),
        line,
        feature: (!name.is_empty()).then(|| name.to_string()),
        vendor: claims.vendor.clone(),
        serial: claims.serial.clone(),
        key_type: claims.key_type.clone(),
        count: claims.count.as_deref().map_or(Value::Null, seats::claimed),
        verdict: "valid",
        reason: Reason::None.code(),
        text: String::new(),
    }
}
