//! From genuine licenses to a feature set: what this version, this machine and this server's zone
//! database say of each (KEY-05, KEY-06).

use std::collections::BTreeSet;
use std::sync::Arc;

use lictor_engine::{Dependency, FeatureSet, LicenseEntry, Replaces, Sharing, ZoneToday};
use lictor_host::Surroundings;
use lictor_license::{Claims, License, NamedSeats, Problem, Share};
use lictor_types::limits::{LICENSES_MAX, VENDORS_MAX};
use lictor_types::{HostId, HostIdBlock, HostIdType, Reason, Seats, VendorName};
use ring::digest::{Context, SHA256};

use super::licenses::{Feature, Genuine, LicenseFile, Standing, digest};
use super::{Candidate, Catalog, CatalogEntry, Rejected};
use crate::zones::Zone;

/// What a license sees of where it is loaded.
pub(crate) struct Judge<'a> {
    machine: &'a [HostId],
    /// What the machine is, as far as it can tell (SHR-03).
    surroundings: &'a Surroundings,
    /// The server's zone.
    zone: &'a Zone,
    wall_ms: u64,
    vendors: BTreeSet<VendorName>,
    candidate: Candidate,
    digest: Context,
}

/// A reason and what to say.
type Objection = (Reason, String);

impl<'a> Judge<'a> {
    /// A judge on the machine with these host ids, in a server with this zone.
    pub(crate) fn new(
        machine: &'a [HostId],
        surroundings: &'a Surroundings,
        zone: &'a Zone,
        wall_ms: u64,
    ) -> Self {
        let server = ZoneToday { zone: zone.name().to_owned(), today: zone.today(wall_ms) };
        let candidate = Candidate {
            set: FeatureSet { zones: vec![server], ..FeatureSet::default() },
            catalog: Catalog::default(),
            rejected: Vec::new(),
            warnings: Vec::new(),
            newest_issued: None,
            keyring: Arc::default(),
        };
        let mut digest = Context::new(&SHA256);
        digest.update(zone.name().as_bytes());
        Self { machine, surroundings, zone, wall_ms, vendors: BTreeSet::new(), candidate, digest }
    }

    /// Takes the features of a file, in load order (KEY-01). A bad one hides no other (FIL-07).
    pub(crate) fn take(&mut self, name: &str, file: &LicenseFile) {
        if let Some(first) = file.problems.first() {
            let rejected = Rejected::file(name, first.reason, texts(&file.problems));
            self.candidate.rejected.push(rejected);
        }
        let shared: Arc<str> = name.into();
        for feature in &file.features {
            let objection = match &feature.standing {
                Standing::Bad(problems) => {
                    Some((problems.first().map_or(Reason::BadFeature, |p| p.reason), texts(problems)))
                }
                Standing::Unjudged(_) => Some((Reason::BadSignature, "not judged".to_owned())),
                Standing::Refused(_, refusal) if refusal.problems.is_empty() => {
                    Some((refusal.reason, refusal.text.clone()))
                }
                Standing::Refused(_, refusal) => Some((refusal.reason, texts(&refusal.problems))),
                Standing::Genuine(genuine) => self.admit(&shared, feature.line, genuine).err(),
            };
            if let Some((reason, text)) = objection {
                self.candidate.rejected.push(rejected(name, feature, reason, text));
            }
        }
    }

    /// A file that could not be read.
    pub(crate) fn refuse(&mut self, name: &str, text: String) {
        self.candidate.rejected.push(Rejected::file(name, Reason::NotReadable, text));
    }

    /// The feature set of all that was taken.
    pub(crate) fn finish(self) -> Candidate {
        let mut candidate = self.candidate;
        candidate.set.digest = Some(digest(self.digest));
        candidate
    }

