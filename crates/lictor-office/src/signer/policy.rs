//! The policy: what the signer signs, whatever the office asks (`policy.toml` in its directory).
//!
//! ```toml
//! max_count = 1000            # seats of one license; default 2147483647
//! unlimited = true            # whether COUNT=UNLIMITED may be signed; default true
//! max_term_days = 1100        # END at most so many days after the day of issue; default: any END
//! permanent = true            # whether a license may have no END; default true
//! features = ["*"]            # names or patterns with *; default all
//! products = ["*"]            # likewise; with a list, a request must name its product; default all
//! files_per_day = 100000      # signed files in one UTC day of the signer's clock; default 100000
//! seats_per_day = 5000000     # seats in those files; default: any number
//! max_day_difference = 2      # ISSUED may differ so many days from the signer's own day; default any
//! above_limit = "refuse"      # or "second_approval"; default "refuse"
//! ```
//!
//! With `second_approval` a request above `max_count`, `unlimited`, `max_term_days`, `permanent`,
//! `files_per_day` or `seats_per_day` waits until `lictor-office signer approve ID` releases it. The
//! other rules refuse in any case. Term days count from the earlier of ISSUED and the signer's own day,
//! so that a date of issue in the future gains nothing.

use std::path::Path;
use std::{fs, io};

use lictor_license::Terms;
use lictor_types::limits::SEATS_MAX;
use lictor_types::{CivilDate, Seats};
use serde::Deserialize;

use crate::signer::denial::{Denial, Rule};
use crate::signer::place;

/// More than any policy needs.
const BYTES_MAX: u64 = 1024 * 1024;
/// The policy of a signer that was made at the first start of a back office: wide enough for what is sold every
/// day, and no more.
const FIRST: &str = "\
# What this signer signs, whatever the office asks. Above a limit a request waits for
# `lictor-office signer approve ID`. The signer reads this file when it starts.
max_count = 100000          # seats of one license
max_term_days = 3700        # END at most so many days after the day of issue
files_per_day = 100000      # signed files in one UTC day
above_limit = \"second_approval\"
";
const KEYS: &str = "max_count, unlimited, max_term_days, permanent, features, products, files_per_day, \
                    seats_per_day, max_day_difference, above_limit";

/// What is signed, and what becomes of the rest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Most seats of one license.
    pub max_count: u32,
    /// Whether unlimited licenses are signed.
    pub unlimited: bool,
    /// Most days from the day of issue to END.
    pub max_term_days: Option<u32>,
    /// Whether licenses without END are signed.
    pub permanent: bool,
    /// Features that may be signed: names, or patterns with `*`, compared without regard to case.
    pub features: Vec<String>,
    /// Products that may be signed, likewise.
    pub products: Vec<String>,
    /// Most files signed in one day.
    pub files_per_day: u64,
    /// Most seats signed in one day; an unlimited license is above any number.
    pub seats_per_day: Option<u64>,
    /// Most days between ISSUED and the signer's own day.
    pub max_day_difference: Option<u32>,
    /// What becomes of a request above a limit.
    pub above_limit: AboveLimit,
}

/// What becomes of a request above a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AboveLimit {
    /// It is refused.
    #[default]
    Refuse,
    /// It waits for a second person.
    SecondApproval,
}

/// What was signed on one UTC day of the signer's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    /// The day, counted from 1970-01-01.
    pub day: i64,
    /// Files.
    pub files: u64,
    /// Seats of the limited licenses in them.
    pub seats: u64,
}

/// Why a policy is not in force.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The file cannot be read.
    #[error("{0}: cannot be read: {1}")]
    Read(String, io::Error),
    /// The file has a mistake; the text names file and line.
    #[error("{0}")]
    Mistake(String),
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_count: SEATS_MAX,
            unlimited: true,
            max_term_days: None,
            permanent: true,
            features: vec!["*".to_owned()],
            products: vec!["*".to_owned()],
            files_per_day: 100_000,
            seats_per_day: None,
            max_day_difference: None,
            above_limit: AboveLimit::Refuse,
        }
    }
}

impl Volume {
    /// The volume with one more file, on the day of that file.
    #[must_use]
    pub fn plus(self, day: i64, seats: u64) -> Self {
        let before = if self.day == day { self } else { Self { day, ..Self::default() } };
        Self { files: before.files.saturating_add(1), seats: before.seats.saturating_add(seats), ..before }
    }
}

/// The seats that count for a day: those of limited licenses.
#[must_use]
pub fn seats_of<'a>(features: impl IntoIterator<Item = &'a Terms>) -> u64 {
    features.into_iter().map(|terms| limited(terms).map_or(0, u64::from)).fold(0, u64::saturating_add)
}

