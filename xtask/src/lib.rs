//! House rules and generated files of this repository.
//!
//! Contains nothing that a product crate may depend on, starts no server and changes no file but the
//! generated ones. `tidy` reads the tree and reports; `rules` and `generate` write documents that
//! are made from the code, or with `--check` say whether they are current.

mod command;
mod finding;
mod generate;
mod manifest;
mod rules;
mod source;
mod tidy;
mod tree;

pub use command::{Failure, Report, run};
pub use finding::Finding;
pub use tidy::tidy;
pub use tree::{File, Tree};
