//! BOR-03, TIM-07: what is kept survives crashes and damage, and several processes at once.

use std::process::Command;
use std::thread;

use lictor_types::{FeatureName, HostId, HostIdType};

use super::*;

fn owner(user: &str, machine: &str) -> Owner {
    let id = HostId::new(HostIdType::MachineId, machine).unwrap();
    Owner { user: user.to_owned(), machine: vec![id] }
}

fn store(dir: &Path) -> Store {
    Store::new(Some(dir.to_owned()), &owner("ann", "m1"))
}

fn name(feature: &str) -> Name {
    Name::of(Kind::Borrow, "DEMO", &FeatureName::parse(feature).unwrap())
}

fn put(store: &Store, name: &Name, content: &[u8]) {
    store.update(name, |_| (Change::Put(content.to_vec()), ())).unwrap();
}

/// Where ann's records are.
fn home(dir: &Path) -> PathBuf {
    dir.join(folder(&owner("ann", "m1")))
}

/// Every file of the store.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn records_are_put_read_and_removed() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir.path().join("a/b"));
    let [first, second] = [name("f1"), name("f2")];
    assert!(!store.exists());
    assert_eq!(store.read(&first).unwrap(), None);
    assert_eq!(store.names(Kind::Borrow), []);

    put(&store, &first, b"one");
    put(&store, &second, b"");
    assert_eq!(store.read(&name("F1")).unwrap().as_deref(), Some(b"one".as_slice()), "names fold case");
    assert_eq!(store.read(&second).unwrap().as_deref(), Some(b"".as_slice()));
    assert_eq!((store.names(Kind::Borrow).len(), store.names(Kind::Grace).len()), (2, 0));
    let seen = store.update(&first, |content| (Change::Put(b"two".to_vec()), content)).unwrap();
    assert_eq!(seen.as_deref(), Some(b"one".as_slice()));
    store.update(&second, |_| (Change::Remove, ())).unwrap();
    let contents: Vec<Vec<u8>> = store.all(Kind::Borrow).into_iter().map(Result::unwrap).collect();
    assert_eq!(contents, [b"two".to_vec()]);
}

/// Only their owner may read the records.
#[cfg(unix)]
#[test]
fn records_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("store");
    put(&store(&place), &name("f1"), b"x");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!([mode(&place), mode(&home(&place))], [0o700, 0o700]);
    assert_eq!(files(&home(&place)).iter().map(|path| mode(path)).collect::<Vec<_>>(), [0o600, 0o600]);
}

