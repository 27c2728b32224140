//! Events of the log as others are told of them: security event tokens (RFC 8417), of the types of CAEP 1.0 and RISC 1.0.

use serde_json::{Value, json};

use super::record::Recorded;
use crate::core::actor::Actor;
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;

/// The `typ` of a security event token (RFC 8417, 2.3).
pub const SET_TYP: &str = "secevent+jwt";
const CAEP: &str = "https://schemas.openid.net/secevent/caep/event-type/";
const RISC: &str = "https://schemas.openid.net/secevent/risc/event-type/";

/// What an event is to others: the address of its type, and what that type asks for besides.
fn kind(verb: &str) -> Option<(String, Value)> {
    let credential = |of: &str, change: &str| {
        (format!("{CAEP}credential-change"), json!({"credential_type": of, "change_type": change}))
    };
    let risc = |name: &str| (format!("{RISC}{name}"), json!({}));
    Some(match verb {
        "tokens_revoked" | "token_denied" | "grants_revoked" | "session_ended" => {
            (format!("{CAEP}session-revoked"), json!({}))
        }
        "app_blocked" | "user_blocked" => risc("account-disabled"),
        "app_activated" | "user_unblocked" => risc("account-enabled"),
        "app_deleted" | "user_deleted" => risc("account-purged"),
        "secret_added" => credential("client_secret", "create"),
        "secret_revoked" => credential("client_secret", "revoke"),
        "key_made" | "key_imported" => credential("signing_key", "create"),
        "key_activated" | "key_retired" => credential("signing_key", "update"),
        "key_revoked" => credential("signing_key", "revoke"),
        "key_destroyed" => credential("signing_key", "delete"),
        "family_replayed" | "refresh_of_another" => {
            (format!("{RISC}credential-compromise"), json!({"credential_type": "refresh_token"}))
        }
        "code_replayed" => (format!("{RISC}credential-compromise"), json!({"credential_type": "authorization_code"})),
        _ => return None,
    })
}

/// The claims of an event, as the issuer of this home says it at this moment; none where it is none that others are told of.
pub fn security_event(
    event: &Recorded,
    (issuer, home): (&str, &str),
    aud: Option<&str>,
    now: Timestamp,
) -> Option<ClaimMap> {
    let (address, mut told) = kind(&event.verb).filter(|_| event.refused.is_none())?;
    let fact = |name: &str| event.facts.get(name).and_then(Value::as_str);
    let opaque = |id: &str| json!({"format": "opaque", "id": id});
    let user = |sub: &str| json!({"format": "iss_sub", "iss": issuer, "sub": sub});
    let subject = match (event.kind.as_deref(), event.subject.as_deref()) {
        (Some("user"), Some(name)) => user(name),
        (Some("token"), Some(jti)) => json!({"format": "jwt_id", "iss": issuer, "jti": jti}),
        (_, Some(id)) => opaque(id),
        (_, None) => fact("user").map_or_else(|| opaque(fact("client_id").unwrap_or(home)), user),
    };
    told["event_timestamp"] = event.at.0.into();
    told["initiating_entity"] = match event.actor {
        Actor::Operator(_) | Actor::Older(_) => "admin",
        Actor::App(_) | Actor::Anyone | Actor::Itself => "system",
    }
    .into();
    if let Some(reason) = &event.reason {
        told["reason_admin"] = json!({"en": reason});
    }
    let mut claims: ClaimMap =
        [("iss", issuer.into()), ("jti", format!("{home}/{}", event.id).into()), ("iat", now.0.into())]
            .into_iter()
            .collect();
    if let Some(aud) = aud {
        claims.insert("aud", aud.into());
    }
    claims.insert("sub_id", subject);
    claims.insert("events", json!({address: told}));
    Some(claims)
}
