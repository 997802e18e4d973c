//! The signer over its socket, and as a process of its own.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use lictor_issuer::VendorSigner;
use lictor_license::{Keyring, parse_file, verify};
use lictor_office::signer::desk::OpenError;
use lictor_office::signer::policy::Policy;
use lictor_office::signer::record::RecordError;
use lictor_office::signer::service::{Service, StartError};
use lictor_office::signer::{
    Count, Feature, Place, Rule, SignRequest, SignedFile, SignerClient, SignerError, SpawnOptions, child,
    spawn,
};
use lictor_office::time::Time;
use lictor_testkit::eventually;
use lictor_types::{CivilDate, VendorName};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(120);
const PROGRAM: &str = env!("CARGO_BIN_EXE_lictor-office");

fn request(id: &str, count: u32) -> SignRequest {
    let feature = Feature { name: "f1".into(), count: Some(Count::Limited(count)), ..Feature::default() };
    SignRequest {
        id: id.into(),
        at: Time(1_772_366_400_000),
        issued: CivilDate::parse("2026-03-01").unwrap(),
        product: None,
        actor: Some("test".into()),
        features: vec![feature],
    }
}

fn vendor() -> VendorName {
    VendorName::parse("ACME").unwrap()
}

/// A service in this process, on a real socket.
struct Running {
    place: Place,
    client: SignerClient,
    stop: CancellationToken,
    service: JoinHandle<std::io::Result<()>>,
    _dir: TempDir,
}

impl Running {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::new(dir.path().join("signer"));
        let service = Service::start(&place, key()).unwrap();
        let stop = CancellationToken::new();
        let service = tokio::spawn(service.run(stop.clone()));
        let client = SignerClient::new(place.socket());
        Self { place, client, stop, service, _dir: dir }
    }

    async fn stop(self) -> TempDir {
        self.stop.cancel();
        self.service.await.unwrap().unwrap();
        self._dir
    }
}

fn key() -> VendorSigner {
    VendorSigner::from_seed(vendor(), &[7; 32]).unwrap()
}

/// Holds a file against the public key that the signer tells.
async fn assert_genuine(client: &SignerClient, signed: &SignedFile) {
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&client.public().await.unwrap().file).unwrap();
    let parsed = parse_file(signed.bytes());
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    for feature in parsed.features {
        let license = feature.result.unwrap();
        assert!(verify(&license, &keyring).is_ok(), "{}", signed.file);
    }
}

#[tokio::test]
async fn a_file_is_signed_over_the_socket_and_the_office_is_a_witness_of_the_record() {
    let running = Running::start();
    let signed = running.client.sign(&request("r-1", 10)).await.unwrap();
    assert_genuine(&running.client, &signed).await;
    let key = running.client.public().await.unwrap();
    assert_eq!((key.vendor.as_str(), &key.key_id), ("ACME", &signed.key_id));
    assert_eq!((key.sequence, &key.record_hash), (signed.sequence, &signed.record_hash));
    running.stop().await;
}

#[tokio::test]
async fn nobody_else_can_reach_the_socket_or_read_the_record() {
    let running = Running::start();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(running.place.dir()), 0o700);
    assert_eq!(mode(&running.place.socket()), 0o600);
    assert_eq!(mode(&running.place.record()), 0o600);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_get_a_file_each_and_repeats_the_same_one() {
    let running = Running::start();
    let mut calls = JoinSet::new();
    for number in 0..200 {
        let client = running.client.clone().patience(PATIENCE);
        // Every request is sent twice, at the same time.
        calls.spawn(async move { client.sign(&request(&format!("r-{}", number / 2), 10)).await.unwrap() });
    }
    let mut files = BTreeSet::new();
    let mut fresh = 0;
    while let Some(signed) = calls.join_next().await {
        let signed = signed.unwrap();
        fresh += usize::from(!signed.replayed);
        files.insert(signed.file);
    }
    assert_eq!((files.len(), fresh), (100, 100));
    let place = running.place.clone();
    let _dir = running.stop().await;
    let again = Service::start(&place, key()).unwrap();
    // 100 files and two starts.
    assert_eq!(again.public().sequence, 102);
}

