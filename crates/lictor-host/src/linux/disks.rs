//! Serials of the disks and the UUID of the root file system (DISK of HID-01).

use super::facts::Facts;

/// Where serials and UUID are looked for.
pub(crate) const PLACE: &str = "/sys/block and /run/udev/data";

/// Names of block devices that are no disks: in memory, stacked on others, or with a medium that
/// is changed.
const NO_DISKS: [&str; 9] = ["loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd", "zd"];

/// Serials of the fixed disks in the order of their names, then the UUID of the root file system.
/// Disks on USB and removable media are left away: they move from machine to machine.
pub(crate) fn ids(facts: &Facts) -> Vec<String> {
    let disks = facts.names("sys/block").into_iter().filter(|disk| is_fixed(facts, disk));
    let mut ids: Vec<String> = Vec::new();
    for id in disks.filter_map(|disk| serial(facts, &disk)).chain(root_file_system(facts)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn is_fixed(facts: &Facts, disk: &str) -> bool {
    let removable = facts.line(&format!("sys/block/{disk}/removable")).is_some_and(|value| value != "0");
    let usb = facts.link(&format!("sys/block/{disk}")).is_some_and(|path| path.contains("/usb"));
    !removable && !usb && !NO_DISKS.iter().any(|prefix| disk.starts_with(prefix))
}

/// The serial as the driver says it (virtio, then NVMe and MMC), as the disk says it (SCSI and SATA),
/// or as udev noted it.
fn serial(facts: &Facts, disk: &str) -> Option<String> {
    let of = |file: &str| usable(&facts.line(&format!("sys/block/{disk}/{file}"))?);
    of("serial").or_else(|| of("device/serial")).or_else(|| unit_serial(facts, disk)).or_else(|| {
        let device = facts.line(&format!("sys/block/{disk}/dev"))?;
        usable(&udev(facts, &device, "ID_SERIAL_SHORT")?)
    })
}

/// Page 80h of the vital product data (SPC-4, 7.8.13): four bytes of head, then the serial.
fn unit_serial(facts: &Facts, disk: &str) -> Option<String> {
    let page = facts.bytes(&format!("sys/block/{disk}/device/vpd_pg80")).ok()?;
    let [_, 0x80, high, low, rest @ ..] = page.as_slice() else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    usable(&String::from_utf8_lossy(rest.get(..length)?))
}

/// The text without the blanks around it, unless it is one character again and again or not made
/// for reading.
fn usable(serial: &str) -> Option<String> {
    let serial = serial.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let first = serial.chars().next()?;
    let blank = serial.chars().all(|c| c == first);
    (!blank && !serial.contains(char::is_control)).then(|| serial.to_owned())
}

/// UUID of the file system at `/`, as udev noted it, else as the names in `/dev/disk/by-uuid` say.
fn root_file_system(facts: &Facts) -> Option<String> {
    let (device, source) = root_device(&facts.text("proc/self/mountinfo"))?;
    let with_number = |number: &str| {
        facts
            .names("sys/class/block")
            .into_iter()
            .find(|name| facts.line(&format!("sys/class/block/{name}/dev")).as_deref() == Some(number))
    };
    let name = with_number(&device).or_else(|| Some(source.strip_prefix("/dev/")?.to_owned()))?;
    let number = facts.line(&format!("sys/class/block/{name}/dev")).unwrap_or(device);
    udev(facts, &number, "ID_FS_UUID").or_else(|| {
        let directory = "dev/disk/by-uuid";
        let names_it = |uuid: &String| {
            let target = facts.link(&format!("{directory}/{uuid}"));
            target.is_some_and(|target| target.rsplit('/').next() == Some(&name))
        };
        facts.names(directory).into_iter().find(names_it)
    })
}

/// Number and source of what is mounted at `/`. A line is: id, parent, number, root, mount point,
/// options, optional fields, `-`, type, source, options (proc(5)). The last mount covers the others.
fn root_device(mountinfo: &str) -> Option<(String, String)> {
    let root = mountinfo.lines().rev().find(|line| line.split(' ').nth(4) == Some("/"))?;
    let (head, tail) = root.split_once(" - ")?;
    Some((head.split(' ').nth(2)?.to_owned(), tail.split(' ').nth(1)?.to_owned()))
}

/// A property that udev noted of the block device with this number.
fn udev(facts: &Facts, number: &str, property: &str) -> Option<String> {
    let record = facts.text(&format!("run/udev/data/b{number}"));
    let value = record
        .lines()
        .find_map(|line| line.strip_prefix("E:")?.strip_prefix(property)?.strip_prefix('='))?
        .trim();
    (!value.is_empty()).then(|| value.to_owned())
}
