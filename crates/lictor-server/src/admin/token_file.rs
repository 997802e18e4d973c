//! `STATE/tokens`: further tokens of administrators, each with a name and a role.
//!
//! One token a line, `NAME ROLE SHA256`; `#` begins a comment line. The tokens themselves stand
//! nowhere. `lictord token` writes it; a running server reads it anew when it has changed.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};

use lictor_types::Digest;

use super::role::Role;
use super::token::Token;

/// Where the tokens stand in the state directory.
const FILE: &str = "tokens";
/// The name of the token in `admin.token`.
pub(crate) const ADMIN: &str = "admin";
/// Longest name of a token.
const NAME_BYTES_MAX: usize = 32;
/// Most tokens of one server.
const TOKENS_MAX: usize = 256;
/// More than the file needs.
const FILE_BYTES_MAX: u64 = 64 * 1024;
const HEAD: &str = "# Tokens of administrators: name, role, SHA-256. Written by `lictord token`.\n";

/// The tokens of a state directory.
#[derive(Debug, Clone)]
pub struct TokenFile {
    state: PathBuf,
}

/// One token. Nothing tells its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedToken {
    /// Its name, which the log calls whoever uses it.
    pub name: String,
    /// What its owner may do.
    pub role: Role,
    pub(crate) token: Token,
}

/// Why tokens cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum TokenFileError {
    /// The name has another form.
    #[error("expected a name of 1 to 32 letters, digits and `_ - .`, and not `admin`, found `{0}`")]
    BadName(String),
    /// The name is in use.
    #[error("there is a token `{0}` already")]
    NameTaken(String),
    /// Nothing has this name.
    #[error("there is no token `{0}`")]
    NoSuchName(String),
    /// The list is full.
    #[error("a server has at most {TOKENS_MAX} tokens")]
    TooMany,
    /// A line of the file has another form.
    #[error("{}:{line}: expected NAME ROLE SHA256: {text}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        text: &'static str,
    },
    /// The operating system refuses.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl TokenFile {
    /// The tokens of this state directory.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        Self { state: state.to_owned() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.state.join(FILE)
    }

    /// The tokens by name; none if there is no file.
    ///
    /// # Errors
    ///
    /// [`TokenFileError::Io`], or [`TokenFileError::Malformed`] at the first bad line: no token of
    /// a bad file counts.
    pub fn read(&self) -> Result<Vec<NamedToken>, TokenFileError> {
        let mut text = String::new();
        match File::open(self.path()) {
            Ok(file) => file.take(FILE_BYTES_MAX).read_to_string(&mut text).map_err(|e| self.failed(e))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.failed(error)),
        };
        let mut tokens = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let malformed = |text| TokenFileError::Malformed { path: self.path(), line: index + 1, text };
            tokens.push(read_line(line, &tokens).map_err(malformed)?);
        }
        Ok(tokens)
    }

    /// Makes a token and tells its text, which is told only now.
    ///
    /// # Errors
    ///
    /// [`TokenFileError`]; nothing is changed.
    pub fn add(&self, name: &str, role: Role) -> Result<String, TokenFileError> {
        if !is_name(name) {
            return Err(TokenFileError::BadName(name.chars().take(64).collect()));
        }
        let _alone = self.lock()?;
        let mut tokens = self.read()?;
        if tokens.iter().any(|known| known.name == name) {
            return Err(TokenFileError::NameTaken(name.to_owned()));
        }
        if tokens.len() >= TOKENS_MAX {
            return Err(TokenFileError::TooMany);
        }
        let (token, text) = Token::generate().map_err(|error| self.failed(error))?;
        tokens.push(NamedToken { name: name.to_owned(), role, token });
        self.write(&tokens)?;
        Ok(text)
    }

    /// Takes a token away. A running server refuses it from the next request on.
    ///
    /// # Errors
    ///
    /// [`TokenFileError`]; nothing is changed.
    pub fn remove(&self, name: &str) -> Result<(), TokenFileError> {
        let _alone = self.lock()?;
        let mut tokens = self.read()?;
        let before = tokens.len();
        tokens.retain(|known| known.name != name);
        if tokens.len() == before {
            return Err(TokenFileError::NoSuchName(name.chars().take(64).collect()));
        }
        self.write(&tokens)
    }

    /// Keeps two callers from overwriting each other's changes.
    fn lock(&self) -> Result<File, TokenFileError> {
        let locked = File::open(&self.state).and_then(|directory| directory.lock().map(|()| directory));
        locked.map_err(|source| TokenFileError::Io { path: self.state.clone(), source })
    }

    fn write(&self, tokens: &[NamedToken]) -> Result<(), TokenFileError> {
        let mut text = String::from(HEAD);
        for NamedToken { name, role, token } in tokens {
            let _infallible = writeln!(text, "{name} {role} {}", token.digest());
        }
        self.replace(&text).map_err(|error| self.failed(error))
    }

    /// Whole or not at all, readable by its owner only, who is the owner of the directory also if
    /// root writes it.
    fn replace(&self, text: &str) -> io::Result<()> {
        let new = self.state.join(".tokens.new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(text.as_bytes())?;
        let (owner, own) = (fs::metadata(&self.state)?, file.metadata()?);
        if (own.uid(), own.gid()) != (owner.uid(), owner.gid()) {
            fchown(&file, Some(owner.uid()), Some(owner.gid()))?;
        }
        file.sync_all()?;
        fs::rename(&new, self.path())?;
        File::open(&self.state)?.sync_all()
    }

    fn failed(&self, source: io::Error) -> TokenFileError {
        TokenFileError::Io { path: self.path(), source }
    }
}

