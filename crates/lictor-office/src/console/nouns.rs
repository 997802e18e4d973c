//! Every kind of record that the console shows.

mod administration;
mod catalogue;
mod customers;
mod entitlements;
mod fulfillments;
mod issuer;
mod licensing;
mod line_items;
mod operations;
mod plugins;
mod sales;
mod words;

use super::form::Form;
use super::noun::Noun;

/// Every noun.
const ALL: &[&[&Noun]] = &[
    licensing::NOUNS,
    plugins::NOUNS,
    sales::NOUNS,
    entitlements::NOUNS,
    line_items::NOUNS,
    fulfillments::NOUNS,
    catalogue::NOUNS,
    customers::NOUNS,
    issuer::NOUNS,
    operations::NOUNS,
    administration::NOUNS,
];

pub(super) use administration::{AUDIT, SETTINGS_FORM};
pub(super) use fulfillments::FULFILLMENTS;
pub(super) use licensing::LICENSES;
pub(super) use line_items::LINE_ITEMS;
pub(super) use operations::JOBS;
pub(super) use plugins::PLUGINS;

/// Every noun.
pub(super) fn all() -> impl Iterator<Item = &'static Noun> {
    ALL.iter().flat_map(|part| part.iter().copied())
}

/// The noun of a path.
pub(super) fn find(path: &str) -> Option<&'static Noun> {
    all().find(|noun| noun.path == path)
}

/// The noun of a kind of record, as operations and audit events name it.
pub(super) fn of_kind(kind: &str) -> Option<&'static Noun> {
    let path = match kind {
        "license" => "licenses",
        "plug-in" => "plugins",
        "subscription" => "subscriptions",
        "order" => "orders",
        "entitlement" => "entitlements",
        "line item" => "line-items",
        "fulfillment" => "fulfillments",
        "account" => "accounts",
        "product" => "products",
        "host" => "hosts",
        "key" => "keys",
        "feature" => "features",
        "license model" => "license-models",
        "license file" => "files",
        "operation" => "jobs",
        "sync run" => "sync-runs",
        "daily run" => "daily-runs",
        "webhook" => "webhooks",
        "token" => "tokens",
        "role" => "roles",
        _ => return None,
    };
    find(path)
}

/// The forms of a noun that need no record.
pub(super) fn beginnings(noun: &Noun) -> &'static [&'static Form] {
    noun.beginnings
}

#[cfg(test)]
mod tests;
