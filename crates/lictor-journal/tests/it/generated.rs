//! Generated histories, and generated rubbish.

use lictor_journal::faulty::{Crash, FaultyMemory};
use lictor_journal::{AppendError, Journal, Options, SEGMENT_BYTES_MIN, Storage, verify_copy};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};

const OPTIONS: Options =
    Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: *b"generated tests.", ledger_id: 3 };

#[derive(Debug, Clone)]
enum Op {
    Append { count: u32, bytes: usize, text: usize },
    Sync,
    Prepare,
    Truncate { back: usize },
    Crash(Crash),
}

fn op() -> impl Strategy<Value = Op> {
    let crash = prop_oneof![
        Just(Crash::Process),
        Just(Crash::Lost),
        any::<u64>().prop_map(Crash::Torn),
        any::<u64>().prop_map(Crash::Extended),
    ];
    prop_oneof![
        12 => (1..40_u32, 0..3000_usize, 0..60_usize)
            .prop_map(|(count, bytes, text)| Op::Append { count, bytes, text }),
        4 => Just(Op::Sync),
        4 => Just(Op::Prepare),
        1 => (0..4_usize).prop_map(|back| Op::Truncate { back }),
        2 => crash.prop_map(Op::Crash),
    ]
}

/// Sequence of the last record, records, body, erasable text.
type Kept = (u64, u32, Vec<u8>, Option<Vec<u8>>);

fn start(storage: &FaultyMemory) -> (Journal<FaultyMemory>, Vec<Kept>) {
    let mut kept = Vec::new();
    let (journal, _) = Journal::open(storage.clone(), &OPTIONS, None, &mut |block| {
        kept.push((block.last_seq(), block.count, block.body.to_vec(), block.erasable.map(<[u8]>::to_vec)));
        Ok(())
    })
    .unwrap();
    (journal, kept)
}

proptest! {
    /// TRU-05: after any history of work and crashes the log is a prefix of the model that holds all
    /// that was synced, and every byte of it verifies.
    #[test]
    fn tru_05_the_log_is_the_model(ops in vec(op(), 1..60)) {
        let mut storage = FaultyMemory::default();
        let (mut journal, mut model) = start(&storage);
        for op in ops {
            match op {
                Op::Append { count, bytes, text } => {
                    let (body, text) = (vec![bytes as u8; bytes], vec![b't'; text]);
                    match journal.append(count, &body, &text) {
                        Ok(seq) => model.push((seq, count, body, Some(text).filter(|text| !text.is_empty()))),
                        Err(error) => prop_assert!(matches!(error, AppendError::Full), "{error}"),
                    }
                }
                Op::Sync => {
                    journal.sync().unwrap();
                }
                Op::Prepare => journal.prepare_next().unwrap(),
                Op::Truncate { back } => {
                    model.truncate(model.len().saturating_sub(back));
                    journal.truncate_after(model.last().map_or(0, |kept| kept.0)).unwrap();
                }
                Op::Crash(crash) => {
                    let needed = if crash == Crash::Process { journal.written_seq() } else { journal.synced_seq() };
                    drop(journal);
                    storage = storage.crash(crash);
                    let found;
                    (journal, found) = start(&storage);
                    prop_assert_eq!(&found[..], &model[..found.len()]);
                    prop_assert!(needed <= journal.written_seq());
                    model = found;
                }
            }
            prop_assert_eq!(journal.written_seq(), model.last().map_or(0, |kept| kept.0));
        }
        let report = verify_copy(&storage, &mut |_| ()).unwrap();
        prop_assert_eq!(report.problems, []);
        prop_assert_eq!((report.last_seq, report.head), (journal.position().seq, journal.position().head));
    }

    /// TRU-04: no rubbish in a file makes a start or a check panic, or show a block that was not written.
    #[test]
    fn tru_04_rubbish_is_refused_or_cut(
        edits in vec((0..4_usize, 0..17_000_usize, vec(any::<u8>(), 1..40)), 1..6),
        length in proptest::option::of((0..4_usize, 0..20_000_usize)),
    ) {
        let storage = FaultyMemory::default();
        let (mut journal, _) = start(&storage);
        for turn in 0..30_u8 {
            journal.prepare_next().unwrap();
            journal.append(1, &[turn; 700], b"ada").unwrap();
        }
        drop(journal);
        let written = start(&storage.crash(Crash::Process)).1;
        let names = storage.list().unwrap();
        for (file, at, bytes) in edits {
            storage.edit(&names[file % names.len()], |content| {
                for (byte, new) in content.iter_mut().skip(at).zip(bytes) {
                    *byte = new;
                }
            });
        }
        if let Some((file, length)) = length {
            storage.edit(&names[file % names.len()], |content| content.resize(length, 0));
        }
        let mut shown = 0;
        let _ = verify_copy(&storage, &mut |block| {
            assert!(written.iter().any(|(last, _, body, _)| *last == block.last_seq() && body == block.body));
        });
        let _ = Journal::open(storage, &OPTIONS, None, &mut |block| {
            assert_eq!(&written[shown].2, block.body);
            shown += 1;
            Ok(())
        });
    }
}
