//! Bringing in what was revoked elsewhere: of a ledger or a snapshot that knows more than a backup did.

use super::canary::planted;
use super::ending::Ending;
use super::target::{SignedToken, by_name};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::users;
use crate::authority::work::{Change, Tx};
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Event, Verb};
use crate::core::jose::same_typ;
use crate::core::jose::{UntrustedDocument, document};
use crate::core::revocations::{MAX_LISTED, RevocationSnapshot, Revocations, SNAPSHOT_TYP, UserCut};
use crate::core::verify::{KeyLookup, Source as _};
use crate::core::{
    AppSecret, AppState, Caller, Cause, ClientId, Denial, GrantFilter, KeyName, KeyState, Kid, Mode, Note, Revocation,
    RevocationCount, Selector, Standing, Timestamp, TokenDigest, TokenRecord,
};
use crate::store::{self, Page, Read, TokenFilter};

/// What became of revocations that were brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// Of tokens.
    pub tokens: RevocationCount,
    /// How many apps were blocked.
    pub apps: u64,
    /// How many users were blocked.
    pub users: u64,
    /// How many keys were revoked.
    pub keys: u64,
    /// How many secrets of apps were revoked.
    pub secrets: u64,
    /// How many canaries were taken over.
    pub canaries: u64,
}

/// What was revoked elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Elsewhere {
    /// Families, apps, users and keys. Its tokens are those below.
    pub revoked: Revocations,
    /// Tokens.
    pub tokens: Vec<RevokedElsewhere>,
    /// Canaries: where the ledger does not know one, nobody would see that it is found.
    pub canaries: Vec<TokenRecord>,
    /// Secrets of apps, which a snapshot says nothing of.
    pub secrets: Vec<(ClientId, TokenDigest)>,
}

/// A token that was revoked elsewhere. The ledger may not know it: it may be of the time after the backup.
#[derive(Debug, Clone)]
pub struct RevokedElsewhere {
    /// The `jti` in its text.
    pub jti: String,
    /// The key that signed it, or else vouches for its revocation; none for one that no key signed.
    pub kid: Option<Kid>,
    /// When it ends; the end of time where that is not known.
    pub expires_at: Timestamp,
}

impl RevokedElsewhere {
    /// It as a token of ours, if a key signed it. Without a row it is good for nothing in the home; what is to be told of it is
    /// for those who ask a snapshot of the home.
    fn signed(&self) -> Option<SignedToken> {
        let Self { jti, kid, expires_at } = self;
        let kid = kid.clone()?;
        Some(SignedToken {
            jti: jti.parse().ok(),
            name: Denial::name(jti),
            kid,
            client_id: None,
            expires_at: *expires_at,
        })
    }
}

impl Authority {
    /// What a revocation snapshot says, if a key of this home vouches for it. How old it is does not matter: what was revoked
    /// stays revoked.
    pub fn snapshot_of_ours(&self, text: &[u8]) -> Result<Elsewhere> {
        let not_ours = |why| Error::NotOurSnapshot(why);
        let text = std::str::from_utf8(text.trim_ascii()).map_err(|_| not_ours("it is no text"))?;
        let document = UntrustedDocument::parse(text).map_err(|_| not_ours("it is no signed document"))?;
        if !document.header().typ.as_deref().is_some_and(|typ| same_typ(typ, SNAPSHOT_TYP)) {
            return Err(not_ours("it is something else"));
        }
        let found = self.by_view(self.now(), |source| source.key(document.header()))?;
        let KeyLookup::Found { key, record, .. } = found else {
            return Err(not_ours("no key of this home signed it"));
        };
        let kid = record.as_ref().map(|record| record.kid.clone());
        if record.is_some_and(|record| matches!(record.state, KeyState::Revoked(_))) {
            return Err(not_ours("the key that signed it is revoked"));
        }
        let (_, payload) = document.check(&*key).map_err(|_| not_ours("its signature is wrong"))?;
        let payload = document::payload(payload).map_err(|_| not_ours("it cannot be read"))?;
        let snapshot = RevocationSnapshot::parse(&payload).map_err(|_| not_ours("it cannot be read"))?;
        if snapshot.issuer != self.defaults.issuer {
            return Err(not_ours("it is of another issuer"));
        }
        let mut revoked = snapshot.into_revocations();
        // It does not say who signed them, nor when they end.
        let of_snapshot = |jti| RevokedElsewhere { jti, kid: kid.clone(), expires_at: Timestamp(i64::MAX) };
        let jtis = std::mem::take(&mut revoked.jtis).into_iter().map(|jti| jti.to_string());
        let tokens = jtis.chain(std::mem::take(&mut revoked.named)).map(of_snapshot).collect();
        Ok(Elsewhere { revoked, tokens, canaries: Vec::new(), secrets: Vec::new() })
    }

