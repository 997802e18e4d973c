//! The vendor's back office: issuer and provider in one program.
//!
//! Rules are in `lictor-entitle`; here is what they need of the world: the store, HTTP, jobs, the
//! signer's process, and the console. A request is one transaction: the rows a command names are read,
//! the rules applied, and rows, audit events, webhook events and jobs written together.
#![forbid(unsafe_code)]

pub mod actor;
pub mod catalogue;
mod cli;
pub mod clock;
pub mod command;
pub mod console;
pub mod doctor;
pub mod entitlement;
pub mod event;
pub mod fault;
pub mod first_start;
pub mod fulfillment;
pub mod http;
pub mod install;
pub mod issuer;
pub mod issuing;
pub mod jobs;
pub mod kind;
pub mod logging;
pub mod model;
pub mod office;
pub mod platform;
pub mod provider;
pub mod rendering;
pub mod routes;
pub mod run;
pub mod signer;
pub mod store;
pub mod time;
pub mod transfer;
