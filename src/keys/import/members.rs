//! The members of a JWK. A null one is an absent one, and an empty text too; numbers are read as they were meant, and those
//! that were not written as RFC 7518 says are told.

use std::cell::RefCell;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;
use zeroize::Zeroizing;

use super::error::ImportError;
use crate::core::json::Object;

/// A JWK whose members are being read.
pub(super) struct Members<'a> {
    object: &'a Object,
    odd: RefCell<Vec<&'static str>>,
}

/// A member, unless it says nothing.
pub(super) fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null() && *value != "")
}

impl<'a> Members<'a> {
    /// Those of a JWK.
    pub fn of(object: &'a Object) -> Self {
        Self { object, odd: RefCell::default() }
    }

    /// A member, unless it says nothing.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        member(self.object, name)
    }

    /// Whether there is such a member.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The numbers that were read, and are not in their normal form.
    pub fn odd(self) -> Vec<&'static str> {
        self.odd.into_inner()
    }

    /// A text.
    pub fn text(&self, member: &'static str) -> Result<Option<&'a str>, ImportError> {
        match self.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(ImportError::Member { member, problem: "is not a text" }),
        }
    }

    /// A text that must be there.
    pub fn needed_text(&self, member: &'static str) -> Result<&'a str, ImportError> {
        self.text(member)?.ok_or_else(|| {
            let has_certificate = matches!(member, "n" | "e" | "x" | "y" | "pub") && self.has("x5c");
            let problem = if has_certificate {
                "is missing, and the certificate in `x5c` is not taken in its place"
            } else {
                "is missing"
            };
            ImportError::Member { member, problem }
        })
    }

    /// Bytes in base64. That of URLs without padding is the one of RFC 7515, 2; the others cannot mean anything else.
    pub fn bytes(&self, member: &'static str) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let text = self.needed_text(member)?;
        if let Ok(bytes) = URL_SAFE_NO_PAD.decode(text) {
            return Ok(Zeroizing::new(bytes));
        }
        let wrong = ImportError::Member { member, problem: "is not canonical base64url" };
        let bare: Zeroizing<String> =
            Zeroizing::new(text.trim_end_matches('=').chars().filter(|c| !c.is_ascii_whitespace()).collect());
        let engine = if bare.contains(['+', '/']) { &STANDARD_NO_PAD } else { &URL_SAFE_NO_PAD };
        let bytes = engine.decode(bare.as_bytes()).map_err(|_| wrong)?;
        self.tell(member);
        Ok(Zeroizing::new(bytes))
    }

    /// Bytes of exactly this length.
    pub fn sized(&self, member: &'static str, size: usize) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let bytes = self.bytes(member)?;
        if bytes.len() == size { Ok(bytes) } else { Err(ImportError::Member { member, problem: "has a wrong length" }) }
    }

    /// A positive number, without leading zeros (RFC 7518, 2: Base64urlUInt).
    pub fn number(&self, member: &'static str) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let bytes = self.bytes(member)?;
        match bytes.iter().position(|byte| *byte != 0) {
            None => Err(ImportError::Member { member, problem: "is zero" }),
            Some(0) => Ok(bytes),
            Some(zeros) => {
                self.tell(member);
                Ok(Zeroizing::new(bytes[zeros..].to_vec()))
            }
        }
    }

    /// A coordinate or a private number of a curve, in so many bytes: leading zeros are kept (RFC 7518, 6.2.1.2), and those
    /// that were left out are put back.
    pub fn coordinate(&self, member: &'static str, size: usize) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let bytes = self.bytes(member)?;
        if bytes.len() == size {
            return Ok(bytes);
        }
        let number = bytes.iter().position(|byte| *byte != 0).map(|zeros| &bytes[zeros..]);
        // What lacks more bytes was cut off: that many zeros never come together.
        let number = number.filter(|number| (size - MOST_LEFT_OUT..=size).contains(&number.len()));
        let number = number.ok_or(ImportError::Member { member, problem: "has a wrong length" })?;
        self.tell(member);
        let mut whole = Zeroizing::new(vec![0; size]);
        whole[size - number.len()..].copy_from_slice(number);
        Ok(whole)
    }

    fn tell(&self, member: &'static str) {
        let mut odd = self.odd.borrow_mut();
        if !odd.contains(&member) {
            odd.push(member);
        }
    }
}

/// The most leading zeros that are put back.
const MOST_LEFT_OUT: usize = 8;
