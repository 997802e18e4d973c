//! The wire protocol from outside: golden frames, round trips, hostile bytes and the hot path.
#![cfg(test)]

mod allocations;
mod generate;
mod golden;
mod hostile;
mod hot_path;
mod page;
mod requests;
mod round_trip;
mod sample;
mod splitting;
