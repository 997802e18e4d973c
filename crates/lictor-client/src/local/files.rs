//! Reading license files and directories as section 14 says: regular files only, bounded, no link
//! out of a directory.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::path::Path;

use lictor_types::limits::FILE_BYTES_MAX;
use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;

/// What was found under one entry of the path.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// License files in byte order of their names (KEY-01).
    pub(super) licenses: Vec<FoundFile>,
    /// Revocation lists (TRU-01).
    pub(super) revocations: Vec<FoundFile>,
}

/// A file and its content.
#[derive(Debug)]
pub(super) struct FoundFile {
    /// The path of it.
    pub(super) name: String,
    pub(super) content: Result<Vec<u8>, Unread>,
}

/// Why there is no content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// There is no such file.
    Missing,
    /// It may not, or cannot, be read.
    Refused(String),
}

/// Files of one directory that are read.
const FILES_MAX: usize = 1000;

/// Reads a file, or the license files and revocation lists directly in a directory.
pub(super) fn read(path: &Path) -> Findings {
    let mut findings = Findings::default();
    if !path.is_dir() {
        findings.licenses.push(FoundFile { name: show(path), content: read_file(open(path)) });
        return findings;
    }
    match list(path) {
        Err(error) => {
            let content = Err(Unread::Refused(refusal(&error)));
            findings.licenses.push(FoundFile { name: show(path), content });
        }
        Ok((directory, names)) => {
            let mut budget = FILE_BYTES_MAX;
            for (at, name) in names.iter().enumerate() {
                let content = if at < FILES_MAX {
                    within(&mut budget, read_file(open_beneath(&directory, name)))
                } else {
                    Err(Unread::Refused(format!("more than {FILES_MAX} files in one directory")))
                };
                let found = FoundFile { name: show(&path.join(name)), content };
                let list = if is_named(name, &["revoked"]) {
                    &mut findings.revocations
                } else {
                    &mut findings.licenses
                };
                list.push(found);
                if at == FILES_MAX {
                    break;
                }
            }
        }
    }
    findings
}

/// The directory, held open, and the names in it that count, in byte order.
fn list(path: &Path) -> io::Result<(OwnedFd, Vec<OsString>)> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let directory = rustix::fs::open(path, flags, Mode::empty())?;
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        if is_named(&name, &["xml", "lic", "revoked"]) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok((directory, names))
}

fn is_named(name: &OsStr, extensions: &[&str]) -> bool {
    let hidden = name.as_encoded_bytes().starts_with(b".");
    let extension = Path::new(name).extension();
    !hidden && extension.is_some_and(|have| extensions.iter().any(|wanted| have == *wanted))
}

/// Opens without waiting for the other end of a pipe.
const OPEN: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

fn open(path: &Path) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(CWD, path, OPEN, Mode::empty())
}

/// Opens a file of a directory without being led out of it.
#[cfg(target_os = "linux")]
fn open_beneath(directory: &OwnedFd, name: &OsStr) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::ResolveFlags;

    let within = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    match rustix::fs::openat2(directory, name, OPEN, Mode::empty(), within) {
        // Kernels before 5.6, and sandboxes: no links at all.
        Err(Errno::NOSYS) => rustix::fs::openat(directory, name, OPEN | OFlags::NOFOLLOW, Mode::empty()),
        other => other,
    }
}

#[cfg(not(target_os = "linux"))]
fn open_beneath(directory: &OwnedFd, name: &OsStr) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(directory, name, OPEN | OFlags::NOFOLLOW, Mode::empty())
}

