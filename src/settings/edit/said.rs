//! What a file says, by the names of the settings; and every setting as it is, whether the file says it or not.

use serde_json::Value as Plain;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{plain, plain_default};
use crate::settings::reference::{Form, Setting, Usual, members, settings};
use crate::settings::section::line_of;

/// A setting as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its name, or that of a thing within it.
    pub name: String,
    /// What it is.
    pub setting: &'static Setting,
    /// Its value; none where it has none.
    pub value: Option<Plain>,
    /// Where that comes from.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// This line of the file, from 1.
    Line(usize),
    /// Nobody says another.
    Default,
    /// Nobody says one, and there is none by default.
    Nowhere,
}

/// Whether a text has something of this name, be it a setting or not.
pub fn says(text: &str, name: &str) -> bool {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut at = Some(table.get_ref());
    let mut parts = name.split('.').peekable();
    while let (Some(table), Some(part)) = (at, parts.next()) {
        let Some(value) = table.get(part) else { return false };
        if parts.peek().is_none() {
            return true;
        }
        at = value.get_ref().as_table();
    }
    false
}

/// Every setting, as it is where this is the text of the file. A table that is not there and need not be is one line.
pub fn as_they_are(text: &str) -> Vec<Said> {
    let (table, _) = DeTable::parse_recoverable(text);
    let table = table.into_inner();
    let reader = Reader { text };
    let mut found = Vec::new();
    for setting in settings().filter(|setting| !setting.name.contains('.')) {
        reader.read(&table, setting, setting.name, &mut found);
    }
    found
}

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    fn line(&self, value: &Spanned<DeValue<'_>>) -> Origin {
        Origin::Line(line_of(self.text, value.span().start))
    }

    fn read(&self, table: &DeTable<'_>, setting: &'static Setting, name: &str, found: &mut Vec<Said>) {
        let value = table.get(setting.own_name());
        let own = |name: String, value: &Spanned<DeValue<'_>>| Said {
            name,
            setting,
            value: Some(plain(value.get_ref())),
            origin: self.line(value),
        };
        match (setting.form, value.map(|value| (value, value.get_ref()))) {
            (Form::Table, Some((_, DeValue::Table(inner)))) => self.members(inner, setting, name, found),
            (Form::Table, None) if matches!(setting.usual, Usual::Value(_)) => {
                self.members(&DeTable::new(), setting, name, found);
            }
            (Form::Tables, Some((_, DeValue::Array(tables)))) => {
                for (number, table) in tables.iter().enumerate() {
                    if let DeValue::Table(inner) = table.get_ref() {
                        self.members(inner, setting, &format!("{name}.{}", number + 1), found);
                    }
                }
            }
            (Form::Named, Some((_, DeValue::Table(inner)))) => {
                let members = inner.iter().map(|(key, value)| own(format!("{name}.{}", key.get_ref()), value));
                found.extend(members);
            }
            (_, Some((value, _))) => found.push(own(name.to_owned(), value)),
            (_, None) => {
                let value = plain_default(setting);
                let origin = if value.is_some() { Origin::Default } else { Origin::Nowhere };
                found.push(Said { name: name.to_owned(), setting, value, origin });
            }
        }
    }

    fn members(&self, table: &DeTable<'_>, of: &'static Setting, name: &str, found: &mut Vec<Said>) {
        for setting in members(of.name) {
            self.read(table, setting, &format!("{name}.{}", setting.own_name()), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = "issuer = \"https://a.test\"\naudience = [\n  \"a\",\n  \"b\",\n]\n# access_ttl = \"1m\"\nrefresh_ttl = \"7d\"\n\n\
                        [login]\nway = \"header\"\n\n[[trusted_issuer]]\nissuer = \"https://b.test\"\njwks = \"https://b.test/j\"\n\
                        apps = \"shop\"\nscopes = \"read\"\n\n[risk]\nfailures = 3\n[risk.act]\ntoken_shared = \"revoke\"\n";

    #[test]
    fn what_a_file_says_is_told_with_its_lines() {
        let said = as_they_are(TEXT).into_iter().filter(|one| matches!(one.origin, Origin::Line(_)));
        let told: Vec<_> = said.map(|one| (one.name, one.value.unwrap(), one.origin)).collect();
        let line = |name: &str| told.iter().find(|one| one.0 == name).map(|one| (one.1.clone(), one.2));
        assert_eq!(line("audience"), Some((json!(["a", "b"]), Origin::Line(2))));
        assert_eq!(line("refresh_ttl"), Some((json!("7d"), Origin::Line(7))));
        assert_eq!(line("login.way"), Some((json!("header"), Origin::Line(10))));
        assert_eq!(line("trusted_issuer.1.apps"), Some((json!("shop"), Origin::Line(15))));
        assert_eq!(line("risk.failures"), Some((json!(3), Origin::Line(19))));
        assert_eq!(line("risk.act.token_shared"), Some((json!("revoke"), Origin::Line(21))));
        assert_eq!(line("access_ttl"), None);
        assert_eq!(told.len(), 10, "{told:?}");
    }

    #[test]
    fn what_stands_in_a_file_is_found_whether_it_is_a_setting_or_not() {
        for (name, is_there) in
            [("issuer", true), ("login.way", true), ("login.what", false), ("x", false), ("issuer.x", false)]
        {
            assert_eq!(says(TEXT, name), is_there, "{name}");
        }
        assert!(says("isuer = 1\n", "isuer"));
    }

    #[test]
    fn every_setting_is_as_it_is() {
        let all = as_they_are(TEXT);
        let one = |name: &str| all.iter().find(|one| one.name == name).map(|one| (one.value.clone(), one.origin));
        assert_eq!(one("access_ttl"), Some((Some(json!("15m")), Origin::Default)));
        assert_eq!(one("access.record"), Some((Some(json!(true)), Origin::Default)));
        assert_eq!(one("login.header"), Some((Some(json!("X-Forwarded-User")), Origin::Default)));
        assert_eq!(one("registration"), Some((None, Origin::Nowhere)));
        assert_eq!(one("registration.open"), None);
        assert_eq!(one("risk.every"), Some((None, Origin::Nowhere)));
        assert_eq!(one("scopes"), Some((None, Origin::Nowhere)));
    }
}
