//! The page of a license file, and its bytes.

use super::address::encode;
use super::detail::{self, Button};
use super::html::Html;
use super::noun::id;
use super::nouns;
use super::page::Reply;
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::inner::Inner;

/// Shows a file's record. Its bytes are handed out by the button, which notes to whom.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let Some(noun) = nouns::find("files") else { return Err(Fault::internal("no files")) };
    let record = detail::record(visit, noun).await?;
    let href = format!("/files/{}/download", id(&record));
    let buttons = vec![Button { primary: true, ..Button::link("Download", href) }];
    detail::with(visit, noun, &record, buttons, Html::default(), false).await
}

/// Hands the bytes out.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn download(visit: &Visit) -> Result<Reply, Fault> {
    let path = format!("/v1/files/{}/download", encode(visit.part("id")));
    Ok(Reply::File(visit.ask(Inner::get(path)).await?))
}
