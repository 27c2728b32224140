//! Whole numbers that a flag takes, and what is said of those that it does not.

use std::fmt::Display;
use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;

/// Reads a whole number from the least to the most that is taken.
pub fn whole<T>(least: T, most: T) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
where
    T: FromStr<Err = ParseIntError> + PartialOrd + Display + Copy + Send + Sync,
{
    move |text| match text.parse::<T>() {
        Ok(number) if number < least => Err(format!("it must be a whole number from {least} on")),
        Ok(number) if number <= most => Ok(number),
        Err(error) if *error.kind() != IntErrorKind::PosOverflow => {
            Err(format!("it must be a whole number from {least} on"))
        }
        _ => Err(format!("it is too large: {most} at most")),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    #[test]
    fn what_is_no_number_or_too_much_is_told_what_is_taken() {
        let read = whole(NonZeroU32::MIN, NonZeroU32::MAX);
        assert_eq!(read("7").map(NonZeroU32::get), Ok(7));
        for text in ["", "-1", "0", "x", "1.5"] {
            assert_eq!(read(text), Err("it must be a whole number from 1 on".to_owned()), "{text}");
        }
        assert_eq!(read("4294967296"), Err("it is too large: 4294967295 at most".to_owned()));
        assert_eq!(whole(2, 9_u64)("1"), Err("it must be a whole number from 2 on".to_owned()));
        assert_eq!(whole(2, 9_u64)("10"), Err("it is too large: 9 at most".to_owned()));
    }
}
