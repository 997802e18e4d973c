//! Grace: work without a server for a while after it was reached last (GRA-01).

use lictor_license::{Keyring, License, verify};
use lictor_types::{Seats, Status};

use super::moment::Moment;
use super::paper::{self, Objection};
use crate::request::Wish;
use crate::store::{Reader, Writer};

/// What is kept of the grace of one feature. The license texts are signed: hours and version are
/// read from them and cannot be changed here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Grace {
    /// The license of the last successful checkout, not used yet.
    pub(crate) ticket: Option<String>,
    /// Grace that was begun.
    pub(crate) run: Option<Run>,
}

/// Grace that was begun. It is never reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) license: String,
    pub(crate) started_ms: u64,
}

/// What grace says to a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mercy {
    /// The feature never had grace, or it was used and no server was reached since.
    None,
    /// It runs, or begins with this wish; then what is kept of it changes.
    Serves {
        until_ms: u64,
        begins: Option<Box<Grace>>,
    },
    Refuses(Objection),
}

const HOUR_MS: u64 = 60 * 60 * 1000;
/// How long grace is blocked after it is over.
const BLOCKED_MS: u64 = 7 * 24 * HOUR_MS;

impl Grace {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.text(self.ticket.as_deref().unwrap_or_default());
        if let Some(run) = &self.run {
            out.text(&run.license);
            out.number(run.started_ms);
        }
        out.finish()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let ticket = Some(reader.text()?.to_owned()).filter(|text| !text.is_empty());
        if reader.is_at_end() {
            return Some(Self { ticket, run: None });
        }
        let run = Run { license: reader.text()?.to_owned(), started_ms: reader.number()? };
        reader.end(Self { ticket, run: Some(run) })
    }

    /// GRA-01: after a successful checkout. Grace that was begun goes on as it did.
    pub(crate) fn renewed(self, license: &str) -> Self {
        Self { ticket: Some(license.to_owned()), run: self.run }
    }

    /// The license that it is about. Whether it is genuine is another question.
    pub(crate) fn license(&self) -> Option<License> {
        let text = self.run.as_ref().map(|run| &run.license).or(self.ticket.as_ref())?;
        paper::read(text).ok()
    }

    /// GRA-01: what becomes of a wish while no server can be reached.
    pub(crate) fn judge(&self, wish: &Wish, keyring: &Keyring, moment: Moment) -> Mercy {
        if let Some(run) = &self.run {
            match serves(&run.license, wish, keyring, moment) {
                Err(objection) => return Mercy::Refuses(objection),
                Ok(hours) => {
                    let until_ms = run.started_ms.saturating_add(hours * HOUR_MS);
                    let blocked_ms = until_ms.saturating_add(BLOCKED_MS);
                    if moment.wall_ms < until_ms {
                        return Mercy::Serves { until_ms, begins: None };
                    }
                    if moment.wall_ms < blocked_ms {
                        let until = paper::instant(blocked_ms);
                        let text = format!(
                            "no server can be reached, and grace is used up and blocked until {until}"
                        );
                        return Mercy::Refuses((Status::GraceUsed, text));
                    }
                }
            }
        }
        let Some(license) = &self.ticket else { return Mercy::None };
        match serves(license, wish, keyring, moment) {
            Err(objection) => Mercy::Refuses(objection),
            Ok(hours) => {
                let run = Run { license: license.clone(), started_ms: moment.wall_ms };
                let until_ms = run.started_ms.saturating_add(hours * HOUR_MS);
                Mercy::Serves { until_ms, begins: Some(Box::new(Self { ticket: None, run: Some(run) })) }
            }
        }
    }
}

/// For how many hours a license would serve a wish.
fn serves(text: &str, wish: &Wish, keyring: &Keyring, moment: Moment) -> Result<u64, Objection> {
    let license: License = paper::read(text)?;
    let license = verify(&license, keyring).map_err(paper::refused)?;
    let Some(hours) = license.grace_hours().filter(|_| *license.feature() == wish.feature) else {
        return Err((Status::BadLicenseFile, "the license that is kept has no grace".to_owned()));
    };
    moment.clock(&license)?;
    moment.dates(&license)?;
    paper::version(license.version(), wish)?;
    let seats = license.seats().unwrap_or(Seats::Unlimited);
    if !seats.covers(u64::from(wish.count)) {
        let text = format!("{} seats requested, the license has {seats}", wish.count);
        return Err((Status::NotEnoughSeats, text));
    }
    Ok(u64::from(hours))
}
