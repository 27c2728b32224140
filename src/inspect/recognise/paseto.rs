//! PASETO (platform-agnostic security tokens) and the keys beside them, PASERK: a version and a purpose, then base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::recognised::{Damaged, Particular, Recognised, Told};
use crate::core::json::parse_claims;

/// Each version with the length of its signature in bytes: RSA-PSS, Ed25519, ECDSA over P-384, Ed25519.
const VERSIONS: [(&str, usize); 4] = [("v1", 256), ("v2", 64), ("v3", 96), ("v4", 64)];
/// The purposes of PASERK that are keys, and whether they are secret. The others are ids and wrapped keys.
const KEYS: [(&str, bool); 3] = [("local", true), ("secret", true), ("public", false)];
const OTHERS: [&str; 8] = ["lid", "sid", "pid", "seal", "local-wrap", "secret-wrap", "local-pw", "secret-pw"];
/// So much of a footer that is no JSON is shown.
const MOST_FOOTER: usize = 300;

pub(super) fn tell(text: &str) -> Told {
    let mut parts = text.splitn(3, '.');
    let (version, purpose, rest) = (parts.next()?, parts.next()?, parts.next()?);
    if let Some(digit) = version.strip_prefix('k').filter(|digit| ["1", "2", "3", "4"].contains(digit)) {
        return key(digit, purpose);
    }
    let (_, signature) = VERSIONS.into_iter().find(|(name, _)| *name == version)?;
    if purpose != "local" && purpose != "public" {
        return None;
    }
    let damaged = |fault: &str| {
        Err(Damaged::new("paseto", format!("this starts like a PASETO ({version}.{purpose}), but {fault}")))
    };
    let (payload, footer) = rest.split_once('.').map_or((rest, None), |(payload, footer)| (payload, Some(footer)));
    let (Ok(payload), Ok(footer)) =
        (URL_SAFE_NO_PAD.decode(payload), footer.map(|footer| URL_SAFE_NO_PAD.decode(footer)).transpose())
    else {
        return Some(damaged("a part of it is not base64url"));
    };
    let is_public = purpose == "public";
    if payload.len() < if is_public { signature } else { 32 } {
        return Some(damaged("it is too short for one: it is cut off"));
    }
    let what = if is_public {
        format!("a PASETO ({version}.public), which is no JWT: signed, and anybody can read it")
    } else {
        format!("a PASETO ({version}.local), which is no JWT: encrypted, and only who has the key can read it")
    };
    let mut told = Recognised::new("paseto", what)
        .with("version", Particular::Text(version.to_owned()))
        .with("purpose", Particular::Text(purpose.to_owned()))
        .way_out("verify it with a library for PASETO, or have a JWT issued");
    if is_public {
        told.claims = parse_claims(&payload[..payload.len() - signature]).ok();
    }
    if let Some(footer) = footer.and_then(|footer| String::from_utf8(footer).ok()).filter(|footer| !footer.is_empty()) {
        told = told.with("footer", Particular::Text(footer.chars().take(MOST_FOOTER).collect()));
    }
    Some(Ok(told))
}

fn key(version: &str, purpose: &str) -> Told {
    let found = KEYS.into_iter().find(|(name, _)| *name == purpose);
    if found.is_none() && !OTHERS.contains(&purpose) {
        return None;
    }
    let what = format!("a key or the id of one for PASETO (PASERK, k{version}.{purpose}), not a token");
    let told = Recognised::new("paserk", what).with("type", Particular::Text(purpose.to_owned()));
    let told = told.way_out("give the token itself; it is used by libraries for PASETO");
    let is_secret = found.is_some_and(|(_, is_secret)| is_secret);
    Some(Ok(if is_secret {
        told.warn("this is a secret key: if it was pasted where others can see it, replace it")
    } else {
        told
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_purposes_are_told_and_what_is_signed_is_shown() {
        // The test vector 4-S-1 of the specification, and 4-E-1 shortened to its form.
        let signed = "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0wMVQwMDowMDowMCswMDowMCJ9bg_XBBzds8lTZShVlwwKSgeKpLT3yukTw6JUz3W4h_ExsQV-P0V54zemZDcAxFaSeef1QlXEFtkqxT1ciiQEDA";
        let told = tell(signed).unwrap().unwrap();
        assert_eq!(told.kind, "paseto");
        assert_eq!(told.claims.unwrap()["data"], "this is a signed message");
        let footer = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(r#"{"kid":"x"}"#));
        assert_eq!(tell(&footer).unwrap().unwrap().details[2].1, Particular::Text(r#"{"kid":"x"}"#.to_owned()));
        for version in ["v1", "v2", "v3", "v4"] {
            let local = format!("{version}.local.{}", URL_SAFE_NO_PAD.encode([7; 100]));
            let told = tell(&local).unwrap().unwrap();
            assert!(told.what.contains("encrypted") && told.claims.is_none());
        }
        assert!(tell("v4.public.AAAA").unwrap().unwrap_err().what.contains("cut off"));
        assert!(tell("v4.public.=").unwrap().unwrap_err().what.contains("not base64url"));
        let key =
            tell("k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-ZdQFV4D9vLTcNQ");
        assert!(key.unwrap().unwrap().warning.is_some());
        assert_eq!(tell("k4.public.x").unwrap().unwrap().warning, None);
        for text in ["v5.public.x", "v4.other.x", "v4.public", "k9.local.x", "k4.x.y", "", "a.b.c"] {
            assert_eq!(tell(text), None, "{text}");
        }
    }
}
