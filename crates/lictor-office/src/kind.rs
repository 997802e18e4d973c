//! Every kind of record, for what works on all of them alike: export, import and the doctor.

use std::collections::BTreeSet;

use crate::model::{
    Account, DailyRun, Delivery, Entitlement, Event, Feature, Fulfillment, Host, Key, License, LicenseClass,
    LicenseFile, LineItem, ModelTemplate, Operation, Order, Plugin, Product, Relation, Role, SavedView,
    Settings, Shipment, Subscription, SyncRun, Token, Webhook,
};
use crate::store::words;
use crate::store::{Meta, Record, Table, Value};

/// A kind of record.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Where it is kept.
    pub table: &'static Table,
    read: fn(&str) -> Result<Parsed, serde_json::Error>,
}

/// What stands beside a document: all of it can be made from the document.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// Id, version and times.
    pub meta: Meta,
    /// The values of the table's columns, in its order.
    pub columns: Vec<Value>,
    /// The words it is found by.
    pub words: BTreeSet<String>,
}

impl Kind {
    /// Reads a stored document.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(&self, body: &str) -> Result<Parsed, serde_json::Error> {
        (self.read)(body)
    }

    /// The kind of a table.
    #[must_use]
    pub fn of(table: &str) -> Option<Self> {
        KINDS.iter().copied().find(|kind| kind.table.name == table)
    }
}

fn parsed<R: Record>(body: &str) -> Result<Parsed, serde_json::Error> {
    let record: R = serde_json::from_str(body)?;
    Ok(Parsed { meta: record.meta().clone(), columns: record.columns(), words: words::of(&record) })
}

const fn kind<R: Record>() -> Kind {
    Kind { table: R::TABLE, read: parsed::<R> }
}

/// Every kind; those that others refer to come first.
pub const KINDS: &[Kind] = &[
    kind::<Role>(),
    kind::<Settings>(),
    kind::<Token>(),
    kind::<SavedView>(),
    kind::<Account>(),
    kind::<Host>(),
    kind::<Feature>(),
    kind::<Product>(),
    kind::<Relation>(),
    kind::<ModelTemplate>(),
    kind::<Plugin>(),
    kind::<LicenseClass>(),
    kind::<Entitlement>(),
    kind::<LineItem>(),
    kind::<Fulfillment>(),
    kind::<Key>(),
    kind::<Subscription>(),
    kind::<Order>(),
    kind::<License>(),
    kind::<LicenseFile>(),
    kind::<Operation>(),
    kind::<SyncRun>(),
    kind::<DailyRun>(),
    kind::<Shipment>(),
    kind::<Event>(),
    kind::<Webhook>(),
    kind::<Delivery>(),
];
