//! A machine made of files in a directory of its own.

use std::os::unix::fs::symlink;
use std::path::Path;

use lictor_host::{Answer, Linux, Machine, Verdict};
use lictor_types::HostIdType;

/// Flags of a processor under a hypervisor, and of one that sees none.
pub(crate) const GUEST: (&str, &str) =
    ("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n");
pub(crate) const METAL: (&str, &str) = ("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme lahf_lm\n");

/// The directory, and the machine in it.
pub(crate) struct Tree {
    root: tempfile::TempDir,
    pub(crate) machine: Linux,
}

impl Tree {
    /// Files with their contents; a content that begins with `-> ` makes a symbolic link.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let machine = Linux::at(root.path());
        let tree = Self { root, machine };
        for (name, content) in files {
            tree.bytes(name, content.as_bytes());
        }
        tree
    }

    /// Adds a file or a link.
    pub(crate) fn bytes(&self, name: &str, content: &[u8]) {
        let path = self.root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match content.strip_prefix(b"-> ") {
            Some(target) => symlink(Path::new(std::str::from_utf8(target).unwrap()), path).unwrap(),
            None => std::fs::write(path, content).unwrap(),
        }
    }

    /// Where the machine stands.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// The values of a type, or why there are none.
    pub(crate) fn values(&self, kind: HostIdType) -> Result<Vec<String>, String> {
        self.machine.values(kind).map_err(|absence| absence.to_string())
    }
}

/// A table's rows of DMI as files: vendor and product.
pub(crate) fn made_by(vendor: &'static str, product: &'static str) -> [(&'static str, &'static str); 2] {
    [("sys/class/dmi/id/sys_vendor", vendor), ("sys/class/dmi/id/product_name", product)]
}

/// A verdict as the tables write it: the kind, `no` or `?`.
pub(crate) fn word(verdict: &Verdict) -> &str {
    match &verdict.answer {
        Answer::Yes(kind) => kind,
        Answer::No => "no",
        Answer::Unknown => "?",
    }
}
