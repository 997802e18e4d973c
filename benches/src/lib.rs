//! Load generator, echo floor and micro-benches.
