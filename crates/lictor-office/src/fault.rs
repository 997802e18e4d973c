//! What can go wrong with a request: a refusal, a moment to try again, or a fault of ours.

use lictor_entitle::{Code, Refusal};

/// Why a request was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The caller's matter: the rules forbid it.
    #[error("{0}")]
    Refused(#[from] Box<Refusal>),
    /// Two transactions met; the same again will do.
    #[error("the database asks to try again")]
    Again,
    /// The database failed.
    #[error("database: {0}")]
    Database(sqlx::Error),
    /// Our own fault.
    #[error("{0}")]
    Internal(String),
}

impl Fault {
    /// A fault of ours.
    pub fn internal(text: impl Into<String>) -> Self {
        Self::Internal(text.into())
    }

    /// That there is no such record.
    #[must_use]
    pub fn not_found(kind: &str, id: &str) -> Self {
        Refusal::because(Code::NotFound, format!("there is no {kind} {id:?}")).into()
    }

    /// What the caller is told.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => (**refusal).clone(),
            Self::Again | Self::Database(_) | Self::Internal(_) => Refusal::new(Code::Internal),
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Refusal::new(code).into()
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        match code.as_deref() {
            // PostgreSQL: serialization failure, deadlock. SQLite: busy, busy snapshot.
            Some("40001" | "40P01" | "5" | "517") => Self::Again,
            // Two writers made the same unique value at once: the second finds the first when it tries again.
            Some("23505" | "1555" | "2067") => Self::Again,
            Some(_) | None => Self::Database(error),
        }
    }
}
