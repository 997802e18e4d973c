//! What can be sold and to whom: accounts, products, features, relations, license models, hosts.

pub mod account;
pub mod feature;
pub mod host;
pub mod license_model;
pub mod product;
pub mod relation;

use lictor_entitle::{Code, Refusal};

use crate::fault::Fault;
use crate::http::call::Call;
use crate::http::lock;
use crate::store::{Record, Tx};

/// Longest name of anything, in bytes.
const NAME_MAX: usize = 200;

/// That a text can be a name.
///
/// # Errors
///
/// `INVALID_FIELD` at the field when it is blank, too long or has control characters.
pub(crate) fn check_name(text: &str, field: &str) -> Result<(), Fault> {
    let good = !text.trim().is_empty() && text.len() <= NAME_MAX && !text.chars().any(char::is_control);
    if good {
        return Ok(());
    }
    let why = format!("expected 1 to {NAME_MAX} bytes without control characters");
    Err(Refusal::because(Code::InvalidField, why).at(format!("/{field}")).into())
}

/// That a text can be a name that people type: no blanks, nothing that a path would take apart.
///
/// # Errors
///
/// `INVALID_FIELD` at the field.
pub(crate) fn check_code(text: &str, field: &str) -> Result<(), Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '@');
    if (1..=64).contains(&text.len()) && text.chars().all(plain) {
        return Ok(());
    }
    let why = "expected 1 to 64 letters, digits or - _ . : @";
    Err(Refusal::because(Code::InvalidField, why).at(format!("/{field}")).into())
}

/// That no other record has this value in a unique column.
///
/// # Errors
///
/// `DUPLICATE` at the field, with the other's id.
pub(crate) async fn check_unique<R: Record>(
    tx: &mut Tx,
    column: &str,
    value: &str,
    own: &str,
) -> Result<(), Fault> {
    match tx.look::<R>(column, value).await? {
        Some(other) if other.meta().id != own => {
            let kind = R::TABLE.kind;
            let article = if kind.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
            let why = format!("there is {article} {kind} {value:?} already");
            let refusal = Refusal::because(Code::Duplicate, why).at(format!("/{column}"));
            Err(refusal.with("id", other.meta().id.as_str()).into())
        }
        Some(_) | None => Ok(()),
    }
}

/// A record that the caller names in a field of the body, by id or unique name.
///
/// # Errors
///
/// `INVALID_FIELD` at the field when there is none.
pub(crate) async fn referred<R: Record>(tx: &mut Tx, name: &str, field: &str) -> Result<R, Fault> {
    match glance::<R>(tx, name).await? {
        Some(record) => Ok(record),
        None => {
            let why = format!("there is no {} {name:?}", R::TABLE.kind);
            Err(Refusal::because(Code::InvalidField, why).at(format!("/{field}")).into())
        }
    }
}

/// A record by id or unique name, without a lock.
///
/// # Errors
///
/// What the database says.
pub(crate) async fn glance<R: Record>(tx: &mut Tx, name: &str) -> Result<Option<R>, Fault> {
    tx.glance(name).await
}

/// That no row of another table refers to a record.
///
/// # Errors
///
/// `IN_USE` with the table that does.
pub(crate) async fn check_unused(tx: &mut Tx, id: &str, by: &[(&str, &str)]) -> Result<(), Fault> {
    for (table, column) in by {
        let sql = format!("SELECT id FROM {table} WHERE {column} = $1 LIMIT 1");
        let rows = tx.query(&sql, vec![id.into()]).await?;
        if let Some(row) = rows.first() {
            let refusal = Refusal::because(Code::InUse, format!("one of the {table} refers to it"));
            return Err(refusal.with("collection", *table).with("id", row.text(0)?).into());
        }
    }
    Ok(())
}

/// The record that a part of the path names, if the caller may see to it; without a lock, so that what
/// stands above it can be locked first.
///
/// # Errors
///
/// `NOT_FOUND`, also for a record of an account or product that the caller is locked out of.
pub(crate) async fn visible<R: Record>(tx: &mut Tx, call: &Call, part: &str) -> Result<R, Fault> {
    let name = call.part(part);
    let record = glance::<R>(tx, name).await?;
    let record = record.ok_or_else(|| Fault::not_found(R::TABLE.kind, name))?;
    lock::admit(tx, call, &record, name).await?;
    call.matches(&record)?;
    Ok(record)
}
