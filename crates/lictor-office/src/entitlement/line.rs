//! Making and changing line items.

use std::collections::BTreeMap;

use lictor_entitle::line_item::{LineKind, LineState};
use lictor_entitle::right::{self, Right};
use lictor_entitle::term::RenewalBasis;
use lictor_entitle::warning::Warning;
use lictor_entitle::{Code, Refusal, civil};
use lictor_types::CivilDate;
use lictor_types::limits::SEATS_MAX;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::child;
use super::facts::{effective, hold_account};
use super::state::{force_line, settle_parent};
use crate::catalogue::account::check_active;
use crate::catalogue::license_model::check_policies;
use crate::catalogue::{check_code, check_unique, check_unused, referred, visible};
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::merge::merged;
use crate::model::{
    Entitlement, Expiry, LineItem, ModelTemplate, Policies, Product, ProductState, Settings, StartPolicy,
};
use crate::office::Office;
use crate::store::{Meta, Record as _, Tx};

/// What makes a line item, or a line item that follows another. What is absent comes from the parent
/// line, if there is one, or has its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LineInput {
    /// Unique secret that the customer types; drawn at random when absent.
    pub activation_id: Option<String>,
    /// Id of the product. Absent for a renewal, and where one relation leads from the parent's.
    pub product_id: Option<String>,
    /// Id or code of the license model; that of the parent line when absent.
    pub license_model_id: Option<String>,
    /// Seats ordered, at least 1; all of the parent when absent.
    pub quantity: Option<u32>,
    /// Factor that the license file multiplies the count by, at least 1 (default 1).
    pub quantity_per_copy: Option<u32>,
    /// When licenses of it begin (default: each activation names its day).
    pub start: Option<StartPolicy>,
    /// The fixed start date.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// When licenses of it end (default: never).
    pub expiry: Option<Expiry>,
    /// Day up to which date-based versions are paid for.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub version_date: Option<CivilDate>,
    /// Whether the parent line stays open for activations (default: only after a renewal).
    pub allow_activations_on_parent: Option<bool>,
    /// Whether it is put into force when it is made.
    pub auto_deploy: bool,
    /// Whether it is for trials of the vendor only; for good.
    pub test: bool,
    /// Policies that replace those of the license model.
    pub policies: Option<Policies>,
    /// Ids of the lines of its maintenance.
    pub maintenance_line_ids: Vec<String>,
    /// Last day of maintenance, for a line that is maintenance.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub maintenance_until: Option<CivilDate>,
    /// From when a renewal counts (default: the setting).
    pub renewal_basis: Option<RenewalBasis>,
    /// Notes of the caller's own, by name.
    pub metadata: BTreeMap<String, Json>,
    /// The line's name in another system.
    pub external_ref: Option<String>,
}

/// A line item that is made in an entitlement.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// Id of the entitlement; for a line that follows another, that of the other.
    #[serde(default)]
    pub entitlement_id: Option<String>,
    /// Why it is ordered.
    #[serde(default = "new_line")]
    pub kind: LineKind,
    /// Id or activation id of the line it follows, for all kinds but NEW.
    #[serde(default)]
    pub parent_line_item_id: Option<String>,
    /// What the line says; its fields stand beside the others.
    #[schemars(flatten)]
    pub line: LineInput,
}

fn new_line() -> LineKind {
    LineKind::New
}

/// A line item that was made, with what should be known.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LineMade {
    /// The line item.
    #[serde(flatten)]
    pub item: LineItem,
    /// What is unusual about it; it was made all the same.
    pub warnings: Vec<Warning>,
}

impl LineMade {
    /// 201 with the line and the warnings.
    pub(super) fn answer(&self) -> Answer {
        let mut answer = Answer::created(&self.item);
        if let Content::Json(Json::Object(fields)) = &mut answer.content {
            fields.insert("warnings".to_owned(), serde_json::json!(self.warnings));
        }
        answer
    }
}

/// Makes a new line item in an entitlement whose account is locked.
///
/// # Errors
///
/// `INVALID_FIELD`, `INVALID_COUNT`, `DUPLICATE`, `LINE_ITEM_INACTIVE`, `LINE_ITEM_OBSOLETE`;
/// `PRODUCT_NOT_DEPLOYED` for a line that is put into force at once.
pub async fn make(tx: &mut Tx, entitlement: &Entitlement, input: LineInput) -> Result<LineItem, Fault> {
    check_open(entitlement.state)?;
    let missing =
        |field: &str| Fault::from(Refusal::because(Code::InvalidField, "missing").at(format!("/{field}")));
    let product = input.product_id.clone().ok_or_else(|| missing("product_id"))?;
    let product: Product = referred(tx, &product, "product_id").await?;
    let model = input.license_model_id.clone().ok_or_else(|| missing("license_model_id"))?;
    let model: ModelTemplate = referred(tx, &model, "license_model_id").await?;
    let quantity = input.quantity.ok_or_else(|| missing("quantity"))?;
    let made = Made { kind: LineKind::New, parent: None, is_full: false, stays_open: true, quantity };
    write(tx, entitlement, &product, &model, made, input).await
}

