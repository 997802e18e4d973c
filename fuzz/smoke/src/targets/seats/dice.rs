//! Facts out of bytes.

use lictor_entitle::host::{Hosts, normalize};
use lictor_entitle::model::LicenseModel;
use lictor_types::{CivilDate, HostIdType};

/// Bytes that are drawn one by one; zeros when they are used up.
#[derive(Debug)]
pub(super) struct Dice<'a>(&'a [u8]);

impl<'a> Dice<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below a bound of at most 256; 0 where the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound.max(1)
    }

    pub(super) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    pub(super) fn pick<'b, T>(&mut self, all: &'b [T]) -> &'b T {
        &all[self.below(all.len())]
    }

    /// Mostly a small number, sometimes one at the edge of what there is.
    pub(super) fn number(&mut self) -> u32 {
        match self.byte() {
            small @ 0..=239 => u32::from(small % 24),
            240..=247 => u32::from(self.byte()) << 8 | u32::from(self.byte()),
            248..=251 => i32::MAX.unsigned_abs(),
            252..=255 => u32::MAX,
        }
    }

    /// Once in eight times.
    pub(super) fn seldom(&mut self) -> bool {
        self.byte() < 32
    }

    /// A number of seats as somebody may ask for it: mostly one up to `most`, sometimes nothing or nonsense.
    pub(super) fn seats(&mut self, most: u32) -> Option<i64> {
        match self.below(16) {
            0 => None,
            1 => *self.pick(&[Some(-1), Some(0), Some(i64::MAX), Some(i64::MIN)]),
            2 => Some(i64::from(self.number())),
            _ => Some(i64::from(u32::from(self.byte()) % most.max(1)) + 1),
        }
    }

    pub(super) fn day(&mut self) -> CivilDate {
        match self.below(32) {
            0 => CivilDate::MIN,
            1 => CivilDate::MAX,
            near => {
                let day = u32::from(self.byte()) * 3 + near as u32;
                let start = CivilDate::new(2026, 1, 1).map_or(0, CivilDate::day_number);
                CivilDate::from_day_number(start + day).unwrap_or(CivilDate::MAX)
            }
        }
    }

    /// Hosts for a license model, or seldom those of another shape.
    pub(super) fn hosts(&mut self, model: LicenseModel) -> Hosts {
        let shape = match (self.seldom(), model) {
            (true, _) => *self.pick(&[(1, 1), (0, 1), (3, 0), (3, 1), (0, 0), (2, 0), (1, 2)]),
            (false, LicenseModel::FloatingCounted | LicenseModel::FloatingUncounted) => (1, 0),
            (false, LicenseModel::NodeCounted) => (1, 1),
            (false, LicenseModel::NodeUncounted) => (0, 1),
        };
        let mut some = |count: usize| {
            let name = |place: usize| normalize(HostIdType::Hostname, &format!("h{place}")).ok();
            (0..count).filter_map(|_| name(self.below(5))).collect()
        };
        Hosts { servers: some(shape.0), nodes: some(shape.1) }
    }
}
