//! `config.toml`: read strictly, because a setting that is mistyped and ignored is a security hole nobody sees.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use super::access::{self, AccessFile, AccessSettings, KEEP};
use super::fields::{names_of, unknown};
use super::login::{self, LoginFile, LoginSettings};
use super::risk::{self, RiskFile};
use super::scope_words::scope_words;
use super::strangers::{self, DocumentsFile, RegistrationFile};
use super::trusted::{self, TrustedFile};
use super::values::{Texts, maybe_text, text};
use crate::core::policy::{CLOCK_MARGIN, Defaults, MAX_LEEWAY, MAX_REFRESH_GRACE};
use crate::core::registration::MOST_APPS;
use crate::core::time::parse_seconds;
use crate::core::{Algorithm, Audience, Issuer, Ttl};
use crate::host::files::{self, FileError};

/// The settings of a home, with the defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the authority needs.
    pub defaults: Defaults,
    /// The command that prints the passphrase of the keys.
    pub passphrase_command: Option<String>,
    /// How long it has.
    pub passphrase_timeout: Ttl,
    /// The variables that it is given besides the usual ones.
    pub passphrase_variables: Vec<String>,
    /// Who may log in when the home is served; nobody where nothing is said.
    pub login: Option<LoginSettings>,
    /// What a server keeps of the use of tokens.
    pub access: AccessSettings,
    /// The map of addresses (a MaxMind DB) by which risk is looked for; none where no file is named.
    pub map: Option<PathBuf>,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is in it.
    #[error("{}", faults.iter().map(|(line, problem)| format!("{}:{line}: {problem}", path.display())).collect::<Vec<_>>().join("; "))]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong, each with its line, from 1.
        faults: Vec<(usize, String)>,
    },
}

impl SettingsError {
    /// That something is wrong in this line of a file.
    pub(super) fn at(path: &Path, fault: (usize, String)) -> Self {
        Self::Content { path: path.to_owned(), faults: vec![fault] }
    }
}

/// The largest file that is read.
const MOST: u64 = 64 * 1024;

/// Lifetime of access tokens where nobody says otherwise.
pub const ACCESS_TTL: Ttl = Ttl::minutes(15);
/// Lifetime of refresh tokens where nobody says otherwise.
pub const REFRESH_TTL: Ttl = Ttl::days(30);

/// How long a command has to print a passphrase, where nobody says otherwise.
pub const PASSPHRASE_TIMEOUT: Ttl = Ttl::of_seconds(30);

/// The line of a new home's file that ends the defaults.
const EXAMPLES: &str = "# From here on nothing has a default: what is commented out is not set, and shows an example.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(deserialize_with = "text")]
    issuer: Issuer,
    #[serde(default, deserialize_with = "audiences")]
    audience: Vec<Audience>,
    #[serde(default, deserialize_with = "maybe_text")]
    algorithm: Option<Algorithm>,
    #[serde(default, deserialize_with = "length")]
    access_ttl: Option<Ttl>,
    #[serde(default, deserialize_with = "length")]
    refresh_ttl: Option<Ttl>,
    #[serde(default, deserialize_with = "length")]
    refresh_max_age: Option<Ttl>,
    #[serde(default, deserialize_with = "grace")]
    refresh_grace: i64,
    #[serde(default, deserialize_with = "leeway")]
    leeway: i64,
    #[serde(default, deserialize_with = "length")]
    max_key_age: Option<Ttl>,
    #[serde(default, deserialize_with = "length")]
    clock_margin: Option<Ttl>,
    #[serde(default)]
    development: bool,
    #[serde(default, deserialize_with = "length")]
    passphrase_timeout: Option<Ttl>,
    passphrase_command: Option<String>,
    #[serde(default, deserialize_with = "variables")]
    passphrase_variables: Vec<String>,
    #[serde(default)]
    trusted_issuer: Vec<TrustedFile>,
    login: Option<LoginFile>,
    #[serde(default, deserialize_with = "scope_words")]
    scopes: BTreeMap<String, String>,
    registration: Option<RegistrationFile>,
    client_documents: Option<DocumentsFile>,
    access: Option<AccessFile>,
    risk: Option<RiskFile>,
}

