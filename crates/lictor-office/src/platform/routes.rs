//! The routes of the platform.

use lictor_entitle::right::Right;

use serde_json::{Map, Value as Json};

use super::bulk::{Bulk, Outcome};
use super::clock::{Reading, Setting};
use super::health::{Health, PublicKey, Readiness, Whoami};
use super::roles::{NewRole, RoleChange};
use super::tokens::{MadeToken, NewToken};
use super::webhook::endpoints::{NewWebhook, WebhookChange};
use super::webhook::{endpoints, log};
use super::{audit, bulk, clock, events, health, reference, roles, settings, tokens};
use crate::handler;
use crate::http::collection;
use crate::http::route::{Access, Method, Route, schema};
use crate::model::{Delivery, Event, Role, Settings, Token, Webhook};
use crate::store::audit::{AuditEvent, ChainReport};

/// The routes of the platform.
pub const ROUTES: &[Route] = &[
    Route::alone(Method::Get, "/healthz", Access::Open, "Whether the process answers", health::health)
        .gives(schema::<Health>),
    Route::alone(Method::Get, "/readyz", Access::Open, "Whether it can work", health::ready)
        .gives(schema::<Readiness>),
    Route::alone(Method::Get, "/openapi.json", Access::Open, "This document", reference::document)
        .gives(schema::<Map<String, Json>>),
    Route::alone(Method::Get, "/v1/openapi.json", Access::Open, "This document", reference::document)
        .gives(schema::<Map<String, Json>>),
    Route::alone(Method::Get, "/docs", Access::Open, "This document for people, as HTML", reference::page),
    Route::new(
        Method::Get,
        "/v1/whoami",
        Access::Token,
        "Who is asking, and what they may do",
        handler!(health::whoami),
    )
    .gives(schema::<Whoami>),
    Route::alone(
        Method::Post,
        "/v1/bulk",
        Access::Token,
        "Many requests in one, each with its own outcome",
        bulk::handle,
    )
    .takes(schema::<Bulk>)
    .gives(schema::<Outcome>)
    .verifiable(),
    Route::new(
        Method::Get,
        "/v1/clock",
        Access::Token,
        "What time it is for the back office",
        handler!(clock::get),
    )
    .gives(schema::<Reading>),
    Route::post(
        "/v1/clock",
        Right::PluginAdmin,
        "Set a clock that was started with --now",
        handler!(clock::set),
    )
    .takes(schema::<Setting>)
    .gives(schema::<Reading>),
    Route::get("/v1/settings", "The settings", handler!(settings::get)).gives(schema::<Settings>),
    Route::patch("/v1/settings", Right::PluginAdmin, "Change settings", handler!(settings::patch))
        .takes(settings::change)
        .gives(schema::<Settings>),
    // Tokens and roles.
    Route::new(
        Method::Get,
        "/v1/tokens",
        Access::Right(Right::TokenAdmin),
        "Tokens",
        handler!(collection::list::<Token>),
    )
    .lists(schema::<Token>),
    Route::post(
        "/v1/tokens",
        Right::TokenAdmin,
        "Make a token; it is shown this once",
        handler!(tokens::create),
    )
    .takes(schema::<NewToken>)
    .gives(schema::<MadeToken>),
    Route::new(
        Method::Get,
        "/v1/tokens/{id}",
        Access::Right(Right::TokenAdmin),
        "A token",
        handler!(collection::get::<Token>),
    )
    .gives(schema::<Token>),
    Route::delete("/v1/tokens/{id}", Right::TokenAdmin, "Take a token back", handler!(tokens::revoke)),
    Route::get("/v1/roles", "Roles", handler!(collection::list::<Role>)).lists(schema::<Role>),
    Route::post("/v1/roles", Right::TokenAdmin, "Make a role", handler!(roles::create))
        .takes(schema::<NewRole>)
        .gives(schema::<Role>),
    Route::get("/v1/roles/{id}", "A role", handler!(collection::get::<Role>)).gives(schema::<Role>),
    Route::patch("/v1/roles/{id}", Right::TokenAdmin, "Change a role's rights", handler!(roles::patch))
        .takes(schema::<RoleChange>)
        .gives(schema::<Role>),
    Route::delete(
        "/v1/roles/{id}",
        Right::TokenAdmin,
        "Forget a role that no token has",
        handler!(roles::delete),
    ),
    // The audit log.
    Route::new(
        Method::Get,
        "/v1/audit",
        Access::Right(Right::AuditRead),
        "The audit log; format=jsonl or csv for all of it",
        handler!(audit::list),
    )
    .grows(schema::<AuditEvent>, &["jsonl", "csv"]),
    Route::new(
        Method::Get,
        "/v1/audit/verify",
        Access::Right(Right::AuditRead),
        "Whether the audit chain holds",
        handler!(audit::verify),
    )
    .gives(schema::<ChainReport>),
    // Events and webhooks.
    Route::get("/v1/events", "Events in the order in which they happened", handler!(events::list))
        .grows(schema::<Event>, &[]),
    Route::alone(
        Method::Get,
        "/v1/webhook-key",
        Access::Open,
        "The key that deliveries are verified with",
        health::webhook_key,
    )
    .gives(schema::<PublicKey>),
    Route::get("/v1/webhooks", "Webhook endpoints", handler!(collection::list::<Webhook>))
        .lists(schema::<Webhook>),
    Route::post(
        "/v1/webhooks",
        Right::PluginAdmin,
        "Make an endpoint; it gets what happens from now on",
        handler!(endpoints::create),
    )
    .takes(schema::<NewWebhook>)
    .gives(schema::<Webhook>),
    Route::get("/v1/webhooks/{id}", "A webhook endpoint", handler!(collection::get::<Webhook>))
        .gives(schema::<Webhook>),
    Route::patch("/v1/webhooks/{id}", Right::PluginAdmin, "Change an endpoint", handler!(endpoints::patch))
        .takes(schema::<WebhookChange>)
        .gives(schema::<Webhook>),
    Route::delete("/v1/webhooks/{id}", Right::PluginAdmin, "Forget an endpoint", handler!(endpoints::delete)),
    Route::post(
        "/v1/webhooks/{id}/suspend",
        Right::PluginAdmin,
        "Stop serving an endpoint; its events are kept",
        handler!(endpoints::suspend),
    )
    .gives(schema::<Webhook>),
    Route::post(
        "/v1/webhooks/{id}/resume",
        Right::PluginAdmin,
        "Serve a suspended endpoint again, from where it stopped",
        handler!(endpoints::resume),
    )
    .gives(schema::<Webhook>),
    Route::post(
        "/v1/webhooks/{id}/test",
        Right::PluginAdmin,
        "Send a test event to this endpoint alone",
        handler!(endpoints::test),
    )
    .gives(schema::<Delivery>),
    Route::get("/v1/deliveries", "The log of deliveries", handler!(collection::list::<Delivery>))
        .lists(schema::<Delivery>),
    Route::get("/v1/deliveries/{id}", "A delivery", handler!(collection::get::<Delivery>))
        .gives(schema::<Delivery>),
    Route::post(
        "/v1/deliveries/{id}/resend",
        Right::PluginAdmin,
        "Send a delivery again",
        handler!(log::resend),
    )
    .gives(schema::<Delivery>),
];
