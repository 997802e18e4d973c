//! The attributes of one start tag, read strictly (XML 1.0 sections 2.3, 3.1 and 3.3.3).

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::xml::{Attribute, cursor};

/// Attributes of one element; the format itself needs one.
const ATTRIBUTES_MAX: usize = 64;

/// What is wrong with a list of attributes, at a byte offset from its beginning.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadAttributes {
    pub(crate) offset: usize,
    pub(crate) text: String,
}

/// Reads what stands between an element's name and the end of its start tag.
pub(crate) fn read(list: &str) -> Result<Vec<Attribute<'_>>, BadAttributes> {
    let mut attributes: Vec<Attribute<'_>> = Vec::new();
    let mut names = BTreeSet::new();
    let mut rest = list;
    loop {
        let trimmed = rest.trim_start_matches(is_space_char);
        let offset = list.len() - trimmed.len();
        let bad = |text: String| BadAttributes { offset, text };
        if trimmed.is_empty() {
            return Ok(attributes);
        }
        if trimmed.len() == rest.len() {
            return Err(bad("expected white space before the attribute".into()));
        }
        if attributes.len() == ATTRIBUTES_MAX {
            return Err(bad(format!("element has more than {ATTRIBUTES_MAX} attributes")));
        }
        let (attribute, after) = one(trimmed).map_err(bad)?;
        if !names.insert(attribute.name) {
            return Err(bad(format!("attribute {} stands twice", shown(attribute.name))));
        }
        attributes.push(attribute);
        rest = after;
    }
}

fn one(text: &str) -> Result<(Attribute<'_>, &str), String> {
    let end = text.find(|c: char| c == '=' || is_space_char(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if !is_name(name) {
        return Err("expected an attribute NAME=\"value\"".into());
    }
    let value = rest.trim_start_matches(is_space_char).strip_prefix('=');
    let value = value.map(|after| after.trim_start_matches(is_space_char));
    let quoted = value.and_then(|value| {
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value.get(1..)?.split_once(quote)
    });
    let Some((raw, after)) = quoted else {
        return Err(format!("expected a quoted value for the attribute {}", shown(name)));
    };
    let value = normalized(raw).map_err(|what| format!("value of {}: {what}", shown(name)))?;
    Ok((Attribute { name, value }, after))
}

/// Normalizes a value: line ends and tabs become spaces, references are resolved.
fn normalized(raw: &str) -> Result<Cow<'_, str>, String> {
    if raw.contains('<') {
        return Err("`<` must be written as &lt;".into());
    }
    if !raw.bytes().any(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r')) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '&' => {
                let (resolved, taken) = reference(rest)?;
                value.push(resolved);
                taken
            }
            '\r' if rest.starts_with("\r\n") => {
                value.push(' ');
                2
            }
            '\t' | '\n' | '\r' => {
                value.push(' ');
                1
            }
            _ => {
                value.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(Cow::Owned(value))
}

/// Checks a reference that stands in text.
pub(crate) fn check_reference(source: &str) -> Result<(), String> {
    reference(source).map(|_| ())
}

/// Resolves the reference a text begins with; tells how many bytes it takes.
fn reference(text: &str) -> Result<(char, usize), String> {
    /// `&#x0010FFFF;` and as many leading zeros as anyone can want.
    const BYTES_MAX: usize = 24;
    let window = text.as_bytes().iter().take(BYTES_MAX).position(|b| *b == b';');
    let Some(body) = window.and_then(|end| text.get(1..end)) else {
        return Err("`&` must be written as &amp;".into());
    };
    let resolved = match body {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => numeric(body),
    };
    resolved.map(|c| (c, body.len() + 2)).ok_or_else(|| format!("reference &{body}; is not allowed"))
}

fn numeric(body: &str) -> Option<char> {
    let digits = body.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |hex| (hex, 16));
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    let code = u32::from_str_radix(digits, radix).ok().filter(|_| plain)?;
    char::from_u32(code).filter(|c| cursor::is_character(*c))
}

/// Whether a text has about the form of an XML name (section 2.3). Near enough: no name outside
/// ASCII stands in a license file, so what passes here is refused later with a better message, as
/// are prefixes with a colon.
pub(crate) fn is_name(text: &str) -> bool {
    let first = |c: char| c.is_alphabetic() || matches!(c, '_' | ':');
    let further = |c: char| first(c) || c.is_alphanumeric() || matches!(c, '-' | '.' | '\u{b7}');
    text.starts_with(first) && text.chars().all(further)
}

pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_space_char(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn shown(name: &str) -> String {
    name.chars().take(64).collect()
}
