//! The license files of a key: what a revision must say beyond the files of the revisions before it.
//!
//! The first file of a key holds all its features. A later one holds what changed: more seats of a
//! floating feature as an upgrade beside the base, a new feature as an additional license, and everything
//! else, another term too, as a license that voids the ones before it (office.md 4.2). A revision that
//! changes no license gets all of them anew, so that every revision has a file that names it.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::Refusal;
use lictor_entitle::delivery::{
    Change, Delivery, DeliveryFacts, DeliveryKind, DeliverySettings, Shape, deliver,
};
use lictor_entitle::host::Hosts;
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::technology::Technology;
use lictor_entitle::timeline::FileRole;
use lictor_types::CivilDate;

use super::catalogue;
use super::stop::Stop;
use crate::model::{Feature, FileLicense, Key, LicenseClass, LicenseFile, Product, Settings};
use crate::office::Office;
use crate::rendering::{self, FileRequest, LicenseTerms};
use crate::store::Tx;

/// Name of the capacity that is the number of seats of every feature without a capacity of its own.
const SEATS: &str = "SEATS";

/// Every file of a key, oldest revision first.
///
/// # Errors
///
/// What the database says.
pub async fn all(tx: &mut Tx, key: &Key) -> Result<Vec<LicenseFile>, Stop> {
    let mut files = tx.all::<LicenseFile>("owner_id", key.meta.id.as_str()).await?;
    files.sort_by_key(|file| file.revision);
    Ok(files)
}

/// Those of the files of which something counts: not everything was voided or replaced by later ones.
#[must_use]
pub fn live(files: &[LicenseFile]) -> Vec<&LicenseFile> {
    let gone = gone(files);
    files.iter().filter(|file| file.serials.iter().any(|serial| !gone.contains(serial.as_str()))).collect()
}

fn gone(files: &[LicenseFile]) -> BTreeSet<&str> {
    files.iter().flat_map(|file| file.supersedes.iter().chain(&file.replaces)).map(String::as_str).collect()
}

/// Makes the file of the current revision, unless it is there.
///
/// # Errors
///
/// 287 while the signer does not answer, 224 when its policy forbids the file, and as [`planned`].
pub async fn make(office: &Office, tx: &mut Tx, key: &Key) -> Result<(), Stop> {
    if let Some(request) = planned(office, tx, key).await? {
        rendering::sign_and_store(office, tx, &request).await?;
    }
    Ok(())
}

/// The file that the current revision needs; none if it is there.
///
/// # Errors
///
/// 224 when there is nothing to write, 223 while a host is missing that the class locks licenses to, 266
/// for seats out of range.
pub async fn planned(office: &Office, tx: &mut Tx, key: &Key) -> Result<Option<FileRequest>, Stop> {
    let files = all(tx, key).await?;
    if files.iter().any(|file| file.revision == i64::from(key.revision)) {
        return Ok(None);
    }
    let class = catalogue::of(tx, &key.config).await?;
    let product = match &class.product_id {
        Some(id) => tx.look::<Product>("id", id.as_str()).await?,
        None => None,
    };
    let wanted = shapes(tx, key, &class, product.as_ref()).await?;
    if wanted.is_empty() {
        return Err(Stop::because(IssuerCode::KeyNotExportable, "the key has no feature with seats"));
    }
    let settings = Settings::load(tx).await?;
    let settings = DeliverySettings {
        supersede: settings.supersede,
        prefer_upgrade_files: settings.prefer_upgrade_files,
        clamp_end: settings.clamp_end,
    };
    let plan = Plan {
        settings,
        today: office.clock().day_of(tx.now()),
        occupied: occupied(tx, key).await?,
        files: &files,
    };
    let mut request = FileRequest {
        owner_kind: "key",
        owner_id: key.meta.id.clone(),
        revision: key.revision.into(),
        name: format!("{}.lic", key.key_number()),
        delivery: DeliveryKind::Base,
        product: product.map(|product| product.name),
        licensee: key.licensee.clone(),
        key_number: Some(key.key_number()),
        extensions: BTreeMap::from([("CLASS".to_owned(), key.config.class.clone())]),
        replaces: Vec::new(),
        issued: None,
        licenses: Vec::new(),
    };
    plan.fill(&mut request, &wanted)?;
    Ok(Some(request))
}

