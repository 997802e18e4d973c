//! The load report as a table.

use lictor_server::report::{CountWord, LicenseDocument, LicensesDocument};

/// The report for people: licenses, pools, warnings.
pub(crate) fn table(report: &LicensesDocument) -> String {
    let heads = ["file", "feature", "serial", "type", "count", "start", "end", "state", "why"];
    let mut text = columns(&heads, report.licenses.iter().map(license));
    text.push('\n');
    let pools = report.pools.iter().map(|pool| {
        let base = pool.base.as_ref().map_or_else(
            || "no base".to_owned(),
            |base| base.count.as_ref().map_or_else(|| "other features".to_owned(), word),
        );
        let upgrades =
            pool.upgrades.iter().map(|upgrade| format!(" + {} ({})", word(&upgrade.count), upgrade.state));
        let name = format!("{}/{}", pool.vendor, pool.feature);
        [name, word(&pool.seats), base + &upgrades.collect::<String>()]
    });
    text.push_str(&columns(&["pool", "seats", "made of"], pools));
    for warning in &report.warnings {
        text.push_str(&format!("\n{}: {}", warning.file, warning.text));
    }
    text.push_str(&format!("\ntoday is {} in {}\n", report.today, report.timezone));
    text
}

fn license(license: &LicenseDocument) -> [String; 9] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let line = license.line.map(|line| format!(":{line}")).unwrap_or_default();
    let vendor = license.vendor.as_ref().map(|vendor| format!("{vendor}/")).unwrap_or_default();
    [
        format!("{}{line}", license.file),
        format!("{vendor}{}", text(&license.feature)),
        text(&license.serial),
        text(&license.key_type),
        license.count.as_ref().map(word).unwrap_or_default(),
        text(&license.start),
        text(&license.end),
        license.state.clone(),
        license.text.clone(),
    ]
}

fn word(count: &CountWord) -> String {
    match count {
        CountWord::Number(number) => number.to_string(),
        CountWord::Text(text) => text.clone(),
    }
}

/// Rows under heads, each column as wide as its widest cell but the last.
fn columns<const N: usize>(heads: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut lines = vec![heads.map(ToOwned::to_owned)];
    lines.extend(rows);
    let mut widths = [0; N];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [["a".to_owned(), "1".to_owned()], ["longer".to_owned(), String::new()]];
        assert_eq!(columns(&["name", "n"], rows.into_iter()), "name    n\na       1\nlonger\n");
    }
}
