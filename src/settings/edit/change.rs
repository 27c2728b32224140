//! A file with something else in it: one value is set or taken out, and all else stays, comments and order too.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

use super::lines::{at_end, below_comment, without};
use super::name::{SettingName, Step};
use crate::settings::section::line_of;

/// What is to be changed.
#[derive(Debug, Clone)]
pub enum Edit {
    /// A setting gets this value.
    Set(SettingName, Value),
    /// A setting is said no more.
    Unset(SettingName),
    /// What has this name in the file and is no setting is taken out.
    Drop(String),
}

/// Why a file cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It is no TOML: in which line, from 1, and why.
    #[error("{1}")]
    NoToml(usize, String),
    /// Nothing says in which of several tables.
    #[error("{name} is in one of the tables {table}, and no number says in which")]
    NoNumber {
        /// The setting.
        name: String,
        /// What the tables are called.
        table: &'static str,
    },
    /// There are not so many of these tables.
    #[error("{name}: there are {there} such tables")]
    TooFar {
        /// The setting.
        name: String,
        /// How many there are.
        there: usize,
    },
    /// It would be in something that is no table.
    #[error("{name} would be within something that is no table")]
    NoTable {
        /// The setting.
        name: String,
    },
}

/// The text with all of this changed, one after the other.
pub fn edited(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let is_of_windows = text.contains("\r\n") && text.matches("\r\n").count() == text.matches('\n').count();
    let text = edits.iter().try_fold(text.to_owned(), |text, edit| one(&text, edit))?;
    Ok(if is_of_windows { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text })
}

fn one(text: &str, edit: &Edit) -> Result<String, EditError> {
    let mut document = read(text)?;
    match edit {
        Edit::Set(name, value) => {
            if let Some(table) = name.lacks_number() {
                return Err(EditError::NoNumber { name: name.to_string(), table });
            }
            let steps = name.steps();
            let place = Place::of(document.as_table(), &steps);
            set(document.as_table_mut(), &steps, value.clone(), false).map_err(|fault| fault.of(name))?;
            let line = |key: &str| format!("{} = {value}", Key::new(key).display_repr());
            let meant = match place {
                Place::There => None,
                Place::Root(key) => below_comment(text, key, &line(key)),
                Place::Block(head, key) => Some(at_end(text, &head, &line(key))),
            };
            Ok(meant.filter(|meant| is_same(meant, &document)).unwrap_or_else(|| document.to_string()))
        }
        Edit::Unset(name) => Ok(taken_out(text, document, &name.steps())),
        Edit::Drop(name) => {
            let steps: Vec<Step> = name.split('.').map(|part| Step::Into(part.to_owned())).collect();
            Ok(taken_out(text, document, &steps))
        }
    }
}

fn read(text: &str) -> Result<DocumentMut, EditError> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        EditError::NoToml(line, error.message().lines().next().unwrap_or_default().to_owned())
    })
}

/// Whether a text says what a document does, whatever it looks like.
fn is_same(text: &str, document: &DocumentMut) -> bool {
    let values = |text: &str| text.parse::<toml::Table>().ok();
    values(text).is_some_and(|said| values(&document.to_string()) == Some(said))
}

