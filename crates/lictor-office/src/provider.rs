//! The provider: plug-ins, license requests, subscriptions and orders (office.md 2.1, 2.4, 3.8–3.11).
//!
//! A request changes records and leaves operations behind; the [jobs](crate::jobs) carry them out. Console,
//! command line and jobs call the same functions.

pub mod action;
pub mod chain;
pub mod change;
pub mod choice;
pub mod class;
pub mod daily;
pub mod dashboard;
pub mod download;
pub mod facts;
pub mod file;
pub mod license;
pub mod operation;
pub mod order;
pub mod plugin;
pub mod request;
pub mod routes;
pub mod sale;
pub mod subscription;
pub mod sync_run;
pub mod tally;
pub mod upgrade;
pub mod upload;
