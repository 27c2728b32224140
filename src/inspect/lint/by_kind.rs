//! The rules of each kind of token: what it must have, what it must not, and which rules of others say nothing of it.

use serde_json::Value;

use super::examined::{Examined, quoted};
use super::finding::{Finding, Severity};
use super::kind::{Kind, LOGOUT_EVENT};

use Severity::{High, Low, Medium};

/// A claim that a kind must have, how bad it is without it, and what follows.
type Need = (&'static str, Severity, &'static str);

const REPLAY: &str = "its repeated use cannot be seen";
const WHOSE: &str = "nobody knows who says so";
const FOR_WHOM: &str = "it can be shown to others than it was made for";

impl Kind {
    /// Whether a rule says nothing of this kind: the claim is not of it, or another rule here has it.
    pub(super) fn waives(self, code: &str) -> bool {
        let waived: &[&str] = match self {
            Self::Access => &[],
            Self::Id => &["no_jti", "no_typ"],
            Self::Proof => &["no_exp", "no_iss", "no_aud", "no_sub", "no_kid", "no_jti", "no_iat", "key_in_header"],
            Self::SecurityEvent => &["no_exp", "no_sub", "no_iss", "no_iat", "no_jti"],
            Self::Logout => &["no_exp", "no_sub", "no_iss", "no_iat", "no_jti", "no_aud"],
            Self::Svid => &["no_iss", "no_iat", "no_jti", "no_typ", "no_aud"],
            Self::Job => &["no_jti", "no_typ"],
            Self::ServiceAccount => &["no_jti", "no_typ"],
            Self::Credential => {
                &["no_aud", "no_jti", "no_sub", "no_iat", "no_exp", "no_kid", "long_life", "key_in_header", "no_typ"]
            }
            Self::KeyBinding => &["no_exp", "no_iss", "no_aud", "no_sub", "no_kid", "no_jti", "no_iat"],
            Self::CredentialProof => {
                &["no_exp", "no_iss", "no_aud", "no_sub", "no_kid", "no_jti", "no_iat", "key_in_header"]
            }
            Self::Assertion => &["no_jti", "no_iat", "no_typ"],
            Self::Request => &["no_exp", "no_iat", "no_sub", "no_jti", "no_iss", "no_aud", "offline_access"],
            Self::Introspection => &["no_exp", "no_sub", "no_jti", "no_iss", "no_aud", "no_iat"],
            Self::StatusList => &["no_iss", "no_aud", "no_jti", "no_exp", "no_sub", "no_iat", "long_life"],
            Self::EntityStatement => &["no_aud", "no_jti", "long_life"],
            Self::Passport => &["no_exp", "no_iss", "no_aud", "no_sub", "no_kid", "no_jti", "no_iat", "key_by_address"],
        };
        waived.contains(&code)
    }

    /// Whether it says things of people because that is what it is for.
    pub(super) fn is_about_people(self) -> bool {
        matches!(self, Self::Id | Self::SecurityEvent | Self::Credential | Self::Request | Self::Introspection)
    }

