//! An id as people name it: whole, or by a start that no other has.

use std::fmt;
use std::str::FromStr;

use super::id::{FamilyId, GrantId, IdError, Jti};

/// The fewest letters of a start: fewer would be many ids, and many other texts.
pub const FEWEST: usize = 8;
/// The letters of a whole id (RFC 9562, 4).
const WHOLE: usize = 36;
/// Where its hyphens are.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
/// How many of several ids are named in a message.
pub const NAMED: usize = 5;

/// What has ids that sort by the time at which they were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdOf {
    /// A token: its jti.
    Token,
    /// A consent.
    Grant,
    /// A chain of refresh tokens.
    Family,
}

impl IdOf {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Token, Self::Grant, Self::Family];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Grant => "grant",
            Self::Family => "family",
        }
    }

    /// What its id is called.
    fn id(self) -> &'static str {
        match self {
            Self::Token => "jti",
            Self::Grant | Self::Family => "id",
        }
    }
}

/// An id that can be named by its start.
pub trait Startable: Copy + fmt::Display + FromStr<Err = IdError> {
    /// What it is the id of.
    const OF: IdOf;
    /// Takes the bytes of one.
    fn of_bytes(bytes: [u8; 16]) -> Self;
}

macro_rules! startable {
    ($($id:ident $of:ident),*) => {$(
        impl Startable for $id {
            const OF: IdOf = IdOf::$of;
            fn of_bytes(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }
    )*};
}
startable!(Jti Token, GrantId Grant, FamilyId Family);

/// An id as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdName<I> {
    /// All of it.
    Whole(I),
    /// A start of it.
    Start(IdStart),
}

/// The start of an id, of [`FEWEST`] letters or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdStart(String);

impl IdStart {
    /// Takes a text that is the start of an id in lower case with hyphens, and of no other length.
    pub fn new(text: &str) -> Option<Self> {
        let is_letter = |(place, byte): (usize, u8)| match byte {
            b'-' => HYPHENS.contains(&place),
            byte => !HYPHENS.contains(&place) && matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        };
        let is_start = (FEWEST..WHOLE).contains(&text.len()) && text.bytes().enumerate().all(is_letter);
        is_start.then(|| Self(text.to_owned()))
    }

    /// The first and the last sixteen bytes that begin so.
    pub fn range(&self) -> ([u8; 16], [u8; 16]) {
        let digits: Vec<u8> = self.0.bytes().filter(|byte| *byte != b'-').collect();
        let filled = |with: u8| {
            let digit = |place: usize| {
                let digit = digits.get(place).copied().unwrap_or(with);
                char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default()
            };
            std::array::from_fn(|byte| digit(2 * byte) << 4 | digit(2 * byte + 1))
        };
        (filled(b'0'), filled(b'f'))
    }

    /// The only id that begins so, of those that were found: two are enough to know that it is not the only one.
    pub fn find<I: Startable>(&self, found: &[I]) -> Result<I, IdNameFault> {
        match found {
            [one] => Ok(*one),
            found => Err(IdNameFault { of: I::OF, start: self.clone(), ids: found.iter().map(I::to_string).collect() }),
        }
    }
}

impl fmt::Display for IdStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<I: Startable> FromStr for IdName<I> {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        match (text.parse(), IdStart::new(text)) {
            (Ok(id), _) => Ok(Self::Whole(id)),
            (Err(_), Some(start)) => Ok(Self::Start(start)),
            (Err(_), None) => Err(IdError::new(
                match I::OF {
                    IdOf::Token => "a jti",
                    IdOf::Grant => "a grant id",
                    IdOf::Family => "a family id",
                },
                "is not a UUID in lower case with hyphens, nor the first 8 letters of one or more",
            )),
        }
    }
}

impl<I: fmt::Display> fmt::Display for IdName<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(id) => id.fmt(f),
            Self::Start(start) => start.fmt(f),
        }
    }
}

/// Why a start is not that of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNameFault {
    /// What was looked for.
    pub of: IdOf,
    /// What was given.
    pub start: IdStart,
    /// Those that begin so, the oldest first: none, or more than one.
    pub ids: Vec<String>,
}

