//! `lictor hostid`: what this machine is known by (HID-01) and what it stands in (SHR-03).

use clap::Args;
use lictor_host::{Answer, Sighting, Surroundings, Verdict};
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;

/// Show this machine's host ids, as a license can name them
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor hostid
  lictor hostid --json

The key of a license server (SERVER_KEY) is not a property of the machine: `lictor status` shows it.")]
pub(crate) struct Hostid {
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    hostids: Vec<Id>,
    absent: Vec<Absent>,
    virtual_machine: Finding,
    container: Finding,
    cloud: Finding,
    terminal_session: Finding,
}

#[derive(Debug, Serialize)]
struct Id {
    r#type: &'static str,
    value: String,
}

#[derive(Debug, Serialize)]
struct Absent {
    r#type: &'static str,
    reason: String,
}

/// `answer` is `yes`, `no` or `unknown`; `kind` is there with `yes`.
#[derive(Debug, Serialize)]
struct Finding {
    answer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    evidence: Vec<String>,
}

impl Hostid {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let report = Report::new(
            &lictor_host::sightings(),
            lictor_host::surroundings(),
            lictor_host::terminal_session(),
        );
        if self.json {
            context.printer.document(&report)?;
        } else {
            context.printer.result(&report.lines().join("\n"))?;
        }
        Ok(0)
    }
}

impl Report {
    fn new(sightings: &[Sighting], surroundings: Surroundings, terminal_session: Verdict) -> Self {
        let ids = sightings.iter().flat_map(|sighting| &sighting.ids);
        let absent = |sighting: &Sighting| {
            let reason = sighting.absence.as_ref()?.to_string();
            Some(Absent { r#type: sighting.kind.name(), reason })
        };
        Self {
            hostids: ids.map(|id| Id { r#type: id.kind().name(), value: id.value().to_owned() }).collect(),
            absent: sightings.iter().filter_map(absent).collect(),
            virtual_machine: Finding::new(surroundings.virtual_machine),
            container: Finding::new(surroundings.container),
            cloud: Finding::new(surroundings.cloud),
            terminal_session: Finding::new(terminal_session),
        }
    }

    fn lines(&self) -> Vec<String> {
        let row = |name: &str, text: &str| format!("{name:<16} {text}");
        let mut lines: Vec<String> = self.hostids.iter().map(|id| row(id.r#type, &id.value)).collect();
        lines.extend(self.absent.iter().map(|absent| row(absent.r#type, &format!("- ({})", absent.reason))));
        lines.push(String::new());
        for (name, finding) in [
            ("virtual machine", &self.virtual_machine),
            ("container", &self.container),
            ("cloud", &self.cloud),
            ("remote session", &self.terminal_session),
        ] {
            lines.push(row(name, &finding.text()));
            lines.extend(finding.evidence.iter().map(|seen| row("", seen)));
        }
        lines
    }
}

impl Finding {
    fn new(verdict: Verdict) -> Self {
        let (answer, kind) = match verdict.answer {
            Answer::Yes(kind) => ("yes", Some(kind)),
            Answer::No => ("no", None),
            Answer::Unknown => ("unknown", None),
        };
        Self { answer, kind, evidence: verdict.evidence }
    }

    fn text(&self) -> String {
        self.kind.as_ref().map_or_else(|| self.answer.to_owned(), |kind| format!("{}, {kind}", self.answer))
    }
}
