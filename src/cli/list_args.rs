//! The flags of lists: how much of one, and in which form.

use std::str::FromStr;

use clap::Args;

/// How many rows people are shown where they do not say how many.
const FOR_PEOPLE: u32 = 50;
/// How many rows can be asked for at once. All of them need no number.
const MOST: u32 = 10_000;

// How much of a list is given, and in which form.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Output")]
pub struct PartArgs {
    /// At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]
    #[arg(long)]
    limit: Option<Limit>,
    /// Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    #[arg(long)]
    pub csv: bool,
}

impl PartArgs {
    /// At most how many are given to a person, or to a program, which takes what it gets for all there is.
    pub fn limit(self, for_program: bool) -> Option<u32> {
        match self.limit {
            Some(Limit(limit)) => limit,
            None => (!for_program && !self.csv).then_some(FOR_PEOPLE),
        }
    }
}

/// At most this many, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limit(Option<u32>);

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" {
            return Ok(Self(None));
        }
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        number.map(|number| Self(Some(number))).ok_or("it must be a number from 1 to 10000, or none")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_who_says_nothing_is_given_less_than_all() {
        let given = |limit: Option<&str>, csv, for_program| {
            PartArgs { limit: limit.map(|text| text.parse().unwrap()), csv }.limit(for_program)
        };
        assert_eq!(given(None, false, false), Some(50));
        for (csv, for_program) in [(true, false), (false, true)] {
            assert_eq!(given(None, csv, for_program), None);
            assert_eq!(given(Some("7"), csv, for_program), Some(7));
        }
        assert_eq!(given(Some("none"), false, false), None);
        for wrong in ["0", "10001", "all", "-1", "", "1e3"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }
}
