//! The settings of the office.

use super::form_page;
use super::noun::{NOUN, Noun};
use super::nouns::SETTINGS_FORM;
use super::page::Reply;
use super::routing::is_post;
use super::visit::Visit;
use crate::fault::Fault;

/// Stands for the settings where a form wants a noun.
const SETTINGS: Noun = Noun {
    path: "settings",
    title: "Settings",
    one: "settings",
    label: |_| "the back office".to_owned(),
    has_page: false,
    ..NOUN
};

/// Shows the settings, or saves them.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let record = visit.get("/v1/settings").await?;
    if is_post(visit) {
        form_page::send(visit, &SETTINGS, &SETTINGS_FORM, Some(&record)).await
    } else {
        form_page::show(visit, &SETTINGS, &SETTINGS_FORM, Some(&record)).await
    }
}
