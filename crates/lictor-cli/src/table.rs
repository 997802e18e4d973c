//! Tables for people, made of rows or of a server's document.

use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table as Grid};
use serde_json::Value;

/// A table without lines: a head and rows, columns two spaces apart.
#[derive(Debug)]
pub(crate) struct Table(Grid);

impl Table {
    /// A table with these column names.
    pub(crate) fn new(head: &[&str]) -> Self {
        let mut grid = Grid::new();
        grid.load_style(NOTHING);
        grid.set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(head.iter().map(|name| name.to_uppercase()));
        for column in grid.column_iter_mut() {
            column.set_padding((0, 2));
        }
        Self(grid)
    }

    /// Adds a row of as many cells as there are columns.
    pub(crate) fn line(&mut self, cells: Vec<String>) {
        self.0.add_row(cells);
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.0.add_row(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.trim_fmt())
    }
}

/// The list of a document under a name; an absent one is empty.
pub(crate) fn rows<'a>(document: &'a Value, name: &str) -> &'a [Value] {
    document.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A value of a document as a cell; null and absent are empty.
pub(crate) fn cell(document: &Value, name: &str) -> String {
    match document.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => {
            value.to_string()
        }
    }
}
