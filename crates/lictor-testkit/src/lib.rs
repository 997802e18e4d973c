//! What the tests of several crates share: vendors that sign, real daemons on free ports, real
//! runs of the command line, a real PostgreSQL, a real browser, and the one place that waits.
//!
//! Contains no assertion about licensing and no stand-in for a part of the product. Whatever goes
//! wrong here is a panic with everything that is known: a test that cannot be set up has failed.
#![forbid(unsafe_code)]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]
#![expect(clippy::print_stderr, reason = "a failed test shows the daemon's log")]

mod browser;
mod eventually;
mod faketime;
mod guarded;
mod lictor;
mod lictord;
mod postgres;
mod program;
mod vendor;

pub use browser::{Browser, ColorScheme, Element, Key, Violation, ViolationNode};
pub use eventually::eventually;
pub use faketime::Faketime;
pub use lictor::{Held, Lictor, Run};
pub use lictord::{Lictord, LictordBuilder};
pub use postgres::Postgres;
pub use vendor::{Vendor, template};
