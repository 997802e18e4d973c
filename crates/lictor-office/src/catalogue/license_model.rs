//! License models: how licenses are counted and bound, by which technology, under which policies.

use std::collections::BTreeMap;

use lictor_entitle::model::LicenseModel;
use lictor_entitle::right::Right;
use lictor_entitle::technology::Technology;
use lictor_entitle::{Code, Refusal};
use lictor_types::HostIdType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{check_code, check_unique, check_unused};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::http::merge::merged;
use crate::http::route::{Route, schema};
use crate::model::{ModelTemplate, Policies};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// Routes of license models.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/license-models", "Lists license models.", handler!(collection::list::<ModelTemplate>))
        .lists(schema::<ModelTemplate>),
    Route::post("/v1/license-models", Right::EntitlementEdit, "Makes a license model.", handler!(create))
        .takes(schema::<ModelInput>)
        .gives(schema::<ModelTemplate>),
    Route::get(
        "/v1/license-models/{id}",
        "Shows a license model.",
        handler!(collection::get::<ModelTemplate>),
    )
    .gives(schema::<ModelTemplate>),
    Route::patch(
        "/v1/license-models/{id}",
        Right::EntitlementEdit,
        "Changes the policies of a license model.",
        handler!(change),
    )
    .takes(schema::<ModelInput>)
    .gives(schema::<ModelTemplate>),
    Route::delete(
        "/v1/license-models/{id}",
        Right::EntitlementEdit,
        "Forgets a license model that no line item has.",
        handler!(remove),
    ),
];

/// What makes a license model.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelInput {
    /// Unique short name; never changes.
    pub code: String,
    /// Floating or node-locked, counted or uncounted; never changes.
    pub model: LicenseModel,
    /// How the right reaches the machine; never changes.
    #[serde(default = "certificate")]
    pub technology: Technology,
    /// What customers may do themselves, and how often.
    #[serde(default)]
    pub policies: Policies,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The model's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn certificate() -> Technology {
    Technology::Certificate
}

/// Makes a license model.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`.
pub async fn make(tx: &mut Tx, input: ModelInput) -> Result<ModelTemplate, Fault> {
    check_code(&input.code, "code")?;
    check_unique::<ModelTemplate>(tx, "code", &input.code, "").await?;
    let mut model = fill(Meta::default(), input)?;
    tx.insert(&mut model).await?;
    tx.trace("license_model.created", None, Some(&model), None);
    Ok(model)
}

fn fill(meta: Meta, input: ModelInput) -> Result<ModelTemplate, Fault> {
    check_policies(&input.policies)?;
    Ok(ModelTemplate {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..meta },
        code: input.code,
        model: input.model,
        technology: input.technology,
        policies: input.policies,
    })
}

/// That policies can be followed.
pub(crate) fn check_policies(policies: &Policies) -> Result<(), Refusal> {
    for (place, kind) in policies.host_id_kinds.iter().enumerate() {
        if HostIdType::parse(kind).is_none() {
            let why = format!("there is no type {kind:?} of host ids");
            let refusal = Refusal::because(Code::InvalidField, why);
            return Err(refusal.at(format!("/policies/host_id_kinds/{place}")));
        }
    }
    Ok(())
}

/// Makes the license models that a new back office begins with: FC, FU, NC and NU with certificates.
/// Does nothing where there is any model.
///
/// # Errors
///
/// What the database says.
pub async fn seed(tx: &mut Tx) -> Result<(), Fault> {
    if !tx.query("SELECT id FROM license_models LIMIT 1", Vec::new()).await?.is_empty() {
        return Ok(());
    }
    for model in LicenseModel::ALL {
        let input = ModelInput {
            code: model.as_str().to_owned(),
            model: *model,
            technology: Technology::Certificate,
            policies: Policies::default(),
            metadata: BTreeMap::new(),
            external_ref: None,
        };
        make(tx, input).await?;
    }
    Ok(())
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::created(&make(tx, call.body()?).await?))
}

async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: ModelTemplate = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    let now = before.clone();
    let input = ModelInput {
        code: now.code,
        model: now.model,
        technology: now.technology,
        policies: now.policies,
        metadata: now.meta.metadata,
        external_ref: now.meta.external_ref,
    };
    let mut after = fill(before.meta.clone(), merged(call, &input, &["code", "model", "technology"])?)?;
    tx.update(&mut after).await?;
    tx.trace("license_model.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let model: ModelTemplate = collection::named(tx, call, "id").await?;
    call.matches(&model)?;
    check_unused(tx, &model.meta.id, &[("line_items", "license_model_id")]).await?;
    tx.delete::<ModelTemplate>(&model.meta.id).await?;
    tx.trace("license_model.removed", Some(&model), None, None);
    Ok(Answer::nothing())
}
