//! Keys from elsewhere: PEM in its forms, JWK and JWKS, told apart by content and read strictly.

mod algorithm;
mod error;
mod jwk;
mod kind;
mod material;
mod note;
mod pem;
mod read;
mod settle;

pub use error::{ImportError, KNOWN_FORMS};
pub use kind::{Kind, KindError};
pub use material::{Asked, ImportedKey, Reading, VerifierReading};
pub use note::Note;
pub(super) use read::verifier_of_jwk;
pub use read::{MOST, read, read_verifier};
