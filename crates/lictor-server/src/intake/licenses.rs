//! The features of one file and what their signatures are worth.

use std::mem;
use std::sync::Arc;

use lictor_license::{Claims, Judged, License, Problem, Proof, Refusal, Verified, Verifier, parse_file};
use lictor_types::Digest;
use ring::digest::Context;

/// A license file, read once and kept as long as its content is in force.
#[derive(Debug)]
pub(crate) struct LicenseFile {
    /// The features in the order of the file.
    pub(crate) features: Vec<Feature>,
    /// Why the file as a whole is refused.
    pub(crate) problems: Vec<Problem>,
    /// The keyring that the features were judged with.
    pub(crate) judged_with: Option<Digest>,
}

/// One feature of a file.
#[derive(Debug)]
pub(crate) struct Feature {
    /// The line it begins in.
    pub(crate) line: u32,
    /// Its name as far as it could be read.
    pub(crate) name: String,
    /// What it says of itself.
    pub(crate) claims: Claims,
    /// What it is worth.
    pub(crate) standing: Standing,
}

/// What a feature is worth so far (KEY-06: form, signature, trust, revocation, settings).
#[derive(Debug)]
pub(crate) enum Standing {
    /// It breaks the form.
    Bad(Vec<Problem>),
    /// Its form is good and its signature has not been looked at.
    Unjudged(Box<License>),
    /// The keyring, or a rule of its kind, refuses it.
    Refused(Box<License>, Refusal),
    /// A trusted vendor signed it.
    Genuine(Genuine),
}

/// A license whose signature holds.
#[derive(Debug, Clone)]
pub(crate) struct Genuine {
    pub(crate) license: Arc<Verified<License>>,
    /// SHA-256 of the signed bytes and the signature (TRU-03).
    pub(crate) digest: Digest,
    /// SHA-256 of the signed bytes (UPG-09).
    pub(crate) content: Digest,
    /// That its signature held with the keyring in force.
    pub(crate) proof: Proof,
}

impl LicenseFile {
    /// Reads a file's features without judging them.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let parsed = parse_file(bytes);
        let feature = |feature: lictor_license::ParsedFeature| Feature {
            line: feature.location.line,
            name: feature.name,
            claims: feature.claims,
            standing: match feature.result {
                Ok(license) => Standing::Unjudged(Box::new(license)),
                Err(problems) => Standing::Bad(problems),
            },
        };
        Self {
            features: parsed.features.into_iter().map(feature).collect(),
            problems: parsed.problems,
            judged_with: None,
        }
    }
}

impl Standing {
    /// Looks at the signature again, with the keyring now in force.
    pub(crate) fn judge(&mut self, verifier: &Verifier<'_>) {
        *self = match mem::replace(self, Self::Bad(Vec::new())) {
            Self::Bad(problems) => Self::Bad(problems),
            Self::Unjudged(license) | Self::Refused(license, _) => Self::of(license, verifier),
            Self::Genuine(genuine) => Self::of(Box::new(License::clone(&genuine.license)), verifier),
        };
    }

    fn of(license: Box<License>, verifier: &Verifier<'_>) -> Self {
        match verifier.verify(license) {
            Ok(Judged { license, content, digest, proof }) => {
                Self::Genuine(Genuine { license: Arc::new(license), digest, content, proof })
            }
            Err((license, refusal)) => Self::Refused(license, refusal),
        }
    }

    /// What spares the next look, if the signature holds.
    pub(crate) fn proof(&self) -> Option<Proof> {
        match self {
            Self::Genuine(genuine) => Some(genuine.proof),
            Self::Bad(_) | Self::Unjudged(_) | Self::Refused(..) => None,
        }
    }
}

/// The finished digest in our own type.
pub(crate) fn digest(context: Context) -> Digest {
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    Digest(bytes)
}
