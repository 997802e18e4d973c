//! Lines and columns, and the check of every character of a file.

use crate::problem::Location;
use crate::xml::{Malformed, malformed};

/// Turns ascending offsets into locations, reading the text once in all.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    at: Location,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, at: Location::START }
    }

    /// The location of an offset that is not before the last one asked for.
    pub(crate) fn at(&mut self, offset: usize) -> Location {
        if let Some(passed) = self.text.get(self.offset..offset) {
            self.at = advance(self.at, passed);
            self.offset = offset;
        }
        self.at
    }
}

/// The location of any offset, reading the text up to there.
pub(crate) fn locate(text: &str, offset: usize) -> Location {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    advance(Location::START, text.get(..end).unwrap_or_default())
}

fn advance(from: Location, passed: &str) -> Location {
    passed.bytes().fold(from, |at, byte| match byte {
        b'\n' => Location { line: at.line + 1, column: 1 },
        0x80..=0xbf => at,
        _ => Location { column: at.column + 1, ..at },
    })
}

/// The text of a file, if it is UTF-8 and has only characters of XML 1.0 (section 2.2).
pub(crate) fn checked_text(bytes: &[u8]) -> Result<&str, Malformed> {
    let text = str::from_utf8(bytes).map_err(|error| {
        let good = str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default();
        malformed(locate(good, good.len()), "file is not UTF-8")
    })?;
    match text.char_indices().find(|(_, c)| !is_character(*c)) {
        None => Ok(text),
        Some((offset, c)) => {
            let what = format!("character U+{:04X} is not allowed in XML", u32::from(c));
            Err(malformed(locate(text, offset), what))
        }
    }
}

/// Whether XML 1.0 has the character at all.
pub(crate) fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
