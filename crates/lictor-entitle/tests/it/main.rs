//! The worked examples of the back office, one test of each name, and laws over random histories.
#![cfg(test)]

mod activation;
mod automatic;
mod bill;
mod count;
mod delivery;
mod fulfillment;
mod guard;
mod host;
mod issuer;
mod key;
mod license;
mod license_laws;
mod license_table;
mod line_item;
mod model;
mod policy;
mod right;
mod sample;
mod seat_laws;
mod split;
mod store;
mod sync;
mod technology;
mod term;
mod timeline;
mod transfer;
mod upgrade;
mod upload;
