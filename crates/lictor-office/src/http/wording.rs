//! What a decoder says of a body, in words for people: nobody at a form knows what a `u32` is.

/// What is wrong, in words.
#[must_use]
pub(super) fn plain(text: &str) -> String {
    if let Some((given, expected)) = mismatch(text) {
        return format!("expected {}, not {}", wanted(expected), found(given));
    }
    if let Some(name) = text.strip_prefix("missing field ") {
        return format!("the field {} is missing", quoted(name));
    }
    if let Some((name, known)) = one_of(text, "unknown variant ") {
        return format!("{} is none of {}", quoted(name), known.replace('`', ""));
    }
    if let Some((name, known)) = one_of(text, "unknown field ") {
        return format!("there is no field {} here; there are {}", quoted(name), known.replace('`', ""));
    }
    if text.starts_with("data did not match any variant") {
        return "the value has none of the forms that are possible here".to_owned();
    }
    text.to_owned()
}

/// What was given and what was expected.
fn mismatch(text: &str) -> Option<(&str, &str)> {
    let rest = ["invalid type: ", "invalid value: "].iter().find_map(|start| text.strip_prefix(start))?;
    rest.rsplit_once(", expected ")
}

fn one_of<'a>(text: &'a str, start: &str) -> Option<(&'a str, &'a str)> {
    let (name, known) = text.strip_prefix(start)?.split_once(", expected ")?;
    Some((name, known.trim_start_matches("one of ")))
}

/// A name of the decoder's in quotes of ours.
fn quoted(name: &str) -> String {
    format!("{:?}", name.trim_matches('`'))
}

/// What was given.
fn found(given: &str) -> String {
    match given {
        "null" | "unit value" => "nothing".to_owned(),
        "string \"\"" => "an empty text".to_owned(),
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        _ => {
            let (kind, value) = given.split_once(' ').unwrap_or(("", given));
            let kind = if kind == "string" { "the text " } else { "" };
            format!("{kind}{}", value.trim_matches('`'))
        }
    }
}

/// What was expected.
fn wanted(expected: &str) -> String {
    let words = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" => "a text",
        "a boolean" => "true or false",
        "a map" => "an object",
        "a sequence" => "a list",
        other if other.starts_with("struct ") => "an object",
        other => other,
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_decoder_says_is_said_in_words() {
        for (text, words) in [
            (
                "invalid type: string \"\", expected u32",
                "expected a whole number, 0 or more, not an empty text",
            ),
            ("invalid value: integer `-1`, expected u32", "expected a whole number, 0 or more, not -1"),
            ("invalid type: string \"x\", expected i64", "expected a whole number, not the text \"x\""),
            ("invalid type: null, expected a string", "expected a text, not nothing"),
            ("invalid type: map, expected a sequence", "expected a list, not an object"),
            ("missing field `name`", "the field \"name\" is missing"),
            (
                "unknown variant `Ordinary`, expected `ordinary` or `big`",
                "\"Ordinary\" is none of ordinary or big",
            ),
            ("unknown field `a`, expected one of `b`, `c`", "there is no field \"a\" here; there are b, c"),
            ("no day", "no day"),
        ] {
            assert_eq!(plain(text), words);
        }
    }
}
