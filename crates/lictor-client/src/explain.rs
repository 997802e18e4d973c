//! A refusal in words, from its numbers (OUT-04).

use lictor_types::{Denial, Seats, Status};

/// One lower-case sentence about why `feature` was refused.
pub(crate) fn explain(feature: &str, denial: &Denial) -> String {
    let asked = plural(denial.requested);
    let rule = denial.rule.map_or_else(String::new, |rule| format!(" {rule}"));
    if denial.status == Status::FeatureNotFound {
        format!("no license of `{feature}` is served")
    } else if denial.status == Status::NotEnoughSeats {
        not_enough(feature, denial)
    } else if denial.status == Status::Reserved {
        format!("{asked} of `{feature}` requested, the free ones are reserved ({})", denial.reserved)
    } else if matches!(denial.status, Status::DeniedByRule | Status::LimitReached) {
        format!("`{feature}` is refused by access rule{rule} ({})", denial.status)
    } else {
        format!("`{feature}` is refused: {}", denial.status.name().replace('_', " "))
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
            relief: None,
            pools_total: 1,
            pools: Vec::new(),
        };
        for (denial, expected) in [
            (
                denial(Status::NotEnoughSeats, Seats::Limited(11), 10),
                "2 seats of `f1` requested, 10 of 11 in use",
            ),
            (
                denial(Status::NotEnoughSeats, Seats::Limited(12), 17),
                "2 seats of `f1` requested, 17 of 12 in use, 5 more than licensed",
            ),
            (denial(Status::FeatureNotFound, Seats::NONE, 0), "no license of `f1` is served"),
            (denial(Status::VersionTooHigh, Seats::Limited(1), 0), "`f1` is refused: version too high"),
        ] {
            assert_eq!(explain("f1", &denial), expected);
        }
    }
}
