//! Access rules of other license servers, translated.
//!
//! What has no equivalent is listed, never dropped in silence and never bent into something that only
//! looks alike; what means a little less or more here is noted.

mod draft;
mod flexlm;
mod lmx;
mod words;

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The configuration file of an LM-X license server up to version 5, `lmx-serv.cfg`.
    Lmx,
    /// The options file of a FlexNet (FLEXlm) vendor daemon.
    Flexlm,
}

impl Format {
    /// The name, as the command line has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lmx => "lmx",
            Self::Flexlm => "flexlm",
        }
    }
}

/// A translation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The text of a rules file; [`super::parse`] takes it.
    pub rules: String,
    /// Lines without an equivalent, in the order of the file.
    pub left_out: Vec<Remark>,
    /// Lines that mean something else here than there, in the order of the file.
    pub notes: Vec<Remark>,
}

/// Something to know of a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// The line as it stands there.
    pub source: String,
    /// What to know.
    pub text: String,
}

/// Translates a file. `name` is the file as comments name it.
///
/// Takes any text: what is not understood is left out and listed.
#[must_use]
pub fn import(format: Format, name: &str, text: &str) -> Imported {
    let draft = match format {
        Format::Lmx => lmx::translate(text),
        Format::Flexlm => flexlm::translate(text),
    };
    draft.finish(format, name)
}

#[cfg(test)]
mod tests;
