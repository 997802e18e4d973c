//! The rigs from outside: a database server, a browser, and that neither outlives its test.
#![cfg(test)]

mod browser;
mod guarded;
mod postgres;
