//! A refusal in words, from its numbers (OUT-04).

use lictor_types::{Denial, Seats, Status};

use crate::error::FeatureDenial;

/// One lower-case sentence about why a feature was refused.
pub(crate) fn explain(refused: &FeatureDenial) -> String {
    let FeatureDenial { feature, denial, .. } = refused;
    let asked = plural(denial.requested);
    let rule = denial.rule.map_or_else(String::new, |rule| format!(" {rule}"));
    if denial.status == Status::FeatureNotFound {
        format!("no license of `{feature}` is served")
    } else if denial.status == Status::NotEnoughSeats {
        not_enough(feature, denial)
    } else if denial.status == Status::VersionTooHigh {
        other_version(refused)
    } else if denial.status == Status::Reserved {
        format!("{asked} of `{feature}` requested, the free ones are reserved ({})", denial.reserved)
    } else if matches!(denial.status, Status::DeniedByRule | Status::LimitReached) {
        format!("`{feature}` is refused by access rule{rule} ({})", denial.status)
    } else {
        format!("`{feature}` is refused: {}", denial.status.name().replace('_', " "))
    }
}

/// OUT-01: the version asked for is above the license's, or not equal to it.
fn other_version(refused: &FeatureDenial) -> String {
    let feature = &refused.feature;
    match refused.version {
        Some(version) if refused.exact => {
            format!("exactly version {version} of `{feature}` requested, it is licensed for another")
        }
        Some(version) => {
            format!("version {version} of `{feature}` requested, it is licensed for a lower one")
        }
        None => format!("`{feature}` is refused: version too high"),
    }
}

fn not_enough(feature: &str, denial: &Denial) -> String {
    let asked = plural(denial.requested);
    let over = denial.over_committed();
    let reserved = match denial.reserved {
        0 => String::new(),
        n => format!(", {n} reserved"),
    };
    match denial.seats {
        Seats::Limited(seats) if over > 0 => {
            format!(
                "{asked} of `{feature}` requested, {} of {seats} in use, {over} more than licensed",
                denial.used
            )
        }
        Seats::Limited(seats) => {
            format!("{asked} of `{feature}` requested, {} of {seats} in use{reserved}", denial.used)
        }
        Seats::Unlimited => format!("{asked} of `{feature}` requested, {} in use{reserved}", denial.used),
    }
}

fn plural(count: u32) -> String {
    if count == 1 { "1 seat".to_owned() } else { format!("{count} seats") }
}

#[cfg(test)]
mod tests {
    use lictor_types::Version;

    use super::*;

    /// OUT-04: the numbers are in the words.
    #[test]
    fn out_04_a_refusal_in_words() {
        let denial = |status, seats, used| Denial {
            status,
            requested: 2,
            seats,
            used,
            reserved: 0,
            rule: None,
            waiting: 0,
            relief: None,
            pools_total: 1,
            pools: Vec::new(),
        };
        let high = || denial(Status::VersionTooHigh, Seats::Limited(1), 0);
        for (version, exact, denial, expected) in [
            (
                None,
                false,
                denial(Status::NotEnoughSeats, Seats::Limited(11), 10),
                "2 seats of `f1` requested, 10 of 11 in use",
            ),
            (
                None,
                false,
                denial(Status::NotEnoughSeats, Seats::Limited(12), 17),
                "2 seats of `f1` requested, 17 of 12 in use, 5 more than licensed",
            ),
            (None, false, denial(Status::FeatureNotFound, Seats::NONE, 0), "no license of `f1` is served"),
            (None, false, denial(Status::Expired, Seats::Limited(1), 0), "`f1` is refused: expired"),
            (Some("2.6"), false, high(), "version 2.6 of `f1` requested, it is licensed for a lower one"),
            (Some("2.4"), true, high(), "exactly version 2.4 of `f1` requested, it is licensed for another"),
        ] {
            let version = version.map(|text| Version::parse(text).unwrap());
            let refused = FeatureDenial { feature: "f1".to_owned(), version, exact, denial };
            assert_eq!(explain(&refused), expected);
        }
    }
}