/// What the kind of a line decides about it.
pub(super) struct Made {
    pub(super) kind: LineKind,
    pub(super) parent: Option<String>,
    pub(super) is_full: bool,
    pub(super) stays_open: bool,
    pub(super) quantity: u32,
}

/// Writes a line, and puts it into force if that is wanted.
pub(super) async fn write(
    tx: &mut Tx,
    entitlement: &Entitlement,
    product: &Product,
    model: &ModelTemplate,
    made: Made,
    input: LineInput,
) -> Result<LineItem, Fault> {
    let activation_id = match &input.activation_id {
        Some(id) => {
            check_code(id, "activation_id")?;
            check_unique::<LineItem>(tx, "activation_id", id, "").await?;
            id.clone()
        }
        None => draw_activation_id()?,
    };
    check_sale(product, model, input.test)?;
    let settings = Settings::load(tx).await?;
    let auto_deploy = input.auto_deploy;
    let mut item = LineItem {
        meta: Meta {
            metadata: input.metadata.clone(),
            external_ref: input.external_ref.clone(),
            ..Meta::default()
        },
        activation_id,
        entitlement_id: entitlement.meta.id.clone(),
        account_id: entitlement.account_id.clone(),
        product_id: product.meta.id.clone(),
        license_model_id: model.meta.id.clone(),
        kind: made.kind,
        parent_line_item_id: made.parent,
        quantity: made.quantity,
        quantity_per_copy: 1,
        converted: 0,
        out: 0,
        active: 0,
        start: StartPolicy::default(),
        start_date: None,
        expiry: Expiry::Permanent,
        expiration: None,
        version_date: None,
        state: if input.test { LineState::Test } else { LineState::Draft },
        state_before: None,
        closed: false,
        is_full: made.is_full,
        allow_activations_on_parent: made.stays_open,
        auto_deploy,
        policies: None,
        maintenance_line_ids: Vec::new(),
        maintenance_until: None,
        renewal_basis: settings.renewal_basis,
        returns: 0,
        repairs: 0,
        rehosts: 0,
    };
    fill(tx, &mut item, input).await?;
    tx.insert(&mut item).await?;
    tx.trace("line_item.created", None, Some(&item), None);
    if auto_deploy && item.state == LineState::Draft {
        item = force_line(tx, item, LineState::Deployed).await?;
    }
    Ok(item)
}

/// What may be changed of a line later, checked.
async fn fill(tx: &mut Tx, item: &mut LineItem, input: LineInput) -> Result<(), Fault> {
    let bad = |code, why: &str, field: &str| Fault::from(Refusal::because(code, why).at(format!("/{field}")));
    item.quantity_per_copy = input.quantity_per_copy.unwrap_or(1);
    item.start = input.start.unwrap_or_default();
    item.start_date = input.start_date;
    item.expiry = input.expiry.unwrap_or(Expiry::Permanent);
    item.expiration = match item.expiry {
        Expiry::Date(day) => Some(day),
        Expiry::Permanent | Expiry::Months(_) | Expiry::Days(_) => None,
    };
    item.version_date = input.version_date;
    item.policies = input.policies;
    item.maintenance_until = input.maintenance_until;
    item.renewal_basis = input.renewal_basis.unwrap_or(item.renewal_basis);
    if !(1..=SEATS_MAX).contains(&item.quantity) {
        return Err(bad(Code::InvalidCount, "expected at least one seat", "quantity"));
    }
    if item.quantity_per_copy == 0 {
        return Err(bad(Code::InvalidField, "expected at least 1", "quantity_per_copy"));
    }
    if item.start == StartPolicy::Fixed && item.start_date.is_none() {
        return Err(bad(Code::InvalidField, "a fixed start needs its day", "start_date"));
    }
    if let (Expiry::Date(end), Some(start)) = (&item.expiry, item.start_date)
        && *end < start
    {
        return Err(bad(Code::InvalidField, "it would end before it starts", "expiry"));
    }
    if let Expiry::Months(0) | Expiry::Days(0) = item.expiry {
        return Err(bad(Code::InvalidField, "expected at least 1", "expiry"));
    }
    if let Some(policies) = &item.policies {
        check_policies(policies)?;
    }
    let mut maintenance = Vec::new();
    for (place, name) in input.maintenance_line_ids.iter().enumerate() {
        let field = format!("maintenance_line_ids/{place}");
        let line: LineItem = referred(tx, name, &field).await?;
        if line.account_id != item.account_id || line.meta.id == item.meta.id {
            return Err(bad(Code::InvalidField, "expected another line of the account", &field));
        }
        maintenance.push(line.meta.id);
    }
    item.maintenance_line_ids = maintenance;
    Ok(())
}

