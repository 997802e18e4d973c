//! Windows: what the registry says. Compiled, but not tested.

use lictor_types::HostIdType;

use crate::absence::Absence;
use crate::dmi::{Dmi, Field};
use crate::machine::Machine;
use crate::makers;
use crate::surroundings::Surroundings;
use crate::verdict::{Verdict, seen};
use registry::Hive;

mod registry;

const BIOS: &str = r"HARDWARE\DESCRIPTION\System\BIOS";
const CRYPTOGRAPHY: &str = r"SOFTWARE\Microsoft\Cryptography";
const TCPIP: &str = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters";
const VOLATILE: &str = "Volatile Environment";

/// A Windows machine: the one this program runs on.
#[derive(Debug, Clone, Default)]
pub struct Windows;

impl Windows {
    /// The strings of DMI that Windows copies into the registry. The asset tag is not among them.
    fn dmi() -> Dmi {
        Dmi::read(|field| {
            let name = match field {
                Field::SysVendor => "SystemManufacturer",
                Field::ProductName => "SystemProductName",
                Field::BoardVendor => "BaseBoardManufacturer",
                Field::BiosVendor => "BIOSVendor",
                Field::BiosVersion => "BIOSVersion",
                Field::ChassisAssetTag => return None,
            };
            Some((format!(r"HKLM\{BIOS}\{name}"), registry::text(Hive::Machine, BIOS, name)?))
        })
    }

    fn user() -> Option<String> {
        registry::text(Hive::User, VOLATILE, "USERNAME")
    }
}

impl Machine for Windows {
    fn values(&self, kind: HostIdType) -> Result<Vec<String>, Absence> {
        let one =
            |value: Option<String>, place| value.map(|value| vec![value]).ok_or(Absence::NotFound { place });
        match kind {
            HostIdType::Hostname => Ok(vec![self.host_name()]),
            HostIdType::Username => one(Self::user(), r"HKCU\Volatile Environment"),
            HostIdType::MachineId => one(
                registry::text(Hive::Machine, CRYPTOGRAPHY, "MachineGuid"),
                r"HKLM\SOFTWARE\Microsoft\Cryptography",
            ),
            HostIdType::Custom => Err(Absence::FromProgram),
            HostIdType::ServerKey => Err(Absence::FromServer),
            HostIdType::Ethernet
            | HostIdType::IpAddress
            | HostIdType::Board
            | HostIdType::Disk
            | HostIdType::AwsInstanceId
            | HostIdType::GceId
            | HostIdType::AzureId => Err(Absence::NotDetermined),
        }
    }

    fn host_name(&self) -> String {
        registry::text(Hive::Machine, TCPIP, "Hostname").unwrap_or_else(|| "localhost".to_owned())
    }

    fn user_name(&self) -> String {
        Self::user().unwrap_or_else(|| "SYSTEM".to_owned())
    }

    fn account_name(&self, uid: u32) -> String {
        uid.to_string()
    }

    fn surroundings(&self) -> Surroundings {
        let dmi = Self::dmi();
        let virtual_machine = match makers::hypervisor(&dmi) {
            // Without the processor's word a cloud's bare metal is not told from its guests.
            Some(found) if found.lends_metal => Verdict::unknown(found.evidence),
            Some(found) => Verdict::yes(found.kind, found.evidence),
            None if dmi.identity().is_empty() => Verdict::unknown(vec![seen(BIOS, "cannot be read")]),
            None => Verdict::no(dmi.identity()),
        };
        let cloud = makers::cloud(&dmi).map_or_else(
            || Verdict::unknown(dmi.identity()),
            |(cloud, evidence)| Verdict::yes(cloud, evidence),
        );
        let container = Verdict::unknown(vec!["not determined on this operating system".to_owned()]);
        Surroundings { virtual_machine, container, cloud }
    }

    fn terminal_session(&self) -> Verdict {
        let evidence = |answer| vec![seen("GetSystemMetrics(SM_REMOTESESSION)", answer)];
        if registry::is_remote_session() {
            Verdict::yes("rdp", evidence("1"))
        } else {
            Verdict::no(evidence("0"))
        }
    }
}
