//! The web console in a real browser.

mod access;
mod forms;
mod offers;
mod pages;
mod plain;
mod seed;
mod shown;
mod visitor;
mod wire;
mod wizards;
