//! What is wrong with settings or access rules, and where.

use std::fmt;
use std::path::PathBuf;

/// Where a setting came from.
///
/// Ordered as it is told: the file by its lines, the command line, the rest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// Line, from 1; none if it is about the file as a whole.
        line: Option<usize>,
        /// Character of the line, from 1; none if it is about the line as a whole.
        column: Option<usize>,
    },
    /// The command line.
    Flag(&'static str),
    /// The program, or a default.
    Code,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line: Some(line), column: Some(column) } => {
                write!(f, "{}:{line}:{column}: ", path.display())
            }
            Self::File { path, line: Some(line), column: None } => write!(f, "{}:{line}: ", path.display()),
            Self::File { path, line: None, .. } => write!(f, "{}: ", path.display()),
            Self::Flag(name) => write!(f, "--{name}: "),
            Self::Code => Ok(()),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// The setting, if it is one.
    pub key: Option<&'static str>,
    /// What is wrong and what was expected.
    pub text: String,
    /// What would help.
    pub hint: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        match (&self.place, self.key) {
            (Place::File { .. } | Place::Code, Some(key)) => write!(f, "{key}: ")?,
            (Place::Flag(_), _) | (_, None) => {}
        }
        f.write_str(&self.text)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with settings: at least one thing. One line each, hints on their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl SettingsError {
    /// Whether nothing is wrong but values of flags: the call, not the configuration.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        let of_call = |found: &Diagnostic| matches!(found.place, Place::Flag(_));
        self.diagnostics.iter().all(of_call)
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingsError {}
