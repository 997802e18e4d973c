//! One `<FEATURE>` element as it stands in the file: names and values, nothing judged yet but the
//! shape (FIL-01).

use std::borrow::Cow;

use lictor_types::Reason;
use lictor_types::limits::{FEATURE_BYTES_MAX, HOST_IDS_MAX};

use crate::problem::{Location, Problem};
use crate::xml::{Element, Malformed, Node, Xml};

/// Problems of one feature after which its values are not judged any further.
const PROBLEMS_MAX: usize = 100;

/// Which machine a host-id block speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

impl Side {
    /// The element's name.
    pub(crate) fn element(self) -> &'static str {
        match self {
            Self::Client => "CLIENT_HOSTID",
            Self::Server => "SERVER_HOSTID",
        }
    }

    fn of(element: &str) -> Option<Self> {
        [Self::Client, Self::Server].into_iter().find(|side| side.element() == element)
    }
}

/// `<SETTING NAME="value"/>`.
#[derive(Debug)]
pub(crate) struct RawSetting<'a> {
    pub(crate) at: Location,
    pub(crate) name: &'a str,
    pub(crate) value: Cow<'a, str>,
}

/// One host-id block.
#[derive(Debug)]
pub(crate) struct RawBlock<'a> {
    pub(crate) at: Location,
    pub(crate) side: Side,
    /// The ids, cut off behind the first that is too many.
    pub(crate) ids: Vec<RawSetting<'a>>,
}

/// One feature.
#[derive(Debug)]
pub(crate) struct RawFeature<'a> {
    pub(crate) at: Location,
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) settings: Vec<RawSetting<'a>>,
    pub(crate) blocks: Vec<RawBlock<'a>>,
    pub(crate) problems: Problems,
    /// Whether it is a feature and its settings are all here, so that missing ones are missed.
    pub(crate) whole: bool,
}

