//! What a start costs: files parsed and verified, alone and by a server.

use std::fs;
use std::io;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use lictor_license::{Keyring, ParsedFile, parse_file, verify};
use tempfile::TempDir;

use crate::site::{Site, write_licenses};

pub(super) fn run(features: usize) -> io::Result<String> {
    let directory = TempDir::new()?;
    write_licenses(directory.path(), features)?;
    let mut keyring = Keyring::new();
    let public = fs::read_to_string(directory.path().join("bench.pub"))?;
    keyring.add_pub_text(public.trim()).map_err(io::Error::other)?;
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let files = read(directory.path())?;
    let (parse_one, verify_one) = ideal(&files, &keyring, features, 1)?;
    let (parse_all, verify_all) = ideal(&files, &keyring, features, cores)?;
    let floor = parse_all + verify_all;

    let state = TempDir::new()?;
    let start = || -> io::Result<Duration> {
        let site = Site::start(directory.path(), state.path(), "process", cores)?;
        let took = site.start_up;
        site.stop()?;
        Ok(took)
    };
    let (cold, warm) = (start()?, start()?);
    Ok(format!(
        "\n## Start with {features} features (P11)\n\n\
         - one core: parsed {parse_one:.2?}, verified {verify_one:.2?}\n\
         - {cores} cores: parsed {parse_all:.2?}, verified {verify_all:.2?}, together {floor:.2?}\n\
         - `lictord`, cold: ready after {cold:.2?}, {:.2} × that of {cores} cores\n\
         - `lictord`, again on the same state: ready after {warm:.2?}\n",
        cold.as_secs_f64() / floor.as_secs_f64(),
    ))
}

fn read(directory: &Path) -> io::Result<Vec<Vec<u8>>> {
    let paths = fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    let licenses = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "lic"));
    licenses.map(fs::read).collect()
}

/// How long it takes to parse and to verify everything on so many cores.
fn ideal(
    files: &[Vec<u8>],
    keyring: &Keyring,
    features: usize,
    cores: usize,
) -> io::Result<(Duration, Duration)> {
    let begun = Instant::now();
    let parsed: Vec<ParsedFile> = on_cores(files, cores, |file| parse_file(file));
    let parse = begun.elapsed();
    let all: Vec<_> = parsed.iter().flat_map(|file| &file.features).collect();
    let begun = Instant::now();
    let good = on_cores(&all, cores, |feature| {
        feature.result.as_ref().is_ok_and(|license| verify(license, keyring).is_ok())
    });
    let verified = begun.elapsed();
    let good = good.into_iter().filter(|good| *good).count();
    if good == features {
        Ok((parse, verified))
    } else {
        Err(io::Error::other(format!("{good} of {features} features are good")))
    }
}

/// Does the work for every item, 64 at a time where there are many.
fn on_cores<T: Sync, R: Send>(items: &[T], cores: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let chunk = items.len().div_ceil(cores).clamp(1, if items.len() > 1000 { 64 } else { 1 });
    let next = AtomicUsize::new(0);
    let one = || {
        let mut done = Vec::new();
        while let Some(chunk) = items.chunks(chunk).nth(next.fetch_add(1, Ordering::Relaxed)) {
            done.extend(chunk.iter().map(&work));
        }
        done
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..cores).map(|_| scope.spawn(one)).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
    })
}
