//! Products: a version of something, with the features that its licenses contain.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::model::LicenseModel;
use lictor_entitle::right::Right;
use lictor_entitle::technology::Technology;
use lictor_entitle::{Code, Refusal, civil};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::feature::check_version;
use super::{check_name, check_unused, referred};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::http::merge::merged;
use crate::http::route::{Route, schema};
use crate::model::{Feature, Product, ProductFeature, ProductState};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// Routes of products.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/products", "Lists products.", handler!(collection::list::<Product>))
        .lists(schema::<Product>),
    Route::post("/v1/products", Right::EntitlementEdit, "Makes a product.", handler!(create))
        .takes(schema::<ProductInput>)
        .gives(schema::<Product>),
    Route::get("/v1/products/{id}", "Shows a product.", handler!(collection::get::<Product>))
        .gives(schema::<Product>),
    Route::patch("/v1/products/{id}", Right::EntitlementEdit, "Changes a product.", handler!(change))
        .takes(schema::<ProductInput>)
        .gives(schema::<Product>),
    Route::delete(
        "/v1/products/{id}",
        Right::EntitlementEdit,
        "Forgets a product that nothing refers to.",
        handler!(remove),
    ),
    Route::post(
        "/v1/products/{id}/deploy",
        Right::EntitlementDeploy,
        "Puts a product on sale.",
        handler!(deploy),
    )
    .gives(schema::<Product>),
    Route::post(
        "/v1/products/{id}/deactivate",
        Right::EntitlementDeploy,
        "Takes a product off sale for a while.",
        handler!(deactivate),
    )
    .gives(schema::<Product>),
    Route::post(
        "/v1/products/{id}/obsolete",
        Right::EntitlementObsolete,
        "Takes a product off sale for good.",
        handler!(obsolete),
    )
    .gives(schema::<Product>),
];

/// What makes a product.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductInput {
    /// Name; name and version together are unique.
    pub name: String,
    /// Version, for people and for the order of upgrades.
    #[serde(default = "one")]
    pub product_version: String,
    /// What its licenses contain: names of features, each once.
    #[serde(default)]
    pub features: Vec<ProductFeature>,
    /// Technologies it may be licensed with; empty means all.
    #[serde(default)]
    pub technologies: Vec<Technology>,
    /// License models it may be licensed with; empty means all.
    #[serde(default)]
    pub models: Vec<LicenseModel>,
    /// Prefix of the key numbers of this product, 2 to 8 capital letters or digits.
    #[serde(default)]
    pub key_prefix: Option<String>,
    /// First day of the automatic version upgrade to this product.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub upgrade_from: Option<CivilDate>,
    /// Last day of the automatic version upgrade to this product.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub upgrade_until: Option<CivilDate>,
    /// Text of the mail of the automatic upgrade; `{account}`, `{product}` and `{lines}` are filled in.
    #[serde(default)]
    pub mail_template: Option<String>,
    /// Whether it is for trials of the vendor only; set when it is made, for good.
    #[serde(default)]
    pub test: bool,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The product's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn one() -> String {
    "1.0".to_owned()
}

/// Makes a product, as a draft.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`.
pub async fn make(tx: &mut Tx, input: ProductInput) -> Result<Product, Fault> {
    let state = if input.test { ProductState::Test } else { ProductState::Draft };
    let mut product = fill(tx, Meta::default(), state, input).await?;
    tx.insert(&mut product).await?;
    tx.trace("product.created", None, Some(&product), None);
    Ok(product)
}

async fn fill(tx: &mut Tx, meta: Meta, state: ProductState, input: ProductInput) -> Result<Product, Fault> {
    check_name(&input.name, "name")?;
    check_name(&input.product_version, "product_version")?;
    check_pair(tx, &input, &meta.id).await?;
    let features = check_features(tx, input.features).await?;
    if let Some(prefix) = &input.key_prefix {
        let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if !(2..=8).contains(&prefix.len()) || !prefix.bytes().all(plain) {
            let why = "expected 2 to 8 capital letters or digits";
            return Err(Refusal::because(Code::InvalidField, why).at("/key_prefix").into());
        }
    }
    if let (Some(from), Some(until)) = (input.upgrade_from, input.upgrade_until)
        && until < from
    {
        let why = "the automatic upgrade would end before it begins";
        return Err(Refusal::because(Code::InvalidField, why).at("/upgrade_until").into());
    }
    Ok(Product {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..meta },
        name: input.name,
        product_version: input.product_version,
        state,
        features,
        technologies: input.technologies,
        models: input.models,
        key_prefix: input.key_prefix,
        upgrade_from: input.upgrade_from,
        upgrade_until: input.upgrade_until,
        mail_template: input.mail_template,
    })
}

