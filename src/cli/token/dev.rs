//! `--dev`: a home that makes what is missing, and says so.

use super::issue::IssueArgs;
use crate::authority::{self, Authority, GenerateRequest, NewKeyProtection, ProfileChange, Registration, lay_out};
use crate::cli::context::parts;
use crate::cli::init::{DEFAULT_AUDIENCE, DEFAULT_ISSUER};
use crate::cli::{Context, Error, spinner};
use crate::core::app::AppRef;
use crate::core::{Algorithm, App, AppProfile, Audience, Issuer, Scopes};
use crate::host::files::{self, Fault, FileError};
use crate::settings::Settings;

/// The home at work, with whatever the request needs of it.
pub fn authority<'h>(args: &IssueArgs, cx: &mut Context<'h>) -> Result<Authority<'h>, Error> {
    make_home(cx)?;
    let mut authority = cx.authority_with(&args.passphrase)?;
    let algorithm = make_app(&mut authority, args, cx)?;
    let protection = NewKeyProtection::None;
    let request = GenerateRequest { algorithm: Some(algorithm), bits: None, protection };
    let made = spinner::around(cx.is_watched(), "making a key", || authority.ensure_key(&request))?;
    if let Some(key) = made {
        cx.ui.note(&format!("made an unencrypted {algorithm} key, {}", key.kid));
    }
    Ok(authority)
}

fn make_home(cx: &mut Context<'_>) -> Result<(), Error> {
    let home = cx.home()?;
    if home.exists() {
        return Ok(());
    }
    match lay_out(&parts(&home)) {
        // Another process made the same home at this moment.
        Err(authority::Error::SettingsLost(_)) if home.exists() => return Ok(()),
        made => made?,
    }
    let issuer = Issuer::new(DEFAULT_ISSUER).map_err(anyhow::Error::new)?;
    let audience = Audience::new(DEFAULT_AUDIENCE).map_err(anyhow::Error::new)?;
    let config = Settings::initial(&issuer, &[audience], Algorithm::RS256);
    match files::write_new_private(&home.config(), config.as_bytes()) {
        // Another process made the same home at this moment.
        Err(FileError { fault: Fault::Exists, .. }) => return Ok(()),
        made => made?,
    }
    cx.ui.note(&format!("made a home for development at {}", home.folder().display()));
    Ok(())
}

/// Gives the app the scopes that are asked for and that it is not registered for.
fn with_scopes(app: App, authority: &mut Authority<'_>, args: &IssueArgs, cx: &mut Context<'_>) -> Result<App, Error> {
    let asked: Scopes = args.scope.iter().cloned().collect();
    let missing = app.profile.scopes.missing(&asked);
    if missing.is_empty() {
        return Ok(app);
    }
    let scopes = Some(app.profile.scopes.union(&asked));
    let app =
        authority.update_app(&AppRef::ClientId(app.client_id), ProfileChange { scopes, ..ProfileChange::default() })?;
    cx.ui.note(&format!("registered the app {} for {missing}", app.name));
    Ok(app)
}

/// Registers the app if nobody has, for the scopes that are asked for; gives the algorithm of its tokens.
fn make_app(authority: &mut Authority<'_>, args: &IssueArgs, cx: &mut Context<'_>) -> Result<Algorithm, Error> {
    let Some(wanted) = &args.app else {
        return Err(Error::usage("--dev needs an app", "name one with --app"));
    };
    let app = match (authority.app(wanted), wanted) {
        (Err(authority::Error::UnknownApp(_)), AppRef::Name(name)) => {
            let profile = AppProfile { scopes: args.scope.iter().cloned().collect(), ..AppProfile::default() };
            let registration = Registration { name: name.clone(), profile, public: true };
            match authority.register_app(registration) {
                Ok(registered) => {
                    let app = registered.app;
                    cx.ui.note(&format!("registered the app {} as {}", app.name, app.client_id));
                    app
                }
                // Another process registered the same app at this moment.
                Err(authority::Error::NameTaken(_)) => authority.app(wanted)?,
                Err(error) => return Err(error.into()),
            }
        }
        (found, _) => with_scopes(found?, authority, args, cx)?,
    };
    Ok(app.profile.algorithm.unwrap_or(authority.defaults.algorithm))
}