/// TRU-04: damaged, cut, lengthened, swapped or copied records are set aside, reported once, and
/// hide no other.
#[test]
fn tru_04_what_cannot_be_trusted_is_set_aside() {
    type Harm = fn(&Path, &Path);
    let harms: [(&str, Harm); 5] = [
        ("a bit", |path, _| {
            let mut bytes = fs::read(path).unwrap();
            bytes[20] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("cut", |path, _| fs::write(path, &fs::read(path).unwrap()[..30]).unwrap()),
        ("longer", |path, _| fs::write(path, [fs::read(path).unwrap(), vec![0]].concat()).unwrap()),
        ("empty", |path, _| fs::write(path, b"").unwrap()),
        ("another record", |path, other| fs::write(path, fs::read(other).unwrap()).unwrap()),
    ];
    for (what, harm) in harms {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let [first, second] = [name("f1"), name("f2")];
        put(&store, &first, b"one");
        put(&store, &second, b"two");
        let [at, other] = [&first, &second].map(|name| home(dir.path()).join(name.as_str()));
        harm(&at, &other);
        let aside = at.with_extension("damaged");
        assert!(matches!(store.read(&first), Err(Fault::Damaged(path)) if path == aside), "{what}");
        assert_eq!(store.read(&first).unwrap(), None, "{what}");
        assert!(store.was_damaged(&first) && !store.was_damaged(&second), "{what}");
        assert_eq!(store.read(&second).unwrap().as_deref(), Some(b"two".as_slice()), "{what}");
        put(&store, &first, b"new");
        assert_eq!(store.all(Kind::Borrow).len(), 2, "{what}");
    }
}

/// A record that was copied from another machine, or from another user's directory, is not
/// believed; users of one account do not see each other's.
#[test]
fn bor_01_records_belong_to_a_user_and_a_machine() {
    let dir = tempfile::tempdir().unwrap();
    for (user, machine, expected) in [("ANN", "M1", true), ("bob", "m1", false), ("ann", "m2", false)] {
        put(&store(dir.path()), &name("f1"), b"one");
        let who = owner(user, machine);
        let other = Store::new(Some(dir.path().to_owned()), &who);
        if user == "bob" {
            assert_eq!(other.read(&name("f1")).unwrap(), None);
            let his = dir.path().join(folder(&who));
            fs::create_dir_all(&his).unwrap();
            fs::copy(home(dir.path()).join(name("f1").as_str()), his.join(name("f1").as_str())).unwrap();
        }
        assert_eq!(other.read(&name("f1")).is_ok_and(|it| it.is_some()), expected, "{user} {machine}");
    }
}

/// A process that was killed leaves a draft and an unlocked lock file: neither counts.
#[test]
fn a_crash_leaves_the_old_record() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    put(&store, &name("f1"), b"one");
    let draft = home(dir.path()).join(name("f1").as_str()).with_extension(DRAFT);
    fs::write(&draft, b"half of a rec").unwrap();
    assert_eq!(store.read(&name("f1")).unwrap().as_deref(), Some(b"one".as_slice()));
    assert_eq!(store.names(Kind::Borrow).len(), 1);
    put(&store, &name("f1"), b"two");
    assert_eq!(store.read(&name("f1")).unwrap().as_deref(), Some(b"two".as_slice()));
    assert!(!draft.exists());
}

/// SES-05: a stopped process that holds the lock does not stop the others for long.
#[test]
fn ses_05_a_stuck_holder_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    put(&store, &name("f1"), b"one");
    let lock = Lock::take(&home(dir.path())).unwrap();
    let fault = store.update(&name("f1"), |_| (Change::Remove, ())).unwrap_err();
    assert!(matches!(fault, Fault::Busy(_)), "{fault:?}");
    assert_eq!(store.read(&name("f1")).unwrap().as_deref(), Some(b"one".as_slice()), "reading takes no lock");
    drop(lock);
    store.update(&name("f1"), |_| (Change::Remove, ())).unwrap();
}

const ROUNDS: u64 = 40;

fn count_up(dir: &Path) {
    let store = store(dir);
    for _ in 0..ROUNDS {
        let raise = |content: Option<Vec<u8>>| {
            let number = content.map_or(0, |bytes| Reader::new(&bytes).number().unwrap());
            let mut out = Writer::default();
            out.number(number + 1);
            (Change::Put(out.finish()), ())
        };
        store.update(&name("f1"), raise).unwrap();
        let mut held = store.read(&name("f1")).unwrap();
        assert!(held.take().is_some(), "a reader never sees half a record");
    }
}

/// Not a test: what [`processes_and_threads_take_turns`] runs in other processes.
#[test]
#[ignore = "runs in the child processes of another test"]
fn child_counts_up() {
    count_up(Path::new(&std::env::var_os("LICTOR_TEST_STORE").unwrap()));
}

/// No change is lost between processes, nor between threads of one.
#[test]
fn processes_and_threads_take_turns() {
    let dir = tempfile::tempdir().unwrap();
    let child = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "store::tests::child_counts_up", "--ignored"]);
        command.env("LICTOR_TEST_STORE", dir.path()).stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let children: Vec<_> = (0..2).map(|_| child()).collect();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count_up(dir.path()));
        }
    });
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let total = store(dir.path()).read(&name("f1")).unwrap().unwrap();
    assert_eq!(Reader::new(&total).number(), Some(4 * ROUNDS));
}
