//! The licenses on the hosts that an operation touches: those that live, those that are planned, and whose
//! seats are in which.

use std::collections::BTreeMap;

use lictor_entitle::delivery::{DeliveryKind, DeliveryRow, DeliverySettings, UpgradeFile};
use lictor_entitle::host::Hosts;
use lictor_entitle::model::{LicenseModel, supersede_allowed};
use lictor_entitle::technology::Technology;
use lictor_entitle::timeline::FileRole;
use lictor_entitle::warning::Warning;
use lictor_types::CivilDate;

use crate::rendering::LicenseTerms;

/// Seats of a fulfillment in a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Id of the fulfillment.
    pub owner: String,
    /// Seats.
    pub count: u32,
    /// Seats beyond them.
    pub overdraft: u32,
}

/// A license that lives or is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// Its serial, or for a planned one a name that stands for it.
    pub key: String,
    /// What it says.
    pub terms: LicenseTerms,
    /// Whose seats are in it.
    pub parts: Vec<Part>,
    /// Whether it is planned.
    pub planned: bool,
    /// Whether it stops counting.
    pub gone: bool,
}

/// A license that goes into a file, and why like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Id of the fulfillment in whose file it lies.
    pub owner: String,
    /// Which license.
    pub key: String,
    /// What it is to those before it.
    pub kind: DeliveryKind,
    /// The row of the table that decided.
    pub row: DeliveryRow,
    /// Serials that a person must remove.
    pub remove: Vec<String>,
    /// What should be known.
    pub warnings: Vec<Warning>,
}

/// How licenses are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRules {
    /// The vendor's choices about files.
    pub delivery: DeliverySettings,
    /// Whether a marker voids by day of issue.
    pub date_flavour: bool,
    /// Serials of upgrades that are to become part of their base.
    pub fold: Vec<String>,
    /// Whether new seats stand beside those that are there, instead of being added to them.
    pub beside: bool,
    /// Today.
    pub today: CivilDate,
}

/// All licenses on some hosts.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The licenses.
    pub lives: Vec<Live>,
    /// What goes into files, in order.
    pub drafts: Vec<Draft>,
    /// Serials of files that nobody voids and a person must remove, with the fulfillment they were of.
    pub removed: Vec<(String, String)>,
    /// Names of the files that licenses lie in which are to be removed, by serial.
    pub names: BTreeMap<String, String>,
    /// How to plan.
    pub rules: PlanRules,
}

/// What voids others: markers in the file, or a person.
pub struct Marks {
    /// Whether the file carries the marker.
    pub kind: DeliveryKind,
    /// Serials for the marker.
    pub supersedes: Vec<String>,
    /// Serials for a person.
    pub remove: Vec<String>,
    /// What the person should know.
    pub warnings: Vec<Warning>,
}

impl Sheet {
    /// A sheet with the licenses that live.
    #[must_use]
    pub fn new(lives: Vec<Live>, rules: PlanRules) -> Self {
        Self { lives, drafts: Vec::new(), removed: Vec::new(), names: BTreeMap::new(), rules }
    }

    /// The license that is served for a feature on a server.
    #[must_use]
    pub fn exclusive(&self, feature: &str, hosts: &Hosts) -> Option<usize> {
        self.lives.iter().position(|live| {
            !live.gone
                && live.terms.role == FileRole::Exclusive
                && live.terms.model.is_server_based()
                && live.terms.feature.eq_ignore_ascii_case(feature)
                && live.terms.hosts.same_servers(hosts)
        })
    }

    /// The upgrades that add their seats to a license, as far as they live already.
    #[must_use]
    pub fn attached(&self, base: usize) -> Vec<usize> {
        let Some(base) = self.lives.get(base) else { return Vec::new() };
        if base.terms.role != FileRole::Exclusive || !base.terms.model.is_server_based() {
            return Vec::new();
        }
        let adds = |live: &Live| {
            !live.gone
                && !live.planned
                && live.terms.role == FileRole::Upgrade
                && live.terms.feature.eq_ignore_ascii_case(&base.terms.feature)
                && live.terms.hosts.same_servers(&base.terms.hosts)
        };
        let found = self.lives.iter().enumerate().filter(|(_, live)| adds(live));
        found.map(|(at, _)| at).collect()
    }

    /// Those upgrades as the rules take them.
    #[must_use]
    pub fn upgrade_files(&self, base: usize) -> Vec<UpgradeFile> {
        let files = self.attached(base).into_iter().filter_map(|at| self.lives.get(at));
        files
            .map(|live| UpgradeFile {
                serial: live.key.clone(),
                count: live.terms.count.unwrap_or(0),
                start: live.terms.start,
                end: live.terms.end,
            })
            .collect()
    }

    /// The serials to fold that add to a base.
    #[must_use]
    pub fn fold(&self, upgrades: &[UpgradeFile]) -> Vec<String> {
        let has = |serial: &&String| upgrades.iter().any(|file| file.serial == **serial);
        self.rules.fold.iter().filter(has).cloned().collect()
    }

    /// Adds a license to a fulfillment's file.
    pub fn add(&mut self, terms: LicenseTerms, parts: Vec<Part>, draft: Draft) {
        let overdraft = parts.iter().fold(0_u32, |sum, part| sum.saturating_add(part.overdraft));
        let mut terms = terms;
        if overdraft > 0 && terms.role != FileRole::Upgrade {
            terms.more.soft_limit = terms.count.map(|count| count.saturating_sub(overdraft));
        }
        self.lives.push(Live { key: draft.key.clone(), terms, parts, planned: true, gone: false });
        self.drafts.push(draft);
    }

    /// A name for the next planned license.
    #[must_use]
    pub fn next_key(&self) -> String {
        format!("new-{}", self.drafts.len() + 1)
    }

    /// That a license of that serial stops counting; whose seats were in it.
    pub fn end(&mut self, serial: &str) -> Option<Live> {
        let live = self.lives.iter_mut().find(|live| live.key == serial && !live.gone)?;
        live.gone = true;
        Some(live.clone())
    }

    /// What a person is to do about a license that no file voids.
    #[must_use]
    pub fn removal(&self, serial: &str) -> String {
        match self.names.get(serial) {
            Some(file) => format!("Remove the license with the serial {serial} ({file}) from its host."),
            None => format!("Remove the license with the serial {serial} from its host."),
        }
    }

    /// How serials are voided by a new file.
    #[must_use]
    pub fn marks(
        &self,
        technology: Technology,
        (from, to): (LicenseModel, LicenseModel),
        serials: Vec<String>,
    ) -> Marks {
        let returned = technology == Technology::TrustedStorage;
        if self.rules.delivery.supersede && !returned && supersede_allowed(from, to) {
            let kind = DeliveryKind::Superseding;
            return Marks { kind, supersedes: serials, remove: Vec::new(), warnings: Vec::new() };
        }
        let warnings = if returned { Vec::new() } else { vec![Warning::ManualReplace] };
        Marks { kind: DeliveryKind::Base, supersedes: Vec::new(), remove: serials, warnings }
    }
}
