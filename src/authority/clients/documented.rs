//! Apps whose client_id is the address of a document that says what they are (draft-ietf-oauth-client-id-metadata-document).

use sha2::{Digest as _, Sha256};

use super::registering::{RegisterFault, full};
use crate::authority::documents::{DocumentFault, id_of_document};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::client::ClientMetadata;
use crate::core::registration::{DocumentRules, HostPattern, MOST_APPS, REGISTER, slug};
use crate::core::{App, AppName, AppProfile, Audience, AuthMethod, Caller, Scopes};
use crate::host::url::Url;

/// Why the address of a document is no app.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentedFault {
    /// None are read here.
    #[error("no documents of apps are read here: [client_documents] of config.toml says whose are")]
    Off,
    /// It is no address of a document.
    #[error("the client_id is no address of a document: https, with a path")]
    Address,
    /// Its host is not among those that are asked.
    #[error("the host {0} is none of those whose documents are read")]
    Host(String),
    /// What is there.
    #[error(transparent)]
    Document(DocumentFault),
    /// What it would be.
    #[error(transparent)]
    Register(RegisterFault),
}

/// The scopes that the metadata names, of which some clients ask for all.
const OF_PERSONS: &str = "openid profile email address phone offline_access";

impl Authority {
    /// Whose documents are read: as the settings say; and those of this machine and of anybody where it is a developer alone who
    /// is served. Nobody's where nothing is said.
    pub fn client_documents(&self, is_dev: bool) -> Option<DocumentRules> {
        let dev = || DocumentRules { allow: Vec::new(), scopes: None, most: MOST_APPS };
        self.defaults.client_documents.clone().or_else(|| is_dev.then(dev))
    }

    /// The app that a document at this address describes, as it is known: fetched where it was not lately, which may take
    /// seconds. It has a row from then on, and what an operator did to that stays done.
    pub fn documented(
        &self,
        caller: &Caller,
        address: &str,
        is_dev: bool,
        audiences: Vec<Audience>,
    ) -> Result<std::result::Result<App, DocumentedFault>> {
        let Some(rules) = self.client_documents(is_dev) else { return Ok(Err(DocumentedFault::Off)) };
        let Some(url) = address_of(address, is_dev) else { return Ok(Err(DocumentedFault::Address)) };
        let (host, is_here) = (url.host().to_owned(), is_dev && url.is_here());
        let is_allowed = is_here || (is_dev && self.defaults.client_documents.is_none());
        if !is_allowed && !rules.allow.iter().any(|pattern: &HostPattern| pattern.is(&host)) {
            return Ok(Err(DocumentedFault::Host(host)));
        }
        let described = match self.documents.get(&url, is_dev, self.now()) {
            Ok(described) => described,
            Err(fault) => return Ok(Err(DocumentedFault::Document(fault))),
        };
        // One document is for all servers, so that what it names is a wish: what may be asked for is decided here.
        let profile = match self.profile_of(&described, rules.scopes.as_ref(), audiences)? {
            Ok(profile) => profile,
            Err(fault) => return Ok(Err(DocumentedFault::Register(fault))),
        };
        let scopes = match &rules.scopes {
            Some(allowed) => allowed.clone(),
            None => self.any_scope(profile.scopes.clone())?,
        };
        let client = ClientMetadata { document: Some(address.to_owned()), ..profile.client.clone() };
        let profile = AppProfile { scopes, client, ..profile };
        let (client_id, public) = (id_of_document(address), described.method == AuthMethod::None);
        let known = match self.app(&AppRef::ClientId(client_id.clone())) {
            Err(Error::UnknownApp(_)) => None,
            known => Some(known?),
        };
        if let Some(app) = known.filter(|app| app.is_shut() || (app.profile == profile && app.public == public)) {
            return Ok(Ok(app));
        }
        let attempt = Attempt::app(Verb::AppRegistered, &AppRef::ClientId(client_id.clone()));
        let kept = self.asked(caller, Some(attempt), |asked| {
            asked.work(|tx| {
                let by_id = AppRef::ClientId(client_id.clone());
                if let Some(before) = tx.take_app(&by_id)? {
                    if before.is_shut() {
                        return Ok(Change::Nothing(Ok(before)));
                    }
                    let after = App { public, ..before.clone().with_profile(profile.clone())? };
                    tx.replace_app(&before, &after)?;
                    let did = tx.did(Deed::AppUpdated { client_id: client_id.clone() }, None);
                    return Ok(Change::Made(Ok(after), did));
                }
                if let Some(full) = full(tx, rules.most)? {
                    return Ok(Change::Nothing(Err(full)));
                }
                let digest = Sha256::digest(address.as_bytes());
                let unlike = [digest[16], digest[17], digest[18], digest[19]];
                let Ok(name) = AppName::new(slug(Some(&host), unlike)) else {
                    return Ok(Change::Nothing(Err(RegisterFault::Full(0))));
                };
                let app = App::register(client_id.clone(), name, profile.clone(), public, tx.now);
                tx.insert_app(&app, None)?;
                let deed = Deed::AppRegistered { client_id: app.client_id.clone(), name: app.name.clone() };
                Ok(Change::Made(Ok(app), tx.did(deed, None)))
            })
        })?;
        Ok(kept.map_err(DocumentedFault::Register))
    }

    /// These scopes, those of signing in, and those of the apps of this home: what a developer alone may want.
    fn any_scope(&self, wanted: Scopes) -> Result<Scopes> {
        let signing_in = OF_PERSONS.parse().unwrap_or_default();
        let of_apps = self.apps()?.into_iter().filter(|app| !app.profile.client.is_of_strangers());
        let all: Scopes = of_apps.map(|app| app.profile.scopes).chain([wanted, signing_in]).collect();
        let registers: Scopes = REGISTER.parse().unwrap_or_default();
        Ok(registers.missing(&all))
    }
}

/// The address, where it is one of a document: it has a path, and nothing that a server would not see (2 of the draft). On this
/// machine it may be plain where `is_dev` says so.
fn address_of(address: &str, is_dev: bool) -> Option<Url> {
    let uri = crate::core::redirect::RedirectUri::new(address).ok()?;
    let path = address.split_once("://")?.1.split_once('/')?.1;
    let url: Url = address.parse().ok()?;
    let is_fetched = url.is_https() || (is_dev && url.is_here());
    let is_named = is_dev || url.host().contains(|c: char| c.is_ascii_alphabetic()) && !url.host().starts_with('[');
    (is_fetched && is_named && !path.is_empty() && address.len() <= 512 && uri.as_str() == url.as_str()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_at_an_address_with_a_path() {
        for (address, anywhere, in_development) in [
            ("https://app.example.com/client.json", true, true),
            ("https://app.example.com:8443/a/b?v=1", true, true),
            ("https://app.example.com", false, false),
            ("https://app.example.com/", false, false),
            ("https://app.example.com/a/../b", false, false),
            ("https://app.example.com/a#b", false, false),
            ("https://user@app.example.com/a", false, false),
            ("http://app.example.com/a", false, false),
            ("http://127.0.0.1:3000/a", false, true),
            ("https://203.0.113.7/a", false, true),
            ("https://[2001:db8::1]/a", false, true),
            ("ftp://app.example.com/a", false, false),
            ("mtg_app_0000000000000000000000", false, false),
        ] {
            assert_eq!(address_of(address, false).is_some(), anywhere, "{address}");
            assert_eq!(address_of(address, true).is_some(), in_development, "{address}");
        }
    }
}
