//! Every route of the interface, gathered from the parts.

use std::sync::OnceLock;

use crate::http::route::Route;

/// The routes of each part.
const PARTS: &[&[Route]] = &[
    crate::catalogue::account::ROUTES,
    crate::catalogue::product::ROUTES,
    crate::catalogue::feature::ROUTES,
    crate::catalogue::relation::ROUTES,
    crate::catalogue::license_model::ROUTES,
    crate::catalogue::host::ROUTES,
    crate::entitlement::ENTITLEMENTS,
    crate::entitlement::LINE_ITEMS,
    crate::fulfillment::FULFILLMENTS,
    crate::fulfillment::FILES,
    crate::platform::ROUTES,
    crate::doctor::ROUTES,
    crate::transfer::ROUTES,
    crate::issuer::routes::ROUTES,
    crate::issuer::class_routes::ROUTES,
    crate::issuer::key_routes::ROUTES,
    crate::provider::routes::PLUGINS,
    crate::provider::routes::LICENSES,
    crate::provider::routes::SALES,
    crate::provider::routes::WORK,
];

/// Every route, in the order of the documentation.
#[must_use]
pub fn all() -> &'static [Route] {
    static ALL: OnceLock<Vec<Route>> = OnceLock::new();
    ALL.get_or_init(|| PARTS.concat())
}
