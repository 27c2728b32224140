//! What a new home says where nobody says otherwise.

/// The issuer of a home that is told none: a name that can never be somebody else's (RFC 6761, 6.3).
pub const DEFAULT_ISSUER: &str = "https://auth.localhost";
/// The audience of a home that is told none.
pub const DEFAULT_AUDIENCE: &str = "https://api.localhost";
