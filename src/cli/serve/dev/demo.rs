//! The app that a developer begins with. Its secret is in a private file of the home, so that every start can say it.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::authority::{self, Authority, Registration};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::core::app::AppRef;
use crate::core::{App, AppName, AppProfile, AppState, Caller, ClientId, Scopes, SecretText};
use crate::home::Place;
use crate::host::FileError;
use crate::host::files::{self, FileFault};

/// What it is called; the second where the first is one that has no secret, as `token issue --dev` makes it, or was blocked.
const NAMES: [&str; 2] = ["demo", "demo-service"];
/// What it may ask for.
const SCOPES: &str = "openid profile email offline_access read write";
/// The file in the home.
const FILE: &str = "demo-client.json";
/// The largest file that is read.
const MOST: u64 = 4 * 1024;

/// The app, with its secret.
pub struct Demo {
    /// Its name.
    pub name: AppName,
    /// What it calls itself.
    pub client_id: ClientId,
    /// Its secret.
    pub secret: SecretText,
}

/// What the file says.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Kept {
    client_id: String,
    client_secret: String,
}

/// The app of a home, with the secret that is kept where that opens it, else with a new one. None where every name is taken by
/// an app that is not for that.
pub fn of(place: &Place, authority: &Authority, caller: &Caller, cx: &mut Context<'_>) -> Result<Option<Demo>, Error> {
    for name in NAMES {
        let name = AppName::new(name).map_err(anyhow::Error::new)?;
        let found = match authority.app(&AppRef::Name(name.clone())) {
            Err(authority::Error::UnknownApp(_)) => None,
            found => Some(found?).filter(|app| !app.is_deleted()),
        };
        match found {
            None => return register(name, place, authority, caller, cx).map(Some),
            Some(app) if can_show_secret(&app) => return with_secret(app, place, authority, caller, cx).map(Some),
            Some(_) => {}
        }
    }
    Ok(None)
}

fn can_show_secret(app: &App) -> bool {
    app.admit_secret().is_ok() && !matches!(app.state, AppState::Blocked { .. })
}

fn register(
    name: AppName,
    place: &Place,
    authority: &Authority,
    caller: &Caller,
    cx: &mut Context<'_>,
) -> Result<Demo, Error> {
    let scopes = SCOPES.parse::<Scopes>().map_err(anyhow::Error::new)?;
    let profile = AppProfile { scopes, ..AppProfile::default() };
    let registered = authority.register_app(caller, &Registration { name, profile, public: false })?;
    cx.ui.note(&format!("registered the app {} as {}", registered.app.name, registered.app.client_id));
    match registered.secret {
        Some(secret) => keep(registered.app, secret, place),
        None => with_secret(registered.app, place, authority, caller, cx),
    }
}

fn with_secret(
    app: App,
    place: &Place,
    authority: &Authority,
    caller: &Caller,
    cx: &mut Context<'_>,
) -> Result<Demo, Error> {
    if let Some(secret) = kept(place, authority, &app)? {
        return Ok(Demo { name: app.name, client_id: app.client_id, secret });
    }
    let new = authority.add_secret(caller, &AppRef::ClientId(app.client_id))?;
    cx.ui.note(&format!("gave the app {} one more secret, {}", new.app.name, new.secret.id()));
    keep(new.app, new.text, place)
}

fn keep(app: App, secret: SecretText, place: &Place) -> Result<Demo, Error> {
    let kept = Kept { client_id: app.client_id.to_string(), client_secret: secret.reveal().to_owned() };
    let text = Zeroizing::new(serde_json::to_vec_pretty(&kept).unwrap_or_default());
    files::replace_private(&place.folder().join(FILE), &text)?;
    Ok(Demo { name: app.name, client_id: app.client_id, secret })
}

/// The secret that is kept, where it is one of this app.
fn kept(place: &Place, authority: &Authority, app: &App) -> Result<Option<SecretText>, Error> {
    let bytes = match files::read_secret(&place.folder().join(FILE), MOST) {
        Err(FileError { fault: FileFault::Missing, .. }) => return Ok(None),
        read => read?,
    };
    let Ok(kept) = serde_json::from_slice::<Kept>(&bytes) else { return Ok(None) };
    let secret = SecretText::new(kept.client_secret.clone());
    let digest = secret.digest();
    let secrets = authority.secrets(&AppRef::ClientId(app.client_id.clone()))?;
    Ok(secrets.iter().any(|one| one.is_active() && one.digest == digest).then_some(secret))
}
