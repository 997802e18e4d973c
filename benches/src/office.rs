//! The back office under load: a store full of licenses, and API clients that list, search, get and
//! issue over HTTP.
//!
//! The office is a process of its own, with its signer, as a vendor runs it. Arrivals are an open loop:
//! every client has due times of its own, and latency counts from them.

mod ask;
mod fill;
mod line;
mod load;
mod program;
mod report;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use lictor_office::store::database::Place;
use lictor_testkit::Postgres;

use self::load::Load;
use self::program::Program;

/// What to measure.
#[derive(Debug, Clone, Args)]
pub struct Effort {
    /// Licenses in the store.
    #[arg(long, default_value_t = 1_000_000)]
    pub licenses: u32,
    /// API clients, each with a connection; one in ten issues.
    #[arg(long, default_value_t = 100)]
    pub clients: u32,
    /// Measured seconds of each store.
    #[arg(long, default_value_t = 30)]
    pub seconds: u64,
    /// Requests a second that read, of all clients together.
    #[arg(long, default_value_t = 60.0)]
    pub rate: f64,
    /// Licenses a second that are requested and issued, of all clients together.
    #[arg(long, default_value_t = 4.0)]
    pub issue_rate: f64,
    /// An empty PostgreSQL database by URL; without it a server is started for the run.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Only one of the stores.
    #[arg(long, value_name = "STORE")]
    pub only: Option<Store>,
    /// A directory that keeps the filled stores, for another run with the same number of licenses.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
}

/// A kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Store {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// Fills, loads and tells, one store after the other; `say` gets what is told.
///
/// # Errors
///
/// What the operating system, the databases or the office said.
pub fn run(effort: &Effort, say: &mut dyn FnMut(&str)) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = effort.keep.as_deref().unwrap_or_else(|| folder.path());
    for store in [Store::Sqlite, Store::Postgres] {
        if effort.only.is_none_or(|only| only == store) {
            measure(effort, store, &folder.join(store.name()), say)?;
        }
    }
    Ok(())
}

impl Store {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

fn measure(effort: &Effort, store: Store, data: &Path, say: &mut dyn FnMut(&str)) -> io::Result<()> {
    std::fs::create_dir_all(data)?;
    let mut server = None;
    let url = match (store, &effort.database) {
        (Store::Sqlite, _) => None,
        (Store::Postgres, Some(url)) => Some(url.clone()),
        (Store::Postgres, None) => Some(server.insert(Postgres::start_durable()).database()),
    };
    let place = match &url {
        Some(url) => Place::Postgres(url.clone()),
        None => Place::Sqlite(data.join("office.db")),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let filled = runtime.block_on(fill::fill(&place, effort.licenses)).map_err(io::Error::other)?;
    say(&filled.text(store.name()));
    let program = Program::start(data, url.as_deref())?;
    let load = Load {
        address: program.address().to_owned(),
        token: program.token()?,
        samples: filled.samples,
        clients: effort.clients,
        warm: Duration::from_secs(3),
        time: Duration::from_secs(effort.seconds),
        rate: effort.rate,
        issue_rate: effort.issue_rate,
    };
    let cpu = program.cpu();
    let outcome = runtime.block_on(load.run())?;
    let used = program.cpu().saturating_sub(cpu);
    say(&report::table(&outcome));
    say(&format!(
        "office: {:.0} % of a core, {} MiB resident\n",
        used.as_secs_f64() * 100.0 / (load.warm + load.time).as_secs_f64(),
        program.resident_mib(),
    ));
    drop(server);
    Ok(())
}
