//! The only writer of the command line: results to standard output, the rest to standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use serde_json::Value as Json;

use super::failure::Failure;

/// Writes results to standard output and everything else to standard error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printer {
    colours: bool,
}

impl Printer {
    /// Colours are used on a terminal only, and not where `plain` is asked for (`NO_COLOR`).
    pub(crate) fn new(plain: bool) -> Self {
        Self { colours: !plain && io::stderr().is_terminal() }
    }

    /// Writes a result, and a line end if it has none, and flushes.
    ///
    /// # Errors
    ///
    /// If standard output cannot take it. A reader that went away is no error.
    pub(crate) fn result(self, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.bytes(format!("{}{end}", visible(text)).as_bytes())
    }

    /// Writes bytes of a result as they are, and flushes.
    ///
    /// # Errors
    ///
    /// As [`Self::result`].
    pub(crate) fn bytes(self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::internal(format!("cannot write to standard output: {error}"))),
        }
    }

    /// Writes a JSON document.
    ///
    /// # Errors
    ///
    /// As [`Self::result`].
    pub(crate) fn document(self, document: &Json) -> Result<(), Failure> {
        self.result(&document.to_string())
    }

    /// Tells a person something that deserves attention.
    pub(crate) fn warning(self, text: &str) {
        self.diagnostic("warning:", "33", text);
    }

    /// Tells a person something that is no result.
    pub(crate) fn note(self, text: &str) {
        self.diagnostic("note:", "36", text);
    }

    /// Shows how far a long run is, on a line that the next one takes the place of; none takes it
    /// away. Nothing where nobody watches.
    pub(crate) fn progress(self, text: Option<&str>) {
        if io::stderr().is_terminal() {
            // Nothing is lost if nobody can see it.
            let _ = write!(io::stderr().lock(), "\r\x1b[K{}", visible(text.unwrap_or_default()));
        }
    }

    /// Reports why the run failed: for a person, and as a document if that is asked for.
    pub(crate) fn failure(self, failure: &Failure, json: bool) {
        if json {
            // The exit code tells of the failure whether or not the document could be written.
            let _ = self.document(&failure.document());
        }
        self.diagnostic("error:", "1;31", &failure.line());
        for hint in failure.hints() {
            self.diagnostic("hint:", "36", hint);
        }
    }

    fn diagnostic(self, label: &str, colour: &str, text: &str) {
        let (on, off) =
            if self.colours { (format!("\x1b[{colour}m"), "\x1b[0m") } else { (String::new(), "") };
        // There is nowhere left to say that standard error is gone.
        let _ = writeln!(io::stderr().lock(), "{on}{label}{off} {}", visible(text));
    }
}

/// The text without characters that would steer a terminal: names and messages come from elsewhere.
fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n';
    if text.contains(steers) { Cow::Owned(text.replace(steers, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_elsewhere_cannot_steer_a_terminal() {
        assert_eq!(visible("f1 10\nf2"), "f1 10\nf2");
        assert_eq!(visible("\u{1b}]0;x\u{7}"), "\u{fffd}]0;x\u{fffd}");
    }
}
