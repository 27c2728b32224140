//! Tokens that are planted to be found: each looks like one of an app, and opens nothing anywhere.
//!
//! Its row is born revoked. Where it is a JWT, a key signs it that is thrown away at once, under the name of the one that signs
//! here: so no key set accepts it, and a verifier that knows no revocation is not opened by it either.

use super::issue::{IssueRequest, Issued, needs_key, opaque_text, settle};
use super::mint::Minting;
use super::wanted::Known;
use crate::authority::apps;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::users;
use crate::authority::work::{Attempted, Change};
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::claims::{ClaimsRequest, Lifetime};
use crate::core::jose::Sign;
use crate::core::policy::Policy;
use crate::core::proof::{Binding, token_type};
use crate::core::{
    AlgorithmFamily, Caller, Cause, KeyRecord, Note, Omittable, Revocation, TokenRecord, TokenState, Ttl,
};
use crate::keys::{KeyError, SigningKey, generate};

/// How long a canary looks good where nobody says: it lies where it was planted until somebody finds it.
const CANARY_TTL: Ttl = Ttl::days(365);

impl Authority {
    /// Makes a token that looks as one that [`issue`](Self::issue) makes, and opens nothing. It is in the ledger before this
    /// returns, known by the digest of its text, with where it is planted. No user is asked to consent, and no app begins to be
    /// in use by it; and nothing comes with it. The private half of the key that signs here is not needed.
    pub fn plant(&self, caller: &Caller, request: &IssueRequest, note: &Note) -> Result<Issued> {
        let attempt = Attempt::app(Verb::CanaryPlanted, &request.app);
        self.asked(caller, Some(attempt), |asked| {
            request.check()?;
            let request = &IssueRequest { with_refresh: false, id_token: None, ..request.clone() };
            self.store.prepare()?;
            loop {
                let read = self.store.read()?;
                let app = apps::find(&*read, &request.app)?;
                let policy = Policy::of(&self.defaults, &app);
                let key = if needs_key(request, policy) {
                    let algorithm = request.shape.algorithm.unwrap_or(policy.algorithm());
                    Some(read.active_key(algorithm)?.ok_or(Error::NoActiveKey(algorithm))?)
                } else {
                    None
                };
                drop(read);
                let signer = key.as_ref().map(|key| self.throw_away(key)).transpose()?;
                if let Some(issued) = self.plant_with(asked, request, note, key.as_ref(), signer.as_ref())? {
                    return Ok(issued);
                }
            }
        })
    }

    /// A key that is like this one, and in no file, ledger or key set.
    fn throw_away(&self, like: &KeyRecord) -> Result<SigningKey> {
        let algorithm = like.algorithm;
        // One that was imported may have a size that none is made in: what shows is how long its signatures are.
        let bits = (algorithm.family() == AlgorithmFamily::Rsa).then(|| like.bits.next_multiple_of(8));
        let made = generate(algorithm, bits, &*self.entropy)?;
        let signer = SigningKey::from_pkcs8(like.kid.clone(), algorithm, &made.private);
        Ok(signer.ok_or(KeyError::Generation(algorithm))?)
    }

    /// Plants one under the name of this key, or gives nothing back where it is no longer the one that signs.
    fn plant_with(
        &self,
        asked: &Attempted<'_>,
        request: &IssueRequest,
        note: &Note,
        key: Option<&KeyRecord>,
        signer: Option<&SigningKey>,
    ) -> Result<Option<Issued>> {
        asked.work(|tx| {
            let (now, fresh) = (tx.now, self.fresh(request)?);
            let app = apps::hold(&**tx, &request.app)?.admit(now)?;
            let name = request.subject.user();
            let policy = Policy::of(&self.defaults, &app).for_user(name);
            let algorithm = request.shape.algorithm.unwrap_or(policy.algorithm());
            let is_signed = needs_key(request, policy);
            if is_signed && (key.is_none() || tx.hold_active_key(algorithm)?.as_ref() != key) {
                return Ok(Change::Nothing(None));
            }
            let kept = name.map(|name| tx.hold_user(name)).transpose()?.flatten();
            let user = users::admitted(users::known(&self.defaults.people, name, kept, now))?;
            let format = request.format.unwrap_or(policy.token_format());
            let consent = name.map(|name| tx.take_active_grant(&app.client_id, name)).transpose()?.flatten();
            let scopes = policy.scopes(request.scopes.as_ref(), consent.as_ref().map(|grant| &grant.scopes))?;
            let known = Known {
                defaults: &self.defaults,
                policy,
                app: &app,
                scopes: &scopes,
                user: user.as_ref(),
                chance: &fresh.chance,
                now,
            };
            let mut wanted = request.wanted();
            if let Some(model) = &request.model {
                wanted = wanted.over(model, name, &known)?;
            }
            let shape = settle(&**tx, request, &wanted.shape, &known, format)?;
            let is_for_nobody = shape.without.contains(&Omittable::Audience);
            let audiences = if is_for_nobody { Vec::new() } else { policy.audiences(&wanted.audiences)? };
            let claims = lasting(&wanted.claims);
            let minting = Minting {
                issuer: &self.defaults.issuer,
                policy,
                app: &app,
                key: key.filter(|_| is_signed),
                opaque: opaque_text(format, &*self.entropy)?,
                subject: request.subject.clone(),
                user,
                grant: None,
                family: None,
                parent: None,
                audiences,
                shape,
                context: request.context.clone(),
                now,
            };
            let (access, record) = minting.access(&claims, &scopes, fresh.access())?;
            let access = access.text(&record, signer.map(|signer| signer as &dyn Sign), algorithm)?;
            let born = Revocation { at: now, by: tx.actor(), cause: Cause::Canary, note: Some(note.clone()) };
            let (digest, state) = (Some(access.digest()), TokenState::Revoked(born));
            let record = TokenRecord { kid: None, digest, state, ..record };
            tx.insert_tokens(std::slice::from_ref(&record))?;
            let did = tx.did(planted(&record), Some(note));
            let token_type = token_type(claims.extra.get(Binding::CLAIM));
            let issued = Issued { access, refresh: None, id: None, token_type, record, now, stuck: None };
            Ok(Change::Made(Some(issued), did))
        })
    }
}

/// The record of a canary that was entered.
pub(super) fn planted(record: &TokenRecord) -> Deed {
    Deed::CanaryPlanted {
        jti: record.jti,
        client_id: record.client_id.clone(),
        subject: record.subject.clone(),
        expires_at: record.expires_at,
    }
}

/// The same, with a long life where nobody asked for another.
fn lasting(claims: &ClaimsRequest) -> ClaimsRequest {
    let lifetime = match claims.lifetime {
        Lifetime::Policy => Lifetime::For(CANARY_TTL),
        asked => asked,
    };
    ClaimsRequest { lifetime, ..claims.clone() }
}
