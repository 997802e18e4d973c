//! What every part stands on: tokens and roles, settings, clock, audit, bulk, webhooks, documentation.

pub mod audit;
pub mod bulk;
pub mod clock;
pub mod events;
pub mod feed;
pub mod health;
pub mod reference;
pub mod roles;
pub mod routes;
pub mod settings;
pub mod tokens;
pub mod webhook;

pub use routes::ROUTES;
