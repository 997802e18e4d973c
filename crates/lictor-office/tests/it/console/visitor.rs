//! Somebody who visits the console with a browser.

use lictor_testkit::{Browser, ColorScheme};

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

    /// That the page shown is whole, and that nothing of it keeps anybody out, in light and dark.
    #[track_caller]
    pub fn check(&self, path: &str) {
        assert_eq!(self.browser.console_errors(), Vec::<String>::new(), "{path}");
        for scheme in [ColorScheme::Light, ColorScheme::Dark] {
            self.browser.set_color_scheme(scheme);
            assert_eq!(self.browser.axe(), [], "{path} {scheme:?}");
        }
        self.browser.set_color_scheme(ColorScheme::Light);
    }
}
