//! Changes bytes at random, the same way for the same seed.

/// Values at the edges of what lengths and counts may be.
const EDGES: [u8; 8] = [0, 1, 0x7f, 0x80, 0xfe, 0xff, b'"', b'<'];
const CHANGES_MAX: u64 = 8;
const BYTES_MAX: usize = 64 * 1024;

/// A source of mutations.
#[derive(Debug, Clone)]
pub struct Mutator(u64);

impl Mutator {
    /// The mutations of one input: its number and the seed of the run decide everything.
    #[must_use]
    pub fn new(seed: u64, number: u64) -> Self {
        Self(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ number.wrapping_add(1).wrapping_mul(0xd1b5_4a32_d192_ed03),
        )
    }

    /// One of the seeds with one to eight changes.
    pub fn mutate(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let Some(seed) = self.pick(seeds) else { return Vec::new() };
        let mut bytes = seed.clone();
        for _ in 0..=self.below(CHANGES_MAX) {
            self.change(&mut bytes, seeds);
        }
        bytes.truncate(BYTES_MAX);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(bytes.len() as u64 + 1) as usize;
        let length = self.below(1 + self.0 % 64) as usize;
        let end = (at + length).min(bytes.len());
        match self.below(8) {
            0 => self.set(bytes, at, |byte, random| byte ^ 1 << (random % 8)),
            1 => self.set(bytes, at, |_, random| random as u8),
            2 => self.set(bytes, at, |_, random| EDGES[(random % 8) as usize]),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            5 => bytes.truncate(at),
            6 => {
                let random: Vec<u8> = (0..length).map(|_| self.next() as u8).collect();
                bytes.splice(at..at, random);
            }
            _ => {
                let Some(other) = self.pick(seeds) else { return };
                let from = self.below(other.len() as u64 + 1) as usize;
                let to = (from + length).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }

    fn set(&mut self, bytes: &mut [u8], at: usize, value: impl FnOnce(u8, u64) -> u8) {
        let random = self.next();
        if let Some(byte) = bytes.get_mut(at) {
            *byte = value(*byte, random);
        }
    }

    fn pick<'a>(&mut self, seeds: &'a [Vec<u8>]) -> Option<&'a Vec<u8>> {
        let index = self.below(seeds.len() as u64) as usize;
        seeds.get(index)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// The next number of the splitmix64 sequence.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_number_make_the_same_input() {
        let seeds = [b"some bytes".to_vec(), b"others".to_vec()];
        let input = |seed, number| Mutator::new(seed, number).mutate(&seeds);
        assert_eq!(input(1, 5), input(1, 5));
        assert_ne!(input(1, 5), input(1, 6));
        assert_ne!(input(1, 5), input(2, 5));
    }

    #[test]
    fn inputs_stay_bounded_and_without_seeds_empty() {
        let seeds = [vec![0; BYTES_MAX]];
        assert!((0..200).all(|number| Mutator::new(1, number).mutate(&seeds).len() <= BYTES_MAX));
        assert_eq!(Mutator::new(1, 1).mutate(&[]), Vec::<u8>::new());
    }
}
