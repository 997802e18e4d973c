//! `lictor-office signer …`: make a key, run the signer, approve, look at its record.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::{Args, Subcommand};
use lictor_issuer::{LoadError, VendorSigner};
use lictor_license::VendorKey;
use lictor_types::VendorName;
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::clock::wall_seconds;
use crate::logging::LogArgs;
use crate::signer::child::READY;
use crate::signer::passphrase::{PassphraseArgs, PassphraseError};
use crate::signer::pending::{self, ApproveError, Pending};
use crate::signer::place::{KEY_STEM, Place};
use crate::signer::record::{Approval, Entry, RecordError, digest, walk};
use crate::signer::service::{Door, Service, StartError};
use crate::time::Time;

/// What to do with a signer.
#[derive(Debug, Clone, Subcommand)]
pub enum SignerCommand {
    /// Run the signer in the foreground
    #[command(after_help = "Examples:
  lictor-office signer run --dir /var/lib/lictor-signer
  lictor-office signer run --dir signer --passphrase-file passphrase --log-format json
  lictor-office signer run --dir /var/lib/lictor-signer --socket /run/lictor-signer/sock --office-uid 991")]
    Run(RunArgs),
    /// Make the directory and an encrypted vendor key
    #[command(after_help = "Examples:
  lictor-office signer init --dir /var/lib/lictor-signer --vendor ACME
  lictor-office signer init --dir signer --vendor ACME --passphrase-file passphrase")]
    Init(InitArgs),
    /// List the requests that wait for approval
    #[command(after_help = "Examples:
  lictor-office signer pending --dir /var/lib/lictor-signer
  lictor-office signer pending --dir signer --json")]
    Pending(ShowArgs),
    /// Release a request that waits for approval
    #[command(after_help = "Examples:
  lictor-office signer approve 0f3a --dir /var/lib/lictor-signer --by Ann
  lictor-office signer approve 0f3a --dir signer")]
    Approve(ApproveArgs),
    /// Check the whole record of signatures and refusals
    #[command(after_help = "Examples:
  lictor-office signer verify --dir /var/lib/lictor-signer
  lictor-office signer verify --dir signer --json")]
    Verify(ShowArgs),
    /// Print the public key, the text of its .pub file
    #[command(after_help = "Examples:
  lictor-office signer public --dir /var/lib/lictor-signer
  lictor-office signer public --dir signer > acme.pub")]
    Public(ShowArgs),
}

/// Arguments of `run`.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// The signer's directory
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Where the passphrase comes from
    #[command(flatten)]
    pub passphrase: PassphraseArgs,
    /// End when standard input is closed
    #[arg(long)]
    pub while_stdin: bool,
    /// Where to listen, instead of in the directory, which no other user can reach
    #[arg(long, value_name = "PATH", requires = "office_uid")]
    pub socket: Option<PathBuf>,
    /// The user of the office, by number, if that is not the signer's own
    #[arg(long, value_name = "UID", requires = "socket")]
    pub office_uid: Option<u32>,
    /// What is logged
    #[command(flatten)]
    pub log: LogArgs,
}

/// Arguments of `init`.
#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// The signer's directory; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// The vendor's name: 1 to 32 of A-Z 0-9 _, a letter first
    #[arg(long, value_name = "NAME", value_parser = vendor_name)]
    pub vendor: VendorName,
    /// Where the passphrase comes from
    #[command(flatten)]
    pub passphrase: PassphraseArgs,
}

