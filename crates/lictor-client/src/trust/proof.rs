//! Whether signed licenses stand behind what a server grants (TRU-03).

use std::collections::BTreeSet;
use std::sync::Arc;

use lictor_license::{Keyring, License, Verified, parse_file, verify};
use lictor_types::{
    CivilDate, Digest, FeatureName, Grant, HostIdType, KeyType, PoolId, PublicKey, Seats, Serial, VendorName,
    Version,
};
use lictor_wire::Members;
use ring::digest::{Context, SHA256};

use super::fingerprint::Fingerprint;
use super::token;
use crate::request::Wish;

/// Why a server's word is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// What it shows does not bear what it says: `server_not_genuine`.
    NotGenuine(String),
    /// It cannot be judged, because no key of the vendor is trusted: `untrusted_vendor`.
    UntrustedVendor(VendorName),
    /// Its clock and ours cannot both be right: `clock_rollback`.
    Clock(String),
}

/// What a proof is judged against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// The vendor of the session, if it named one.
    pub(crate) vendor: Option<&'a VendorName>,
    /// The key the server has proven to have.
    pub(crate) server: &'a PublicKey,
    /// Whether a license must name that key.
    pub(crate) server_key_required: bool,
    /// The client's own clock.
    pub(crate) wall_ms: u64,
}

/// A revision of a pool whose licenses were seen and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    rev: u32,
    key_type: KeyType,
    vendor: VendorName,
    feature: FeatureName,
    version: Version,
    seats: Seats,
    /// Its licenses.
    serials: BTreeSet<Serial>,
    /// Of a token: the pools that were proven for it.
    rests_on: Vec<PoolId>,
    /// The days on which exactly these licenses are valid, as far as they tell themselves.
    days: (CivilDate, CivilDate),
    /// Whether a license names the server's key.
    licensed_key: bool,
}

/// How a grant relates to a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// The proof bears it.
    Full,
    /// The pool may have changed since: ask for its members again.
    Stale,
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const CLOCK_DIFFERENCE_MS_MAX: u64 = 2 * DAY_MS;
/// Days between a grant's day and our own: 48 hours of clock and a day of zone.
const DAY_DIFFERENCE_MAX: u32 = 3;

/// The digest by which members are listed: SHA-256 of the canonical bytes and the signature.
pub(crate) fn license_digest(license: &License) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(&license.canonical_bytes());
    context.update(license.signature());
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    Digest(digest)
}

/// Reads the text of one member and verifies its signature and rules. `vendor` is the one the
/// session named: a license of another is no answer to it.
pub(crate) fn read_license(
    text: &[u8],
    asked: Digest,
    keyring: &Keyring,
    vendor: Option<&VendorName>,
) -> Result<Arc<Verified<License>>, Flaw> {
    let file = [b"<LICENSEFILE>".as_slice(), text, b"</LICENSEFILE>"].concat();
    let mut features = parse_file(&file).features.into_iter();
    let (Some(first), None) = (features.next(), features.next()) else {
        return Err(not_genuine("the server showed a text that is no signed license"));
    };
    let license =
        first.result.map_err(|_| not_genuine("the server showed a text that is no signed license"))?;
    if license_digest(&license) != asked {
        return Err(not_genuine("the server showed another license than it listed"));
    }
    let meant = vendor.is_none_or(|vendor| vendor == license.vendor());
    if meant && !keyring.knows(license.vendor()) {
        return Err(Flaw::UntrustedVendor(license.vendor().clone()));
    }
    let named = format!("license {} of `{}`", license.serial(), license.feature());
    let verified =
        verify(&license, keyring).map_err(|refusal| not_genuine(format!("{named}: {}", refusal.text)))?;
    Ok(Arc::new(verified))
}

