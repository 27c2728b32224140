//! What belongs to commands that only have others under them, and where each of the three users of mintage starts.

/// What belongs to one of them.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The command, without `mintage`; empty for mintage itself.
    pub path: &'static str,
    /// The commands that people need, for the short help; none where it has all of them.
    pub few: &'static [&'static str],
    /// All of them, by what they are for; none where they are all for one thing.
    pub sets: &'static [(&'static str, &'static [&'static str])],
    /// Commands to type, those first that people need.
    pub examples: &'static [&'static str],
}

/// Who starts where: who it is, and what they type, one after the other.
pub const STARTS: [(&str, &[&str]); 3] = [
    (
        "A developer: a test token now, good or deliberately bad",
        &[
            "mintage token issue --dev --app demo --user alice",
            "mintage token forge --flaw expired",
            "mintage token forge --list",
        ],
    ),
    (
        "An operator: a home with keys, apps and a check of it all",
        &[
            "mintage init --issuer https://auth.example.com --audience https://api.example.com",
            "mintage app register shop --scope 'orders:read orders:write'",
            "mintage keys rotate --plan",
            "mintage doctor",
        ],
    ),
    (
        "A CI pipeline: is this token good, and if not why (the exit code says it)",
        &[
            "mintage keys export --jwks --out jwks.json",
            "mintage token verify @token.txt --jwks jwks.json --aud https://api.example.com",
        ],
    ),
];

const fn group(path: &'static str, examples: &'static [&'static str]) -> Group {
    Group { path, few: &[], sets: &[], examples }
}

/// All of them.
pub const GROUPS: &[Group] = &[
    Group {
        path: "",
        few: &["token", "keys", "app", "user", "grant", "audit", "serve", "init", "status", "doctor"],
        sets: &[
            ("Tokens, and who has them", &["token", "app", "user", "grant", "profiles"]),
            (
                "Keys and the home",
                &["keys", "init", "status", "config", "audit", "doctor", "backup", "restore", "trust"],
            ),
            ("For services", &["serve", "drill", "verifier-config"]),
            ("For your shell", &["completions", "man"]),
        ],
        examples: &[
            "mintage token issue --dev --app demo --user alice",
            "mintage token verify @token.txt --jwks jwks.json --aud https://api.example.com",
        ],
    },
    group("keys", &["mintage keys list", "mintage keys rotate --activate-in 24h"]),
    group(
        "app",
        &[
            "mintage app register shop --scope 'orders:read orders:write'",
            "mintage app block shop --reason 'credentials leaked'",
        ],
    ),
    group("app secret", &["mintage app secret add shop", "mintage app secret list shop"]),
    group(
        "user",
        &["mintage user set alice --claim email=alice@example.com", "mintage user block alice --reason 'left'"],
    ),
    group("token", &["mintage token issue --dev --app demo --user alice", "mintage token verify \"$TOKEN\""]),
    group("token revocations", &["mintage token revocations export --out revocations.jwt"]),
    group("grant", &["mintage grant list --user alice", "mintage grant revoke --user alice --app shop"]),
    group("audit", &["mintage audit log --since 24h", "mintage audit access --outcome refused --since 24h"]),
    group("profiles", &["mintage profiles list", "mintage profiles show okta"]),
    group("config", &["mintage config list", "mintage config explain access_ttl"]),
    group("drill", &["mintage drill rotation --probe './probe.sh'"]),
];
