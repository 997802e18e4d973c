//! Blanks comments and literals, so that what is left is code.

/// The text with every comment and literal turned to spaces; line ends stay.
pub(super) fn mask(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    while out.len() < bytes.len() {
        let at = out.len();
        match blank_end(bytes, at) {
            Some(end) => out.extend(bytes[at..end].iter().map(|b| if *b == b'\n' { b'\n' } else { b' ' })),
            None => out.push(bytes[at]),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// If a comment or literal begins at `at`, the offset after it.
fn blank_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    if rest.starts_with(b"//") {
        return Some(position(bytes, at, b"\n").unwrap_or(bytes.len()));
    }
    if rest.starts_with(b"/*") {
        return Some(block_comment_end(bytes, at));
    }
    match rest[0] {
        b'"' => Some(quoted_end(bytes, at)),
        b'r' if at == 0 || !is_word(bytes[at - 1]) || prefixed_raw(bytes, at) => raw_end(bytes, at),
        b'\'' => char_end(bytes, at),
        _ => None,
    }
}

/// Whether the `r` at `at` belongs to `br"` or `cr"`.
fn prefixed_raw(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at - 1], b'b' | b'c') && (at < 2 || !is_word(bytes[at - 2]))
}

fn block_comment_end(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut here = at;
    while here < bytes.len() {
        if bytes[here..].starts_with(b"/*") {
            depth += 1;
            here += 2;
        } else if bytes[here..].starts_with(b"*/") {
            depth -= 1;
            here += 2;
            if depth == 0 {
                return here;
            }
        } else {
            here += 1;
        }
    }
    bytes.len()
}

fn quoted_end(bytes: &[u8], at: usize) -> usize {
    let mut here = at + 1;
    while here < bytes.len() {
        match bytes[here] {
            b'\\' => here += 2,
            b'"' => return here + 1,
            _ => here += 1,
        }
    }
    bytes.len()
}

/// The end of a raw string, or none if the `r` begins a word or a raw identifier.
fn raw_end(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|b| **b == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    Some(position(bytes, open + 1, &close).map_or(bytes.len(), |end| end + close.len()))
}

/// The end of a character literal, or none if the quote begins a lifetime.
fn char_end(bytes: &[u8], at: usize) -> Option<usize> {
    let first = *bytes.get(at + 1)?;
    if first == b'\\' {
        return position(bytes, at + 3, b"'").map(|end| end + 1);
    }
    let width = match first {
        0x00..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..=0xFF => 4,
    };
    let close = at + 1 + width;
    (bytes.get(close) == Some(&b'\'')).then_some(close + 1)
}

fn position(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|found| from + found)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn comments_and_literals_are_blanked_and_code_stays() {
        let cases = [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (r#"f("}\"{") + 1"#, "f(      ) + 1"),
            ("f(r#\"}\"#)", "f(      )"),
            ("f(br\"\\\")", "f(b    )"),
            ("for x in r", "for x in r"),
            ("'a: loop { ']' }", "'a: loop {     }"),
            (r"('\'', '\u{7f}', 'ß')", "(    ,         ,     )"),
            ("&'static str", "&'static str"),
        ];
        for (text, code) in cases {
            assert_eq!(mask(text), code, "{text}");
            assert_eq!(mask(text).len(), text.len(), "{text}");
        }
    }

    #[test]
    fn what_is_never_closed_ends_with_the_file() {
        for text in ["/* a", "\"a", "r#\"a\"", "\"a\\"] {
            assert_eq!(mask(text), " ".repeat(text.len()), "{text}");
        }
    }
}