/// Arguments of what only looks.
#[derive(Debug, Clone, Args)]
pub struct ShowArgs {
    /// The signer's directory
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `approve`.
#[derive(Debug, Clone, Args)]
pub struct ApproveArgs {
    /// The id that `pending` lists
    #[arg(value_name = "ID")]
    pub id: String,
    /// The signer's directory
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Who approves, for the record; the user id of the system is added
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// Why a command failed, and its exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failure {
    exit: u8,
    text: String,
}

/// Something of ours failed, or the record is broken.
const INTERNAL: u8 = 1;
/// The call is wrong: no passphrase, a policy with a mistake.
const USAGE: u8 = 2;
/// What is named is not there.
const NOT_FOUND: u8 = 3;
/// Something is there that must not be, as a key or another signer.
const CONFLICT: u8 = 4;

fn vendor_name(text: &str) -> Result<VendorName, String> {
    VendorName::parse(text).map_err(|error| error.to_string())
}

/// Does it. Exit codes: 0 done, 1 failed or the record is broken, 2 usage, 3 not found, 4 conflict.
/// Messages go to standard error, documents to standard output.
pub async fn run(command: SignerCommand) -> ExitCode {
    let done = match command {
        SignerCommand::Run(args) => serve(args).await,
        SignerCommand::Init(args) => init(&args),
        SignerCommand::Pending(args) => list(&args),
        SignerCommand::Approve(args) => approve(args),
        SignerCommand::Verify(args) => verify(&args),
        SignerCommand::Public(args) => public(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { exit, text }) => {
            let _closed = writeln!(io::stderr().lock(), "lictor-office signer: {text}");
            ExitCode::from(exit)
        }
    }
}

async fn serve(args: RunArgs) -> Result<(), Failure> {
    args.log.start().map_err(|text| Failure { exit: USAGE, text })?;
    let place = Place::new(args.dir);
    let signer = load(&place, &args.passphrase)?;
    harden();
    let door = Door { socket: args.socket.unwrap_or_else(|| place.socket()), office: args.office_uid };
    let service = Service::start_at(&place, signer, &door)?;
    let stop = CancellationToken::new();
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut arrivals = signal(kind)?;
        let stop = stop.clone();
        tokio::spawn(async move {
            arrivals.recv().await;
            stop.cancel();
        });
    }
    if args.while_stdin {
        let stop = stop.clone();
        thread::Builder::new().name("stdin".to_owned()).spawn(move || {
            // Nothing is said on it; its end is the parent's.
            let mut bytes = [0; 64];
            while matches!(io::stdin().lock().read(&mut bytes), Ok(1..)) {}
            stop.cancel();
        })?;
    }
    let key = service.public();
    out(&format!(
        "{READY} vendor={} key={} sequence={} socket={}\n",
        key.vendor,
        key.key_id,
        key.sequence,
        door.socket.display()
    ))?;
    service.run(stop).await?;
    Ok(())
}

fn load(place: &Place, passphrase: &PassphraseArgs) -> Result<VendorSigner, Failure> {
    let key = place.key();
    match VendorSigner::load(&key, None) {
        Err(LoadError::NeedsPassphrase(_)) => {}
        Ok(signer) => {
            tracing::warn!(key = %key.display(), "The vendor key is not encrypted");
            return Ok(signer);
        }
        Err(LoadError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            let text = format!("{} is not there\nhint: lictor-office signer init makes a key", key.display());
            return Err(Failure { exit: NOT_FOUND, text });
        }
        Err(error) => return Err(Failure { exit: INTERNAL, text: error.to_string() }),
    }
    let passphrase = passphrase.get()?;
    VendorSigner::load(&key, Some(&passphrase)).map_err(|error| match error {
        LoadError::WrongPassphrase(_) => Failure { exit: USAGE, text: error.to_string() },
        LoadError::Read { .. }
        | LoadError::Form(_)
        | LoadError::NeedsPassphrase(_)
        | LoadError::Public { .. }
        | LoadError::Certificate { .. }
        | LoadError::OtherPublic(_)
        | LoadError::OtherCertificate(_) => Failure { exit: INTERNAL, text: error.to_string() },
    })
}

/// Keeps other processes of the same user, the office among them, out of this one's memory.
fn harden() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
    {
        tracing::warn!(%error, "Other processes of this user can read the signer's memory");
    }
}

fn init(args: &InitArgs) -> Result<(), Failure> {
    let place = Place::new(&args.dir);
    place.prepare()?;
    if place.key().exists() {
        let text = format!("{} is there already", place.key().display());
        return Err(Failure { exit: CONFLICT, text });
    }
    let passphrase = args.passphrase.choose()?;
    let failed = |error: String| Failure { exit: INTERNAL, text: error };
    let signer = VendorSigner::generate(args.vendor.clone()).map_err(|error| failed(error.to_string()))?;
    let saved = signer.save(place.dir(), KEY_STEM, Some(&passphrase));
    saved.map_err(|error| failed(error.to_string()))?;
    out(&format!("{}\n", signer.public()))
}

fn list(args: &ShowArgs) -> Result<(), Failure> {
    let waiting = pending::list(&Place::new(&args.dir)).map_err(absent(args))?;
    if args.json {
        return out(&json(&waiting)?);
    }
    let text: String = waiting.iter().map(told).collect();
    out(&text)
}

/// A request that waits, for the one who decides.
fn told(pending: &Pending) -> String {
    let Pending { id, since, denial, request, .. } = pending;
    let actor = request.actor.as_deref().unwrap_or("nobody named");
    let mut text = format!("{id}  since {since}  by {}  request {}\n", plain(actor), plain(&request.id));
    text.push_str(&format!("  {}\n", plain(&denial.to_string())));
    for feature in &request.features {
        let count = feature.count.map_or_else(|| "local".to_owned(), |count| count.to_string());
        let end = feature.end.map_or_else(|| "permanent".to_owned(), |end| format!("until {end}"));
        let licensee =
            feature.licensee.as_deref().map_or_else(String::new, |name| format!(" for {}", plain(name)));
        text.push_str(&format!("  {} {count} {end}{licensee}\n", plain(&feature.name)));
    }
    text
}

