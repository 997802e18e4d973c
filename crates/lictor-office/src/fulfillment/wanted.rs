//! What a fulfillment's licenses shall say, feature by feature.

use lictor_entitle::activation::license_count;
use lictor_entitle::calendar::add_days;
use lictor_entitle::delivery::Shape;
use lictor_entitle::host::Hosts;
use lictor_entitle::model::LicenseModel;
use lictor_entitle::timeline::FileRole;
use lictor_entitle::{Code, Refusal};
use lictor_types::CivilDate;
use lictor_types::limits::SEATS_MAX;

use crate::fault::Fault;
use crate::model::{Feature, Fulfillment, Product, VersionFormat};
use crate::rendering::{self, LicenseTerms, share_text};
use crate::signer;
use crate::store::Tx;

/// One feature of a product, as its licenses have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductTerms {
    /// Name of the feature.
    pub name: String,
    /// Version; none where it is the day up to which updates are paid for.
    pub version: Option<String>,
    /// Text for the application.
    pub options: String,
    /// Sharing flags.
    pub share: String,
    /// Seats of the feature for one seat of the product.
    pub per_seat: u32,
}

/// What one license of a fulfillment shall say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The feature with everything that does not depend on who uses it.
    pub shape: Shape,
    /// Seats; 0 in an uncounted license.
    pub count: u32,
    /// Seats beyond them that may be used for a while.
    pub overdraft: u32,
    /// Last day of updates, for a date-based version.
    pub maintenance_end: Option<CivilDate>,
}

/// The features of a product.
///
/// # Errors
///
/// `INTERNAL` when a feature is missing.
pub async fn product_terms(tx: &mut Tx, product: &Product) -> Result<Vec<ProductTerms>, Fault> {
    let mut terms = Vec::with_capacity(product.features.len());
    for has in &product.features {
        let feature: Option<Feature> = tx.look("name", has.name.as_str()).await?;
        let feature = feature.ok_or_else(|| Fault::internal(format!("no feature {:?}", has.name)))?;
        terms.push(ProductTerms {
            name: feature.name,
            version: match feature.version_format {
                VersionFormat::Fixed => Some(has.feature_version.clone().unwrap_or(feature.feature_version)),
                VersionFormat::DateBased => None,
            },
            options: feature.options.unwrap_or_default(),
            share: share_text(feature.share.as_deref().unwrap_or_default())?,
            per_seat: has.per_seat,
        });
    }
    Ok(terms)
}

/// What decides the seats and days in the file, beside the fulfillment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRules {
    /// Factor of the line item.
    pub per_copy: u32,
    /// Days that the file grants after the term.
    pub grace_days: u32,
    /// Today.
    pub today: CivilDate,
}

/// What a fulfillment's license of a feature shall say.
///
/// # Errors
///
/// `COUNT_OUT_OF_RANGE`.
pub fn wanted(terms: &ProductTerms, of: &Fulfillment, rules: FileRules) -> Result<Wanted, Refusal> {
    let factor = rules.per_copy.checked_mul(terms.per_seat).ok_or(Code::CountOutOfRange)?;
    let (count, overdraft) = if of.model.is_counted() {
        let overdraft = if of.overdraft_count == 0 { 0 } else { license_count(of.overdraft_count, factor)? };
        (license_count(of.count, factor)?, overdraft)
    } else {
        (0, 0)
    };
    let all = count.checked_add(overdraft).filter(|all| *all <= SEATS_MAX).ok_or(Code::CountOutOfRange)?;
    let paid_until = of.version_date.or(of.fulfill_date).unwrap_or(rules.today);
    let dated = || format!("{}.{}", paid_until.year(), paid_until.month());
    Ok(Wanted {
        shape: Shape {
            feature: terms.name.clone(),
            version: plain(terms.version.clone().unwrap_or_else(dated)),
            options: terms.options.clone(),
            share: share_of(&terms.share, of.model),
            model: of.model,
            exclusive: true,
            count: all,
            hosts: rendering::hosts(&of.server_host_ids, &of.node_host_ids)?,
            // A start that has come is not written: another zone may not have come to it.
            start: of.start_date.filter(|start| *start > rules.today),
            end: of.expiration.map(|end| add_days(end, rules.grace_days)),
        },
        count,
        overdraft,
        maintenance_end: terms.version.is_none().then_some(paid_until),
    })
}

/// A version in one spelling.
fn plain(version: String) -> String {
    if version.contains('.') { version } else { version + ".0" }
}

/// The flags that a license of the model may carry.
fn share_of(flags: &str, model: LicenseModel) -> String {
    let fits = |flag: &&str| match *flag {
        "HOST" | "USER" | "CUSTOM" => model.is_server_based(),
        "TERMINALSERVER" | "SINGLE" => !model.is_server_based(),
        _ => true,
    };
    flags.split('|').filter(fits).collect::<Vec<_>>().join("|")
}

impl Wanted {
    /// The license, as one of a role.
    #[must_use]
    pub fn terms(&self, role: FileRole) -> LicenseTerms {
        let Shape { feature, version, options, share, model, hosts, start, end, .. } = self.shape.clone();
        let upgrade = role == FileRole::Upgrade;
        LicenseTerms {
            feature,
            role,
            version,
            options,
            share,
            model,
            count: model.is_counted().then_some(self.shape.count),
            start,
            end,
            hosts: if upgrade { Hosts { nodes: Vec::new(), ..hosts } } else { hosts },
            supersedes: Vec::new(),
            more: signer::Feature {
                maintenance_end: self.maintenance_end.filter(|_| !upgrade),
                ..signer::Feature::default()
            },
        }
    }
}

/// A license that stands, as the rules see it. A start that has come counts as none.
#[must_use]
pub fn shape(terms: &LicenseTerms, today: CivilDate) -> Shape {
    Shape {
        feature: terms.feature.clone(),
        version: terms.version.clone(),
        options: terms.options.clone(),
        share: terms.share.clone(),
        model: terms.model,
        exclusive: terms.role == FileRole::Exclusive,
        count: terms.count.unwrap_or(0),
        hosts: terms.hosts.clone(),
        start: terms.start.filter(|start| *start > today),
        end: terms.end,
    }
}
