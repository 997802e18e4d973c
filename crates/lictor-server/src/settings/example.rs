//! The annotated example of `lictord.toml`, made from the definitions.

use super::definition::SETTINGS;

/// Width of the comment lines.
const WIDTH: usize = 90;

/// The text of `docs/lictord.example.toml`: every key, commented out, with its default.
#[must_use]
pub fn example() -> String {
    let mut text = String::from(
        "# Configuration of lictord. Every key is optional and stands here with its default, or with\n\
         # an example where the default is to leave it out. Flags override this file; an unknown key\n\
         # is an error. Paths are relative to the working directory. lictord reads lictord.toml of\n\
         # the working directory, or the file that --config names.\n",
    );
    for definition in SETTINGS {
        text.push('\n');
        for line in wrapped(definition.doc) {
            text.push_str("# ");
            text.push_str(&line);
            text.push('\n');
        }
        if let Some(flag) = &definition.flag {
            text.push_str(&format!("# Flag: --{} {}\n", flag.name, flag.value));
        }
        text.push_str(&format!("#{} = {}\n", definition.key, definition.default));
    }
    text
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + 1 + word.len() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Settings, file};
    use super::*;

    /// The file in the documentation is what the definitions say. `lictord --print-config` writes it.
    #[test]
    fn the_example_in_the_documentation_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lictord.example.toml");
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(there == example(), "cargo run --bin lictord -- --print-config > docs/lictord.example.toml");
    }

    /// Every key with its default gives the default settings, those aside that are left out by
    /// default.
    #[test]
    fn the_defaults_of_the_example_are_the_defaults() {
        let uncommented: String = example()
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .map(|line| format!("{line}\n"))
            .collect();
        let (entries, faults) = file::read(&uncommented);
        assert_eq!((entries.len(), faults), (SETTINGS.len(), Vec::new()));
        let mut settings = Settings::default();
        for entry in entries {
            (entry.definition.set)(&mut settings, &entry.value).unwrap();
        }
        let times = settings.session_times();
        assert_eq!(times, Settings::default().session_times());
        assert_eq!(settings.socket_path(), Settings::default().socket_path());
        let left_out = Settings {
            socket: None,
            rules: None,
            timezone: None,
            workers: None,
            heartbeat: None,
            resume_window: None,
            ..settings
        };
        assert_eq!(left_out, Settings::default());
    }
}
