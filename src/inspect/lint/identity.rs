//! Who issued a token, for whom, about whom, and what it is used for.

use serde_json::Value;

use super::examined::Examined;
use super::finding::{Finding, Severity};

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    issuer(examined, findings);
    audience(examined, findings);
    if !examined.has("sub") {
        findings.push(Finding {
            code: "no_sub",
            severity: Severity::Low,
            message: "it does not say about whom it is (`sub`)".to_owned(),
            why: "services take another claim for the user, which others may choose",
            advice: "set `sub` to the user, or to the client that acts for itself",
            source: "RFC 9068, 2.2; RFC 8725, 3.8",
        });
    }
    if !examined.has("jti") {
        findings.push(Finding {
            code: "no_jti",
            severity: Severity::Low,
            message: "it has no id (`jti`)".to_owned(),
            why: "it cannot be revoked alone, and its repeated use cannot be seen",
            advice: "set `jti` to a value that is never used twice",
            source: "RFC 9068, 2.2; RFC 7519, 4.1.7",
        });
    }
    for name in ["iss", "sub", "jti", "client_id", "scope"] {
        if examined.claims.get(name).is_some_and(|value| !value.is_string()) {
            findings.push(wrong_type(format!("`{name}` is not a text")));
        }
    }
    usage(examined, findings);
}

fn issuer(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    match examined.claims.get("iss") {
        None => findings.push(Finding {
            code: "no_iss",
            severity: Severity::Medium,
            message: "it does not say who issued it (`iss`)".to_owned(),
            why: "where keys of several issuers are trusted, one can speak for another",
            advice: "set `iss`, and let verifiers compare it exactly",
            source: "RFC 8725, 3.8",
        }),
        Some(Value::String(iss)) if iss.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")) => {
            findings.push(Finding {
                code: "plain_http_issuer",
                severity: Severity::Low,
                message: "the issuer is an http:// address".to_owned(),
                why: "verifiers that find their keys by it can be given others on the way",
                advice: "use an https:// address",
                source: "RFC 8414, 2",
            });
        }
        Some(_) => {}
    }
}

fn audience(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let audiences: Vec<&str> = match examined.claims.get("aud") {
        None => Vec::new(),
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) if several.iter().all(Value::is_string) => {
            several.iter().filter_map(Value::as_str).collect()
        }
        Some(_) => {
            findings.push(wrong_type("`aud` is neither a text nor a list of texts".to_owned()));
            return;
        }
    };
    if audiences.iter().all(|aud| aud.is_empty()) {
        findings.push(Finding {
            code: "no_aud",
            severity: Severity::Medium,
            message: "it does not say for whom it is (`aud`)".to_owned(),
            why: "a service that receives it can use it at every other",
            advice: "set `aud` to the one service it is for",
            source: "RFC 8725, 3.9",
        });
    }
    let scope = examined.claims.get("scope").and_then(Value::as_str).unwrap_or_default();
    for (name, found) in [("aud", audiences.contains(&"*")), ("scope", scope.split(' ').any(|one| one == "*"))] {
        if found {
            findings.push(Finding {
                code: "wildcard",
                severity: Severity::Medium,
                message: format!("`{name}` is `*`: everything"),
                why: "it may be read as everywhere and anything, now and for what is built later",
                advice: "name what is meant",
                source: "RFC 9700, 2.3",
            });
        }
    }
}

fn usage(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let says_refresh = |value: Option<&Value>| {
        let text = value.and_then(Value::as_str).unwrap_or_default();
        let start = text.get(..7).unwrap_or_default();
        start.eq_ignore_ascii_case("refresh")
    };
    let claims = ["typ", "token_use", "token_type", "use", "usage"].into_iter();
    let typ = examined.header.get("typ");
    if claims.map(|name| examined.claims.get(name)).chain([typ]).any(says_refresh) {
        findings.push(Finding {
            code: "refresh_as_jwt",
            severity: Severity::Medium,
            message: "it says that it is a refresh token".to_owned(),
            why: "as a JWT it can be taken for an access token, and it works until it ends unless somebody keeps a list",
            advice: "make refresh tokens opaque, usable once, and known to the issuer alone",
            source: "RFC 9700, 4.14; RFC 8725, 3.12",
        });
    }
    let scope = examined.claims.get("scope").and_then(Value::as_str).unwrap_or_default();
    if scope.split(' ').any(|one| one == "offline_access") {
        findings.push(Finding {
            code: "offline_access",
            severity: Severity::Info,
            message: "its scope has offline_access, which asks for a refresh token".to_owned(),
            why: "it means something to the issuer alone, and tells services what the app holds",
            advice: "leave it out of access tokens",
            source: "OpenID Connect Core, 11",
        });
    }
}

fn wrong_type(message: String) -> Finding {
    Finding {
        code: "wrong_type",
        severity: Severity::Medium,
        message,
        why: "verifiers skip claims of the wrong type instead of checking them",
        advice: "write it as the standard says",
        source: "RFC 7519, 4.1; CVE-2026-25537",
    }
}
