//! The code that a device shows and a person types (RFC 8628, 6.1).

use std::fmt;
use std::str::FromStr;

use crate::core::secret::TokenDigest;

/// What it is made of: no vowels, so that it spells nothing, and nothing that looks like a digit.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// How many there are in one.
const LENGTH: usize = 8;
/// How many codes there are: 34.6 bits, which is enough where guesses are limited (RFC 8628, 5.1).
const CODES: u64 = 25_600_000_000;

/// A code that a person types. It is written as `BCDF-GHJK`, and read without regard to case, spaces and dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserCode([u8; LENGTH]);

/// A text that is no such code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a code of eight letters, as in BCDF-GHJK")]
pub struct NoUserCode;

impl UserCode {
    /// The code of a number that is drawn from all of them. Nothing for the few last ones, with which some codes would be drawn
    /// more often than others: draw again.
    pub fn of_chance(chance: u64) -> Option<Self> {
        if chance >= u64::MAX - u64::MAX % CODES {
            return None;
        }
        let (mut rest, mut letters) = (chance % CODES, [0; LENGTH]);
        for letter in &mut letters {
            let (place, more) = (rest % LETTERS.len() as u64, rest / LETTERS.len() as u64);
            *letter = LETTERS[usize::try_from(place).unwrap_or_default()];
            rest = more;
        }
        Some(Self(letters))
    }

    /// What a ledger knows it by. Few enough texts have this form that all could be tried, so that this hides nothing for long;
    /// it need not, because the code alone gives nobody anything: it is what a stranger may be shown.
    pub fn digest(self) -> TokenDigest {
        TokenDigest::of(&self.0)
    }
}

impl FromStr for UserCode {
    type Err = NoUserCode;
    /// Reads what a person typed or pasted: case does not count, nor does what is no letter and no digit.
    fn from_str(text: &str) -> Result<Self, NoUserCode> {
        let mut letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let mut code = [0; LENGTH];
        for place in &mut code {
            let letter = letters.next().and_then(|letter| u8::try_from(letter).ok()).ok_or(NoUserCode)?;
            *place = letter.to_ascii_uppercase();
        }
        let is_one = letters.next().is_none() && code.iter().all(|letter| LETTERS.contains(letter));
        if is_one { Ok(Self(code)) } else { Err(NoUserCode) }
    }
}

impl fmt::Display for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.iter().enumerate() {
            if place == LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> UserCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        assert_eq!(code("WDJBMJHT").to_string(), "WDJB-MJHT", "the one of RFC 8628, 3.2");
        for same in
            ["WDJB-MJHT", "wdjb-mjht", "wdjb mjht", " WdJbMjHt\n", "W-D-J-B-M-J-H-T", "WDJB\u{2011}MJHT", "WDJB_MJHT."]
        {
            assert_eq!(code(same), code("WDJB-MJHT"), "{same:?}");
            assert_eq!(code(same).digest(), code("WDJB-MJHT").digest(), "{same:?}");
        }
    }

    #[test]
    fn what_has_other_letters_or_another_number_of_them_is_none() {
        for bad in [
            "",
            "-",
            "WDJB-MJH",
            "WDJB-MJHTB",
            "WDJB-MJHA",
            "WDJB-MJH1",
            "WDJB-MJHY",
            "WDJB-MJH\u{422}",
            "WDJB-MJH\u{df}",
        ] {
            assert_eq!(bad.parse::<UserCode>(), Err(NoUserCode), "{bad:?}");
        }
    }

    #[test]
    fn each_code_is_drawn_as_often_as_any_other() {
        assert_eq!(CODES, 25_600_000_000);
        let (first, last) = (UserCode::of_chance(0).unwrap(), UserCode::of_chance(CODES - 1).unwrap());
        assert_eq!((first.to_string(), last.to_string()), ("BBBB-BBBB".to_owned(), "ZZZZ-ZZZZ".to_owned()));
        let whole = u64::MAX / CODES * CODES;
        assert_eq!(UserCode::of_chance(whole - 1), Some(last));
        assert_eq!((UserCode::of_chance(whole), UserCode::of_chance(u64::MAX)), (None, None));
    }

    proptest! {
        #[test]
        fn what_is_drawn_is_read_and_two_numbers_are_two_codes(chance in 0..CODES, other in 0..CODES) {
            let drawn = UserCode::of_chance(chance).unwrap();
            prop_assert_eq!(code(&drawn.to_string()), drawn);
            prop_assert_eq!(UserCode::of_chance(other) == Some(drawn), chance == other);
            prop_assert_eq!(UserCode::of_chance(chance + CODES), Some(drawn));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = text.parse::<UserCode>();
        }
    }
}
