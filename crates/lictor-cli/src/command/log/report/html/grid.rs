//! Tables of a page.

use std::fmt::Write as _;

use super::escaped;

/// A table with a caption: columns that name, columns that count.
#[derive(Debug)]
pub(super) struct Grid {
    caption: String,
    head: String,
    body: String,
    rows: usize,
}

impl Grid {
    /// A table without rows.
    pub(super) fn new(caption: &str, names: &[&str], counts: &[&str]) -> Self {
        let mut head = String::new();
        for name in names {
            let _ = write!(head, "<th scope=\"col\">{name}</th>");
        }
        for count in counts {
            let _ = write!(head, "<th scope=\"col\" class=\"count\">{count}</th>");
        }
        Self { caption: escaped(caption), head, body: String::new(), rows: 0 }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, names: &[String], counts: &[String]) {
        self.rows += 1;
        self.body.push_str("<tr>");
        for name in names {
            let _ = write!(self.body, "<th scope=\"row\">{}</th>", escaped(name));
        }
        for count in counts {
            let _ = write!(self.body, "<td>{}</td>", escaped(count));
        }
        self.body.push_str("</tr>\n");
    }

    /// The table; what is too wide for the page is scrolled, also by keyboard.
    pub(super) fn finish(self) -> String {
        let Self { caption, head, body, rows } = self;
        if rows == 0 {
            return "<p>Nothing was used or asked for.</p>\n".to_string();
        }
        format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n\
             <caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n\
             </table>\n</div>\n"
        )
    }

    /// The table, shown on demand.
    pub(super) fn folded(self, summary: &str) -> String {
        format!("<details>\n<summary>{}</summary>\n{}</details>\n", escaped(summary), self.finish())
    }
}
