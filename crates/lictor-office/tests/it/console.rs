//! The web console in a real browser.

mod pages;
mod seed;
mod visitor;
