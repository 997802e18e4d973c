//! Reads the tables of `docs/protocol.md`.

const PAGE: &str = include_str!("../../../../docs/protocol.md");

/// The cells of the rows of the first table below `heading` (a whole line, with its `#`s), without
/// its head; back quotes are dropped.
pub(crate) fn table(heading: &str) -> Vec<Vec<String>> {
    let below = PAGE.lines().skip_while(|line| *line != heading).skip(1);
    let rows = below.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells: Vec<Vec<String>> = rows.skip(2).map(cells).collect();
    assert!(!cells.is_empty(), "docs/protocol.md has a table below `{heading}`");
    cells
}

fn cells(row: &str) -> Vec<String> {
    row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
}
