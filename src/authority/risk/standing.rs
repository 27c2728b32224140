//! What the ledger itself gives away: replays that it ended, and what is good and more than is allowed now.

use super::known::KnownTexts;
use crate::authority::error::Result;
use crate::core::access::TextId;
use crate::core::audit::{EventFilter, Verb};
use crate::core::policy::{Defaults, Policy};
use crate::core::risk::{Finding, KeyAge, LiveTokens, OutOfScope, Overlong, Replay, policy_findings, replay_findings};
use crate::core::{Jti, KeyRecord, KeyState, Timestamp, TokenKind, Ttl};
use crate::store::{Page, Read};

/// So many live tokens are looked at, those that end last first.
const MOST_TOKENS: u32 = 200_000;
/// So many replays are looked at, the newest first.
const MOST_REPLAYS: u32 = 1_000;

/// What is to be said of replays since a time.
pub(super) fn replays(
    read: &dyn Read,
    since: Timestamp,
    until: Timestamp,
    known: &mut KnownTexts,
) -> Result<Vec<Finding>> {
    let filter = EventFilter {
        verb: Some(Verb::FamilyReplayed),
        since: Some(since),
        until: Some(until),
        ..EventFilter::default()
    };
    let mut all = Vec::new();
    for event in read.events(&filter, &Page { after: None, limit: MOST_REPLAYS })? {
        let Some(jti) = event.subject.as_deref().and_then(|jti| jti.parse::<Jti>().ok()) else { continue };
        let token = read.token(&jti)?;
        let user = token.as_ref().and_then(|token| token.subject.user());
        if let Some(user) = user {
            known.add(user.as_str());
        }
        let fact = |name: &str| event.facts.get(name).and_then(serde_json::Value::as_str);
        all.push(Replay {
            at_ms: event.at.0.saturating_mul(1_000),
            jti,
            family: fact("family").and_then(|family| family.parse().ok()),
            lost: fact("looks_like").is_some(),
            app: token.as_ref().map(|token| TextId::of(token.client_id.as_str())),
            user: user.map(|user| TextId::of(user.as_str())),
        });
    }
    Ok(replay_findings(&all))
}

/// What is good and more than is allowed now.
pub(super) fn out_of_policy(read: &dyn Read, defaults: &Defaults, now: Timestamp) -> Result<Vec<Finding>> {
    let apps = read.apps()?;
    let (mut overlong, mut beyond) = (Vec::new(), Vec::new());
    for live in read.live_tokens(now, MOST_TOKENS)? {
        let LiveTokens { client_id, kind, scopes, tokens, longest, example } = live;
        let Some(app) = apps.iter().find(|app| app.client_id == client_id) else { continue };
        let (policy, id) = (Policy::of(defaults, app), TextId::of(client_id.as_str()));
        let most = match kind {
            TokenKind::Access => policy.access_ttl(),
            TokenKind::Refresh => policy.refresh_ttl(),
            TokenKind::Id => continue,
        };
        if longest > most.seconds()
            && let Ok(longest) = Ttl::from_seconds(longest)
        {
            overlong.push(Overlong { app: id, tokens, example, longest, most });
        }
        let gone = app.profile.scopes.missing(&scopes);
        if !gone.is_empty() {
            beyond.push(OutOfScope { app: id, tokens, example, scopes: gone.to_string() });
        }
    }
    // Of one app and kind the longest stands for all.
    overlong.sort_by_key(|one| (one.app, std::cmp::Reverse(one.longest.seconds())));
    overlong.dedup_by(|more, kept| {
        more.app == kept.app && {
            kept.tokens += more.tokens;
            true
        }
    });
    let old = |key: KeyRecord| {
        let most = defaults.max_key_age?;
        let KeyState::Active { since } = key.state else { return None };
        let age = since.seconds_until(now);
        (age > most.seconds()).then(|| KeyAge { kid: TextId::of(key.kid.as_str()), age, most })
    };
    let keys: Vec<KeyAge> = read.keys()?.into_iter().filter_map(old).collect();
    Ok(policy_findings(&overlong, &beyond, &keys, now))
}
