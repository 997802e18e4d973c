//! macOS: what the kernel says. Compiled, but not tested.

use lictor_types::HostIdType;

use crate::absence::Absence;
use crate::machine::Machine;
use crate::surroundings::Surroundings;
use crate::verdict::{Verdict, seen};

mod kernel;

/// (how the model of a guest begins, kind).
const MODELS: [(&str, &str); 3] = [("VirtualMac", "apple"), ("VMware", "vmware"), ("Parallels", "parallels")];

/// A macOS machine: the one this program runs on.
#[derive(Debug, Clone, Default)]
pub struct MacOs;

impl Machine for MacOs {
    fn values(&self, kind: HostIdType) -> Result<Vec<String>, Absence> {
        match kind {
            HostIdType::Hostname => Ok(vec![self.host_name()]),
            HostIdType::MachineId => {
                kernel::host_uuid().map(|id| vec![id]).ok_or(Absence::NotFound { place: "gethostuuid" })
            }
            HostIdType::Custom => Err(Absence::FromProgram),
            HostIdType::ServerKey => Err(Absence::FromServer),
            HostIdType::Ethernet
            | HostIdType::Username
            | HostIdType::IpAddress
            | HostIdType::Board
            | HostIdType::Disk
            | HostIdType::AwsInstanceId
            | HostIdType::GceId
            | HostIdType::AzureId => Err(Absence::NotDetermined),
        }
    }

    fn host_name(&self) -> String {
        kernel::text("kern.hostname").unwrap_or_else(|| "localhost".to_owned())
    }

    /// The user's number: the directory that knows the names is not asked.
    fn user_name(&self) -> String {
        rustix::process::getuid().as_raw().to_string()
    }

    fn account_name(&self, uid: u32) -> String {
        uid.to_string()
    }

    fn surroundings(&self) -> Surroundings {
        let unknown = || Verdict::unknown(vec!["not determined on this operating system".to_owned()]);
        let virtual_machine = kernel::text("hw.model").map_or_else(unknown, |model| by_model(&model));
        Surroundings { virtual_machine, container: unknown(), cloud: unknown() }
    }

    fn terminal_session(&self) -> Verdict {
        Verdict::unknown(vec!["not determined on this operating system".to_owned()])
    }
}

fn by_model(model: &str) -> Verdict {
    let evidence = vec![seen("hw.model", model)];
    match MODELS.iter().find(|(prefix, _)| model.starts_with(prefix)) {
        Some((_, kind)) => Verdict::yes(kind, evidence),
        None if model.contains("Mac") => Verdict::no(evidence),
        None => Verdict::unknown(evidence),
    }
}
