//! Host ids of a machine, by type and as one list.

use lictor_types::{HostId, HostIdType};

use crate::absence::Absence;

/// What was found of one type of host id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The type.
    pub kind: HostIdType,
    /// The values, the most telling first.
    pub ids: Vec<HostId>,
    /// Why there are none; stated exactly when `ids` is empty.
    pub absence: Option<Absence>,
}

impl Sighting {
    /// Takes what has the form of the type.
    pub(crate) fn new(kind: HostIdType, values: Result<Vec<String>, Absence>) -> Self {
        let place = "what the system says: it has not the form of this type";
        let (values, absence) = match values {
            Ok(values) => (values, Absence::NotFound { place }),
            Err(absence) => (Vec::new(), absence),
        };
        let ids: Vec<HostId> = values.iter().filter_map(|value| HostId::new(kind, value).ok()).collect();
        let absence = ids.is_empty().then_some(absence);
        Self { kind, ids, absence }
    }
}

/// In which order the types stand in a list: what is most often asked for first.
const ORDER: [HostIdType; 12] = [
    HostIdType::Hostname,
    HostIdType::MachineId,
    HostIdType::Board,
    HostIdType::Username,
    HostIdType::Ethernet,
    HostIdType::IpAddress,
    HostIdType::Disk,
    HostIdType::AwsInstanceId,
    HostIdType::GceId,
    HostIdType::AzureId,
    HostIdType::Custom,
    HostIdType::ServerKey,
];

/// The first value of each type, then the second ones, and so on.
pub(crate) fn in_turn(sightings: Vec<Sighting>) -> Vec<HostId> {
    let place = |kind| ORDER.iter().position(|each| *each == kind);
    let mut ranked: Vec<_> = sightings
        .into_iter()
        .flat_map(|sighting| sighting.ids.into_iter().enumerate())
        .map(|(rank, id)| ((rank, place(id.kind())), id))
        .collect();
    ranked.sort_by_key(|(key, _)| *key);
    ranked.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HID-01: every type has its place in the order.
    #[test]
    fn hid_01_order_names_every_type() {
        let mut order = ORDER;
        order.sort();
        assert_eq!(order, HostIdType::ALL);
    }

    /// HID-01: a list cut to 16 still has one value of each type.
    #[test]
    fn hid_01_many_values_do_not_crowd_out_other_types() {
        let seen = |kind, values: &[&str]| {
            Sighting::new(kind, Ok(values.iter().copied().map(ToOwned::to_owned).collect()))
        };
        let list = in_turn(vec![
            seen(HostIdType::IpAddress, &["10.0.0.1", "10.0.0.2", "no address"]),
            seen(HostIdType::Disk, &["S1", "S2", "S3"]),
            seen(HostIdType::Hostname, &["a"]),
        ]);
        let list: Vec<&str> = list.iter().map(HostId::value).collect();
        assert_eq!(list, ["a", "10.0.0.1", "S1", "10.0.0.2", "S2", "S3"]);
    }

    /// HID-01: what has not the form of its type is absent, and that is said.
    #[test]
    fn hid_01_an_absence_is_stated_exactly_without_values() {
        for (values, expected) in [
            (Ok(vec!["00:1b:44:11:3a:b7".to_owned()]), (1, None)),
            (Err(Absence::NotDetermined), (0, Some("not determined on this operating system"))),
            (
                Ok(vec!["x".to_owned()]),
                (0, Some("nothing usable in what the system says: it has not the form of this type")),
            ),
        ] {
            let sighting = Sighting::new(HostIdType::Ethernet, values);
            let absence = sighting.absence.map(|absence| absence.to_string());
            assert_eq!((sighting.ids.len(), absence.as_deref()), expected);
        }
    }
}
