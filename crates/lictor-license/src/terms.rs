//! What a feature grants, typed: all of section 2 but what the signer sets.

use lictor_types::{CivilDate, FeatureName, HostIdBlock, KeyType, Seats, Serial, Version};

use crate::raw::Side;
use crate::share::Share;
use crate::values::{Dependency, NamedSeats, Replaces, Values};

/// The terms of a license or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    feature: FeatureName,
    pub(crate) values: Values,
    /// Names and values as written, KEY and KEYCERT excepted; names ascend, repeats keep the order
    /// of the file.
    pub(crate) settings: Vec<(String, String)>,
    /// Which side each host-id block of the file is of, in the order of the file.
    pub(crate) sides: Vec<Side>,
    client_hosts: Vec<HostIdBlock>,
    server_hosts: Vec<HostIdBlock>,
}

impl Terms {
    pub(crate) fn new(
        feature: FeatureName,
        values: Values,
        settings: Vec<(String, String)>,
        blocks: Vec<(Side, HostIdBlock)>,
    ) -> Self {
        let sides = blocks.iter().map(|(side, _)| *side).collect();
        let (client, server): (Vec<_>, Vec<_>) =
            blocks.into_iter().partition(|(side, _)| *side == Side::Client);
        let [client_hosts, server_hosts] =
            [client, server].map(|blocks| blocks.into_iter().map(|(_, block)| block).collect());
        Self { feature, values, settings, sides, client_hosts, server_hosts }
    }

    /// Name of the feature, as written.
    #[must_use]
    pub fn feature(&self) -> &FeatureName {
        &self.feature
    }

    /// Highest version served: MAJOR_VERSION and MINOR_VERSION, default 1.0.
    #[must_use]
    pub fn version(&self) -> Version {
        let major = self.values.major.unwrap_or_else(|| Version::DEFAULT.major());
        let minor = self.values.minor.unwrap_or_else(|| Version::DEFAULT.minor());
        Version::new(major, minor).unwrap_or(Version::DEFAULT)
    }

    /// COUNT. Local licenses and tokens have none.
    #[must_use]
    pub fn seats(&self) -> Option<Seats> {
        self.values.count
    }

