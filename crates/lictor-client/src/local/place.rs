//! Who asks, where and when, and what a license says to that.

use lictor_license::{License, Share};
use lictor_types::{HostId, Status, VendorName};

use super::days::Days;
use super::objection::Objection;
use super::zone::Zone;
use crate::request::Wish;

/// This machine and this moment, as far as local licenses ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) wall_ms: u64,
    /// How far local time is ahead of UTC, as the program or [`Self::system_offset_minutes`] says;
    /// none if nobody knows.
    pub(crate) utc_offset_minutes: Option<i16>,
    /// The latest instant that the client's own store has seen (TIM-07); none without a store.
    pub(crate) clock_high_water_ms: Option<u64>,
    /// The vendor whose features are meant; none for any.
    pub(crate) vendor: Option<&'a VendorName>,
    /// All host ids of the machine and of the program (HID-01).
    pub(crate) host_ids: &'a [HostId],
    /// As PLATFORMS writes it.
    pub(crate) platform: &'a str,
    /// Whether it is known to be a virtual machine (SHR-03). A container is not one, and "cannot
    /// tell" is not one.
    pub(crate) virtual_machine: bool,
    /// Whether it is known to be a cloud instance (SHR-03).
    pub(crate) cloud: bool,
    /// Whether the program is used through a session of a terminal server.
    pub(crate) terminal_session: bool,
}

/// How far a clock may be behind what was seen (TIM-07).
const ROLLBACK_MS_MAX: u64 = 24 * 60 * 60 * 1000;

impl Place<'_> {
    /// How far local time is ahead of UTC now, as the system says; `tz` is the variable TZ.
    pub(crate) fn system_offset_minutes(tz: Option<&str>, wall_ms: u64) -> Option<i16> {
        Zone::system(tz)?.offset_minutes(wall_ms)
    }

    /// TIM-07: a license that asks for it is refused while the clock is behind.
    pub(super) fn clock(&self, license: &License) -> Result<(), Objection> {
        let seen_ms = self.clock_high_water_ms.filter(|_| license.system_clock_check()).unwrap_or(0);
        let behind_ms = seen_ms.saturating_sub(self.wall_ms);
        if behind_ms <= ROLLBACK_MS_MAX {
            return Ok(());
        }
        let hours = behind_ms / (60 * 60 * 1000);
        Err((
            Status::ClockRollback,
            format!("checks the clock, which is {hours} hours behind a time seen here"),
        ))
    }

    /// Whether the license is for this machine at all: HID-03, then SHR-03.
    pub(super) fn machine(&self, license: &License) -> Result<(), Objection> {
        let (blocks, rate) = (license.client_hosts(), license.hostid_match_rate());
        if blocks.is_empty() {
            return Ok(());
        }
        if !blocks.iter().any(|block| block.matches(rate, self.host_ids)) {
            return Err((Status::WrongHost, "is for another machine".to_owned()));
        }
        let share = license.share();
        let may_virtual = share.contains(Share::VIRTUAL);
        if self.cloud && !may_virtual && !share.contains(Share::CLOUD) {
            let text = "is tied to a machine and takes SHARE=CLOUD or VIRTUAL on a cloud instance";
            return Err((Status::VirtualMachine, text.to_owned()));
        }
        if self.virtual_machine && !self.cloud && !may_virtual {
            let text = "is tied to a machine and takes SHARE=VIRTUAL in a virtual one";
            return Err((Status::VirtualMachine, text.to_owned()));
        }
        Ok(())
    }

    /// PLATFORMS and TIME_ZONES.
    pub(super) fn listed(&self, license: &License) -> Result<(), Objection> {
        let platforms = license.platforms();
        if !platforms.is_empty() && !platforms.iter().any(|known| known.eq_ignore_ascii_case(self.platform)) {
            let text = format!("is for {}, this is {}", platforms.join(", "), self.platform);
            return Err((Status::WrongPlatform, text));
        }
        let hour = self.utc_offset_minutes.map(|minutes| minutes / 60);
        let zones = license.time_zones();
        if !zones.is_empty() && !zones.iter().any(|known| Some(i16::from(*known)) == hour) {
            let zones: Vec<String> = zones.iter().map(ToString::to_string).collect();
            let here = hour.map_or_else(|| "not known here".to_owned(), |hour| format!("{hour} here"));
            let text = format!("is for hours {} from UTC, which is {here}", zones.join(", "));
            return Err((Status::WrongTimeZone, text));
        }
        Ok(())
    }

    /// SHARE=TERMINALSERVER: without it a license is for whoever sits at the machine.
    pub(super) fn terminal(&self, license: &License) -> Result<(), Objection> {
        if !self.terminal_session || license.share().contains(Share::TERMINALSERVER) {
            return Ok(());
        }
        let text = "takes SHARE=TERMINALSERVER in a remote session";
        Err((Status::TerminalSession, text.to_owned()))
    }
}

/// TIM-01: from the first instant of START through the last of END.
pub(super) fn dates(license: &License, days: Days) -> Result<(), Objection> {
    if let Some(start) = license.start().filter(|start| days.are_before(*start)) {
        return Err((Status::NotStarted, format!("starts on {start}")));
    }
    match license.end().filter(|end| days.are_after(*end)) {
        Some(end) => Err((Status::Expired, format!("ended with {end}"))),
        None => Ok(()),
    }
}

/// OUT-01: at most the version of the license, or exactly that.
pub(super) fn version(license: &License, wish: &Wish) -> Result<(), Objection> {
    let have = license.version();
    match wish.version {
        Some(asked) if wish.exact && asked != have => {
            Err((Status::VersionTooHigh, format!("is for version {have}, exactly {asked} is requested")))
        }
        Some(asked) if asked > have => {
            Err((Status::VersionTooHigh, format!("is for version {have}, {asked} is requested")))
        }
        Some(_) | None => Ok(()),
    }
}
