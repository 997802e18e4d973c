//! Host ids out of the files of a machine (HID-01).

use lictor_host::Machine;
use lictor_types::HostIdType;

use crate::tree::Tree;

fn ids(tree: &Tree) -> Vec<String> {
    tree.machine.host_ids().iter().map(|id| format!("{}={}", id.kind(), id.value())).collect()
}

/// HID-01: every type this machine can tell, one of each before the second of any.
#[test]
fn hid_01_types_of_a_machine() {
    let uid = rustix::process::getuid().as_raw();
    let tree = Tree::new(&[
        ("proc/sys/kernel/hostname", "ws17\n"),
        ("etc/machine-id", "0123456789abcdef0123456789abcdef\n"),
        ("sys/class/dmi/id/product_uuid", "4C4C4544-0042-3510-8052-B4C04F564432\n"),
        ("etc/passwd", &format!("ann:x:{uid}:{uid}::/:\n")),
        ("sys/class/net/lo/address", "00:00:00:00:00:00\n"),
        ("sys/class/net/lo/type", "772\n"),
        ("sys/class/net/ppp0/address", "02:42:00:00:00:07\n"),
        ("sys/class/net/ppp0/type", "512\n"),
        ("sys/class/net/br0/address", "02:42:00:00:00:01\n"),
        ("sys/class/net/br0/type", "1\n"),
        ("sys/class/net/eth0/address", "00:1B:44:11:3A:B7\n"),
        ("sys/class/net/eth0/type", "1\n"),
        ("sys/class/net/eth0/device/vendor", "0x1af4\n"),
        ("sys/class/net/eth1/address", "00:1b:44:11:3a:b7\n"),
        ("sys/class/net/eth1/type", "1\n"),
        ("proc/net/fib_trie", "  |-- 10.0.0.7\n     /32 host LOCAL\n"),
        ("proc/net/if_inet6", "20010db8000000000000000000000005 02 40 00 80 eth0\n"),
        ("sys/block/nvme0n1/device/serial", "S4EWNX0R123456\n"),
    ]);
    assert_eq!(
        ids(&tree),
        [
            "HOSTNAME=ws17",
            "MACHINE_ID=0123456789abcdef0123456789abcdef",
            "BOARD=4c4c4544-0042-3510-8052-b4c04f564432",
            "USERNAME=ann",
            "ETHERNET=00:1b:44:11:3a:b7",
            "IPADDRESS=10.0.0.7",
            "DISK=S4EWNX0R123456",
            "ETHERNET=02:42:00:00:00:01",
            "IPADDRESS=2001:db8::5",
        ]
    );
}

/// TRU-04: files that hold nonsense give no ids and no panic, and each absence has its reason.
#[test]
fn tru_04_malformed_files_give_nothing() {
    let uid = rustix::process::getuid().as_raw();
    let tree = Tree::new(&[
        ("etc/hostname", "\n\n"),
        ("etc/machine-id", "uninitialized\n"),
        ("sys/class/dmi/id/product_uuid", "00000000-0000-0000-0000-000000000000\n"),
        ("sys/class/net/y/type", "1\n"),
        ("sys/class/net/x/type", "1\n"),
        ("sys/class/net/file", "not a directory"),
        ("proc/net/fib_trie", "|-- 10.0.0\n/32 host LOCAL\n"),
    ]);
    tree.bytes("etc/passwd", b"\xff\xfe:::\n::\n");
    tree.bytes("sys/class/net/x/address", b"\xff\xff\n");
    tree.bytes("proc/net/if_inet6", b"\x00\xff 1 2\n");
    assert_eq!(ids(&tree), ["HOSTNAME=localhost".to_owned(), format!("USERNAME={uid}")]);
    let absences: Vec<(HostIdType, String)> = tree
        .machine
        .sightings()
        .into_iter()
        .filter_map(|sighting| Some((sighting.kind, sighting.absence?.to_string())))
        .collect();
    let no_form = "nothing usable in what the system says: it has not the form of this type";
    let expected = [
        (HostIdType::Ethernet, no_form),
        (HostIdType::IpAddress, "nothing usable in /proc/net/fib_trie and /proc/net/if_inet6"),
        (HostIdType::MachineId, "nothing usable in /etc/machine-id and /var/lib/dbus/machine-id"),
        (HostIdType::Board, "left blank by the maker in /sys/class/dmi/id/product_uuid"),
        (HostIdType::Disk, "nothing usable in /sys/block and /run/udev/data"),
        (HostIdType::Custom, "given by the program that asks for seats"),
        (HostIdType::ServerKey, "belongs to a server: `lictor status --json` shows it"),
        (HostIdType::AwsInstanceId, "no instance of this cloud"),
        (HostIdType::GceId, "no instance of this cloud"),
        (HostIdType::AzureId, "no instance of this cloud"),
    ];
    assert_eq!(absences, expected.map(|(kind, text)| (kind, text.to_owned())));
}

/// HID-01: the board's UUID is root's to read, and that is the reason given to others. Root reads it
/// whatever its mode says.
#[test]
fn hid_01_a_board_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let tree = Tree::new(&[("sys/class/dmi/id/product_uuid", "4C4C4544-0042-3510-8052-B4C04F564432\n")]);
    let file = tree.root().join("sys/class/dmi/id/product_uuid");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    let expected = if std::fs::read(&file).is_ok() {
        Ok(vec!["4c4c4544-0042-3510-8052-b4c04f564432".to_owned()])
    } else {
        Err("/sys/class/dmi/id/product_uuid may be read by root only".to_owned())
    };
    assert_eq!(tree.values(HostIdType::Board), expected);
    let absent = Tree::new(&[]).values(HostIdType::Board);
    assert_eq!(absent, Err("nothing usable in /sys/class/dmi/id/product_uuid".to_owned()));
}
