//! `mintage token issue --key`: a token that a key signs, with no home and no ledger.

use std::path::Path;

use zeroize::Zeroizing;

use super::issue_args::IssueArgs;
use super::like;
use super::model::Named;
use super::wish::{Asked as Wished, Wish};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::path::FileArg;
use crate::cli::sources::Passphrases;
use crate::cli::view::issued::OfflineIssued;
use crate::core::claims::profile::{Chance, Circumstances, ForWhom, Model};
use crate::core::claims::{ClaimMap, Issuance, access_claims, bind_id, id_claims};
use crate::core::jose::{ACCESS_TOKEN_TYP, ID_TOKEN_TYP, Sign as _, encode_headed, shaped_header};
use crate::core::proof::{Binding, token_type};
use crate::core::{
    AccessContext, Algorithm, Audience, Jti, Kid, Omittable, Scopes, SecretText, Shape, Subject, TokenFormat, UserId,
};
use crate::host::entropy::random;
use crate::host::files;
use crate::keys::import::{self, Asked, Kind};
use crate::keys::{ImportError, ImportedKey, SigningKey};
use crate::settings::{ACCESS_TTL, Profiles};

/// Signs a token with a key file. Nothing is kept, and no home is looked for.
pub fn run(args: &IssueArgs, key: &FileArg, wish: Wish, cx: &mut Context<'_>) -> Answer {
    refuse_of_ledger(args, cx)?;
    let named = Named::read(&args.model, |_| Ok(Profiles::built_in()), cx)?;
    let signer = Signer::open(args, key, cx)?;
    wish.slips().iter().for_each(|slip| cx.ui.warn(&slip.to_string()));
    let asked = wish.asked().map_err(|why| Error::Usage { message: format!("the request {why}"), hint: None })?;
    let issued = issue(args, &named, &asked, &signer, cx)?;
    if let Some(like) = &named.like {
        like::tell(like, cx);
    }
    cx.ui.note("signed without a home: no ledger knows the token, and nobody can revoke it");
    cx.ui.answer(&issued)?;
    Ok(Exit::Done)
}

/// A key that signs this once.
struct Signer {
    key: SigningKey,
    /// What the header calls it; none where nobody named it, as with a secret.
    kid: Option<Kid>,
}

impl Signer {
    fn open(args: &IssueArgs, file: &FileArg, cx: &mut Context<'_>) -> Result<Self, Error> {
        let most = usize::try_from(import::MOST).unwrap_or(usize::MAX);
        let bytes = if *file == *"-" { cx.ui.stdin(most)? } else { files::read(Path::new(&**file), import::MOST)? };
        let bytes = Zeroizing::new(bytes);
        if bytes.len() > most {
            return Err(Error::usage("the key is larger than 1 MiB", import::KNOWN_FORMS));
        }
        cx.warn_of_open(&args.passphrase);
        let passphrases = Passphrases {
            args: args.passphrase.clone(),
            command: None,
            environment: std::sync::Arc::clone(&cx.environment),
            may_ask: cx.may_ask(),
        };
        let asked = Asked {
            algorithm: args.shape.algorithm(),
            is_named: args.offline.kid.is_some(),
            secret: args.offline.secret_as,
        };
        let reading = match import::read_signers(&bytes, asked, &passphrases) {
            Err(ImportError::OpenAlgorithm(kind)) => {
                let algorithm = usual(kind);
                cx.ui.note(&format!("the key leaves its algorithm open: {algorithm} is taken; --alg takes another"));
                import::read_signers(&bytes, Asked { algorithm: Some(algorithm), ..asked }, &passphrases)?
            }
            read => read?,
        };
        for note in &reading.notes {
            cx.ui.note(&note.to_string());
        }
        let key = choose(reading.keys, args.offline.kid.as_ref())?;
        let kid = args.offline.kid.clone().or(key.kid);
        let Some(private) = &key.private else {
            return Err(Error::usage(
                "this is a public key, and only the private one signs",
                "give the private key; `mintage token verify --key` takes a public one",
            ));
        };
        if *file != *"-" && files::is_read_by_others(file.as_ref()) {
            let path = &**file;
            cx.ui.warn(&format!("others can read the key in {path}; `chmod 600 {path}`"));
        }
        // What stands in no header: no text needs it.
        let nameless = || Kid::new("key").map_err(anyhow::Error::new);
        let id = kid.clone().map_or_else(nameless, Ok)?;
        let signing = SigningKey::from_pkcs8(id, key.algorithm, private);
        Ok(Self { key: signing.ok_or(ImportError::Inconsistent)?, kid })
    }

