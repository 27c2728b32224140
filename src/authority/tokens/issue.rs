//! Issuing tokens.

use std::borrow::Cow;

use super::consent::{Asked, Consent};
use super::mint::{Access, Minting};
use super::wanted::{Known, Wanted};
use crate::authority::apps;
use crate::authority::error::{Error, OfUser, Result};
use crate::authority::parts::Authority;
use crate::authority::signers::Signing;
use crate::authority::signing::StuckRotation;
use crate::authority::users;
use crate::authority::work::{Attempted, Change};
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::claims::profile::{Chance, Model};
use crate::core::claims::{ClaimMap, ClaimsRequest, IdTokenRequest, Ordinary, bind_id};
use crate::core::jose::{ACCESS_TOKEN_TYP, ID_TOKEN_TYP, Sign, encode};
use crate::core::policy::{Defaults, Policy};
use crate::core::proof::{Binding, token_type};
use crate::core::{
    AccessContext, Algorithm, Audience, Caller, Family, FamilyId, GrantId, Jti, KeyRecord, Omittable, OpaqueKind,
    Scopes, SecretText, Shape, Subject, Timestamp, TokenFormat, TokenRecord,
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
    pub context: AccessContext,
    /// Whether a refresh token comes with it.
    pub with_refresh: bool,
    /// Whether an ID token comes with it, and what it says.
    pub id_token: Option<IdTokenRequest>,
    /// Whether the user consents now to scopes beyond those consented to before.
    pub consent: bool,
    /// How the access token is written; as the app says where nothing is asked.
    pub format: Option<TokenFormat>,
    /// What is asked for against what the home would make.
    pub shape: Shape,
    /// What the token is modelled on, beneath all that is asked for.
    pub model: Option<Model>,
    /// Whether it is said to be a test token, which may depart from others in any home.
    pub is_test_token: bool,
}

impl IssueRequest {
    /// What an app asks for and nothing beyond it: a token as app and home have it, for all that may be.
    pub fn plain(app: AppRef, subject: Subject) -> Self {
        Self {
            app,
            subject,
            scopes: None,
            audiences: Vec::new(),
            claims: ClaimsRequest::default(),
            context: AccessContext::default(),
            with_refresh: false,
            id_token: None,
            consent: false,
            format: None,
            shape: Shape::default(),
            model: None,
            is_test_token: false,
        }
    }

    /// Refuses what makes no sense whatever the ledger says.
    pub(super) fn check(&self) -> Result<()> {
        match self.subject {
            Subject::App if self.with_refresh => Err(Error::NeedsUser(OfUser::RefreshToken)),
            Subject::App if self.id_token.is_some() => Err(Error::NeedsUser(OfUser::IdToken)),
            _ => Ok(self.shape.check()?),
        }
    }

    fn of_consent(&self) -> Asked<'_> {
        let Self { subject, scopes, context, consent, .. } = self;
        Asked { subject, scopes: scopes.as_ref(), context, consents: *consent }
    }

    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted {
            shape: Cow::Borrowed(&self.shape),
            claims: Cow::Borrowed(&self.claims),
            id: self.id_token.as_ref().map(Cow::Borrowed),
            audiences: Cow::Borrowed(&self.audiences),
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
    /// How the access token is shown: `Bearer`, or `DPoP` where it is bound to a key.
    pub token_type: &'static str,
    /// The ledger's row of the access token.
    pub record: TokenRecord,
    /// When all this happened.
    pub now: Timestamp,
    /// Why a rotation that is due did not happen, where one is.
    pub stuck: Option<StuckRotation>,
}

impl Authority {
    /// Issues an access token, and what is to come with it. All of it is in the ledger before this returns.
    pub fn issue(&self, caller: &Caller, request: &IssueRequest) -> Result<Issued> {
        let attempt = Some(Attempt::app(Verb::TokensIssued, &request.app));
        self.asked(caller, attempt, |asked| {
            request.check()?;
            self.store.prepare()?;
            loop {
                let app = apps::find(&*self.store.read()?, &request.app)?;
                let opened = if needs_key(request, Policy::of(&self.defaults, &app)) {
                    Some(self.open_signer(caller, &request.app, request.shape.algorithm)?)
                } else {
                    None
                };
                let signing = opened.as_ref().map(|opened| &*opened.signing);
                // Where the key was rotated while it was being opened, the new one is taken.
                if let Some(issued) = self.issue_with(asked, request, signing)? {
                    return Ok(Issued { stuck: opened.and_then(|opened| opened.stuck), ..issued });
                }
            }
        })
    }

