//! The tests every storage must pass.
