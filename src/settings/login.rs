//! The table `[login]` of `config.toml`: who may log in when the home is served.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::fields::names_of;
use super::section::line_of;

/// Who may log in when the home is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginSettings {
    /// The header in which a trusted proxy names the user; none where people show a password of the users file.
    pub header: Option<String>,
    /// The users file. Whoever logs in is in it, where there is one.
    pub users: Option<PathBuf>,
}

/// In which header proxies name the user, where nobody says another.
pub const USER_HEADER: &str = "X-Forwarded-User";

/// The users file that goes where its home goes.
pub const USERS_FILE: &str = "users.toml";

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoginFile {
    way: Spanned<Way>,
    users: Option<String>,
    #[serde(default, deserialize_with = "header")]
    header: Option<String>,
}

/// How such a table begins.
pub(super) const HEAD: &str = "[login]";

/// The names that a table may have.
pub(super) fn names() -> &'static [&'static str] {
    names_of(LoginFile::deserialize)
}

#[derive(Clone, Copy)]
enum Way {
    People,
    Header,
}

impl FromStr for Way {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text {
            "people" => Ok(Self::People),
            "header" => Ok(Self::Header),
            _ => Err(
                "is no way to log in: \"people\" is by a password of the users file, \"header\" by the word of a proxy",
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Way {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::values::text(from)
    }
}

/// What callers write themselves, or every request has: none of these names a user.
const TAKEN: [&str; 8] =
    ["authorization", "cookie", "host", "origin", "referer", "user-agent", "x-forwarded-for", "forwarded"];

/// The name of a header (RFC 9110, 5.1).
fn header<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(from)?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(serde::de::Error::custom(format!("{name:?} is no name of a header, as in \"{USER_HEADER}\"")));
    }
    if TAKEN.iter().any(|taken| name.eq_ignore_ascii_case(taken)) {
        return Err(serde::de::Error::custom(format!("{name} has a meaning of its own, and names no user")));
    }
    Ok(Some(name))
}

/// What the table says. A users file lies beside the settings, unless its whole path is given.
pub(super) fn read(
    table: Option<LoginFile>,
    text: &str,
    folder: Option<&Path>,
) -> Result<Option<LoginSettings>, (usize, String)> {
    let Some(LoginFile { way, users, header }) = table else { return Ok(None) };
    let fault = |problem: &str| Err((line_of(text, way.span().start), problem.to_owned()));
    if users.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return fault("users is empty, and names no file");
    }
    let users = users.map(|name| folder.unwrap_or(Path::new("")).join(name));
    match way.get_ref() {
        Way::People if users.is_none() => {
            fault("people log in by a password of the users file: name it with users = \"users.toml\"")
        }
        Way::People if header.is_some() => fault("header is for way = \"header\", where a proxy names the user"),
        Way::People => Ok(Some(LoginSettings { header: None, users })),
        Way::Header => {
            Ok(Some(LoginSettings { header: Some(header.unwrap_or_else(|| USER_HEADER.to_owned())), users }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn login(table: &str) -> Result<Option<LoginSettings>, (usize, String)> {
        Settings::parse(&format!("issuer = \"https://a.test\"\n{table}")).map(|settings| settings.login)
    }

    #[test]
    fn the_table_says_by_what_people_log_in() {
        let (users, own) = (Some(PathBuf::from("users.toml")), Some("Remote-User".to_owned()));
        let usual = Some(USER_HEADER.to_owned());
        for (table, header, users) in [
            ("[login]\nway = \"people\"\nusers = \"users.toml\"\n", None, users.clone()),
            ("[login]\nway = \"header\"\n", usual, None),
            ("[login]\nway = \"header\"\nheader = \"Remote-User\"\nusers = \"users.toml\"\n", own.clone(), users),
            ("login = {way = \"header\", header = \"Remote-User\"}\n", own, None),
        ] {
            assert_eq!(login(table), Ok(Some(LoginSettings { header, users })), "{table}");
        }
        assert_eq!(login(""), Ok(None));
    }

    #[test]
    fn what_makes_no_sense_is_told_with_its_line() {
        for (table, line, said) in [
            ("[login]\nway = \"oidc\"\n", 3, "is no way to log in"),
            ("[login]\nway = \"people\"\n", 3, "name it with users"),
            ("[login]\nusers = \"users.toml\"\n", 2, "missing field `way`"),
            ("[login]\nway = \"people\"\nusers = \"\"\n", 3, "users is empty"),
            ("[login]\nway = \"people\"\nusers = \"u\"\nheader = \"X-User\"\n", 3, "header is for way"),
            ("[login]\nway = \"header\"\nheader = \"X User\"\n", 4, "is no name of a header"),
            ("[login]\nway = \"header\"\nheader = \"Authorization\"\n", 4, "has a meaning of its own"),
            (
                "[login]\nway = \"header\"\nheaders = \"X-User\"\n",
                4,
                "there is no setting `headers`; did you mean `header`?",
            ),
        ] {
            let (at, problem) = login(table).unwrap_err();
            assert!(problem.contains(said), "{table}: {problem}");
            assert_eq!(at, line, "{table}");
        }
    }
}
