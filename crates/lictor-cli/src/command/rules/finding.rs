//! What is wrong with a rules file, as a document and as lines.

use lictor_server::settings::{Diagnostic, Place};
use serde::Serialize;

use crate::failure::Problem;

/// An error or a warning.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    line: Option<usize>,
    column: Option<usize>,
    text: String,
    hint: Option<String>,
}

impl Finding {
    pub(super) fn of(diagnostic: &Diagnostic) -> Self {
        let (line, column) = match diagnostic.place {
            Place::File { line, column, .. } => (line, column),
            Place::Flag(_) | Place::Code => (None, None),
        };
        Self { line, column, text: diagnostic.text.clone(), hint: diagnostic.hint.clone() }
    }
}

/// As a line with its place, and the hint apart.
pub(super) fn problem(diagnostic: &Diagnostic) -> Problem {
    let text = Diagnostic { hint: None, ..diagnostic.clone() }.to_string();
    Problem { text, hint: diagnostic.hint.clone() }
}