    /// Revokes what was revoked elsewhere, in one transaction; keys after it, one by one.
    pub fn merge_revocations(&self, caller: &Caller, elsewhere: &Elsewhere, note: &Note) -> Result<Merged> {
        let Elsewhere { revoked, tokens, canaries, secrets } = elsewhere;
        let mut merged = self.asked(caller, Some(Attempt::of(Verb::TokensRevoked)), |asked| {
            asked.work(|tx| {
                let (mut merged, mut done) = (Merged::default(), Vec::new());
                for client_id in &revoked.apps {
                    let Some(before) = tx.take_app(&AppRef::ClientId(client_id.clone()))? else { continue };
                    if matches!(before.state, AppState::Active { .. }) {
                        let after = before.clone().block(note.clone(), caller.actor(), tx.now)?;
                        tx.replace_app(&before, &after)?;
                        done.push(tx.event(Deed::AppBlocked { client_id: client_id.clone() }, Some(note)));
                        merged.apps += 1;
                    }
                }
                for (client_id, digest) in secrets {
                    if tx.take_app(&AppRef::ClientId(client_id.clone()))?.is_none() {
                        continue;
                    }
                    let found = tx.secrets(client_id)?.into_iter().find(|secret| secret.digest == *digest);
                    if let Some(secret) = found.filter(AppSecret::is_active) {
                        let ended = Some((tx.now, caller.actor(), Some(note.clone())));
                        tx.replace_secret(&secret, &AppSecret { revoked: ended, ..secret.clone() })?;
                        let deed = Deed::SecretRevoked { client_id: client_id.clone(), secret: secret.id() };
                        done.push(tx.event(deed, Some(note)));
                        merged.secrets += 1;
                    }
                }
                for canary in canaries {
                    merged.canaries += u64::from(take_over(tx, canary, note, &mut done)?);
                }
                for cut in revoked.users.iter().filter(|cut| cut.blocked) {
                    merged.users += u64::from(users::block_as_elsewhere(tx, caller, &cut.sub, note, &mut done)?);
                }
                for cut in revoked.users.iter().filter(|cut| !cut.blocked) {
                    merged.tokens += end_user(tx, caller, cut, note, &mut done)?;
                }
                for family in &revoked.families {
                    let selector = Selector { family: Some(*family), ..Selector::default() };
                    merged.tokens += end_matching(tx, caller, selector, note, &mut done)?;
                }
                let mut ending = Ending::at(tx.now, caller.actor(), Some(note));
                let mut found = Vec::new();
                for token in tokens {
                    match (by_name(&**tx, &token.jti, |jti| tx.token(jti))?, token.signed()) {
                        (Some(known), _) => found.push(known),
                        (None, Some(signed)) => ending.unlisted(&**tx, &signed)?,
                        (None, None) => ending.unknown(),
                    }
                }
                for token in Ending::take(&**tx, &found)? {
                    ending.token(&**tx, token)?;
                }
                ending.write(&mut **tx)?;
                merged.tokens += ending.count();
                done.extend(ending.events(tx));
                Ok(match tx.all(done) {
                    None => Change::Nothing(merged),
                    Some(events) => Change::Made(merged, events),
                })
            })
        })?;
        for kid in &revoked.keys {
            let known = self.store.read()?.key(kid)?;
            if known.is_some_and(|key| !matches!(key.state, KeyState::Revoked(_))) {
                self.revoke_key(caller, &KeyName::new(kid.as_str()), Some(note), Mode::Do)?;
                merged.keys += 1;
            }
        }
        Ok(merged)
    }
}