/// What the office sent must not steer the terminal of the one who approves.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn approve(args: ApproveArgs) -> Result<(), Failure> {
    let user = format!("uid {}", rustix::process::getuid().as_raw());
    let by = args.by.map_or_else(|| user.clone(), |name| format!("{name} ({user})"));
    let approval = Approval { by, at: Time(wall_seconds().saturating_mul(1000)) };
    match pending::approve(&Place::new(args.dir), &args.id, approval) {
        Ok(pending) => out(&format!("released {}; it is signed when the office asks again\n", pending.id)),
        Err(error @ ApproveError::NotFound(_)) => Err(Failure { exit: NOT_FOUND, text: error.to_string() }),
        Err(error @ ApproveError::Io(_)) => Err(Failure { exit: INTERNAL, text: error.to_string() }),
    }
}

/// What `verify` says.
#[derive(Debug, Default, Serialize)]
struct Report {
    lines: u64,
    signed: u64,
    refused: u64,
    starts: u64,
    repairs: u64,
    head: String,
    unfinished_bytes: u64,
}

fn verify(args: &ShowArgs) -> Result<(), Failure> {
    let place = Place::new(&args.dir);
    let file = File::open(place.record()).map_err(absent(args))?;
    let mut report = Report::default();
    let mut changed = None;
    let walked = walk(&file, |_, _, line| match line.entry {
        Entry::Started { .. } => report.starts += 1,
        Entry::Repaired { .. } => report.repairs += 1,
        Entry::Refused { .. } => report.refused += 1,
        Entry::Signed(signature) => {
            report.signed += 1;
            if digest(signature.file.as_bytes()) != signature.sha256 {
                changed.get_or_insert(line.sequence);
            }
        }
    })?;
    if let Some(line) = changed {
        return Err(RecordError::Broken { line, text: "holds a file that is not the one it names" }.into());
    }
    report.lines = walked.head.sequence;
    report.head = walked.head.hash;
    report.unfinished_bytes = walked.torn_bytes;
    if args.json {
        return out(&json(&report)?);
    }
    let Report { lines, signed, refused, starts, repairs, head, unfinished_bytes } = report;
    let mut text = format!(
        "the record holds: {lines} lines, {signed} files signed, {refused} requests refused, {starts} starts, \
         {repairs} repairs\nhead {head}\n"
    );
    if unfinished_bytes > 0 {
        text.push_str(&format!(
            "behind it {unfinished_bytes} bytes of an unfinished line: written just now, or left by a crash; \
             the next start cuts them off\n"
        ));
    }
    out(&text)
}

fn public(args: &ShowArgs) -> Result<(), Failure> {
    let path = Place::new(&args.dir).public();
    let text = std::fs::read_to_string(path).map_err(absent(args))?;
    let key = VendorKey::parse(&text).map_err(|error| Failure { exit: INTERNAL, text: error.to_string() })?;
    if !args.json {
        return out(&format!("{key}\n"));
    }
    let document = serde_json::json!({
        "vendor": key.vendor().as_str(),
        "key_id": key.key_id().to_string(),
        "file": format!("{key}\n"),
    });
    out(&json(&document)?)
}

fn absent(args: &ShowArgs) -> impl Fn(io::Error) -> Failure {
    let dir = args.dir.display().to_string();
    move |error| {
        let exit = if error.kind() == io::ErrorKind::NotFound { NOT_FOUND } else { INTERNAL };
        Failure { exit, text: format!("{dir}: {error}") }
    }
}

fn json(document: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(document);
    text.map(|text| text + "\n").map_err(|error| Failure { exit: INTERNAL, text: error.to_string() })
}

fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self { exit: INTERNAL, text: error.to_string() }
    }
}

impl From<PassphraseError> for Failure {
    fn from(error: PassphraseError) -> Self {
        Self { exit: USAGE, text: error.to_string() }
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        let exit = match &error {
            RecordError::InUse => CONFLICT,
            RecordError::Io(_) | RecordError::Broken { .. } => INTERNAL,
        };
        Self { exit, text: error.to_string() }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        use crate::signer::desk::OpenError;
        match error {
            StartError::Open(OpenError::Record(error)) => error.into(),
            StartError::Open(OpenError::Policy(error)) => Self { exit: USAGE, text: error.to_string() },
            StartError::Open(OpenError::Io(error)) => error.into(),
            StartError::Listen(..) => Self { exit: INTERNAL, text: error.to_string() },
        }
    }
}
