//! Whole files: `<LICENSEFILE>` with any number of features (FIL-01, FIL-07).

use lictor_types::Reason;

use crate::feature;
use crate::license::License;
use crate::problem::{Location, Problem};
use crate::raw::RawFeature;
use crate::template::Template;
use crate::xml::{Malformed, Node, Xml};

/// Problems of one file that are listed; further bad features are counted.
const PROBLEMS_MAX: usize = 10_000;

/// What a file holds. Either the file as a whole is refused and `problems` says why, or every
/// feature stands for itself.
#[derive(Debug, Clone)]
pub struct ParsedFile<T = License> {
    /// The features in the order of the file; empty if the file is refused.
    pub features: Vec<ParsedFeature<T>>,
    /// Why the file as a whole is refused.
    pub problems: Vec<Problem>,
}

/// One feature of a file, or something that stands in a feature's place.
#[derive(Debug, Clone)]
pub struct ParsedFeature<T = License> {
    /// Where it begins.
    pub location: Location,
    /// Its name, as far as it could be read; empty if there is none.
    pub name: String,
    /// What it says of itself, for reports. Nothing of it is proven.
    pub claims: Claims,
    /// The license, or every error of its form. A license may still break a rule of its kind,
    /// which [`crate::verify()`] judges after the signature (KEY-06).
    pub result: Result<T, Vec<Problem>>,
}

/// The settings that reports show even of a bad feature, as written and cut at 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims {
    /// VENDOR.
    pub vendor: Option<String>,
    /// SERIAL.
    pub serial: Option<String>,
    /// KEYTYPE.
    pub key_type: Option<String>,
    /// COUNT.
    pub count: Option<String>,
    /// START.
    pub start: Option<String>,
    /// END.
    pub end: Option<String>,
}

/// Reads a signed license file.
#[must_use]
pub fn parse_file(bytes: &[u8]) -> ParsedFile {
    parse(bytes, feature::license)
}

/// Reads what a vendor writes and [`Template::seal`] makes licenses of. Here the rules of section
/// 2 to 4 are judged too, because nothing that breaks them is signed.
#[must_use]
pub fn parse_template(bytes: &[u8]) -> ParsedFile<Template> {
    parse(bytes, feature::template)
}

fn parse<T>(bytes: &[u8], build: impl Fn(RawFeature<'_>) -> Result<T, Vec<Problem>>) -> ParsedFile<T> {
    let mut list = List { features: Vec::new(), problems: 0, unlisted: None };
    let outcome = read(bytes, |raw| {
        let location = raw.at;
        let name = raw.name.as_deref().map(|name| name.chars().take(64).collect()).unwrap_or_default();
        let claims = Claims::of(&raw);
        list.add(ParsedFeature { location, name, claims, result: build(raw) });
    });
    match outcome {
        Ok(()) => ParsedFile { features: list.finish(), problems: Vec::new() },
        Err(Malformed { at, rule, text }) => {
            let problem = Problem::new(at, Reason::NotWellFormed, rule, text);
            ParsedFile { features: Vec::new(), problems: vec![problem] }
        }
    }
}

impl Claims {
    fn of(raw: &RawFeature<'_>) -> Self {
        Self {
            vendor: raw.claimed("VENDOR"),
            serial: raw.claimed("SERIAL"),
            key_type: raw.claimed("KEYTYPE"),
            count: raw.claimed("COUNT"),
            start: raw.claimed("START"),
            end: raw.claimed("END"),
        }
    }
}

/// The features of a file, with a bound on what bad ones may cost.
struct List<T> {
    features: Vec<ParsedFeature<T>>,
    problems: usize,
    unlisted: Option<(Location, usize)>,
}

impl<T> List<T> {
    fn add(&mut self, feature: ParsedFeature<T>) {
        match &feature.result {
            Err(_) if self.problems >= PROBLEMS_MAX => {
                let (_, count) = self.unlisted.get_or_insert((feature.location, 0));
                *count += 1;
                return;
            }
            Err(problems) => self.problems += problems.len(),
            Ok(_) => {}
        }
        self.features.push(feature);
    }

    fn finish(mut self) -> Vec<ParsedFeature<T>> {
        if let Some((location, count)) = self.unlisted {
            let text = format!("{count} further bad features from here on");
            let problem = Problem::new(location, Reason::BadFeature, "FIL-07", text);
            self.features.push(ParsedFeature {
                location,
                name: String::new(),
                claims: Claims::default(),
                result: Err(vec![problem]),
            });
        }
        self.features
    }
}

fn read<'a>(bytes: &'a [u8], mut take: impl FnMut(RawFeature<'a>)) -> Result<(), Malformed> {
    let mut xml = Xml::new(bytes)?;
    let root = xml.root()?;
    let refuse = |text: String| Malformed { at: root.at, rule: "FIL-01", text };
    if root.name != "LICENSEFILE" {
        let found: String = root.name.chars().take(64).collect();
        return Err(refuse(format!("expected the root element LICENSEFILE, found {found}")));
    }
    if let Some(attribute) = root.attributes.first() {
        let found: String = attribute.name.chars().take(64).collect();
        return Err(refuse(format!("unexpected attribute {found} on LICENSEFILE")));
    }
    while let Some(node) = xml.next_in(&root)? {
        match node {
            Node::Element(mut child) if child.name == "FEATURE" => {
                take(RawFeature::read(&mut xml, &mut child)?);
            }
            Node::Element(child) => {
                let name: String = child.name.chars().take(64).collect();
                take(RawFeature::stray(child.at, &format!("element {name}")));
                xml.skip(&child)?;
            }
            Node::Stray { what, at } => take(RawFeature::stray(at, what)),
        }
    }
    xml.finish()
}
