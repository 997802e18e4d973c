//! A local license that the vendor signed.

use std::sync::Arc;

use lictor_license::{Keyring, License, Verified, verify};
use lictor_types::{Digest, Status};

use super::days::Days;
use super::objection::{Objection, Spot, status_of};
use super::place::Place;
use super::standing::Member;
use super::zone::Zone;

/// A verified local license, and the zone of its dates.
#[derive(Debug, Clone)]
pub(super) struct Genuine {
    pub(super) license: Arc<Verified<License>>,
    content: Digest,
    zone: DateZone,
}

/// Whose midnight START and END mean.
#[derive(Debug, Clone)]
enum DateZone {
    /// This machine's.
    Own,
    /// The one that ZONE names, if this machine knows it.
    Named(Option<Zone>),
}

impl Genuine {
    /// KEY-05: what can be said of a license before it is asked for. Only a genuine local license
    /// passes (FIL-08); a network license in a file is neither counted nor granted from (UPG-12).
    pub(super) fn admit(license: &License, keyring: &Keyring, spot: Spot<'_>) -> Result<Self, Objection> {
        let license = verify(license, keyring).map_err(|refusal| match refusal.problems.as_slice() {
            [] => spot.objection(status_of(refusal.reason), &refusal.text),
            problems => spot.problems(problems),
        })?;
        if license.is_network() {
            let text = "a network license, which only a server serves";
            return Err(spot.objection(Status::FeatureNotFound, text));
        }
        let zone = match license.zone() {
            None | Some("SERVER") => DateZone::Own,
            Some(name) => DateZone::Named(Zone::named(name)),
        };
        Ok(Self { content: license.content_digest(), license: Arc::new(license), zone })
    }

    /// Today, where it means its dates (TIM-01).
    pub(super) fn days(&self, place: &Place<'_>) -> Days {
        let offset_minutes = match &self.zone {
            DateZone::Own => place.utc_offset_minutes,
            DateZone::Named(zone) => zone.as_ref().and_then(|zone| zone.offset_minutes(place.wall_ms)),
        };
        Days::at(place.wall_ms, offset_minutes)
    }

    /// What it is among others.
    pub(super) fn member(&self, place: &Place<'_>) -> Member<'_> {
        Member { license: &self.license, content: self.content, days: self.days(place) }
    }
}
