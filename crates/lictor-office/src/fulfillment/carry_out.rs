//! Carries a decided operation out: records, ledgers, licenses and files, together or not at all.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::fulfillment::{FulfillmentStatus, SupportType};
use lictor_entitle::host::Hosts;
use lictor_entitle::line_item::LineState;
use lictor_entitle::outcome::{LineChange, NewRecord, Outcome, Replaced, Role};
use lictor_entitle::timeline::FileRole;
use lictor_entitle::warning::Warning;

use super::answer::{LedgerAnswer, OperationAnswer};
use super::deed::Deed;
use super::files;
use super::orphan::retire_orphans;
use super::place::{ids, licenses_of, live_on, with_voided};
use super::plan::{Leaver, Newcomer, extra, plan};
use super::preview;
use super::sheet::Sheet;
use super::wanted::{FileRules, ProductTerms, product_terms, wanted};
use crate::catalogue::host;
use crate::entitlement::facts::HeldLine;
use crate::event;
use crate::fault::Fault;
use crate::model::{Account, Carrier, Fulfillment, LineItem, Product, Source, StartPolicy};
use crate::office::Office;
use crate::rendering::{self, host_text};
use crate::store::{Meta, Tx, new_id};

/// What an operation rests on, locked: the account, the line items it touches and the records that go.
pub struct Ground<'a> {
    /// The account.
    pub account: &'a Account,
    /// Every line item that a record or a ledger of the outcome names.
    pub lines: &'a [HeldLine],
    /// Every record that the outcome replaces or comes from.
    pub records: &'a [Fulfillment],
}

/// A record that is made, with its part in the outcome.
struct Coming {
    record: Fulfillment,
    role: Role,
}

/// Carries an operation out.
///
/// # Errors
///
/// What the decision about files refuses; `SIGNER_REFUSED`, `SIGNER_UNAVAILABLE`.
pub async fn carry_out(
    office: &Office,
    tx: &mut Tx,
    deed: &Deed,
    ground: &Ground<'_>,
    outcome: Outcome,
) -> Result<OperationAnswer, Fault> {
    let mut answer = OperationAnswer {
        verified_only: deed.choices.verify,
        warnings: outcome.warnings.clone(),
        ..OperationAnswer::default()
    };
    answer.ledgers = settle_lines(tx, ground, &outcome).await?;
    let mut coming = Vec::with_capacity(outcome.created.len());
    for new in outcome.created {
        coming.push(new_record(office, tx, deed, ground, new).await?);
    }
    let (mut sheet, mut others) = survey(tx, ground, &outcome.replaced, &coming).await?;
    sheet.rules = deed.rules();
    let before = sheet.clone();
    plan_licenses(tx, deed, ground, &mut sheet, &outcome.replaced, &coming).await?;
    remove_with_voided(tx, &mut sheet).await?;
    let mut replaced = retire(tx, ground, &outcome.replaced).await?;
    let mut records: Vec<Fulfillment> = coming.iter().map(|coming| coming.record.clone()).collect();
    let made = files::make(office, tx, deed, ground, &mut sheet, &mut records, &mut others).await?;
    finish(tx, &mut answer, &sheet, &mut records, &mut replaced, &mut others).await?;
    replaced.extend(retire_orphans(tx, &replaced).await?);
    preview::tell(&mut answer, &before, &sheet, deed.today, &made.names)?;
    answer.files = made.files;
    answer.previews = made.previews;
    answer.replaced = replaced;
    answer.fulfillments = records;
    Ok(answer)
}

