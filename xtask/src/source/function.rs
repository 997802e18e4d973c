//! Functions and test items, found by counting brackets in masked code.

use std::ops::RangeInclusive;

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: String,
    /// Line of its `fn`.
    pub(crate) line: usize,
    /// Lines from there to its closing brace.
    pub(crate) lines: usize,
}

/// Every function of masked code, in order.
pub(super) fn functions(code: &str) -> Vec<Function> {
    code.match_indices("fn ").filter_map(|(at, _)| function_at(code, at)).collect()
}

fn function_at(code: &str, at: usize) -> Option<Function> {
    if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let after = code[at + 3..].trim_start();
    let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let last = item_end(code, at)?;
    if name.is_empty() || code.as_bytes()[last] != b'}' {
        return None;
    }
    let line = line_of(code, at);
    Some(Function { name, line, lines: line_of(code, last) + 1 - line })
}

/// The lines of every item under `#[cfg(test)]`.
pub(super) fn test_items(code: &str) -> Vec<RangeInclusive<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let marks = code.match_indices(MARK);
    let item = |(at, _)| Some(line_of(code, at)..=line_of(code, item_end(code, at + MARK.len())?));
    marks.filter_map(item).collect()
}

/// Offset of the last character of the item that begins at `from`: its `;` or the `}` of its body.
fn item_end(code: &str, from: usize) -> Option<usize> {
    let mut round = 0_u32;
    let mut curly = 0_u32;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => round += 1,
            b')' | b']' => round = round.checked_sub(1)?,
            b'{' => curly += 1,
            b'}' => curly = curly.checked_sub(1)?,
            _ => {}
        }
        let ends = byte == b'}' || byte == b';';
        if ends && round == 0 && curly == 0 {
            return Some(at);
        }
    }
    None
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_without_body_are_no_functions() {
        let code = "trait T { fn a(&self) -> [u8; 4]; fn b(&self) { f() } }\ntype F = fn(u8) -> u8;\n";
        let names: Vec<_> = functions(code).into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["b"]);
    }

    #[test]
    fn a_body_ends_at_its_own_brace() {
        let code = "fn a() {\n  if x { y } else { z }\n}\nfn b() {}\n";
        let found: Vec<_> = functions(code).into_iter().map(|f| (f.name, f.line, f.lines)).collect();
        assert_eq!(found, [("a".to_owned(), 1, 3), ("b".to_owned(), 4, 1)]);
    }

    #[test]
    fn test_items_end_at_brace_or_semicolon() {
        let code = "#[cfg(test)]\nmod tests;\n#[cfg(test)]\nimpl A {\n}\nfn x() {}\n";
        assert_eq!(test_items(code), [1..=2, 3..=5]);
    }
}
