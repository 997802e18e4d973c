//! The reader and the verifier from outside: corpus, monsters, properties, published vectors.
#![cfg(test)]

mod corpus;
mod keyring;
mod keys;
mod known;
mod monsters;
mod properties;
mod report;
mod vectors;
