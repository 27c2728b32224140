//! `mintage serve --dev`: a home for development with all that is missing, served to this machine alone.

mod demo;
mod local;
mod place;
mod tests;

pub use demo::Demo;

use std::sync::Arc;
use std::time::Duration;

use super::listen::{Listen, ListenArgs, open};
use super::login_args::LoginAsked;
use super::names::NameArgs;
use super::prepared::Prepared;
use super::reopen::Reopen;
use crate::authority::{GenerateRequest, NewKeyProtection};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::new_home::DEFAULT_AUDIENCE;
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::PassphraseArgs;
use crate::cli::unserved::Unserved;
use crate::core::local::is_local;
use crate::core::{Algorithm, Audience, Issuer};
use crate::home::{self, LayOutError, NewHome, Place};
use crate::host::clock::{Clock, TurnedClock};
use crate::host::files;
use crate::http::{Bound, Dev, path_of};
use crate::keys::ring::Protection;
use crate::settings::Settings;

/// What keys of a new home are for: one is made within a millisecond, and every library that checks tokens knows it.
const ALGORITHM: Algorithm = Algorithm::ES256;
/// The ports that are tried for a new home, which keeps the one that it gets.
const PORTS: std::ops::Range<u16> = 8080..8090;
/// How long another start has.
const PATIENCE: Duration = Duration::from_mins(1);

/// Makes what is missing, and listens.
pub fn prepare(
    listen: &ListenArgs,
    names: &NameArgs,
    is_tls: bool,
    login: LoginAsked,
    cx: &mut Context<'_>,
) -> Result<Prepared, Error> {
    listen.check_is_local()?;
    if let Some(issuer) = names.issuer().filter(|issuer| !is_local(issuer)) {
        return Err(Unserved::NotLocal(issuer.clone()).into());
    }
    if let Some(issuer) = names.issuer().filter(|issuer| path_of(issuer.as_str()).is_none()) {
        return Err(Unserved::IssuerPath(issuer.clone()).into());
    }
    let place = place::of(cx)?;
    // Tests turn the clock of the home that is served, and no other.
    let beneath = Arc::clone(&cx.clock);
    let turned = Arc::new(TurnedClock::over(Arc::clone(&beneath)));
    cx.clock = Arc::clone(&turned) as Arc<dyn Clock>;
    let prepared = at_work(&place, listen, names, is_tls, login, cx);
    cx.clock = beneath;
    let tests = Some((Arc::new(Dev::new(turned)), tests::workshop(&place, cx)));
    Ok(Prepared { tests, ..prepared? })
}

fn at_work(
    place: &Place,
    listen: &ListenArgs,
    names: &NameArgs,
    is_tls: bool,
    login: LoginAsked,
    cx: &mut Context<'_>,
) -> Result<Prepared, Error> {
    if !place.exists() {
        let bound = bind(listen, names, None, is_tls, cx)?;
        let issuer = issuer_of(names, &bound, None, is_tls)?;
        match make(place, &issuer, cx) {
            // Another start was at it at the same moment: its home is the one to go on with.
            Err(Error::LayOut(LayOutError::MadeMeanwhile(_)) | Error::HomeExists(_)) => {}
            made => return made.and_then(|()| complete(place, issuer, bound, login, cx)),
        }
    }
    let settings = home::admit(place, &cx.environment)?;
    check(place, &settings, names, cx)?;
    let before = Some(&settings.defaults.issuer);
    let bound = bind(listen, names, before, is_tls, cx)?;
    let issuer = issuer_of(names, &bound, before, is_tls)?;
    complete(place, issuer, bound, login, cx)
}

