//! The session and a scripted server, joined in memory under a clock that the tests move.

mod borrowing;
mod holding;
mod proving;
mod requests;
mod script;
mod tokens;
mod trusting;
mod waiting;
