//! Licenses back to XML, in one normal form.

use crate::license::License;

/// A license file of these features.
#[must_use]
pub fn write_file<'a>(features: impl Iterator<Item = &'a License>) -> String {
    let mut out = String::from("<LICENSEFILE>\n");
    for license in features {
        feature(&mut out, license, "  ");
    }
    out.push_str("</LICENSEFILE>\n");
    out
}

/// Appends one feature, every line behind `indent`.
pub(crate) fn feature(out: &mut String, license: &License, indent: &str) {
    line(out, indent, 0, |out| element(out, "FEATURE NAME", license.feature().as_str(), ">"));
    for (name, value) in license.settings() {
        setting(out, indent, 1, name, value);
    }
    for (side, block) in license.blocks() {
        line(out, indent, 1, |out| out.extend(["<", side.element(), ">"]));
        for id in &block.ids {
            setting(out, indent, 2, id.kind().name(), id.value());
        }
        line(out, indent, 1, |out| out.extend(["</", side.element(), ">"]));
    }
    if let Some(certificate) = license.certificate() {
        setting(out, indent, 1, "KEYCERT", &certificate.to_hex());
    }
    setting(out, indent, 1, "KEY", &hex::encode(license.signature()));
    line(out, indent, 0, |out| out.push_str("</FEATURE>"));
}

fn setting(out: &mut String, indent: &str, depth: usize, name: &str, value: &str) {
    line(out, indent, depth, |out| {
        out.push_str("<SETTING ");
        attribute(out, name, value);
        out.push_str("/>");
    });
}

fn element(out: &mut String, opening: &str, value: &str, end: &str) {
    out.push('<');
    attribute(out, opening, value);
    out.push_str(end);
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.extend([name, "=\""]);
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out.push('"');
}

fn line(out: &mut String, indent: &str, depth: usize, content: impl FnOnce(&mut String)) {
    out.push_str(indent);
    out.extend(std::iter::repeat_n("  ", depth));
    content(out);
    out.push('\n');
}
