//! Something that takes several pages. What was said so far travels in hidden fields, so that the
//! browser's back button works and nothing is kept on the server.

use askama::Template;

use super::fields::Trouble;
use super::html::Html;
use super::page::{Crumb, Page, Reply};
use super::visit::Visit;

/// One page of it.
#[derive(Default)]
pub(super) struct Wizard<'a> {
    /// Its heading.
    pub(super) title: &'a str,
    /// What is done on it.
    pub(super) about: &'a str,
    /// Pages above it.
    pub(super) crumbs: Vec<Crumb>,
    /// Where the person is.
    pub(super) steps: Html,
    /// What was refused.
    pub(super) trouble: Option<&'a Trouble>,
    /// Above the form: what was chosen, what would be.
    pub(super) above: Html,
    /// Whether sending it acts.
    pub(super) acts: bool,
    /// Whether sending it can be tried.
    pub(super) verify: bool,
    /// Whether a file is sent.
    pub(super) files: bool,
    /// Said before.
    pub(super) hidden: Vec<(String, String)>,
    /// Asked now.
    pub(super) fields: Html,
    /// On the button; empty for a page without a form.
    pub(super) next: &'a str,
    /// Whether the whole width is used.
    pub(super) wide: bool,
    /// The page before.
    pub(super) back: String,
    /// On the way there, where it is not the page before; empty for that.
    pub(super) back_label: &'a str,
}

#[derive(Template)]
#[template(path = "wizard.html")]
struct WizardView<'a> {
    wizard: &'a Wizard<'a>,
    action: &'a str,
    csrf: &'a str,
    once: String,
}

impl Wizard<'_> {
    /// The page, as what a visit ends in.
    pub(super) fn page(self, visit: &Visit) -> Reply {
        Reply::Page(self.page_of(visit))
    }

    /// The page.
    pub(super) fn page_of(self, visit: &Visit) -> Page {
        let view = WizardView {
            wizard: &self,
            action: &visit.path,
            csrf: &visit.session.csrf,
            once: crate::store::new_id(),
        };
        let body = Html::of(&view);
        Page {
            status: if self.trouble.is_some() { 422 } else { 200 },
            title: self.title.to_owned(),
            crumbs: self.crumbs,
            wide: self.wide,
            body,
            ..Page::default()
        }
    }
}
