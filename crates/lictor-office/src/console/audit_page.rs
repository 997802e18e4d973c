//! Whether the audit chain holds.

use askama::Template;

use super::html::Html;
use super::noun::{at, number, text};
use super::page::{Crumb, Page, Reply};
use super::visit::Visit;
use crate::fault::Fault;

#[derive(Template)]
#[template(path = "chain.html")]
struct ChainView {
    events: i64,
    head: String,
    broken_at: Option<i64>,
}

/// Reads the whole chain and says whether it holds.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn verify(visit: &Visit) -> Result<Reply, Fault> {
    let report = visit.get("/v1/audit/verify").await?;
    let view = ChainView {
        events: number(&report, "events"),
        head: text(&report, "head"),
        broken_at: at(&report, "broken_at").as_i64(),
    };
    let crumbs = vec![Crumb::new("Audit", "/audit")];
    Ok(Reply::Page(Page {
        title: "Audit chain".to_owned(),
        crumbs,
        body: Html::of(&view),
        ..Page::default()
    }))
}
