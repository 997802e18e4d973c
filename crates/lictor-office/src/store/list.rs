//! Lists: filters, search and pages, for REST, console, CSV and the command line alike.
//!
//! Pages follow the id, which never changes, so nothing is seen twice or missed because of a change
//! between two pages (office.md 5.3).
//!
//! With a million rows it matters where the database begins. A condition that holds for few rows gives
//! their ids, and the others are checked on these; where every condition holds for many, the table is
//! walked in the order of the ids and a page is soon full. Which of both is counted beforehand, up to
//! `FEW`: SQLite does not know how often a value stands in a column, and neither database how often a
//! word is among the words of a kind. For columns, PostgreSQL keeps statistics of its own.

mod condition;

use lictor_entitle::{Code, Refusal};

use self::condition::{Condition, place};
use super::database::Dialect;
use super::record::{Record, Table};
use super::row::Value;
use super::tx::{Tx, read};
use super::words;
use crate::fault::Fault;

/// Records on a page when nothing is said.
pub const PAGE: usize = 50;
/// Most records on a page.
pub const PAGE_MAX: usize = 500;
/// Rows of a condition up to which they are looked at one by one. Of a million rows a walk meets a page
/// full of any condition that holds for more within some thousand steps, and as many are these.
const FEW: i64 = 10_000;
/// Most filters and words of a query.
const CONDITIONS_MAX: usize = 16;

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Equal to one of the values.
    In,
    /// Not equal to any of the values.
    NotIn,
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Whether there is a value: `true` or `false`.
    Present,
}

/// One condition on a column or on a note of the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Name of the column, or `metadata.NAME`.
    pub field: String,
    /// How.
    pub comparison: Comparison,
    /// With what; several mean any of them.
    pub values: Vec<String>,
}

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Words that the record must have, the last one as a prefix.
    pub text: Option<String>,
    /// Most records, at most [`PAGE_MAX`]; 0 means [`PAGE`].
    pub size: usize,
    /// Records after this id.
    pub after: Option<String>,
    /// Newest first instead of oldest first.
    pub newest_first: bool,
    /// Whether all matches are counted: it costs time on large tables.
    pub total: bool,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<R> {
    /// The records.
    pub records: Vec<R>,
    /// The id to go on after, if there are more.
    pub next: Option<String>,
    /// How many match in all, if that was asked for.
    pub total: Option<i64>,
}

impl Query {
    /// The same with one more condition.
    #[must_use]
    pub fn only(mut self, field: &str, value: &str) -> Self {
        let values = vec![value.to_owned()];
        self.filters.push(Filter { field: field.to_owned(), comparison: Comparison::In, values });
        self
    }
}

/// One page of the records of a kind.
///
/// # Errors
///
/// `INVALID_FIELD` for a filter on what is no column, or with a value that is none.
pub async fn list<R: Record>(tx: &mut Tx, query: &Query) -> Result<Page<R>, Fault> {
    let conditions = conditions(query, R::TABLE)?;
    let mut plan = Plan { table: R::TABLE, dialect: tx.dialect(), conditions, first: None };
    plan.first = plan.choose(tx).await?;
    let total = match query.total {
        true => {
            let (sql, values) = plan.total();
            Some(tx.query(&sql, values).await?.first().map_or(Ok(0), |row| row.int(0))?)
        }
        false => None,
    };
    let size = if query.size == 0 { PAGE } else { query.size.min(PAGE_MAX) };
    let (sql, values) = plan.page(query, size + 1);
    let rows = tx.query(&sql, values).await?;
    let mut records: Vec<R> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let more = records.len() > size;
    records.truncate(size);
    let next = if more { records.last().map(|record| record.meta().id.clone()) } else { None };
    Ok(Page { records, next, total })
}

fn conditions(query: &Query, table: &Table) -> Result<Vec<Condition>, Fault> {
    let mut conditions = Vec::new();
    for filter in &query.filters {
        conditions.push(Condition::of(filter, table)?);
    }
    let words = query.text.as_deref().map(words::split).unwrap_or_default();
    conditions.extend(words.iter().map(|word| Condition::begins(word)));
    if conditions.len() > CONDITIONS_MAX {
        let text = format!("at most {CONDITIONS_MAX} filters and words at a time");
        return Err(Refusal::because(Code::InvalidField, text).at("filter").into());
    }
    Ok(conditions)
}

