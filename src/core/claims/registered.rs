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
    claim("iss", Some("the issuer in config.toml, or `token issue --iss`")),
    claim("sub", Some("--user, or `token issue --sub`")),
    claim("aud", Some("--aud")),
    claim("exp", Some("--ttl or --exp")),
    claim("nbf", Some("--nbf")),
    claim("iat", Some("`token issue --iat`")),
    claim("jti", Some("`token issue --jti`")),
    claim("client_id", Some("--app")),
    claim("scope", Some("--scope")),
    claim("ip", Some("--ip with --bind-ip")),
    claim("ua_hash", Some("--user-agent with --bind-user-agent")),
    claim("device_hash", Some("--device with --bind-device")),
    claim("nonce", Some("--nonce")),
    claim("at_hash", None),
];

/// The claims of an ID token that no `--id-claim` can set (OpenID Connect Core, 2).
const OF_ID_TOKEN: &[RegisteredClaim] = &[
    claim("iss", Some("the issuer in config.toml, or --iss")),
    claim("sub", Some("--user, or --sub")),
    claim("aud", Some("the client_id of --app")),
    claim("exp", Some("--ttl or --exp")),
    claim("iat", Some("--iat")),
    claim("jti", None),
    claim("nonce", Some("--nonce")),
    claim("at_hash", None),
];

/// The registered claim of an ID token of this name.
pub fn registered_of_id(name: &str) -> Option<&'static RegisteredClaim> {
    OF_ID_TOKEN.iter().find(|claim| claim.name == name)
}

/// The registered claim of this name.
pub fn registered(name: &str) -> Option<&'static RegisteredClaim> {
    REGISTERED.iter().find(|claim| claim.name == name)
}