    /// Issues with this key, or gives nothing back where it is no longer the one that signs.
    fn issue_with(
        &self,
        asked: &Attempted<'_>,
        request: &IssueRequest,
        signing: Option<&Signing>,
    ) -> Result<Option<Issued>> {
        asked.work(|tx| {
            let (now, fresh) = (tx.now, self.fresh(request)?);
            let signs = |algorithm| signing.map(|signing| &signing.record).filter(|key| key.algorithm == algorithm);
            let entered = enter(&mut **tx, &self.defaults, &*self.entropy, request, &signs, fresh, now)?;
            let Some(draft) = entered else { return Ok(Change::Nothing(None)) };
            let mut did = tx.did(draft.entered.clone(), None);
            did.extend(draft.also.iter().map(|deed| tx.event(deed.clone(), None)));
            let issued = draft.sign(signing.map(|signing| &signing.signer as &dyn Sign))?;
            Ok(Change::Made(Some(issued), did))
        })
    }

    /// The ids and the chance that one issue may need.
    pub(super) fn fresh(&self, request: &IssueRequest) -> Result<Fresh> {
        Ok(Fresh {
            grant: self.new_grant_id()?,
            family: self.new_family_id()?,
            jtis: [self.new_jti()?, self.new_jti()?, self.new_jti()?],
            chance: Chance::of(match &request.model {
                Some(model) if model.needs_chance() => random(&*self.entropy)?,
                _ => [0; 32],
            }),
            refresh: if request.with_refresh { Some(OpaqueKind::Refresh.mint(&random(&*self.entropy)?)) } else { None },
        })
    }
}

/// Ids and chance that nobody has used.
pub(super) struct Fresh {
    grant: GrantId,
    family: FamilyId,
    jtis: [Jti; 3],
    refresh: Option<SecretText>,
    pub(super) chance: Chance,
}

impl Fresh {
    /// The id of the access token.
    pub(super) fn access(&self) -> Jti {
        self.jtis[0]
    }
}

/// Tokens that are entered in a transaction, and not signed yet.
pub(super) struct Draft {
    pub(super) access: Access,
    pub(super) id: Option<ClaimMap>,
    pub(super) refresh: Option<SecretText>,
    pub(super) token_type: &'static str,
    pub(super) record: TokenRecord,
    pub(super) now: Timestamp,
    /// Of the key that must sign.
    pub(super) algorithm: Algorithm,
    /// The access token, for the record.
    pub(super) entered: Deed,
    /// What else was entered with it.
    pub(super) also: Vec<Deed>,
}

