//! What a file would be with something else in it: its text, the settings that it says then, and what is no longer as it was.

use std::path::Path;

use serde_json::Value as Plain;

use super::change::{Edit, EditError, edited};
use super::said::{Origin, Said, as_they_are};
use crate::settings::file::Settings;
use crate::settings::reference::Setting;

/// A file as it would be.
#[derive(Debug)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// What that says.
    pub settings: Settings,
    /// What is no longer as it was.
    pub changes: Vec<SettingChange>,
}

/// A setting that is no longer as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingChange {
    /// Its name.
    pub name: String,
    /// What it is; none where there is no such setting, and it is taken out.
    pub setting: Option<&'static Setting>,
    /// What it was.
    pub before: Option<(Plain, Origin)>,
    /// What it is from then on.
    pub after: Option<(Plain, Origin)>,
}

/// Why a file cannot be that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It cannot be changed so.
    #[error(transparent)]
    Edit(EditError),
    /// What it says already is wrong, and would be then, or it is no TOML: in which line of it as it is, from 1, and why.
    #[error("{1}")]
    WrongAlready(usize, String),
    /// A setting does not take what it is to be.
    #[error("{name}: {problem}")]
    Refused {
        /// Which.
        name: String,
        /// Why.
        problem: String,
    },
}

/// The file with all of this changed, as its reader takes it. Files that it names lie in this folder.
pub fn draft(text: &str, folder: Option<&Path>, edits: &[Edit]) -> Result<Draft, DraftError> {
    let new = edited(text, edits).map_err(|error| match error {
        EditError::NoToml(line, why) => DraftError::WrongAlready(line, why),
        other => DraftError::Edit(other),
    })?;
    let settings = Settings::parse_at(&new, folder).map_err(|(line, problem)| {
        let changed = changed_in(&new, line, edits);
        // Where something was wrong before, what nobody asked to change may be what is.
        match wrong_before(text, &new, folder, (line, &problem)).filter(|_| changed.is_none()) {
            Some(before) => DraftError::WrongAlready(before, problem),
            None => {
                let first = || edits.first().map(name).unwrap_or_default();
                DraftError::Refused { name: changed.unwrap_or_else(first), problem }
            }
        }
    })?;
    let (before, after) = (as_they_are(text), as_they_are(&new));
    let changes = if new == text { Vec::new() } else { between(&before, &after, edits) };
    Ok(Draft { text: new, settings, changes })
}

/// Which of the settings that were changed is in this line.
fn changed_in(text: &str, line: usize, edits: &[Edit]) -> Option<String> {
    let there = as_they_are(text).into_iter().find(|one| one.origin == Origin::Line(line))?;
    edits.iter().map(name).find(|name| *name == there.name)
}

/// In which line of the file as it is a fault of the new one stands already, if the file was wrong too.
fn wrong_before(text: &str, new: &str, folder: Option<&Path>, (line, problem): (usize, &str)) -> Option<usize> {
    let (before, why) = Settings::parse_at(text, folder).err()?;
    if why == problem {
        return Some(before);
    }
    let said = new.lines().nth(line.checked_sub(1)?)?;
    text.lines().position(|line| line == said).map(|place| place + 1)
}

fn name(edit: &Edit) -> String {
    match edit {
        Edit::Set(name, _) | Edit::Unset(name) => name.to_string(),
        Edit::Drop(name) => name.clone(),
    }
}

