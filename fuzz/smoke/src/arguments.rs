//! What the smoke run is asked to do.

use std::fmt;
use std::time::Duration;

use crate::targets::TARGETS;

/// What to run, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// How long in all, shared evenly by the targets.
    pub time: Duration,
    /// Where the mutations begin: the same seed makes the same inputs.
    pub seed: u64,
    /// Only the target of this name.
    pub only: Option<String>,
}

/// Words that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadArguments(String);

impl Default for Arguments {
    fn default() -> Self {
        Self { time: Duration::from_secs(20), seed: 1, only: None }
    }
}

impl Arguments {
    /// Reads the words of a command line.
    ///
    /// # Errors
    ///
    /// [`BadArguments`] names the word that is wrong.
    pub fn parse(words: &[String]) -> Result<Self, BadArguments> {
        let mut arguments = Self::default();
        for pair in words.chunks(2) {
            let [flag, value] = pair else { return Err(BadArguments(format!("{} needs a value", pair[0]))) };
            let number =
                || value.parse().map_err(|_| BadArguments(format!("{flag} needs a number, not {value}")));
            match flag.as_str() {
                "--seconds" => arguments.time = Duration::from_secs(number()?),
                "--seed" => arguments.seed = number()?,
                "--only" if TARGETS.iter().any(|target| target.name == value) => {
                    arguments.only = Some(value.clone())
                }
                "--only" => return Err(BadArguments(format!("no target is named {value}"))),
                _ => return Err(BadArguments(format!("no such option: {flag}"))),
            }
        }
        Ok(arguments)
    }
}

impl fmt::Display for BadArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        write!(f, "{}\nhint: [--seconds N] [--seed N] [--only {}]", self.0, names.join("|"))
    }
}
