//! Hypervisors by what they write into the DMI of their guests (SHR-03).

use super::{Sign, shown};
use crate::dmi::Dmi;
use crate::dmi::Field::{BiosVendor, BiosVersion, BoardVendor, ProductName, SysVendor};

/// A hypervisor that DMI names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Which one.
    pub(crate) kind: &'static str,
    /// The fields that say so.
    pub(crate) evidence: Vec<String>,
    /// The maker also lends machines without a hypervisor under the same name, so the processor
    /// must agree that there is one.
    pub(crate) lends_metal: bool,
}

/// (signs of which all must show, kind, whether bare metal has the same signs). The first row that
/// fits decides. Vendors that also make hardware (Microsoft, Oracle, Google, Nutanix) need a
/// product beside their name.
const ROWS: &[(&[Sign], &str, bool)] = &[
    (&[(SysVendor, "VMware")], "vmware", false),
    (&[(ProductName, "VMware")], "vmware", false),
    (&[(ProductName, "VirtualBox")], "virtualbox", false),
    (&[(SysVendor, "innotek GmbH")], "virtualbox", false),
    (&[(BiosVersion, "VirtualBox")], "virtualbox", false),
    (&[(SysVendor, "Microsoft Corporation"), (ProductName, "Virtual Machine")], "hyper-v", false),
    (&[(BiosVendor, "Hyper-V")], "hyper-v", false),
    (&[(SysVendor, "Amazon EC2")], "kvm", true),
    (&[(SysVendor, "Google"), (ProductName, "Google Compute Engine")], "kvm", true),
    (&[(SysVendor, "Alibaba Cloud")], "kvm", true),
    (&[(SysVendor, "Tencent Cloud")], "kvm", true),
    (&[(SysVendor, "Huawei Cloud")], "kvm", true),
    (&[(SysVendor, "Scaleway")], "kvm", true),
    (&[(SysVendor, "Hetzner"), (ProductName, "vServer")], "kvm", false),
    (&[(SysVendor, "DigitalOcean")], "kvm", false),
    (&[(SysVendor, "Linode")], "kvm", false),
    (&[(SysVendor, "Akamai"), (ProductName, "Compute Instance")], "kvm", false),
    (&[(SysVendor, "UpCloud")], "kvm", false),
    (&[(SysVendor, "Exoscale")], "kvm", false),
    (&[(SysVendor, "Vultr")], "kvm", true),
    (&[(SysVendor, "Apache Software Foundation"), (ProductName, "CloudStack")], "kvm", false),
    (&[(ProductName, "AHV")], "nutanix", false),
    (&[(SysVendor, "OpenStack")], "kvm", false),
    (&[(ProductName, "OpenStack")], "kvm", false),
    (&[(SysVendor, "KubeVirt")], "kvm", false),
    (&[(SysVendor, "oVirt")], "kvm", false),
    (&[(SysVendor, "Red Hat")], "kvm", false),
    (&[(ProductName, "KVM")], "kvm", false),
    (&[(SysVendor, "Xen")], "xen", false),
    (&[(ProductName, "HVM domU")], "xen", false),
    (&[(BiosVendor, "Xen")], "xen", false),
    (&[(ProductName, "BHYVE")], "bhyve", false),
    (&[(BiosVendor, "BHYVE")], "bhyve", false),
    (&[(SysVendor, "OpenBSD")], "vmm", false),
    (&[(SysVendor, "Parallels")], "parallels", false),
    (&[(ProductName, "Parallels")], "parallels", false),
    (&[(ProductName, "Apple Virtualization")], "apple", false),
    (&[(SysVendor, "Cloud Hypervisor")], "cloud-hypervisor", false),
    (&[(SysVendor, "QEMU")], "qemu", false),
    (&[(BoardVendor, "QEMU")], "qemu", false),
    (&[(SysVendor, "Bochs")], "bochs", false),
    (&[(BiosVendor, "Bochs")], "bochs", false),
];

/// The hypervisor that these strings name.
pub(crate) fn hypervisor(dmi: &Dmi) -> Option<Found> {
    ROWS.iter().find_map(|(signs, kind, lends_metal)| {
        Some(Found { kind, evidence: shown(dmi, signs)?, lends_metal: *lends_metal })
    })
}
