//! Zone files (RFC 9636), as far as an offset at an instant needs them.

use super::rule::Rule;

/// A zone file of version 2 or later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tzif {
    /// Instants in seconds since 1970 and the offset in seconds from each on, ascending.
    transitions: Vec<(i64, i32)>,
    /// The offset before the first of them.
    first: i32,
    /// What holds from the last of them on.
    rule: Option<Rule>,
}

/// The counts of a header (section 3.1), in the order of the file.
struct Header {
    version: u8,
    universal: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    types: usize,
    characters: usize,
}

/// Bytes of a local time type (section 3.2).
const TYPE_BYTES: usize = 6;

impl Tzif {
    /// None if the bytes are no such file.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut bytes = bytes;
        let old = Header::take(&mut bytes)?;
        if old.version < b'2' {
            return None;
        }
        take(&mut bytes, old.block_bytes(4)?)?;
        let header = Header::take(&mut bytes)?;
        let times = take(&mut bytes, header.times.checked_mul(8)?)?;
        let kinds = take(&mut bytes, header.times)?;
        let types = take(&mut bytes, header.types.checked_mul(TYPE_BYTES)?)?;
        let rest = header.block_bytes(8)?.checked_sub(times.len() + kinds.len() + types.len())?;
        take(&mut bytes, rest)?;

        let offset = |kind: usize| {
            let offset = types.get(kind * TYPE_BYTES..)?.first_chunk()?;
            Some(i32::from_be_bytes(*offset))
        };
        let (times, _) = times.as_chunks();
        let transitions = times.iter().zip(kinds);
        let transitions: Option<Vec<(i64, i32)>> = transitions
            .map(|(time, kind)| Some((i64::from_be_bytes(*time), offset(usize::from(*kind))?)))
            .collect();
        let footer = bytes.strip_prefix(b"\n")?.split(|byte| *byte == b'\n').next()?;
        let rule = str::from_utf8(footer).ok()?;
        Some(Self {
            transitions: transitions.filter(|it| it.is_sorted_by(|a, b| a.0 < b.0))?,
            first: offset(0)?,
            rule: if rule.is_empty() { None } else { Some(Rule::parse(rule)?) },
        })
    }

    pub(super) fn offset_seconds(&self, at: i64) -> Option<i32> {
        let passed = self.transitions.partition_point(|(time, _)| *time <= at);
        match &self.rule {
            Some(rule) if passed == self.transitions.len() => rule.offset_seconds(at),
            Some(_) | None => {
                let last = passed.checked_sub(1).and_then(|last| self.transitions.get(last));
                Some(last.map_or(self.first, |(_, offset)| *offset))
            }
        }
    }
}

impl Header {
    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let mut header = take(bytes, 44)?.strip_prefix(b"TZif")?;
        let version = *header.first()?;
        take(&mut header, 16)?;
        let mut count = || Some(u32::from_be_bytes(*take(&mut header, 4)?.first_chunk()?) as usize);
        Some(Self {
            version,
            universal: count()?,
            standard: count()?,
            leaps: count()?,
            times: count()?,
            types: count()?,
            characters: count()?,
        })
    }

    /// Bytes of the data block whose instants have so many bytes (section 3.2).
    fn block_bytes(&self, time_bytes: usize) -> Option<usize> {
        let Self { universal, standard, leaps, times, types, characters, .. } = *self;
        let parts = [
            times.checked_mul(time_bytes + 1)?,
            types.checked_mul(TYPE_BYTES)?,
            characters,
            leaps.checked_mul(time_bytes + 4)?,
            standard,
            universal,
        ];
        parts.into_iter().try_fold(0_usize, usize::checked_add)
    }
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these transitions (instant, type), types (offset) and footer.
    fn file(transitions: &[(i64, u8)], types: &[i32], footer: &str) -> Vec<u8> {
        let header = |times: usize, types: usize| {
            let mut header = b"TZif2".to_vec();
            header.extend([0; 15]);
            for count in [0, 0, 0, times, types, 0] {
                header.extend((count as u32).to_be_bytes());
            }
            header
        };
        let mut bytes = header(0, 0);
        bytes.extend(header(transitions.len(), types.len()));
        transitions.iter().for_each(|(time, _)| bytes.extend(time.to_be_bytes()));
        transitions.iter().for_each(|(_, kind)| bytes.push(*kind));
        types.iter().for_each(|offset| bytes.extend([&offset.to_be_bytes()[..], &[0, 0]].concat()));
        bytes.extend(format!("\n{footer}\n").bytes());
        bytes
    }

    #[test]
    fn transitions_and_the_rule_after_them() {
        let zone = Tzif::parse(&file(&[(100, 1), (200, 0)], &[60, 3600], "XYZ-2")).unwrap();
        for (at, expected) in [(99, 60), (100, 3600), (199, 3600), (200, 7200)] {
            assert_eq!(zone.offset_seconds(at), Some(expected), "{at}");
        }
        let zone = Tzif::parse(&file(&[(100, 1)], &[60, 3600], "")).unwrap();
        assert_eq!(zone.offset_seconds(i64::MAX), Some(3600));
    }

    /// TRU-04: a file that is cut off or lies about its lengths is none, and costs nothing.
    #[test]
    fn tru_04_bad_zone_files() {
        let good = file(&[(100, 1), (200, 0)], &[60, 3600], "XYZ-2");
        assert!((0..good.len() - 7).all(|end| Tzif::parse(&good[..end]).is_none()));
        for at in 20..44 {
            let mut lying = good.clone();
            lying[at] = 0xff;
            assert_eq!(Tzif::parse(&lying), None, "{at}");
            lying.copy_within(0..44, 44);
            assert_eq!(Tzif::parse(&lying), None, "{at}");
        }
        for (transitions, footer) in
            [(&[(200, 0), (100, 0)][..], ""), (&[(100, 9)], ""), (&[(100, 0)], "nonsense")]
        {
            assert_eq!(Tzif::parse(&file(transitions, &[60], footer)), None);
        }
    }
}
