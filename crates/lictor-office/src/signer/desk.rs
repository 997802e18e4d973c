//! The desk: where a request is judged, signed and put on record. No socket and no clock is known here.

use std::collections::BTreeMap;
use std::io;

use lictor_issuer::{SignError, Signed, TemplateFile, VendorSigner};
use lictor_license::{License, Template, parse_template};
use lictor_types::{CivilDate, Seats};

use crate::signer::denial::{Denial, Rule};
use crate::signer::file::{PublicKey, SignedFile};
use crate::signer::pending::{self, Pending};
use crate::signer::place::Place;
use crate::signer::policy::{AboveLimit, Policy, PolicyError, Volume};
use crate::signer::record::{
    Approval, Entry, Head, Line, Record, RecordError, Signature, SignedLicense, Span, digest,
};
use crate::signer::request::{REQUEST_ID_BYTES_MAX, SignRequest};
use crate::time::Time;

/// Largest file that is signed. As JSON it is at most twice as long, and so fits a frame.
pub const FILE_BYTES_MAX: usize = 500 * 1024;
/// Features that the record names of a refused request.
const ASKED_MAX: usize = 20;
const SECONDS_PER_DAY: i64 = 86_400;

/// What becomes of a request. Nothing of it may leave before [`Desk::commit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is signed, now or earlier.
    Signed(Box<SignedFile>),
    /// It is refused.
    Denied(Denial),
}

