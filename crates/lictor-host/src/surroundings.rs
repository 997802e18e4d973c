//! What a machine stands in: a hypervisor, a container, a cloud (SHR-03).

use crate::verdict::Verdict;

/// What this process and its machine stand in. By default nothing can be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Whether the machine is virtual; the kind names the hypervisor. A container is judged by its
    /// host, whose hardware description it sees.
    pub virtual_machine: Verdict,
    /// Whether the process runs in a container; the kind names what made it.
    pub container: Verdict,
    /// Whether the machine is a cloud instance, virtual or bare metal; the kind names the cloud.
    pub cloud: Verdict,
}

impl Surroundings {
    /// SHR-03: whether a license with host ids and these flags of SHARE may stand here.
    ///
    /// A cloud instance asks for `VIRTUAL` or `CLOUD`, any other virtual machine for `VIRTUAL`, and
    /// everything else for nothing: a container is no virtual machine, and neither is a machine
    /// that cannot be told to be one. Licenses without host ids are not asked.
    #[must_use]
    pub fn permit(&self, share_virtual: bool, share_cloud: bool) -> bool {
        if self.cloud.is_yes() {
            share_virtual || share_cloud
        } else {
            share_virtual || !self.virtual_machine.is_yes()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHR-03: which flag each kind of surroundings asks for.
    #[test]
    fn shr_03_flags_that_are_needed() {
        let yes = || Verdict::yes("x", Vec::new());
        let no = || Verdict::no(Vec::new());
        let unknown = || Verdict::unknown(Vec::new());
        // Permitted with: no flag, CLOUD alone, VIRTUAL alone.
        for (virtual_machine, container, cloud, expected) in [
            (no(), no(), no(), [true, true, true]),
            (no(), yes(), no(), [true, true, true]),
            (unknown(), yes(), unknown(), [true, true, true]),
            (yes(), no(), no(), [false, false, true]),
            (yes(), yes(), unknown(), [false, false, true]),
            (yes(), no(), yes(), [false, true, true]),
            (no(), no(), yes(), [false, true, true]),
        ] {
            let here = Surroundings { virtual_machine, container, cloud };
            let found = [(false, false), (false, true), (true, false)].map(|(v, c)| here.permit(v, c));
            assert_eq!(found, expected, "{here:?}");
        }
    }
}
