//! Relations: which product follows which, and which one is richer.

use lictor_entitle::relation::{self, RelationKind, check_new_relation};
use lictor_entitle::right::Right;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::referred;
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::http::route::{Route, schema};
use crate::model::{Product, Relation};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// Routes of relations.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/relations", "Lists relations of products.", handler!(collection::list::<Relation>))
        .lists(schema::<Relation>),
    Route::post("/v1/relations", Right::EntitlementEdit, "Relates two products.", handler!(create))
        .takes(schema::<RelationInput>)
        .gives(schema::<Relation>),
    Route::get("/v1/relations/{id}", "Shows a relation.", handler!(collection::get::<Relation>))
        .gives(schema::<Relation>),
    Route::delete(
        "/v1/relations/{id}",
        Right::EntitlementEdit,
        "Forgets a relation; what was upgraded along it stays.",
        handler!(remove),
    ),
];

/// What makes a relation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationInput {
    /// Id of the product that the customer has.
    pub from_product: String,
    /// Id of the product that the customer may come to.
    pub to_product: String,
    /// Upgrade or upsell.
    pub kind: RelationKind,
}

/// Relates two products.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`.
pub async fn make(tx: &mut Tx, input: RelationInput) -> Result<Relation, Fault> {
    let from: Product = referred(tx, &input.from_product, "from_product").await?;
    let to: Product = referred(tx, &input.to_product, "to_product").await?;
    let new = relation::Relation { from: from.meta.id, to: to.meta.id, kind: input.kind };
    check_new_relation(&every(tx).await?, &new)?;
    let mut relation =
        Relation { meta: Meta::default(), from_product: new.from, to_product: new.to, kind: new.kind };
    tx.insert(&mut relation).await?;
    tx.trace("relation.created", None, Some(&relation), None);
    Ok(relation)
}

/// Every relation, as the rules take them.
///
/// # Errors
///
/// What the database says.
pub async fn every(tx: &mut Tx) -> Result<Vec<relation::Relation>, Fault> {
    let sql = "SELECT from_product, to_product, kind FROM relations ORDER BY id";
    let mut edges = Vec::new();
    for row in tx.query(sql, Vec::new()).await? {
        let kind = RelationKind::parse(row.text(2)?);
        let kind = kind.ok_or_else(|| Fault::internal("a relation of no kind"))?;
        let (from, to) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
        edges.push(relation::Relation { from, to, kind });
    }
    Ok(edges)
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::created(&make(tx, call.body()?).await?))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let relation: Relation = collection::named(tx, call, "id").await?;
    call.matches(&relation)?;
    tx.delete::<Relation>(&relation.meta.id).await?;
    tx.trace("relation.removed", Some(&relation), None, None);
    Ok(Answer::nothing())
}
