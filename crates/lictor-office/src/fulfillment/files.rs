//! The files of planned licenses: one for each fulfillment that gets any, signed and stored, or shown.

use std::collections::BTreeMap;

use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::warning::Warning;

use super::carry_out::Ground;
use super::deed::Deed;
use super::sheet::{Draft, Sheet};
use crate::fault::Fault;
use crate::model::{Fulfillment, LicenseFile, Product};
use crate::office::Office;
use crate::rendering::{self, FileRequest, Preview, file_name};
use crate::store::Tx;

/// What was made.
pub(super) struct Made {
    /// The stored files.
    pub(super) files: Vec<LicenseFile>,
    /// The text of every file.
    pub(super) previews: Vec<Preview>,
    /// Names of the fulfillments by id.
    pub(super) names: BTreeMap<String, String>,
}

/// Makes the files. Afterwards the licenses of the sheet go by their serials; when only tried, by the names
/// that stand for them.
pub(super) async fn make(
    office: &Office,
    tx: &mut Tx,
    deed: &Deed,
    ground: &Ground<'_>,
    sheet: &mut Sheet,
    records: &mut [Fulfillment],
    others: &mut BTreeMap<String, Fulfillment>,
) -> Result<Made, Fault> {
    let mut owners: Vec<String> = Vec::new();
    for draft in &sheet.drafts {
        if !owners.contains(&draft.owner) {
            owners.push(draft.owner.clone());
        }
    }
    let mut made = Made { files: Vec::new(), previews: Vec::new(), names: BTreeMap::new() };
    for (place, owner) in owners.iter().enumerate() {
        let new = records.iter_mut().find(|record| record.meta.id == *owner);
        let is_new = new.is_some();
        let record = match new {
            Some(record) => record,
            None => others.get_mut(owner).ok_or_else(|| Fault::internal("a file of no record"))?,
        };
        made.names.insert(owner.clone(), record.fulfillment_id.clone());
        let drafts: Vec<Draft> = sheet.drafts.iter().filter(|draft| draft.owner == *owner).cloned().collect();
        let revision = if is_new { 1 } else { next_revision(tx, owner).await? };
        let file = request(tx, ground, sheet, record, &drafts, revision).await?;
        made.previews.push(rendering::preview(office, tx, &file)?);
        record.delivery = file.delivery;
        record.instructions = instructions(sheet, &drafts, &file, record);
        record.issued_at = Some(tx.now());
        if deed.choices.verify {
            continue;
        }
        let name = format!("{}:{place}", deed.seed);
        let stored = rendering::sign_and_store_as(office, tx, &file, &name).await?;
        for (draft, serial) in drafts.iter().zip(&stored.serials) {
            rename(sheet, &draft.key, serial);
        }
        record.license_file_id = Some(stored.meta.id.clone());
        made.files.push(stored);
    }
    Ok(made)
}

/// A planned license goes by its serial from now on.
fn rename(sheet: &mut Sheet, key: &str, serial: &str) {
    for live in sheet.lives.iter_mut().filter(|live| live.key == key) {
        serial.clone_into(&mut live.key);
    }
    for draft in sheet.drafts.iter_mut().filter(|draft| draft.key == key) {
        serial.clone_into(&mut draft.key);
    }
}

async fn next_revision(tx: &mut Tx, owner: &str) -> Result<i64, Fault> {
    let sql = "SELECT COALESCE(MAX(revision), 0) FROM license_files WHERE owner_id = $1";
    let rows = tx.query(sql, vec![owner.into()]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.int(0))? + 1)
}

async fn request(
    tx: &mut Tx,
    ground: &Ground<'_>,
    sheet: &Sheet,
    record: &Fulfillment,
    drafts: &[Draft],
    revision: i64,
) -> Result<FileRequest, Fault> {
    let product: Option<Product> = tx.look("id", record.product_id.as_str()).await?;
    let licenses = drafts.iter().filter_map(|draft| {
        let live = sheet.lives.iter().find(|live| live.key == draft.key)?;
        Some(live.terms.clone())
    });
    Ok(FileRequest {
        owner_kind: "fulfillment",
        owner_id: record.meta.id.clone(),
        revision,
        name: name_of(record, revision),
        delivery: kind_of(drafts),
        product: product.map(|product| product.name),
        licensee: Some(ground.account.name.clone()),
        key_number: None,
        extensions: BTreeMap::from([("FULFILLMENT".to_owned(), record.fulfillment_id.clone())]),
        replaces: drafts.iter().flat_map(|draft| draft.remove.clone()).collect(),
        issued: None,
        licenses: licenses.collect(),
    })
}

/// Files load in the order of their names: short licenses come last, so that they serve only where the
/// real one is not there.
fn name_of(record: &Fulfillment, revision: i64) -> String {
    let front = if record.support_type.is_extra() { "zz-" } else { "" };
    let back = if revision == 1 { String::new() } else { format!("-r{revision}") };
    file_name(&format!("{front}{}{back}.lic", record.fulfillment_id))
}

/// What a file of several licenses is: what it does to the files before it counts first.
fn kind_of(drafts: &[Draft]) -> DeliveryKind {
    let order =
        [DeliveryKind::Superseding, DeliveryKind::Upgrade, DeliveryKind::Base, DeliveryKind::Additional];
    let has = |kind: &DeliveryKind| drafts.iter().any(|draft| draft.kind == *kind);
    order.into_iter().find(has).unwrap_or(DeliveryKind::None)
}

fn instructions(sheet: &Sheet, drafts: &[Draft], file: &FileRequest, record: &Fulfillment) -> Vec<String> {
    let hosts =
        if record.server_host_ids.is_empty() { &record.node_host_ids } else { &record.server_host_ids };
    let mut lines = vec![format!("Put {} on {}.", file.name, hosts.join(", "))];
    for draft in drafts {
        for serial in &draft.remove {
            lines.push(sheet.removal(serial));
        }
        if draft.warnings.contains(&Warning::OldHostKeepsFile) {
            let text = "Remove the old file from the old host: nothing tells it that the license moved.";
            if !lines.iter().any(|line| line == text) {
                lines.push(text.to_owned());
            }
        }
    }
    lines
}
