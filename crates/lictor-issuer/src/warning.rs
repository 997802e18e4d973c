//! What is allowed but probably not meant: told to the vendor, never a reason to refuse.

use std::fmt;

use lictor_license::{License, Location, NamedSeats};
use lictor_types::{HostIdType, Seats};

/// Something about one feature that the vendor should look at once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The template's name.
    pub file: String,
    /// Where the feature begins in it.
    pub location: Location,
    /// The feature.
    pub feature: String,
    /// What it is.
    pub attention: Attention,
}

/// What draws attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// BORROW without a SERVER_KEY: clients must trust the server they meet first (BOR-01).
    BorrowWithoutServerKey,
    /// A local license without client host ids works on every machine.
    LocalWithoutHost,
    /// A SERVER_KEY among client host ids matches no client.
    ServerKeyOfClient,
    /// END is before ISSUED.
    EndsBeforeIssued,
    /// More named seats than COUNT; the rest becomes usable only with upgrades (UPG-13).
    NamedSeatsAboveCount,
}

impl fmt::Display for Attention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::BorrowWithoutServerKey => {
                "BORROW without a SERVER_KEY host id: clients will trust the server they meet first"
            }
            Self::LocalWithoutHost => "local license without CLIENT_HOSTID: it works on every machine",
            Self::ServerKeyOfClient => "SERVER_KEY in CLIENT_HOSTID: no client will match",
            Self::EndsBeforeIssued => "END is before ISSUED: it has expired already",
            Self::NamedSeatsAboveCount => "USERBASED or HOSTBASED is above COUNT",
        };
        f.write_str(text)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: feature {}: {}", self.file, self.location, self.feature, self.attention)
    }
}

/// Everything about a license that draws attention.
pub(crate) fn warnings(file: &str, location: Location, license: &License) -> Vec<Warning> {
    let of_type = |blocks: &[lictor_types::HostIdBlock], kind: HostIdType| {
        blocks.iter().flat_map(|block| &block.ids).any(|id| id.kind() == kind)
    };
    let server_key = of_type(license.server_hosts(), HostIdType::ServerKey);
    let named = [license.user_based(), license.host_based()];
    let above = |named: Option<NamedSeats>| match (named, license.seats()) {
        (Some(NamedSeats::Count(named)), Some(Seats::Limited(count))) => named > count,
        (Some(NamedSeats::Count(_) | NamedSeats::All) | None, _) => false,
    };
    [
        (license.borrow_hours().is_some() && !server_key, Attention::BorrowWithoutServerKey),
        (!license.is_network() && license.client_hosts().is_empty(), Attention::LocalWithoutHost),
        (of_type(license.client_hosts(), HostIdType::ServerKey), Attention::ServerKeyOfClient),
        (license.end().is_some_and(|end| end < license.issued()), Attention::EndsBeforeIssued),
        (named.into_iter().any(above), Attention::NamedSeatsAboveCount),
    ]
    .into_iter()
    .filter(|(drawn, _)| *drawn)
    .map(|(_, attention)| Warning {
        file: file.to_owned(),
        location,
        feature: license.feature().to_string(),
        attention,
    })
    .collect()
}
