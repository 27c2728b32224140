//! The tables `[[trusted_issuer]]` of `config.toml`: whose word is taken for who a user is. Read strictly; a file of keys that one
//! names is read with it, so that what is trusted is known when the settings are.

use std::path::Path;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::fields::names_of;
use super::section::line_of;
use super::values::{Texts, maybe_text, text};
use crate::core::app::AppRef;
use crate::core::trusted_issuer::{IssuerKeys, TrustedIssuer};
use crate::core::{Algorithm, Audience, Issuer, Scopes, UserId};
use crate::host::files::{self, Trust};
use crate::host::url::Url;
use crate::keys::{KeySet, Origin};

/// One table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustedFile {
    #[serde(deserialize_with = "text")]
    issuer: Issuer,
    jwks: Spanned<String>,
    #[serde(default, deserialize_with = "maybe_text")]
    algorithm: Option<Algorithm>,
    #[serde(default, deserialize_with = "maybe_text")]
    audience: Option<Audience>,
    #[serde(deserialize_with = "each")]
    apps: Vec<AppRef>,
    #[serde(deserialize_with = "each")]
    scopes: Vec<Scopes>,
    #[serde(default, deserialize_with = "prefix")]
    subject_prefix: Option<String>,
}

/// The names that a table may have.
pub(super) fn names() -> &'static [&'static str] {
    names_of(TrustedFile::deserialize)
}

/// How such a table begins.
pub(super) const HEAD: &str = "[[trusted_issuer]]";

/// The largest file of keys, in bytes.
const MOST: u64 = 64 * 1024;

fn each<'de, T, D>(from: D) -> Result<Vec<T>, D::Error>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
    D: Deserializer<'de>,
{
    let texts = Texts::deserialize(from)?.into_vec();
    if texts.iter().all(|text| text.trim().is_empty()) {
        return Err(serde::de::Error::custom("nothing is named, so that nobody could use it"));
    }
    let read = |text: String| text.parse().map_err(|error| serde::de::Error::custom(format!("{text:?} {error}")));
    texts.into_iter().map(read).collect()
}

/// What can be the start of a user's name.
fn prefix<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let prefix = String::deserialize(from)?;
    match UserId::new(format!("{prefix}x")) {
        Ok(_) if !prefix.is_empty() => Ok(Some(prefix)),
        Ok(_) => Err(serde::de::Error::custom("the prefix is empty; leave it out")),
        Err(error) => Err(serde::de::Error::custom(format!("{prefix:?} begins no name of a user: {error}"))),
    }
}

/// What the tables say, with the keys of the files that they name.
pub(super) fn read(
    tables: Vec<TrustedFile>,
    text: &str,
    folder: Option<&Path>,
) -> Result<Vec<TrustedIssuer>, (usize, String)> {
    let mut trusted: Vec<TrustedIssuer> = Vec::with_capacity(tables.len());
    for table in tables {
        let line = line_of(text, table.jwks.span().start);
        if trusted.iter().any(|other| other.issuer == table.issuer) {
            return Err((line, format!("the issuer {} has two tables", table.issuer)));
        }
        let keys = keys(table.jwks.get_ref(), table.algorithm, folder).map_err(|problem| (line, problem))?;
        let TrustedFile { issuer, algorithm, audience, apps, scopes, subject_prefix, .. } = table;
        let scopes = scopes.into_iter().collect();
        trusted.push(TrustedIssuer { issuer, keys, algorithm, audience, apps, scopes, subject_prefix });
    }
    Ok(trusted)
}

