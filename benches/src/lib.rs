//! Load generator, echo floor and micro-benches.
//!
//! Nothing here is part of the product, and nothing here passes or fails: figures are printed
//! beside a floor (an echo over the same transport) and, where installed, a peer (seats counted by
//! a Redis script), taken in interleaved rounds of one run. Only such ratios travel from machine
//! to machine.

pub mod compare;
pub mod disk;
pub mod echo;
pub mod floor;
pub mod generator;
pub mod hoard;
pub mod load;
pub mod machine;
pub mod micro;
pub mod office;
pub mod outcome;
pub mod peer;
pub mod protocol;
pub mod schedule;
pub mod site;
pub mod socket;
pub mod statistic;
