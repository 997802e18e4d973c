//! The daily job of version upgrades: which line items get an upgrade line by themselves (3.2).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::CivilDate;

use crate::line_item::{LineKind, LineState};
use crate::relation::{Relation, RelationKind, successors};
use crate::word::words;

words! {
    /// Why the job leaves a line item alone.
    Skip {
        /// The line item is not deployed.
        NotDeployed = "not_deployed",
        /// All its seats moved on.
        NoSeats = "no_seats",
        /// It has a term: its owner renews it instead.
        NotPermanent = "not_permanent",
        /// An upgrade line stands already.
        AlreadyUpgraded = "already_upgraded",
        /// No newer version.
        NoUpgrade = "no_upgrade",
        /// Several newer versions: a person must choose.
        SeveralUpgrades = "several_upgrades",
        /// The newer version is not deployed, or its dates do not cover today.
        OutsideWindow = "outside_window",
        /// No linked maintenance runs today.
        NoMaintenance = "no_maintenance",
        /// The upgrade line is refused, as a person's order would be.
        Refused = "refused",
    }
}

/// The facts of a product that the job looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeProduct {
    /// Its id.
    pub id: String,
    /// Whether it is deployed.
    pub deployed: bool,
    /// First day on which lines are upgraded to it; none means it is never done.
    pub window_start: Option<CivilDate>,
    /// Last such day; none means without end.
    pub window_end: Option<CivilDate>,
}

/// The facts of a line item that the job looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeLine {
    /// Its id.
    pub id: String,
    /// Its account.
    pub account: String,
    /// Its product.
    pub product: String,
    /// Its state.
    pub state: LineState,
    /// Whether it never ends.
    pub permanent: bool,
    /// Its capacity in seats.
    pub capacity: u32,
    /// Kinds of the lines that follow it.
    pub children: Vec<LineKind>,
    /// The maintenance linked to it.
    pub maintenance: Vec<Maintenance>,
}

/// A maintenance line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maintenance {
    /// Its state; only in force it counts.
    pub state: LineState,
    /// Its last day; none means without end.
    pub until: Option<CivilDate>,
}

impl Maintenance {
    fn runs(self, today: CivilDate) -> bool {
        self.state == LineState::Deployed && self.until.is_none_or(|end| today <= end)
    }
}

/// A line item that the job would add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedUpgrade {
    /// Id of the line to upgrade.
    pub line: String,
    /// Id of the newer product.
    pub product: String,
    /// Seats.
    pub quantity: u32,
}

/// What the job would do. A dry run stops here; a real run carries it out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpgradePlan {
    /// The lines to add, by account. Each account gets one mail.
    pub by_account: BTreeMap<String, Vec<PlannedUpgrade>>,
    /// The lines left alone, and why.
    pub skipped: Vec<(String, Skip)>,
}

/// Plans the job for these line items.
#[must_use]
pub fn plan_upgrades(
    lines: &[UpgradeLine],
    products: &[UpgradeProduct],
    relations: &[Relation],
    today: CivilDate,
) -> UpgradePlan {
    let mut plan = UpgradePlan::default();
    for line in lines {
        match choose(line, products, relations, today) {
            Ok(product) => plan.by_account.entry(line.account.clone()).or_default().push(PlannedUpgrade {
                line: line.id.clone(),
                product: product.id.clone(),
                quantity: line.capacity,
            }),
            Err(why) => plan.skipped.push((line.id.clone(), why)),
        }
    }
    plan
}

fn choose<'a>(
    line: &UpgradeLine,
    products: &'a [UpgradeProduct],
    relations: &[Relation],
    today: CivilDate,
) -> Result<&'a UpgradeProduct, Skip> {
    if line.state != LineState::Deployed {
        return Err(Skip::NotDeployed);
    }
    if !line.permanent {
        return Err(Skip::NotPermanent);
    }
    if line.children.contains(&LineKind::Upgrade) {
        return Err(Skip::AlreadyUpgraded);
    }
    if line.capacity == 0 {
        return Err(Skip::NoSeats);
    }
    let edges: BTreeSet<&str> = successors(relations, &line.product, RelationKind::Upgrade).collect();
    if edges.len() > 1 {
        return Err(Skip::SeveralUpgrades);
    }
    let newer = edges.first().ok_or(Skip::NoUpgrade)?;
    let covers = |product: &&UpgradeProduct| {
        product.id == *newer
            && product.deployed
            && product.window_start.is_some_and(|start| start <= today)
            && product.window_end.is_none_or(|end| today <= end)
    };
    let product = products.iter().find(covers).ok_or(Skip::OutsideWindow)?;
    if line.maintenance.iter().any(|maintenance| maintenance.runs(today)) {
        Ok(product)
    } else {
        Err(Skip::NoMaintenance)
    }
}