    fn sign(&self, typ: &'static str, shape: &Shape, claims: &ClaimMap) -> Result<SecretText, Error> {
        let header = shaped_header(typ, shape, self.key.algorithm(), self.kid.as_ref().map(Kid::as_str));
        Ok(encode_headed(&header, claims, &self.key).map_err(anyhow::Error::new)?)
    }
}

/// What is signed with a key that several algorithms can use, where nobody says.
fn usual(kind: Kind) -> Algorithm {
    match kind {
        Kind::Secret(_) => Algorithm::HS256,
        _ => Algorithm::RS256,
    }
}

/// The key that is meant among those of a file.
fn choose(mut keys: Vec<ImportedKey>, kid: Option<&Kid>) -> Result<ImportedKey, Error> {
    if keys.len() == 1 {
        return Ok(keys.remove(0));
    }
    let count = keys.len();
    let found = kid.and_then(|kid| keys.into_iter().find(|key| key.kid.as_ref() == Some(kid)));
    found.ok_or_else(|| {
        Error::usage(
            format!("the file has {count} keys, and one signs"),
            "say which with --kid; `mintage keys inspect` lists them",
        )
    })
}

/// Refuses what only a ledger can keep or know.
fn refuse_of_ledger(args: &IssueArgs, cx: &Context<'_>) -> Result<(), Error> {
    let context = AccessContext::from(args.context.clone());
    let of_ledger = [
        (cx.global.home.is_some(), "--home"),
        (args.with_refresh, "--with-refresh"),
        (args.batch.is_some(), "--batch"),
        (args.count.is_some(), "--count"),
        (args.dev, "--dev"),
        (args.consent, "--consent"),
        (args.format == Some(TokenFormat::Opaque), "--format opaque"),
        (context.ip.is_some() && !args.bind_ip, "--ip"),
        (context.user_agent.is_some() && !args.bind_user_agent, "--user-agent"),
        (context.device.is_some() && !args.bind_device, "--device"),
        (args.record.reason.is_some(), "--reason"),
        (args.record.by.is_some(), "--by"),
        (args.shape.is_test_token(), "--test-token"),
    ];
    match of_ledger.iter().find(|(is_given, _)| *is_given) {
        None => Ok(()),
        Some((_, flag)) => Err(Error::usage(
            format!("{flag} needs a home and its ledger, and --key signs without them"),
            format!("leave {flag} out, or --key; `mintage keys import` takes the key into a home"),
        )),
    }
}

