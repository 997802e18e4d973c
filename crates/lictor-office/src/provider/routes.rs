//! The routes of the provider.

use lictor_entitle::right::Right;

use super::{
    action, class, daily, dashboard, download, license, operation, plugin, sale, subscription, sync_run,
    upgrade, upload,
};
use crate::handler;
use crate::http::collection;
use crate::http::route::{Access, Method, Route, schema};
use crate::model::{
    DailyRun, License, LicenseClass, LicenseFile, Operation, Order, Plugin, Server, Subscription, SyncRun,
};

/// Plug-ins and their classes.
pub const PLUGINS: &[Route] = &[
    Route::get("/v1/plugins", "Lists plug-ins.", handler!(collection::list::<Plugin>))
        .lists(schema::<Plugin>),
    Route::get("/v1/plugins/{id}", "Shows a plug-in, by id or name.", handler!(collection::get::<Plugin>))
        .gives(schema::<Plugin>),
    Route::post(
        "/v1/plugins",
        Right::PluginAdmin,
        "Adds a plug-in and fetches its classes.",
        handler!(plugin::create),
    )
    .takes(schema::<plugin::NewPlugin>)
    .gives(schema::<Plugin>),
    Route::patch("/v1/plugins/{id}", Right::PluginAdmin, "Changes a plug-in.", handler!(plugin::edit))
        .takes(schema::<plugin::Edit>)
        .gives(schema::<Plugin>),
    Route::delete(
        "/v1/plugins/{id}",
        Right::PluginAdmin,
        "Removes a plug-in without licenses.",
        handler!(plugin::delete),
    ),
    Route::post(
        "/v1/plugins/{id}/refresh",
        Right::PluginAdmin,
        "Fetches the classes again.",
        handler!(plugin::refresh),
    )
    .gives(schema::<Operation>),
    Route::post(
        "/v1/plugins/{id}/pause",
        Right::PluginAdmin,
        "Stops calling the issuer.",
        handler!(plugin::pause),
    )
    .takes(schema::<plugin::Pause>)
    .gives(schema::<Plugin>),
    Route::post(
        "/v1/plugins/{id}/resume",
        Right::PluginAdmin,
        "Goes on calling the issuer.",
        handler!(plugin::resume),
    )
    .gives(schema::<Plugin>),
    Route::get("/v1/license-classes", "Lists license classes.", handler!(collection::list::<LicenseClass>))
        .lists(schema::<LicenseClass>),
    Route::get(
        "/v1/license-classes/{id}",
        "Shows a license class.",
        handler!(collection::get::<LicenseClass>),
    )
    .gives(schema::<LicenseClass>),
    Route::patch(
        "/v1/license-classes/{id}",
        Right::PluginAdmin,
        "Refuses: classes are the issuer's.",
        handler!(class::edit),
    )
    .gives(schema::<LicenseClass>),
    Route::post(
        "/v1/license-classes/select",
        Right::PluginAdmin,
        "Selects many classes for sale.",
        handler!(class::select_many),
    )
    .takes(schema::<class::Selection>)
    .gives(schema::<class::Selected>),
    Route::post(
        "/v1/license-classes/{id}/select",
        Right::PluginAdmin,
        "Puts a class up for sale.",
        handler!(class::select),
    )
    .gives(schema::<LicenseClass>),
    Route::post(
        "/v1/license-classes/{id}/deselect",
        Right::PluginAdmin,
        "Takes a class out of sale.",
        handler!(class::deselect),
    )
    .gives(schema::<LicenseClass>),
];

