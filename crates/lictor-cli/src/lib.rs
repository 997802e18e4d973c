//! The lictor command.
