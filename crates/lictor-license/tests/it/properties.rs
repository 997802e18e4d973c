//! FIL-03, TRU-04: what holds for every license and for every file.

use lictor_license::{Keyring, License, Location, parse_file, parse_template, verify, write_file};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::keys::{Key, only};

/// One setting or host id.
type Item = (String, String);

/// A feature to be written in many ways.
#[derive(Debug, Clone)]
struct Model {
    name: String,
    settings: Vec<Item>,
    /// Repeats of one name, whose order is signed.
    dependencies: Vec<String>,
    blocks: Vec<(&'static str, Vec<Item>)>,
}

fn text() -> impl Strategy<Value = String> {
    "[ -~¡-\u{d7ff}\u{1f300}-\u{1f5ff}]{0,24}"
}

fn host_id() -> impl Strategy<Value = Item> {
    (select(vec!["HOSTNAME", "MACHINE_ID", "CUSTOM"]), "[a-z0-9&<\"' .é]{1,12}")
        .prop_map(|(kind, value)| (kind.to_owned(), value))
}

fn blocks() -> impl Strategy<Value = Vec<(&'static str, Vec<Item>)>> {
    let block = (select(vec!["SERVER_HOSTID", "CLIENT_HOSTID"]), prop::collection::vec(host_id(), 1..4));
    prop::collection::vec(block, 0..4)
}

fn model() -> impl Strategy<Value = Model> {
    let texts =
        ["LICENSEE", "DATA", "COMMENT", "OPTIONS", "SN", "KEY_COMMENT", "X_A", "X_B", "X_LONG_NAME_9"];
    let texts = prop::collection::btree_map(select(texts.to_vec()), text(), 0..6);
    let dependency = ("[a-z]{1,8}", 0..99_u32, 1..999_u32)
        .prop_map(|(name, version, count)| format!("FEATURE=x{name} VERSION={version}.1 COUNT={count}"));
    ("[A-Za-z0-9_.-]{1,16}", texts, prop::collection::vec(dependency, 0..4), blocks(), 1..9999_u32).prop_map(
        |(name, texts, dependencies, blocks, count)| {
            let mut settings: Vec<Item> = texts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
            let (key, value) = if dependencies.is_empty() {
                ("COUNT", count.to_string())
            } else {
                ("KEYTYPE", "TOKEN".into())
            };
            settings.push((key.into(), value));
            Model { name: format!("y{name}"), settings, dependencies, blocks }
        },
    )
}

/// How a model is written: which quotes, which space, which order.
#[derive(Debug, Clone)]
struct Style {
    single: bool,
    references: bool,
    space: &'static str,
    rotation: usize,
    blocks_first: bool,
}

fn style() -> impl Strategy<Value = Style> {
    let space = select(vec!["", " ", "\n\t", "<!-- a -->", "\r\n<!--<SETTING/>-->"]);
    (any::<bool>(), any::<bool>(), space, 0..10_usize, any::<bool>()).prop_map(
        |(single, references, space, rotation, blocks_first)| Style {
            single,
            references,
            space,
            rotation,
            blocks_first,
        },
    )
}

const PLAIN: Style = Style { single: false, references: false, space: "", rotation: 0, blocks_first: false };

impl Style {
    fn value(&self, value: &str) -> String {
        let quote = if self.single { '\'' } else { '"' };
        let mut out = String::from(quote);
        for c in value.chars() {
            match c {
                '&' => out += "&amp;",
                '<' => out += "&lt;",
                '"' => out += "&quot;",
                '\'' => out += "&apos;",
                _ if self.references && !c.is_ascii_alphanumeric() => {
                    out += &format!("&#x{:x};", u32::from(c))
                }
                _ => out.push(c),
            }
        }
        out.push(quote);
        out
    }

    fn setting(&self, (name, value): &Item) -> String {
        let gap = if self.space.starts_with('<') || self.space.contains('!') { " " } else { self.space };
        format!("<SETTING {name}{gap}={gap}{}/>{}", self.value(value), self.space)
    }