/// Writes the ledgers.
async fn settle_lines(
    tx: &mut Tx,
    ground: &Ground<'_>,
    outcome: &Outcome,
) -> Result<Vec<LedgerAnswer>, Fault> {
    let mut answers = Vec::with_capacity(outcome.lines.len());
    let first: BTreeSet<&str> = outcome.created.iter().map(|new| new.line.as_str()).collect();
    for held in ground.lines {
        let changes: Vec<&LineChange> =
            outcome.lines.iter().filter(|change| change.line == held.line.id).collect();
        let done = outcome.replaced.iter().filter(|gone| {
            ground
                .records
                .iter()
                .any(|record| record.meta.id == gone.id && record.line_item_id == held.line.id)
        });
        let mut item = held.item.clone();
        for gone in done {
            count_operation(&mut item, gone.support);
        }
        let mut ledger = held.line.seats;
        for change in &changes {
            ledger = ledger.after(change.delta)?;
        }
        (item.converted, item.out, item.active) = (ledger.converted, ledger.out, ledger.active);
        let started = outcome.created.iter().find(|new| new.line == held.line.id && new.role != Role::Extra);
        if item.start == StartPolicy::FirstActivation
            && item.start_date.is_none()
            && first.contains(held.line.id.as_str())
        {
            item.start_date = started.map(|new| new.term.start);
        }
        let obsolete = changes.iter().any(|change| change.obsolete);
        if obsolete {
            item.state = LineState::Obsolete;
        }
        if serde_json::json!(item) != serde_json::json!(held.item) {
            tx.update(&mut item).await?;
            let action = if obsolete { "line_item.obsoleted" } else { "line_item.counted" };
            tx.trace(action, Some(&held.item), Some(&item), None);
        }
        if !changes.is_empty() {
            answers.push(LedgerAnswer {
                line_item_id: held.line.id.clone(),
                activation_id: held.item.activation_id.clone(),
                before: held.line.seats.into(),
                after: ledger.into(),
                obsolete,
            });
        }
    }
    Ok(answers)
}

fn count_operation(item: &mut LineItem, support: SupportType) {
    match support {
        SupportType::Return => item.returns = item.returns.saturating_add(1),
        SupportType::Repair => item.repairs = item.repairs.saturating_add(1),
        SupportType::Rehost => item.rehosts = item.rehosts.saturating_add(1),
        SupportType::Master
        | SupportType::Upgrade
        | SupportType::Upsell
        | SupportType::Renew
        | SupportType::Emergency
        | SupportType::StopGap
        | SupportType::PublisherError
        | SupportType::Transfer => {}
    }
}

async fn new_record(
    office: &Office,
    tx: &mut Tx,
    deed: &Deed,
    ground: &Ground<'_>,
    new: NewRecord,
) -> Result<Coming, Fault> {
    let held = ground.lines.iter().find(|held| held.line.id == new.line);
    let held = held.ok_or_else(|| Fault::internal("an outcome names an unknown line item"))?;
    let parent = new.parent.as_ref();
    let parent = parent.and_then(|id| ground.records.iter().find(|record| record.meta.id == *id));
    let id = new_id();
    let by_hand = Fulfillment::is_by_hand(new.make.technology);
    let texts = |ids: &[lictor_types::HostId]| ids.iter().map(host_text).collect();
    // Days count from the activation; what is moved or made again keeps them.
    let kept = parent.filter(|_| new.role != Role::Target);
    let record = Fulfillment {
        meta: Meta { id: id.clone(), ..Meta::default() },
        fulfillment_id: format!("FUL-{:08}", tx.next_number("fulfillments").await?),
        line_item_id: new.line.clone(),
        activation_id: held.item.activation_id.clone(),
        account_id: ground.account.meta.id.clone(),
        product_id: new.product.clone(),
        license_model_id: kept.map_or(&held.template.meta.id, |kept| &kept.license_model_id).clone(),
        model: new.make.model,
        technology: new.make.technology,
        status: if by_hand { FulfillmentStatus::OnHold } else { new.status },
        support_type: new.support,
        count: new.count,
        overdraft_count: new.overdraft,
        server_host_ids: texts(&new.hosts.servers),
        node_host_ids: texts(&new.hosts.nodes),
        start_date: Some(new.term.start),
        expiration: new.term.end,
        fulfill_date: kept
            .and_then(|kept| kept.fulfill_date)
            .or_else(|| Some(office.clock().day_of(tx.now()))),
        issued_at: None,
        version_date: kept.map_or(held.item.version_date, |kept| kept.version_date),
        source: if tx.actor().name.starts_with("user:") { Source::Online } else { Source::Application },
        parent_fulfillment_id: new.parent.clone(),
        root_fulfillment_id: parent.map_or(&id, |parent| &parent.root_fulfillment_id).clone(),
        operation_id: Some(deed.id.clone()),
        license_file_id: None,
        delivery: lictor_entitle::delivery::DeliveryKind::None,
        license_text: None,
        instructions: Vec::new(),
        carriers: Vec::new(),
        obsoleted_at: None,
    };
    host::note(tx, &ground.account.meta.id, &new.hosts).await?;
    Ok(Coming { record, role: new.role })
}

