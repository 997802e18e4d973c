//! The strict subset of XML 1.0 that license files are written in (FIL-06).
//!
//! quick-xml finds the pieces; what it leaves unchecked is checked here: one root, everything
//! closed at the end, names, attributes, references, characters, the declaration. What is
//! well-formed but has no place in a license file (text, CDATA, processing instructions) is handed
//! on as [`Node::Stray`], so that it spoils one feature and not the file (FIL-07).

mod attributes;
mod cursor;
mod declaration;

use std::borrow::Cow;

use lictor_types::limits::FILE_BYTES_MAX;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::problem::Location;
use cursor::Cursor;

/// How deep elements may nest before the reader gives up; the format itself needs four levels.
const DEPTH_MAX: usize = 8;
const OUTSIDE: &str = "text outside the root element";
const DOCTYPE: &str = "document type declarations are not allowed";
const INSTRUCTION: &str = "processing instructions are not allowed";
const LATE_DECLARATION: &str = "XML declaration is not at the beginning";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a file as a whole is refused.
#[derive(Debug)]
pub(crate) struct Malformed {
    pub(crate) at: Location,
    pub(crate) rule: &'static str,
    pub(crate) text: String,
}

/// One attribute, its value normalized (XML 1.0 section 3.3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: Cow<'a, str>,
}

/// The beginning of an element.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    pub(crate) name: &'a str,
    pub(crate) attributes: Vec<Attribute<'a>>,
    pub(crate) at: Location,
    /// Offset of its `<`.
    pub(crate) start: usize,
    /// Offset behind the `>` of its start tag.
    pub(crate) end: usize,
    /// Whether it was written as `<NAME/>`.
    empty: bool,
}

