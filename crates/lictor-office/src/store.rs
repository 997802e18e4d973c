//! What the back office remembers: records in SQLite or PostgreSQL, with audit chain and search words.

mod again;
pub mod audit;
pub mod bulk;
pub mod content;
pub mod database;
pub mod idempotency;
mod keeper;
pub mod list;
pub mod record;
mod row;
mod schema;
mod tx;
pub mod words;

pub use again::again;
pub use keeper::Store;
pub use record::{Meta, Record, Table};
pub use row::{Row, Value};
pub use schema::schema_number;
pub use tx::{Tx, new_id};
