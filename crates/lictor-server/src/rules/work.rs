//! How much may be compared for one file.

/// Steps that all comparisons of one look at a file may take: about a second.
const STEPS_MAX: usize = 1_000_000_000;
/// Steps of a comparison without `*`.
const STEPS_PLAIN: usize = 64;

/// Steps that are left.
pub(super) struct Work(usize);

impl Work {
    pub(super) fn new() -> Self {
        Self(STEPS_MAX)
    }

    /// Whether a pattern may still be held against a text.
    pub(super) fn spend(&mut self, pattern: &str, text: &str) -> bool {
        let stars = pattern.contains('*');
        self.0 = self.0.saturating_sub(if stars { pattern.len() * text.len() } else { 0 } + STEPS_PLAIN);
        !self.is_done()
    }

    /// Whether nothing may be compared any more.
    pub(super) fn is_done(&self) -> bool {
        self.0 == 0
    }
}
