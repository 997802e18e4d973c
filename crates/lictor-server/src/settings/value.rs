//! Values as they stand in a file or on the command line, and what settings make of them.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use toml::de::DeValue;

use super::{Durability, LogFormat};

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A text of a file.
    Text(String),
    /// A word of the command line, whose type the setting decides.
    Word(String),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Fraction(f64),
    /// `true` or `false`.
    Truth(bool),
    /// Several texts.
    List(Vec<String>),
    /// Anything else that TOML has, by its name.
    Other(&'static str),
}

/// What was expected instead.
pub(crate) type Expected = String;

impl Value {
    /// A value as TOML has it.
    pub(crate) fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.clone().into_owned()),
            DeValue::Boolean(truth) => Self::Truth(*truth),
            DeValue::Integer(number) => {
                let parsed = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
                parsed.map_or(Self::Other("integer out of range"), Self::Whole)
            }
            DeValue::Float(number) => {
                let parsed = number.as_str().replace('_', "").parse();
                parsed.map_or(Self::Other("float"), Self::Fraction)
            }
            DeValue::Array(items) => {
                let texts: Option<Vec<String>> =
                    items.iter().map(|item| item.get_ref().as_str().map(ToOwned::to_owned)).collect();
                texts.map_or(Self::Other("array"), Self::List)
            }
            DeValue::Datetime(_) => Self::Other("date"),
            DeValue::Table(_) => Self::Other("table"),
        }
    }

    /// Says what was expected, and what was found.
    pub(crate) fn expected<T>(&self, what: &str) -> Result<T, Expected> {
        let found = match self {
            Self::Text(text) | Self::Word(text) => format!("{text:?}"),
            Self::Whole(number) => number.to_string(),
            Self::Fraction(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::List(_) => "a list".to_owned(),
            Self::Other(kind) => format!("a value of type {kind}"),
        };
        Err(format!("expected {what}, found {found}"))
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, what: &str) -> Result<&str, Expected> {
        match self {
            Self::Text(text) | Self::Word(text) if !text.is_empty() => Ok(text),
            Self::Text(_)
            | Self::Word(_)
            | Self::Whole(_)
            | Self::Fraction(_)
            | Self::Truth(_)
            | Self::List(_)
            | Self::Other(_) => self.expected(what),
        }
    }

    pub(crate) fn path(&self) -> Result<PathBuf, Expected> {
        self.text("a path").map(PathBuf::from)
    }

    pub(crate) fn paths(&self) -> Result<Vec<PathBuf>, Expected> {
        match self {
            Self::List(paths) => Ok(paths.iter().map(PathBuf::from).collect()),
            Self::Text(_)
            | Self::Word(_)
            | Self::Whole(_)
            | Self::Fraction(_)
            | Self::Truth(_)
            | Self::Other(_) => self.expected("a list of paths"),
        }
    }

    pub(crate) fn address(&self) -> Result<SocketAddr, Expected> {
        let what = "HOST:PORT, as 0.0.0.0:6242, [::]:6242 or localhost:6242";
        let text = self.text(what)?;
        let found = text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
        found.map_or_else(|| self.expected(what), Ok)
    }

    pub(crate) fn truth(&self) -> Result<bool, Expected> {
        match self {
            Self::Truth(truth) => Ok(*truth),
            Self::Word(word) => word.parse().or_else(|_| self.expected("true or false")),
            Self::Text(_) | Self::Whole(_) | Self::Fraction(_) | Self::List(_) | Self::Other(_) => {
                self.expected("true or false")
            }
        }
    }

    pub(crate) fn count(&self) -> Result<NonZero<usize>, Expected> {
        let number = match self {
            Self::Whole(number) => usize::try_from(*number).ok(),
            Self::Word(word) => word.parse().ok(),
            Self::Text(_) | Self::Fraction(_) | Self::Truth(_) | Self::List(_) | Self::Other(_) => None,
        };
        number.and_then(NonZero::new).map_or_else(|| self.expected("a whole number, at least 1"), Ok)
    }

    /// A whole number of this range.
    pub(crate) fn number(&self, least: u32, most: u32) -> Result<u32, Expected> {
        let number = match self {
            Self::Whole(number) => u32::try_from(*number).ok(),
            Self::Word(word) => word.parse().ok(),
            Self::Text(_) | Self::Fraction(_) | Self::Truth(_) | Self::List(_) | Self::Other(_) => None,
        };
        let within = number.filter(|number| (least..=most).contains(number));
        within.map_or_else(|| self.expected(&format!("a whole number from {least} to {most}")), Ok)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a number of seconds that loses precision is refused as too long"
    )]
    pub(crate) fn seconds(&self) -> Result<Duration, Expected> {
        let number = match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Fraction(number) => Some(*number),
            Self::Word(word) => word.parse().ok(),
            Self::Text(_) | Self::Truth(_) | Self::List(_) | Self::Other(_) => None,
        };
        let time = number.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        time.map_or_else(|| self.expected("a number of seconds"), Ok)
    }

    pub(crate) fn durability(&self) -> Result<Durability, Expected> {
        let what = "\"process\" or \"disk\"";
        match self.text(what)? {
            "process" => Ok(Durability::Process),
            "disk" => Ok(Durability::Disk),
            _ => self.expected(what),
        }
    }

    pub(crate) fn log_format(&self) -> Result<LogFormat, Expected> {
        let what = "\"text\" or \"json\"";
        match self.text(what)? {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => self.expected(what),
        }
    }
}