impl Policy {
    /// Writes a first policy, unless there is one.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn write_first(path: &Path) -> io::Result<()> {
        if path.exists() {
            return Ok(());
        }
        place::put(path, FIRST.as_bytes())
    }

    /// Reads the file; without one the default is in force. Gives the text too, for the record.
    ///
    /// # Errors
    ///
    /// [`PolicyError`], with file, line and a hint.
    pub fn read(path: &Path) -> Result<(Self, String), PolicyError> {
        let failed = |error| PolicyError::Read(path.display().to_string(), error);
        let text = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok((Self::default(), String::new()));
            }
            Err(error) => return Err(failed(error)),
            Ok(metadata) if metadata.len() > BYTES_MAX => {
                return Err(failed(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 1 MiB")));
            }
            Ok(_) => fs::read_to_string(path).map_err(failed)?,
        };
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok((Self::parse(&name, &text)?, text))
    }

    /// Reads the text of a policy; `name` is what messages call the file.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Mistake`].
    pub fn parse(name: &str, text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let hint = if error.message().starts_with("unknown field") {
                format!("\nhint: the keys are {KEYS}")
            } else {
                String::new()
            };
            PolicyError::Mistake(format!("{name}:{line}: {}{hint}", error.message()))
        })?;
        if policy.max_count > SEATS_MAX {
            let text = format!("{name}: max_count: expected a whole number from 0 to {SEATS_MAX}");
            return Err(PolicyError::Mistake(text));
        }
        Ok(policy)
    }

    /// Judges the features of one file as they were read back from the template, not as the request
    /// names them. `day` is the signer's own; `today` what was signed on it.
    ///
    /// Rules that no approval helps come first. With `approved` the limits are not asked.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn judge(
        &self,
        product: Option<&str>,
        features: &[(CivilDate, &Terms)],
        day: CivilDate,
        today: Volume,
        approved: bool,
    ) -> Result<(), Denial> {
        self.product(product)?;
        for (place, (issued, terms)) in features.iter().enumerate() {
            self.listed(terms)
                .and_then(|()| self.issued(*issued, day))
                .map_err(|denial| under(place, denial))?;
        }
        if approved {
            return Ok(());
        }
        for (place, (issued, terms)) in features.iter().enumerate() {
            let from = day.min(*issued);
            self.seats(terms).and_then(|()| self.term(from, terms)).map_err(|denial| under(place, denial))?;
        }
        self.volume(features, day, today)
    }

    fn product(&self, product: Option<&str>) -> Result<(), Denial> {
        if self.products.iter().any(|pattern| pattern == "*") {
            return Ok(());
        }
        match product {
            Some(name) if listed(&self.products, name) => Ok(()),
            Some(name) => {
                let text = format!("the policy does not list the product {name:?}");
                Err(Denial::new(Rule::Product, text).at("/product"))
            }
            None => {
                Err(Denial::new(Rule::Product, "the policy lists products, and none is named").at("/product"))
            }
        }
    }

    fn listed(&self, terms: &Terms) -> Result<(), Denial> {
        if listed(&self.features, terms.feature().as_str()) {
            return Ok(());
        }
        let text = format!("the policy does not list the feature {}", terms.feature());
        Err(Denial::new(Rule::Feature, text).at("/name"))
    }

    fn issued(&self, issued: CivilDate, day: CivilDate) -> Result<(), Denial> {
        let difference = issued.day_number().abs_diff(day.day_number());
        match self.max_day_difference {
            Some(limit) if difference > limit => {
                let text = format!("ISSUED {issued} is {difference} days from {day}, the limit is {limit}");
                Err(Denial::new(Rule::DayDifference, text).numbers(limit.into(), difference.into()))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn seats(&self, terms: &Terms) -> Result<(), Denial> {
        match terms.seats() {
            Some(Seats::Unlimited) if !self.unlimited => {
                let text = format!("{}: the policy permits no unlimited license", terms.feature());
                Err(Denial::new(Rule::Unlimited, text).at("/count"))
            }
            Some(Seats::Limited(count)) if count > self.max_count => {
                let text = format!("{}: {count} seats, the limit is {}", terms.feature(), self.max_count);
                let denial = Denial::new(Rule::Count, text).at("/count");
                Err(denial.numbers(self.max_count.into(), count.into()))
            }
            Some(Seats::Limited(_) | Seats::Unlimited) | None => Ok(()),
        }
    }

    fn term(&self, from: CivilDate, terms: &Terms) -> Result<(), Denial> {
        let Some(end) = terms.end() else {
            if self.permanent {
                return Ok(());
            }
            let text = format!("{}: the policy permits no license without END", terms.feature());
            return Err(Denial::new(Rule::Permanent, text).at("/end"));
        };
        let days = end.day_number().saturating_sub(from.day_number());
        match self.max_term_days {
            Some(limit) if days > limit => {
                let text = format!(
                    "{}: END {end} is {days} days after {from}, the limit is {limit}",
                    terms.feature()
                );
                Err(Denial::new(Rule::Term, text).numbers(limit.into(), days.into()).at("/end"))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn volume(&self, features: &[(CivilDate, &Terms)], day: CivilDate, today: Volume) -> Result<(), Denial> {
        let seats = seats_of(features.iter().map(|(_, terms)| *terms));
        let after = today.plus(day.day_number().into(), seats);
        if after.files > self.files_per_day {
            let text =
                format!("{} files were signed today, the limit is {}", after.files - 1, self.files_per_day);
            return Err(
                Denial::new(Rule::FilesPerDay, text).numbers(clamp(self.files_per_day), clamp(after.files))
            );
        }
        let Some(limit) = self.seats_per_day else { return Ok(()) };
        if features.iter().any(|(_, terms)| terms.seats() == Some(Seats::Unlimited)) {
            let text = format!("an unlimited license is above the day's limit of {limit} seats");
            return Err(Denial::new(Rule::SeatsPerDay, text));
        }
        if after.seats > limit {
            let text = format!("{} seats would be signed today, the limit is {limit}", after.seats);
            return Err(Denial::new(Rule::SeatsPerDay, text).numbers(clamp(limit), clamp(after.seats)));
        }
        Ok(())
    }
}

fn limited(terms: &Terms) -> Option<u32> {
    match terms.seats() {
        Some(Seats::Limited(count)) => Some(count),
        Some(Seats::Unlimited) | None => None,
    }
}

fn under(place: usize, denial: Denial) -> Denial {
    let field = denial.pointer.clone().unwrap_or_default();
    denial.at(format!("/features/{place}{field}"))
}

fn clamp(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn listed(patterns: &[String], name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    patterns.iter().any(|pattern| matches(&pattern.to_ascii_lowercase(), &name))
}

/// Whether a pattern, in which `*` stands for any text, is that of the name.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests;
