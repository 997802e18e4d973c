//! Tables for people, made of rows or of documents.

use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table as Grid};
use serde_json::Value as Json;

/// A table without lines: a head and rows, columns two spaces apart.
#[derive(Debug)]
pub(crate) struct Table(Grid);

impl Table {
    /// A table with these column names.
    pub(crate) fn new<'a>(head: impl IntoIterator<Item = &'a str>) -> Self {
        let mut grid = Grid::new();
        grid.load_style(NOTHING);
        grid.set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(head.into_iter().map(|name| name.replace('_', " ").to_uppercase()));
        for column in grid.column_iter_mut() {
            column.set_padding((0, 2));
        }
        Self(grid)
    }

    /// Adds a row of as many cells as there are columns.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.add_row(cells);
    }

    /// Rows of documents, each with these fields. A field that none of them has is left out.
    pub(crate) fn of(fields: &[&str], documents: &[Json]) -> Self {
        let has = |field: &str| documents.iter().any(|document| !cell(document.get(field)).is_empty());
        let full: Vec<&str> =
            fields.iter().copied().filter(|field| documents.is_empty() || has(field)).collect();
        let fields = full.as_slice();
        let mut table = Self::new(fields.iter().copied());
        for document in documents {
            table.row(fields.iter().map(|field| cell(document.get(field))));
        }
        table
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.trim_fmt())
    }
}

/// A value as a cell; null, absent and empty lists are empty.
pub(crate) fn cell(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(true)) => "yes".to_owned(),
        Some(Json::Bool(false)) => "no".to_owned(),
        Some(Json::Number(number)) => number.to_string(),
        Some(Json::Array(list)) if list.iter().all(Json::is_string) => {
            list.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ")
        }
        Some(Json::Object(object)) if object.is_empty() => String::new(),
        Some(value @ (Json::Array(_) | Json::Object(_))) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn documents_become_columns_and_names() {
        let rows = [
            json!({"number": 1, "status": "Pending", "hosts": ["A=1", "B=2"]}),
            json!({"number": 20, "error": null}),
        ];
        let table = Table::of(&["number", "status", "error", "hosts"], &rows).to_string();
        assert_eq!(table, "NUMBER  STATUS   HOSTS\n1       Pending  A=1, B=2\n20");
    }
}
