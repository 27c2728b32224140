//! Names that the home has, and that are mostly meant by one which it does not have.

use super::context::Context;
use super::error::Error;
use crate::authority::{Authority, Error as AuthorityError, Result};
use crate::core::app::AppRef;
use crate::core::key_name::KeyWord;
use crate::core::{App, AppSecret, AppState, KeyName, KeyNameFault, UserId, near};
use crate::home;
use crate::settings::Settings;

/// So many letters of a kid are no accident.
const START: usize = 3;

impl Context<'_> {
    /// What is mostly meant where a name is not known, as in `shop or shop-2`; nothing where nothing is near.
    pub(super) fn alike(&self, error: &Error) -> Option<String> {
        let Error::Authority(error) = error else { return None };
        let is_of_name = matches!(
            error,
            AuthorityError::UnknownApp(_)
                | AuthorityError::UnknownUser(_)
                | AuthorityError::NoGrant { .. }
                | AuthorityError::KeyName(KeyNameFault::Nobody(_))
                | AuthorityError::UnknownSecret { .. }
        );
        // The home was opened by the command; it is looked at once more, and nobody is asked for anything.
        let place = self.home().ok().filter(|_| is_of_name)?;
        home::known(&place, &self.environment).ok()?;
        let authority = self.authority_of(&place, Settings::load(&place.config()).ok()?);
        let found = of_error(&authority, error).unwrap_or_default();
        (!found.is_empty()).then(|| near::or(&found))
    }
}

/// The users that are mostly meant by one of whom a list has nothing, as the end of a note.
pub(super) fn or_alike(authority: &Authority, user: Option<&UserId>) -> String {
    let found = user.map(|user| authority.users_like(user).unwrap_or_default()).unwrap_or_default();
    if found.is_empty() { String::new() } else { format!("; did you mean the user {}?", near::or(&found)) }
}

fn of_error(authority: &Authority, error: &AuthorityError) -> Result<Vec<String>> {
    match error {
        AuthorityError::UnknownApp(app) => Ok(apps(&authority.apps()?, app)),
        AuthorityError::UnknownUser(user) | AuthorityError::NoGrant { user, .. } => authority.users_like(user),
        AuthorityError::KeyName(KeyNameFault::Nobody(name)) => keys(authority, name),
        AuthorityError::UnknownSecret { app, id } => {
            let secrets = authority.secrets(&AppRef::Name(app.clone()))?;
            let ids: Vec<String> = secrets.iter().map(AppSecret::id).collect();
            Ok(owned(near::meant(id, ids.iter().map(String::as_str))))
        }
        _ => Ok(Vec::new()),
    }
}

fn apps(apps: &[App], meant: &AppRef) -> Vec<String> {
    let there = apps.iter().filter(|app| !matches!(app.state, AppState::Deleted { .. }));
    match meant {
        AppRef::Name(name) => owned(near::meant(name.as_str(), there.map(|app| app.name.as_str()))),
        AppRef::ClientId(id) => owned(near::meant(id.as_str(), there.map(|app| app.client_id.as_str()))),
    }
}

fn keys(authority: &Authority, name: &KeyName) -> Result<Vec<String>> {
    let text = name.to_string();
    let words = KeyWord::ALL.map(KeyWord::name);
    // A word without its @ is the word.
    if let Some(word) = words.into_iter().find(|word| word.trim_start_matches('@') == text) {
        return Ok(vec![word.to_owned()]);
    }
    if name.is_word_like() {
        return Ok(owned(near::meant(&text, words)));
    }
    let kids: Vec<String> = authority.keys()?.into_iter().map(|key| key.kid.to_string()).collect();
    let mut found = owned(near::meant(&text, kids.iter().map(String::as_str)));
    if found.is_empty() {
        let shared = |kid: &str| kid.chars().zip(text.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        let begin_so = kids.iter().filter(|kid| shared(kid) >= START);
        let most = begin_so.clone().map(|kid| shared(kid)).max();
        found = begin_so.filter(|kid| Some(shared(kid)) == most).take(near::MOST).cloned().collect();
    }
    Ok(found)
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
