//! The claims that have a meaning of their own, and the flag that alone may set each.

/// A claim that no `--claim` can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisteredClaim {
    /// Its name.
    pub name: &'static str,
    /// The flag or setting that changes it; none where mintage alone decides.
    pub set_by: Option<&'static str>,
}

const fn claim(name: &'static str, set_by: Option<&'static str>) -> RegisteredClaim {
    RegisteredClaim { name, set_by }
}

/// RFC 7519, 4.1; RFC 9068, 2.2; OpenID Connect Core, 2.
pub const REGISTERED: &[RegisteredClaim] = &[
    claim("iss", Some("the issuer in config.toml")),
    claim("sub", Some("--user")),
    claim("aud", Some("--aud")),
    claim("exp", Some("--ttl or --exp")),
    claim("nbf", Some("--nbf")),
    claim("iat", None),
    claim("jti", None),
    claim("client_id", Some("--app")),
    claim("scope", Some("--scope")),
    claim("ip", Some("--ip with --bind-ip")),
    claim("nonce", Some("--nonce")),
    claim("auth_time", None),
    claim("at_hash", None),
];

/// The registered claim of this name.
pub fn registered(name: &str) -> Option<&'static RegisteredClaim> {
    REGISTERED.iter().find(|claim| claim.name == name)
}
