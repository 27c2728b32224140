//! A users file: who logs in at a server, and what is said of them. One table each, read strictly, all that is wrong at once.
//!
//! ```toml
//! [alice]
//! claims = {email = "alice@example.com", roles = ["admin"]}
//! groups = ["staff"]
//! scopes = "read write"
//! password = "$argon2id$v=19$m=65536,t=3,p=4$…"
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde_json::{Number, Value};
use toml::Spanned;
use toml::de::DeValue;

use super::file::SettingsError;
use super::profile::integer;
use super::section::{Fault, Section, line_of};
use crate::core::claims::registered::{registered, registered_of_id};
use crate::core::json::ClaimMap;
use crate::core::user::{GROUPS, groups};
use crate::core::{Directory, Person, Scopes, SecretText, UserId};
use crate::host::files::{self, FileError, FileFault, Trust};
use crate::keys::password::{PasswordHash, Weakness};

/// The largest file that is read, in bytes: some ten thousand people.
const MOST: u64 = 4 * 1024 * 1024;

/// What a users file says, and what of it is taken and seldom meant so.
#[derive(Debug)]
pub struct People {
    /// The people.
    pub directory: Directory,
    /// What to warn of.
    pub doubts: Vec<Doubt>,
}

/// What is taken, and seldom meant so.
#[derive(Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Somebody's password is hashed with less than is recommended.
    Weak(UserId, Weakness),
    /// Others can read the hashes, and try passwords on them.
    Open,
    /// There is nobody in it.
    Nobody,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weak(user, weakness) => write!(f, "the password of {user}: {weakness}"),
            Self::Open => f.write_str("others can read it, and try passwords on the hashes in it"),
            Self::Nobody => f.write_str("there is nobody in it, so that nobody can log in"),
        }
    }
}

impl People {
    /// Reads a users file. Refused where others could have written it.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        check(path)?;
        let bytes = files::read_stored(path, MOST)?;
        let content = |faults| SettingsError::Content { path: path.to_owned(), faults };
        let text = String::from_utf8(bytes).map_err(|_| content(vec![(1, "it is not text".to_owned())]))?;
        let mut people = Self::parse(&text).map_err(content)?;
        let has_passwords = people.directory.iter().any(|(_, person)| person.password.is_some());
        if has_passwords && files::is_read_by_others(path) {
            people.doubts.push(Doubt::Open);
        }
        Ok(people)
    }

    /// Reads the text of one.
    pub(super) fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let mut whole = Section::whole(text);
        let mut faults = std::mem::take(&mut whole.faults);
        let (mut people, mut doubts) = (Vec::new(), Vec::new());
        // What people cannot tell apart is one name.
        let mut names: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (line, name, value) in whole.into_members() {
            let user = named(&name).map_err(|problem| faults.push((line, problem)));
            if let Some((other, before)) = names.insert(folded(&name), (line, name.clone())) {
                let problem = format!("`{name}` and `{before}` in line {other} are one name to those who type them");
                faults.push((line, problem));
            }
            let DeValue::Table(table) = value.into_inner() else {
                faults.push((line, format!("`{name}` is no table: a person begins with [{}]", quoted(&name))));
                continue;
            };
            let mut section = Section::of(text, table, line);
            let person = person(text, &mut section);
            let (found, _) = section.end();
            faults.extend(found);
            let (Ok(user), (person, weakness)) = (user, person) else { continue };
            doubts.extend(weakness.map(|weakness| Doubt::Weak(user.clone(), weakness)));
            people.push((user, person));
        }
        if !faults.is_empty() {
            faults.sort_by_key(|(line, _)| *line);
            return Err(faults);
        }
        if people.is_empty() {
            doubts.push(Doubt::Nobody);
        }
        Ok(Self { directory: Directory::of(people), doubts })
    }
}

/// Whether nobody else can change it. It may be the system's: there is nothing that root could not do anyway.
fn check(path: &Path) -> Result<(), FileError> {
    match files::check_trust(path, Trust::Unchanged) {
        Err(FileError { fault: FileFault::Foreign(0), .. })
            if files::look(path).is_ok_and(|found| found.mode & 0o022 == 0) =>
        {
            Ok(())
        }
        checked => checked,
    }
}

fn named(name: &str) -> Result<UserId, String> {
    if name.trim() != name {
        return Err(format!("`{name}` begins or ends with white space, which nobody types"));
    }
    UserId::new(name).map_err(|error| format!("`{name}`: {error}"))
}

/// A name as far as people tell it from others.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// A name as the head of a table has it.
fn quoted(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_bare { name.to_owned() } else { toml::Value::String(name.to_owned()).to_string() }
}

