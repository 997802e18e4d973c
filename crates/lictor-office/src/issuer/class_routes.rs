//! The issuer's catalogue of classes over HTTP, for its own people.

use lictor_entitle::Refusal;
use lictor_entitle::bill::BillType;
use lictor_entitle::code::Code;
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::model::LicenseModel;
use lictor_entitle::right::Right;
use lictor_types::FeatureName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::catalogue::{self, ISSUER};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::http::route::{Route, schema};
use crate::model::{CapacityOption, ClassTerms, Key, LicenseClass, Product, Settings};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// The routes of the catalogue.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/issuer-classes", "List the issuer's classes.", handler!(classes))
        .lists(schema::<LicenseClass>),
    Route::post("/v1/issuer-classes", Right::PluginAdmin, "Make a class.", handler!(create))
        .takes(schema::<ClassBody>)
        .gives(schema::<LicenseClass>)
        .verifiable(),
    Route::get("/v1/issuer-classes/{id}", "See a class, by its id or its name.", handler!(class))
        .gives(schema::<LicenseClass>),
    Route::patch("/v1/issuer-classes/{id}", Right::PluginAdmin, "Change a class.", handler!(change))
        .takes(schema::<ClassBody>)
        .gives(schema::<LicenseClass>),
    Route::delete(
        "/v1/issuer-classes/{id}",
        Right::PluginAdmin,
        "Remove a class without keys.",
        handler!(remove),
    ),
];

/// What a class is made of.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClassBody {
    /// Its name in requests: 1 to 64 of letters, digits, `-`, `_`, `.`.
    class_id: String,
    /// Its name for people; the name in requests if absent.
    #[serde(default)]
    name: Option<String>,
    /// Its version.
    #[serde(default)]
    class_version: String,
    /// How it may be paid; empty means both ways.
    #[serde(default)]
    bill_types: Vec<BillType>,
    /// What of it has an amount. The one named `SEATS` without a feature counts for every feature that
    /// has no capacity of its own.
    #[serde(default)]
    capacity_options: Vec<CapacityOption>,
    /// Features that can be switched on.
    #[serde(default)]
    features: Vec<String>,
    /// Classes of additional keys that can be attached.
    #[serde(default)]
    additional_classes: Vec<String>,
    /// Whether a key must be activated before its file is given out.
    #[serde(default)]
    requires_activation: bool,
    /// Whether licenses are renewed automatically when their update date has passed.
    #[serde(default)]
    auto_renew: bool,
    /// Whether amounts can be lowered and features taken away.
    #[serde(default)]
    allows_downgrade: bool,
    /// Prefix of the key numbers: 1 to 16 of A-Z and 0-9; the product's if absent.
    #[serde(default)]
    key_prefix: Option<String>,
    /// Whether it can be ordered.
    #[serde(default = "yes")]
    selected_for_sale: bool,
    /// Id of the product whose features every key contains.
    #[serde(default)]
    product_id: Option<String>,
    /// How its licenses are counted and bound.
    #[serde(default = "floating")]
    license_model: LicenseModel,
    /// Days an expired key is kept; it can be renewed meanwhile.
    #[serde(default)]
    keep_days: u32,
    /// Days between the update date and the expiration of a monthly key; the office's setting if absent.
    #[serde(default)]
    grace_days: Option<u32>,
    /// Who may order it, what has a price, what excludes what.
    #[serde(default)]
    terms: ClassTerms,
    /// Notes.
    #[serde(default)]
    metadata: std::collections::BTreeMap<String, Json>,
    /// Its name in another system.
    #[serde(default)]
    external_ref: Option<String>,
}

fn yes() -> bool {
    true
}

fn floating() -> LicenseModel {
    LicenseModel::FloatingCounted
}

async fn classes(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let query = call.list()?.only("plugin_id", ISSUER);
    collection::among::<LicenseClass>(office, tx, call, query).await
}

async fn class(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let class = find(tx, call.part("id")).await?;
    call.matches(&class)?;
    collection::shown(tx, call, &class).await
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: ClassBody = call.body()?;
    if catalogue::find(tx, &body.class_id).await?.is_some() {
        let text = format!("there is a class {:?}", body.class_id);
        return Err(Refusal::because(Code::Duplicate, text).at("/class_id").into());
    }
    let mut class = read(tx, body).await?;
    tx.insert(&mut class).await?;
    tx.trace::<LicenseClass>("issuer_class.created", None, Some(&class), None);
    let location = format!("/v1/issuer-classes/{}", class.meta.id);
    Ok(Answer { location: Some(location), ..Answer::created(&class) })
}

async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before = find(tx, call.part("id")).await?;
    call.matches(&before)?;
    call.read_only(&["class_id"])?;
    // A field that is not named keeps its value; the whole is then read like a new class.
    let mut whole = serde_json::json!(written(&before));
    if let (Some(whole), Some(fields)) = (whole.as_object_mut(), call.body.as_object()) {
        whole.extend(fields.clone());
    }
    let body: ClassBody = Call { body: whole, ..Call::default() }.body()?;
    let mut after = read(tx, body).await?;
    after.meta =
        Meta { metadata: after.meta.metadata, external_ref: after.meta.external_ref, ..before.meta.clone() };
    after.revision = before.revision + 1;
    tx.update(&mut after).await?;
    tx.trace("issuer_class.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let class = find(tx, call.part("id")).await?;
    call.matches(&class)?;
    if let Some(key) = tx.find::<Key>("class_id", class.class_id.as_str()).await? {
        let text = "the class has keys; take it off sale instead";
        return Err(Refusal::because(Code::IllegalTransition, text)
            .with("key_number", key.key_number())
            .into());
    }
    tx.delete::<LicenseClass>(&class.meta.id).await?;
    tx.trace::<LicenseClass>("issuer_class.removed", Some(&class), None, None);
    Ok(Answer::nothing())
}

