//! The machine and its host ids.

use std::path::{Path, PathBuf};

use lictor_types::{HostId, HostIdType};

use crate::{account, addresses, fact_file, interfaces};

/// A machine, seen through the root of its file system.
#[derive(Debug, Clone)]
pub struct Machine {
    root: PathBuf,
}

impl Machine {
    /// The machine this program runs on.
    #[must_use]
    pub fn this() -> Self {
        Self::at("/")
    }

    /// The machine whose `/proc`, `/sys`, `/etc` and `/var` stand in this directory.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its host ids (HID-01) of the types HOSTNAME, MACHINE_ID, BOARD, USERNAME, ETHERNET and
    /// IPADDRESS, as far as they can be read: types with one value first, then those with several,
    /// so that a list that must be cut short loses the least.
    #[must_use]
    pub fn host_ids(&self) -> Vec<HostId> {
        let one = |kind, value: Option<String>| HostId::new(kind, &value?).ok();
        let mut ids: Vec<HostId> = [
            one(HostIdType::Hostname, Some(self.host_name())),
            one(HostIdType::MachineId, self.machine_id()),
            one(HostIdType::Board, self.board()),
            one(HostIdType::Username, Some(self.user_name())),
        ]
        .into_iter()
        .flatten()
        .collect();
        let hardware = interfaces::hardware_addresses(&self.path("sys/class/net"));
        ids.extend(hardware.iter().filter_map(|a| HostId::new(HostIdType::Ethernet, a).ok()));
        let v4 = addresses::v4(&self.text("proc/net/fib_trie"));
        let v6 = addresses::v6(&self.text("proc/net/if_inet6"));
        let ip = |ip: &std::net::IpAddr| HostId::new(HostIdType::IpAddress, &ip.to_string()).ok();
        ids.extend(v4.union(&v6).filter_map(ip));
        ids
    }

    /// Its name as the kernel has it, else as configured, else `localhost`.
    #[must_use]
    pub fn host_name(&self) -> String {
        self.line("proc/sys/kernel/hostname")
            .or_else(|| self.line("etc/hostname"))
            .unwrap_or_else(|| "localhost".to_owned())
    }

    /// The login name of the user this process runs as, or the user's number if there is none.
    #[must_use]
    pub fn user_name(&self) -> String {
        self.account_name(rustix::process::getuid().as_raw())
    }

    /// Login name of the account with this number; the number itself if nothing is known of it.
    #[must_use]
    pub fn account_name(&self, uid: u32) -> String {
        let passwd = self.text("etc/passwd");
        account::name_of(&passwd, uid).map_or_else(|| uid.to_string(), ToOwned::to_owned)
    }

    fn machine_id(&self) -> Option<String> {
        ["etc/machine-id", "var/lib/dbus/machine-id"].into_iter().find_map(|file| {
            self.line(file).filter(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
        })
    }

    /// The board's UUID, unless the maker left it blank (all 0 or all F). Often root's to read.
    fn board(&self) -> Option<String> {
        let uuid = self.line("sys/class/dmi/id/product_uuid")?.to_ascii_lowercase();
        let blank = |digit: char| uuid.chars().all(|c| c == digit || c == '-');
        (uuid.len() == 36 && !blank('0') && !blank('f')).then_some(uuid)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root.join(Path::new(file))
    }

    fn line(&self, file: &str) -> Option<String> {
        fact_file::line(&self.path(file))
    }

    fn text(&self, file: &str) -> String {
        fact_file::text(&self.path(file)).unwrap_or_default()
    }
}

/// Host ids of this machine: [`Machine::host_ids`].
#[must_use]
pub fn machine_host_ids() -> Vec<HostId> {
    Machine::this().host_ids()
}

/// Name of this machine: [`Machine::host_name`].
#[must_use]
pub fn host_name() -> String {
    Machine::this().host_name()
}

/// Login name of the user this process runs as: [`Machine::user_name`].
#[must_use]
pub fn user_name() -> String {
    Machine::this().user_name()
}

/// Login name of an account of this machine: [`Machine::account_name`].
#[must_use]
pub fn user_name_of(uid: u32) -> String {
    Machine::this().account_name(uid)
}

/// The platform this program was built for, as `linux-x86_64` (setting PLATFORMS).
#[must_use]
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Root(tempfile::TempDir);

