//! The words that can stand where something is wanted.

use clap_complete::CompletionCandidate;

use super::known::Known;
use super::paths::{PathKind, paths};
use super::setting::{said, setting_and_value, settings_and_tables};
use super::wanted::Wanted;
use super::word::{added, begin, fitting, glimpsed};
use crate::cli::args::Cli;
use crate::cli::manual;
use crate::core::key_name::KeyWord;
use crate::home::{Glance, Standing, TrustedHomes};

impl Wanted {
    /// The words that can stand there, of those that begin as it was typed.
    pub fn words(&self, typed: &str, known: &Known) -> Vec<CompletionCandidate> {
        match self {
            Self::Path(kind) => paths(typed, *kind, known),
            Self::PathBehind(start, kind) => behind(start, typed, |typed| paths(typed, *kind, known)),
            Self::PathAndHome => match typed.split_once('=') {
                Some((path, home)) => added(&format!("{path}="), paths(home, PathKind::Folder, known)),
                None => Vec::new(),
            },
            Self::TrustedHome => trusted_homes(typed, known),
            Self::Profile => profiles(typed, known),
            Self::ProfileValue => profile_values(typed, known),
            Self::App(standing) => glimpsed(known.ask(|glance| glance.apps(typed, *standing))),
            Self::User(standing) => glimpsed(known.ask(|glance| glance.users(typed, *standing))),
            Self::Key(standing) => keys(typed, *standing, known),
            Self::Token if typed.starts_with('@') => behind("@", typed, |typed| paths(typed, PathKind::File, known)),
            Self::Token | Self::Jti => glimpsed(known.ask(|glance| glance.tokens(typed, known.now()))),
            Self::Grant => glimpsed(known.ask(|glance| glance.grants(typed))),
            Self::Family => glimpsed(known.ask(|glance| glance.families(typed))),
            Self::Secret => {
                let app = known.before.positionals.first().map_or("", String::as_str);
                glimpsed(known.ask(|glance| glance.secrets(app, typed)))
            }
            Self::Event => glimpsed(known.ask(|glance| glance.events(typed))),
            Self::Scope => scopes(typed, known),
            Self::Audience => audiences(typed, known),
            Self::Issuer => fitting(typed, known.defaults().map(|home| home.issuer.to_string())),
            Self::Variable => {
                fitting(typed, known.environment.variables.keys().filter_map(|name| name.to_str().map(str::to_owned)))
            }
            Self::Setting => begin(typed, settings_and_tables(known)),
            Self::SettingThatIsSaid => begin(typed, said(known)),
            Self::SettingAndValue => setting_and_value(typed, known),
            Self::Page => pages(typed, known),
            Self::Login => match typed.strip_prefix("auto=") {
                Some(start) => added("auto=", glimpsed(known.ask(|glance| glance.users(start, Standing::Any)))),
                None => fitting(typed, ["ask", "auto="].map(str::to_owned)),
            },
            Self::Words(words) => fitting(typed, words.iter().map(|word| (*word).to_owned())),
            Self::Nothing => Vec::new(),
        }
    }
}

/// What stands behind a start that must be typed; the start itself where it is begun.
fn behind(start: &str, typed: &str, words: impl FnOnce(&str) -> Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    typed.strip_prefix(start).map(|rest| added(start, words(rest))).unwrap_or_default()
}

fn trusted_homes(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let all = TrustedHomes::of_user(&known.environment).and_then(|homes| homes.all().ok()).unwrap_or_default();
    let mut words = fitting(typed, all.into_iter().map(|home| home.folder));
    words.extend(paths(typed, PathKind::Folder, known));
    words
}

fn profiles(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let listed = known.profiles().list().unwrap_or_default().into_iter().map(|one| {
        let what = one.found.ok().and_then(|found| found.description);
        CompletionCandidate::new(one.name).help(what.map(Into::into))
    });
    let mut words = begin(typed, listed);
    words.extend(paths(typed, PathKind::File, known));
    words
}

fn profile_values(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let found = known.before.behind("profile").and_then(|name| known.profiles().find(name).ok());
    let names = found.into_iter().flat_map(|found| found.profile.own.into_keys());
    fitting(typed, names.map(|name| format!("{name}=")))
}

fn keys(typed: &str, standing: Standing, known: &Known) -> Vec<CompletionCandidate> {
    let words = match standing {
        Standing::ToActivate => &[KeyWord::Next][..],
        Standing::ToRetire => &[KeyWord::Active],
        Standing::Any | Standing::ToBlock => &KeyWord::ALL,
    };
    let mut found = glimpsed(known.ask(|glance| glance.keys(typed, standing)));
    found.extend(fitting(typed, words.iter().map(|word| word.name().to_owned())));
    found
}

/// Scopes of the app that the line names, else of all; several may stand in one word, apart by spaces.
fn scopes(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let (before, last) = typed.rsplit_once(' ').map_or(("", typed), |(before, last)| (before, last));
    let of_update = known.before.positionals.first().filter(|_| known.before.path == ["app", "update"]);
    let app = known.before.behind("app").or(of_update.map(String::as_str));
    let mut all = known.ask(|glance| glance.scopes(app));
    if all.is_empty() && app.is_some() {
        all = known.ask(|glance| glance.scopes(None));
    }
    let given: Vec<&str> = before.split(' ').collect();
    let fitting = all.iter().filter(|scope| scope.starts_with(last) && !given.contains(&scope.as_str()));
    let space = if before.is_empty() { "" } else { " " };
    fitting.map(|scope| CompletionCandidate::new(format!("{before}{space}{scope}"))).collect()
}

/// Audiences of the home and of its apps.
fn audiences(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    let mut all = known.ask(Glance::audiences);
    all.extend(known.defaults().into_iter().flat_map(|home| home.audiences.iter().map(ToString::to_string)));
    all.sort_unstable();
    all.dedup();
    fitting(typed, all)
}

/// The next word of a command that has a page, or of another page.
fn pages(typed: &str, known: &Known) -> Vec<CompletionCandidate> {
    use clap::CommandFactory as _;
    let mut tree = Cli::command();
    tree.build();
    let words = &known.before.positionals;
    let mut at = Some(&tree);
    for word in words {
        at = at.and_then(|command| command.find_subcommand(word));
    }
    let below = at.into_iter().flat_map(clap::Command::get_subcommands).filter(|one| !one.is_hide_set());
    let candidate = |one: &clap::Command| CompletionCandidate::new(one.get_name()).help(one.get_about().cloned());
    let mut found = begin(typed, below.map(candidate));
    if words.is_empty() {
        let others = manual::beside_commands();
        let others = others.into_iter().map(|(name, what)| CompletionCandidate::new(name).help(Some(what.into())));
        let is_new = |one: &CompletionCandidate| found.iter().all(|known| known.get_value() != one.get_value());
        let others: Vec<_> = begin(typed, others).into_iter().filter(is_new).collect();
        found.extend(others);
    }
    found
}
