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
    Row {
        of: &["tokens/hs256.jwt", "tokens/hs256.secret"],
        commands: &[&["token", "verify", "@tokens/hs256.jwt", "--key", "tokens/hs256.secret"]],
        exit: 2,
        out: &[],
        err: &["say how it is written with --secret-as", "440 bits as text"],
    },
    Row {
        of: &["tokens/hs256.jwt", "tokens/hs256.secret"],
        commands: &[&[
            "token",
            "verify",
            "@tokens/hs256.jwt",
            "--key",
            "tokens/hs256.secret",
            "--secret-as",
            "text",
            "--alg",
            "HS256",
        ]],
        exit: 0,
        out: &["valid: "],
        err: &[],
    },
    Row {
        of: &["tokens/rsa.pub.pem"],
        commands: &[&["token", "verify", "@tokens/simple.jwt", "--key", "tokens/rsa.pub.pem", "--alg", "RS256"]],
        exit: 0,
        out: &["valid: "],
        err: &[],
    },
    Row {
        of: &["tokens/ec.pub.pem"],
        commands: &[&["token", "verify", "@tokens/simple.jwt", "--key", "tokens/ec.pub.pem"]],
        exit: 21,
        out: &["the header says RS256, the key is for ES256"],
        err: &[],
    },
    Row {
        of: &["tokens/secret.jwk"],
        commands: &[&["token", "verify", "@tokens/simple.jwt", "--key", "tokens/secret.jwk"]],
        exit: 21,
        out: &["the header says RS256, the key is for HS256"],
        err: &[],
    },
    // Where a server publishes it, `remote_keys::hints` follows what is advised.
    Row {
        of: &["tokens/discovery-tenantid.json"],
        commands: &[&["token", "verify", "@tokens/simple.jwt", "--jwks", "tokens/discovery-tenantid.json"]],
        exit: 2,
        out: &[],
        err: &["no list named keys"],
    },
];
