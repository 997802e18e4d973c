//! What was sold: entitlements with their line items, from draft to obsolete, and how many seats are left.

pub mod auto_upgrade;
pub mod child;
pub mod contract;
pub mod count;
pub mod facts;
pub mod line;
pub mod maintenance;
pub mod state;
pub mod transfer;

use lictor_entitle::right::Right;

use crate::handler;
use crate::http::collection;
use crate::http::route::{Route, schema};
use crate::model::{Entitlement, LineItem};

/// Routes of entitlements.
pub const ENTITLEMENTS: &[Route] = &[
    Route::get("/v1/entitlements", "Lists entitlements.", handler!(collection::list::<Entitlement>))
        .lists(schema::<Entitlement>),
    Route::post(
        "/v1/entitlements",
        Right::EntitlementEdit,
        "Makes an entitlement, with line items if the body has some.",
        handler!(contract::create),
    )
    .takes(schema::<contract::EntitlementInput>)
    .gives(schema::<contract::EntitlementMade>),
    Route::get("/v1/entitlements/{id}", "Shows an entitlement.", handler!(collection::get::<Entitlement>))
        .gives(schema::<Entitlement>),
    Route::patch(
        "/v1/entitlements/{id}",
        Right::EntitlementEdit,
        "Changes an entitlement.",
        handler!(contract::change),
    )
    .takes(schema::<contract::EntitlementChange>)
    .gives(schema::<Entitlement>),
    Route::delete(
        "/v1/entitlements/{id}",
        Right::EntitlementEdit,
        "Forgets an entitlement without line items.",
        handler!(contract::remove),
    ),
    Route::post(
        "/v1/entitlements/{id}/deploy",
        Right::EntitlementDeploy,
        "Puts an entitlement and its lines into force.",
        handler!(state::deploy_entitlement),
    )
    .gives(schema::<Entitlement>),
    Route::post(
        "/v1/entitlements/{id}/deactivate",
        Right::EntitlementDeploy,
        "Takes an entitlement and its lines out of force for a while.",
        handler!(state::deactivate_entitlement),
    )
    .gives(schema::<Entitlement>),
    Route::post(
        "/v1/entitlements/{id}/obsolete",
        Right::EntitlementObsolete,
        "Takes an entitlement and its lines out of force for good.",
        handler!(state::obsolete_entitlement),
    )
    .gives(schema::<Entitlement>),
    Route::post(
        "/v1/entitlements/{id}/transfer",
        Right::EntitlementEdit,
        "Transfers seats that nobody has activated to another account.",
        handler!(transfer::handle),
    )
    .takes(schema::<transfer::TransferInput>)
    .gives(schema::<transfer::TransferAnswer>)
    .verifiable(),
    Route::post(
        "/v1/auto-upgrade",
        Right::Upgrade,
        "Runs the automatic version upgrade; needs the right `entitlement_deploy` too.",
        handler!(auto_upgrade::handle),
    )
    .gives(schema::<auto_upgrade::AutoUpgradeReport>)
    .verifiable(),
];

/// Routes of line items.
pub const LINE_ITEMS: &[Route] = &[
    Route::get("/v1/line-items", "Lists line items.", handler!(collection::list::<LineItem>))
        .lists(schema::<LineItem>),
    Route::post("/v1/line-items", Right::EntitlementEdit, "Makes a line item.", handler!(line::create))
        .takes(schema::<line::NewLine>)
        .gives(schema::<line::LineMade>),
    Route::get("/v1/line-items/{id}", "Shows a line item.", handler!(collection::get::<LineItem>))
        .gives(schema::<LineItem>),
    Route::patch(
        "/v1/line-items/{id}",
        Right::EntitlementEdit,
        "Changes a line item.",
        handler!(line::change),
    )
    .takes(schema::<line::LineInput>)
    .gives(schema::<LineItem>),
    Route::delete(
        "/v1/line-items/{id}",
        Right::EntitlementEdit,
        "Forgets a draft that nothing refers to.",
        handler!(line::remove),
    ),
    Route::post(
        "/v1/line-items/{id}/deploy",
        Right::EntitlementDeploy,
        "Puts a line item into force.",
        handler!(state::deploy_line),
    )
    .gives(schema::<LineItem>),
    Route::post(
        "/v1/line-items/{id}/deactivate",
        Right::EntitlementDeploy,
        "Takes a line item out of force for a while.",
        handler!(state::deactivate_line),
    )
    .gives(schema::<LineItem>),
    Route::post(
        "/v1/line-items/{id}/hold",
        Right::EntitlementDeploy,
        "Lets a line item wait: it cannot be activated.",
        handler!(state::hold_line),
    )
    .gives(schema::<LineItem>),
    Route::post(
        "/v1/line-items/{id}/draft",
        Right::EntitlementEdit,
        "Takes an inactive line item back to a draft.",
        handler!(state::draft_line),
    )
    .gives(schema::<LineItem>),
    Route::post(
        "/v1/line-items/{id}/obsolete",
        Right::EntitlementObsolete,
        "Takes a line item out of force for good.",
        handler!(state::obsolete_line),
    )
    .gives(schema::<LineItem>),
    Route::post(
        "/v1/line-items/{id}/upgrade",
        Right::Upgrade,
        "Orders a newer version for seats of a line item.",
        handler!(child::upgrade),
    )
    .takes(schema::<line::LineInput>)
    .gives(schema::<line::LineMade>)
    .verifiable(),
    Route::post(
        "/v1/line-items/{id}/upsell",
        Right::Upgrade,
        "Orders a richer edition for seats of a line item.",
        handler!(child::upsell),
    )
    .takes(schema::<line::LineInput>)
    .gives(schema::<line::LineMade>)
    .verifiable(),
    Route::post(
        "/v1/line-items/{id}/renew",
        Right::Upgrade,
        "Orders another term for seats of a line item.",
        handler!(child::renew),
    )
    .takes(schema::<line::LineInput>)
    .gives(schema::<line::LineMade>)
    .verifiable(),
    Route::get(
        "/v1/line-items/{id}/exact-available-count",
        "How many seats a request would get now; with `fulfillment_id`, for that fulfillment.",
        handler!(count::handle),
    )
    .gives(schema::<count::CountAnswer>)
    .reads(&["fulfillment_id"]),
];
