//! A server that is ready.

use crate::core::Issuer;

document! {
    /// What a server says once it takes requests: one line.
    pub struct ServingDocument<'a> as "server that is ready" {
        /// The issuer that it serves.
        issuer: &'a Issuer,
        /// Where it listens: an address with its port, or `unix:` and a path.
        listen: &'a str,
        /// Its process.
        pid: u32,
        /// Whether it serves a developer alone, on this machine.
        dev: bool,
    }
}
