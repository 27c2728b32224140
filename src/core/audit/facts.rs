//! What else is known of a deed, under names: for those who read it later, people and programs.

use serde_json::Value;

use super::deed::Deed;
use crate::core::json::ClaimMap;
use crate::core::selector::{RevocationCount, Selector};
use crate::core::token::Subject;

/// What else is known of a deed than its word and what it was done to.
pub(super) fn facts_of(deed: &Deed) -> ClaimMap {
    match deed {
        Deed::Refused { .. }
        | Deed::SettingsChanged
        | Deed::AppActivated { .. }
        | Deed::AppBlocked { .. }
        | Deed::AppUpdated { .. }
        | Deed::UserBlocked { .. }
        | Deed::UserUnblocked { .. }
        | Deed::KeyRevoked { .. }
        | Deed::SecretMarked { .. }
        | Deed::SessionBegun { .. }
        | Deed::SessionEnded { .. }
        | Deed::RequestPushed { .. }
        | Deed::RequestFetched { .. }
        | Deed::DeviceAsked { .. }
        | Deed::KeyDestroyed { .. } => ClaimMap::new(),
        Deed::AppRegistered { name, .. } => facts([("name", text(name))]),
        Deed::AppDeleted { tokens, .. } | Deed::UserDeleted { tokens, .. } => counts(tokens),
        // Names alone: what is kept of people can be forgotten, and the record cannot.
        Deed::UserSet { set, unset, .. } => {
            let named = |names: &[String]| (!names.is_empty()).then(|| text(&names.join(", ")));
            some([("set", named(set)), ("removed", named(unset))])
        }
        Deed::SecretAdded { secret, .. } | Deed::SecretRevoked { secret, .. } => facts([("secret", text(secret))]),
        Deed::KeyMade { algorithm, active, .. } => facts([("alg", text(algorithm)), ("active", (*active).into())]),
        Deed::KeyImported { algorithm, private, .. } => {
            facts([("alg", text(algorithm)), ("private", (*private).into())])
        }
        Deed::KeyScheduled { activate_at, .. } => facts([("activate_at", text(activate_at))]),
        Deed::KeyActivated { previous, .. } => some([("previous", previous.as_ref().map(text))]),
        Deed::KeyRetired { verify_until, .. } => facts([("verify_until", text(verify_until))]),
        Deed::LogPruned { events, before } => facts([("events", (*events).into()), ("before", text(before))]),
        Deed::LogKeyMade { key, algorithm } => facts([("alg", text(algorithm)), ("key", text(key))]),
        Deed::StraysRemoved { files } => facts([("files", (*files).into())]),
        Deed::PassphraseChanged { encrypted, .. } => facts([("encrypted", (*encrypted).into())]),
        Deed::TokenIssued { client_id, subject, .. } | Deed::CanaryPlanted { client_id, subject, .. } => {
            let user = if let Subject::User(user) = subject { Some(text(user)) } else { None };
            some([("client_id", Some(text(client_id))), ("user", user)])
        }
        Deed::ConsentGiven { user, client_id, .. } | Deed::CodeGiven { user, client_id, .. } => {
            facts([("client_id", text(client_id)), ("user", text(user))])
        }
        Deed::TokenRefreshed { family, .. } | Deed::AnswerReplaced { family, .. } => facts([("family", text(family))]),
        Deed::FamilyReplayed { family, lost, tokens, .. } => {
            let looks_like = lost.then(|| "a lost answer".into());
            joined(some([("family", family.as_ref().map(text)), ("looks_like", looks_like)]), counts(tokens))
        }
        Deed::TokenExchanged { actor, client_id, issued, .. } => some([
            ("client_id", Some(text(client_id))),
            ("actor", actor.as_ref().map(text)),
            ("issued", Some(text(issued))),
        ]),
        Deed::RefreshOfAnother { family, shown_by, .. } => {
            some([("family", family.as_ref().map(text)), ("shown_by", Some(text(shown_by)))])
        }
        Deed::CodeReplayed { user, tokens, .. } => joined(facts([("user", text(user))]), counts(tokens)),
        Deed::DeviceSlowed { interval, .. } => facts([("interval", (*interval).into())]),
        Deed::DeviceDecided { user, allowed, .. } => facts([("user", text(user)), ("allowed", (*allowed).into())]),
        Deed::TokenDenied { jti, kid } => facts([("jti", text(jti)), ("kid", text(kid))]),
        Deed::TokensRevoked { tokens, .. } => counts(tokens),
        Deed::MatchingRevoked { selector, cause, tokens } => {
            let cause = facts([("cause", cause.name().into())]);
            joined(joined(cause, conditions(selector)), counts(tokens))
        }
        Deed::GrantsRevoked { user, client_id, tokens, .. } => {
            let whose = [("client_id", client_id.as_ref().map(text)), ("user", user.as_ref().map(text))];
            joined(some(whose), counts(tokens))
        }
        Deed::HomeRestored { home, generation, made_at } => {
            facts([("home", text(home)), ("generation", (*generation).into()), ("made_at", text(made_at))])
        }
        Deed::ClockTrusted { newest } => facts([("newest", text(newest))]),
        Deed::OlderLedgerAccepted { ledger, home } => {
            some([("ledger", Some((*ledger).into())), ("home", home.map(Value::from))])
        }
        Deed::Pruned { until, tokens, families, grants } => facts([
            ("until", text(until)),
            ("tokens", (*tokens).into()),
            ("families", (*families).into()),
            ("grants", (*grants).into()),
        ]),
    }
}

/// What tokens had to be to be meant.
fn conditions(selector: &Selector) -> ClaimMap {
    let Selector {
        family,
        grant,
        consented,
        user,
        app,
        kid,
        scopes,
        issued_before,
        issued_after,
        network,
        kind,
        longer_than,
    } = selector;
    some([
        ("family", family.as_ref().map(text)),
        ("grant", grant.as_ref().map(text)),
        ("consented", consented.then(|| true.into())),
        ("user", user.as_ref().map(text)),
        ("client_id", app.as_ref().map(text)),
        ("kid", kid.as_ref().map(text)),
        ("scopes", (!scopes.is_empty()).then(|| text(scopes))),
        ("issued_before", issued_before.as_ref().map(text)),
        ("issued_after", issued_after.as_ref().map(text)),
        ("network", network.as_ref().map(text)),
        ("kind", kind.map(|kind| kind.name().into())),
        ("lives_longer_than", longer_than.as_ref().map(text)),
    ])
}

/// What became of tokens, where there were any.
fn counts(count: &RevocationCount) -> ClaimMap {
    let RevocationCount { revoked, denied, already_revoked, expired, unknown } = *count;
    let some_of = |count: u64| (count > 0).then(|| count.into());
    some([
        ("revoked", Some(revoked.into())),
        ("denied", some_of(denied)),
        ("already_revoked", some_of(already_revoked)),
        ("expired", some_of(expired)),
        ("unknown", some_of(unknown)),
    ])
}

/// A value as the text that it is shown as.
pub(super) fn text(value: &impl ToString) -> Value {
    Value::String(value.to_string())
}

/// Facts under their names.
pub(super) fn facts<const N: usize>(facts: [(&'static str, Value); N]) -> ClaimMap {
    facts.into_iter().collect()
}

fn some<const N: usize>(facts: [(&'static str, Option<Value>); N]) -> ClaimMap {
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn joined(mut one: ClaimMap, other: ClaimMap) -> ClaimMap {
    one.extend(other);
    one
}
