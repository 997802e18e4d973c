//! The ledger from outside: tables a licensing person could review, and properties over random
//! histories.
#![cfg(test)]

mod access;
mod borrow;
mod checkout;
mod effects;
mod exclusive;
mod explain;
mod generated;
mod history;
mod hold;
mod hostile;
mod laws;
mod meeting;
mod model;
mod named;
mod quarantine;
mod queue;
mod record;
mod reservation;
mod script;
mod session;
mod sharing;
mod time;
mod token;
mod upgrade;
mod world;
