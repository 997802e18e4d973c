//! The records of the back office (office.md 1.2), one file each.

mod account;
mod daily_run;
mod delivery;
mod entitlement;
mod event;
mod feature;
mod fulfillment;
mod host;
mod key;
mod license;
mod license_class;
mod license_file;
mod license_model;
mod license_request;
mod line_item;
mod operation;
mod order;
mod plugin;
mod product;
mod relation;
mod role;
mod saved_view;
mod setting;
mod shipment;
mod subscription;
mod sync_run;
mod token;
mod webhook;
mod word;

pub use account::{Account, Contact};
pub use daily_run::{DailyRun, DailyStepReport, Told};
pub use delivery::Delivery;
pub use entitlement::Entitlement;
pub use event::Event;
pub use feature::Feature;
pub use fulfillment::{Carrier, Fulfillment};
pub use host::Host;
pub use key::{Key, KeyUpgradeRecord};
pub use license::{EndTold, License};
pub use license_class::{CapacityOption, ClassTerms, LicenseClass};
pub use license_file::{FileLicense, LicenseFile};
pub use license_model::{ModelTemplate, Policies, Policy};
pub use license_request::{LicenseChange, LicenseRequest};
pub use line_item::{Expiry, LineItem, StartPolicy};
pub use operation::Operation;
pub use order::{Order, OrderLine};
pub use plugin::Plugin;
pub use product::{Product, ProductFeature};
pub use relation::Relation;
pub use role::Role;
pub use saved_view::SavedView;
pub use setting::Settings;
pub use shipment::Shipment;
pub use subscription::{Server, Subscription};
pub use sync_run::{SyncRun, SyncTotals};
pub use token::Token;
pub use webhook::Webhook;
pub use word::*;

/// The word that a value has in JSON, for columns and pages.
pub(crate) fn text_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
