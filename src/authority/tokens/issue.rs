//! Issuing tokens.

use super::mint::{Access, Bundle, Signing};
use crate::authority::apps;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::claims::{ClaimMap, ClaimsRequest, IdTokenRequest, bind_id};
use crate::core::jose::{ID_TOKEN_TYP, Sign, encode};
use crate::core::policy::{Defaults, Policy};
use crate::core::{
    Algorithm, App, Audience, Context, Family, FamilyId, Grant, GrantId, Jti, KeyRecord, OpaqueKind, Scopes,
    SecretText, Subject, Timestamp, TokenFormat, TokenRecord,
};
use crate::host::entropy::{Entropy, random};
use crate::store::Write;

/// What issuing a token needs.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    /// To which app.
    pub app: AppRef,
    /// For whom.
    pub subject: Subject,
    /// What for; what the user consented to before where nothing is asked.
    pub scopes: Option<Scopes>,
    /// Where; what app and home say where nothing is asked.
    pub audiences: Vec<Audience>,
    /// Lifetime, extra claims and binding of the access token.
    pub claims: ClaimsRequest,
    /// From where it is asked for.
    pub context: Context,
    /// Whether a refresh token comes with it.
    pub with_refresh: bool,
    /// Whether an ID token comes with it, and what it says.
    pub id_token: Option<IdTokenRequest>,
    /// Whether the user consents now to scopes beyond those consented to before.
    pub consent: bool,
    /// How the access token is written; as the app says where nothing is asked.
    pub format: Option<TokenFormat>,
}

impl IssueRequest {
    /// Refuses what makes no sense whatever the ledger says.
    pub(super) fn check(&self) -> Result<()> {
        match self.subject {
            Subject::App if self.with_refresh => Err(Error::NeedsUser("a refresh token")),
            Subject::App if self.id_token.is_some() => Err(Error::NeedsUser("an ID token")),
            _ => Ok(()),
        }
    }
}

/// Tokens that were issued, and are in the ledger.
#[derive(Debug)]
pub struct Issued {
    /// The access token.
    pub access: SecretText,
    /// The refresh token.
    pub refresh: Option<SecretText>,
    /// The ID token.
    pub id: Option<SecretText>,
    /// The ledger's row of the access token.
    pub record: TokenRecord,
    /// When all this happened.
    pub now: Timestamp,
}