/// Why there is no desk.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory cannot be used.
    #[error("cannot use the signer's directory: {0}")]
    Io(#[from] io::Error),
    /// The policy has a mistake.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The record is not believed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// The key, the policy and the record, and what must be known of the record at once.
#[derive(Debug)]
pub struct Desk {
    place: Place,
    signer: VendorSigner,
    policy: Policy,
    record: Record,
    known: Known,
    used: Vec<String>,
}

/// What the record says of earlier signatures.
#[derive(Debug, Default)]
struct Known {
    /// By id of the request: its digest, and where its line is.
    requests: BTreeMap<String, (String, Span)>,
    /// By serial: the digest of what was signed.
    serials: BTreeMap<String, String>,
    volume: Volume,
}

impl Known {
    fn take(&mut self, span: Span, time: Time, signature: &Signature) {
        let request = (signature.content.clone(), span);
        self.requests.insert(signature.request.id.clone(), request);
        for license in &signature.licenses {
            self.serials.insert(license.serial.clone(), license.content.clone());
        }
        let seats = signature.licenses.iter().filter_map(|license| license.count).map(u64::from);
        self.volume = self.volume.plus(day_number(time), seats.fold(0, u64::saturating_add));
    }
}

impl Desk {
    /// Reads policy and record. `now` is the signer's own clock.
    ///
    /// # Errors
    ///
    /// [`OpenError`]: with a policy or record that is not understood nothing is signed.
    pub fn open(place: Place, signer: VendorSigner, now: Time) -> Result<Self, OpenError> {
        place.prepare()?;
        let (policy, text) = Policy::read(&place.policy())?;
        let mut known = Known::default();
        let (record, removed_bytes) = Record::open(&place.record(), |span, _, line| match &line.entry {
            Entry::Signed(signature) => known.take(span, line.time, signature),
            Entry::Started { .. } | Entry::Repaired { .. } | Entry::Refused { .. } => {}
        })?;
        let mut desk = Self { place, signer, policy, record, known, used: Vec::new() };
        if removed_bytes > 0 {
            tracing::warn!(removed_bytes, "The record ended in an unfinished line, which was cut off");
            desk.record.append(now, Entry::Repaired { removed_bytes })?;
        }
        let vendor = desk.signer.vendor().to_string();
        let key_id = desk.signer.key_id().to_string();
        desk.record.append(now, Entry::Started { vendor, key_id, policy: text })?;
        desk.commit()?;
        Ok(desk)
    }

    /// The public key and the head of the record.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let head = self.record.head();
        PublicKey {
            vendor: self.signer.vendor().to_string(),
            key_id: self.signer.key_id().to_string(),
            file: format!("{}\n", self.signer.public()),
            certified: self.signer.certificate().is_some(),
            sequence: head.sequence,
            record_hash: head.hash.clone(),
        }
    }

    /// Signs a request or refuses it, and writes that down. `now` is the signer's own clock.
    ///
    /// # Errors
    ///
    /// If the record cannot be written or read; then there is no answer.
    pub fn sign(&mut self, request: &SignRequest, now: Time) -> io::Result<Outcome> {
        let content = request.content();
        if let Some((first, span)) = self.known.requests.get(&request.id) {
            if *first == content {
                return self.replay(*span);
            }
            let text = format!("request {:?} was signed with other terms", request.id);
            return self.deny(request, content, Denial::new(Rule::RequestChanged, text).at("/id"), now);
        }
        let id = pending::id_of(request, &content);
        let approval = pending::approval_of(&self.place, &id, &content)?;
        let made = match self.judge(request, approval.is_some(), now) {
            Ok(template) => self.make(&template, request.issued)?,
            Err(denial) => Err(denial),
        };
        match made {
            Ok(signed) => self.enter(request, content, approval.map(|approval| (id, approval)), &signed, now),
            Err(denial) => {
                let denial = self.second_person(request, &content, id, denial, now)?;
                self.deny(request, content, denial, now)
            }
        }
    }

    /// Brings everything to disk. After an error the record must be read anew, by a new desk.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn commit(&mut self) -> io::Result<()> {
        self.record.sync()?;
        for id in self.used.drain(..) {
            if let Err(error) = pending::forget(&self.place, &id) {
                // It permits nothing any more: the request's id is on record.
                tracing::warn!(%id, %error, "A used approval could not be removed");
            }
        }
        Ok(())
    }

    /// The template of a request that the policy permits.
    fn judge(&self, request: &SignRequest, approved: bool, now: Time) -> Result<String, Denial> {
        let text = request.template()?;
        let templates = read_back(request, &text)?;
        let features: Vec<_> = templates.iter().map(|terms| (request.issued, &**terms)).collect();
        let product = request.product.as_deref();
        self.policy.judge(product, &features, day(now), self.known.volume, approved)?;
        Ok(text)
    }

    fn make(&self, template: &str, issued: CivilDate) -> io::Result<Result<Signed, Denial>> {
        let file = TemplateFile { name: "request", bytes: template.as_bytes() };
        let signed = match self.signer.sign(&[file], issued) {
            Ok(signed) => signed,
            Err(SignError::Random(error)) => return Err(io::Error::other(error)),
            Err(SignError::Refused(problems)) => {
                let texts: Vec<String> = problems.iter().map(|found| words(&found.problem)).collect();
                return Ok(Err(Denial::new(Rule::Invalid, texts.join("; ")).at("/features")));
            }
        };
        if signed.xml.len() > FILE_BYTES_MAX {
            let text = format!("the file has {} bytes, the limit is {FILE_BYTES_MAX}", signed.xml.len());
            return Ok(Err(Denial::new(Rule::TooLarge, text)));
        }
        let reused = signed.licenses.iter().find(|license| {
            let known = self.known.serials.get(license.serial().as_str());
            known.is_some_and(|known| *known != license.content_digest().to_string())
        });
        Ok(match reused {
            Some(license) => {
                let text = format!("serial {} was used for other terms", license.serial());
                Err(Denial::new(Rule::SerialReused, text))
            }
            None => Ok(signed),
        })
    }

    fn enter(
        &mut self,
        request: &SignRequest,
        content: String,
        approved: Option<(String, Approval)>,
        signed: &Signed,
        now: Time,
    ) -> io::Result<Outcome> {
        let (used, approval) = approved.unzip();
        let signature = Signature {
            content,
            request: request.clone(),
            approval,
            key_id: self.signer.key_id().to_string(),
            issued: request.issued,
            licenses: signed.licenses.iter().map(line_of).collect(),
            warnings: signed
                .warnings
                .iter()
                .map(|found| format!("{}: {}", found.feature, found.attention))
                .collect(),
            sha256: digest(signed.xml.as_bytes()),
            file: signed.xml.clone(),
        };
        let (span, head) = self.record.append(now, Entry::Signed(Box::new(signature.clone())))?;
        self.known.take(span, now, &signature);
        self.used.extend(used);
        Ok(Outcome::Signed(Box::new(answer(signature, head, false))))
    }

    fn replay(&self, span: Span) -> io::Result<Outcome> {
        let (Line { entry, .. }, head) = self.record.read(span)?;
        match entry {
            Entry::Signed(signature) => Ok(Outcome::Signed(Box::new(answer(*signature, head, true)))),
            Entry::Started { .. } | Entry::Repaired { .. } | Entry::Refused { .. } => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "a line of the record is another one"))
            }
        }
    }

    /// Lets a request above a limit wait, where the policy has it so.
    fn second_person(
        &self,
        request: &SignRequest,
        content: &str,
        id: String,
        denial: Denial,
        now: Time,
    ) -> io::Result<Denial> {
        if self.policy.above_limit == AboveLimit::Refuse || !denial.rule.is_limit() {
            return Ok(denial);
        }
        let pending = Pending {
            id: id.clone(),
            since: now,
            denial: denial.clone(),
            content: content.to_owned(),
            request: request.clone(),
            approval: None,
        };
        Ok(match pending::hold(&self.place, &pending)? {
            Some(()) => Denial { pending: Some(id), ..denial },
            None => {
                Denial::new(Rule::PendingFull, format!("{denial}; and too many requests wait for approval"))
            }
        })
    }

    fn deny(
        &mut self,
        request: &SignRequest,
        content: String,
        denial: Denial,
        now: Time,
    ) -> io::Result<Outcome> {
        let asked = request.features.iter().take(ASKED_MAX).map(|feature| {
            let name: String = feature.name.chars().take(64).collect();
            let count = feature.count.map_or_else(|| "local".to_owned(), |count| count.to_string());
            format!("{name} {count}")
        });
        let entry = Entry::Refused {
            id: request.id.chars().take(REQUEST_ID_BYTES_MAX).collect(),
            content,
            asked: asked.collect(),
            denial: denial.clone(),
        };
        self.record.append(now, entry)?;
        Ok(Outcome::Denied(denial))
    }
}

