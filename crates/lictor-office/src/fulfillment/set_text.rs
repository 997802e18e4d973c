//! The license text of a fulfillment whose technology has no generator here: set by hand (F2).

use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::fulfillment::FulfillmentStatus;
use lictor_entitle::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::record_of;
use crate::catalogue::visible;
use crate::entitlement::facts::hold_account;
use crate::event;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Fulfillment, LicenseFile};
use crate::office::Office;
use crate::rendering::file_name;
use crate::store::{Meta, Tx, content};

/// Longest text, in bytes.
const TEXT_MAX: usize = 1024 * 1024;

/// A license text.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextInput {
    /// The text, at most 1 MiB.
    pub text: String,
    /// Name of the file; the fulfillment's when absent.
    #[serde(default)]
    pub name: Option<String>,
}

/// Sets the text of a fulfillment, named by id: what was on hold is active from now on.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`, `FULFILLMENT_OBSOLETE`, `INVALID_FIELD`.
pub async fn set_text(tx: &mut Tx, before: Fulfillment, input: TextInput) -> Result<Fulfillment, Fault> {
    record_of(tx, &before).await?.set_text()?;
    if input.text.is_empty() || input.text.len() > TEXT_MAX {
        let why = format!("expected 1 to {TEXT_MAX} bytes");
        return Err(Refusal::because(Code::InvalidField, why).at("/text").into());
    }
    let name = input.name.unwrap_or_else(|| format!("{}.lic", before.fulfillment_id));
    let sha256 = content::put(tx, input.text.as_bytes()).await?;
    let mut file = LicenseFile {
        meta: Meta::default(),
        owner_kind: "fulfillment".to_owned(),
        owner_id: before.meta.id.clone(),
        revision: 1,
        name: file_name(&name),
        size: i64::try_from(input.text.len()).unwrap_or(i64::MAX),
        sha256,
        serials: Vec::new(),
        key_id: None,
        delivery: DeliveryKind::Base,
        supersedes: Vec::new(),
        replaces: Vec::new(),
        valid_from: before.start_date,
        valid_until: before.expiration,
        installed_at: None,
        licenses: Vec::new(),
    };
    tx.insert(&mut file).await?;
    let mut after = before.clone();
    after.license_text = Some(input.text);
    after.license_file_id = Some(file.meta.id);
    after.issued_at = Some(tx.now());
    after.delivery = DeliveryKind::Base;
    if before.status != FulfillmentStatus::Inactive {
        after.status = after.own_status();
    }
    tx.update(&mut after).await?;
    tx.trace("fulfillment.text_set", Some(&before), Some(&after), None);
    event::emit(tx, "fulfillment.activated", Some(&before), &after).await?;
    Ok(after)
}

pub(super) async fn handle(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let seen: Fulfillment = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let before: Fulfillment = tx.get(&seen.meta.id).await?;
    call.matches(&before)?;
    Ok(Answer::record(&set_text(tx, before, call.body()?).await?))
}