/// The licenses on every host that is touched, and the fulfillments that stay there.
async fn survey(
    tx: &mut Tx,
    ground: &Ground<'_>,
    replaced: &[Replaced],
    coming: &[Coming],
) -> Result<(Sheet, BTreeMap<String, Fulfillment>), Fault> {
    let mut hosts: Vec<Hosts> = Vec::new();
    for record in ground.records.iter().chain(coming.iter().map(|coming| &coming.record)) {
        hosts.push(rendering::hosts(&record.server_host_ids, &record.node_host_ids)?);
    }
    let hosts: Vec<&Hosts> = hosts.iter().collect();
    let mut live = live_on(tx, &ground.account.meta.id, &ids(&hosts)).await?;
    live.retain(|record| record.support_type.is_master());
    let licenses = licenses_of(tx, &live).await?;
    let gone = |id: &str| replaced.iter().any(|gone| gone.id == id);
    let others = live.into_iter().filter(|record| !gone(&record.meta.id));
    let others = others.map(|record| (record.meta.id.clone(), record)).collect();
    let rules = super::sheet::PlanRules {
        delivery: lictor_entitle::delivery::DeliverySettings::default(),
        date_flavour: false,
        fold: Vec::new(),
        beside: false,
        today: lictor_types::CivilDate::MIN,
    };
    Ok((Sheet::new(licenses, rules), others))
}

async fn plan_licenses(
    tx: &mut Tx,
    deed: &Deed,
    ground: &Ground<'_>,
    sheet: &mut Sheet,
    replaced: &[Replaced],
    coming: &[Coming],
) -> Result<(), Fault> {
    let mut leavers = Vec::new();
    for gone in replaced {
        if let Some(record) = ground.records.iter().find(|record| record.meta.id == gone.id) {
            leavers.push(Leaver {
                id: record.meta.id.clone(),
                technology: record.technology,
                model: record.model,
                hosts: rendering::hosts(&record.server_host_ids, &record.node_host_ids)?,
            });
        }
    }
    let mut products: BTreeMap<String, Vec<ProductTerms>> = BTreeMap::new();
    let mut newcomers = Vec::new();
    let mut extras = Vec::new();
    for Coming { record, role } in coming {
        let held = ground.lines.iter().find(|held| held.line.id == record.line_item_id);
        let held = held.ok_or_else(|| Fault::internal("a record without its line item"))?;
        if !products.contains_key(&record.product_id) {
            let product: Product = tx.get(&record.product_id).await?;
            products.insert(record.product_id.clone(), product_terms(tx, &product).await?);
        }
        let rules = FileRules {
            per_copy: held.item.quantity_per_copy,
            grace_days: held.policies().grace_days,
            today: deed.today,
        };
        let terms = products.get(&record.product_id).map_or(&[][..], Vec::as_slice);
        let by_hand = Fulfillment::is_by_hand(record.technology);
        let terms = terms.iter().filter(|_| !by_hand);
        let newcomer = Newcomer {
            id: record.meta.id.clone(),
            role: *role,
            parent: record.parent_fulfillment_id.clone(),
            technology: record.technology,
            hosts: rendering::hosts(&record.server_host_ids, &record.node_host_ids)?,
            wanted: terms.map(|terms| wanted(terms, record, rules)).collect::<Result<_, _>>()?,
        };
        match role {
            Role::Extra => extras.push(newcomer),
            Role::Activated | Role::Remainder | Role::Target | Role::Moved | Role::Reissued => {
                newcomers.push(newcomer);
            }
        }
    }
    plan(sheet, &leavers, &newcomers)?;
    for newcomer in extras {
        let own = |record: &&Fulfillment| Some(&record.meta.id) == newcomer.parent.as_ref();
        let real = ground.records.iter().find(own).map(|record| roles(sheet, record)).unwrap_or_default();
        extra(sheet, &newcomer, &real);
    }
    Ok(())
}

