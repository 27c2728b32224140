//! Apps that nobody registers by hand: those that register themselves at the server (RFC 7591), and those that a document describes.

use crate::authority::apps::Registered;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::work::{Attempted, Change, Tx};
use crate::core::audit::{Attempt, Deed, REFUSED, Verb};
use crate::core::client::ClientMetadata;
use crate::core::registration::{Description, MOST_APPS, REGISTER, RegistrationRules, slug};
use crate::core::verify::{Expectations, Reason};
use crate::core::{
    App, AppName, AppProfile, Audience, AuthMethod, Caller, ClientFault, ClientId, OpaqueKind, Scopes, SecretText,
};
use crate::host::entropy::random;
use crate::keys::ClientSet;

/// The scopes that an app may have that nobody registered by hand, where nothing says others: those of signing in.
const OF_SIGNING_IN: &str = "openid profile email offline_access";

/// Why an app is not registered as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterFault {
    /// What it would be is none that an app can be.
    #[error(transparent)]
    Client(#[from] ClientFault),
    /// Its keys.
    #[error("jwks {0}")]
    Keys(String),
    /// Nothing here signs with that.
    #[error("id_token_signed_response_alg is none that is signed with here")]
    Algorithm,
    /// There are as many as there may be.
    #[error(
        "there are {0} such apps, and no more are taken; those that nobody needs are deleted with `mintage app delete`"
    )]
    Full(usize),
}

impl Authority {
    /// Who may register at the server, and what such an app may have: as the settings say; and anybody, whatever it wants, where
    /// it is a developer alone who is served. Nobody where nothing is said.
    pub fn registration(&self, is_dev: bool) -> Option<RegistrationRules> {
        let dev = || RegistrationRules { scopes: None, open: true, most: MOST_APPS };
        match &self.defaults.registration {
            Some(rules) => Some(RegistrationRules { open: rules.open || is_dev, ..rules.clone() }),
            None => is_dev.then(dev),
        }
    }

    /// Whom the tokens of such an app may be for: those of the home, and these resources that are served beside it. Whoever is asked
    /// for, where it is a developer alone who is served.
    pub fn audiences_of_strangers(&self, is_dev: bool, resources: &[Audience]) -> Vec<Audience> {
        let mut audiences = if is_dev { Vec::new() } else { resources.to_vec() };
        let own = self.defaults.audiences.iter().filter(|_| !is_dev && resources.is_empty());
        audiences.extend(own.cloned());
        audiences
    }

    /// Whose token this is, where it lets its bearer register apps: one of this issuer, for it, with the scope for that. Else why
    /// it is not taken. Nobody is believed while the ledger is in doubt.
    pub fn may_register(&self, token: &str) -> Result<std::result::Result<ClientId, Reason>> {
        let expected = Expectations {
            audiences: Audience::new(self.defaults.issuer.as_str()).into_iter().collect(),
            scopes: REGISTER.parse().unwrap_or_default(),
            ..Expectations::default()
        };
        let (report, _) = self.verify(token.as_bytes(), expected)?;
        self.memory.refuse_doubt(self.store.at())?;
        if let Some(reason) = report.reason {
            return Ok(Err(reason));
        }
        let claim = report.claims.as_ref().and_then(|claims| claims.get("client_id")?.as_str());
        Ok(claim.and_then(|id| ClientId::new(id).ok()).ok_or(Reason::UnknownToken))
    }

    /// Registers an app as it describes itself, with what such an app may have of what it wants. Its secret is returned once.
    pub fn register_described(
        &self,
        caller: &Caller,
        described: &Description,
        rules: &RegistrationRules,
        audiences: Vec<Audience>,
    ) -> Result<std::result::Result<Registered, RegisterFault>> {
        let attempt = Attempt::of(Verb::AppRegistered);
        let registered =
            self.asked(caller, Some(attempt.clone()), |asked| self.register_as(asked, described, rules, audiences))?;
        if registered.is_err() {
            self.record_refusal(caller, &attempt, REFUSED);
        }
        Ok(registered)
    }