fn read_file(opened: rustix::io::Result<OwnedFd>) -> Result<Vec<u8>, Unread> {
    let refused = |error: &io::Error| Unread::Refused(refusal(error));
    let file = match opened {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Err(Unread::Missing),
        Err(Errno::XDEV | Errno::LOOP) => {
            return Err(Unread::Refused("a symbolic link that leaves the directory".to_owned()));
        }
        Err(error) => return Err(refused(&error.into())),
    };
    if !file.metadata().map_err(|error| refused(&error))?.is_file() {
        return Err(Unread::Refused("no regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    let limit = FILE_BYTES_MAX as u64;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Unread::Refused(format!("more than {FILE_BYTES_MAX} bytes")));
    }
    Ok(bytes)
}

/// All files of a directory together are held to the bound of one.
fn within(budget: &mut usize, content: Result<Vec<u8>, Unread>) -> Result<Vec<u8>, Unread> {
    let bytes = content?;
    *budget = budget
        .checked_sub(bytes.len())
        .ok_or_else(|| Unread::Refused(format!("more than {FILE_BYTES_MAX} bytes in one directory")))?;
    Ok(bytes)
}

fn refusal(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

fn show(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Section 14: regular files directly in the directory, by extension, and no link out of it.
    #[test]
    fn sec_14_what_a_client_reads() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        let inside = tempfile::tempdir().unwrap();
        let path = inside.path();
        for name in ["b.xml", "a.lic", ".hidden.xml", "notes.txt", "a.pub", "z.revoked"] {
            fs::write(path.join(name), name).unwrap();
        }
        fs::create_dir(path.join("sub.xml")).unwrap();
        fs::write(path.join("sub.xml/c.xml"), "c").unwrap();
        symlink("b.xml", path.join("link.xml")).unwrap();
        symlink("gone", path.join("gone.xml")).unwrap();
        symlink(outside.path().join("secret"), path.join("out.xml")).unwrap();
        rustix::fs::mknodat(CWD, path.join("pipe.xml"), rustix::fs::FileType::Fifo, Mode::RUSR, 0).unwrap();

        let Findings { licenses, revocations } = read(path);
        let outcome = |file: FoundFile| {
            let name = Path::new(&file.name).strip_prefix(path).unwrap().display().to_string();
            let content = match file.content {
                Ok(bytes) => String::from_utf8(bytes).unwrap(),
                Err(Unread::Missing) => "missing".to_owned(),
                Err(Unread::Refused(text)) => text,
            };
            (name, content)
        };
        let expected = [
            ("a.lic", "a.lic"),
            ("b.xml", "b.xml"),
            ("gone.xml", "missing"),
            ("link.xml", "b.xml"),
            ("out.xml", "a symbolic link that leaves the directory"),
            ("pipe.xml", "no regular file"),
            ("sub.xml", "no regular file"),
        ];
        let expected = expected.map(|(name, content)| (name.to_owned(), content.to_owned()));
        assert_eq!(licenses.into_iter().map(outcome).collect::<Vec<_>>(), expected);
        let lists: Vec<_> = revocations.into_iter().map(outcome).collect();
        assert_eq!(lists, [("z.revoked".to_owned(), "z.revoked".to_owned())]);
    }

    /// A file may have any name, and a directory holds no more than a bound.
    #[test]
    fn sec_14_single_files_and_bounds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("license.txt");
        fs::write(&path, "x").unwrap();
        assert_eq!(read(&path).licenses[0].content, Ok(b"x".to_vec()));
        assert_eq!(read(&dir.path().join("gone")).licenses[0].content, Err(Unread::Missing));

        for number in 0..FILES_MAX + 5 {
            fs::write(dir.path().join(format!("{number:04}.lic")), "").unwrap();
        }
        let files = read(dir.path()).licenses;
        assert_eq!(files.iter().filter(|file| file.content.is_ok()).count(), FILES_MAX);
        assert_eq!(files.len(), FILES_MAX + 1);

        let mut budget = 3;
        assert_eq!(within(&mut budget, Ok(vec![0; 3])), Ok(vec![0; 3]));
        assert!(matches!(within(&mut budget, Ok(vec![0; 1])), Err(Unread::Refused(_))));
    }
}
