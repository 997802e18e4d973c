//! Whether the machine is virtual (SHR-03).
//!
//! Only what names a hypervisor counts. The bit by which a processor says that there is one is set
//! on hardware too, in a root partition of Hyper-V or Xen's first domain, so it supports or
//! contradicts another sign and never decides for a virtual machine.

use super::facts::Facts;
use crate::dmi::{Dmi, Field};
use crate::makers;
use crate::verdict::Verdict;

const XEN_TYPE: &str = "sys/hypervisor/type";
const XEN_FEATURES: &str = "sys/hypervisor/properties/features";
const XEN_CAPABILITIES: &str = "proc/xen/capabilities";
/// Bit of the features that only Xen's first domain has (XENFEAT_dom0).
const XEN_FEATURE_DOM0: u64 = 1 << 11;

const RELEASE: &str = "proc/sys/kernel/osrelease";
const CPUINFO: &str = "proc/cpuinfo";
const SYSINFO: &str = "proc/sysinfo";
const DT: &str = "proc/device-tree";
const ACPI: &str = "sys/firmware/acpi/tables";

/// (`compatible` of the node `hypervisor` in the device tree begins with, kind).
const DEVICE_TREE: [(&str, &str); 3] = [("linux,kvm", "kvm"), ("xen", "xen"), ("vmware", "vmware")];

/// (who wrote the ACPI tables, kind), for machines without DMI.
const ACPI_MAKERS: [(&[u8; 6], &str); 4] = [
    (b"FIRECK", "firecracker"),
    (b"CLOUDH", "cloud-hypervisor"),
    (b"BOCHS ", "qemu"),
    (b"VBOX  ", "virtualbox"),
];

/// Looks at everything that names a hypervisor, the most telling first.
pub(super) fn judge(facts: &Facts, dmi: &Dmi) -> Verdict {
    let first_domain = first_domain(facts);
    xen(facts, first_domain.as_deref())
        .or_else(|| wsl(facts))
        .or_else(|| maker(facts, dmi))
        .or_else(|| device_tree(facts, first_domain.as_deref()))
        .or_else(|| kernel(facts))
        .or_else(|| acpi(facts))
        .unwrap_or_else(|| nothing_named(facts, dmi, first_domain))
}

/// Xen's first domain owns the hardware and is no guest of it. What says that this is one.
fn first_domain(facts: &Facts) -> Option<String> {
    let capabilities = facts.text(XEN_CAPABILITIES);
    if capabilities.contains("control_d") {
        return Some(Facts::evidence(XEN_CAPABILITIES, "control_d"));
    }
    let features = facts.line(XEN_FEATURES)?;
    let bits = u64::from_str_radix(features.trim_start_matches("0x"), 16).ok()?;
    (bits & XEN_FEATURE_DOM0 != 0)
        .then(|| Facts::evidence(XEN_FEATURES, &format!("{features}, the first domain")))
}

fn xen(facts: &Facts, first_domain: Option<&str>) -> Option<Verdict> {
    let kind = facts.line(XEN_TYPE).filter(|kind| kind == "xen" && first_domain.is_none())?;
    Some(Verdict::yes("xen", vec![Facts::evidence(XEN_TYPE, &kind)]))
}

/// The second Windows Subsystem for Linux is a virtual machine; the first has no kernel of its own
/// and is judged as a container.
fn wsl(facts: &Facts) -> Option<Verdict> {
    let release = facts.line(RELEASE).filter(|release| release.contains("microsoft-standard"))?;
    Some(Verdict::yes("wsl2", vec![Facts::evidence(RELEASE, &release)]))
}

/// A hypervisor named by DMI. A cloud's name alone is not enough where it lends bare metal too.
fn maker(facts: &Facts, dmi: &Dmi) -> Option<Verdict> {
    let mut found = makers::hypervisor(dmi)?;
    if !found.lends_metal {
        return Some(Verdict::yes(found.kind, found.evidence));
    }
    if dmi.get(Field::ProductName).is_some_and(|product| product.contains(".metal")) {
        found.evidence.extend(dmi.evidence(Field::ProductName));
        return Some(Verdict::no(found.evidence));
    }
    match hypervisor_flag(facts) {
        Some(false) => {
            found.evidence.push(Facts::evidence(CPUINFO, "no flag hypervisor: bare metal of a cloud"));
            Some(Verdict::no(found.evidence))
        }
        Some(true) => {
            found.evidence.push(Facts::evidence(CPUINFO, "flag hypervisor"));
            Some(Verdict::yes(found.kind, found.evidence))
        }
        None => Some(Verdict::yes(found.kind, found.evidence)),
    }
}

