//! The audit log: read in pages, exported whole, and checked (office.md 5.6).

use std::io;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::{Value as Json, json};

use super::feed::{Feed, Field, How, Page, Source};
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::collection::cell;
use crate::http::stream::{self, Sender};
use crate::office::Office;
use crate::store::audit::head::Head;
use crate::store::{Tx, audit};

const SOURCE: Source = Source {
    table: "audit",
    key: "sequence",
    fields: &[
        Field { name: "target", column: "target", how: How::Word },
        Field { name: "target_kind", column: "target_kind", how: How::Word },
        Field { name: "actor", column: "actor", how: How::Word },
        Field { name: "action", column: "action", how: How::Word },
        Field { name: "since", column: "at", how: How::Since },
        Field { name: "before", column: "at", how: How::Before },
    ],
};

/// Columns of the export as CSV.
const COLUMNS: &[&str] = &[
    "sequence",
    "at",
    "actor",
    "action",
    "target_kind",
    "target",
    "reason",
    "request_id",
    "idempotency_key",
    "ip",
    "before",
    "after",
];

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Lines,
    Csv,
}

/// A page of the log, or with `format=jsonl` or `format=csv` all that the filters leave.
///
/// # Errors
///
/// `INVALID_FIELD` for parameters that are none.
pub async fn list(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let feed = Feed::of(office.clock(), call, SOURCE)?;
    let format = match call.parameter("format") {
        None | Some("json") => None,
        Some("jsonl") => Some(Format::Lines),
        Some("csv") => Some(Format::Csv),
        Some(_) => {
            let text = "the parameter \"format\" takes json, jsonl or csv";
            return Err(Refusal::because(Code::InvalidField, text).at("format").into());
        }
    };
    if let Some(format) = format {
        return Ok(export(office, feed.whole(), format));
    }
    let page = feed.page(tx).await?;
    let data = page.rows.iter().map(|row| read(&row.1)).collect::<Result<Vec<Json>, Fault>>()?;
    let next = page.next.map(|next| next.to_string());
    Ok(Answer::ok(json!({ "data": data, "next": next, "meta": {} })))
}

/// Whether the chain holds. How far it came is noted then.
///
/// # Errors
///
/// What the database says.
pub async fn verify(office: &Office, tx: &mut Tx, _: &Call) -> Result<Answer, Fault> {
    let report = audit::verify_against(tx, office.data()).await?;
    if report.broken_at.is_none() {
        Head::note(tx, office.data()).await?;
    }
    Ok(Answer::ok(report))
}

/// The log as it grows while it is read: every page is a transaction of its own, so that a slow reader
/// keeps no connection from others. Nothing is missed, as the chain only grows at its end.
fn export(office: &Office, feed: Feed, format: Format) -> Answer {
    let (sender, parts) = stream::parts();
    let office = office.clone();
    tokio::spawn(async move {
        if let Err(fault) = send(&office, feed, format, &sender).await {
            tracing::error!(%fault, "the export of the audit log broke off");
            let _ = sender.send(Err(io::Error::other("the export broke off"))).await;
        }
    });
    let (media, name) = match format {
        Format::Lines => ("application/jsonl", "audit.jsonl"),
        Format::Csv => ("text/csv; charset=utf-8", "audit.csv"),
    };
    Answer::of(200, Content::Stream { media, name: name.to_owned(), parts })
}

async fn send(office: &Office, feed: Feed, format: Format, sender: &Sender) -> Result<(), Fault> {
    let mut head = format == Format::Csv;
    let mut feed = feed;
    loop {
        let page = feed.page(&mut office.read().await?).await?;
        let text = match format {
            Format::Lines => lines(&page),
            Format::Csv => csv(&page, head)?,
        };
        head = false;
        if sender.send(Ok(text.into())).await.is_err() {
            // Who asked is gone.
            return Ok(());
        }
        match page.next {
            Some(next) => feed = feed.after(next),
            None => return Ok(()),
        }
    }
}

fn lines(page: &Page) -> Vec<u8> {
    page.rows.iter().flat_map(|row| row.1.bytes().chain([b'\n'])).collect()
}

fn csv(page: &Page, head: bool) -> Result<Vec<u8>, Fault> {
    let broken = |error: csv::Error| Fault::internal(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    if head {
        writer.write_record(COLUMNS).map_err(broken)?;
    }
    for (_, body) in &page.rows {
        let event = read(body)?;
        writer.write_record(COLUMNS.iter().map(|name| cell(event.get(name)))).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| Fault::internal(error.to_string()))
}

fn read(body: &str) -> Result<Json, Fault> {
    serde_json::from_str(body).map_err(|error| Fault::internal(error.to_string()))
}
