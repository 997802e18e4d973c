//! Instance ids of the clouds, as DMI, cloud-init and the cloud's own agent leave them on the
//! instance. The metadata service is never asked.

use super::Linux;
use super::facts::Facts;
use crate::absence::Absence;
use crate::makers;

const ASSET_TAG: &str = "sys/class/dmi/id/board_asset_tag";
const PRODUCT_UUID: &str = "sys/class/dmi/id/product_uuid";

/// AWS_INSTANCE_ID: the board's asset tag on Nitro, else what cloud-init kept.
pub(crate) fn aws(machine: &Linux) -> Result<Vec<String>, Absence> {
    on(machine, "aws")?;
    let is_instance = |id: &String| id.strip_prefix("i-").is_some_and(is_hex);
    let place = "/sys/class/dmi/id/board_asset_tag and the files of cloud-init";
    let tag = machine.facts.line(ASSET_TAG).filter(is_instance);
    let id = tag.or_else(|| cloud_init(&machine.facts, "aws").filter(is_instance));
    id.map(|id| vec![id]).ok_or(Absence::NotTold { place })
}

/// GCE_ID: the number that the guest agent or cloud-init kept.
pub(crate) fn gce(machine: &Linux) -> Result<Vec<String>, Absence> {
    on(machine, "gce")?;
    let is_number = |id: &String| id.bytes().all(|byte| byte.is_ascii_digit());
    let place = "/etc/google_instance_id and the files of cloud-init";
    let agent = machine.facts.line("etc/google_instance_id").filter(is_number);
    let id = agent.or_else(|| cloud_init(&machine.facts, "gce").filter(is_number));
    id.map(|id| vec![id]).ok_or(Absence::NotTold { place })
}

/// AZURE_ID: the machine's UUID, in the order of DMI and in the order of the cloud: the first
/// generation of virtual machines swaps the bytes of the first three groups.
pub(crate) fn azure(machine: &Linux) -> Result<Vec<String>, Absence> {
    on(machine, "azure")?;
    let place = "/sys/class/dmi/id/product_uuid (root only) and the files of cloud-init";
    let id = machine.facts.line(PRODUCT_UUID).or_else(|| cloud_init(&machine.facts, "azure"));
    let id = id.map(|id| id.to_ascii_lowercase()).filter(|id| super::is_uuid(id));
    let swapped = id.as_deref().and_then(swapped);
    id.map(|id| [id].into_iter().chain(swapped).collect()).ok_or(Absence::NotTold { place })
}

fn on(machine: &Linux, cloud: &str) -> Result<(), Absence> {
    let found = makers::cloud(&machine.dmi());
    if found.is_some_and(|(found, _)| found == cloud) { Ok(()) } else { Err(Absence::OtherCloud) }
}

/// The instance id that cloud-init kept, if it found this cloud.
fn cloud_init(facts: &Facts, cloud: &str) -> Option<String> {
    let found = facts.line("run/cloud-init/cloud-id")?;
    let id = || {
        ["run/cloud-init/.instance-id", "var/lib/cloud/data/instance-id"]
            .into_iter()
            .find_map(|file| facts.line(file))
    };
    (found == cloud).then(id).flatten()
}

fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The UUID with the bytes of its first three groups in the other order.
fn swapped(uuid: &str) -> Option<String> {
    let reversed = |range: std::ops::Range<usize>| -> Option<String> {
        let group = uuid.get(range)?.as_bytes();
        Some(group.rchunks(2).flatten().copied().map(char::from).collect())
    };
    Some(format!("{}-{}-{}-{}", reversed(0..8)?, reversed(9..13)?, reversed(14..18)?, uuid.get(19..)?))
}
