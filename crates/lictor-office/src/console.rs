//! The web console: pages made on the server, for people of the vendor. It works without scripts.
//!
//! Pages ask the interface in-process, with the rights of the token that was shown at the login; a form
//! is one call of a route. So nothing can be seen or done here that the interface would refuse.

mod address;
mod asset;
mod audit_page;
mod cell;
mod dashboard;
mod detail;
mod entitlement_page;
mod fields;
mod file_page;
mod form;
mod form_page;
mod fulfillment_page;
mod fulfillment_wizard;
mod graph;
mod hint;
mod html;
mod license_page;
mod list;
mod login;
mod money;
mod nav;
mod new_license;
mod noun;
mod nouns;
mod page;
mod plugin_page;
mod plugin_wizard;
mod posted;
mod preview;
mod routing;
mod run_page;
mod saved_view;
mod seats;
mod session;
mod settings_page;
mod steps;
mod table;
mod tree;
mod upgrade_license;
mod visit;
mod wizard;

pub(crate) use page::lost;
pub use routing::router;
