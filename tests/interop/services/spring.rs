//! What a resource server of Spring Security asks of a token, told again as a table: it needs a machine for Java.
//!
//! Spring Security 7: `JwtValidators.createDefaultWithIssuer` and `createAtJwtValidator`, `JwtTimestampValidator` with its 60
//! seconds, `JwtTypeValidator`, `NimbusJwtDecoder` with RS256 alone, and `JwtGrantedAuthoritiesConverter`.

use serde_json::Value;

use super::{AUDIENCE, Issuer};

/// How many seconds clocks may differ.
const SKEW: i64 = 60;

/// How a resource server is set up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Setup {
    /// As it is with an issuer alone: any audience, and the `typ` of a JWT or none.
    Usual,
    /// With `createAtJwtValidator`, for access tokens of RFC 9068.
    AtJwt,
}

/// The authorities of a token that a resource server takes, or what it says of one that it does not.
pub(super) fn authorities(setup: Setup, issuer: &str, token: &Value, now: i64) -> Result<Vec<String>, String> {
    let (header, claims) = (&token["header"], &token["claims"]);
    if header["alg"] != "RS256" {
        return Err("Another algorithm expected, or no matching key(s) found".into());
    }
    let typ = header["typ"].as_str();
    let is_fit = match setup {
        Setup::Usual => typ.is_none_or(|typ| typ.eq_ignore_ascii_case("JWT")),
        Setup::AtJwt => {
            typ.is_some_and(|typ| ["at+jwt", "application/at+jwt"].iter().any(|fit| typ.eq_ignore_ascii_case(fit)))
        }
    };
    if !is_fit {
        return Err(format!("the given typ value needs to be one of {setup:?}"));
    }
    if claims["exp"].as_i64().is_some_and(|end| now - SKEW > end) {
        return Err("Jwt expired".into());
    }
    if claims["nbf"].as_i64().is_some_and(|start| now + SKEW < start) {
        return Err("Jwt used before".into());
    }
    if claims["iss"] != issuer {
        return Err("The iss claim is not valid".into());
    }
    if setup == Setup::AtJwt {
        if !is_for(claims, AUDIENCE) {
            return Err("The aud claim is not valid".into());
        }
        if let Some(missing) = ["sub", "iat", "jti", "client_id", "exp"].iter().find(|name| claims[**name].is_null()) {
            return Err(format!("The {missing} claim is not valid"));
        }
    }
    let scopes = ["scope", "scp"].iter().map(|name| &claims[*name]).find(|value| !value.is_null());
    let words = match scopes {
        Some(Value::String(text)) => text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    Ok(words.into_iter().map(|word| format!("SCOPE_{word}")).collect())
}

fn is_for(claims: &Value, audience: &str) -> bool {
    match &claims["aud"] {
        Value::Array(all) => all.iter().any(|one| one == audience),
        one => one == audience,
    }
}

/// A token, as a resource server of this setup judges it.
pub(super) fn judge(issuer: &Issuer, setup: Setup, name: &str, token: &str) -> Result<Vec<String>, String> {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("a clock").as_secs().cast_signed();
    authorities(setup, name, &issuer.read(token), now)
}

#[test]
fn spring_takes_the_token_of_the_first_command_where_it_is_set_up_for_rfc_9068_alone() {
    let issuer = Issuer::new();
    let name = issuer.name("");
    let judged = |setup, flags: &[&str]| judge(&issuer, setup, &name, &issuer.token(flags));
    assert_eq!(judged(Setup::AtJwt, &[]), Ok(vec!["SCOPE_read".to_owned()]));
    let refused = judged(Setup::Usual, &[]).expect_err("at+jwt");
    assert!(refused.contains("typ"), "{refused}");
    for (flags, what) in [
        (&["--exp", "-2m"][..], "expired"),
        (&["--nbf", "+2m"], "used before"),
        (&["--aud", "https://elsewhere"], "aud"),
    ] {
        let refused = judged(Setup::AtJwt, flags).expect_err(what);
        assert!(refused.contains(what), "{flags:?}: {refused}");
    }
    assert!(judged(Setup::AtJwt, &["--exp", "-30s"]).is_ok(), "clocks may differ by a minute");
}
