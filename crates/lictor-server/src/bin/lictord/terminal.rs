//! The two streams of the process.

use std::io::{self, Write as _};

use crate::exit::Exit;

/// Writes a document to standard output.
pub(crate) fn out(text: &str) -> Exit {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(_) => Exit::Internal,
    }
}

/// Says on standard error what is wrong.
pub(crate) fn complain(text: &str) {
    say(&format!("lictord: {text}"));
}

/// Says something to whoever watches.
pub(crate) fn say(text: &str) {
    let _closed = writeln!(io::stderr().lock(), "{text}");
}
