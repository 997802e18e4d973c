//! Looking into a directory and opening files in it without being led out of it.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;

/// What tells one content of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileStamp {
    device: u64,
    inode: u64,
    pub(crate) size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl FileStamp {
    fn of(stat: &Stat) -> Self {
        Self {
            device: stat.st_dev,
            inode: stat.st_ino,
            size: u64::try_from(stat.st_size).unwrap_or(0),
            modified: (stat.st_mtime, nanoseconds(stat.st_mtime_nsec)),
            changed: (stat.st_ctime, nanoseconds(stat.st_ctime_nsec)),
        }
    }

    /// Whether the file was last touched at least so long before this wall instant.
    pub(crate) fn is_older_than(&self, ms: u64, wall_ms: u64) -> bool {
        let (seconds, nanoseconds) = self.modified.max(self.changed);
        let touched_ms = u64::try_from(seconds * 1000 + nanoseconds / 1_000_000);
        touched_ms.is_ok_and(|touched_ms| touched_ms.saturating_add(ms) <= wall_ms)
    }
}

fn nanoseconds(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(0)
}

/// Why a name cannot be read as a file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// It is a symbolic link to somewhere else.
    #[error("symbolic link leaves the license directory")]
    Leaves,
    /// It is a directory.
    #[error("a directory")]
    Directory,
    /// It is a pipe, a device or a socket.
    #[error("no regular file")]
    NotRegular,
    /// It is larger than such a file may be.
    #[error("{size} bytes are more than the {max} that are read")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The most.
        max: u64,
    },
    /// It changed between looking and reading.
    #[error("it is being written")]
    Moving,
    /// The operating system refuses.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl From<Errno> for FileError {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::XDEV | Errno::LOOP => Self::Leaves,
            other => Self::Io(other.into()),
        }
    }
}

impl FileError {
    /// Whether it says nothing about the file itself, so that its last good content stands.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Moving => true,
            Self::Io(error) => error.kind() != io::ErrorKind::PermissionDenied,
            Self::Leaves | Self::Directory | Self::NotRegular | Self::TooLarge { .. } => false,
        }
    }
}

/// A directory held open.
#[derive(Debug)]
pub(crate) struct Directory(OwnedFd);

impl Directory {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(rustix::fs::open(path, flags, Mode::empty())?))
    }

    /// The names in it that do not begin with a dot, in byte order (KEY-01).
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if !name.starts_with(b".") {
                names.push(OsStr::from_bytes(name).to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The stamp of a regular file directly in it, or of one that a symbolic link within it names.
    pub(crate) fn look(&self, name: &OsStr) -> Result<FileStamp, FileError> {
        let stat = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
        if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink {
            return regular(self.open_beneath(name)?.as_fd());
        }
        regular_stat(&stat)
    }

    /// The content of a file whose stamp is still this one before and after reading.
    pub(crate) fn read(&self, name: &OsStr, stamp: FileStamp, max: u64) -> Result<Vec<u8>, FileError> {
        read(self.open_beneath(name)?, stamp, max)
    }

    /// Opens without blocking on pipes and without following a link out of the directory.
    fn open_beneath(&self, name: &OsStr) -> Result<OwnedFd, FileError> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        match rustix::fs::openat2(&self.0, name, flags, Mode::empty(), within) {
            // Kernels before 5.6, and sandboxes: no links at all.
            Err(Errno::NOSYS) => {
                Ok(rustix::fs::openat(&self.0, name, flags | OFlags::NOFOLLOW, Mode::empty())?)
            }
            other => Ok(other?),
        }
    }
}

/// The stamp of a file anywhere, links followed.
pub(crate) fn look_at(path: &Path) -> Result<FileStamp, FileError> {
    regular_stat(&rustix::fs::statat(CWD, path, AtFlags::empty())?)
}

/// The content of a file anywhere, as [`Directory::read`].
pub(crate) fn read_at(path: &Path, stamp: FileStamp, max: u64) -> Result<Vec<u8>, FileError> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    read(rustix::fs::open(path, flags, Mode::empty())?, stamp, max)
}

