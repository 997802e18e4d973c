//! Judging a license file that is not in the directory yet: form, rules, signatures, with the keys
//! in force. Dates, hosts and the other licenses are the load's to judge.

use lictor_license::{Keyring, KnownGood, Problem, Verifier};
use lictor_types::Reason;
use serde::Serialize;

use super::licenses::{Feature, LicenseFile, Standing};

/// One thing that is wrong with a file (FIL-07).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// The line, from 1.
    pub(crate) line: u32,
    /// The character in it, from 1; none if it is about the license as a whole.
    pub(crate) column: Option<u32>,
    /// The feature.
    pub(crate) feature: Option<String>,
    /// The setting.
    pub(crate) setting: Option<String>,
    /// Why, as a stable code.
    #[serde(serialize_with = "code")]
    pub(crate) reason: Reason,
    /// Why, for people: without the place.
    pub(crate) text: String,
    /// What probably was meant.
    pub(crate) hint: Option<String>,
}

fn code<S: serde::Serializer>(reason: &Reason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(reason.code())
}

/// How many licenses a file holds, if every one of them is good.
///
/// # Errors
///
/// Everything that is wrong, in the order of the file (FIL-07).
pub(crate) fn inspect(bytes: &[u8], keyring: &Keyring) -> Result<usize, Vec<Finding>> {
    let mut file = LicenseFile::parse(bytes);
    let known = KnownGood::default();
    let verifier = Verifier::new(keyring, &known);
    super::parallel::for_each(&mut file.features, |feature| feature.standing.judge(&verifier));
    let of_file = file.problems.iter().map(of_problem);
    let mut findings: Vec<Finding> = of_file.chain(file.features.iter().flat_map(of_feature)).collect();
    if findings.is_empty() && file.features.is_empty() {
        let text = "there is no license in this file".to_owned();
        findings.push(Finding { text, ..of_license(1, None, Reason::BadFeature) });
    }
    if findings.is_empty() { Ok(file.features.len()) } else { Err(findings) }
}

fn of_feature(feature: &Feature) -> Vec<Finding> {
    match &feature.standing {
        Standing::Bad(problems) => problems.iter().map(of_problem).collect(),
        Standing::Refused(_, refusal) if refusal.problems.is_empty() => {
            let finding = of_license(feature.line, Some(feature.name.clone()), refusal.reason);
            vec![Finding { text: refusal.text.clone(), ..finding }]
        }
        Standing::Refused(_, refusal) => refusal.problems.iter().map(of_problem).collect(),
        Standing::Genuine(_) | Standing::Unjudged(_) => Vec::new(),
    }
}

fn of_license(line: u32, feature: Option<String>, reason: Reason) -> Finding {
    Finding { line, column: None, feature, setting: None, reason, text: String::new(), hint: None }
}

fn of_problem(problem: &Problem) -> Finding {
    Finding {
        line: problem.location.line,
        column: Some(problem.location.column),
        feature: problem.feature.clone(),
        setting: problem.setting.clone(),
        reason: problem.reason,
        text: format!("{} ({})", problem.text, problem.rule),
        hint: problem.hint.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Vendor;
    use super::*;

    fn keyring(vendor: &Vendor) -> Keyring {
        let mut keyring = Keyring::new();
        keyring.add_pub_text(&vendor.key_text()).unwrap();
        keyring
    }

    #[test]
    fn a_good_file_is_counted() {
        let vendor = Vendor::new("ACME");
        let settings = "SERIAL=a KEYTYPE=EXCLUSIVE COUNT=5";
        let file = vendor.file(&[("f1", settings), ("f2", "SERIAL=b KEYTYPE=EXCLUSIVE COUNT=1")]);
        assert_eq!(inspect(file.as_bytes(), &keyring(&vendor)), Ok(2));
    }

    /// FIL-07: all that is wrong is told at once, each with its place; a good license hides nothing.
    #[test]
    fn fil_07_every_problem_is_told() {
        let (vendor, other) = (Vendor::new("ACME"), Vendor::new("OTHER"));
        let good = vendor.file(&[("f1", "SERIAL=a KEYTYPE=EXCLUSIVE COUNT=5")]);
        let body = good.split_once("<LICENSEFILE>").unwrap().1.split_once("</LICENSEFILE>").unwrap().0;
        let edited = body.replace("COUNT=\"5\"", "COUNT=\"6\"").replace("f1", "f2");
        let strange = other.file(&[("f3", "SERIAL=c KEYTYPE=EXCLUSIVE COUNT=5")]);
        let strange = strange.split_once("<LICENSEFILE>").unwrap().1;
        let broken = "<FEATURE NAME=\"f4\"><SETTING COUNT=\"x\"/><SETTING COLOUR=\"1\"/></FEATURE>";
        let file = format!("<LICENSEFILE>{body}{edited}{broken}{strange}");
        let findings = inspect(file.as_bytes(), &keyring(&vendor)).unwrap_err();
        let told: Vec<(Option<&str>, &str)> =
            findings.iter().map(|found| (found.feature.as_deref(), found.reason.code())).collect();
        for expected in [
            (Some("f2"), "bad_signature"),
            (Some("f3"), "untrusted_vendor"),
            (Some("f4"), "unknown_setting"),
            (Some("f4"), "bad_value"),
        ] {
            assert!(told.contains(&expected), "{expected:?} in {told:?}");
        }
        assert!(told.iter().all(|(feature, _)| *feature != Some("f1")), "{told:?}");
    }

    /// FIL-06: hostile and empty files are refused.
    #[test]
    fn fil_06_what_is_no_license_file_is_refused() {
        let vendor = Vendor::new("ACME");
        for text in ["", "<LICENSEFILE>", "<LICENSEFILE/>", "<!DOCTYPE x><LICENSEFILE/>", "PK\u{3}\u{4}"] {
            let findings = inspect(text.as_bytes(), &keyring(&vendor)).unwrap_err();
            assert_eq!((findings.len(), findings[0].line), (1, 1), "{text:?}: {findings:?}");
        }
    }
}
