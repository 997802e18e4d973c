//! The words of a line.

/// The words of a line: blanks part them, quotes hold them together, `#` before a word begins a
/// comment.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '#' if !quoted && word.is_empty() => break,
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.extend(finished(&mut word)),
            c => word.push(c),
        }
    }
    words.extend(finished(&mut word));
    words
}

fn finished(word: &mut String) -> Option<String> {
    Some(std::mem::take(word)).filter(|word| !word.is_empty())
}