/// Whether a path in a home is that of a key set of an issuer, which goes where the home goes.
pub fn is_of_home(path: &str) -> bool {
    let name = path.strip_prefix("issuers/");
    let name = name.and_then(|name| name.strip_suffix(".json").or_else(|| name.strip_suffix(".jwks")));
    name.is_some_and(|name| !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']))
}

fn keys(place: &str, algorithm: Option<Algorithm>, folder: Option<&Path>) -> Result<IssuerKeys, String> {
    if place.contains("://") {
        let refused = |error| format!("jwks is no address that is fetched: {error}");
        return place.parse::<Url>().map(|_| IssuerKeys::Address(place.to_owned())).map_err(refused);
    }
    if !is_of_home(place) && !Path::new(place).is_absolute() {
        return Err("jwks is no address, no file in the folder issuers of this home, as in issuers/login.json, and no whole path \
                    of another"
            .to_owned());
    }
    let path = folder.unwrap_or(Path::new("")).join(place);
    // Whoever can change it decides who gets tokens.
    let checked = files::check_trust(&path, Trust::Unchanged).and_then(|()| files::read_stored(&path, MOST));
    let bytes = checked.map_err(|error| format!("jwks: {error}"))?;
    let set = KeySet::parse(&bytes, algorithm, Origin::Fetched);
    let set = set.map_err(|fault| format!("jwks: {} {fault}", path.display()))?;
    if set.has_private() || set.has_published_secret() {
        return Err(format!(
            "jwks: {} has private keys or shared secrets in it; only public keys judge",
            path.display()
        ));
    }
    let set = |text| IssuerKeys::Set { file: place.to_owned(), text };
    String::from_utf8(bytes).map(set).map_err(|_| format!("jwks: {} is not text", path.display()))
}

#[cfg(test)]
mod tests {
    use crate::settings::Settings;

    const TABLE: &str = "issuer = \"https://us.test\"\n[[trusted_issuer]]\nissuer = \"https://them.test\"\n\
                         jwks = \"https://them.test/jwks\"\napps = [\"shop\"]\nscopes = \"read write\"\n";

    fn fault(text: &str) -> (usize, String) {
        Settings::parse(text).unwrap_err()
    }

    #[test]
    fn a_table_says_whose_word_is_taken_for_which_apps_and_for_how_much() {
        let settings = Settings::parse(TABLE).unwrap();
        let [one] = &settings.defaults.trusted[..] else { panic!("not one") };
        assert_eq!((one.issuer.as_str(), one.scopes.to_string().as_str()), ("https://them.test", "read write"));
        assert_eq!(one.user("alice").unwrap().as_str(), "alice");
        let prefixed = Settings::parse(&format!("{TABLE}subject_prefix = \"them:\"\n")).unwrap();
        let one = &prefixed.defaults.trusted[0];
        assert_eq!(one.user("alice").unwrap().as_str(), "them:alice");
        assert_eq!((one.user(""), one.user("a\nb")), (None, None));
        assert!(Settings::parse("issuer = \"https://us.test\"").unwrap().defaults.trusted.is_empty());
    }

    #[test]
    fn what_is_wrong_in_a_table_is_told_with_its_line() {
        for name in ["issuer", "jwks", "apps", "scopes"] {
            let without: String =
                TABLE.lines().skip(2).filter(|line| !line.starts_with(name)).flat_map(|line| [line, "\n"]).collect();
            let (_, said) = fault(&format!("issuer = \"https://us.test\"\n[[trusted_issuer]]\n{without}"));
            assert!(said.contains(name), "{said}");
        }
        let (line, said) = fault(&format!("{TABLE}audiance = \"x\"\n"));
        assert_eq!((line, said.as_str()), (7, "there is no setting `audiance`; did you mean `audience`?"));
        for (from, to, why) in [
            ("[\"shop\"]", "[]", "nothing is named"),
            ("\"read write\"", "\"\"", "nothing is named"),
            ("[\"shop\"]", "[\"Shop!\"]", "is made of"),
            ("https://them.test/jwks", "http://them.test/jwks", "plain http"),
            ("https://them.test/jwks", "issuers/no-such.jwks", "no-such.jwks"),
            ("https://them.test/jwks", "no-such.jwks", "in the folder issuers"),
            ("https://them.test/jwks", "issuers/../config.jwks", "in the folder issuers"),
            ("https://them.test/jwks", "issuers/.jwks", "in the folder issuers"),
        ] {
            let (_, said) = fault(&TABLE.replace(from, to));
            assert!(said.contains(why), "{to}: {said}");
        }
        let twice = format!("{TABLE}{}", &TABLE[TABLE.find("[[").unwrap()..]);
        assert!(fault(&twice).1.contains("two tables"));
        assert!(fault(&format!("{TABLE}subject_prefix = \"mtg_\"\n")).1.contains("begins no name"));
    }
}
