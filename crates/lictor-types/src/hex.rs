//! Lower-case hex of fixed-size values, usable in constants.

use alloc::string::String;

pub(crate) const fn array<const N: usize>(text: &str) -> [u8; N] {
    match try_array(text.as_bytes()) {
        Some(bytes) => bytes,
        None => [0; N],
    }
}

pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    try_array(text.as_bytes())
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}

const fn try_array<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    let mut at = 0;
    while at < N {
        let (Some(high), Some(low)) = (digit(text[2 * at]), digit(text[2 * at + 1])) else { return None };
        bytes[at] = high << 4 | low;
        at += 1;
    }
    Some(bytes)
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}