impl std::error::Error for IdNameFault {}

impl fmt::Display for IdNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, start, ids } = self;
        let (word, id) = (of.word(), of.id());
        if ids.is_empty() {
            return write!(f, "there is no {word} in the ledger whose {id} starts with {start}");
        }
        let more = if ids.len() > NAMED { ", …" } else { "" };
        let shown: Vec<&str> = ids.iter().take(NAMED).map(String::as_str).collect();
        write!(f, "the {id} of more than one {word} starts with {start}: {}{more}", shown.join(", "))
    }
}

/// How many letters of an id no other has, of those that stand beside it in order. No fewer than [`FEWEST`], and no hyphen is
/// the last.
pub fn unique_start(id: &str, beside: impl IntoIterator<Item = String>) -> usize {
    let shared = |other: String| id.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let most = beside.into_iter().map(shared).max().unwrap_or_default();
    let length = (most + 1).max(FEWEST);
    (if HYPHENS.contains(&(length - 1)) { length + 1 } else { length }).min(id.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn an_id_is_taken_whole_or_by_eight_letters_or_more() {
        assert_eq!(ONE.parse(), Ok(IdName::Whole(ONE.parse::<Jti>().unwrap())));
        for length in FEWEST..WHOLE {
            let start = &ONE[..length];
            assert!(matches!(start.parse::<IdName<Jti>>(), Ok(IdName::Start(_))), "{start}");
        }
        for text in ["", "01890a5", "01890a5dac96", "01890A5D", "01890a5g", "--------", "deadbeefcafe", "0189-0a5d"] {
            assert!(text.parse::<IdName<Jti>>().is_err(), "{text}");
        }
        // A secret in hexadecimal digits has no hyphens.
        assert!("0123456789abcdef0123456789abcdef".parse::<IdName<Jti>>().is_err());
    }

    #[test]
    fn a_start_is_a_range_of_ids() {
        let id: Jti = ONE.parse().unwrap();
        for length in FEWEST..WHOLE {
            let (low, high) = IdStart::new(&ONE[..length]).unwrap().range();
            assert!((low..=high).contains(id.as_bytes()), "{length}");
            let [low, high] = [low, high].map(|bytes| Jti::from_bytes(bytes).to_string());
            assert!(low.starts_with(&ONE[..length]) && high.starts_with(&ONE[..length]));
            assert!(low[length..].bytes().all(|byte| b"0-".contains(&byte)));
            assert!(high[length..].bytes().all(|byte| b"f-".contains(&byte)));
        }
    }

    #[test]
    fn a_start_that_is_none_or_not_the_only_one_says_so() {
        let [one, two] = [ONE, "01890a5d-ac96-774b-bcce-b302099a8058"].map(|id| id.parse::<Jti>().unwrap());
        let start = IdStart::new("01890a5d").unwrap();
        assert_eq!(start.find(&[one]), Ok(one));
        assert_eq!(
            start.find::<GrantId>(&[]).unwrap_err().to_string(),
            "there is no grant in the ledger whose id starts with 01890a5d"
        );
        let said = start.find(&[one, two]).unwrap_err().to_string();
        assert_eq!(said, format!("the jti of more than one token starts with 01890a5d: {one}, {two}"));
        assert!(start.find(&[one; NAMED + 1]).unwrap_err().to_string().ends_with(", …"));
    }

    #[test]
    fn a_start_that_is_shown_is_one_letter_longer_than_what_others_have_too() {
        let length = |other: &str| unique_start(ONE, [other.to_owned()]);
        assert_eq!(unique_start(ONE, []), 8);
        assert_eq!(length("01890a5e-ac96-774b-bcce-b302099a8057"), 8);
        assert_eq!(length("01890a5d-bc96-774b-bcce-b302099a8057"), 10);
        // A hyphen tells nothing.
        assert_eq!(length("01890a5c-ac96-774b-bcce-b302099a8057"), 8);
        assert_eq!(length("01890a5d-ac96-774b-bcce-b302099a8058"), 36);
        assert_eq!(length("01890a5d-ac96-7fff-bcce-b302099a8058"), 16);
    }
}
