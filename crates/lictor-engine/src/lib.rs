//! The ledger: a deterministic state machine that counts seats.