#[tokio::test]
async fn refusals_are_data_and_trouble_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::new(dir.path());
    fs::write(place.policy(), "max_count = 10\n").unwrap();
    assert_eq!(Policy::read(&place.policy()).unwrap().0.max_count, 10);
    let stop = CancellationToken::new();
    let service = tokio::spawn(Service::start(&place, key()).unwrap().run(stop.clone()));
    let client = SignerClient::new(place.socket());
    let error = client.sign(&request("r-1", 11)).await.unwrap_err();
    let refusal = error.refusal();
    let expected = "SIGNER_REFUSED: f1: 11 seats, the limit is 10";
    assert_eq!(refusal.to_string(), expected);
    let meta = serde_json::to_value(&refusal.meta).unwrap();
    assert_eq!(meta, serde_json::json!({ "rule": "count", "limit": 10, "asked": 11 }));
    let mut large = request("r-2", 1);
    large.features[0].data = Some("x".repeat(1024 * 1024));
    match client.sign(&large).await.unwrap_err() {
        SignerError::Refused(denial) => assert_eq!(denial.rule, Rule::TooLarge),
        SignerError::Unavailable(text) => panic!("{text}"),
    }
    stop.cancel();
    service.await.unwrap().unwrap();
    let error = client.sign(&request("r-3", 1)).await.unwrap_err();
    assert_eq!(error.refusal().to_string(), "SIGNER_UNAVAILABLE: the signer does not answer");
}

#[tokio::test]
async fn rubbish_ends_its_own_connection_only() {
    let running = Running::start();
    let talk = async |bytes: &[u8]| {
        let mut socket = UnixStream::connect(running.place.socket()).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        socket.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // What it did not read, the signer answers with a reset.
        let _ended = socket.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    };
    assert_eq!(talk(b"\xff\xff\xff\xffrubbish").await, "");
    assert_eq!(talk(b"\x00\x00\x00\x10{").await, "");
    for text in [
        "rubbish",
        "{\"call\":\"template\"}",
        "{\"call\":\"sign\",\"request\":{\"template\":\"<LICENSEFILE/>\"}}",
    ] {
        let frame = [&u32::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat();
        let answer = talk(&frame).await;
        assert!(answer.contains("{\"answer\":\"misunderstood\""), "{text}: {answer}");
    }
    running.client.sign(&request("r-1", 1)).await.unwrap();
    running.stop().await;
}

#[tokio::test]
async fn one_signer_per_directory() {
    let running = Running::start();
    let error = Service::start(&running.place, key()).unwrap_err();
    assert!(matches!(error, StartError::Open(OpenError::Record(RecordError::InUse))), "{error}");
    running.client.sign(&request("r-1", 1)).await.unwrap();
    running.stop().await;
}

/// A signer's directory with an encrypted key, used by the program itself.
struct Office {
    dir: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { dir: tempfile::tempdir().unwrap() };
        secret(&office.passphrase(), "correct horse\n", 0o600);
        office
    }

    /// One with a key.
    fn with_key() -> Self {
        let office = Self::new();
        let done = office.run(&["init", "--vendor", "ACME"], true);
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        office
    }

    fn passphrase(&self) -> PathBuf {
        self.dir.path().join("secret")
    }

    fn place(&self) -> Place {
        Place::new(self.dir.path().join("signer"))
    }

    fn command(&self, arguments: &[&str], secret: bool) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg("signer").args(arguments).arg("--dir").arg(self.place().dir());
        if secret {
            command.arg("--passphrase-file").arg(self.passphrase());
        }
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str], secret: bool) -> Output {
        self.command(arguments, secret).output().unwrap()
    }

    fn options(&self) -> SpawnOptions {
        SpawnOptions {
            program: PROGRAM.into(),
            place: self.place(),
            passphrase_file: self.passphrase(),
            patience: PATIENCE,
        }
    }
}

