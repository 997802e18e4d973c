//! Whether the signer answers, its record holds, and its key is the one in its directory.

use std::fs::File;
use std::path::PathBuf;

use lictor_license::VendorKey;

use super::report::Check;
use crate::signer::record::{Entry, digest, walk};
use crate::signer::{Place, SignerClient};

/// What is said of a key that the office's own user can open.
pub(crate) const TOGETHER: &str = "the passphrase lies beside the key, both open to the office's user: \
                                   docs/office.md, section `The signer`, tells how to part them";

/// What can be seen of the signer from here.
#[derive(Debug, Clone)]
pub struct SignerSight {
    /// The line to it; none where nobody listens, and nobody said that somebody should.
    pub client: Option<SignerClient>,
    /// Its directory, if it may be read from here.
    pub directory: Option<PathBuf>,
}

/// The checks, and the text of the public key if there is one.
pub(super) async fn check(sight: &SignerSight) -> (Vec<Check>, Option<String>) {
    let mut answers = Check::new("signer");
    let mut key = None;
    let mut key_id = None;
    match &sight.client {
        None => {
            answers.note =
                Some("not asked: none listens in this directory, and --signer names no other".to_owned())
        }
        Some(client) => {
            answers.looked_at = 1;
            match client.public().await {
                Ok(public) => {
                    answers.note = Some(format!("key {} of {}", public.key_id, public.vendor));
                    key_id = Some(public.key_id);
                    key = Some(public.file);
                }
                Err(error) => answers.found("signer", error.to_string()),
            }
        }
    }
    let mut checks = vec![answers.hint("look at its log; `lictor-office signer run` starts one by hand")];
    if let Some(directory) = &sight.directory {
        let place = Place::new(directory);
        if place.record().exists() {
            checks.push(record(&place));
        }
        if place.key().exists() || place.public().exists() {
            let (mut check, text) = stored_key(&place, key_id.as_deref());
            if place.is_open_to_us() {
                check.note = Some(TOGETHER.to_owned());
            }
            checks.push(check);
            key = key.or(text);
        }
    }
    (checks, key)
}

fn record(place: &Place) -> Check {
    let mut check = Check::new("signer record");
    let file = match File::open(place.record()) {
        Ok(file) => file,
        Err(error) => {
            check.found(place.record().display().to_string(), error.to_string());
            return check;
        }
    };
    let mut changed = None;
    let walked = walk(&file, |_, _, line| {
        if let Entry::Signed(signature) = line.entry
            && digest(signature.file.as_bytes()) != signature.sha256
        {
            changed.get_or_insert(line.sequence);
        }
    });
    match walked {
        Ok(walked) => {
            check.looked_at = i64::try_from(walked.head.sequence).unwrap_or(i64::MAX);
            check.note = Some(format!("head {}", walked.head.hash));
        }
        Err(error) => check.found("record.jsonl", error.to_string()),
    }
    if let Some(line) = changed {
        check.found(format!("record.jsonl line {line}"), "it holds a file that is not the one it names");
    }
    check.hint("sign nothing more with this key until it is known who changed the record")
}

/// Whether the public key in the directory is that of the signer that answers.
fn stored_key(place: &Place, answered: Option<&str>) -> (Check, Option<String>) {
    let mut check = Check::new("signing key");
    let path = place.public();
    let read = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    let parsed = read.and_then(|text| match VendorKey::parse(&text) {
        Ok(key) => Ok((key, text)),
        Err(error) => Err(error.to_string()),
    });
    check.looked_at = 1;
    match parsed {
        Err(text) => {
            check.found(path.display().to_string(), text);
            (check, None)
        }
        Ok((key, text)) => {
            let id = key.key_id().to_string();
            if let Some(answered) = answered.filter(|answered| *answered != id) {
                check.found(
                    path.display().to_string(),
                    format!("it is key {id}, the signer signs with {answered}"),
                );
            }
            (check.hint("vendor.key and vendor.pub belong together: take both from one backup"), Some(text))
        }
    }
}
