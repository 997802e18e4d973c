//! `lictor-office demo`: the whole way of a license, on real processes, told step by step.

mod office;
mod program;
mod seats;
mod selling;
mod splitting;
mod stage;
mod teller;
mod trouble;
mod upgrading;

use std::path::{Path, PathBuf};

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use self::stage::Stage;
use super::failure::{Class, Failure};
use super::printer::Printer;

/// The page that holds what the demo tells.
const PAGE: &str = "docs/office-tour.md";

/// Play the whole way of a license on real processes: issuer, provider, license server, client
///
/// Starts two back offices and a lictord (found beside this program) on free ports, in a directory of
/// their own, and tells what happens. Everything is gone afterwards. Takes less than a minute.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office demo
  lictor-office demo --dir tour --keep
  lictor-office demo --open
  lictor-office demo --check")]
pub(crate) struct Demo {
    /// Where to, instead of into a temporary directory; it must be empty or not there
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Keep the directory
    #[arg(long)]
    keep: bool,
    /// Fail if what is told is not what stands in docs/office-tour.md
    #[arg(long)]
    check: bool,
    /// Leave everything running at the end, until interrupted, to look at the consoles
    #[arg(long)]
    open: bool,
}

impl Demo {
    /// Plays it.
    ///
    /// # Errors
    ///
    /// The first step that does not do what it shall.
    pub(crate) async fn run(self, printer: Printer) -> Result<(), Failure> {
        let directory = self.directory()?;
        let played = self.play(&directory, printer).await;
        if played.is_err() || self.keep {
            printer.note(&format!("everything is in {}", directory.display()));
        } else {
            std::fs::remove_dir_all(&directory)
                .map_err(|error| Failure::internal(format!("{}: {error}", directory.display())))?;
        }
        let told = played?;
        if self.check { compare(&told) } else { Ok(()) }
    }

    fn directory(&self) -> Result<PathBuf, Failure> {
        let directory = match &self.dir {
            Some(directory) => directory.clone(),
            None => std::env::temp_dir().join(format!("lictor-demo-{}", crate::store::new_id())),
        };
        let failed = |error: std::io::Error| Failure::internal(format!("{}: {error}", directory.display()));
        std::fs::create_dir_all(&directory).map_err(failed)?;
        if std::fs::read_dir(&directory).map_err(failed)?.next().is_some() {
            return Err(Failure::usage(format!("{} is not empty", directory.display())));
        }
        directory.canonicalize().map_err(failed)
    }

    async fn play(&self, directory: &Path, printer: Printer) -> Result<String, Failure> {
        let mut stage = Stage::set(directory, (!self.check).then_some(printer)).await?;
        let played = story(&mut stage).await;
        if played.is_ok() && self.open {
            stage.tell_addresses(printer);
            interrupted().await?;
        }
        let told = stage.strike().await;
        played?;
        Ok(told)
    }
}

/// All of it, in order.
async fn story(stage: &mut Stage) -> Result<(), Failure> {
    selling::catalogue(stage).await?;
    selling::order(stage).await?;
    upgrading::raise(stage).await?;
    upgrading::reconcile(stage).await?;
    splitting::sell(stage).await?;
    splitting::upgrade(stage).await?;
    trouble::unreachable(stage).await?;
    trouble::renew(stage).await?;
    trouble::expire(stage).await?;
    trouble::examine(stage).await
}

async fn interrupted() -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::internal(format!("cannot catch signals: {error}"));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// That the page says what was told.
fn compare(told: &str) -> Result<(), Failure> {
    let page = std::fs::read_to_string(PAGE).map_err(|error| Failure::usage(format!("{PAGE}: {error}")))?;
    let lines = page.lines().map(Some).chain(std::iter::repeat(None));
    let differs =
        told.lines().map(Some).chain([None]).zip(lines).enumerate().find(|(_, (told, page))| told != page);
    match differs {
        None => Ok(()),
        Some((at, (told, page))) => {
            let text = format!(
                "{PAGE} is not what the demo tells, from line {} on\n  page  {}\n  told  {}",
                at + 1,
                page.unwrap_or("(end)"),
                told.unwrap_or("(end)")
            );
            let hint = format!("lictor-office demo > {PAGE} makes it new");
            Err(Failure::new(Class::Internal, text).hint(hint))
        }
    }
}
