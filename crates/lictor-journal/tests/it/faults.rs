//! One operation fails, or all from then on (reliability rows S1 to S3).

use std::io::ErrorKind;

use lictor_journal::faulty::{Crash, Fault, FaultyMemory};
use lictor_journal::{Journal, Options};

use crate::script;

type Contents = Vec<(String, Option<Vec<u8>>)>;

/// Every file of the disk, by name.
fn contents(storage: &FaultyMemory) -> Contents {
    let names = lictor_journal::Storage::list(storage).unwrap();
    names.into_iter().map(|name| (name.clone(), storage.content(&name))).collect()
}

fn undisturbed() -> (u64, Contents) {
    let storage = FaultyMemory::new(1);
    let known = script::run(&storage);
    assert!(known.failure.is_none(), "{:?}", known.failure);
    (storage.operations(), contents(&storage))
}

/// A failed sync may have reached the disk in part, so both extremes are looked at.
#[test]
fn a_failing_operation_never_costs_what_was_called_durable() {
    let (operations, _) = undisturbed();
    for at in 0..operations {
        for forever in [false, true] {
            let storage = FaultyMemory::new(1);
            storage.fail_after(at, Fault::Error(ErrorKind::Other), forever);
            let known = script::run(&storage);
            for crash in [Crash::Lost, Crash::Torn(at)] {
                script::check(&storage.crash(crash), &known, crash);
            }
            storage.heal();
            // The next process sees pages that no disk has. It must put them there itself.
            script::recover(&storage).unwrap();
            script::check(&storage.crash(Crash::Lost), &known, Crash::Lost);
        }
    }
}

#[test]
fn short_and_interrupted_calls_have_no_effect() {
    let (operations, undisturbed) = undisturbed();
    let storage = FaultyMemory::new(1);
    storage.fail_after(0, Fault::Short, true);
    assert!(script::run(&storage).failure.is_none());
    assert!(operations < storage.operations(), "there were short calls");
    assert_eq!(contents(&storage), undisturbed);
    for at in 0..operations {
        let storage = FaultyMemory::new(1);
        storage.fail_after(at, Fault::Interrupted, false);
        assert!(script::run(&storage).failure.is_none());
        assert_eq!(contents(&storage), undisturbed, "operation {at}");
    }
}

/// TRU-06: wherever the disk is full, what was answered is there, and it passes.
#[test]
fn tru_06_a_full_disk_loses_nothing() {
    for pages in 1..40 {
        let storage = FaultyMemory::new(1);
        storage.set_capacity(Some(pages * 4096));
        let known = script::run(&storage);
        script::check(&storage.crash(Crash::Lost), &known, Crash::Lost);
        storage.set_capacity(None);
        script::check(&storage, &known, Crash::Process);
    }
}

#[test]
fn an_append_is_one_write_and_a_sync_is_one_sync() {
    let storage = FaultyMemory::new(1);
    let options = Options::new([1; 16]);
    let (mut journal, _) = Journal::open(storage.clone(), &options, None, &mut |_| Ok(())).unwrap();
    let cost = |journal: &mut Journal<FaultyMemory>, work: &dyn Fn(&mut Journal<FaultyMemory>)| {
        let before = storage.operations();
        work(journal);
        storage.operations() - before
    };
    for _ in 0..3 {
        let append = |journal: &mut Journal<_>| assert_ne!(journal.append(32, &[1; 1500], b"ada").ok(), None);
        assert_eq!(cost(&mut journal, &append), 1);
        let sync = |journal: &mut Journal<_>| assert_eq!(journal.sync().ok(), Some(journal.written_seq()));
        assert_eq!(cost(&mut journal, &sync), 1);
        assert_eq!(cost(&mut journal, &sync), 0, "nothing to sync");
    }
}