/// Where something new comes.
enum Place<'s> {
    /// Beside or in the place of what is there.
    There,
    /// Among what stands in the file itself.
    Root(&'s str),
    /// In a block of its own, with this head.
    Block(String, &'s str),
}

impl<'s> Place<'s> {
    fn of(root: &Table, steps: &'s [Step]) -> Self {
        match steps {
            [Step::Into(name)] if !root.contains_key(name) => Self::Root(name),
            [Step::Into(table), Step::Into(key)] if !root.contains_key(table) => Self::Block(format!("[{table}]"), key),
            [Step::Into(table), Step::Nth(number), Step::Into(key)] => {
                let is_next = match root.get(table) {
                    None => *number == 1,
                    Some(Item::ArrayOfTables(all)) => *number == all.len() + 1,
                    Some(_) => false,
                };
                if is_next { Self::Block(format!("[[{table}]]"), key) } else { Self::There }
            }
            [Step::Into(table), Step::Into(inner), Step::Into(key)] => {
                let is_new = match root.get(table) {
                    None => true,
                    Some(Item::Table(of)) => !of.is_dotted() && !of.contains_key(inner),
                    Some(_) => false,
                };
                if is_new { Self::Block(format!("[{table}.{inner}]"), key) } else { Self::There }
            }
            _ => Self::There,
        }
    }
}

enum Fault {
    TooFar(usize),
    NoTable,
}

impl Fault {
    fn of(self, name: &SettingName) -> EditError {
        let name = name.to_string();
        match self {
            Self::TooFar(there) => EditError::TooFar { name, there },
            Self::NoTable => EditError::NoTable { name },
        }
    }
}

/// Sets what the steps lead to. Within an inline table what is new is inline too.
fn set(table: &mut dyn TableLike, steps: &[Step], value: Value, inline: bool) -> Result<(), Fault> {
    let [Step::Into(name), rest @ ..] = steps else { return Err(Fault::NoTable) };
    match rest {
        [] => {
            put(table, name, value);
            Ok(())
        }
        [Step::Nth(number), rest @ ..] => {
            let item = match table.get_mut(name) {
                Some(item) => item,
                None => {
                    let new = if inline {
                        Item::Value(Value::Array(toml_edit::Array::new()))
                    } else {
                        Item::ArrayOfTables(ArrayOfTables::new())
                    };
                    table.insert(name, new);
                    table.get_mut(name).ok_or(Fault::NoTable)?
                }
            };
            set_nth(item, *number, rest, value)
        }
        rest => {
            if !table.contains_key(name) {
                let new = if inline {
                    Item::Value(Value::InlineTable(InlineTable::new()))
                } else {
                    Item::Table(Table::new())
                };
                table.insert(name, new);
            }
            let item = table.get_mut(name).ok_or(Fault::NoTable)?;
            let inline = item.is_value();
            set(item.as_table_like_mut().ok_or(Fault::NoTable)?, rest, value, inline)
        }
    }
}

fn set_nth(item: &mut Item, number: usize, rest: &[Step], value: Value) -> Result<(), Fault> {
    match item {
        Item::ArrayOfTables(all) => {
            let there = all.len();
            if number > there + 1 {
                return Err(Fault::TooFar(there));
            }
            if number == there + 1 {
                all.push(Table::new());
            }
            let table = all.get_mut(number - 1).ok_or(Fault::TooFar(there))?;
            match (rest, value) {
                ([], Value::InlineTable(whole)) => {
                    *table = whole.into_table();
                    Ok(())
                }
                ([], _) => Err(Fault::NoTable),
                (rest, value) => set(table, rest, value, false),
            }
        }
        Item::Value(Value::Array(all)) => {
            let there = all.len();
            if number > there + 1 {
                return Err(Fault::TooFar(there));
            }
            if number == there + 1 {
                all.push(InlineTable::new());
            }
            let one = all.get_mut(number - 1).ok_or(Fault::TooFar(there))?;
            match (rest, one) {
                ([], one) => {
                    *one = value;
                    Ok(())
                }
                (rest, Value::InlineTable(table)) => set(table, rest, value, true),
                _ => Err(Fault::NoTable),
            }
        }
        _ => Err(Fault::NoTable),
    }
}

/// Puts a value under a name. What stood around the old one, as a comment behind it, stays.
fn put(table: &mut dyn TableLike, name: &str, value: Value) {
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            let around = old.decor().clone();
            *old = value;
            *old.decor_mut() = around;
        }
        _ => {
            table.insert(name, Item::Value(value));
        }
    }
}

/// The text without what the steps lead to; the same text where that is not there.
fn taken_out(text: &str, mut document: DocumentMut, steps: &[Step]) -> String {
    if !remove(document.as_table_mut(), steps) {
        return text.to_owned();
    }
    let meant = without(text, steps).filter(|meant| is_same(meant, &document));
    meant.unwrap_or_else(|| document.to_string())
}

