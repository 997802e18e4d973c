//! The bytes of one file: as a program sees them, and as the disk would keep them.

use std::collections::BTreeSet;

use super::{Crash, Random};

/// What a disk writes at once; a crash can still tear it.
const SECTOR: usize = 512;

#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    live: Vec<u8>,
    durable: Vec<u8>,
    /// Sectors written since the last sync.
    dirty: BTreeSet<usize>,
}

impl Content {
    pub(super) fn live(&self) -> &[u8] {
        &self.live
    }

    pub(super) fn write(&mut self, bytes: &[u8], offset: usize) {
        let end = offset + bytes.len();
        grow(&mut self.live, end);
        self.live[offset..end].copy_from_slice(bytes);
        if !bytes.is_empty() {
            self.dirty.extend(offset / SECTOR..=(end - 1) / SECTOR);
        }
    }

    pub(super) fn sync(&mut self) {
        grow(&mut self.durable, self.live.len());
        for sector in std::mem::take(&mut self.dirty) {
            let range = sector * SECTOR..((sector + 1) * SECTOR).min(self.live.len());
            self.durable[range.clone()].copy_from_slice(&self.live[range]);
        }
    }

    /// A failed sync: the pages count as clean, and are on no disk.
    pub(super) fn forget_unsynced(&mut self) {
        self.dirty.clear();
    }

    pub(super) fn edit(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        change(&mut self.live);
        self.durable.clone_from(&self.live);
        self.dirty.clear();
    }

    /// The file as the next start finds it.
    pub(super) fn after(&self, crash: Crash, random: &mut Random) -> Self {
        let content = match crash {
            Crash::Process => return self.clone(),
            Crash::Lost => self.durable.clone(),
            Crash::Torn(_) => self.torn(self.durable.clone(), random),
            Crash::Extended(_) => {
                let mut longer = self.durable.clone();
                grow(&mut longer, self.live.len());
                self.torn(longer, random)
            }
        };
        Self { live: content.clone(), durable: content, dirty: BTreeSet::new() }
    }

    fn torn(&self, mut content: Vec<u8>, random: &mut Random) -> Vec<u8> {
        for sector in &self.dirty {
            let start = sector * SECTOR;
            let end = ((sector + 1) * SECTOR).min(self.live.len());
            let kept = match random.below(3) {
                0 => 0,
                1 => end - start,
                _ => random.below(end - start + 1),
            };
            if kept != 0 {
                grow(&mut content, start + kept);
                content[start..start + kept].copy_from_slice(&self.live[start..start + kept]);
            }
        }
        content
    }
}

/// Zeros up to `len`, at the speed of a copy also in a test build.
fn grow(bytes: &mut Vec<u8>, len: usize) {
    if bytes.len() < len {
        let mut longer = vec![0; len];
        longer[..bytes.len()].copy_from_slice(bytes);
        *bytes = longer;
    }
}
