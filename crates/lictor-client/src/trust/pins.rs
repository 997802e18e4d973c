//! The record of server keys at first use (TRU-02): one line a server, address and fingerprint.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::fingerprint::Fingerprint;

/// The file `known_servers`.
#[derive(Debug, Clone)]
pub(crate) struct PinFile {
    path: Option<PathBuf>,
}

impl PinFile {
    /// Without a path nothing is recorded, and every use is the first.
    pub(crate) fn new(path: Option<PathBuf>) -> Self {
        Self { path }
    }

    /// The key recorded for a server.
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be read: a record that cannot be asked must not count as
    /// none.
    pub(crate) fn find(&self, server: &str) -> io::Result<Option<Fingerprint>> {
        let text = self.read()?;
        Ok(entries(&text).find(|(name, _)| *name == server).and_then(|(_, pin)| Fingerprint::parse(pin)))
    }

    /// Records a server's key in place of any other. The file is replaced in one step, so that a
    /// reader sees the old one or the new one.
    ///
    /// # Errors
    ///
    /// When the directory cannot be made or the file not be written.
    pub(crate) fn record(&self, server: &str, key: &Fingerprint) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if server.contains(char::is_whitespace) {
            return Ok(());
        }
        let old = self.read()?;
        let kept = entries(&old).filter(|(name, _)| *name != server);
        let mut text: String = kept.map(|(name, pin)| format!("{name} {pin}\n")).collect();
        text.push_str(&format!("{server} {key}\n"));
        replace(path, &text)
    }

    fn read(&self) -> io::Result<String> {
        let Some(path) = &self.path else { return Ok(String::new()) };
        match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            other => other,
        }
    }
}

fn entries(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once(' '))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", std::process::id()));
    let draft = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&draft, path)).inspect_err(|_| drop(fs::remove_file(&draft)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(digit: char) -> Fingerprint {
        Fingerprint::parse(&digit.to_string().repeat(64)).unwrap()
    }

    /// TRU-02: one line a server, replaced in place, readable by its owner only.
    #[test]
    fn tru_02_pins_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data/lictor/known_servers");
        let pins = PinFile::new(Some(path.clone()));
        assert_eq!(pins.find("a:1").unwrap(), None);
        pins.record("a:1", &pin('1')).unwrap();
        pins.record("b:2", &pin('2')).unwrap();
        pins.record("a:1", &pin('3')).unwrap();
        assert_eq!(pins.find("a:1").unwrap(), Some(pin('3')));
        assert_eq!(pins.find("b:2").unwrap(), Some(pin('2')));
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("b:2 {}\na:1 {}\n", pin('2'), pin('3')));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    /// TRU-02: a record that cannot be read is an error, not an absence.
    #[test]
    fn tru_02_an_unreadable_record_is_no_first_use() {
        let dir = tempfile::tempdir().unwrap();
        let error = PinFile::new(Some(dir.path().to_owned())).find("a:1").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        assert_eq!(PinFile::new(None).find("a:1").unwrap(), None);
    }
}