/// The features of a key as one exclusive license each, by their names in lower case.
async fn shapes(
    tx: &mut Tx,
    key: &Key,
    class: &LicenseClass,
    product: Option<&Product>,
) -> Result<BTreeMap<String, Shape>, Stop> {
    let hosts = rendering::hosts(&key.server_host_ids, &key.node_host_ids)?;
    if class.license_model.needs().node && hosts.nodes.is_empty() {
        let text = "the class locks licenses to nodes, and none is known";
        return Err(Stop::because(IssuerCode::KeyNotActivated, text));
    }
    let mut wanted = BTreeMap::new();
    for (name, seats) in seats(key, class, product) {
        let known = tx.look::<Feature>("name", name.as_str()).await?;
        let own = product.and_then(|product| product.features.iter().find(|has| has.name == name));
        let version = own.and_then(|own| own.feature_version.clone());
        let version = version.or_else(|| known.as_ref().map(|known| known.feature_version.clone()));
        let shape = Shape {
            feature: name.clone(),
            version: version.unwrap_or_default(),
            options: known.as_ref().and_then(|known| known.options.clone()).unwrap_or_default(),
            share: rendering::share_text(known.and_then(|known| known.share).as_deref().unwrap_or_default())?,
            model: class.license_model,
            exclusive: true,
            count: if class.license_model.is_counted() { seats } else { 1 },
            hosts: hosts.clone(),
            start: key.start,
            end: key.expiration_date.or(key.files_until),
        };
        wanted.insert(name.to_lowercase(), shape);
    }
    Ok(wanted)
}

/// Seats by feature: those of the product that nobody switches, those that are switched on, and those that
/// a capacity belongs to. Features without seats are left out.
fn seats(key: &Key, class: &LicenseClass, product: Option<&Product>) -> BTreeMap<String, u32> {
    let amount = |code: &str| key.config.capacity.get(code).copied().unwrap_or(0);
    let common =
        class.capacity_options.iter().find(|option| option.code == SEATS && option.feature.is_none());
    let common = common.map_or(1, |option| amount(&option.code));
    let mut seats = BTreeMap::new();
    let always = product.iter().flat_map(|product| &product.features);
    for feature in always {
        let switched = class.features.contains(&feature.name);
        if !switched || key.config.features.contains(&feature.name) {
            seats.insert(feature.name.clone(), common.saturating_mul(feature.per_seat));
        }
    }
    for name in &key.config.features {
        seats.entry(name.clone()).or_insert(common);
    }
    for option in &class.capacity_options {
        // What is switched off has no seats, whatever its amount.
        if let Some(name) = &option.feature
            && (!class.features.contains(name) || key.config.features.contains(name))
        {
            seats.insert(name.clone(), amount(&option.code));
        }
    }
    seats.retain(|_, count| *count > 0);
    seats
}

/// Features of which another key of the same group has the exclusive license: a second one would not be
/// served.
async fn occupied(tx: &mut Tx, key: &Key) -> Result<BTreeSet<String>, Stop> {
    let main = match &key.parent_key {
        Some(parent) => tx.look::<Key>("key_number", parent.as_str()).await?,
        None => Some(key.clone()),
    };
    let Some(main) = main else { return Ok(BTreeSet::new()) };
    // They are only looked at: two retrievals of one group must not wait for each other in a circle.
    let mut group: Vec<Key> = tx.scan("parent_key = $1 ORDER BY id", vec![main.name().into()]).await?;
    group.push(main);
    let mut names = BTreeSet::new();
    for other in group.iter().filter(|other| other.meta.id != key.meta.id) {
        let condition = "owner_id = $1 ORDER BY revision";
        let files: Vec<LicenseFile> = tx.scan(condition, vec![other.meta.id.as_str().into()]).await?;
        let licenses = standing(&files);
        let exclusive = licenses.iter().filter(|license| license.role == FileRole::Exclusive);
        names.extend(exclusive.map(|license| license.feature.to_lowercase()));
    }
    Ok(names)
}

/// The licenses that count, oldest first.
fn standing(files: &[LicenseFile]) -> Vec<&FileLicense> {
    let gone = gone(files);
    let licenses = files.iter().flat_map(|file| &file.licenses);
    licenses.filter(|license| !gone.contains(license.serial.as_str())).collect()
}

/// What decides about the next file.
struct Plan<'a> {
    settings: DeliverySettings,
    today: CivilDate,
    occupied: BTreeSet<String>,
    files: &'a [LicenseFile],
}

/// What stands of one feature.
struct Standing<'a> {
    base: &'a FileLicense,
    upgrades: Vec<&'a FileLicense>,
}

