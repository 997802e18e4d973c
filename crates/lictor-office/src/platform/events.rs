//! Events in the order in which they happened, for whoever follows them instead of being called.

use serde_json::{Value as Json, json};

use super::feed::{Feed, Field, How, Source};
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::office::Office;
use crate::store::Tx;

const SOURCE: Source = Source {
    table: "events",
    key: "position",
    fields: &[
        Field { name: "event_type", column: "event_type", how: How::Word },
        Field { name: "aggregate_kind", column: "aggregate_kind", how: How::Word },
        Field { name: "aggregate_id", column: "aggregate_id", how: How::Word },
        Field { name: "since", column: "created_at", how: How::Since },
        Field { name: "before", column: "created_at", how: How::Before },
    ],
};

/// A page of events. Its cursor is the position of the last one: events take their positions as their
/// transactions last, so who asks again after it misses nothing.
///
/// # Errors
///
/// `INVALID_FIELD` for parameters that are none.
pub async fn list(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let page = Feed::of(office.clock(), call, SOURCE)?.page(tx).await?;
    let last = page.rows.last().map(|row| row.0.to_string());
    let data = page
        .rows
        .iter()
        .map(|row| serde_json::from_str(&row.1).map_err(|error| Fault::internal(error.to_string())))
        .collect::<Result<Vec<Json>, Fault>>()?;
    let next = page.next.map(|next| next.to_string());
    Ok(Answer::ok(json!({ "data": data, "next": next, "meta": { "last": last } })))
}
