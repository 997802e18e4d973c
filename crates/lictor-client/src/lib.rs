//! The client library: check seats out and in, ask what there is.
