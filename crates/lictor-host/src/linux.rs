//! Linux: what `/proc`, `/sys`, `/etc`, `/run` and `/var` say.

use std::path::PathBuf;

use lictor_types::HostIdType;

use crate::absence::Absence;
use crate::dmi::{Dmi, Field};
use crate::machine::Machine;
use crate::surroundings::Surroundings;
use crate::verdict::Verdict;
use facts::Facts;

mod account;
mod addresses;
mod cloud;
mod cloud_ids;
mod container;
mod disks;
mod facts;
mod interfaces;
mod terminal;
mod virtual_machine;

const DMI: &str = "sys/class/dmi/id";
const BOARD: &str = "/sys/class/dmi/id/product_uuid";

/// A Linux machine, seen through the root of its file system.
#[derive(Debug, Clone)]
pub struct Linux {
    facts: Facts,
}

impl Linux {
    /// The machine whose `/proc`, `/sys`, `/etc`, `/run` and `/var` stand in this directory.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { facts: Facts::at(root.into()) }
    }

    /// The strings of DMI.
    fn dmi(&self) -> Dmi {
        Dmi::read(|field| {
            let file = format!("{DMI}/{}", file_name(field));
            let text = self.facts.line(&file)?;
            Some((format!("/{file}"), text))
        })
    }

    fn machine_id(&self) -> Result<Vec<String>, Absence> {
        let is_id = |id: &String| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
        ["etc/machine-id", "var/lib/dbus/machine-id"]
            .into_iter()
            .find_map(|file| self.facts.line(file).filter(is_id))
            .map(|id| vec![id])
            .ok_or(Absence::NotFound { place: "/etc/machine-id and /var/lib/dbus/machine-id" })
    }

    /// The UUID of the board, unless the maker left it blank.
    fn board(&self) -> Result<Vec<String>, Absence> {
        let file = BOARD.trim_start_matches('/');
        let Some(uuid) = self.facts.line(file) else {
            let forbidden = self.facts.is_forbidden(file);
            return Err(if forbidden {
                Absence::NotPermitted { file: BOARD }
            } else {
                Absence::NotFound { place: BOARD }
            });
        };
        let uuid = uuid.to_ascii_lowercase();
        if is_uuid(&uuid) { Ok(vec![uuid]) } else { Err(Absence::Blank { file: BOARD }) }
    }

    fn ip_addresses(&self) -> Vec<String> {
        let v4 = addresses::v4(&self.facts.text("proc/net/fib_trie"));
        let v6 = addresses::v6(&self.facts.text("proc/net/if_inet6"));
        v4.union(&v6).map(ToString::to_string).collect()
    }
}

impl Default for Linux {
    /// The machine this program runs on.
    fn default() -> Self {
        Self::at("/")
    }
}

impl Machine for Linux {
    fn values(&self, kind: HostIdType) -> Result<Vec<String>, Absence> {
        let some = |values: Vec<String>, place| {
            if values.is_empty() { Err(Absence::NotFound { place }) } else { Ok(values) }
        };
        match kind {
            HostIdType::Ethernet => some(interfaces::hardware_addresses(&self.facts), "/sys/class/net"),
            HostIdType::Hostname => Ok(vec![self.host_name()]),
            HostIdType::Username => Ok(vec![self.user_name()]),
            HostIdType::IpAddress => some(self.ip_addresses(), "/proc/net/fib_trie and /proc/net/if_inet6"),
            HostIdType::MachineId => self.machine_id(),
            HostIdType::Board => self.board(),
            HostIdType::Disk => some(disks::ids(&self.facts), disks::PLACE),
            HostIdType::Custom => Err(Absence::FromProgram),
            HostIdType::ServerKey => Err(Absence::FromServer),
            HostIdType::AwsInstanceId => cloud_ids::aws(self),
            HostIdType::GceId => cloud_ids::gce(self),
            HostIdType::AzureId => cloud_ids::azure(self),
        }
    }

    /// The name as the kernel has it, else as configured.
    fn host_name(&self) -> String {
        self.facts
            .line("proc/sys/kernel/hostname")
            .or_else(|| self.facts.line("etc/hostname"))
            .unwrap_or_else(|| "localhost".to_owned())
    }

    fn user_name(&self) -> String {
        self.account_name(rustix::process::getuid().as_raw())
    }

    fn account_name(&self, uid: u32) -> String {
        let passwd = self.facts.text("etc/passwd");
        account::name_of(&passwd, uid).map_or_else(|| uid.to_string(), ToOwned::to_owned)
    }

    fn surroundings(&self) -> Surroundings {
        let dmi = self.dmi();
        let virtual_machine = virtual_machine::judge(&self.facts, &dmi);
        let container = container::judge(&self.facts);
        let cloud = cloud::judge(&self.facts, &dmi, &virtual_machine);
        Surroundings { virtual_machine, container, cloud }
    }

    fn terminal_session(&self) -> Verdict {
        terminal::judge(&self.facts)
    }
}

/// The file of a string of DMI.
fn file_name(field: Field) -> &'static str {
    match field {
        Field::SysVendor => "sys_vendor",
        Field::ProductName => "product_name",
        Field::BoardVendor => "board_vendor",
        Field::BiosVendor => "bios_vendor",
        Field::BiosVersion => "bios_version",
        Field::ChassisAssetTag => "chassis_asset_tag",
    }
}

/// Whether this is a UUID that somebody gave: neither all zeros nor all ones.
fn is_uuid(text: &str) -> bool {
    let form = |(at, byte): (usize, u8)| {
        if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    let blank = |digit: u8| text.bytes().all(|byte| byte == b'-' || byte.eq_ignore_ascii_case(&digit));
    text.len() == 36 && text.bytes().enumerate().all(form) && !blank(b'0') && !blank(b'f')
}
