//! Secrets of apps. The secret itself is only in the answer that made it.

use crate::core::{App, AppName, AppSecret, ClientId, Note};
use crate::wire::actor::ActorDocument;
use crate::wire::member::{Inline, Maybe, TimePair};

document! {
    /// A secret of an app. The secret itself is nowhere in it.
    pub struct SecretDocument<'a> as "secret" {
        /// What people call it: the start of its digest.
        id: String,
        /// `active` or `revoked`.
        state: &'static str,
        /// When it was made.
        created_at: TimePair,
        /// When it was revoked, if it was.
        revoked_at: Maybe<TimePair>,
        /// Who revoked it, if someone did.
        revoked_by: Maybe<ActorDocument<'a>>,
        /// Why it was revoked; null where nobody said it.
        reason: Maybe<Option<&'a Note>>,
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
        let revoked = secret.revoked.as_ref();
        Self {
            id: secret.id(),
            state: if secret.is_active() { "active" } else { "revoked" },
            created_at: TimePair(secret.created_at),
            revoked_at: revoked.map(|(at, ..)| TimePair(*at)).into(),
            revoked_by: revoked.map(|(_, by, _)| ActorDocument::from(by)).into(),
            reason: revoked.map(|(.., note)| note.as_ref()).into(),
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