pub(super) fn check_open(entitlement: LineState) -> Result<(), Refusal> {
    match entitlement {
        LineState::Inactive => Err(Code::LineItemInactive.into()),
        LineState::Obsolete => Err(Code::LineItemObsolete.into()),
        LineState::Draft | LineState::Deployed | LineState::OnHold | LineState::Test => Ok(()),
    }
}

fn check_sale(product: &Product, model: &ModelTemplate, test: bool) -> Result<(), Refusal> {
    let bad = |why: &str, field: &str| Refusal::because(Code::InvalidField, why).at(format!("/{field}"));
    if !product.models.is_empty() && !product.models.contains(&model.model) {
        return Err(bad("the product is not licensed with this model", "license_model_id"));
    }
    if !product.technologies.is_empty() && !product.technologies.contains(&model.technology) {
        return Err(bad("the product is not licensed with this technology", "license_model_id"));
    }
    let gone = match product.state {
        ProductState::Draft | ProductState::Deployed | ProductState::Inactive => false,
        ProductState::Obsolete => true,
        ProductState::Test => !test,
    };
    if gone {
        let refusal = Refusal::new(Code::ProductNotDeployed).with("state", product.state.as_str());
        return Err(refusal.with("product_id", product.meta.id.as_str()));
    }
    Ok(())
}

/// A secret of 100 random bits in letters and digits that cannot be mistaken for each other.
pub(super) fn draw_activation_id() -> Result<String, Fault> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bytes = [0; 20];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
        .map_err(|_| Fault::internal("no random numbers"))?;
    let mut text = String::with_capacity(23);
    for (place, byte) in bytes.into_iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'A')));
    }
    Ok(text)
}

/// What a line says now, as a request would say it.
fn said(item: &LineItem) -> LineInput {
    LineInput {
        activation_id: Some(item.activation_id.clone()),
        product_id: Some(item.product_id.clone()),
        license_model_id: Some(item.license_model_id.clone()),
        quantity: Some(item.quantity),
        quantity_per_copy: Some(item.quantity_per_copy),
        start: Some(item.start),
        start_date: item.start_date,
        expiry: Some(item.expiry.clone()),
        version_date: item.version_date,
        allow_activations_on_parent: Some(item.allow_activations_on_parent),
        auto_deploy: item.auto_deploy,
        test: item.state == LineState::Test,
        policies: item.policies.clone(),
        maintenance_line_ids: item.maintenance_line_ids.clone(),
        maintenance_until: item.maintenance_until,
        renewal_basis: Some(item.renewal_basis),
        metadata: item.meta.metadata.clone(),
        external_ref: item.meta.external_ref.clone(),
    }
}

pub(super) async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let input = new_line_of(call)?;
    call.needs(right::to_order(input.kind))?;
    may_deploy(call, input.line.auto_deploy)?;
    if input.kind != LineKind::New {
        return child::create(office, tx, call, input).await;
    }
    let name = input.entitlement_id.unwrap_or_default();
    let seen: Entitlement = referred(tx, &name, "entitlement_id").await?;
    call.account(Some(&seen.account_id))?;
    let account = hold_account(tx, &seen.account_id).await?;
    check_active(&account)?;
    let entitlement: Entitlement = tx.get(&seen.meta.id).await?;
    let item = make(tx, &entitlement, input.line).await?;
    Ok(LineMade { item, warnings: Vec::new() }.answer())
}

/// That who wants something put into force may do so (5.2).
pub(super) fn may_deploy(call: &Call, wanted: bool) -> Result<(), Fault> {
    if wanted { call.needs(Right::EntitlementDeploy) } else { Ok(()) }
}

/// The body of a new line: its own fields and the line's stand side by side.
fn new_line_of(call: &Call) -> Result<NewLine, Fault> {
    let mut body = call.body.clone();
    let mut own = serde_json::Map::new();
    if let Some(fields) = body.as_object_mut() {
        for name in ["entitlement_id", "kind", "parent_line_item_id"] {
            if let Some(value) = fields.remove(name) {
                own.insert(name.to_owned(), value);
            }
        }
    }
    let read = |body: Json| Call { body, ..Call::default() };
    let line: LineInput = read(body).body()?;
    own.insert("line".to_owned(), serde_json::json!({}));
    let new: NewLine = read(Json::Object(own)).body()?;
    Ok(NewLine { line, ..new })
}

