//! `--claim` of a token that is being made: text, JSON, or a time told from now.

use std::str::FromStr;

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::time_arg::TimeArg;
use crate::core::claims::{ClaimArg, ClaimArgError};
use crate::core::{When, WhenError};

/// One `--claim` as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimFlag {
    /// `name=text` or `name:=JSON`.
    Fixed(ClaimArg),
    /// `name:=now-5m`: a `NumericDate` (RFC 7519, 2).
    Timed {
        /// The name of the claim.
        name: String,
        /// The time.
        time: TimeArg,
    },
}

/// Why a text is no `--claim`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimFlagError {
    /// It says nothing, or no JSON.
    #[error(transparent)]
    Claim(#[from] ClaimArgError),
    /// It says no time.
    #[error("has no time after `:=`: it {0}")]
    When(#[from] WhenError),
}

impl FromStr for ClaimFlag {
    type Err = ClaimFlagError;
    fn from_str(arg: &str) -> Result<Self, ClaimFlagError> {
        // At the first `=`, as every claim: what follows a name that is text stays text.
        let timed = arg.split_once('=').and_then(|(name, text)| Some((name.strip_suffix(':')?, When::from_now(text)?)));
        match timed {
            Some((name, when)) if !name.is_empty() => {
                Ok(Self::Timed { name: name.to_owned(), time: TimeArg::from(when?) })
            }
            _ => Ok(Self::Fixed(arg.parse()?)),
        }
    }
}

/// The claims that flags give, with times told from now.
pub fn resolved(flags: &[ClaimFlag], cx: &Context<'_>) -> Result<Vec<ClaimArg>, Error> {
    let claim = |flag: &ClaimFlag| match flag {
        ClaimFlag::Fixed(claim) => Ok(claim.clone()),
        ClaimFlag::Timed { name, time } => Ok(ClaimArg { name: name.clone(), value: time.at(cx.now())?.0.into() }),
    };
    flags.iter().map(claim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_follows_a_colon_is_told_from_now() {
        let timed =
            |name: &str, time: &str| Ok(ClaimFlag::Timed { name: name.to_owned(), time: time.parse().unwrap() });
        assert_eq!("auth_at:=now-5m".parse(), timed("auth_at", "-5m"));
        assert_eq!("seen:=now".parse(), timed("seen", "now"));
        for (text, value) in [
            ("a=now-5m", "now-5m".into()),
            ("a=x:=now", "x:=now".into()),
            ("a:=\"now\"", "now".into()),
            ("a:=-5", (-5).into()),
        ] {
            let fixed = ClaimFlag::Fixed(ClaimArg { name: "a".to_owned(), value });
            assert_eq!(text.parse(), Ok(fixed), "{text}");
        }
        for text in ["a:=-5m", "a:=+5m", "a:=nowhere", ":=now", "a:=now+", "a:=now-5"] {
            assert!(text.parse::<ClaimFlag>().is_err(), "{text}");
        }
    }
}
