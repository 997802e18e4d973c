//! The session and a scripted server, joined in memory under a clock that the tests move.

mod holding;
mod proving;
mod requests;
mod script;
mod trusting;
