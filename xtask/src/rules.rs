//! The licensing rules by id: where each is decided and where it is tested, written to
//! `docs/rules.md` from the code.

mod list;
mod mentions;
mod page;

use std::path::Path;

pub(crate) use list::{LIST, Rule};
pub(crate) use mentions::{Mentions, mentions};
pub(crate) use page::page;

use crate::command::{Failure, Report};
use crate::tree::Tree;

/// The document made from the code.
pub(crate) const PAGE: &str = "docs/rules.md";

/// Writes the document.
pub(crate) fn write(root: &Path, tree: &Tree) -> Result<Report, Failure> {
    std::fs::write(root.join(PAGE), page(tree))?;
    Ok(Report { text: format!("wrote {PAGE}\n"), failed: false })
}

/// Says whether the document is current.
pub(crate) fn check(tree: &Tree) -> Result<Report, Failure> {
    let failed = page(tree) != tree.text(PAGE);
    let text = if failed {
        format!("{PAGE} is not current\nhint: cargo xtask rules\n")
    } else {
        format!("{PAGE} is current\n")
    };
    Ok(Report { text, failed })
}