fn secret(path: &Path, text: &str, mode: u32) {
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(mode).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[track_caller]
fn assert_ends(done: &Output, code: i32, said: &str) {
    let text = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(code), "{text}");
    assert!(text.contains(said), "{text}");
}

async fn process_of(socket: &Path) -> Option<rustix::process::Pid> {
    let socket = UnixStream::connect(socket).await.ok()?;
    rustix::process::Pid::from_raw(socket.peer_cred().ok()?.pid()?)
}

#[test]
fn a_killed_child_is_started_again_and_remembers() {
    let office = Office::with_key();
    let runtime = Runtime::new().unwrap();
    let signer = runtime.block_on(spawn(office.options())).unwrap();
    let client = signer.client().clone();
    let first = runtime.block_on(client.sign(&request("r-1", 10))).unwrap();
    runtime.block_on(assert_genuine(&client, &first));
    let child = runtime.block_on(process_of(client.socket())).unwrap();
    rustix::process::kill_process(child, rustix::process::Signal::KILL).unwrap();
    let again = eventually("the signer answers again", PATIENCE, || {
        runtime.block_on(client.sign(&request("r-1", 10))).ok()
    });
    assert_eq!(again, SignedFile { replayed: true, ..first });
    assert_ne!(runtime.block_on(process_of(client.socket())), Some(child));
    runtime.block_on(signer.stop());
    assert_eq!(runtime.block_on(process_of(client.socket())), None);
    assert_ends(
        &office.run(&["verify"], false),
        0,
        "1 files signed, 0 requests refused, 2 starts, 0 repairs",
    );
    let text = fs::read_to_string(office.place().record()).unwrap();
    fs::write(office.place().record(), text.replacen("COUNT=\\\"10\\\"", "COUNT=\\\"11\\\"", 1)).unwrap();
    assert_ends(&office.run(&["verify"], false), 1, "line 2 of the record: was changed");
    assert_ends(&office.run(&["run"], true), 1, "line 2 of the record: was changed");
}

