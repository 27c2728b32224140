//! Days, and what their files are called.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::core::Timestamp;

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;

/// How many files one day may have: another is begun where one is not what it should be.
pub(super) const MOST_FILES: u8 = 10;

/// A day, counted from 1970-01-01 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Day(pub i64);

impl Day {
    /// The day of these milliseconds since 1970.
    pub(super) fn of(at_ms: i64) -> Self {
        Self(at_ms.div_euclid(DAY))
    }

    /// Its first millisecond.
    pub(super) fn start(self) -> i64 {
        self.0.saturating_mul(DAY)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Timestamp(self.0.saturating_mul(86_400)).to_string();
        f.write_str(text.split('T').next().unwrap_or(&text))
    }
}

/// The file of a day, or one more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DayFile {
    /// Which day.
    pub day: Day,
    /// Which of its files, from 0.
    pub place: u8,
}

impl DayFile {
    /// The file of this name, if it is one.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".db")?;
        let (date, place) = match stem.split_once('.') {
            Some((date, place)) => (date, place.parse().ok().filter(|place| (1..MOST_FILES).contains(place))?),
            None => (stem, 0),
        };
        let at: Timestamp = format!("{date}T00:00:00Z").parse().ok()?;
        let file = Self { day: Day(at.0.div_euclid(86_400)), place };
        (file.name() == name).then_some(file)
    }

    /// What it is called.
    pub(super) fn name(self) -> String {
        match self.place {
            0 => format!("{}.db", self.day),
            more => format!("{}.{more}.db", self.day),
        }
    }

    /// Where it is.
    pub(super) fn path(self, folder: &Path) -> PathBuf {
        folder.join(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_name_and_no_other_name_is_a_day() {
        let file = DayFile { day: Day::of(1_795_996_799_999), place: 0 };
        assert_eq!(file.name(), "2026-11-29.db");
        assert_eq!(DayFile::of_name("2026-11-29.db"), Some(file));
        assert_eq!(DayFile::of_name("2026-11-29.3.db"), Some(DayFile { place: 3, ..file }));
        for other in ["2026-11-29.db-wal", "2026-11-29.0.db", "2026-11-29.10.db", "2026-1-29.db", "last-use.db", ".db"]
        {
            assert_eq!(DayFile::of_name(other), None, "{other}");
        }
        assert_eq!(Day::of(-1), Day(-1));
    }
}
