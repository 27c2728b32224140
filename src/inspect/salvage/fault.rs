//! Why a verifier refuses to read what can be read.

use std::fmt;

use crate::core::jose::Malformed;

/// A part of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first.
    Header,
    /// The second.
    Payload,
    /// The third.
    Signature,
}

/// Why a verifier refuses a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// `=` at the end of a part.
    Padding(Part),
    /// The other alphabet of base64.
    Alphabet(Part),
    /// Bits at the end of a part that no byte uses, and that are not zero.
    TrailingBits(Part),
    /// No base64.
    NotBase64(Part),
    /// A member is there twice.
    Twice(Part, String),
    /// The payload is JSON, but no object.
    NotObject,
    /// The payload is no JSON, for this reason.
    NotJson(String),
    /// The payload is no text.
    NotText,
    /// It has no third part.
    Unsigned,
    /// It has a header alone.
    HeaderAlone,
    /// It has so many parts, without being encrypted.
    Parts(usize),
    /// Its end was cut off, or its middle.
    CutOff,
    /// A rule about what header and claims may say.
    Rule(Malformed),
}

impl Fault {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Padding(_) => "padding",
            Self::Alphabet(_) | Self::TrailingBits(_) | Self::NotBase64(_) => "bad_base64",
            Self::Twice(..) => "duplicate_member",
            Self::NotObject | Self::NotJson(_) | Self::NotText => "payload_not_json",
            Self::Unsigned | Self::HeaderAlone | Self::Parts(_) => "bad_parts",
            Self::CutOff => "cut_off",
            Self::Rule(_) => "refused",
        }
    }

    /// What is shown in the place of what is there, where that is not all.
    pub fn shown(&self) -> Option<&'static str> {
        match self {
            Self::Twice(..) => Some("the last one is shown"),
            Self::Parts(_) => Some("the first three are shown"),
            Self::CutOff => Some("what is there is shown"),
            _ => None,
        }
    }

    /// What to do about it.
    pub fn way_out(&self) -> &'static str {
        match self {
            Self::Padding(_) => {
                "have it made without `=`; AWS load balancers (ALB) write it so, and their tokens are verified by the rules of AWS"
            }
            Self::Alphabet(_) | Self::TrailingBits(_) | Self::NotBase64(_) => "encode it as base64url without padding",
            Self::Twice(..) => "leave one of them out: readers differ in which one they take",
            Self::NotObject | Self::NotJson(_) | Self::NotText => {
                "if it is no JWT but a signed message, judge its signature with --signature-only"
            }
            Self::Unsigned | Self::HeaderAlone | Self::CutOff => "copy it again, whole",
            Self::Parts(_) => "copy it again: two texts may have been joined",
            Self::Rule(_) => "make it as the standard says",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Padding(part) => write!(f, "the {part} is base64 with padding (`=`), which no part of a token has"),
            Self::Alphabet(part) => {
                write!(f, "the {part} is base64 with `+` or `/`, in whose place a token has `-` and `_`")
            }
            Self::TrailingBits(part) => {
                write!(f, "the last character of the {part} is not the one that an encoder writes")
            }
            Self::NotBase64(part) => write!(f, "the {part} is not base64url"),
            Self::Twice(part, name) => write!(f, "the {part} has the member `{name}` twice"),
            Self::NotObject => f.write_str("the payload is JSON, but not an object"),
            Self::NotJson(fault) => write!(f, "the payload is not acceptable JSON: {fault}"),
            Self::NotText => f.write_str("the payload is not text"),
            Self::Unsigned => f.write_str("it has a header and a payload, and no signature after them"),
            Self::HeaderAlone => f.write_str("it is the header of a token alone"),
            Self::Parts(count) => {
                write!(
                    f,
                    "it has {count} parts separated by dots, and no `enc` in its header, as encrypted tokens (JWE) have"
                )
            }
            Self::CutOff => f.write_str("it is cut off: `…` stands for what was left out"),
            Self::Rule(fault) => fault.fmt(f),
        }
    }
}
