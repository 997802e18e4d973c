//! Reading the small files that the system keeps its facts in.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// More than any of these files needs; what lies behind is not read.
const BYTES_MAX: u64 = 1024 * 1024;

/// The text of a file, or nothing if it cannot be read. Bytes that are no UTF-8 are replaced, and
/// what follows the first mebibyte is left away.
pub(crate) fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(BYTES_MAX).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first line of a file without the blanks around it, or nothing if that is empty.
pub(crate) fn line(path: &Path) -> Option<String> {
    let text = text(path)?;
    let line = text.lines().next()?.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    (!line.is_empty()).then(|| line.to_owned())
}
