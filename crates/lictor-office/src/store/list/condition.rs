//! One condition of a list as SQL, in two ways: beside each row, and as the ids of the rows it holds for.

use lictor_entitle::{Code, Refusal};

use super::{Comparison, Filter};
use crate::fault::Fault;
use crate::store::record::{ColumnKind, Table};
use crate::store::row::Value;
use crate::store::words;

/// Most values of one filter; a statement takes only so many.
const VALUES_MAX: usize = 500;

/// A condition on a column or on the words of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// On a column, by its name.
    Column {
        /// Its name.
        name: String,
        /// How its value is compared.
        test: Test,
    },
    /// That the record has a word of these, or has none.
    Word {
        /// Which words.
        words: Words,
        /// Whether it has one.
        has: bool,
    },
}

/// How a column is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    In(Vec<Value>),
    NotIn(Vec<Value>),
    AtMost(Value),
    AtLeast(Value),
    Present,
    Absent,
}

/// Words by their list or by their range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Words {
    Any(Vec<String>),
    /// From one on, up to another, which may belong to them.
    Range {
        from: String,
        to: String,
        closed: bool,
    },
}

impl Condition {
    /// That the record has a word that begins so.
    pub(super) fn begins(word: &str) -> Self {
        let to = format!("{word}\u{10FFFF}");
        Self::Word { words: Words::Range { from: word.to_owned(), to, closed: false }, has: true }
    }

    /// What a filter says.
    pub(super) fn of(filter: &Filter, table: &Table) -> Result<Self, Fault> {
        if filter.values.len() > VALUES_MAX {
            return Err(invalid(&filter.field, &format!("at most {VALUES_MAX} values")));
        }
        if let Some(note) = filter.field.strip_prefix("metadata.") {
            return noted(filter, note);
        }
        let kind = kind_of(table, &filter.field)?;
        let first = || value(&filter.field, kind, filter.values.first().map_or("", String::as_str));
        let all = || {
            filter.values.iter().map(|text| value(&filter.field, kind, text)).collect::<Result<Vec<_>, _>>()
        };
        let test = match filter.comparison {
            Comparison::In => Test::In(all()?),
            Comparison::NotIn => Test::NotIn(all()?),
            Comparison::AtMost => Test::AtMost(first()?),
            Comparison::AtLeast => Test::AtLeast(first()?),
            Comparison::Present if present(filter)? => Test::Present,
            Comparison::Present => Test::Absent,
        };
        Ok(Self::Column { name: filter.field.clone(), test })
    }

    /// Whether an index has the rows it holds for in the order of their ids.
    pub(super) fn is_ordered(&self) -> bool {
        match self {
            Self::Column { test: Test::In(values), .. } => values.len() == 1,
            Self::Column { test: Test::NotIn(_) | Test::Absent, .. } => true,
            Self::Column { test: Test::AtMost(_) | Test::AtLeast(_) | Test::Present, .. } => false,
            Self::Word { has, .. } => !has,
        }
    }

    /// Whether an index has the rows it holds for together.
    pub(super) fn is_selective(&self) -> bool {
        match self {
            Self::Column { test, .. } => !matches!(test, Test::NotIn(_)),
            Self::Word { has, .. } => *has,
        }
    }

    /// The condition on a row `t`. `mark` stands before its columns.
    pub(super) fn beside(&self, kind: &str, mark: &str, values: &mut Vec<Value>) -> String {
        match self {
            Self::Column { name, test } => test.sql(&format!("{mark}t.{name}"), values),
            Self::Word { words, has } => {
                // Counted, so that PostgreSQL looks the words of each row up instead of joining all.
                let kind = place(values, Value::text(kind));
                let sign = if *has { ">" } else { "=" };
                let words = words.sql(values);
                format!(
                    "(SELECT COUNT(*) FROM words w WHERE w.kind = {kind} AND w.id = t.id AND {words}) {sign} 0"
                )
            }
        }
    }

    /// A query for the ids `x.id` of the rows it holds for; an id may come twice.
    pub(super) fn ids(&self, table: &Table, values: &mut Vec<Value>) -> String {
        match self {
            Self::Column { name, test } => {
                let test = test.sql(&format!("x.{name}"), values);
                format!("SELECT x.id FROM {} x WHERE {test}", table.name)
            }
            Self::Word { words, .. } => {
                let kind = place(values, Value::text(table.kind));
                format!(
                    "SELECT x.id FROM words x WHERE x.kind = {kind} AND {}",
                    words.sql(values).replace("w.word", "x.word")
                )
            }
        }
    }
}

