//! What can be read of a text that is nearly a JWT, and that a verifier refuses: what it says, and why it is refused. Nothing here
//! is taken for a token: that is for the one strict parser.

mod base64;
mod fault;
mod readable;

pub use fault::Fault;
pub use readable::Readable;