/// How a list is asked for.
struct Plan {
    table: &'static Table,
    dialect: Dialect,
    conditions: Vec<Condition>,
    /// The condition that holds for few rows, which are looked at one by one.
    first: Option<usize>,
}

impl Plan {
    /// The condition that holds for the fewest rows, if they are few.
    async fn choose(&self, tx: &mut Tx) -> Result<Option<usize>, Fault> {
        if self.conditions.is_empty() {
            return Ok(None);
        }
        if let [only] = self.conditions.as_slice()
            && only.is_ordered()
        {
            return Ok(None);
        }
        let known = |one: &Condition| match (self.dialect, one) {
            (Dialect::Postgres, Condition::Column { .. }) => true,
            (Dialect::Postgres, Condition::Word { .. }) | (Dialect::Sqlite, _) => false,
        };
        let mut best = (FEW, None);
        for (at, condition) in self.conditions.iter().enumerate() {
            if !condition.is_selective() || known(condition) {
                continue;
            }
            let mut values = Vec::new();
            let ids = condition.ids(self.table, &mut values);
            let sql = format!("SELECT COUNT(*) FROM ({ids} LIMIT {FEW}) p");
            let count = tx.query(&sql, values).await?.first().map_or(Ok(0), |row| row.int(0))?;
            if count < best.0 {
                best = (count, Some(at));
            }
        }
        Ok(best.1)
    }

    fn page(&self, query: &Query, limit: usize) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        let (sign, order) = if query.newest_first { ("<", "DESC") } else { (">", "ASC") };
        let after =
            query.after.as_deref().map(|after| format!("{sign} {}", place(&mut values, after.into())));
        let bound = |column: &str| after.as_ref().map(|after| format!("{column} {after}"));
        // Where the few rows are all that is asked for, only those of the page are fetched.
        let part = matches!(self.conditions.as_slice(), [Condition::Column { .. }]).then(|| {
            let column = format!("{}x.id", self.mark());
            let bound = bound(&column).map(|bound| format!(" AND {bound}")).unwrap_or_default();
            format!("{bound} ORDER BY {column} {order} LIMIT {limit}")
        });
        let mut parts = self.parts(part.as_deref(), &mut values);
        parts.extend(bound(&format!("{}t.id", self.mark())));
        let (table, filter) = (self.table.name, filter(&parts));
        let sql = format!("SELECT t.body FROM {table} t{filter} ORDER BY t.id {order} LIMIT {limit}");
        (sql, values)
    }

    fn total(&self) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        if let [condition @ Condition::Word { has: true, .. }] = self.conditions.as_slice() {
            let ids = condition.ids(self.table, &mut values);
            return (format!("SELECT COUNT(DISTINCT p.id) FROM ({ids}) p"), values);
        }
        let filter = filter(&self.parts(None, &mut values));
        (format!("SELECT COUNT(*) FROM {} t{filter}", self.table.name), values)
    }

    /// All conditions; `part` is what is said of the few rows besides.
    fn parts(&self, part: Option<&str>, values: &mut Vec<Value>) -> Vec<String> {
        let mut parts = Vec::with_capacity(self.conditions.len() + 1);
        for (at, condition) in self.conditions.iter().enumerate() {
            parts.push(if self.first == Some(at) {
                let ids = format!("{}{}", condition.ids(self.table, values), part.unwrap_or_default());
                match self.dialect {
                    Dialect::Sqlite => format!("t.id IN ({ids})"),
                    Dialect::Postgres => format!("t.id = ANY(ARRAY({ids}))"),
                }
            } else {
                condition.beside(self.table.kind, self.mark(), values)
            });
        }
        parts
    }

    /// What keeps SQLite from beginning with another condition than the one for few rows.
    fn mark(&self) -> &'static str {
        match (self.dialect, self.first) {
            (Dialect::Sqlite, Some(_)) => "+",
            (Dialect::Sqlite, None) | (Dialect::Postgres, _) => "",
        }
    }
}

fn filter(parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!(" WHERE {}", parts.join(" AND ")) }
}