impl Authority<'_> {
    /// Issues an access token, and what is to come with it. All of it is in the ledger before this returns.
    pub fn issue(&mut self, request: &IssueRequest) -> Result<Issued> {
        request.check()?;
        self.store.prepare()?;
        loop {
            let app = apps::find(&*self.store.read()?, &request.app)?;
            let signing = if needs_key(request, Policy::of(&self.defaults, &app)) {
                Some(self.open_signer(&request.app)?)
            } else {
                None
            };
            // Where the key was rotated while it was being opened, the new one is taken.
            if let Some(issued) = self.issue_with(request, signing.as_ref())? {
                return Ok(issued);
            }
        }
    }

    /// Opens the key that signs for an app now. May ask a person, so no lock is held.
    /// A rotation that is due happens first.
    pub(super) fn open_signer(&mut self, app: &AppRef) -> Result<Signing> {
        let (keys, algorithm) = self.signing_keys(app)?;
        self.open_first(keys, algorithm)
    }

    /// Opens the key that signs with an algorithm now, as [`Self::open_signer`] does.
    pub(super) fn open_signer_of(&mut self, algorithm: Algorithm) -> Result<Signing> {
        let keys = self.store.read()?.signing_keys(algorithm)?;
        self.open_first(keys, algorithm)
    }

    fn open_first(&mut self, mut keys: Vec<KeyRecord>, algorithm: Algorithm) -> Result<Signing> {
        let now = self.now();
        if let Some(next) = keys.iter().find(|key| key.is_due(now)) {
            // Only a key that was opened takes over; until then the old one signs on.
            let signs_on = keys.iter().any(KeyRecord::is_active);
            match self.ring.open(next, &*self.passphrases) {
                Ok(_) => {
                    self.rotate_if_due(algorithm)?;
                    keys = self.store.read()?.signing_keys(algorithm)?;
                }
                Err(error) if signs_on => self.stuck_rotation = Some(format!("{error}")),
                Err(error) => return Err(error.into()),
            }
        }
        let record = keys.into_iter().find(KeyRecord::is_active).ok_or(Error::NoActiveKey(algorithm))?;
        let signer = self.ring.open(&record, &*self.passphrases)?;
        Ok(Signing { record, signer })
    }

    /// The key that signs for an app and those that may take over, and their algorithm.
    fn signing_keys(&self, app: &AppRef) -> Result<(Vec<KeyRecord>, Algorithm)> {
        let read = self.store.read()?;
        let app = apps::find(&*read, app)?;
        let algorithm = Policy::of(&self.defaults, &app).algorithm();
        Ok((read.signing_keys(algorithm)?, algorithm))
    }

    /// Issues with this key, or gives nothing back where it is no longer the one that signs.
    fn issue_with(&mut self, request: &IssueRequest, signing: Option<&Signing>) -> Result<Option<Issued>> {
        let (now, fresh) = (self.now(), self.fresh(request)?);
        let mut tx = self.store.write()?;
        let signs = |algorithm| signing.map(|signing| &signing.record).filter(|key| key.algorithm == algorithm);
        let entered = enter(&mut *tx, &self.defaults, self.entropy, request, &signs, fresh, now)?;
        let Some(draft) = entered else { return Ok(None) };
        let issued = draft.sign(signing.map(|signing| &signing.signer as &dyn Sign))?;
        tx.commit()?;
        Ok(Some(issued))
    }

    /// The ids and the chance that one issue may need: drawn before the ledger is locked.
    pub(super) fn fresh(&self, request: &IssueRequest) -> Result<Fresh> {
        Ok(Fresh {
            grant: self.new_grant_id()?,
            family: self.new_family_id()?,
            jtis: [self.new_jti()?, self.new_jti()?, self.new_jti()?],
            refresh: if request.with_refresh { Some(OpaqueKind::Refresh.mint(&random(self.entropy)?)) } else { None },
        })
    }
}

/// Ids and chance that nobody has used.
pub(super) struct Fresh {
    grant: GrantId,
    family: FamilyId,
    jtis: [Jti; 3],
    refresh: Option<SecretText>,
}

/// Tokens that are entered in a transaction, and not signed yet.
pub(super) struct Draft {
    access: Access,
    id: Option<ClaimMap>,
    refresh: Option<SecretText>,
    record: TokenRecord,
    now: Timestamp,
    /// Of the key that must sign.
    pub(super) algorithm: Algorithm,
}

impl Draft {
    /// Signs what was entered. Opaque text alone needs no signer.
    pub(super) fn sign(self, signer: Option<&dyn Sign>) -> Result<Issued> {
        let Self { access, id, refresh, record, now, algorithm } = self;
        let access = access.text(signer, algorithm)?;
        let id = id.map(|mut claims| {
            bind_id(&mut claims, algorithm, access.reveal());
            Ok::<_, Error>(encode(ID_TOKEN_TYP, &claims, signer.ok_or(Error::NoActiveKey(algorithm))?)?)
        });
        Ok(Issued { access, refresh, id: id.transpose()?, record, now })
    }
}

