//! Features: what applications ask for by name.

use std::collections::BTreeMap;

use lictor_entitle::right::Right;
use lictor_entitle::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::check_unique;
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::http::merge::merged;
use crate::http::route::{Route, schema};
use crate::model::{Feature, Product, VersionFormat};
use crate::office::Office;
use crate::rendering::share_text;
use crate::store::{Meta, Tx};

/// Routes of features.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/features", "Lists features.", handler!(collection::list::<Feature>))
        .lists(schema::<Feature>),
    Route::post("/v1/features", Right::EntitlementEdit, "Makes a feature.", handler!(create))
        .takes(schema::<FeatureInput>)
        .gives(schema::<Feature>),
    Route::get("/v1/features/{id}", "Shows a feature.", handler!(collection::get::<Feature>))
        .gives(schema::<Feature>),
    Route::patch("/v1/features/{id}", Right::EntitlementEdit, "Changes a feature.", handler!(change))
        .takes(schema::<FeatureInput>)
        .gives(schema::<Feature>),
    Route::delete(
        "/v1/features/{id}",
        Right::EntitlementEdit,
        "Forgets a feature that no product has.",
        handler!(remove),
    ),
];

/// What makes a feature.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeatureInput {
    /// Name as the application asks for it: 1 to 64 letters, digits or `_ - .`; never changes.
    pub name: String,
    /// Version written into license files, `MAJOR.MINOR`, each 0 to 9999; not used for a date-based one.
    #[serde(default = "one")]
    pub feature_version: String,
    /// Whether the version is fixed, or the day up to which the customer paid for updates.
    #[serde(default = "fixed")]
    pub version_format: VersionFormat,
    /// Text that the application reads with the license.
    #[serde(default)]
    pub options: Option<String>,
    /// Sharing of seats, flags of license files joined by `|`.
    #[serde(default)]
    pub share: Option<String>,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The feature's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn one() -> String {
    "1.0".to_owned()
}

fn fixed() -> VersionFormat {
    VersionFormat::Fixed
}

/// Makes a feature.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`.
pub async fn make(tx: &mut Tx, input: FeatureInput) -> Result<Feature, Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !(1..=64).contains(&input.name.len()) || !input.name.chars().all(plain) {
        let why = "expected 1 to 64 letters, digits or _ - .";
        return Err(Refusal::because(Code::InvalidField, why).at("/name").into());
    }
    check_unique::<Feature>(tx, "name", &input.name, "").await?;
    let mut feature = fill(Meta::default(), input)?;
    tx.insert(&mut feature).await?;
    tx.trace("feature.created", None, Some(&feature), None);
    Ok(feature)
}

fn fill(meta: Meta, input: FeatureInput) -> Result<Feature, Fault> {
    check_version(&input.feature_version, "/feature_version")?;
    let options = input.options.filter(|text| !text.is_empty());
    if options.as_ref().is_some_and(|text| text.len() > 8192 || text.chars().any(char::is_control)) {
        let why = "expected at most 8192 bytes without control characters";
        return Err(Refusal::because(Code::InvalidField, why).at("/options").into());
    }
    let share = input.share.as_deref().map(share_text).transpose()?.filter(|text| !text.is_empty());
    Ok(Feature {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..meta },
        name: input.name,
        feature_version: input.feature_version,
        version_format: input.version_format,
        options,
        share,
    })
}

/// That a text is a version of license files.
pub(crate) fn check_version(text: &str, pointer: &str) -> Result<(), Fault> {
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u16>().is_ok_and(|part| part <= 9999)
    };
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    if part(major) && part(minor) {
        return Ok(());
    }
    let why = "expected a version as MAJOR.MINOR, each from 0 to 9999";
    Err(Refusal::because(Code::InvalidField, why).at(pointer).into())
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::created(&make(tx, call.body()?).await?))
}

async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Feature = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    let now = before.clone();
    let input = FeatureInput {
        name: now.name,
        feature_version: now.feature_version,
        version_format: now.version_format,
        options: now.options,
        share: now.share,
        metadata: now.meta.metadata,
        external_ref: now.meta.external_ref,
    };
    let mut after = fill(before.meta.clone(), merged(call, &input, &["name"])?)?;
    tx.update(&mut after).await?;
    tx.trace("feature.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let feature: Feature = collection::named(tx, call, "id").await?;
    call.matches(&feature)?;
    // Products name features inside their documents; there are few products.
    for product in tx.select::<Product>("1 = 1 ORDER BY id", Vec::new()).await? {
        if product.features.iter().any(|has| has.name == feature.name) {
            let refusal = Refusal::because(Code::InUse, format!("the product {:?} has it", product.name));
            return Err(refusal.with("collection", "products").with("id", product.meta.id).into());
        }
    }
    tx.delete::<Feature>(&feature.meta.id).await?;
    tx.trace("feature.removed", Some(&feature), None, None);
    Ok(Answer::nothing())
}
