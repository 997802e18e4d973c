//! Markup that is already escaped.

use std::fmt;

use askama::Template;

/// Markup that is already escaped. Only templates make it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// What a template says.
    pub(super) fn of(template: &impl Template) -> Self {
        match template.render() {
            Ok(text) => Self(text),
            // A template writes into a string, which does not fail; an empty part is better than no page.
            Err(error) => {
                tracing::error!(%error, "a template failed");
                Self::default()
            }
        }
    }

    /// One after the other.
    pub(super) fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}
