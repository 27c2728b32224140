//! What the ledger itself gives away: replays that it ended, and what is good and more than is allowed now.

use std::collections::{BTreeMap, HashMap};

use super::known::KnownTexts;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::slices::{FEW, PART, last_id, slices};
use crate::core::access::TextId;
use crate::core::audit::{EventFilter, Verb};
use crate::core::key::PrivateHalf;
use crate::core::policy::Policy;
use crate::core::risk::{
    Finding, KeyFault, Lifetimes, LiveCount, LiveTokens, OutOfScope, Overlong, Replay, policy_findings, replay_findings,
};
use crate::core::{App, ClientId, Jti, KeyRecord, KeyState, Revocation, Timestamp, TokenKind, Ttl};
use crate::host::threads;
use crate::store::{CountFrom, Page, Read};

/// For so many seconds a private half that nothing needs may wait for whoever prunes once in a while.
const SPENT: i64 = 7 * 86_400;
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

impl Authority {
    /// What is good and more than is allowed now. Every live token is looked at, part by part, in views of their own.
    pub(super) fn out_of_policy(&self, apps: &[App], keys: &[KeyRecord], now: Timestamp) -> Result<Vec<Finding>> {
        let policies: HashMap<&ClientId, Policy<'_>> =
            apps.iter().map(|app| (&app.client_id, Policy::of(&self.defaults, app))).collect();
        let limits = policies.iter().map(|(id, policy)| {
            let most = |kind| match kind {
                TokenKind::Access => Some(policy.access_ttl()),
                TokenKind::Refresh => Some(policy.refresh_ttl()),
                TokenKind::Id => None,
            };
            ((*id).clone(), TokenKind::ALL.map(most))
        });
        let live = self.live(limits.collect(), now)?;
        let (mut overlong, mut beyond) = (Vec::new(), Vec::new());
        for app in apps {
            let (policy, id) = (Policy::of(&self.defaults, app), TextId::of(app.client_id.as_str()));
            let mut of_kind: BTreeMap<TokenKind, LiveTokens> = BTreeMap::new();
            for (kind, scopes, live) in live.of(&app.client_id) {
                if live.over > 0 {
                    of_kind.entry(kind).and_modify(|known| known.merge(live)).or_insert_with(|| live.clone());
                }
                let gone = app.profile.scopes.missing(scopes);
                if !gone.is_empty() && kind != TokenKind::Id {
                    let (tokens, example, scopes) = (live.tokens, live.example, gone.to_string());
                    beyond.push(OutOfScope { app: id, tokens, example, scopes });
                }
            }
            for (kind, LiveTokens { over: tokens, longest, example, .. }) in of_kind {
                let most = match kind {
                    TokenKind::Refresh => policy.refresh_ttl(),
                    TokenKind::Access | TokenKind::Id => policy.access_ttl(),
                };
                if let Ok(longest) = Ttl::from_seconds(longest) {
                    overlong.push(Overlong { app: id, kind, tokens, example, longest, most });
                }
            }
        }
        // Of one app those that lack the same are one.
        beyond.sort_by(|one, two| (one.app, &one.scopes).cmp(&(two.app, &two.scopes)));
        beyond.dedup_by(|more, kept| {
            let is_same = more.app == kept.app && more.scopes == kept.scopes;
            kept.tokens += if is_same { more.tokens } else { 0 };
            is_same
        });
        let keys: Vec<_> = keys.iter().filter_map(|key| self.fault_of(key, now)).collect();
        Ok(policy_findings(&overlong, &beyond, &keys, now))
    }

    /// What is wrong with the age of a key.
    fn fault_of(&self, key: &KeyRecord, now: Timestamp) -> Option<(TextId, KeyFault)> {
        let fault = match &key.state {
            KeyState::Active { since } => {
                let (age, most) = (since.seconds_until(now), self.defaults.max_key_age?);
                (age > most.seconds()).then_some(KeyFault::Old { age, most })
            }
            KeyState::Standby { activate_at: Some(at) } => {
                let late = at.seconds_until(now);
                (late > 0).then_some(KeyFault::Due { late })
            }
            KeyState::Standby { activate_at: None } => None,
            KeyState::Retired { verify_until: at, .. } | KeyState::Revoked(Revocation { at, .. }) => {
                let spent = at.seconds_until(now);
                let is_kept = key.private == PrivateHalf::Held && key.is_spent(now);
                (is_kept && spent > SPENT).then_some(KeyFault::Kept { spent })
            }
        };
        Some((TextId::of(key.kid.as_str()), fault?))
    }

    /// Counts all live tokens, of apps whose tokens may live so long.
    fn live(&self, limits: HashMap<ClientId, Lifetimes>, now: Timestamp) -> Result<LiveCount> {
        let (are_few, ids) = {
            let read = self.store.read()?;
            (read.are_few(now, FEW)?, read.first_and_last()?)
        };
        let works = if are_few {
            vec![CountFrom::End { at: now, after: last_id(), before: last_id() }]
        } else {
            slices(Jti::from_bytes([0; 16]), ids)
        };
        let mut all = LiveCount::new(limits);
        let empty = all.clone();
        let counted = threads::each(works, |mut from| -> Result<LiveCount> {
            let mut count = empty.clone();
            while let Some(next) = self.store.read()?.count_live(from, now, PART, &mut count)? {
                from = next;
            }
            Ok(count)
        });
        for count in counted {
            all.merge(&count?);
        }
        Ok(all)
    }
}