pub(super) async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let seen: LineItem = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let before: LineItem = tx.get(&seen.meta.id).await?;
    call.matches(&before)?;
    call.needs(right::to_order(before.kind))?;
    let entitlement: Entitlement = tx.get(&before.entitlement_id).await?;
    let state = effective(before.state, entitlement.state);
    if !state.is_editable() {
        check_open(state)?;
    }
    call.read_only(&[
        "state",
        "state_before",
        "converted",
        "out",
        "active",
        "closed",
        "kind",
        "parent_line_item_id",
        "is_full",
    ])?;
    let is_draft = before.state == LineState::Draft;
    let is_unsold = is_draft && is_untouched(tx, &before).await?;
    if !is_unsold {
        call.read_only(&["product_id", "license_model_id"])?;
    }
    let input = merged(call, &said(&before), &["activation_id", "test", "account_id", "entitlement_id"])?;
    may_deploy(call, input.auto_deploy && !before.auto_deploy)?;
    let mut after = before.clone();
    if is_unsold {
        change_product(tx, &mut after, &input).await?;
    }
    after.quantity = input.quantity.unwrap_or(before.quantity);
    after.allow_activations_on_parent =
        input.allow_activations_on_parent.unwrap_or(before.allow_activations_on_parent);
    after.auto_deploy = input.auto_deploy;
    after.meta.metadata.clone_from(&input.metadata);
    after.meta.external_ref.clone_from(&input.external_ref);
    fill(tx, &mut after, input).await?;
    let used = match after.kind {
        LineKind::New => after.out.saturating_add(after.active),
        LineKind::Upgrade | LineKind::Upsell | LineKind::Renewal => after.converted,
    };
    if after.quantity < used {
        let refusal = Refusal::because(Code::InvalidCount, "more seats are in use").at("/quantity");
        return Err(refusal.with("used", used).into());
    }
    tx.update(&mut after).await?;
    tx.trace("line_item.changed", Some(&before), Some(&after), None);
    if after.allow_activations_on_parent != before.allow_activations_on_parent {
        settle_parent(tx, &after).await?;
    }
    Ok(Answer::record(&after))
}

/// Whether nothing hangs on what a line sells: no seat of it was ever used, and no line follows it.
async fn is_untouched(tx: &mut Tx, item: &LineItem) -> Result<bool, Fault> {
    if (item.active, item.converted, item.out) != (0, 0, 0) {
        return Ok(false);
    }
    for sql in [
        "SELECT 1 FROM fulfillments WHERE line_item_id = $1 LIMIT 1",
        "SELECT 1 FROM line_items WHERE parent_line_item_id = $1 LIMIT 1",
    ] {
        if !tx.query(sql, vec![item.meta.id.as_str().into()]).await?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Only an untouched draft may change what is sold.
async fn change_product(tx: &mut Tx, item: &mut LineItem, input: &LineInput) -> Result<(), Fault> {
    let product = input.product_id.clone().unwrap_or_default();
    let model = input.license_model_id.clone().unwrap_or_default();
    let product: Product = referred(tx, &product, "product_id").await?;
    let model: ModelTemplate = referred(tx, &model, "license_model_id").await?;
    check_sale(&product, &model, false)?;
    if item.kind != LineKind::New && product.meta.id != item.product_id {
        return Err(Refusal::new(Code::ReadOnly).at("/product_id").into());
    }
    item.product_id = product.meta.id;
    item.license_model_id = model.meta.id;
    Ok(())
}

pub(super) async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let seen: LineItem = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let item: LineItem = tx.get(&seen.meta.id).await?;
    call.matches(&item)?;
    match item.state {
        LineState::Draft | LineState::Test => {}
        LineState::Deployed | LineState::Inactive | LineState::OnHold | LineState::Obsolete => {
            let refusal = Refusal::new(Code::IllegalTransition).with("status", item.state.as_str());
            return Err(refusal.with("allowed", vec!["Draft".to_owned(), "Test".to_owned()]).into());
        }
    }
    let id = item.meta().id.clone();
    check_unused(tx, &id, &[("line_items", "parent_line_item_id"), ("fulfillments", "line_item_id")]).await?;
    tx.delete::<LineItem>(&id).await?;
    tx.trace("line_item.removed", Some(&item), None, None);
    settle_parent(tx, &item).await?;
    Ok(Answer::nothing())
}
