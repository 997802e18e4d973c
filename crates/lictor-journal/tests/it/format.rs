//! The bytes are the ones drawn in `docs/journal-format.md`.

use lictor_journal::faulty::{Crash, FaultyMemory};
use lictor_journal::{
    BlockKind, Defect, Journal, Options, PendingBlock, SEGMENT_BYTES_MIN, VerifyReport, latest_snapshot,
    verify_copy, write_snapshot,
};
use ring::digest::{SHA256, digest};

const DRAWN: &str = include_str!("../../../../docs/journal-format.md");
const OPTIONS: Options = Options {
    segment_bytes: SEGMENT_BYTES_MIN,
    server_id: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ledger_id: 0,
};
const SEGMENT: &str = "segment-0000000001";
const SNAPSHOT: &str = "snapshot-00000000000000000003";
const FIRST: usize = 4160;

/// The journal of the page's example.
fn example() -> FaultyMemory {
    let storage = FaultyMemory::new(2026);
    let (mut journal, _) = Journal::open(storage.clone(), &OPTIONS, None, &mut |_| Ok(())).unwrap();
    journal.append(2, b"two records", b"ada@engine-room").unwrap();
    let leader =
        PendingBlock { kind: BlockKind::Blank, term: 7, index: 9, count: 0, body: b"", erasable: b"" };
    journal.append_all(&[leader, PendingBlock::records(1, b"one more", b"")]).unwrap();
    journal.sync().unwrap();
    write_snapshot(&storage, &OPTIONS, journal.position(), b"the state at 3").unwrap();
    journal.prepare_next().unwrap();
    journal.close().unwrap();
    storage
}

/// Reads the rows `offset  bytes` under a heading; what has no row is zero.
fn drawn(heading: &str, bytes: usize) -> Vec<u8> {
    let mut content = vec![0; bytes];
    let section = DRAWN.split(&format!("### {heading}\n")).nth(1).expect("the heading");
    let rows = section.split("```").nth(1).expect("a block of rows");
    for row in rows.lines().filter(|row| row.starts_with(|first: char| first.is_ascii_digit())) {
        let (offset, hex) = row.split_once("  ").expect("offset and bytes");
        let offset: usize = offset.parse().expect("an offset");
        for (at, pair) in hex.split_whitespace().enumerate() {
            content[offset + at] = u8::from_str_radix(pair, 16).expect("a byte");
        }
    }
    content
}

/// The rows of a content, for the page.
fn rows(content: &[u8]) -> String {
    let row = |(nth, row): (usize, &[u8])| {
        let hex: Vec<_> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        row.iter().any(|byte| *byte != 0).then(|| format!("{:05}  {}\n", nth * 16, hex.join(" ")))
    };
    content.chunks(16).enumerate().filter_map(row).collect()
}

#[test]
fn the_example_of_the_page_is_what_is_written() {
    let storage = example();
    for (heading, name) in [("A segment", SEGMENT), ("A snapshot", SNAPSHOT)] {
        let content = storage.content(name).unwrap();
        assert!(drawn(heading, content.len()) == content, "{heading} is now:\n{}", rows(&content));
    }
}

/// Formats that were ever written are read for ever: the page's bytes, not the ones made above.
#[test]
fn the_example_of_the_page_is_read() {
    let storage = example();
    storage.edit(SEGMENT, |content| *content = drawn("A segment", SEGMENT_BYTES_MIN as usize));
    storage.edit(SNAPSHOT, |content| *content = drawn("A snapshot", content.len()));
    let mut seen = Vec::new();
    let report = verify_copy(&storage, &mut |block| {
        let place = (block.term, block.index, block.first_seq, block.count, block.synced_seq);
        seen.push((block.kind, place, block.body.to_vec(), block.erasable.map(<[u8]>::to_vec)));
    })
    .unwrap();
    let wanted = [
        (BlockKind::Application, (0, 0, 1, 2, 0), &b"two records"[..], Some(&b"ada@engine-room"[..])),
        (BlockKind::Blank, (7, 9, 3, 0, 0), b"", None),
        (BlockKind::Application, (0, 0, 3, 1, 0), b"one more", None),
        (BlockKind::Blank, (0, 0, 4, 0, 3), b"", None),
    ];
    let wanted =
        wanted.map(|(kind, place, body, text)| (kind, place, body.to_vec(), text.map(<[u8]>::to_vec)));
    assert_eq!(seen, wanted);
    assert_eq!((&report.problems[..], report.blocks, report.last_seq, report.synced_seq), (&[][..], 4, 3, 3));
    let newest = latest_snapshot(&storage, &OPTIONS).unwrap().newest.unwrap();
    assert_eq!((newest.position, &newest.content[..]), (report.position(), &b"the state at 3"[..]));
}

/// TRU-05: the chain can be followed with a SHA-256 and the page alone.
#[test]
fn tru_05_the_chain_is_the_drawn_one() {
    let content = example().content(SEGMENT).unwrap();
    let genesis = [b"lictor journal 1\0", &OPTIONS.server_id[..], &[0; 4]].concat();
    assert_eq!(digest(&SHA256, &genesis).as_ref(), &content[4128..4160], "the opening names it");
    let body_end = FIRST + 128 + b"two records".len();
    let head = digest(&SHA256, &content[FIRST + 24..body_end]);
    let blank = (body_end + 16 + b"ada@engine-room".len()).next_multiple_of(8);
    assert_eq!(head.as_ref(), &content[blank + 64..blank + 96], "the next block extends it");
    let text = &content[body_end..body_end + 16 + b"ada@engine-room".len()];
    assert_eq!(digest(&SHA256, text).as_ref(), &content[FIRST + 96..FIRST + 128], "salted text");
}

fn erase(storage: &FaultyMemory, flag: u8, zero: bool) -> VerifyReport {
    let storage = storage.crash(Crash::Process);
    storage.edit(SEGMENT, |content| {
        let seed = crc32c::crc32c(&content[56..64]);
        let text = FIRST + 128 + b"two records".len();
        let end = text + 16 + b"ada@engine-room".len();
        content[FIRST + 16] = flag;
        if zero {
            content[text..end].fill(0);
        }
        let checksum = crc32c::crc32c_append(seed, &content[FIRST + 8..end]);
        content[FIRST + 4..FIRST + 8].copy_from_slice(&checksum.to_le_bytes());
    });
    verify_copy(&storage, &mut |_| ()).unwrap()
}

/// TRU-05: personal text can be erased and the chain still holds; it cannot be changed.
#[test]
fn tru_05_erased_text_leaves_the_chain_valid() {
    let storage = example();
    let whole = verify_copy(&storage, &mut |_| ()).unwrap();
    let erased = erase(&storage, 1, true);
    assert_eq!(erased, VerifyReport { erased: 1, ..whole });
    let defects = |flag, zero| -> Vec<_> {
        erase(&storage, flag, zero).problems.iter().map(|problem| problem.defect).collect()
    };
    assert_eq!(defects(0, true), [Defect::Commitment], "gone but not said to be erased");
    assert_eq!(defects(1, false), [Defect::Field], "said to be erased but there");
    assert_eq!(defects(2, false), [Defect::Field], "an unknown flag");
}