    impl Root {
        fn new(files: &[(&str, &[u8])]) -> Self {
            let root = tempfile::tempdir().unwrap();
            for (name, content) in files {
                let path = root.path().join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, content).unwrap();
            }
            Self(root)
        }

        fn ids(&self) -> Vec<String> {
            let ids = Machine::at(self.0.path()).host_ids();
            ids.iter().map(|id| format!("{}={}", id.kind(), id.value())).collect()
        }
    }

    /// HID-01: every type this machine can tell, cheapest to lose last.
    #[test]
    fn hid_01_types_of_a_machine() {
        let uid = rustix::process::getuid().as_raw();
        let passwd = format!("ann:x:{uid}:{uid}::/:\n");
        let root = Root::new(&[
            ("proc/sys/kernel/hostname", b"ws17\n"),
            ("etc/machine-id", b"0123456789abcdef0123456789abcdef\n"),
            ("sys/class/dmi/id/product_uuid", b"4C4C4544-0042-3510-8052-B4C04F564432\n"),
            ("etc/passwd", passwd.as_bytes()),
            ("sys/class/net/lo/address", b"00:00:00:00:00:00\n"),
            ("sys/class/net/lo/type", b"772\n"),
            ("sys/class/net/br0/address", b"02:42:00:00:00:01\n"),
            ("sys/class/net/br0/type", b"1\n"),
            ("sys/class/net/eth0/address", b"00:1B:44:11:3A:B7\n"),
            ("sys/class/net/eth0/type", b"1\n"),
            ("sys/class/net/eth0/device/vendor", b"0x1af4\n"),
            ("sys/class/net/eth1/address", b"00:1b:44:11:3a:b7\n"),
            ("sys/class/net/eth1/type", b"1\n"),
            ("proc/net/fib_trie", b"  |-- 10.0.0.7\n     /32 host LOCAL\n"),
            ("proc/net/if_inet6", b"20010db8000000000000000000000005 02 40 00 80 eth0\n"),
        ]);
        assert_eq!(
            root.ids(),
            [
                "HOSTNAME=ws17",
                "MACHINE_ID=0123456789abcdef0123456789abcdef",
                "BOARD=4c4c4544-0042-3510-8052-b4c04f564432",
                "USERNAME=ann",
                "ETHERNET=00:1b:44:11:3a:b7",
                "ETHERNET=02:42:00:00:00:01",
                "IPADDRESS=10.0.0.7",
                "IPADDRESS=2001:db8::5",
            ]
        );
    }

    /// TRU-04: files that hold nonsense give no ids and no panic.
    #[test]
    fn tru_04_malformed_files_give_nothing() {
        let uid = rustix::process::getuid().as_raw();
        let root = Root::new(&[
            ("etc/hostname", b"\n\n"),
            ("etc/machine-id", b"uninitialized\n"),
            ("sys/class/dmi/id/product_uuid", b"00000000-0000-0000-0000-000000000000\n"),
            ("etc/passwd", b"\xff\xfe:::\n::\n"),
            ("sys/class/net/x/address", b"\xff\xff\n"),
            ("sys/class/net/x/type", b"1\n"),
            ("sys/class/net/y/type", b"1\n"),
            ("sys/class/net/file", b"not a directory"),
            ("proc/net/fib_trie", b"|-- 10.0.0\n/32 host LOCAL\n"),
            ("proc/net/if_inet6", b"\x00\xff 1 2\n"),
        ]);
        assert_eq!(root.ids(), ["HOSTNAME=localhost".to_owned(), format!("USERNAME={uid}")]);
    }

    #[test]
    fn this_machine_has_a_name_and_a_platform() {
        assert!(
            machine_host_ids()
                .iter()
                .any(|id| id.kind() == HostIdType::Hostname && id.value() == host_name())
        );
        assert!(platform().starts_with(std::env::consts::OS));
        assert!(!user_name().is_empty());
    }
}
