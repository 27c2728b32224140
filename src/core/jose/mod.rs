//! JOSE as far as mintage needs it: the compact serialization, strictly, and what it asks of a key.

pub mod compact;
pub mod document;
pub mod encode;
pub mod ports;
mod size;
mod typ;

pub use compact::{Malformed, RawToken, SignedToken, UntrustedToken};
pub use document::UntrustedDocument;
pub use encode::{ACCESS_TOKEN_TYP, ID_TOKEN_TYP, encode, encode_headed, encode_shaped, shaped_header};
pub use ports::{Sign, SignError, VerifySignature};
pub use size::Outgrown;
pub use typ::same_typ;
