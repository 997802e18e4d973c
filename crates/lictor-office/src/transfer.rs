//! A whole back office as JSON lines: out of one store, into another.
//!
//! The first line says what it is, each other one holds a record, and the last one seals them: their
//! number, and the SHA-256 of all lines before it. An export is one state of the store, and an import
//! happens whole or not at all. Secrets in files (tokens of others, the signer's directory) are not in
//! it; hashes of tokens and activation codes are.

pub mod export;
pub mod import;
mod plain;
mod routes;

pub use routes::ROUTES;

/// Version of the form.
const FORM: i64 = 1;
