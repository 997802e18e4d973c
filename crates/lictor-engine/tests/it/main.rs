//! The ledger from outside: tables a licensing person could review, and properties over random
//! histories.
#![cfg(test)]

mod checkout;
mod effects;
mod exclusive;
mod generated;
mod hostile;
mod model;
mod record;
mod script;
mod session;
mod time;
mod upgrade;
mod world;
