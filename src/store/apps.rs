//! Apps and their secrets, as a ledger keeps them.

use super::Result;
use crate::core::app::AppRef;
use crate::core::{App, AppSecret, ClientId, TokenDigest};

/// What a ledger can be asked of apps.
pub trait ReadApps {
    /// An app by its client_id, or the one that its name means: of all that had it the one that is not deleted, and where there
    /// is none, the one that was registered last.
    fn app(&self, app: &AppRef) -> Result<Option<App>>;
    /// Every app, by name; of one name those that were registered first come first.
    fn apps(&self) -> Result<Vec<App>>;
    /// The apps that these client_ids name, each once and by name. One that is not there is left out.
    fn apps_of(&self, ids: &[ClientId]) -> Result<Vec<App>>;
    /// The app whose secret has this digest.
    fn app_by_secret(&self, digest: &TokenDigest) -> Result<Option<App>>;
    /// The secrets of an app, in the order in which they were made.
    fn secrets(&self, app: &ClientId) -> Result<Vec<AppSecret>>;
}

/// What a ledger can be told of apps.
pub trait WriteApps {
    /// An app by its name or client_id, to rely on: see [`Write`](super::Write).
    fn hold_app(&self, app: &AppRef) -> Result<Option<App>>;
    /// An app by its name or client_id, to replace it or one of its secrets.
    fn take_app(&self, app: &AppRef) -> Result<Option<App>>;
    /// Adds an app, with the digest of its secret if it has one. A client_id that is taken is refused, and the name of an app that
    /// is not deleted.
    fn insert_app(&mut self, app: &App, secret: Option<&TokenDigest>) -> Result<()>;
    /// Replaces an app that is still `before`.
    fn replace_app(&mut self, before: &App, after: &App) -> Result<()>;
    /// Adds a secret of an app.
    fn insert_secret(&mut self, app: &ClientId, secret: &AppSecret) -> Result<()>;
    /// Replaces a secret that is still `before`.
    fn replace_secret(&mut self, before: &AppSecret, after: &AppSecret) -> Result<()>;
}
