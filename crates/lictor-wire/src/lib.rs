//! The wire protocol: frames and messages, with no socket in them.
//!
//! Turns bytes into messages and back. Contains no input or output, no clock, no cryptography and
//! no decision: what a message means for seats is the ledger's business. `docs/protocol.md`
//! describes every byte.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod codec;
mod cursor;
mod decode_error;
pub mod frame;
mod kind;
mod message;
mod proof;
mod query_assembler;
mod revision;
mod row;
mod vocabulary;
mod writer;

pub use codec::{AnswersWriter, RequestsReader, decode_client, decode_server, encode_query_answer};
pub use decode_error::{DecodeError, Fault};
pub use frame::FrameError;
pub use kind::Kind;
pub use message::{
    Bound, ClientMessage, Event, Held, Hello, IdentityProof, LostLease, Members, Open, Opened, Query,
    QueryAnswer, Requests, Resume, Resumed, ServerMessage, SessionSecret, Welcome, ZoneDay,
};
pub use proof::proof_message;
pub use query_assembler::{AssembleError, QueryAssembler};
pub use revision::{ALPN, PREFACE, Revision};
pub use row::{DenialRow, FeatureRow, Holder, LeaseRow, SessionRow, WaiterRow};
