//! A length of time as people write it: `90s`, `30m`, `2h`, `1d`, `1h30m`.

use std::str::FromStr;

/// Whole seconds, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Length(u64);

const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

impl Length {
    /// How many seconds.
    pub(crate) const fn seconds(self) -> u64 {
        self.0
    }
}

impl FromStr for Length {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let expected = "expected a length of time as 90s, 30m, 2h, 1d or 1h30m";
        let mut rest = text;
        let mut seconds: u64 = 0;
        for (unit, worth) in UNITS {
            let Some((number, after)) = rest.split_once(unit) else { continue };
            let count: u64 = number
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| number.parse().ok())
                .flatten()
                .ok_or(expected)?;
            let part = count.checked_mul(worth).ok_or(expected)?;
            seconds = seconds.checked_add(part).ok_or(expected)?;
            rest = after;
        }
        if rest.is_empty() && seconds > 0 { Ok(Self(seconds)) } else { Err(expected) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_from_the_largest_unit_to_the_smallest() {
        for (text, expected) in [
            ("90s", Some(90)),
            ("30m", Some(1_800)),
            ("2h", Some(7_200)),
            ("1d", Some(86_400)),
            ("1h30m", Some(5_400)),
            ("1d2h3m4s", Some(93_784)),
            ("", None),
            ("0s", None),
            ("90", None),
            ("m", None),
            ("30m1h", None),
            ("1h1h", None),
            ("-1h", None),
            ("+1h", None),
            ("1.5h", None),
            ("1 h", None),
            ("99999999999999999999d", None),
            ("18446744073709551615d", None),
        ] {
            assert_eq!(text.parse::<Length>().ok().map(Length::seconds), expected, "{text:?}");
        }
    }
}