/// Problems of one feature, so many and no more.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Adds one, made only if there is room.
    pub(crate) fn add(&mut self, problem: impl FnOnce() -> Problem) {
        if !self.is_full() {
            self.list.push(problem());
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= PROBLEMS_MAX
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, with the feature's name set.
    pub(crate) fn finish(self, at: Location, feature: Option<&str>) -> Vec<Problem> {
        let full = self.is_full();
        let mut list = self.list;
        if full {
            let text = format!("only the first {PROBLEMS_MAX} errors are listed");
            list.push(Problem::new(at, Reason::BadFeature, "FIL-07", text));
        }
        let feature = feature.map(|name| name.chars().take(64).collect::<String>());
        list.into_iter().map(|problem| Problem { feature: feature.clone(), ..problem }).collect()
    }
}

impl<'a> RawFeature<'a> {
    /// Something beside the features that is none.
    pub(crate) fn stray(at: Location, what: &str) -> Self {
        let mut feature = Self::new(at);
        feature.misplaced(at, || format!("{what} between features"));
        feature.whole = false;
        feature
    }

    /// Reads the content of a `<FEATURE>` whose start tag was just read.
    ///
    /// # Errors
    ///
    /// What makes the whole file not well-formed.
    pub(crate) fn read(xml: &mut Xml<'a>, element: &mut Element<'a>) -> Result<Self, Malformed> {
        let mut feature = Self::new(element.at);
        let mut bytes = element.end - element.start;
        for attribute in element.attributes.drain(..) {
            match attribute.name {
                "NAME" => feature.name = Some(attribute.value),
                other => feature.misplaced(element.at, || unexpected_attribute(other, "FEATURE")),
            }
        }
        while let Some(node) = xml.next_in(element)? {
            bytes = xml.offset() - element.start;
            if bytes > FEATURE_BYTES_MAX {
                feature.forget();
            }
            match node {
                Node::Stray { what, at } => feature.misplaced(at, || format!("{what} inside a feature")),
                Node::Element(child) => feature.child(xml, child, bytes <= FEATURE_BYTES_MAX)?,
            }
        }
        bytes = bytes.max(xml.offset() - element.start);
        if bytes > FEATURE_BYTES_MAX {
            feature.forget();
            feature.whole = false;
            feature.problems = Problems::default();
            let text = format!("feature has {bytes} bytes, at most {FEATURE_BYTES_MAX} are allowed");
            feature.problems.add(|| Problem::new(element.at, Reason::BadFeature, "FIL-06", text));
        } else if feature.name.is_none() {
            feature.misplaced(element.at, || "feature has no NAME".into());
        }
        Ok(feature)
    }

    /// The feature, if its settings are here to be judged; otherwise what is wrong with it.
    pub(crate) fn whole_or_problems(self) -> Result<Self, Vec<Problem>> {
        if self.whole { Ok(self) } else { Err(self.problems.finish(self.at, self.name.as_deref())) }
    }

    /// The value of the first setting of a name, as the file says it.
    pub(crate) fn claimed(&self, name: &str) -> Option<String> {
        let setting = self.settings.iter().find(|setting| setting.name == name)?;
        Some(setting.value.chars().take(64).collect())
    }

    fn new(at: Location) -> Self {
        Self {
            at,
            name: None,
            settings: Vec::new(),
            blocks: Vec::new(),
            problems: Problems::default(),
            whole: true,
        }
    }

    fn forget(&mut self) {
        self.settings = Vec::new();
        self.blocks = Vec::new();
    }

    fn child(&mut self, xml: &mut Xml<'a>, child: Element<'a>, keep: bool) -> Result<(), Malformed> {
        if let Some(side) = Side::of(child.name) {
            let block = self.block(xml, &child, side)?;
            if keep {
                self.blocks.push(block);
            }
        } else if child.name == "SETTING" {
            let setting = self.setting(xml, child)?;
            self.settings.extend(setting.filter(|_| keep));
        } else {
            self.misplaced(child.at, || unexpected_element(child.name));
            xml.skip(&child)?;
        }
        Ok(())
    }

    fn block(
        &mut self,
        xml: &mut Xml<'a>,
        block: &Element<'a>,
        side: Side,
    ) -> Result<RawBlock<'a>, Malformed> {
        for attribute in &block.attributes {
            self.misplaced(block.at, || unexpected_attribute(attribute.name, block.name));
        }
        let mut ids = Vec::new();
        while let Some(node) = xml.next_in(block)? {
            match node {
                Node::Element(child) if child.name == "SETTING" => {
                    let id = self.setting(xml, child)?;
                    ids.extend(id.filter(|_| ids.len() <= HOST_IDS_MAX));
                }
                Node::Element(child) => {
                    self.misplaced(child.at, || unexpected_element(child.name));
                    xml.skip(&child)?;
                }
                Node::Stray { what, at } => self.misplaced(at, || format!("{what} inside {}", block.name)),
            }
        }
        Ok(RawBlock { at: block.at, side, ids })
    }

    fn setting(
        &mut self,
        xml: &mut Xml<'a>,
        mut element: Element<'a>,
    ) -> Result<Option<RawSetting<'a>>, Malformed> {
        while let Some(node) = xml.next_in(&element)? {
            match node {
                Node::Element(child) => {
                    self.misplaced(child.at, || "SETTING has content".into());
                    xml.skip(&child)?;
                }
                Node::Stray { what, at } => self.misplaced(at, || format!("{what} inside SETTING")),
            }
        }
        let count = element.attributes.len();
        let attribute = element.attributes.pop().filter(|_| count == 1);
        let Some(attribute) = attribute else {
            self.misplaced(element.at, || format!("SETTING has {count} attributes, expected one"));
            return Ok(None);
        };
        if attribute.name.contains(':') || attribute.name == "xmlns" {
            self.misplaced(element.at, || unexpected_attribute(attribute.name, "SETTING"));
            return Ok(None);
        }
        Ok(Some(RawSetting { at: element.at, name: attribute.name, value: attribute.value }))
    }

    fn misplaced(&mut self, at: Location, text: impl FnOnce() -> String) {
        self.problems.add(|| Problem::new(at, Reason::BadFeature, "FIL-06", text()));
    }
}

fn unexpected_attribute(name: &str, element: &str) -> String {
    let shown: String = name.chars().take(64).collect();
    if name == "xmlns" || name.contains(':') {
        format!("namespaces are not allowed, found {shown} on {element}")
    } else {
        format!("unexpected attribute {shown} on {element}")
    }
}

fn unexpected_element(name: &str) -> String {
    let shown: String = name.chars().take(64).collect();
    format!("unexpected element {shown}, expected SETTING, CLIENT_HOSTID or SERVER_HOSTID")
}
