//! Secrets of apps. The secret itself is only in the answer that made it.

use crate::core::{App, AppName, AppSecret, ClientId};
use crate::wire::actor::EndedDocument;
use crate::wire::member::{Inline, TimePair};

document! {
    /// A secret of an app. The secret itself is nowhere in it.
    pub struct SecretDocument<'a> as "secret" {
        /// What people call it: the start of its digest.
        id: String,
        /// `active` or `revoked`.
        state: &'static str,
        /// When it was made.
        created_at: TimePair,
        /// That it was revoked; null unless it is.
        revoked: Option<EndedDocument<'a>>,
    }
}

document! {
    /// A secret that was just made: the only answer that holds it.
    pub struct NewSecretDocument<'a> as "new secret" {
        /// The app.
        app: &'a AppName,
        /// Its client_id.
        client_id: &'a ClientId,
        /// What people call the secret.
        id: String,
        /// The secret.
        client_secret: &'a str,
        /// When it was made.
        created_at: TimePair,
    }
}

document! {
    /// A secret that is revoked by now.
    pub struct EndedSecretDocument<'a> as "revoked secret" {
        /// The secret.
        secret: Inline<SecretDocument<'a>>,
        /// Whether it was revoked before, so that nothing was changed.
        already_revoked: bool,
        /// How many others the app has left.
        secrets_left: usize,
    }
}

impl<'a> From<&'a AppSecret> for SecretDocument<'a> {
    fn from(secret: &'a AppSecret) -> Self {
        let revoked = secret.revoked.as_ref().map(|(at, by, note)| EndedDocument::of(*at, Some(by), note.as_ref()));
        Self {
            id: secret.id(),
            state: if secret.is_active() { "active" } else { "revoked" },
            created_at: TimePair(secret.created_at),
            revoked,
        }
    }
}

impl<'a> NewSecretDocument<'a> {
    /// A secret of an app, with its text.
    pub fn of(app: &'a App, secret: &AppSecret, text: &'a str) -> Self {
        Self {
            app: &app.name,
            client_id: &app.client_id,
            id: secret.id(),
            client_secret: text,
            created_at: TimePair(secret.created_at),
        }
    }
}
