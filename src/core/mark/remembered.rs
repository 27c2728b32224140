//! What a home remembers of its ledger, and what is wrong with a ledger that does not fit.

use std::fmt;

use super::ledger::Mark;
use crate::core::id::HomeId;

/// What a home remembers of its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remembered {
    /// Whose it was.
    pub home: HomeId,
    /// How far it had come.
    pub generation: u64,
}

/// Why a ledger is not what its home knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerDoubt {
    /// It had come further before: this is an older copy.
    Older {
        /// The generation of the ledger.
        ledger: u64,
        /// The one that the home remembers.
        home: u64,
    },
    /// It is another ledger.
    Another,
}

/// The first word of what is kept, with the number of its form.
const FORM: &str = "mintage-generation-1";

impl Remembered {
    /// What is remembered of a ledger.
    pub fn of(mark: &Mark) -> Self {
        Self { home: mark.home, generation: mark.generation }
    }

    /// The line that is kept, always of the same length, so that it can be written over another.
    ///
    /// A checksum and no MAC: whoever can write this file can write the ledger beside it, and read whatever key there was.
    /// It tells a line that was half written, or that rots, from one that is whole.
    pub fn line(&self) -> String {
        let text = format!("{FORM} {} {:020}", self.home, self.generation);
        let sum = crc32fast::hash(text.as_bytes());
        format!("{text} {sum:08x}\n")
    }

    /// What a line says, where it is whole.
    pub fn read(line: &[u8]) -> Option<Self> {
        let mut words = std::str::from_utf8(line).ok()?.trim_end().split(' ');
        let (form, home, generation) = (words.next()?, words.next()?, words.next()?);
        let read = Self { home: home.parse().ok()?, generation: generation.parse().ok()? };
        (form == FORM && read.line().as_bytes() == line).then_some(read)
    }

    /// What is wrong with a ledger, beside what is remembered. One that has come further is what a writer leaves that was
    /// killed before it could say so.
    pub fn doubt(&self, ledger: &Mark) -> Option<LedgerDoubt> {
        if self.home != ledger.home {
            Some(LedgerDoubt::Another)
        } else if self.generation > ledger.generation {
            Some(LedgerDoubt::Older { ledger: ledger.generation, home: self.generation })
        } else {
            None
        }
    }
}

impl fmt::Display for LedgerDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Older { ledger, home } => write!(
                f,
                "is older than its home: it is at generation {ledger}, and was at {home} before. What was issued, revoked \
                 or made since then is not in it"
            ),
            Self::Another => f.write_str(
                "is not the one that its home wrote last: it is that of another home, or from before an upgrade. What was \
                 issued, revoked or made in the other is not in it",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::mark::ClockMark;

    fn remembered(generation: u64) -> Remembered {
        Remembered { home: HomeId::from_bytes([7; 16]), generation }
    }

    fn ledger(home: u8, generation: u64) -> Mark {
        Mark { home: HomeId::from_bytes([home; 16]), generation, clock: ClockMark::default() }
    }

    #[test]
    fn a_line_is_read_only_where_it_is_whole() {
        let line = remembered(12).line();
        assert_eq!(Remembered::read(line.as_bytes()), Some(remembered(12)));
        assert_eq!(line.len(), remembered(u64::MAX).line().len());
        for cut in 0..line.len() {
            assert_eq!(Remembered::read(&line.as_bytes()[..cut]), None, "{cut}");
        }
        for place in 0..line.len() {
            for bit in 0..8 {
                let mut flipped = line.clone().into_bytes();
                flipped[place] ^= 1 << bit;
                assert_eq!(Remembered::read(&flipped), None, "{place} {bit}");
            }
        }
        // Half of one line over half of another.
        let torn = [&remembered(19).line().as_bytes()[..78], &line.as_bytes()[78..]].concat();
        assert_eq!(Remembered::read(&torn), None);
    }

    #[test]
    fn only_a_ledger_that_is_older_or_another_is_doubted() {
        assert_eq!(remembered(12).doubt(&ledger(7, 12)), None);
        assert_eq!(remembered(12).doubt(&ledger(7, 13)), None);
        assert_eq!(remembered(12).doubt(&ledger(7, 11)), Some(LedgerDoubt::Older { ledger: 11, home: 12 }));
        assert_eq!(remembered(12).doubt(&ledger(8, 99)), Some(LedgerDoubt::Another));
    }
}
