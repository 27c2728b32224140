//! What a server asks proofs to say (RFC 9449, 8): texts that it alone could have made, and knows again without having kept them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::core::time::Timestamp;

/// For how long one is given out, in seconds. It is good for as long again.
const PERIOD: i64 = 150;

/// Makes nonces of the time and a secret.
#[derive(Clone)]
pub struct Nonces([u8; 32]);

impl Nonces {
    /// Those of this secret.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The one that is given out now.
    pub fn at(&self, now: Timestamp) -> String {
        let mac = self.mac(now.0.div_euclid(PERIOD)).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode(&mac[..16])
    }

    /// Whether this one was given out not long ago.
    pub fn knows(&self, nonce: &str, now: Timestamp) -> bool {
        let Ok(shown) = URL_SAFE_NO_PAD.decode(nonce) else { return false };
        let period = now.0.div_euclid(PERIOD);
        shown.len() == 16
            && [period, period - 1].into_iter().any(|one| self.mac(one).verify_truncated_left(&shown).is_ok())
    }

    fn mac(&self, period: i64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&padded(&self.0).into());
        mac.update(b"a nonce for proofs\0");
        mac.update(&period.to_be_bytes());
        mac
    }
}

/// A secret as long as a block of the digest, as HMAC fills it up itself (RFC 2104, 2).
fn padded(secret: &[u8; 32]) -> [u8; 64] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(secret);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_good_while_it_is_given_out_and_as_long_again() {
        let nonces = Nonces::new([7; 32]);
        let nonce = nonces.at(Timestamp(3 * PERIOD));
        assert_eq!(nonce, nonces.at(Timestamp(4 * PERIOD - 1)));
        for (now, is_good) in [(-1, false), (0, true), (2 * PERIOD - 1, true), (2 * PERIOD, false)] {
            assert_eq!(nonces.knows(&nonce, Timestamp(3 * PERIOD + now)), is_good, "{now}");
        }
    }

    #[test]
    fn another_text_is_none_and_neither_is_one_of_another_secret() {
        let (nonces, now) = (Nonces::new([7; 32]), Timestamp(1_000));
        let other = Nonces::new([8; 32]).at(now);
        for text in ["", "A", "AAAAAAAAAAAAAAAAAAAAAA", &other, &nonces.at(now)[..21]] {
            assert!(!nonces.knows(text, now), "{text}");
        }
    }
}