async fn find(tx: &mut Tx, name: &str) -> Result<LicenseClass, Fault> {
    let condition = "plugin_id = $1 AND (id = $2 OR class_id = $2)";
    let found = tx.select::<LicenseClass>(condition, vec![ISSUER.into(), name.into()]).await?;
    found.into_iter().next().ok_or_else(|| Fault::not_found("class", name))
}

/// A class from what somebody wrote.
async fn read(tx: &mut Tx, body: ClassBody) -> Result<LicenseClass, Fault> {
    check(&body)?;
    let product = match &body.product_id {
        Some(id) => {
            let unknown = |_| invalid("/product_id", format!("there is no product {id:?}"));
            Some(tx.named::<Product>(id).await.map_err(unknown)?)
        }
        None => None,
    };
    let prefix = body.key_prefix.or_else(|| product.as_ref().and_then(|product| product.key_prefix.clone()));
    let prefix = prefix.unwrap_or_else(|| "KEY".to_owned());
    KeyNumber::new(&prefix, 0, 0).map_err(|error| invalid("/key_prefix", error.to_string()))?;
    let grace_days = match body.grace_days {
        Some(days) => days.into(),
        None => Settings::load(tx).await?.grace_days,
    };
    let meta = Meta { metadata: body.metadata, external_ref: body.external_ref, ..Meta::default() };
    Ok(LicenseClass {
        meta,
        plugin_id: ISSUER.to_owned(),
        name: body.name.unwrap_or_else(|| body.class_id.clone()),
        class_id: body.class_id,
        class_version: body.class_version,
        bill_types: body.bill_types,
        capacity_options: body.capacity_options,
        features: body.features,
        additional_classes: body.additional_classes,
        requires_activation: body.requires_activation,
        activation_learned: false,
        auto_renew: body.auto_renew,
        allows_downgrade: body.allows_downgrade,
        key_prefix: prefix,
        selected_for_sale: body.selected_for_sale,
        revision: 1,
        product_id: product.map(|product| product.meta.id),
        license_model: body.license_model,
        keep_days: body.keep_days.into(),
        grace_days,
        terms: body.terms,
    })
}

/// What somebody would have written to get this class.
fn written(class: &LicenseClass) -> ClassBody {
    ClassBody {
        class_id: class.class_id.clone(),
        name: Some(class.name.clone()),
        class_version: class.class_version.clone(),
        bill_types: class.bill_types.clone(),
        capacity_options: class.capacity_options.clone(),
        features: class.features.clone(),
        additional_classes: class.additional_classes.clone(),
        requires_activation: class.requires_activation,
        auto_renew: class.auto_renew,
        allows_downgrade: class.allows_downgrade,
        key_prefix: Some(class.key_prefix.clone()),
        selected_for_sale: class.selected_for_sale,
        product_id: class.product_id.clone(),
        license_model: class.license_model,
        keep_days: u32::try_from(class.keep_days).unwrap_or(0),
        grace_days: u32::try_from(class.grace_days).ok(),
        terms: class.terms.clone(),
        metadata: class.meta.metadata.clone(),
        external_ref: class.meta.external_ref.clone(),
    }
}

fn check(body: &ClassBody) -> Result<(), Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !(1..=64).contains(&body.class_id.len()) || !body.class_id.chars().all(plain) {
        return Err(invalid("/class_id", "a name has 1 to 64 letters, digits, -, _ and ."));
    }
    for (place, name) in body.features.iter().enumerate() {
        FeatureName::parse(name)
            .map_err(|error| invalid(&format!("/features/{place}"), error.to_string()))?;
    }
    for (place, option) in body.capacity_options.iter().enumerate() {
        let at = format!("/capacity_options/{place}");
        if option.code.is_empty() || option.amount > option.max {
            return Err(invalid(&at, "a capacity has a code, and an amount within its largest"));
        }
        if body.capacity_options.iter().take(place).any(|other| other.code == option.code) {
            return Err(invalid(&at, format!("the code {:?} stands twice", option.code)));
        }
        if let Some(name) = &option.feature {
            FeatureName::parse(name).map_err(|error| invalid(&format!("{at}/feature"), error.to_string()))?;
        }
    }
    let has_feature = body.capacity_options.iter().any(|option| option.feature.is_some());
    if body.product_id.is_none() && body.features.is_empty() && !has_feature {
        return Err(invalid("/features", "a class needs a product, features, or a capacity with a feature"));
    }
    Ok(())
}

fn invalid(pointer: &str, text: impl Into<String>) -> Fault {
    Refusal::because(Code::InvalidField, text).at(pointer).into()
}