    fn register_as(
        &self,
        asked: &Attempted<'_>,
        described: &Description,
        rules: &RegistrationRules,
        audiences: Vec<Audience>,
    ) -> Result<std::result::Result<Registered, RegisterFault>> {
        let profile = match self.profile_of(described, rules.scopes.as_ref(), audiences)? {
            Ok(profile) => profile,
            Err(fault) => return Ok(Err(fault)),
        };
        let client = ClientMetadata { self_registered: true, ..profile.client.clone() };
        let profile = AppProfile { client, ..profile };
        asked.work(|tx| {
            if let Some(full) = full(tx, rules.most)? {
                return Ok(Change::Nothing(Err(full)));
            }
            let client_id = ClientId::from_random(random(&*self.entropy)?);
            let Ok(name) = AppName::new(slug(described.name.as_deref(), random(&*self.entropy)?)) else {
                return Ok(Change::Nothing(Err(RegisterFault::Full(0))));
            };
            let public = described.method == AuthMethod::None;
            let app = App::register(client_id, name, profile.clone(), public, tx.now);
            let has_secret = app.auth_method() == AuthMethod::Secret;
            let secret = if has_secret { Some(OpaqueKind::ClientSecret.mint(&random(&*self.entropy)?)) } else { None };
            tx.insert_app(&app, secret.as_ref().map(SecretText::digest).as_ref())?;
            let deed = Deed::AppRegistered { client_id: app.client_id.clone(), name: app.name.clone() };
            Ok(Change::Made(Ok(Registered { app, secret }), tx.did(deed, None)))
        })
    }

    /// What an app is that describes itself so.
    pub(super) fn profile_of(
        &self,
        described: &Description,
        allowed: Option<&Scopes>,
        audiences: Vec<Audience>,
    ) -> Result<std::result::Result<AppProfile, RegisterFault>> {
        let jwks = match described.jwks.as_ref().map(|set| ClientSet::parse(set.to_string().as_bytes())).transpose() {
            Ok(set) => set.map(|set| set.jwks),
            Err(fault) => return Ok(Err(RegisterFault::Keys(fault.to_string()))),
        };
        if let Some(algorithm) = described.algorithm
            && !self.keys()?.iter().any(|key| key.algorithm == algorithm && key.is_active())
        {
            return Ok(Err(RegisterFault::Algorithm));
        }
        let client = ClientMetadata { jwks, client_name: described.name.clone(), ..described.client.clone() };
        let public = described.method == AuthMethod::None;
        Ok(client.settled(public, self.defaults.development).map_err(RegisterFault::from).map(|client| AppProfile {
            scopes: scopes(described.scopes.as_ref(), allowed),
            audiences,
            algorithm: described.algorithm,
            client,
            ..AppProfile::default()
        }))
    }
}

/// What an app has of the scopes that it wants. That it lets others register nobody gives it by saying nothing.
fn scopes(wanted: Option<&Scopes>, allowed: Option<&Scopes>) -> Scopes {
    let registers = || REGISTER.parse::<Scopes>().unwrap_or_default();
    match (wanted, allowed) {
        (None, None) => OF_SIGNING_IN.parse().unwrap_or_default(),
        (Some(wanted), None) => registers().missing(wanted),
        (None, Some(allowed)) => allowed.clone(),
        (Some(wanted), Some(allowed)) => wanted.intersection(allowed),
    }
}

/// Whether there are as many such apps as there may be.
pub(super) fn full(tx: &Tx<'_>, most: usize) -> Result<Option<RegisterFault>> {
    let is_one = |app: &&App| !app.is_deleted() && app.profile.client.is_of_strangers();
    let count = tx.reads().apps()?.iter().filter(is_one).count();
    Ok((count >= most).then_some(RegisterFault::Full(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_has_of_what_it_wants_what_is_allowed() {
        let of = |text: &str| text.parse::<Scopes>().unwrap();
        let (some, allowed) = (of("read admin client:register"), of("read write"));
        assert_eq!(scopes(None, None), of(OF_SIGNING_IN));
        assert_eq!(scopes(Some(&some), None), of("read admin"));
        assert_eq!(scopes(None, Some(&allowed)), allowed);
        assert_eq!(scopes(Some(&some), Some(&allowed)), of("read"));
    }
}
