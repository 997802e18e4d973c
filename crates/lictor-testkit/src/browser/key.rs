//! Keys that are pressed rather than typed.

use serde_json::{Value, json};

/// A key, or two held together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// To the next element in order.
    Tab,
    /// To the element before.
    ShiftTab,
    /// Does what the focused element is for.
    Enter,
    /// Presses a button, ticks a box.
    Space,
    /// Closes what is open.
    Escape,
    /// One to the left.
    Left,
    /// One up.
    Up,
    /// One to the right.
    Right,
    /// One down.
    Down,
    /// To the beginning.
    Home,
    /// To the end.
    End,
}

impl Key {
    /// The protocol's action of pressing it.
    pub(super) fn action(self) -> Value {
        let codes = self.codes();
        let step = |kind: &str, code: &char| json!({ "type": kind, "value": code.to_string() });
        let down = codes.iter().map(|code| step("keyDown", code));
        let up = codes.iter().rev().map(|code| step("keyUp", code));
        let steps: Vec<Value> = down.chain(up).collect();
        json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": steps }] })
    }

    /// The protocol's code points, in the order in which the keys go down.
    fn codes(self) -> &'static [char] {
        match self {
            Self::Tab => &['\u{E004}'],
            Self::ShiftTab => &['\u{E008}', '\u{E004}'],
            Self::Enter => &['\u{E007}'],
            Self::Space => &[' '],
            Self::Escape => &['\u{E00C}'],
            Self::Left => &['\u{E012}'],
            Self::Up => &['\u{E013}'],
            Self::Right => &['\u{E014}'],
            Self::Down => &['\u{E015}'],
            Self::Home => &['\u{E011}'],
            Self::End => &['\u{E010}'],
        }
    }
}
