//! DISK: serials of fixed disks and the UUID of the root file system (HID-01).

use lictor_types::HostIdType;

use crate::tree::Tree;

fn disks(tree: &Tree) -> Vec<String> {
    tree.values(HostIdType::Disk).unwrap_or_default()
}

/// HID-01: each kind of disk tells its serial in its own place.
#[test]
fn hid_01_serials_by_kind_of_disk() {
    let tree = Tree::new(&[
        ("sys/block/nvme0n1/device/serial", "S4EWNX0R123456      \n"),
        ("sys/block/nvme0n1/removable", "0\n"),
        ("sys/block/vda/serial", "vol-0a1b2c3d\n"),
        ("sys/block/mmcblk0/device/serial", "0x1e6a2b3c\n"),
        ("sys/block/sdb/dev", "8:16\n"),
        ("run/udev/data/b8:16", "S:disk/by-id/x\nE:ID_SERIAL=Some_Disk_WD-1\nE:ID_SERIAL_SHORT=WD-1\n"),
        ("sys/block/sdc/dev", "8:32\n"),
        ("sys/block/sdd/removable", "1\n"),
        ("sys/block/sdd/serial", "CARD\n"),
        ("sys/block/loop0/serial", "LOOP\n"),
        ("sys/block/dm-0/serial", "DM\n"),
        ("sys/block/sde/device/serial", "00000000\n"),
    ]);
    tree.bytes("sys/block/sda/device/vpd_pg80", b"\x00\x80\x00\x14     WD-WCC4N7654321");
    assert_eq!(disks(&tree), ["0x1e6a2b3c", "S4EWNX0R123456", "WD-WCC4N7654321", "WD-1", "vol-0a1b2c3d"]);
}

/// HID-01: a disk that can be carried to another machine is no id of this one.
#[test]
fn hid_01_usb_disks_are_left_away() {
    let device = "devices/pci0000:00/0000:00:14.0/usb1/1-2/host4/block/sdb";
    let tree = Tree::new(&[("sys/block/sdb", &format!("-> ../{device}"))]);
    tree.bytes(&format!("sys/{device}/serial"), b"STICK\n");
    assert_eq!(disks(&tree), [""; 0]);
}

/// HID-01: the root file system, found by number, by name, or by the links of udev.
#[test]
fn hid_01_uuid_of_the_root_file_system() {
    let uuid = "6f1ed002-ab5c-4a5e-8d2b-7e2f4a9c1b3d";
    let note = format!("E:ID_FS_TYPE=ext4\nE:ID_FS_UUID={uuid}\n");
    let plain = "1 0 0:5 / /proc rw - proc proc rw\n22 1 8:2 / / rw shared:1 - ext4 /dev/sda2 rw\n";
    let btrfs = "22 1 0:31 /@ / rw - btrfs /dev/sda2 rw,subvol=/@\n";
    let mapped = "22 1 253:0 / / rw - xfs /dev/mapper/vg-root rw\n";
    let overlay = "22 1 0:50 / / rw - overlay overlay rw,lowerdir=/a\n";
    let mounts = "proc/self/mountinfo";
    let link = format!("dev/disk/by-uuid/{uuid}");
    for (name, files, expected) in [
        (
            "number",
            vec![(mounts, plain), ("sys/class/block/sda2/dev", "8:2\n"), ("run/udev/data/b8:2", &note)],
            true,
        ),
        (
            "btrfs",
            vec![(mounts, btrfs), ("sys/class/block/sda2/dev", "8:2\n"), ("run/udev/data/b8:2", &note)],
            true,
        ),
        (
            "links",
            vec![(mounts, mapped), ("sys/class/block/dm-0/dev", "253:0\n"), (&link, "-> ../../dm-0")],
            true,
        ),
        (
            "other disk",
            vec![(mounts, plain), ("sys/class/block/sda2/dev", "8:2\n"), (&link, "-> ../../sdb1")],
            false,
        ),
        ("container", vec![(mounts, overlay), ("run/udev/data/b8:2", &note)], false),
    ] {
        let expected = if expected { vec![uuid] } else { Vec::new() };
        assert_eq!(disks(&Tree::new(&files)), expected, "{name}");
    }
}

/// TRU-04: a page that lies about its length, and records that are none.
#[test]
fn tru_04_malformed_records_of_disks() {
    for page in [
        &b"\x00\x80\xff\xffabc"[..],
        b"\x00\x83\x00\x03abc",
        b"\x00\x80\x00",
        b"\x00\x80\x00\x04    ",
        b"\x00\x80\x00\x04a\x07bc",
        b"",
    ] {
        let tree = Tree::new(&[("proc/self/mountinfo", "x y z w / - \n22 1 8:2 / /\n")]);
        tree.bytes("sys/block/sda/device/vpd_pg80", page);
        assert_eq!(
            tree.values(HostIdType::Disk),
            Err("nothing usable in /sys/block and /run/udev/data".to_owned()),
            "{page:?}"
        );
    }
}
