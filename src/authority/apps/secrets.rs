//! The secrets of an app. It may have several at once, so that a new one is in use before the old one ends.

use super::lifecycle;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::{App, AppSecret, Caller, Note, OpaqueKind, SecretText};
use crate::host::entropy::random;

/// A secret that was made, with its only copy.
#[derive(Debug)]
pub struct NewSecret {
    /// The app that it is of.
    pub app: App,
    /// The ledger's row of it.
    pub secret: AppSecret,
    /// The secret itself.
    pub text: SecretText,
}

/// A secret that is revoked by now.
#[derive(Debug)]
pub struct EndedSecret {
    /// The app that it was of.
    pub app: App,
    /// The secret as it stands.
    pub secret: AppSecret,
    /// Whether it was revoked before.
    pub already: bool,
    /// How many others the app has left.
    pub left: usize,
}

impl Authority {
    /// Makes one more secret for an app. Those that it has go on.
    pub fn add_secret(&self, caller: &Caller, app: &AppRef) -> Result<NewSecret> {
        let attempt = Some(Attempt::app(Verb::SecretAdded, app));
        self.asked(caller, attempt, |asked| {
            asked.work(|tx| {
                let text = OpaqueKind::ClientSecret.mint(&random(&*self.entropy)?);
                let secret = AppSecret { digest: text.digest(), created_at: tx.now, revoked: None };
                let app = lifecycle::take(&**tx, app)?;
                app.admit_secret()?;
                tx.insert_secret(&app.client_id, &secret)?;
                let deed = Deed::SecretAdded { client_id: app.client_id.clone(), secret: secret.id() };
                Ok(Change::Made(NewSecret { app, secret, text }, tx.did(deed, None)))
            })
        })
    }

    /// The secrets of an app, in the order in which they were made.
    pub fn secrets(&self, app: &AppRef) -> Result<Vec<AppSecret>> {
        let read = self.store.read()?;
        let app = lifecycle::find(&*read, app)?;
        Ok(read.secrets(&app.client_id)?)
    }

    /// Ends a secret. The last one of an app that is in use is kept unless `even_last`: the app would be locked out.
    pub fn revoke_secret(
        &self,
        caller: &Caller,
        app: &AppRef,
        id: &str,
        even_last: bool,
        note: Option<&Note>,
    ) -> Result<EndedSecret> {
        let attempt = Some(Attempt::app(Verb::SecretRevoked, app));
        self.asked(caller, attempt, |asked| {
            asked.work(|tx| {
                let app = lifecycle::take(&**tx, app)?;
                let secrets = tx.secrets(&app.client_id)?;
                let meant: Vec<_> =
                    secrets.iter().filter(|secret| !id.is_empty() && secret.id().starts_with(id)).collect();
                let (name, id) = (app.name.clone(), id.to_owned());
                let before = match meant[..] {
                    [one] => one,
                    [] => return Err(Error::UnknownSecret { app: name, id }),
                    _ => return Err(Error::AmbiguousSecret { app: name, id, count: meant.len() }),
                };
                let left = secrets.iter().filter(|secret| secret.is_active() && *secret != before).count();
                if !before.is_active() {
                    let secret = before.clone();
                    return Ok(Change::Nothing(EndedSecret { secret, app, already: true, left }));
                }
                if left == 0 && !even_last {
                    return Err(Error::LastSecret { app: name, id: before.id() });
                }
                let revoked = Some((tx.now, caller.actor(), note.cloned()));
                let after = AppSecret { revoked, ..before.clone() };
                tx.replace_secret(before, &after)?;
                let deed = Deed::SecretRevoked { client_id: app.client_id.clone(), secret: after.id() };
                Ok(Change::Made(EndedSecret { app, secret: after, already: false, left }, tx.did(deed, note)))
            })
        })
    }
}
