//! From a feature as written to a license or a template: the form of every name and value.

use std::collections::BTreeMap;

use lictor_types::limits::{HOST_IDS_MAX, SETTING_CHARS_MAX};
use lictor_types::{FeatureName, HostId, HostIdBlock, HostIdType, Reason};

use crate::hint::nearest;
use crate::license::License;
use crate::problem::{Location, Problem};
use crate::raw::{Problems, RawBlock, RawFeature, RawSetting, Side};
use crate::rules::{self, Subject};
use crate::settings::{SETTINGS, UNSIGNED, definition, is_extension};
use crate::template::Template;
use crate::terms::Terms;
use crate::values::Values;

/// What every signed feature has (FIL-02), KEY apart.
const SIGNER_SETS: [&str; 4] = ["VENDOR", "SERIAL", "ISSUED", "KEYID"];

/// Builds a license. Broken rules of its kind stay with it until the signature was judged (KEY-06).
pub(crate) fn license(raw: RawFeature<'_>) -> Result<License, Vec<Problem>> {
    let raw = raw.whole_or_problems()?;
    let at = raw.at;
    let unsigned = || Problem::new(at, Reason::Unsigned, "FIL-02", "feature has no KEY, it is not signed");
    let mut form = Form::of(raw, false);
    if form.placed.contains_key("KEY") {
        for name in SIGNER_SETS.into_iter().filter(|name| !form.placed.contains_key(name)) {
            let text = "missing, every signed feature has it";
            form.problems.add(|| Problem::new(at, Reason::MissingSetting, "FIL-02", text).of_setting(name));
        }
    } else {
        form.problems.add(unsigned);
    }
    let (terms, broken) = form.finish()?;
    License::new(terms, broken).ok_or_else(|| vec![unsigned()])
}

/// Builds a template; nothing that breaks a rule becomes one.
pub(crate) fn template(raw: RawFeature<'_>) -> Result<Template, Vec<Problem>> {
    let raw = raw.whole_or_problems()?;
    let at = raw.at;
    let (terms, broken) = Form::of(raw, true).finish()?;
    if broken.is_empty() { Ok(Template::new(at, terms)) } else { Err(broken) }
}

struct Form<'a> {
    at: Location,
    written_name: Option<String>,
    name: Option<FeatureName>,
    template: bool,
    values: Values,
    /// Where each known setting stands first.
    placed: BTreeMap<&'static str, Location>,
    extensions: BTreeMap<&'a str, Location>,
    settings: Vec<(String, String)>,
    blocks: Vec<(Side, HostIdBlock)>,
    client_block: Option<Location>,
    server_block: Option<Location>,
    /// Whether every setting could be told from its name.
    complete: bool,
    problems: Problems,
}

impl<'a> Form<'a> {
    fn of(raw: RawFeature<'a>, template: bool) -> Self {
        let mut form = Self {
            at: raw.at,
            written_name: raw.name.as_deref().map(str::to_owned),
            name: None,
            template,
            values: Values::default(),
            placed: BTreeMap::new(),
            extensions: BTreeMap::new(),
            settings: Vec::with_capacity(raw.settings.len()),
            blocks: Vec::new(),
            client_block: None,
            server_block: None,
            complete: raw.problems.is_empty(),
            problems: raw.problems,
        };
        if let Some(name) = raw.name.as_deref() {
            match FeatureName::parse(name) {
                Ok(name) => form.name = Some(name),
                Err(bad) => {
                    let text = format!("feature {bad}; expected 1 to 64 letters, digits or _ - .");
                    form.problems.add(|| Problem::new(raw.at, Reason::BadFeature, "FIL-04", text));
                }
            }
        }
        for setting in raw.settings {
            form.setting(setting);
        }
        for side in [Side::Client, Side::Server] {
            form.count_host_ids(&raw.blocks, side);
        }
        for block in raw.blocks {
            form.block(block);
        }
        form
    }

    fn finish(mut self) -> Result<(Terms, Vec<Problem>), Vec<Problem>> {
        let name = self.written_name.as_deref();
        let broken = rules::check(&Subject {
            at: self.at,
            feature: self.name.as_ref(),
            values: &self.values,
            placed: &self.placed,
            client_block: self.client_block,
            server_block: self.server_block,
            complete: self.complete,
        });
        let sound = self.problems.is_empty();
        let mut rest = Problems::default();
        for problem in broken {
            rest.add(|| problem);
        }
        let broken = rest.finish(self.at, name);
        match self.name {
            Some(feature) if sound => {
                self.settings.sort_by(|(a, _), (b, _)| a.cmp(b));
                Ok((Terms::new(feature, self.values, self.settings, self.blocks), broken))
            }
            _ => {
                let mut problems = self.problems.finish(self.at, name);
                problems.extend(broken);
                problems.sort_by_key(|problem| problem.location);
                Err(problems)
            }
        }
    }