/// TRU-03: whether these licenses, in the order listed, make this pool. `dependencies` are the proofs
/// of the pools that a token's server named (KEY-04), in its order.
pub(crate) fn judge(
    members: &Members,
    licenses: &[Arc<Verified<License>>],
    dependencies: &[&Proof],
    terms: &Terms<'_>,
) -> Result<Proof, Flaw> {
    clock_agrees(members, terms.wall_ms)?;
    let (base, upgrades) =
        licenses.split_first().ok_or_else(|| not_genuine("the server showed no license"))?;
    composition(members, base, upgrades)?;
    same_kind(licenses, terms)?;
    let mut days = (CivilDate::MIN, CivilDate::MAX);
    for license in licenses {
        days = valid_days(days, license, members.zone.day)?;
    }
    for dependency in dependencies {
        days = (days.0.max(dependency.days.0), days.1.min(dependency.days.1));
    }
    let seats = match members.key_type {
        KeyType::Token => token::seats(base, dependencies)?,
        KeyType::Exclusive | KeyType::Additive | KeyType::Upgrade => sum(base, upgrades)?,
    };
    if seats != members.seats {
        return Err(not_genuine(format!(
            "the licenses give {seats} seats, the server says {}",
            members.seats
        )));
    }
    if base.version() != members.version {
        return Err(not_genuine(format!(
            "the license is for version {}, the server says {}",
            base.version(),
            members.version
        )));
    }
    let licensed_key = server_key(licenses, terms)?;
    Ok(Proof {
        rev: members.pool_rev,
        key_type: members.key_type,
        vendor: base.vendor().clone(),
        feature: base.feature().clone(),
        version: base.version(),
        seats,
        serials: licenses.iter().map(|license| license.serial().clone()).collect(),
        rests_on: members.dependencies.clone(),
        days,
        licensed_key,
    })
}

impl Proof {
    pub(crate) fn licensed_key(&self) -> bool {
        self.licensed_key
    }

    pub(super) fn key_type(&self) -> KeyType {
        self.key_type
    }

    pub(super) fn seats(&self) -> Seats {
        self.seats
    }

    pub(super) fn serials(&self) -> &BTreeSet<Serial> {
        &self.serials
    }

    pub(super) fn vendor(&self) -> &VendorName {
        &self.vendor
    }

    pub(super) fn feature(&self) -> &FeatureName {
        &self.feature
    }

    /// Whether it holds only as long as that of another pool.
    pub(crate) fn rests_on(&self, pool: PoolId) -> bool {
        self.rests_on.contains(&pool)
    }

    /// Whether it bears a grant made for a wish.
    pub(crate) fn covers(&self, grant: &Grant, wish: &Wish, wall_ms: u64) -> Result<Coverage, Flaw> {
        if wish.feature != self.feature {
            return Err(not_genuine(format!(
                "`{}` was granted from licenses of `{}`",
                wish.feature, self.feature
            )));
        }
        let version_fits = wish
            .version
            .is_none_or(|asked| if wish.exact { asked == self.version } else { asked <= self.version });
        if !version_fits || grant.count != wish.count {
            return Err(not_genuine(format!("the grant of `{}` is not what was asked for", wish.feature)));
        }
        day_is_near(grant.day, wall_ms)?;
        if grant.pool_rev < self.rev {
            return Ok(Coverage::Full);
        }
        // What a token's dependencies give may change without the token's own licenses.
        let moved = self.key_type == KeyType::Token && grant.seats != self.seats;
        if grant.pool_rev > self.rev || moved || !(self.days.0..=self.days.1).contains(&grant.day) {
            return Ok(Coverage::Stale);
        }
        if grant.seats != self.seats || !self.seats.covers(u64::from(grant.count)) {
            return Err(not_genuine(format!(
                "the licenses of `{}` give {} seats, the grant says {}",
                wish.feature, self.seats, grant.seats
            )));
        }
        Ok(Coverage::Full)
    }

    /// Whether it is a proof for this row of a status answer.
    pub(crate) fn is_of(&self, feature: &FeatureName, vendor: &VendorName) -> bool {
        self.feature == *feature && self.vendor == *vendor
    }
}

pub(super) fn not_genuine(text: impl Into<String>) -> Flaw {
    Flaw::NotGenuine(text.into())
}

fn clock_agrees(members: &Members, wall_ms: u64) -> Result<(), Flaw> {
    let difference = members.wall_ms.abs_diff(wall_ms);
    if difference > CLOCK_DIFFERENCE_MS_MAX {
        let hours = difference / (60 * 60 * 1000);
        return Err(Flaw::Clock(format!(
            "the server's clock and this one differ by {hours} hours, 48 are allowed"
        )));
    }
    let day = members.zone.day;
    if day.day_number().abs_diff(day_number(members.wall_ms)) > 1 {
        return Err(Flaw::Clock(format!("the server's day is {day}, which its own clock does not bear")));
    }
    Ok(())
}

fn day_is_near(day: CivilDate, wall_ms: u64) -> Result<(), Flaw> {
    if day.day_number().abs_diff(day_number(wall_ms)) > DAY_DIFFERENCE_MAX {
        return Err(Flaw::Clock(format!("the grant is of {day}, which this machine's clock does not bear")));
    }
    Ok(())
}