fn read_line(line: &str, before: &[NamedToken]) -> Result<NamedToken, &'static str> {
    let mut words = line.split_ascii_whitespace();
    let (Some(name), Some(role), Some(digest), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err("three words");
    };
    if !is_name(name) {
        return Err("the name has another form");
    }
    if before.len() >= TOKENS_MAX || before.iter().any(|known| known.name == name) {
        return Err("the name stands there twice, or there are too many");
    }
    let role = role.parse().map_err(|_| "the role is viewer, operator or admin")?;
    let digest = Digest::parse(digest).ok_or("the digest has 64 hex digits")?;
    Ok(NamedToken { name: name.to_owned(), role, token: Token::of_digest(digest) })
}

fn is_name(name: &str) -> bool {
    let form = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (1..=NAME_BYTES_MAX).contains(&name.len()) && name.bytes().all(form) && name != ADMIN
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn tokens_are_added_listed_and_removed() {
        let state = tempfile::tempdir().unwrap();
        let file = TokenFile::of(state.path());
        assert_eq!(file.read().unwrap(), []);
        let text = file.add("monitor", Role::Viewer).unwrap();
        file.add("bob", Role::Operator).unwrap();
        let listed = || file.read().unwrap().into_iter().map(|t| (t.name, t.role)).collect::<Vec<_>>();
        assert_eq!(listed(), [("monitor".to_owned(), Role::Viewer), ("bob".to_owned(), Role::Operator)]);
        assert!(file.read().unwrap()[0].token.is(&text));
        assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!fs::read_to_string(file.path()).unwrap().contains(&text));
        file.remove("monitor").unwrap();
        assert_eq!(listed(), [("bob".to_owned(), Role::Operator)]);
    }

    #[test]
    fn what_cannot_be_done_is_told_and_changes_nothing() {
        let state = tempfile::tempdir().unwrap();
        let file = TokenFile::of(state.path());
        file.add("bob", Role::Viewer).unwrap();
        let before = fs::read(file.path()).unwrap();
        let told = |error: TokenFileError| error.to_string();
        for name in ["admin", "", "a b", "a/b", "ä", &"x".repeat(33)] {
            assert!(told(file.add(name, Role::Viewer).unwrap_err()).starts_with("expected a name"), "{name}");
        }
        assert_eq!(told(file.add("bob", Role::Admin).unwrap_err()), "there is a token `bob` already");
        assert_eq!(told(file.remove("eve").unwrap_err()), "there is no token `eve`");
        assert_eq!(fs::read(file.path()).unwrap(), before);
    }

    /// TRU-04: of a file with a bad line no token counts.
    #[test]
    fn tru_04_bad_lines_are_told_with_their_number() {
        let state = tempfile::tempdir().unwrap();
        let file = TokenFile::of(state.path());
        let digest = "0".repeat(64);
        for (line, text) in [
            (format!("bob viewer {digest} more"), "three words"),
            (format!("admin admin {digest}"), "the name has another form"),
            (format!("ok viewer {digest}"), "the name stands there twice, or there are too many"),
            (format!("bob root {digest}"), "the role is viewer, operator or admin"),
            (format!("bob admin {}", "0".repeat(63)), "the digest has 64 hex digits"),
        ] {
            fs::write(file.path(), format!("# head\n\nok viewer {digest}\n{line}\n")).unwrap();
            let error = file.read().unwrap_err().to_string();
            let expected = format!("{}:4: expected NAME ROLE SHA256: {text}", file.path().display());
            assert_eq!(error, expected);
        }
    }
}
