//! Gathers what is wrong in a rules file.

use std::path::Path;

use super::RulesError;
use super::lines::Lines;
use crate::settings::nearest::nearest;
use crate::settings::{Diagnostic, Place};

/// Errors that are told of one file, and warnings; of more, only the number.
const TOLD_MAX: usize = 200;
/// Suggestions that are looked for in one file.
const SUGGESTIONS_MAX: u32 = 50;
/// Names among which one suggestion is looked for.
const CANDIDATES_MAX: usize = 2_000;
/// Characters of the file that a message repeats.
const QUOTED_CHARS_MAX: usize = 64;

/// Errors and warnings of one file.
pub(super) struct Faults<'a> {
    path: &'a Path,
    lines: Lines<'a>,
    errors: Told,
    warnings: Told,
    suggestions: u32,
}

#[derive(Default)]
struct Told {
    diagnostics: Vec<Diagnostic>,
    untold: usize,
}

impl<'a> Faults<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        Self {
            path,
            lines: Lines::new(text),
            errors: Told::default(),
            warnings: Told::default(),
            suggestions: 0,
        }
    }

    /// What refuses the file.
    pub(super) fn error(&mut self, at: usize, text: impl Into<String>, hint: Option<String>) {
        self.errors.add(self.path, &self.lines, at, text.into(), hint);
    }

    /// What is probably not meant.
    pub(super) fn warning(&mut self, at: usize, text: impl Into<String>, hint: Option<String>) {
        self.warnings.add(self.path, &self.lines, at, text.into(), hint);
    }

    /// `did you mean …?`, if a known name is near.
    pub(super) fn did_you_mean<'k>(
        &mut self,
        text: &str,
        known: impl Iterator<Item = &'k str>,
    ) -> Option<String> {
        self.suggestions += 1;
        if self.suggestions > SUGGESTIONS_MAX {
            return None;
        }
        let text: String = text.chars().take(QUOTED_CHARS_MAX).collect();
        nearest(&text, known.take(CANDIDATES_MAX)).map(|near| format!("did you mean `{near}`?"))
    }

    /// The line of an offset, from 1.
    pub(super) fn line(&self, at: usize) -> u32 {
        u32::try_from(self.lines.line(at)).unwrap_or(u32::MAX)
    }

    /// Whether nothing refuses the file.
    pub(super) fn is_sound(&self) -> bool {
        self.errors.diagnostics.is_empty()
    }

    /// The warnings, in the order of the file.
    ///
    /// # Errors
    ///
    /// [`RulesError`] if there are errors.
    pub(super) fn finish(self) -> Result<Vec<Diagnostic>, RulesError> {
        let sound = self.is_sound();
        let [errors, warnings] = [self.errors, self.warnings].map(|told| told.finish(self.path));
        if sound { Ok(warnings) } else { Err(RulesError { errors, warnings }) }
    }
}

impl Told {
    fn add(&mut self, path: &Path, lines: &Lines<'_>, at: usize, text: String, hint: Option<String>) {
        if self.diagnostics.len() == TOLD_MAX {
            self.untold += 1;
            return;
        }
        let (line, column) = lines.place(at);
        let place = Place::File { path: path.to_owned(), line: Some(line), column: Some(column) };
        self.diagnostics.push(Diagnostic { place, key: None, text, hint });
    }

    fn finish(mut self, path: &Path) -> Vec<Diagnostic> {
        self.diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
        if self.untold > 0 {
            let place = Place::File { path: path.to_owned(), line: None, column: None };
            let text = format!("{} more of the kind are not listed", self.untold);
            self.diagnostics.push(Diagnostic { place, key: None, text, hint: None });
        }
        self.diagnostics
    }
}

/// A piece of the file as messages repeat it: in quotes, without control characters, and not all of
/// it if it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARS_MAX) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}
