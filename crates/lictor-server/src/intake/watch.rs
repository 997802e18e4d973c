//! When the content of a file may be taken (section 14: while a file moves, its last good content
//! stays in force).

use super::directory::FileStamp;

/// How long a file must be seen unchanged, on the clock that nobody can set.
pub(crate) const SETTLE_MS: u64 = 300;

/// At the first look ever there is no earlier one to compare with: a file that was last touched so
/// long ago is taken at once.
const OLD_MS: u64 = 1_000;

/// One file's history of looks.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    seen: Option<FileStamp>,
    since_ms: u64,
    taken: Option<FileStamp>,
}

/// The moment of a look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Running time.
    pub(crate) boot_ms: u64,
    /// Wall time, at the first look only.
    pub(crate) first_wall_ms: Option<u64>,
}

impl Watch {
    /// Notes what a look showed and says whether the content should be read now.
    pub(crate) fn look(&mut self, stamp: FileStamp, now: Moment) -> bool {
        if self.taken == Some(stamp) {
            self.seen = Some(stamp);
            return false;
        }
        let old = now.first_wall_ms.is_some_and(|wall_ms| stamp.is_older_than(OLD_MS, wall_ms));
        if self.seen != Some(stamp) {
            self.seen = Some(stamp);
            self.since_ms = now.boot_ms;
            return old;
        }
        now.boot_ms.saturating_sub(self.since_ms) >= SETTLE_MS
    }

    /// The content with this stamp is in force, whatever it was.
    pub(crate) fn take(&mut self, stamp: FileStamp) {
        self.taken = Some(stamp);
    }

    /// There is nothing to take from the file as long as it has this stamp.
    pub(crate) fn skip(&mut self, stamp: FileStamp) {
        self.seen = Some(stamp);
        self.taken = Some(stamp);
    }

    /// The file changed while it was read: wait for it to settle again.
    pub(crate) fn wait(&mut self, now: Moment) {
        self.since_ms = now.boot_ms;
    }

    /// Whether the last look showed a content that has not been taken.
    pub(crate) fn is_moving(&self) -> bool {
        self.seen != self.taken
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::directory::look_at;
    use super::*;

    fn at(boot_ms: u64) -> Moment {
        Moment { boot_ms, first_wall_ms: None }
    }

    fn stamps<const N: usize>() -> [FileStamp; N] {
        let directory = tempfile::tempdir().unwrap();
        std::array::from_fn(|n| {
            let path = directory.path().join(n.to_string());
            fs::write(&path, "x".repeat(n)).unwrap();
            look_at(&path).unwrap()
        })
    }

    /// Section 14: a file that moves is not taken; each change begins the wait anew.
    #[test]
    fn sec_14_a_moving_file_is_not_taken() {
        let [a, b] = stamps();
        let mut watch = Watch::default();
        let looks = [(a, 0, false), (a, 299, false), (b, 300, false), (b, 599, false), (b, 600, true)];
        for (stamp, boot_ms, read) in looks {
            assert_eq!(watch.look(stamp, at(boot_ms)), read, "{boot_ms}");
            assert!(watch.is_moving());
        }
        watch.take(b);
        assert!(!watch.look(b, at(700)) && !watch.is_moving());
        assert!(!watch.look(a, at(800)) && watch.is_moving());
        assert!(!watch.look(b, at(900)) && !watch.is_moving(), "what is in force came back");
    }

    #[test]
    fn at_the_first_look_only_an_old_file_is_taken_at_once() {
        let [stamp] = stamps();
        let first = |wall_ms| Moment { boot_ms: 0, first_wall_ms: Some(wall_ms) };
        assert!(Watch::default().look(stamp, first(u64::MAX)));
        assert!(!Watch::default().look(stamp, first(0)));
        assert!(!Watch::default().look(stamp, at(0)));
    }
}
