//! The web console in a real browser.

mod access;
mod forms;
mod pages;
mod plain;
mod seed;
mod visitor;
mod wire;
mod wizards;
