//! A document as an outline for people: names, values, and what is inside, indented.

use serde_json::Value as Json;

use super::table::cell;

/// The outline of a document. What is empty is left out.
pub(crate) fn outline(document: &Json) -> String {
    let mut text = String::new();
    inside(document, 0, &mut text);
    text
}

fn inside(value: &Json, depth: usize, text: &mut String) {
    match value {
        Json::Object(fields) => {
            let simple = fields.iter().filter(|(_, value)| is_plain(value) && !cell(Some(value)).is_empty());
            let width = simple.map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, value) in fields {
                field(name, value, depth, width, text);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| listed(item, depth, text)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
            line(depth, &cell(Some(value)), text);
        }
    }
}

fn field(name: &str, value: &Json, depth: usize, width: usize, text: &mut String) {
    let plain = cell(Some(value));
    if plain.is_empty() || plain == "[]" {
        return;
    }
    if !is_plain(value) {
        line(depth, &format!("{name}:"), text);
        return inside(value, depth + 1, text);
    }
    if plain.contains('\n') {
        line(depth, &format!("{name}:"), text);
        plain.lines().for_each(|part| line(depth + 1, part, text));
    } else {
        line(depth, &format!("{name:width$}  {plain}"), text);
    }
}

/// One of several: a dash before its first line.
fn listed(item: &Json, depth: usize, text: &mut String) {
    let mut own = String::new();
    inside(item, 0, &mut own);
    for (at, part) in own.lines().enumerate() {
        line(depth, &format!("{} {part}", if at == 0 { '-' } else { ' ' }), text);
    }
}

/// Whether a value stands on one line.
fn is_plain(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().all(Json::is_string),
        Json::Object(_) => false,
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => true,
    }
}

fn line(depth: usize, part: &str, text: &mut String) {
    text.push_str(&"  ".repeat(depth));
    text.push_str(part);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_told_line_by_line() {
        let document = json!({
            "id": "x", "key_number": "A.1", "none": null, "hosts": ["A=1", "B=2"], "empty": [],
            "mismatches": [{"code": "A", "local": "1"}, {"code": "B"}],
            "config": {"capacity": {"SEATS": 10}},
            "text": "one\ntwo",
        });
        let expected = "\
config:
  capacity:
    SEATS  10
hosts       A=1, B=2
id          x
key_number  A.1
mismatches:
  - code   A
    local  1
  - code  B
text:
  one
  two
";
        assert_eq!(outline(&document), expected);
    }
}
