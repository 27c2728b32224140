//! `--dev`: a home that makes what is missing, and says so.

use crate::authority::{self, Authority, GenerateRequest, NewKeyProtection, ProfileChange, Registration};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::new_home::{DEFAULT_AUDIENCE, DEFAULT_ISSUER};
use crate::cli::sources::PassphraseArgs;
use crate::cli::spinner;
use crate::core::app::AppRef;
use crate::core::{Algorithm, App, AppProfile, Audience, Caller, Issuer, Scopes};
use crate::home::{LayOutError, NewHome};

/// What a request needs of a home for development.
pub struct DevWish<'a> {
    /// The app; none where the verb makes one of its own.
    pub app: Option<&'a AppRef>,
    /// The scopes that the app must be registered for.
    pub scope: &'a [Scopes],
    /// What signs, where that is not left to the app.
    pub algorithm: Option<Algorithm>,
    /// What opens the key.
    pub passphrase: &'a PassphraseArgs,
}

/// The home at work, with whatever the request needs of it.
pub fn authority(wish: &DevWish<'_>, caller: &Caller, cx: &mut Context<'_>) -> Result<Authority, Error> {
    make_home(cx)?;
    let authority = cx.authority_with(wish.passphrase)?;
    let algorithm = match wish.app {
        Some(app) => make_app(&authority, app, wish.scope, caller, cx)?,
        None => authority.defaults().algorithm,
    };
    let algorithm = wish.algorithm.unwrap_or(algorithm);
    let protection = NewKeyProtection::None;
    let request = GenerateRequest { algorithm: Some(algorithm), bits: None, kid: None, protection };
    let made = spinner::around(cx.is_watched(), "making a key", || authority.ensure_key(caller, &request))?;
    if let Some(key) = made {
        cx.ui.note(&format!("made an unencrypted {algorithm} key, {}", key.kid));
    }
    Ok(authority)
}

fn make_home(cx: &mut Context<'_>) -> Result<(), Error> {
    let home = cx.home_to_make()?;
    if home.exists() {
        return Ok(());
    }
    let issuer = Issuer::new(DEFAULT_ISSUER).map_err(anyhow::Error::new)?;
    let audience = Audience::new(DEFAULT_AUDIENCE).map_err(anyhow::Error::new)?;
    let audiences = [audience];
    let new = NewHome { issuer: &issuer, audiences: &audiences, algorithm: Algorithm::RS256, development: true };
    match cx.make_dev_home(&home, &new) {
        Err(LayOutError::MadeMeanwhile(_)) => return Ok(()),
        made => made?,
    }
    cx.trust_new(&home)
}

/// Gives the app the scopes that are asked for and that it is not registered for.
fn with_scopes(
    app: App,
    authority: &Authority,
    scope: &[Scopes],
    caller: &Caller,
    cx: &mut Context<'_>,
) -> Result<App, Error> {
    let asked: Scopes = scope.iter().cloned().collect();
    let missing = app.profile.scopes.missing(&asked);
    if missing.is_empty() {
        return Ok(app);
    }
    let scopes = Some(app.profile.scopes.union(&asked));
    let change = ProfileChange { scopes, ..ProfileChange::default() };
    let app = authority.update_app(caller, &AppRef::ClientId(app.client_id), &change)?.app;
    cx.ui.note(&format!("registered the app {} for {missing}", app.name));
    Ok(app)
}

/// Registers the app if nobody has, for the scopes that are asked for; gives the algorithm of its tokens.
fn make_app(
    authority: &Authority,
    app: &AppRef,
    scope: &[Scopes],
    caller: &Caller,
    cx: &mut Context<'_>,
) -> Result<Algorithm, Error> {
    let found = match authority.app(app) {
        Err(authority::Error::UnknownApp(_)) => None,
        found => Some(found?),
    };
    let app = match (found.filter(|found| !found.is_deleted()), app) {
        (None, AppRef::Name(name)) => {
            let profile = AppProfile { scopes: scope.iter().cloned().collect(), ..AppProfile::default() };
            let registration = Registration { name: name.clone(), profile, public: true };
            match authority.register_app(caller, &registration) {
                Ok(registered) => {
                    let app = registered.app;
                    cx.ui.note(&format!("registered the app {} as {}", app.name, app.client_id));
                    app
                }
                // Another process registered the same app at this moment.
                Err(authority::Error::NameTaken(_)) => authority.app(app)?,
                Err(error) => return Err(error.into()),
            }
        }
        (Some(found), _) => with_scopes(found, authority, scope, caller, cx)?,
        // One that is not there, or is gone, is refused as it is.
        (None, AppRef::ClientId(_)) => authority.app(app)?,
    };
    Ok(app.profile.algorithm.unwrap_or(authority.defaults().algorithm))
}
