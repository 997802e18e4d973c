//! What the journal needs of a disk, and nothing more.

use std::io;

use crate::options::SEGMENT_BYTES_MAX;

/// A flat directory of files. Clones are handles of the same directory.
///
/// Whoever implements this runs [`crate::conformance`] on it.
pub trait Storage: Clone + Send + Sync + 'static {
    /// An open file of this directory.
    type File: SegmentFile;

    /// The names in the directory, in any order.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn list(&self) -> io::Result<Vec<String>>;

    /// Makes an empty file, in place of one of that name if there is one.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn create(&self, name: &str) -> io::Result<Self::File>;

    /// Opens a file for reading, and for writing if the directory is not read-only.
    ///
    /// # Errors
    ///
    /// What the system said; [`io::ErrorKind::NotFound`] if there is none.
    fn open(&self, name: &str) -> io::Result<Self::File>;

    /// Gives a file another name, in place of one of that name if there is one.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a name.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Makes every name made, changed or removed so far durable.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn sync_dir(&self) -> io::Result<()>;

    /// Fills `out` with bytes nobody can guess: segment nonces and salts of erasable text.
    ///
    /// # Errors
    ///
    /// When the system has no random bytes to give.
    fn fill_random(&self, out: &mut [u8]) -> io::Result<()>;
}

/// One open file. Reads and writes name their offset; nothing moves.
pub trait SegmentFile: Send + Sync + 'static {
    /// Length in bytes.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn size(&self) -> io::Result<u64>;

    /// Reads some bytes at `offset`; 0 means the end of the file.
    ///
    /// # Errors
    ///
    /// What the system said, [`io::ErrorKind::Interrupted`] included.
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes some of `bytes` at `offset` and says how many.
    ///
    /// # Errors
    ///
    /// What the system said, [`io::ErrorKind::Interrupted`] included.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;

    /// Makes the content durable. Never called again after it failed.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn sync_data(&self) -> io::Result<()>;

    /// Writes all of `bytes`, going on after short and interrupted writes.
    ///
    /// # Errors
    ///
    /// What the system said; some bytes may have been written.
    fn write_all_at(&self, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.write_at(bytes, offset) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    bytes = bytes.get(written..).unwrap_or_default();
                    offset += written as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reads at `offset` until `out` is full or the file ends, and says how many bytes that were.
    ///
    /// # Errors
    ///
    /// What the system said.
    fn read_full_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < out.len() {
            match self.read_at(&mut out[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// Reads a whole segment into `out`, whose memory is reused.
    ///
    /// # Errors
    ///
    /// What the system said; [`io::ErrorKind::FileTooLarge`] above [`SEGMENT_BYTES_MAX`] (TRU-04).
    fn read_segment(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let size = self.size()?;
        if SEGMENT_BYTES_MAX < size {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if (out.len() as u64) < size {
            *out = vec![0; size as usize];
        }
        out.truncate(size as usize);
        let read = self.read_full_at(out, 0)?;
        out.truncate(read);
        Ok(())
    }
}