fn between(before: &[Said], after: &[Said], edits: &[Edit]) -> Vec<SettingChange> {
    let value = |all: &[Said], name: &str| {
        let one = all.iter().find(|one| one.name == name)?;
        one.value.clone().map(|value| (value, one.origin))
    };
    let mut names: Vec<(&str, &'static Setting)> = Vec::new();
    for one in before.iter().chain(after) {
        if !names.iter().any(|(name, _)| *name == one.name) {
            names.push((&one.name, one.setting));
        }
    }
    let mut changes = Vec::new();
    for (name, setting) in names {
        let (before, after) = (value(before, name), value(after, name));
        let is_said =
            |one: &Option<(Plain, Origin)>| one.as_ref().is_some_and(|(_, origin)| matches!(origin, Origin::Line(_)));
        let is_same = before.as_ref().map(|one| &one.0) == after.as_ref().map(|one| &one.0);
        if !is_same || is_said(&before) != is_said(&after) {
            changes.push(SettingChange { name: name.to_owned(), setting: Some(setting), before, after });
        }
    }
    let dropped = edits.iter().filter(|edit| matches!(edit, Edit::Drop(_)));
    changes.extend(dropped.map(|edit| SettingChange { name: name(edit), setting: None, before: None, after: None }));
    changes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::name::SettingName;
    use super::super::value::read_values;
    use super::*;

    fn set(name: &str, words: &[&str]) -> Edit {
        let name = SettingName::read(name).unwrap();
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let value = read_values(&name, &words).unwrap();
        Edit::Set(name, value)
    }

    const TEXT: &str = "issuer = \"https://a.test\"\nleeway = \"1s\"\n";

    #[test]
    fn what_is_no_longer_as_it_was_is_told_with_what_it_was() {
        let told = |edits: &[Edit]| {
            let changes = draft(TEXT, None, edits).unwrap().changes;
            let value = |one: Option<(Plain, Origin)>| one.map(|(value, _)| value);
            changes.into_iter().map(|one| (one.name, value(one.before), value(one.after))).collect::<Vec<_>>()
        };
        assert_eq!(told(&[set("leeway", &["1s"])]), []);
        assert_eq!(
            told(&[set("leeway", &["5s"]), set("access_ttl", &["1h"])]),
            [
                ("access_ttl".into(), Some(json!("15m")), Some(json!("1h"))),
                ("leeway".into(), Some(json!("1s")), Some(json!("5s")))
            ]
        );
        let login = [set("login.way", &["people"]), set("login.users", &["u.toml"])];
        assert_eq!(
            told(&login)[..2],
            [("login.way".into(), None, Some(json!("people"))), ("login.users".into(), None, Some(json!("u.toml")))]
        );
        let leeway = SettingName::read("leeway").unwrap();
        assert_eq!(told(&[Edit::Unset(leeway)]), [("leeway".into(), Some(json!("1s")), Some(json!("0s")))]);
    }

    #[test]
    fn what_the_reader_does_not_take_is_blamed_on_the_setting() {
        let fault = |text: &str, edits: &[Edit]| draft(text, None, edits).unwrap_err();
        let refused = fault(TEXT, &[set("access_ttl", &["1h"]), set("leeway", &["9m"])]);
        assert_eq!(refused, DraftError::Refused { name: "leeway".into(), problem: "leeway is at most 5m".into() });
        let refused = fault(TEXT, &[set("login.way", &["people"])]);
        assert!(
            matches!(&refused, DraftError::Refused { name, problem } if name == "login.way" && problem.contains("users.toml"))
        );
        let wrong = "issuer = \"https://a.test\"\nacess_ttl = \"1h\"\n";
        assert!(matches!(fault(wrong, &[set("leeway", &["1s"])]), DraftError::WrongAlready(2, _)));
        let mended = draft(wrong, None, &[Edit::Drop("acess_ttl".into())]).unwrap();
        assert_eq!((mended.text.as_str(), mended.changes.len()), ("issuer = \"https://a.test\"\n", 1));
        // What is taken out is not what else is wrong, whose line is that of the file as it is.
        let both = "issuer = \"https://a.test\"\nacess_ttl = \"1h\"\nleeway = \"x\"\n";
        assert!(matches!(fault(both, &[Edit::Drop("acess_ttl".into())]), DraftError::WrongAlready(3, _)));
        assert!(matches!(fault("issuer = \"x\n", &[set("leeway", &["1s"])]), DraftError::WrongAlready(1, _)));
        let bad = "issuer = \"https://a.test\"\nleeway = 5\n";
        assert_eq!(draft(bad, None, &[set("leeway", &["5s"])]).unwrap().settings.defaults.leeway, 5);
    }
}