    fn needs(self) -> &'static [Need] {
        match self {
            Self::Access => &[("client_id", Low, "services cannot tell for which client it was made")],
            Self::Proof => &[
                ("htm", High, "it can be shown with other requests than the one it was made for"),
                ("htu", High, "it can be shown to other addresses than the one it was made for"),
                ("jti", Medium, REPLAY),
                ("iat", Medium, "nobody knows its age, and a copy works for ever"),
            ],
            Self::SecurityEvent => &[
                ("iss", Medium, WHOSE),
                ("iat", Low, "events cannot be put in their order"),
                ("jti", Medium, REPLAY),
                ("events", Medium, "it says of nothing that it happened"),
            ],
            Self::Logout => &[
                ("iss", Medium, WHOSE),
                ("aud", Medium, FOR_WHOM),
                ("iat", Low, "nobody knows its age"),
                ("jti", Medium, REPLAY),
                ("events", High, "nothing tells it from an ID token"),
                ("exp", Low, "a copy of it signs the user out for ever"),
            ],
            Self::Svid => &[("aud", Medium, "any workload that receives it can show it to others")],
            Self::KeyBinding => &[
                ("nonce", High, "a copy of it can be shown again"),
                ("aud", High, FOR_WHOM),
                ("sd_hash", High, "it can be put behind other disclosures"),
                ("iat", Medium, "nobody knows its age"),
            ],
            Self::CredentialProof => &[("aud", Medium, FOR_WHOM), ("iat", Medium, "nobody knows its age")],
            Self::Request => &[("client_id", Medium, "nobody knows who asks")],
            Self::Introspection => &[
                ("iss", Medium, WHOSE),
                ("aud", Medium, FOR_WHOM),
                ("iat", Low, "nobody knows when it was true"),
                ("token_introspection", Medium, "it says nothing of a token"),
            ],
            Self::StatusList => &[
                ("sub", Medium, "it can be taken for another list"),
                ("iat", Low, "nobody knows when it was true"),
                ("status_list", Medium, "it has no list"),
            ],
            Self::Passport => &[
                ("iat", Medium, "nobody knows its age"),
                ("orig", Medium, "it does not say who calls"),
                ("dest", Medium, "it does not say who is called"),
            ],
            Self::Id
            | Self::Job
            | Self::ServiceAccount
            | Self::Credential
            | Self::Assertion
            | Self::EntityStatement => &[],
        }
    }
}

/// What is wrong by the rules of its kind.
pub(super) fn look(kind: Kind, examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    for (name, severity, why) in kind.needs().iter().filter(|(name, ..)| !examined.has(name)) {
        findings.push(Finding {
            code: "missing_claim",
            severity: *severity,
            message: format!("it has no `{name}`, which a token of its kind must have: {}", kind.name()),
            why,
            advice: "set it as the standard of its kind says",
            source: kind.name(),
        });
    }
    let mut odd = |code, severity, message: String, why, advice| {
        findings.push(Finding { code, severity, message, why, advice, source: kind.name() });
    };
    match kind {
        Kind::Proof => proof(examined, &mut odd),
        Kind::Logout => logout(examined, &mut odd),
        Kind::Svid => svid(examined, &mut odd),
        Kind::SecurityEvent => {
            let is_empty = |events: &Value| events.as_object().is_none_or(serde_json::Map::is_empty);
            if examined.claims.get("events").is_some_and(is_empty) {
                odd(
                    "wrong_type",
                    Medium,
                    "`events` is not an object with an event".to_owned(),
                    "it says of nothing that it happened",
                    "name each event by its address, with an object",
                );
            }
        }
        Kind::Id if examined.text("sub").is_some_and(|sub| sub.len() > 255) => {
            odd("long_sub", Low, "`sub` is longer than 255 letters".to_owned(), "apps cut it off", "use a shorter id");
        }
        Kind::Job => {
            let is_default =
                |aud: &str| aud.strip_prefix("https://github.com/").is_some_and(|owner| !owner.contains('/'));
            if examined.text("aud").is_some_and(is_default) {
                odd(
                    "default_audience",
                    Severity::Info,
                    "`aud` is the owner of the repository, which GitHub writes where none was asked for".to_owned(),
                    "every service that takes it so can show it to the others",
                    "ask for a token with the audience of the one service it is for",
                );
            }
        }
        Kind::Introspection if examined.has("sub") || examined.has("exp") => {
            odd(
                "misplaced_claim",
                Medium,
                "it has `sub` or `exp` beside `token_introspection`".to_owned(),
                "it can be taken for the access token itself",
                "write them into `token_introspection`",
            );
        }
        _ => {}
    }
}