    fn write(&self, model: &Model) -> String {
        let mut settings = model.settings.clone();
        let by = self.rotation % settings.len();
        settings.rotate_left(by);
        let dependency = |value: &String| ("TOKEN_DEPENDENCY".to_owned(), value.clone());
        settings.extend(model.dependencies.iter().map(dependency));
        let settings: String = settings.iter().map(|item| self.setting(item)).collect();
        let block = |(side, ids): &(&str, Vec<Item>)| {
            let ids: String = ids.iter().map(|id| self.setting(id)).collect();
            format!("<{side}>{}{ids}</{side} >{}", self.space, self.space)
        };
        let blocks: String = model.blocks.iter().map(block).collect();
        let content = if self.blocks_first { blocks + &settings } else { settings + &blocks };
        let (space, name) = (self.space, self.value(&model.name));
        format!("<LICENSEFILE>{space}<FEATURE NAME={name}>{space}{content}</FEATURE>{space}</LICENSEFILE>")
    }
}

fn key() -> Key {
    Key::new("ACME", 7)
}

fn sign(model: &Model, style: &Style) -> License {
    key().license(&style.write(model))
}

fn canonical(model: &Model) -> Option<Vec<u8>> {
    let parsed = parse_template(PLAIN.write(model).as_bytes());
    let template = parsed.features.into_iter().next()?.result.ok()?;
    Some(key().seal(template).canonical_bytes())
}

/// Every way of changing what a feature says.
fn change(model: &Model, kind: u8, at: Index) -> Model {
    let mut changed = model.clone();
    let mut items: Vec<&mut Item> =
        changed.settings.iter_mut().chain(changed.blocks.iter_mut().flat_map(|(_, ids)| ids)).collect();
    let at_item = at.index(items.len());
    match kind {
        0 => items[at_item].1.push('x'),
        1 => items[at_item].1.insert(0, '1'),
        2 => changed.name.push('x'),
        3 => changed.settings.push(("X_NEW".into(), String::new())),
        4 if changed.settings.len() > 1 => drop(changed.settings.remove(at.index(changed.settings.len()))),
        5 if changed.dependencies.len() > 1 => changed.dependencies.reverse(),
        6 if changed.blocks.len() > 1 => changed.blocks.reverse(),
        7 if !changed.blocks.is_empty() => {
            let block = at.index(changed.blocks.len());
            changed.blocks[block].1.reverse();
        }
        8 if !changed.blocks.is_empty() => {
            let block = at.index(changed.blocks.len());
            let (side, ids) = changed.blocks.remove(block);
            let split = ids.len() / 2;
            for part in [&ids[..split], &ids[split..]] {
                changed.blocks.insert(block, (side, part.to_vec()));
            }
        }
        9 if !changed.blocks.is_empty() => drop(changed.blocks.remove(at.index(changed.blocks.len()))),
        _ => changed.blocks.push(("SERVER_HOSTID", vec![("CUSTOM".into(), "new".into())])),
    }
    changed
}

fn same(a: &Model, b: &Model) -> bool {
    a.name == b.name
        && a.settings.iter().all(|item| b.settings.contains(item))
        && a.settings.len() == b.settings.len()
        && a.dependencies == b.dependencies
        && a.blocks == b.blocks
}

fn verified(xml: &[u8], keyring: &Keyring) -> Vec<License> {
    let features = parse_file(xml).features.into_iter();
    features.filter_map(|f| verify(&f.result.ok()?, keyring).ok()).map(|v| v.into_inner()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// FIL-03: writing and reading again keeps everything.
    #[test]
    fn fil_03_written_licenses_read_the_same(model in model()) {
        let license = sign(&model, &PLAIN);
        let xml = write_file([&license].into_iter());
        prop_assert_eq!(verified(xml.as_bytes(), &key().keyring()), vec![license]);
    }

    /// FIL-03: white space, comments, quotes, references and the order of names change nothing.
    #[test]
    fn fil_03_style_never_changes_a_signature(model in model(), style in style()) {
        prop_assert_eq!(sign(&model, &style).canonical_bytes(), sign(&model, &PLAIN).canonical_bytes());
    }

    /// FIL-03: any change of name, value, host id, number or signed order changes the bytes.
    #[test]
    fn fil_03_content_always_changes_the_bytes(model in model(), kind in 0..11_u8, at: Index) {
        let changed = change(&model, kind, at);
        prop_assume!(!same(&model, &changed));
        if let Some(bytes) = canonical(&changed) {
            prop_assert_ne!(Some(bytes), canonical(&model));
        }
    }

    /// FIL-03: no flipped bit of a signed file verifies with other content.
    #[test]
    fn fil_03_flipped_bits_never_verify(model in model(), flips in prop::collection::vec((any::<Index>(), 0..8_u8), 1..40)) {
        let license = sign(&model, &PLAIN);
        let xml = write_file([&license].into_iter()).into_bytes();
        let keyring = key().keyring();
        for (at, bit) in flips {
            let mut flipped = xml.clone();
            flipped[at.index(xml.len())] ^= 1 << bit;
            for found in verified(&flipped, &keyring) {
                prop_assert_eq!(found.canonical_bytes(), license.canonical_bytes());
            }
        }
    }

    /// TRU-04: arbitrary bytes never panic, and locations are places of the file.
    #[test]
    fn tru_04_arbitrary_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let file = parse_file(&bytes);
        prop_assert!(file.problems.iter().all(|problem| problem.location >= Location::START));
        let _ = parse_template(&bytes);
    }

    /// TRU-04: the same for what resembles a license file.
    #[test]
    fn tru_04_arbitrary_markup_is_answered(pieces in prop::collection::vec(select(PIECES.to_vec()), 0..40)) {
        let text = pieces.concat();
        let file = parse_file(text.as_bytes());
        prop_assert!(file.features.is_empty() || file.problems.is_empty());
        let lines = u32::try_from(text.matches('\n').count()).unwrap() + 1;
        let of_features = file.features.iter().filter_map(|f| f.result.as_ref().err()).flatten();
        prop_assert!(file.problems.iter().chain(of_features).all(|problem| problem.location.line <= lines));
        let _ = parse_template(text.as_bytes());
    }
}

const PIECES: [&str; 44] = [
    "<LICENSEFILE>",
    "</LICENSEFILE>",
    "<FEATURE NAME=\"f\">",
    "</FEATURE>",
    "<SETTING COUNT=\"1\"/>",
    "<SETTING ",
    "COUNT=\"1\"",
    "/>",
    ">",
    "<",
    "</",
    "<CLIENT_HOSTID>",
    "</CLIENT_HOSTID>",
    "<SERVER_HOSTID/>",
    "<!--",
    "-->",
    "<!-->",
    "<!--->",
    "<?xml version=\"1.0\"?>",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "]",
    "&amp;",
    "&#65;",
    "&#x",
    ";",
    "&",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "\r\n",
    "é",
    "\u{feff}",
    "\0",
    "xmlns",
    ":",
    "a",
    "<a/ >",
    "</ >",
];

/// A file holds as many features as are written, also none.
#[test]
fn written_files_hold_any_number_of_features() {
    assert_eq!(write_file([].into_iter()), "<LICENSEFILE>\n</LICENSEFILE>\n");
    let license = key().license("<LICENSEFILE><FEATURE NAME=\"f\"/></LICENSEFILE>");
    let parsed = parse_file(write_file([&license, &license].into_iter()).as_bytes());
    assert_eq!(parsed.features.len(), 2);
    assert_eq!(only(parse_file(write_file([&license].into_iter()).as_bytes())), license);
}