/// Gives a home the issuer, a key and the app, where it lacks them; one start at a time, so that two have the same.
fn complete(
    place: &Place,
    issuer: Issuer,
    bound: Vec<Bound>,
    login: LoginAsked,
    cx: &mut Context<'_>,
) -> Result<Prepared, Error> {
    let being_made = || LayOutError::BeingMade(place.folder().to_owned());
    let _lock = files::lock_folder(place.folder(), PATIENCE)?.ok_or_else(being_made)?;
    let mut settings = home::admit(place, &cx.environment)?;
    if settings.defaults.issuer != issuer {
        settings = rename(place, &settings, &issuer, cx)?;
    }
    let admission = login.admission(settings.login.as_ref())?;
    admission.warn(cx);
    let people = Arc::clone(&admission.people);
    let authority = cx.at_work(place, settings, &PassphraseArgs::default()).with_people(people);
    let caller = cx.caller(&RecordArgs::default())?;
    let request = GenerateRequest { algorithm: None, bits: None, kid: None, protection: NewKeyProtection::None };
    if let Some(key) = authority.ensure_key(&caller, &request)? {
        cx.ui.note(&format!("made an unencrypted {} key, {}", key.algorithm, key.kid));
    }
    let demo = demo::of(place, &authority, &caller, cx)?;
    let reopen = Reopen::of(place.clone(), &PassphraseArgs::default(), login, cx)?;
    Ok(Prepared { authority, admission, reopen, issuer, bound, demo, tests: None })
}

/// Refuses a home that is more than one for development, and one whose tokens are for others than this machine.
fn check(place: &Place, settings: &Settings, names: &NameArgs, cx: &mut Context<'_>) -> Result<(), Error> {
    let folder = || place.folder().to_owned();
    if !settings.defaults.development {
        return Err(Unserved::NotForDevelopment(folder()).into());
    }
    if names.issuer().is_none() && !is_local(&settings.defaults.issuer) {
        return Err(Unserved::NotLocal(settings.defaults.issuer.clone()).into());
    }
    let authority = cx.authority_of(place, settings.clone());
    let sealed = authority.keys()?.into_iter().find(|key| authority.protection(key) == Protection::Passphrase);
    sealed.map_or(Ok(()), |key| Err(Unserved::Sealed { home: folder(), kid: key.kid }.into()))
}

/// Where the flags say; else where the tokens of the home say; else, for a new home, on the first port that is free.
fn bind(
    listen: &ListenArgs,
    names: &NameArgs,
    issuer: Option<&Issuer>,
    is_tls: bool,
    cx: &Context<'_>,
) -> Result<Vec<Bound>, Error> {
    if listen.is_given() {
        let bound = listen.bind(&cx.environment, is_tls)?;
        // Also what was handed over.
        return bound.iter().find_map(open).map_or(Ok(bound), |open| Err(Unserved::DevOpen(open).into()));
    }
    if let Some(own) = names.issuer().or(issuer).and_then(|issuer| local::listen_of(issuer, is_tls)) {
        return own.bind();
    }
    let local = |port| Listen::Tcp(([127, 0, 0, 1], port).into());
    PORTS.map(local).find_map(|listen| listen.bind().ok()).map_or_else(|| local(0).bind(), Ok)
}

/// The issuer that was named, else that of the place where it is served.
fn issuer_of(names: &NameArgs, bound: &[Bound], before: Option<&Issuer>, is_tls: bool) -> Result<Issuer, Error> {
    names.issuer().cloned().map_or_else(|| local::issuer_at(bound, before, is_tls), Ok)
}

fn make(place: &Place, issuer: &Issuer, cx: &mut Context<'_>) -> Result<(), Error> {
    let audience = Audience::new(DEFAULT_AUDIENCE).map_err(anyhow::Error::new)?;
    let audiences = [audience];
    let new = NewHome { issuer, audiences: &audiences, algorithm: ALGORITHM, development: true };
    cx.make_dev_home(place, &new)?;
    cx.trust_new(place)
}

/// The tokens of a home name the server that gives them: where that moved, so does the issuer.
fn rename(place: &Place, old: &Settings, issuer: &Issuer, cx: &mut Context<'_>) -> Result<Settings, Error> {
    let settings = Settings::rename_issuer(&place.config(), issuer)?;
    cx.has_changed();
    cx.trust_new(place)?;
    let was = &old.defaults.issuer;
    cx.ui.note(&format!("the issuer of this home was {was}, and is {issuer} now: what names the old one is refused"));
    Ok(settings)
}