/// Licenses.
pub const LICENSES: &[Route] = &[
    Route::get("/v1/licenses", "Lists licenses.", handler!(collection::list::<License>))
        .lists(schema::<License>),
    Route::get(
        "/v1/licenses/{id}",
        "Shows a license, by id, License ID or key number.",
        handler!(collection::get::<License>),
    )
    .gives(schema::<License>),
    Route::post("/v1/licenses", Right::Generate, "Requests licenses (L1).", handler!(license::create))
        .takes(schema::<license::NewLicense>)
        .gives(schema::<license::Made>)
        .verifiable(),
    Route::patch(
        "/v1/licenses/{id}",
        Right::Generate,
        "Edits a request, or the notes of a license.",
        handler!(license::edit),
    )
    .takes(schema::<license::Edit>)
    .gives(schema::<License>),
    Route::delete(
        "/v1/licenses/{id}",
        Right::Generate,
        "Removes a request without a key (L18).",
        handler!(action::delete),
    )
    .verifiable(),
    Route::post(
        "/v1/licenses/sync",
        Right::Sync,
        "Compares all licenses with their issuers.",
        handler!(sync_run::sync_all),
    )
    .gives(schema::<Operation>),
    Route::post(
        "/v1/licenses/upload",
        Right::Generate,
        "Begins a license with its file (L9).",
        handler!(upload::begin),
    )
    .takes(schema::<upload::Begin>)
    .gives(schema::<upload::Uploaded>)
    .verifiable(),
    Route::get("/v1/licenses/{id}/actions", "Says what would be granted today.", handler!(action::actions))
        .gives(schema::<action::Allowed>),
    Route::get("/v1/licenses/{id}/files", "Lists the stored files of a license.", handler!(license::files))
        .gives_all(schema::<LicenseFile>),
    Route::get(
        "/v1/licenses/{id}/operations",
        "Lists the operations of a license.",
        handler!(license::operations),
    )
    .gives_all(schema::<Operation>),
    Route::alone(
        Method::Get,
        "/v1/licenses/{id}/download",
        Access::Right(Right::View),
        "Hands out the newest file, and notes who got it.",
        |office, call, actor| Box::pin(download::download(office, call, actor)),
    )
    .reads(&["file_id"]),
    Route::get(
        "/v1/licenses/{id}/request-text",
        "Shows a request as text to be sent by hand.",
        handler!(license::request_text),
    ),
    Route::post(
        "/v1/licenses/{id}/issue",
        Right::Generate,
        "Gets a key from the issuer (L2).",
        handler!(action::issue),
    )
    .takes(schema::<action::Issue>)
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/activate",
        Right::Generate,
        "Activates the key at the issuer (L3).",
        handler!(action::activate),
    )
    .takes(schema::<action::Activate>)
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/retrieve",
        Right::Generate,
        "Gets the file from the issuer (L4, L5).",
        handler!(action::retrieve),
    )
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/retry",
        Right::View,
        "Makes the waiting attempt now; needs the right of that work.",
        handler!(action::retry),
    )
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/cancel",
        Right::Generate,
        "Gives up the retrieval (L7).",
        handler!(action::cancel_retrieval),
    )
    .gives(schema::<License>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/upload",
        Right::Generate,
        "Takes a file that was got by hand (L8).",
        handler!(upload::upload),
    )
    .takes(schema::<upload::Upload>)
    .gives(schema::<upload::Uploaded>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/install",
        Right::Generate,
        "Brings the file into the subscription (L10).",
        handler!(action::install),
    )
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/mark-installed",
        Right::Generate,
        "Notes an installation by hand (L13).",
        handler!(action::mark_installed),
    )
    .gives(schema::<License>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/sync",
        Right::Sync,
        "Compares a license with its issuer.",
        handler!(action::sync),
    )
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/upgrade",
        Right::Upgrade,
        "Changes what a license permits (3.10).",
        handler!(upgrade::upgrade),
    )
    .takes(schema::<upgrade::Upgrade>)
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post("/v1/licenses/{id}/renew", Right::Upgrade, "Pays the next period.", handler!(action::renew))
        .takes(schema::<action::Renew>)
        .gives(schema::<Operation>)
        .verifiable(),
    Route::post(
        "/v1/licenses/{id}/reinstate",
        Right::Upgrade,
        "Brings an expired license back (L19).",
        handler!(action::reinstate),
    )
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/terminate",
        Right::Terminate,
        "Ends a license for good (L17).",
        handler!(action::terminate),
    )
    .gives(schema::<Operation>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/unterminate",
        Right::Terminate,
        "Refuses: a termination is final.",
        handler!(action::unterminate),
    )
    .gives(schema::<License>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/assign",
        Right::Generate,
        "Sells a license to a subscription.",
        handler!(action::assign),
    )
    .takes(schema::<action::Assign>)
    .gives(schema::<License>)
    .verifiable(),
    Route::post(
        "/v1/licenses/{id}/unassign",
        Right::Generate,
        "Takes a license out of its subscription.",
        handler!(action::unassign),
    )
    .gives(schema::<License>)
    .verifiable(),
];

