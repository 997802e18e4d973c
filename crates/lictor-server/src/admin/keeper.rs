//! Who is let in: the tokens in force.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;

use super::role::Role;
use super::token::Token;
use super::token_file::{ADMIN, NamedToken, TokenFile};

/// Where the first token stands in the state directory.
const ADMIN_FILE: &str = "admin.token";
/// More than any token has.
const LENGTH_MAX: u64 = 4096;

/// Whoever gave a good token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The token's name: who, for the log.
    pub(crate) name: Arc<str>,
    /// What it may do.
    pub(crate) role: Role,
}

/// The token of `admin.token`, and those of `tokens`, which are read anew when the file changes.
#[derive(Debug)]
pub(crate) struct Keeper {
    admin: Token,
    file: TokenFile,
    further: Mutex<Further>,
}

#[derive(Debug, Default)]
struct Further {
    stamp: Option<Stamp>,
    tokens: Vec<NamedToken>,
}

/// What tells one content of the file from another: inode, size, time of the last change.
type Stamp = (u64, u64, i64, i64);

impl Keeper {
    /// Reads the tokens of a state directory. At first start it makes one of 256 random bits in
    /// `admin.token`, mode 0600.
    ///
    /// # Errors
    ///
    /// What the operating system said; `InvalidData` if `admin.token` holds no token.
    pub(crate) fn load_or_make(state: &Path) -> io::Result<Self> {
        let admin = load_or_make(&state.join(ADMIN_FILE))?;
        Ok(Self { admin, file: TokenFile::of(state), further: Mutex::default() })
    }

    /// Whose token this is.
    pub(crate) fn who(&self, presented: &str) -> Option<Caller> {
        let mut further = self.further.lock();
        further.refresh(&self.file);
        let known = |name: &str, role| Some(Caller { name: name.into(), role });
        // All are looked at, so that time does not tell which one was near.
        let found = further.tokens.iter().fold(None, |found, token| {
            if token.token.is(presented) { known(&token.name, token.role) } else { found }
        });
        if self.admin.is(presented) { known(ADMIN, Role::Admin) } else { found }
    }
}

impl Further {
    /// Reads the file anew if it is another. Of a bad file no token counts.
    fn refresh(&mut self, file: &TokenFile) {
        let stamp = fs::metadata(file.path()).ok().map(|data| {
            let changed = (data.ctime(), data.ctime_nsec());
            (data.ino(), data.len(), changed.0, changed.1)
        });
        if stamp == self.stamp {
            return;
        }
        self.stamp = stamp;
        self.tokens = file.read().unwrap_or_else(|error| {
            tracing::error!(%error, "None of the further tokens counts until the file is good");
            Vec::new()
        });
    }
}

fn load_or_make(path: &Path) -> io::Result<Token> {
    match File::open(path) {
        Ok(file) => {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
            let mut text = String::new();
            file.take(LENGTH_MAX).read_to_string(&mut text)?;
            Token::of_text(text.trim()).ok_or_else(|| {
                let text = format!("{} holds no token; delete it and a new one is made", path.display());
                io::Error::new(io::ErrorKind::InvalidData, text)
            })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}

fn make(path: &Path) -> io::Result<Token> {
    let (token, text) = Token::generate()?;
    let new = path.with_extension("token.new");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_token_is_made_once_and_only_its_owner_may_read_it() {
        let state = tempfile::tempdir().unwrap();
        let path = state.path().join(ADMIN_FILE);
        let first = Keeper::load_or_make(state.path()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!((text.len(), fs::metadata(&path).unwrap().permissions().mode() & 0o777), (65, 0o600));
        let admin = Some(Caller { name: "admin".into(), role: Role::Admin });
        assert_eq!((first.who(text.trim()), first.who(&text), first.who("")), (admin.clone(), None, None));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(Keeper::load_or_make(state.path()).unwrap().who(text.trim()), admin);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&path, "short").unwrap();
        assert_eq!(Keeper::load_or_make(state.path()).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    /// A token counts from the moment it is added until the moment it is removed.
    #[test]
    fn further_tokens_are_read_anew() {
        let state = tempfile::tempdir().unwrap();
        let keeper = Keeper::load_or_make(state.path()).unwrap();
        let file = TokenFile::of(state.path());
        let text = file.add("bob", Role::Operator).unwrap();
        assert_eq!(keeper.who(&text), Some(Caller { name: "bob".into(), role: Role::Operator }));
        let eve = file.add("eve", Role::Viewer).unwrap();
        file.remove("bob").unwrap();
        assert_eq!(
            (keeper.who(&text), keeper.who(&eve).map(|caller| caller.role)),
            (None, Some(Role::Viewer))
        );
        fs::write(file.path(), "nonsense\n").unwrap();
        assert_eq!(keeper.who(&eve), None, "of a bad file no token counts");
        let admin = fs::read_to_string(state.path().join(ADMIN_FILE)).unwrap();
        assert_eq!(keeper.who(admin.trim()).map(|caller| caller.role), Some(Role::Admin));
    }
}
