//! Whether every record that another one names is there.

use super::report::Check;
use crate::fault::Fault;
use crate::store::Tx;

/// Table, column, and the table in which the column's id stands.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("accounts", "parent_account", "accounts"),
    ("hosts", "account_id", "accounts"),
    ("relations", "from_product", "products"),
    ("relations", "to_product", "products"),
    ("entitlements", "account_id", "accounts"),
    ("line_items", "entitlement_id", "entitlements"),
    ("line_items", "account_id", "accounts"),
    ("line_items", "product_id", "products"),
    ("line_items", "parent_line_item_id", "line_items"),
    ("fulfillments", "line_item_id", "line_items"),
    ("fulfillments", "account_id", "accounts"),
    ("fulfillments", "product_id", "products"),
    ("fulfillments", "parent_fulfillment_id", "fulfillments"),
    ("fulfillments", "root_fulfillment_id", "fulfillments"),
    ("licenses", "plugin_id", "plugins"),
    ("licenses", "class_id", "license_classes"),
    ("licenses", "account_id", "accounts"),
    ("licenses", "subscription_id", "subscriptions"),
    ("licenses", "order_id", "orders"),
    ("subscriptions", "account_id", "accounts"),
    ("orders", "account_id", "accounts"),
    ("deliveries", "webhook_id", "webhooks"),
    ("deliveries", "event_id", "events"),
];
/// Owners of license files.
const OWNERS: [&str; 3] = ["licenses", "fulfillments", "keys"];

pub(super) async fn check(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("references");
    for (table, column, to) in REFERENCES {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE {column} IS NOT NULL");
        check.looked_at += tx.query(&count, Vec::new()).await?.first().map_or(Ok(0), |row| row.int(0))?;
        let sql = format!(
            "SELECT t.id, t.{column} FROM {table} t WHERE t.{column} IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM {to} o WHERE o.id = t.{column}) ORDER BY t.id"
        );
        for row in tx.query(&sql, Vec::new()).await? {
            check.found(
                format!("{table} {}", row.text(0)?),
                format!("{column} {} is not in {to}", row.text(1)?),
            );
        }
    }
    let beside = OWNERS.map(|to| format!("NOT EXISTS (SELECT 1 FROM {to} o WHERE o.id = t.owner_id)"));
    let sql =
        format!("SELECT t.id, t.owner_id FROM license_files t WHERE {} ORDER BY t.id", beside.join(" AND "));
    for row in tx.query(&sql, Vec::new()).await? {
        check.found(format!("license_files {}", row.text(0)?), format!("its owner {} is gone", row.text(1)?));
    }
    Ok(check.hint("take the missing records from a backup: nothing in the program removes them"))
}
