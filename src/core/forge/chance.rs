//! Chance that repeats: the same seed and the same purpose give the same bytes.

use sha2::{Digest, Sha256};

/// Bytes that look random and follow from a seed. For test tokens alone: whoever knows the seed knows the bytes.
#[derive(Debug, Clone)]
pub struct Chance([u8; 32]);

impl Chance {
    /// The chance of a seed for one purpose. Each part counts, and so does where it ends.
    pub fn of(seed: u64, purpose: &[&str]) -> Self {
        let mut hash = Sha256::new_with_prefix(b"mintage token forge");
        hash.update(seed.to_be_bytes());
        for part in purpose {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The block of 32 bytes of this number.
    pub fn block(&self, number: u64) -> [u8; 32] {
        Sha256::new_with_prefix(self.0).chain_update(number.to_be_bytes()).finalize().into()
    }

    /// The first bytes of the first block.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        const { assert!(N <= 32) };
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.block(0)[..N]);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_purpose_give_the_same_bytes_and_others_give_others() {
        let bytes = |seed, purpose: &[&str]| Chance::of(seed, purpose).bytes::<16>();
        assert_eq!(bytes(1, &["a", "b"]), bytes(1, &["a", "b"]));
        assert_ne!(bytes(1, &["a", "b"]), bytes(2, &["a", "b"]));
        assert_ne!(bytes(1, &["a", "b"]), bytes(1, &["ab"]));
        assert_ne!(bytes(1, &["a", "b"]), bytes(1, &["b", "a"]));
        let chance = Chance::of(1, &["a"]);
        assert_ne!(chance.block(0), chance.block(1));
    }
}
