//! What issuing and refreshing answer.

use super::member::Maybe;
use crate::core::Kid;

document! {
    /// Tokens that were just issued, as OAuth 2.0 writes them (RFC 6749, 5.1), with the ids that the ledger knows. The
    /// only answer that holds their text.
    pub struct TokenResponse<'a> as "token response" {
        /// The line of the request, where there are many.
        line: Maybe<u64>,
        /// The access token.
        access_token: &'a str,
        /// `Bearer`, or `DPoP` where it is bound to a key and every use of it needs a proof (RFC 9449, 5).
        token_type: &'static str,
        /// Seconds until the access token ends.
        expires_in: i64,
        /// The refresh token, where one was asked for.
        refresh_token: Maybe<&'a str>,
        /// The ID token, where one was asked for.
        id_token: Maybe<&'a str>,
        /// The scopes of the access token, separated by spaces.
        scope: String,
        /// The id of the access token, by which the ledger knows it.
        jti: String,
        /// The key that signed the access token; null where it is opaque.
        kid: Option<&'a Kid>,
    }
}
