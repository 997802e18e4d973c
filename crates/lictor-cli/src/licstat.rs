//! The status layouts that existing monitoring tools of LM-X-type servers read: `licstat` (text) and
//! `licstatxml`. Their readers match by regular expression, by word or by line, so every byte counts.

mod feature;
mod site;
mod survey;
#[cfg(test)]
mod tests;
mod text;
mod user;
mod xml;

pub(crate) use survey::survey;

use feature::Feature;
use site::{Answer, Report, Server, Site};
use user::{Person, Usage, User};

/// One of the two layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// `licstat`: lines for people and for regular expressions.
    Text,
    /// `licstatxml`: three lines that readers drop, then one XML document.
    Xml,
}

/// What stands above both layouts: the tool and its version, the copyright, nothing.
const BANNER: [&str; 3] = [
    concat!("Lictor status utility v", env!("CARGO_PKG_VERSION")),
    "Copyright (c) 2026 The Lictor developers",
    "",
];

impl Layout {
    /// The whole output, with the end of its last line.
    pub(crate) fn render(self, site: &Site) -> String {
        let lines = match self {
            Self::Text => text::lines(site),
            Self::Xml => xml::lines(site),
        };
        let lines = BANNER.into_iter().chain(lines.iter().map(String::as_str));
        lines.flat_map(|line| [line, "\n"]).collect()
    }
}
