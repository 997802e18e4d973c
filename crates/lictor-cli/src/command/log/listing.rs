//! Lines on their way out: as they are read, or held back until the last ones are known.

use std::collections::VecDeque;

use crate::command::log::line::Line;
use crate::failure::Failure;
use crate::printer::Printer;

/// Writes records, as lines or as one document, whichever the printer is set to.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    printer: &'a Printer,
    /// How many of the last ones are wanted; none means all.
    last: Option<usize>,
    waiting: VecDeque<String>,
    is_first: bool,
    written: Result<(), Failure>,
}

impl<'a> Listing<'a> {
    /// A listing of nothing yet.
    pub(crate) fn new(printer: &'a Printer, last: Option<usize>) -> Self {
        Self { printer, last, waiting: VecDeque::new(), is_first: true, written: Ok(()) }
    }

    /// Adds a record.
    pub(crate) fn add(&mut self, line: &Line) {
        let text = if self.printer.is_json() { serde_json::to_string(line) } else { Ok(line.to_string()) };
        match text {
            Ok(text) => self.waiting.push_back(text),
            Err(error) => self.written = Err(Failure::internal(format!("cannot write a record: {error}"))),
        }
        if self.last.is_some_and(|last| self.waiting.len() > last) {
            self.waiting.pop_front();
        }
    }

    /// Writes what need not wait.
    pub(crate) fn end_block(&mut self) {
        if self.last.is_none() {
            self.flush();
        }
    }

    /// Writes the rest.
    ///
    /// # Errors
    ///
    /// `internal` if anything could not be written.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        self.flush();
        if self.printer.is_json() {
            self.write(if self.is_first { "{\"records\":[]}\n" } else { "\n]}\n" });
        }
        self.written
    }

    fn flush(&mut self) {
        let mut text = String::new();
        for line in self.waiting.drain(..) {
            let before = match (self.printer.is_json(), self.is_first) {
                (true, true) => "{\"records\":[\n",
                (true, false) => ",\n",
                (false, _) => "",
            };
            let after = if self.printer.is_json() { "" } else { "\n" };
            text.extend([before, &line, after]);
            self.is_first = false;
        }
        self.write(&text);
    }

    fn write(&mut self, text: &str) {
        if self.written.is_ok() {
            self.written = self.printer.piece(text);
        }
    }
}