    fn admit(&mut self, file: &Arc<str>, line: u32, genuine: &Genuine) -> Result<(), Objection> {
        let license: &License = &genuine.license;
        let seats = network(license)?;
        self.at_home(license)?;
        self.may_stand_here(license)?;
        if license.hal_servers().is_some() {
            let text = "HAL_SERVERS asks for a cluster of three servers, and this is a single one".to_owned();
            return Err((Reason::NeedsCluster, text));
        }
        let zone = self.zone(license)?;
        let end_ms = self.end_ms(license, zone);
        self.within_limits(license)?;

        self.digest.update(&genuine.digest.0);
        let issued = self.candidate.newest_issued.max(Some(license.issued()));
        self.candidate.newest_issued = issued;
        self.candidate.set.licenses.push(entry(license, genuine, seats, zone, end_ms));
        self.candidate.catalog.push(CatalogEntry {
            file: Arc::clone(file),
            line,
            license: Arc::clone(&genuine.license),
            digest: genuine.digest,
        });
        Ok(())
    }

    /// HID-02, UPG-08: a license with server host ids is served on a machine they name only.
    fn at_home(&self, license: &License) -> Result<(), Objection> {
        let (blocks, rate) = (license.server_hosts(), license.hostid_match_rate());
        if blocks.is_empty() || blocks.iter().any(|block| block.matches(rate, self.machine)) {
            return Ok(());
        }
        let blocks: Vec<String> = blocks.iter().map(ids).collect();
        let text = format!(
            "this machine is none of the licensed servers: at least {rate} % of the types in one of [{}] must match",
            blocks.join("] ["),
        );
        Err((Reason::WrongServer, text))
    }

    /// SHR-03: only a license with host ids is tied to a machine, and then to a real one unless it
    /// says otherwise. SERVER_KEY alone ties it to a key.
    fn may_stand_here(&self, license: &License) -> Result<(), Objection> {
        let share = license.share();
        let (in_virtual, in_cloud) = (share.contains(Share::VIRTUAL), share.contains(Share::CLOUD));
        let ids = license.server_hosts().iter().flat_map(|block| &block.ids);
        let tied = ids.into_iter().any(|id| id.kind() != HostIdType::ServerKey);
        if !tied || self.surroundings.permit(in_virtual, in_cloud) {
            return Ok(());
        }
        let Surroundings { virtual_machine, cloud, .. } = self.surroundings;
        let found = if cloud.is_yes() { cloud } else { virtual_machine };
        let kind = found.kind().unwrap_or("virtual machine");
        let evidence = found.evidence.first();
        let evidence = evidence.map_or_else(String::new, |evidence| format!(": {evidence}"));
        let text = format!("this machine is virtual ({kind}{evidence}), and SHARE does not allow that");
        Err((Reason::VirtualMachine, text))
    }

    /// TIM-01: the number of the zone whose days START and END are.
    fn zone(&mut self, license: &License) -> Result<u16, Objection> {
        let Some(name) = license.zone().filter(|name| *name != "SERVER") else { return Ok(0) };
        let zone = Zone::named(name).map_err(|error| (Reason::BadValue, format!("ZONE: {error}")))?;
        let zones = &mut self.candidate.set.zones;
        let known = zones.iter().position(|known| known.zone == zone.name());
        let number = known.unwrap_or(zones.len());
        let too_many = |_| (Reason::TooMany, "more time zones than a server can keep apart".to_owned());
        let number = u16::try_from(number).map_err(too_many)?;
        if known.is_none() {
            zones.push(ZoneToday { zone: zone.name().to_owned(), today: zone.today(self.wall_ms) });
        }
        Ok(number)
    }

    /// BOR-03: the first instant after END, in the zone that END is meant in.
    fn end_ms(&self, license: &License, zone: u16) -> Option<u64> {
        let after = license.end()?.next()?;
        let name = &self.candidate.set.zones.get(usize::from(zone))?.zone;
        let named = if zone == 0 { None } else { Zone::named(name).ok() };
        named.as_ref().unwrap_or(self.zone).day_start(after)
    }