/// With what is removed by hand goes what it voided: that would count again without it.
async fn remove_with_voided(tx: &mut Tx, sheet: &mut Sheet) -> Result<(), Fault> {
    let mut removed = Vec::new();
    for (owner, serial) in std::mem::take(&mut sheet.removed) {
        for lying in with_voided(tx, &serial).await? {
            removed.push((owner.clone(), lying.serial.clone()));
            sheet.names.insert(lying.serial, lying.file);
        }
    }
    sheet.removed = removed;
    for at in 0..sheet.drafts.len() {
        let by_hand = sheet.drafts.get_mut(at).map(|draft| std::mem::take(&mut draft.remove));
        let mut all = Vec::new();
        for serial in by_hand.unwrap_or_default() {
            for lying in with_voided(tx, &serial).await? {
                all.push(lying.serial.clone());
                sheet.names.insert(lying.serial, lying.file);
            }
        }
        if let Some(draft) = sheet.drafts.get_mut(at) {
            draft.remove = all;
        }
    }
    Ok(())
}

/// What the licenses of a record are to their features.
fn roles(sheet: &Sheet, record: &Fulfillment) -> Vec<(String, FileRole)> {
    let of = |carrier: &Carrier| {
        let live = sheet.lives.iter().find(|live| live.key == carrier.serial)?;
        Some((carrier.feature.clone(), live.terms.role))
    };
    record.carriers.iter().filter_map(of).collect()
}

/// Makes the replaced records obsolete.
async fn retire(tx: &mut Tx, ground: &Ground<'_>, replaced: &[Replaced]) -> Result<Vec<Fulfillment>, Fault> {
    let mut retired = Vec::with_capacity(replaced.len());
    for gone in replaced {
        let before = ground.records.iter().find(|record| record.meta.id == gone.id);
        let before = before.ok_or_else(|| Fault::internal("an outcome replaces an unknown record"))?;
        let mut after = before.clone();
        after.status = FulfillmentStatus::Obsolete;
        after.support_type = gone.support;
        after.obsoleted_at = Some(tx.now());
        after.carriers = Vec::new();
        tx.update(&mut after).await?;
        tx.trace("fulfillment.obsoleted", Some(before), Some(&after), None);
        event::emit(tx, "fulfillment.obsoleted", Some(before), &after).await?;
        retired.push(after);
    }
    Ok(retired)
}

/// Writes what the files made of the records: whose seats are in which license, and what to do by hand.
async fn finish(
    tx: &mut Tx,
    answer: &mut OperationAnswer,
    sheet: &Sheet,
    records: &mut [Fulfillment],
    replaced: &mut [Fulfillment],
    others: &mut BTreeMap<String, Fulfillment>,
) -> Result<(), Fault> {
    for record in records.iter_mut() {
        record.carriers = carriers(sheet, &record.meta.id);
        tx.insert(record).await?;
        tx.trace("fulfillment.created", None, Some(&*record), None);
        event::emit(tx, "fulfillment.created", None, record).await?;
        if record.status == FulfillmentStatus::OnHold {
            event::emit(tx, "fulfillment.on_hold", None, record).await?;
        }
        answer.instructions.extend(record.instructions.clone());
    }
    for record in replaced.iter_mut() {
        for (owner, serial) in &sheet.removed {
            if *owner == record.meta.id {
                let text = sheet.removal(serial);
                record.instructions.push(text.clone());
                answer.instructions.push(text);
            }
        }
        if !record.instructions.is_empty() {
            tx.update(record).await?;
        }
    }
    for other in others.values_mut() {
        let carriers = carriers(sheet, &other.meta.id);
        if carriers == other.carriers {
            continue;
        }
        let before: Fulfillment = tx.get(&other.meta.id).await?;
        other.carriers = carriers;
        tx.update(other).await?;
        tx.trace("fulfillment.renewed", Some(&before), Some(&*other), None);
        answer.instructions.extend(other.instructions.clone());
        answer.renewed.push(other.clone());
    }
    let drafted = sheet.drafts.iter().flat_map(|draft| draft.warnings.iter().copied());
    let all: BTreeSet<Warning> = answer.warnings.iter().copied().chain(drafted).collect();
    answer.warnings = all.into_iter().collect();
    Ok(())
}

/// The licenses that carry a fulfillment's seats now.
fn carriers(sheet: &Sheet, owner: &str) -> Vec<Carrier> {
    let mut carriers = Vec::new();
    for live in sheet.lives.iter().filter(|live| !live.gone) {
        for part in live.parts.iter().filter(|part| part.owner == owner) {
            carriers.push(Carrier {
                feature: live.terms.feature.clone(),
                serial: live.key.clone(),
                count: part.count,
                overdraft: part.overdraft,
            });
        }
    }
    carriers
}
