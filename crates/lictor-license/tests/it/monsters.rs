//! FIL-06, TRU-04: files made to hurt cost bounded work and get a clear answer.

use std::time::{Duration, Instant};

use lictor_license::{Problem, parse_file, parse_template};
use lictor_types::Reason;
use lictor_types::limits::{FEATURE_BYTES_MAX, FILE_BYTES_MAX};

use crate::keys::Key;

/// Far above what any of these takes when work is linear, far below what quadratic work takes.
const PATIENCE: Duration = Duration::from_secs(60);

fn problems(bytes: &[u8]) -> Vec<Problem> {
    let begin = Instant::now();
    let file = parse_file(bytes);
    assert!(begin.elapsed() < PATIENCE, "took {:?}", begin.elapsed());
    let of_features = file.features.into_iter().filter_map(|feature| feature.result.err()).flatten();
    file.problems.into_iter().chain(of_features).collect()
}

fn filled(head: &str, piece: &str, bytes: usize, tail: &str) -> Vec<u8> {
    let count = (bytes - head.len() - tail.len()) / piece.len();
    [head, &piece.repeat(count), tail].concat().into_bytes()
}

/// FIL-06: 64 MiB are read, one byte more is not.
#[test]
fn fil_06_file_size() {
    let mut file = filled("<LICENSEFILE>", " ", FILE_BYTES_MAX, "</LICENSEFILE>");
    assert_eq!(file.len(), FILE_BYTES_MAX);
    assert_eq!(problems(&file), []);
    file.push(b'\n');
    assert_eq!(problems(&file)[0].reason, Reason::NotWellFormed);
}

/// FIL-06: a feature above 1 MiB is refused; the ones beside it stand (FIL-07).
#[test]
fn fil_06_feature_size() {
    let big = |bytes| {
        let feature = filled("<FEATURE NAME=\"big\"><!--", "x", bytes, "--></FEATURE>");
        assert_eq!(feature.len(), bytes);
        let text = String::from_utf8(feature).unwrap();
        format!("<LICENSEFILE>{text}<FEATURE NAME=\"small\"/></LICENSEFILE>")
    };
    let verdicts = |file: String| {
        let parsed = parse_template(file.as_bytes());
        parsed.features.into_iter().map(|f| f.result.err().map(|p| p[0].text.clone())).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(big(FEATURE_BYTES_MAX)), [None, None]);
    let text = format!("feature has 1048577 bytes, at most {FEATURE_BYTES_MAX} are allowed");
    assert_eq!(verdicts(big(FEATURE_BYTES_MAX + 1)), [Some(text), None]);
}

/// FIL-06: what repeats without end inside one feature.
#[test]
fn fil_06_endless_features() {
    for piece in [
        "<SETTING COUNT=\"1\"/>",
        "<SETTING X_A=\"1\"/>",
        "<SETTING COUNTS=\"1\"/>",
        "<SETTING TOKEN_DEPENDENCY=\"FEATURE=a VERSION=1.0 COUNT=1\"/>",
        "<SERVER_HOSTID><SETTING HOSTNAME=\"a\"/></SERVER_HOSTID>",
        "<CLIENT_HOSTID/>",
        "<x/>",
        "text<!-- -->",
        "<![CDATA[x]]>",
    ] {
        let file = filled("<LICENSEFILE><FEATURE NAME=\"f\">", piece, 1_000_000, "</FEATURE></LICENSEFILE>");
        let found = problems(&file);
        assert!((1..=300).contains(&found.len()), "{piece}: {} problems", found.len());
        let file = filled("<LICENSEFILE><FEATURE NAME=\"f\">", piece, 2 << 20, "</FEATURE></LICENSEFILE>");
        let found = problems(&file);
        assert!(matches!(&found[..], [one] if one.text.contains("at most")), "{piece}: {found:?}");
    }
}

/// FIL-06: what repeats without end beside the features; reports stay bounded.
#[test]
fn fil_06_endless_files() {
    for piece in ["<FEATURE/>", "<x/>", "x<!-- -->", "<FEATURE NAME=\"a\"><SETTING A=\"1\"/></FEATURE>\n"] {
        let file = filled("<LICENSEFILE>", piece, 2 << 20, "</LICENSEFILE>");
        let found = problems(&file);
        assert!((10_000..10_200).contains(&found.len()), "{piece}: {} problems", found.len());
        assert!(found.last().unwrap().text.contains("further bad features"), "{piece}");
    }
}

/// FIL-06: deep nesting, many attributes, long names, long references, one line without end.
#[test]
fn fil_06_other_shapes() {
    let end = "</LICENSEFILE>";
    for (file, reason) in [
        (filled("<LICENSEFILE>", "<FEATURE>", 4 << 20, end), Reason::NotWellFormed),
        (filled("<LICENSEFILE", " a=\"b\"", 2 << 20, ">"), Reason::NotWellFormed),
        (filled("<LICENSEFILE", " a", 2 << 20, ">"), Reason::NotWellFormed),
        (filled("<", "a", 2 << 20, "/>"), Reason::NotWellFormed),
        (filled("<LICENSEFILE><FEATURE NAME=\"", "&amp;", 2 << 20, "\"/></LICENSEFILE>"), Reason::BadFeature),
        (filled("<LICENSEFILE><FEATURE NAME=\"&", "a", 2 << 20, "\"/></LICENSEFILE>"), Reason::NotWellFormed),
        (filled("<LICENSEFILE><FEATURE NAME=\"", "&#0000000000000", 2 << 20, "\"/>"), Reason::NotWellFormed),
        (filled("<LICENSEFILE>", "<!-- - -->", 2 << 20, ""), Reason::NotWellFormed),
        (filled("<LICENSEFILE>", "<!--", 2 << 20, end), Reason::NotWellFormed),
        (filled("<LICENSEFILE>", "&lt;", 2 << 20, end), Reason::BadFeature),
        (filled("<!DOCTYPE a [", "<!ENTITY a \"b\">", 2 << 20, "]><LICENSEFILE/>"), Reason::NotWellFormed),
        (filled("", "<", 2 << 20, ""), Reason::NotWellFormed),
        (filled("", "\0", 2 << 20, ""), Reason::NotWellFormed),
    ] {
        assert_eq!(problems(&file)[0].reason, reason, "{:?}", file.get(..40).map(String::from_utf8_lossy));
    }
}

/// FIL-07: a hundred thousand good features keep their places and their columns.
#[test]
fn fil_07_many_good_features_on_one_line() {
    let feature = Key::new("ACME", 1)
        .license("<LICENSEFILE><FEATURE NAME=\"f\"><SETTING COUNT=\"1\"/></FEATURE></LICENSEFILE>")
        .to_xml()
        .replace('\n', "");
    let count = 100_000;
    let file = format!("<LICENSEFILE>{}</LICENSEFILE>", feature.repeat(count));
    let begin = Instant::now();
    let parsed = parse_file(file.as_bytes());
    assert!(begin.elapsed() < PATIENCE);
    assert_eq!(parsed.features.len(), count);
    let last = parsed.features.last().unwrap();
    assert_eq!(last.location.column as usize, 14 + feature.len() * (count - 1));
    assert_eq!(last.result.as_ref().map(|license| license.feature().as_str()), Ok("f"));
}
