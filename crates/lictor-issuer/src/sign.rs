//! Templates in, a signed license file out (FIL-02).

use std::collections::BTreeMap;
use std::fmt;

use lictor_license::{License, Location, Problem, Seal, Template, parse_file, parse_template, write_file};
use lictor_types::{CivilDate, Reason, Serial, VendorName};

use crate::signer::{RandomError, VendorSigner, random_serial};
use crate::warning::{Warning, warnings};

/// One template file.
#[derive(Debug, Clone, Copy)]
pub struct TemplateFile<'a> {
    /// What messages call it.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// What signing yields.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The licenses, in the order of the templates.
    pub licenses: Vec<License>,
    /// The license file.
    pub xml: String,
    /// What the vendor should look at once more.
    pub warnings: Vec<Warning>,
}

/// One error of one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The template's name.
    pub file: String,
    /// The error.
    pub problem: Problem,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.problem)
    }
}

/// Why nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Every error of every template (FIL-07).
    #[error("{} errors in the templates", .0.len())]
    Refused(Vec<FileProblem>),
    /// A serial could not be made.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl VendorSigner {
    /// Signs every feature of every template; all or nothing. `today` becomes ISSUED where a
    /// template has none or `TODAY`; serials that are missing are made of random bits.
    ///
    /// # Errors
    ///
    /// [`SignError`] if any template breaks a rule.
    pub fn sign(&self, templates: &[TemplateFile<'_>], today: CivilDate) -> Result<Signed, SignError> {
        self.sign_with(templates, today, random_serial)
    }

    /// The same with a given source of serials, so that the outcome can be repeated bit by bit.
    ///
    /// # Errors
    ///
    /// As [`Self::sign`].
    pub fn sign_with(
        &self,
        templates: &[TemplateFile<'_>],
        today: CivilDate,
        mut next_serial: impl FnMut() -> Result<Serial, RandomError>,
    ) -> Result<Signed, SignError> {
        let mut batch = Batch::default();
        for file in templates {
            batch.read(self, *file, today);
        }
        if !batch.problems.is_empty() {
            return Err(SignError::Refused(batch.problems));
        }
        let mut licenses = Vec::with_capacity(batch.templates.len());
        let mut drawn = Vec::new();
        for (file, template) in batch.templates {
            let serial = match template.serial() {
                Some(serial) => serial.clone(),
                None => next_serial()?,
            };
            let location = template.location();
            let license = self.seal(template, serial, today);
            drawn.extend(warnings(file, location, &license));
            licenses.push(license);
        }
        let xml = write_file(licenses.iter());
        read_back(&xml, &licenses)?;
        Ok(Signed { licenses, xml, warnings: drawn })
    }

    fn seal(&self, template: Template, serial: Serial, today: CivilDate) -> License {
        let seal = Seal {
            vendor: self.vendor(),
            serial,
            issued: template.issued().unwrap_or(today),
            key_id: self.key_id(),
            certificate: self.certificate(),
        };
        template.seal(seal, |bytes| self.signature(bytes))
    }
}

/// The templates of one call, and everything that is wrong with them.
#[derive(Default)]
struct Batch<'a> {
    templates: Vec<(&'a str, Template)>,
    problems: Vec<FileProblem>,
    serials: BTreeMap<Serial, String>,
}

impl<'a> Batch<'a> {
    fn read(&mut self, signer: &VendorSigner, file: TemplateFile<'a>, today: CivilDate) {
        let parsed = parse_template(file.bytes);
        let first = self.problems.len();
        let empty = parsed.features.is_empty() && parsed.problems.is_empty();
        self.refuse(file.name, parsed.problems);
        if empty {
            self.refuse(
                file.name,
                [problem(Location::START, Reason::BadFeature, "FIL-01", "no feature to sign")],
            );
        }
        for feature in parsed.features {
            match feature.result {
                Err(problems) => {
                    let vendor = feature.claims.vendor.as_deref();
                    let other = other_vendor(signer, vendor, feature.location);
                    let name = Some(feature.name).filter(|name| !name.is_empty());
                    self.refuse(file.name, other.map(|other| Problem { feature: name, ..other }));
                    self.refuse(file.name, problems);
                }
                Ok(template) => self.take(signer, file.name, template, today),
            }
        }
        if let Some(of_file) = self.problems.get_mut(first..) {
            of_file.sort_by_key(|found| found.problem.location);
        }
    }

    fn take(&mut self, signer: &VendorSigner, file: &'a str, template: Template, today: CivilDate) {
        let at = template.location();
        let vendor = template.vendor().map(VendorName::as_str);
        let mut found: Vec<Problem> = other_vendor(signer, vendor, at).into_iter().collect();
        let issued = template.issued().unwrap_or(today);
        let period = signer.certificate().map(lictor_license::Certificate::period);
        if let Some(period) = period.filter(|period| !period.contains(issued)) {
            let text =
                format!("ISSUED {issued} is outside the key's period {} to {}", period.from, period.until);
            found.push(problem(at, Reason::OutsideCertificate, "TRU-01", text));
        }
        if let Some(serial) = template.serial() {
            let place = format!("{file}:{at}");
            if let Some(first) = self.serials.get(serial) {
                let text = format!("SERIAL {serial} stands at {first} too");
                found.push(problem(at, Reason::SerialReused, "UPG-09", text));
            } else {
                self.serials.insert(serial.clone(), place);
            }
        }
        let feature = template.feature().to_string();
        self.refuse(file, found.into_iter().map(|p| Problem { feature: Some(feature.clone()), ..p }));
        self.templates.push((file, template));
    }

    fn refuse(&mut self, file: &str, problems: impl IntoIterator<Item = Problem>) {
        let named = |problem| FileProblem { file: file.to_owned(), problem };
        self.problems.extend(problems.into_iter().map(named));
    }
}

/// FIL-02: only the vendor itself signs in its name.
fn other_vendor(signer: &VendorSigner, vendor: Option<&str>, at: Location) -> Option<Problem> {
    let vendor = vendor.filter(|vendor| *vendor != signer.vendor().as_str())?;
    let text = format!("VENDOR {vendor} is not the vendor of the key, {}", signer.vendor());
    Some(problem(at, Reason::NotAllowed, "FIL-02", text))
}

/// What was written must read as what was signed; a feature can outgrow its limit by being signed.
fn read_back(xml: &str, licenses: &[License]) -> Result<(), SignError> {
    let parsed = parse_file(xml.as_bytes());
    let mut problems = parsed.problems;
    let mut expected = licenses.iter();
    for feature in parsed.features {
        match feature.result {
            Err(found) => problems.extend(found),
            Ok(license) if expected.next() == Some(&license) => continue,
            Ok(_) => problems.push(problem(
                feature.location,
                Reason::BadFeature,
                "FIL-03",
                "does not read as signed",
            )),
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    let named = |problem| FileProblem { file: "signed file".into(), problem };
    Err(SignError::Refused(problems.into_iter().map(named).collect()))
}

fn problem(location: Location, reason: Reason, rule: &'static str, text: impl Into<String>) -> Problem {
    Problem { location, feature: None, setting: None, reason, rule, text: text.into(), hint: None }
}
