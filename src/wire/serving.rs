//! A server that is ready.

use super::member::Maybe;
use crate::core::{AppName, ClientId, Issuer};

document! {
    /// What a server says once it takes requests: one line.
    pub struct ServingDocument<'a> as "server that is ready" {
        /// The issuer that it serves.
        issuer: &'a Issuer,
        /// Where it listens: an address with its port, or `unix:` and a path.
        listen: &'a str,
        /// Its process.
        pid: u32,
        /// Further places where it listens.
        also_listen: &'a [String],
        /// Further issuers that it serves, each below a path of its own.
        also_issuers: &'a [Issuer],
        /// Whether it serves a developer alone, on this machine.
        dev: bool,
        /// With `--dev`: the name of the app that a developer begins with.
        app: Maybe<&'a AppName>,
        /// The client_id of that app.
        client_id: Maybe<&'a ClientId>,
        /// The secret of that app.
        client_secret: Maybe<&'a str>,
        /// With `--actions`: where a job asks for its token.
        actions_id_token_request_url: Maybe<String>,
        /// What it shows there, which is another at each start.
        actions_id_token_request_token: Maybe<&'a str>,
    }
}
