//! The program to start from: takes a seat of `f1`, works while it is held, and gives it back.
//!
//! ```console
//! $ cargo run --bin lictord                                  # in one terminal
//! $ cargo run --bin hello_seat                               # in another
//! $ cargo run --bin hello_seat -- --server licsrv1:6242
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::process::ExitCode;
use std::time::Duration;

use lictor_client::{Client, Error, Event, Events, Options, Request, Seat};

/// The vendor's public key, built into the program. Put your own here: with it the client checks
/// the vendor's signatures behind every grant and takes nobody's word for them.
const VENDOR_KEY: &str = include_str!("../../../licenses/demo.pub");

/// How long one step of the work takes.
const STEP: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let mut options = Options::new().trust(VENDOR_KEY);
    match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        // The server is then the one that LICTOR_LICENSE_PATH names, else localhost:6242.
        [] => {}
        [option, server] if option == "--server" => options = options.path(server),
        _ => {
            eprintln!("usage: hello_seat [--server HOST:PORT]");
            return ExitCode::from(2);
        }
    }
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The error says what happened, the hint what the user can do about it.
            eprintln!("error: {error}");
            if let Some(hint) = error.hint() {
                eprintln!("hint: {hint}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), Error> {
    let client = Client::open(options)?;
    let seat = client.checkout("f1")?;
    let grant = seat.grant();
    println!("one seat of f1 from {}: {} of {} are in use", seat.server(), grant.used, grant.seats);

    work(&seat, &client.events());

    // A denial is an answer. Its text and its numbers say why.
    match client.checkout(Request::feature("f1").count(1_000)) {
        Ok(more) => println!("{} seats more", more.count()),
        Err(error) if error.is_denied() => println!("a thousand more: {}: {error}", error.status()),
        Err(error) => return Err(error),
    }

    // Dropping the seat would do. `checkin` also waits until the server has it.
    client.checkin(seat)?;
    println!("the seat is back");
    client.close(Duration::from_secs(2))
}

/// Works in steps, and looks between them whether something happened to the seat.
fn work(seat: &Seat, events: &Events) {
    for step in 1..=3 {
        println!("step {step} of the work");
        if let Some(event) = events.next_within(STEP) {
            tell(&event);
        }
        if !seat.is_valid() {
            println!("the seat is gone: saving the work and stopping");
            return;
        }
    }
}

/// What a program tells its user of an event.
fn tell(event: &Event) {
    match event {
        Event::Uncertain { server } => println!("{server} does not answer; the client keeps trying"),
        Event::Regained { server } => println!("{server} is back, and so are the seats"),
        Event::Lost { feature, count, status, .. } => println!("{count} of {feature} lost: {status}"),
        Event::Missed { count } => println!("{count} events went by"),
        Event::Queued { feature, position, .. } => println!("{feature}: number {position} in the queue"),
        Event::Grace { feature, .. } => println!("no server: {feature} goes on for a time of grace"),
        // Later versions may know more.
        _ => {}
    }
}
