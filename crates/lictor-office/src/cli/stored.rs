//! A back office by its directory: its store, opened without a server.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::{Class, Failure};
use crate::fault::Fault;
use crate::store::Store;
use crate::store::database::Place;

/// Where a stopped back office is, beside its directory.
#[derive(Debug, Clone, Args)]
pub(crate) struct Stored {
    /// With --data: the PostgreSQL that it uses, by URL
    #[arg(long, value_name = "URL", requires = "data", help_heading = "Connection")]
    pub(crate) database: Option<String>,
}

impl Stored {
    /// The place of the store.
    pub(crate) fn place(&self, data: &Path) -> Place {
        match &self.database {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::Sqlite(sqlite(data)),
        }
    }

    /// Opens a store that is there, as it is.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(crate) async fn open(&self, data: &Path) -> Result<Store, Failure> {
        if self.database.is_none() && !sqlite(data).is_file() {
            let text = format!("there is no {}", sqlite(data).display());
            return Err(
                Failure::new(Class::NotFound, text).hint("--database names the PostgreSQL, if it uses one")
            );
        }
        Store::existing(&self.place(data)).await.map_err(|fault| broken(&fault))
    }
}

fn sqlite(data: &Path) -> PathBuf {
    data.join("office.db")
}

/// What the store says, as a failure of the run.
pub(crate) fn broken(fault: &Fault) -> Failure {
    match fault {
        Fault::Database(error) if error.as_database_error().is_none() => {
            Failure::new(Class::Upstream, format!("the database does not answer: {error}"))
        }
        Fault::Refused(_) | Fault::Again | Fault::Database(_) | Fault::Internal(_) => {
            Failure::internal(fault.to_string())
        }
    }
}