/// The templates as any reader of license files sees them: that is what the policy judges.
fn read_back(request: &SignRequest, text: &str) -> Result<Vec<Template>, Denial> {
    let parsed = parse_template(text.as_bytes());
    let mut problems = parsed.problems;
    let mut templates = Vec::with_capacity(parsed.features.len());
    for feature in parsed.features {
        match feature.result {
            Ok(template) => templates.push(template),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        let texts: Vec<String> = problems.iter().map(words).collect();
        return Err(Denial::new(Rule::Invalid, texts.join("; ")).at("/features"));
    }
    let same = templates.len() == request.features.len()
        && templates.iter().zip(&request.features).all(|(read, asked)| read.feature().as_str() == asked.name);
    if same { Ok(templates) } else { Err(Denial::new(Rule::Invalid, "does not read as it was asked for")) }
}

/// A problem without its place in a template that nobody sees.
fn words(problem: &lictor_license::Problem) -> String {
    let subject = [problem.feature.as_deref(), problem.setting.as_deref()];
    let subject: String = subject.into_iter().flatten().map(|name| format!("{name}: ")).collect();
    format!("{subject}{} ({})", problem.text, problem.rule)
}

fn line_of(license: &License) -> SignedLicense {
    SignedLicense {
        feature: license.feature().to_string(),
        serial: license.serial().to_string(),
        content: license.content_digest().to_string(),
        count: match license.seats() {
            Some(Seats::Limited(count)) => Some(count),
            Some(Seats::Unlimited) | None => None,
        },
    }
}

fn answer(signature: Signature, head: Head, replayed: bool) -> SignedFile {
    SignedFile {
        serials: signature.licenses.into_iter().map(|license| license.serial).collect(),
        file: signature.file,
        sha256: signature.sha256,
        key_id: signature.key_id,
        issued: signature.issued,
        warnings: signature.warnings,
        sequence: head.sequence,
        record_hash: head.hash,
        replayed,
    }
}

fn day_number(time: Time) -> i64 {
    time.seconds().div_euclid(SECONDS_PER_DAY)
}

/// The UTC day of an instant.
fn day(time: Time) -> CivilDate {
    u32::try_from(day_number(time)).ok().and_then(CivilDate::from_day_number).unwrap_or(CivilDate::MIN)
}

#[cfg(test)]
mod tests;
