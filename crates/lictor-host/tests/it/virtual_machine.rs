//! Hypervisors and hardware, told apart by what names them (SHR-03).

use lictor_host::Machine;

use crate::tree::{GUEST, METAL, Tree, made_by, word};

fn check(name: &str, files: &[(&str, &str)], expected: &str, evidence: &[&str]) {
    let found = Tree::new(files).machine.surroundings().virtual_machine;
    assert_eq!(word(&found), expected, "{name}: {found:?}");
    assert_eq!(found.evidence, evidence, "{name}");
}

/// SHR-03: guests whose DMI names the hypervisor, with and without the processor's flag.
#[test]
fn shr_03_guests_named_by_dmi() {
    for (vendor, product, expected) in [
        ("QEMU", "Standard PC (Q35 + ICH9, 2009)", "qemu"),
        ("Red Hat", "KVM", "kvm"),
        ("oVirt", "RHEL", "kvm"),
        ("OpenStack Foundation", "OpenStack Nova", "kvm"),
        ("KubeVirt", "None", "kvm"),
        ("VMware, Inc.", "VMware Virtual Platform", "vmware"),
        ("VMware, Inc.", "VMware20,1", "vmware"),
        ("innotek GmbH", "VirtualBox", "virtualbox"),
        ("Xen", "HVM domU", "xen"),
        ("Microsoft Corporation", "Virtual Machine", "hyper-v"),
        ("Parallels Software International Inc.", "Parallels Virtual Platform", "parallels"),
        ("Parallels International GmbH.", "Parallels ARM Virtual Machine", "parallels"),
        ("FreeBSD", "BHYVE", "bhyve"),
        ("OpenBSD", "VMM", "vmm"),
        ("Nutanix", "AHV", "nutanix"),
        ("Apple Inc.", "Apple Virtualization Generic Platform", "apple"),
        ("Cloud Hypervisor", "cloud-hypervisor", "cloud-hypervisor"),
        ("Bochs", "Bochs", "bochs"),
        ("Hetzner", "vServer", "kvm"),
        ("DigitalOcean", "Droplet", "kvm"),
        ("Apache Software Foundation", "CloudStack KVM Hypervisor", "kvm"),
    ] {
        for extra in [None, Some(GUEST), Some(METAL)] {
            let files: Vec<_> = made_by(vendor, product).into_iter().chain(extra).collect();
            let found = Tree::new(&files).machine.surroundings();
            assert_eq!(word(&found.virtual_machine), expected, "{vendor} {product} {found:?}");
            let named = |line: &String| line.starts_with("/sys/class/dmi/id/");
            assert!(found.virtual_machine.evidence.iter().any(named), "{found:?}");
            assert!(!found.permit(false, false) && found.permit(true, false), "{found:?}");
        }
    }
}

/// SHR-03: the bit that says "there is a hypervisor" makes no virtual machine of what stands on one.
#[test]
fn shr_03_hardware_is_not_virtual() {
    for (vendor, product) in [
        ("Dell Inc.", "PowerEdge R740"),
        ("LENOVO", "20QES2XS00"),
        ("Supermicro", "SYS-1029P-WTRT"),
        // Vendors of hypervisors that make machines too.
        ("Microsoft Corporation", "Surface Laptop 3"),
        ("Oracle Corporation", "ORACLE SERVER X7-2"),
        ("Nutanix", "NX-3060-G6"),
        ("Google", "Eve"),
        ("Apple Inc.", "MacBookPro11,4"),
        ("To Be Filled By O.E.M.", "To Be Filled By O.E.M."),
    ] {
        for (extra, expected) in [(None, "no"), (Some(METAL), "no"), (Some(GUEST), "?")] {
            let files: Vec<_> = made_by(vendor, product).into_iter().chain(extra).collect();
            let found = Tree::new(&files).machine.surroundings();
            assert_eq!(word(&found.virtual_machine), expected, "{vendor} {product} {found:?}");
            assert!(found.permit(false, false), "{found:?}");
        }
    }
    let files: Vec<_> = made_by("Dell Inc.", "XPS").into_iter().chain([GUEST]).collect();
    let evidence = [
        "/sys/class/dmi/id/sys_vendor: Dell Inc.",
        "/sys/class/dmi/id/product_name: XPS",
        "/proc/cpuinfo: flag hypervisor, and nothing names one: a guest or a root partition",
    ];
    check("root partition of Hyper-V", &files, "?", &evidence);
}

/// SHR-03: Xen's first domain is the machine; the others are guests.
#[test]
fn shr_03_first_domain_of_xen() {
    let xen = ("sys/hypervisor/type", "xen\n");
    let dell = made_by("Dell Inc.", "PowerEdge R640");
    let with = |more: &[(&'static str, &'static str)]| -> Vec<_> {
        [xen, GUEST].into_iter().chain(more.iter().copied()).collect()
    };
    check("domU", &with(&[]), "xen", &["/sys/hypervisor/type: xen"]);
    check("domU with xenfs", &with(&[("proc/xen/capabilities", "")]), "xen", &["/sys/hypervisor/type: xen"]);
    let features = ("sys/hypervisor/properties/features", "00002705\n");
    check("domU by features", &with(&[features]), "xen", &["/sys/hypervisor/type: xen"]);
    let capabilities = ("proc/xen/capabilities", "control_d\n");
    check(
        "dom0",
        &with(&[dell[0], dell[1], capabilities]),
        "no",
        &[
            "/sys/class/dmi/id/sys_vendor: Dell Inc.",
            "/sys/class/dmi/id/product_name: PowerEdge R640",
            "/proc/xen/capabilities: control_d",
        ],
    );
    let features = ("sys/hypervisor/properties/features", "00002f05\n");
    let evidence = ["/sys/hypervisor/properties/features: 00002f05, the first domain"];
    check("dom0 by features", &with(&[features]), "no", &evidence);
    let tree = ("proc/device-tree/hypervisor/compatible", "xen,xen-4.17\0xen,xen\0");
    check("dom0 without DMI", &[tree, capabilities], "no", &["/proc/xen/capabilities: control_d"]);
    let qemu = made_by("QEMU", "Standard PC");
    let evidence = ["/sys/class/dmi/id/sys_vendor: QEMU"];
    check("dom0 in a guest", &with(&[qemu[0], qemu[1], capabilities]), "qemu", &evidence);
}