/// Takes what is odd: its code, how bad it is, what it is, what follows, and what to do.
trait Odd: FnMut(&'static str, Severity, String, &'static str, &'static str) {}
impl<F: FnMut(&'static str, Severity, String, &'static str, &'static str)> Odd for F {}

fn proof(examined: &Examined<'_>, odd: &mut impl Odd) {
    if !examined.header.contains_key("jwk") {
        odd(
            "proof_without_key",
            High,
            "the header has no `jwk`".to_owned(),
            "a proof that does not carry its key proves nothing",
            "write the public key into the header",
        );
    }
    if examined.alg().is_some_and(|alg| alg.starts_with("HS")) {
        odd(
            "symmetric_proof",
            High,
            "it is signed with a shared secret".to_owned(),
            "whoever can check it can make one",
            "sign it with a key pair",
        );
    }
    if examined.text("htu").is_some_and(|htu| htu.contains(['?', '#'])) {
        odd(
            "bad_htu",
            Low,
            "`htu` has a query or a fragment".to_owned(),
            "servers that compare it as it is refuse it",
            "write the address without them",
        );
    }
}

fn logout(examined: &Examined<'_>, odd: &mut impl Odd) {
    if examined.has("nonce") {
        odd(
            "nonce_in_logout",
            High,
            "it has a `nonce`, which a logout token must not have".to_owned(),
            "it can be taken for an ID token",
            "leave it out",
        );
    }
    let events = examined.claims.get("events");
    if examined.has("events") && events.is_none_or(|events| events.get(LOGOUT_EVENT).is_none()) {
        odd(
            "no_logout_event",
            High,
            "its `events` has no back-channel logout".to_owned(),
            "it says of something else that it happened",
            "write the event of the standard",
        );
    }
    if !examined.has("sub") && !examined.has("sid") {
        odd(
            "missing_claim",
            Medium,
            "it has neither `sub` nor `sid`".to_owned(),
            "it says of nobody that they signed out",
            "set one of them",
        );
    }
}

fn svid(examined: &Examined<'_>, odd: &mut impl Odd) {
    let sub = examined.text("sub").unwrap_or_default();
    if !is_spiffe_id(sub) {
        odd(
            "bad_spiffe_id",
            Medium,
            format!("`sub` is no SPIFFE ID: {}", quoted(sub)),
            "verifiers refuse it, or read another workload from it",
            "write it as spiffe://trust.domain/path, without port, query or a slash at the end",
        );
    }
    let typ = examined.header.get("typ").and_then(Value::as_str);
    if typ.is_some_and(|typ| !["JWT", "JOSE"].contains(&typ)) {
        odd(
            "svid_typ",
            Low,
            "its typ is neither JWT nor JOSE".to_owned(),
            "verifiers refuse it",
            "leave it out, or write JWT",
        );
    }
    // JWT-SVID, 2.1: nine, and not what came after them.
    let has_it = |alg: &str| {
        let (family, bits) = alg.split_at_checked(2).unwrap_or_default();
        ["RS", "ES", "PS"].contains(&family) && ["256", "384", "512"].contains(&bits)
    };
    if examined.alg().is_some_and(|alg| !has_it(alg)) {
        odd(
            "svid_algorithm",
            Medium,
            "its algorithm is none of RS, ES and PS".to_owned(),
            "verifiers refuse it",
            "sign it with RSA or ECDSA",
        );
    }
}

/// SPIFFE ID, 2: a trust domain of small letters, and a path of segments.
fn is_spiffe_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("spiffe://") else { return false };
    let (domain, path) = rest.split_once('/').map_or((rest, None), |(domain, path)| (domain, Some(path)));
    let of = |text: &str, more: fn(u8) -> bool| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_') || more(b))
    };
    let is_segment = |segment: &str| of(segment, |b| b.is_ascii_alphabetic()) && segment != "." && segment != "..";
    text.len() <= 2048
        && of(domain, |b| b.is_ascii_lowercase())
        && path.is_none_or(|path| path.split('/').all(is_segment))
}
