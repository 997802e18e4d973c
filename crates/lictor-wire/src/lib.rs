//! The wire protocol: frames and messages, with no socket in them.
