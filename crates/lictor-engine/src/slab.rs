//! Entries addressed by slot and generation.

use alloc::vec::Vec;

use crate::codec::{Code, Malformed, Reader};

/// No slot.
pub(crate) const NONE: u32 = u32::MAX;

/// A growing array whose free places are used again, last freed first. A place whose generations
/// are used up is never used again, so an id never names two entries.
#[derive(Debug)]
pub(crate) struct Slab<T> {
    slots: Vec<Slot<T>>,
    free: u32,
    used: u32,
}

#[derive(Debug)]
enum Slot<T> {
    Used { generation: u32, value: T },
    Free { generation: u32, next: u32 },
}

impl<T> Slab<T> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), free: NONE, used: 0 }
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> u32 {
        self.used
    }

    /// The entry of this generation of this slot.
    pub(crate) fn get(&self, slot: u32, generation: u32) -> Option<&T> {
        self.at(slot).filter(|(found, _)| *found == generation).map(|(_, value)| value)
    }

    /// As [`Self::get`], to change it.
    pub(crate) fn get_mut(&mut self, slot: u32, generation: u32) -> Option<&mut T> {
        match self.slots.get_mut(slot as usize) {
            Some(Slot::Used { generation: found, value }) if *found == generation => Some(value),
            Some(Slot::Used { .. } | Slot::Free { .. }) | None => None,
        }
    }

    /// The entry now in this slot, and its generation.
    pub(crate) fn at(&self, slot: u32) -> Option<(u32, &T)> {
        match self.slots.get(slot as usize) {
            Some(Slot::Used { generation, value }) => Some((*generation, value)),
            Some(Slot::Free { .. }) | None => None,
        }
    }

    /// As [`Self::at`], to change it.
    pub(crate) fn at_mut(&mut self, slot: u32) -> Option<&mut T> {
        match self.slots.get_mut(slot as usize) {
            Some(Slot::Used { value, .. }) => Some(value),
            Some(Slot::Free { .. }) | None => None,
        }
    }

    /// The ids that the next insertions get, in order.
    pub(crate) fn upcoming(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mut free = self.free;
        let mut fresh = self.slots.len() as u32;
        core::iter::from_fn(move || match self.slots.get(free as usize) {
            Some(Slot::Free { generation, next }) => {
                let id = (free, *generation);
                free = *next;
                Some(id)
            }
            Some(Slot::Used { .. }) | None => {
                fresh += 1;
                Some((fresh - 1, 0))
            }
        })
    }

    /// Puts an entry into the next place.
    pub(crate) fn insert(&mut self, value: T) -> (u32, u32) {
        self.used += 1;
        if let Some(place @ Slot::Free { .. }) = self.slots.get_mut(self.free as usize)
            && let Slot::Free { generation, next } = *place
        {
            let slot = self.free;
            self.free = next;
            *place = Slot::Used { generation, value };
            return (slot, generation);
        }
        let slot = self.slots.len() as u32;
        self.slots.push(Slot::Used { generation: 0, value });
        (slot, 0)
    }

    /// Takes the entry out of this slot.
    pub(crate) fn remove(&mut self, slot: u32) -> Option<T> {
        let place = self.slots.get_mut(slot as usize)?;
        let Slot::Used { generation, .. } = *place else { return None };
        let generation = generation.saturating_add(1);
        let retired = generation == u32::MAX;
        let next = if retired { NONE } else { self.free };
        let taken = core::mem::replace(place, Slot::Free { generation, next });
        if !retired {
            self.free = slot;
        }
        self.used -= 1;
        match taken {
            Slot::Used { value, .. } => Some(value),
            Slot::Free { .. } => None,
        }
    }

    /// Every entry from this slot on, as (slot, generation, entry).
    pub(crate) fn iter_from(&self, slot: u32) -> impl Iterator<Item = (u32, u32, &T)> {
        let from = (slot as usize).min(self.slots.len());
        self.slots[from..].iter().zip(from as u32..).filter_map(|(place, slot)| match place {
            Slot::Used { generation, value } => Some((slot, *generation, value)),
            Slot::Free { .. } => None,
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u32, &T)> {
        self.iter_from(0)
    }

    /// As [`Self::iter`], to change them.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter_map(|place| match place {
            Slot::Used { value, .. } => Some(value),
            Slot::Free { .. } => None,
        })
    }

    /// Whether every free place is in the free list once, and the count is right.
    pub(crate) fn is_sound(&self) -> bool {
        let is_given_again =
            |place: &&Slot<T>| matches!(place, Slot::Free { generation, .. } if *generation != u32::MAX);
        let given_again = self.slots.iter().filter(is_given_again).count();
        let used = self.slots.iter().filter(|place| matches!(place, Slot::Used { .. })).count();
        let mut free = self.free;
        let mut chained = 0;
        while let Some(Slot::Free { generation, next }) = self.slots.get(free as usize) {
            chained += 1;
            free = *next;
            if chained > given_again || *generation == u32::MAX {
                return false;
            }
        }
        free == NONE && chained == given_again && used == self.used as usize
    }
}

impl<T: Code> Code for Slab<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.free.write(out);
        self.slots.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let free = u32::read(from)?;
        let slots = Vec::<Slot<T>>::read(from)?;
        let used = slots.iter().filter(|place| matches!(place, Slot::Used { .. })).count() as u32;
        let slab = Self { slots, free, used };
        if slab.is_sound() { Ok(slab) } else { Err(Malformed) }
    }
}

impl<T: Code> Code for Slot<T> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Used { generation, value } => {
                true.write(out);
                generation.write(out);
                value.write(out);
            }
            Self::Free { generation, next } => {
                false.write(out);
                generation.write(out);
                next.write(out);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let used = bool::read(from)?;
        let generation = u32::read(from)?;
        if used {
            Ok(Self::Used { generation, value: T::read(from)? })
        } else {
            Ok(Self::Free { generation, next: u32::read(from)? })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_used_again_last_freed_first() {
        let mut slab = Slab::new();
        for letter in [b'a', b'b', b'c'] {
            slab.insert(letter);
        }
        assert_eq!((slab.remove(0), slab.remove(2), slab.remove(2)), (Some(b'a'), Some(b'c'), None));
        assert_eq!(slab.upcoming().take(4).collect::<Vec<_>>(), [(2, 1), (0, 1), (3, 0), (4, 0)]);
        assert_eq!((slab.insert(b'd'), slab.insert(b'e'), slab.insert(b'f')), ((2, 1), (0, 1), (3, 0)));
        assert_eq!((slab.get(0, 0), slab.get(0, 1)), (None, Some(&b'e')));
        assert!(slab.is_sound());
    }

    #[test]
    fn a_place_without_generations_left_is_retired() {
        let mut slab = Slab {
            slots: alloc::vec![Slot::Used { generation: u32::MAX - 1, value: 0_u8 }],
            free: NONE,
            used: 1,
        };
        slab.remove(0);
        assert!(slab.is_sound());
        assert_eq!(slab.insert(1), (1, 0));
    }
}
