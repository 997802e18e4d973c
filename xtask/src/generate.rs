//! Documents that are made from the programs themselves.

use std::path::Path;

use crate::command::{Failure, Report};
use crate::rules;
use crate::tree::Tree;

/// Writes every generated document.
pub(crate) fn write(root: &Path) -> Result<Report, Failure> {
    rules::write(root, &Tree::load(root)?)
}

/// Says which generated documents are not current.
pub(crate) fn check(root: &Path) -> Result<Report, Failure> {
    rules::check(&Tree::load(root)?)
}
