//! A real browser without a window: Chromium, driven over WebDriver.

mod axe;
mod base64;
mod element;
mod key;
mod webdriver;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::geteuid;
use serde_json::{Value, json};

use crate::eventually::eventually;
use crate::guarded::Guarded;
use webdriver::WebDriver;

pub use axe::{Violation, ViolationNode};
pub use element::Element;
pub use key::Key;

/// How long the driver may take to start, on a machine that builds at the same time.
const READY_DEADLINE: Duration = Duration::from_secs(60);

/// How long a page may take to come to what a test waits for.
const PAGE_DEADLINE: Duration = Duration::from_secs(20);

/// A browser with one page and a profile of its own. It ends when dropped and with the test process, even if
/// that is killed. It reaches 127.0.0.1 and `localhost` only. Where a method has no section about panics: it
/// panics if the browser refuses, with the browser's words.
#[derive(Debug)]
pub struct Browser {
    driver: Guarded,
    webdriver: WebDriver,
    session: String,
}

/// The colors that the user's system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorScheme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Browser {
    /// Starts a browser with a window of 1280 x 800 CSS pixels and an empty page.
    ///
    /// # Panics
    ///
    /// If Chromium or its driver is not installed or does not start; the message has the driver's log.
    #[must_use]
    pub fn start() -> Self {
        let directory = tempfile::Builder::new().prefix("lictor-browser-").tempdir();
        let directory = directory.expect("a temporary directory");
        // Port 0: the driver takes a free one and says which.
        let command = ["chromedriver", "--port=0"].map(OsString::from).to_vec();
        let driver = Guarded::start(directory, "KILL", command);
        let webdriver = WebDriver::new(port(&driver));
        let mut browser = Self { driver, webdriver, session: String::new() };
        let answer = browser.webdriver.command("POST", "/session", Some(&browser.wishes()));
        let answer = answer
            .unwrap_or_else(|refused| panic!("Chromium did not start: {refused}\n{}", browser.driver.log()));
        browser.session = answer["sessionId"].as_str().expect("the id of a session").to_string();
        browser
    }

    /// What is asked for in a new session.
    fn wishes(&self) -> Value {
        let mut arguments = vec![
            "--headless=new",
            "--window-size=1280,800",
            "--force-device-scale-factor=1",
            "--lang=en-US",
            // Small in containers.
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ];
        if geteuid().is_root() {
            // Chromium refuses root otherwise.
            arguments.push("--no-sandbox");
        }
        // Its questions about passwords would stand before the page.
        let preferences = json!({
            "credentials_enable_service": false,
            "profile.password_manager_enabled": false,
            "profile.password_manager_leak_detection": false,
            "download.default_directory": self.downloads(),
        });
        json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "acceptInsecureCerts": true,
            "timeouts": { "pageLoad": 60_000, "script": 60_000 },
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": arguments, "prefs": preferences },
        } } })
    }

    /// Goes to a page and waits until it is loaded.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    /// The address of the page.
    #[must_use]
    #[track_caller]
    pub fn url(&self) -> String {
        self.get("url").as_str().unwrap_or_default().to_string()
    }

    /// The title of the page.
    #[must_use]
    #[track_caller]
    pub fn title(&self) -> String {
        self.get("title").as_str().unwrap_or_default().to_string()
    }

    /// The first element that a CSS selector names, now.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn find(&self, css: &str) -> Element<'_> {
        Element::of(self, &self.post("element", &selector(css)))
    }

    /// All elements that a CSS selector names, in the order of the document.
    #[must_use]
    #[track_caller]
    pub fn find_all(&self, css: &str) -> Vec<Element<'_>> {
        let found = self.post("elements", &selector(css));
        found.as_array().into_iter().flatten().map(|value| Element::of(self, value)).collect()
    }

    /// The element that a CSS selector names, as soon as there is one.
    ///
    /// # Panics
    ///
    /// If none comes within 20 seconds.
    #[track_caller]
    pub fn wait_for(&self, css: &str) -> Element<'_> {
        eventually(css, PAGE_DEADLINE, || self.find_all(css).into_iter().next())
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// # Panics
    ///
    /// If it is not within 20 seconds.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let script = format!("return Boolean({expression})");
        eventually(expression, PAGE_DEADLINE, || (self.script(&script, &[]) == json!(true)).then_some(()));
    }

    /// The element that has the focus; the body if none has.
    #[must_use]
    #[track_caller]
    pub fn focused(&self) -> Element<'_> {
        Element::of(self, &self.get("element/active"))
    }

    /// Presses and releases a key where the focus is.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.post("actions", &key.action());
    }

    /// Runs the body of a JavaScript function with arguments, and gives what it returns.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// As [`script`](Self::script), but the function gets one argument more, a function, and what it calls
    /// that with is the result.
    #[track_caller]
    pub fn script_async(&self, body: &str, arguments: &[Value]) -> Value {
        self.post("execute/async", &json!({ "script": body, "args": arguments }))
    }

    /// Writes what the window shows into a PNG file.
    ///
    /// # Panics
    ///
    /// If the file cannot be written.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        let picture = self.get("screenshot");
        let picture = picture.as_str().and_then(base64::decode).expect("a picture in base64");
        fs::write(path, picture).expect("a file for the picture");
    }

    /// Sets a cookie for the host of the page and all its paths.
    #[track_caller]
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.post("cookie", &json!({ "cookie": { "name": name, "value": value, "path": "/" } }));
    }

    /// Removes all cookies of the page.
    #[track_caller]
    pub fn clear_cookies(&self) {
        self.send("DELETE", "cookie", None);
    }

    /// Sets the size of the window, in CSS pixels.
    #[track_caller]
    pub fn set_window(&self, width: u32, height: u32) {
        self.post("window/rect", &json!({ "width": width, "height": height }));
    }

    /// Sets the colors that the system asks for, until set anew.
    #[track_caller]
    pub fn set_color_scheme(&self, scheme: ColorScheme) {
        let value = match scheme {
            ColorScheme::Light => "light",
            ColorScheme::Dark => "dark",
        };
        self.set_media("prefers-color-scheme", value);
    }

    /// Sets one media feature of CSS, as `prefers-reduced-motion` to `reduce`, in place of the one set
    /// before.
    #[track_caller]
    pub fn set_media(&self, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", &features);
    }

    /// Turns the scripts of pages off or on, from the next page on. [`script`](Self::script) works all the
    /// same.
    #[track_caller]
    pub fn set_scripting(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": !on }));
    }

    /// The errors in the browser's console since the last call: of scripts, of what could not be loaded,
    /// of what a policy of the page forbids.
    #[must_use]
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({ "type": "browser" }));
        let errors = log.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE");
        errors.map(|entry| entry["message"].as_str().unwrap_or_default().to_string()).collect()
    }

    /// What axe-core finds wrong with the page: WCAG 2.2 up to AA, and best practice.
    ///
    /// # Panics
    ///
    /// If axe-core was not fetched.
    #[must_use]
    #[track_caller]
    pub fn axe(&self) -> Vec<Violation> {
        axe::violations(self)
    }

    /// Where the browser puts what is downloaded. Goes away with the browser.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        self.driver.directory().join("downloads")
    }

    /// A command of Chromium's own protocol.
    #[track_caller]
    fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        self.send("GET", path, None)
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        self.send("POST", path, Some(body))
    }

    #[track_caller]
    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let full = format!("/session/{}/{path}", self.session);
        let answer = self.webdriver.command(method, &full, body);
        // The body of a script may be long.
        let body = || body.map(ToString::to_string).unwrap_or_default().chars().take(300).collect::<String>();
        answer.unwrap_or_else(|refused| panic!("{path} {}: {refused}", body()))
    }
}

/// A CSS selector as the protocol has it.
fn selector(css: &str) -> Value {
    json!({ "using": "css selector", "value": css })
}

/// The port that the driver has taken.
fn port(driver: &Guarded) -> u16 {
    let port = eventually("the port of chromedriver", READY_DEADLINE, || {
        let log = driver.log();
        let port = log.split_once("started successfully on port ").and_then(|(_, rest)| {
            let (port, _) = rest.split_once('.')?;
            port.parse().ok()
        });
        assert!(port.is_some() || !driver.has_ended(), "no chromedriver (package chromium-driver):\n{log}");
        port
    });
    assert_ne!(port, 0, "chromedriver names its port");
    port
}
