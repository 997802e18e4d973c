//! What the maker wrote into the machine: the strings of DMI.

use crate::verdict::seen;

/// Fields of DMI that judge a machine, as Linux names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    SysVendor,
    ProductName,
    BoardVendor,
    BiosVendor,
    BiosVersion,
    ChassisAssetTag,
}

impl Field {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 6] = [
        Self::SysVendor,
        Self::ProductName,
        Self::BoardVendor,
        Self::BiosVendor,
        Self::BiosVersion,
        Self::ChassisAssetTag,
    ];
}

/// The strings that could be read, each with the place it was read from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dmi {
    fields: Vec<(Field, String, String)>,
}

impl Dmi {
    /// Asks for each field; `read` gives place and text.
    pub(crate) fn read(mut read: impl FnMut(Field) -> Option<(String, String)>) -> Self {
        let with_field = |field| read(field).map(|(place, text)| (field, place, text));
        Self { fields: Field::ALL.into_iter().filter_map(with_field).collect() }
    }

    /// Text of a field.
    pub(crate) fn get(&self, field: Field) -> Option<&str> {
        self.fields.iter().find(|(each, _, _)| *each == field).map(|(_, _, text)| text.as_str())
    }

    /// A field as evidence.
    pub(crate) fn evidence(&self, field: Field) -> Option<String> {
        let (_, place, text) = self.fields.iter().find(|(each, _, _)| *each == field)?;
        Some(seen(place, text))
    }

    /// Vendor and product as evidence of an ordinary machine.
    pub(crate) fn identity(&self) -> Vec<String> {
        [Field::SysVendor, Field::ProductName].into_iter().filter_map(|field| self.evidence(field)).collect()
    }
}
