//! A signed document that is no token: its payload is not looked at before a key vouches for it, and may be far larger
//! than a token's.

use super::compact::{Header, Malformed, NotSigned, TokenParts, decode, header_of, three_parts};
use super::ports::VerifySignature;

/// A compact JWS of which nothing is known but its form.
#[derive(Debug)]
pub struct UntrustedDocument<'a> {
    header: Header,
    payload: &'a str,
    signing_input: &'a [u8],
    signature: Vec<u8>,
}

impl<'a> UntrustedDocument<'a> {
    /// Reads header and signature. How long the text may be is for the caller to say.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        if text.is_empty() {
            return Err(Malformed::Empty);
        }
        let TokenParts { header, payload, signature } = three_parts(text)?;
        let signing_input = &text.as_bytes()[..header.len() + 1 + payload.len()];
        Ok(Self { header: header_of(header)?, payload, signing_input, signature: decode(signature, "signature")? })
    }

    /// The header, which nobody vouches for.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether the payload is canonical base64url. What is in it stays unread.
    pub fn check_form(&self) -> Result<(), Malformed> {
        payload(self.payload).map(drop)
    }

    /// Lets a key vouch for the document, and gives its payload out: the base64url of it, to be read with
    /// [`payload`].
    pub fn check(self, key: &dyn VerifySignature) -> Result<(Header, &'a str), NotSigned> {
        if !key.algorithm().is_named(&self.header.alg) {
            return Err(NotSigned::Algorithm);
        }
        if !key.verify(self.signing_input, &self.signature) {
            return Err(NotSigned::Signature);
        }
        Ok((self.header, self.payload))
    }
}

/// The bytes of a payload that a key vouched for.
pub fn payload(encoded: &str) -> Result<Vec<u8>, Malformed> {
    decode(encoded, "payload")
}