    /// KEYTYPE, default EXCLUSIVE; without meaning for a local license.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        self.values.key_type.unwrap_or(KeyType::Exclusive)
    }

    /// Whether a server serves it: it has COUNT or TOKEN_DEPENDENCY (FIL-08). The others are local.
    #[must_use]
    pub fn is_network(&self) -> bool {
        self.values.count.is_some() || !self.values.dependencies.is_empty()
    }

    /// First day of validity.
    #[must_use]
    pub fn start(&self) -> Option<CivilDate> {
        self.values.start
    }

    /// Last day of validity; `None` if there is none, which END 9999-12-31 says too (FIL-04).
    #[must_use]
    pub fn end(&self) -> Option<CivilDate> {
        self.values.end.filter(|end| *end != CivilDate::MAX)
    }

    /// SHARE.
    #[must_use]
    pub fn share(&self) -> Share {
        self.values.share
    }

    /// SUPERSEDES: the serials that this license makes void.
    #[must_use]
    pub fn supersedes(&self) -> &[Serial] {
        &self.values.supersedes
    }

    /// TOKEN_DEPENDENCY, in the order of the file (KEY-04).
    #[must_use]
    pub fn dependencies(&self) -> &[Dependency] {
        &self.values.dependencies
    }

    /// SOFTLIMIT, below COUNT (SFT-01).
    #[must_use]
    pub fn soft_limit(&self) -> Option<u32> {
        self.values.soft_limit
    }

    /// HAL_SERVERS: how many servers the cluster must have.
    #[must_use]
    pub fn hal_servers(&self) -> Option<u8> {
        self.values.hal_servers
    }

    /// BORROW, 1 to 8760 hours.
    #[must_use]
    pub fn borrow_hours(&self) -> Option<u16> {
        self.values.borrow_hours
    }

    /// GRACE, 1 to 168 hours.
    #[must_use]
    pub fn grace_hours(&self) -> Option<u8> {
        self.values.grace_hours
    }

    /// HOLD, 1 to 31536000 seconds (HLD-01).
    #[must_use]
    pub fn hold_seconds(&self) -> Option<u32> {
        self.values.hold_seconds
    }

    /// MIN_CHECKOUT, 1 to 31536000 seconds (HLD-02).
    #[must_use]
    pub fn min_checkout_seconds(&self) -> Option<u32> {
        self.values.min_checkout_seconds
    }

    /// USERBASED (NAM-01).
    #[must_use]
    pub fn user_based(&self) -> Option<NamedSeats> {
        self.values.user_based
    }

    /// HOSTBASED (NAM-01).
    #[must_use]
    pub fn host_based(&self) -> Option<NamedSeats> {
        self.values.host_based
    }

    /// HOSTID_MATCH_RATE in percent, default 100 (HID-02).
    #[must_use]
    pub fn hostid_match_rate(&self) -> u8 {
        self.values.hostid_match_rate.unwrap_or(100)
    }

    /// ZONE: the IANA name whose midnight START and END mean; `None` for the server's zone. The
    /// name has the form of one, but need not exist.
    #[must_use]
    pub fn zone(&self) -> Option<&str> {
        self.values.zone.as_deref()
    }

    /// SYSTEMCLOCKCHECK, default false (TIM-07).
    #[must_use]
    pub fn system_clock_check(&self) -> bool {
        self.values.system_clock_check
    }

    /// PLATFORMS; empty if every platform will do.
    #[must_use]
    pub fn platforms(&self) -> &[String] {
        &self.values.platforms
    }

    /// TIME_ZONES in whole hours; empty if every offset will do.
    #[must_use]
    pub fn time_zones(&self) -> &[i8] {
        &self.values.time_zones
    }

    /// REPLACES.
    #[must_use]
    pub fn replaces(&self) -> Option<&Replaces> {
        self.values.replaces.as_ref()
    }

    /// MAINTENANCE_START, reported only.
    #[must_use]
    pub fn maintenance_start(&self) -> Option<CivilDate> {
        self.values.maintenance_start
    }

    /// MAINTENANCE_END, reported only.
    #[must_use]
    pub fn maintenance_end(&self) -> Option<CivilDate> {
        self.values.maintenance_end
    }

    /// LICENSEE.
    #[must_use]
    pub fn licensee(&self) -> Option<&str> {
        self.setting("LICENSEE")
    }

    /// SN, the vendor's own serial number.
    #[must_use]
    pub fn sn(&self) -> Option<&str> {
        self.setting("SN")
    }

    /// DATA.
    #[must_use]
    pub fn data(&self) -> Option<&str> {
        self.setting("DATA")
    }

    /// COMMENT.
    #[must_use]
    pub fn comment(&self) -> Option<&str> {
        self.setting("COMMENT")
    }

    /// OPTIONS.
    #[must_use]
    pub fn options(&self) -> Option<&str> {
        self.setting("OPTIONS")
    }

    /// KEY_COMMENT.
    #[must_use]
    pub fn key_comment(&self) -> Option<&str> {
        self.setting("KEY_COMMENT")
    }

    /// The extensions `X_…` with their values, names ascending (FIL-05).
    pub fn extensions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.settings().filter(|(name, _)| name.starts_with("X_"))
    }

    /// The blocks of client host ids; no block means any machine.
    #[must_use]
    pub fn client_hosts(&self) -> &[HostIdBlock] {
        &self.client_hosts
    }

    /// The blocks of server host ids, each an alternative machine; no block means any (HID-01).
    #[must_use]
    pub fn server_hosts(&self) -> &[HostIdBlock] {
        &self.server_hosts
    }

    /// Every setting as written, names ascending; KEY and KEYCERT are not among them.
    pub fn settings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a setting as written.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        let index = self.settings.partition_point(|(have, _)| have.as_str() < name);
        self.settings.get(index).filter(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }

    /// Sets what the signer sets, replacing what is there.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        let index = self.settings.partition_point(|(have, _)| have.as_str() < name);
        match self.settings.get_mut(index) {
            Some((have, old)) if have == name => *old = value,
            Some(_) | None => self.settings.insert(index, (name.to_owned(), value)),
        }
    }

    /// The host-id blocks of both sides in the order of the file.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (Side, &HostIdBlock)> {
        let (mut client, mut server) = (self.client_hosts.iter(), self.server_hosts.iter());
        self.sides.iter().filter_map(move |side| {
            let block = match side {
                Side::Client => client.next(),
                Side::Server => server.next(),
            };
            block.map(|block| (*side, block))
        })
    }
}