    fn within_limits(&mut self, license: &License) -> Result<(), Objection> {
        if self.candidate.set.licenses.len() >= LICENSES_MAX {
            return Err((Reason::TooMany, format!("a server takes at most {LICENSES_MAX} licenses")));
        }
        self.vendors.insert(license.vendor().clone());
        if self.vendors.len() > VENDORS_MAX {
            self.vendors.remove(license.vendor());
            return Err((Reason::TooMany, format!("a server takes at most {VENDORS_MAX} vendors")));
        }
        Ok(())
    }
}

/// FIL-08: a server serves network licenses only. A token has no seats of its own (KEY-04).
fn network(license: &License) -> Result<Seats, Objection> {
    if license.is_network() {
        return Ok(license.seats().unwrap_or(Seats::NONE));
    }
    let local = "it has no COUNT: a node-locked license belongs on the client's machine";
    Err((Reason::NotNetwork, local.to_owned()))
}

fn sharing(share: Share) -> Sharing {
    let has = |flag| share.contains(flag);
    Sharing { host: has(Share::HOST), user: has(Share::USER), custom: has(Share::CUSTOM) }
}

/// UPG-13: ALL follows the upgraded count.
fn named(seats: NamedSeats) -> Seats {
    match seats {
        NamedSeats::Count(count) => Seats::Limited(count),
        NamedSeats::All => Seats::Unlimited,
    }
}

fn dependency(dependency: &lictor_license::Dependency) -> Dependency {
    let lictor_license::Dependency { feature, version, count } = dependency;
    Dependency { feature: feature.clone(), version: *version, count: *count }
}

fn entry(license: &License, genuine: &Genuine, seats: Seats, zone: u16, end_ms: Option<u64>) -> LicenseEntry {
    LicenseEntry {
        vendor: license.vendor().clone(),
        feature: license.feature().clone(),
        serial: license.serial().clone(),
        content: genuine.content,
        key_type: license.key_type(),
        version: license.version(),
        seats,
        start: license.start(),
        end: license.end(),
        zone,
        supersedes: license.supersedes().to_vec(),
        replaces: license.replaces().map(|replaces| match replaces {
            lictor_license::Replaces::Feature(feature) => Replaces::Feature(feature.clone()),
            lictor_license::Replaces::Serial(serial) => Replaces::Serial(serial.clone()),
        }),
        soft_limit: license.soft_limit(),
        client_hosts: license.client_hosts().to_vec(),
        host_match_rate: license.hostid_match_rate(),
        platforms: license.platforms().to_vec(),
        time_zones: license.time_zones().to_vec(),
        share: sharing(license.share()),
        hold_seconds: license.hold_seconds().unwrap_or(0),
        min_checkout_seconds: license.min_checkout_seconds().unwrap_or(0),
        user_based: license.user_based().map(named),
        host_based: license.host_based().map(named),
        borrow_hours: license.borrow_hours().unwrap_or(0),
        end_ms,
        dependencies: license.dependencies().iter().map(dependency).collect(),
    }
}

fn rejected(file: &str, feature: &Feature, reason: Reason, text: String) -> Rejected {
    let Claims { vendor, serial, key_type, count, start, end } = feature.claims.clone();
    let name = (!feature.name.is_empty()).then(|| feature.name.clone());
    Rejected {
        file: file.to_owned(),
        line: Some(feature.line),
        feature: name,
        vendor,
        serial,
        key_type,
        count,
        start,
        end,
        reason,
        text,
    }
}

/// Every error with its place (FIL-07).
fn texts(problems: &[Problem]) -> String {
    let texts: Vec<String> = problems
        .iter()
        .map(|problem| match &problem.hint {
            Some(hint) => format!("{problem} (hint: {hint})"),
            None => problem.to_string(),
        })
        .collect();
    texts.join("; ")
}

fn ids(block: &HostIdBlock) -> String {
    let ids: Vec<String> = block.ids.iter().map(|id| format!("{}={}", id.kind(), id.value())).collect();
    ids.join(" ")
}
