//! The automatic version upgrade: lines with maintenance get an upgrade line by themselves (3.2).

use std::collections::BTreeMap;

use lictor_entitle::auto_upgrade::{
    Maintenance, PlannedUpgrade, Skip, UpgradeLine, UpgradeProduct, plan_upgrades,
};
use lictor_entitle::line_item::LineKind;
use lictor_entitle::right::Right;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::child::follow;
use super::facts::{effective, ledger};
use super::line::LineInput;
use crate::catalogue::relation;
use crate::fault::Fault;
use crate::fulfillment::email::{Letter, post};
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Account, Entitlement, Expiry, LineItem, Product, ProductState};
use crate::office::Office;
use crate::store::Tx;

/// What the job did; in a dry run, what it would do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AutoUpgradeReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The lines that were made.
    pub made: Vec<MadeUpgrade>,
    /// Accounts that get a mail, with the address; none if nobody to write to is known.
    pub mails: BTreeMap<String, Option<String>>,
    /// The lines that were left alone, with the reason.
    pub skipped: BTreeMap<String, Skip>,
    /// Why an upgrade line was refused, of those that were skipped for it.
    pub refusals: BTreeMap<String, String>,
}

/// A line that the job made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MadeUpgrade {
    /// Id of the account.
    pub account_id: String,
    /// Id of the line that is upgraded.
    pub line_item_id: String,
    /// Id of the new line; none in a dry run.
    pub upgrade_line_item_id: Option<String>,
    /// Id of the newer product.
    pub product_id: String,
    /// Seats.
    pub quantity: u32,
}

/// Runs the job: makes and deploys upgrade lines, and writes one mail an account. A line whose upgrade is
/// refused is skipped, and keeps no other from its own.
///
/// A dry run does the same without the mails, so that it shows what the run would: the caller rolls back.
///
/// # Errors
///
/// What the database says.
pub async fn auto_upgrade(
    office: &Office,
    tx: &mut Tx,
    today: CivilDate,
    dry_run: bool,
) -> Result<AutoUpgradeReport, Fault> {
    let products = tx.select::<Product>("1 = 1 ORDER BY id", Vec::new()).await?;
    let relations = relation::every(tx).await?;
    let lines = candidates(tx, &products).await?;
    let facts: Vec<UpgradeProduct> = products
        .iter()
        .map(|product| UpgradeProduct {
            id: product.meta.id.clone(),
            deployed: product.state == ProductState::Deployed,
            window_start: product.upgrade_from,
            window_end: product.upgrade_until,
        })
        .collect();
    let plan = plan_upgrades(&lines, &facts, &relations, today);
    let mut report = AutoUpgradeReport { dry_run, ..AutoUpgradeReport::default() };
    report.skipped = plan.skipped.into_iter().collect();
    for (account, planned) in plan.by_account {
        let mut made = Vec::with_capacity(planned.len());
        for upgrade in &planned {
            match make(tx, &account, upgrade, dry_run).await {
                Ok(line) => made.push(line),
                Err(Fault::Refused(why)) => {
                    report.skipped.insert(upgrade.line.clone(), Skip::Refused);
                    report.refusals.insert(upgrade.line.clone(), why.to_string());
                }
                Err(fault) => return Err(fault),
            }
        }
        if made.is_empty() {
            continue;
        }
        let address = write_to(office, tx, &account, &made, &products, (today, dry_run)).await?;
        report.mails.insert(account, address);
        report.made.extend(made);
    }
    Ok(report)
}

