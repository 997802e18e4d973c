//! The XML declaration: version 1.0, and no encoding but UTF-8 (FIL-06).

use crate::xml::{Malformed, attributes, cursor, malformed};

/// Checks `<?xml …?>`, which begins at the beginning of the file.
pub(crate) fn check(source: &str) -> Result<(), Malformed> {
    let list = source.strip_prefix("<?xml").and_then(|rest| rest.strip_suffix("?>")).unwrap_or_default();
    let broken = |offset: usize, text: String| malformed(cursor::locate(source, 5 + offset), text);
    let attributes = attributes::read(list).map_err(|bad| broken(bad.offset, bad.text))?;
    let mut expected = ["version", "encoding", "standalone"].into_iter();
    for (index, attribute) in attributes.iter().enumerate() {
        if !expected.any(|name| name == attribute.name) || (index == 0 && attribute.name != "version") {
            return Err(broken(0, "expected <?xml version=\"1.0\" encoding=\"UTF-8\"?>".into()));
        }
        let value = &*attribute.value;
        let good = match attribute.name {
            "version" => value == "1.0",
            "encoding" => value.eq_ignore_ascii_case("UTF-8"),
            _ => matches!(value, "yes" | "no"),
        };
        if !good {
            let text = match attribute.name {
                "version" => "expected XML version 1.0",
                "encoding" => "expected encoding UTF-8",
                _ => "expected standalone to be yes or no",
            };
            return Err(broken(0, text.into()));
        }
    }
    if attributes.is_empty() { Err(broken(0, "XML declaration has no version".into())) } else { Ok(()) }
}