fn read(fd: OwnedFd, stamp: FileStamp, max: u64) -> Result<Vec<u8>, FileError> {
    if regular(fd.as_fd())? != stamp {
        return Err(FileError::Moving);
    }
    if stamp.size > max {
        return Err(FileError::TooLarge { size: stamp.size, max });
    }
    let mut file = File::from(fd);
    let mut bytes = Vec::new();
    (&mut file).take(max + 1).read_to_end(&mut bytes)?;
    let unchanged = regular(file.as_fd())? == stamp && bytes.len() as u64 == stamp.size;
    if unchanged { Ok(bytes) } else { Err(FileError::Moving) }
}

fn regular(fd: BorrowedFd<'_>) -> Result<FileStamp, FileError> {
    regular_stat(&rustix::fs::fstat(fd)?)
}

fn regular_stat(stat: &Stat) -> Result<FileStamp, FileError> {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Ok(FileStamp::of(stat)),
        FileType::Directory => Err(FileError::Directory),
        FileType::Symlink
        | FileType::Fifo
        | FileType::Socket
        | FileType::CharacterDevice
        | FileType::BlockDevice
        | FileType::Unknown => Err(FileError::NotRegular),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn read(directory: &Directory, name: &str) -> Result<Vec<u8>, FileError> {
        let stamp = directory.look(OsStr::new(name))?;
        directory.read(OsStr::new(name), stamp, 10)
    }

    /// Section 14: regular files of the directory only, and no link out of it.
    #[test]
    fn sec_14_what_is_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        let inside = tempfile::tempdir().unwrap();
        let path = inside.path();
        fs::write(path.join("b.xml"), "b").unwrap();
        fs::write(path.join("a.xml"), "a").unwrap();
        fs::write(path.join(".hidden.xml"), "x").unwrap();
        fs::write(path.join("large.xml"), "12345678901").unwrap();
        fs::create_dir(path.join("sub.xml")).unwrap();
        fs::write(path.join("sub.xml/c.xml"), "c").unwrap();
        symlink("b.xml", path.join("link.xml")).unwrap();
        symlink("sub.xml/c.xml", path.join("deep.xml")).unwrap();
        symlink(outside.path().join("secret"), path.join("out.xml")).unwrap();
        symlink("../../../../../../etc/passwd", path.join("up.xml")).unwrap();
        symlink("gone", path.join("gone.xml")).unwrap();
        rustix::fs::mknodat(CWD, path.join("pipe.xml"), FileType::Fifo, Mode::RUSR, 0).unwrap();

        let directory = Directory::open(path).unwrap();
        let table: Vec<(String, String)> = directory
            .names()
            .unwrap()
            .into_iter()
            .map(|name| {
                let name = name.into_string().unwrap();
                let outcome = match read(&directory, &name) {
                    Ok(bytes) => String::from_utf8(bytes).unwrap(),
                    Err(error) => format!("{error}"),
                };
                (name, outcome)
            })
            .collect();
        let expected = [
            ("a.xml", "a"),
            ("b.xml", "b"),
            ("deep.xml", "c"),
            ("gone.xml", "cannot be read: No such file or directory (os error 2)"),
            ("large.xml", "11 bytes are more than the 10 that are read"),
            ("link.xml", "b"),
            ("out.xml", "symbolic link leaves the license directory"),
            ("pipe.xml", "no regular file"),
            ("sub.xml", "a directory"),
            ("up.xml", "symbolic link leaves the license directory"),
        ];
        assert_eq!(table, expected.map(|(name, outcome)| (name.to_owned(), outcome.to_owned())));
    }

    #[test]
    fn a_file_that_changed_since_is_not_read() {
        let inside = tempfile::tempdir().unwrap();
        let path = inside.path().join("a.xml");
        fs::write(&path, "a").unwrap();
        let directory = Directory::open(inside.path()).unwrap();
        let stamp = directory.look(OsStr::new("a.xml")).unwrap();
        fs::write(&path, "ab").unwrap();
        let outcome = directory.read(OsStr::new("a.xml"), stamp, 10);
        assert!(matches!(outcome, Err(FileError::Moving)), "{outcome:?}");
        assert!(matches!(read_at(&path, stamp, 10), Err(FileError::Moving)));
        assert_eq!(read_at(&path, look_at(&path).unwrap(), 10).unwrap(), b"ab");
    }
}
