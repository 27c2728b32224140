//! The secrets of an app. It may have several at once, so that a new one is in use before the old one ends.

use super::lifecycle;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::{Actor, App, AppSecret, Note, OpaqueKind, SecretText};
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

impl Authority<'_> {
    /// Makes one more secret for an app. Those that it has go on.
    pub fn add_secret(&mut self, app: &AppRef) -> Result<NewSecret> {
        let text = OpaqueKind::ClientSecret.mint(&random(self.entropy)?);
        let secret = AppSecret { digest: text.digest(), created_at: self.now(), revoked: None };
        let mut tx = self.store.write()?;
        let app = lifecycle::find_for_write(&*tx, app)?;
        app.admit_secret()?;
        tx.insert_secret(&app.client_id, &secret)?;
        tx.commit()?;
        Ok(NewSecret { app, secret, text })
    }

    /// The secrets of an app, in the order in which they were made.
    pub fn secrets(&self, app: &AppRef) -> Result<Vec<AppSecret>> {
        let read = self.store.read()?;
        let app = lifecycle::find(&*read, app)?;
        Ok(read.secrets(&app.client_id)?)
    }

    /// Ends a secret. The last one of an app that is in use is kept unless `even_last`: the app would be locked out.
    pub fn revoke_secret(
        &mut self,
        app: &AppRef,
        id: &str,
        even_last: bool,
        by: Actor,
        note: Option<Note>,
    ) -> Result<EndedSecret> {
        let now = self.now();
        let mut tx = self.store.write()?;
        let app = lifecycle::find_for_write(&*tx, app)?;
        let secrets = tx.secrets(&app.client_id)?;
        let meant: Vec<_> = secrets.iter().filter(|secret| !id.is_empty() && secret.id().starts_with(id)).collect();
        let (name, id) = (app.name.clone(), id.to_owned());
        let before = match meant[..] {
            [one] => one,
            [] => return Err(Error::UnknownSecret { app: name, id }),
            _ => return Err(Error::AmbiguousSecret { app: name, id, count: meant.len() }),
        };
        let left = secrets.iter().filter(|secret| secret.is_active() && *secret != before).count();
        if !before.is_active() {
            return Ok(EndedSecret { secret: before.clone(), app, already: true, left });
        }
        if left == 0 && !even_last {
            return Err(Error::LastSecret { app: name, id: before.id() });
        }
        let after = AppSecret { revoked: Some((now, by, note)), ..before.clone() };
        tx.replace_secret(before, &after)?;
        tx.commit()?;
        Ok(EndedSecret { app, secret: after, already: false, left })
    }
}