/// SHR-03: clouds that lend bare metal under the same name are asked the processor.
#[test]
fn shr_03_bare_metal_of_clouds() {
    for (vendor, product, extra, expected) in [
        ("Amazon EC2", "m5.large", Some(GUEST), "kvm"),
        ("Amazon EC2", "m6g.large", None, "kvm"),
        ("Amazon EC2", "c6g.metal", None, "no"),
        ("Amazon EC2", "i3.metal", Some(METAL), "no"),
        ("Amazon EC2", "c7i.metal-24xl", Some(METAL), "no"),
        ("Google", "Google Compute Engine", Some(GUEST), "kvm"),
        ("Google", "Google Compute Engine", Some(METAL), "no"),
        ("Alibaba Cloud", "Alibaba Cloud ECS", Some(GUEST), "kvm"),
        ("Alibaba Cloud", "Alibaba Cloud ECS", Some(METAL), "no"),
    ] {
        let files: Vec<_> = made_by(vendor, product).into_iter().chain(extra).collect();
        let found = Tree::new(&files).machine.surroundings();
        assert_eq!(word(&found.virtual_machine), expected, "{vendor} {product} {found:?}");
        assert!(
            found.cloud.is_yes() && !found.permit(false, false) && found.permit(false, true),
            "{found:?}"
        );
    }
}

/// SHR-03: machines without DMI: device trees, mainframes, subsystems, small hypervisors.
#[test]
fn shr_03_machines_without_dmi() {
    let tree = |name: &'static str, content: &'static str| [(name, content)];
    for (name, files, expected) in [
        ("kvm", tree("proc/device-tree/hypervisor/compatible", "linux,kvm\0"), "kvm"),
        ("xen", tree("proc/device-tree/hypervisor/compatible", "xen,xen-4.17\0xen,xen\0"), "xen"),
        ("vmware", tree("proc/device-tree/hypervisor/compatible", "vmware\0"), "vmware"),
        ("fw-cfg", tree("proc/device-tree/fw-cfg@9020000/compatible", "qemu,fw-cfg-mmio\0"), "qemu"),
        ("virt", tree("proc/device-tree/compatible", "linux,dummy-virt\0"), "kvm"),
        ("raspberry", tree("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0"), "no"),
        ("wsl2", tree("proc/sys/kernel/osrelease", "5.15.153.1-microsoft-standard-WSL2\n"), "wsl2"),
        ("wsl1", tree("proc/sys/kernel/osrelease", "4.4.0-19041-Microsoft\n"), "?"),
        ("z/VM", tree("proc/sysinfo", "Type: 3906\nVM00 Control Program: z/VM    7.1.0\n"), "z/vm"),
        ("s390 kvm", tree("proc/sysinfo", "VM00 Control Program: KVM/Linux\n"), "kvm"),
        ("s390 lpar", tree("proc/sysinfo", "Type: 3906\nLPAR Number: 5\n"), "?"),
        ("uml", tree("proc/cpuinfo", "processor: 0\nvendor_id : User Mode Linux\n"), "uml"),
        ("firecracker", tree("sys/firmware/acpi/tables/FACP", "FACP....\u{6}.FIRECKFCVMFADT"), "firecracker"),
        ("some acpi", tree("sys/firmware/acpi/tables/FACP", "FACP....\u{6}.ALASKAA M I"), "?"),
        ("flag alone", [GUEST], "?"),
        ("no flag", [METAL], "no"),
    ] {
        let found = Tree::new(&files).machine.surroundings().virtual_machine;
        assert_eq!(word(&found), expected, "{name}: {found:?}");
        assert!(!found.evidence.is_empty(), "{name}");
    }
    let nothing = "nothing readable in /sys/class/dmi/id, /proc/device-tree, /sys/hypervisor/type and \
                   /sys/firmware/acpi/tables";
    check("nothing", &[], "?", &[nothing]);
}

/// TRU-04: nonsense in place of the facts names nothing and ends nothing.
#[test]
fn tru_04_nonsense_names_nothing() {
    let tree = Tree::new(&[
        ("proc/device-tree", "a file"),
        ("sys/hypervisor/type", "\n"),
        ("sys/hypervisor/properties/features", "zz"),
        ("proc/cpuinfo", "flags"),
        ("sys/firmware/acpi/tables/FACP", "short"),
    ]);
    tree.bytes("sys/class/dmi/id/sys_vendor", b"\xff\xfe\x00\n");
    tree.bytes("proc/1/cgroup", b"\xff:::\n::\n");
    tree.bytes("proc/self/mountinfo", b"\xff - \n / / / / -\n");
    let found = tree.machine.surroundings();
    assert_eq!([&found.virtual_machine, &found.container, &found.cloud].map(word), ["no", "?", "no"]);
}
