//! Tokens whose first try is refused, and what to type next.

use super::Row;

const COGNITO: &str = "tokens/cognito-access.jwt";
const GITHUB: &str = "tokens/gha.jwt";
const KEYCLOAK: &str = "tokens/keycloak.jwt";
/// When they are good.
const AT: &str = "1795726000";

pub(super) const ROWS: &[Row] = &[
    Row {
        of: &[COGNITO],
        commands: &[&[
            "token",
            "verify",
            "@tokens/cognito-access.jwt",
            "--jwks",
            "tokens/jwks.json",
            "--at",
            AT,
            "--aud",
            "x",
        ]],
        exit: 27,
        out: &["audience_mismatch: aud is missing"],
        err: &["--require-claim client_id=5bsjlins3936`", "nothing says then for which service it is"],
    },
    Row {
        of: &[COGNITO],
        commands: &[&[
            "token",
            "verify",
            "@tokens/cognito-access.jwt",
            "--jwks",
            "tokens/jwks.json",
            "--at",
            AT,
            "--require-claim",
            "client_id=5bsjlins3936",
        ]],
        exit: 0,
        out: &["valid: "],
        err: &[],
    },
    Row {
        of: &[GITHUB],
        commands: &[&["token", "verify", "@tokens/gha.jwt", "--jwks", "tokens/jwks.json", "--at", AT]],
        exit: 27,
        out: &["audience_mismatch"],
        err: &["--aud https://github.com/octo-org`"],
    },
    Row {
        of: &[GITHUB],
        commands: &[&["token", "verify", "@tokens/gha.jwt"]],
        exit: 22,
        out: &["unknown_key"],
        err: &["this home did not sign it", "--issuer-url https://token.actions.githubusercontent.com`"],
    },
    Row {
        of: &[KEYCLOAK],
        commands: &[&["token", "verify", "@tokens/keycloak.jwt", "--jwks", "tokens/jwks.json", "--at", AT]],
        exit: 27,
        out: &["audience_mismatch"],
        err: &["--aud account`"],
    },
    Row {
        of: &[KEYCLOAK],
        commands: &[&[
            "token",
            "verify",
            "@tokens/keycloak.jwt",
            "--jwks",
            "tokens/jwks.json",
            "--at",
            AT,
            "--aud",
            "cli",
        ]],
        exit: 27,
        out: &["audience_mismatch"],
        err: &["audience mapper"],
    },
    Row {
        of: &["tokens/simple.jwt"],
        commands: &[&["token", "verify", "tokens/simple.jwt", "--jwks", "tokens/jwks.json"]],
        exit: 20,
        out: &["malformed"],
        err: &["the name of a file", "`mintage token verify @tokens/simple.jwt --jwks tokens/jwks.json`"],
    },
];
