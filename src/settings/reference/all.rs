//! Finding a setting by its name, and what is in a table.

use super::setting::Setting;
use super::{home, risk, tables};

/// Every setting: those of the file itself in its order, and behind each table what is in it.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    [home::SETTINGS, tables::SETTINGS, risk::SETTINGS].into_iter().flatten()
}

/// The setting of this name. What is within a `Form::Named` has no entry of its own.
pub fn named(name: &str) -> Option<&'static Setting> {
    settings().find(|setting| setting.name == name)
}

/// The table that a setting is in; none where it stands in the file itself.
pub fn table_of(one: &Setting) -> Option<&'static Setting> {
    one.name.rsplit_once('.').and_then(|(table, _)| named(table))
}

/// What is in the table of this name.
pub fn members(table: &str) -> impl Iterator<Item = &'static Setting> {
    settings().filter(move |one| one.name.rsplit_once('.').is_some_and(|(of, _)| of == table))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::settings::file::Settings;
    use crate::settings::reference::{Form, Usual};
    use crate::settings::{access, file, login, risk, strangers, trusted};

    const ISSUER: &str = "issuer = \"https://a.test\"\n";

    fn parse(lines: &str) -> Settings {
        Settings::parse(&format!("{ISSUER}{lines}\n")).unwrap_or_else(|fault| panic!("{lines}: {fault:?}"))
    }

    /// A setting with this value, within its table and beside what must be there too.
    fn line(setting: &Setting, value: &str) -> String {
        let Some(table) = table_of(setting) else { return format!("{} = {value}", setting.name) };
        let needed = members(table.name).filter(|one| one.usual == Usual::Required && one.name != setting.name);
        let needed = needed.map(|one| format!("{} = {}", one.own_name(), one.example));
        let members: Vec<String> = needed.chain([format!("{} = {value}", setting.own_name())]).collect();
        let body = format!("{{ {} }}", members.join(", "));
        match table.form {
            Form::Tables => format!("{} = [{body}]", table.name),
            _ => line(table, &body),
        }
    }

    #[test]
    fn every_name_that_the_reader_knows_is_told_and_no_other() {
        let mut read: BTreeSet<String> = file::names().iter().map(ToString::to_string).collect();
        let tables = [
            ("trusted_issuer", trusted::names()),
            ("login", login::names()),
            ("access", access::names()),
            ("registration", strangers::names("[registration]").unwrap()),
            ("client_documents", strangers::names("[client_documents]").unwrap()),
            ("risk", risk::names("[risk]").unwrap()),
        ];
        for (table, names) in tables {
            read.extend(names.iter().map(|name| format!("{table}.{name}")));
        }
        let told: Vec<&str> = settings().map(|setting| setting.name).collect();
        let set: BTreeSet<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(set, read);
        assert_eq!(set.len(), told.len(), "one is told twice");
        let with_members: BTreeSet<_> = settings().filter_map(table_of).map(|table| table.name).collect();
        let forms = settings().filter(|one| matches!(one.form, Form::Table | Form::Tables));
        assert_eq!(forms.map(|one| one.name).collect::<BTreeSet<_>>(), with_members);
    }

    #[test]
    fn a_default_is_what_holds_without_it() {
        let mut defaults = 0;
        for setting in settings() {
            let Usual::Value(value) = setting.usual else { continue };
            // In a table that is there.
            let bare = match table_of(setting) {
                Some(table) if members(table.name).any(|one| one.usual == Usual::Required) => {
                    let needed = members(table.name).find(|one| one.usual == Usual::Required);
                    needed.map(|one| line(one, one.example)).unwrap_or_default()
                }
                _ => String::new(),
            };
            assert_eq!(parse(&line(setting, value)), parse(&bare), "{}", setting.name);
            defaults += 1;
        }
        assert!(defaults > 20, "{defaults}");
    }

    #[test]
    fn an_example_can_be_taken_and_is_no_default() {
        for setting in settings() {
            let said = line(setting, setting.example);
            let read = if setting.name == "issuer" { Settings::parse(&said).unwrap() } else { parse(&said) };
            assert_ne!(read, parse(""), "{}", setting.name);
            if let Usual::Value(value) = setting.usual {
                assert_ne!(read, parse(&line(setting, value)), "{}", setting.name);
            }
        }
    }

    #[test]
    fn what_must_be_there_is_missed() {
        for setting in settings().filter(|setting| setting.usual == Usual::Required) {
            let text = match table_of(setting) {
                None => String::new(),
                Some(table) => {
                    let others = members(table.name).filter(|one| one.usual == Usual::Required && *one != setting);
                    let others: Vec<_> = others.map(|one| format!("{} = {}", one.own_name(), one.example)).collect();
                    let body = format!("{{ {} }}", others.join(", "));
                    let body = if table.form == Form::Tables { format!("[{body}]") } else { body };
                    format!("{ISSUER}{} = {body}\n", table.name)
                }
            };
            let (_, fault) = Settings::parse(&text).unwrap_err();
            assert!(fault.contains(setting.own_name()), "{}: {fault}", setting.name);
        }
    }

    #[test]
    fn each_form_is_the_one_that_the_reader_takes() {
        let written = |value: &str| -> toml::Value {
            let table: toml::Table = format!("x = {value}").parse().unwrap();
            table["x"].clone()
        };
        for setting in settings() {
            let value = written(setting.example);
            let is_of_form = match setting.form {
                Form::Text | Form::Length => value.is_str(),
                Form::Texts => value.is_str() || value.is_array(),
                Form::Number => value.is_integer(),
                Form::Switch => value.is_bool(),
                Form::Table | Form::Named => value.is_table(),
                Form::Tables => value.is_array(),
            };
            assert!(is_of_form, "{}: {value}", setting.name);
            let number = Settings::parse(&format!("{ISSUER}{}\n", line(setting, "1")));
            assert_eq!(number.is_ok(), setting.form == Form::Number, "{}", setting.name);
            let text = Settings::parse(&format!("{ISSUER}{}\n", line(setting, "\"5\"")));
            let is_length = text.as_ref().is_err_and(|(_, fault)| fault.contains("unit"));
            assert_eq!(is_length, setting.form == Form::Length, "{}: {text:?}", setting.name);
        }
    }

    #[test]
    fn what_is_said_of_a_setting_are_sentences() {
        for Setting { name, takes, meaning, change, usual, .. } in settings() {
            for text in [meaning].into_iter().chain(change.as_ref()) {
                assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{name}: {text}");
            }
            let rest = match usual {
                Usual::Unset(rest) => *rest,
                _ => "x",
            };
            for text in [takes, rest] {
                assert!(!text.ends_with('.') && !text.starts_with(char::is_uppercase), "{name}: {text}");
                assert!(!text.is_empty(), "{name}");
            }
        }
    }
}
