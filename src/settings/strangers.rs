//! The tables `[registration]` and `[client_documents]` of `config.toml`: which apps come without being registered by hand, and what
//! they may have. Scopes must be named: what is left out would be given to strangers.

use serde::{Deserialize, Deserializer};

use super::fields::names_of;
use super::values::{Texts, text};
use crate::core::Scopes;
use crate::core::registration::{DocumentRules, HostPattern, MOST_APPS, RegistrationRules};

/// Who may register apps.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistrationFile {
    #[serde(deserialize_with = "text")]
    scopes: Scopes,
    #[serde(default)]
    open: bool,
    #[serde(default = "most")]
    most: u32,
}

/// Whose documents are read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentsFile {
    #[serde(deserialize_with = "hosts")]
    allow: Vec<HostPattern>,
    #[serde(deserialize_with = "text")]
    scopes: Scopes,
    #[serde(default = "most")]
    most: u32,
}

fn most() -> u32 {
    u32::try_from(MOST_APPS).unwrap_or(u32::MAX)
}

fn hosts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<HostPattern>, D::Error> {
    let read = |text: String| text.parse().map_err(|error| serde::de::Error::custom(format!("{text:?} {error}")));
    Texts::deserialize(from)?.into_vec().into_iter().map(read).collect()
}

/// The names that the table with this head may have.
pub(super) fn names(head: &str) -> Option<&'static [&'static str]> {
    match head.trim_end() {
        "[registration]" => Some(names_of(RegistrationFile::deserialize)),
        "[client_documents]" => Some(names_of(DocumentsFile::deserialize)),
        _ => None,
    }
}

impl RegistrationFile {
    pub(super) fn read(self) -> RegistrationRules {
        RegistrationRules { scopes: Some(self.scopes), open: self.open, most: count(self.most) }
    }
}

impl DocumentsFile {
    pub(super) fn read(self) -> DocumentRules {
        DocumentRules { allow: self.allow, scopes: Some(self.scopes), most: count(self.most) }
    }
}

fn count(most: u32) -> usize {
    usize::try_from(most).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use crate::settings::file::Settings;

    #[test]
    fn strangers_have_what_is_named_and_nothing_by_leaving_it_out() {
        let parse = |more: &str| Settings::parse(&format!("issuer = \"https://a.test\"\n{more}"));
        let plain = parse("").unwrap().defaults;
        assert_eq!((plain.registration, plain.client_documents), (None, None));
        let read = parse("[registration]\nscopes = \"a b\"\n[client_documents]\nallow = \"*.b.test\"\nscopes = \"a\"")
            .unwrap();
        let (registration, documents) = (read.defaults.registration.unwrap(), read.defaults.client_documents.unwrap());
        assert_eq!((registration.open, registration.most), (false, 1_000));
        assert!(documents.allow[0].is("x.b.test"));
        for (more, line, why) in [
            ("[registration]\nopen = true", 2, "scopes"),
            ("[registration]\nscopes = \"a\\\"\"", 3, "scope"),
            ("[registration]\nscopes = \"a\"\nopn = true", 4, "open"),
            ("[client_documents]\nallow = \"http://x\"\nscopes = \"a\"", 3, "host"),
            ("[client_documents]\nscopes = \"a\"", 2, "allow"),
            ("[client_documents]\nallow = \"b.test\"\nscopes = \"a\"\nscope = \"b\"", 5, "scopes"),
        ] {
            let (found, problem) = parse(more).unwrap_err();
            assert!(found == line && problem.contains(why), "{more}: {found} {problem}");
        }
    }
}