fn audiences<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Audience>, D::Error> {
    let names = Texts::deserialize(from)?.into_vec();
    names.into_iter().map(Audience::new).collect::<Result<_, _>>().map_err(serde::de::Error::custom)
}

fn variables<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    Ok(Texts::deserialize(from)?.into_vec())
}

fn leeway<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    at_most(from, MAX_LEEWAY, "leeway is at most 5m")
}

fn grace<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    at_most(from, MAX_REFRESH_GRACE, "refresh_grace is at most 5m: longer, and a stolen refresh token is not noticed")
}

/// A length of time as text, or as the number that it must not be: that has no unit.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text with a unit, as in \"15m\"")]
enum Length {
    Text(String),
    Number(u64),
}

impl Length {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

fn length<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Ttl>, D::Error> {
    let text = Length::deserialize(from)?.into_text();
    text.parse().map(Some).map_err(|error| serde::de::Error::custom(format!("{text:?} {error}")))
}

fn at_most<'de, D: Deserializer<'de>>(from: D, most: i64, problem: &str) -> Result<i64, D::Error> {
    let text = Length::deserialize(from)?.into_text();
    let seconds = parse_seconds(&text).map_err(|error| serde::de::Error::custom(format!("{text:?} {error}")))?;
    if seconds <= most { Ok(seconds) } else { Err(serde::de::Error::custom(problem)) }
}

impl Settings {
    /// Reads the file of a home.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let text = Self::text(path)?;
        Self::parse_at(&text, path.parent()).map_err(|fault| SettingsError::at(path, fault))
    }

    /// The text of the file of a home, right or wrong.
    pub fn text(path: &Path) -> Result<String, SettingsError> {
        let bytes = files::read_stored(path, MOST)?;
        String::from_utf8(bytes).map_err(|_| SettingsError::at(path, (1, "it is not text".to_owned())))
    }

    /// Reads the text of a file; an error names the line.
    #[cfg(test)]
    pub(super) fn parse(text: &str) -> Result<Self, (usize, String)> {
        Self::parse_at(text, None)
    }

    /// The same of a file in this folder, beside which those lie that it names.
    pub(super) fn parse_at(text: &str, folder: Option<&Path>) -> Result<Self, (usize, String)> {
        let file: File = toml::from_str(text).map_err(|error| describe(text, &error))?;
        let (risk, map) = file.risk.map(|risk| risk.read(folder)).unwrap_or_default();
        Ok(Self {
            defaults: Defaults {
                issuer: file.issuer,
                audiences: file.audience,
                algorithm: file.algorithm.unwrap_or(Algorithm::RS256),
                access_ttl: file.access_ttl.unwrap_or(ACCESS_TTL),
                refresh_ttl: file.refresh_ttl.unwrap_or(REFRESH_TTL),
                refresh_max_age: file.refresh_max_age,
                refresh_grace: file.refresh_grace,
                leeway: file.leeway,
                max_key_age: file.max_key_age,
                clock_margin: file.clock_margin.unwrap_or(CLOCK_MARGIN),
                development: file.development,
                trusted: trusted::read(file.trusted_issuer, text, folder)?,
                people: Arc::default(),
                scope_words: file.scopes,
                registration: file.registration.map(RegistrationFile::read),
                client_documents: file.client_documents.map(DocumentsFile::read),
                risk,
            },
            passphrase_command: file.passphrase_command,
            passphrase_timeout: file.passphrase_timeout.unwrap_or(PASSPHRASE_TIMEOUT),
            passphrase_variables: file.passphrase_variables,
            login: login::read(file.login, text, folder)?,
            access: file.access.map(AccessFile::read).unwrap_or_default(),
            map,
        })
    }

