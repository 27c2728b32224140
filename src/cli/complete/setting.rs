//! Settings, and what they can be.

use clap_complete::CompletionCandidate;

use super::known::Known;
use super::paths::{PathKind, paths_from};
use super::word::{added, begin, fitting, glimpsed};
use crate::core::Algorithm;
use crate::core::risk::{Deed, Grade, Rule};
use crate::home::Standing;
use crate::settings::edit::{Origin, Said, SettingName, as_they_are};
use crate::settings::reference::{Form, Setting, named, settings, table_of};

fn word(name: impl Into<String>, setting: &Setting) -> CompletionCandidate {
    let meaning = setting.meaning.split_once(". ").map_or(setting.meaning, |(first, _)| first);
    CompletionCandidate::new(name.into()).help(Some(meaning.trim_end_matches('.').to_owned().into()))
}

/// Every setting, and what the file of the home has within those that are lists or have names of their own.
pub fn settings_and_tables(known: &Known) -> Vec<CompletionCandidate> {
    let mut words: Vec<_> = settings().map(|one| word(one.name, one)).collect();
    let further = as_read(known).into_iter().filter(|one| named(&one.name).is_none());
    words.extend(further.map(|one| word(one.name, one.setting)));
    words
}

/// What the file of the home says.
pub fn said(known: &Known) -> Vec<CompletionCandidate> {
    as_read(known)
        .into_iter()
        .filter(|one| matches!(one.origin, Origin::Line(_)))
        .map(|one| word(one.name, one.setting))
        .collect()
}

fn as_read(known: &Known) -> Vec<Said> {
    known.config().map(|text| as_they_are(&text)).unwrap_or_default()
}

/// The name of a setting that a value can stand behind; behind it, what it can be where that is known.
pub fn setting_and_value(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    if let Some((name, value)) = typed.split_once('=') {
        return added(&format!("{name}="), values(name, value, known));
    }
    match known.before.positionals.as_slice() {
        [name, given @ ..] if !name.contains('=') => {
            let mut found = values(name, typed, known);
            found.retain(|one| given.iter().all(|given| one.get_value() != given.as_str()));
            found
        }
        _ => begin(typed, settable(known)),
    }
}

/// What a value can stand behind: no table, and of the tables of which there are several those that are there.
fn settable(known: &Known) -> Vec<CompletionCandidate> {
    let has_value = |one: &&Setting| !matches!(one.form, Form::Table | Form::Tables | Form::Named);
    let is_alone = |one: &&Setting| table_of(one).is_none_or(|table| table.form != Form::Tables);
    let mut words: Vec<_> = settings().filter(has_value).filter(is_alone).map(|one| word(one.name, one)).collect();
    let further = as_read(known).into_iter().filter(|one| named(&one.name).is_none() && has_value(&one.setting));
    words.extend(further.map(|one| word(one.name, one.setting)));
    if let Some(acts) = named("risk.act") {
        words.extend(Rule::ALL.iter().map(|rule| word(format!("{}.{}", acts.name, rule.name()), acts)));
    }
    if let Some(scopes) = named("scopes") {
        let all = known.ask(|glance| glance.scopes(None));
        words.extend(all.iter().map(|scope| word(format!("{}.{scope}", scopes.name), scopes)));
    }
    words
}

fn values(name: &str, typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let words = |words: &[&str]| fitting(typed, words.iter().map(|word| (*word).to_owned()));
    let Ok(SettingName { setting, own, .. }) = SettingName::read(name) else { return Vec::new() };
    match (setting.name, setting.form, own) {
        ("risk.act", _, Some(_)) => words(&Deed::ALL.map(Deed::name)),
        (_, Form::Switch, None) => words(&["true", "false"]),
        ("algorithm" | "trusted_issuer.algorithm", _, _) => words(&Algorithm::ALL.map(Algorithm::name)),
        ("risk.act_from", _, _) => {
            let graver = Grade::ALL.into_iter().filter(|one| *one > Grade::Note);
            fitting(typed, graver.map(|one| one.name().to_owned()))
        }
        ("login.way", _, _) => words(&["people", "header"]),
        ("login.users", _, _) => files(typed, &[".toml"], known),
        ("risk.geoip", _, _) => files(typed, &[".mmdb"], known),
        ("trusted_issuer.jwks", _, _) => files(typed, &[".json", ".jwks"], known),
        ("passphrase_variables", _, _) => {
            fitting(typed, known.environment.variables.keys().filter_map(|name| name.to_str().map(str::to_owned)))
        }
        ("trusted_issuer.apps", _, _) => glimpsed(known.ask(|glance| glance.apps(typed, Standing::Any))),
        ("trusted_issuer.scopes" | "registration.scopes" | "client_documents.scopes", _, _) => {
            fitting(typed, known.ask(|glance| glance.scopes(None)))
        }
        _ => Vec::new(),
    }
}

/// Files of a kind beside the settings, where no whole path is typed.
fn files(typed: &str, ends: &[&str], known: &Known) -> Vec<CompletionCandidate> {
    let Some(home) = known.folder() else { return Vec::new() };
    let mut found = paths_from(home, typed, PathKind::File, known);
    let fits = |name: &str| name.ends_with('/') || ends.iter().any(|end| name.ends_with(end));
    found.retain(|one| one.get_value().to_str().is_some_and(fits));
    found
}
