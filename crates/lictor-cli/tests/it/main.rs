//! The `lictor` program as people call it: real files, real daemons, exit codes and documents.

mod calls;
mod generated;
mod license;
mod log;
mod vendor;