fn issue(
    args: &IssueArgs,
    named: &Named,
    asked: &Wished,
    signer: &Signer,
    cx: &Context<'_>,
) -> Result<OfflineIssued, Error> {
    let now = cx.now();
    let like = named.like.as_ref();
    let user: Option<UserId> = match (&args.user, like) {
        (Some(user), _) => Some(user.clone()),
        (None, Some(like)) if asked.shape.subject.is_none() => like::user(like)?,
        (None, _) => None,
    };
    let of_like = || like?.clients.iter().find(|(claim, _)| *claim == "client_id").map(|(_, client)| client.clone());
    let app = args.app.as_ref().map(ToString::to_string);
    let client = args.offline.client_id.clone().or_else(|| app.clone()).or_else(of_like);
    let scopes = asked_scopes(args, named);
    let chance = Chance::of(random(&*cx.entropy).map_err(anyhow::Error::new)?);
    let mut of = Circumstances {
        user: user.as_ref(),
        app: app.as_deref().or(client.as_deref()),
        client_id: client.as_deref(),
        home: None,
        issuer: asked.shape.issuer.as_ref(),
        subject: asked.shape.subject.as_deref(),
        audiences: &args.aud,
        scopes: &scopes,
        kept: None,
        now,
        chance: &chance,
    };
    let model = named.model(!args.scope.is_empty()).unwrap_or_default();
    let audiences = audiences(args, &model, &of)?;
    of.audiences = &audiences;
    let made = model.under(&of, ForWhom::of(&args.aud), &asked.shape, &asked.claims, asked.id.as_ref())?;
    let Some(issuer) = made.shape.issuer.clone() else {
        return Err(Error::usage(
            "without a home nothing says who issues the token",
            "give --iss, or a profile that has one, as in --profile auth0",
        ));
    };
    if audiences.is_empty() && !made.shape.without.contains(&Omittable::Audience) {
        return Err(Error::usage(
            "without a home nothing says whom the token is for",
            "give --aud, or --no-claim aud for a token without one",
        ));
    }
    if user.is_none() && client.is_none() && made.shape.subject.is_none() {
        return Err(Error::usage(
            "without a home nothing says of whom the token is",
            "give --user, --sub, or --client-id for an app that acts for itself",
        ));
    }
    made.shape.check().map_err(|error| Error::Usage { message: error.to_string(), hint: None })?;
    let subject = user.map_or(Subject::App, Subject::User);
    let jti = |random| Jti::from_parts(u64::try_from(cx.clock.since_epoch().as_millis()).unwrap_or(u64::MAX), random);
    let new_jti = || random(&*cx.entropy).map(jti).map_err(anyhow::Error::new);
    let issuance = |shape| Issuance {
        issuer: &issuer,
        client_id: client.as_deref(),
        subject: &subject,
        scopes: &scopes,
        audiences: &audiences,
        key: None,
        ttl: ACCESS_TTL,
        now,
        shape,
    };
    let access_jti = new_jti()?;
    let claims = access_claims(&issuance(&made.shape), &made.claims, access_jti);
    let access = signer.sign(ACCESS_TOKEN_TYP, &made.shape, &claims.map)?;
    let id = match &made.id {
        None => None,
        Some(_) if client.is_none() => {
            return Err(Error::usage("an ID token is for an app, and none is named", "give --client-id"));
        }
        Some(request) => {
            let shape = made.shape.of_id_token();
            let mut claims = id_claims(&issuance(&shape), request, claims.expires_at, new_jti()?);
            bind_id(&mut claims, signer.key.algorithm(), access.reveal());
            Some(signer.sign(ID_TOKEN_TYP, &shape, &claims)?)
        }
    };
    Ok(OfflineIssued {
        access,
        id,
        token_type: token_type(made.claims.extra.get(Binding::CLAIM)),
        expires_in: now.seconds_until(claims.expires_at).max(0),
        scope: scopes.to_string(),
        jti: made.shape.jti.clone().unwrap_or_else(|| access_jti.to_string()),
        kid: signer.kid.clone(),
    })
}

/// The scopes that flags ask for, else those of the token that is the model.
fn asked_scopes(args: &IssueArgs, named: &Named) -> Scopes {
    let of_like = || named.like.as_ref().and_then(|like| like.scopes.clone());
    let asked = (!args.scope.is_empty()).then(|| args.scope.iter().cloned().collect());
    asked.or_else(of_like).unwrap_or_default()
}

fn audiences(args: &IssueArgs, model: &Model, of: &Circumstances<'_>) -> Result<Vec<Audience>, Error> {
    if !args.aud.is_empty() {
        return Ok(args.aud.clone());
    }
    Ok(model.audiences(of)?.unwrap_or_default())
}