fn person(text: &str, section: &mut Section<'_>) -> (Person, Option<Weakness>) {
    let mut claims =
        section.section("claims").map(|claims| claims_of(text, claims, &mut section.faults)).unwrap_or_default();
    if let Some((line, names)) = texts(section, "groups") {
        if claims.contains_key(GROUPS) {
            section.faults.push((line, "the groups are given twice: as groups, and in claims".to_owned()));
        } else if names.iter().any(|name| name.trim().is_empty()) {
            section.faults.push((line, "a group has no name".to_owned()));
        }
        claims.insert(GROUPS, groups(names));
    }
    let scopes = texts(section, "scopes").and_then(|(line, texts)| {
        let read: Result<Vec<Scopes>, _> = texts.iter().map(|text| text.parse()).collect();
        read.map_err(|error| section.faults.push((line, format!("scopes: {error}")))).ok()
    });
    let scopes = scopes.map(|all| all.into_iter().collect());
    let (mut password, mut weakness) = (None, None);
    match section.value("password") {
        None => {}
        // What is written there is never repeated: it may be the password itself.
        Some((line, DeValue::String(hash))) => match PasswordHash::parse(&hash) {
            Ok(parsed) => (password, weakness) = (Some(SecretText::new(hash.into_owned())), parsed.weakness()),
            Err(fault) => {
                section.faults.push((line, format!("password: {fault}; `mintage user password` makes one")));
            }
        },
        Some((line, other)) => section.wrong(line, "password", "the text of a hash", &other),
    }
    (Person { claims, scopes, password }, weakness)
}

/// A text or a list of texts, where there is one.
fn texts(section: &mut Section<'_>, name: &'static str) -> Option<(usize, Vec<String>)> {
    const WANTED: &str = "a text or a list of texts";
    let (line, value) = section.value(name)?;
    match value {
        DeValue::String(text) => return Some((line, vec![text.into_owned()])),
        DeValue::Array(values) => {
            let mut all = Vec::with_capacity(values.len());
            for value in values {
                let line = section.line_at(&value);
                match value.into_inner() {
                    DeValue::String(text) => all.push(text.into_owned()),
                    other => section.wrong(line, name, WANTED, &other),
                }
            }
            return Some((line, all));
        }
        other => section.wrong(line, name, WANTED, &other),
    }
    None
}

fn claims_of(text: &str, claims: Section<'_>, faults: &mut Vec<Fault>) -> ClaimMap {
    let mut all = ClaimMap::new();
    for (line, name, value) in claims.into_members() {
        if name.is_empty() {
            faults.push((line, "a claim has no name".to_owned()));
        } else if registered(&name).or(registered_of_id(&name)).is_some() {
            let what = format!("the claim {name} has a meaning of its own, and is no claim of a person");
            faults.push((line, what));
        } else if let Some(value) = json(text, &name, value, faults) {
            all.insert(name, value);
        }
    }
    all
}

