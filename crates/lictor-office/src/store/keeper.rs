//! The store: opens the database, brings its schema up to date, and begins transactions.

use super::database::{Database, Place};
use super::schema;
use super::tx::Tx;
use crate::actor::Actor;
use crate::fault::Fault;
use crate::time::Time;

/// Everything the back office remembers.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens a database and brings its schema up to date, keeping what is in it.
    ///
    /// # Errors
    ///
    /// When it cannot be reached, or was made by a newer version.
    pub async fn open(place: &Place) -> Result<Self, Fault> {
        let database = Database::open(place).await?;
        schema::migrate(&database).await?;
        Ok(Self { database })
    }

    /// Opens a database as it is, for who only looks.
    ///
    /// # Errors
    ///
    /// When it cannot be reached.
    pub async fn existing(place: &Place) -> Result<Self, Fault> {
        Ok(Self { database: Database::open(place).await? })
    }

    /// A transaction that may write.
    ///
    /// # Errors
    ///
    /// When no connection comes free in time.
    pub async fn write(&self, now: Time, actor: Actor) -> Result<Tx, Fault> {
        Ok(Tx::new(self.database.write().await?, true, now, actor))
    }

    /// A transaction that only reads and sees one state.
    ///
    /// # Errors
    ///
    /// When no connection comes free in time.
    pub async fn read(&self, now: Time) -> Result<Tx, Fault> {
        Ok(Tx::new(self.database.read().await?, false, now, Actor::default()))
    }

    /// Tidies up after much was written.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn tidy(&self) -> Result<(), Fault> {
        self.database.tidy().await
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.database.close().await;
    }
}
