//! Any storage, with failures in front of it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::storage::{SegmentFile, Storage};

/// A storage whose operations fail on request. Clones share the plan.
#[derive(Debug, Clone)]
pub(super) struct Failing<S> {
    inner: S,
    plan: Arc<Mutex<Option<Plan>>>,
}

#[derive(Debug)]
pub(super) struct FailingFile<F> {
    inner: F,
    plan: Arc<Mutex<Option<Plan>>>,
}

#[derive(Debug, Clone, Copy)]
struct Plan {
    skip: u64,
    kind: io::ErrorKind,
    forever: bool,
}

impl<S> Failing<S> {
    pub(super) fn new(inner: S) -> Self {
        Self { inner, plan: Arc::default() }
    }

    /// Fails one change after the next `skip` ones.
    pub(super) fn fail_after(&self, skip: u64, kind: io::ErrorKind) {
        self.set(Some(Plan { skip, kind, forever: false }));
    }

    /// Fails every change after the next `skip` ones.
    pub(super) fn fail_forever_after(&self, skip: u64) {
        self.set(Some(Plan { skip, kind: io::ErrorKind::Other, forever: true }));
    }

    pub(super) fn heal(&self) {
        self.set(None);
    }

    pub(super) fn into_inner(self) -> S {
        self.inner
    }

    fn set(&self, plan: Option<Plan>) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = plan;
    }

    fn file<F>(&self, inner: F) -> FailingFile<F> {
        FailingFile { inner, plan: Arc::clone(&self.plan) }
    }
}

/// Counts a change; the error if it is to fail.
fn change(plan: &Mutex<Option<Plan>>) -> io::Result<()> {
    let mut plan = plan.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(Plan { skip, kind, forever }) = *plan else { return Ok(()) };
    if skip != 0 {
        *plan = Some(Plan { skip: skip - 1, kind, forever });
        return Ok(());
    }
    if !forever {
        *plan = None;
    }
    Err(kind.into())
}

impl<S: Storage> Storage for Failing<S> {
    type File = FailingFile<S::File>;

    fn list(&self) -> io::Result<Vec<String>> {
        self.inner.list()
    }

    fn create(&self, name: &str) -> io::Result<Self::File> {
        change(&self.plan)?;
        self.inner.create(name).map(|file| self.file(file))
    }

    fn open(&self, name: &str) -> io::Result<Self::File> {
        self.inner.open(name).map(|file| self.file(file))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        change(&self.plan)?;
        self.inner.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        change(&self.plan)?;
        self.inner.remove(name)
    }

    fn sync_dir(&self) -> io::Result<()> {
        change(&self.plan)?;
        self.inner.sync_dir()
    }

    fn fill_random(&self, out: &mut [u8]) -> io::Result<()> {
        self.inner.fill_random(out)
    }
}

impl<F: SegmentFile> SegmentFile for FailingFile<F> {
    fn size(&self) -> io::Result<u64> {
        self.inner.size()
    }

    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        self.inner.read_at(out, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        change(&self.plan)?;
        self.inner.write_at(bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        change(&self.plan)?;
        self.inner.sync_data()
    }
}
