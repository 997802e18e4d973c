//! An element of the page that the browser shows.

use serde_json::{Value, json};

use super::Browser;

/// The name of an element's id in the protocol: the same for every driver.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A reference to an element. It is of no use any more once the page or that part of it was replaced: every
/// method panics then, and if the browser refuses.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'a> Element<'a> {
    /// The element of an answer.
    #[track_caller]
    pub(super) fn of(browser: &'a Browser, value: &Value) -> Self {
        let id = value[ELEMENT].as_str();
        Self { browser, id: id.unwrap_or_else(|| panic!("no element: {value}")).to_string() }
    }

    /// As an argument of a script.
    #[must_use]
    pub fn reference(&self) -> Value {
        json!({ ELEMENT: self.id })
    }

    /// Clicks in its middle, where the user would; if that begins to load a page, waits for it.
    #[track_caller]
    pub fn click(&self) {
        self.post("click", &json!({}));
    }

    /// Types text, key by key; for a field of files, the path of one.
    #[track_caller]
    pub fn type_keys(&self, text: &str) {
        self.post("value", &json!({ "text": text }));
    }

    /// Empties a field.
    #[track_caller]
    pub fn clear(&self) {
        self.post("clear", &json!({}));
    }

    /// The text the user sees.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        self.string("text").unwrap_or_default()
    }

    /// An attribute as the document has it; `true` for one without a value.
    #[must_use]
    #[track_caller]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.string(&format!("attribute/{name}"))
    }

    /// A property as it is now, as `value` or `checked`.
    #[must_use]
    #[track_caller]
    pub fn property(&self, name: &str) -> Value {
        self.get(&format!("property/{name}"))
    }

    /// Whether the user sees it.
    #[must_use]
    #[track_caller]
    pub fn is_displayed(&self) -> bool {
        self.get("displayed") == json!(true)
    }

    /// The role that a screen reader tells.
    #[must_use]
    #[track_caller]
    pub fn role(&self) -> String {
        self.string("computedrole").unwrap_or_default()
    }

    /// The name that a screen reader tells.
    #[must_use]
    #[track_caller]
    pub fn label(&self) -> String {
        self.string("computedlabel").unwrap_or_default()
    }

    #[track_caller]
    fn string(&self, what: &str) -> Option<String> {
        self.get(what).as_str().map(ToString::to_string)
    }

    #[track_caller]
    fn get(&self, what: &str) -> Value {
        self.browser.get(&format!("element/{}/{what}", self.id))
    }

    #[track_caller]
    fn post(&self, what: &str, body: &Value) {
        self.browser.post(&format!("element/{}/{what}", self.id), body);
    }
}
