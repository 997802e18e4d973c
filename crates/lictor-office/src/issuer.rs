//! The issuer (the "Key Administrator"): keys, their revisions, and their license files.
//!
//! [`protocol`] says what providers ask and get; [`service`] answers, for them and for the issuer's own
//! people alike. A key is changed in memory by [`change`] and written once; its files are made by
//! [`mod@file`] when they are first retrieved.

pub mod asked;
pub mod catalogue;
pub mod change;
pub mod class_routes;
pub mod create;
pub mod file;
mod key_answer;
mod key_body;
pub mod key_routes;
pub mod ledger;
pub mod preview;
pub mod protocol;
pub mod retrieve;
pub mod routes;
pub mod service;
pub mod stop;
pub mod sweep;
pub mod term;

pub use sweep::sweep;
