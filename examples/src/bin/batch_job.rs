//! A batch job of several tasks at once: each takes a seat out of the job's reservation.
//!
//! ```console
//! $ cargo run --bin lictord                                  # in one terminal
//! $ examples/batch/submit f1:4 1h target/debug/batch_job f1 4    # in another
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use lictor_client::{Client, Error, Options, Request};

/// The vendor's public key, built into the program.
const VENDOR_KEY: &str = include_str!("../../../licenses/demo.pub");

/// How long a task takes.
const WORK: Duration = Duration::from_millis(300);

#[expect(clippy::disallowed_methods, reason = "the scheduler names the job in the environment")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [feature, tasks] = arguments.as_slice() else {
        eprintln!("usage: batch_job FEATURE TASKS");
        return ExitCode::from(2);
    };
    let (Ok(tasks), Ok(job)) = (tasks.parse(), std::env::var("JOB")) else {
        eprintln!("error: TASKS is a number, and JOB names the job in the environment");
        return ExitCode::from(2);
    };
    match run(feature, tasks, &job) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(hint) = error.hint() {
                eprintln!("hint: {hint}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Runs all tasks at once. They share one client.
fn run(feature: &str, tasks: usize, job: &str) -> Result<(), Error> {
    let client = Client::open(Options::new().trust(VENDOR_KEY).project(job))?;
    thread::scope(|scope| {
        let running: Vec<_> = (0..tasks).map(|_| scope.spawn(|| task(&client, feature, job))).collect();
        running.into_iter().try_for_each(|task| task.join().unwrap_or(Ok(())))
    })?;
    println!("{tasks} tasks of {job} are done, each with a seat of its reservation");
    client.close(Duration::from_secs(2))
}

/// The seat goes back to the reservation, for the next task of the job.
fn task(client: &Client, feature: &str, job: &str) -> Result<(), Error> {
    let seat = client.checkout(Request::feature(feature).reservation(job))?;
    thread::sleep(WORK);
    client.checkin(seat)
}
