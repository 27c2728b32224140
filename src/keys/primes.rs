//! RSA keys: the search for two primes is all the work there is, and each has a thread of its own.

use chacha20::ChaCha20Rng;
use crypto_primes::hazmat::{SetBits, SmallFactorsSieveFactory};
use crypto_primes::{Flavor, is_prime, sieve_and_find};
use rsa::BoxedUint;
use rsa::rand_core::SeedableRng;
use zeroize::{Zeroize, Zeroizing};

use crate::host::entropy::{Entropy, EntropyError, random};
use crate::host::threads;

/// The public exponent of every key that is made here (NIST SP 800-56B, 6.2.1: 65537 is usual).
const EXPONENT: u64 = 65_537;

/// Why there is no key.
#[derive(Debug)]
pub(super) enum NoKey {
    /// The system gave no random bytes.
    Entropy(EntropyError),
    /// The size is one that no RSA key can have.
    Size,
}

impl From<EntropyError> for NoKey {
    fn from(error: EntropyError) -> Self {
        Self::Entropy(error)
    }
}

/// Makes an RSA key with a modulus of exactly `bits` bits, an even number.
pub(super) fn rsa_key(bits: u32, entropy: &dyn Entropy) -> Result<rsa::PrivateKey, NoKey> {
    loop {
        let (p, q) = two_primes(bits / 2, random::<32>(entropy)?, random::<32>(entropy)?)?;
        // One pair in 30 000 has a prime that the exponent does not go with; equal primes are not for this universe.
        if let Ok(key) = rsa::PrivateKey::from_p_q(p, q, BoxedUint::from(EXPONENT)) {
            return Ok(key);
        }
    }
}

/// Two primes, each from a seed of 256 bits of its own, and so the same ones whichever is found first.
fn two_primes(bits: u32, first: [u8; 32], second: [u8; 32]) -> Result<(BoxedUint, BoxedUint), NoKey> {
    let (first, second) = (Zeroizing::new(first), Zeroizing::new(second));
    let found =
        threads::each([&first, &second], |seed| prime(bits, seed)).into_iter().collect::<Result<Vec<_>, _>>()?;
    <[BoxedUint; 2]>::try_from(found).map(|[p, q]| (p, q)).map_err(|_| NoKey::Size)
}

/// A random prime whose two top bits are set, so that the product of two has twice the bits.
fn prime(bits: u32, seed: &[u8; 32]) -> Result<BoxedUint, NoKey> {
    let mut copy = *seed;
    let mut rng = ChaCha20Rng::from_seed(copy);
    copy.zeroize();
    let sieve = SmallFactorsSieveFactory::<BoxedUint>::new(Flavor::Any, bits, SetBits::TwoMsb);
    let sieve = sieve.map_err(|_| NoKey::Size)?;
    let found = sieve_and_find(&mut rng, sieve, |_, candidate| is_prime(Flavor::Any, candidate));
    found.ok().flatten().ok_or(NoKey::Size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::entropy::SystemEntropy;
    use rsa::traits::PublicKeyParts;

    #[test]
    fn a_modulus_has_exactly_the_bits_asked_for() {
        for bits in [2048, 2056, 3072] {
            let key = rsa_key(bits, &SystemEntropy).unwrap();
            assert_eq!(key.n().bit_width(), bits);
            key.validate().unwrap();
        }
    }

    #[test]
    fn the_seeds_decide_the_primes() {
        let pair = |first, second| two_primes(512, [first; 32], [second; 32]).unwrap();
        assert_eq!(pair(1, 2), pair(1, 2));
        let (p, q) = pair(1, 2);
        assert_ne!(p, q);
        assert_eq!(pair(2, 1), (q, p));
    }
}
