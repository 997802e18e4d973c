//! `docs/protocol.md` and the code agree: frames byte by byte, and every numbered table.

use lictor_types::{HostIdType, KeyType, ReliefKind, RuleKind, Status};
use lictor_wire::Kind;

use crate::{page, sample};

fn rows<T>(all: impl IntoIterator<Item = T>, row: impl Fn(T) -> (u64, String)) -> Vec<Vec<String>> {
    all.into_iter().map(row).map(|(number, name)| vec![number.to_string(), name]).collect()
}

fn numbered(heading: &str) -> Vec<Vec<String>> {
    page::table(heading).into_iter().map(|cells| cells.into_iter().take(2).collect()).collect()
}

/// If this fails after a wanted change, the left side is the table that the page should have.
#[test]
fn golden_frames_are_those_of_the_page() {
    let ours: String = sample::all()
        .iter()
        .map(|(name, s)| format!("| `{name}` | `{}` |\n", hex::encode(s.encode())))
        .collect();
    let page: String =
        page::table("## Golden frames").iter().map(|c| format!("| `{}` | `{}` |\n", c[0], c[1])).collect();
    assert!(ours == page, "the table should be:\n{ours}");
}

#[test]
fn golden_frames_are_read_back() {
    for ((name, sample), row) in sample::all().into_iter().zip(page::table("## Golden frames")) {
        let bytes = hex::decode(&row[1]).unwrap();
        assert_eq!(sample.decode(sample::body(&bytes)), Ok(true), "{name}");
    }
}

#[test]
fn every_kind_is_listed_and_has_a_golden_frame() {
    let kinds: Vec<Kind> = (0..=u8::MAX).map(Kind).filter(|kind| kind.name() != "unknown").collect();
    let listed: Vec<Vec<String>> =
        kinds.iter().map(|kind| vec![format!("{:#04x}", kind.0), kind.name().to_string()]).collect();
    assert_eq!(numbered("### Kinds"), listed);
    let shown: Vec<Kind> =
        sample::all().iter().filter_map(|(_, s)| Kind::of(sample::body(&s.encode()))).collect();
    for kind in kinds {
        assert!(shown.contains(&kind), "{kind:?}");
    }
}

#[test]
fn numbers_are_those_of_the_page() {
    assert_eq!(numbered("### Statuses"), rows(Status::ALL, |s| (s.number().into(), s.name().into())));
    assert_eq!(numbered("### Key types"), rows(KeyType::ALL, |k| (k as u64, k.as_str().into())));
    assert_eq!(numbered("### Host id types"), rows(HostIdType::ALL, |k| (k as u64, k.name().into())));
    assert_eq!(numbered("### Relief kinds"), rows(ReliefKind::ALL, |k| (k as u64, k.code().into())));
    assert_eq!(numbered("### Rule kinds"), rows(RuleKind::ALL, |k| (k as u64, k.name().into())));
}
