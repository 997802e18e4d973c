//! Names in which `*` stands for any characters.

use lictor_engine::FeaturePattern;
use lictor_types::VendorName;
use lictor_types::limits::FEATURE_NAME_BYTES_MAX;

/// What is wrong with a text, and what would help.
pub(super) type Wrong = (String, Option<String>);

/// Reads `NAME` or `VENDOR/NAME`.
pub(super) fn parse(text: &str) -> Result<FeaturePattern, Wrong> {
    let (vendor, name) = match text.split_once('/') {
        Some(("*", name)) => (None, name),
        Some((vendor, name)) => (Some(parse_vendor(vendor)?), name),
        None => (None, text),
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'*');
    let hint =
        || Some("a feature is written \"NAME\" or \"VENDOR/NAME\"; `*` stands for any characters".into());
    match name.bytes().position(|byte| !allowed(byte)) {
        Some(at) => {
            let odd = name.chars().nth(name.get(..at).map_or(0, |before| before.chars().count()));
            Err((format!("a feature's name has no {:?}", odd.unwrap_or_default()), hint()))
        }
        None if name.is_empty() => Err(("a feature's name is empty".to_owned(), hint())),
        None if name.len() > FEATURE_NAME_BYTES_MAX => {
            Err((format!("a feature's name has at most {FEATURE_NAME_BYTES_MAX} characters"), None))
        }
        None => Ok(FeaturePattern { vendor, name: name.to_owned() }),
    }
}

fn parse_vendor(text: &str) -> Result<VendorName, Wrong> {
    VendorName::parse(text).map_err(|error| {
        let upper = text.to_ascii_uppercase();
        let meant = upper != text && VendorName::parse(&upper).is_ok();
        let hint = if meant {
            format!("did you mean `{upper}`? Vendors' names are in capital letters")
        } else {
            "leave the vendor out to mean any".to_owned()
        };
        (format!("not a vendor's name: {error}"), Some(hint))
    })
}

/// As it is written in a file.
pub(super) fn text(pattern: &FeaturePattern) -> String {
    match &pattern.vendor {
        Some(vendor) => format!("{vendor}/{}", pattern.name),
        None => pattern.name.clone(),
    }
}

/// Whether every feature that the second names is named by the first.
pub(super) fn covers_feature(wide: &FeaturePattern, narrow: &FeaturePattern) -> bool {
    (wide.vendor.is_none() || wide.vendor == narrow.vendor) && covers(&wide.name, &narrow.name)
}

/// Whether a pattern names a text, without regard to case. A `*` in the text is a character that
/// only a `*` names, so the answer is also right for patterns: all that the second names, the first
/// names too.
///
/// Work is bounded by the product of the lengths.
pub(super) fn covers(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(own) if own.eq_ignore_ascii_case(byte) && *byte != b'*' => {
                p += 1;
                t += 1;
            }
            Some(_) | None => {
                let Some((after_star, from)) = retry else { return false };
                retry = Some((after_star, from + 1));
                (p, t) = (after_star, from + 1);
            }
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RUL-01: `*` stands for any characters, case does not count.
    #[test]
    fn rul_01_stars() {
        for (pattern, text, expected) in [
            ("solver", "SOLVER", true),
            ("solver", "solver2", false),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a*", "a", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "xxaxxbxx", false),
            ("mesh*pro", "mesh_2_pro_pro", true),
            ("mesh*", "mesh*x", true),
            ("mesh-a", "mesh-*", false),
            ("*", "*", true),
            ("a*a", "a", false),
            ("**", "ab", true),
        ] {
            assert_eq!(covers(pattern, text), expected, "{pattern} {text}");
        }
    }

    /// RUL-01: features by name or pattern, of one vendor or any.
    #[test]
    fn rul_01_features() {
        for (written, expected) in
            [("solver", Ok("solver")), ("ACME/mesh*", Ok("ACME/mesh*")), ("*/f", Ok("f"))]
        {
            assert_eq!(parse(written).as_ref().map(text), expected.map(ToOwned::to_owned));
        }
        for (written, says) in [
            ("", "a feature's name is empty"),
            ("ACME/", "a feature's name is empty"),
            ("a b", "a feature's name has no ' '"),
            ("é", "a feature's name has no 'é'"),
            ("acme/x", "not a vendor's name: character 1 of the name is not allowed"),
        ] {
            assert_eq!(parse(written).unwrap_err().0, says, "{written}");
        }
        let hint = parse("acme/x").unwrap_err().1.unwrap();
        assert_eq!(hint, "did you mean `ACME`? Vendors' names are in capital letters");
    }
}