/// Takes over a canary that the ledger does not know, where it knows its app.
fn take_over(tx: &mut Tx<'_>, canary: &TokenRecord, note: &Note, done: &mut Vec<Event>) -> Result<bool> {
    if tx.token(&canary.jti)?.is_some() || tx.take_app(&AppRef::ClientId(canary.client_id.clone()))?.is_none() {
        return Ok(false);
    }
    if canary.shown_jti().map_or(Ok(None), |jti| tx.shown_as(jti))?.is_some() {
        return Ok(false);
    }
    tx.insert_tokens(std::slice::from_ref(canary))?;
    done.push(tx.event(planted(canary), canary.canary().and_then(|planted| planted.note.as_ref()).or(Some(note))));
    Ok(true)
}

/// Ends what was said of a user as a whole.
fn end_user(
    tx: &mut Tx<'_>,
    caller: &Caller,
    cut: &UserCut,
    note: &Note,
    done: &mut Vec<Event>,
) -> Result<RevocationCount> {
    if let Some(client_id) = &cut.client_id
        && let Some(grant) = tx.take_active_grant(client_id, &cut.sub)?
        && grant.granted_at < cut.before
    {
        let revocation = Revocation { at: tx.now, by: caller.actor(), cause: Cause::Grant, note: Some(note.clone()) };
        tx.revoke_grants(&GrantFilter { id: Some(grant.id), ..GrantFilter::default() }, &revocation)?;
    }
    let selector = Selector {
        user: Some(cut.sub.clone()),
        app: cut.client_id.clone(),
        issued_before: Some(cut.before),
        ..Selector::default()
    };
    end_matching(tx, caller, selector, note, done)
}

fn end_matching(
    tx: &mut Tx<'_>,
    caller: &Caller,
    selector: Selector,
    note: &Note,
    done: &mut Vec<Event>,
) -> Result<RevocationCount> {
    let (at, cause) = (tx.now, selector.cause());
    let tokens = tx.count_tokens(&selector, at)?;
    tx.revoke_tokens(&selector, &Revocation { at, by: caller.actor(), cause, note: Some(note.clone()) })?;
    done.push(tx.event(Deed::MatchingRevoked { selector: Box::new(selector), cause, tokens }, Some(note)));
    Ok(tokens)
}

/// The tokens of another ledger that stand so, and have not ended by then.
fn each_of(
    ledger: &(impl Read + ?Sized),
    standing: Standing,
    since: Timestamp,
    take: &mut dyn FnMut(TokenRecord),
) -> store::Result<()> {
    let (selector, standing) = (Selector::default(), Some(standing));
    let filter = TokenFilter { selector, standing, ends_before: None, now: since };
    let mut page = Page { after: None, limit: 1_000 };
    loop {
        let tokens = ledger.tokens(&filter, &page)?;
        let Some(last) = tokens.last() else { return Ok(()) };
        page.after = Some(last.jti);
        tokens.into_iter().filter(|token| token.expires_at > since).for_each(&mut *take);
    }
}

/// What is revoked in another ledger, and may matter as of a time: also of tokens that no key signed.
pub fn revoked_in(ledger: &(impl Read + ?Sized), since: Timestamp) -> store::Result<Elsewhere> {
    let mut all = Elsewhere::default();
    each_of(ledger, Standing::Revoked, since, &mut |token| {
        let jti = token.named_jti();
        all.tokens.push(RevokedElsewhere { jti, kid: token.kid, expires_at: token.expires_at });
    })?;
    each_of(ledger, Standing::Canary, since, &mut |token| all.canaries.push(token))?;
    all.revoked.users = ledger.revocations(since, MAX_LISTED)?.users;
    for app in ledger.apps()? {
        let ended = ledger.secrets(&app.client_id)?.into_iter().filter(|secret| !secret.is_active());
        all.secrets.extend(ended.map(|secret| (app.client_id.clone(), secret.digest)));
        if matches!(app.state, AppState::Blocked { .. } | AppState::Deleted { .. }) {
            all.revoked.apps.push(app.client_id);
        }
    }
    let revoked = ledger.keys()?.into_iter().filter(|key| matches!(key.state, KeyState::Revoked(_)));
    all.revoked.keys = revoked.map(|key| key.kid).collect();
    Ok(all)
}
