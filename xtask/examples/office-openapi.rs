//! Writes the OpenAPI document of `lictor-office` to standard output, for `cargo xtask generate`.

use std::error::Error;
use std::io::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = serde_json::to_string_pretty(&lictor_office::http::openapi::document())?;
    text.push('\n');
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