/// A value of JSON; nothing where something in it is none, which is among the faults then.
fn json(text: &str, name: &str, value: Spanned<DeValue<'_>>, faults: &mut Vec<Fault>) -> Option<Value> {
    let line = line_of(text, value.span().start);
    let mut fault = |problem: &str| {
        faults.push((line, format!("the claim {name} has {problem}")));
        None
    };
    match value.into_inner() {
        DeValue::String(text) => Some(text.into_owned().into()),
        DeValue::Boolean(on) => Some(on.into()),
        DeValue::Integer(number) => integer(&number).map(Value::Number).or_else(|| fault("a number that is too large")),
        DeValue::Float(number) => {
            let number = number.as_str().replace('_', "").parse().ok().and_then(Number::from_f64);
            number.map(Value::Number).or_else(|| fault("a number that JSON has not"))
        }
        DeValue::Datetime(_) => fault("a time, which JSON has not: write a text or a number"),
        DeValue::Array(values) => {
            let before = values.len();
            let all: Vec<Value> = values.into_iter().filter_map(|value| json(text, name, value, faults)).collect();
            (all.len() == before).then_some(Value::Array(all))
        }
        DeValue::Table(table) => {
            let members = Section::of(text, table, line).into_members();
            let before = members.len();
            let all: serde_json::Map<String, Value> = members
                .into_iter()
                .filter_map(|(_, member, value)| json(text, name, value, faults).map(|value| (member, value)))
                .collect();
            (all.len() == before).then_some(Value::Object(all))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const HASH: &str = "$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$dPtrHTEawLtMiR9+/XloAkXZ+EtyrY+bvmHIbiufhk0";

    fn directory(text: &str) -> Directory {
        People::parse(text).unwrap_or_else(|faults| panic!("{faults:?}")).directory
    }

    fn faults(text: &str) -> Vec<Fault> {
        People::parse(text).map(|people| people.doubts).expect_err(text)
    }

    fn person<'d>(directory: &'d Directory, name: &str) -> &'d Person {
        directory.person(&UserId::new(name).unwrap()).unwrap()
    }

    #[test]
    fn a_person_has_claims_groups_scopes_and_a_password_and_needs_none_of_them() {
        let text = format!(
            "[alice]\nclaims = {{email = \"alice@example.com\", roles = [\"admin\"], level = 2, more = {{a = [1, true]}}}}\n\
             groups = [\"staff\", \"admin\", \"staff\"]\nscopes = \"read write\"\npassword = \"{HASH}\"\n\n\
             [\"bob@example.com\"]\n\n[carol]\nscopes = []\ngroups = \"staff\"\n[carol.claims]\nname = \"Carol\"\n"
        );
        let people = directory(&text);
        let alice = person(&people, "alice");
        let said = json!({
            "email": "alice@example.com", "roles": ["admin"], "level": 2, "more": {"a": [1, true]}, "groups": ["staff", "admin"],
        });
        assert_eq!(Value::from(alice.claims.clone()), said);
        assert_eq!(alice.scopes.as_ref().unwrap().to_string(), "read write");
        assert_eq!(alice.password.as_ref().unwrap().reveal(), HASH);
        assert_eq!(person(&people, "bob@example.com"), &Person::default());
        let carol = person(&people, "carol");
        assert_eq!(
            (carol.scopes.clone(), Value::from(carol.claims.clone())),
            (Some(Scopes::none()), json!({"name": "Carol", "groups": ["staff"]}))
        );
        assert_eq!(people.len(), 3);
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_line() {
        for (text, line, said) in [
            ("[alice]\nclaim = {}\n", 2, "there is no setting `claim`; did you mean `claims`?"),
            (
                "[alice]\nclaims = {sub = \"bob\"}\n",
                2,
                "the claim sub has a meaning of its own, and is no claim of a person",
            ),
            (
                "[alice]\n[alice.claims]\nname = \"A\"\nexp = 1\n",
                4,
                "the claim exp has a meaning of its own, and is no claim of a person",
            ),
            (
                "[alice]\nclaims = {at_hash = \"x\"}\n",
                2,
                "the claim at_hash has a meaning of its own, and is no claim of a person",
            ),
            (
                "[alice]\nclaims = {born = 1979-05-27}\n",
                2,
                "the claim born has a time, which JSON has not: write a text or a number",
            ),
            ("[alice]\nclaims = {a = nan}\n", 2, "the claim a has a number that JSON has not"),
            ("[alice]\nclaims = \"x\"\n", 2, "claims: expected a table, as [name] begins one, found string"),
            ("[alice]\ngroups = [1]\n", 2, "groups: expected a text or a list of texts, found integer"),
            ("[alice]\ngroups = [\"\"]\n", 2, "a group has no name"),
            (
                "[alice]\ngroups = \"a\"\nclaims = {groups = [\"b\"]}\n",
                2,
                "the groups are given twice: as groups, and in claims",
            ),
            (
                "[alice]\nscopes = 'a\"b'\n",
                2,
                "scopes: a scope has only printable ASCII characters, without spaces, quotes and backslashes",
            ),
            ("[bob]\n\n[alice]\n\n[Bob]\n", 5, "`Bob` and `bob` in line 1 are one name to those who type them"),
            ("[\" alice\"]\n", 1, "` alice` begins or ends with white space, which nobody types"),
            ("[\"\"]\n", 1, "``: a user is empty"),
            ("[mtg_app_x]\n", 1, "`mtg_app_x`: a user starts with mtg_, which is kept for apps and tokens"),
            ("alice = 1\n", 1, "`alice` is no table: a person begins with [alice]"),
            ("\"a@b\" = 1\n", 1, "`a@b` is no table: a person begins with [\"a@b\"]"),
            ("[alice]\npassword = 1\n", 2, "password: expected the text of a hash, found integer"),
        ] {
            assert_eq!(faults(text), [(line, said.to_owned())], "{text}");
        }
        let several = faults("[alice]\nx = 1\n[alice.claims]\niss = 1\n[bob]\nscopes = 1\n");
        assert_eq!(several.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4, 6]);
        // A table that is there twice is no TOML.
        assert_eq!(faults("[alice]\n[alice]\n").len(), 1);
    }

    #[test]
    fn a_password_is_never_repeated_and_a_weak_hash_is_warned_of() {
        let said = format!("{:?}", faults("[alice]\npassword = \"hunter2\"\n"));
        assert!(
            said.contains("never written here") && said.contains("user password") && !said.contains("hunter2"),
            "{said}"
        );
        let bcrypt = "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";
        let said = format!("{:?}", faults(&format!("[alice]\npassword = \"{bcrypt}\"\n")));
        assert!(said.contains("bcrypt") && !said.contains("R9h"), "{said}");
        let people = People::parse(&format!("[alice]\npassword = \"{HASH}\"\n")).unwrap();
        let [Doubt::Weak(user, _)] = &people.doubts[..] else { panic!("{:?}", people.doubts) };
        assert_eq!(user.as_str(), "alice");
        assert_eq!(People::parse("").unwrap().doubts, [Doubt::Nobody]);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_or_say_what_a_password_is(
            text in "\\PC{0,120}", name in "[a-zA-Z@.\"]{0,8}", secret in "[a-z0-9]{12,20}",
        ) {
            let _ = People::parse(&text);
            let _ = People::parse(&format!("[{name}]\n{text}"));
            if let Err(faults) = People::parse(&format!("[alice]\npassword = \"{secret}\"\n")) {
                let said = format!("{faults:?}");
                prop_assert!(!said.contains(&secret));
            }
        }
    }
}
