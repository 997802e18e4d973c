//! What the machine and this process stand in, asked once and only when it matters.

use std::sync::OnceLock;

use super::{Moment, Terms};
use crate::local::Place;
use crate::session::Profile;

/// Surroundings of this process.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    seen: OnceLock<Seen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    virtual_machine: bool,
    cloud: bool,
    terminal_session: bool,
}

impl Scene {
    /// A scene that is known.
    #[cfg(test)]
    pub(crate) fn set(virtual_machine: bool) -> Self {
        let seen = Seen { virtual_machine, cloud: false, terminal_session: false };
        Self { seen: OnceLock::from(seen) }
    }

    /// TRI-01: a cloud instance is one too; "cannot tell" is not (SHR-03).
    pub(crate) fn is_virtual(&self) -> bool {
        let seen = self.seen();
        seen.virtual_machine || seen.cloud
    }

    /// Where and when local licenses are asked for.
    pub(super) fn place<'a>(&self, profile: &'a Profile, terms: &Terms, moment: Moment) -> Place<'a> {
        let seen = self.seen();
        let system = || Place::system_offset_minutes(terms.time_zone.as_deref(), moment.wall_ms);
        Place {
            wall_ms: moment.wall_ms,
            utc_offset_minutes: terms.utc_offset_minutes.or_else(system),
            clock_high_water_ms: Some(moment.latest_ms).filter(|latest_ms| *latest_ms > 0),
            vendor: profile.open.vendor.as_ref(),
            host_ids: &profile.open.host_ids,
            platform: &profile.open.platform,
            virtual_machine: seen.virtual_machine,
            cloud: seen.cloud,
            terminal_session: seen.terminal_session,
        }
    }

    fn seen(&self) -> Seen {
        *self.seen.get_or_init(|| {
            let surroundings = lictor_host::surroundings();
            Seen {
                virtual_machine: surroundings.virtual_machine.is_yes(),
                cloud: surroundings.cloud.is_yes(),
                terminal_session: lictor_host::terminal_session().is_yes(),
            }
        })
    }
}