impl Draft {
    /// Signs what was entered. Opaque text alone needs no signer.
    pub(super) fn sign(self, signer: Option<&dyn Sign>) -> Result<Issued> {
        let Self { access, id, refresh, token_type, record, now, algorithm, .. } = self;
        let access = access.text(&record, signer, algorithm)?;
        let id = id.map(|mut claims| {
            bind_id(&mut claims, algorithm, access.reveal());
            Ok::<_, Error>(encode(ID_TOKEN_TYP, &claims, signer.ok_or(Error::NoActiveKey(algorithm))?)?)
        });
        Ok(Issued { access, refresh, id: id.transpose()?, token_type, record, now, stuck: None })
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
    let Fresh { grant: new_grant, family: new_family, jtis: [access_jti, refresh_jti, id_jti], refresh, chance } =
        fresh;
    let before = apps::hold(&*tx, &request.app)?;
    let app = before.clone().admit(now)?;
    let policy = Policy::of(defaults, &app).for_user(request.subject.user());
    let algorithm = request.shape.algorithm.unwrap_or(policy.algorithm());
    let key = if needs_key(request, policy) {
        let Some(key) = signs(algorithm) else { return Ok(None) };
        if tx.hold_active_key(algorithm)?.as_ref() != Some(key) {
            return Ok(None);
        }
        Some(key)
    } else {
        None
    };
    let name = request.subject.user();
    let kept = name.map(|name| tx.hold_user(name)).transpose()?.flatten();
    let user = users::admitted(users::known(&defaults.people, name, kept, now))?;
    let format = request.format.unwrap_or(policy.token_format());
    let consent = Consent::of(tx, &request.of_consent(), &app, policy, new_grant, now)?;
    let (scopes, user_of) = (&consent.scopes, user.as_ref());
    let known = Known { defaults, policy, app: &app, scopes, user: user_of, chance: &chance, now };
    let mut wanted = request.wanted();
    if let Some(model) = &request.model {
        wanted = wanted.over(model, request.subject.user(), &known)?;
    }
    let shape = settle(&*tx, request, &wanted.shape, &known, format)?;
    let audiences =
        if shape.without.contains(&Omittable::Audience) { Vec::new() } else { policy.audiences(&wanted.audiences)? };
    let mut also = Vec::new();
    consent.enter(tx, &mut also)?;
    let Consent { scopes, grant, .. } = consent;
    let family = grant.as_ref().filter(|_| request.with_refresh).map(|grant| Family {
        id: new_family,
        grant: grant.id,
        client_id: app.client_id.clone(),
        started_at: now,
        ends_at: policy.family_end(now),
        format,
        claims: family_claims(&wanted.claims),
        departs: Some(shape.clone().of_family()).filter(|shape| !shape.is_plain()).map(Box::new),
    });
    if let Some(family) = &family {
        tx.insert_family(family)?;
    }
    let minting = Minting {
        issuer: &defaults.issuer,
        policy,
        app: &app,
        key,
        opaque: opaque_text(format, entropy)?,
        subject: request.subject.clone(),
        user,
        grant: grant.map(|grant| grant.id),
        family,
        parent: None,
        audiences,
        shape,
        context: request.context.clone(),
        now,
    };
    let (access, record) = minting.access(&wanted.claims, &scopes, access_jti)?;
    let id = wanted.id.as_ref().map(|wish| minting.id(wish, &record, id_jti)).transpose()?;
    let (id, id_record) = id.unzip();
    let refresh_record = refresh.as_ref().map(|text| minting.refresh(text, &scopes, refresh_jti));
    let mut records = vec![record];
    records.extend(id_record.into_iter().chain(refresh_record));
    tx.insert_tokens(&records)?;
    also.extend(records[1..].iter().map(issued));
    let record = records.swap_remove(0);
    let entered = issued(&record);
    if before != app {
        tx.replace_app(&before, &app)?;
        also.push(Deed::AppActivated { client_id: app.client_id.clone() });
    }
    let token_type = token_type(wanted.claims.extra.get(Binding::CLAIM));
    Ok(Some(Draft { access, id, refresh, token_type, record, now, algorithm, entered, also }))
}

/// What of the wish departs from what the home would make, where that may be.
pub(super) fn settle(
    tx: &dyn Write,
    request: &IssueRequest,
    wanted: &Shape,
    known: &Known<'_>,
    format: TokenFormat,
) -> Result<Shape> {
    let Known { defaults, policy, app, now, .. } = *known;
    if wanted.is_plain() {
        return Ok(Shape::default());
    }
    let subject = request.subject.sub(&app.client_id);
    let (typ, issuer) = (ACCESS_TOKEN_TYP, &defaults.issuer);
    let ordinary = Ordinary { typ, issuer, subject, algorithm: policy.algorithm(), now };
    let shape = wanted.clone().beside(&ordinary);
    if format == TokenFormat::Opaque {
        let signs_nothing = request.id_token.is_none();
        if shape.typ.is_some() || !shape.header.is_empty() || (shape.algorithm.is_some() && signs_nothing) {
            return Err(Error::OpaqueHasNoHeader);
        }
    }
    policy.departing(shape.departures(typ, Some(issuer), subject), request.is_test_token)?;
    if let Some(jti) = &shape.jti
        && is_taken(tx, jti)?
    {
        return Err(Error::JtiTaken(jti.clone()));
    }
    Ok(shape)
}

/// Whether the ledger knows a token of this `jti`, or that one was revoked.
fn is_taken(tx: &dyn Write, jti: &str) -> Result<bool> {
    let ours = jti.parse().ok().map(|jti| tx.token(&jti)).transpose()?.flatten();
    Ok(ours.is_some() || tx.shown_as(jti)?.is_some() || tx.denial(jti)?.is_some())
}

/// The record of a token that was entered.
pub(in crate::authority) fn issued(record: &TokenRecord) -> Deed {
    Deed::TokenIssued {
        jti: record.jti,
        kind: record.kind,
        client_id: record.client_id.clone(),
        subject: record.subject.clone(),
        expires_at: record.expires_at,
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
pub(super) fn needs_key(request: &IssueRequest, policy: Policy<'_>) -> bool {
    request.id_token.is_some() || request.format.unwrap_or(policy.token_format()) == TokenFormat::Jwt
}

/// What every access token of a family carries: the extra claims, and the address that it is bound to. What is kept of the user
/// is not among them: a refreshed token says of the user what is so then.
fn family_claims(request: &ClaimsRequest) -> ClaimMap {
    let mut claims = request.extra.clone();
    if let Some(ip) = request.bind_ip {
        claims.insert("ip".to_owned(), ip.to_string().into());
    }
    claims
}
