//! What an argument wants, and the words that can stand there.

use std::any::TypeId;

use clap::Arg;
use clap_complete::CompletionCandidate;

use super::known::Known;
use super::paths::{PathKind, paths};
use crate::cli::path::{FileArg, PathArg};
use crate::core::app::AppRef;
use crate::core::audit::Verb;
use crate::core::forge::FLAWS;
use crate::core::id_name::IdName;
use crate::core::key_name::{KeyName, KeyWord};
use crate::core::risk::{Grade, Rule};
use crate::core::{Algorithm, FamilyId, GrantId, Kid, Scopes, UserId};
use crate::home::Glimpse;
use crate::settings::reference::{Form, settings};

/// What an argument wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A path.
    Path(PathKind),
    /// A profile, or a file with one.
    Profile,
    /// An app.
    App,
    /// A user.
    User,
    /// A key.
    Key,
    /// A kid that may be new: those that there are.
    Kid,
    /// A token: its jti, or a file behind `@`.
    Token,
    /// The jti of a token.
    Jti,
    /// A consent.
    Grant,
    /// A family of refresh tokens.
    Family,
    /// A scope.
    Scope,
    /// An algorithm.
    Algorithm,
    /// What was done.
    Verb,
    /// How a test token is wrong.
    Flaw,
    /// A rule of risk.
    Rule,
    /// How grave something is.
    Grade,
    /// What came of something.
    Outcome,
    /// A variable.
    Variable,
    /// A setting.
    Setting,
    /// A setting, and behind it its value.
    SettingAndValue,
    /// A command.
    Command,
    /// What nobody can know beforehand.
    Nothing,
}

impl Wanted {
    /// What an argument of the command of this path wants. One that has a list of values wants one of them, which is not asked here.
    pub fn of(path: &str, arg: &Arg) -> Self {
        let kind = arg.get_value_parser().type_id();
        let is = |of: TypeId| kind == of;
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let id = arg.get_id().as_str();
        if is(TypeId::of::<PathArg>()) || is(TypeId::of::<FileArg>()) {
            return match name {
                "NAME" | "NAME|FILE" => Self::Profile,
                "DIR" => Self::Path(PathKind::Folder),
                _ => Self::Path(PathKind::File),
            };
        }
        if is(TypeId::of::<AppRef>()) {
            return Self::App;
        } else if is(TypeId::of::<UserId>()) {
            return Self::User;
        } else if is(TypeId::of::<KeyName>()) {
            return Self::Key;
        } else if is(TypeId::of::<Kid>()) {
            return Self::Kid;
        } else if is(TypeId::of::<IdName<GrantId>>()) {
            return Self::Grant;
        } else if is(TypeId::of::<IdName<FamilyId>>()) {
            return Self::Family;
        } else if is(TypeId::of::<Scopes>()) {
            return Self::Scope;
        } else if is(TypeId::of::<Algorithm>()) {
            return Self::Algorithm;
        }
        match (path, name) {
            (_, "NAME|FILE") => Self::Profile,
            (_, name) if name.contains("FILE") => Self::Path(PathKind::File),
            (_, "APP") => Self::App,
            (_, "USER" | "SUB") => Self::User,
            (_, "KID") => Self::Key,
            (_, "JTI") => Self::Jti,
            (_, "TOKEN") => Self::Token,
            (_, "SCOPE") => Self::Scope,
            (_, "ALG") => Self::Algorithm,
            (_, "VERB") => Self::Verb,
            (_, "RULE") if id == "rule" => Self::Rule,
            (_, "GRADE") => Self::Grade,
            (_, "OUTCOME") => Self::Outcome,
            (_, "VAR") => Self::Variable,
            ("config list" | "config get" | "config unset" | "config explain", "NAME") => Self::Setting,
            ("config set", _) if id == "words" => Self::SettingAndValue,
            ("man", _) if id == "page" => Self::Command,
            ("token forge", _) if id == "flaw" => Self::Flaw,
            _ => Self::Nothing,
        }
    }

