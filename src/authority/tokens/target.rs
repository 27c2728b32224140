//! One token as people name it, and finding it.

use crate::authority::error::Result;
use crate::authority::named::started;
use crate::authority::parts::Authority;
use crate::core::jose::UntrustedToken;
use crate::core::jose::compact::{self as jose, NotSigned};
use crate::core::jose::same_typ;
use crate::core::revocations::SNAPSHOT_TYP;
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::shape::MOST_JTI;
use crate::core::verify::{KeyLookup, Source as _};
use crate::core::{ClientId, Denial, IdStart, Jti, KeyRecord, Kid, SecretText, Timestamp, TokenDigest, TokenFault};
use crate::store::{self, Read};

/// One token, by its id or its text.
#[derive(Debug, Clone)]
pub enum TokenRef {
    /// By its id.
    Jti(Jti),
    /// By a start of its id.
    Start(IdStart),
    /// By the `jti` in its text, which was chosen for a test token.
    Shown(String),
    /// By its text.
    Text(SecretText),
}

/// A target, recognised.
pub(super) enum TokenKey {
    /// The `jti` in its text.
    Jti(String),
    Digest(TokenDigest),
    Signed(SignedToken),
}

/// A token that a key of the home vouches for, whether or not the ledger knows it.
#[derive(Debug, Clone)]
pub(super) struct SignedToken {
    /// Its id, where it has the form of ours.
    pub jti: Option<Jti>,
    /// What it can be denied by; nothing where its jti is missing, or too long to be kept.
    pub name: Option<String>,
    /// The key that signed it.
    pub kid: Kid,
    /// The client_id of the app that it was issued to, as it says itself; nothing where a key of somebody else's signed it.
    pub client_id: Option<ClientId>,
    /// Its `exp`; the end of time where it has none.
    pub expires_at: Timestamp,
}

/// What a token calls the app that it was issued to: RFC 9068 (2.2), OpenID Connect, and two that providers of their own made.
const CLIENT_ID: [&str; 4] = ["client_id", "azp", "cid", "appid"];

impl SignedToken {
    /// What is known of a token that this key signed. A revocation snapshot is signed too, and no token.
    pub(super) fn of(signed: &jose::SignedToken, key: &KeyRecord) -> Self {
        let client_id = CLIENT_ID.into_iter().find_map(|name| signed.claims.get(name)).filter(|_| !key.is_of_others());
        let client_id = client_id.and_then(serde_json::Value::as_str).and_then(|id| ClientId::new(id).ok());
        let jti = signed.claims.get("jti").and_then(serde_json::Value::as_str);
        let is_snapshot = signed.header.typ.as_deref().is_some_and(|typ| same_typ(typ, SNAPSHOT_TYP));
        Self {
            jti: jti.and_then(|jti| jti.parse().ok()),
            name: jti.and_then(Denial::name).filter(|_| !is_snapshot),
            kid: key.kid.clone(),
            client_id,
            expires_at: signed.times.expires_at.unwrap_or(Timestamp(i64::MAX)),
        }
    }
}

impl TokenKey {
    /// What the ledger has of it: of its digest, or of its id.
    pub(super) fn find<T>(
        &self,
        read: &(impl Read + ?Sized),
        by_digest: impl FnOnce(&TokenDigest) -> store::Result<Option<T>>,
        by_jti: impl Fn(&Jti) -> store::Result<Option<T>>,
    ) -> Result<Option<T>> {
        Ok(match self {
            Self::Jti(jti) => by_name(read, jti, by_jti)?,
            Self::Digest(digest) => by_digest(digest)?,
            Self::Signed(signed) => signed.find(read, by_jti)?,
        })
    }
}

impl SignedToken {
    /// What the ledger has of it.
    pub(super) fn find<T>(
        &self,
        read: &(impl Read + ?Sized),
        get: impl Fn(&Jti) -> store::Result<Option<T>>,
    ) -> store::Result<Option<T>> {
        self.name.as_ref().map_or(Ok(None), |name| by_name(read, name, get))
    }
}

/// What the ledger has of the token with this `jti` in its text: one that was made here, or one that was chosen.
pub(super) fn by_name<T>(
    read: &(impl Read + ?Sized),
    jti: &str,
    get: impl Fn(&Jti) -> store::Result<Option<T>>,
) -> store::Result<Option<T>> {
    if let Ok(jti) = jti.parse()
        && let Some(found) = get(&jti)?
    {
        return Ok(Some(found));
    }
    read.shown_as(jti)?.map_or(Ok(None), |jti| get(&jti))
}

impl Authority {
    /// The token that is named by a start of its id, by all of it; any other as it is.
    pub fn named_wholly(&self, target: TokenRef) -> Result<TokenRef> {
        let TokenRef::Start(start) = &target else { return Ok(target) };
        let jti = self.of_start(start)?;
        Ok(jti.parse().map_or_else(|_| TokenRef::Shown(jti), TokenRef::Jti))
    }

    /// The `jti` that begins so.
    fn of_start(&self, start: &IdStart) -> Result<String> {
        let (read, text) = (self.store.read()?, start.to_string());
        // One that was chosen may be as short.
        match read.shown_as(&text)? {
            Some(_) => Ok(text),
            None => Ok(started::<Jti>(&*read, start)?.to_string()),
        }
    }

    /// A text is only taken for a token of ours when its signature or checksum says so: a forged text must not be
    /// able to revoke someone else's token.
    pub(super) fn recognise(&self, target: &TokenRef) -> Result<TokenKey> {
        let text = match target {
            TokenRef::Jti(jti) => return Ok(TokenKey::Jti(jti.to_string())),
            TokenRef::Shown(jti) => return Ok(TokenKey::Jti(jti.clone())),
            TokenRef::Start(start) => return Ok(TokenKey::Jti(self.of_start(start)?)),
            TokenRef::Text(text) => text.reveal(),
        };
        if OpaqueKind::of_prefix(text).is_some() {
            let opaque = OpaqueText::parse(text).map_err(TokenFault::Mistyped)?;
            return Ok(TokenKey::Digest(opaque.digest));
        }
        let token = match UntrustedToken::parse(text) {
            Ok(token) => token,
            Err(_) if text.len() <= MOST_JTI && self.store.read()?.shown_as(text)?.is_some() => {
                return Ok(TokenKey::Jti(text.to_owned()));
            }
            Err(fault) => return Err(TokenFault::Malformed(fault).into()),
        };
        let found = self.by_view(self.now(), |source| source.key(token.header()))?;
        let KeyLookup::Found { key, record: Some(record), .. } = found else {
            return self.canary_or(text, TokenFault::UnknownKey);
        };
        let signed = match token.check(&*key) {
            Ok(signed) => signed,
            Err(NotSigned::Algorithm) => return self.canary_or(text, TokenFault::OtherAlgorithm),
            Err(NotSigned::Signature) => return self.canary_or(text, TokenFault::NotSigned),
        };
        let signed = SignedToken::of(&signed, &record);
        if signed.jti.is_none() && signed.name.is_none() {
            return Err(TokenFault::ForeignJti.into());
        }
        Ok(TokenKey::Signed(signed))
    }

    /// A text that no key vouches for is known where it is that of a canary. Nothing ends by it: a canary is revoked.
    fn canary_or(&self, text: &str, fault: TokenFault) -> Result<TokenKey> {
        let digest = TokenDigest::of(text.as_bytes());
        let known = self.store.read()?.token_by_digest(&digest)?;
        match known.filter(|token| token.canary().is_some()) {
            Some(_) => Ok(TokenKey::Digest(digest)),
            None => Err(fault.into()),
        }
    }
}