fn day_number(wall_ms: u64) -> u32 {
    u32::try_from(wall_ms / DAY_MS).unwrap_or(u32::MAX)
}

/// TRU-03: one base with its upgrades, one additive license, or one token; and the zone that a base
/// pins.
fn composition(members: &Members, base: &License, upgrades: &[Arc<Verified<License>>]) -> Result<(), Flaw> {
    let fits = match members.key_type {
        KeyType::Exclusive => upgrades.iter().all(|license| license.key_type() == KeyType::Upgrade),
        KeyType::Additive | KeyType::Token => upgrades.is_empty(),
        KeyType::Upgrade => false,
    };
    let stray = members.key_type != KeyType::Token && !members.dependencies.is_empty();
    if !fits || stray || base.key_type() != members.key_type {
        return Err(not_genuine("the licenses shown do not make one pool"));
    }
    if base.zone().is_some_and(|zone| zone != members.zone.zone) {
        return Err(not_genuine(format!(
            "the license is judged in {}, which it does not name",
            members.zone.zone
        )));
    }
    Ok(())
}

/// TRU-03: one vendor, one feature, distinct serials.
fn same_kind(licenses: &[Arc<Verified<License>>], terms: &Terms<'_>) -> Result<(), Flaw> {
    let mut serials = BTreeSet::new();
    let first = licenses.first();
    for license in licenses {
        let of_session = terms.vendor.is_none_or(|vendor| vendor == license.vendor());
        let of_base =
            first.is_none_or(|base| base.vendor() == license.vendor() && base.feature() == license.feature());
        if !of_session || !of_base || !license.is_network() {
            return Err(not_genuine(format!("license {} does not belong to the pool", license.serial())));
        }
        if !serials.insert(license.serial()) {
            return Err(not_genuine(format!("license {} is counted twice", license.serial())));
        }
    }
    Ok(())
}

fn valid_days(
    days: (CivilDate, CivilDate),
    license: &License,
    day: CivilDate,
) -> Result<(CivilDate, CivilDate), Flaw> {
    let start = license.start().unwrap_or(CivilDate::MIN);
    let end = license.end().unwrap_or(CivilDate::MAX);
    if day < start || day > end {
        return Err(not_genuine(format!("license {} is not valid on {day}", license.serial())));
    }
    Ok((days.0.max(start), days.1.min(end)))
}

/// UPG-01, with UPG-05, UPG-06 and UPG-10. What UPG-07 forbids was refused with the signature.
fn sum(base: &License, upgrades: &[Arc<Verified<License>>]) -> Result<Seats, Flaw> {
    let seats = |license: &License| {
        license.seats().ok_or_else(|| not_genuine(format!("license {} has no seats", license.serial())))
    };
    let end = base.end().unwrap_or(CivilDate::MAX);
    upgrades.iter().try_fold(seats(base)?, |sum, upgrade| {
        if upgrade.end().unwrap_or(CivilDate::MAX) > end {
            return Err(not_genuine(format!("upgrade {} outlives its license", upgrade.serial())));
        }
        sum.checked_add(seats(upgrade)?)
            .ok_or_else(|| not_genuine(format!("upgrade {} cannot be added", upgrade.serial())))
    })
}

/// Whether a license names the server's key. One that names only other keys is an error (UPG-08,
/// HID-02: a SERVER_KEY in a block is always required).
fn server_key(licenses: &[Arc<Verified<License>>], terms: &Terms<'_>) -> Result<bool, Flaw> {
    let fingerprint = Fingerprint::of(terms.server);
    let mut licensed = false;
    for (at, license) in licenses.iter().enumerate() {
        let mut open = license.server_hosts().is_empty();
        let mut named = false;
        for block in license.server_hosts() {
            let mut keys = block.ids.iter().filter(|id| id.kind() == HostIdType::ServerKey).peekable();
            open |= keys.peek().is_none();
            named |= keys.any(|id| id.value().eq_ignore_ascii_case(fingerprint.as_str()));
        }
        if !named && !open {
            return Err(not_genuine(format!("license {} is for another server's key", license.serial())));
        }
        licensed |= named && at == 0;
    }
    if terms.server_key_required && !licensed {
        return Err(not_genuine("no license names the server's key, which is required here"));
    }
    Ok(licensed)
}

#[cfg(test)]
mod tests;