    /// The words that can stand there, of those that begin as it was typed.
    pub fn words(self, typed: &str, known: &Known) -> Vec<CompletionCandidate> {
        let fixed = |words: Vec<String>| begin(typed, words.into_iter().map(CompletionCandidate::new));
        match self {
            Self::Path(kind) => paths(typed, kind, known),
            Self::Profile => {
                let listed = known.profiles().list().unwrap_or_default();
                let mut words = fixed(listed.into_iter().map(|one| one.name).collect());
                words.extend(paths(typed, PathKind::File, known));
                words
            }
            Self::App => glimpsed(known.ask(|glance| glance.apps(typed))),
            Self::User => glimpsed(known.ask(|glance| glance.users(typed))),
            Self::Key => {
                let mut words = glimpsed(known.ask(|glance| glance.keys(typed)));
                words.extend(fixed(KeyWord::ALL.map(|word| word.name().to_owned()).to_vec()));
                words
            }
            Self::Kid => glimpsed(known.ask(|glance| glance.keys(typed))),
            Self::Token => match typed.strip_prefix('@') {
                Some(path) => paths(path, PathKind::File, known).into_iter().map(|one| one.add_prefix("@")).collect(),
                None => glimpsed(known.ask(|glance| glance.tokens(typed, known.now()))),
            },
            Self::Jti => glimpsed(known.ask(|glance| glance.tokens(typed, known.now()))),
            Self::Grant => glimpsed(known.ask(|glance| glance.grants(typed))),
            Self::Family => glimpsed(known.ask(|glance| glance.families(typed))),
            Self::Scope => scopes(typed, known),
            Self::Algorithm => fixed(Algorithm::ALL.map(|one| one.name().to_owned()).to_vec()),
            Self::Verb => fixed(Verb::ALL.map(|one| one.name().to_owned()).to_vec()),
            Self::Flaw => fixed(FLAWS.iter().map(|row| row.name.to_owned()).collect()),
            Self::Rule => fixed(Rule::ALL.map(|one| one.name().to_owned()).to_vec()),
            Self::Grade => fixed(Grade::ALL.map(|one| one.name().to_owned()).to_vec()),
            Self::Outcome => fixed(["done", "refused"].map(str::to_owned).to_vec()),
            Self::Variable => {
                let names = known.environment.variables.keys().filter_map(|name| name.to_str().map(str::to_owned));
                fixed(names.collect())
            }
            Self::Setting => begin(typed, names()),
            Self::SettingAndValue => setting_and_value(typed, known),
            Self::Command => command(typed, known),
            Self::Nothing => Vec::new(),
        }
    }
}

fn begin(typed: &str, words: impl Iterator<Item = CompletionCandidate>) -> Vec<CompletionCandidate> {
    words.filter(|one| one.get_value().to_str().is_some_and(|word| word.starts_with(typed))).collect()
}

fn glimpsed(found: Vec<Glimpse>) -> Vec<CompletionCandidate> {
    found.into_iter().map(|one| CompletionCandidate::new(one.name).help(Some(one.what.into()))).collect()
}

/// Scopes of the app that the line names, else of all; several may stand in one word, apart by spaces.
fn scopes(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let (before, last) = typed.rsplit_once(' ').map_or(("", typed), |(before, last)| (before, last));
    let of_app = known.before().first().is_some_and(|word| word == "app").then(|| known.before().get(2)).flatten();
    let app = known.behind("--app").or(of_app.map(String::as_str).filter(|word| !word.starts_with('-')));
    let mut all = known.ask(|glance| glance.scopes(app));
    if all.is_empty() && app.is_some() {
        all = known.ask(|glance| glance.scopes(None));
    }
    let given: Vec<&str> = before.split(' ').collect();
    let fitting = all.iter().filter(|scope| scope.starts_with(last) && !given.contains(&scope.as_str()));
    let space = if before.is_empty() { "" } else { " " };
    fitting.map(|scope| CompletionCandidate::new(format!("{before}{space}{scope}"))).collect()
}

fn names() -> impl Iterator<Item = CompletionCandidate> {
    settings().map(|one| CompletionCandidate::new(one.name).help(Some(one.meaning.into())))
}

/// The name of a setting; behind it, what it can be where that is known.
fn setting_and_value(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let words = known.before();
    let place = words.iter().position(|word| word == "set").map_or(words.len(), |place| place + 1);
    let given = words.get(place..).unwrap_or_default();
    let (name, typed, prefix) = match (given, typed.split_once('=')) {
        (_, Some((name, value))) => (name.to_owned(), value.to_owned(), format!("{name}=")),
        ([name], None) if !name.contains('=') => (name.clone(), typed.to_owned(), String::new()),
        _ => return begin(typed, names()),
    };
    let Some(setting) = settings().find(|one| one.name == name) else { return Vec::new() };
    let values: Vec<String> = match (setting.form, setting.own_name()) {
        (Form::Switch, _) => vec!["true".to_owned(), "false".to_owned()],
        (_, "algorithm") => Algorithm::ALL.map(|one| one.name().to_owned()).to_vec(),
        (_, "act_from") => {
            Grade::ALL.iter().filter(|one| **one > Grade::Note).map(|one| one.name().to_owned()).collect()
        }
        (_, "way") => vec!["people".to_owned(), "header".to_owned()],
        (_, "apps") => {
            return glimpsed(known.ask(|glance| glance.apps(&typed)))
                .into_iter()
                .map(|one| one.add_prefix(prefix.clone()))
                .collect();
        }
        _ => Vec::new(),
    };
    begin(&typed, values.into_iter().map(CompletionCandidate::new))
        .into_iter()
        .map(|one| one.add_prefix(prefix.clone()))
        .collect()
}

/// The next word of a command that has a page.
fn command(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    use clap::CommandFactory as _;
    let mut tree = crate::cli::args::Cli::command();
    tree.build();
    let words = known.before();
    let place = words.iter().position(|word| word == "man").map_or(words.len(), |place| place + 1);
    let mut at = Some(&tree);
    for word in words.get(place..).unwrap_or_default().iter().filter(|word| !word.starts_with('-')) {
        at = at.and_then(|command| command.find_subcommand(word));
    }
    let below = at.into_iter().flat_map(clap::Command::get_subcommands).filter(|one| !one.is_hide_set());
    let candidate = |one: &clap::Command| CompletionCandidate::new(one.get_name()).help(one.get_about().cloned());
    begin(typed, below.map(candidate))
}