    /// The text of a new home's file. Down to `EXAMPLES`, what is commented out is a default; below it, an example.
    pub fn initial(issuer: &Issuer, audiences: &[Audience], algorithm: Algorithm, development: bool) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let audience = match audiences {
            [one] => quoted(one.as_str()),
            many => format!("[{}]", many.iter().map(|name| quoted(name.as_str())).collect::<Vec<_>>().join(", ")),
        };
        let development = if development { "development = true" } else { "# development = false" };
        format!(
            "# The settings of this mintage home. What is commented out shows the default, in this first part.\n\n\
             # The `iss` of every token, exactly as verifiers expect it.\n\
             issuer = {}\n\n\
             # The `aud` of tokens whose app names none. One text or a list.\n\
             audience = {audience}\n\n\
             # The algorithm of apps that name none.\n\
             algorithm = \"{algorithm}\"\n\n\
             # Lifetimes. Units: s m h d w.\n\
             # access_ttl = \"{ACCESS_TTL}\"\n\
             # refresh_ttl = \"{REFRESH_TTL}\"\n\n\
             # For how long a refresh token that is shown again, while nothing of its answer was used, is taken for a lost answer\n\
             # and answered anew, and not for a theft. At most 5m.\n\
             # refresh_grace = \"0s\"\n\n\
             # Clock difference that `token verify` forgives, at most 5m.\n\
             # leeway = \"0s\"\n\n\
             # How far the clock may be ahead of the newest change in the ledger and still be believed by what destroys, and how\n\
             # long a revocation is kept after the end of its token.\n\
             # clock_margin = \"{CLOCK_MARGIN}\"\n\n\
             # Whether a server records where tokens are shown, from where and with what, and for how long it keeps that. As a block of\n\
             # its own it begins with [access].\n\
             # access = {{ record = true, keep = \"{KEEP}\" }}\n\n\
             # How long passphrase_command has, with the person whom it may ask.\n\
             # passphrase_timeout = \"{PASSPHRASE_TIMEOUT}\"\n\n\
             # Whether this home is for development: only there may a token have another typ, issuer or jti than the home would give\n\
             # it without --test-token. And only there is a user taken to consent to whatever is asked for them.\n\
             {development}\n\n\
             {EXAMPLES}\n\n\
             # How long a user stays signed in at most, however often the tokens are refreshed. Not set: without end.\n\
             # refresh_max_age = \"90d\"\n\n\
             # How long a key may sign before `keys list` and verdicts warn of its age. Not set: they never do.\n\
             # max_key_age = \"90d\"\n\n\
             # A shell command that prints the passphrase of the keys. Not set: a flag names the source, or a person is asked.\n\
             # passphrase_command = \"pass show mintage\"\n\n\
             # Variables that it is given, besides PATH, HOME and those of languages, terminals and agents. Not set: no others.\n\
             # passphrase_variables = [\"VAULT_ADDR\", \"VAULT_TOKEN\"]\n\n\
             # Another issuer whose assertions give these apps tokens for its users, when the home is served. jwks is an address, or\n\
             # a file in the folder issuers of this home. As a block of its own it begins with [[trusted_issuer]]. Not set: no other is believed.\n\
             # trusted_issuer = [{{ issuer = \"https://login.example.com\", jwks = \"https://login.example.com/jwks\", \
             apps = [\"shop\"], scopes = \"read\" }}]\n\n\
             # Who may log in when the home is served: the people of a users file by their passwords, or, where the way is \"header\", whom\n\
             # a proxy in front names. As a block of its own it begins with [login]. Not set: nobody.\n\
             # login = {{ way = \"people\", users = \"users.toml\" }}\n\n\
             # What scopes let an app do, in the words in which a user is asked for consent when the home is served. As a block of its\n\
             # own, which stands at the end, it begins with [scopes]. Not set: a scope is shown by its name.\n\
             # scopes = {{ read = \"Read your orders\" }}\n\n\
             # Whether apps may register themselves at /register when the home is served (RFC 7591), and which scopes such an app may ask\n\
             # for. They show a token of this issuer, for it, with the scope client:register; where that is open, anybody may. most is how\n\
             # many there may be. Not set: nobody may.\n\
             # registration = {{ scopes = \"openid profile\", open = false, most = {MOST_APPS} }}\n\n\
             # Hosts whose documents say what an app is, so that it need not be registered (a client_id that is an https address), and which\n\
             # scopes such an app may ask for. \"*\" is every host. Not set: no documents are read.\n\
             # client_documents = {{ allow = [\"*.example.com\"], scopes = \"openid profile\", most = {MOST_APPS} }}\n\n\
             # From where on the use of tokens is risky, for `audit risk`; which networks say nothing of a place, such as a VPN; a map of\n\
             # addresses (a MaxMind DB) beside this file; what may be done about what is at least of the grade act_from, by `audit risk\n\
             # --act` and by a server; and how often a server looks by itself. docs/risk.md has all names. Not set: the defaults, and\n\
             # nothing is done, nor looked for by a server.\n\
             # risk = {{ failures = 10, late = \"5m\", ignore = [\"192.0.2.0/24\"], geoip = \"city.mmdb\", \
             act_from = \"high\", act = {{ token_shared = \"revoke\" }}, every = \"1m\" }}\n",
            quoted(issuer.as_str()),
        )
    }
}

