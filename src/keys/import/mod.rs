//! Keys from elsewhere: PEM in its forms, JWK and JWKS, told apart by content and read strictly.

mod algorithm;
mod certificates;
mod container;
mod der;
mod encoding;
mod error;
mod hmac;
mod inspect;
mod json;
mod jwe;
mod jwk;
mod jwk_set;
mod kind;
mod material;
mod members;
mod note;
mod opening;
mod openssh;
mod pem;
mod pkcs12;
mod read;
mod secret_form;
mod service_account;
mod settle;
mod text;

pub use der::Content;
pub use error::{ImportError, KNOWN_FORMS};
pub use inspect::{InspectedKey, Inspection, inspect};
pub(super) use json::pem_by_kid;
pub use kind::{Kind, KindError};
pub use material::{Asked, ImportedKey, Origin, Reading, VerifierReading};
pub use note::Note;
pub use read::{MOST, read, read_verifier};
pub(super) use read::{SetMember, verifier_of_jwk, verifier_of_pem};
pub use secret_form::{SecretForm, SecretReadings};
pub(super) use text::of_utf16;
