//! A disk in memory that fails on request and forgets what was never synced.
//!
//! Nothing here is for production. The model is the pessimist's: a name is durable only after the
//! directory was synced, a 512-byte sector only after its file was, and a failed sync loses its pages
//! although the running program still sees them.

mod content;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::content::Content;
use crate::storage::{SegmentFile, Storage};

/// What an operation does instead of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Fails with this kind and changes nothing; a failed sync also loses what it should have kept.
    Error(io::ErrorKind),
    /// A read or write handles half of its bytes; other operations work.
    Short,
    /// A read or write is interrupted before it did anything; other operations work.
    Interrupted,
    /// The power goes: the operation may or may not reach the disk, and everything after it fails.
    PowerOff,
}

/// What a crash leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// The process ended; all it handed over is there.
    Process,
    /// Nothing that was not synced is there.
    Lost,
    /// Of what was not synced, each sector is old, new, or new up to some byte; names up to some change.
    Torn(u64),
    /// As [`Crash::Torn`], but every file already has its new length, with zeros where data is missing.
    Extended(u64),
}

/// An in-memory [`Storage`]. Clones are handles of the same disk.
#[derive(Debug, Clone)]
pub struct FaultyMemory(Arc<Mutex<World>>);

/// A file of a [`FaultyMemory`].
#[derive(Debug)]
pub struct FaultyFile {
    world: Arc<Mutex<World>>,
    index: usize,
}

#[derive(Debug, Default)]
struct World {
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    /// Changes of names that are not durable, in order.
    name_changes: Vec<NameChange>,
    files: Vec<Content>,
    operations: u64,
    plan: Option<Plan>,
    dead: bool,
    capacity: Option<u64>,
    random: Random,
}

#[derive(Debug, Clone, Copy)]
struct Plan {
    at: u64,
    fault: Fault,
    forever: bool,
}

#[derive(Debug, Clone)]
enum NameChange {
    Put(String, usize),
    Rename(String, String),
    Remove(String),
}

impl Default for FaultyMemory {
    fn default() -> Self {
        Self::new(0)
    }
}

impl FaultyMemory {
    /// An empty disk whose random bytes follow from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(World { random: Random(seed), ..World::default() })))
    }

    /// Operations so far: everything but asking for a size.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.world().operations
    }

    /// Lets the operation after the next `skip` ones fail, once or from then on.
    pub fn fail_after(&self, skip: u64, fault: Fault, forever: bool) {
        let mut world = self.world();
        let at = world.operations + skip;
        world.plan = Some(Plan { at, fault, forever });
    }

    /// Ends all faults but a power failure.
    pub fn heal(&self) {
        self.world().plan = None;
    }

    /// Limits the bytes of all files together; writes beyond get [`io::ErrorKind::StorageFull`].
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.world().capacity = bytes;
    }

    /// The disk as the next start finds it. This one is not changed.
    #[must_use]
    pub fn crash(&self, crash: Crash) -> Self {
        let world = self.world();
        let mut random = Random(match crash {
            Crash::Torn(seed) | Crash::Extended(seed) => seed,
            Crash::Process | Crash::Lost => 0,
        });
        let survived = match crash {
            Crash::Process => world.name_changes.len(),
            Crash::Lost => 0,
            Crash::Torn(_) | Crash::Extended(_) => random.below(world.name_changes.len() + 1),
        };
        let mut names = world.durable_names.clone();
        for change in &world.name_changes[..survived] {
            change.apply(&mut names);
        }
        let files = world.files.iter().map(|file| file.after(crash, &mut random)).collect();
        let durable_names = names.clone();
        let after = World { names, durable_names, files, random, ..World::default() };
        Self(Arc::new(Mutex::new(after)))
    }

    /// Changes a file behind everybody's back, durably.
    pub fn edit(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut world = self.world();
        let Some(index) = world.names.get(name).copied() else { return };
        world.files[index].edit(change);
    }

    /// A copy of a file's content, as a running program sees it.
    #[must_use]
    pub fn content(&self, name: &str) -> Option<Vec<u8>> {
        let world = self.world();
        world.names.get(name).map(|index| world.files[*index].live().to_vec())
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, index: usize) -> FaultyFile {
        FaultyFile { world: Arc::clone(&self.0), index }
    }

    fn change(&self, name: &str, change: impl FnOnce(String) -> NameChange) -> io::Result<()> {
        let mut world = self.world();
        let answer = world.begin_change()?;
        if !world.names.contains_key(name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        world.change_name(change(name.into()));
        answer
    }
}

