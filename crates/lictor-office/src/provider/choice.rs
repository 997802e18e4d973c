//! Licenses that a job goes through, a page at a time: there may be a million.

use lictor_types::CivilDate;

use crate::fault::Fault;
use crate::model::License;
use crate::store::{Tx, Value};

/// Licenses of a page: few enough that a transaction over all of them is short.
const PAGE: usize = 100;

/// Licenses by a condition on their columns.
#[derive(Debug, Clone)]
pub struct Choice {
    condition: String,
    values: Vec<Value>,
}

impl Choice {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self::that("1 = 1")
    }

    /// Those for which a condition of ours holds.
    #[must_use]
    pub fn that(condition: &str) -> Self {
        Self { condition: condition.to_owned(), values: Vec::new() }
    }

    /// Those for which a condition with a day at `$1` holds.
    #[must_use]
    pub fn of(condition: &str, day: CivilDate) -> Self {
        Self { condition: condition.to_owned(), values: vec![day.to_string().into()] }
    }

    /// Of these, those with one of the values in a column; none if there is no value.
    #[must_use]
    pub fn among(mut self, column: &str, values: impl Iterator<Item = Value>) -> Self {
        let mut places = Vec::new();
        for value in values {
            self.values.push(value);
            places.push(format!("${}", self.values.len()));
        }
        let part = if places.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!("{column} IN ({})", places.join(", "))
        };
        self.condition = format!("{} AND {part}", self.condition);
        self
    }

    /// Of these, those with a day in a column that is neither before `first` nor after `last`.
    #[must_use]
    pub fn between(mut self, column: &str, first: CivilDate, last: CivilDate) -> Self {
        self.values.extend([first, last].map(|day| Value::text(day.to_string())));
        let place = self.values.len();
        self.condition =
            format!("{} AND {column} >= ${} AND {column} <= ${place}", self.condition, place - 1);
        self
    }

    /// How many they are.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn count(&self, tx: &mut Tx) -> Result<i64, Fault> {
        let sql = format!("SELECT COUNT(*) FROM licenses WHERE {}", self.condition);
        tx.query(&sql, self.values.clone()).await?.first().map_or(Ok(0), |row| row.int(0))
    }

    /// The next of them in the order of their ids, behind the id `after`, which moves on; nothing at the end.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn page(&self, tx: &mut Tx, after: &mut String) -> Result<Option<Vec<License>>, Fault> {
        let mut values = self.values.clone();
        values.push(Value::text(after.as_str()));
        let place = values.len();
        let condition = format!("{} AND id > ${place} ORDER BY id LIMIT {PAGE}", self.condition);
        let page: Vec<License> = tx.scan(&condition, values).await?;
        let Some(last) = page.last() else { return Ok(None) };
        after.clone_from(&last.meta.id);
        Ok(Some(page))
    }
}