impl Test {
    fn sql(&self, column: &str, values: &mut Vec<Value>) -> String {
        match self {
            Self::In(list) => format!("{column} IN ({})", places(values, list)),
            Self::NotIn(list) => format!("({column} IS NULL OR {column} NOT IN ({}))", places(values, list)),
            Self::AtMost(value) => format!("{column} <= {}", place(values, value.clone())),
            Self::AtLeast(value) => format!("{column} >= {}", place(values, value.clone())),
            Self::Present => format!("{column} IS NOT NULL"),
            Self::Absent => format!("{column} IS NULL"),
        }
    }
}

impl Words {
    fn sql(&self, values: &mut Vec<Value>) -> String {
        match self {
            Self::Any(list) => {
                let list: Vec<Value> = list.iter().map(|word| Value::text(word.as_str())).collect();
                format!("w.word IN ({})", places(values, &list))
            }
            Self::Range { from, to, closed } => {
                let from = place(values, Value::text(from.as_str()));
                let to = place(values, Value::text(to.as_str()));
                format!("w.word >= {from} AND w.word {} {to}", if *closed { "<=" } else { "<" })
            }
        }
    }
}

/// Gives a value its place in a statement.
pub(super) fn place(values: &mut Vec<Value>, value: Value) -> String {
    values.push(value);
    format!("${}", values.len())
}

fn places(values: &mut Vec<Value>, list: &[Value]) -> String {
    let places: Vec<String> = list.iter().map(|value| place(values, value.clone())).collect();
    places.join(", ")
}

/// A condition on a note of the metadata.
fn noted(filter: &Filter, name: &str) -> Result<Condition, Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        return Err(invalid("metadata", "a name of letters, digits, _ and -"));
    }
    let word = |text: &String| words::note(name, text);
    let first = || filter.values.first().map(word).unwrap_or_default();
    // `>` follows `=`, so between the two are all the values of the name.
    let (least, most) = (format!("#{name}="), format!("#{name}>"));
    let any = || Words::Any(filter.values.iter().map(word).collect());
    let range = |from, to, closed| Words::Range { from, to, closed };
    let (words, has) = match filter.comparison {
        Comparison::In => (any(), true),
        Comparison::NotIn => (any(), false),
        Comparison::AtMost => (range(least, first(), true), true),
        Comparison::AtLeast => (range(first(), most, false), true),
        Comparison::Present => (range(least, most, false), present(filter)?),
    };
    Ok(Condition::Word { words, has })
}

fn kind_of(table: &Table, name: &str) -> Result<ColumnKind, Fault> {
    match name {
        "id" | "external_ref" => Ok(ColumnKind::Text),
        "created_at" | "updated_at" => Ok(ColumnKind::Int),
        _ => {
            let column = table.columns.iter().find(|column| column.name == name);
            Ok(column.ok_or_else(|| unknown(name, table))?.kind)
        }
    }
}

fn value(field: &str, kind: ColumnKind, text: &str) -> Result<Value, Fault> {
    match kind {
        ColumnKind::Text => Ok(Value::text(text)),
        ColumnKind::Int => match (text.parse::<i64>(), text.parse::<jiff::Timestamp>()) {
            (Ok(number), _) => Ok(Value::int(number)),
            (Err(_), Ok(instant)) => Ok(Value::int(instant.as_millisecond())),
            (Err(_), Err(_)) => Err(invalid(field, "a number or an instant")),
        },
        ColumnKind::Day => match lictor_types::CivilDate::parse(text) {
            Ok(day) => Ok(Value::text(day.to_string())),
            Err(_) => Err(invalid(field, "a day as YYYY-MM-DD")),
        },
    }
}

fn present(filter: &Filter) -> Result<bool, Fault> {
    match filter.values.first().map(String::as_str) {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(_) | None => Err(invalid(&filter.field, "true or false")),
    }
}

fn invalid(field: &str, wanted: &str) -> Fault {
    let text = format!("the filter on {field:?} takes {wanted}");
    Refusal::because(Code::InvalidField, text).at(format!("filter[{field}]")).into()
}

fn unknown(field: &str, table: &Table) -> Fault {
    let known: Vec<String> = table.columns.iter().map(|column| column.name.to_owned()).collect();
    let text = format!("there is no filter {field:?}");
    Refusal::because(Code::InvalidField, text).at(format!("filter[{field}]")).with("known", known).into()
}
