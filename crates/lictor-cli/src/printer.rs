//! The only writer to standard output and standard error.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Writes results to standard output and everything else to standard error.
#[derive(Debug)]
pub(crate) struct Printer {
    json: Cell<bool>,
    colours: bool,
}

impl Printer {
    /// Colours are used on a terminal only, and not where `plain` is asked for (`NO_COLOR`).
    pub(crate) fn new(plain: bool) -> Self {
        Self { json: Cell::new(false), colours: !plain && io::stderr().is_terminal() }
    }

    /// From now on errors are written as a document too.
    pub(crate) fn use_json(&self) {
        self.json.set(true);
    }

    /// Whether results are documents.
    pub(crate) fn is_json(&self) -> bool {
        self.json.get()
    }

    /// Writes a result, and a line end if it has none, and flushes.
    ///
    /// # Errors
    ///
    /// `internal` if standard output cannot take it. A reader that went away is no error.
    pub(crate) fn result(&self, text: &str) -> Result<(), Failure> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.bytes(format!("{}{end}", visible(text)).as_bytes())
    }

    /// Writes a piece of a result, with no line end of its own, and flushes.
    ///
    /// # Errors
    ///
    /// As [`Self::result`].
    pub(crate) fn piece(&self, text: &str) -> Result<(), Failure> {
        self.bytes(visible(text).as_bytes())
    }

    /// Writes bytes of a result as they are, and flushes.
    ///
    /// # Errors
    ///
    /// As [`Self::result`].
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::internal(format!("cannot write to standard output: {error}"))),
        }
    }

    /// Writes the one JSON document of a run.
    ///
    /// # Errors
    ///
    /// As [`Self::result`].
    pub(crate) fn document(&self, document: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(document)
            .map_err(|error| Failure::internal(format!("cannot write the document: {error}")))?;
        self.result(&text)
    }

    /// Tells a person something that is no result.
    pub(crate) fn note(&self, text: &str) {
        self.diagnostic("note:", "36", text);
    }

    /// Tells a person something that is no result and deserves attention.
    pub(crate) fn warning(&self, text: &str) {
        self.diagnostic("warning:", "33", text);
    }

    /// Tells a person what would help; it stands below what it is about.
    pub(crate) fn hint(&self, text: &str) {
        self.diagnostic("hint:", "36", text);
    }

    /// Shows how far a long run is, on a line that the next one takes the place of; none takes it
    /// away. Nothing where nobody watches.
    pub(crate) fn progress(&self, text: Option<&str>) {
        if io::stderr().is_terminal() {
            // Nothing is lost if nobody can see it.
            let _ = write!(io::stderr().lock(), "\r\x1b[K{}", visible(text.unwrap_or_default()));
        }
    }

    /// Tells how a wait goes on: in place on a terminal, else each change on a line of its own.
    pub(crate) fn meanwhile(&self, text: &str) {
        if io::stderr().is_terminal() {
            self.progress(Some(text));
        } else {
            self.note(text);
        }
    }

    /// Reports why the run failed: for a person, and as a document if that is asked for.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.is_json()
            && let Some(document) = failure.document()
        {
            // The exit code tells of the failure whether or not the document could be written.
            let _ = self.result(&document);
        }
        for problem in &failure.problems {
            self.error(&problem.text, problem.hint.as_deref());
        }
        if let Some(text) = failure.line() {
            self.error(&text, failure.hint.as_deref());
        }
    }

    fn error(&self, text: &str, hint: Option<&str>) {
        self.diagnostic("error:", "1;31", text);
        if let Some(hint) = hint {
            self.hint(hint);
        }
    }

    fn diagnostic(&self, label: &str, colour: &str, text: &str) {
        let (on, off) =
            if self.colours { (format!("\x1b[{colour}m"), "\x1b[0m") } else { (String::new(), "") };
        // There is nowhere left to say that standard error is gone.
        let _ = writeln!(io::stderr().lock(), "{on}{label}{off} {}", visible(text));
    }
}

/// The text without characters that would steer a terminal: names and messages come from files
/// and servers.
fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n';
    if text.contains(steers) { Cow::Owned(text.replace(steers, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_elsewhere_cannot_steer_a_terminal() {
        for (text, expected) in [
            ("f1 10/10\nf2", "f1 10/10\nf2"),
            ("\u{1b}]0;x\u{7}", "\u{fffd}]0;x\u{fffd}"),
            ("a\u{9b}2Jb", "a\u{fffd}2Jb"),
            ("naïve – ok", "naïve – ok"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }
}