#[test]
fn a_child_ends_when_its_parent_does() {
    let office = Office::with_key();
    let mut command = office.command(&["run", "--while-stdin"], true);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.take();
    let runtime = Runtime::new().unwrap();
    let client = SignerClient::new(office.place().socket());
    eventually("the signer answers", PATIENCE, || runtime.block_on(client.public()).ok());
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

/// Reliability 6.3: a signer apart from the office listens where the office can reach it.
#[test]
fn a_signer_of_another_user_listens_at_a_socket_of_its_own() {
    let office = Office::with_key();
    let socket = office.dir.path().join("door.sock");
    let path = socket.display().to_string();
    assert_ends(&office.run(&["run", "--socket", &path], true), 2, "--office-uid");
    let mut command =
        office.command(&["run", "--while-stdin", "--socket", &path, "--office-uid", "991"], true);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.take();
    let runtime = Runtime::new().unwrap();
    let client = SignerClient::new(&socket);
    // Its own user may ask too.
    let key = eventually("the signer answers", PATIENCE, || runtime.block_on(client.public()).ok());
    assert_eq!(key.vendor, "ACME");
    assert!(!office.place().socket().exists());
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_second_person_approves_at_the_command_line() {
    let office = Office::with_key();
    fs::write(office.place().policy(), "max_count = 10\nabove_limit = \"second_approval\"\n").unwrap();
    let runtime = Runtime::new().unwrap();
    let signer = runtime.block_on(spawn(office.options())).unwrap();
    let client = signer.client();
    let SignerError::Refused(denial) = runtime.block_on(client.sign(&request("r-1", 11))).unwrap_err() else {
        panic!("the signer must answer");
    };
    let id = denial.pending.unwrap();
    assert_ends(&office.run(&["pending"], false), 0, &format!("{id}  since "));
    assert_ends(&office.run(&["pending", "--json"], false), 0, "\"actor\": \"test\"");
    assert_ends(
        &office.run(&["approve", "0000000000000000"], false),
        3,
        "no request waits under 0000000000000000",
    );
    assert_ends(&office.run(&["approve", &id, "--by", "Ada"], false), 0, &format!("released {id}"));
    assert_ends(&office.run(&["approve", &id], false), 3, "no request waits");
    let signed = runtime.block_on(client.sign(&request("r-1", 11))).unwrap();
    assert!(signed.file.contains("COUNT=\"11\""));
    assert!(
        fs::read_to_string(office.place().record()).unwrap().contains("\"approval\":{\"by\":\"Ada (uid ")
    );
    runtime.block_on(signer.stop());
}

#[test]
fn the_key_is_encrypted_and_never_written_over() {
    let office = Office::with_key();
    let key = fs::read_to_string(office.place().key()).unwrap();
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    assert_eq!(fs::metadata(office.place().key()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_ends(&office.run(&["init", "--vendor", "OTHER"], true), 4, "vendor.key is there already");
    assert!(!child::ensure_key(&office.place(), &vendor()).unwrap());
    assert_eq!(fs::read_to_string(office.place().key()).unwrap(), key);
    assert_ends(&office.run(&["public"], false), 0, "ACME ");
    secret(&office.passphrase(), "wrong\n", 0o600);
    assert_ends(&office.run(&["run"], true), 2, "the passphrase does not open");
}

#[test]
fn a_passphrase_comes_from_where_nobody_else_reads_it() {
    let office = Office::new();
    assert_ends(&office.run(&["run"], true), 3, "hint: lictor-office signer init makes a key");
    assert_ends(
        &office.run(&["init", "--vendor", "ACME"], false),
        2,
        "hint: name a file with --passphrase-file",
    );
    secret(&office.passphrase(), "correct horse\n", 0o644);
    assert_ends(&office.run(&["init", "--vendor", "ACME"], true), 2, "hint: chmod 600");
    secret(&office.passphrase(), "\n", 0o600);
    assert_ends(&office.run(&["init", "--vendor", "ACME"], true), 2, "holds no passphrase");
    let credentials = office.dir.path().join("credentials");
    fs::create_dir(&credentials).unwrap();
    secret(&credentials.join("signer-passphrase"), "correct horse\n", 0o400);
    let mut command = office.command(&["init", "--vendor", "ACME"], false);
    assert_ends(&command.env("CREDENTIALS_DIRECTORY", &credentials).output().unwrap(), 0, "ACME ");
    // The same passphrase by a descriptor opens the key; the policy is what stops the signer then.
    fs::write(office.place().policy(), "max_cuont = 1\n").unwrap();
    let line = "exec \"$0\" signer run --dir \"$1\" --passphrase-fd 3 3<\"$2\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", line, PROGRAM]).arg(office.place().dir()).arg(credentials.join("signer-passphrase"));
    let done = shell.stdin(Stdio::null()).output().unwrap();
    assert_ends(&done, 2, "policy.toml:1: unknown field `max_cuont`");
}

#[test]
fn an_office_makes_its_own_key_at_its_first_start() {
    let office = Office::new();
    assert!(child::ensure_key(&office.place(), &vendor()).unwrap());
    assert_eq!(fs::metadata(office.place().passphrase()).unwrap().permissions().mode() & 0o777, 0o600);
    let options = SpawnOptions { program: PROGRAM.into(), ..SpawnOptions::embedded(office.place()).unwrap() };
    let runtime = Runtime::new().unwrap();
    let signer = runtime.block_on(spawn(options)).unwrap();
    assert_eq!(runtime.block_on(signer.client().public()).unwrap().vendor, "ACME");
    runtime.block_on(signer.stop());
}

#[test]
fn a_start_that_fails_says_so() {
    let office = Office::with_key();
    fs::write(office.place().policy(), "nonsense").unwrap();
    let runtime = Runtime::new().unwrap();
    let error = runtime.block_on(spawn(office.options())).unwrap_err().to_string();
    assert_eq!(error, "the signer ended before it was ready (exit status: 2)");
}
