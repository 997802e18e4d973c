//! Lists that only grow, read in the order in which they grew: events and the audit log.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;

use crate::clock::Clock;
use crate::fault::Fault;
use crate::http::call::Call;
use crate::store::list::{PAGE, PAGE_MAX};
use crate::store::{Tx, Value};

/// Where such a list is kept.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The table; its column `body` holds the documents.
    pub table: &'static str,
    /// The column that counts them.
    pub key: &'static str,
    /// What it can be filtered by.
    pub fields: &'static [Field],
}

/// One filter.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name between `filter[` and `]`.
    pub name: &'static str,
    /// The column.
    pub column: &'static str,
    /// How it is compared.
    pub how: How,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Equal; with `*` at the end, beginning with what stands before it.
    Word,
    /// At or after an instant or a day.
    Since,
    /// Before an instant or a day.
    Before,
}

/// What of a list is asked for.
#[derive(Debug, Clone)]
pub struct Feed {
    source: Source,
    conditions: Vec<(String, Value)>,
    after: Option<i64>,
    size: usize,
    newest_first: bool,
}

/// One page: documents with their numbers, and the number to go on after.
#[derive(Debug, Clone)]
pub struct Page {
    /// Numbers and documents.
    pub rows: Vec<(i64, String)>,
    /// The last number, if there are more.
    pub next: Option<i64>,
}

impl Feed {
    /// Reads what a call asks for.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` for a parameter that is none. `FORBIDDEN` for a token that is locked to an account
    /// or a product: these lists tell of all.
    pub fn of(clock: &Clock, call: &Call, source: Source) -> Result<Self, Fault> {
        if call.account_lock.is_some() || call.product_lock.is_some() {
            let text = "the token is locked to an account or a product; this list tells of all";
            return Err(Refusal::because(Code::Forbidden, text).into());
        }
        let mut feed = Self { source, conditions: Vec::new(), after: None, size: PAGE, newest_first: false };
        for (name, value) in &call.query {
            feed.parameter(clock, name, value)?;
        }
        Ok(feed)
    }

    fn parameter(&mut self, clock: &Clock, name: &str, value: &str) -> Result<(), Fault> {
        let bad = |wanted: &str| {
            let text = format!("the parameter {name:?} takes {wanted}");
            Fault::from(Refusal::because(Code::InvalidField, text).at(name))
        };
        match name {
            "page[size]" => {
                let size = value.parse().ok().filter(|size| (1..=PAGE_MAX).contains(size));
                self.size = size.ok_or_else(|| bad("a number from 1 to 500"))?;
            }
            "page[after]" => {
                self.after = Some(value.parse().map_err(|_| bad("a number from an earlier page"))?)
            }
            "sort" if value == "id" => self.newest_first = false,
            "sort" if value == "-id" => self.newest_first = true,
            "format" => {}
            _ => {
                let inner = name.strip_prefix("filter[").and_then(|rest| rest.strip_suffix(']'));
                let field = self.source.fields.iter().find(|field| Some(field.name) == inner);
                let Some(field) = field else {
                    let known: Vec<String> =
                        self.source.fields.iter().map(|field| format!("filter[{}]", field.name)).collect();
                    let text = format!("there is no parameter {name:?}");
                    return Err(Refusal::because(Code::InvalidField, text)
                        .at(name)
                        .with("known", known)
                        .into());
                };
                let instant =
                    || clock.instant(value).map(|time| time.0).map_err(|_| bad("a day or an instant"));
                match (field.how, value.strip_suffix('*')) {
                    (How::Word, None) => self.condition(field.column, "=", value.into()),
                    (How::Word, Some(prefix)) => {
                        self.condition(field.column, ">=", prefix.into());
                        self.condition(field.column, "<", format!("{prefix}\u{10FFFF}").into());
                    }
                    (How::Since, _) => self.condition(field.column, ">=", instant()?.into()),
                    (How::Before, _) => self.condition(field.column, "<", instant()?.into()),
                }
            }
        }
        Ok(())
    }

    fn condition(&mut self, column: &str, sign: &str, value: Value) {
        self.conditions.push((format!("{column} {sign}"), value));
    }

    /// The same from the beginning, in pages as large as they may be.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { after: None, size: PAGE_MAX, newest_first: false, ..self }
    }

    /// The same, going on after a number.
    #[must_use]
    pub fn after(&self, number: i64) -> Self {
        Self { after: Some(number), ..self.clone() }
    }

    /// One page.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn page(&self, tx: &mut Tx) -> Result<Page, Fault> {
        let Source { table, key, .. } = self.source;
        let (sign, order) = if self.newest_first { ("<", "DESC") } else { (">", "ASC") };
        let mut parts = Vec::new();
        let mut values = Vec::new();
        let after = self.after.map(|after| (format!("{key} {sign}"), Value::int(after)));
        for (left, value) in self.conditions.iter().cloned().chain(after) {
            values.push(value);
            parts.push(format!("{left} ${}", values.len()));
        }
        let parts = if parts.is_empty() { String::new() } else { format!(" WHERE {}", parts.join(" AND ")) };
        let sql =
            format!("SELECT {key}, body FROM {table}{parts} ORDER BY {key} {order} LIMIT {}", self.size + 1);
        let found = tx.query(&sql, values).await?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found.iter().take(self.size) {
            rows.push((row.int(0)?, row.text(1)?.to_owned()));
        }
        let next = if found.len() > self.size { rows.last().map(|row| row.0) } else { None };
        Ok(Page { rows, next })
    }
}
