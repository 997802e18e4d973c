//! Messages to bytes and back, one module a group of messages.

mod answer;
mod answers_writer;
mod client;
mod operation;
mod query;
mod query_answer;
mod requests_reader;
mod row;
mod server;

pub use answers_writer::AnswersWriter;
pub use client::decode_client;
pub(crate) use query_answer::decode_query_answer;
pub use query_answer::encode_query_answer;
pub use requests_reader::RequestsReader;
pub use server::decode_server;
