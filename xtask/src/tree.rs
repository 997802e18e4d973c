//! The files of the repository: what git tracks or would track.

use std::path::Path;
use std::process::Command;

use crate::command::Failure;
use crate::source::Source;

/// One file.
#[derive(Debug)]
pub struct File {
    /// Path from the top of the repository, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl File {
    /// Its content, if it is text.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Its name without the folder.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Every file, and every Rust file read.
#[derive(Debug)]
pub struct Tree {
    files: Vec<File>,
    sources: Vec<Source>,
}

impl Tree {
    /// Reads the tree at `root`: tracked files and new ones that are not ignored.
    ///
    /// # Errors
    ///
    /// When git cannot be run there, or a file cannot be read.
    pub fn load(root: &Path) -> Result<Self, Failure> {
        let arguments = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
        let listed = Command::new("git").arg("-C").arg(root).args(arguments).output()?;
        if !listed.status.success() {
            return Err(format!("git ls-files failed in {}", root.display()).into());
        }
        let mut paths: Vec<&str> = std::str::from_utf8(&listed.stdout)?.split_terminator('\0').collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let full = root.join(path);
            // A tracked file that was just deleted is still listed; a link is judged where it points.
            if full.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
                files.push(File { path: path.to_owned(), bytes: std::fs::read(full)? });
            }
        }
        Ok(Self::new(files))
    }

    /// A tree of the given files.
    #[must_use]
    pub fn new(files: Vec<File>) -> Self {
        let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
        let sources = rust.filter_map(|file| Some(Source::new(&file.path, file.text()?))).collect();
        Self { files, sources }
    }

    /// Every file, by path.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Every Rust file.
    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The text of one file; empty if it is not there or no text.
    pub(crate) fn text(&self, path: &str) -> &str {
        self.file(path).and_then(File::text).unwrap_or_default()
    }

    /// One file.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

#[cfg(test)]
impl Tree {
    /// A tree of the given paths and texts.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).into(), bytes: (*text).into() };
        Self::new(files.iter().map(file).collect())
    }
}
