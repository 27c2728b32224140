//! Keys from elsewhere: PEM in its forms, JWK and JWKS, told apart by content and read strictly.

mod algorithm;
mod certificates;
mod container;
mod der;
mod encoding;
mod error;
mod hmac;
mod jwk;
mod kind;
mod material;
mod note;
mod opening;
mod pem;
mod read;
mod secret_form;
mod settle;
mod text;

pub use der::Content;
pub use error::{ImportError, KNOWN_FORMS};
pub use kind::{Kind, KindError};
pub use material::{Asked, ImportedKey, Reading, VerifierReading};
pub use note::Note;
pub(super) use read::verifier_of_jwk;
pub use read::{MOST, read, read_verifier};
pub use secret_form::{SecretForm, SecretReadings};
