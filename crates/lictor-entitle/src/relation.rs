//! Edges between products: which version follows which, which edition is richer.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::code::Code;
use crate::refusal::Refusal;
use crate::word::words;

words! {
    /// What an edge between two products permits.
    RelationKind {
        /// To a newer version of the same product.
        Upgrade = "UPGRADE",
        /// To a richer edition.
        Upsell = "UPSELL",
    }
}

/// One edge between two products.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// Id of the product one has.
    pub from: String,
    /// Id of the product one gets.
    pub to: String,
    /// What the edge permits.
    pub kind: RelationKind,
}

/// The products that an edge of this kind leads to, in the order of the edges.
pub fn successors<'a>(
    relations: &'a [Relation],
    from: &'a str,
    kind: RelationKind,
) -> impl Iterator<Item = &'a str> {
    relations.iter().filter(move |edge| edge.kind == kind && edge.from == from).map(|edge| edge.to.as_str())
}

/// Checks that an edge of this kind leads from one product to the other. Edges are not chained: from 1
/// to 3 needs an edge of its own, even if 1 leads to 2 and 2 to 3.
///
/// # Errors
///
/// `NO_PRODUCT_RELATION`.
pub fn check_relation(
    relations: &[Relation],
    from: &str,
    to: &str,
    kind: RelationKind,
) -> Result<(), Refusal> {
    if successors(relations, from, kind).any(|product| product == to) {
        return Ok(());
    }
    Err(Refusal::new(Code::NoProductRelation)
        .with("from", from)
        .with("to", to)
        .with("relation", kind.as_str()))
}

/// Checks an edge that is to be added.
///
/// # Errors
///
/// `INVALID_FIELD` if it would lead back to its own start: no version follows itself. `DUPLICATE` if it
/// stands already.
pub fn check_new_relation(relations: &[Relation], new: &Relation) -> Result<(), Refusal> {
    if relations.contains(new) {
        return Err(Refusal::new(Code::Duplicate));
    }
    let mut ahead = vec![new.to.as_str()];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(product) = ahead.pop() {
        if product == new.from {
            let why = "the relations would lead in a circle";
            return Err(Refusal::because(Code::InvalidField, why).at("/to_product"));
        }
        if !seen.contains(&product) {
            seen.push(product);
            ahead.extend(successors(relations, product, new.kind));
        }
    }
    Ok(())
}
