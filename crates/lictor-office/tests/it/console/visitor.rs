//! Somebody who visits the console with a browser.

use lictor_testkit::{Browser, ColorScheme, Key};

use crate::office::TestOffice;

/// A browser at the console of an office.
pub struct Visitor<'a> {
    pub browser: Browser,
    office: &'a TestOffice,
}

impl<'a> Visitor<'a> {
    /// A browser that has logged in.
    pub fn new(office: &'a TestOffice) -> Self {
        let visitor = Self { browser: Browser::start(), office };
        visitor.log_in();
        visitor
    }

    /// Logs in with the token of the first start.
    pub fn log_in(&self) {
        self.browser.goto(&self.url("/login"));
        self.browser.find("#token").type_keys(self.office.token());
        self.browser.find("button").click();
        self.browser.wait_for("nav.menu");
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.office.address())
    }

    /// Goes to a page.
    pub fn goto(&self, path: &str) {
        self.browser.goto(&self.url(path));
    }

    /// Goes on with Tab until what a selector names has the focus.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        let wanted = self.browser.wait_for(css);
        for _ in 0..120 {
            if self.browser.focused() == wanted {
                return;
            }
            self.browser.press(Key::Tab);
        }
        panic!("{css} cannot be reached with Tab on {}", self.browser.url());
    }

    /// Goes to a field with Tab and fills it in.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        self.tab_to(css);
        let field = self.browser.find(css);
        field.clear();
        field.type_keys(text);
    }

    /// Goes to a button or link with Tab, presses it, and waits for the page it leads to.
    #[track_caller]
    pub fn press_on(&self, css: &str) {
        self.tab_to(css);
        self.leave(|| self.browser.press(Key::Enter));
    }

    /// Clicks on what leads to another page, and waits for that.
    #[track_caller]
    pub fn follow(&self, css: &str) {
        let place = self.browser.wait_for(css);
        self.leave(|| place.click());
    }

    /// Does what leads to another page, and waits for that.
    #[track_caller]
    fn leave(&self, by: impl FnOnce()) {
        self.browser.script("document.documentElement.dataset.left = 'x'", &[]);
        by();
        self.browser
            .wait_until("!document.documentElement.dataset.left && document.readyState === 'complete'");
    }

    /// The last part of the address: usually the id of the record shown.
    pub fn last_part(&self) -> String {
        self.browser.url().rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
    }

    /// What is wrong with the page shown: errors of the console, and what keeps somebody out, in light and
    /// dark, or in light alone.
    pub fn wrong(&self, both: bool) -> Vec<String> {
        let mut wrong = self.browser.console_errors();
        let schemes = [ColorScheme::Dark, ColorScheme::Light];
        for scheme in schemes.into_iter().skip(usize::from(!both)) {
            self.browser.set_color_scheme(scheme);
            wrong.extend(self.browser.axe().iter().map(|violation| format!("{scheme:?} {violation:?}")));
        }
        wrong
    }
}
