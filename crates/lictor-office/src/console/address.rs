//! Addresses: names and values after `?`, encoded.

use std::fmt::Write as _;

/// A text as it stands in an address.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b',') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Names and values as they stand after `?`; nothing for none.
pub(super) fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        text = text + &encode(name) + "=" + &encode(value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_again() {
        let pairs = [("filter[class]", "a&b=c"), ("q", "ä b+%")];
        let text = query(pairs);
        let decoded = crate::http::dispatch::form(text.trim_start_matches('?'));
        assert_eq!(decoded, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(query([]), "");
    }
}