    fn setting(&mut self, setting: RawSetting<'a>) {
        if self.problems.is_full() {
            return;
        }
        let Some(problem) = self.judge(&setting) else {
            if !UNSIGNED.contains(&setting.name) && !self.is_today(&setting) {
                self.settings.push((setting.name.to_owned(), setting.value.into_owned()));
            }
            return;
        };
        self.problems.add(|| problem.of_setting(setting.name));
    }

    fn judge(&mut self, setting: &RawSetting<'a>) -> Option<Problem> {
        let at = setting.at;
        let known = definition(setting.name);
        let first = match known {
            Some(known) => *self.placed.entry(known.name).or_insert(at),
            None if is_extension(setting.name) => *self.extensions.entry(setting.name).or_insert(at),
            None => {
                self.complete = false;
                return Some(unknown(setting));
            }
        };
        if first != at && !known.is_some_and(|known| known.repeats) {
            let text = format!("stands twice, first on line {}", first.line);
            return Some(Problem::new(at, Reason::DuplicateSetting, "FIL-06", text));
        }
        if let Some(text) = bad_text(&setting.value) {
            return Some(Problem::new(at, Reason::BadValue, "FIL-06", text));
        }
        let known = known?;
        if self.template && matches!(known.name, "KEY" | "KEYID" | "KEYCERT") {
            let text = "may not stand in a template, the signer sets it";
            return Some(Problem::new(at, Reason::NotAllowed, "FIL-02", text));
        }
        if self.is_today(setting) || known.take(&mut self.values, &setting.value).is_some() {
            return None;
        }
        let text = format!("expected {}, found {}", known.expects, quoted(&setting.value));
        Some(Problem::new(at, Reason::BadValue, "setting reference", text))
    }

    fn is_today(&self, setting: &RawSetting<'a>) -> bool {
        self.template && setting.name == "ISSUED" && setting.value == "TODAY"
    }

    fn count_host_ids(&mut self, blocks: &[RawBlock<'a>], side: Side) {
        let mut count = 0;
        for block in blocks.iter().filter(|block| block.side == side) {
            count += block.ids.len();
            if count > HOST_IDS_MAX {
                let text = format!("more than {HOST_IDS_MAX} host ids in {}", side.element());
                self.problems.add(|| Problem::new(block.at, Reason::BadFeature, "HID-01", text));
                return;
            }
        }
    }

    fn block(&mut self, block: RawBlock<'a>) {
        let first = match block.side {
            Side::Client => &mut self.client_block,
            Side::Server => &mut self.server_block,
        };
        first.get_or_insert(block.at);
        if block.ids.is_empty() {
            let text = format!("{} names no host id", block.side.element());
            self.problems.add(|| Problem::new(block.at, Reason::BadFeature, "HID-01", text));
        }
        let mut ids = Vec::with_capacity(block.ids.len());
        for id in block.ids {
            match host_id(&id) {
                Ok(id) => ids.push(id),
                Err(problem) => self.problems.add(|| problem.of_setting(id.name)),
            }
        }
        self.blocks.push((block.side, HostIdBlock { ids }));
    }
}

fn host_id(id: &RawSetting<'_>) -> Result<HostId, Box<Problem>> {
    let Some(kind) = HostIdType::parse(id.name) else {
        let hint = nearest(id.name, HostIdType::ALL.into_iter().map(HostIdType::name));
        let problem = Problem::new(id.at, Reason::UnknownSetting, "HID-01", "unknown type of host id");
        return Err(Box::new(Problem { hint, ..problem }));
    };
    if let Some(text) = bad_text(&id.value) {
        return Err(Box::new(Problem::new(id.at, Reason::BadValue, "FIL-06", text)));
    }
    HostId::new(kind, &id.value).map_err(|bad| {
        let text = format!("{bad}, found {}", quoted(&id.value));
        Box::new(Problem::new(id.at, Reason::BadValue, "HID-01", text))
    })
}

fn unknown(setting: &RawSetting<'_>) -> Problem {
    let text = "unknown setting, expected one of the reference or an extension X_… in upper case";
    let hint = nearest(setting.name, SETTINGS.iter().map(|definition| definition.name));
    Problem { hint, ..Problem::new(setting.at, Reason::UnknownSetting, "FIL-05", text) }
}

/// What no value may be, whatever its setting.
fn bad_text(value: &str) -> Option<String> {
    let control = value.chars().find(|c| u32::from(*c) < 0x20 || *c == '\u{7f}');
    if let Some(c) = control {
        return Some(format!("value has the control character U+{:04X}", u32::from(c)));
    }
    let chars = if value.len() > SETTING_CHARS_MAX { value.chars().count() } else { 0 };
    (chars > SETTING_CHARS_MAX)
        .then(|| format!("value has {chars} characters, at most {SETTING_CHARS_MAX} are allowed"))
}

fn quoted(value: &str) -> String {
    let mut shown: String = value.chars().take(40).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}