/// Subscriptions and orders.
pub const SALES: &[Route] = &[
    Route::get("/v1/subscriptions", "Lists subscriptions.", handler!(collection::list::<Subscription>))
        .lists(schema::<Subscription>),
    Route::get("/v1/subscriptions/{id}", "Shows a subscription.", handler!(collection::get::<Subscription>))
        .gives(schema::<Subscription>),
    Route::post(
        "/v1/subscriptions",
        Right::EntitlementEdit,
        "Adds a subscription.",
        handler!(subscription::create),
    )
    .takes(schema::<subscription::NewSubscription>)
    .gives(schema::<Subscription>),
    Route::patch(
        "/v1/subscriptions/{id}",
        Right::EntitlementEdit,
        "Changes a subscription.",
        handler!(subscription::edit),
    )
    .takes(schema::<subscription::Edit>)
    .gives(schema::<Subscription>),
    Route::delete(
        "/v1/subscriptions/{id}",
        Right::EntitlementEdit,
        "Removes a subscription without licenses.",
        handler!(subscription::delete),
    ),
    Route::post(
        "/v1/subscriptions/{id}/provision",
        Right::EntitlementEdit,
        "Begins to make its services.",
        handler!(subscription::provision),
    )
    .gives(schema::<Subscription>),
    Route::post(
        "/v1/subscriptions/{id}/activate",
        Right::EntitlementEdit,
        "Says that its services are ready.",
        handler!(subscription::activate),
    )
    .gives(schema::<Subscription>),
    Route::post(
        "/v1/subscriptions/{id}/suspend",
        Right::EntitlementEdit,
        "Stops it for a while.",
        handler!(subscription::suspend),
    )
    .gives(schema::<Subscription>),
    Route::post(
        "/v1/subscriptions/{id}/resume",
        Right::EntitlementEdit,
        "Lets it run again.",
        handler!(subscription::resume),
    )
    .gives(schema::<Subscription>),
    Route::post(
        "/v1/subscriptions/{id}/cancel",
        Right::EntitlementEdit,
        "Ends it; its licenses go back into stock.",
        handler!(subscription::cancel),
    )
    .gives(schema::<Subscription>),
    Route::post(
        "/v1/subscriptions/{id}/server",
        Right::EntitlementEdit,
        "Attaches its license server.",
        handler!(subscription::attach),
    )
    .takes(schema::<Server>)
    .gives(schema::<Subscription>),
    Route::get("/v1/orders", "Lists orders.", handler!(collection::list::<Order>)).lists(schema::<Order>),
    Route::get("/v1/orders/{id}", "Shows an order, by id or number.", handler!(collection::get::<Order>))
        .gives(schema::<Order>),
    Route::post("/v1/orders", Right::EntitlementEdit, "Writes an order.", handler!(sale::create))
        .takes(schema::<sale::NewOrder>)
        .gives(schema::<Order>),
    Route::post("/v1/orders/{id}/place", Right::EntitlementEdit, "Places an order.", handler!(sale::place))
        .gives(schema::<Order>),
    Route::post(
        "/v1/orders/{id}/pay",
        Right::Generate,
        "Takes it as paid, and carries it out; an upgrade or renewal needs the right `upgrade`.",
        handler!(sale::pay),
    )
    .gives(schema::<Order>)
    .verifiable(),
    Route::post(
        "/v1/orders/{id}/cancel",
        Right::EntitlementEdit,
        "Takes an order back.",
        handler!(sale::cancel),
    )
    .gives(schema::<Order>)
    .verifiable(),
];

/// Jobs and their results.
pub const WORK: &[Route] = &[
    Route::get("/v1/operations", "Lists operations.", handler!(collection::list::<Operation>))
        .lists(schema::<Operation>),
    Route::get("/v1/operations/{id}", "Shows an operation.", handler!(collection::get::<Operation>))
        .gives(schema::<Operation>),
    Route::post(
        "/v1/operations/{id}/retry",
        Right::View,
        "Makes the next attempt now; needs the right of that work.",
        handler!(operation::retry),
    )
    .gives(schema::<Operation>),
    Route::post(
        "/v1/operations/{id}/cancel",
        Right::View,
        "Gives an operation up; needs the right of that work.",
        handler!(operation::cancel),
    )
    .gives(schema::<Operation>),
    Route::get(
        "/v1/sync-runs",
        "Lists synchronizations of all licenses.",
        handler!(collection::list::<SyncRun>),
    )
    .lists(schema::<SyncRun>),
    Route::get("/v1/sync-runs/{id}", "Shows a synchronization.", handler!(collection::get::<SyncRun>))
        .gives(schema::<SyncRun>),
    Route::get("/v1/daily-runs", "Lists runs of the daily job.", handler!(collection::list::<DailyRun>))
        .lists(schema::<DailyRun>),
    Route::get("/v1/daily-runs/{id}", "Shows a run of the daily job.", handler!(collection::get::<DailyRun>))
        .gives(schema::<DailyRun>),
    Route::post(
        "/v1/daily-runs",
        Right::Sync,
        "Runs the daily job, or says what it would do.",
        handler!(daily::create),
    )
    .takes(schema::<daily::NewRun>)
    .gives(schema::<Operation>)
    .verifiable(),
    Route::get("/v1/dashboard", "Shows how things stand.", handler!(dashboard::get))
        .gives(schema::<dashboard::Dashboard>),
];
