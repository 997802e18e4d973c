//! From sources to licenses: reading, verifying, and keeping what is bad for whoever asks.

use std::path::PathBuf;

use lictor_license::{BadRevocations, Keyring, parse_file};
use lictor_types::{FeatureName, Status};

use super::files::{self, Findings, FoundFile, Unread};
use super::genuine::Genuine;
use super::objection::{Objection, Spot};

/// Where local licenses come from, in the order of SES-06: strings before files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LocalSource {
    /// The text of a license file, built into or given to the program.
    Text(String),
    /// A file, or a directory of `*.xml`, `*.lic` and `*.revoked` files.
    Path(PathBuf),
}

/// A license, or what stands in the place of one.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The number of its source.
    pub(super) source: usize,
    /// File and line.
    pub(super) at: String,
    /// None if a whole file is bad: it could have held any feature.
    pub(super) feature: Option<FeatureName>,
    pub(super) found: Result<Genuine, Objection>,
}

/// How a license string is called where sources are listed.
const STRING: &str = "license string";

impl LocalSource {
    /// Its name, and what is in it.
    fn read(&self) -> (String, Findings) {
        match self {
            Self::Path(path) => (path.display().to_string(), files::read(path)),
            Self::Text(text) => {
                let file = FoundFile { name: STRING.to_owned(), content: Ok(text.as_bytes().to_vec()) };
                (STRING.to_owned(), Findings { licenses: vec![file], revocations: Vec::new() })
            }
        }
    }
}

/// The names of all sources and what is in them, in load order (KEY-01).
pub(super) fn read(sources: &[LocalSource], keyring: &Keyring) -> (Vec<String>, Vec<Entry>) {
    let mut keyring = keyring.clone();
    let (mut names, mut entries, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for (source, (name, findings)) in sources.iter().map(LocalSource::read).enumerate() {
        names.push(name);
        for list in findings.revocations {
            if let Err(objection) = revoke(&list, &mut keyring) {
                entries.push(Entry { source, at: list.name, feature: None, found: Err(objection) });
            }
        }
        files.extend(findings.licenses.into_iter().map(|file| (source, file)));
    }
    for (source, file) in files {
        take(source, file, &keyring, &mut entries);
    }
    (names, entries)
}

/// TRU-01: signed lists count; those of vendors that the program does not know are none of its
/// business.
fn revoke(list: &FoundFile, keyring: &mut Keyring) -> Result<(), Objection> {
    let bytes = list.content.as_deref().map_err(|why| unread(&list.name, why))?;
    match keyring.add_revocations(bytes) {
        Ok(_) => Ok(()),
        Err(BadRevocations::UntrustedRoot { vendor, .. }) if !keyring.knows(&vendor) => Ok(()),
        Err(bad) => Err((Status::BadLicenseFile, format!("{}: {bad}", list.name))),
    }
}

/// Takes the features of a file. A bad one hides no other (FIL-07).
fn take(source: usize, file: FoundFile, keyring: &Keyring, entries: &mut Vec<Entry>) {
    let parsed = match &file.content {
        Ok(bytes) => parse_file(bytes),
        Err(why) => {
            let found = Err(unread(&file.name, why));
            return entries.push(Entry { source, at: file.name, feature: None, found });
        }
    };
    for feature in parsed.features {
        let spot = Spot { file: &file.name, line: feature.location.line };
        let found = match feature.result {
            Ok(license) => Genuine::admit(&license, keyring, spot),
            Err(problems) => Err(spot.problems(&problems)),
        };
        let at = format!("{}:{}", spot.file, spot.line);
        entries.push(Entry { source, at, feature: FeatureName::parse(&feature.name).ok(), found });
    }
    if let Some(first) = parsed.problems.first() {
        let spot = Spot { file: &file.name, line: first.location.line };
        let found = Err(spot.problems(&parsed.problems));
        entries.push(Entry { source, at: file.name, feature: None, found });
    }
}

fn unread(file: &str, why: &Unread) -> Objection {
    match why {
        Unread::Missing => (Status::FeatureNotFound, format!("{file}: there is no such file")),
        Unread::Refused(text) => (Status::BadLicenseFile, format!("{file}: {text}")),
    }
}