/// The one place that decides on an issue, and enters what comes of it. Nothing comes of it where the key that `signs` names
/// is not the one that signs now. What is refused is refused before anything is written.
pub(super) fn enter<'k>(
    tx: &mut dyn Write,
    defaults: &Defaults,
    entropy: &dyn Entropy,
    request: &IssueRequest,
    signs: &dyn Fn(Algorithm) -> Option<&'k KeyRecord>,
    fresh: Fresh,
    now: Timestamp,
) -> Result<Option<Draft>> {
    let Fresh { grant: new_grant, family: new_family, jtis: [access_jti, refresh_jti, id_jti], refresh } = fresh;
    let before = apps::find_for_write(&*tx, &request.app)?;
    let app = before.clone().admit(now)?;
    let policy = Policy::of(defaults, &app);
    let algorithm = policy.algorithm();
    let key = if needs_key(request, policy) {
        let Some(key) = signs(algorithm) else { return Ok(None) };
        if tx.active_key(algorithm)?.as_ref() != Some(key) {
            return Ok(None);
        }
        Some(key)
    } else {
        None
    };
    let format = request.format.unwrap_or(policy.token_format());
    let audiences = policy.audiences(&request.audiences)?;
    let (scopes, grant) = cover(tx, request, &app, policy, new_grant, now)?;
    let family = grant.as_ref().filter(|_| request.with_refresh).map(|grant| Family {
        id: new_family,
        grant: grant.id,
        client_id: app.client_id.clone(),
        started_at: now,
        ends_at: policy.family_end(now),
        format,
        claims: family_claims(&request.claims),
    });
    if let Some(family) = &family {
        tx.insert_family(family)?;
    }
    let bundle = Bundle {
        issuer: &defaults.issuer,
        policy,
        app: &app,
        key,
        opaque: opaque_text(format, entropy)?,
        subject: request.subject.clone(),
        grant: grant.map(|grant| grant.id),
        family,
        parent: None,
        audiences,
        context: request.context.clone(),
        now,
    };
    let (access, record) = bundle.access(&request.claims, &scopes, access_jti)?;
    tx.insert_token(&record)?;
    let id = request.id_token.as_ref().map(|wish| bundle.id(wish, &record, id_jti)).transpose()?;
    if let Some((_, record)) = &id {
        tx.insert_token(record)?;
    }
    if let Some(text) = &refresh {
        tx.insert_token(&bundle.refresh(text, &scopes, refresh_jti))?;
    }
    if before != app {
        tx.replace_app(&before, &app)?;
    }
    Ok(Some(Draft { access, id: id.map(|(claims, _)| claims), refresh, record, now, algorithm }))
}

/// The text of an access token that is not to be signed.
pub(super) fn opaque_text(format: TokenFormat, entropy: &dyn Entropy) -> Result<Option<SecretText>> {
    Ok(match format {
        TokenFormat::Jwt => None,
        TokenFormat::Opaque => Some(OpaqueKind::Access.mint(&random(entropy)?)),
    })
}

/// Whether anything of what is asked for is signed.
fn needs_key(request: &IssueRequest, policy: Policy<'_>) -> bool {
    request.id_token.is_some() || request.format.unwrap_or(policy.token_format()) == TokenFormat::Jwt
}

/// Whether the key that was opened is still the one that signs.
pub(super) fn is_current(tx: &dyn Write, policy: Policy<'_>, signing: Option<&Signing>) -> Result<bool> {
    let Some(signing) = signing else { return Ok(false) };
    Ok(tx.active_key(policy.algorithm())?.as_ref() == Some(&signing.record))
}

/// What every access token of a family carries: the extra claims, and the address that it is bound to.
fn family_claims(request: &ClaimsRequest) -> ClaimMap {
    let mut claims = request.extra.clone();
    if let Some(ip) = request.bind_ip {
        claims.insert("ip".to_owned(), ip.to_string().into());
    }
    claims
}

/// Settles the scopes of a token, and for a user the consent that it stands on.
fn cover(
    tx: &mut dyn Write,
    request: &IssueRequest,
    app: &App,
    policy: Policy<'_>,
    new_grant: GrantId,
    now: Timestamp,
) -> Result<(Scopes, Option<Grant>)> {
    let Subject::User(user) = &request.subject else {
        return Ok((policy.scopes(request.scopes.as_ref(), None)?, None));
    };
    let Some(before) = tx.active_grant(&app.client_id, user)? else {
        let scopes = policy.scopes(request.scopes.as_ref(), None)?;
        let grant =
            Grant::give(new_grant, app.client_id.clone(), user.clone(), scopes.clone(), request.context.clone(), now);
        tx.insert_grant(&grant)?;
        return Ok((scopes, Some(grant)));
    };
    let scopes = policy.scopes(request.scopes.as_ref(), Some(&before.scopes))?;
    let grant = before.clone().cover(&scopes, request.consent)?;
    if grant != before {
        tx.replace_grant(&before, &grant)?;
    }
    Ok((scopes, Some(grant)))
}
