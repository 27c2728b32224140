//! What a token outgrows: places where it is carried, and is cut off or refused.

use std::fmt;

/// What a token is too large for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outgrown {
    /// What browsers keep of one cookie (RFC 6265, 6.1).
    Cookie,
    /// What nginx, Apache, Node and others read of the HTTP headers unless told otherwise.
    Headers,
}

impl Outgrown {
    /// What a token of so many bytes has outgrown; none where it fits everywhere.
    pub fn of(bytes: usize) -> Option<Self> {
        [Self::Headers, Self::Cookie].into_iter().find(|place| bytes > place.most())
    }

    /// The most bytes that fit.
    pub const fn most(self) -> usize {
        match self {
            Self::Cookie => 4 * 1024,
            Self::Headers => 8 * 1024,
        }
    }
}

impl fmt::Display for Outgrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cookie => "4 KiB, at which browsers refuse a cookie",
            Self::Headers => "8 KiB, at which many servers refuse the headers of a request",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_as_much_as_fits_is_not_too_much() {
        for (bytes, place) in [
            (4096, None),
            (4097, Some(Outgrown::Cookie)),
            (8192, Some(Outgrown::Cookie)),
            (8193, Some(Outgrown::Headers)),
        ] {
            assert_eq!(Outgrown::of(bytes), place, "{bytes}");
        }
    }
}