/// What stands inside an element.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// Another element; its content must be read or skipped next.
    Element(Element<'a>),
    /// Something that no license file has.
    Stray { what: &'static str, at: Location },
}

/// Reads a document piece by piece.
pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    cursor: Cursor<'a>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// Takes a file's bytes if size, encoding and characters are allowed.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, Malformed> {
        if bytes.len() > FILE_BYTES_MAX {
            let text = format!("file has {} bytes, at most {FILE_BYTES_MAX} are allowed", bytes.len());
            return Err(malformed(Location::START, text));
        }
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let text = cursor::checked_text(bytes)?;
        let mut reader = Reader::from_reader(text.as_bytes());
        reader.config_mut().check_comments = true;
        Ok(Self { text, reader, cursor: Cursor::new(text), depth: 0 })
    }

    /// Reads to the root element.
    pub(crate) fn root(&mut self) -> Result<Element<'a>, Malformed> {
        loop {
            let start = self.offset();
            match self.event()? {
                Event::Decl(_) if start == 0 => declaration::check(self.source(start))?,
                Event::Start(tag) => return self.open(&tag, start, false),
                Event::Empty(tag) => return self.open(&tag, start, true),
                Event::Eof => return Err(self.broken(start, "file has no root element")),
                Event::Comment(_) => {}
                Event::Text(_) => self.only_space(start)?,
                Event::Decl(_) => return Err(self.broken(start, LATE_DECLARATION)),
                Event::DocType(_) => return Err(self.broken(start, DOCTYPE)),
                Event::PI(_) => return Err(self.broken(start, INSTRUCTION)),
                Event::CData(_) | Event::GeneralRef(_) | Event::End(_) => {
                    return Err(self.broken(start, OUTSIDE));
                }
            }
        }
    }

    /// The next node inside `parent`, or `None` behind its end.
    pub(crate) fn next_in(&mut self, parent: &Element<'a>) -> Result<Option<Node<'a>>, Malformed> {
        if parent.empty {
            return Ok(None);
        }
        loop {
            let start = self.offset();
            let mut at = start;
            let what = match self.event()? {
                Event::Start(tag) => return self.open(&tag, start, false).map(Node::Element).map(Some),
                Event::Empty(tag) => return self.open(&tag, start, true).map(Node::Element).map(Some),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(None);
                }
                Event::Comment(_) => continue,
                Event::Text(_) => match self.first_of_text(start)? {
                    None => continue,
                    Some(first) => {
                        at = first;
                        "text"
                    }
                },
                Event::GeneralRef(_) => {
                    attributes::check_reference(self.source(start))
                        .map_err(|what| self.broken(start, what))?;
                    "text"
                }
                Event::CData(_) => "CDATA section",
                Event::PI(_) => "processing instruction",
                Event::Eof => return Err(self.unclosed(parent)),
                Event::Decl(_) => return Err(self.broken(start, LATE_DECLARATION)),
                Event::DocType(_) => {
                    return Err(self.broken(start, DOCTYPE));
                }
            };
            return Ok(Some(Node::Stray { what, at: self.cursor.at(at) }));
        }
    }

    /// Reads over the content of an element.
    pub(crate) fn skip(&mut self, element: &Element<'a>) -> Result<(), Malformed> {
        let depth = self.depth;
        while let Some(node) = self.next_in(element)? {
            if let Node::Element(inner) = node {
                self.skip(&inner)?;
            }
        }
        debug_assert!(self.depth <= depth);
        Ok(())
    }

    /// Reads from behind the root element to the end of the file.
    pub(crate) fn finish(mut self) -> Result<(), Malformed> {
        loop {
            let start = self.offset();
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) => {}
                Event::Text(_) => self.only_space(start)?,
                Event::Start(_) | Event::Empty(_) => {
                    return Err(self.broken(start, "a second root element"));
                }
                Event::Decl(_) => return Err(self.broken(start, LATE_DECLARATION)),
                Event::DocType(_) => return Err(self.broken(start, DOCTYPE)),
                Event::PI(_) => return Err(self.broken(start, INSTRUCTION)),
                Event::CData(_) | Event::GeneralRef(_) | Event::End(_) => {
                    return Err(self.broken(start, OUTSIDE));
                }
            }
        }
    }

    /// Offset behind what was read so far.
    pub(crate) fn offset(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len())
    }

    fn event(&mut self) -> Result<Event<'a>, Malformed> {
        match self.reader.read_event() {
            Ok(event) => Ok(event),
            Err(error) => {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
                Err(self.broken(at, error.to_string()))
            }
        }
    }

    fn source(&self, start: usize) -> &'a str {
        self.text.get(start..self.offset()).unwrap_or_default()
    }

    fn open(&mut self, tag: &BytesStart<'a>, start: usize, empty: bool) -> Result<Element<'a>, Malformed> {
        if !empty {
            self.depth += 1;
        }
        if self.depth > DEPTH_MAX {
            return Err(self.broken(start, format!("elements nest deeper than {DEPTH_MAX}")));
        }
        let source = self.source(start);
        let name_end = 1 + tag.name().as_ref().len();
        let name = source.get(1..name_end).unwrap_or_default();
        if !attributes::is_name(name) {
            return Err(self.broken(start, "tag has no valid name"));
        }
        let tail = if empty { 2 } else { 1 };
        let list = source.get(name_end..source.len() - tail).unwrap_or_default();
        let attributes =
            attributes::read(list).map_err(|bad| self.broken(start + name_end + bad.offset, bad.text))?;
        let at = self.cursor.at(start);
        Ok(Element { name, attributes, at, start, end: self.offset(), empty })
    }

    /// Before and behind the root element.
    fn only_space(&self, start: usize) -> Result<(), Malformed> {
        match self.first_of_text(start)? {
            None => Ok(()),
            Some(first) => Err(self.broken(first, OUTSIDE)),
        }
    }

    /// Offset of the first character of a text that is no white space.
    fn first_of_text(&self, start: usize) -> Result<Option<usize>, Malformed> {
        let text = self.source(start);
        if let Some(at) = text.find("]]>") {
            return Err(self.broken(start + at, "`]]>` in text"));
        }
        Ok(text.bytes().position(|b| !attributes::is_space(b)).map(|at| start + at))
    }

    fn unclosed(&self, parent: &Element<'a>) -> Malformed {
        let name: String = parent.name.chars().take(64).collect();
        self.broken(self.text.len(), format!("file ends inside <{name}> of line {}", parent.at.line))
    }

    fn broken(&self, offset: usize, text: impl Into<String>) -> Malformed {
        malformed(cursor::locate(self.text, offset), text)
    }
}

pub(crate) fn malformed(at: Location, text: impl Into<String>) -> Malformed {
    Malformed { at, rule: "FIL-06", text: text.into() }
}
