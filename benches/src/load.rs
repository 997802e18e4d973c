//! The generator against a server that is running already.

use std::io;
use std::time::Duration;

use lictor_types::VendorName;
use serde_json::{Value, json};

use crate::generator::{Plan, run};
use crate::outcome::Outcome;
use crate::protocol::Seats;
use crate::socket::Target;

/// What to ask of the server.
#[derive(Debug, Clone)]
pub struct Load {
    /// Where it is.
    pub target: Target,
    /// The feature whose seats go out and in; it needs a seat for each connection and request of a
    /// batch.
    pub feature: String,
    /// Its vendor, where several have such a feature.
    pub vendor: Option<VendorName>,
    /// Connections.
    pub connections: usize,
    /// Requests in one batch.
    pub depth: usize,
    /// Measured time.
    pub time: Duration,
    /// Requests a second; none for a closed loop.
    pub rate: Option<f64>,
}

impl Load {
    /// Puts the load on the server, after a second that does not count.
    ///
    /// # Errors
    ///
    /// What the operating system or TLS said, or why the server opens no session.
    pub fn run(&self) -> io::Result<Outcome> {
        let plan = Plan {
            target: self.target.clone(),
            pid: None,
            connections: self.connections,
            depth: self.depth,
            warm: Duration::from_secs(1),
            time: self.time,
            rate: self.rate,
        };
        run(&plan, |number| Seats::new(&self.feature, self.vendor.clone(), number as u64))
    }

    /// What came of it, for people.
    #[must_use]
    pub fn text(&self, outcome: &Outcome) -> String {
        format!(
            "{} x {}, {}: {:.0} answers/s, p50 {} µs, p99 {} µs, p99.9 {} µs, {} bad of {}\n",
            self.connections,
            self.depth,
            self.rate.map_or_else(|| "closed loop".to_owned(), |rate| format!("open loop at {rate}/s")),
            outcome.rate(),
            outcome.us(0.5),
            outcome.us(0.99),
            outcome.us(0.999),
            outcome.bad,
            outcome.answers,
        )
    }

    /// The same for programs.
    #[must_use]
    pub fn json(&self, outcome: &Outcome) -> Value {
        json!({
            "connections": self.connections,
            "depth": self.depth,
            "offered_per_s": self.rate,
            "seconds": outcome.time.as_secs_f64(),
            "answers": outcome.answers,
            "answers_per_s": outcome.rate(),
            "bad": outcome.bad,
            "p50_us": outcome.us(0.5),
            "p99_us": outcome.us(0.99),
            "p999_us": outcome.us(0.999),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_tell_the_same_figures() {
        let load = Load {
            target: Target::Plain(String::new()),
            feature: "f1".to_owned(),
            vendor: None,
            connections: 2,
            depth: 4,
            time: Duration::from_secs(2),
            rate: Some(50.0),
        };
        let mut outcome = Outcome::empty();
        outcome.time = Duration::from_secs(2);
        (outcome.answers, outcome.bad) = (100, 3);
        outcome.record(Duration::from_micros(20), 99);
        outcome.record(Duration::from_micros(900), 1);
        let text =
            "2 x 4, open loop at 50/s: 50 answers/s, p50 20 µs, p99 20 µs, p99.9 900 µs, 3 bad of 100\n";
        assert_eq!(load.text(&outcome), text);
        let expected = json!({
            "connections": 2, "depth": 4, "offered_per_s": 50.0, "seconds": 2.0, "answers": 100,
            "answers_per_s": 50.0, "bad": 3, "p50_us": 20, "p99_us": 20, "p999_us": 900,
        });
        assert_eq!(load.json(&outcome), expected);
    }
}