impl Plan<'_> {
    fn fill(&self, file: &mut FileRequest, wanted: &BTreeMap<String, Shape>) -> Result<(), Stop> {
        for again in [false, true] {
            for (name, shape) in wanted {
                let standing = self.of(name);
                if let Some(delivery) = self.decide(name, shape, standing.as_ref(), again)? {
                    add(file, shape, standing.as_ref(), delivery);
                }
            }
            if !file.licenses.is_empty() {
                break;
            }
        }
        self.drop_others(file, wanted);
        file.delivery = self.kind(file);
        Ok(())
    }

    fn of(&self, name: &str) -> Option<Standing<'_>> {
        let mine = |license: &&&FileLicense| license.feature.eq_ignore_ascii_case(name);
        let all = standing(self.files);
        let (upgrades, bases): (Vec<&FileLicense>, Vec<&FileLicense>) =
            all.iter().filter(mine).copied().partition(|license| license.role == FileRole::Upgrade);
        Some(Standing { base: bases.last().copied()?, upgrades })
    }

    /// The license that carries a feature from what stands to what is wanted; none if they are the same.
    /// Upgrades count as seats of their base here: whatever replaces a base takes them in.
    fn decide(
        &self,
        name: &str,
        shape: &Shape,
        standing: Option<&Standing<'_>>,
        again: bool,
    ) -> Result<Option<Delivery>, Refusal> {
        let before = standing.map(Standing::shape).transpose()?;
        let exclusive = before.as_ref().is_none_or(|before| before.exclusive);
        let after = Shape { exclusive, ..shape.clone() };
        // Whatever replaces a base takes something in, so naming that makes a base be written again.
        let fold = if again { vec![String::new()] } else { Vec::new() };
        let facts = DeliveryFacts {
            before: before.as_ref(),
            base: standing.map(|standing| standing.base.serial.as_str()),
            upgrades: &[],
            fold: &fold,
            occupied: self.occupied.contains(name),
            technology: Technology::Certificate,
            settings: self.settings,
            today: self.today,
        };
        let delivery = deliver(&facts, &Change::Become(after))?;
        Ok((delivery.kind != DeliveryKind::None).then_some(delivery))
    }

    /// Voids what stands of features that are wanted no more.
    fn drop_others(&self, file: &mut FileRequest, wanted: &BTreeMap<String, Shape>) {
        let unwanted = |license: &&&FileLicense| !wanted.contains_key(&license.feature.to_lowercase());
        let all = standing(self.files);
        let serials: Vec<String> =
            all.iter().filter(unwanted).map(|license| license.serial.clone()).collect();
        match file.licenses.first_mut() {
            Some(first) if self.settings.supersede => first.supersedes.extend(serials),
            Some(_) | None => file.replaces.extend(serials),
        }
    }

    fn kind(&self, file: &FileRequest) -> DeliveryKind {
        let voids = file.licenses.iter().any(|license| !license.supersedes.is_empty());
        let raises = file.licenses.iter().any(|license| license.role == FileRole::Upgrade);
        match (self.files.is_empty() || !file.replaces.is_empty(), voids, raises) {
            (_, true, _) => DeliveryKind::Superseding,
            (true, false, _) => DeliveryKind::Base,
            (false, false, true) => DeliveryKind::Upgrade,
            (false, false, false) => DeliveryKind::Additional,
        }
    }
}

impl Standing<'_> {
    /// The feature as it stands, upgrades included.
    fn shape(&self) -> Result<Shape, Refusal> {
        let base = self.base;
        let hosts: Hosts = base.hosts()?;
        let more = self.upgrades.iter().filter_map(|license| license.count);
        Ok(Shape {
            feature: base.feature.clone(),
            version: base.version.clone(),
            options: base.options.clone(),
            share: base.share.clone(),
            model: base.model,
            exclusive: base.role == FileRole::Exclusive,
            count: more.fold(base.count.unwrap_or(1), u32::saturating_add),
            hosts,
            start: base.start,
            end: base.end,
        })
    }

    fn serials(&self) -> impl Iterator<Item = String> {
        [self.base].into_iter().chain(self.upgrades.iter().copied()).map(|license| license.serial.clone())
    }
}

/// Adds a license to the file.
fn add(file: &mut FileRequest, shape: &Shape, standing: Option<&Standing<'_>>, delivery: Delivery) {
    let role = match (delivery.kind, delivery.exclusive) {
        (DeliveryKind::Upgrade, _) => FileRole::Upgrade,
        (_, true) => FileRole::Exclusive,
        (_, false) => FileRole::Additive,
    };
    let mut supersedes = Vec::new();
    let replaced = standing.into_iter().flat_map(Standing::serials);
    match role {
        FileRole::Upgrade => {}
        FileRole::Exclusive | FileRole::Additive if delivery.supersedes.is_empty() => {
            file.replaces.extend(replaced);
        }
        FileRole::Exclusive | FileRole::Additive => supersedes.extend(replaced),
    }
    file.licenses.push(LicenseTerms {
        feature: shape.feature.clone(),
        role,
        version: shape.version.clone(),
        options: shape.options.clone(),
        share: shape.share.clone(),
        model: shape.model,
        count: delivery.count,
        start: delivery.start,
        end: delivery.end,
        hosts: shape.hosts.clone(),
        supersedes,
        more: crate::signer::Feature::default(),
    });
}
