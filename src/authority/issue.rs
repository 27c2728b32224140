//! Issuing tokens.

use super::bundle::{Bundle, Signing};
use super::{Authority, Error, Result, apps};
use crate::core::app::AppRef;
use crate::core::claims::{ClaimMap, ClaimsRequest, IdTokenRequest};
use crate::core::policy::Policy;
use crate::core::{
    Algorithm, App, Audience, Context, Family, FamilyId, Grant, GrantId, KeyRecord, OpaqueKind, Scopes, SecretText,
    Subject, Timestamp, TokenFormat, TokenRecord,
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
        if request.subject == Subject::App {
            if request.with_refresh {
                return Err(Error::NeedsUser("a refresh token"));
            }
            if request.id_token.is_some() {
                return Err(Error::NeedsUser("an ID token"));
            }
        }
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
        let (mut keys, algorithm) = self.signing_keys(app)?;
        let now = self.now();
        if let Some(next) = keys.iter().find(|key| key.is_due(now)) {
            // Only a key that was opened takes over; until then the old one signs on.
            let signs_on = keys.iter().any(KeyRecord::is_active);
            match self.ring.open(next, &*self.passphrases) {
                Ok(_) => {
                    self.rotate_if_due(algorithm)?;
                    (keys, _) = self.signing_keys(app)?;
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
        let now = self.now();
        let ids = NewIds { grant: self.new_grant_id()?, family: self.new_family_id()? };
        let [access_jti, refresh_jti, id_jti] = [self.new_jti()?, self.new_jti()?, self.new_jti()?];
        let refresh = if request.with_refresh { Some(OpaqueKind::Refresh.mint(&random(self.entropy)?)) } else { None };

        let mut tx = self.store.write()?;
        let before = apps::find_for_write(&*tx, &request.app)?;
        let app = before.clone().admit(now)?;
        let policy = Policy::of(&self.defaults, &app);
        if needs_key(request, policy) && !is_current(&*tx, policy, signing)? {
            return Ok(None);
        }
        let format = request.format.unwrap_or(policy.token_format());
        let audiences = policy.audiences(&request.audiences)?;
        let (scopes, grant) = cover(&mut *tx, request, &app, policy, ids.grant, now)?;
        let family = grant.as_ref().filter(|_| request.with_refresh).map(|grant| Family {
            id: ids.family,
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
            issuer: &self.defaults.issuer,
            policy,
            app: &app,
            signing,
            opaque: opaque_text(format, self.entropy)?,
            subject: request.subject.clone(),
            grant: grant.map(|grant| grant.id),
            family,
            parent: None,
            audiences,
            context: request.context.clone(),
            now,
        };
        let access = bundle.access(&request.claims, &scopes, access_jti)?;
        tx.insert_token(&access.1)?;
        let id = request.id_token.as_ref().map(|wish| bundle.id(wish, &access, id_jti)).transpose()?;
        if let Some((_, record)) = &id {
            tx.insert_token(record)?;
        }
        if let Some(text) = &refresh {
            tx.insert_token(&bundle.refresh(text, &scopes, refresh_jti))?;
        }
        if before != app {
            tx.replace_app(&before, &app)?;
        }
        tx.commit()?;
        let (access, record) = access;
        Ok(Some(Issued { access, refresh, id: id.map(|(text, _)| text), record, now }))
    }
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

struct NewIds {
    grant: GrantId,
    family: FamilyId,
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
