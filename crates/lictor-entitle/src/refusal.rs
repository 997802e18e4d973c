//! Why something is refused: a stable code, one sentence about this case, and the numbers.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use crate::code::Code;

/// A refusal of the back office.
///
/// It is data: nothing was changed, and `meta` holds what a program or a person needs to do better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable reason.
    pub code: Code,
    /// What is wrong in this case, for people. May be empty: then the code's title says it all.
    pub detail: String,
    /// Numbers and names, by the field names of office.md (`available`, `key_number`, `successors`…).
    pub meta: BTreeMap<&'static str, Meta>,
    /// The field of the request that is wrong, as a JSON pointer, for example `/count`.
    pub pointer: Option<String>,
}

/// A value in [`Refusal::meta`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Meta {
    /// A count, a revision or a number of days.
    Number(i64),
    /// A name, an id or a date.
    Text(String),
    /// Names or ids.
    List(Vec<String>),
}

impl Refusal {
    /// A refusal that needs no more words than its code's.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, detail: String::new(), meta: BTreeMap::new(), pointer: None }
    }

    /// A refusal with its own words.
    #[must_use]
    pub fn because(code: Code, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(code) }
    }

    /// The same with one more number or name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Meta>) -> Self {
        self.meta.insert(name, value.into());
        self
    }

    /// The same, pointing at a field of the request.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// The words for people: the detail, or the code's title.
    #[must_use]
    pub fn message(&self) -> &str {
        if self.detail.is_empty() { self.code.title() } else { &self.detail }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<&str> for Meta {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Meta {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<i64> for Meta {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<u32> for Meta {
    fn from(value: u32) -> Self {
        Self::Number(value.into())
    }
}

impl From<Vec<String>> for Meta {
    fn from(value: Vec<String>) -> Self {
        Self::List(value)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message())
    }
}

impl core::error::Error for Refusal {}
