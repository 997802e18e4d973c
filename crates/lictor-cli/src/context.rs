//! What every command is given.

use crate::environment::Environment;
use crate::printer::Printer;

/// Where a command reads its surroundings and writes its results.
#[derive(Debug)]
pub(crate) struct Context {
    /// The environment.
    pub(crate) environment: Environment,
    /// The only writer.
    pub(crate) printer: Printer,
}

impl Context {
    /// The context of this run.
    pub(crate) fn new() -> Self {
        let environment = Environment::read();
        let printer = Printer::new(environment.plain);
        Self { environment, printer }
    }

    /// Says that what a server answered was taken as it is, if no vendor's key is trusted (TRU-03).
    pub(crate) fn note_unverified(&self) {
        if self.environment.vendor_keys.is_empty() {
            self.printer
                .note("the server's word was not verified: LICTOR_VENDOR_KEY names no public key file");
        }
    }
}