async fn check_pair(tx: &mut Tx, input: &ProductInput, own: &str) -> Result<(), Fault> {
    let sql = "SELECT id FROM products WHERE name = $1 AND product_version = $2";
    let values = vec![input.name.as_str().into(), input.product_version.as_str().into()];
    for row in tx.query(sql, values).await? {
        if row.text(0)? != own {
            let why = format!("there is a product {:?} {:?} already", input.name, input.product_version);
            let refusal = Refusal::because(Code::Duplicate, why).at("/product_version");
            return Err(refusal.with("id", row.text(0)?).into());
        }
    }
    Ok(())
}

/// The features under the names that they have; each must exist and stand once.
async fn check_features(tx: &mut Tx, given: Vec<ProductFeature>) -> Result<Vec<ProductFeature>, Fault> {
    let mut seen = BTreeSet::new();
    let mut features = Vec::with_capacity(given.len());
    for (place, wanted) in given.into_iter().enumerate() {
        let at = |why: &str, field: &str| {
            Fault::from(Refusal::because(Code::InvalidField, why).at(format!("/features/{place}/{field}")))
        };
        let feature: Feature = referred(tx, &wanted.name, &format!("features/{place}/name")).await?;
        if !seen.insert(feature.name.to_lowercase()) {
            return Err(at("the feature stands twice", "name"));
        }
        if wanted.per_seat == 0 {
            return Err(at("expected at least 1", "per_seat"));
        }
        if let Some(version) = &wanted.feature_version {
            check_version(version, &format!("/features/{place}/feature_version"))?;
        }
        features.push(ProductFeature { name: feature.name, ..wanted });
    }
    Ok(features)
}

/// The states that a product may take from one, by a person.
#[must_use]
pub fn next(state: ProductState) -> &'static [ProductState] {
    match state {
        ProductState::Draft => &[ProductState::Deployed],
        ProductState::Deployed => &[ProductState::Inactive],
        ProductState::Inactive => &[ProductState::Deployed, ProductState::Obsolete],
        ProductState::Obsolete | ProductState::Test => &[],
    }
}

/// Puts a product into another state.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` with `status` and `allowed`.
pub async fn put_into(tx: &mut Tx, before: Product, state: ProductState) -> Result<Product, Fault> {
    if !next(before.state).contains(&state) {
        let allowed: Vec<String> = next(before.state).iter().map(ToString::to_string).collect();
        let refusal = Refusal::new(Code::IllegalTransition).with("status", before.state.as_str());
        return Err(refusal.with("allowed", allowed).into());
    }
    let mut after = Product { state, ..before.clone() };
    tx.update(&mut after).await?;
    let action = match state {
        ProductState::Deployed => "product.deployed",
        ProductState::Inactive => "product.deactivated",
        ProductState::Obsolete => "product.obsoleted",
        ProductState::Draft | ProductState::Test => "product.changed",
    };
    tx.trace(action, Some(&before), Some(&after), None);
    Ok(after)
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::created(&make(tx, call.body()?).await?))
}

async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Product = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    let now = before.clone();
    let input = ProductInput {
        name: now.name,
        product_version: now.product_version,
        features: now.features,
        technologies: now.technologies,
        models: now.models,
        key_prefix: now.key_prefix,
        upgrade_from: now.upgrade_from,
        upgrade_until: now.upgrade_until,
        mail_template: now.mail_template,
        test: now.state == ProductState::Test,
        metadata: now.meta.metadata,
        external_ref: now.meta.external_ref,
    };
    let input = merged(call, &input, &["state", "test"])?;
    let mut after = fill(tx, before.meta.clone(), before.state, input).await?;
    tx.update(&mut after).await?;
    tx.trace("product.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let product: Product = collection::named(tx, call, "id").await?;
    call.matches(&product)?;
    let by = [
        ("line_items", "product_id"),
        ("fulfillments", "product_id"),
        ("relations", "from_product"),
        ("relations", "to_product"),
    ];
    check_unused(tx, &product.meta.id, &by).await?;
    tx.delete::<Product>(&product.meta.id).await?;
    tx.trace("product.removed", Some(&product), None, None);
    Ok(Answer::nothing())
}

async fn step(tx: &mut Tx, call: &Call, state: ProductState) -> Result<Answer, Fault> {
    let product: Product = collection::named(tx, call, "id").await?;
    call.matches(&product)?;
    Ok(Answer::record(&put_into(tx, product, state).await?))
}

async fn deploy(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step(tx, call, ProductState::Deployed).await
}

async fn deactivate(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step(tx, call, ProductState::Inactive).await
}

async fn obsolete(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step(tx, call, ProductState::Obsolete).await
}
