//! The pages of jobs, sync runs and daily runs: they follow what goes on.

use super::detail;
use super::html::Html;
use super::noun::{Noun, at, text};
use super::page::Reply;
use super::preview::steps_table;
use super::visit::Visit;
use crate::fault::Fault;

/// Shows a run.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let record = detail::record(visit, noun).await?;
    let live = matches!(text(&record, "state").as_str(), "Queued" | "Running" | "Waiting");
    let own = match at(&record, "steps").as_array() {
        Some(steps) if !steps.is_empty() => {
            detail::section("Steps", "steps", "In the order in which they are done.", &steps_table(steps))
        }
        Some(_) | None => Html::default(),
    };
    let buttons = detail::buttons(visit, noun, &record);
    detail::with(visit, noun, &record, buttons, own, live).await
}