fn remove(table: &mut dyn TableLike, steps: &[Step]) -> bool {
    match steps {
        [Step::Into(name)] => table.remove(name).is_some(),
        [Step::Into(name), Step::Nth(number), rest @ ..] => {
            let Some(place) = number.checked_sub(1) else { return false };
            let Some(item) = table.get_mut(name) else { return false };
            let (was_there, is_empty) = match item {
                Item::ArrayOfTables(all) if rest.is_empty() && place < all.len() => {
                    all.remove(place);
                    (true, all.is_empty())
                }
                Item::ArrayOfTables(all) => (all.get_mut(place).is_some_and(|table| remove(table, rest)), false),
                Item::Value(Value::Array(all)) if rest.is_empty() && place < all.len() => {
                    all.remove(place);
                    (true, all.is_empty())
                }
                Item::Value(Value::Array(all)) => {
                    let table = all.get_mut(place).and_then(Value::as_inline_table_mut);
                    (table.is_some_and(|table| remove(table, rest)), false)
                }
                _ => (false, false),
            };
            if is_empty {
                table.remove(name);
            }
            was_there
        }
        [Step::Into(name), rest @ ..] => {
            table.get_mut(name).and_then(Item::as_table_like_mut).is_some_and(|table| remove(table, rest))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::read_values;
    use super::*;
    use crate::core::{Algorithm, Issuer};
    use crate::settings::file::Settings;

    fn set(text: &str, name: &str, words: &[&str]) -> String {
        let name = SettingName::read(name).unwrap();
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let value = read_values(&name, &words).unwrap();
        edited(text, &[Edit::Set(name, value)]).unwrap()
    }

    fn unset(text: &str, name: &str) -> String {
        edited(text, &[Edit::Unset(SettingName::read(name).unwrap())]).unwrap()
    }

    const TEXT: &str = "# Mine.\nissuer = \"https://a.test\"   # the one\n\n# How long.\n# access_ttl = \"15m\"\n\n\
                        # Who.\n# login = {}\n\n[risk]   # look\nfailures = 3\n\n# The end.\n";

    #[test]
    fn what_is_set_anew_keeps_what_stands_around_it() {
        assert_eq!(set(TEXT, "issuer", &["https://b.test"]), TEXT.replace("https://a.test", "https://b.test"));
        assert_eq!(set(TEXT, "risk.failures", &["5"]), TEXT.replace("= 3", "= 5"));
    }

    #[test]
    fn what_is_new_stands_below_its_comment_or_behind_the_others() {
        let shown = "# access_ttl = \"15m\"\n";
        assert_eq!(set(TEXT, "access_ttl", &["1h"]), TEXT.replace(shown, &format!("{shown}access_ttl = \"1h\"\n")));
        let one = "# the one\n";
        assert_eq!(set(TEXT, "leeway", &["5s"]), TEXT.replace(one, &format!("{one}leeway = \"5s\"\n")));
        let failures = "failures = 3\n";
        assert_eq!(set(TEXT, "risk.late", &["5m"]), TEXT.replace(failures, &format!("{failures}late = \"5m\"\n")));
    }

    #[test]
    fn a_new_block_stands_at_the_end_where_no_comment_falls_into_it() {
        assert_eq!(set(TEXT, "login.way", &["header"]), format!("{TEXT}\n[login]\nway = \"header\"\n"));
        assert_eq!(
            set(TEXT, "risk.act.token_shared", &["revoke"]),
            format!("{TEXT}\n[risk.act]\ntoken_shared = \"revoke\"\n")
        );
        assert_eq!(set(TEXT, "scopes.a.b", &["A"]), format!("{TEXT}\n[scopes]\n\"a.b\" = \"A\"\n"));
        let one = set(TEXT, "trusted_issuer.1.apps", &["shop", "web"]);
        assert_eq!(one, format!("{TEXT}\n[[trusted_issuer]]\napps = [\"shop\", \"web\"]\n"));
        let two = set(&one, "trusted_issuer.1.scopes", &["read"]);
        assert_eq!(two, format!("{one}scopes = \"read\"\n"));
        assert_eq!(set(&two, "trusted_issuer.2.apps", &["x"]), format!("{two}\n[[trusted_issuer]]\napps = \"x\"\n"));
        let name = SettingName::read("trusted_issuer.4.apps").unwrap();
        let edit = Edit::Set(name, Value::from("x"));
        assert!(matches!(edited(&two, &[edit]), Err(EditError::TooFar { there: 1, .. })));
        let name = SettingName::read("trusted_issuer.apps").unwrap();
        assert!(matches!(edited(&two, &[Edit::Set(name, Value::from("x"))]), Err(EditError::NoNumber { .. })));
    }

    #[test]
    fn what_is_written_in_a_line_stays_in_it() {
        let text = "issuer = \"a\"\nlogin = { way = \"header\" } # by proxy\ntrusted_issuer = [{ issuer = \"b\" }]\n";
        assert_eq!(set(text, "login.header", &["X"]), text.replace("\"header\" }", "\"header\" , header = \"X\" }"));
        assert_eq!(set(text, "trusted_issuer.1.jwks", &["x"]), text.replace("\"b\" }", "\"b\" , jwks = \"x\" }"));
        assert_eq!(
            unset(text, "trusted_issuer.1"),
            text.lines().take(2).flat_map(|line| [line, "\n"]).collect::<String>()
        );
        assert_eq!(
            set("risk = {}\n", "risk.act.token_shared", &["revoke"]),
            "risk = { act = { token_shared = \"revoke\" } }\n"
        );
    }

    #[test]
    fn what_is_taken_out_takes_no_comment_with_it_but_its_own() {
        assert_eq!(unset(TEXT, "leeway"), TEXT);
        let with = set(TEXT, "access_ttl", &["1h"]);
        assert_eq!(unset(&with, "access_ttl"), TEXT);
        let login = format!("{TEXT}\n[login]\nway = \"header\"\n# users = 1\nusers = \"u\"\n# the end\n");
        assert_eq!(unset(&login, "login"), format!("{TEXT}\n# users = 1\n# the end\n"));
        assert_eq!(unset(&login, "login.users"), login.replace("users = \"u\"\n", ""));
        let list = "issuer = \"a\"\naudience = [ # all\n  \"a\",\n  \"b\", # b\n] # end\nleeway = \"1s\"\n";
        assert_eq!(unset(list, "audience"), "issuer = \"a\"\nleeway = \"1s\"\n");
        assert_eq!(edited("a = 1\nacess_ttl = 2\n", &[Edit::Drop("acess_ttl".into())]).unwrap(), "a = 1\n");
    }

    #[test]
    fn what_init_writes_is_changed_where_it_tells_of_it() {
        let initial = Settings::initial(&Issuer::new("https://a.test").unwrap(), &[], Algorithm::RS256, false);
        let with = set(&initial, "refresh_grace", &["30s"]);
        let shown = "# refresh_grace = \"0s\"\n";
        assert_eq!(with, initial.replace(shown, &format!("{shown}refresh_grace = \"30s\"\n")));
        assert_eq!(unset(&with, "refresh_grace"), initial);
        let login = set(&initial, "login.way", &["header"]);
        assert_eq!(login, format!("{initial}\n[login]\nway = \"header\"\n"));
        assert_eq!(unset(&login, "login"), format!("{initial}\n"));
    }

    #[test]
    fn line_ends_of_windows_and_texts_of_many_lines_are_no_trap() {
        let text = "issuer = \"a\"\r\nleeway = \"1s\"\r\n";
        assert_eq!(set(text, "leeway", &["2s"]), "issuer = \"a\"\r\nleeway = \"2s\"\r\n");
        assert!(set(text, "access_ttl", &["2s"]).parse::<toml::Table>().is_ok());
        // What looks like a comment is in a text.
        let text = "passphrase_command = \"\"\"\n# access_ttl = \"15m\"\n[x]\n\"\"\"\n";
        let with: toml::Table = set(text, "access_ttl", &["2s"]).parse().unwrap();
        assert_eq!(with["access_ttl"].as_str(), Some("2s"));
        assert_eq!(with["passphrase_command"].as_str(), Some("# access_ttl = \"15m\"\n[x]\n"));
        assert!(edited("a = \n", &[]).is_ok());
        let name = SettingName::read("leeway").unwrap();
        assert!(matches!(edited("b = 1\na = \n", &[Edit::Unset(name)]), Err(EditError::NoToml(2, _))));
    }
}
