//! How often people may type codes of devices that are none: so few codes are drawn of so many that guessing finds none as long as
//! that is seldom (RFC 8628, 5.1).

use std::net::IpAddr;
use std::sync::OnceLock;

use super::{Counts, Limit, Limits, TooMuch, What};

/// Codes that were typed and are none: by address, and all together, so that many who guess find no more than one.
pub(in crate::http) struct Codes {
    limits: Limits,
    /// Made when the first is typed: most servers never see one.
    counts: OnceLock<Counts>,
}

impl Codes {
    pub(in crate::http) fn new(limits: &Limits) -> Self {
        let limits = Limits {
            failures_per_address: limits.wrong_codes_per_address,
            failures_per_client: limits.wrong_codes,
            requests_per_address: Limit(None),
            requests_per_client: Limit(None),
            ..*limits
        };
        Self { limits, counts: OnceLock::new() }
    }

    /// Whether a code that somebody typed is looked at.
    pub(in crate::http) fn may_try(&self, from: Option<IpAddr>) -> Result<(), TooMuch> {
        let counts = self.counts();
        counts.may_try(counts.counted(from, Some(ALL))).map_err(of_codes)
    }

    /// Counts one that was none. Where it is one too many, that is the answer.
    pub(in crate::http) fn failed(&self, from: Option<IpAddr>) -> Result<(), TooMuch> {
        let counts = self.counts();
        counts.failed(counts.counted(from, Some(ALL))).map_err(of_codes)
    }

    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| Counts::new(&self.limits))
    }
}

/// The one whose failures are those of all.
const ALL: &str = "";

fn of_codes(much: TooMuch) -> TooMuch {
    TooMuch { of: What::WrongCodes, ..much }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesses(codes: &Codes, from: &str, of: usize) -> usize {
        let from = from.parse().ok();
        (0..of).filter(|_| codes.may_try(from).and_then(|()| codes.failed(from)).is_ok()).count()
    }

    #[test]
    fn nobody_guesses_codes_alone_or_with_many() {
        let limit = |text: &str| text.parse().unwrap();
        let limits = Limits { wrong_codes_per_address: limit("5/h"), wrong_codes: limit("12/h"), ..Limits::default() };
        let codes = Codes::new(&limits);
        assert_eq!(guesses(&codes, "192.0.2.1", 50), 5);
        assert_eq!(guesses(&codes, "192.0.2.2", 50), 5);
        // One of each that were refused was looked at too.
        assert_eq!(guesses(&codes, "192.0.2.3", 50), 0);
        let much = codes.may_try("192.0.2.4".parse().ok()).unwrap_err();
        assert_eq!(much.of, What::WrongCodes);
    }
}
