//! The same over tokio: several tasks share one client, and the work stops if a seat is lost.
//!
//! Needs the feature `tokio` of `lictor-client`.
//!
//! ```console
//! $ cargo run --bin lictord          # in one terminal
//! $ cargo run --bin async_seat       # in another
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::process::ExitCode;
use std::time::Duration;

use lictor_client::asynchronous::Client;
use lictor_client::{Error, Event, Options, Request};
use tokio::time::sleep;

/// The vendor's public key, built into the program. Put your own here.
const VENDOR_KEY: &str = include_str!("../../../licenses/demo.pub");

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
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

async fn run() -> Result<(), Error> {
    let options = Options::new().trust(VENDOR_KEY).deadline(Duration::from_secs(5));
    let client = Client::open(options).await?;

    // Two features, both or none of them.
    let [editor, viewer] = ["cad", "viewer"].map(Request::feature);
    let seats = client.checkout_all(&[editor, viewer]).await?;
    for seat in &seats {
        println!("{} of {} from {}", seat.count(), seat.feature(), seat.server());
    }

    // A clone is a handle of the same client: the tasks share its connection and its session.
    let jobs: Vec<_> = (1..=3).map(|number| tokio::spawn(job(client.clone(), number))).collect();

    tokio::select! {
        lost = lost_seat(&client) => println!("a seat of {lost} is gone: saving the work and stopping"),
        () = finished(jobs) => println!("all jobs are done"),
    }

    for seat in seats {
        client.checkin(seat).await?;
    }
    client.close(Duration::from_secs(2)).await
}

/// One piece of work under a seat of its own, which goes back when it ends.
async fn job(client: Client, number: u32) {
    match client.checkout("f1").await {
        Ok(_seat) => {
            println!("job {number} works");
            sleep(Duration::from_millis(300)).await;
        }
        Err(error) => println!("job {number} has no seat: {error}"),
    }
}

async fn finished(jobs: Vec<tokio::task::JoinHandle<()>>) {
    for job in jobs {
        if let Err(error) = job.await {
            eprintln!("a job broke off: {error}");
        }
    }
}

/// Waits until a seat is lost. What else happens, the client puts right by itself.
async fn lost_seat(client: &Client) -> String {
    while let Some(event) = client.event().await {
        if let Event::Lost { feature, .. } = event {
            return feature;
        }
    }
    // The client is closed: nothing can be lost any more.
    std::future::pending().await
}
