//! Writes the demo licenses of the repository's `licenses/` anew: `cargo run -p lictor-issuer
//! --example demo-licenses`. A test holds the files to be what this writes.

mod demo;

use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    for (path, content) in demo::files()? {
        fs::write(path, content)?;
    }
    Ok(())
}