fn device_tree(facts: &Facts, first_domain: Option<&str>) -> Option<Verdict> {
    let file = format!("{DT}/hypervisor/compatible");
    let compatible = words(&facts.text(&file));
    let named = DEVICE_TREE
        .iter()
        .find(|(prefix, _)| compatible.starts_with(prefix))
        .filter(|(_, kind)| *kind != "xen" || first_domain.is_none());
    if let Some((_, kind)) = named {
        return Some(Verdict::yes(kind, vec![Facts::evidence(&file, &compatible)]));
    }
    let file = format!("{DT}/compatible");
    let compatible = words(&facts.text(&file));
    let nodes = facts.names(DT);
    let firmware = nodes.iter().find(|name| name.starts_with("fw-cfg@"));
    if let Some(node) = firmware {
        return Some(Verdict::yes(
            "qemu",
            vec![Facts::evidence(&format!("{DT}/{node}"), "firmware of QEMU")],
        ));
    }
    compatible
        .contains("linux,dummy-virt")
        .then(|| Verdict::yes("kvm", vec![Facts::evidence(&file, &compatible)]))
}

/// What a kernel itself says: the mainframe's description of its levels, and Linux as a program.
fn kernel(facts: &Facts) -> Option<Verdict> {
    let sysinfo = facts.text(SYSINFO);
    if let Some(line) = sysinfo.lines().find(|line| line.starts_with("VM00 Control Program:")) {
        let kind = if line.contains("z/VM") { "z/vm" } else { "kvm" };
        return Some(Verdict::yes(kind, vec![Facts::evidence(SYSINFO, line)]));
    }
    let cpuinfo = facts.head(CPUINFO);
    let user_mode = cpuinfo
        .lines()
        .find(|line| line.starts_with("vendor_id") && line.trim_end().ends_with("User Mode Linux"))?;
    Some(Verdict::yes("uml", vec![Facts::evidence(CPUINFO, user_mode)]))
}

/// Who wrote the ACPI tables: bytes 10 to 15 of their head (ACPI 6.5, 5.2.6). Root's to read.
fn acpi(facts: &Facts) -> Option<Verdict> {
    ["FACP", "DSDT", "APIC"].into_iter().find_map(|table| {
        let file = format!("{ACPI}/{table}");
        let bytes = facts.bytes(&file).ok()?;
        let maker = bytes.get(10..16)?;
        let (name, kind) = ACPI_MAKERS.iter().find(|(name, _)| maker == name.as_slice())?;
        let name = String::from_utf8_lossy(name.as_slice()).into_owned();
        Some(Verdict::yes(kind, vec![Facts::evidence(&file, &format!("made by {}", name.trim()))]))
    })
}

/// No hypervisor is named anywhere: an ordinary machine, or one that nothing can be told of.
fn nothing_named(facts: &Facts, dmi: &Dmi, first_domain: Option<String>) -> Verdict {
    let mut evidence = dmi.identity();
    let model_file = format!("{DT}/model");
    let model = words(&facts.text(&model_file));
    if !model.is_empty() {
        evidence.push(Facts::evidence(&model_file, &model));
    }
    if let Some(seen) = first_domain {
        evidence.push(seen);
        return Verdict::no(evidence);
    }
    let described = !evidence.is_empty();
    match hypervisor_flag(facts) {
        Some(true) => {
            let text = "flag hypervisor, and nothing names one: a guest or a root partition";
            evidence.push(Facts::evidence(CPUINFO, text));
            Verdict::unknown(evidence)
        }
        Some(false) => {
            evidence.push(Facts::evidence(CPUINFO, "no flag hypervisor"));
            Verdict::no(evidence)
        }
        None if described => Verdict::no(evidence),
        None => {
            evidence.push(format!("nothing readable in /{}, /{DT}, /{XEN_TYPE} and /{ACPI}", super::DMI));
            Verdict::unknown(evidence)
        }
    }
}

/// Whether the first processor lists the flag `hypervisor`; nothing where processors list no such
/// flags (they do on x86 only).
fn hypervisor_flag(facts: &Facts) -> Option<bool> {
    let cpuinfo = facts.head(CPUINFO);
    let flags = cpuinfo.lines().find_map(|line| line.strip_prefix("flags")?.split_once(':'))?.1;
    Some(flags.split_whitespace().any(|flag| flag == "hypervisor"))
}

/// Texts of the device tree end in a zero byte each; here they are separated by blanks.
fn words(text: &str) -> String {
    text.split('\0').map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
