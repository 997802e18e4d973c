//! License classes over HTTP: read-only but for what is for sale.

use lictor_entitle::code::Code;
use lictor_entitle::refusal::Refusal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::LicenseClass;
use crate::office::Office;
use crate::store::Tx;

/// Most classes of one selection.
const MANY: usize = 1000;

/// Body of `POST /v1/license-classes/select`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Ids of the classes.
    pub ids: Vec<String>,
    /// Whether they are for sale from now on.
    #[serde(default = "yes")]
    pub selected: bool,
}

/// The classes of a selection.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Selected {
    /// They, as they stand now.
    pub data: Vec<LicenseClass>,
}

fn yes() -> bool {
    true
}

/// `POST /v1/license-classes/{id}/select`.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn select(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    one(tx, call, true).await
}

/// `POST /v1/license-classes/{id}/deselect`.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn deselect(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    one(tx, call, false).await
}

async fn one(tx: &mut Tx, call: &Call, selected: bool) -> Result<Answer, Fault> {
    let mut class: LicenseClass = collection::named(tx, call, "id").await?;
    call.matches(&class)?;
    mark(tx, &mut class, selected).await?;
    Ok(Answer::record(&class))
}

/// Puts a class up for sale, or takes it out.
///
/// # Errors
///
/// `READ_ONLY` for a class of our own issuer: it is sold by the plug-ins that fetched it.
pub async fn mark(tx: &mut Tx, class: &mut LicenseClass, selected: bool) -> Result<(), Fault> {
    if class.plugin_id == "issuer" {
        let text = "this class is the issuer's own: select it where a plug-in fetched it";
        return Err(Refusal::because(Code::ReadOnly, text).into());
    }
    if class.selected_for_sale == selected {
        return Ok(());
    }
    let before = class.clone();
    class.selected_for_sale = selected;
    tx.update(class).await?;
    let name = if selected { "license_class.selected" } else { "license_class.deselected" };
    tx.trace(name, Some(&before), Some(&*class), None);
    Ok(())
}

/// `POST /v1/license-classes/select`: many at once, all or none.
///
/// # Errors
///
/// `NOT_FOUND`, `INVALID_FIELD`.
pub async fn select_many(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Selection = call.body()?;
    if body.ids.len() > MANY {
        return Err(super::request::invalid("/ids", format!("at most {MANY}")));
    }
    let mut marked = Vec::with_capacity(body.ids.len());
    for id in &body.ids {
        let mut class: LicenseClass = tx.get(id).await?;
        mark(tx, &mut class, body.selected).await?;
        marked.push(class);
    }
    Ok(Answer::ok(Selected { data: marked }))
}

/// `PATCH /v1/license-classes/{id}`: what an issuer offers is its own.
///
/// # Errors
///
/// Always `READ_ONLY`.
pub async fn edit(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: LicenseClass = collection::named(tx, call, "id").await?;
    let text = "classes come from the issuer; only their selection is yours";
    Err(Refusal::because(Code::ReadOnly, text).into())
}
