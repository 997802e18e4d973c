//! Plays a script of several people who share licenses: `examples/tour` is one.
//!
//! ```console
//! $ play FILE
//! ```
//!
//! Each line of the script is one of
//!
//! ```text
//! ## A heading, or any text that begins with `#` or `>`: printed as it is
//! $ command                         run by the shell, its output printed, whatever it says
//! ann@ws17 out solver:2             takes seats; also `with RESERVATION`, `version 2.0`
//! ann@ws17 wait solver:2 20         the same, waits for them at most 20 s, and the play goes on
//! ann@ws17 in solver                gives all seats of a feature back
//! ann@ws17 borrow solver 8          borrows a seat for 8 hours
//! ann@ws17 return solver            gives a borrowed seat back
//! ann@ws17 leaves                   ends the session
//! pause 2                           waits 2 s, for whoever waits and for what time alone does
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]
#![expect(clippy::disallowed_methods, reason = "an example reads the environment where it needs it")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use lictor_client::{Client, Options, Request, Seat, Source, Version};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [file] = files.as_slice() else {
        eprintln!("usage: play FILE");
        return ExitCode::from(2);
    };
    match std::fs::read_to_string(file).map_err(Into::into).and_then(|script| play(&script)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn Error + Send + Sync>;

fn play(script: &str) -> Result<(), Failure> {
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for line in script.lines() {
        if line.is_empty() || line.starts_with(['#', '>']) {
            println!("{line}");
        } else if let Some(command) = line.strip_prefix("$ ") {
            println!("$ {command}");
            shell(command)?;
        } else if let Some(seconds) = line.strip_prefix("pause ") {
            thread::sleep(Duration::from_secs_f64(seconds.parse()?));
            people.values_mut().for_each(Person::hear);
        } else {
            let (name, action) = line.split_once(' ').ok_or_else(|| format!("`{line}` is no line"))?;
            if !people.contains_key(name) {
                people.insert(name.to_owned(), Person::new(name)?);
            }
            if action == "leaves" {
                println!("{name} leaves");
                people.remove(name);
            } else if let Some(person) = people.get_mut(name) {
                let said = person.act(action).unwrap_or_else(|error| error.to_string());
                println!("{name} {action}\n    {said}");
            }
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// Runs a command; what it writes is shown in its order.
fn shell(command: &str) -> Result<(), Failure> {
    let shown = Command::new("sh").arg("-c").arg(format!("{{ {command}\n}} 2>&1")).output()?;
    for line in String::from_utf8_lossy(&shown.stdout).lines() {
        println!("    {line}");
    }
    Ok(())
}

/// Somebody with a client of their own.
struct Person {
    name: String,
    client: Arc<Client>,
    seats: Arc<Mutex<Vec<Seat>>>,
    news: Option<Receiver<String>>,
}

impl Person {
    fn new(name: &str) -> Result<Self, Failure> {
        let (user, host) = name.split_once('@').ok_or_else(|| format!("`{name}` is not user@host"))?;
        let mut options = Options::new().user(user).host(host).deadline(Duration::from_secs(3));
        if let Ok(keys) = std::env::var("LICTOR_VENDOR_KEY") {
            for file in keys.split(':') {
                options = options.trust(std::fs::read_to_string(file)?);
            }
        }
        let client = Arc::new(Client::open(options)?);
        Ok(Self { name: name.to_owned(), client, seats: Arc::default(), news: None })
    }

    /// Does something, and says what came of it.
    fn act(&mut self, action: &str) -> Result<String, Failure> {
        let words: Vec<&str> = action.split(' ').collect();
        match words.as_slice() {
            ["out", feature, options @ ..] => take(&self.client, &self.seats, request(feature, options)?),
            ["wait", feature, seconds, options @ ..] => {
                let request = request(feature, options)?.wait(Duration::from_secs(seconds.parse()?));
                Ok(self.wait(request))
            }
            ["in", feature] => self.give_back(feature),
            ["borrow", feature, hours] => {
                let borrow = self.client.borrow(request(feature, &[])?, hours.parse()?)?;
                Ok(format!("borrowed {} seat for {} hours", borrow.count, borrow.hours))
            }
            ["return", feature] => {
                let borrow = self.client.return_borrow(feature)?;
                Ok(format!("{} borrowed seat is back", borrow.count))
            }
            _ => Err(format!("`{action}` is no action").into()),
        }
    }

    /// Waits beside the play; word comes at a pause.
    fn wait(&mut self, request: Request) -> String {
        let (client, seats, (say, news)) =
            (Arc::clone(&self.client), Arc::clone(&self.seats), sync_channel(1));
        thread::spawn(move || {
            let said = take(&client, &seats, request).unwrap_or_else(|error| error.to_string());
            // Nobody listens any more if the play is over.
            let _unheard = say.send(said);
        });
        self.news = Some(news);
        "waits".to_owned()
    }

    /// Tells what came of waiting.
    fn hear(&mut self) {
        if let Some(said) = self.news.as_ref().and_then(|news| news.try_recv().ok()) {
            println!("{}, who waited:\n    {said}", self.name);
            self.news = None;
        }
    }

    fn give_back(&self, feature: &str) -> Result<String, Failure> {
        let mut given = 0;
        let mut seats = lock(&self.seats);
        while let Some(at) = seats.iter().position(|seat| seat.feature().eq_ignore_ascii_case(feature)) {
            let seat = seats.remove(at);
            given += seat.count();
            seat.checkin()?;
        }
        Ok(format!("{given} back"))
    }
}

fn take(client: &Client, seats: &Mutex<Vec<Seat>>, request: Request) -> Result<String, Failure> {
    let seat = client.checkout(request)?;
    let grant = seat.grant();
    let said = if seat.source() == Source::Server {
        format!("{}: {} of {} in use now", seat.status(), grant.used, grant.seats)
    } else {
        format!("{}: from {}", seat.status(), seat.source().code())
    };
    lock(seats).push(seat);
    Ok(said)
}

/// `FEATURE[:COUNT]` and what stands behind it.
fn request(feature: &str, mut options: &[&str]) -> Result<Request, Failure> {
    let (name, count) = feature.split_once(':').unwrap_or((feature, "1"));
    let mut request = Request::feature(name).count(count.parse()?);
    while let [option, value, rest @ ..] = options {
        request = match *option {
            "with" => request.reservation(*value),
            "version" => request.version(Version::parse(value)?),
            other => return Err(format!("`{other}` is no option").into()),
        };
        options = rest;
    }
    Ok(request)
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
