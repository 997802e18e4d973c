//! The browser: what a user does, and what a user would not see.

use std::fs;

use lictor_testkit::{Browser, ColorScheme, Key};
use serde_json::json;

const HEAD: &str = "data:text/html;charset=utf-8,<!doctype html><html lang=en><title>Seats</title>";

/// Free of violations, and with a policy that forbids inline scripts.
const GOOD: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><main><h1>Seats</h1>\
    <p>None.</p></main>";

fn shows(page: &str) -> Browser {
    let browser = Browser::start();
    browser.goto(&format!("{HEAD}{page}"));
    browser
}

#[test]
fn a_form_is_filled_with_keys_and_clicks() {
    let browser = shows(
        "<form onsubmit='said.textContent = name.value; return false'>\
         <label>Name <input id=name value=old></label><button>Say</button></form><p id=said>",
    );
    assert_eq!((browser.title().as_str(), browser.url().starts_with("data:")), ("Seats", true));
    let field = browser.find("input");
    assert_eq!((field.role().as_str(), field.label().as_str()), ("textbox", "Name"));
    assert_eq!(field.attribute("value").as_deref(), Some("old"));
    assert_eq!(field.attribute("class"), None);
    field.clear();
    field.type_keys("Zoë");
    assert_eq!(field.property("value"), json!("Zoë"));
    browser.find("button").click();
    assert_eq!(browser.wait_for("p").text(), "Zoë");
    assert!(browser.find_all("table").is_empty());
}

#[test]
fn the_keyboard_goes_through_the_page_both_ways() {
    let browser =
        shows("<a id=a href='%23x'>a</a><button id=b onclick='document.title = \"pressed\"'>b</button>");
    let (link, button) = (browser.find("a"), browser.find("button"));
    browser.press(Key::Tab);
    assert_eq!(browser.focused(), link);
    browser.press(Key::Tab);
    assert_eq!(browser.focused(), button);
    browser.press(Key::ShiftTab);
    assert_eq!(browser.focused(), link);
    browser.press(Key::Tab);
    browser.press(Key::Enter);
    browser.wait_until("document.title == 'pressed'");
}

#[test]
fn a_picture_shows_the_window_in_the_colors_asked_for() {
    let browser = shows("<style>@media (prefers-color-scheme: dark) { p { display: none } }</style><p>light");
    let paragraph = browser.find("p");
    browser.set_color_scheme(ColorScheme::Light);
    assert!(paragraph.is_displayed());
    browser.set_color_scheme(ColorScheme::Dark);
    assert!(!paragraph.is_displayed());
    browser.set_window(640, 700);
    browser.wait_until("outerWidth == 640");
    let path = browser.downloads().with_file_name("page.png");
    browser.screenshot(&path);
    let picture = fs::read(path).unwrap();
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&picture[16..20], &640_u32.to_be_bytes());
}

#[test]
fn scripts_take_arguments_and_may_answer_later() {
    let browser = shows("<p id=p>");
    let paragraph = browser.find("p").reference();
    assert_eq!(browser.script("return arguments[0].id + arguments[1]", &[paragraph, json!(1)]), json!("p1"));
    assert_eq!(browser.script_async("setTimeout(() => arguments[0]([null]), 1)", &[]), json!([null]));
}

#[test]
fn the_scripts_of_a_page_can_be_off() {
    let browser = shows("");
    let page = format!("{HEAD}<script>document.title = 'on'</script>");
    browser.set_scripting(false);
    browser.goto(&page);
    assert_eq!((browser.title().as_str(), browser.script("return 1", &[])), ("Seats", json!(1)));
    browser.set_scripting(true);
    browser.goto(&page);
    assert_eq!(browser.title(), "on");
}

#[test]
fn errors_of_the_console_are_told_once() {
    let browser = shows("<script>throw new Error('seat lost')</script>");
    let errors = browser.console_errors();
    assert!(errors.len() == 1 && errors[0].contains("seat lost"), "{errors:?}");
    assert_eq!(browser.console_errors(), Vec::<String>::new());
}

#[test]
fn axe_finds_what_is_wrong_and_nothing_else() {
    let browser = shows("<main><h1>Seats</h1><img src='data:,'></main>");
    let found = browser.axe();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].id.as_str(), found[0].impact.as_str()), ("image-alt", "critical"));
    assert_eq!(found[0].nodes[0].html, "<img src=\"data:,\">");
    browser.goto(&format!("{HEAD}{GOOD}"));
    assert_eq!(browser.axe(), []);
}

#[test]
#[should_panic = "no such element"]
fn what_is_not_there_is_not_found() {
    let browser = shows("");
    let _ = browser.find("table");
}