/// The names that stand in the file itself.
pub(super) fn names() -> &'static [&'static str] {
    names_of(File::deserialize)
}

/// In which line an error is, and what it says.
fn describe(text: &str, error: &toml::de::Error) -> (usize, String) {
    let span = error.span().unwrap_or(0..0);
    let before = &text[..span.start.min(text.len())];
    let line = before.matches('\n').count() + 1;
    // What begins the table that it is in. The line itself may be that.
    let head = text.lines().take(line).map(str::trim_start).filter(|line| line.starts_with('[')).last();
    let names = match head {
        Some(head) if head.starts_with(trusted::HEAD) => trusted::names(),
        Some(head) if head.starts_with(login::HEAD) => login::names(),
        Some(head) if head.starts_with(access::HEAD) => access::names(),
        Some(head) if head.starts_with(risk::HEAD) => risk::names(head).unwrap_or_default(),
        Some(head) => strangers::names(head).unwrap_or_else(names),
        None => names(),
    };
    (line, explain(error.message(), text.get(span).unwrap_or_default(), names))
}

/// The parser's message in our words, with the nearest valid name for an unknown one.
fn explain(message: &str, found: &str, names: &[&str]) -> String {
    if !message.starts_with("unknown field") {
        return message.lines().next().unwrap_or(message).to_owned();
    }
    unknown(found.split('=').next().unwrap_or(found).trim(), names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_init_writes_is_what_is_read() {
        let issuer = Issuer::new("https://a.test/\"x\"").unwrap();
        let audiences = [Audience::new("one").unwrap(), Audience::new("two").unwrap()];
        let settings = Settings::parse(&Settings::initial(&issuer, &audiences, Algorithm::ES256, false)).unwrap();
        assert_eq!(settings.defaults.issuer, issuer);
        assert_eq!(settings.defaults.audiences, audiences);
        assert_eq!(settings.defaults.algorithm, Algorithm::ES256);
        assert_eq!(settings.defaults.access_ttl, ACCESS_TTL);
        assert_eq!((settings.defaults.leeway, settings.defaults.refresh_grace), (0, 0));
        assert_eq!(settings.defaults.refresh_max_age, None);
        assert!(!settings.defaults.development);
        let settings = Settings::parse(&Settings::initial(&issuer, &audiences, Algorithm::ES256, true)).unwrap();
        assert!(settings.defaults.development);
    }

    /// What `init` writes, and each line of it that is commented out, without its `# `.
    fn initial_and_commented_out(part: impl FnOnce(&str) -> String) -> (String, Vec<(&'static str, String)>) {
        let initial = Settings::initial(&Issuer::new("https://a.test").unwrap(), &[], Algorithm::RS256, false);
        let names = names();
        let setting = |line: &str| {
            let line = line.strip_prefix("# ")?;
            let (name, _) = line.split_once(" = ")?;
            Some((*names.iter().find(|known| **known == name)?, line.to_owned()))
        };
        let lines = part(&initial).lines().filter_map(setting).collect();
        (initial, lines)
    }

    fn with(initial: &str, line: &str) -> Settings {
        Settings::parse(&format!("{initial}{line}\n")).unwrap_or_else(|fault| panic!("{line}: {fault:?}"))
    }

    #[test]
    fn what_init_comments_out_as_a_default_is_the_default() {
        let (initial, lines) = initial_and_commented_out(|text| text.split_once(EXAMPLES).unwrap().0.to_owned());
        let plain = Settings::parse(&initial).unwrap();
        assert!(lines.len() >= 4, "{lines:?}");
        for (_, line) in &lines {
            assert_eq!(with(&initial, line), plain, "{line}");
        }
        let all = lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        assert_eq!(with(&initial, &all), plain);
    }

    #[test]
    fn what_init_comments_out_as_an_example_can_be_taken_and_is_no_default() {
        let (initial, lines) = initial_and_commented_out(|text| text.split_once(EXAMPLES).unwrap().1.to_owned());
        let plain = Settings::parse(&initial).unwrap();
        assert!(lines.len() >= 3, "{lines:?}");
        for (_, line) in &lines {
            assert_ne!(with(&initial, line), plain, "{line}");
        }
    }

    #[test]
    fn init_writes_each_setting_once() {
        let (initial, lines) = initial_and_commented_out(str::to_owned);
        let said = initial.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
        let mut told: Vec<_> = said.filter(|name| !name.starts_with('#')).collect();
        told.extend(lines.iter().map(|(name, _)| *name));
        let mut names = names().to_vec();
        told.sort_unstable();
        names.sort_unstable();
        assert_eq!(told, names);
        let commented = initial.lines().filter(|line| line.starts_with("# ") && line.contains(" = "));
        assert_eq!(commented.count(), lines.len(), "a line that looks like a setting is none");
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_line_and_the_nearest_name() {
        let fault = |text: &str| Settings::parse(text).unwrap_err();
        let wrong = fault("issuer = \"a\"\n\nacess_ttl = \"5m\"\n");
        assert_eq!(wrong, (3, "there is no setting `acess_ttl`; did you mean `access_ttl`?".into()));
        let wrong = fault("issuer = \"a\"\nzzz = 1\n");
        assert_eq!(wrong.0, 2);
        assert!(wrong.1.contains("the settings are issuer, audience"), "{}", wrong.1);
        let wrong = fault("issuer = \"a\"\naccess_ttl = \"5 minutes\"\n");
        assert_eq!(wrong.0, 2);
        assert!(wrong.1.starts_with("\"5 minutes\" is not a duration"), "{}", wrong.1);
        let wrong = fault("issuer = \"a\"\naccess_ttl = 900\n");
        assert_eq!(wrong.0, 2);
        assert!(wrong.1.contains("is not a duration without a unit: give 900s, which is 15m"), "{}", wrong.1);
        let wrong = fault("issuer = \"a\"\nalgorithm = \"Ed448\"\n");
        assert!(wrong.1.contains("Ed448 is a known algorithm, but mintage does not support it"), "{}", wrong.1);
        let wrong = fault("issuer = \"a\"\nleeway = \"6m\"\n");
        assert_eq!(wrong, (2, "leeway is at most 5m".into()));
        let wrong = fault("issuer = \"a\"\nrefresh_grace = \"1h\"\n");
        assert!(wrong.1.starts_with("refresh_grace is at most 5m"), "{}", wrong.1);
        assert!(fault("").1.contains("issuer"));
        assert!(fault("issuer = \n").1.len() > 5);
        assert_eq!(fault("issuer = \"a\"\nissuer = \"b\"\n").0, 2);
    }
}
