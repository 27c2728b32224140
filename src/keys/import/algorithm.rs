//! Which algorithm a key is for.

use super::error::ImportError;
use super::kind::{Kind, KindError};
use super::material::Material;
use crate::core::algorithm::Algorithm;

impl Kind {
    /// Refuses an algorithm that cannot use this kind.
    pub(super) fn check(self, algorithm: Algorithm) -> Result<(), ImportError> {
        if !self.fits(algorithm) {
            return Err(ImportError::WrongAlgorithm { kind: self, algorithm });
        }
        match self {
            Self::Secret(found) if (found as usize) < algorithm.hash_bytes() * 8 => {
                Err(KindError::ShortSecret { found, algorithm, least: algorithm.hash_bytes() * 8 }.into())
            }
            _ => Ok(()),
        }
    }
}

/// The algorithm of a key: what it says, what was asked, or the only one that can use it.
pub(super) fn algorithm(material: &Material, asked: Option<Algorithm>) -> Result<Algorithm, ImportError> {
    let kind = material.kind;
    let algorithm = match (material.algorithm, asked) {
        (Some(of_key), Some(asked)) if !of_key.is_same_as(asked) => {
            return Err(ImportError::OtherAlgorithm { of_key, asked });
        }
        // Of two names of the same, the one that is asked for.
        (_, Some(algorithm)) | (Some(algorithm), None) => algorithm,
        (None, None) => kind.only_algorithm().ok_or(ImportError::OpenAlgorithm(kind))?,
    };
    kind.check(algorithm)?;
    Ok(algorithm)
}
