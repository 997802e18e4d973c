//! Waking the beat thread out of its wait.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

/// The callers' end.
#[derive(Debug)]
pub(super) struct Waker(UnixStream);

/// The beat thread's end.
#[derive(Debug)]
pub(super) struct Wakeful(UnixStream);

pub(super) fn pair() -> io::Result<(Waker, Wakeful)> {
    let (near, far) = UnixStream::pair()?;
    near.set_nonblocking(true)?;
    far.set_nonblocking(true)?;
    Ok((Waker(near), Wakeful(far)))
}

impl Waker {
    /// Ends the wait, or the next one. A full pipe wakes just as well.
    pub(super) fn wake(&self) {
        let _full_or_gone = (&self.0).write(&[1]);
    }
}

impl Wakeful {
    /// Forgets all wake-ups so far.
    pub(super) fn clear(&self) {
        let mut pieces = [0; 64];
        while matches!((&self.0).read(&mut pieces), Ok(count) if count > 0) {}
    }
}

impl AsFd for Wakeful {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
