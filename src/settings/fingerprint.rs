//! What of the settings can run programs or judges, in a form that can be kept and compared.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::file::Settings;
use super::login::LoginSettings;
use crate::core::policy::{CLOCK_MARGIN, Defaults};
use crate::core::risk::RiskRules;
use crate::core::trusted_issuer::{IssuerKeys, TrustedIssuer};

/// The settings that can run programs or judge, each by its name as a digest (SHA-256, base64url).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(BTreeMap<String, String>);

impl Settings {
    /// What a change of these settings must be asked about for. Lifetimes of new tokens, and when a warning comes, are not
    /// in it: they neither run nor judge.
    pub fn fingerprint(&self) -> Fingerprint {
        // Every setting is named here: a new one does not compile until it is decided.
        let Self {
            defaults,
            passphrase_command,
            passphrase_timeout: _,
            passphrase_variables,
            login,
            access: _,
            map: _,
        } = self;
        let Defaults {
            issuer,
            audiences,
            algorithm,
            access_ttl: _,
            refresh_ttl: _,
            refresh_max_age,
            refresh_grace,
            leeway,
            max_key_age: _,
            clock_margin,
            development,
            trusted,
            // As the ledger does: what is kept of people is data of the home.
            people: _,
            scope_words,
            registration,
            client_documents,
            risk,
        } = defaults;
        // With its length, so that two lists are never the same text.
        let named: Vec<String> = audiences.iter().map(|name| format!("{} {name}", name.as_str().len())).collect();
        let audiences = named.concat();
        let set = [
            ("issuer", Some(issuer.to_string())),
            ("audience", Some(audiences)),
            ("algorithm", Some(algorithm.to_string())),
            ("refresh_max_age", refresh_max_age.map(|age| age.to_string())),
            ("refresh_grace", (*refresh_grace != 0).then(|| refresh_grace.to_string())),
            ("leeway", (*leeway != 0).then(|| leeway.to_string())),
            ("clock_margin", (*clock_margin != CLOCK_MARGIN).then(|| clock_margin.to_string())),
            ("development", development.then(|| "true".to_owned())),
            ("passphrase_command", passphrase_command.clone()),
            ("trusted_issuer", (!trusted.is_empty()).then(|| trusted.iter().map(whole).collect())),
            ("login", login.as_ref().map(who)),
            // People agree to what they are told.
            ("scopes", (!scope_words.is_empty()).then(|| scope_words.iter().map(worded).collect())),
            ("registration", registration.as_ref().map(|rules| format!("{rules:?}"))),
            ("client_documents", client_documents.as_ref().map(|rules| format!("{rules:?}"))),
            ("risk", (*risk != RiskRules::default()).then(|| format!("{risk:?}"))),
            ("passphrase_variables", (!passphrase_variables.is_empty()).then(|| passphrase_variables.join(" "))),
        ];
        // What is as by default is left out, so that a later version with more settings finds the same.
        let digests = set.into_iter().filter_map(|(name, value)| Some((name.to_owned(), digest(value?.as_bytes()))));
        Fingerprint(digests.collect())
    }
}

impl Fingerprint {
    /// The names of the settings that are not as they were.
    pub fn changed(&self, before: &Self) -> Vec<String> {
        let differs = |name: &&String| self.0.get(*name) != before.0.get(*name);
        let mut names: Vec<String> = self.0.keys().chain(before.0.keys()).filter(differs).cloned().collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A scope and its words, with lengths, so that two are never the same text.
fn worded((scope, words): (&String, &String)) -> String {
    format!("{} {scope}{} {words}", scope.len(), words.len())
}

/// All that is trusted of an issuer, with lengths, so that two are never the same text.
fn whole(one: &TrustedIssuer) -> String {
    let TrustedIssuer { issuer, keys, algorithm, audience, apps, scopes, subject_prefix } = one;
    let (kind, keys) = match keys {
        IssuerKeys::Address(url) => ("address", url),
        IssuerKeys::Set { text, .. } => ("set", text),
    };
    let apps: Vec<String> = apps.iter().map(ToString::to_string).collect();
    let parts = [
        issuer.to_string(),
        kind.to_owned(),
        keys.clone(),
        algorithm.map(|algorithm| algorithm.to_string()).unwrap_or_default(),
        audience.as_ref().map(ToString::to_string).unwrap_or_default(),
        apps.join(" "),
        scopes.to_string(),
        subject_prefix.clone().unwrap_or_default(),
    ];
    parts.iter().map(|part| [&part.len().to_string(), " ", part].concat()).collect()
}

/// Who may log in, and not who they are: that is data of the home, as its ledger is.
fn who(login: &LoginSettings) -> String {
    let LoginSettings { header, users } = login;
    let users = users.as_ref().map(|path| path.as_os_str().as_encoded_bytes());
    let parts = [header.as_deref().map(str::as_bytes), users].map(Option::unwrap_or_default);
    parts.iter().map(|part| [&part.len().to_string(), " ", &String::from_utf8_lossy(part)].concat()).collect()
}

/// A text that stands for bytes, and does not tell them.
pub fn digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUSTED: &str = "trusted_issuer = [{issuer = \"https://b.test\", jwks = \"https://b.test/jwks\", apps = \"shop\", \
                           scopes = \"read\"}]";

    fn of(more: &str) -> Fingerprint {
        Settings::parse(&format!("issuer = \"https://a.test\"\n{more}")).unwrap().fingerprint()
    }

    #[test]
    fn what_runs_or_judges_is_in_it_and_what_does_neither_is_not() {
        let before = of("");
        for (line, name) in [
            ("passphrase_command = \"true\"", "passphrase_command"),
            ("audience = \"https://b.test\"", "audience"),
            ("algorithm = \"ES256\"", "algorithm"),
            ("leeway = \"1s\"", "leeway"),
            ("refresh_grace = \"1s\"", "refresh_grace"),
            ("refresh_max_age = \"1d\"", "refresh_max_age"),
            ("development = true", "development"),
            (TRUSTED, "trusted_issuer"),
            ("login = {way = \"header\"}", "login"),
            ("login = {way = \"people\", users = \"users.toml\"}", "login"),
            ("scopes = {read = \"Read\"}", "scopes"),
            ("registration = {scopes = \"a\"}", "registration"),
            ("client_documents = {allow = \"a.test\", scopes = \"a\"}", "client_documents"),
        ] {
            assert_eq!(of(line).changed(&before), [name], "{line}");
            assert_eq!(before.changed(&of(line)), [name], "{line}");
        }
        for line in ["# a comment", "access_ttl = \"1h\"", "refresh_ttl = \"1h\"", "max_key_age = \"1d\""] {
            assert!(of(line).changed(&before).is_empty(), "{line}");
        }
    }

    #[test]
    fn two_audiences_are_not_one_that_reads_like_both() {
        assert_ne!(of("audience = [\"a\", \"b\"]"), of("audience = \"ab\""));
        assert_eq!(of("audience = \"a\""), of("audience = [\"a\"]"));
    }
}
