//! HTTP: routes with their documentation, callers and their rights, dispatch, the port.

pub mod answer;
pub mod call;
pub mod caller;
pub mod collection;
pub mod dispatch;
pub mod fields;
pub mod include;
pub mod inner;
pub mod json;
pub mod lock;
pub mod merge;
pub mod openapi;
pub mod rate;
pub mod route;
pub mod serve;
pub mod shape;
pub mod stream;
pub mod used;
mod wording;

/// The dated version of the interface, beside the major one in the path.
pub const VERSION: &str = "2026-11-22";
