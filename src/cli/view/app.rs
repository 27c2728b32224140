//! Apps and their secrets.

use super::record::Record;
use super::table::Table;
use crate::authority::{AppEnd, EndedSecret, NewSecret};
use crate::core::audit::History;
use crate::core::{App, AppSecret, SecretText, Timestamp};
use crate::wire::{
    AppDocument, AppEndDocument, AppList, EndedSecretDocument, Inline, Maybe, NewSecretDocument, SecretDocument,
    SecretList, TimePair,
};

/// The columns of a list of apps: rates where one of them has a call budget, when each was last used where they are chosen by that.
const COLUMNS: [&str; 7] = ["name", "client_id", "state", "scopes", "rate", "user_rate", "last_used_at"];

/// An app, with its secret where it was just made.
pub fn app<'a>(app: &'a App, secret: Option<&'a SecretText>) -> Record<AppDocument<'a>> {
    let secret = Maybe(secret.map(SecretText::reveal));
    Record::new(AppDocument { client_secret: secret, ..AppDocument::from(app) }, "/client_id").holding("/client_secret")
}

/// An app, and what was done to it.
pub fn app_with_history<'a>(
    app: &'a App,
    last_used_at: Maybe<Option<TimePair>>,
    history: &'a History,
) -> Record<AppDocument<'a>> {
    let history = Maybe(Some(Inline(history.into())));
    Record::new(AppDocument { last_used_at, history, ..AppDocument::from(app) }, "/client_id")
}

/// Several apps, each with when it was last used, where they are chosen by that.
pub fn apps<'a>(apps: &'a [App], last_used: Option<&[Option<Timestamp>]>) -> Table<AppList<'a>> {
    let last = |place: usize| Maybe(last_used.map(|all| all.get(place).copied().flatten().map(TimePair)));
    let document = |(place, app): (usize, &'a App)| AppDocument { last_used_at: last(place), ..AppDocument::from(app) };
    let has_rates = apps.iter().any(|app| app.profile.budget.is_some());
    let columns = match (has_rates, last_used.is_some()) {
        (false, false) => &COLUMNS[..4],
        (true, false) => &COLUMNS[..6],
        (false, true) => &["name", "client_id", "state", "scopes", "last_used_at"],
        (true, true) => &COLUMNS,
    };
    Table {
        document: AppList { apps: apps.iter().enumerate().map(document).collect() },
        rows: "apps",
        columns,
        bare: "client_id",
        now: None,
    }
}

/// An app that was deleted, and what went with it.
pub fn ended(end: &AppEnd) -> Record<AppEndDocument<'_>> {
    Record::new(end.into(), "/app/client_id")
}

/// The secrets of an app.
pub fn secrets(secrets: &[AppSecret]) -> Table<SecretList<'_>> {
    Table {
        document: SecretList { secrets: secrets.iter().map(SecretDocument::from).collect() },
        rows: "secrets",
        columns: &["id", "state", "created_at", "revoked.at"],
        bare: "id",
        now: None,
    }
}

/// A secret that was just made: the only answer that holds it.
pub fn new_secret(made: &NewSecret) -> Record<NewSecretDocument<'_>> {
    Record::new(NewSecretDocument::of(&made.app, &made.secret, made.text.reveal()), "/client_secret")
        .holding("/client_secret")
}

/// A secret that is revoked by now.
pub fn ended_secret(done: &EndedSecret) -> Record<EndedSecretDocument<'_>> {
    let secret = Inline(SecretDocument::from(&done.secret));
    Record::new(EndedSecretDocument { secret, already_revoked: done.already, secrets_left: done.left }, "/id")
}

impl<'a> From<&'a AppEnd> for AppEndDocument<'a> {
    fn from(end: &'a AppEnd) -> Self {
        Self {
            app: (&end.app).into(),
            tokens: (&end.tokens).into(),
            grants: (&end.grants).into(),
            secrets: end.secrets,
        }
    }
}
