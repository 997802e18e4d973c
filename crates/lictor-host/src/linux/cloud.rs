//! Whether the machine is a cloud instance (SHR-03).

use super::facts::Facts;
use crate::dmi::Dmi;
use crate::makers;
use crate::verdict::{Answer, Verdict};

const CLOUD_ID: &str = "run/cloud-init/cloud-id";

/// Clouds that cloud-init may report alone. Those with ids of their own in HID-01 must show
/// themselves in DMI, and what is no cloud (`nocloud`, `lxd`, `vmware`) is not here.
const BY_CLOUD_INIT: [&str; 14] = [
    "akamai",
    "aliyun",
    "cloudcix",
    "cloudstack",
    "digitalocean",
    "exoscale",
    "hetzner",
    "ibmcloud",
    "openstack",
    "oracle",
    "scaleway",
    "tencentcloud",
    "upcloud",
    "vultr",
];

/// DMI first, then what cloud-init found.
pub(super) fn judge(facts: &Facts, dmi: &Dmi, virtual_machine: &Verdict) -> Verdict {
    if let Some((cloud, evidence)) = makers::cloud(dmi) {
        return Verdict::yes(cloud, evidence);
    }
    let cloud_init = facts.line(CLOUD_ID);
    let seen = cloud_init.as_deref().map(|found| Facts::evidence(CLOUD_ID, found));
    let named = cloud_init.as_deref().filter(|found| BY_CLOUD_INIT.contains(found));
    if let Some(cloud) = named {
        return Verdict::yes(cloud, seen.into_iter().collect());
    }
    let mut evidence: Vec<String> = dmi.identity().into_iter().chain(seen).collect();
    match virtual_machine.answer {
        Answer::No => {
            evidence.push("not virtual, and nothing names a cloud".to_owned());
            Verdict::no(evidence)
        }
        Answer::Yes(_) | Answer::Unknown => {
            evidence.push("nothing names a cloud, and not every cloud names itself".to_owned());
            Verdict::unknown(evidence)
        }
    }
}
