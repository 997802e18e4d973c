//! What holds for any machine, whatever stands in its files.

use lictor_host::{Machine, Surroundings, Verdict};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::tree::{GUEST, Tree, word};

/// Every file that is read.
const FILES: [&str; 30] = [
    "etc/hostname",
    "etc/machine-id",
    "etc/passwd",
    "etc/google_instance_id",
    "proc/1/cgroup",
    "proc/1/environ",
    "proc/cpuinfo",
    "proc/device-tree/compatible",
    "proc/device-tree/hypervisor/compatible",
    "proc/net/fib_trie",
    "proc/net/if_inet6",
    "proc/self/environ",
    "proc/self/mountinfo",
    "proc/self/sessionid",
    "proc/sys/kernel/osrelease",
    "proc/sysinfo",
    "proc/xen/capabilities",
    "run/cloud-init/.instance-id",
    "run/cloud-init/cloud-id",
    "run/host/container-manager",
    "run/systemd/sessions/7",
    "run/udev/data/b8:2",
    "sys/block/sda/device/vpd_pg80",
    "sys/class/dmi/id/board_asset_tag",
    "sys/class/dmi/id/product_uuid",
    "sys/class/dmi/id/sys_vendor",
    "sys/class/net/eth0/address",
    "sys/firmware/acpi/tables/FACP",
    "sys/hypervisor/properties/features",
    "sys/hypervisor/type",
];

/// Pieces of real contents, so that arbitrary ones reach further than the first check.
const PIECES: [&str; 24] = [
    "\0",
    "\n",
    " - ",
    "/",
    ":",
    "1",
    "7",
    "8:2",
    "Amazon EC2",
    "Dell Inc.",
    "E:ID_FS_UUID=",
    "Google",
    "REMOTE=1",
    "SSH_TTY=x",
    "VM00 Control Program:",
    "XX",
    "aws",
    "container=",
    "control_d",
    "flags\t:",
    "hypervisor",
    "ä",
    "docker-0123456789ab",
    "xen",
];

fn content() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..40),
    ];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn verdicts(here: &Surroundings) -> [&Verdict; 3] {
    [&here.virtual_machine, &here.container, &here.cloud]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// TRU-04: whatever stands in the files, nothing panics, every verdict has evidence of short lines
    /// that cannot steer a terminal, and every type has values or a reason.
    #[test]
    fn tru_04_any_contents(files in vec((select(&FILES[..]), content()), 0..12)) {
        let tree = Tree::new(&[]);
        for (name, content) in &files {
            tree.bytes(name, &[b" ", content.as_slice()].concat());
        }
        let (here, session) = (tree.machine.surroundings(), tree.machine.terminal_session());
        for verdict in verdicts(&here).into_iter().chain([&session]) {
            prop_assert!(!verdict.evidence.is_empty());
            for seen in &verdict.evidence {
                prop_assert!(seen.len() < 250 && !seen.contains(char::is_control), "{seen:?}");
            }
            prop_assert!(word(verdict).len() <= 32 && !word(verdict).contains(char::is_control), "{verdict:?}");
        }
        for sighting in tree.machine.sightings() {
            prop_assert_eq!(sighting.ids.is_empty(), sighting.absence.is_some());
            prop_assert!(sighting.ids.iter().all(|id| id.kind() == sighting.kind));
        }
    }

    /// SHR-03: the processor's flag alone never makes a virtual machine of what is none without it.
    #[test]
    fn shr_03_the_flag_alone_decides_nothing(
        files in vec((select(&FILES[..]).prop_filter("the flag's file", |name| *name != GUEST.0), content()), 0..6),
    ) {
        let tree = Tree::new(&[]);
        for (name, content) in &files {
            tree.bytes(name, content);
        }
        let without = tree.machine.surroundings().virtual_machine;
        tree.bytes(GUEST.0, GUEST.1.as_bytes());
        let with = tree.machine.surroundings().virtual_machine;
        prop_assert_eq!(with.kind(), without.kind(), "{:?} {:?}", with, without);
    }

    /// SHR-03: a flag more never takes a permission away.
    #[test]
    fn shr_03_flags_only_permit(files in vec((select(&FILES[..]), content()), 0..6)) {
        let tree = Tree::new(&[]);
        for (name, content) in &files {
            tree.bytes(name, content);
        }
        let here = tree.machine.surroundings();
        prop_assert!(here.permit(true, false) && here.permit(true, true));
        prop_assert!(here.permit(false, true) || !here.permit(false, false));
        let judged = here.virtual_machine.is_yes() || here.cloud.is_yes();
        prop_assert_eq!(here.permit(false, false), !judged);
    }
}