/// The lines that the job looks at: those of products that anything follows.
async fn candidates(tx: &mut Tx, products: &[Product]) -> Result<Vec<UpgradeLine>, Fault> {
    let mut lines = Vec::new();
    for product in products {
        let sold = "product_id = $1 AND state = 'Deployed' AND expiration IS NULL ORDER BY id";
        for item in tx.select::<LineItem>(sold, vec![product.meta.id.as_str().into()]).await? {
            let entitlement: Option<Entitlement> = tx.look("id", item.entitlement_id.as_str()).await?;
            let Some(entitlement) = entitlement else { continue };
            let children = tx.all::<LineItem>("parent_line_item_id", item.meta.id.as_str()).await?;
            let mut maintenance = Vec::new();
            for id in &item.maintenance_line_ids {
                let Some(line) = tx.look::<LineItem>("id", id.as_str()).await? else { continue };
                let of: Option<Entitlement> = tx.look("id", line.entitlement_id.as_str()).await?;
                let state = of.map_or(line.state, |of| effective(line.state, of.state));
                maintenance.push(Maintenance { state, until: line.maintenance_until });
            }
            lines.push(UpgradeLine {
                id: item.meta.id.clone(),
                account: item.account_id.clone(),
                product: item.product_id.clone(),
                state: effective(item.state, entitlement.state),
                permanent: item.expiry == Expiry::Permanent,
                capacity: ledger(&item).capacity(),
                children: children.iter().map(|child| child.kind).collect(),
                maintenance,
            });
        }
    }
    Ok(lines)
}

async fn make(
    tx: &mut Tx,
    account: &str,
    upgrade: &PlannedUpgrade,
    dry_run: bool,
) -> Result<MadeUpgrade, Fault> {
    let input = LineInput {
        product_id: Some(upgrade.product.clone()),
        quantity: Some(upgrade.quantity),
        auto_deploy: true,
        ..LineInput::default()
    };
    let line = follow(tx, &upgrade.line, LineKind::Upgrade, input).await?;
    Ok(MadeUpgrade {
        account_id: account.to_owned(),
        line_item_id: upgrade.line.clone(),
        upgrade_line_item_id: (!dry_run).then_some(line.item.meta.id),
        product_id: upgrade.product.clone(),
        quantity: upgrade.quantity,
    })
}

/// One mail an account; the address it goes to.
async fn write_to(
    office: &Office,
    tx: &mut Tx,
    account: &str,
    made: &[MadeUpgrade],
    products: &[Product],
    (today, dry_run): (CivilDate, bool),
) -> Result<Option<String>, Fault> {
    let account: Account = tx.get(account).await?;
    let Some(contact) = account.contacts.first() else { return Ok(None) };
    let named = |id: &str| products.iter().find(|product| product.meta.id == id);
    let line = |made: &MadeUpgrade| {
        let product = named(&made.product_id);
        let name = product.map_or_else(String::new, |has| format!("{} {}", has.name, has.product_version));
        format!("{name}: {}", made.quantity)
    };
    let lines: Vec<String> = made.iter().map(line).collect();
    let first = made.first().and_then(|made| named(&made.product_id));
    let template = first.and_then(|product| product.mail_template.clone());
    let template = template.unwrap_or_else(|| "{account}: a newer version is yours.\n{lines}".to_owned());
    let name = first.map_or_else(String::new, |has| format!("{} {}", has.name, has.product_version));
    let text = template
        .replace("{account}", &account.name)
        .replace("{product}", &name)
        .replace("{lines}", &lines.join("\n"));
    if !dry_run {
        let letter = Letter {
            name: format!("upgrade-{}-{today}", account.meta.id),
            to: contact.email.clone(),
            subject: format!("New version: {name}"),
            text,
            file: None,
            at: tx.now(),
        };
        post(office.data(), &letter).map_err(|error| Fault::internal(format!("outbox: {error}")))?;
    }
    Ok(Some(contact.email.clone()))
}

pub(super) async fn handle(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    if call.account_lock.is_some() || call.product_lock.is_some() {
        return Err(lictor_entitle::Code::Forbidden.into());
    }
    call.needs(Right::EntitlementDeploy)?;
    let today = office.clock().day_of(tx.now());
    Ok(Answer::ok(auto_upgrade(office, tx, today, call.flag("verify")).await?))
}