impl World {
    /// Counts an operation and says what is to happen to it. `Ok(None)`: nothing special.
    fn begin(&mut self) -> io::Result<Option<Fault>> {
        if self.dead {
            return Err(power_off());
        }
        let now = self.operations;
        self.operations += 1;
        let Some(plan) = self.plan else { return Ok(None) };
        let due = plan.at == now || (plan.forever && plan.at < now);
        self.dead = due && plan.fault == Fault::PowerOff;
        Ok(due.then_some(plan.fault))
    }

    /// As [`Self::begin`] for operations that work wholly or not at all.
    fn begin_whole(&mut self) -> io::Result<()> {
        match self.begin()? {
            Some(Fault::Error(kind)) => Err(kind.into()),
            Some(Fault::PowerOff) => Err(power_off()),
            Some(Fault::Short | Fault::Interrupted) | None => Ok(()),
        }
    }

    /// As [`Self::begin_whole`] for operations that a power failure may leave done: the inner result is
    /// the answer to give after doing it.
    fn begin_change(&mut self) -> io::Result<io::Result<()>> {
        let alive = !self.dead;
        let begun = self.begin_whole();
        if alive && self.dead { Ok(begun) } else { begun.map(Ok) }
    }

    fn change_name(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.name_changes.push(change);
    }

    fn has_room(&self, index: usize, end: u64) -> bool {
        let Some(capacity) = self.capacity else { return true };
        let size = |index: &usize| self.files[*index].live().len() as u64;
        let growth = end.saturating_sub(size(&index));
        growth == 0 || self.names.values().map(size).sum::<u64>() + growth <= capacity
    }
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Put(name, file) => {
                names.insert(name.clone(), *file);
            }
            Self::Rename(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            Self::Remove(name) => {
                names.remove(name);
            }
        }
    }
}

impl Storage for FaultyMemory {
    type File = FaultyFile;

    fn list(&self) -> io::Result<Vec<String>> {
        let mut world = self.world();
        world.begin_whole()?;
        Ok(world.names.keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<FaultyFile> {
        let mut world = self.world();
        let answer = world.begin_change()?;
        let index = world.files.len();
        world.files.push(Content::default());
        world.change_name(NameChange::Put(name.into(), index));
        answer.map(|()| self.file(index))
    }

    fn open(&self, name: &str) -> io::Result<FaultyFile> {
        let mut world = self.world();
        world.begin_whole()?;
        let index = world.names.get(name).copied().ok_or(io::ErrorKind::NotFound)?;
        Ok(self.file(index))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.change(from, |name| NameChange::Rename(name, to.into()))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.change(name, NameChange::Remove)
    }

    fn sync_dir(&self) -> io::Result<()> {
        let mut world = self.world();
        world.begin_whole()?;
        let World { durable_names, names, name_changes, .. } = &mut *world;
        durable_names.clone_from(names);
        name_changes.clear();
        Ok(())
    }

    fn fill_random(&self, out: &mut [u8]) -> io::Result<()> {
        let mut world = self.world();
        for byte in out {
            *byte = world.random.next() as u8;
        }
        Ok(())
    }
}

impl FaultyFile {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SegmentFile for FaultyFile {
    fn size(&self) -> io::Result<u64> {
        Ok(self.world().files[self.index].live().len() as u64)
    }

    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut world = self.world();
        let wanted = match world.begin()? {
            Some(Fault::Error(kind)) => return Err(kind.into()),
            Some(Fault::Interrupted) => return Err(io::ErrorKind::Interrupted.into()),
            Some(Fault::PowerOff) => return Err(power_off()),
            Some(Fault::Short) => out.len().div_ceil(2),
            None => out.len(),
        };
        let rest = world.files[self.index].live().get(offset as usize..).unwrap_or_default();
        let read = wanted.min(rest.len());
        out[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut world = self.world();
        let (bytes, lost) = match world.begin()? {
            Some(Fault::Error(kind)) => return Err(kind.into()),
            Some(Fault::Interrupted) => return Err(io::ErrorKind::Interrupted.into()),
            Some(Fault::PowerOff) => (bytes, true),
            Some(Fault::Short) => (&bytes[..bytes.len().div_ceil(2)], false),
            None => (bytes, false),
        };
        if !world.has_room(self.index, offset + bytes.len() as u64) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        world.files[self.index].write(bytes, offset as usize);
        if lost { Err(power_off()) } else { Ok(bytes.len()) }
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut world = self.world();
        match world.begin()? {
            Some(Fault::Error(kind)) => {
                world.files[self.index].forget_unsynced();
                Err(kind.into())
            }
            Some(Fault::PowerOff) => Err(power_off()),
            Some(Fault::Short | Fault::Interrupted) | None => {
                world.files[self.index].sync();
                Ok(())
            }
        }
    }
}

fn power_off() -> io::Error {
    io::Error::other("the power is off")
}

/// The `SplitMix64` generator (Steele, Lea, Flood 2014): small, and the same for ever.
#[derive(Debug, Default)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}
